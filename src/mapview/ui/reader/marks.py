"""Stretches of a text that the reader marks: claims, and what was read in it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

MarkKind = Literal["claim", "chosen", "place", "date", "quantity", "speaker"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text from ``start`` to ``end``, in code points, end exclusive.

    ``id`` is the claim's; ``tip`` is said of it when the mouse rests on it; ``doubtful`` tells a disputed claim, or
    a place that may be another.
    """

    start: int
    end: int
    kind: MarkKind
    id: str = ""
    tip: str = ""
    doubtful: bool = False


class Marks:
    """Marks in the order of the text, found quickly by where they stand.

    Examples
    --------
    >>> marks = Marks([Mark(5, 9, "claim", "b"), Mark(0, 6, "claim", "a")])
    >>> [mark.id for mark in marks.between(5, 6)], [mark.id for mark in marks.between(6, 7)]
    (['a', 'b'], ['b'])
    """

    def __init__(self, marks: Sequence[Mark] = ()) -> None:
        self.all = tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.id)))
        self._starts = [mark.start for mark in self.all]
        # How far the marks up to each one reach.
        self._reach = list(accumulate((mark.end for mark in self.all), max))

    def between(self, start: int, end: int) -> list[Mark]:
        """Return the marks that share a code point with a stretch."""
        last = bisect_left(self._starts, end)
        first = bisect_left(self._reach, start + 1, 0, last)
        return [mark for mark in self.all[first:last] if mark.end > start]

    def beside(self, start: int, end: int, direction: int) -> Mark | None:
        """Return the next (1) or the previous (-1) mark as seen from one that stands there, round the ends."""
        if not self.all:
            return None
        keys = [(mark.start, -mark.end) for mark in self.all]
        if direction > 0:
            at = bisect_left(keys, (start, -end + 1))
            return self.all[at % len(keys)]
        return self.all[bisect_left(keys, (start, -end)) - 1]


def lanes(marks: Sequence[Mark]) -> list[int]:
    """Return for each mark, in their order, the lowest lane in which none before it still goes on.

    Examples
    --------
    >>> lanes([Mark(0, 6, "claim"), Mark(5, 9, "claim"), Mark(6, 8, "claim")])
    [0, 1, 0]
    """
    ends: list[int] = []
    found = []
    for mark in marks:
        lane = next((lane for lane, end in enumerate(ends) if end <= mark.start), len(ends))
        ends[lane : lane + 1] = [mark.end]
        found.append(lane)
    return found
