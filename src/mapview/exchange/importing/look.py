"""A table looked at before it is taken in: its first rows as they will be read, cell by cell, and names to decide."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from mapview.domain.model import Claim, Place, Project, Source, Topic
from mapview.exchange.importing.cell_dates import order_shown
from mapview.exchange.importing.mapping import Role, TableMapping
from mapview.exchange.importing.places import PlaceFinder
from mapview.exchange.importing.rows import DATE_ROLES, CellError, Cells, in_role
from mapview.exchange.importing.sources import Cited, SourceFinder
from mapview.exchange.importing.tables import Row, Table
from mapview.exchange.importing.take import Taken, take
from mapview.exchange.importing.taker import LeftOut
from mapview.exchange.table import BESIDE
from mapview.gazetteer.index import Gazetteer
from mapview.gazetteer.normalise import fold

#: The column of ids in what MapView exports.
_OWN_ID = "claim"
#: Rows between two yields; one whose name is looked up takes a millisecond.
_AT_ONCE = 20
#: What stands in a preview; each is read of one role or more.
PARTS: Mapping[str, tuple[Role, ...]] = {
    "place": ("place", "within", "coordinates", "lat", "lon", "kind"),
    "when": ("when", "start", "end"),
    "topic": ("topic",),
    "value": ("value", "statement", "modality", "certainty"),
    "source": ("source", "publisher", "published", "url", "language"),
}


@dataclass(slots=True)
class Looked:
    """A row as it will be read: what could be, and why the rest could not, by part (empty for the whole row).

    ``wrong`` are the columns of the cells that could not be read.
    """

    row: Row
    claim: Claim | None = None
    place: Place | None = None
    when: str = ""
    topic: Topic | None = None
    sources: tuple[Source, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of places that a person has to decide: how many rows have it, and what it may mean as plain data."""

    name: str
    rows: int
    first_row: int
    reason: str
    candidates: tuple[dict[str, object], ...]


def look(
    table: Table,
    mapping: TableMapping,
    project: Project,
    gazetteer: Gazetteer,
    count: int = 50,
) -> list[Looked]:
    """Return the first rows of a table as a project will have them.

    Days that may be read in two orders are no days here as long as the mapping has no order.

    Raises
    ------
    BadInputError
        If the mapping does not fit the table.
    """
    table = replace(table, corrections=mapping.corrections)
    rows = list(islice(table.rows(), count))
    beginning = replace(table, text=table.text[: rows[-1].end] if rows else table.text)
    # Any order does for what is no day; of a project without claims each row makes one, whether it is new or not.
    ordered = mapping if mapping.date_order else replace(mapping, date_order="day-first")
    bare = replace(project, claims={}, conflicts={}, decisions={}, rejections={})
    taken = _whole(beginning, ordered, bare, gazetteer)
    after = bare if taken.change is None else taken.change.apply(bare)[0]
    missed = {one.row: one for one in taken.left_out}
    if mapping.own:
        return [_own(row, beginning, after, missed) for row in rows]
    claims: dict[int, list[Claim]] = {}
    for claim in after.claims.values():
        claims.setdefault(claim.anchor.start, []).append(claim)
    reader = _Reader(beginning, mapping, bare, gazetteer)
    found = []
    for row in rows:
        looked = Looked(row)
        if row.number in missed:
            reader.read(looked, missed[row.number])
        elif row.start in claims:
            _take_over(looked, claims[row.start], after)
        if mapping.date_order is None:
            _mark_open_days(looked, reader.cells)
        found.append(looked)
    return found


def names_to_decide(table: Table, mapping: TableMapping, left_out: Iterable[LeftOut]) -> list[Name]:
    """Return the names of places for which rows were left out, those of most rows first."""
    column = mapping.columns.get("place", "")
    at = table.columns.index(column) if column else -1
    has_point = [
        table.columns.index(mapping.columns[role]) for role in ("coordinates", "lat") if role in mapping.columns
    ]
    found: dict[str, Name] = {}
    for one in left_out:
        if one.column != column or (not column and not one.candidates):
            continue
        name = one.cells[at].strip() if column else mapping.fixed.get("place", "")
        if not fold(name) or (not one.candidates and any(one.cells[number].strip() for number in has_point)):
            continue
        before = found.get(fold(name))
        found[fold(name)] = (
            Name(name, 1, one.row, one.reason, one.candidates)
            if before is None
            else replace(before, rows=before.rows + 1)
        )
    return sorted(found.values(), key=lambda one: -one.rows)


def wrong_columns(
    table: Table, mapping: TableMapping, project: Project, gazetteer: Gazetteer, left_out: Iterable[LeftOut]
) -> Generator[None, None, dict[int, frozenset[str]]]:
    """Return, in steps, the columns of all cells that cannot be read of rows that were left out, by their numbers."""
    if mapping.own:
        return {one.row: frozenset({one.column}) for one in left_out}
    reader = _Reader(table, mapping, project, gazetteer)
    found: dict[int, frozenset[str]] = {}
    for number, one in enumerate(left_out):
        whole = len(one.cells) == len(table.columns)
        looked = Looked(Row(one.row, one.cells, 0, 0, "" if whole else one.reason))
        reader.read(looked, one)
        found[one.row] = frozenset(looked.wrong - {""})
        if number % _AT_ONCE == 0:
            yield
    return found


class _Reader:
    """Reads of rows that will be left out what can be read of them."""

    def __init__(self, table: Table, mapping: TableMapping, project: Project, gazetteer: Gazetteer) -> None:
        self.cells = Cells(table, mapping)
        self._mapping = mapping
        self._places = PlaceFinder.of(project, gazetteer, mapping.places.items(), "")
        self._project = project
        self._sources = SourceFinder(
            project, mapping.table, table.name, "", obtained="", separator=mapping.separator, order=mapping.date_order
        )

    def read(self, looked: Looked, missed: LeftOut) -> None:
        """Fill in what can be read, and say of each other part why it cannot."""
        row = looked.row
        roles = [role for role, column in self._mapping.columns.items() if column == missed.column]
        part = next((part for part, known in PARTS.items() if any(role in known for role in roles)), "")
        looked.faults[part] = missed.reason
        looked.wrong.add(missed.column)
        if row.problem:
            return
        for name, read in (("when", self._when), ("place", self._place), ("source", self._cited)):
            try:
                read(looked)
            except CellError as error:
                looked.faults.setdefault(name, str(error))
                if error.role is not None:
                    looked.wrong.add(self._mapping.columns.get(error.role, ""))

    def _when(self, looked: Looked) -> None:
        looked.when = self.cells.when(looked.row)

    def _place(self, looked: Looked) -> None:
        row, cells, places = looked.row, self.cells, self._places
        point = cells.point(row)
        role = "place" if point is None else cells.where_role
        found = in_role(role, places.find, cells.cell(row, "place"), point, "", cells.cell(row, "within"))
        looked.place = places.made.get(found) or self._project.places[found]

    def _cited(self, looked: Looked) -> None:
        cells = self.cells
        cited = Cited(
            *(cells.cell(looked.row, role) for role in ("source", "publisher", "published", "url", "language"))
        )
        found = in_role("url", self._sources.find, cited)
        looked.sources = tuple(self._sources.made[name] for name in found)


def _whole(table: Table, mapping: TableMapping, project: Project, gazetteer: Gazetteer) -> Taken:
    steps = take(table, mapping, project, gazetteer)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Taken = end.value
            return found


def _own(row: Row, table: Table, project: Project, missed: Mapping[int, LeftOut]) -> Looked:
    """Look at a row that MapView has exported: it is known by its id, and its anchor is that of the claim."""
    looked = Looked(row)
    beside = BESIDE.format(_OWN_ID)
    at = table.columns.index(beside if beside in table.columns else _OWN_ID)
    claim = project.claims.get(row.cells[at]) if at < len(row.cells) else None
    if row.number in missed:
        looked.faults[""] = missed[row.number].reason
    elif claim is not None:
        _take_over(looked, [claim], project)
    return looked


def _take_over(looked: Looked, claims: Sequence[Claim], project: Project) -> None:
    claim = claims[0]
    looked.claim, looked.when = claim, claim.when
    looked.place, looked.topic = project.places[claim.place], project.topics[claim.topic]
    looked.sources = tuple(project.sources[one.source] for one in claims)


def _mark_open_days(looked: Looked, cells: Cells) -> None:
    for role in DATE_ROLES:
        if role in cells.at and order_shown(looked.row.cells[cells.at[role]]) == "open":
            part = "source" if role == "published" else "when"
            looked.faults[part] = "day or month first? answer the question first"
            if part == "when":
                looked.when = ""
