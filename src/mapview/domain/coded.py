"""What the columns of claims are made of, as numbers: a word that recurs in a million claims is there once."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapview.domain.model import Claim, Quantity

#: What is read of claims: one sequence each of id, place, topic, value (None for a quantity), its least and its most
#: (infinite where open, of no meaning for other values), whether "about", when, source, utterance, modality, certainty.
Fields = Sequence[Sequence[Any]]

#: The fields that are words, in the order in which they are read.
WORDS = ("place", "topic", "value", "when", "source", "utterance", "modality", "certainty")
#: The fields after the id, and the type of their numbers.
NUMBERS: dict[str, type[Any]] = {
    "place": np.uint32,
    "topic": np.uint16,
    "value": np.uint32,
    "least": np.float64,
    "most": np.float64,
    "about": np.uint8,
    "when": np.uint32,
    "source": np.uint32,
    "utterance": np.uint32,
    "modality": np.uint8,
    "certainty": np.uint8,
}
_AT_ONCE = 50_000


class Numbering(dict[Any, int]):
    """Numbers keys from 0 in the order in which they are first asked for."""

    def __missing__(self, key: Any) -> int:
        self[key] = number = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Coded:
    """Claims as numbers.

    ``names`` are their ids. ``numbers`` has an array for each of :data:`NUMBERS`; those of :data:`WORDS` are
    positions in the list of that field's ``words``.
    """

    names: list[str]
    numbers: dict[str, NDArray[Any]]
    words: dict[str, list[str | None]]

    def __len__(self) -> int:
        return len(self.names)

    def only(self, rows: NDArray[Any]) -> "Coded":
        """Return some of the claims, given by a mask or by positions, in that order."""
        positions = np.arange(len(self.names))[rows].tolist()
        numbers = {name: found[rows] for name, found in self.numbers.items()}
        return Coded([self.names[position] for position in positions], numbers, self.words)


def coded(fields: Iterable[Fields]) -> Coded:
    """Return claims as numbers, given by what is read of them."""
    names: list[str] = []
    words = {name: Numbering() for name in WORDS}
    parts: dict[str, list[NDArray[Any]]] = {name: [np.empty(0, dtype)] for name, dtype in NUMBERS.items()}
    for some in fields:
        names += some[0]
        for (name, dtype), found in zip(NUMBERS.items(), some[1:], strict=True):
            told = map(words[name].__getitem__, found) if name in words else found
            parts[name].append(np.fromiter(told, dtype, len(found)))
    return Coded(
        names,
        {name: np.concatenate(arrays) for name, arrays in parts.items()},
        {name: list(found) for name, found in words.items()},
    )


def joined(first: Coded, second: Coded) -> Coded:
    """Return the claims of both, one after the other."""
    if not len(second):
        return first
    words: dict[str, list[str | None]] = {}
    numbers: dict[str, NDArray[Any]] = {}
    for name, dtype in NUMBERS.items():
        added = second.numbers[name]
        if name in first.words:
            at = Numbering({word: number for number, word in enumerate(first.words[name])})
            added = np.array([at[word] for word in second.words[name]], dtype)[added]
            words[name] = list(at)
        numbers[name] = np.concatenate([first.numbers[name], added])
    return Coded(first.names + second.names, numbers, words)


def fields_of(claims: Iterable[Claim]) -> Iterator[Fields]:
    """Yield what is read of claims, some thousand at a time."""
    left = iter(claims)
    while some := list(islice(left, _AT_ONCE)):
        ranges = [claim.value if isinstance(claim.value, Quantity) else None for claim in some]
        yield (
            [claim.id for claim in some],
            [claim.place for claim in some],
            [claim.topic for claim in some],
            [claim.value if one is None else None for claim, one in zip(some, ranges, strict=True)],
            [-math.inf if one is None or one.min is None else one.min for one in ranges],
            [math.inf if one is None or one.max is None else one.max for one in ranges],
            [one is not None and one.approximate for one in ranges],
            [claim.when for claim in some],
            [claim.source for claim in some],
            [claim.utterance for claim in some],
            [claim.modality for claim in some],
            [claim.certainty for claim in some],
        )
