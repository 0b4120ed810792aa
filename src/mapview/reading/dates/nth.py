"""Grammar of the n-th week or weekday of a month or year: the second week of March, أول جمعة من نيسان."""

from collections.abc import Sequence

from mapview.reading.dates.absolute import Read, calendar_date, relative_year, weekday, word
from mapview.reading.dates.nodes import Node
from mapview.reading.dates.numerals import ordinal
from mapview.reading.dates.relative import unit
from mapview.reading.dates.stream import Word
from mapview.reading.dates.words import weekdays
from mapview.reading.dates.years import bare_year

_LAST = frozenset({"last", "final", "اخر", "اخير", "اخيره"})
_OF = frozenset({"of", "in", "من", "في"})
_FROM_THE_END = -1


def nth(words: Sequence[Word], i: int) -> Read:
    """Return the n-th week or weekday of a month or year."""
    found = _counted(words, i)
    if not found:
        return None
    number, day, j = found
    if word(words, j) in _OF:
        j += 1
    elif day or word(words, j) == "":
        return None
    within = _whole(words, j)
    return (Node("nth", number=number, weekday=day, within=within[0]), within[1]) if within else None


def _counted(words: Sequence[Word], i: int) -> tuple[int, int | None, int] | None:
    """Return the number, the weekday (None for a week) and the place after: first Friday, الأسبوع الثاني."""
    named = _week_or_day(words, i)
    if named and words[i].kind == "arabic":
        number = _number(words, named[1])
        return (number[0], named[0], number[1]) if number and words[named[1]].definite else None
    i += word(words, i) == "the"
    number = _number(words, i)
    named = _week_or_day(words, number[1]) if number else None
    return (number[0], named[0], named[1]) if number and named else None


def _number(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    if word(words, i) in _LAST:
        return _FROM_THE_END, i + 1
    found = ordinal(words, i)
    return found if found and found[0] <= 53 else None


def _week_or_day(words: Sequence[Word], i: int) -> tuple[int | None, int] | None:
    if word(words, i) in {"week", "اسبوع"}:
        return None, i + 1
    day = weekdays().get(f"ال{word(words, i)}") if i < len(words) and words[i].kind == "arabic" else None
    return (day, i + 1) if day else weekday(words, i)


def _whole(words: Sequence[Word], i: int) -> Read:
    """Return the month or year that is counted within."""
    i += word(words, i) in {"شهر", "the"} and not words[i].definite and word(words, i + 1) not in {"month", "year"}
    found = [calendar_date(words, i), unit(words, i), relative_year(words, i), bare_year(words, i, cued=True)]
    wholes = [
        each
        for each in found
        if each
        and not each[0].day
        and not each[0].weekday
        and (each[0].kind == "date" or each[0].unit in {"month", "year"})
    ]
    return max(wholes, key=lambda each: each[1], default=None)
