"""The claims of a page as CSV and as GeoJSON at once, column by column: said once what both say, a third of the size.

The page (``claim_table.js``) puts both files together again; CSV comes out byte by byte, GeoJSON with the same members.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Any

Json = dict[str, Any]

#: In place of a value that a feature does not have.
ABSENT: Json = {"absent": True}


def packed_table(csv_file: bytes, geojson: Json) -> tuple[Json, list[list[str]]]:
    """Return both files as one document and the columns of the CSV, as texts.

    Parameters
    ----------
    csv_file
        UTF-8, comma, quotation marks where they must be, CR LF; a header, and a row a claim.
    geojson
        A FeatureCollection with a feature for each row, in the same order.

    Returns
    -------
    ``names`` are those of the columns. ``rest`` is the FeatureCollection without its features;
    ``members`` and ``properties`` are columns of these by name: ``{"like": number, "as": kind}`` says that of the CSV,
    read as ``words``, or as ``text``, ``number`` or ``flag`` with an empty cell for null, ``{"values": […]}`` its own.
    """
    names, *rows = csv.reader(io.StringIO(csv_file.decode("utf-8"), newline=""))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    features: list[Json] = geojson["features"]
    at = {name: number for number, name in enumerate(names)}
    members = [{name: one for name, one in feature.items() if name != "properties"} for feature in features]
    return {
        "names": names,
        "rest": {name: one for name, one in geojson.items() if name != "features"},
        "members": _columns(members, at, columns),
        "properties": _columns([feature["properties"] for feature in features], at, columns),
    }, columns


def _columns(objects: Sequence[Json], at: dict[str, int], columns: Sequence[list[str]]) -> Json:
    found: Json = {}
    for name in dict.fromkeys(name for one in objects for name in one):
        values = [one.get(name, ABSENT) for one in objects]
        like = _like(values, columns[at[name]]) if name in at else None
        found[name] = {"values": values} if like is None else {"like": at[name], "as": like}
    return found


def _like(values: list[Any], cells: list[str]) -> str | None:
    """Return as what the cells of a CSV column say the values, None if they do not."""
    types = set(map(type, values))
    return next(
        (kind for kind, (holds, read) in _KINDS.items() if types <= holds and _reads(read, cells, values)), None
    )


def _reads(read: Callable[[str], object], cells: list[str], values: list[Any]) -> bool:
    try:
        return list(map(read, cells)) == values
    except (KeyError, ValueError):
        return False


#: The types of values that a kind of cell can say, and what a cell of it says.
_KINDS: Mapping[str, tuple[frozenset[type], Callable[[str], object]]] = {
    "words": (frozenset({str}), str),
    "text": (frozenset({str, NoneType}), lambda cell: cell or None),
    "number": (frozenset({int, float, NoneType}), lambda cell: float(cell) if cell else None),
    "flag": (frozenset({bool, NoneType}), {"True": True, "False": False, "": None}.__getitem__),
}
