"""Dates of the Islamic calendar in a cell, by the tables of Umm al-Qura that ``hijridate`` holds."""

import re
from datetime import date
from typing import Literal

from hijridate import Hijri

from mapview.errors import BadInputError
from mapview.gazetteer.normalise import fold

#: The years of the tables; before and after them reckonings differ by days.
_TABLED = range(1343, 1501)
_MONTHS = (
    "محرم|المحرم|muharram", "صفر|safar", "ربيع الأول|ربيع الاول|rabi al awwal|rabi i",
    "ربيع الآخر|ربيع الثاني|rabi al thani|rabi al akhir|rabi ii",
    "جمادى الأولى|جمادى الأول|جمادى الاولى|jumada al awwal|jumada al ula|jumada i",
    "جمادى الآخرة|جمادى الثانية|جمادى الآخر|jumada al thani|jumada al akhirah|jumada ii",
    "رجب|rajab", "شعبان|shaban|shaaban", "رمضان|ramadan|ramadhan", "شوال|shawwal",
    "ذو القعدة|ذي القعدة|dhu al qadah|dhul qadah", "ذو الحجة|ذي الحجة|dhu al hijjah|dhul hijjah",
)  # fmt: skip
_NUMBER_OF = {fold(name): number for number, names in enumerate(_MONTHS, 1) for name in names.split("|")}
# The longer first: "rabi ii" begins with "rabi i".
_MONTH = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _NUMBER_OF), key=len, reverse=True))})\b")
_MARK = re.compile(r"(.*?)[\s(]*(?:ه(?:ـ|\b)|هجري[ةه]?|a\.?h\.?\b)[\s.)]*", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?")


def read_hijri(said: str, order: Literal["day-first", "month-first"] | None) -> str | None:
    """Read a day, a month or a year of the Islamic calendar and return it in EDTF; None if it is no such date.

    A number alone is one only with a mark (هـ, AH), since 1447 is a year of either calendar.

    Raises
    ------
    BadInputError
        If it is one that the calendar lacks, lies outside the tables, or may be read in two orders.

    Examples
    --------
    >>> read_hijri("25 رجب 1447 هـ", None), read_hijri("1447/07/25 AH", None), read_hijri("1447", None)
    ('2026-01-14', '2026-01-14', None)
    >>> read_hijri("رجب 1447", None)
    '2025-12-21/2026-01-19'
    """
    marked = _MARK.fullmatch(said)
    bare = marked[1] if marked else said
    parts = _in_words(bare) or (_in_numbers(bare, order) if marked else None)
    if parts is None:
        return None
    year, month, day = parts
    if year not in _TABLED:
        raise BadInputError(f"the year {year} of the Islamic calendar is in no table here: write the Gregorian date")
    try:
        first = Hijri(year, month or 1, day or 1)
        last = first if day else Hijri(year, month or 12, Hijri(year, month or 12, 1).month_length())
    except ValueError as error:
        raise BadInputError(f"the Islamic calendar has no day {day} of month {month} in {year}: correct it") from error
    days = [date(*one.to_gregorian().datetuple()).isoformat() for one in (first, last)]
    return "/".join(dict.fromkeys(days))


def _in_words(said: str) -> tuple[int, int | None, int | None] | None:
    folded = fold(said)
    months = _MONTH.findall(folded)
    numbers = _MONTH.sub(" ", folded).split()
    years, days = [n for n in numbers if len(n) == 4], [n for n in numbers if len(n) < 3]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or not all(n.isdigit() for n in numbers):
        return None
    if len(years) + len(days) != len(numbers):
        return None
    return int(years[0]), _NUMBER_OF[months[0]], int(days[0]) if days else None


def _in_numbers(
    said: str, order: Literal["day-first", "month-first"] | None
) -> tuple[int, int | None, int | None] | None:
    found = _YEAR_FIRST.fullmatch(said)
    if found is not None:
        return int(found[1]), int(found[3]) if found[3] else None, int(found[4]) if found[4] else None
    found = _DAY_FIRST.fullmatch(said)
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    if order is None and first != second and max(first, second) <= 12:
        raise BadInputError(f"“{said}” may be read in two orders: say which by date_order, day-first or month-first")
    day, month = (second, first) if second > 12 or (order == "month-first" and first <= 12) else (first, second)
    return int(found[4]), month, day
