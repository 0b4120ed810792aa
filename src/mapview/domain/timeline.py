"""The index of a project's claims by both clocks: what holds when, as far as it was known then.

>>> from mapview.domain.model import Project, Text
>>> timeline = Timeline.of(Project(Text("Empty"), start_topic=""))
>>> len(timeline.view().rows), timeline.span
(0, None)
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mapview.domain.changes import Change
from mapview.domain.columns import OPEN_END, OPEN_START, Columns, columns
from mapview.domain.conflicts import (
    Conflict,
    Pairs,
    Rows,
    asserted_conflict,
    asserted_pairs,
    derived_conflicts,
    derived_pairs,
    gathered,
    merged,
    overtaken_pairs,
    pairs_within,
    ranges_meet,
)
from mapview.domain.dates import Span
from mapview.domain.edited import Edited, edited, touched_by
from mapview.domain.filtering import FacetCounts, Facets, Mask, Narrowed
from mapview.domain.filters import Filter
from mapview.domain.model import STATUSES, AssertedConflict, Project, Status

UNREPORTED, SUPERSEDED, CORROBORATED, SINGLE_SOURCE, DISPUTED = range(len(STATUSES))

Codes = NDArray[np.uint8]


# Without slots, for what is derived from it on demand.
@dataclass(frozen=True)
class Timeline:
    """A project with its claims as columns, and how they stand to each other.

    ``derived`` are the pairs of rows that clash by rule, shape (n, 2); ``asserted`` those that a person set
    against each other, by assertion. ``overtaken`` are pairs of a planned row and a row that reports on the same
    place and topic from a later day.
    """

    project: Project
    columns: Columns
    derived: Pairs
    asserted: tuple[tuple[AssertedConflict, Pairs], ...]
    overtaken: Pairs
    #: All pairs of rows that cannot both hold, derived or asserted, each once, sorted, shape (n, 2).
    conflict_pairs: Pairs = field(repr=False)
    #: First row of each group of one place and topic, and the place of each group.
    group_start: Rows = field(repr=False)

    @classmethod
    def of(cls, project: Project) -> "Timeline":
        """Index a consistent project.

        Raises
        ------
        BadDateError
            If a date is no EDTF.
        """
        rows = columns(project)
        return cls._joined(
            project,
            rows,
            derived_pairs(rows, list(project.topics.values())),
            tuple((one, asserted_pairs(rows, one, project.claims)) for one in project.conflicts.values()),
            overtaken_pairs(rows),
        )

    def after(self, project: Project, change: Change) -> "Timeline":
        """Index the project that a change has made of this one, in far less time than :meth:`of`.

        Parameters
        ----------
        project
            As it stands after the change.
        change
            What was done to this timeline's project: one change, or several as a macro.

        Returns
        -------
        What :meth:`of` returns for the project, but for the numbers that stand for texts.

        Raises
        ------
        BadDateError
            If a date is no EDTF.
        """
        found = edited(self.columns, self.project, project, touched_by(change))
        if found is None:
            return Timeline.of(project)
        rows = found.columns
        derived = derived_pairs(rows, list(project.topics.values()), found.candidates())
        overtaken = overtaken_pairs(rows, found.candidates())
        return self._joined(
            project,
            rows,
            merged(found.remaining(self.derived), derived),
            tuple((one, self._asserted_after(one, found, project)) for one in project.conflicts.values()),
            merged(found.remaining(self.overtaken), overtaken),
            self.group_start if rows.group is self.columns.group else None,
        )

    @classmethod
    def _joined(
        cls,
        project: Project,
        rows: Columns,
        derived: Pairs,
        asserted: tuple[tuple[AssertedConflict, Pairs], ...],
        overtaken: Pairs,
        group_start: Rows | None = None,
    ) -> "Timeline":
        return cls(
            project=project,
            columns=rows,
            derived=derived,
            asserted=asserted,
            overtaken=overtaken,
            # Once, not at each step of the slider.
            conflict_pairs=gathered([derived, *(pairs for _, pairs in asserted)]) if asserted else derived,
            group_start=np.flatnonzero(np.diff(rows.group, prepend=-1)) if group_start is None else group_start,
        )

    def _asserted_after(self, assertion: AssertedConflict, found: Edited, project: Project) -> Pairs:
        for before, pairs in self.asserted:
            if before is assertion and found.untouched({claim for side in assertion.sides for claim in side}):
                return found.moved(pairs)
        return asserted_pairs(found.columns, assertion, project.claims)

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """The first and the last finite bound of any claim, in days; None if there is none."""
        bounds = np.concatenate([self.columns.earliest, self.columns.latest])
        finite = bounds[(bounds != OPEN_START) & (bounds != OPEN_END)]
        return (int(finite.min()), int(finite.max())) if len(finite) else None

    @cached_property
    def facets(self) -> Facets:
        """The values by which claims can be filtered and counted."""
        return Facets(self.project, self.columns)

    def view(self, at: Span | None = None, known: int | None = None, narrowed: Narrowed | None = None) -> "View":
        """Return what is claimed for an event time, as known on a day.

        Parameters
        ----------
        at
            Claims in force on any day of it; None: all, whatever their time.
        known
            Sources known on that day; None: every source.
        narrowed
            The claims that pass a filter, from :attr:`facets`; the others say nothing, so that they neither support,
            contradict nor overtake any. None: every claim.
        """
        there = self._shown(at, known)
        return View(self, at, known, there if narrowed is None else there & narrowed.mask, there, narrowed)

    def claims_at(self, event_time: Span | None, known_time: int | None) -> dict[str, dict[str, list[str]]]:
        """Return the ids of the claims in force by place id and topic id."""
        found: dict[str, dict[str, list[str]]] = {}
        for row in self.view(event_time, known_time).rows.tolist():
            place, topic = self.place_of(row), self.topic_of(row)
            found.setdefault(place, {}).setdefault(topic, []).append(self.columns.ids[row])
        return found

    def place_of(self, row: int) -> str:
        """Return the id of a row's place."""
        return self.columns.place_ids[int(self.columns.place[row])]

    def topic_of(self, row: int) -> str:
        """Return the id of a row's topic."""
        return self.columns.topic_ids[int(self.columns.topic[row])]

    def histogram(self, edges: NDArray[np.int64], known: int | None = None) -> NDArray[np.int64]:
        """Count, by source, the claims in force in each stretch of days.

        Claims that are open on both sides hold always and are left out.

        Parameters
        ----------
        edges
            Days from 1970-01-01, rising; stretch ``i`` runs from ``edges[i]`` to the day before ``edges[i + 1]``.

        Returns
        -------
        Counts of shape (sources, len(edges) - 1).
        """
        rows = self.columns
        counts = np.zeros((len(rows.source_ids), len(edges) - 1), np.int64)
        bounded = ~((rows.earliest == OPEN_START) & (rows.latest == OPEN_END))
        bounded &= self._shown(None, known)
        for source in range(len(rows.source_ids)):
            mine = bounded & (rows.source == source)
            started = np.searchsorted(np.sort(rows.earliest[mine]), edges[1:] - 1, side="right")
            ended = np.searchsorted(np.sort(rows.latest[mine]), edges[:-1], side="left")
            counts[source] = started - ended
        return counts

    def changes(self, known: int | None = None) -> NDArray[np.int64]:
        """Return the days on which what is in force changes, rising: first days, and days after last days."""
        if self.span is None:
            return np.empty(0, np.int64)
        rows, shown = self.columns, self._shown(None, known)
        starts, ends = rows.earliest[shown], rows.latest[shown]
        # The calendar has seven million days, so that marking them is cheaper than sorting.
        first, last = self.span
        changing = np.zeros(last - first + 2, bool)
        changing[starts[starts != OPEN_START] - first] = True
        changing[ends[ends != OPEN_END] - (first - 1)] = True
        return np.flatnonzero(changing) + first

    def _shown(self, at: Span | None, known: int | None) -> Mask:
        rows = self.columns
        shown = np.ones(len(rows), bool)
        if at is not None and at.latest is not None:
            shown &= rows.earliest <= at.latest
        if at is not None and at.earliest is not None:
            shown &= rows.latest >= at.earliest
        if known is not None:
            shown &= rows.known <= known
        return shown


@dataclass(frozen=True, slots=True)
class View:
    """What is shown at one event time and one known time.

    ``shown`` tells for each row of the timeline's columns whether it is shown, ``there`` whether it would be without
    a filter.
    """

    timeline: Timeline
    at: Span | None
    known: int | None
    shown: Mask = field(repr=False)
    there: Mask = field(repr=False)
    narrowed: Narrowed | None = field(default=None, repr=False)

    @property
    def rows(self) -> Rows:
        """The rows that are shown, in the order of the columns: by place, topic and first day."""
        return np.flatnonzero(self.shown)

    def claims_by_place(self) -> Iterator[tuple[str, Rows]]:
        """Yield each place that has claims, with their rows."""
        rows = self.rows
        places = self.timeline.columns.place[rows]
        for members in np.split(rows, np.flatnonzero(np.diff(places)) + 1):
            if len(members):
                yield self.timeline.place_of(int(members[0])), members

    def counts(self) -> FacetCounts:
        """Count the claims by the values that a filter can ask for."""
        narrowed = self.narrowed or self.timeline.facets.narrowed(Filter())
        return narrowed.counts(self.there)

    def topic_statuses(self) -> Codes:
        """Return the status of each group of one place and topic, as positions in ``STATUSES``."""
        timeline, rows = self.timeline, self.timeline.columns
        statuses = np.full(len(timeline.group_start), UNREPORTED, np.uint8)
        statuses[rows.group[self.shown]] = SUPERSEDED
        standing = self.shown & ~self.superseded()
        statuses[rows.group[standing]] = SINGLE_SOURCE
        statuses[self._corroborated_groups(standing)] = CORROBORATED
        pairs = timeline.conflict_pairs
        clashing = pairs[self.shown[pairs].all(axis=1)]
        statuses[rows.group[clashing.ravel()]] = DISPUTED
        return statuses

    def statuses(self) -> dict[str, dict[str, Status]]:
        """Return the status of each place and topic that has claims, by their ids."""
        found: dict[str, dict[str, Status]] = {}
        for row, code in zip(self.timeline.group_start.tolist(), self.topic_statuses().tolist(), strict=True):
            if code != UNREPORTED:
                topics = found.setdefault(self.timeline.place_of(row), {})
                topics[self.timeline.topic_of(row)] = STATUSES[code]
        return found

    def conflicts(self) -> list[Conflict]:
        """Return the conflicts among the claims that are shown: derived ones first."""
        timeline = self.timeline
        pairs = timeline.derived[self.shown[timeline.derived].all(axis=1)]
        found = derived_conflicts(timeline.columns, timeline.project, pairs)
        for assertion, asserted in timeline.asserted:
            pairs = asserted[self.shown[asserted].all(axis=1)]
            if len(pairs):
                found.append(asserted_conflict(timeline.columns, assertion, pairs))
        return found

    def clashes(self) -> dict[str, list[str]]:
        """Return, for each claim that cannot hold together with another one shown, the ids of those, sorted."""
        found: dict[str, set[str]] = {}
        for conflict in self.conflicts():
            for one, other in conflict.pairs:
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        return {claim: sorted(others) for claim, others in found.items()}

    def superseded(self) -> Mask:
        """Return which rows are plans that a report, known and begun by the end of the event time, has overtaken."""
        rows, superseded = self.timeline.columns, np.zeros(len(self.shown), bool)
        plans, reports = self.timeline.overtaken.T
        happened = np.ones(len(plans), bool)
        if self.at is not None and self.at.latest is not None:
            happened &= rows.earliest[reports] <= self.at.latest
        if self.known is not None:
            happened &= rows.known[reports] <= self.known
        if self.narrowed is not None:
            happened &= self.narrowed.mask[reports]
        superseded[plans[happened]] = True
        return superseded

    def _corroborated_groups(self, standing: Mask) -> Rows:
        """Groups in which two independent voices agree, both on a plan or both on a fact."""
        rows = self.timeline.columns
        candidates = np.flatnonzero(standing & ~rows.denied)
        found = [np.empty(0, np.int64)]
        for first, second in pairs_within(rows.group[candidates]):
            a, b = candidates[first], candidates[second]
            agree = (rows.voice[a] != rows.voice[b]) & (rows.planned[a] == rows.planned[b])
            found.append(rows.group[a[agree & ranges_meet(rows, a, b)]])
        return np.unique(np.concatenate(found))


def worst(statuses: list[Status]) -> Status:
    """Return the worst of the statuses of a place's topics, ``unreported`` for none.

    Examples
    --------
    >>> worst(["corroborated", "single-source"])
    'single-source'
    """
    return max(statuses, key=STATUSES.index, default="unreported")
