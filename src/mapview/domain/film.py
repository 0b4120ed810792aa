"""The event times that a film passes through, or that small multiples show: which days each frame shows.

>>> january = Film(first=20454, last=20484, step=Step(7, "d"))
>>> [(one.first, one.last) for one in frames(january)]
[(20454, 20460), (20461, 20467), (20468, 20474), (20475, 20481), (20482, 20484)]
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mapview.domain.columns import known_from
from mapview.domain.course import busiest
from mapview.domain.dates import Span, civil, day_number
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError

Unit = Literal["d", "m", "y"]

#: More frames than this take longer than anybody waits, and make files that nobody can send.
MOST_FRAMES = 2000
#: More maps than this on one sheet are too small to be read.
MOST_MAPS = 48
#: About as many as a film has if nobody says how many.
_USUAL_FRAMES = 120
_FORM = re.compile(r"(\d{1,4})([dmy])")


@dataclass(frozen=True, slots=True)
class Step:
    """A number of days, calendar months or calendar years."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        """Return it as it is written: ``7d``."""
        return f"{self.count}{self.unit}"

    @classmethod
    def parse(cls, text: str) -> "Step":
        """Read ``1d``, ``7d``, ``1m`` or ``10y``.

        Raises
        ------
        BadInputError
            If it is none of these.
        """
        found = _FORM.fullmatch(text.strip())
        if found is None or int(found[1]) == 0:
            raise BadInputError(f"{text!r} is no step: write a number of days, months or years, such as 7d, 1m or 1y.")
        unit: Unit = "d" if found[2] == "d" else "m" if found[2] == "m" else "y"
        return cls(int(found[1]), unit)

    def after(self, day: int) -> int:
        """Return the first day of the step that follows the one with this day.

        Months and years are those of the calendar, counted from the year 0, so that ``3m`` are its quarters; days are
        counted from the day itself.
        """
        if self.unit == "d":
            return day + self.count
        months = self.count * (12 if self.unit == "y" else 1)
        year, month, _ = civil(day)
        following = ((year * 12 + month - 1) // months + 1) * months
        return day_number(following // 12, following % 12 + 1, 1)


_USUAL_STEPS = tuple(
    Step.parse(text)
    for text in ("1d", "2d", "7d", "14d", "1m", "3m", "6m", "1y", "2y", "5y", "10y", "25y", "50y", "100y")
)


@dataclass(frozen=True, slots=True)
class Film:
    """The event times that an animation passes through: days from 1970-01-01, both ends included.

    Each frame lasts a ``frames_per_second``-th of a second and shows the claims in force on any day of its ``window``:
    the days of the step (None), another stretch that begins where the step does, or all days from the first one of the
    film (``all``). With ``known_follows`` it counts only sources known by its last day. With ``skip_unchanged`` a
    frame on which the same claims hold and the same sources are known as on the one before is left out, and that one
    stands for both.
    """

    first: int
    last: int
    step: Step
    frames_per_second: float = 4.0
    skip_unchanged: bool = False
    window: Step | Literal["all"] | None = None
    known_follows: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What a frame shows, ``first`` to ``last`` as known on a day (None: everything), and what it stands for.

    ``until`` is the last day of the last frame that it stands for, ``known_until`` the known time of that one;
    ``count`` is for how many frames it stays.
    """

    first: int
    last: int
    known: int | None = None
    until: int = 0
    known_until: int | None = None
    count: int = 1

    @property
    def at(self) -> Span:
        """The event time that it shows."""
        return Span(self.first, self.last)

    @property
    def stands_for(self) -> Span:
        """The event time that it says."""
        return Span(self.first, self.until)


def frame_of(at: Span, known: int | None) -> Frame:
    """Return the frame that shows an event time, closed on both sides."""
    assert at.earliest is not None and at.latest is not None, "only closed spans are shown one by one"  # noqa: S101, PT018
    return Frame(at.earliest, at.latest, known, at.latest, known)


def frames(film: Film, known: int | None = None) -> tuple[Frame, ...]:
    """Return the frames of a film in their order, the unchanged ones among them.

    Parameters
    ----------
    film
        From when to when, and how.
    known
        The known time of all frames, unless it follows the event time.

    Raises
    ------
    BadInputError
        If it ends before it begins, has more than :data:`MOST_FRAMES` frames, or its rate is none.
    """
    if film.last < film.first:
        raise BadInputError("The film ends before it begins: give --from and --to in the order of time.")
    if not 0.1 <= film.frames_per_second <= 60:
        raise BadInputError("A film has 0.1 to 60 frames per second, such as --fps 4.")
    found = []
    for start in _starts(film):
        begin, end = _window(film, start)
        end = min(end, film.last)
        day = end if film.known_follows else known
        found.append(Frame(begin, end, day, end, day))
    return tuple(found)


def _starts(film: Film) -> Iterator[int]:
    count = _count(film)
    if count > MOST_FRAMES:
        raise BadInputError(
            f"The film would have {count} frames, more than {MOST_FRAMES}: choose a longer step or a shorter time."
        )
    start = film.first
    while start <= film.last:
        yield start
        start = film.step.after(start)


def _count(film: Film) -> int:
    """How many frames there are, to the frame for days, within one for months and years."""
    step = film.step
    if step.unit == "d":
        return (film.last - film.first) // step.count + 1
    (year, month, _), (last_year, last_month, _) = civil(film.first), civil(film.last)
    months = (last_year * 12 + last_month) - (year * 12 + month)
    return months // (step.count * (12 if step.unit == "y" else 1)) + 1


def _window(film: Film, start: int) -> tuple[int, int]:
    if film.window == "all":
        return film.first, film.step.after(start) - 1
    return start, (film.window or film.step).after(start) - 1


def evenly_spread(first: int, last: int, count: int) -> tuple[Span, ...]:
    """Return the event times of so many maps on one sheet, at least two, from a first day to a last one.

    Examples
    --------
    >>> [at.earliest for at in evenly_spread(0, 10, 3)]
    [0, 5, 10]
    """
    days = [first + round((last - first) * number / (count - 1)) for number in range(count)]
    return tuple(Span(day, day) for day in days)


def days_between(timeline: Timeline, first: int | None, last: int | None, known: int | None = None) -> tuple[int, int]:
    """Return from which day to which a film goes: those that are asked for, else those of the busiest stretch.

    Where the other end leaves that out, it is the timeline's whole span that counts.

    Parameters
    ----------
    first, last
        Days that are asked for, None for what is usual.
    known
        The day up to which sources count, None for all.

    Raises
    ------
    BadInputError
        If an end is not asked for and the timeline has no dates.
    """
    if first is not None and last is not None:
        return first, last
    whole = timeline.span
    if whole is None:
        raise BadInputError("The timeline has no dates: say from when to when it goes.")
    left, right = busiest(timeline.changes(known)) or whole
    usual = max(math.floor(left), whole[0]), min(math.ceil(right), whole[1])
    if first is not None:
        return first, usual[1] if first < usual[1] else whole[1]
    if last is not None:
        return usual[0] if usual[0] < last else whole[0], last
    return usual


def usual_step(first: int, last: int) -> Step:
    """Return the shortest usual step with which a film has not many more than a hundred frames."""
    for step in _USUAL_STEPS:
        if _count(Film(first, last, step)) <= _USUAL_FRAMES:
            return step
    return _USUAL_STEPS[-1]


def without_unchanged(shown: Sequence[Frame], timeline: Timeline) -> tuple[Frame, ...]:
    """Return the frames without those on which nothing is other than on the one before.

    A frame stands for those left out after it: it says all their days, if they follow each other without a gap;
    else it says its own and stays as long as all of them.
    """
    changed = changes(shown, timeline)
    kept: list[Frame] = []
    for frame, differs in zip(shown, changed.tolist(), strict=True):
        if differs or not kept:
            kept.append(frame)
        elif frame.first <= kept[-1].until + 1:
            kept[-1] = replace(kept[-1], until=frame.until, known_until=frame.known_until)
        else:
            kept[-1] = replace(kept[-1], count=kept[-1].count + frame.count)
    return tuple(kept)


def changes(shown: Sequence[Frame], timeline: Timeline) -> NDArray[np.bool_]:
    """Return whether other claims hold on each frame than on the one before, or another source is known on it.

    Parameters
    ----------
    shown
        Frames whose first days, last days and known times do not go back.

    Returns
    -------
    One for each frame; the first one differs.
    """
    begin, end = _shown_from_to(shown, timeline)
    found = np.zeros(len(shown) + 1, bool)
    found[0] = True
    found[begin] = True
    found[end + 1] = True
    if shown[0].known is not None:
        known = np.array([frame.known for frame in shown], np.int64)
        found[np.searchsorted(known, [known_from(source) for source in timeline.project.sources.values()])] = True
    return found[:-1]


def _shown_from_to(shown: Sequence[Frame], timeline: Timeline) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and the last frame on which each claim is shown, of those that are shown at all."""
    rows = timeline.columns
    first = np.array([frame.first for frame in shown])
    last = np.array([frame.last for frame in shown])
    begin = np.searchsorted(last, rows.earliest)
    if shown[0].known is not None:
        known = np.array([frame.known for frame in shown], np.int64)
        begin = np.maximum(begin, np.searchsorted(known, rows.known))
    end = np.searchsorted(first, rows.latest, side="right") - 1
    is_shown = begin <= end
    return begin[is_shown], end[is_shown]
