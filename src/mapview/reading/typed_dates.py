"""Dates as a person types them into a field, as EDTF: notation, or words in English or Arabic."""

import re
import unicodedata
from collections.abc import Container

from mapview.domain.dates import iso, parse
from mapview.errors import BadDateError
from mapview.reading.date_expressions import find_dates
from mapview.reading.tokens import listed, normalise

_NUMBERS = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})")
_BEFORE_DATES = listed("in on of the at during for as dated day date week month year في يوم عام سنه شهر خلال")
_OPEN: dict[str, str] = (
    dict.fromkeys(("since", "from", "منذ", "من", "ابتداء من", "بدءا من", "اعتبارا من", "starting", "as of"), "since")
    | dict.fromkeys(("until", "till", "to", "up to", "by", "through", "حتي", "لغايه", "الي", "بحلول"), "until")
    | dict.fromkeys(("before", "قبل"), "before")
    | dict.fromkeys(("after", "بعد"), "after")
)
_DOUBT = frozenset(("probably", "perhaps", "maybe", "possibly", "ربما", "لعله", "يرجح", "علي الارجح", "uncertain"))
_ALWAYS = frozenset(("always", "at any time", "any time", "timeless", "دائما", "في اي وقت", "اي وقت"))


def typed_edtf(text: str, today: str | None = None) -> str:
    """Read a date as typed and return it in EDTF.

    Parameters
    ----------
    text
        EDTF, or words in English or Arabic: ``14 January 2026``, ``since October 2025``,
        أواخر أيلول 2025, ``yesterday``.
    today
        The day of the words, in EDTF, from which relative ones count; of a longer span its last day.

    Raises
    ------
    BadDateError
        If it is no date, a relative one without ``today``, or a day and a month in numbers, such as 03/04/2026, which
        are read in two orders.

    Examples
    --------
    >>> typed_edtf("since October 2025"), typed_edtf("١٤ كانون الثاني ٢٠٢٦"), typed_edtf("probably September 2025")
    ('2025-10/..', '2026-01-14', '2025-09?')
    >>> typed_edtf("yesterday", today="2026-01-18"), typed_edtf("at any time")
    ('2026-01-17', '../..')
    """
    plain = _plain(text)
    if not plain:
        raise BadDateError("Nothing is written: write a date such as 14 January 2026, 2026-01 or since October 2025.")
    if _NUMBERS.fullmatch(plain):
        raise BadDateError(
            "Days and months in numbers are written in different orders:"
            f" instead of {_quoted(text)} write 14 January 2026 or 2026-01-14."
        )
    try:
        parse(plain)
    except BadDateError as error:
        if "/" in plain and "before it starts" in str(error):
            raise
        return _in_words(plain, text, today)
    return plain


def _in_words(plain: str, text: str, today: str | None) -> str:
    words = plain.split()
    folded = [normalise(word.strip(",،.")) for word in words]
    if " ".join(folded) in _ALWAYS:
        return "../.."
    doubt = "?" if plain.endswith(("?", "؟")) or "غير مؤكد" in plain else ""
    words = plain.replace("غير مؤكد", "").rstrip("?؟ ،,").split()
    words, doubted = _without_lead(words, _DOUBT)
    if words and normalise(words[-1].strip(",")) in _DOUBT:
        words, doubted = words[:-1], "uncertain"
    lead = ""
    whole = _whole(words, today)
    if whole is None:
        words, lead = _without_lead(words, _OPEN)
        whole = _whole(words, today)
    if whole is None:
        raise _no_date(text, words, today)
    found = _opened(whole, _OPEN.get(lead, ""))
    return _doubted(found) if doubt or doubted else found


def _whole(words: list[str], today: str | None) -> str | None:
    """Return the date that all of some words are, None if there is something else among them."""
    while words and normalise(words[0]) in _BEFORE_DATES:
        if (found := _exactly(" ".join(words), today)) is not None:
            return found
        words = words[1:]
    return _exactly(" ".join(words), today)


def _exactly(said: str, today: str | None) -> str | None:
    said = said.rstrip(" ,،.")
    try:
        parse(said)
    except BadDateError:
        pass
    else:
        return said
    found = find_dates(said, today)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(said)):
        return None
    return found[0].edtf


def _without_lead(words: list[str], leads: Container[str]) -> tuple[list[str], str]:
    for length in (2, 1):
        lead = " ".join(normalise(word.strip(",،")) for word in words[:length])
        if len(words) > length and lead in leads:
            return words[length:], lead
    return words, ""


def _opened(edtf: str, how: str) -> str:
    if not how:
        return edtf
    span = parse(edtf)
    first, _, last = edtf.partition("/")
    match how:
        case "since":
            return f"{first}/.."
        case "until":
            return f"../{last or first}"
        case "before":
            return f"../{iso(None if span.earliest is None else span.earliest - 1)}"
        case _:
            return f"{iso(None if span.latest is None else span.latest + 1)}/.."


def _doubted(edtf: str) -> str:
    """Mark a date or the stated ends of an interval as uncertain, ``%`` where it is approximate already."""
    if edtf[:1] in {"[", "{"}:
        return edtf
    ends = []
    for end in edtf.split("/"):
        if end in {"", ".."} or end.endswith(("?", "%")):
            ends.append(end)
        else:
            ends.append(f"{end[:-1]}%" if end.endswith("~") else f"{end}?")
    return "/".join(ends)


def _no_date(text: str, words: list[str], today: str | None) -> BadDateError:
    if today is None and any(found.needs_reference for found in find_dates(" ".join(words))):
        return BadDateError(
            f"{_quoted(text)} counts from the day of the report, which is not known: write the day itself."
        )
    return BadDateError(
        f"{_quoted(text)} is no date: write 14 January 2026, 2026-01, since October 2025, or from 3 to 14 January 2026."
    )


def _plain(text: str) -> str:
    # Marks of direction come along with text that is copied from between Arabic.
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join(
        "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in visible).replace("–", "-").split()
    )


def _quoted(text: str) -> str:
    # Isolated, so that its direction leaves the sentence alone.
    return f"\u2068“{text.strip()}”\u2069"
