"""The claims of a page as CSV and as GeoJSON at once, column by column: said once what both say, a third of the size.

The page (``claim_table.js``) puts both files together again; CSV comes out byte by byte, GeoJSON with the same members.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Json = dict[str, Any]

#: In place of a value that a feature does not have.
ABSENT: Json = {"absent": True}


def packed_table(csv_file: bytes, geojson: bytes) -> tuple[Json, list[list[str]]]:
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
    collection: Json = json.loads(geojson)
    features: list[Json] = collection.pop("features")
    at = {name: number for number, name in enumerate(names)}
    properties = [feature.pop("properties") for feature in features]
    return {
        "names": names,
        "rest": collection,
        "members": _columns(features, at, columns),
        "properties": _columns(properties, at, columns),
    }, columns


def _columns(objects: Sequence[Json], at: dict[str, int], columns: Sequence[Sequence[str]]) -> Json:
    found: Json = {}
    for name in dict.fromkeys(name for one in objects for name in one):
        values = [one.get(name, ABSENT) for one in objects]
        like = _like(values, columns[at[name]]) if name in at else None
        found[name] = {"values": values} if like is None else {"like": at[name], "as": like}
    return found


def _like(values: Sequence[Any], cells: Sequence[str]) -> str | None:
    """Return as what the cells of a CSV column say the values, None if they do not."""
    pairs = list(zip(values, cells, strict=True))
    return next((kind for kind, says in _KINDS.items() if all(says(cell, value) for value, cell in pairs)), None)


def _says_number(cell: str, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value is None and cell == ""
    try:
        return float(cell) == value
    except ValueError:
        return False


_KINDS: Mapping[str, Callable[[str, object], bool]] = {
    "words": lambda cell, value: value == cell,
    "text": lambda cell, value: value == (cell or None),
    "number": _says_number,
    "flag": lambda cell, value: value is {"True": True, "False": False, "": None}.get(cell, ABSENT),
}
