"""Where a project's places, topics, sources and utterances stand, and what sources lend to their claims."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from mapview.domain import dates
from mapview.domain.model import Project, Source


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of a kind in the project's order, and where each stands; None stands at -1."""

    ids: tuple[str, ...]
    at: Mapping[str | None, int]

    @classmethod
    def of(cls, names: Iterable[str]) -> "Ids":
        """Number some ids in their order."""
        ids = tuple(names)
        return cls(ids, {**dict(zip(ids, range(len(ids)), strict=True)), None: -1})

    def after(self, names: Iterable[str]) -> "Ids":
        """Number the ids that stand there after an edit; these very ones if none came, went or moved."""
        ids, count = tuple(names), len(self.ids)
        if ids == self.ids[: len(ids)] and len(ids) < count:
            return Ids(ids, {name: at for name, at in self.at.items() if at < len(ids)})
        if ids[:count] != self.ids:
            return Ids.of(ids)
        return (
            self
            if len(ids) == count
            else Ids(ids, {**self.at, **dict(zip(ids[count:], range(count, len(ids)), strict=True))})
        )

    def moves(self, after: "Ids") -> NDArray[np.int64] | None:
        """Return where each id stands afterwards, -1 for those that are gone; None if each stands where it did."""
        if after is self or after.ids[: len(self.ids)] == self.ids:
            return None
        if self.ids[: len(after.ids)] == after.ids:
            moves = np.arange(len(self.ids))
            moves[len(after.ids) :] = -1
            return moves
        return np.fromiter(map(after.at.get, self.ids, repeat(-1)), np.int64, len(self.ids))


@dataclass(frozen=True, slots=True)
class Register:
    """What the columns need to know of the project besides its claims.

    ``known`` is the day from which each source is known. ``voice`` is, for each source, the first one that speaks
    with the same voice.
    """

    places: Ids
    topics: Ids
    sources: Ids
    utterances: Ids
    known: NDArray[np.int32]
    voice: NDArray[np.uint32]

    @classmethod
    def of(cls, project: Project) -> "Register":
        """Read a consistent project.

        Raises
        ------
        BadDateError
            If a date of a source is no EDTF.
        """
        sources = Ids.of(project.sources)
        known, voice = _lent(project)
        return cls(Ids.of(project.places), Ids.of(project.topics), sources, Ids.of(project.utterances), known, voice)

    def after(self, project: Project, kinds: Iterable[str]) -> "Register":
        """Read a project again after an edit of some kinds of entities."""
        touched = set(kinds)
        known, voice = _lent(project) if "sources" in touched else (self.known, self.voice)
        return Register(
            self.places.after(project.places) if "places" in touched else self.places,
            self.topics.after(project.topics) if "topics" in touched else self.topics,
            self.sources.after(project.sources) if "sources" in touched else self.sources,
            self.utterances.after(project.utterances) if "utterances" in touched else self.utterances,
            known,
            voice,
        )

    def voices(self, source: NDArray[np.uint32], utterance: NDArray[np.int32]) -> NDArray[np.uint32]:
        """Number who speaks in claims, by their sources and utterances.

        It is the utterance that a claim quotes, else the reporter, who is the publisher if known. A source that
        repeats another speaks with the other's voice.
        """
        own = (self.voice * np.uint32(2))[source]
        if not self.utterances.ids:
            return own
        return np.where(utterance >= 0, utterance.astype(np.uint32) * np.uint32(2) + np.uint32(1), own)


def known_from(source: Source) -> int:
    """Return the day from which a source counts as known.

    It is the last day of its stated publication span, whatever ``?`` and ``~`` say; if that is open or absent, the
    day on which the source was obtained.
    """
    published = dates.parse(source.published).latest if source.published else None
    if published is not None:
        return published
    obtained = dates.parse(source.obtained).latest
    assert obtained is not None, "the store refuses a source whose day of obtaining is open"  # noqa: S101
    return obtained


def known_from_is_uncertain(source: Source) -> bool:
    """Whether the day from which a source is known is more a bound than a date."""
    if source.published is None:
        return True
    span = dates.parse(source.published)
    return span.doubtful or span.latest is None or span.earliest != span.latest


def speaker_of(source: Source, sources: Mapping[str, Source]) -> tuple[str, str]:
    """Name who speaks in a source: the publisher, else the source itself, of the one that it repeats in the end."""
    seen = {source.id}
    while source.repeats is not None and source.repeats in sources and source.repeats not in seen:
        seen.add(source.repeats)
        source = sources[source.repeats]
    if source.publisher is not None:
        return "publisher", source.publisher.en or source.publisher.ar
    return "source", source.id


def _lent(project: Project) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    first: dict[tuple[str, str], int] = {}
    sources = project.sources.values()
    known = np.fromiter((known_from(source) for source in sources), np.int32, len(sources))
    voice = np.fromiter(
        (
            first.setdefault(speaker_of(source, project.sources), position)
            for position, source in enumerate(sources)
        ),
        np.uint32,
        len(sources),
    )  # fmt: skip
    return known, voice
