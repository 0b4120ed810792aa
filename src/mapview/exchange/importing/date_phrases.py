"""Dates that are more than one day, month or year: parts of them, spans that share a month, open ones, counted ones."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Literal

from mapview.domain import dates
from mapview.errors import BadInputError

#: Reads one date into EDTF, or raises BadInputError.
Read = Callable[[str], str]
_Part = Literal["start", "early", "mid", "late", "end"]

_PARTS: dict[str, _Part] = {
    **dict.fromkeys(("start", "beginning", "مطلع", "بداية", "مستهل"), "start"),
    **dict.fromkeys(("early", "أوائل", "اوائل"), "early"),
    **dict.fromkeys(("mid", "middle", "منتصف", "أواسط", "اواسط"), "mid"),
    **dict.fromkeys(("late", "أواخر", "اواخر"), "late"),
    **dict.fromkeys(("end", "نهاية"), "end"),
}
_IN_PART = re.compile(
    rf"(?:(?:in|at|في)\s+)?(?:the\s+)?({'|'.join(_PARTS)})(?:\s*-\s*|\s+)(?:(?:of|the|من|شهر|عام|سنة)\s+)*(.+)",
    re.IGNORECASE,
)
_MONTHS_OF: dict[_Part, tuple[int, int]] = {
    "start": (1, 1), "early": (1, 3), "mid": (5, 8), "late": (10, 12), "end": (12, 12),
}  # fmt: skip
_DAYS_OF: dict[_Part, tuple[int, int]] = {
    "start": (1, 10), "early": (1, 10), "mid": (11, 20), "late": (21, 31), "end": (21, 31),
}  # fmt: skip
_YEARS_OF: dict[_Part, tuple[int, int]] = {
    "start": (0, 3), "early": (0, 3), "mid": (4, 6), "late": (7, 9), "end": (7, 9),
}  # fmt: skip
_WHOLE = re.compile(r"(?P<decade>-?\d{3})X|(?P<year>-?\d{4})(?:-(?P<month>\d\d))?")

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4,
    "الأول": 1, "الاول": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4,
}  # fmt: skip
_NTH = "|".join(_ORDINALS)
_COUNTED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<of>[QH])(?P<number>[1-4])[-/ ]*(?P<year>\d{4})",
        r"(?P<year>\d{4})[-/ ]*(?P<of>[QH])(?P<number>[1-4])",
        rf"(?:the\s+)?(?P<number>{_NTH})\s+(?P<of>quarter|half)\s+(?:of\s+)?(?P<year>\d{{4}})",
        rf"(?P<of>الربع|النصف)\s+(?P<number>{_NTH})\s+(?:(?:من|عام|سنة|العام)\s+)*(?P<year>\d{{4}})",
    )
)
_WEEK = re.compile(r"(\d{4})-?W(\d\d)")

_FROM = re.compile(r"(?:between|from|(?:the\s+)?night of|ما بين|بين|من|ليلة)\s+", re.IGNORECASE)
_TO = re.compile(r"\s*[-–—/]\s*|\s+(?:to|until|till|through|الى|إلى|حتى)\s+", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and\s+|و\s*)", re.IGNORECASE)
_NOW = frozenset({"present", "the present", "now", "today", "ongoing", "الآن", "الان", "اليوم"})
_DAY = re.compile(r"\d{1,2}")
_MONTH_DAY = re.compile(r"(.*[^\W\d_].*?)\s*(\d{1,2})")
_DAY_YEAR = re.compile(r"(\d{1,2})\s*,?\s+(\d{4})")
_OPENED = re.compile(
    r"(?:(?P<since>since|from|as of|starting|منذ|ابتداء من|من)|(?P<until>until|till|up to|by|حتى|لغاية|بحلول)|"
    r"(?P<before>before|قبل)|(?P<after>after|بعد))\s+(?P<date>.+?)(?:\s+(?:onwards?|فصاعدا))?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")


def read_phrase(said: str, read: Read) -> str | None:
    """Read what is more than one date and return it in EDTF, None if it is no such thing.

    Parts of a year, a month or a decade are approximate: mid-2025 is about May to about August. ``since`` is open at
    the end, ``until`` at the beginning, and ``before`` and ``after`` leave the date itself out.

    Examples
    --------
    >>> from mapview.exchange.importing.cell_dates import read_date
    >>> [read_phrase(said, lambda one: read_date(one, None)) for said in ("mid-2025", "12-14 January 2026", "Q1 2026")]
    ['2025-05~/2025-08~', '2026-01-12/2026-01-14', '2026-33']
    """
    for reading in (_counted, _in_part, _between, _opened):
        found = reading(said, read)
        if found is not None:
            return found
    return None


def _counted(said: str, _read: Read) -> str | None:
    week = _WEEK.fullmatch(said)
    if week is not None:
        try:
            days = [date.fromisocalendar(int(week[1]), int(week[2]), day).isoformat() for day in (1, 7)]
        except ValueError:
            return None
        return "/".join(days)
    found = next(filter(None, (pattern.fullmatch(said) for pattern in _COUNTED)), None)
    if found is None:
        return None
    number = _ORDINALS.get(found["number"].lower()) or int(found["number"])
    # EDTF numbers the quarters of a year 33 to 36 and its halves 40 and 41.
    if found["of"].lower() in {"q", "quarter", "الربع"}:
        return f"{found['year']}-{32 + number}"
    return f"{found['year']}-{39 + number}" if number <= 2 else None


def _in_part(said: str, read: Read) -> str | None:
    found = _IN_PART.fullmatch(said)
    if found is None:
        return None
    part = _PARTS[found[1].lower()]
    dated = _tried(read, found[2])
    whole = _WHOLE.fullmatch(dated.rstrip("?~%")) if dated else None
    if dated is None or whole is None:
        return None
    if whole["decade"]:
        ends = [f"{whole['decade']}{year}" for year in _YEARS_OF[part]]
    elif whole["month"]:
        # Years repeat their months' lengths every 400.
        longest = monthrange(int(whole["year"]) % 400 + 2000, int(whole["month"]))[1]
        ends = [f"{whole[0]}-{min(day, longest):02d}" for day in _DAYS_OF[part]]
    else:
        ends = [f"{whole[0]}-{month:02d}" for month in _MONTHS_OF[part]]
    mark = "%" if dated.endswith(("?", "%")) else "~"
    return "/".join(f"{end}{mark}" for end in dict.fromkeys(ends))


def _between(said: str, read: Read) -> str | None:
    lead = _FROM.match(said)
    bare = said[lead.end() :] if lead else said
    signs = [*_TO.finditer(bare), *(_AND.finditer(bare) if lead else ())]
    # The one place at which both sides are dates; two of them would be a guess.
    found = {span for sign in signs if (span := _ends(bare[: sign.start()], bare[sign.end() :], read))}
    return found.pop() if len(found) == 1 else None


def _ends(left: str, right: str, read: Read) -> str | None:
    if right.lower() in _NOW:
        first = _tried(read, left)
        return f"{first}/.." if first else None
    last = _tried(read, right)
    if last is None:
        # January 12-14, 2026
        before, after = _MONTH_DAY.fullmatch(left), _DAY_YEAR.fullmatch(right)
        if before is None or after is None:
            return None
        return _ends(f"{before[2]} {before[1]}", f"{after[1]} {before[1]} {after[2]}", read)
    first = _tried(read, left)
    mark = last[-1] if last[-1] in "?~%" else ""
    if first is None and _LETTER.search(right):
        year = re.search(r"-?\d{4}", last)
        if _DAY.fullmatch(left):
            first = f"{last[:8]}{left.zfill(2)}{mark}" if re.match(r"\d{4}-\d\d-\d\d", last) else None
        elif _LETTER.search(left) and year is not None:
            first = _tried(read, f"{left} {year[0]}{'?' if mark else ''}")
    if first is None or "/" in first or "/" in last:
        return None
    return first if first == last else f"{first}/{last}"


def _opened(said: str, read: Read) -> str | None:
    found = _OPENED.fullmatch(said)
    dated = _tried(read, found["date"]) if found else None
    if found is None or dated is None or "/" in dated:
        return None
    if found["since"]:
        return f"{dated}/.."
    if found["until"]:
        return f"../{dated}"
    span = dates.parse(dated.rstrip("?~%"))
    if span.earliest is None or span.latest is None:
        return None
    mark = dated[-1] if dated[-1] in "?~%" else ""
    if found["before"]:
        return f"../{dates.iso(span.earliest - 1)}{mark}"
    return f"{dates.iso(span.latest + 1)}{mark}/.."


def _tried(read: Read, said: str) -> str | None:
    try:
        return read(said)
    except BadInputError:
        return None
