"""Hijri dates to days of the Gregorian calendar."""

from datetime import date

from hijridate import Hijri

_EPOCH = date(1970, 1, 1).toordinal()
#: The Islamic calendar's first day, 19 July 622 in the Gregorian calendar, as a proleptic Gregorian ordinal.
_FIRST_DAY = date(622, 7, 19).toordinal()
#: Years that the tables of Umm al-Qura cover (``hijridate``).
_TABLED = range(1343, 1501)


def day_of(year: int, month: int, day: int) -> int:
    """Return the day, counted from 1970-01-01, of a Hijri date.

    From 1343 to 1500 it follows the calendar of Umm al-Qura, else the arithmetic one (leap years 2, 5, 7, 10, 13, 16,
    18, 21, 24, 26, 29 of thirty; Reingold and Dershowitz, Calendrical Calculations), which may be a day off.

    Examples
    --------
    >>> from mapview.domain.dates import iso
    >>> iso(day_of(1445, 9, 1)), iso(day_of(1, 1, 1))
    ('2024-03-11', '0622-07-19')
    """
    if year in _TABLED:
        first = Hijri(year, month, 1).to_gregorian()
        return date(first.year, first.month, first.day).toordinal() - _EPOCH + day - 1
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    return _FIRST_DAY + days - _EPOCH


def is_exact(year: int) -> bool:
    """Tell whether a Hijri year is in the tables."""
    return year in _TABLED


def month_of(day: int) -> tuple[int, int]:
    """Return the Hijri year and month of a day counted from 1970-01-01."""
    year = max(1, int((day + _EPOCH - _FIRST_DAY) / 354.367) + 1)
    while day_of(year, 1, 1) > day:
        year -= 1
    while day_of(year + 1, 1, 1) <= day:
        year += 1
    month = next(number for number in range(12, 0, -1) if day_of(year, number, 1) <= day)
    return year, month
