"""Grammar of decades, centuries, quarters, halves and seasons."""

from collections.abc import Sequence
from dataclasses import replace

from mapview.reading.dates.absolute import Read, month, relation_after, relative_year, with_year, word, year
from mapview.reading.dates.nodes import Node
from mapview.reading.dates.numerals import digits, ordinal
from mapview.reading.dates.relative import unit
from mapview.reading.dates.stream import Word
from mapview.reading.dates.words import DECADE, RELATIVE, SEASON

_QUARTERS = {"q1": 1, "q2": 2, "q3": 3, "q4": 4}
_LAST = frozenset({"last", "final", "اخير", "الاخير"})
_LEFT_OF_YEAR = frozenset({"of", "من", "in", "في", "ل", "عام", "the", ","})


def period(words: Sequence[Word], i: int) -> Read:
    """Return a decade, century, quarter, half or season."""
    return decade(words, i) or century(words, i) or share(words, i) or season(words, i)


def decade(words: Sequence[Word], i: int) -> Read:
    """Return a decade: ``the 1990s``, ``the nineties``, ``تسعينيات القرن الماضي``."""
    j = i + (word(words, i) == "the")
    quoted = word(words, j) in {"'", "’", "‘"}
    j += quoted
    if j < len(words) and words[j].kind == "number" and not word(words, j).startswith("0"):
        k = j + 1 + (word(words, j + 1) in {"'", "’"})
        if word(words, k) == "s" and not words[k].spaced and words[j].text.endswith("0"):
            value = int(words[j].text)
            if len(words[j].text) == 4:
                return Node("decade", number=value), k + 1
            if (
                len(words[j].text) == 2
                and value >= 20
                and (j > i or word(words, i - 1) in {"mid", "-", "early", "late"})
            ):
                return Node("decade", number=value, short=True), k + 1
        return None
    value = DECADE.get(word(words, j), 0)
    if not value or (words[j].kind == "arabic" and not (words[j].definite or word(words, j + 1) in {"قرن", "عام"})):
        return None
    if words[j].kind == "latin" and j == i and word(words, i - 1) not in {"early", "late", "mid", "-"}:
        return None
    node = Node("decade", number=value, short=True)
    k = j + 1 + (word(words, j + 1) in {"من", "of", "في"})
    within = century(words, k)
    return (replace(node, within=within[0]), within[1]) if within else (node, j + 1)


def century(words: Sequence[Word], i: int) -> Read:
    """Return a century: ``the 19th century``, ``القرن التاسع عشر``, ``القرن الماضي``."""
    if word(words, i) == "قرن" and words[i].definite:
        relation, k = relation_after(words, i + 1, every=True)
        if relation:
            return Node("century", relation=relation), k
        found = ordinal(words, i + 1) or digits(words, i + 1, 2)
        return (Node("century", number=found[0]), found[1]) if found and 1 <= found[0] <= 21 else None
    j = i + (word(words, i) == "the")
    found = ordinal(words, j)
    if found:
        k = found[1] + (word(words, found[1]) == "-")
        if word(words, k) == "century" and 1 <= found[0] <= 21:
            return Node("century", number=found[0]), k + 1
        return None
    seen = RELATIVE.get(word(words, j))
    if seen and j < len(words) and words[j].kind == "latin" and word(words, j + 1) == "century":
        return Node("century", relation=seen), j + 2
    return None


def share(words: Sequence[Word], i: int) -> Read:
    """Return a quarter or half of a year: ``الربع الأول من 2025``, ``Q3 2024``, ``the second half of next year``."""
    found = _arabic_share(words, i) or _english_share(words, i)
    if not found:
        return None
    node, j = found
    k = j
    while word(words, k) in _LEFT_OF_YEAR and k < len(words):
        k += 1
    whole = relative_year(words, k) or _this_year(words, k) or (relative_year(words, k - 1) if k > j else None)
    if whole:
        return replace(node, within=whole[0]), whole[1]
    named = year(words, k) or (year(words, k - 1) if k > j else None)
    if named:
        return replace(node, year=named[0]), named[2]
    part = month(words, k + (word(words, k) == "شهر")) or None
    if part and node.kind == "half":
        inner = with_year(words, part[2], Node("date", month=part[0], hijri=part[1]))
        return (replace(node, within=inner[0]), inner[1]) if inner else None
    relation, k = relation_after(words, j)
    if relation and node.kind == "quarter":
        return replace(node, relation=relation), k
    return (node, j) if node.short else None


def _this_year(words: Sequence[Word], k: int) -> Read:
    if word(words, k) == "year" and word(words, k - 1) == "the":
        return Node("unit", unit="year", relation="this"), k + 1
    if word(words, k) == "عام" and words[k].definite and k + 1 >= len(words):
        return Node("unit", unit="year", relation="this"), k + 1
    inner = unit(words, k)
    return inner if inner and inner[0].unit == "year" else None


def _arabic_share(words: Sequence[Word], i: int) -> Read:
    kind = {"ربع": "quarter", "نصف": "half"}.get(word(words, i))
    if not kind or not words[i].definite:
        return None
    found = ordinal(words, i + 1)
    last = word(words, i + 1) in _LAST
    if not found and not last:
        return None
    number, j = found or (4 if kind == "quarter" else 2, i + 2)
    return _share_node(kind, number), j


def _english_share(words: Sequence[Word], i: int) -> Read:
    joined = word(words, i)
    following = digits(words, i + 1, 1) if joined in {"q", "h"} and i < len(words) and words[i].raw.isupper() else None
    most = 4 if joined == "q" else 2
    free = following and (
        word(words, following[1]) == "" or words[following[1]].spaced or words[following[1]].kind == "mark"
    )
    if (
        following
        and free
        and 1 <= following[0] <= most
        and not words[i + 1].spaced
        and word(words, i - 1) not in {":", "("}
    ):
        node = _share_node("quarter" if joined == "q" else "half", following[0])
        return replace(node, short=True), following[1]
    j = i + (joined == "the")
    found = ordinal(words, j)
    number, k = found or ((-1, j + 1) if word(words, j) in _LAST else (0, j))
    kind = {"quarter": "quarter", "half": "half"}.get(word(words, k))
    if not kind or not number or word(words, k + 1) not in _LEFT_OF_YEAR:
        return None
    return _share_node(kind, number if number > 0 else 4 if kind == "quarter" else 2), k + 1


def _share_node(kind: str, number: int) -> Node:
    most = 4 if kind == "quarter" else 2
    return Node("quarter" if kind == "quarter" else "half", number=min(number, most))


def season(words: Sequence[Word], i: int) -> Read:
    """Return a season with its year, or seen from the reference."""
    j = i + (word(words, i) == "the")
    before = RELATIVE.get(word(words, j)) if j < len(words) and words[j].kind == "latin" else None
    j += bool(before)
    number = SEASON.get(word(words, j))
    if not number:
        return None
    node = Node("season", number=number)
    if before in {"last", "next", "this"}:
        return replace(node, relation=before), j + 1
    found = with_year(words, j + 1, node)
    if not found or found[1] == j + 1:
        return None
    whole, k = found
    if whole.relation and words[j].kind == "arabic" and not words[j].definite:
        return None
    if word(words, k) in {"-", "–", "/"} and whole.year:
        second = digits(words, k + 1)
        if second and second[0] in {whole.year + 1, (whole.year + 1) % 100}:
            return whole, second[1]
    return whole, k
