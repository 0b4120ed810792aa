"""Columns after an edit: only the rows that it touches are made anew, the others are moved or shared."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapview.domain import buffers
from mapview.domain.changes import Change, Macro, Put, Remove, kind_of
from mapview.domain.coded import coded, fields_of
from mapview.domain.columns import ARRAYS, DENIED, Columns, columns_of, group_numbers
from mapview.domain.conflicts import Pairs, Rows, pairs_with, without
from mapview.domain.model import Project, Topic

#: Ids by kind.
Touched = Mapping[str, Collection[str]]

#: An edit of more claims than this share of all is not worth moving the others.
_MANY = 0.05
#: So few rows are looked for one by one.
_FEW = 8
#: So few rows are compared to find out that a column stays the same.
_NEAR = 10_000


@dataclass(frozen=True, slots=True)
class Edited:
    """The columns after an edit, and how rows before it became rows after it.

    ``before`` is the number of rows before the edit. ``removed`` are rows before the edit, ``added`` rows after it,
    both rising; a claim that was changed is in both. ``inserted`` says before which of the remaining rows each added
    one stands. ``groups`` are the groups of the added rows, None if a group has come or gone. ``judged`` are the
    positions of the topics whose rules are others now.
    """

    columns: Columns
    before: int
    claims: Collection[str]
    removed: Rows
    added: Rows
    inserted: Rows
    groups: Rows | None
    judged: Rows

    @property
    def in_place(self) -> bool:
        """Whether the rows that were not touched stand where they stood."""
        return np.array_equal(self.removed, self.added)

    def moved(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where rows that remain stand after the edit."""
        if self.in_place:
            return rows
        if len(self.removed) + len(self.inserted) <= _FEW:
            found = rows.copy()
            for row in self.removed[::-1].tolist():
                found -= found > row
            for number, row in enumerate(self.inserted.tolist()):
                found += found >= row + number
            return found
        kept = rows - np.searchsorted(self.removed, rows)
        return kept + np.searchsorted(self.inserted, kept, side="right")

    def moved_starts(self, starts: Rows, group: NDArray[np.int64]) -> Rows | None:
        """Return where the groups start after the edit, None if other groups are there.

        Parameters
        ----------
        starts, group
            Before the edit: where the groups start, and the group of each row.
        """
        if self.columns.group is group:
            return starts
        if self.groups is None or self.in_place:
            return None
        found = self.moved(starts)
        np.minimum.at(found, self.columns.group[self.added], self.added)
        return found

    def untouched(self, claims: Iterable[str]) -> bool:
        """Whether none of some claims was touched."""
        return not any(claim in self.claims for claim in claims)

    def candidates(self) -> tuple[Rows, Rows]:
        """Return the pairs of rows after the edit of which one is new: (first, second), first the lesser."""
        return pairs_with(self.columns.group, self.added)

    def remaining(self, pairs: Pairs) -> Pairs:
        """Return the pairs of rows before the edit of which both are still there, as rows after it."""
        kept = pairs
        if 0 < len(self.removed) <= _FEW:
            gone = np.zeros(len(pairs), bool)
            for row in self.removed.tolist():
                gone |= (pairs[:, 0] == row) | (pairs[:, 1] == row)
            kept = without(pairs, np.flatnonzero(gone))
        elif len(self.removed):
            out = np.zeros(self.before, bool)
            out[self.removed] = True
            kept = without(pairs, np.flatnonzero(out[pairs[:, 0]] | out[pairs[:, 1]]))
        return self.moved(kept)

    def by_same_rules(self, pairs: Pairs) -> Pairs:
        """Return those of some pairs of rows after the edit that clash whatever has become of the rules."""
        if not len(self.judged):
            return pairs
        judged = np.zeros(len(self.columns.topic_ids), bool)
        judged[self.judged] = True
        first, second = np.ascontiguousarray(pairs.T)
        flags = self.columns.flags
        by_rule = ((flags[first] | flags[second]) & DENIED) == 0
        return without(pairs, np.flatnonzero(judged[self.columns.topic[first]] & by_rule))


def touched_by(change: Change) -> Touched:
    """Return the ids that a change puts or removes, by kind."""
    found: dict[str, set[str]] = {}
    _touch(change, found)
    return found


def edited(columns: Columns, before: Project, after: Project, touched: Touched) -> Edited | None:
    """Return the columns after an edit, None if they are better built from the beginning.

    Parameters
    ----------
    columns
        Of the project before.
    touched
        What may have changed.

    Raises
    ------
    BadDateError
        If a date is no EDTF.
    """
    claims = touched.get("claims", ())
    if len(claims) > _MANY * len(columns) + 100:
        return None
    removed = np.array(
        sorted(row for claim in claims if claim in before.claims for row in _row(columns, before, claim)), np.int64
    )
    base = _recoded(columns, before, after, touched)
    if base is None:
        return None
    topics = list(after.topics.values())
    made = columns_of(
        coded(fields_of(after.claims[claim] for claim in claims if claim in after.claims)),
        topics,
        base.register,
        base.names,
        base.said,
        base.text_codes,
    )
    place_before = np.array([_place_among(base, made, row) for row in range(len(made))], np.int64)
    inserted = place_before - np.searchsorted(removed, place_before)
    judged = [
        base.register.topics.at[topic]
        for topic in touched.get("topics", ())
        if topic in before.topics and topic in after.topics and _rule(before, topic) != _rule(after, topic)
    ]
    found = Edited(
        columns=base,
        before=len(columns),
        claims=claims,
        removed=removed,
        added=inserted + np.arange(len(made)),
        inserted=inserted,
        groups=_groups_among(base, made, removed),
        judged=np.array(sorted(judged), np.int64),
    )
    return replace(found, columns=_spliced(base, made, found))


def _touch(change: Change, found: dict[str, set[str]]) -> None:
    if isinstance(change, Macro):
        for step in change.changes:
            _touch(step, found)
    elif isinstance(change, Put):
        found.setdefault(kind_of(change.entity), set()).add(change.entity.id)
    elif isinstance(change, Remove):
        found.setdefault(change.kind, set()).add(change.id)


def _row(columns: Columns, before: Project, claim: str) -> tuple[int, ...]:
    row = columns.row_of(before.claims[claim])
    return () if row is None else (row,)


def _recoded(columns: Columns, before: Project, after: Project, touched: Touched) -> Columns | None:
    """Return the columns with the codes of the places, topics, sources and utterances after the edit."""
    old = columns.register
    new = old.after(after, touched)
    arrays: dict[str, Any] = {}
    for name, was, now in (
        ("place", old.places, new.places),
        ("topic", old.topics, new.topics),
        ("source", old.sources, new.sources),
        ("utterance", old.utterances, new.utterances),
    ):
        moves = was.moves(now)
        if moves is not None:
            column = getattr(columns, name)
            found = np.where(column < 0, -1, moves[column]) if name == "utterance" else moves[column]
            staying = moves[moves >= 0]
            # Rows of what is gone, or an order of places that rows must follow.
            if ((found < 0) & (column >= 0)).any() or (np.diff(staying) < 0).any():
                return None
            arrays[name] = found.astype(column.dtype)
    source, utterance = arrays.get("source", columns.source), arrays.get("utterance", columns.utterance)
    if "source" in arrays or not np.array_equal(new.known[: len(old.known)], old.known):
        arrays["known"] = new.known[source]
    if "source" in arrays or "utterance" in arrays or not np.array_equal(new.voice[: len(old.voice)], old.voice):
        arrays["voice"] = new.voices(source, utterance)
    recoded = replace(columns, register=new, **arrays)
    return _with_states(recoded, before, after, touched)


def _with_states(columns: Columns, before: Project, after: Project, touched: Touched) -> Columns | None:
    """Return the columns with the codes that the states of touched topics have now."""
    low, high = columns.low, columns.high
    for name in touched.get("topics", ()):
        if name not in before.topics or name not in after.topics:
            continue
        was, now = before.topics[name], after.topics[name]
        if was.type != now.type:
            return None
        if was.type == "state" and _states(was) != _states(now)[: len(was.states)]:
            codes = {state: code for code, state in enumerate(_states(now))}
            table = np.array([codes.get(state, -1) for state in _states(was)], np.float64)
            rows = np.flatnonzero(columns.topic == columns.register.topics.at[name])
            low, high = buffers.copied(low), buffers.copied(high)
            low[rows] = high[rows] = table[low[rows].astype(np.int64)]
    return replace(columns, low=low, high=high)


def _rule(project: Project, name: str) -> tuple[object, ...]:
    topic = project.topics[name]
    return topic.type, topic.exclusive, topic.apart


def _states(topic: Topic) -> list[str]:
    return [state.id for state in topic.states]


def _place_among(columns: Columns, made: Columns, row: int) -> int:
    """Return how many rows of the columns stand before a row of others."""
    rows = columns.rows_of_place(int(made.place[row]))
    first, end = rows.start, rows.stop
    for name in ("topic", "earliest"):
        column, key = getattr(columns, name), getattr(made, name)[row : row + 1]
        first, end = (
            first + int(np.searchsorted(column[first:end], key)[0]),
            first + int(np.searchsorted(column[first:end], key, side="right")[0]),
        )
    return bisect_left(columns.ids, made.ids[row], first, end)


def _spliced(base: Columns, made: Columns, found: Edited) -> Columns:
    """Return the columns with some rows taken out and others put in."""
    if found.in_place:
        return _patched(base, made, found.added)
    runs = list(_runs(len(base), found))
    arrays: dict[str, Any] = {
        name: _spliced_column(getattr(base, name), getattr(made, name), found, runs) for name in ARRAYS
    }
    if found.groups is None:
        return replace(base, group=group_numbers(arrays["place"], arrays["topic"]), **arrays)
    return replace(base, group=_spliced_column(base.group, found.groups, found, runs), **arrays)


def _groups_among(base: Columns, made: Columns, removed: Rows) -> Rows | None:
    """Return the groups that other rows belong to, None if a group comes or one of rows to be removed goes."""
    found = []
    for place, topic in zip(made.place.tolist(), made.topic[:, None], strict=True):
        rows = base.rows_of_place(place)
        row = rows.start + int(np.searchsorted(base.topic[rows], topic)[0])
        if row == rows.stop or base.topic[row] != topic[0]:
            return None
        found.append(int(base.group[row]))
    for group in base.group[removed].tolist():
        first, end = np.searchsorted(base.group, [group, group + 1])
        if end - first + found.count(group) <= np.count_nonzero((first <= removed) & (removed < end)):
            return None
    return np.array(found, np.int64)


def _spliced_column(
    column: NDArray[Any], fresh: NDArray[Any], found: Edited, runs: list[tuple[int, int, int]]
) -> NDArray[Any]:
    if len(found.removed) == len(found.added):
        # All that changes lies between the first and the last row that came or went.
        first, last = min(found.removed[0], found.added[0]), max(found.removed[-1], found.added[-1])
        was = column[first : last + 1]
        if len(was) < _NEAR:
            now = np.insert(np.delete(was, found.removed - first), found.inserted - first, fresh)
            if np.array_equal(now, was, equal_nan=column.dtype.kind == "f"):
                return column
    spliced = buffers.empty(len(column) - len(found.removed) + len(fresh), column.dtype)
    for old, new, count in runs:
        spliced[new : new + count] = column[old : old + count]
    spliced[found.added] = fresh
    return spliced


def _patched(base: Columns, made: Columns, rows: Rows) -> Columns:
    """Return the columns with other contents in some rows; columns that stay the same are shared."""
    arrays: dict[str, Any] = {}
    for name in ARRAYS:
        column, fresh = getattr(base, name), getattr(made, name)
        if not np.array_equal(column[rows], fresh, equal_nan=column.dtype.kind == "f"):
            arrays[name] = buffers.copied(column)
            arrays[name][rows] = fresh
    if "place" in arrays or "topic" in arrays:
        arrays["group"] = group_numbers(arrays.get("place", base.place), arrays.get("topic", base.topic))
    return replace(base, **arrays)


def _runs(count: int, found: Edited) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of rows that stay together: the first one before the edit, where it stands now, how many."""
    gaps = found.removed - np.arange(len(found.removed))
    remaining = count - len(found.removed)
    cuts = np.unique(np.concatenate([[0], gaps, found.inserted, [remaining]]))
    starts = cuts[:-1]
    old = starts + np.searchsorted(gaps, starts, side="right")
    new = starts + np.searchsorted(found.inserted, starts, side="right")
    yield from zip(old.tolist(), new.tolist(), np.diff(cuts).tolist(), strict=True)
