"""What people's decisions make of clashing claims; docs/decisions/two-clocks-and-status.md says why.

A clash of two claims is judged by the decision that names both, of several by the one on the fewest claims. If it is
explained, or one claim is preferred, the clash is settled: it is listed as before, with the decision, but disputes
nothing. If both stand, it goes on disputing. In a decision for a preferred claim, those that clash with that one are
set aside: they support no other as long as a claim is shown that they clash with and that does not itself clash with
the preferred one.
"""

from collections.abc import Mapping

import numpy as np

from mapview.domain.columns import Columns
from mapview.domain.conflicts import Pairs, position_of_pairs, sorted_pairs
from mapview.domain.model import Claim, Decision


def judged(
    columns: Columns, clashing: Pairs, claims: Mapping[str, Claim], decisions: Mapping[str, Decision]
) -> tuple[Pairs, Pairs]:
    """Return the clashes that still dispute, and which row is set aside while which other is shown.

    Parameters
    ----------
    clashing
        Pairs of rows that cannot both hold, sorted.
    claims, decisions
        Of the project.

    Returns
    -------
    Two sorted arrays of pairs of rows: those of ``clashing`` that nobody has settled, and (set aside, by).
    """
    if not decisions:
        return clashing, np.empty((0, 2), np.int64)
    # The decision on the fewest claims comes last, of several such the first: it has the last word.
    ranked = sorted(enumerate(decisions.values()), key=lambda item: (-len(item[1].claims), -item[0]))
    verdicts = [(decision, _rows(columns, claims, decision)) for _, decision in ranked]
    judge = np.full(len(clashing), -1)
    for number, (_, rows) in enumerate(verdicts):
        judge[position_of_pairs(clashing, _all_pairs(rows))] = number
    settled = np.zeros(len(clashing), bool)
    aside = [np.empty((0, 2), np.int64)]
    for number in np.unique(judge[judge >= 0]).tolist():
        decision, rows = verdicts[number]
        mine = judge == number
        if decision.kind != "both-stand":
            settled |= mine
        if decision.kind == "prefer" and decision.prefers in rows:
            aside.append(_set_aside(clashing, clashing[mine], rows[decision.prefers]))
    return clashing[~settled], sorted_pairs(np.concatenate(aside))


def _rows(columns: Columns, claims: Mapping[str, Claim], decision: Decision) -> dict[str, int]:
    found = ((claim, columns.row_of(claims[claim])) for claim in decision.claims if claim in claims)
    return {claim: row for claim, row in found if row is not None}


def _all_pairs(rows: Mapping[str, int]) -> Pairs:
    members = np.array(sorted(rows.values()), np.int64)
    first, second = np.triu_indices(len(members), 1)
    return np.column_stack((members[first], members[second]))


def _set_aside(clashing: Pairs, mine: Pairs, preferred: int) -> Pairs:
    """Return (set aside, by) for the pairs that a decision for a preferred row judges."""
    others = clashing[(clashing == preferred).any(axis=1)]
    against = set(others.ravel().tolist()) - {preferred}
    return np.array(
        [
            (row, other)
            for pair in mine.tolist()
            for row, other in (pair, pair[::-1])
            if row in against and other not in against
        ],
        np.int64,
    ).reshape(-1, 2)
