"""Records of a geographic or temporal format as a table: columns of MapView's own, then those of the format."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    "certainty",
)  # fmt: skip
MOST_COLUMNS = 500
#: Of the elements that popups are made of, so that "a < b" stays what it is. What is no such element stays as text.
_MARKUP = re.compile(
    r"</?(?:a|b|br|caption|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|"
    r"ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A table, and how it is to be read if its format says so."""

    table: Table
    mapping: TableMapping | None = None

    def of_sheet(self, name: str, names: Sequence[str]) -> "Incoming":
        """Return it as one of several sheets or layers, the names of which are told."""
        others = tuple(one for one in names if one != name)
        mapping = None if self.mapping is None else replace(self.mapping, sheet=name)
        return Incoming(replace(self.table, sheet=name, others=others), mapping)


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
    names = list(dict.fromkeys(name for record in kept for name in record.more))[:MOST_COLUMNS]
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


def without_markup(text: str) -> str:
    """Return the words of a text that may be HTML, as the texts of popups and placemarks are.

    Examples
    --------
    >>> without_markup("<b>Left</b><br>2 &amp; 3"), without_markup("1 < 2 & 3 > 2")
    ('Left 2 & 3', '1 < 2 & 3 > 2')
    """
    if _MARKUP.search(text) is None:
        return text
    return " ".join(html.unescape(_MARKUP.sub(" ", text)).split())


def day_of(value: object) -> str:
    """Return a date as a format writes it: text as it stands, milliseconds since 1970 as a day in UTC.

    From 10^9 to 10^10, which are days of 1970 in milliseconds, a number is one of seconds, from 2001 on.

    Examples
    --------
    >>> day_of(1704412800000), day_of(1704412800), day_of("2024-01"), day_of(2024), day_of(None)
    ('2024-01-05', '2024-01-05', '2024-01', '2024', '')
    """
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float) and abs(value) > 99_999_999:
        try:
            seconds = value if 1e9 <= value < 1e10 else value / 1000
            return datetime.fromtimestamp(seconds, UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            return str(value)
    if isinstance(value, int) and abs(value) <= 9999:
        return f"{'-' if value < 0 else ''}{abs(value):04d}"
    return str(value)
