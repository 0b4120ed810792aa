"""Numbers with their units as quantities: 2,500 troops, fewer than 500 people, نحو 2000 جندي."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mapview.reading.dates.numerals import cardinal
from mapview.reading.dates.stream import read
from mapview.reading.dates.words import APPROX
from mapview.reading.tokens import Token, listed

_REACH = 3
_LESS = listed("fewer less under below اقل دون")
_MORE = listed("more over above least exceeding اكثر فوق يزيد تجاوز زهاءا يفوق")
_ABOUT = APPROX | listed("some nearly almost يقارب يناهز حدود")
_SKIPPED = listed("than of a the من عن علي at up to from")
_POWERS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9, "مئه": 100, "مائه": 100,
           "الف": 1_000, "الاف": 1_000, "مليون": 1_000_000, "ملايين": 1_000_000, "مليار": 10**9}  # fmt: skip
_VAGUE = {"عشرات": 10, "مئات": 100, "الاف": 1_000, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: ``start`` and ``end`` in code points, an open end None."""

    start: int
    end: int
    min: float | None
    max: float | None
    unit: str
    approximate: bool

    def value(self) -> dict[str, Any]:
        """Return it as the quantity of a claim."""
        return {"min": self.min, "max": self.max, "unit": self.unit, "approximate": self.approximate}


def find_amounts(found: Sequence[Token], names: Mapping[str, str], dates: Sequence[tuple[int, int]]) -> list[Amount]:
    """Return the quantities of a sentence.

    ``names`` are units by their word, numbers within ``dates``, which are in order, are none.
    """
    words = read(list(found))
    starts = [start for start, _ in dates]
    amounts = []
    i = 0
    while i < len(found):
        before = bisect_right(starts, found[i].start) - 1
        dated = before >= 0 and found[i].start < dates[before][1]
        number = None if dated else _number(found, words, i)
        unit = _unit(found, number[1], names) if number else None
        if number and unit:
            amounts.append(_amount(found, i, number[0], unit))
            i = unit[1]
        else:
            i += 1
    return amounts


def _number(found: Sequence[Token], words: Sequence[Any], i: int) -> tuple[float, int] | None:
    token = found[i]
    if token.norm in _VAGUE or token.norm.removeprefix("ال") in _VAGUE:
        return None
    if token.kind != "number":
        spoken = cardinal(words, i)
        return (float(spoken[0]), spoken[1]) if spoken and spoken[0] > 1 else None
    digits, j = token.norm, i + 1
    while j + 1 < len(found) and found[j].raw in ",٬،" and not found[j].spaced and len(found[j + 1].norm) == 3:
        if found[j + 1].spaced or found[j + 1].kind != "number":
            break
        digits += found[j + 1].norm
        j += 2
    value = float(digits) if len(digits) < 16 else 0.0
    power = _POWERS.get(found[j].norm, 1) if j < len(found) else 1
    return (value * power, j + (power > 1)) if value else None


def _unit(found: Sequence[Token], j: int, names: Mapping[str, str]) -> tuple[str, int] | None:
    """Return the unit among the next words, adjectives between allowed in English."""
    for k in range(j, min(len(found), j + _REACH)):
        if found[k].kind in {"mark", "number"}:
            return None
        name = names.get(found[k].norm)
        if name:
            return name, k + 1
        if found[k].kind == "arabic":
            return None
    return None


def _amount(found: Sequence[Token], i: int, value: float, unit: tuple[str, int]) -> Amount:
    k = i - 1
    while k >= max(0, i - _REACH) and found[k].norm in _SKIPPED:
        k -= 1
    before = found[k].norm if k >= 0 else ""
    start = found[k].start if before in _LESS | _MORE | _ABOUT else found[i].start
    low = None if before in _LESS else value
    high = None if before in _MORE else value
    return Amount(start, found[unit[1] - 1].end, low, high, unit[0], approximate=before in _ABOUT)
