"""What people's decisions make of clashing claims; docs/decisions/two-clocks-and-status.md says why.

A clash of two claims is judged by the decision that names both, of several by the one on the fewest claims. If it is
explained, or one claim is preferred, the clash is settled: it is listed as before, with the decision, but disputes
nothing. If both stand, it goes on disputing. In a decision for a preferred claim, those that clash with that one are
set aside: they support no other as long as a claim is shown that they clash with and that does not itself clash with
the preferred one.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from mapview.domain.columns import Columns
from mapview.domain.conflicts import Pairs, pairs_between, position_of_pairs, sorted_pairs, without
from mapview.domain.model import Claim, Decision

#: A decision, and the rows of the claims that it names, in its order.
Decided = tuple[Decision, tuple[int, ...]]
_NONE: Pairs = np.empty((0, 2), np.int64)


def decided_rows(columns: Columns, claims: Mapping[str, Claim], decision: Decision) -> tuple[int, ...]:
    """Return the rows of the claims that a decision names."""
    rows = (columns.row_of(claims[claim]) for claim in decision.claims)
    return tuple(row for row in rows if row is not None)


def judged(columns: Columns, clashing: Pairs, decided: Sequence[Decided]) -> tuple[Pairs, Pairs]:
    """Return the clashes that still dispute, and which row is set aside while which other is shown.

    Parameters
    ----------
    clashing
        Pairs of rows that cannot both hold, sorted.
    decided
        The project's decisions, in their order.

    Returns
    -------
    Two sorted arrays of pairs of rows: those of ``clashing`` that nobody has settled, and (set aside, by).
    """
    if not decided:
        return clashing, _NONE
    # The decision on the fewest claims comes last, of several such the first: it has the last word.
    order = sorted(range(len(decided)), key=lambda number: (-len(decided[number][1]), -number))
    judge: dict[int, int] = {}
    for number in order:
        judge |= dict.fromkeys(position_of_pairs(clashing, _all_pairs(decided[number][1])).tolist(), number)
    mine: dict[int, list[int]] = {}
    for position, number in judge.items():
        mine.setdefault(number, []).append(position)
    settled: list[int] = []
    aside = [np.empty((0, 2), np.int64)]
    for number, positions in mine.items():
        decision, rows = decided[number]
        if decision.kind != "both-stand":
            settled += positions
        if decision.kind == "prefer" and decision.prefers is not None:
            preferred = rows[decision.claims.index(decision.prefers)]
            aside.append(_set_aside(columns, clashing, clashing[positions], preferred))
    return without(clashing, np.array(sorted(settled), np.int64)), sorted_pairs(np.concatenate(aside))


def _all_pairs(rows: Sequence[int]) -> Pairs:
    members = np.array(sorted(rows), np.int64)
    first, second = np.triu_indices(len(members), 1)
    return np.column_stack((members[first], members[second]))


def _set_aside(columns: Columns, clashing: Pairs, mine: Pairs, preferred: int) -> Pairs:
    """Return (set aside, by) for the pairs that a decision for a preferred row judges."""
    # Claims that clash are on one place.
    place = columns.rows_of_place(int(columns.place[preferred]))
    near = pairs_between(clashing, place.start, place.stop)
    against = set(near[(near == preferred).any(axis=1)].ravel().tolist()) - {preferred}
    return np.array(
        [
            (row, other)
            for pair in mine.tolist()
            for row, other in (pair, pair[::-1])
            if row in against and other not in against
        ],
        np.int64,
    ).reshape(-1, 2)
