"""Grammar of a whole date expression: ranges, parts and approximate words around dates; which words begin one."""

from collections.abc import Sequence
from dataclasses import replace

from mapview.reading.dates import absolute, nth, periods, relative
from mapview.reading.dates.absolute import Read, word
from mapview.reading.dates.nodes import Node, Part
from mapview.reading.dates.numerals import digits
from mapview.reading.dates.stream import Word, vocabulary
from mapview.reading.dates.words import APPROX, PART, RELATIVE, UNIT
from mapview.reading.dates.years import bare_year, single_month
from mapview.reading.tokens import listed

_DASHES = frozenset("-–—")
_TO = frozenset({"الي", "حتي", "لغايه", "to", "until", "till", "through", "and"})
_OPENERS = listed(
    "a an one few several couple ad ah year's year’s between from within in the this that around "
    "about early late mid middle beginning start end q h since "
    "هذا هذه بين من منذ قبل بعد خلال غضون نفس"
)
_NEVER_FIRST = frozenset({"في", "الي", "حتي"})
_MOST_DIGITS = 4
_PLACE_WORDS = listed(
    "شارع محور حي ميدان جسر كوبري جامعه مدينه طريق مستشفي مدرسه ساحه مخيم street avenue square bridge"
)


def begins(each: Word) -> bool:
    """Tell whether a date expression may begin at a word; the commonest words, at which none does, are told at once."""
    if each.text in _NEVER_FIRST or (each.kind == "number" and len(each.text) > _MOST_DIGITS):
        return False
    return each.kind == "number" or each.text in vocabulary() or each.text in _OPENERS or each.text in {"'", "‘", "’"}


def expression(words: Sequence[Word], i: int) -> tuple[Node, int, int] | None:
    """Return a date expression that begins at a place: the node, where its words begin, and the place after."""
    found = _range(words, i)
    if found:
        return found
    single = _single(words, i)
    if not single or word(words, i - 1) in _PLACE_WORDS:
        return None
    node, j = single
    later = _dashed(words, node, j)
    return (later[0], i, later[1]) if later else (node, i, j)


def _single(words: Sequence[Word], i: int) -> Read:
    return _approximate(words, i) or nth.nth(words, i) or _part(words, i) or _plain(words, i)


def _plain(words: Sequence[Word], i: int) -> Read:
    """Return the longest of what the parts of the grammar find."""
    found = [
        absolute.numeric(words, i), absolute.calendar_date(words, i), _day_within(words, i), periods.period(words, i),
        relative.deictic(words, i), relative.ago(words, i), relative.window(words, i), relative.unit(words, i),
        _related_month(words, i), bare_year(words, i), _weekend(words, i), _part_of_year(words, i),
        _weekday_within(words, i),
    ]  # fmt: skip
    best = max((each for each in found if each), key=lambda each: each[1], default=None)
    if best and not single_month(words, i, best):
        return None
    return best


def _approximate(words: Sequence[Word], i: int) -> Read:
    if word(words, i) not in APPROX:
        return None
    j = i + 1 + (word(words, i + 1) == "." and word(words, i) in {"c", "ca"})
    j += word(words, j) in {"in", "في", "the"} and word(words, j + 1) != "year"
    found = _part(words, j) or absolute.calendar_date(words, j) or bare_year(words, j, cued=True) or _decade(words, j)
    if not found or found[0].kind not in {"date", "decade", "century", "season"} or found[0].weekday:
        return None
    return replace(found[0], approximate=True), found[1]


def _decade(words: Sequence[Word], j: int) -> Read:
    return periods.decade(words, j) or periods.century(words, j)


def _part(words: Sequence[Word], i: int) -> Read:  # one return a form
    """Return early, mid or late of something."""
    j = i + (word(words, i) == "the")
    if word(words, j) in {"year's", "year’s"} and word(words, j + 1) == "end":
        return Node("unit", unit="year", relation="this", part="end"), j + 2
    name = PART.get(word(words, j))
    if not name or (words[j].kind == "arabic" and words[j].definite):
        return None
    k = j + 1
    while word(words, k) in {"-", "of", "in", "on", "the", "من", "شهر"} and not words[k].definite:
        k += 1
        if word(words, k - 1) == "the" and word(words, k) == "year" and UNIT.get(word(words, k)) == "year":
            break
    found = _part_of_this(words, k) or _part_body(words, k)
    if not found or found[0].part:
        return None
    node, end = found
    part: Part = name
    if node.day or node.weekday or node.unit == "day":
        return node, end
    if name in {"early", "late"} and word(words, j) in {"earlier", "later"}:
        return node, end
    return replace(node, part=part), end


def _part_body(words: Sequence[Word], k: int) -> Read:
    found = [
        periods.period(words, k), absolute.calendar_date(words, k), relative.unit(words, k), relative.deictic(words, k),
        _related_month(words, k), bare_year(words, k, cued=True),
        periods.decade(words, k - 1) if word(words, k - 1) == "the" else None,
    ]  # fmt: skip
    return max((each for each in found if each), key=lambda each: each[1], default=None)


def _part_of_this(words: Sequence[Word], k: int) -> Read:
    """Return the month, the year, الشهر, العام after a part: those of the reference."""
    text = word(words, k)
    if text in {"week", "month", "year", "decade", "century"} and word(words, k - 1) == "the":
        following = word(words, k + 1)
        if following and (k + 1 < len(words) and (words[k + 1].kind == "number" or following == "before")):
            return None
        return Node("unit", unit=UNIT[text], relation="this"), k + 1
    return None


def _part_of_year(words: Sequence[Word], i: int) -> Read:
    """Return later this month, earlier this year."""
    if word(words, i) not in {"earlier", "later"}:
        return None
    return relative.unit(words, i + 1)


def _weekend(words: Sequence[Word], i: int) -> Read:
    if word(words, i) == "the" and word(words, i + 1) == "weekend":
        return Node("weekend"), i + 2
    return None


def _related_month(words: Sequence[Word], i: int) -> Read:
    """Return last August, next Monday, this March."""
    j = i + (word(words, i) == "the")
    relation = RELATIVE.get(word(words, j)) if j < len(words) and words[j].kind == "latin" else None
    if relation not in {"last", "next", "this"}:
        return None
    found = absolute.calendar_date(words, j + 1)
    if not found or found[0].year or found[0].relation:
        return None
    return replace(found[0], relation=relation), found[1]


def _day_within(words: Sequence[Word], i: int) -> Read:
    """Return the fifth of next month, الثالث من الشهر الجاري, الخامس عشر من الجاري."""
    found = absolute.day(words, i)
    if not found:
        return None
    number, j = found
    of = word(words, j) in {"of", "من", "in"}
    inner = relative.unit(words, j + of)
    if inner and inner[0].unit == "month":
        return Node("date", day=number, within=inner[0]), inner[1]
    relation, k = absolute.relation_after(words, j + of)
    if relation and word(words, i - 1) in {"يوم", "في"}:
        return Node("date", day=number, within=Node("unit", unit="month", relation=relation)), k
    return None


def _weekday_within(words: Sequence[Word], i: int) -> Read:
    """Return Friday of next week, next week on Friday, الجمعة من الأسبوع المقبل."""
    named = absolute.weekday(words, i)
    if named:
        week = relative.unit(words, named[1] + (word(words, named[1]) in {"of", "من", "في"}))
        if week and week[0].unit == "week":
            return Node("date", weekday=named[0], within=week[0]), week[1]
        return None
    week = relative.unit(words, i)
    if not week or week[0].unit != "week":
        return None
    named = absolute.weekday(words, week[1] + (word(words, week[1]) == "on"))
    return (Node("date", weekday=named[0], within=week[0]), named[1]) if named else None


def _range(words: Sequence[Word], i: int) -> tuple[Node, int, int] | None:
    """Return between … and …, from … to …, 2014-2017."""
    opener = word(words, i)
    if opener in {"بين", "between"}:
        return _two(words, i, i + 1, "between")
    if opener in {"من", "from", "منذ", "since"}:
        return _two(words, i, i + 1, "from")
    if opener == "ما" and word(words, i + 1) == "بين":
        return _two(words, i, i + 2, "between")
    if opener in {"عامي", "خلال"} and word(words, i + (opener == "خلال")) == "عامي":
        return _two(words, i + (opener == "خلال"), i + (opener == "خلال"), "between")
    return _bare_years(words, i) or _bare_days(words, i)


def _bare_days(words: Sequence[Word], i: int) -> tuple[Node, int, int] | None:
    """Return 3-10 August 2025."""
    first = absolute.day(words, i)
    if not first or word(words, first[1]) not in _DASHES | {"to", "الي"} or words[i].kind != "number":
        return None
    second = absolute.calendar_date(words, first[1] + 1)
    if not second or not second[0].day or not second[0].month:
        return None
    joined = _join(Node("date", day=first[0]), second[0])
    return (joined, i, second[1]) if joined else None


def _two(words: Sequence[Word], start: int, i: int, how: str) -> tuple[Node, int, int] | None:
    first = _endpoint(words, i)
    if not first:
        return None
    j = first[1]
    text = word(words, j)
    if j >= len(words):
        return None
    links = _DASHES | _TO | {"و"}
    if text in (links if how == "between" else links - {"and"}):
        j += 1
    elif not (words[j].joined and how == "between"):
        return None
    if word(words, j) in {"حتي", "الي", "to"}:
        j += 1
    second = _endpoint(words, j)
    if not second:
        return None
    joined = _join(first[0], second[0])
    return (joined, start, second[1]) if joined else None


def _endpoint(words: Sequence[Word], i: int) -> Read:
    i += word(words, i) in {"يوم", "شهر"} and word(words, i) == "شهر"
    found = [_single(words, i), absolute.calendar_date(words, i), bare_year(words, i, cued=True), _years(words, i)]
    best = max((each for each in found if each), key=lambda each: each[1], default=None)
    bare = absolute.day(words, i)
    if bare and (not best or best[1] <= bare[1]):
        return Node("date", day=bare[0]), bare[1]
    if best and best[0].kind in {"ago", "window"}:
        return None
    return best


def _years(words: Sequence[Word], i: int) -> Read:
    """Return the year after عامي, which stands before the first of two."""
    if word(words, i) in {"عامي", "سنتي", "years"}:
        return bare_year(words, i + 1, cued=True)
    return None


def _join(first: Node, second: Node) -> Node | None:
    """Return the range of two ends, each completed by the other."""
    if first.kind == "date" and second.kind == "date":
        first, second = _completed(first, second)
        if not _is_complete(first) or not _is_complete(second):
            return None
        if first.year and second.year and first.year > second.year:
            return None
    return Node("range", first=first, second=second)


def _completed(first: Node, second: Node) -> tuple[Node, Node]:
    if first.day and not first.month and not first.within and not (first.weekday and second.weekday and not second.day):
        first = replace(first, month=second.month, hijri=second.hijri, within=second.within)
    if second.day and not second.month and not second.within:
        second = replace(second, month=first.month, hijri=first.hijri, within=first.within)
    if first.month and not first.year and not first.within and not first.relation:
        first = replace(first, year=second.year, within=second.within if not second.year else None, hijri=second.hijri)
        if second.relation and not second.year:
            first = replace(first, relation=second.relation)
    if second.month and not second.year and not second.within and first.year:
        second = replace(second, year=first.year)
    return first, second


def _is_complete(node: Node) -> bool:
    if node.day and not (node.month or node.within or node.weekday):
        return False
    return bool(node.year or node.month or node.weekday or node.within)


def _bare_years(words: Sequence[Word], i: int) -> tuple[Node, int, int] | None:
    """Return 2014-2017 and, of two years in a row, 2022/2023 and 2022 and 2023."""
    first = digits(words, i)
    if not first or len(words[i].text) != 4:
        return None
    second = digits(words, i + 2)
    mark = word(words, i + 1)
    if not second or len(words[i + 2].text) not in {2, 4} or not 1000 <= first[0] <= 2200:
        return None
    last = second[0] if second[0] > 99 else first[0] // 100 * 100 + second[0]
    close = mark in {"/", "and", "و"} and last == first[0] + 1 and (second[0] > 99 or mark == "/")
    if not (close or (mark in _DASHES and first[0] < last <= first[0] + 200 and second[0] > 12)):
        return None
    if word(words, i + 3) in _DASHES | {"/"} and not words[i + 3].spaced:
        return None
    return Node("range", first=Node("date", year=first[0]), second=Node("date", year=last)), i, second[1]


def _dashed(words: Sequence[Word], node: Node, j: int) -> Read:
    """Return a range whose first end has been read: 3 to 5 May, May 2-9, Monday - Tuesday."""
    mark = word(words, j)
    if mark not in _DASHES | {"to", "through", "until", "الي", "حتي"} or node.kind != "date" or node.part:
        return None
    second = _endpoint(words, j + 1)
    if not second or second[0].kind != "date":
        return None
    if second[0].day and not second[0].month and not (node.day and mark in _DASHES | {"to", "through"}):
        return None
    if (node.weekday or 0) and not second[0].weekday:
        return None
    tail = second
    if node.month and node.day and second[0].day and not second[0].month and not second[0].year:
        tail = absolute.with_year(words, second[1], second[0]) or second
    joined = _join(replace(node, year=node.year or tail[0].year), tail[0])
    return (joined, tail[1]) if joined else None
