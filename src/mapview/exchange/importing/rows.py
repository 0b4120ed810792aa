"""The cells of a row by what they say: when, where, and words of a list; what is wrong is said of its column."""

from collections.abc import Callable, Collection, Generator, Iterable
from dataclasses import dataclass
from typing import Literal, ParamSpec, TypeVar

from mapview.domain import dates
from mapview.domain.model import Place
from mapview.errors import BadInputError
from mapview.exchange.importing.cell_dates import DateOrder, order_shown, read_span
from mapview.exchange.importing.cells import Point, read_degrees, read_point
from mapview.exchange.importing.mapping import Role, TableMapping
from mapview.exchange.importing.places import AmbiguousError
from mapview.exchange.importing.tables import Row, Table
from mapview.gazetteer.index import Entry
from mapview.gazetteer.normalise import fold

OrderShown = DateOrder | Literal["open"]

#: The roles whose cells are dates.
DATE_ROLES: tuple[Role, ...] = ("when", "start", "end", "published")
#: Rows between two yields; they take some milliseconds.
_AT_ONCE = 5000
#: So many cells that were looked at are not looked at again; most days of a table stand in it often.
_REMEMBERED = 50_000

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day as it stands in a cell of a row."""

    row: int
    said: str


class CellError(BadInputError):
    """What is wrong with a row, and in the column of which role."""

    def __init__(self, role: Role | None, error: BadInputError | str) -> None:
        super().__init__(str(error).removesuffix("."))
        self.role = role
        self.candidates: tuple[Entry | Place, ...] = error.candidates if isinstance(error, AmbiguousError) else ()


def in_role(role: Role, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call what reads a cell; what it complains of is said of the role's column."""
    try:
        return read(*args, **kwargs)
    except BadInputError as error:
        raise CellError(role, error) from error


def order_of_days(table: Table, mapping: TableMapping) -> Generator[float, None, DateOrder | None]:
    """Find the order of day and month by the days of the table that have only one, in steps.

    Raises
    ------
    BadInputError
        If its days have both orders, or all of them may be read in both.
    """
    shown = yield from orders_shown(table, mapping)
    if {"day-first", "month-first"} <= shown.keys():
        raise BadInputError(
            f"{table.name} has days written day first (row {shown['day-first'].row}) and month first"
            f" (row {shown['month-first'].row}): say which holds by date_order, and correct the others."
        )
    if shown.keys() == {"open"}:
        raise BadInputError(
            f"{table.name} has days that may be read in two orders, such as in row {shown['open'].row}: say which"
            " by date_order, day-first or month-first."
        )
    return the_order(shown)


def orders_shown(table: Table, mapping: TableMapping) -> Generator[float, None, dict[OrderShown, DayCell]]:
    """Find, in steps, the first day of a table that shows each order of day and month, and the first that is open."""
    columns = [table.columns.index(mapping.columns[role]) for role in DATE_ROLES if role in mapping.columns]
    shown: dict[OrderShown, DayCell] = {}
    known: set[str] = set()
    for number, row in enumerate(table.rows()):
        for column in columns:
            cell = row.cells[column] if column < len(row.cells) else ""
            if not cell or cell in known or row.problem:
                continue
            if len(known) < _REMEMBERED:
                known.add(cell)
            if (found := order_shown(cell)) is not None:
                shown.setdefault(found, DayCell(row.number, cell))
        if number % _AT_ONCE == 0:
            yield 0.0
    return shown


def the_order(shown: Collection[OrderShown]) -> DateOrder | None:
    """Return the one order that days show, None if they show none or both."""
    if {"day-first", "month-first"} <= set(shown):
        return None
    return "day-first" if "day-first" in shown else "month-first" if "month-first" in shown else None


def _bound_of(said: str, which: Literal[0, -1]) -> str:
    """Return the bound that a span has in a column of starts or of ends: about one end of it, if it has both."""
    ends = said.split("/")
    marked = len(ends) == 1 or {"", ".."} & set(ends) or ends[which][-1] in "?~%"
    return ends[which] if marked else f"{ends[which]}~"


def _is_longitude(cell: str) -> bool:
    try:
        read_degrees(cell, "longitude")
    except BadInputError:
        return False
    return True


class Cells:
    """Reads the cells of a table's rows by a mapping that fits it."""

    def __init__(self, table: Table, mapping: TableMapping) -> None:
        self.mapping, self.columns = mapping, table.columns
        self.at = {role: table.columns.index(column) for role, column in mapping.columns.items()}

    def cell(self, row: Row, role: Role) -> str:
        """Return what a row says in a role, or what holds for all rows."""
        at = self.at.get(role)
        said = row.cells[at].strip() if at is not None else ""
        return said or self.mapping.fixed.get(role, "")

    def when(self, row: Row) -> str:
        """Return the span of a row in EDTF."""
        order = self.mapping.date_order
        said = self.cell(row, "when") if "when" in self.at else ""
        if said:
            return in_role("when", read_span, said, order)
        start, end = self.cell(row, "start"), self.cell(row, "end")
        if start or end:
            return self._span(self._end("start", start), self._end("end", end))
        fixed = self.mapping.fixed.get("when", "")
        if not fixed:
            role: Role = "when" if "when" in self.at else "start"
            raise CellError(role, "it has no date: give one, ../.. for what holds at every time, or take the row out")
        return in_role("when", read_span, fixed, order)

    def _end(self, role: Role, said: str) -> str:
        if said in {"", ".."}:
            return said
        return in_role(role, read_span, said, self.mapping.date_order)

    def _span(self, first: str, last: str) -> str:
        if not last and ("end" not in self.at or "/" in first):
            return first
        first, last = _bound_of(first, 0), _bound_of(last, -1)
        if not last:
            last = {"same": first, "open": "..", "unknown": ""}[self.mapping.empty_end]
        if first == last:
            return first
        try:
            dates.parse(f"{first}/{last}")
        except BadInputError as error:
            if "before it starts" in str(error):
                raise CellError(
                    "end", f"it ends ({last}) before it starts ({first}): exchange or correct them"
                ) from error
            raise CellError("end", error) from error
        return f"{first}/{last}"

    @property
    def where_role(self) -> Role:
        """The role whose column holds the coordinates."""
        return "coordinates" if "coordinates" in self.at else "lat"

    def point(self, row: Row) -> Point | None:
        """Return the point of a row, None if it has no coordinates."""
        both = self.cell(row, "coordinates") if "coordinates" in self.at else ""
        if both:
            return in_role("coordinates", read_point, both)
        if "lat" not in self.at:
            return None
        lat, lon = self.cell(row, "lat"), self.cell(row, "lon")
        if not lat and not lon:
            return None
        if not lat or not lon:
            raise CellError("lon" if lat else "lat", "one of its coordinates is missing: give both or none")
        x = in_role("lon", read_degrees, lon, "longitude")
        try:
            y = read_degrees(lat, "latitude")
        except BadInputError as error:
            seem = "; latitude and longitude seem exchanged" if abs(x) <= 90 and _is_longitude(lat) else ""
            raise CellError("lat", f"{str(error).removesuffix('.')}{seem}") from error
        return Point(y, x)

    def note(self, row: Row) -> str:
        """Return the note of a row, and what a person corrected in it."""
        said = [self.cell(row, "note")] if self.cell(row, "note") else []
        changed = zip(self.columns, row.was, row.cells, strict=True) if row.was else ()
        said += [
            f"Corrected when it was imported: {column} is “{before}” in the table, read as “{now}”."
            for column, before, now in changed
            if before != now
        ]
        return " ".join(said)

    def one_of(self, row: Row, role: Role, known: Iterable[str]) -> str:
        """Return one of the words that a role may say, empty if the row says none."""
        said = self.cell(row, role)
        if said and said not in known:
            found = fold(said).replace(" ", "_" if role == "kind" else "-")
            if found not in known:
                raise CellError(role, f"{said!r} is no {role}: use one of {', '.join(known)}")
            return found
        return said
