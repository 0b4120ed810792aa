"""Finding words in a document however they are spelt: الاسد finds الأسد."""

import re
from collections.abc import Generator
from functools import cache

from mapview.gazetteer.normalise import fold

_SLICE = 100_000
#: The longest stretch that a match may take, so that none is lost between two slices.
_OVERLAP = 2_000
_LETTERS = ((0x30, 0x3A), (0x41, 0x24F), (0x1E00, 0x1EFF), (0x621, 0x6D4), (0x6EE, 0x6FF), (0xFB50, 0xFEFC))
# Vowel signs, tatweel, hamza, bidi marks and apostrophes stand between letters and are not written by who looks.
_BETWEEN = "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0621\u200b-\u200f\u202a-\u202e'’ʼʿʾ‘`]*"


@cache
def _spellings() -> dict[str, str]:
    """Each folded letter with all that fold to it."""
    found: dict[str, str] = {}
    for first, last in _LETTERS:
        for code in range(first, last):
            folded = fold(chr(code))
            if len(folded) == 1:
                found[folded] = found.get(folded, "") + chr(code)
    return found


def pattern_of(words: str) -> re.Pattern[str] | None:
    """Return what finds words in a text as given, None if there is nothing to look for.

    Examples
    --------
    >>> pattern_of("الاسد").search("قاعدة عين الأَسَد").span()
    (10, 17)
    >>> pattern_of("deir ez zor").search("In Deir ez-Zor").span()
    (3, 14)
    """
    folded = fold(words)
    if not folded:
        return None
    parts = [r"[\W_]+" if letter == " " else _spelling(letter) for letter in folded]
    return re.compile(_BETWEEN.join(parts))


def find_in_steps(text: str, pattern: re.Pattern[str]) -> Generator[list[tuple[int, int]], None, None]:
    """Yield where a pattern stands, slice by slice of the text, in code points."""
    done = 0
    for start in range(0, max(len(text), 1), _SLICE):
        end = start + _SLICE
        found = [
            match.span() for match in pattern.finditer(text, max(start, done), end + _OVERLAP) if match.start() < end
        ]
        done = found[-1][1] if found else done
        yield found


def _spelling(letter: str) -> str:
    return f"[{re.escape(_spellings().get(letter, letter))}]"
