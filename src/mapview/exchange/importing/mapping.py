"""How a table is to be read: which column says what, what holds for every row, and what people decided.

A mapping is a small TOML file; docs/format.md describes it. It is known again by the header of the table.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, BinaryIO, Literal, get_args

from mapview.config import user_data_dir
from mapview.domain.model import CERTAINTIES, MODALITIES, PLACE_KINDS, VALUE_TYPES, ValueType
from mapview.errors import BadInputError, FileProblemError
from mapview.exchange.importing.cell_dates import DateOrder, read_span
from mapview.exchange.table import is_own
from mapview.gazetteer.normalise import fold
from mapview.store.files import write_whole
from mapview.store.toml_writer import Inline, pair

Role = Literal[
    "place", "within", "lat", "lon", "coordinates", "kind", "topic", "value", "statement", "when", "start", "end",
    "source", "publisher", "published", "url", "language", "modality", "certainty", "note", "id",
]  # fmt: skip
EmptyEnd = Literal["unknown", "open", "same"]

#: What a column of a table may say.
ROLES: tuple[Role, ...] = get_args(Role)
#: What may hold for every row alike.
FIXED: tuple[Role, ...] = (
    "place", "within", "kind", "topic", "value", "when", "source", "publisher", "published", "url", "language",
    "modality", "certainty",
)  # fmt: skip
DATE_ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)
EMPTY_ENDS: tuple[EmptyEnd, ...] = get_args(EmptyEnd)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FOLDER = "mappings"


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How a table is to be read.

    Parameters
    ----------
    table
        The id under which the project knows the table; ids of its claims begin with it, so that the same rows are
        known again when the file comes again under any name.
    columns
        The column of each role.
    fixed
        What holds where no column says it.
    header
        The names of the table's columns when the mapping was made.
    header_row, encoding, delimiter, sheet
        How the file is opened, where that cannot be told by its contents.
    date_order
        Which of the two comes first in days such as 05/03/2024.
    empty_end
        What an empty cell of the column ``end`` means: nobody says when it ended, it goes on, or it ended on the day
        it began.
    value_type, unit
        Of topics that the project lacks.
    separator
        What sets several sources in one cell apart; web addresses need none.
    places
        What names of places mean: ids of places of the project or of the gazetteer, or coordinates of a place that is
        made.
    corrections
        Cells that a person corrected, by the row's key (see :func:`mapview.exchange.importing.tables.row_keys`) and
        the column's name.
    own
        Whether the table is one that MapView has exported, whose columns say all by themselves.
    """

    table: str
    columns: Mapping[Role, str] = field(default_factory=dict)
    fixed: Mapping[Role, str] = field(default_factory=dict)
    header: tuple[str, ...] = ()
    header_row: int | None = None
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    date_order: DateOrder | None = None
    empty_end: EmptyEnd = "unknown"
    value_type: ValueType = "text"
    unit: str = ""
    separator: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    own: bool = False


def mapping_faults(mapping: TableMapping, columns: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with a mapping for a table with these columns, each in a sentence without its full stop."""
    if _ID.fullmatch(mapping.table) is None:
        yield f"table is {mapping.table!r}, which is no id: use lower-case letters, digits and hyphens"
    if mapping.own:
        if not is_own(columns):
            yield "own says that MapView has exported it, and it lacks columns of such a table: name its columns"
        return
    for role, column in mapping.columns.items():
        if column not in columns:
            yield f"{role} is to stand in column {column!r}, which the table lacks: it has {', '.join(columns)}"
    yield from _missing(mapping)
    if mapping.value_type == "quantity" and not mapping.unit:
        yield "a quantity has a unit: set it"
    if mapping.value_type == "state":
        yield "a topic whose values are states must be in the project before: add it, or use another value_type"
    yield from _fixed_faults(mapping)


def _missing(mapping: TableMapping) -> Iterator[str]:
    has = mapping.columns.keys() | mapping.fixed.keys()
    if not has & {"place", "coordinates", "lat"}:
        yield (
            "no column says where: name the one of place, of coordinates, or those of lat and lon, or set one place for"
            " all rows"
        )
    if ("lat" in mapping.columns) != ("lon" in mapping.columns):
        yield "a latitude needs a longitude and the other way round: name the columns of lat and lon"
    if not has & {"when", "start", "end"}:
        yield "no column says when: name the one of when or of start, or set when for all rows"
    if "topic" not in has:
        yield "nothing says what the rows are about: name the column of topic, or set one topic for all rows"
    if not has & {"value", "statement"}:
        yield "no column says what is claimed: name the one of statement or of value"


def _fixed_faults(mapping: TableMapping) -> Iterator[str]:
    for role, known in (("kind", PLACE_KINDS), ("modality", MODALITIES), ("certainty", CERTAINTIES)):
        said = mapping.fixed.get(role)  # type: ignore[call-overload]  # the roles are literals
        if said is not None and said not in known:
            yield f"{said!r} is no {role}: use one of {', '.join(known)}"
    for role in ("when", "published"):
        said = mapping.fixed.get(role)  # type: ignore[call-overload]
        if said is not None:
            try:
                read_span(said, mapping.date_order)
            except BadInputError as error:
                yield f"{role}: {str(error).removesuffix('.')}"


def fingerprint(columns: Iterable[str]) -> str:
    """Return what a header is known by: the names of its columns, whatever their case and spacing.

    Examples
    --------
    >>> fingerprint(["Place", "Date "]) == fingerprint(["place", "date"])
    True
    """
    return hashlib.sha256("\n".join(fold(name) or name for name in columns).encode()).hexdigest()[:16]


def to_toml(mapping: TableMapping) -> str:
    """Return a mapping as the text of its file."""
    lines: list[str] = []
    tables: list[str] = []
    for item in fields(TableMapping):
        value = getattr(mapping, item.name)
        if isinstance(value, Mapping):
            if value:
                tables += ["", f"[{item.name}]"]
                for key, said in value.items():
                    tables += pair(key, said)
        elif value not in (None, "", (), False):
            plain: Inline = list(value) if isinstance(value, tuple) else value
            lines += pair(item.name, plain)
    return "\n".join(lines + tables) + "\n"


def from_toml(text: str) -> TableMapping:
    """Return the mapping that a file holds.

    Raises
    ------
    BadInputError
        If it is no TOML, or has a key or a value that no mapping has.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"This is no TOML ({error}).") from error
    known = {item.name for item in fields(TableMapping)}
    for key, value in found.items():
        if key not in known:
            raise BadInputError(f"{key!r} is no key of a mapping: use {', '.join(sorted(known))}.")
        _check(key, value)
    if "table" not in found:
        raise BadInputError('A mapping names its table: write table = "…", the id that its rows are known under.')
    for key, roles in (("columns", ROLES), ("fixed", FIXED)):
        for role in found.get(key, {}):
            if role not in roles:
                raise BadInputError(f"{role!r} is nothing that [{key}] takes: use {', '.join(roles)}.")
    if "header" in found:
        found["header"] = tuple(found["header"])
    return TableMapping(**found)


_CHOICES: dict[str, tuple[str, ...]] = {
    "date_order": DATE_ORDERS, "empty_end": EMPTY_ENDS, "value_type": VALUE_TYPES,
}  # fmt: skip


def _check(key: str, value: Any) -> None:
    if key in _CHOICES and value not in _CHOICES[key]:
        raise BadInputError(f"{key} is {value!r}: use one of {', '.join(_CHOICES[key])}.")
    if key == "own":
        fits = isinstance(value, bool)
    elif key == "header_row":
        fits = isinstance(value, int) and not isinstance(value, bool) and value > 0
    elif key == "header":
        fits = isinstance(value, list) and all(isinstance(name, str) for name in value)
    elif key in {"columns", "fixed", "places"}:
        fits = isinstance(value, dict) and all(isinstance(said, str) and said for said in value.values())
    elif key == "corrections":
        fits = isinstance(value, dict) and all(
            isinstance(row, dict) and all(isinstance(said, str) for said in row.values()) for row in value.values()
        )
    else:
        fits = isinstance(value, str)
    if not fits:
        raise BadInputError(f"{key} has a value that no mapping has: see the page on formats.")


def read_mapping(path: Path) -> TableMapping:
    """Read a mapping from its file.

    Raises
    ------
    FileProblemError
        If it cannot be read.
    BadInputError
        If it is no mapping.
    """
    try:
        return from_toml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileProblemError(f"{path} cannot be read ({error.strerror or error}): check the path.") from error
    except (BadInputError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path} is no mapping. {error}") from error


def write_mapping(mapping: TableMapping, path: Path) -> None:
    """Write a mapping to its file, whole or not at all.

    Raises
    ------
    FileProblemError
        If the place cannot be written.
    """
    text = to_toml(mapping).encode("utf-8")

    def write(stream: BinaryIO) -> None:
        stream.write(text)

    write_whole(path, write)


def remembered(columns: Sequence[str], folder: Path | None = None) -> TableMapping | None:
    """Return the mapping by which a table with this header was read last, None if there was none."""
    path = (folder or user_data_dir() / _FOLDER) / f"{fingerprint(columns)}.toml"
    try:
        return read_mapping(path) if path.exists() else None
    except (BadInputError, FileProblemError):
        # What is kept for convenience must never stop an import; it is asked for again.
        return None


def remember(mapping: TableMapping, columns: Sequence[str], folder: Path | None = None) -> None:
    """Keep a mapping for the next table with this header."""
    folder = folder or user_data_dir() / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    write_mapping(replace(mapping, header=tuple(columns)), folder / f"{fingerprint(columns)}.toml")
