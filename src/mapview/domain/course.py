"""How a timeline runs over the days, as far as it is known: when something happens, and how much is claimed.

>>> from mapview.domain.model import Project, Text
>>> course = Course(Timeline.of(Project(Text("Empty"), start_topic="")))
>>> course.days("change").tolist(), course.next("claim", 1, (0, 0))
([], None)
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from mapview.domain.clocks import Clocks
from mapview.domain.columns import OPEN_END, OPEN_START, UNCERTAIN, UNCERTAIN_END, UNCERTAIN_START, Columns
from mapview.domain.conflicts import Pairs
from mapview.domain.filtering import Narrowed
from mapview.domain.histogram import Layer, Layers, histogram, layers
from mapview.domain.timeline import Timeline

#: Where one can go next: what is in force changes, a claim begins to be in force, two begin to clash and nobody has
#: settled that.
Stop = Literal["change", "claim", "conflict"]

STOPS: tuple[Stop, ...] = get_args(Stop)

#: A claim fades at a doubtful end of its date over this share of its span, down to so much of its strength.
_FADED_SHARE, _FAINTEST = 0.25, 0.3
#: Over so many days, where the span is open or its end unknown.
_OPEN_FADE_DAYS = 30
#: Of more changes than few, the busiest stretch has this share, and on either side so much of its length, in days.
_FEW, _MOST, _BESIDE, _LEAST_BESIDE = 8, 0.72, 0.06, 7.0

Days = NDArray[np.int64]


def busiest(days: Days) -> tuple[float, float] | None:
    """Return the shortest stretch with most of the days on which something happens, and a little on either side.

    Parameters
    ----------
    days
        Rising, such as :meth:`Timeline.changes` returns.

    Returns
    -------
    Its first and its last day; None if there are too few for one to stand out.

    Examples
    --------
    >>> busiest(np.array([0, 1000, 1010, 1020, 1030, 1040, 1050, 1060, 1070, 3000]))
    (993.0, 1067.0)
    """
    if len(days) < _FEW:
        return None
    many = int(len(days) * _MOST)
    start = int(np.argmin(days[many - 1 :] - days[: len(days) - many + 1]))
    first, last = float(days[start]), float(days[start + many - 1])
    beside = max((last - first) * _BESIDE, _LEAST_BESIDE)
    return first - beside, last + beside


class Course:
    """The days of a timeline at one known time, with some of its claims.

    Parameters
    ----------
    known
        The day up to which sources count, None for all; ``locked`` if each day is seen as it was known then, so that
        a claim begins no earlier than its source was known.
    narrowed
        The claims that count, from the timeline's facets, whatever their status, which hangs on the time; None: all.
    """

    def __init__(
        self, timeline: Timeline, known: int | Literal["locked"] | None = None, narrowed: Narrowed | None = None
    ) -> None:
        self._timeline = timeline
        self._locked = known == "locked"
        shown = timeline.view(None, None if known == "locked" else known, narrowed).heard
        self._counted = shown
        self._columns = _as_known_then(timeline.columns) if self._locked else timeline.columns
        if self._locked:
            shown = shown & (self._columns.earliest <= self._columns.latest)
        self._shown = shown
        self._layers: dict[Layer, Layers] = {}
        self._filled: tuple[tuple[int, int | None], Days] | None = None

    def days(self, stop: Stop) -> Days:
        """Return the days on which something happens, rising."""
        match stop:
            case "change":
                return self._changes
            case "claim":
                return self._starts
            case "conflict":
                return self._clashes

    def next(self, stop: Stop, direction: int, days: tuple[int, int]) -> int | None:
        """Return the first such day after (1) or the last one before (-1) some days, None if there is none."""
        found = self.days(stop)
        if direction > 0:
            at = int(np.searchsorted(found, days[1], side="right"))
            return int(found[at]) if at < len(found) else None
        at = int(np.searchsorted(found, days[0], side="left"))
        return int(found[at - 1]) if at else None

    def next_filled(self, direction: int, clocks: Clocks) -> int | None:
        """Return the nearest day after (1) or before (-1) an event time on which a claim would be shown, None if none.

        Parameters
        ----------
        clocks
            The event time, which ends on the day that is found once it is moved there; a range keeps its length, and
            what is cumulative its beginning.
        """
        first, last = clocks.days
        day = first if direction < 0 and clocks.mode == "instant" else last
        filled = self._filled_days(0 if clocks.mode == "instant" else last - first, clocks)
        at = int(np.searchsorted(filled, day, side="right" if direction > 0 else "left")) - (direction < 0)
        return int(filled[at]) if 0 <= at < len(filled) else None

    def layers(self, by: Layer) -> tuple[tuple[str, int], ...]:
        """Return the layers of a histogram: id or name, and number of claims whatever is known or narrowed."""
        found = self._layers_of(by)
        numbers = np.bincount(found.of_row, minlength=len(found.names)).tolist()
        return tuple(zip(found.names, numbers, strict=True))

    def histogram(self, edges: Days, by: Layer) -> NDArray[np.int64]:
        """Count the claims in force in each stretch of days, shape (layers, len(edges) - 1)."""
        return histogram(self._columns, self._rows, self._layers_of(by), edges)

    def strengths(self, edges: Days, by: Layer, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how firmly the claims stand that are counted in each stretch of days, 0.3 to 1.

        A certain date stands firmly. An uncertain or approximate start comes in over the first quarter of the span,
        such an end goes over the last one; if the other side is open, over 30 days. Where an end is unknown, the claim
        fades over the 30 days from the end that is known.

        Parameters
        ----------
        edges
            Of stretches of one length.
        counts
            What :meth:`histogram` counts in them.
        """
        found, columns = self._layers_of(by), self._columns
        doubtful = self._rows[(columns.flags[self._rows] & UNCERTAIN) > 0]
        if not len(doubtful):
            return np.ones(counts.shape)
        is_bounded = (columns.earliest[doubtful] != OPEN_START) | (columns.latest[doubtful] != OPEN_END)
        fading = doubtful[is_bounded]
        firm = counts - histogram(columns, fading, found, edges) + _faded(columns, fading, found, edges)
        return np.clip(firm / np.maximum(counts, 1), _FAINTEST, 1.0)

    def _filled_days(self, longer: int, clocks: Clocks) -> Days:
        """Return the days on which an event time, ``longer`` than a day by so many, may end that shows a claim."""
        since = clocks.days[0] if clocks.mode == "cumulative" else None
        key = (0 if since is not None else longer, since)
        if self._filled is None or self._filled[0] != key:
            columns, rows = self._timeline.columns, np.flatnonzero(self._counted)
            starts = columns.earliest[rows].astype(np.int64)
            if self._locked:
                starts = np.maximum(starts, columns.known[rows])
            ends = columns.latest[rows].astype(np.int64)
            # Of what is cumulative a claim that was in force since the beginning stays in sight.
            until = np.where(ends >= since, OPEN_END, OPEN_START) if since is not None else ends + longer
            self._filled = key, _covered(starts, until, self._timeline.span)
        return self._filled[1]

    @cached_property
    def _rows(self) -> Days:
        return np.flatnonzero(self._shown)

    @cached_property
    def _changes(self) -> Days:
        return self._marked(self._columns.earliest[self._rows], self._columns.latest[self._rows])

    @cached_property
    def _starts(self) -> Days:
        return self._marked(self._columns.earliest[self._rows], np.empty(0, np.int32))

    @cached_property
    def _clashes(self) -> Days:
        pairs: Pairs = self._timeline.open_pairs
        pairs = pairs[self._shown[pairs].all(axis=1)]
        starts = self._columns.earliest[pairs].max(axis=1, initial=OPEN_START)
        together = starts <= self._columns.latest[pairs].min(axis=1, initial=OPEN_END)
        return self._marked(starts[together], np.empty(0, np.int32))

    def _marked(self, starts: NDArray[np.int32], ends: NDArray[np.int32]) -> Days:
        """Return the finite days among first days, and those after last days, rising, each once."""
        starts, ends = starts[starts != OPEN_START], ends[ends != OPEN_END]
        if not len(starts) and not len(ends):
            return np.empty(0, np.int64)
        first = min(int(starts.min(initial=OPEN_END)), int(ends.min(initial=OPEN_END - 1)) + 1)
        last = max(int(starts.max(initial=OPEN_START)), int(ends.max(initial=OPEN_START)) + 1)
        # The calendar has seven million days, so that marking them is cheaper than sorting.
        marks = np.zeros(last - first + 1, bool)
        marks[starts - first] = True
        marks[ends - (first - 1)] = True
        return np.flatnonzero(marks) + first

    def _layers_of(self, by: Layer) -> Layers:
        if by not in self._layers:
            self._layers[by] = layers(self._timeline.columns, self._timeline.facets, by)
        return self._layers[by]


def _covered(starts: Days, ends: Days, span: tuple[int, int] | None) -> Days:
    """Return the days of a span, rising, that lie in any stretch from a start to an end."""
    if span is None:
        return np.empty(0, np.int64)
    low, high = span
    begins, ceases = np.clip(starts, low, high + 1), np.clip(ends + 1, low, high + 1)
    lasting = begins < ceases
    width = high - low + 2
    steps = np.bincount(begins[lasting] - low, minlength=width) - np.bincount(ceases[lasting] - low, minlength=width)
    return np.flatnonzero(steps.cumsum()[:-1]) + low


def _as_known_then(columns: Columns) -> Columns:
    return replace(columns, earliest=np.maximum(columns.earliest, columns.known))


def _faded(columns: Columns, rows: Days, found: Layers, edges: Days) -> NDArray[np.float64]:
    """Return the sum, by layer and stretch, of how far each claim has come in or gone at the middle of the stretch."""
    width = len(edges) - 1
    size = len(found.names) * (width + 1)
    base = found.of_row[rows].astype(np.int64) * (width + 1)
    slopes, offsets = np.zeros(size), np.zeros(size)
    # A sum of lines that each begin at a bend: slopes and offsets add up from left to right.
    for bends, sign, ramp, which in _bends(columns, rows, edges):
        at = base[which] + np.clip(np.ceil(bends), 0, width).astype(np.int64)
        slopes += np.bincount(at, sign / ramp, minlength=size)
        offsets += np.bincount(at, sign / ramp * bends, minlength=size)
    for steps, sign, which in _steps(columns, rows, edges):
        at = base[which] + np.clip(steps, 0, width)
        offsets -= np.bincount(at, np.full(len(at), sign), minlength=size)
    shape = (len(found.names), width + 1)
    lines = slopes.reshape(shape).cumsum(axis=1) * np.arange(width + 1) - offsets.reshape(shape).cumsum(axis=1)
    found_sums: NDArray[np.float64] = np.maximum(lines[:, :width], 0.0)
    return found_sums


def _bends(
    columns: Columns, rows: Days, edges: Days
) -> Iterator[tuple[NDArray[np.float64], float, NDArray[np.float64], NDArray[np.bool_]]]:
    """Yield where the strength of rows bends: at which stretches, up or down, over how many, and of which rows."""
    step = float(edges[1] - edges[0])
    starts = (columns.earliest[rows] - edges[0]) / step - 0.5
    ends = (columns.latest[rows] + 1.0 - edges[0]) / step - 0.5
    no_start, no_end = columns.earliest[rows] == OPEN_START, columns.latest[rows] == OPEN_END
    doubtful_start, doubtful_end = ((columns.flags[rows] & flag) > 0 for flag in (UNCERTAIN_START, UNCERTAIN_END))
    ramps = np.where(no_start | no_end, _OPEN_FADE_DAYS / step, (ends - starts) * _FADED_SHARE)
    # A claim that comes in at one end and fades from there as the other end is unknown gets half as firm at most.
    for doubtful, unknown, known, onward in (
        (doubtful_start & ~no_start, doubtful_end & no_end, starts, 1.0),
        (doubtful_end & ~no_end, doubtful_start & no_start, ends, -1.0),
    ):
        reach = np.where(unknown, 0.5, 1.0) * ramps * onward
        yield known[doubtful], 1.0, ramps[doubtful], doubtful
        yield (known + reach)[doubtful], -1.0, ramps[doubtful], doubtful
        begins = known + np.where(doubtful, 0.5, 0.0) * ramps * onward
        yield begins[unknown], -1.0, ramps[unknown], unknown
        yield (known + ramps * onward)[unknown], 1.0, ramps[unknown], unknown


def _steps(columns: Columns, rows: Days, edges: Days) -> Iterator[tuple[Days, float, NDArray[np.bool_]]]:
    """Yield in which stretches rows come in and go at once: at the ends that are sure, as far as they have such."""
    step = int(edges[1] - edges[0])
    earliest, latest, flags = columns.earliest[rows], columns.latest[rows], columns.flags[rows]
    sure_start, sure_end = (flags & UNCERTAIN_START) == 0, (flags & UNCERTAIN_END) == 0
    first = np.where(earliest == OPEN_START, edges[0], earliest)
    yield ((first - edges[0]) // step)[sure_start], 1.0, sure_start
    ending = sure_end & (latest != OPEN_END)
    yield ((latest - edges[0]) // step + 1)[ending], -1.0, ending
