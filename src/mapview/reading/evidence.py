"""What speaks for and against a run of words being the name of a place, in log odds."""

from collections.abc import Sequence
from functools import lru_cache

from mapview.gazetteer.kind_words import strip_kind_words
from mapview.reading.cues import Cues
from mapview.reading.dates.words import months, weekdays
from mapview.reading.names import Candidate, Names
from mapview.reading.tokens import listed
from mapview.reading.units import Unit, forms

#: What a name of one word or of several is worth before anything around it is looked at, and what that adds.
_SINGLE, _RUN = 1.0, 2.2
_KIND_WORD, _TAG, _LED, _LISTED = 2.5, 1.0, 0.9, 0.8
_PERSON, _IN_NAME, _ORGANISATION, _OPENING = -3.0, -1.6, -2.5, -0.5
_TOO_COMMON, _COMMON_OPENING, _COMMON_CAPITAL = -1.7, -1.0, -0.5
_OBSCURE, _OBSCURE_BELOW, _NOUN = -1.6, 40, -1.6
_WIDE = frozenset({"country", "region", "area"})
_COMPASS = listed("north south east west northern southern eastern western central")
_PLAIN = _COMPASS | listed("the in at from greater upper lower new downtown on and")
_OF = listed("of the for")
_MONEY = frozenset("$€£")
_REACH = 5
#: Zipf frequency of words that are hardly ever a name.
_USUAL = 5.0
_NONE = Unit(0, 0, "", "", "", "mark", glued=False)
#: Words of names that are written small, and alone are no name.
SMALL = listed(
    "al el de del des du la le les los las of the and upon on in di da do dos das ez ad as ash et sur bin ibn von i y "
    "e um ul"
)


def judged(
    words: Sequence[Unit], i: int, j: int, key: str, names: Names, cues: Cues, *, stripped: bool
) -> tuple[float, frozenset[str], tuple[Candidate, ...]] | None:
    """Return the evidence that a run of words is a place, the kinds named beside it, and the places."""
    if j - i == 1 and (words[i].norm in months() or words[i].norm in weekdays() or words[i].folded in SMALL):
        return None
    candidates = names.candidates(key)
    if not candidates:
        return None
    most = candidates[0].prominence
    if words[i].kind == "latin" and not _is_fit(words, i, j, candidates):
        return None
    if j - i == 1 and _says_kind(words[i], key, cues):
        return None
    kinds = _kinds_beside(words, i, j, key)
    if not kinds and _needs_kind_word(words, i, j, key, cues):
        return None
    evidence = (_SINGLE if j - i == 1 else _RUN) + _commonness(words, i, j, key, most, names)
    evidence += _KIND_WORD if kinds or strip_kind_words(key)[0] != key else 0
    evidence += _around(words, i, j, cues, names, stripped=stripped)
    if j - i > 1 and most < _OBSCURE_BELOW and not kinds and words[i].norm in cues.before_persons:
        evidence += _PERSON
    if words[i].kind == "arabic":
        lead = _leads(words, i, cues, stripped=stripped)
        evidence += _LED if lead else 0
        evidence += _LISTED if stripped and words[i].folded[0] == "و" and not lead else 0
        if j - i == 1 and not kinds:
            noun = _noun(words, i, key, names)
            tag = -_TAG if noun and i and words[i - 1].norm == "#" else 0
            evidence += noun + tag + (_OBSCURE if most < _OBSCURE_BELOW else 0)
    return evidence, kinds, candidates


def _needs_kind_word(words: Sequence[Unit], i: int, j: int, key: str, cues: Cues) -> bool:
    """Tell whether only a kind word makes it a place: the Sixth of October, or what itself leads to a place (عاصمة)."""
    if j - i == 1:
        return key in cues.before_places or words[i].norm in cues.before_places
    return any(word.norm in months() for word in words[i:j])


def _says_kind(unit: Unit, key: str, cues: Cues) -> bool:
    """Tell whether a word says what a place is, or on which side, and not which: مرفأ, وادي, university, west."""
    if unit.kind != "arabic":
        return unit.norm in cues.heads or unit.norm in _COMPASS
    word = key.removeprefix("ال")
    return word in cues.facilities or key in cues.facilities or bool(strip_kind_words(f"{word} x")[1])


def _noun(words: Sequence[Unit], i: int, key: str, names: Names) -> float:
    """Return a penalty for an Arabic name that is a common noun too: its form with the article is as common."""
    if words[i].kind != "arabic" or key.startswith("ال"):
        return 0.0
    top = names.candidates(key)[0]
    if top.main and any((top.tier, top.number) == (each.tier, each.number) for each in names.candidates(f"ال{key}")):
        return 0.0
    alone, definite = names.frequency(key), names.frequency(f"ال{key}")
    return _NOUN if definite >= 3.0 and definite > alone - 1.2 else 0.0


def _is_fit(words: Sequence[Unit], i: int, j: int, candidates: Sequence[Candidate]) -> bool:
    """Tell whether a Latin word of few letters can be a name: capitals alone are acronyms of well-known places."""
    raw = words[i].raw
    if j - i == 1 and raw.replace(".", "").isupper() and len(raw.replace(".", "")) <= 5:
        around = [word.raw for word in words[max(0, i - 3) : j + 3] if word.kind == "latin" and len(word.raw) > 3]
        shouted = around and all(each.isupper() for each in around)
        known = candidates[0].kind in _WIDE and candidates[0].prominence >= 50
        return known or (bool(shouted) and len(raw) > 3)
    letters = [word for word in words[i:j] if word.kind == "latin"]
    return len(raw) > 2 if j - i == 1 else any(len(word.raw) > 1 for word in letters)


def _commonness(words: Sequence[Unit], i: int, j: int, key: str, most: int, names: Names) -> float:
    """Return a penalty where the words are far more common than a place of this prominence explains."""
    expected = 0.8 + 0.045 * most
    weight = _TOO_COMMON if words[i].kind == "arabic" else _COMMON_OPENING if _opens(words, i) else _COMMON_CAPITAL
    if j - i == 1:
        excess = names.frequency(key if " " not in key else words[i].folded) - expected
    else:
        excess = min(names.frequency(word.folded) for word in words[i:j] if word.folded) - expected - 1.5
    return weight * max(0.0, excess - 0.2)


@lru_cache(maxsize=32_768)
def _kinds(phrase: str, key: str) -> frozenset[str]:
    rest, kinds = strip_kind_words(phrase)
    return kinds if kinds and rest == strip_kind_words(key)[0] else frozenset()


def _kinds_beside(words: Sequence[Unit], i: int, j: int, key: str) -> frozenset[str]:
    """Return the kinds that words before or after a name give it: قاعدة … الجوية, … air base."""
    kinds = strip_kind_words(key)[1]
    before = words[i - 1].folded if i else ""
    for _, form in forms(before) if before and words[i - 1].kind == "arabic" else ((0, before),):
        if form and (found := _kinds(f"{form} {key}", key)):
            kinds = kinds | found
            break
    after = " ".join(word.folded for word in words[j : j + 2] if word.folded)
    for phrase in (after, after.split(" ")[0] if " " in after else ""):
        if phrase and (found := _kinds(f"{key} {phrase}", key)):
            return kinds | found
    if i > 1 and words[i - 1].norm == "of" and (found := _kinds(f"{words[i - 2].folded} of {key}", key)):
        return kinds | found
    return kinds


def _leads(words: Sequence[Unit], i: int, cues: Cues, *, stripped: bool) -> bool:
    if stripped and words[i].folded[0] in "بل":
        return True
    if not i:
        return False
    cued = cues.before_places | cues.facilities
    return any(form in cued for _, form in forms(words[i - 1].norm))


def _around(words: Sequence[Unit], i: int, j: int, cues: Cues, names: Names, *, stripped: bool) -> float:
    """Return what the neighbours say in log odds."""
    before = words[i - 1] if i else _NONE
    after = words[j] if j < len(words) else _NONE
    if before.norm == "#":
        return _TAG
    if (before.norm in cues.before_persons and not stripped) or (
        after.raw in _MONEY and after.start == words[j - 1].end
    ):
        return _PERSON
    if words[i].kind == "arabic":
        return _PERSON if not stripped and _is_called_after(words, i, cues) else 0.0
    value = _LED if before.norm in cues.before_places else 0.0
    value += _OPENING if _opens(words, i) else 0.0
    value += _ORGANISATION * ((after.norm in cues.things) + _of_organisation(words, i, j, cues))
    if _is_capital(after) and not after.glued:
        value += _ORGANISATION if after.norm in cues.organisations else _following(words, j, names)
    if _is_capital(before):
        value += _preceding(words, i, names)
    listed_on = after.raw == "," and j + 1 < len(words) and _is_capital(words[j + 1]) and names.has(words[j + 1].folded)
    return value + (_LISTED if listed_on else 0.0)


def _is_capital(unit: Unit) -> bool:
    return unit.kind == "latin" and unit.raw[0].isupper()


def _is_called_after(words: Sequence[Unit], i: int, cues: Cues) -> bool:
    """Tell whether something before an Arabic name is only called after it: فيلق القدس, حلف شمال الأطلسي."""
    back = [words[k].norm for k in (i - 1, i - 2) if k >= 0]
    compass = bool(back) and back[0] in {"شمال", "جنوب", "شرق", "غرب"}
    return any(form in cues.things for word in back[: 1 + compass] for _, form in forms(word))


def is_person(words: Sequence[Unit], i: int, cues: Cues, names: Names) -> bool:
    """Tell whether a title or what may be a given name stands before a word."""
    before = words[i - 1] if i else None
    if not before or not before.folded:
        return False
    if before.norm in cues.before_persons:
        return True
    if words[i].kind != "latin" or before.kind != "latin" or not before.raw[0].isupper() or len(before.raw) < 3:
        return False
    if i == 1:
        return names.has(before.folded) and before.norm not in _PLAIN and names.frequency(before.folded) < _USUAL
    return _preceding(words, i, names) <= _IN_NAME / 3


def _opens(words: Sequence[Unit], i: int) -> bool:
    """Tell whether a word opens a sentence or a quotation, where any word has a capital."""
    return i == 0 or (words[i - 1].kind == "mark" and words[i - 1].raw in '.!?:"“')


def _of_organisation(words: Sequence[Unit], i: int, j: int, cues: Cues) -> bool:
    """Tell whether a name stands within the name of an organisation: University of …, … Daily News."""
    k = j
    while k < min(len(words), j + _REACH) and (_is_capital(words[k]) or words[k].norm in _OF):
        if words[k].norm in cues.heads:
            return True
        k += 1
    k = i - 1
    while k >= max(0, i - _REACH) and (_is_capital(words[k]) or words[k].norm in _OF):
        if words[k].norm in cues.heads and words[i - 1].norm in _OF:
            return True
        k -= 1
    return False


def _following(words: Sequence[Unit], j: int, names: Names) -> float:
    """Return what a capital after a name says: it may belong to a longer name that is no place."""
    if strip_kind_words(f"x {words[j].folded}")[1] or words[j].norm in months() or words[j].norm in weekdays():
        return 0.0
    return _IN_NAME if names.frequency(words[j].folded) < 4.2 else _IN_NAME / 3


def _preceding(words: Sequence[Unit], i: int, names: Names) -> float:
    text = words[i - 1].norm
    if text in _PLAIN or strip_kind_words(f"{words[i - 1].folded} x")[1] or text in months() or i == 1:
        return 0.0
    return _IN_NAME if names.frequency(words[i - 1].folded) < 5 else _IN_NAME / 3
