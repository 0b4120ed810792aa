"""Dates and numbers in words, in English and Arabic.

Month names come from CLDR: British English, and the Arabic of Iraq (كانون الثاني), which the Levant shares.
Arabic text has Arabic-Indic digits, English text European ones.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale
from babel.numbers import format_decimal

from mapview.domain import dates
from mapview.domain.model import Quantity, Topic, Value

_LOCALES = {"en": Locale.parse("en_GB"), "ar": Locale.parse("ar_IQ")}
ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
_TO_ARABIC = str.maketrans("0123456789", ARABIC_DIGITS)
_MARKS = re.compile(r"[?~%]")
_PARTS = re.compile(r"(?P<year>-?[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?")

_WORDS = {
    "en": {
        "?": "{}, uncertain",
        "~": "about {}",
        "%": "about {}, uncertain",
        "?within": "{} (uncertain)",
        "%within": "about {} (uncertain)",
        "after": "from {}, open",
        "before": "until {}, start open",
        "from_unknown": "until {}, start unknown",
        "to_unknown": "from {}, end unknown",
        "between": "{} to {}",
        "always": "at any time",
        "at_least": "at least {}",
        "at_most": "at most {}",
        "unknown": "unknown number of",
        "one_between": "between {} and {}",
        "one_after": "{} or later",
        "one_before": "{} or earlier",
        "or": " or ",
        "and": " and ",
        "comma": ", ",
        "decade": "the {}s",
        "century": "the years {}00 to {}99",
        "some_day": "a day in {}",
        "some_month": "a month in {}",
        "thirds": ("early {}", "mid-{}", "late {}", "the last days of {}"),
        "seasons": ("spring {}", "summer {}", "autumn {}", "winter {}"),
        "quarters": ("first quarter of {}", "second quarter of {}", "third quarter of {}", "fourth quarter of {}"),
        "halves": ("first half of {}", "second half of {}"),
        "bc": "{} BC",
    },
    "ar": {
        "?": "{} (غير مؤكد)",
        "~": "نحو {}",
        "%": "نحو {} (غير مؤكد)",
        "?within": "{} (غير مؤكد)",
        "%within": "نحو {} (غير مؤكد)",
        "after": "من {}، مفتوح",
        "before": "حتى {}، مفتوح البداية",
        "from_unknown": "حتى {}، البداية غير معروفة",
        "to_unknown": "من {}، النهاية غير معروفة",
        "between": "من {} إلى {}",
        "always": "في أي وقت",
        "at_least": "{} على الأقل",
        "at_most": "{} على الأكثر",
        "unknown": "عدد غير معروف:",
        "one_between": "بين {} و{}",
        "one_after": "{} أو بعده",
        "one_before": "{} أو قبله",
        "or": " أو ",
        "and": " و",
        "comma": "، ",
        "decade": "عقد {}",
        "century": "الأعوام {}00 إلى {}99",
        "some_day": "يوم من {}",
        "some_month": "شهر من {}",
        "thirds": ("أوائل {}", "منتصف {}", "أواخر {}", "الأيام الأخيرة من {}"),
        "seasons": ("ربيع {}", "صيف {}", "خريف {}", "شتاء {}"),
        "quarters": ("الربع الأول من {}", "الربع الثاني من {}", "الربع الثالث من {}", "الربع الرابع من {}"),
        "halves": ("النصف الأول من {}", "النصف الثاني من {}"),
        "bc": "{} ق.م",
    },
}


def in_digits(text: str, language: str) -> str:
    """Return a text with the digits of a language.

    Examples
    --------
    >>> in_digits("2026", "ar")
    '٢٠٢٦'
    """
    return text.translate(_TO_ARABIC) if language == "ar" else text


@lru_cache(maxsize=16_384)
def number_words(number: float, language: str) -> str:
    """Return a number with separators and digits of a language.

    Examples
    --------
    >>> number_words(2500, "en"), number_words(2500, "ar")
    ('2,500', '٢٬٥٠٠')
    """
    words: str = format_decimal(number, locale=_LOCALES[language], numbering_system="default")
    # Babel takes CLDR's separators for the numbering system, but leaves the digits.
    return in_digits(words, language)


def value_words(value: Value, topic: Topic, language: str) -> str:
    """Return the value of a claim in words, with its unit.

    Parameters
    ----------
    value
        A state id, an EDTF date, a text or a quantity.
    topic
        What the claim is about.
    language
        ``en`` or ``ar``.
    """
    if isinstance(value, Quantity):
        return _quantity_words(value, topic, language)
    if topic.type == "date":
        return date_words(value, language)
    names = {state.id: state.names.in_language(language) for state in topic.states}
    return names.get(value, value)


def _quantity_words(value: Quantity, topic: Topic, language: str) -> str:
    ends = [number_words(end, language) for end in (value.min, value.max) if end is not None]
    if value.min is not None and value.max is not None:
        words = ends[0] if value.min == value.max else _say(language, "between", *ends)
    elif ends:
        words = _say(language, "at_least" if value.max is None else "at_most", ends[0])
    else:
        words = _say(language, "unknown")
    if value.approximate:
        words = _say(language, "~", words)
    unit = topic.unit.in_language(language) if topic.unit else ""
    return f"{words} {unit}".rstrip()


@cache
def month_names(language: str) -> tuple[str, ...]:
    """Return the names of the twelve months."""
    months: Mapping[int, str] = _LOCALES[language].months["format"]["wide"]
    return tuple(months[number] for number in range(1, 13))


def day_words(day: int, language: str) -> str:
    """Return a day, counted from 1970-01-01, in words.

    Examples
    --------
    >>> day_words(20467, "en"), day_words(20467, "ar")
    ('14 January 2026', '١٤ كانون الثاني ٢٠٢٦')
    """
    year, month, of_month = dates.civil(day)
    return in_digits(f"{of_month} {_month(month, language)} {_year(year, language)}", language)


def span_words(span: dates.Span, language: str) -> str:
    """Return the shortest words for a span of days: a year, a month, a day, or its two ends.

    Examples
    --------
    >>> span_words(dates.parse("2025-09"), "en")
    'September 2025'
    """
    start, end = span.earliest, span.latest
    if start is None and end is None:
        return _say(language, "always")
    if start is None or end is None:
        key, bound = ("after", start) if start is not None else ("before", end)
        return _say(language, key, day_words(bound or 0, language))
    if start == end:
        return day_words(start, language)
    first, last = dates.civil(start), dates.civil(end)
    if first[0] == last[0] and first[1:] == (1, 1) and last[1:] == (12, 31):
        return in_digits(_year(first[0], language), language)
    if first[:2] == last[:2] and first[2] == 1 and dates.civil(end + 1)[1] != last[1]:
        return in_digits(f"{_month(first[1], language)} {_year(first[0], language)}", language)
    return _say(language, "between", day_words(start, language), day_words(end, language))


@lru_cache(maxsize=16_384)
def date_words(edtf: str, language: str) -> str:
    """Return an EDTF date in words, with its precision and its doubts.

    Parameters
    ----------
    edtf
        A date, interval or set.
    language
        ``en`` or ``ar``.

    Raises
    ------
    BadDateError
        If the text is no EDTF.

    Examples
    --------
    >>> date_words("2026-01-14", "en")
    '14 January 2026'
    >>> date_words("2024-09-2X", "en"), date_words("2025-10-11/..", "en")
    ('late September 2024', 'from 11 October 2025, open')
    >>> date_words("2025-12~", "ar")
    'نحو كانون الأول ٢٠٢٥'
    """
    dates.parse(edtf)
    if edtf[:1] in {"[", "{"}:
        words = _set_words(edtf, language)
    elif "/" in edtf:
        words = _interval_words(edtf, language)
    else:
        words = _single_words(edtf, language)
    return in_digits(words, language)


def _say(language: str, key: str, *parts: str) -> str:
    words = _WORDS[language][key]
    assert isinstance(words, str)  # noqa: S101 - tuples have keys of their own
    return words.format(*parts)


def _interval_words(edtf: str, language: str) -> str:
    first, _, second = edtf.partition("/")
    if first == second:
        return _single_words(first, language) if first != ".." else _say(language, "always")
    start = "" if first in {"", ".."} else _single_words(first, language, within=True)
    end = "" if second in {"", ".."} else _single_words(second, language, within=True)
    if start and end:
        return _say(language, "between", start, end)
    if start:
        return _say(language, "to_unknown" if not second else "after", start)
    if end:
        return _say(language, "from_unknown" if not first else "before", end)
    return _say(language, "always")


def _set_words(edtf: str, language: str) -> str:
    one = edtf[0] == "["
    members = [_member_words(member.strip(), language, one=one) for member in edtf[1:-1].split(",")]
    if len(members) == 1:
        return members[0]
    comma, last = _say(language, "comma"), _say(language, "or" if one else "and")
    return comma.join(members[:-1]) + last + members[-1]


def _member_words(member: str, language: str, *, one: bool) -> str:
    first, dots, second = member.partition("..")
    if not dots:
        return _single_words(first, language)
    if not first or not second:
        return _say(language, "one_after" if first else "one_before", _single_words(first or second, language))
    key = "one_between" if one else "between"
    return _say(language, key, _single_words(first, language), _single_words(second, language))


def _single_words(text: str, language: str, *, within: bool = False) -> str:
    """Return words for a date; within a span they must not run into what follows."""
    marks = set(_MARKS.findall(text))
    bare = _MARKS.sub("", text)
    words = _bare_words(bare, language)
    if not marks:
        return words
    mark = "%" if "%" in marks or marks >= {"?", "~"} else marks.pop()
    return _say(language, f"{mark}within" if within and mark != "~" else mark, words)


def _bare_words(bare: str, language: str) -> str:
    match = _PARTS.fullmatch(bare)
    if match is None:
        return span_words(dates.parse(bare), language)
    year, month, day = match["year"], match["month"], match["day"]
    if "X" in year:
        return _open_year_words(bare, year, language) if month is None else span_words(dates.parse(bare), language)
    spoken_year = _year(int(year), language)
    if month is None:
        return spoken_year
    if month == "XX":
        return _say(language, "some_month" if day is None else "some_day", spoken_year)
    if "X" in month or int(month) > 12:
        return _season_words(month, spoken_year, bare, language)
    return _day_words(day, f"{_month(int(month), language)} {spoken_year}", bare, language)


def _day_words(day: str | None, month: str, bare: str, language: str) -> str:
    if day is None:
        return month
    if day == "XX":
        return _say(language, "some_day", month)
    if day[1] == "X" and day[0] != "X":
        return str(_WORDS[language]["thirds"][int(day[0])]).format(month)
    if "X" in day:
        return span_words(dates.parse(bare), language)
    return f"{int(day)} {month}"


def _open_year_words(bare: str, year: str, language: str) -> str:
    if re.fullmatch(r"[0-9]{3}X", year):
        return _say(language, "decade", f"{int(year[:3])}0")
    if re.fullmatch(r"[0-9]{2}XX", year):
        return _say(language, "century", str(int(year[:2])), str(int(year[:2])))
    return span_words(dates.parse(bare), language)


def _season_words(month: str, year: str, bare: str, language: str) -> str:
    """Return words for the codes of EDTF level 1 and 2 (21 to 41) that have a name of their own."""
    words = _WORDS[language]
    code = 0 if "X" in month else int(month)
    # 25 to 32 tell seasons by hemisphere, 21 to 24 do not.
    if 21 <= code <= 32:
        return str(words["seasons"][(code - 21) % 4]).format(year)
    if 33 <= code <= 36:
        return str(words["quarters"][code - 33]).format(year)
    if code in {40, 41}:
        return str(words["halves"][code - 40]).format(year)
    return span_words(dates.parse(bare), language)


def _month(number: int, language: str) -> str:
    return month_names(language)[number - 1]


def _year(year: int, language: str) -> str:
    return str(year) if year > 0 else _say(language, "bc", str(1 - year))
