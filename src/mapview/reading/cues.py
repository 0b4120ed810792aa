"""The words that tell what a name or a sentence is about, from an editable file."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from mapview.config import resource_path
from mapview.domain.model import CueWords
from mapview.errors import BadInputError
from mapview.reading.tokens import Token, normalise

_PREFIXES = ("و", "ف", "ال", "وال", "ب", "بال", "لل", "ل")
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Cue:
    """What some phrases suggest: ``phrases`` are runs of normalised words, a final ``*`` standing for any ending."""

    id: str
    value: str | None
    phrases: tuple[tuple[str, ...], ...]


class CueIndex:
    """Cues by the words that they begin with, so that a sentence is read once whatever the number of cues."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._exact: dict[str, list[tuple[int, Cue, tuple[str, ...]]]] = {}
        self._stems: dict[str, list[tuple[int, Cue, tuple[str, ...]]]] = {}
        for order, cue in enumerate(cues):
            for phrase in cue.phrases:
                table = self._stems if phrase[0].endswith("*") else self._exact
                table.setdefault(phrase[0].removesuffix("*"), []).append((order, cue, phrase))
        self._known: dict[str, tuple[tuple[int, Cue, tuple[str, ...]], ...]] = {}

    def at(self, found: Sequence[Token], i: int) -> tuple[int, Cue, int] | None:
        """Return the first cue, in the order of the list, of which a phrase stands at a word.

        With it come its place in the list and the number of words of the phrase. Arabic prefixes may stand before the
        first word.
        """
        for order, cue, phrase in self._starting(found[i]):
            if len(phrase) == 1 or _goes_on(found, i, phrase):
                return order, cue, len(phrase)
        return None

    def _starting(self, token: Token) -> tuple[tuple[int, Cue, tuple[str, ...]], ...]:
        starting = self._known.get(token.norm)
        if starting is None:
            found: list[tuple[int, Cue, tuple[str, ...]]] = []
            for form in _forms(token):
                found += self._exact.get(form, ())
                for length in range(2, len(form) + 1):
                    found += self._stems.get(form[:length], ())
            starting = tuple(sorted(found, key=lambda each: (each[0], -len(each[2]))))
            if len(self._known) < _REMEMBERED:
                self._known[token.norm] = starting
        return starting


def _forms(token: Token) -> list[str]:
    if token.kind != "arabic":
        return [token.norm]
    rest = [token.norm[len(prefix) :] for prefix in _PREFIXES if token.norm.startswith(prefix)]
    return list(dict.fromkeys([token.norm, *rest]))


def _goes_on(found: Sequence[Token], i: int, phrase: Sequence[str]) -> bool:
    if i + len(phrase) > len(found):
        return False
    for k in range(1, len(phrase)):
        stem, word = phrase[k].removesuffix("*"), found[i + k].norm
        fits = word.startswith(stem) if phrase[k].endswith("*") else stem in {word, word.removeprefix("ال")}
        if not fits:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Cues:
    """All cue words, both languages together: of places, speech, topics and modalities; units by their word."""

    before_places: frozenset[str]
    before_persons: frozenset[str]
    organisations: frozenset[str]
    heads: frozenset[str]
    things: frozenset[str]
    facilities: frozenset[str]
    speech: CueIndex
    topics: CueIndex
    modalities: CueIndex
    units: Mapping[str, str]


@lru_cache(maxsize=4)
def load(path: Path | None = None, own: tuple[CueWords, ...] = ()) -> Cues:
    """Read a file of cue words, by default the one that MapView brings along.

    Parameters
    ----------
    own
        A project's cue words, which are tried before those of the file.

    Raises
    ------
    BadInputError
        If the file is no TOML of this form; the message names it.
    """
    source = path or resource_path("resources/reading/cues.toml")
    try:
        data = tomllib.loads(source.read_text(encoding="utf-8"))
        places = data["places"]
        return Cues(
            _words(places["before"]), _words(places["persons"]), _words(places["organisations"]),
            _words(places["heads"]), _words(places["things"]),
            _words(places["facilities"]), CueIndex([Cue("speech", None, _phrases(data["speech"]))]),
            CueIndex([*_own(own, "topic"), *_cues(data["topics"])]),
            CueIndex([*_own(own, "modality"), *_cues(data["modalities"])]),
            {phrase[0]: cue.id for cue in _cues(data["units"]) for phrase in cue.phrases if len(phrase) == 1},
        )  # fmt: skip
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BadInputError(
            f"{source} is no list of cue words ({error}): compare it with the one in MapView."
        ) from error


@lru_cache(maxsize=1)
def built_in() -> tuple[CueWords, ...]:
    """Return the words of topics and modalities that MapView brings along, as entries of a project without ids."""
    data = tomllib.loads(resource_path("resources/reading/cues.toml").read_text(encoding="utf-8"))
    found = []
    for language in ("en", "ar"):
        found += [CueWords("", language, tuple(of[language]), of["id"], of.get("value")) for of in data["topics"]]
        found += [CueWords("", language, tuple(of[language]), modality=of["id"]) for of in data["modalities"]]
    return tuple(found)


def _words(languages: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(normalise(word) for words in languages.values() for word in words)


def _own(entries: Iterable[CueWords], suggested: Literal["topic", "modality"]) -> Iterator[Cue]:
    for entry in entries:
        if suggested == "topic" and entry.topic is not None:
            yield Cue(entry.topic, entry.state, _runs(entry.words))
        elif suggested == "modality" and entry.modality is not None:
            yield Cue(entry.modality, None, _runs(entry.words))


def _phrases(languages: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    return _runs(text for language in ("en", "ar") for text in languages.get(language, ()))


def _runs(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(normalise(word) for word in text.split()) for text in texts)


def _cues(entries: list[dict[str, Any]]) -> tuple[Cue, ...]:
    return tuple(Cue(entry["id"], entry.get("value"), _phrases(entry)) for entry in entries)
