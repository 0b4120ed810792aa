"""Which claims cannot both hold, and who says so: the topic's rule or a person.

Rules compare claims of one place and topic that share a day:

- states exclude each other where the topic lists the pair;
- quantities and dates exclude each other where their ranges do not meet, if the topic says ``apart``;
- a claim that denies a value excludes a claim that states just that value, and nothing else;
- a plan for a state or a quantity is held against other plans alone, since what is planned need not be so yet. Dates
  are held against each other whoever gives them: the day announced for an end is itself a plan.

Texts never exclude each other by rule.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapview.domain.columns import DENIED, PLANNED, Columns
from mapview.domain.model import AssertedConflict, Claim, ConflictKind, Project, Text, Topic

Pairs = NDArray[np.int64]
Rows = NDArray[np.int64]
#: Pairs of rows as two arrays, the lesser row first.
Candidates = Iterable[tuple[Rows, Rows]]

#: As many runs of pairs are copied faster one by one than all pairs row by row.
_FEW = 1000


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims of one place that cannot all hold. ``claims`` are ids, in row order; ``pairs`` which of them clash."""

    place: str
    topic: str
    claims: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    kind: ConflictKind
    reason: Text


def pairs_within(group: NDArray[np.int64], first: Rows | None = None) -> Iterator[tuple[Rows, Rows]]:
    """Yield every pair of rows of one group, as two arrays (first, second) per distance between them.

    ``group`` is sorted. The arrays shrink as groups run out, so the cost is the number of pairs. Of ``first``, if
    given, are all first rows.
    """
    first = np.arange(len(group) - 1) if first is None else first
    distance = 1
    while len(first):
        first = first[first + distance < len(group)]
        first = first[group[first] == group[first + distance]]
        if len(first):
            yield first, first + distance
        distance += 1


def pairs_with(group: NDArray[np.int64], rows: Rows) -> tuple[Rows, Rows]:
    """Return every pair of rows of one group, the lesser first, of which one is among some; of two such ones twice."""
    start = np.searchsorted(group, group[rows])
    count = np.searchsorted(group, group[rows], side="right") - start
    row = np.repeat(rows, count)
    other = np.arange(count.sum()) + np.repeat(start - (np.cumsum(count) - count), count)
    row, other = row[row != other], other[row != other]
    return np.minimum(row, other), np.maximum(row, other)


def pairs_of(first: NDArray[np.integer], second: NDArray[np.integer]) -> Pairs:
    """Return rows as pairs, shape (n, 2)."""
    pairs = np.empty((len(first), 2), np.int64)
    pairs[:, 0], pairs[:, 1] = first, second
    return pairs


def share_a_day(columns: Columns, first: Rows, second: Rows) -> NDArray[np.bool_]:
    """Whether each pair of rows is in force on a common day."""
    return (columns.earliest[first] <= columns.latest[second]) & (columns.earliest[second] <= columns.latest[first])


def ranges_meet(columns: Columns, first: Rows, second: Rows) -> NDArray[np.bool_]:
    """Whether the values of each pair of rows have something in common."""
    return (columns.low[first] <= columns.high[second]) & (columns.low[second] <= columns.high[first])


def is_for_rule(columns: Columns, topic: Topic, pairs: Pairs) -> NDArray[np.bool_]:
    """Whether nothing but the rule of their topic tells if two claims on a common day clash; shape of the pairs."""
    first, second = np.ascontiguousarray(pairs.T)
    flags, other_flags = columns.flags[first], columns.flags[second]
    found: NDArray[np.bool_] = ((flags | other_flags) & DENIED) == 0
    if topic.type != "date":
        found &= ((flags ^ other_flags) & PLANNED) == 0
    return found


def pairs_by_rule(columns: Columns, topic: Topic, pairs: Pairs) -> Pairs:
    """Return those of some pairs that are for the rule alone which it sets against each other."""
    if not topic.exclusive and not topic.apart:
        return pairs[:0]
    first, second = np.ascontiguousarray(pairs.T)
    clashing = _states_exclude(columns, topic, first, second)
    if topic.apart:
        clashing |= ~ranges_meet(columns, first, second)
    found: Pairs = pairs.take(np.flatnonzero(clashing), axis=0)
    return found


def pairs_by_denial(columns: Columns, topic: Topic, pairs: Pairs) -> Pairs:
    """Return those of some pairs on a common day that clash since one denies what lies within it, whatever the rule."""
    first, second = np.ascontiguousarray(pairs.T)
    flags, other_flags = columns.flags[first], columns.flags[second]
    some = np.flatnonzero((flags ^ other_flags) & DENIED)
    if topic.type != "date":
        some = some[((flags[some] ^ other_flags[some]) & PLANNED) == 0]
    one, other = first[some], second[some]
    denied = (flags[some] & DENIED) > 0
    inner, outer = np.where(denied, other, one), np.where(denied, one, other)
    low, high = columns.low, columns.high
    found: Pairs = pairs.take(some[(low[inner] >= low[outer]) & (high[inner] <= high[outer])], axis=0)
    return found


def derived_pairs(columns: Columns, topics: Sequence[Topic], first: Rows, second: Rows) -> Pairs:
    """Return those of some pairs of rows, each of one place and topic, that clash on a common day, sorted."""
    together = np.flatnonzero(share_a_day(columns, first, second))
    pairs = pairs_of(first[together], second[together])
    of_topic = columns.topic[pairs[:, 0]]
    found = []
    for position in np.unique(of_topic).tolist():
        topic, mine = topics[position], pairs[of_topic == position]
        ruled = mine[is_for_rule(columns, topic, mine)]
        found += [pairs_by_rule(columns, topic, ruled), pairs_by_denial(columns, topic, mine)]
    return gathered(found)


def overtaken_pairs(columns: Columns, candidates: Candidates | None = None) -> Pairs:
    """Return the pairs of a planned row and a row that reports on the same place and topic from a later day, sorted.

    Parameters
    ----------
    candidates
        The pairs to judge, each of one place and topic; None: all.
    """
    flags, earliest = columns.flags, columns.earliest

    def overtaking(first: Rows, second: Rows) -> Pairs:
        # Rows of a group are sorted by first day, so that only the later one can overtake.
        later = (flags[first] & PLANNED > 0) & (flags[second] & (PLANNED | DENIED) == 0)
        later &= earliest[second] > earliest[first]
        found: Pairs = np.column_stack((first, second))[later]
        return found

    pairs = pairs_within(columns.group, np.flatnonzero(flags & PLANNED)) if candidates is None else candidates
    return gathered(overtaking(first, second) for first, second in pairs)


def asserted_pairs(columns: Columns, assertion: AssertedConflict, claims: Mapping[str, Claim]) -> Pairs:
    """Return the pairs of rows, shape (n, 2) and sorted, of different sides of an assertion that share a day."""
    sides = [[columns.row_of(claims[claim]) for claim in side] for side in assertion.sides]
    pairs = np.array(
        [
            sorted((a, b))
            for position, side in enumerate(sides)
            for other in sides[position + 1 :]
            for a in side
            for b in other
            if a is not None and b is not None
        ],
        np.int64,
    ).reshape(-1, 2)
    return sorted_pairs(pairs[share_a_day(columns, pairs[:, 0], pairs[:, 1])])


def gathered(parts: Iterable[Pairs]) -> Pairs:
    """Return all pairs of several arrays as one, sorted."""
    return sorted_pairs(np.concatenate([np.empty((0, 2), np.int64), *parts]))


def sorted_pairs(pairs: Pairs) -> Pairs:
    """Return pairs of rows by their first and second row, each once."""
    keys = np.sort(_keys(pairs))
    return _pairs_of_keys(keys[np.flatnonzero(np.diff(keys, prepend=-1))])


def pairs_between(pairs: Pairs, first: int, end: int) -> Pairs:
    """Return those of sorted pairs whose first row is one from ``first`` to before ``end``."""
    # numpy's search would copy the whole column first.
    column = pairs[:, 0]
    return pairs[bisect_left(column, first) : bisect_left(column, end)]


def position_of_pairs(pairs: Pairs, wanted: Pairs) -> Rows:
    """Return where those of some sorted pairs that are among others, sorted too, stand there."""
    if not len(wanted) or not len(pairs):
        return np.empty(0, np.int64)
    # Mostly a few wanted out of very many.
    column = pairs[:, 0]
    start, stop = bisect_left(column, wanted[0, 0]), bisect_right(column, wanted[-1, 0])
    keys, looked_up = _keys(pairs[start:stop]), _keys(wanted)
    found = np.searchsorted(keys, looked_up)
    there = found < len(keys)
    there[there] = keys[found[there]] == looked_up[there]
    positions: Rows = found[there] + start
    return positions


def merged(many: Pairs, few: Pairs) -> Pairs:
    """Return the pairs of two sorted arrays that share none, sorted."""
    if not len(few):
        return many
    if len(few) > _FEW:
        # A stable sort goes through two sorted runs once.
        return _pairs_of_keys(np.sort(np.concatenate([_keys(many), _keys(few)]), kind="stable"))
    # Between those few rows alone: numbers of all pairs would take as long as the rest.
    column = many[:, 0]
    start, stop = bisect_left(column, few[0, 0]), bisect_right(column, few[-1, 0])
    positions = start + np.searchsorted(_keys(many[start:stop]), _keys(few))
    # Long runs copied at once; numpy's insert and delete go row by row.
    first, *runs = np.split(many, positions)
    return np.concatenate([first, *(part for row, run in enumerate(runs) for part in (few[row : row + 1], run))])


def without(pairs: Pairs, dropped: Rows) -> Pairs:
    """Return pairs but for those at some rising positions."""
    if not len(dropped):
        return pairs
    if len(dropped) > _FEW:
        kept = np.ones(len(pairs), bool)
        kept[dropped] = False
        return pairs.take(np.flatnonzero(kept), axis=0)
    first, *runs = np.split(pairs, dropped)
    return np.concatenate([first, *(run[1:] for run in runs)])


def _keys(pairs: Pairs) -> NDArray[np.int64]:
    """Return one number a pair, which numpy sorts a hundred times faster than pairs."""
    keys: NDArray[np.int64] = (pairs[:, 0] << 32) | pairs[:, 1]
    return keys


def _pairs_of_keys(keys: NDArray[np.int64]) -> Pairs:
    pairs = np.empty((len(keys), 2), np.int64)
    np.right_shift(keys, 32, out=pairs[:, 0])
    np.bitwise_and(keys, 0xFFFFFFFF, out=pairs[:, 1])
    return pairs


def grouped_pairs(pairs: Pairs) -> tuple[Pairs, Rows]:
    """Put pairs side by side that hang together, by their first row; return them and where each run of them begins.

    The least row spreads over each that hangs together, which takes few rounds, since a place and topic holds them all.
    """
    least = np.arange(pairs.max(initial=-1) + 1)
    first, second = pairs.T
    while True:
        lower = np.minimum(least[first], least[second])
        if (lower == least[first]).all() and (lower == least[second]).all():
            break
        np.minimum.at(least, first, lower)
        np.minimum.at(least, second, lower)
        least = least[least]
    run = least[first]
    order = np.argsort(run, kind="stable")
    return pairs[order], np.flatnonzero(np.diff(run[order], prepend=-1))


def group_pairs(pairs: Pairs) -> list[Pairs]:
    """Split sorted pairs into those that hang together, each shape (n, 2), in the order of their first row."""
    grouped, starts = grouped_pairs(pairs)
    return np.split(grouped, starts[1:]) if len(pairs) else []


def derived_conflicts(columns: Columns, project: Project, pairs: Pairs) -> list[Conflict]:
    """Name the conflicts that clashing pairs of rows, sorted, make: one for all pairs that hang together."""
    groups = group_pairs(pairs)
    if not groups:
        return []
    # All at once, since a million claims may have a hundred thousand conflicts.
    rows = np.concatenate(groups).ravel()
    names = list(map(columns.names.__getitem__, columns.record[rows].tolist()))
    firsts = np.array([members[0, 0] for members in groups])
    places, topics = columns.place[firsts].tolist(), columns.topic[firsts].tolist()
    place_ids, topic_ids = columns.place_ids, columns.topic_ids
    reasons = [rule_in_words(topic) for topic in project.topics.values()]
    all_rows, found, start = rows.tolist(), [], 0
    for members, place, topic in zip(groups, places, topics, strict=True):
        end = start + 2 * len(members)
        named = names[start:end]
        of_row = dict(zip(all_rows[start:end], named, strict=True))
        found.append(_conflict(of_row, named, place_ids[place], topic_ids[topic], "derived", reasons[topic]))
        start = end
    return found


def asserted_conflict(columns: Columns, assertion: AssertedConflict, pairs: Pairs) -> Conflict:
    """Name the conflict that a person asserts, as far as its pairs of rows are shown."""
    rows = pairs.ravel().tolist()
    named = [columns.ids[row] for row in rows]
    of_row = dict(zip(rows, named, strict=True))
    return _conflict(of_row, named, assertion.place, assertion.topic, "asserted", assertion.reason)


def rule_in_words(topic: Topic) -> Text:
    """Say why two values of a topic exclude each other."""
    if topic.type == "state":
        return Text(
            "These states exclude each other and are claimed for a common day.",
            "حالات ينفي بعضها بعضاً، وتقول الإفادات بقيامها في يوم واحد.",
        )
    if topic.type == "quantity":
        return Text(
            "These quantities are claimed for a common day and their ranges do not meet.",
            "كميات تذكرها الإفادات ليوم واحد ولا تلتقي مجالاتها.",
        )
    if topic.type == "date":
        return Text(
            "These dates are claimed for the same thing and share no day.",
            "تواريخ تُذكر للأمر نفسه ولا يجمعها يوم.",
        )
    return Text("One claim denies what another states.", "إفادة تنفي ما تثبته أخرى.")


def _conflict(
    of_row: Mapping[int, str], named: list[str], place: str, topic: str, kind: ConflictKind, reason: Text
) -> Conflict:
    """Return a conflict of claims by row; ``named`` are those of its pairs, one pair after the other."""
    claims = tuple(of_row[row] for row in sorted(of_row))
    return Conflict(place, topic, claims, tuple(zip(named[::2], named[1::2], strict=True)), kind, reason)


def _states_exclude(columns: Columns, topic: Topic, first: Rows, second: Rows) -> NDArray[np.bool_]:
    """Whether a rule sets the states of each pair of rows against each other."""
    if not topic.exclusive:
        return np.zeros(len(first), bool)
    codes = {state.id: code for code, state in enumerate(topic.states)}
    count = len(codes)
    excluding = np.zeros(count * count, bool)
    for one, other in topic.exclusive:
        excluding[[codes[one] * count + codes[other], codes[other] * count + codes[one]]] = True
    found: NDArray[np.bool_] = excluding[(columns.low[first] * count + columns.low[second]).astype(np.int64)]
    return found
