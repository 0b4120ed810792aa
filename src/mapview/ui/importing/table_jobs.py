"""Tables opened, looked at and counted off the main thread; what was asked for last is what is read."""

import contextlib
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from mapview.domain.model import Project
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError
from mapview.exchange.import_tables import mapping_for_file, open_table
from mapview.exchange.importing.bring import Brought, bringing
from mapview.exchange.importing.look import Looked, Name, look, names_to_decide, wrong_columns
from mapview.exchange.importing.mapping import TableMapping, remember, remembered
from mapview.exchange.importing.propose import propose
from mapview.exchange.importing.rows import DayCell, OrderShown, orders_shown, the_order
from mapview.exchange.importing.sheets import sheet_names
from mapview.exchange.importing.tables import Table, row_keys
from mapview.exchange.importing.take import Taken, begun, take, taken_by
from mapview.exchange.importing.vector import layer_names
from mapview.gazetteer.index import Gazetteer
from mapview.store.bulk import Stored
from mapview.store.project_file import ProjectFile
from mapview.store.showing import timeline_of
from mapview.ui.garbage import left_alone
from mapview.ui.importing.table_state import MappingState, Opened
from mapview.ui.jobs import Job, Steps

R = TypeVar("R")

_TEXT = frozenset({".csv", ".tsv", ".tab"})
#: What tells the sheets, or the layers, of files that may have several.
_SHEETS = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), sheet_names),
    ".gpkg": layer_names,
}
#: Changes that come within this are read as one.
_CALM_MS = 120
#: How far a reading is, is said no oftener than this.
_SAID_MS = 150
#: Of more rows that were left out the list shows the first.
MOST_SHOWN = 20_000
#: Rows between two yields: those that are only looked at, and those that are read.
_AT_ONCE, _WEIGHED_AT_ONCE = 5000, 500


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first rows as they will be read, and which orders of day and month the days in some columns show."""

    rows: list[Looked]
    days: dict[OrderShown, DayCell]
    days_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What the whole table becomes; the keys of rows that were left out, and names to decide.

    The change itself is not kept: it is made when it is wanted.
    """

    taken: Taken
    keys: dict[int, str]
    names: list[Name]
    #: Rows that were corrected and can be taken now: their cells by their numbers.
    corrected: dict[int, tuple[str, ...]]
    #: The columns of all cells that cannot be read, by the numbers of rows that were left out.
    wrong: dict[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What a table became: either its file has ``stored`` it and the ``timeline`` shows that, or there is a change."""

    taken: Taken
    stored: Stored | None
    timeline: Timeline | None


def opening(path: Path, project: Project, how: TableMapping | None = None, before: Opened | None = None) -> Steps:
    """Open a file, in steps.

    Parameters
    ----------
    how
        A mapping that says how it is opened, and how it is read if it fits.
    before
        What was opened before in another way: its mapping holds on if the columns are the same.
    """
    yield 0.0
    incoming = open_table(path, how)
    yield 0.5
    table = incoming.table
    suffix = path.suffix.lower()
    sheets = tuple(_SHEETS[suffix](path)) if suffix in _SHEETS else ()
    opened = _begun(path, table, incoming.mapping, project)
    if how is None and len(sheets) > 1:
        opened = yield from _first_filled(opened, sheets, project)
    if how is not None and before is not None and before.table.columns == table.columns:
        opened = replace(before, table=table, mapping=how)
    elif how is not None and before is not None:
        kept = {name: getattr(how, name) for name in ("encoding", "delimiter", "sheet", "header_row")}
        opened = replace(opened, mapping=replace(opened.mapping, **kept))
    elif how is not None:
        lacks = tuple(dict.fromkeys(name for name in how.columns.values() if name not in table.columns))
        columns = {role: name for role, name in how.columns.items() if name in table.columns}
        mapping = mapping_for_file(replace(how, columns=columns), table, project)
        opened = Opened(path, table, mapping, "loaded", lacks=lacks)
    return replace(opened, is_text=suffix in _TEXT, sheets=sheets)


def _first_filled(opened: Opened, sheets: tuple[str, ...], project: Project) -> Generator[float, None, Opened]:
    """Open the first sheet that has rows below its header: a page of notes often comes before."""
    for sheet in sheets:
        if any(True for _ in islice(opened.table.rows(), 1)):
            return opened
        yield 0.5
        with contextlib.suppress(BadInputError):
            incoming = open_table(opened.path, TableMapping("table", sheet=sheet))
            found = _begun(opened.path, incoming.table, incoming.mapping, project)
            opened = replace(found, mapping=replace(found.mapping, sheet=sheet))
    return opened


def _begun(path: Path, table: Table, stated: TableMapping | None, project: Project) -> Opened:
    if stated is not None:
        return Opened(path, table, mapping_for_file(stated, table, project), "format")
    known = remembered(table.columns)
    if known is not None:
        return Opened(path, table, mapping_for_file(known, table, project), "remembered")
    proposal = propose(table)
    topic_open = "topic" in proposal.mapping.fixed
    return Opened(path, table, proposal.mapping, "proposed", proposal.reasons, topic_open)


def looking(state: MappingState, project: Project, gazetteer: Callable[[], Gazetteer]) -> Callable[[], Steps]:
    """Return the job that reads the first rows; its result is a :class:`Beginning`."""
    table, mapping, columns = state.table, state.mapping, state.date_columns
    days, known, faulty = dict(state.days), state.days_of == columns, bool(state.faults())

    def steps() -> Steps:
        yield 0.0
        # Where a person has said which comes first, nobody needs to look through a million rows for it.
        asked = mapping.date_order is None
        shown = days if known or not asked else (yield from orders_shown(table, mapping))
        ordered = replace(mapping, date_order=mapping.date_order or the_order(shown))
        rows = [] if faulty else look(table, ordered, project, gazetteer())
        return Beginning(rows, shown, columns if known or asked else ())

    return steps


def counting(
    table: Table,
    mapping: TableMapping,
    project: Project,
    gazetteer: Callable[[], Gazetteer],
    known: Taken | None = None,
) -> Callable[[], Steps]:
    """Return the job that reads the whole table; its result is a :class:`Counted`.

    Parameters
    ----------
    known
        What the table becomes, if an import has just told it.
    """

    def steps() -> Steps:
        with left_alone():
            taken = known or (yield from _weighed(table, mapping, project, gazetteer()))
        corrected: dict[int, tuple[str, ...]] = {}
        if mapping.corrections:
            left_out = {one.row for one in taken.left_out}
            for row in replace(table, corrections=mapping.corrections).rows():
                if row.was and row.number not in left_out:
                    corrected[row.number] = row.cells
                if row.number % _AT_ONCE == 0:
                    yield 1.0
        wanted = {one.row for one in taken.left_out[:MOST_SHOWN]} | corrected.keys()
        keys = (yield from _at_work(row_keys(table, wanted))) if wanted else {}
        shown = taken.left_out[:MOST_SHOWN]
        wrong = (yield from _at_work(wrong_columns(table, mapping, project, gazetteer(), shown))) if shown else {}
        return Counted(taken, keys, names_to_decide(table, mapping, taken.left_out), corrected, wrong)

    return steps


def bringing_in(
    file: ProjectFile, table: Table, mapping: TableMapping, gazetteer: Callable[[], Gazetteer], label: str
) -> Callable[[], Steps]:
    """Return the job that brings a table into the project's file; its result is a :class:`BroughtIn`."""

    def steps() -> Steps:
        with left_alone():
            brought: Brought = yield from bringing(file, table, mapping, gazetteer(), label)
        remember(mapping, table.columns)
        timeline = timeline_of(brought.stored.project) if brought.stored is not None else None
        return BroughtIn(brought.taken, brought.stored, timeline)

    return steps


def _weighed(
    table: Table, mapping: TableMapping, project: Project, gazetteer: Gazetteer
) -> Generator[float, None, Taken]:
    """Find out what a table becomes, and keep none of it: a million claims need their room."""
    if mapping.own:
        return (yield from take(table, mapping, project, gazetteer))
    taker = yield from begun(table, mapping, project, gazetteer, None)
    length = max(len(table.text), 1)
    rows = taker.table.rows()
    while some := list(islice(rows, _WEIGHED_AT_ONCE)):
        taker.take(some)
        yield min(some[-1].end / length, 1.0)
    return taken_by(taker, taker.gone(), None)


def _at_work(reading: Generator[None, None, dict[int, R]]) -> Generator[float, None, dict[int, R]]:
    """Hand on that a reading goes on, but not how far it is."""
    while True:
        try:
            next(reading)
        except StopIteration as end:
            found: dict[int, R] = end.value
            return found
        yield 1.0


class Rereading(QObject):
    """Reads a table again after each change of its mapping: first its beginning, then all of it."""

    looked = Signal(object)
    progressed = Signal(float)
    counted = Signal(object)
    failed = Signal(str)

    def __init__(self, state: MappingState, gazetteer: Callable[[], Gazetteer], parent: QObject) -> None:
        super().__init__(parent)
        self._state, self._gazetteer = state, gazetteer
        self._job: Job | None = None
        self._project: Callable[[], Project] | None = None
        self._known: Taken | None = None
        #: Whether the first rows are being read, or about to be.
        self.is_looking = False
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether something is being read or about to be."""
        return self._job is not None or self._calm.isActive()

    def ask(self, project: Callable[[], Project], known: Taken | None = None) -> None:
        """Read again, once there is calm; ``known`` is what the table becomes, if an import has just told it."""
        self._project, self._known = project, known
        self._give_up()
        self.is_looking = True
        self._calm.start()

    def stop(self) -> None:
        """Read nothing more."""
        self._calm.stop()
        self._give_up()
        self.is_looking = False

    def _give_up(self) -> None:
        if self._job is not None:
            self._job.give_up()
            self._job = None

    def _look(self) -> None:
        if self._project is None:
            return
        self._start(looking(self._state, self._project(), self._gazetteer), self._take_beginning)

    def _take_beginning(self, found: Beginning) -> None:
        state, self.is_looking = self._state, False
        state.take_days(found.days, found.days_of)
        goes_on = state.can_be_counted and self._project is not None
        job = self._job = self._job if goes_on else None
        self.looked.emit(found)
        # Who hears that may ask for something else.
        if goes_on and self._job is job and self._project is not None:
            steps = counting(state.table, state.ready(), self._project(), self._gazetteer, self._known)
            self._start(steps, self._take_count)

    def _take_count(self, found: Counted) -> None:
        self._job = None
        self.counted.emit(found)

    def _start(self, steps: Callable[[], Steps], then: Callable[[Any], None]) -> None:
        job = self._job = Job(steps, self)

        def finish(result: object) -> None:
            if self._job is job:
                then(result)

        def fail(why: str) -> None:
            if self._job is job:
                self._job = None
                self.is_looking = False
                self.failed.emit(why)

        said = QElapsedTimer()
        said.start()

        def progress(share: float) -> None:
            # Words that nobody could read would be laid out all the same.
            if self._job is job and said.hasExpired(_SAID_MS):
                said.restart()
                self.progressed.emit(share)

        job.finished.connect(finish)
        job.failed.connect(fail)
        job.progressed.connect(progress)
        job.start()
