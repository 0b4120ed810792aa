"""EDTF (ISO 8601-2:2019) to days, keeping what is open, unknown, uncertain and approximate.

Days are whole numbers counted from 1970-01-01 in the proleptic Gregorian calendar, as in numpy's
``datetime64[D]``. Years run from -9999 to 9999; what lies beyond is refused, since neither CLDR nor a map's time
axis can show it.

``edtf`` 5.0.2 parses, but raises TypeError on ``../2025-09``, ValueError on ``2024-09-2X``, and gives an unknown
bound ten invented years. So intervals, sets and digits left open are read here; what remains (seasons, quarters,
exponential and long years, significant digits) goes to ``edtf``.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from mapview.errors import BadDateError

#: What is doubtful about an end of a date; nothing if that is firm or open.
Doubt = Literal["", "uncertain", "approximate", "unknown"]

MIN_YEAR, MAX_YEAR = -9999, 9999

_EPOCH = date(1970, 1, 1).toordinal()
_GREGORIAN_CYCLE_YEARS, _GREGORIAN_CYCLE_DAYS = 400, 146_097
_DIGITS = re.compile(r"(?P<year>-?[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?", flags=re.ASCII)
_QUALIFIERS = re.compile(r"[?~%]")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that an EDTF date covers, both ends included.

    ``earliest`` and ``latest`` are days from 1970-01-01; None where the date is open or its bound is unknown.
    ``unknown_start`` and ``unknown_end`` tell an unknown bound (``/2026``) from an open one (``../2026``): both
    bound nothing, but the unknown one is a doubt.
    """

    earliest: int | None
    latest: int | None
    uncertain: bool = False
    approximate: bool = False
    unknown_start: bool = False
    unknown_end: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether the date is uncertain, approximate or lacks a bound that it should have."""
        return self.uncertain or self.approximate or self.unknown_start or self.unknown_end

    def meets(self, other: "Span") -> bool:
        """Whether the two share a day.

        Examples
        --------
        >>> parse("2025-09").meets(parse("2025-09-30/.."))
        True
        """
        return _not_after(self.earliest, other.latest) and _not_after(other.earliest, self.latest)


def parse(text: str) -> Span:
    """Read an EDTF date, interval or set.

    Raises
    ------
    BadDateError
        If the text is no EDTF, lies beyond the years -9999 to 9999, or ends before it starts.

    Examples
    --------
    >>> span = parse("2024-09-2X")
    >>> iso(span.earliest), iso(span.latest)
    ('2024-09-20', '2024-09-29')
    >>> parse("../2025-09").earliest is None
    True
    >>> parse("2026/").unknown_end
    True
    """
    if not isinstance(text, str):
        raise BadDateError(f"{text!r} is no EDTF date: write it as a string, such as 2026-01-14 or 2025-09/..")
    return _parse(text)


def doubts(text: str) -> tuple[Doubt, Doubt]:
    """Return what is doubtful about the start and the end of an EDTF date; of one without an interval about both.

    What is uncertain and approximate is called uncertain.

    Raises
    ------
    BadDateError
        As of :func:`parse`.

    Examples
    --------
    >>> doubts("2025-09?/2026-01"), doubts("2026-01-14/"), doubts("2026~")
    (('uncertain', ''), ('', 'unknown'), ('approximate', 'approximate'))
    """
    parse(text)
    if text[:1] in {"[", "{"} or "/" not in text:
        return (_doubt(text, text),) * 2
    first, _, second = text.partition("/")
    return _doubt(first, text), _doubt(second, text)


def _doubt(bound: str, whole: str) -> Doubt:
    if not bound:
        return "unknown"
    found = _bound(bound, whole) if bound != whole else parse(whole)
    return "uncertain" if found.uncertain else "approximate" if found.approximate else ""


def iso(day: int | None) -> str | None:
    """Return a day as ``YYYY-MM-DD`` (``-YYYY-MM-DD`` before the year 0), None for None.

    Examples
    --------
    >>> iso(0), iso(None)
    ('1970-01-01', None)
    """
    if day is None:
        return None
    year, month, of_month = civil(day)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{of_month:02d}"


def day_number(year: int, month: int, day: int) -> int:
    """Return the days from 1970-01-01 to a Gregorian date; years may be 0 or negative (astronomical).

    Examples
    --------
    >>> day_number(1969, 12, 31), civil(day_number(-44, 3, 15))
    (-1, (-44, 3, 15))
    """
    cycles, year_of_cycle = divmod(year - 1, _GREGORIAN_CYCLE_YEARS)
    return date(year_of_cycle + 1, month, day).toordinal() - _EPOCH + cycles * _GREGORIAN_CYCLE_DAYS


def civil(day: int) -> tuple[int, int, int]:
    """Return the year, month and day of the month of a day counted from 1970-01-01."""
    cycles, day_of_cycle = divmod(day + _EPOCH - 1, _GREGORIAN_CYCLE_DAYS)
    found = date.fromordinal(day_of_cycle + 1)
    return found.year + cycles * _GREGORIAN_CYCLE_YEARS, found.month, found.day


def from_date(day: date) -> int:
    """Return the days from 1970-01-01 to a :class:`datetime.date`."""
    return day.toordinal() - _EPOCH


def to_date(day: int) -> date:
    """Return a :class:`datetime.date`; it knows the years 1 to 9999 only, nearer ends are taken beyond them."""
    return date.min + timedelta(days=min(max(day + _EPOCH - 1, 0), date.max.toordinal() - 1))


@lru_cache(maxsize=65_536)
def _parse(text: str) -> Span:
    if text[:1] in {"[", "{"} and text[-1:] == {"[": "]", "{": "}"}[text[0]]:
        span = _set(text)
    elif "/" in text:
        span = _interval(text)
    else:
        span = _single(text, whole=text)
    if span.earliest is not None and span.latest is not None and span.latest < span.earliest:
        raise BadDateError(f"{text} ends before it starts: exchange its two dates.")
    return span


def _interval(text: str) -> Span:
    first, _, second = text.partition("/")
    start, end = _bound(first, text), _bound(second, text)
    if not first and not second:
        raise _no_edtf(text)
    return Span(
        start.earliest,
        end.latest,
        uncertain=start.uncertain or end.uncertain,
        approximate=start.approximate or end.approximate,
        unknown_start=not first,
        unknown_end=not second,
    )


def _bound(text: str, whole: str) -> Span:
    return Span(None, None) if text in {"", ".."} else _single(text, whole)


def _set(text: str) -> Span:
    spans = list(_members(text))
    if not spans:
        raise _no_edtf(text)
    starts = [span.earliest for span in spans]
    ends = [span.latest for span in spans]
    return Span(
        None if None in starts else min(day for day in starts if day is not None),
        None if None in ends else max(day for day in ends if day is not None),
        # One of several dates, not known which, is a doubt; all of several dates is none.
        uncertain=(text[0] == "[" and (len(spans) > 1 or ".." in text)) or any(span.uncertain for span in spans),
        approximate=any(span.approximate for span in spans),
    )


def _members(text: str) -> Iterable[Span]:
    for member in text[1:-1].split(","):
        first, dots, second = member.strip().partition("..")
        if not dots:
            yield _single(first, text)
        elif not first and not second:
            raise _no_edtf(text)
        else:
            start, end = _bound(first, text), _bound(second, text)
            if start.earliest is not None and end.latest is not None and end.latest < start.earliest:
                raise BadDateError(f"{text} ends before it starts: exchange its two dates.")
            yield Span(
                start.earliest,
                end.latest,
                start.uncertain or end.uncertain,
                start.approximate or end.approximate,
            )


def _single(text: str, whole: str) -> Span:
    marks = set(_QUALIFIERS.findall(text))
    bare = _QUALIFIERS.sub("", text)
    match = _DIGITS.fullmatch(bare)
    if match and _qualifiers_in_place(text) and not _is_season(match["month"]):
        earliest, latest = _digits(match, whole)
    else:
        earliest, latest = _by_library(text, whole)
    return Span(earliest, latest, uncertain=bool(marks & {"?", "%"}), approximate=bool(marks & {"~", "%"}))


def _qualifiers_in_place(text: str) -> bool:
    """Whether each ``?``, ``~`` or ``%`` stands at the end or start of a component, one at a time."""
    return all(re.fullmatch(r"[?~%]?[0-9X]+[?~%]?", part) for part in text.removeprefix("-").split("-"))


def _is_season(month: str | None) -> bool:
    return month is not None and month.isdecimal() and int(month) > 12


def _digits(match: re.Match[str], whole: str) -> tuple[int, int]:
    sign = -1 if match["year"].startswith("-") else 1
    digits = match["year"].removeprefix("-")
    years = sorted(sign * int(digits.replace("X", nine_or_zero)) for nine_or_zero in "09")
    months = _matching(match["month"], range(1, 13), whole)
    first_month, last_month = months[0], months[-1]
    first = _matching(match["day"], range(1, _month_length(years[0], first_month) + 1), whole)[0]
    last = _matching(match["day"], range(1, _month_length(years[1], last_month) + 1), whole)[-1]
    return day_number(years[0], first_month, first), day_number(years[1], last_month, last)


def _matching(pattern: str | None, numbers: range, whole: str) -> list[int]:
    if pattern is None:
        return [numbers[0], numbers[-1]]
    if pattern.isdecimal():
        found = [int(pattern)] if int(pattern) in numbers else []
    else:
        expression = re.compile(pattern.replace("X", "[0-9]"))
        found = [number for number in numbers if expression.fullmatch(f"{number:02d}")]
    if not found:
        raise _no_edtf(whole)
    return found


def _month_length(year: int, month: int) -> int:
    return monthrange((year - 1) % _GREGORIAN_CYCLE_YEARS + 1, month)[1]


def _by_library(text: str, whole: str) -> tuple[int, int]:
    # Builds its grammar as it is imported, which takes longer than reading a project; few dates need it.
    from edtf import parse_edtf  # noqa: PLC0415
    from edtf.parser.edtf_exceptions import EDTFParseException  # noqa: PLC0415

    try:
        parsed = parse_edtf(text)
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
    except (EDTFParseException, TypeError, ValueError, AttributeError) as error:
        raise _no_edtf(whole) from error
    if not (lower[0] >= MIN_YEAR and upper[0] <= MAX_YEAR):
        raise BadDateError(f"{whole} lies beyond the years {MIN_YEAR} to {MAX_YEAR}: give a date within them.")
    return day_number(*lower[:3]), day_number(*upper[:3])


def _not_after(start: int | None, end: int | None) -> bool:
    return start is None or end is None or start <= end


def _no_edtf(text: str) -> BadDateError:
    return BadDateError(f"{text!r} is no EDTF date: write it as 2026-01-14, 2025-09, 2025-10-11/.. or 2026?.")
