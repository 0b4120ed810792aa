"""Dates as people type them, in both languages."""

import re
from functools import cache

from babel import Locale

from mapview.domain.dates import Span, day_number, parse
from mapview.errors import BadDateError

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LOCALES = ("en_GB", "ar_IQ", "ar_EG", "ar_MA", "ar_SY")
_WORDS = re.compile(r"(?:(\d{1,2})\s+)?(\D+?)\s+(-?\d{1,4})")


def typed_span(text: str) -> Span:
    """Read a date as typed: EDTF, ``14 January 2026``, ``Jan 2026`` or ١٤ كانون الثاني ٢٠٢٦.

    Raises
    ------
    BadDateError
        If it is none of these.

    Examples
    --------
    >>> typed_span("14 Jan 2026") == typed_span("2026-01-14") == typed_span("١٤ كانون الثاني ٢٠٢٦")
    True
    """
    plain = " ".join(text.translate(_DIGITS).split())
    match = _WORDS.fullmatch(plain)
    month = _months().get(match[2].casefold().strip(" .,")) if match else None
    if match and month:
        year = int(match[3])
        if match[1] is None:
            return parse(f"{year:04d}-{month:02d}")
        try:
            day = day_number(year, month, int(match[1]))
        except ValueError as error:
            raise BadDateError(f"There is no day {text.strip()}: correct it.") from error
        return Span(day, day)
    return parse(plain)


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
