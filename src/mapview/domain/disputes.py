"""The conflicts of a view, numbered at once and named one by one, and what a person has decided on each.

>>> from mapview.domain.model import Project, Text
>>> from mapview.domain.timeline import Timeline
>>> list(Disputes(Timeline.of(Project(Text("Empty"), start_topic="")).view()))
[]
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mapview.domain.columns import OPEN_END, OPEN_START, Columns
from mapview.domain.conflicts import (
    Conflict,
    Pairs,
    Rows,
    asserted_conflict,
    derived_conflicts,
    grouped_pairs,
    pairs_between,
)
from mapview.domain.decisions import decision_on
from mapview.domain.model import AssertedConflict, Decision
from mapview.domain.view import View

#: Whether a person has decided on all pairs of a conflict, on some or on none.
Judged = Literal["decided", "partly", "open"]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A conflict of a view, its pairs of rows (sorted, shape (n, 2)), and the assertion that it comes from if any."""

    conflict: Conflict
    pairs: Pairs
    assertion: AssertedConflict | None = None


class Disputes:
    """The conflicts among the claims that a view shows, by place and topic, those by a rule before asserted ones.

    Counting them takes as long as comparing their pairs; each is named when it is asked for.
    """

    def __init__(self, view: View, place: str | None = None) -> None:
        """Find the conflicts of a view, or only those on a place."""
        self._timeline = view.timeline
        columns, derived = self._timeline.columns, self._timeline.derived
        if place is not None:
            rows = columns.rows_of_place(columns.register.places.at[place])
            derived = pairs_between(derived, rows.start, rows.stop)
        #: The pairs by rule, those that hang together side by side, and where each such run begins.
        self._pairs, self._starts = grouped_pairs(_shown(view, derived))
        self._asserted = [
            (assertion, shown)
            for assertion, pairs in self._timeline.asserted
            if place in {None, assertion.place} and len(shown := _shown(view, pairs))
        ]
        self._firsts: Rows = self._pairs[self._starts, 0]
        firsts = np.append(self._firsts, np.array([pairs[0, 0] for _, pairs in self._asserted], np.int64))
        is_asserted = np.arange(len(firsts)) >= len(self._starts)
        #: By position in the list: the number of a run, beyond these that of an assertion.
        self._order = np.lexsort((firsts, is_asserted, self._groups(firsts)))

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, at: int) -> Dispute:
        number = int(self._order[at])
        columns, runs = self._timeline.columns, len(self._starts)
        if number >= runs:
            assertion, pairs = self._asserted[number - runs]
            return Dispute(asserted_conflict(columns, assertion, pairs), pairs, assertion)
        end = self._starts[number + 1] if number + 1 < runs else len(self._pairs)
        pairs = self._pairs[self._starts[number] : end]
        (conflict,) = derived_conflicts(columns, self._timeline.project, pairs)
        return Dispute(conflict, pairs)

    def __iter__(self) -> Iterator[Dispute]:
        return (self[at] for at in range(len(self)))

    def decided(self) -> int:
        """Count the conflicts of which all pairs are decided on."""
        decisions = self._timeline.project.decisions
        return sum(judged(each.conflict.pairs, decisions) == "decided" for each in self) if decisions else 0

    def of_claim(self, row: int) -> int | None:
        """Return the position of the first conflict that the claim of a row is in, None if there is none."""
        numbers = self._runs_with(np.array([row])).tolist()
        for number, (_, pairs) in enumerate(self._asserted, start=len(self._starts)):
            if (pairs == row).any():
                numbers.append(number)
        return min(map(self._position, numbers), default=None)

    def closest_to(self, dispute: Dispute) -> int | None:
        """Return the position of the conflict that is this one at another time; None if none is.

        It is the one of the same assertion, or the one by the same rule that has the most claims in common.
        """
        if dispute.assertion is not None:
            ids = [assertion.id for assertion, _ in self._asserted]
            if dispute.assertion.id not in ids:
                return None
            return self._position(len(self._starts) + ids.index(dispute.assertion.id))
        columns, claims = self._timeline.columns, self._timeline.project.claims
        present = (claims.get(claim) for claim in dispute.conflict.claims)
        rows = np.array([columns.row_of(claim) for claim in present if claim is not None], np.int64)
        runs = self._runs_with(rows)
        if not len(runs):
            return None
        numbers, counts = np.unique(runs, return_counts=True)
        return self._position(int(numbers[np.argmax(counts)]))

    def _runs_with(self, rows: Rows) -> Rows:
        """Return for each of some rows of one place that is in a conflict by rule the number of its run."""
        if not len(rows):
            return rows
        columns = self._timeline.columns
        of = columns.rows_of_place(int(columns.place[rows[0]]))
        # Runs follow each other as their least rows do.
        begin, end = np.append(self._starts, len(self._pairs))[np.searchsorted(self._firsts, [of.start, of.stop])]
        places, which = np.nonzero((self._pairs[begin:end, :, None] == rows).any(axis=1))
        runs = np.searchsorted(self._starts, places + begin, side="right") - 1
        return np.unique(np.column_stack((which, runs)), axis=0)[:, 1]

    def _position(self, number: int) -> int:
        return int(np.flatnonzero(self._order == number)[0])

    def _groups(self, firsts: Rows) -> Rows:
        """Number place and topic of each conflict, an assertion's topic being the one under which it is filed."""
        columns = self._timeline.columns
        topics = columns.topic[firsts].astype(np.int64)
        filed = [columns.register.topics.at[assertion.topic] for assertion, _ in self._asserted]
        topics[len(topics) - len(filed) :] = filed
        groups: Rows = columns.place[firsts] * np.int64(len(columns.topic_ids)) + topics
        return groups


def judged(pairs: Iterable[tuple[str, str]], decisions: Mapping[str, Decision]) -> Judged:
    """Return whether a person has decided on all of some pairs of claims, on some or on none.

    Examples
    --------
    >>> decided = {"kept": Decision("kept", ("a", "b"), "both-stand", "2026-01-14")}
    >>> judged([("a", "b")], decided), judged([("a", "b"), ("a", "c")], decided), judged([("a", "c")], decided)
    ('decided', 'partly', 'open')
    """
    found = {decision_on(pair, decisions) is not None for pair in pairs} if decisions else {False}
    return "partly" if len(found) > 1 else "decided" if found == {True} else "open"


def decisions_within(conflict: Conflict, decisions: Mapping[str, Decision]) -> list[Decision]:
    """Return the decisions on some of the claims of a conflict that clash, the newest first."""
    found = {decision.id: decision for pair in conflict.pairs if (decision := decision_on(pair, decisions))}
    return sorted(found.values(), key=lambda decision: (decision.made, decision.id), reverse=True)


def common_days(columns: Columns, pair: tuple[int, int]) -> tuple[int | None, int | None]:
    """Return the first and the last day on which the claims of two rows are both in force, None where open."""
    first = int(max(columns.earliest[list(pair)].tolist()))
    last = int(min(columns.latest[list(pair)].tolist()))
    return None if first == OPEN_START else first, None if last == OPEN_END else last


def day_of_clash(columns: Columns, pairs: Pairs, *, known: bool) -> int | None:
    """Return the first day on which most of some clashing rows are in force; None if they always are.

    Parameters
    ----------
    known
        Whether their sources shall be known on that day too, if there is such a day.
    """
    best: tuple[int, int] | None = None
    for pair in pairs.tolist():
        first, last = common_days(columns, (pair[0], pair[1]))
        day = first if first is not None else last
        if day is None:
            continue
        if known:
            since = int(columns.known[pair].max())
            day = max(day, since) if last is None or since <= last else day
        rows = np.unique(pairs)
        together = int(np.count_nonzero((columns.earliest[rows] <= day) & (columns.latest[rows] >= day)))
        if best is None or (together, -day) > (best[0], -best[1]):
            best = together, day
    return None if best is None else best[1]


def _shown(view: View, pairs: Pairs) -> Pairs:
    shown: Pairs = pairs[view.shown[pairs[:, 0]] & view.shown[pairs[:, 1]]]
    return shown
