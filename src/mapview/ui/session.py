"""What the window shows and edits: the project, both clocks, focus, topic, appearance. Panels and page listen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

from PySide6.QtCore import QObject, Signal

from mapview.domain.changes import Change, Entity, Kind, Macro
from mapview.domain.clocks import Clocks, TimeMode
from mapview.domain.columns import known_from
from mapview.domain.course import Course, Stop
from mapview.domain.dates import Span, day_number, parse
from mapview.domain.drafts import ClaimDraft, PlaceDraft
from mapview.domain.filtering import Narrowed
from mapview.domain.filters import Filter
from mapview.domain.model import Project, Source
from mapview.domain.snapshot import Language, Snapshot, Theme
from mapview.domain.timeline import Timeline, View
from mapview.errors import UnknownIdError
from mapview.gazetteer.normalise import fold
from mapview.store.bulk import Stored
from mapview.store.documents import Document
from mapview.store.project_file import Action, ProjectFile
from mapview.store.showing import timeline_of
from mapview.ui.disputes.near_copies import NearCopies
from mapview.ui.lists.catalogue import Catalogues
from mapview.ui.lists.word_search import WordSearch
from mapview.ui.map.sketch import Sketch
from mapview.ui.reader.anchors import Anchors
from mapview.ui.tally import Tally
from mapview.ui.turns import Turns

FocusKind = Literal["place", "source"]


@dataclass(frozen=True, slots=True)
class Focus:
    """What the claims panel reads: the claims on a place or of a source."""

    kind: FocusKind
    id: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the map that is seen; ``bbox`` is (west, south, east, north) in degrees."""

    lat: float
    lon: float
    zoom: float
    bbox: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class New:
    """Asks for the form of something that the project does not have yet, empty."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Several:
    """Asks for the form that edits several claims at once."""

    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Asks for the form of a second claim out of the passage of one that says two things."""

    claim: str


@dataclass(frozen=True, slots=True)
class ProjectTitle:
    """Asks for the form of the project's title and of the topic that it starts with."""


#: What a form can be asked for: something to be made, something half made, something that stands (or is to be made, if
#: its id is empty), several claims.
Wanted = New | ClaimDraft | PlaceDraft | Entity | Several | Split | ProjectTitle


class Session(QObject):
    """One open project file and the place of its reader in it. Every change is announced once, after it is made."""

    #: The project was edited; comes before what follows from it.
    project_changed = Signal()
    #: The clocks or the filter, or what they show; what takes its time to follow does so by ``turns``.
    view_changed = Signal()
    focus_changed = Signal()
    topic_changed = Signal()
    appearance_changed = Signal()
    basemap_changed = Signal()
    claim_asked_for = Signal(str)
    #: The passage of a source to read: its id, first code point and the one after the last.
    passage_asked_for = Signal(str, int, int)
    #: The source whose original is to be attached: its id, or nothing for any.
    original_asked_for = Signal(str)
    #: What a form shall open for, one of ``Wanted``.
    form_asked_for = Signal(object)
    #: What shall be taken out of the project: a tuple of entities of one kind.
    removal_asked_for = Signal(object)

    def __init__(
        self, file: ProjectFile, *, theme: Theme = "light", language: Language = "en", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.file = file
        self.anchors = Anchors(file, self)
        self.near_copies = NearCopies(file, self.anchors, self)
        #: Places, sources, topics and utterances by name.
        self.catalogues = Catalogues()
        #: Looks for the words of a filter; what is shown waits for them.
        self.words = WordSearch(self)
        self.words.found.connect(self._show_filter)
        self.turns = Turns(self)
        self.timeline = timeline_of(file.project)
        self.theme: Theme = theme
        self.language: Language = language
        self.topic = self.project.start_topic
        self.focus: Focus | None = None
        #: What is drawn on the map while something is edited.
        self.sketch = Sketch(self)
        #: Set by the map as it moves.
        self.frame: Frame | None = None
        #: The file of a person's own tiles below the map; None for MapView's basemap.
        self.basemap: str | None = None
        self.clocks = Clocks(_one_day(self.opening_day()))
        self.filter = Filter()
        self._narrowed: Narrowed | None = None
        self._course: Course | None = None
        self._tally = Tally(self._present_view())

    @property
    def project(self) -> Project:
        """The project that is open."""
        return self.timeline.project

    @property
    def first_day(self) -> int:
        """The first day of the timeline's span; of an empty one, of the present year."""
        return self._span()[0]

    @property
    def last_day(self) -> int:
        """The last day of the timeline's span; of an empty one, today."""
        return self._span()[1]

    def edit(self, change: Change, label: str, originals: Iterable[Document] = ()) -> None:
        """Change the project: one transaction of its file, one step of undo.

        Parameters
        ----------
        label
            What it does, for the menu: ``move of Harir``.
        originals
            Documents that come with it.

        Raises
        ------
        BadInputError, UnknownIdError
            If the change leaves something that is wrong; nothing is changed.
        FileProblemError
            If it cannot be stored; nothing is changed.
        """
        self.file.apply(change, label, originals)
        self._take_over(change)

    def adopt(self, stored: Stored, timeline: Timeline) -> None:
        """Go on with the project as an edit of very many claims has left it in its file.

        Parameters
        ----------
        timeline
            What shows ``stored.project``.

        Raises
        ------
        FileProblemError
            If the file cannot be opened.
        """
        self.file.adopt(stored)
        self._show(timeline)

    def keep(self, originals: Iterable[Document]) -> None:
        """Keep the texts of reports whose sources are there; this is no step of undo.

        Raises
        ------
        FileProblemError
            If they cannot be stored; nothing is changed.
        """
        self.file.add_documents(originals)
        self._take_over(Macro(()))

    def undo(self) -> str | None:
        """Take the last change back; return its label, None if there is nothing to undo.

        Raises
        ------
        FileProblemError
            If it cannot be stored; nothing is changed.
        """
        return self._move("undo")

    def redo(self) -> str | None:
        """Make the change that was undone last again; return its label, None if there is nothing to redo.

        Raises
        ------
        FileProblemError
            If it cannot be stored; nothing is changed.
        """
        return self._move("redo")

    def move(self, steps: int) -> int:
        """Take several changes back (below 0) or make them again, and show the project once; return how many.

        It stops before an edit of very many claims, which takes long.

        Raises
        ------
        FileProblemError
            If one cannot be stored; those before it are made and shown.
        """
        action: Action = "undo" if steps < 0 else "redo"
        moved: list[Change] = []
        try:
            while len(moved) < abs(steps) and not self.file.many_to_move(action):
                if (self.file.undo() if action == "undo" else self.file.redo()) is None:
                    break
                moved.append(self._last_change())
        finally:
            if moved:
                self._take_over(Macro(tuple(moved)))
        return len(moved)

    def _move(self, action: Action) -> str | None:
        many = self.file.many_to_move(action)
        label = self.file.undo() if action == "undo" else self.file.redo()
        if label is not None and many:
            # The log holds none of so many claims.
            self._show(timeline_of(self.file.project))
        elif label is not None:
            self._take_over(self._last_change())
        return label

    def _last_change(self) -> Change:
        """Return what the newest entry of the log changed."""
        ((_, entry),) = self.file.log(1)
        return entry.inverse if entry.action == "undo" else entry.change

    @property
    def at(self) -> Span:
        """The event time: a day, or the days of a month or a year."""
        return self.clocks.at

    @property
    def days(self) -> tuple[int, int]:
        """First and last day of the event time."""
        return self.clocks.days

    @property
    def is_outside(self) -> bool:
        """Whether the event time lies wholly before or after the timeline's span."""
        first, last = self.days
        return last < self.first_day or first > self.last_day

    @property
    def known(self) -> int | None:
        """The day up to which sources count; None: all of them."""
        return self.clocks.known_day

    @property
    def tally(self) -> Tally:
        """The counts of the present view."""
        return self._tally

    @property
    def view(self) -> View:
        """The claims that hold at the event time as far as known."""
        return self._tally.view

    @cached_property
    def known_days(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The days on which sources became known, rising, with their ids."""
        found: dict[int, list[str]] = {}
        for source in self.project.sources.values():
            found.setdefault(known_from(source), []).append(source.id)
        return tuple((day, tuple(ids)) for day, ids in sorted(found.items()))

    def opening_day(self) -> int:
        """Return the day to start with: when the last dated report came out, within the timeline's span."""
        published = [
            known_from(source) for source in self.project.sources.values() if not known_from_is_a_guess(source)
        ]
        return self._within(max(published, default=self.last_day))

    def set_clocks(self, clocks: Clocks) -> None:
        """Move both clocks at once."""
        if clocks != self.clocks:
            if clocks.known != self.clocks.known:
                self._course = None
            self.clocks = clocks
            self._look_again()

    def set_day(self, day: int) -> None:
        """Move the event time so that it ends on a day, at most at the ends of the timeline's span."""
        self.set_clocks(self.clocks.on(self._within(day)))

    def set_at(self, at: Span) -> None:
        """Move the event time to the days of a date; open ends are taken at the ends of the timeline's span."""
        first = self.first_day if at.earliest is None else at.earliest
        last = self.last_day if at.latest is None else at.latest
        self.set_clocks(replace(self.clocks, at=Span(first, max(first, last))))

    def set_mode(self, mode: TimeMode) -> None:
        """Look at a day, at a stretch of days, or at everything up to a day."""
        self.set_clocks(self.clocks.in_mode(mode, self.first_day))

    def set_known(self, known: int | Literal["locked"] | None) -> None:
        """Count only the sources known on a day, or at the event time (``locked``); None: all of them."""
        self.set_clocks(replace(self.clocks, known=known))

    @property
    def wanted_filter(self) -> Filter:
        """The filter that was asked for last; it is not shown before its words have been looked for."""
        return self.words.wanted or self.filter

    def set_filter(self, wanted: Filter) -> None:
        """Show only the claims that pass a filter, as soon as it is known which hold its words."""
        self.words.give_up()
        if wanted != self.filter:
            if wanted.text and self.words.held(wanted.text, self.timeline) is None:
                self.words.look_for(wanted, self.timeline)
            else:
                self._show_filter(wanted)

    def _show_filter(self, wanted: Filter) -> None:
        self.filter, self._narrowed = wanted, self._narrowed_to(wanted)
        self._course = None
        self._look_again()

    def step(self, days: int) -> None:
        """Move by days from the end of the event time that lies in that direction."""
        first, last = self.days
        self.set_day((last if days > 0 or self.clocks.mode != "instant" else first) + days)

    @property
    def course(self) -> Course:
        """When something happens, as far as it is known and passes the filter."""
        if self._course is None:
            self._course = Course(self.timeline, self.clocks.known, self._narrowed)
        return self._course

    def next_stop(self, stop: Stop, direction: int) -> int | None:
        """Return the next day after (1) or before (-1) the event time on which something of a kind happens."""
        first, last = self.days
        return self.course.next(stop, direction, (first if self.clocks.mode == "instant" else last, last))

    def set_focus(self, focus: Focus | None) -> None:
        """Read the claims on a place or of a source.

        Raises
        ------
        UnknownIdError
            If the project has no such place or source.
        """
        if focus is not None:
            known = self.project.places if focus.kind == "place" else self.project.sources
            if focus.id not in known:
                raise UnknownIdError(f"The project has no {focus.kind} {focus.id}: choose another.")
        if focus != self.focus:
            self.focus = focus
            self.focus_changed.emit()

    def show_claim(self, claim: str) -> None:
        """Go to a claim: its place, a day on which it is in force, and the claim itself."""
        found = self.project.claims.get(claim)
        if found is None:
            raise UnknownIdError(f"The project has no claim {claim}: choose another.")
        row = self.timeline.columns.ids.index(claim)
        if not self.view.shown[row]:
            columns = self.timeline.columns
            if self._narrowed is not None and not self._narrowed.mask[row]:
                self.set_filter(Filter())
            elif self.filter.statuses:
                self.set_filter(replace(self.filter, statuses=()))
            if not self.view.shown[row] and not self._is_in_force(row):
                day = min(max(self.days[0], int(columns.earliest[row])), int(columns.latest[row]))
                self.set_clocks(self.clocks.in_mode("instant", day).on(day))
            if not self.view.shown[row]:
                self.set_known(None)
        self.set_focus(Focus("place", found.place))
        self.claim_asked_for.emit(claim)

    def set_topic(self, topic: str) -> None:
        """Colour the map by the values of a topic.

        Raises
        ------
        UnknownIdError
            If the project has no such topic.
        """
        if topic not in self.project.topics:
            raise UnknownIdError(f"The project has no topic {topic}: choose another.")
        if topic != self.topic:
            self.topic = topic
            self.topic_changed.emit()

    def set_appearance(self, *, theme: Theme | None = None, language: Language | None = None) -> None:
        """Change the theme or the language of what is said."""
        before = self.theme, self.language
        self.theme = theme or self.theme
        self.language = language or self.language
        if (self.theme, self.language) != before:
            self.appearance_changed.emit()

    def set_basemap(self, file: str | None) -> None:
        """Show the tiles of an MBTiles file below the map; None: MapView's own."""
        if file != self.basemap:
            self.basemap = file
            self.basemap_changed.emit()

    def snapshot(self, size: tuple[int, int] = (1600, 1000), scale: float = 1.0) -> Snapshot:
        """Return what an export of the present view draws."""
        return Snapshot(
            timeline=self.timeline,
            at=self.at,
            known=self.known,
            place=self.focus.id if self.focus and self.focus.kind == "place" else None,
            bbox=self.frame.bbox if self.frame else None,
            topic=self.topic,
            size=size,
            scale=scale,
            theme=self.theme,
            language=self.language,
            filter=self.filter,
            mode=self.clocks.mode,
            locked=self.clocks.known == "locked",
            basemap=self.basemap,
        )

    def _take_over(self, change: Change) -> None:
        """Show the project as a change has made it."""
        self._show(self.timeline.after(self.file.project, change))

    def _show(self, timeline: Timeline) -> None:
        before, self.timeline = self.timeline, timeline
        if self.filter.text and self.words.held(self.filter.text, self.timeline) is None:
            # Nothing untrue is shown while the words are looked for in a project that was indexed anew.
            wanted, self.filter = self.filter, replace(self.filter, text="")
            self.words.look_for(wanted, self.timeline)
        same = self.filter == Filter() and timeline.shows_as(before)
        self._narrowed, self._course = self._narrowed_to(self.filter), self._course if same else None
        self._tally = Tally(self._present_view(), self._tally if same else None)
        self.anchors.look_again()
        self.near_copies.look_again()
        # Computed again when next asked for.
        self.__dict__.pop("known_days", None)
        focus, topic = self.focus, self.topic
        if focus is not None:
            present = self.project.places if focus.kind == "place" else self.project.sources
            self.focus = focus if focus.id in present else None
        if topic not in self.project.topics:
            self.topic = self.project.start_topic
        self.project_changed.emit()
        if self.focus != focus:
            self.focus_changed.emit()
        if self.topic != topic:
            self.topic_changed.emit()
        self.view_changed.emit()
        self.turns.call()

    def _narrowed_to(self, wanted: Filter) -> Narrowed | None:
        if wanted == Filter():
            return None
        held = self.words.held(wanted.text, self.timeline) if wanted.text else None
        return self.timeline.facets.narrowed(wanted, fold, held)

    def _present_view(self) -> View:
        return self.timeline.view(self.at, self.known, self._narrowed)

    def _is_in_force(self, row: int) -> bool:
        columns, (first, last) = self.timeline.columns, self.days
        return bool(columns.earliest[row] <= last and columns.latest[row] >= first)

    def _span(self) -> tuple[int, int]:
        today = datetime.now(UTC).date()
        return self.timeline.span or (day_number(today.year, 1, 1), day_number(today.year, today.month, today.day))

    def _look_again(self) -> None:
        self._tally = Tally(self._present_view())
        self.view_changed.emit()
        self.turns.call()

    def _within(self, day: int) -> int:
        return min(max(day, self.first_day), self.last_day)


def known_from_is_a_guess(source: Source) -> bool:
    """Whether a source counts as known only from the day on which it was obtained."""
    return source.published is None or parse(source.published).latest is None


def _one_day(day: int) -> Span:
    return Span(day, day)
