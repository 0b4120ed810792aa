"""Dates in a cell as people write them, as EDTF, and nothing guessed.

A bare year stays a year. A day that two orders of day and month could mean is refused unless the order is known.
Month names are CLDR's, in English and the Arabic of Iraq, Syria, Egypt and the Maghreb, by way of ``babel``.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Literal

from babel.dates import get_day_names, get_month_names

from mapview.domain import dates
from mapview.errors import BadDateError, BadInputError
from mapview.exchange.importing.date_phrases import read_phrase
from mapview.exchange.importing.hijri_dates import read_hijri
from mapview.gazetteer.normalise import fold

DateOrder = Literal["day-first", "month-first"]

#: What EDTF is written with; reading anything else by its grammar takes milliseconds only to fail.
_NOTATION = re.compile(r"[-0-9XYES.,/?~%{}\[\]]+")
#: A time of day with its zone, or two of them. Strict, since what it takes for one is not read.
_CLOCK = (
    r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\b\.?)?"
    r"(?:\s*(?:(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{1,5}))?(?:\s*\([^()]*\))?"
)
_TIMES = rf"{_CLOCK}(?:\s*[-–]\s*{_CLOCK})?"
_ISO = re.compile(rf"(-?\d{{4}})(?:[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}))?)?(?:(?:T|,? ){_TIMES})?", re.IGNORECASE)
_NUMBERS = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}})(?:(?:T|,? ){_TIMES})?", re.IGNORECASE)
#: The same wherever it stands, as in a span.
_DAY_IN_NUMBERS = re.compile(r"(?<![-\d/.])(\d{1,2})([-/. ])(\d{1,2})\2\d{4}(?!\d)")
_ORDERS_BY_WEIGHT: tuple[DateOrder | Literal["open"], ...] = ("day-first", "month-first", "open")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}|\d{1,2}[- ][^\W\d_]+[- ]\d{2}")
#: Without signs: as ISO 8601 and GDELT write days, and as computers count seconds or milliseconds since 1970; ten and
#: thirteen digits are the years 2001 to 2286.
_COMPACT = re.compile(r"([12]\d{3})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:T?[0-2]\d[0-5]\d[0-5]\dZ?)?")
_COUNTED = re.compile(r"([1-9]\d{9})(\d{3})?")
#: What a spreadsheet counts as a day from 1954 to 2064.
_SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d+)?")
_TIME_OF_DAY = re.compile(rf",?\s+{_TIMES}", re.IGNORECASE)
_NEARLY = re.compile(r"\s*\(?\b(?:approx(?:imately|\.)?|circa|تقريب[اً]+)\)?$", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_DECADE = re.compile(r"(-?\d{3})0s")
_BEFORE_OUR_ERA = re.compile(r"(.*\d)\s*(?:b\.?\s*c\.?(?:\s*e\.?)?|ق\.?\s*م\.?|قبل الميلاد)", re.IGNORECASE)
_OF_OUR_ERA = re.compile(r"(?:a\.?d\.?\s+)(\d+)|(.*\d)\s*(?:a\.?\s*d\.?|c\.?\s*e\.?|م|ميلادي[ةه]?)", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:c(?:irca|a)?\.?|about|around|approx(?:imately)?\.?|حوالي|نحو)(?:\s*(?=[\d(])|\s+)", re.IGNORECASE
)
_SEASONS = {
    **dict.fromkeys(("spring", "ربيع"), (3, 4, 5)),
    **dict.fromkeys(("summer", "صيف"), (6, 7, 8)),
    **dict.fromkeys(("autumn", "fall", "خريف"), (9, 10, 11)),
    **dict.fromkeys(("winter", "شتاء"), (12, 1, 2)),
}
_SEASON = re.compile(rf"(?:early |late |mid-?)?({'|'.join(_SEASONS)})(?: of| عام| سنة)? (\d{{4}})", re.IGNORECASE)
#: In EDTF the numbers from 21 on are seasons.
_TWO_YEARS = re.compile(r"(\d{4})-(2[1-9]|3[0-9]|4[01])")
_BETWEEN = re.compile(r"\s+(?:to|until|[-–—]|الى|إلى|حتى)\s+|[–—]", re.IGNORECASE)
_LOCALES = ("en", "ar_IQ", "ar_SY", "ar_EG", "ar_MA", "ar_DZ")


def plain(cell: str) -> str:
    """Return a cell with ASCII digits, single spaces and no marks of direction."""
    if cell.isascii():
        return cell.strip() if "  " not in cell and "\n" not in cell else " ".join(cell.split())
    visible = (
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in cell
        if unicodedata.category(letter) != "Cf"
    )
    return " ".join("".join(visible).split())


@lru_cache(maxsize=65_536)
def read_date(cell: str, order: DateOrder | None) -> str:
    """Read the date in a cell and return it in EDTF; a time of day is left to the cell, since claims know days.

    Raises
    ------
    BadInputError
        If it is no date, or if day and month can be exchanged and no order is given.

    Examples
    --------
    >>> read_date("05/03/2024", "day-first"), read_date("25.3.2024", None), read_date("2024", None)
    ('2024-03-05', '2024-03-25', '2024')
    >>> read_date("about July 2020", None), read_date("نحو آذار 2024", None)
    ('2020-07~', '2024-03~')
    >>> read_date("44 BC", None), read_date("c. 1850", None), read_date("5 آذار 2024", None), read_date("1850s", None)
    ('-0043', '1850~', '2024-03-05', '185X')
    """
    said = plain(cell)
    doubt = "?" if said.endswith(("?", "؟")) else ""
    bare = said.rstrip("?؟ ")
    about = _ABOUT.match(bare) or _NEARLY.search(bare)
    if about:
        bare = bare[: about.start()] + bare[about.end() :]
    _refuse_season(bare)
    mark = "%" if about and doubt else "~" if about else doubt
    bare = _TIME_OF_DAY.sub("", bare)
    found = _dated(bare, order) or _of_an_era(bare, order) or read_hijri(bare, order)
    if found is None:
        # Last, since 05-03 and the like are no EDTF but look like it.
        return _edtf(said)
    return _edtf("/".join(f"{end}{mark}" for end in found.split("/")))


@lru_cache(maxsize=65_536)
def read_span(cell: str, order: DateOrder | None) -> str:
    """Read a cell with a date or with two, from and to; return it in EDTF.

    Examples
    --------
    >>> read_span("5 March 2024 - 9 March 2024", None), read_span("2024-03/..", None), read_span("mid-2025", None)
    ('2024-03-05/2024-03-09', '2024-03/..', '2025-05~/2025-08~')
    """
    said = plain(cell)
    if "/" in said and _NUMBERS.match(said) is None and _NOTATION.fullmatch(said):
        try:
            dates.parse(said)
        except BadDateError as error:
            if "before it starts" in str(error):
                raise
        else:
            return said
    try:
        return read_date(said, order)
    except BadInputError:
        found = read_phrase(said, lambda one: read_date(one, order))
        if found is not None:
            return _edtf(found)
        ends = _BETWEEN.split(said)
        if len(ends) == 2 and all(ends):
            # Read for what is wrong with one of them.
            return _edtf("/".join(read_date(end, order) for end in ends))
        raise


def order_shown(cell: str) -> DateOrder | Literal["open"] | None:
    """Return the order of day and month that a cell shows; "open" if it could be either, None if it has none.

    Examples
    --------
    >>> order_shown("25/3/2024"), order_shown("3/25/2024"), order_shown("5/3/2024"), order_shown("5/5/2024")
    ('day-first', 'month-first', 'open', None)
    """
    shown = {_order_of(found) for found in _DAY_IN_NUMBERS.finditer(plain(cell))}
    return next((order for order in _ORDERS_BY_WEIGHT if order in shown), None)


def _order_of(found: re.Match[str]) -> DateOrder | Literal["open"] | None:
    if found[1].zfill(2) == found[3].zfill(2):
        return None
    if int(found[1]) > 12:
        return "day-first"
    return "month-first" if int(found[3]) > 12 else "open"


def _dated(said: str, order: DateOrder | None) -> str | None:
    found = _NUMBERS.fullmatch(said)
    if found is not None:
        return _by_order(int(found[1]), int(found[3]), found[4], order, said)
    if _SHORT_YEAR.fullmatch(said):
        raise BadInputError(f"{quoted(said)} has a year of two digits: write all four")
    day = _in_digits(said)
    if day is not None:
        return day
    found = _ISO.fullmatch(said)
    if found is not None:
        return "-".join([found[1], *(part.zfill(2) for part in found.groups()[1:] if part)])
    found = _MONTH_YEAR.fullmatch(said)
    if found is not None:
        return f"{found[2]}-{found[1].zfill(2)}"
    found = _DECADE.fullmatch(said)
    return f"{found[1]}X" if found is not None else _in_words(said)


def _in_digits(said: str) -> str | None:
    found = _COMPACT.fullmatch(said)
    if found is not None:
        return "-".join(found.groups())
    found = _COUNTED.fullmatch(said)
    return None if found is None else datetime.fromtimestamp(int(found[1]), UTC).date().isoformat()


def _refuse_season(said: str) -> None:
    """Refuse a season, whose months nobody but the table's author knows, and say how it is written."""
    years = _TWO_YEARS.fullmatch(said)
    if years is not None and int(years[2]) == (int(years[1]) + 1) % 100:
        raise BadInputError(f"{quoted(said)} may be two years or a season: write {years[1]}/{int(years[1]) + 1:04d}")
    found = _SEASON.fullmatch(said)
    if found is None:
        return
    (first, middle, last), year = _SEASONS[found[1].lower()], int(found[2])
    after = year + (last < first)
    raise BadInputError(
        f"{quoted(said)} is a season, not a date: write about which month it was, {after:04d}-{middle:02d}~, or from"
        f" which month to which, {year:04d}-{first:02d}/{after:04d}-{last:02d}"
    )


def _by_order(first: int, second: int, year: str, order: DateOrder | None, said: str) -> str:
    if first <= 12 and second <= 12 and first != second and order is None:
        raise BadInputError(
            f"{quoted(said)} may be day {first} of month {second} or day {second} of month {first}:"
            " say which by date_order, day-first or month-first"
        )
    day, month = (second, first) if second > 12 or (order == "month-first" and first <= 12) else (first, second)
    if (order == "day-first" and second > 12) or (order == "month-first" and first > 12):
        raise BadInputError(f"{quoted(said)} is not {order.replace('-', ' ')}, as the table is said to be: correct it")
    return f"{year}-{month:02d}-{day:02d}"


def _in_words(said: str) -> str | None:
    names, pattern = _months()
    folded = fold(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", said))
    months = {names[name] for name in pattern.findall(folded)}
    numbers = []
    for word in pattern.sub(" ", folded).split():
        if word.isdigit():
            numbers.append(word)
        elif word not in _beside():
            return None
    years, days = [word for word in numbers if len(word) == 4], [word for word in numbers if len(word) < 3]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(numbers) != len(years) + len(days):
        return None
    return "-".join([years[0], f"{months.pop():02d}", *(day.zfill(2) for day in days)])


@cache
def _beside() -> frozenset[str]:
    """Return words that stand beside a date and say nothing more."""
    days = {
        fold(name)
        for locale in _LOCALES
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, "format", locale).values()
    }
    return frozenset(days | {"of", "the", "in", "on", "من", "في", "يوم"})


@cache
def _months() -> tuple[dict[str, int], re.Pattern[str]]:
    names = {"sept": 9}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, "format", locale).items():
                names.setdefault(fold(name), number)
    # The longer first: two months of Iraq begin with the same word.
    longest = sorted(names, key=len, reverse=True)
    return names, re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b")


def _of_an_era(said: str, order: DateOrder | None) -> str | None:
    before, ours = _BEFORE_OUR_ERA.fullmatch(said), _OF_OUR_ERA.fullmatch(said)
    match = before or ours
    if match is None:
        return None
    year, *rest = next(filter(None, match.groups())).strip().rsplit(" ", 1)[::-1]
    if not year.isdigit() or int(year) == 0 or len(year) > 4:
        return None
    if rest:
        dated = _dated(f"{rest[0]} {year.zfill(4)}", order)
        if dated is None:
            return None
        return dated if before is None else f"{_astronomical(int(year))}{dated[4:]}"
    return year.zfill(4) if before is None else _astronomical(int(year))


def _astronomical(before: int) -> str:
    """Return the year of EDTF that is so many before our era: it counts a year 0."""
    return f"-{before - 1:04d}" if before > 1 else "0000"


def _edtf(said: str) -> str:
    no_date = f"{quoted(said)} is no date: write 2024-03-05, 2024-03, 2024 or 5 March 2024"
    serial = _SERIAL.fullmatch(said)
    if serial is not None:
        day = (date(1899, 12, 30) + timedelta(days=int(serial[1]))).isoformat()
        raise BadInputError(f"{no_date}; if a spreadsheet counts days so, it is {day}, or four years and a day later")
    if _NOTATION.fullmatch(said) is None:
        raise BadInputError(no_date)
    try:
        dates.parse(said)
    except BadDateError as error:
        if "before it starts" in str(error):
            raise BadInputError(f"it ends before it starts ({said}): exchange its two dates") from error
        raise BadInputError(no_date) from error
    return said


def quoted(cell: str) -> str:
    """Return the beginning of a cell in quotation marks, for a sentence."""
    # Isolated, so that its direction leaves the sentence alone.
    short = " ".join(cell.split())
    return f"\u2068“{short if len(short) <= 60 else short[:59] + '…'}”\u2069"
