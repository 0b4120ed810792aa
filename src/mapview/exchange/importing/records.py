"""Records of a geographic or temporal format as a table: columns of MapView's own, then those of the format."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mapview.domain.model import Text
from mapview.errors import BadInputError
from mapview.exchange.importing.mapping import EmptyEnd, Role, TableMapping
from mapview.exchange.importing.tables import MOST_ROWS, Table, written
from mapview.exchange.table import BESIDE, is_own
from mapview.gazetteer.naming import free_id

#: Under which topic rows go whose format knows none; the mapping may name another.
TOPIC = "events"
#: The columns that importers fill, by what they say; a property of the same name has a column beside.
COLUMNS: tuple[Role, ...] = (
    "id", "place", "coordinates", "when", "start", "end", "statement", "source", "publisher", "published", "url",
)  # fmt: skip
_MOST_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Incoming:
    """A table, and how it is to be read if its format says so."""

    table: Table
    mapping: TableMapping | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What a format says of one thing, and its other properties."""

    said: Mapping[Role, str]
    more: Mapping[str, str]


#: One for all that say nothing, so that millions of these take no memory; its row is left out and seen.
_NOTHING = Record({}, {"empty": "yes"})


def incoming(
    path: Path, raw: bytes, media_type: str, records: Iterable[Record], empty_end: EmptyEnd = "unknown"
) -> Incoming:
    """Return the table that records make, and the mapping of the columns that they fill.

    Raises
    ------
    BadInputError
        If there are none, or more than a table takes.
    """
    kept: list[Record] = []
    for record in records:
        if len(kept) >= MOST_ROWS:
            raise BadInputError(f"{path.name} has more than {MOST_ROWS} entries: give it in parts.")
        if not record.more and not any(record.said.values()):
            kept.append(_NOTHING)
            continue
        # What says no more than a name says that the place is there.
        words = record.said.get("statement") or record.said.get("place", "")
        kept.append(Record({**record.said, "statement": words}, record.more))
    if not kept:
        raise BadInputError(f"{path.name} holds nothing that could be on the map: choose another file.")
    roles = [role for role in COLUMNS if any(record.said.get(role) for record in kept)]
    names = list(dict.fromkeys(name for record in kept for name in record.more))[:_MOST_COLUMNS]
    header = [*roles, *(BESIDE.format(name) if name in roles else name for name in names)]

    def rows() -> Iterator[Sequence[str]]:
        yield header
        for record in kept:
            yield [record.said.get(role, "") for role in roles] + [record.more.get(name, "") for name in names]

    table = written(path.name, rows(), raw, media_type, 1)
    columns: dict[Role, str] = {role: role for role in roles}
    stem = free_id(Text(path.stem), (), "table")
    if is_own(header):
        return Incoming(table, TableMapping(stem, header=table.columns, own=True))
    return Incoming(table, TableMapping(stem, columns, {"topic": TOPIC}, table.columns, empty_end=empty_end))


def day_of(value: object) -> str:
    """Return a date as a format writes it: text as it stands, milliseconds since 1970 as a day in UTC.

    Examples
    --------
    >>> day_of(1704412800000), day_of("2024-01"), day_of(2024), day_of(None)
    ('2024-01-05', '2024-01', '2024', '')
    """
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float) and abs(value) > 99_999_999:
        try:
            return datetime.fromtimestamp(value / 1000, UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            return str(value)
    if isinstance(value, int) and abs(value) <= 9999:
        return f"{'-' if value < 0 else ''}{abs(value):04d}"
    return str(value)
