"""Runs of words that may be names of places, with what the words around them say for and against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapview.reading.cues import Cues
from mapview.reading.evidence import SMALL, is_person, judged
from mapview.reading.names import Candidate, Names
from mapview.reading.units import Unit, forms, raw_length

_LONGEST = 7
_WIDE = frozenset({"country", "region"})


@dataclass(frozen=True, slots=True)
class Mention:
    """What may be a name: its place in the text, its key among the names, and the evidence in log odds.

    ``kinds`` are those that a word beside it names; ``first`` and ``last`` its words in the sentence ``sentence``.
    """

    start: int
    end: int
    key: str
    evidence: float
    kinds: frozenset[str]
    candidates: tuple[Candidate, ...]
    first: int
    last: int
    sentence: int
    #: Whether a title or another name before it says that it is a person here.
    person: bool = False


def find(words: Sequence[Unit], number: int, names: Names, cues: Cues) -> Iterator[Mention]:
    """Yield what may be names of places in a sentence, the longest at each place, none within another."""
    i = 0
    while i < len(words):
        found = _at(words, i, names)
        if not found:
            i += 1
            continue
        start, end, key, j = found
        mention = judged(words, i, j, key, names, cues, stripped=start > words[i].start)
        if mention:
            evidence, kinds, candidates = mention
            alone = j - i == 1 and not kinds and start == words[i].start
            person = alone and candidates[0].kind not in _WIDE and is_person(words, i, cues, names)
            yield Mention(start, end, key, evidence, kinds, candidates, i, j, number, person)
        i = j


def _at(words: Sequence[Unit], i: int, names: Names) -> tuple[int, int, str, int] | None:
    """Return start, end, key and the place after the longest name that begins at a word."""
    word = words[i]
    if not word.folded or word.kind == "number":
        return None
    if word.kind == "latin":
        if not word.raw[0].isupper():
            return None
        found = _longest(words, i, word.folded, names)
        return (word.start, words[found[1] - 1].end, found[0], found[1]) if found else None
    return _arabic_at(words, i, names)


def _arabic_at(words: Sequence[Unit], i: int, names: Names) -> tuple[int, int, str, int] | None:
    word = words[i]
    best: tuple[int, int, str, int] | None = None
    for dropped, form in forms(word.folded):
        found = _longest(words, i, form, names)
        if not found or (best and found[1] <= best[3]):
            continue
        if dropped and found[1] == i + 1 and not _may_be_stripped(word.folded, form, names):
            continue
        skip = raw_length(word.raw, dropped)
        best = (word.start + skip, words[found[1] - 1].end, found[0], found[1])
    return best


def _may_be_stripped(full: str, form: str, names: Names) -> bool:
    """Tell whether a word is rather a prefix and a name than a word of its own."""
    return names.frequency(full) < names.frequency(form) or not (names.is_word(full) or names.has(full))


def _longest(words: Sequence[Unit], i: int, form: str, names: Names) -> tuple[str, int] | None:
    ends = {len(form): i + 1}
    joined = form
    for j in range(i + 1, min(len(words), i + _LONGEST)):
        if not words[j].folded:
            break
        joined += " " + words[j].folded
        ends[len(joined)] = j + 1
    for key in reversed(names.prefixes(joined)):
        end = ends.get(len(key))
        if end and _is_written_as_name(words, i, end, key):
            return key, end
    return None


def _is_written_as_name(words: Sequence[Unit], i: int, end: int, key: str) -> bool:
    """Tell whether the words are written as a name: in Latin letters each with a capital but the small ones."""
    if words[i].kind == "arabic" or end - i == 1:
        return len(key) > 2 or words[i].kind == "latin"
    last = words[end - 1]
    if last.kind == "latin" and not last.raw[0].isupper():
        return False
    return all(
        word.kind != "latin" or word.raw[0].isupper() or word.norm in SMALL or word.glued for word in words[i:end]
    )


def facilities(words: Sequence[Unit], cues: Cues) -> Iterator[tuple[int, int]]:
    """Yield start and end of Arabic phrases that name a hospital, a bridge, a street and the like."""
    for i in range(len(words) - 1):
        lead = _facility(words, i, cues)
        j = i + 1
        while lead and j < min(len(words), i + 3) and _names_facility(words, j):
            j += 1
        if lead and j > i + 1:
            skip = raw_length(words[i].raw, len(words[i].folded) - len(lead))
            yield words[i].start + skip, words[j - 1].end


def _facility(words: Sequence[Unit], i: int, cues: Cues) -> str:
    if words[i].kind != "arabic" or (i and words[i - 1].norm == "عن"):
        return ""
    return next((form for _, form in forms(words[i].norm) if form in cues.facilities), "")


def _names_facility(words: Sequence[Unit], j: int) -> bool:
    """Tell whether a word goes on with the name of a facility: it has the article."""
    return words[j].kind == "arabic" and words[j].norm.startswith("ال") and len(words[j].norm) > 4
