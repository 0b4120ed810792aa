"""Who speaks in a sentence, and the words that tell who said it, where and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapview.reading.cues import Cue, Cues
from mapview.reading.tokens import Token

_THAT = frozenset(("ان", "إن", "بان", "انه", "انها", "that"))
_STOPS = _THAT | {":", "،", ",", '"', "“", "«", ".", "عن", "في", "(", "-"}
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks in a sentence: ``named`` is where it says so, ``attribution`` what says who, where and when it was.

    ``sure`` if the words end as an attribution does and do not tell what happened.
    """

    named: tuple[int, int]
    attribution: tuple[int, int]
    sure: bool


def speech_of(found: Sequence[Token], cues: Cues, topics: Sequence[tuple[Token, Cue]]) -> Speech | None:
    """Return who speaks: what stands between a verb of saying and what is said, or before an English verb."""
    for i, token in enumerate(found):
        match = cues.speech.at(found, i)
        if match is None:
            continue
        follows = token.kind == "arabic" or match[2] > 1
        after = i + match[2]
        first, last = (after, _run_behind(found, after)) if follows else (_run_before(found, i), i)
        if first == last:
            return None
        # What is said begins with "that": before it stand the day and the place of saying.
        that = next((k for k in range(after, min(len(found), after + _MOST_WORDS)) if found[k].norm in _THAT), 0)
        start, end = found[min(first, i)].start, found[max(last, that, after) - 1].end
        told = any(start <= cue.start < end for cue, _ in topics)
        ended = not follows or last == len(found) or found[last].norm in _STOPS
        return Speech((found[first].start, found[last - 1].end), (start, end), ended and not told)
    return None


def _run_behind(found: Sequence[Token], i: int) -> int:
    j = i
    while j < min(len(found), i + _MOST_WORDS) and found[j].norm not in _STOPS:
        j += 1
    return j


def _run_before(found: Sequence[Token], i: int) -> int:
    j = i
    while j > max(0, i - _MOST_WORDS) and found[j - 1].norm not in _STOPS | {"”", "»"}:
        j -= 1
    return j
