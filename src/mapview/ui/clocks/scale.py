"""Where days lie along the time axis, and which of them bear a tick and in which words; knows no toolkit."""

import bisect
from dataclasses import dataclass

from mapview.domain.dates import civil, day_number
from mapview.domain.snapshot import Language
from mapview.render.texts import date_words, in_digits, month_names

NARROWEST_DAYS = 7.0
_LABEL_GAP_PX = 14
_MONTH_STEPS = (1, 3, 6)
_DAY_LETTERS, _YEAR_LETTERS = 2.6, 4.5
_MONTH_LETTERS: dict[Language, float] = {"en": 4.5, "ar": 10.0}
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of days laid along some pixels.

    ``first`` is the day at the beginning, with a fraction; ``per_day`` the pixels of a day. With ``mirrored`` time
    runs from right to left.
    """

    first: float
    per_day: float
    width: int
    mirrored: bool = False

    @classmethod
    def of(cls, first: float, last: float, width: int, *, mirrored: bool = False) -> "Scale":
        """Lay the days from ``first`` to the end of ``last`` along a width."""
        return cls(first, width / max(last + 1 - first, 1), width, mirrored)

    @property
    def last(self) -> float:
        """The last day that is seen, with a fraction."""
        return self.first + self.width / self.per_day - 1

    def x(self, day: float) -> float:
        """Return where a day begins, in pixels from the left (its right end if mirrored)."""
        x = (day - self.first) * self.per_day
        return self.width - x if self.mirrored else x

    def day(self, x: float) -> int:
        """Return the day that lies at a pixel."""
        return int(self.day_at(x) // 1)

    def day_at(self, x: float) -> float:
        """Return the day that lies at a pixel, with a fraction."""
        along = self.width - x if self.mirrored else x
        return along / self.per_day + self.first

    def zoomed(self, factor: float, about_x: float, limits: tuple[float, float]) -> "Scale":
        """Show ``factor`` times as many days with the day under a pixel kept there, within limits."""
        along = self.width - about_x if self.mirrored else about_x
        kept = self.first + along / self.per_day
        whole = limits[1] + 1 - limits[0]
        days = min(max(self.width / self.per_day * factor, NARROWEST_DAYS), whole)
        first = kept - along / self.width * days
        return self._starting_at(first, days, limits)

    def moved(self, days: float, limits: tuple[float, float]) -> "Scale":
        """Show what lies some days later, within limits."""
        return self._starting_at(self.first + days, self.width / self.per_day, limits)

    def _starting_at(self, first: float, days: float, limits: tuple[float, float]) -> "Scale":
        low, high = limits[0], max(limits[1] + 1 - days, limits[0])
        return Scale(min(max(first, low), high), self.width / days, self.width, self.mirrored)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis: its day, its words, and whether it begins a larger unit."""

    day: int
    words: str
    major: bool


def ticks(scale: Scale, language: Language, text_px: float) -> list[Tick]:
    """Return the ticks of the days that are seen, in the finest unit whose words find room.

    Parameters
    ----------
    text_px
        Width of a common letter in pixels.
    """

    def fits(days: float, letters: float) -> bool:
        return days * scale.per_day >= letters * text_px + _LABEL_GAP_PX

    if fits(1, _DAY_LETTERS):
        return _days(scale, language)
    if fits(7, _DAY_LETTERS):
        return _weeks(scale, language)
    for months in _MONTH_STEPS:
        if fits(months * 30.4, _MONTH_LETTERS[language]):
            return _months(scale, language, months)
    for years in _YEAR_STEPS:
        if fits(years * 365.25, _YEAR_LETTERS):
            return _years(scale, language, years)
    return _years(scale, language, _YEAR_STEPS[-1])


def _days(scale: Scale, language: Language) -> list[Tick]:
    days = range(int(scale.first), int(scale.last) + 2)
    return [Tick(day, in_digits(str(civil(day)[2]), language), civil(day)[2] == 1) for day in days]


def _weeks(scale: Scale, language: Language) -> list[Tick]:
    """Days 1, 8, 15 and 22 of each month, so that months begin with a tick."""
    days = range(int(scale.first), int(scale.last) + 2)
    return [
        Tick(day, in_digits(str(civil(day)[2]), language), civil(day)[2] == 1)
        for day in days
        if civil(day)[2] in {1, 8, 15, 22}
    ]


def _months(scale: Scale, language: Language, step: int) -> list[Tick]:
    found = []
    year, month, _ = civil(int(scale.first))
    month -= (month - 1) % step
    while (day := day_number(year, month, 1)) <= scale.last + 1:
        found.append(Tick(day, _short_month(month, language), month == 1))
        year, month = (year, month + step) if month + step <= 12 else (year + 1, 1)
    return found


def _years(scale: Scale, language: Language, step: int) -> list[Tick]:
    first, last = civil(int(scale.first))[0], civil(int(scale.last))[0] + 1
    years = range(first - first % step, last + 1, step)
    return [
        Tick(day_number(year, 1, 1), date_words(_edtf_year(year), language), year % (10 * step) == 0) for year in years
    ]


def headings(scale: Scale, found: list[Tick], language: Language) -> list[tuple[int, str]]:
    """Return the larger units above the ticks, as (first day, words): months above days, years above months."""
    if len(found) < 2:
        return []
    apart = found[1].day - found[0].day
    if apart >= 365:
        return []
    heads = []
    year, month, _ = civil(int(scale.first))
    by_month = apart <= 10
    month = month if by_month else 1
    while (day := day_number(year, month, 1)) <= scale.last:
        edtf = f"{_edtf_year(year)}-{month:02d}" if by_month else _edtf_year(year)
        heads.append((day, date_words(edtf, language)))
        year, month = (year, month + 1) if by_month and month < 12 else (year + 1, 1)
    return heads


def month_later(day: int, months: int) -> int:
    """Return the same day some months later, at most the last of its month.

    Examples
    --------
    >>> civil(month_later(day_number(2026, 1, 31), 1))
    (2026, 2, 28)
    """
    year, month, of_month = civil(day)
    years, month_index = divmod(month - 1 + months, 12)
    year, month = year + years, month_index + 1
    end = day_number(year + month // 12, month % 12 + 1, 1) - 1
    return min(day_number(year, month, 1) + of_month - 1, end)


def bin_edges(scale: Scale, narrowest_px: float) -> list[int]:
    """Return days, rising, that cut what is seen into stretches of equal numbers of days, none narrower than that."""
    step = max(1, -(-narrowest_px // scale.per_day))
    first, last = int(scale.first), int(scale.last) + 1
    start = int(first - first % step)
    return list(range(start, int(last + 2 * step), int(step)))


def nearest(days: list[int], day: int) -> int | None:
    """Return the day of a rising list that lies nearest."""
    at = bisect.bisect_left(days, day)
    return min(days[max(at - 1, 0) : at + 1], key=lambda other: abs(other - day), default=None)


def _short_month(month: int, language: Language) -> str:
    """Arabic has no shorter month names."""
    name = month_names(language)[month - 1]
    return name[:3] if language == "en" else name


def _edtf_year(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04d}"
