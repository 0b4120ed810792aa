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
from mapview.domain.conflicts import Conflict, Pairs, Rows, asserted_conflict, derived_conflicts, pairs_between
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
        derived = _shown(view, derived)
        found: list[tuple[Pairs, AssertedConflict | None]] = [(pairs, None) for pairs in _together(derived)]
        for assertion, pairs in self._timeline.asserted:
            if place not in {None, assertion.place}:
                continue
            shown = _shown(view, pairs)
            if len(shown):
                found.append((shown, assertion))
        keys = np.array([[self._group(columns, *each), each[1] is not None, each[0][0, 0]] for each in found], np.int64)
        order = np.lexsort(keys.T[::-1]).tolist() if found else []
        self._found = [found[at] for at in order]

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, at: int) -> Dispute:
        pairs, assertion = self._found[at]
        columns = self._timeline.columns
        if assertion is not None:
            return Dispute(asserted_conflict(columns, assertion, pairs), pairs, assertion)
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
        return next((at for at, (pairs, _) in enumerate(self._found) if (pairs == row).any()), None)

    def closest_to(self, dispute: Dispute) -> int | None:
        """Return the position of the conflict that is this one at another time; None if none is.

        It is the one of the same assertion, or the one by the same rule that has the most claims in common.
        """
        columns, wanted = self._timeline.columns, dispute.conflict
        best, most = None, 0
        for at, (pairs, assertion) in enumerate(self._found):
            if (assertion and assertion.id) != (dispute.assertion and dispute.assertion.id):
                continue
            if columns.place_ids[columns.place[pairs[0, 0]]] != wanted.place:
                continue
            shared = len({columns.ids[row] for row in np.unique(pairs).tolist()} & set(wanted.claims))
            if shared > most:
                best, most = at, shared
        return best

    def _group(self, columns: Columns, pairs: Pairs, assertion: AssertedConflict | None) -> int:
        """Number place and topic, an assertion's being the one under which it is filed."""
        topics = columns.register.topics
        topic = int(columns.topic[pairs[0, 0]]) if assertion is None else topics.at[assertion.topic]
        return int(columns.place[pairs[0, 0]]) * len(topics.ids) + topic


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
    shown: Pairs = pairs[view.shown[pairs].all(axis=1)]
    return shown


def _together(pairs: Pairs) -> list[Pairs]:
    """Split sorted pairs into those that hang together, in the order of their first row.

    The least row spreads over each that hangs together, which takes few rounds, since a place and topic holds them all.
    """
    if not len(pairs):
        return []
    rows, numbers = np.unique(pairs, return_inverse=True)
    ends: Rows = numbers.reshape(-1, 2)
    least = np.arange(len(rows))
    while True:
        before = least.copy()
        lower = np.minimum(least[ends[:, 0]], least[ends[:, 1]])
        np.minimum.at(least, ends[:, 0], lower)
        np.minimum.at(least, ends[:, 1], lower)
        least = least[least]
        if (least == before).all():
            break
    of_pair = least[ends[:, 0]]
    order = np.argsort(of_pair, kind="stable")
    starts = np.flatnonzero(np.diff(of_pair[order]))
    return np.split(pairs[order], starts + 1)
