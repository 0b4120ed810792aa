"""What stands in a cell: dates, numbers and points as people write them, and nothing guessed.

A bare year stays a year. A day that two orders of day and month could mean is refused unless the order is known.
Month names are CLDR's, in English and the Arabic of Iraq, Syria, Egypt and the Maghreb, by way of ``babel``.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

import shapely
from babel.dates import get_day_names, get_month_names

from mapview.domain import dates
from mapview.domain.model import Quantity
from mapview.errors import BadDateError, BadInputError
from mapview.gazetteer.coordinates import Reading, read_coordinates
from mapview.gazetteer.normalise import fold

DateOrder = Literal["day-first", "month-first"]

#: What EDTF is written with; reading anything else by its grammar takes milliseconds only to fail.
_NOTATION = re.compile(r"[-0-9XYES.,/?~%{}\[\]]+")
_ISO = re.compile(r"(-?\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{1,2}:\d{2}\S*.*)?")
_NUMBERS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})(?:[T ]\d{1,2}:\d{2}\S*.*)?")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}")
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
_BETWEEN = re.compile(r"\s+(?:to|until|[-–—]|الى|إلى|حتى)\s+|[–—]", re.IGNORECASE)
_NUMBER = r"\d+(?:[ ,'\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_QUANTITY = re.compile(
    rf"(?P<how>~|≈|>=|<=|≥|≤|>|<|about|around|some|nearly|approx\.?|at least|up to|more than|over|less than|fewer than|"
    rf"نحو|حوالي|زهاء|اكثر من|أكثر من|اقل من|أقل من)?\s*"
    rf"(?P<low>-?(?:{_NUMBER}))(?:\s*(?:-|–|to|الى|إلى)\s*(?P<high>-?(?:{_NUMBER})))?(?P<more>\+)?",
    re.IGNORECASE,
)
_LEAST = frozenset({">=", "≥", ">", "at least", "more than", "over", "اكثر من", "أكثر من"})
_MOST = frozenset({"<=", "≤", "<", "up to", "less than", "fewer than", "اقل من", "أقل من"})
_LOCALES = ("en", "ar_IQ", "ar_SY", "ar_EG", "ar_MA", "ar_DZ")
_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Point:
    """A point in WGS 84 degrees, and the radius in metres about it of what was written, 0 if that says none."""

    lat: float
    lon: float
    precision_m: float = 0.0


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
    about = _ABOUT.match(bare)
    if about:
        bare = bare[about.end() :]
    _refuse_season(bare)
    mark = "%" if about and doubt else "~" if about else doubt
    found = _dated(bare, order) or _of_an_era(bare, order)
    if found is None:
        # Last, since 05-03 and the like are no EDTF but look like it.
        return _edtf(said)
    return _edtf(found + mark)


@lru_cache(maxsize=65_536)
def read_span(cell: str, order: DateOrder | None) -> str:
    """Read a cell with a date or with two, from and to; return it in EDTF.

    Examples
    --------
    >>> read_span("5 March 2024 - 9 March 2024", None), read_span("2024-03/..", None)
    ('2024-03-05/2024-03-09', '2024-03/..')
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
    ends = _BETWEEN.split(said)
    if len(ends) == 2 and all(ends):
        return _edtf("/".join(read_date(end, order) for end in ends))
    return read_date(said, order)


def order_shown(cell: str) -> DateOrder | Literal["open"] | None:
    """Return the order of day and month that a cell shows; "open" if it could be either, None if it has none.

    Examples
    --------
    >>> order_shown("25/3/2024"), order_shown("3/25/2024"), order_shown("5/3/2024"), order_shown("5/5/2024")
    ('day-first', 'month-first', 'open', None)
    """
    found = _NUMBERS.fullmatch(plain(cell).rstrip("?"))
    if found is None or found[1].zfill(2) == found[3].zfill(2):
        return None
    if int(found[1]) > 12:
        return "day-first"
    return "month-first" if int(found[3]) > 12 else "open"


def read_quantity(cell: str) -> tuple[Quantity, bool]:
    """Read a number or a range, and whether a question mark doubts it; 2,500 is two thousand and five hundred.

    Raises
    ------
    BadInputError
        If it is none.

    Examples
    --------
    >>> read_quantity("2,500"), read_quantity("102?")[1]
    ((Quantity(min=2500.0, max=2500.0, approximate=False), False), True)
    >>> read_quantity("about 40")[0], read_quantity("> 900")[0].max, read_quantity("10-20")[0].max
    (Quantity(min=40.0, max=40.0, approximate=True), None, 20.0)
    """
    said = plain(cell)
    doubted = said.endswith(("?", "؟"))
    found = _QUANTITY.fullmatch(said.rstrip("?؟ "))
    if found is None:
        raise BadInputError(f"{_quoted(cell)} is no number: write 2500, about 2500, 10-20 or > 900")
    low = _as_number(found["low"])
    how = (found["how"] or "").lower()
    if found["high"] is not None:
        high = _as_number(found["high"])
        if high < low:
            raise BadInputError(f"{_quoted(cell)} is a range whose end is below its start: exchange them")
        return Quantity(low, high, approximate=bool(how)), doubted
    if how in _LEAST or found["more"]:
        return Quantity(low, None), doubted
    if how in _MOST:
        return Quantity(None, low), doubted
    return Quantity(low, low, approximate=bool(how)), doubted


def read_degrees(cell: str, which: Literal["latitude", "longitude"]) -> float:
    """Read a latitude or a longitude alone, in decimal degrees or in degrees, minutes and seconds.

    Raises
    ------
    BadInputError
        If it is none, or lies outside the Earth.
    """
    said = plain(cell)
    try:
        degrees = float(said.replace(",", ".")) if said.count(",") <= 1 else float("nan")
    except ValueError:
        # Beside a zero of the other kind it is a pair.
        other = "0°0′E" if which == "latitude" else "0°0′N"
        reading = read_coordinates(f"{said} {other}")
        degrees = reading.lat if which == "latitude" else reading.lon
    limit = 90 if which == "latitude" else 180
    if not abs(degrees) <= limit:
        raise BadInputError(f"{_quoted(cell)} is no {which}, which goes from -{limit} to {limit} degrees")
    return degrees


def read_point(cell: str) -> Point:
    """Read a point in one cell: decimal degrees, DMS, MGRS, UTM, or WKT in WGS 84 (longitude first).

    Of a line or an area it is a point inside, with the radius that holds all of it.

    Raises
    ------
    BadInputError
        If it is none, or if only one order of its numbers makes a point but not the usual one.
    """
    if re.match(r"\s*(?:SRID=4326;)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\b", cell, re.IGNORECASE):
        try:
            shape = shapely.from_wkt(cell.strip().upper().removeprefix("SRID=4326;"))
        except shapely.errors.ShapelyError as error:
            raise BadInputError(f"{_quoted(cell)} is no whole WKT: write POINT(42.4 33.8)") from error
        return point_in(shape)
    reading: Reading = read_coordinates(cell)
    if reading.exchanged:
        raise BadInputError(
            f"{_quoted(cell)} has no latitude first: if the longitude comes first, write {reading.lat}, {reading.lon}"
        )
    return Point(reading.lat, reading.lon, reading.precision_m)


def point_in(shape: Any) -> Point:
    """Return a point inside a shape in WGS 84 (x is the longitude), with the radius that holds all of it.

    Raises
    ------
    BadInputError
        If the shape is empty or lies outside the Earth.
    """
    if shape is None or shape.is_empty:
        raise BadInputError("its geometry is empty: give it a point")
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadInputError(
            f"its geometry lies outside the Earth's degrees ({west:g} to {east:g} by {south:g} to {north:g}):"
            " give it in WGS 84, longitude first"
        )
    inside = shape.representative_point()
    radius = round(float(shapely.hausdorff_distance(inside, shape)) * _METRES_PER_DEGREE)
    return Point(round(inside.y, 8), round(inside.x, 8), radius)


def _dated(said: str, order: DateOrder | None) -> str | None:
    found = _NUMBERS.fullmatch(said)
    if found is not None:
        return _by_order(int(found[1]), int(found[3]), found[4], order, said)
    if _SHORT_YEAR.fullmatch(said):
        raise BadInputError(f"{_quoted(said)} has a year of two digits: write all four")
    found = _ISO.fullmatch(said)
    if found is not None:
        return "-".join([found[1], *(part.zfill(2) for part in found.groups()[1:] if part)])
    found = _MONTH_YEAR.fullmatch(said)
    if found is not None:
        return f"{found[2]}-{found[1].zfill(2)}"
    found = _DECADE.fullmatch(said)
    return f"{found[1]}X" if found is not None else _in_words(said)


def _refuse_season(said: str) -> None:
    """Refuse a season, whose months nobody but the table's author knows, and say how it is written."""
    found = _SEASON.fullmatch(said)
    if found is None:
        return
    (first, middle, last), year = _SEASONS[found[1].lower()], int(found[2])
    after = year + (last < first)
    raise BadInputError(
        f"{_quoted(said)} is a season, not a date: write about which month it was, {after:04d}-{middle:02d}~, or from"
        f" which month to which, {year:04d}-{first:02d}/{after:04d}-{last:02d}"
    )


def _by_order(first: int, second: int, year: str, order: DateOrder | None, said: str) -> str:
    if first <= 12 and second <= 12 and first != second and order is None:
        raise BadInputError(
            f"{_quoted(said)} may be day {first} of month {second} or day {second} of month {first}:"
            " say which by date_order, day-first or month-first"
        )
    day, month = (second, first) if second > 12 or (order == "month-first" and first <= 12) else (first, second)
    if (order == "day-first" and second > 12) or (order == "month-first" and first > 12):
        raise BadInputError(f"{_quoted(said)} is not {order.replace('-', ' ')}, as the table is said to be: correct it")
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
    no_date = f"{_quoted(said)} is no date: write 2024-03-05, 2024-03, 2024 or 5 March 2024"
    if _NOTATION.fullmatch(said) is None:
        raise BadInputError(no_date)
    try:
        dates.parse(said)
    except BadDateError as error:
        if "before it starts" in str(error):
            raise BadInputError(f"it ends before it starts ({said}): exchange its two dates") from error
        raise BadInputError(no_date) from error
    return said


def _as_number(said: str) -> float:
    if re.fullmatch(r"-?\d+(?:[ ,'\u00a0\u202f]\d{3})+(?:\.\d+)?", said):
        return float(re.sub(r"[ ,'\u00a0\u202f]", "", said))
    return float(said.replace(",", "."))


def _quoted(cell: str) -> str:
    # Isolated, so that its direction leaves the sentence alone.
    short = " ".join(cell.split())
    return f"\u2068“{short if len(short) <= 60 else short[:59] + '…'}”\u2069"
