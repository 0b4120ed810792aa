"""Folding many texts at once, and finding which of them hold a word; knows no toolkit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapview.domain.model import Claim, Quantity
from mapview.gazetteer.normalise import fold

_END, _DROPPED, _HARD = ord("\n"), 0xFFFFFFFF, 0xFFFFFFFE
#: The chair of hamza, which folds otherwise where a word begins.
_CHAIR = ord("ئ")


class Folder:
    """Folds texts as the gazetteer does, thousands at a time, and remembers them."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def folded(self, texts: Sequence[str]) -> list[str]:
        """Return the folded texts, in the same order."""
        known = self._known
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            known.update(zip(new, folded_texts(new), strict=True))
        return [known[text] for text in texts]


@dataclass(frozen=True, slots=True)
class ClaimTexts:
    """What claims say, as lists in one order; ``rest`` is what besides can be searched."""

    en: list[str]
    ar: list[str]
    note: list[str]
    rest: list[str]

    @classmethod
    def of(cls, claims: Mapping[str, Claim], order: Sequence[str]) -> "ClaimTexts":
        """Read the texts of all claims of a project in an order of their ids."""
        found = {claim.id: _texts_of(claim) for claim in claims.values()}
        en, ar, note, rest = (
            ([*column] for column in zip(*(found[name] for name in order), strict=True)) if order else ([], [], [], [])
        )
        return cls(en, ar, note, rest)

    def statements(self, language: str) -> list[str]:
        """Return the statements in a language, else in the other one."""
        one, other = (self.ar, self.en) if language == "ar" else (self.en, self.ar)
        return [text or instead for text, instead in zip(one, other, strict=True)]

    @property
    def together(self) -> list[str]:
        """All that each claim says, in one text."""
        return [" ".join(texts) for texts in zip(self.en, self.ar, self.note, self.rest, strict=True)]


class Haystack:
    """Texts, already folded, that can be asked which of them hold a word."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._text = "\n".join(texts)
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        self._ends = np.cumsum(lengths + 1)

    def holding(self, word: str) -> NDArray[np.bool_]:
        """Return which of the texts hold a folded word, be it a part of a longer one."""
        found = np.zeros(len(self._ends), bool)
        places = np.fromiter((match.start() for match in re.finditer(re.escape(word), self._text)), np.int64)
        found[np.searchsorted(self._ends, places, side="right")] = True
        return found


def folded_texts(texts: Sequence[str]) -> list[str]:
    """Return texts folded as :func:`mapview.gazetteer.normalise.fold` does, each character looked up once for all.

    Runs of what is no word may leave more than one space.

    Examples
    --------
    >>> folded_texts(["قاعِدة عين الأسد", "Ḩarīr", "ئەنبار"])
    ['قاعده عين الاسد', 'harir', 'انبار']
    """
    if not texts:
        return []
    lines = [text.replace("\n", " ") for text in texts]
    joined = "\n".join(lines)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    if not len(codes):
        return lines
    seen = np.flatnonzero(np.bincount(codes))
    table = np.zeros(int(seen[-1]) + 1, np.uint32)
    for code in seen.tolist():
        table[code] = _END if code == _END else _folded_letter(chr(code))
    found = table[codes]
    before = np.concatenate([[_END], found[:-1]])
    hard = (found == _HARD) | ((codes == _CHAIR) & ((before == _END) | (before == ord(" "))))
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    number = np.unique(np.searchsorted(np.cumsum(lengths + 1), np.flatnonzero(hard), side="right"))
    found[found == _HARD] = ord(" ")
    folded = [
        line.strip() for line in found[found != _DROPPED].tobytes().decode("utf-32-le", "surrogatepass").split("\n")
    ]
    for line in number.tolist():
        folded[line] = fold.__wrapped__(lines[line])
    return folded


def _texts_of(claim: Claim) -> tuple[str, str, str, str]:
    value = claim.value
    if isinstance(value, Quantity):
        value = " ".join(f"{end:.15g}" for end in (value.min, value.max) if end is not None)
    return claim.statement.en, claim.statement.ar, claim.note, f"{value} {claim.when} {claim.anchor.cue} {claim.id}"


def _folded_letter(letter: str) -> int:
    """Return what a letter within a word folds to, or that it falls away or becomes several."""
    folded = fold.__wrapped__(f"ب{letter}ب")[1:-1]
    if len(folded) > 1:
        return _HARD
    return ord(folded) if folded else _DROPPED
