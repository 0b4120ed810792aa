"""Grammar of dates that name a day, month or year: each function reads at a place and returns what it found."""

from collections.abc import Sequence
from dataclasses import replace

from mapview.reading.dates.nodes import Node, Relation
from mapview.reading.dates.numerals import cardinal, digits, ordinal
from mapview.reading.dates.stream import Word
from mapview.reading.dates.words import DAY_TIME, RELATIVE, UNIT, months_by_word, weekdays
from mapview.reading.tokens import listed

#: A node and the place after it.
Read = tuple[Node, int] | None

_CAPITALS = listed("may march mar jan feb apr jun jul aug sep sept oct nov dec sat sun mon tue tues wed thu thur thurs "
                      "fri")  # fmt: skip
_OF = frozenset({"of", "من", ",", "،", "in", "في"})
_YEAR_WORDS = frozenset({"عام", "سنه", "year"})
_AFTER_YEAR = {
    "ه": "h",
    "هجري": "h",
    "هجريه": "h",
    "ah": "h",
    "م": "g",
    "ميلادي": "g",
    "ميلاديه": "g",
    "ce": "g",
    "ad": "g",
}
_BEFORE_CHRIST = frozenset({"bc", "bce"})
_AFTER_MONTH: frozenset[Relation] = frozenset({"last", "next", "this", "following"})
_SEPARATORS = frozenset("/-.")


def word(words: Sequence[Word], i: int) -> str:
    """Return the word at a place, empty beyond the end."""
    return words[i].text if 0 <= i < len(words) else ""


def month(words: Sequence[Word], i: int) -> tuple[int, bool, int] | None:
    """Return number, whether it is Hijri, and the place after; two names of one month count as one."""
    found = _month_name(words, i)
    if not found:
        return None
    number, hijri, j = found
    mark = word(words, j)
    if mark in {"/", "(", "-"}:
        again = _month_name(words, j + 1)
        if again and again[:2] == (number, hijri):
            j = again[2] + (1 if mark == "(" and word(words, again[2]) == ")" else 0)
    return number, hijri, j


def _month_name(words: Sequence[Word], i: int) -> tuple[int, bool, int] | None:
    if i >= len(words) or (words[i].kind == "latin" and words[i].text in _CAPITALS and not words[i].raw[0].isupper()):
        return None
    for rest, number, calendar in months_by_word().get(words[i].text, ()):
        j = i + 1
        for part in rest:
            j += word(words, j) in {"-", "al"} and part != "al"
            j += word(words, j) == "-"
            if word(words, j) != part:
                break
            j += 1
        else:
            abbreviated = words[i].kind == "latin" and len(words[i].text) <= 4 and words[i].text != "may"
            return number, calendar == "h", j + (abbreviated and word(words, j) == "." and j < len(words))
    return None


def weekday(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    """Return the ISO number of a weekday and the place after; ``يوم`` may stand before it."""
    if word(words, i) == "يوم":
        i += 1
    if i >= len(words) or (words[i].kind == "latin" and words[i].text in _CAPITALS and not words[i].raw[0].isupper()):
        return None
    found = weekdays().get(words[i].text)
    if found is None:
        return None
    stop = words[i].kind == "latin" and len(words[i].text) <= 5 and word(words, i + 1) == "."
    return found, i + 1 + (stop and not _ends(words, i + 1))


def year(words: Sequence[Word], i: int, *, named: bool = False) -> tuple[int, bool, int] | None:
    """Return a year, whether it is Hijri, and the place after.

    ``named`` asks for a word that says that it is a year: ``عام``, ``the year``, ``AD``, ``هـ``.
    """
    j = i
    said = False
    if word(words, j) == "the" and word(words, j + 1) == "year":
        j += 1
    if word(words, j) in {"ad", "ah"}:
        said, j = True, j + 1
    if word(words, j) in _YEAR_WORDS:
        said, j = True, j + 1
    number = digits(words, j)
    spoken = None if number else cardinal(words, j)
    found = number or spoken
    if not found or not (len(words[j].text) >= (3 if said else 4) or spoken):
        return None
    value, k = found
    era = _AFTER_YEAR.get(word(words, k), "")
    bc = word(words, k) in _BEFORE_CHRIST or (word(words, k) == "ق" and word(words, k + 1) in {"م", "."})
    if era and words[k].kind == "arabic" and era == "g" and words[k].spaced:
        era = ""
    if bc:
        return 1 - value, False, k + 1
    if not 100 <= value <= 2999 or (named and not (said or era)) or (spoken and value < 1000):
        return None
    return value, era == "h" or word(words, i) == "ah", k + bool(era)


def numeric(words: Sequence[Word], i: int) -> Read:
    """Return a date in digits: ``2026-01-14``, ``14/1/2026``, ``25/8/1443هـ``, ``2025/03``.

    Where day and month cannot be told apart, Arabic writes the day first and English the month.
    """
    parts = [words[i]] if words[i].kind == "number" else []
    j = i + 1
    while len(parts) in {1, 2} and j + 1 < len(words) and words[j].text in _SEPARATORS and not words[j].spaced:
        if words[j + 1].spaced or words[j + 1].kind != "number" or words[j].text != words[i + 1].text:
            break
        parts.append(words[j + 1])
        j += 2
    if len(parts) < 2 or word(words, j) == ":" or (word(words, j) in {"/", "-"} and not words[j].spaced):
        return None
    values = [int(part.text) for part in parts]
    lengths = [len(part.text) for part in parts]
    if len(parts) == 2:
        return _year_month(values, lengths, words[i + 1].text, j)
    return _triple(words, values, lengths, j, is_iso=words[i + 1].text == "-")


def _year_month(values: list[int], lengths: list[int], separator: str, j: int) -> Read:
    if separator == ".":
        return None
    if lengths[0] == 4 and lengths[1] <= 2 and 1 <= values[1] <= 12 and 1000 <= values[0] <= 2200:
        return Node("date", year=values[0], month=values[1]), j
    if lengths[1] == 4 and lengths[0] <= 2 and 1 <= values[0] <= 12 and 1000 <= values[1] <= 2200:
        return Node("date", year=values[1], month=values[0]), j
    return None


def _triple(words: Sequence[Word], values: list[int], lengths: list[int], j: int, *, is_iso: bool) -> Read:
    hijri = _AFTER_YEAR.get(word(words, j)) == "h"
    j += hijri
    if lengths[0] == 4:
        whole, first, second = values
        # Nobody writes 2026-14-01: where hyphens stand it is a slip.
        orders = [(first, second)] if is_iso else [(first, second), (second, first)]
    elif lengths[2] in {2, 4} and lengths[0] <= 2:
        first, second, whole = values
        whole += 0 if lengths[2] == 4 else 2000 if whole < 70 else 1900
        day_first = not _in_latin(words) or hijri
        orders = [(second, first), (first, second)] if day_first else [(first, second), (second, first)]
    else:
        return None
    for of_year, of_month in orders:
        if 1 <= of_year <= 12 and 1 <= of_month <= 31:
            return Node("date", year=whole, month=of_year, day=of_month, hijri=hijri), j
    return None


def _in_latin(words: Sequence[Word]) -> bool:
    kinds = [each.kind for each in words]
    return kinds.count("latin") > kinds.count("arabic")


def day(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    """Return a day of the month: 1 to 31 in digits, or an ordinal."""
    if word(words, i) == "the":
        i += 1
    found = ordinal(words, i) or digits(words, i, 2)
    return found if found and 1 <= found[0] <= 31 else None


def calendar_date(words: Sequence[Word], i: int) -> Read:
    """Return a date with a month or a weekday in it."""
    named = weekday(words, i)
    j = i
    if named:
        j = named[1]
        while word(words, j) in DAY_TIME or word(words, j) in {",", "،", "the"}:
            j += 1
    found = _day_month(words, j) or _month_day(words, j)
    if found:
        return (replace(found[0], weekday=named[0]) if named else found[0]), found[1]
    if not named:
        return None
    return _bare_weekday(words, i, *named)


def _bare_weekday(words: Sequence[Word], i: int, number: int, j: int) -> Read:
    node = Node("date", weekday=number)
    following = day(words, j)
    if following and word(words, j) != "اول" and not month(words, following[1]) and _stops(words, following[1]):
        return replace(node, day=following[0]), following[1]
    relation, j = relation_after(words, j)
    if relation:
        return replace(node, relation=relation), j
    if words[i].kind == "latin" and word(words, j) in DAY_TIME:
        return node, j + 1
    return (node, j) if words[i].kind == "latin" or words[j - 1].text.startswith("ال") else None


def _day_month(words: Sequence[Word], i: int) -> Read:
    found = day(words, i)
    if not found:
        return None
    number, j = found
    while word(words, j) in {"of", "من", "شهر", "-", "/", "the", "month"} and j < len(words):
        j += 1
    named = month(words, j)
    if not named:
        return None
    node = Node("date", day=number, month=named[0], hijri=named[1])
    # 14-Jan-2026
    k = named[2]
    joined = year(words, k + 1) if word(words, k) in {"-", "/"} and not words[k].spaced else None
    if joined and not words[k + 1].spaced:
        return replace(node, year=joined[0], hijri=named[1] or joined[1]), joined[2]
    return with_year(words, named[2], node)


def _month_day(words: Sequence[Word], i: int) -> Read:
    start = i
    while word(words, i) in {"شهر", "the", "month"} or (word(words, i) == "of" and i > start):
        i += 1
    named = month(words, i)
    if not named:
        return None
    number, hijri, j = named
    node = Node("date", month=number, hijri=hijri)
    found = day(words, j) if words[i].kind == "latin" or ordinal(words, j) else None
    if found and not (words[i].kind == "arabic" and words[j].kind == "number") and _not_a_count(words, found[1]):
        whole = with_year(words, found[1], replace(node, day=found[0]))
        if whole:
            return whole
    return with_year(words, j, node)


def _not_a_count(words: Sequence[Word], j: int) -> bool:
    """Tell whether a number after a month is a day: not the first figure of ``March 2 000`` or a time."""
    return word(words, j) not in {":", "%"} or j >= len(words)


def with_year(words: Sequence[Word], j: int, node: Node) -> Read:
    """Read what follows a month or a season: a year, a relative year, or ``الماضي``, ``المقبل``."""
    relation, k = relation_after(words, j)
    if relation:
        return replace(node, relation=relation), k
    k = j
    while word(words, k) in _OF and k < len(words):
        k += 1
    found = year(words, k) if k - j <= 2 else None
    if found and (k == j or not _elsewhere(words, j, k)):
        return replace(node, year=found[0], hijri=node.hijri or found[1]), found[2]
    within = relative_year(words, k) or (relative_year(words, j) if k != j else None)
    if within:
        return replace(node, within=within[0]), within[1]
    return node, j


def _elsewhere(words: Sequence[Word], j: int, k: int) -> bool:
    """Tell whether ``in`` or ``في`` between month and number leads to something else than its year."""
    return any(words[n].text in {"in", "في"} for n in range(j, k)) and word(words, k) not in _YEAR_WORDS


def relative_year(words: Sequence[Word], i: int) -> Read:
    """Return a year seen from the reference: ``العام الماضي``, ``last year``, ``the same year``."""
    j = i + (word(words, i) in {"the", "هذا", "هذه"})
    before = RELATIVE.get(word(words, j)) if j < len(words) and words[j].kind == "latin" else None
    if before and word(words, j + 1) == "year":
        return Node("unit", unit="year", relation=before), j + 2
    if UNIT.get(word(words, j)) != "year" or words[j].kind != "arabic" or not words[j].definite:
        return None
    relation, k = relation_after(words, j + 1, every=True)
    if word(words, i) in {"هذا", "هذه"}:
        relation, k = "this", j + 1
    return (Node("unit", unit="year", relation=relation), k) if relation else None


def relation_after(words: Sequence[Word], j: int, *, every: bool = False) -> tuple[Relation | None, int]:
    """Return the Arabic adjective that follows a month, weekday or unit, and the place after it."""
    if j < len(words) and words[j].kind == "arabic":
        found = RELATIVE.get(words[j].text)
        if found and (words[j].definite or found == "same") and (every or found in _AFTER_MONTH):
            return found, j + 1
    return None, j


def _stops(words: Sequence[Word], j: int) -> bool:
    """Tell whether nothing that a number could count follows."""
    return (
        j >= len(words) or words[j].kind == "mark" or words[j].text in {"في", "من", "and", "to", "until", "الي", "حتي"}
    )


def _ends(words: Sequence[Word], j: int) -> bool:
    return not word(words, j + 1)
