"""Text tables whose header says what they are: LP-TSV of Linked Places, and the tables of TimelineJS."""

from collections.abc import Iterator
from pathlib import Path

from mapview.exchange.importing.mapping import Role, TableMapping
from mapview.exchange.importing.records import Incoming, Record, incoming
from mapview.exchange.importing.tables import Table, read_text_table
from mapview.exchange.importing.timelinejs import is_slides, slides
from mapview.gazetteer.normalise import fold

#: https://github.com/LinkedPasts/linked-places-format, LP-TSV.
_LP_TSV: tuple[tuple[Role, str], ...] = (
    ("id", "id"), ("place", "title"), ("statement", "description"), ("source", "title_source"), ("url", "title_uri"),
    ("end", "end"),
)  # fmt: skip


def read_delimited(path: Path, mapping: TableMapping | None = None) -> Incoming:
    """Read a CSV or TSV file, with its mapping if its header is one of a known format.

    Parameters
    ----------
    mapping
        Says how the file is opened, where its contents are not to tell.

    Raises
    ------
    FileProblemError
        If it cannot be opened.
    BadInputError
        If it is no table, or too large.
    """
    how = mapping or TableMapping("table")
    table = read_text_table(path, encoding=how.encoding or None, delimiter=how.delimiter or None, header=how.header_row)
    names = {fold(name): name for name in table.columns}
    if {"title", "title_source", "start"} <= set(table.columns):
        return incoming(path, table.original, table.media_type, _linked_places(table))
    if is_slides(names):
        return incoming(path, table.original, table.media_type, slides(table, names), "same")
    return Incoming(table)


def _linked_places(table: Table) -> Iterator[Record]:
    """Yield the rows of LP-TSV; what has no description says that its place is there."""
    for row in table.rows():
        cells = dict(zip(table.columns, row.cells, strict=False))
        if row.problem:
            yield Record({}, {"broken": row.cells[0]})
            continue
        point = ", ".join(cells.get(name, "").strip() for name in ("lat", "lon"))
        said: dict[Role, str] = {role: cells.get(name, "") for role, name in _LP_TSV}
        said["start"] = cells["start"] or cells.get("attestation_year", "")
        said["coordinates"] = cells.get("geowkt", "") or point.removeprefix(", ").removesuffix(", ")
        read = {"start", "lat", "lon", "geowkt", *(name for _, name in _LP_TSV)}
        yield Record(said, {name: cell for name, cell in cells.items() if name not in read})
