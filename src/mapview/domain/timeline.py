"""The index of a project's claims by both clocks: what holds when, as far as it was known then.

>>> from mapview.domain.model import Project, Text
>>> timeline = Timeline.of(Project(Text("Empty"), start_topic=""))
>>> len(timeline.view().rows), timeline.span
(0, None)
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapview.domain.changes import Change
from mapview.domain.coinciding import Coinciding
from mapview.domain.columns import OPEN_END, OPEN_START, Columns, columns
from mapview.domain.conflicts import (
    Pairs,
    Rows,
    asserted_pairs,
    derived_pairs,
    gathered,
    merged,
    overtaken_pairs,
    position_of_pairs,
    without,
)
from mapview.domain.dates import Span
from mapview.domain.edited import Edited, edited, touched_by
from mapview.domain.filtering import Facets, Mask, Narrowed
from mapview.domain.histogram import Layer, Layers, histogram, layers
from mapview.domain.judgements import Decided, decided_rows, judged
from mapview.domain.model import AssertedConflict, Decision, Project
from mapview.domain.view import (
    CORROBORATED,
    DISPUTED,
    SINGLE_SOURCE,
    SUPERSEDED,
    UNREPORTED,
    View,
    begun_by,
    worst,
)

__all__ = [
    "CORROBORATED", "DISPUTED", "SINGLE_SOURCE", "SUPERSEDED", "UNREPORTED", "Timeline", "View", "begun_by", "worst",
]  # fmt: skip


# Without slots, for what is derived from it on demand; compared by identity, as arrays are.
@dataclass(frozen=True, eq=False)
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
    #: What the rules judge.
    coinciding: Coinciding = field(repr=False)
    #: All pairs of rows that cannot both hold, derived or asserted, each once, sorted, shape (n, 2).
    conflict_pairs: Pairs = field(repr=False)
    #: People's decisions, with the rows of their claims.
    decided: tuple[Decided, ...] = field(repr=False)
    #: Pairs that dispute, since nobody has settled them; and (row, by): set aside while the other is shown.
    open_pairs: Pairs = field(repr=False)
    aside: Pairs = field(repr=False)
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
        coinciding, derived = Coinciding.of(rows, project.topics.values())
        return cls._joined(
            project,
            rows,
            coinciding,
            derived,
            tuple((one, asserted_pairs(rows, one, project.claims)) for one in project.conflicts.values()),
            overtaken_pairs(rows),
            tuple((one, decided_rows(rows, project.claims, one)) for one in project.decisions.values()),
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
        rows, candidates, topics = found.columns, found.candidates(), list(project.topics.values())
        coinciding = self.coinciding.after(rows, topics)
        derived, overtaken = self.derived, self.overtaken
        if not rows.says_as(self.columns):
            derived = merged(found.remaining(derived), derived_pairs(rows, topics, *candidates))
            overtaken = merged(found.remaining(overtaken), overtaken_pairs(rows, [candidates]))
        if len(found.judged):
            derived = found.by_same_rules(derived)
            for position in found.judged.tolist():
                derived = merged(derived, coinciding.judged(rows, topics[position]))
        after = self._joined(
            project,
            rows,
            coinciding,
            derived,
            self._asserted_after(found, project),
            overtaken,
            self._decided_after(found, project),
            found.moved_starts(self.group_start, self.columns.group),
        )
        after.__dict__.update(self._still_known(after, found))
        return after

    def shows_as(self, other: "Timeline") -> bool:
        """Whether an edit that led from one to the other has changed nothing that is counted, dated or judged."""
        one, two = self.project, other.project
        return (
            self.columns.says_as(other.columns)
            and self.open_pairs is other.open_pairs
            and self.aside is other.aside
            and one.places is two.places
            and one.sources is two.sources
            and one.topics is two.topics
        )

    @classmethod
    def _joined(
        cls,
        project: Project,
        rows: Columns,
        coinciding: Coinciding,
        derived: Pairs,
        asserted: tuple[tuple[AssertedConflict, Pairs], ...],
        overtaken: Pairs,
        decided: tuple[Decided, ...],
        group_start: Rows | None = None,
    ) -> "Timeline":
        # Once, not at each step of the slider.
        others = gathered(pairs for _, pairs in asserted)
        clashing = merged(without(derived, position_of_pairs(derived, others)), others)
        open_pairs, aside = judged(rows, clashing, decided)
        return cls(
            project=project,
            columns=rows,
            derived=derived,
            asserted=asserted,
            overtaken=overtaken,
            coinciding=coinciding,
            conflict_pairs=clashing,
            decided=decided,
            open_pairs=open_pairs,
            aside=aside,
            group_start=np.flatnonzero(np.diff(rows.group, prepend=-1)) if group_start is None else group_start,
        )

    def _still_known(self, after: "Timeline", found: Edited) -> dict[str, Any]:
        """Return what was found out by itself before an edit and still holds after it."""
        known: dict[str, Any] = {}
        if "facets" in self.__dict__:
            known["facets"] = self.facets.after(after.project, after.columns)
        if (span := self.__dict__.get("span")) is not None:
            gone, come = _bounds(self.columns, found.removed), _bounds(after.columns, found.added).tolist()
            if not np.isin(gone, span).any():
                known["span"] = min([span[0], *come]), max([span[1], *come])
        return known

    def _asserted_after(self, found: Edited, project: Project) -> tuple[tuple[AssertedConflict, Pairs], ...]:
        before = {assertion.id: (assertion, pairs) for assertion, pairs in self.asserted}

        def pairs_of(assertion: AssertedConflict) -> Pairs:
            was, pairs = before.get(assertion.id, (None, None))
            if was is assertion and pairs is not None and found.untouched(chain.from_iterable(assertion.sides)):
                return found.moved(pairs)
            return asserted_pairs(found.columns, assertion, project.claims)

        return tuple((assertion, pairs_of(assertion)) for assertion in project.conflicts.values())

    def _decided_after(self, found: Edited, project: Project) -> tuple[Decided, ...]:
        before = {
            decision.id: (decision, number)
            for number, (decision, _) in enumerate(self.decided)
            if found.untouched(decision.claims)
        }
        ends = np.cumsum([0, *(len(rows) for _, rows in self.decided)]).tolist()
        moved = found.moved(np.array([row for _, rows in self.decided for row in rows], np.int64)).tolist()

        def rows_of(decision: Decision) -> tuple[int, ...]:
            was, number = before.get(decision.id, (None, 0))
            if was is decision:
                return tuple(moved[ends[number] : ends[number + 1]])
            return decided_rows(found.columns, project.claims, decision)

        return tuple((decision, rows_of(decision)) for decision in project.decisions.values())

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """The first and the last finite bound of any claim, in days; None if there is none."""
        finite = _bounds(self.columns, slice(None))
        return (int(finite.min()), int(finite.max())) if len(finite) else None

    @cached_property
    def facets(self) -> Facets:
        """The values by which claims can be filtered and counted."""
        return Facets(self.project, self.columns)

    def view(self, at: Span | None = None, known: int | None = None, narrowed: Narrowed | None = None) -> View:
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

    def place_of(self, row: int) -> str:
        """Return the id of a row's place."""
        return self.columns.place_ids[int(self.columns.place[row])]

    def topic_of(self, row: int) -> str:
        """Return the id of a row's topic."""
        return self.columns.topic_ids[int(self.columns.topic[row])]

    def histogram(
        self,
        edges: NDArray[np.int64],
        known: int | None = None,
        by: Layer = "source",
        narrowed: Narrowed | None = None,
    ) -> NDArray[np.int64]:
        """Count the claims in force in each stretch of days, by source, publisher, topic or modality.

        See :func:`mapview.domain.histogram.histogram`; :meth:`layers` names what is counted. A status that is asked for
        takes no claim away: it hangs on the time.

        Returns
        -------
        Counts of shape (layers, len(edges) - 1).
        """
        rows = np.flatnonzero(self.view(None, known, narrowed).heard)
        return histogram(self.columns, rows, self._layers(by), edges)

    def layers(self, by: Layer) -> tuple[str, ...]:
        """Return the ids of the sources or topics, the names of the publishers or the modalities of a histogram."""
        return self._layers(by).names

    def _layers(self, by: Layer) -> Layers:
        return layers(self.columns, self.facets, by)

    def changes(self, known: int | None = None) -> NDArray[np.int64]:
        """Return the days on which what is in force changes, rising: first days, and days after last days."""
        if self.span is None:
            return np.empty(0, np.int64)
        rows, shown = self.columns, np.flatnonzero(self._shown(None, known))
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


def _bounds(rows: Columns, some: Rows | slice) -> NDArray[np.int32]:
    """Return the finite first and last days of some rows."""
    bounds = np.concatenate([rows.earliest[some], rows.latest[some]])
    finite: NDArray[np.int32] = bounds[(bounds != OPEN_START) & (bounds != OPEN_END)]
    return finite
