"""Resolved dates and how they are written in EDTF."""

from calendar import monthrange
from dataclasses import dataclass

from mapview.domain.dates import civil, day_number, iso


@dataclass(frozen=True, slots=True)
class Stamp:
    """A resolved date: a year, month or day; or a season; or an interval; or a mask such as ``199X``.

    ``first`` and ``last`` are EDTF of an interval's ends, empty for an unknown one.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    first: str | None = None
    last: str | None = None
    mask: str = ""
    approximate: bool = False

    @property
    def edtf(self) -> str:
        """The date in EDTF."""
        mark = "~" if self.approximate else ""
        if self.mask:
            return self.mask + mark
        if self.first is not None or self.last is not None:
            return f"{_marked(self.first or '', mark)}/{_marked(self.last or '', mark)}"
        if self.year is None:
            return ""
        year = f"-{-self.year:04d}" if self.year < 0 else f"{self.year:04d}"
        if self.season:
            return f"{year}-{self.season}"
        month = f"-{self.month:02d}" if self.month else ""
        day = f"-{self.day:02d}" if self.day else ""
        return f"{year}{month}{day}{mark}"


def _marked(end: str, mark: str) -> str:
    return end + mark if end and not end.endswith("~") else end


def shifted(unit: str, offset: int, today: int) -> Stamp:
    """Return the day, week, month, year, decade or century that lies so many away from a day's own."""
    year, month, _ = civil(today)
    if unit == "day":
        return Stamp(*civil(today + offset))
    if unit == "week":
        monday = today - (today + 3) % 7 + 7 * offset
        return Stamp(first=iso(monday), last=iso(monday + 6))
    if unit == "month":
        months = year * 12 + month - 1 + offset
        return Stamp(months // 12, months % 12 + 1)
    if unit == "year":
        return Stamp(year + offset)
    if unit == "decade":
        return Stamp(mask=f"{year // 10 + offset:03d}X")
    return Stamp(mask=f"{year // 100 + offset:02d}XX")


def moved(day: int, unit: str, count: int) -> int:
    """Return the day that lies so many units away; the end of the month where it has no such day."""
    if unit in {"day", "week", "fortnight"}:
        return day + count * {"day": 1, "week": 7, "fortnight": 14}[unit]
    months = count * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month, of_month = civil(day)
    there = year * 12 + month - 1 + months
    year, month = there // 12, there % 12 + 1
    return day_number(year, month, min(of_month, monthrange((year - 1) % 400 + 1, month)[1]))


def part_of(stamp: Stamp, part: str) -> Stamp:  # noqa: PLR0911  # one return a form
    """Return the beginning, middle or end of a month, year, decade, century or interval."""
    if stamp.mask:
        return _part_of_mask(stamp.mask, part)
    if stamp.first and stamp.last:
        return _part_of_interval(stamp, part)
    if stamp.year is None or stamp.day or stamp.season:
        return stamp
    year = stamp.year
    if stamp.month:
        if part == "end":
            return Stamp(year, stamp.month, monthrange((year - 1) % 400 + 1, stamp.month)[1])
        return Stamp(mask=f"{year:04d}-{stamp.month:02d}-{ {'early': 0, 'start': 0, 'mid': 1, 'late': 2}[part] }X")
    if part == "end":
        return Stamp(year, 12, 31)
    if part == "start":
        return Stamp(year, 1, approximate=True)
    first, last = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}[part]
    return Stamp(first=f"{year:04d}-{first:02d}~", last=f"{year:04d}-{last:02d}~")


def _part_of_mask(mask: str, part: str) -> Stamp:
    """Return the early (years 0 to 3), mid (4 to 6) or late (7 to 9) part of a decade, thirds of a century."""
    century = mask.endswith("XX")
    base = int(mask.replace("X", "0")) if mask.replace("X", "0").isdecimal() else 0
    early, mid, late = ((0, 33), (34, 66), (67, 99)) if century else ((0, 3), (4, 6), (7, 9))
    first, last = {"early": early, "start": early, "mid": mid, "late": late, "end": late}[part]
    return Stamp(first=f"{base + first:04d}~", last=f"{base + last:04d}~")


def _part_of_interval(stamp: Stamp, part: str) -> Stamp:
    """Return the first, middle or last third of an interval of days, such as a week."""
    ends = [tuple(map(int, end.split("-"))) for end in (stamp.first or "", stamp.last or "") if end.count("-") == 2]
    if len(ends) < 2:
        return stamp
    first, last = (day_number(*end) for end in ends)
    third = (last - first + 1) // 3
    if part == "end":
        return Stamp(*civil(last))
    if part in {"early", "start"}:
        last = first + max(third - 1, 0)
    elif part == "mid":
        first, last = first + third, last - third
    else:
        first = last - max(third - 1, 0)
    return Stamp(first=iso(first), last=iso(last), approximate=True)


def between(first: Stamp, second: Stamp) -> Stamp:
    """Return the interval from the beginning of one date to the end of another."""
    start = first.first if first.first is not None else first.edtf
    end = second.last if second.last is not None else second.edtf
    return Stamp(first=start, last=end)
