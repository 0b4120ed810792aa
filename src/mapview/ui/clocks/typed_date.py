"""Dates as people type them, in both languages."""

import re
import unicodedata
from functools import cache

from babel import Locale

from mapview.domain.dates import Span, day_number, parse
from mapview.errors import BadDateError
from mapview.ui.widgets.words import isolated

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LOCALES = ("en_GB", "ar_IQ", "ar_EG", "ar_MA", "ar_SY")
# Digits in an order that differs from country to country.
_NUMBERS = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(\d{4}|\d{2})")
_WORDS = re.compile(r"(?:(\d{1,2})\s+)?(\D+?)\s+(-?\d{1,4})")


def typed_span(text: str) -> Span:
    """Read a date as typed: EDTF, ``14 January 2026``, ``Jan 2026`` or ١٤ كانون الثاني ٢٠٢٦.

    Raises
    ------
    BadDateError
        If it is none of these, or a day and a month in numbers, such as 03/04/2026, which are read in two orders.

    Examples
    --------
    >>> typed_span("14 Jan 2026") == typed_span("2026-01-14") == typed_span("١٤ كانون الثاني ٢٠٢٦")
    True
    """
    # Marks of direction come along with text that is copied from between Arabic.
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    plain = " ".join(western_digits(visible).split())
    if _NUMBERS.fullmatch(plain):
        raise BadDateError(
            "Days and months in numbers are written in different orders: instead of"
            f" {quoted(text)} write 14 January 2026 or 2026-01-14 (year, month, day)."
        )
    match = _WORDS.fullmatch(plain)
    month = _months().get(match[2].casefold().strip(" .,")) if match else None
    if match and month:
        year = int(match[3])
        if match[1] is None:
            return parse(f"{year:04d}-{month:02d}")
        try:
            day = day_number(year, month, int(match[1]))
        except ValueError as error:
            raise BadDateError(f"There is no day {quoted(text)}: write one that the month has.") from error
        return Span(day, day)
    try:
        return parse(plain)
    except BadDateError as error:
        raise BadDateError(
            f"{quoted(text)} is no date: write 14 January 2026, 2026-01-14, 2026-01 or 2026,"
            " or two dates, the earlier first, as in 2025-10/2026-01."
        ) from error


def western_digits(text: str) -> str:
    """Return a text with the digits that Arabic is written with as 0 to 9."""
    return text.translate(_DIGITS)


def quoted(text: str) -> str:
    """Return what was typed as a sentence quotes it."""
    return isolated(f"“{text.strip()}”")


@cache
def _months() -> dict[str, int]:
    """Month names, full and short, in English and in Arabic as CLDR knows them."""
    found: dict[str, int] = {}
    for name in _LOCALES:
        months = Locale.parse(name).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, words in months[context][width].items():
                    found.setdefault(words.casefold(), number)
    found.setdefault("sep", 9)
    return found
