"""Numbers and ordinals in words or digits, Arabic and English, at a place in a sentence."""

from collections.abc import Sequence

from mapview.reading.dates.stream import Word
from mapview.reading.dates.words import CARDINAL, ORDINAL

#: A number and the place after it.
Found = tuple[int, int] | None
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})


def digits(words: Sequence[Word], i: int, most: int = 4) -> Found:
    """Return a number in digits, ``الـ`` before it left aside."""
    if i < len(words) and words[i].text == "ال" and i + 1 < len(words) and words[i + 1].kind == "number":
        i += 1
    if i < len(words) and words[i].kind == "number" and len(words[i].text) <= most:
        return int(words[i].text), i + 1
    return None


def cardinal(words: Sequence[Word], i: int) -> Found:
    """Return a number in digits or in words.

    Arabic joins terms by ``و``, English by a hyphen or ``and``.
    """
    return digits(words, i) or _in_words(words, i)


def ordinal(words: Sequence[Word], i: int) -> Found:
    """Return an ordinal: ``الخامس والعشرين``, ``twenty-fifth``, ``5th``."""
    if i >= len(words):
        return None
    if words[i].kind == "number":
        return _suffixed(words, i)
    value = ORDINAL.get(words[i].text)
    if value is not None:
        return _ordinal_rest(words, i + 1, value)
    tens = CARDINAL.get(words[i].text, 0)
    if words[i].definite and tens in {20, 30}:
        return tens, i + 1
    if words[i].kind == "latin" and 20 <= tens <= 90 and tens % 10 == 0:
        j = i + 2 if i + 1 < len(words) and words[i + 1].text == "-" else i + 1
        unit = ORDINAL.get(words[j].text, 0) if j < len(words) else 0
        if 1 <= unit <= 9:
            return tens + unit, j + 1
    return None


def _suffixed(words: Sequence[Word], i: int) -> Found:
    if i + 1 < len(words) and words[i + 1].text in _SUFFIXES and not words[i + 1].spaced and len(words[i].text) <= 2:
        return int(words[i].text), i + 2
    return None


def _ordinal_rest(words: Sequence[Word], i: int, value: int) -> tuple[int, int]:
    """Add the tens behind an Arabic ordinal: ``عشر`` makes eleven to nineteen, ``والعشرين`` twenty and on."""
    if i < len(words) and words[i].kind == "arabic" and value <= 10:
        term = CARDINAL.get(words[i].text, 0)
        if words[i].joined and term in {20, 30, 40, 50, 60, 70, 80, 90}:
            return value + term, i + 1
        if not words[i].prefix and term == 10:
            return value + 10, i + 1
    return value, i


def _in_words(words: Sequence[Word], i: int) -> Found:
    if i >= len(words) or words[i].text not in CARDINAL:
        return None
    return _arabic(words, i) if words[i].kind == "arabic" else _english(words, i)


def _arabic(words: Sequence[Word], i: int) -> Found:
    total = 0
    last = 0
    start = i
    while i < len(words):
        value = CARDINAL.get(words[i].text)
        if value is None or words[i].kind != "arabic" or (i > start and not _continues(words[i], last, value)):
            break
        total = _added(total, last, value, joined=words[i].joined and i > start)
        last = value
        i += 1
    return (total, i) if i > start else None


def _continues(word: Word, last: int, value: int) -> bool:
    if word.joined:
        return True
    return (value == 10 and 1 <= last <= 9) or (value in {100, 1000} and 1 <= last <= 999)


def _added(total: int, last: int, value: int, *, joined: bool) -> int:
    if not joined and last and value in {100, 1000}:
        return total - last + last * value if value == 100 else total * value
    return total + value


def _english(words: Sequence[Word], i: int) -> Found:
    start = i
    total = current = 0
    while i < len(words):
        value = CARDINAL.get(words[i].text) if words[i].kind == "latin" else None
        if value is None:
            step = _english_joint(words, i, start)
            if not step:
                break
            i += step
            continue
        if value >= 100:
            current = max(1, current) * value
            if value == 1000:
                total, current = total + current, 0
        elif current % 100 and not (current % 100 >= 20 and current % 10 == 0 and value < 10):
            return _spoken_year(words, start, i, total + current)
        else:
            current += value
        i += 1
    return total + current, i


def _english_joint(words: Sequence[Word], i: int, start: int) -> int:
    """Return 1 for a hyphen or ``and`` inside a number."""
    if i == start or i + 1 >= len(words) or words[i + 1].text not in CARDINAL:
        return 0
    before = CARDINAL.get(words[i - 1].text, 0)
    if words[i].text == "-" and 20 <= before <= 90:
        return 1
    return 1 if words[i].text == "and" and before in {100, 1000} else 0


def _spoken_year(words: Sequence[Word], start: int, i: int, first: int) -> Found:
    """Return nineteen | eighty-eight as 1988, else the first number alone."""
    second = _english(words, i)
    if 10 <= first <= 20 and second and 10 <= second[0] <= 99:
        return first * 100 + second[0], second[1]
    return (first, i) if i > start else None
