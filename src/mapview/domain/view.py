"""What is claimed at one event time, as known on one day: claims, statuses, conflicts and counts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mapview.domain.columns import DENIED, PLANNED
from mapview.domain.conflicts import (
    Conflict,
    Rows,
    asserted_conflict,
    derived_conflicts,
    pairs_between,
    pairs_within,
    ranges_meet,
)
from mapview.domain.dates import Span
from mapview.domain.filtering import FacetCounts, Mask, Narrowed
from mapview.domain.filters import Filter
from mapview.domain.model import STATUSES, Status

if TYPE_CHECKING:
    from mapview.domain.timeline import Timeline

UNREPORTED, SUPERSEDED, CORROBORATED, SINGLE_SOURCE, DISPUTED = range(len(STATUSES))

Codes = NDArray[np.uint8]


# Without slots, for what is derived from it on demand.
@dataclass(frozen=True, eq=False)
class View:
    """What is shown at one event time and one known time.

    ``there`` tells for each row of the timeline's columns whether it holds and is known, ``heard`` whether it passes
    the filter too, whatever its status: statuses and conflicts are judged among these.
    """

    timeline: "Timeline"
    at: Span | None
    known: int | None
    heard: Mask = field(repr=False)
    there: Mask = field(repr=False)
    narrowed: Narrowed | None = field(default=None, repr=False)

    @cached_property
    def shown(self) -> Mask:
        """Whether each row is shown: it is heard, and its status passes the filter."""
        return self.heard if self._judged is None else self.heard & self._judged

    @property
    def passing(self) -> Mask:
        """Whether each row passes the filter, whatever its own time, with the statuses of this view."""
        mask = np.ones(len(self.heard), bool) if self.narrowed is None else self.narrowed.mask
        return mask if self._judged is None else mask & self._judged

    @cached_property
    def _judged(self) -> Mask | None:
        """Whether each row's place and topic has a status that passes the filter; None: all have."""
        wanted = None if self.narrowed is None else self.narrowed.statuses
        return None if wanted is None else wanted[self._statuses_among_heard()][self.timeline.columns.group]

    @property
    def rows(self) -> Rows:
        """The rows that are shown, in the order of the columns: by place, topic and first day."""
        return np.flatnonzero(self.shown)

    def claims_by_place(self, place: str | None = None) -> Iterator[tuple[str, Rows]]:
        """Yield each place that has claims, or one of them, with their rows."""
        rows = self.rows
        if place is not None:
            of = self.timeline.columns.rows_of_place(self.timeline.columns.register.places.at[place])
            rows = rows[(of.start <= rows) & (rows < of.stop)]
        places = self.timeline.columns.place[rows]
        for members in np.split(rows, np.flatnonzero(np.diff(places)) + 1):
            if len(members):
                yield self.timeline.place_of(int(members[0])), members

    def counts(self) -> FacetCounts:
        """Count the claims by the values that a filter can ask for."""
        narrowed = self.narrowed or self.timeline.facets.narrowed(Filter())
        return narrowed.counts(self.there, self._judged)

    def status_counts(self) -> dict[Status, int]:
        """Count the claims by the status of their place and topic, among those that pass all else of the filter."""
        rows = np.flatnonzero(self.heard)
        codes = self._statuses_among_heard()[self.timeline.columns.group[rows]]
        counts = np.bincount(codes, minlength=len(STATUSES)).tolist()
        return {status: count for status, count in zip(STATUSES, counts, strict=True) if count}

    def topic_statuses(self, of: slice = slice(None)) -> Codes:
        """Return the status of each group of one place and topic, as positions in ``STATUSES``.

        Groups of which the filter leaves out the status are unreported.

        Parameters
        ----------
        of
            Only the groups of these rows, which are all rows of one place or of several.
        """
        statuses = self._statuses_among_heard(of)
        wanted = None if self.narrowed is None else self.narrowed.statuses
        return statuses if wanted is None else np.where(wanted[statuses], statuses, np.uint8(UNREPORTED))

    def _statuses_among_heard(self, of: slice = slice(None)) -> Codes:
        timeline, rows = self.timeline, self.timeline.columns
        first, end, _ = of.indices(len(rows))
        if first >= end:
            return np.empty(0, np.uint8)
        offset = int(rows.group[first])
        statuses = np.full(int(rows.group[end - 1]) - offset + 1, UNREPORTED, np.uint8)
        # Rows rather than masks: numpy picks by them in a sixth of the time.
        heard = np.flatnonzero(self.heard[first:end]) + first
        statuses[rows.group[heard] - offset] = SUPERSEDED
        standing = self.heard[first:end].copy()
        standing[self._overtaken(first, end) - first] = False
        left = np.flatnonzero(standing) + first
        statuses[rows.group[left] - offset] = SINGLE_SOURCE
        standing[self._set_aside(first, end) - first] = False
        statuses[self._corroborated_groups(np.flatnonzero(standing) + first) - offset] = CORROBORATED
        pairs = pairs_between(timeline.open_pairs, first, end)
        clashing = pairs[self.heard[pairs].all(axis=1)]
        statuses[rows.group[clashing.ravel()] - offset] = DISPUTED
        return statuses

    def statuses_of(self, place: str) -> dict[str, Status]:
        """Return the status of each topic of a place that has claims, by its id."""
        timeline = self.timeline
        of = timeline.columns.rows_of_place(timeline.columns.register.places.at[place])
        groups = timeline.columns.group[of]
        starts = np.flatnonzero(np.diff(groups, prepend=-1)) + of.start
        return {
            timeline.topic_of(row): STATUSES[code]
            for row, code in zip(starts.tolist(), self.topic_statuses(of).tolist(), strict=True)
            if code != UNREPORTED
        }

    def staleness(self) -> NDArray[np.int32]:
        """Return, by place, for how many days nobody has confirmed what is claimed; -1 where nothing is to confirm.

        A claim that is shown and no plan confirms its place up to the day from which its source is known, since nobody
        reports the future, and not beyond its own last day. A place is as stale as the last day of the event time is
        later than the last day so confirmed; 0 if it is not. Without a last day of the event time nothing is stale.
        """
        columns = self.timeline.columns
        found = np.full(len(columns.place_ids), -1, np.int32)
        if self.at is None or self.at.latest is None:
            return found
        rows = self.rows
        rows = rows[(columns.flags[rows] & PLANNED) == 0]
        if len(rows):
            confirmed = np.minimum(columns.latest[rows], columns.known[rows])
            places = columns.place[rows]
            starts = np.flatnonzero(np.diff(places, prepend=-1))
            last = np.maximum.reduceat(confirmed, starts)
            found[places[starts]] = np.maximum(0, self.at.latest - last)
        return found

    def statuses(self) -> dict[str, dict[str, Status]]:
        """Return the status of each place and topic that has claims, by their ids."""
        found: dict[str, dict[str, Status]] = {}
        for row, code in zip(self.timeline.group_start.tolist(), self.topic_statuses().tolist(), strict=True):
            if code != UNREPORTED:
                topics = found.setdefault(self.timeline.place_of(row), {})
                topics[self.timeline.topic_of(row)] = STATUSES[code]
        return found

    def conflicts(self, place: str | None = None) -> list[Conflict]:
        """Return the conflicts among the claims that are shown, or of those on a place: derived ones first."""
        timeline, pairs = self.timeline, self.timeline.derived
        if place is not None:
            of = timeline.columns.rows_of_place(timeline.columns.register.places.at[place])
            pairs = pairs_between(pairs, of.start, of.stop)
        found = derived_conflicts(timeline.columns, timeline.project, pairs[self.shown[pairs].all(axis=1)])
        for assertion, asserted in timeline.asserted:
            pairs = asserted[self.shown[asserted].all(axis=1)]
            if len(pairs) and place in {None, assertion.place}:
                found.append(asserted_conflict(timeline.columns, assertion, pairs))
        return found

    def clashes(self, place: str | None = None) -> dict[str, list[str]]:
        """Return, for each claim that cannot hold together with another one shown, the ids of those, sorted.

        Parameters
        ----------
        place
            Only for claims on this one.
        """
        found: dict[str, set[str]] = {}
        for conflict in self.conflicts(place):
            for one, other in conflict.pairs:
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        return {claim: sorted(others) for claim, others in found.items()}

    def superseded(self, of: slice = slice(None)) -> Mask:
        """Return which rows are plans that a report, known and begun by the end of the event time, has overtaken.

        Parameters
        ----------
        of
            Only these rows, which are all rows of one place or of several.
        """
        first, end, _ = of.indices(len(self.shown))
        superseded = np.zeros(max(end - first, 0), bool)
        superseded[self._overtaken(first, end) - first] = True
        return superseded

    def _overtaken(self, first: int, end: int) -> Rows:
        """Plans among some rows that a report has overtaken."""
        rows = self.timeline.columns
        plans, reports = pairs_between(self.timeline.overtaken, first, end).T
        happened = np.ones(len(plans), bool)
        if self.at is not None and self.at.latest is not None:
            happened &= rows.earliest[reports] <= self.at.latest
        if self.known is not None:
            happened &= rows.known[reports] <= self.known
        if self.narrowed is not None:
            happened &= self.narrowed.mask[reports]
        found: Rows = plans[happened]
        return found

    def _set_aside(self, first: int, end: int) -> Rows:
        """Those of some rows that a decision sets aside in favour of one that is heard."""
        rows, by = pairs_between(self.timeline.aside, first, end).T
        found: Rows = rows[self.heard[by]]
        return found

    def _corroborated_groups(self, standing: Rows) -> Rows:
        """Groups in which two independent voices agree, both on a plan or both on a fact."""
        rows = self.timeline.columns
        candidates = standing[(rows.flags[standing] & DENIED) == 0]
        found = [np.empty(0, np.int64)]
        for first, second in pairs_within(rows.group[candidates]):
            a, b = candidates[first], candidates[second]
            agree = (rows.voice[a] != rows.voice[b]) & (((rows.flags[a] ^ rows.flags[b]) & PLANNED) == 0)
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


def begun_by(at: Span) -> Span:
    """Return the event time that shows all that has begun by the end of another one, whether it still holds or not.

    Examples
    --------
    >>> begun_by(Span(3, 5))
    Span(earliest=None, latest=5, uncertain=False, approximate=False, unknown_start=False, unknown_end=False)
    """
    return Span(None, at.latest)
