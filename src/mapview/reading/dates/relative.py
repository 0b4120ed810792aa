"""Grammar of dates that are counted from a day: today, last week, three months ago, the next twelve months."""

from collections.abc import Sequence
from dataclasses import replace

from mapview.reading.dates.absolute import Read, relation_after, weekday, word
from mapview.reading.dates.nodes import Node, Relation
from mapview.reading.dates.numerals import cardinal, digits
from mapview.reading.dates.stream import Word
from mapview.reading.dates.words import APPROX, DAY_TIME, DEICTIC, DUAL, PLURAL, RELATIVE, UNIT
from mapview.reading.tokens import listed

_FEW = listed("few several some بضعه عده بضع")
_COUPLE = frozenset({"couple"})
_TIMELY = ("last", "next", "this")
_NOT_TODAY = listed("عالمي وطني دولي اول ثاني ثالث اخير")
_ENGLISH_NIGHTS = {"night": -1, "evening": -1, "afternoon": -1}


def deictic(words: Sequence[Word], i: int) -> Read:
    """Return today, yesterday, tomorrow, with a time of day or the weekday's name."""
    j = i
    if word(words, j) in DAY_TIME and words[j].kind == "arabic":
        j += 1
    if word(words, j) == "يوم" and word(words, j + 1) in {"غد", "امس"}:
        j += 1
    found = _english_part_of_day(words, i) or _shifted(words, j)
    if not found:
        return None
    offset, k = found
    while word(words, k) in DAY_TIME:
        k += 1
    comma = k + (word(words, k) in {",", "،", "("})
    named = weekday(words, comma)
    if named and offset is not None:
        k = named[1] + (word(words, comma - 1) == "(" and word(words, named[1]) == ")")
    return Node("unit", unit="day", offset=offset), k


def _shifted(words: Sequence[Word], j: int) -> tuple[int, int] | None:  # noqa: PLR0911  # one return a form
    text = word(words, j)
    if text == "اول" and word(words, j + 1) in {"امس", "البارحه"}:
        return -2, j + 2
    if text == "اول" and word(words, j + 1) == "من" and word(words, j + 2) in {"امس", "البارحه"}:
        return -2, j + 3
    if text == "قبل" and word(words, j + 1) == "يوم" and word(words, j + 2) == "امس":
        return -2, j + 3
    if text == "بعد" and word(words, j + 1) in {"غد", "غدا"}:
        return 2, j + 2
    the = j + (text == "the")
    if word(words, the) == "day" and word(words, the + 2) in {"yesterday", "tomorrow"}:
        shift = {("before", "yesterday"): -2, ("after", "tomorrow"): 2}.get(
            (word(words, the + 1), word(words, the + 2))
        )
        return (shift, the + 3) if shift else None
    if text not in DEICTIC or (text == "اليوم" and not _is_today(words, j)) or (text == "غد" and words[j].definite):
        return None
    if text == "غدا" and word(words, j - 1) in {"ما", "و"}:
        return None
    if text == "امس" and word(words, j + 1) == "اول":
        return -2, j + 2
    return DEICTIC[text], j + 1


def _is_today(words: Sequence[Word], j: int) -> bool:
    if word(words, j - 1) in {"ذلك", "نفس", "طوال", "هذا"} or word(words, j + 1) in _NOT_TODAY:
        return word(words, j - 1) == "هذا"
    return not relation_after(words, j + 1, every=True)[0]


def _english_part_of_day(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    text, following = word(words, i), word(words, i + 1)
    if text == "this" and following in {"morning", "afternoon", "evening"}:
        return 0, i + 2
    if text == "last" and following in _ENGLISH_NIGHTS:
        return -1, i + 2
    return None


def unit(words: Sequence[Word], i: int) -> Read:
    """Return a day, week, month, year, decade or century seen from the reference."""
    return _arabic_unit(words, i) if i < len(words) and words[i].kind == "arabic" else _english_unit(words, i)


def _arabic_unit(words: Sequence[Word], i: int) -> Read:
    this = word(words, i) in {"هذا", "هذه"}
    same = word(words, i) == "نفس"
    j = i + (this or same)
    j += word(words, j) in DAY_TIME
    text = word(words, j)
    named = UNIT.get(text) or ("day" if text == "اليوم" else "")
    if not named or text in PLURAL or not (words[j].definite or text == "اليوم"):
        return None
    node = Node("unit", unit=named)
    if this or same:
        return (replace(node, relation="this" if this else "same"), j + 1) if named != "day" or same else None
    k = j + 1
    k += word(words, k) == "ما"
    if word(words, k) in {"قبل", "بعد"}:
        relation, end = relation_after(words, k + 1)
        if (word(words, k), relation) in {("قبل", "last"), ("بعد", "next")}:
            return replace(node, offset=-2 if relation == "last" else 2), end
    relation, end = relation_after(words, j + 1, every=True)
    if relation == "last" and word(words, end) == "من":
        return None
    if not relation or (named == "day" and relation not in {"following", "same"}):
        return None
    return replace(node, relation=relation), end


def _english_unit(words: Sequence[Word], i: int) -> Read:  # noqa: PLR0911  # one return a form
    j = i + (word(words, i) == "the")
    named = UNIT.get(word(words, j), "")
    if named and word(words, j) not in PLURAL:
        shift = {("before", "last"): -2, ("after", "next"): 2}.get((word(words, j + 1), word(words, j + 2)))
        if shift:
            return Node("unit", unit=named, offset=shift), j + 3
        if j > i and word(words, j + 1) == "before" and named != "century":
            return None
    relation = RELATIVE.get(word(words, j))
    named = UNIT.get(word(words, j + 1), "")
    weekend = word(words, j + 1) in {"weekend", "weekends"}
    if not relation or words[j].kind != "latin":
        return None
    if weekend:
        return Node("weekend", relation=relation), j + 2
    if not named or word(words, j + 1) in PLURAL or (relation == "last" and word(words, j + 2) == "of"):
        return None
    if named == "day" and relation not in {"next", "following", "same", "previous", "preceding"}:
        return None
    if named == "day":
        relation = "following" if relation == "next" else relation
    if relation == "next" and j > i and named in {"week", "month", "year"}:
        relation = "following"
    return Node("unit", unit=named, relation=relation), j + 2


def ago(words: Sequence[Word], i: int) -> Read:
    """Return so many units before or after the reference."""
    lead = word(words, i)
    if lead in {"قبل", "منذ", "بعد"}:
        return _arabic_ago(words, i, -1 if lead != "بعد" else 1)
    if lead == "in":
        found = _amount(words, i + 1)
        node = Node("ago", unit=found[1], number=found[0], approximate=found[3]) if found else None
        return (node, found[2]) if node and found and word(words, found[2]) not in {"of", "time"} else None
    found = _amount(words, i)
    if not found:
        return None
    number, named, j, vague = found
    node = Node("ago", unit=named, number=-number, approximate=vague)
    if word(words, j) in {"ago", "back"} and words[j].kind == "latin":
        return node, j + 1
    if word(words, j) == "from" and word(words, j + 1) in {"now", "today"}:
        return replace(node, number=number, relation="this"), j + 2
    return None


def _arabic_ago(words: Sequence[Word], i: int, sign: int) -> Read:
    j = i + 1
    vague = word(words, j) in APPROX
    found = _amount(words, j + vague)
    if not found:
        return None
    number, named, k, few = found
    if word(words, k) == "من":
        if word(words, k + 1) not in {"الان", "اليوم"}:
            return None
        return Node("ago", unit=named, number=sign * number, approximate=few, relation="this"), k + 2
    if word(words, k) in {"علي", "فقط"} and sign > 0:
        return None
    # A year that is named (قبل عام 2011) is no count of years.
    if k < len(words) and words[k].kind == "number" and named == "year":
        return None
    return Node("ago", unit=named, number=sign * number, approximate=vague or few), k


def _amount(words: Sequence[Word], i: int) -> tuple[int, str, int, bool] | None:
    """Return how many of which unit, the place after, and whether the number is vague."""
    text = word(words, i)
    if text in DUAL and not words[i].definite and text != "عامي":
        return 2, DUAL[text], i + 1, False
    if text in _FEW or (text == "a" and word(words, i + 1) in _FEW):
        j = i + 1 + (text == "a")
        named = UNIT.get(word(words, j), "")
        return (3, named, j + 1, True) if named and word(words, j) in PLURAL else None
    if text == "a" and word(words, i + 1) in _COUPLE:
        j = i + 2 + (word(words, i + 2) == "of")
        named = UNIT.get(word(words, j), "")
        return (2, named, j + 1, False) if named else None
    if text in {"a", "an", "one"} or text in UNIT:
        return _single(words, i)
    return _counted(words, i)


def _single(words: Sequence[Word], i: int) -> tuple[int, str, int, bool] | None:
    j = i + (words[i].kind == "latin" and word(words, i) in {"a", "an", "one"})
    if j == i and words[i].kind == "latin":
        return None
    named = UNIT.get(word(words, j), "")
    if not named or (j < len(words) and words[j].definite):
        return None
    if word(words, j) in PLURAL:
        return (3, named, j + 1, True) if words[j].kind == "arabic" else None
    return 1, named, j + 1, False


def _counted(words: Sequence[Word], i: int) -> tuple[int, str, int, bool] | None:
    found = cardinal(words, i)
    if not found:
        return None
    number, j = found
    j += word(words, j) == "-"
    named = UNIT.get(word(words, j), "")
    return (number, named, j + 1, False) if named and 0 < number < 10_000 and not words[i].definite else None


def window(words: Sequence[Word], i: int) -> Read:
    """Return the next or the past so many units, or the coming days."""
    if i < len(words) and words[i].kind == "arabic":
        return _arabic_window(words, i)
    j = i + (word(words, i) == "the")
    if word(words, i) == "within":
        found = _amount(words, i + 1 + (word(words, i + 1) == "the"))
        return (_window(found[0], found[1], "next"), found[2]) if found else _english_window(words, i + 1)
    return _english_window(words, j)


def _english_window(words: Sequence[Word], j: int) -> Read:
    j += word(words, j) == "the"
    relation = RELATIVE.get(word(words, j))
    if relation not in _TIMELY or relation == "this":
        return None
    found = _counted(words, j + 1) or _vague(words, j + 1)
    if not found or (found[0] == 0 and relation == "last" and word(words, j) != "past"):
        return None
    return _window(found[0], found[1], relation), found[2]


def _vague(words: Sequence[Word], j: int) -> tuple[int, str, int, bool] | None:
    """Return number 0 for units that nobody counts: the coming days."""
    few = word(words, j) in {"few", "several"}
    named = UNIT.get(word(words, j + few), "")
    return (0, named, j + few + 1, True) if named and word(words, j + few) in PLURAL else None


def _arabic_window(words: Sequence[Word], i: int) -> Read:
    if word(words, i) in {"خلال", "غضون"}:
        return _span(words, i)
    text = word(words, i)
    if text in DUAL and words[i].definite:
        relation, k = relation_after(words, i + 1)
        return (_window(2, DUAL[text], relation), k) if relation in {"last", "next"} else None
    if text in PLURAL and words[i].definite:
        found = digits(words, i + 1) or cardinal(words, i + 1)
        relation, k = relation_after(words, found[1] if found else i + 1)
        if relation in {"last", "next"} and (found or relation == "next"):
            return _window(found[0] if found else 0, UNIT[text], relation), k
        return None
    counted = _definite_count(words, i)
    if counted:
        relation, k = relation_after(words, counted[2])
        return (_window(counted[0], counted[1], relation), k) if relation in {"last", "next"} else None
    return None


def _definite_count(words: Sequence[Word], i: int) -> tuple[int, str, int] | None:
    """Return الثلاثة أيام, 12 شهرا before an adjective."""
    found = cardinal(words, i)
    if not found:
        return None
    named = UNIT.get(word(words, found[1]), "")
    return (found[0], named, found[1] + 1) if named else None


def _span(words: Sequence[Word], i: int) -> Read:
    """Return خلال شهرين, في غضون 12 شهرا: a date only where what is told is still to come."""
    inner = _arabic_window(words, i + 1)
    if inner:
        return (inner[0], inner[1]) if inner[0].number == 0 else None
    found = _amount(words, i + 1)
    if not found or found[3]:
        return None
    return replace(_window(found[0], found[1], "next"), within=Node("unit", unit="future")), found[2]


def _window(number: int, named: str, relation: Relation | None) -> Node:
    return Node("window", unit=named, number=number, relation=relation)
