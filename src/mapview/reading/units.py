"""The words of names: initials joined, marks inside names left out, prefixes that may be taken off."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mapview.gazetteer.normalise import fold
from mapview.reading.tokens import Sentence, Token, tokens

#: Bounded repeats, so that the time stays linear on lines made of nothing but such marks.
_ADDRESS = re.compile(
    r"(?:https?://|\bwww\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.-]{1,64}|@\w+"
    r"|\b[\w-]{1,64}\.(?:com|org|net|co|ly)/\S*"
)
_GLUE = frozenset("-‐‑_'’‘`ـ.")
_PREFIXES = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of a name: its folded spelling, empty where a mark cuts runs of words."""

    start: int
    end: int
    folded: str
    raw: str
    norm: str
    kind: str
    glued: bool


def units(text: str, sentence: Sentence) -> list[Unit]:
    """Return the words of a sentence, with initials joined and the marks inside names left out."""
    found = _without_addresses(text, sentence, tokens(text, sentence.start, sentence.end))
    result: list[Unit] = []
    i = 0
    while i < len(found):
        j = _initials(found, i)
        if j > i + 1:
            raw = text[found[i].start : found[j - 1].end]
            folded = raw.replace(".", "").lower()
            result.append(Unit(found[i].start, found[j - 1].end, folded, raw, folded, "latin", glued=False))
            i = j
            continue
        unit = _unit(found, i)
        if unit:
            result.append(unit)
        i += 1
    return result


def _without_addresses(text: str, sentence: Sentence, found: list[Token]) -> list[Token]:
    """Leave out the words of addresses on the web and of names of accounts."""
    stretches = [match.span() for match in _ADDRESS.finditer(text, sentence.start, sentence.end)]
    if not stretches:
        return found
    kept = []
    for token in found:
        while stretches and stretches[0][1] <= token.start:
            stretches.pop(0)
        if not stretches or token.end <= stretches[0][0]:
            kept.append(token)
    return kept


def _initials(found: Sequence[Token], i: int) -> int:
    """Return the place after a run of initials: U.S., D.C."""
    j = i
    while j + 1 < len(found) and len(found[j].raw) == 1 and found[j].raw.isupper() and found[j + 1].raw == ".":
        if j > i and found[j].spaced:
            break
        j += 2
    if j + 1 <= len(found) - 1 and j > i and not found[j].spaced and len(found[j].raw) == 1 and found[j].raw.isupper():
        return j + 1
    return j if j >= i + 4 else i


def _unit(found: Sequence[Token], i: int) -> Unit | None:
    token = found[i]
    if token.kind == "mark":
        inside = i + 1 < len(found) and not found[i + 1].spaced and i and not token.spaced
        tag = token.raw == "#"
        short_word = token.raw == "." and i and len(found[i - 1].raw) <= 3 and found[i - 1].raw[:1].isupper()
        if (token.raw in _GLUE and inside) or (short_word and found[i - 1].norm in {"st", "mt", "ft"}):
            return None
        return Unit(token.start, token.end, "", token.raw, "#" if tag else token.raw, "mark", glued=False)
    end, raw = token.end, token.raw
    if token.kind == "latin" and raw[-2:] in {"'s", "’s", "'S", "’S"}:
        end, raw = end - 2, raw[:-2]
    glued = bool(i and not token.spaced and found[i - 1].raw in _GLUE)
    return Unit(token.start, end, fold(raw), raw, token.norm, token.kind, glued)


@lru_cache(maxsize=32_768)
def forms(folded: str) -> tuple[tuple[int, str], ...]:
    """Return an Arabic word, and what remains when prefixes are taken off it, with how many letters were.

    Examples
    --------
    >>> forms("وبالانبار")
    ((0, 'وبالانبار'), (1, 'بالانبار'), (2, 'الانبار'))
    >>> forms("للكويت")
    ((0, 'للكويت'), (1, 'لكويت'), (1, 'الكويت'))
    """
    found = [(0, folded)]
    for prefix in _PREFIXES:
        rest = folded[len(prefix) :]
        if folded.startswith(prefix) and len(rest) >= 3:
            found.append((len(prefix), rest))
            if prefix.endswith("ل") and rest.startswith("ل") and len(rest) >= 4:
                found.append((len(prefix), "ا" + rest))
    return tuple(found)


def raw_length(raw: str, letters: int) -> int:
    """Return how many code points of a word hold its first letters, the marks behind them included."""
    position = 0
    while letters > 0 and position < len(raw):
        letters -= raw[position].isalpha() and raw[position] != "ـ"
        position += 1
    while 0 < position < len(raw) and not raw[position].isalpha():
        position += 1
    return position
