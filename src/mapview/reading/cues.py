"""The words that tell what a name or a sentence is about, from an editable file."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mapview.config import resource_path
from mapview.errors import BadInputError
from mapview.reading.tokens import normalise


@dataclass(frozen=True, slots=True)
class Cue:
    """What some phrases suggest: ``phrases`` are runs of normalised words, a final ``*`` standing for any ending."""

    id: str
    value: str | None
    phrases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """All cue words: of places, of speech, of topics, modalities and units, both languages together."""

    before_places: frozenset[str]
    before_persons: frozenset[str]
    organisations: frozenset[str]
    heads: frozenset[str]
    things: frozenset[str]
    facilities: frozenset[str]
    speech: tuple[tuple[str, ...], ...]
    topics: tuple[Cue, ...]
    modalities: tuple[Cue, ...]
    units: tuple[Cue, ...]


@lru_cache(maxsize=4)
def load(path: Path | None = None) -> Cues:
    """Read a file of cue words, by default the one that MapView brings along.

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
            _words(places["facilities"]), _phrases(data["speech"]), _cues(data["topics"]), _cues(data["modalities"]),
            _cues(data["units"]),
        )  # fmt: skip
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BadInputError(
            f"{source} is no list of cue words ({error}): compare it with the one in MapView."
        ) from error


def _words(languages: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(normalise(word) for words in languages.values() for word in words)


def _phrases(languages: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    texts = [text for language in ("en", "ar") for text in languages.get(language, ())]
    return tuple(tuple(normalise(word) for word in text.split()) for text in texts)


def _cues(entries: list[dict[str, Any]]) -> tuple[Cue, ...]:
    return tuple(Cue(entry["id"], entry.get("value"), _phrases(entry)) for entry in entries)
