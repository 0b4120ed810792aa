"""Folding many texts at once, and finding which of them hold a word; knows no toolkit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from mapview.domain.model import Claim, Quantity
from mapview.gazetteer.normalise import fold

_END, _DROPPED, _HARD = ord("\n"), 0xFFFFFFFF, 0xFFFFFFFE
#: The chair of hamza, which folds otherwise where a word begins.
_CHAIR = ord("ئ")

#: More texts than these at a time are folded anew each time rather than kept twice in memory.
MOST_REMEMBERED = 200_000
_AT_ONCE = 20_000


class Folder:
    """Folds texts as the gazetteer does, thousands at a time, and remembers them."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def folded(self, texts: Sequence[str]) -> list[str]:
        """Return the folded texts, in the same order."""
        if len(texts) > MOST_REMEMBERED:
            return [
                folded
                for first in range(0, len(texts), _AT_ONCE)
                for folded in folded_texts(texts[first : first + _AT_ONCE])
            ]
        known = self._known
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            known.update(zip(new, folded_texts(new), strict=True))
        return [known[text] for text in texts]


#: Statement in English, in Arabic, note, cue, and what besides is searched.
Texts = tuple[str, str, str, str, str]


@runtime_checkable
class TellsTexts(Protocol):
    """Claims of a file that can tell their texts without building a claim each."""

    def stored_texts(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Yield id and texts of the claims as they are stored."""

    def unstored(self) -> Iterator[Claim]:
        """Yield the claims that may be others in the file."""

    def differing(self, other: object) -> set[str] | None:
        """Return the ids of claims that may be others than in another state of the project."""


@dataclass(frozen=True, slots=True)
class ClaimTexts:
    """What the claims of a project say, by id."""

    claims: Mapping[str, Claim]
    by_id: dict[str, Texts]

    @classmethod
    def of(cls, claims: Mapping[str, Claim], before: "ClaimTexts | None" = None) -> "ClaimTexts":
        """Read the texts of all claims of a project, of those alone that are others than before an edit if possible."""
        changed = None
        if before is not None and isinstance(claims, TellsTexts):
            changed = claims.differing(before.claims)
        if before is None or changed is None:
            return cls(claims, dict(texts_of(claims)))
        found = before.by_id.copy()
        for name in changed:
            claim = claims.get(name)
            if claim is None:
                found.pop(name, None)
            else:
                found[name] = _texts_of(claim)
        return cls(claims, found)

    def statements(self, order: Sequence[str], language: str) -> list[str]:
        """Return the statements of claims in a language, else in the other one."""
        texts = [self.by_id[name] for name in order]
        if language == "ar":
            return [ar or en for en, ar, *_ in texts]
        return [en or ar for en, ar, *_ in texts]

    def notes(self, order: Sequence[str]) -> list[str]:
        """Return the notes on claims."""
        return [self.by_id[name][2] for name in order]

    def together(self, order: Sequence[str]) -> list[str]:
        """Return all that each claim says, in one text."""
        return [" ".join(self.by_id[name]) for name in order]


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


def texts_of(claims: Mapping[str, Claim]) -> Iterator[tuple[str, Texts]]:
    """Yield ids and texts of all claims of a project, as they are read."""
    if isinstance(claims, TellsTexts):
        yield from ((row[0], row[1:]) for row in claims.stored_texts())
        yield from ((claim.id, _texts_of(claim)) for claim in claims.unstored())
    else:
        yield from ((claim.id, _texts_of(claim)) for claim in claims.values())


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
    hard = (found == _HARD) | ((codes == _CHAIR) & np.isin(before, (_END, ord(" "), _DROPPED)))
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    number = np.unique(np.searchsorted(np.cumsum(lengths + 1), np.flatnonzero(hard), side="right"))
    found[found == _HARD] = ord(" ")
    folded = [
        line.strip() for line in found[found != _DROPPED].tobytes().decode("utf-32-le", "surrogatepass").split("\n")
    ]
    for line in number.tolist():
        folded[line] = fold.__wrapped__(lines[line])
    return folded


def _texts_of(claim: Claim) -> Texts:
    value = claim.value
    if isinstance(value, Quantity):
        value = " ".join(f"{end:.15g}" for end in (value.min, value.max) if end is not None)
    return claim.statement.en, claim.statement.ar, claim.note, claim.anchor.cue, f"{value} {claim.when} {claim.id}"


def _folded_letter(letter: str) -> int:
    """Return what a letter within a word folds to, or that it falls away or becomes several."""
    folded = fold.__wrapped__(f"ب{letter}ب")[1:-1]
    if len(folded) > 1:
        return _HARD
    return ord(folded) if folded else _DROPPED
