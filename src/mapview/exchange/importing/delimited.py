"""Text tables whose header says what they are: LP-TSV of Linked Places, and the tables of TimelineJS."""

from pathlib import Path

from mapview.domain.model import Text
from mapview.exchange.importing.mapping import Role, TableMapping
from mapview.exchange.importing.records import TOPIC, Incoming, incoming
from mapview.exchange.importing.tables import Table, read_text_table
from mapview.exchange.importing.timelinejs import is_slides, slides
from mapview.gazetteer.naming import free_id
from mapview.gazetteer.normalise import fold

_LP_TSV: tuple[tuple[Role, str], ...] = (
    ("id", "id"), ("place", "title"), ("statement", "description"), ("source", "title_source"), ("url", "title_uri"),
    ("start", "start"), ("end", "end"), ("lat", "lat"), ("lon", "lon"), ("coordinates", "geowkt"),
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
        return Incoming(table, _linked_places(table))
    if is_slides(names):
        return incoming(path, table.original, table.media_type, slides(table, names), "same")
    return Incoming(table)


def _linked_places(table: Table) -> TableMapping:
    columns = {role: name for role, name in _LP_TSV if name in table.columns}
    if "coordinates" in columns and "lat" in columns:
        # Either may be filled; a point says where without being measured.
        del columns["coordinates"]
    columns.setdefault("statement", "title")
    stem = free_id(Text(Path(table.name).stem), (), "table")
    return TableMapping(stem, columns, {"topic": TOPIC}, table.columns, empty_end="unknown")
