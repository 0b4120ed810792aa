"""The pairs of claims that a topic's rule has to judge, kept from edit to edit.

Which claims of one place and topic share a day does not depend on any rule. Finding these pairs among a million claims
takes most of the time of finding the conflicts, so that another rule judges the pairs that were found before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mapview.domain.columns import Columns
from mapview.domain.conflicts import (
    Pairs,
    Rows,
    gathered,
    is_for_rule,
    merged,
    pairs_by_denial,
    pairs_by_rule,
    pairs_of,
    pairs_with,
    pairs_within,
    share_a_day,
    sorted_pairs,
)
from mapview.domain.model import Topic

#: After more edits of claims the pairs are found anew.
_MOST_EDITS = 2000


@dataclass(frozen=True, slots=True)
class Coinciding:
    """Pairs of rows of one place and topic that share a day and that nothing but the topic's rule judges.

    ``pairs`` are, by topic id, rising pairs of rows, shape (2, n) and sorted, as they stood when they were found;
    ``record`` is the column of that time, and ``names`` how many ids of claims there were then.
    """

    record: NDArray[np.uint32]
    names: int
    pairs: Mapping[str, NDArray[np.int32]]
    #: By topic id: the pairs as they stood last, and the column of that time.
    last: dict[str, tuple[NDArray[np.uint32], Pairs]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, columns: Columns, topics: Iterable[Topic]) -> "tuple[Coinciding, Pairs]":
        """Find the pairs of all topics; return them, and the pairs that clash by rule or by denial, sorted."""
        found, clashing = {}, []
        for position, topic in enumerate(topics):
            rows = np.flatnonzero(columns.topic == position)
            parts = [_sharing(columns, rows[one], rows[other]) for one, other in pairs_within(columns.group[rows])]
            pairs = np.concatenate([np.empty((0, 2), np.int64), *parts])
            ruled = sorted_pairs(pairs.take(np.flatnonzero(is_for_rule(columns, topic, pairs)), axis=0))
            clashing += [pairs_by_rule(columns, topic, ruled), pairs_by_denial(columns, topic, pairs)]
            found[topic.id] = np.ascontiguousarray(ruled.T, np.int32)
        return cls(columns.record, len(columns.names), found), gathered(clashing)

    def after(self, columns: Columns, topics: Iterable[Topic]) -> "Coinciding":
        """Follow an edit to other columns."""
        return Coinciding.of(columns, topics)[0] if len(columns.names) - self.names > _MOST_EDITS else self

    def judged(self, columns: Columns, topic: Topic) -> Pairs:
        """Return the pairs that clash by the rule of a topic, sorted, in columns that follow from those at first."""
        record, pairs = self.last.get(topic.id, (None, None))
        if pairs is None or record is not columns.record:
            pairs = self._now(columns, topic)
            # Who tries one rule tries others.
            self.last[topic.id] = columns.record, pairs
        return pairs_by_rule(columns, topic, pairs)

    def _now(self, columns: Columns, topic: Topic) -> Pairs:
        """Return the pairs of a topic as they stand in other columns."""
        first, second = self.pairs.get(topic.id, np.empty((2, 0), np.int32))
        if columns.record is self.record:
            return pairs_of(first, second)
        # Rows that stayed kept their order, and those that came since have later records.
        came = columns.record >= self.names
        stayed = np.flatnonzero(~came)
        is_left = np.zeros(self.names, bool)
        is_left[columns.record[stayed]] = True
        row_of = np.full(len(self.record), -1, np.int32)
        row_of[is_left[self.record]] = stayed
        first, second = row_of[first], row_of[second]
        both = np.flatnonzero((first >= 0) & (second >= 0))
        fresh = np.flatnonzero(came)
        fresh = fresh[columns.topic[fresh] == columns.register.topics.at[topic.id]]
        others = _sharing(columns, *pairs_with(columns.group, fresh))
        others = sorted_pairs(others[is_for_rule(columns, topic, others)])
        return merged(pairs_of(first[both], second[both]), others)


def _sharing(columns: Columns, one: Rows, other: Rows) -> Pairs:
    together = np.flatnonzero(share_a_day(columns, one, other))
    return pairs_of(one[together], other[together])
