"""Text tables whose header says what they are: LP-TSV of Linked Places, and the tables of TimelineJS."""

from collections.abc import Iterator
from pathlib import Path

from mapview.domain.model import Text
from mapview.exchange.importing.mapping import Role, TableMapping
from mapview.exchange.importing.records import TOPIC, Incoming, Record, incoming
from mapview.exchange.importing.tables import Table, read_text_table
from mapview.gazetteer.naming import free_id
from mapview.gazetteer.normalise import fold

_LP_TSV: tuple[tuple[Role, str], ...] = (
    ("id", "id"), ("place", "title"), ("statement", "description"), ("source", "title_source"), ("url", "title_uri"),
    ("start", "start"), ("end", "end"), ("lat", "lat"), ("lon", "lon"), ("coordinates", "geowkt"),
)  # fmt: skip
_LOCATION = ("location", "place")


def read_delimited(path: Path) -> Incoming:
    """Read a CSV or TSV file, with its mapping if its header is one of a known format.

    Raises
    ------
    FileProblemError
        If it cannot be opened.
    BadInputError
        If it is no table, or too large.
    """
    table = read_text_table(path)
    names = {fold(name): name for name in table.columns}
    if {"title", "title_source", "start"} <= set(table.columns):
        return Incoming(table, _linked_places(table))
    if {"year", "month", "day", "headline"} <= names.keys():
        return incoming(path, table.original, table.media_type, _slides(table, names), "same")
    return Incoming(table)


def _linked_places(table: Table) -> TableMapping:
    columns = {role: name for role, name in _LP_TSV if name in table.columns}
    if "coordinates" in columns and "lat" in columns:
        # Either may be filled; a point says where without being measured.
        del columns["coordinates"]
    columns.setdefault("statement", "title")
    stem = free_id(Text(Path(table.name).stem), (), "table")
    return TableMapping(stem, columns, {"topic": TOPIC}, table.columns, empty_end="unknown")


def _slides(table: Table, names: dict[str, str]) -> Iterator[Record]:
    for row in table.rows():
        cells = dict(zip(table.columns, row.cells, strict=False))
        by_name = {folded: cells.get(name, "").strip() for folded, name in names.items()}
        said: dict[Role, str] = {
            "start": _date(by_name, ""),
            "end": _date(by_name, "end "),
            "place": next((by_name[name] for name in _LOCATION if by_name.get(name)), ""),
            "statement": by_name["headline"],
            "url": by_name.get("media", "") if by_name.get("media", "").startswith("http") else "",
        }
        yield Record(said, cells)


def _date(by_name: dict[str, str], which: str) -> str:
    year, month, day = (by_name.get(f"{which}{part}", "") for part in ("year", "month", "day"))
    if not year:
        return ""
    sign, digits = ("-", year[1:]) if year.startswith("-") else ("", year)
    return "-".join([sign + digits.zfill(4), *(part.zfill(2) for part in (month, day) if part)])
