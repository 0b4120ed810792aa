"""Where the two clocks stand: the event time with its mode, and the known time, which may follow the event time.

An event time is written so that its mode can be told: a date is an instant, two dates are a range, and what is open at
its beginning is everything up to its end.

>>> january = Clocks(Span(20454, 20454), known="locked")
>>> january.known_day, january.on(20460).known_day
(20454, 20460)
>>> Clocks(Span(20454, 20460), "range").on(20470).days
(20464, 20470)
"""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from mapview.domain.dates import Span, civil, iso, parse

#: A day (or the days of one date); a stretch of days that moves as a whole; everything from the first day on.
TimeMode = Literal["instant", "range", "cumulative"]

TIME_MODES: tuple[TimeMode, ...] = get_args(TimeMode)


@dataclass(frozen=True, slots=True)
class Clocks:
    """An event time, closed on both sides, and a known time.

    ``known`` is the day up to which sources count, None for all of them, or ``locked``: the last day of the event
    time, so that a view shows what a reader could have known then.
    """

    at: Span
    mode: TimeMode = "instant"
    known: int | Literal["locked"] | None = None

    @property
    def days(self) -> tuple[int, int]:
        """First and last day of the event time, from 1970-01-01."""
        assert self.at.earliest is not None and self.at.latest is not None, "only closed spans are set"  # noqa: S101, PT018
        return self.at.earliest, self.at.latest

    @property
    def known_day(self) -> int | None:
        """The day up to which sources count; None: all of them."""
        return self.days[1] if self.known == "locked" else self.known

    def on(self, day: int) -> "Clocks":
        """Move the event time so that it ends on a day: all of a range, the end alone of what is cumulative."""
        first, last = self.days
        begin = {"instant": day, "range": day - (last - first), "cumulative": min(first, day)}[self.mode]
        return replace(self, at=Span(begin, day))

    def in_mode(self, mode: TimeMode, first: int) -> "Clocks":
        """Change the mode; what is cumulative begins on ``first``, and a range becomes the day on which it ends."""
        last = self.days[1]
        at = {"instant": Span(last, last), "range": self.at, "cumulative": Span(min(first, last), last)}[mode]
        return replace(self, at=at, mode=mode)


def written(at: Span, mode: TimeMode) -> str:
    """Return an event time in EDTF, from which its mode can be told.

    Examples
    --------
    >>> written(parse("2026-01"), "instant"), written(parse("2026-01"), "range")
    ('2026-01', '2026-01-01/2026-01-31')
    >>> written(parse("2026-01"), "cumulative"), written(Span(None, None), "range")
    ('../2026-01-31', '../..')
    """
    first, last = iso(at.earliest) or "..", iso(at.latest) or ".."
    if mode == "cumulative":
        return f"../{last}"
    if mode == "instant" and at.earliest is not None:
        year, month, _ = civil(at.earliest)
        wider: tuple[str, ...] = (f"{year:04d}-{month:02d}", f"{year:04d}") if year >= 0 else ()
        for date in (first, *wider):
            if parse(date) == at:
                return date
    return f"{first}/{last}"


def mode_of(at: str) -> TimeMode:
    """Return the mode of an event time that is written in EDTF.

    Raises
    ------
    BadDateError
        If it is no date.
    """
    if parse(at).earliest is None:
        return "cumulative"
    return "range" if "/" in at else "instant"
