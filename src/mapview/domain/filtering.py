"""Which claims pass a filter, and how many there are of each value that a filter can ask for.

The values of a claim come in three families: those of the claim itself (topic, modality, certainty), those of its
source (source, publisher, language) and those of its place (kind, position). Claims are counted once for each family,
and what a value gets follows from these counts, so that a million claims take a few milliseconds. A status is none of
these: it hangs on the two clocks, so that a view finds it (:mod:`mapview.domain.view`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from mapview.domain import areas
from mapview.domain.columns import Columns
from mapview.domain.filters import Filter
from mapview.domain.model import CERTAINTIES, MODALITIES, PLACE_KINDS, STATUSES, Claim, Project, Text

Mask = NDArray[np.bool_]
Fold = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many claims have each value, among those that pass all else that the filter asks for; no value has 0.

    So a count tells how many claims there would be if just this value of its kind were asked for, where no status is
    asked for: statuses are judged among the claims that pass the filter as it is. Publishers go by their English name,
    else by the Arabic one, and by the empty one where none is stated. ``hidden`` is the number of claims that the
    filter takes away.
    """

    sources: Mapping[str, int]
    publishers: Mapping[str, int]
    topics: Mapping[str, int]
    modalities: Mapping[str, int]
    certainties: Mapping[str, int]
    languages: Mapping[str, int]
    place_kinds: Mapping[str, int]
    hidden: int


@dataclass(frozen=True, slots=True)
class Held:
    """Which claims hold a text: those of an index and of what edits have made of it.

    ``names`` is the list of ids that the columns share, ``of_record`` has an item for each of its first ones.
    """

    text: str
    names: list[str] = field(repr=False)
    of_record: Mask = field(repr=False)

    def after(self, columns: Columns, claims: Mapping[str, Claim], fold: Fold) -> "Held | None":
        """Follow edits to other columns; None if these number their claims anew."""
        if columns.names is not self.names:
            return None
        words, known = fold(self.text).split(), len(self.of_record)
        fresh = (claims.get(name) for name in columns.names[known:])
        more = [claim is not None and _holds(claim, words, fold) for claim in fresh]
        return replace(self, of_record=np.concatenate([self.of_record, more])) if more else self


class Facets:
    """The values of a project's claims by which they can be filtered and counted."""

    def __init__(self, project: Project, columns: Columns) -> None:
        self._project = project
        self._columns = columns

    def after(self, project: Project, columns: Columns) -> "Facets":
        """Return the facets after an edit, which keep what it has not touched."""
        found = Facets(project, columns)
        was, old, known = self._project, self._columns, self.__dict__
        kept = {
            "publishers": project.sources is was.sources,
            "languages": project.sources is was.sources,
            "place_kinds": project.places is was.places,
            "points": project.places is was.places,
            "cells": all(
                now is then
                for now, then in (
                    (columns.topic, old.topic),
                    (columns.modality, old.modality),
                    (columns.certainty, old.certainty),
                )
            )
            and len(columns.topic_ids) == len(old.topic_ids),
            "sources": columns.source is old.source,
            "kinds": project.places is was.places and columns.place is old.place,
        }
        found.__dict__.update({name: known[name] for name, same in kept.items() if same and name in known})
        return found

    @cached_property
    def publishers(self) -> tuple[str, ...]:
        """The publisher of each source, empty if unknown."""
        publishers = (source.publisher or Text() for source in self._project.sources.values())
        return tuple(publisher.en or publisher.ar for publisher in publishers)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The language of each source."""
        return tuple(source.language for source in self._project.sources.values())

    @cached_property
    def place_kinds(self) -> NDArray[np.uint8]:
        """The kind of each place, as a position in ``PLACE_KINDS``."""
        codes = {kind: code for code, kind in enumerate(PLACE_KINDS)}
        places = self._project.places
        return np.fromiter((codes[place.kind] for place in places.values()), np.uint8, len(places))

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """Latitude and longitude of each place in degrees, shape (places, 2)."""
        return np.array([(place.lat, place.lon) for place in self._project.places.values()], float).reshape(-1, 2)

    @cached_property
    def cells(self) -> NDArray[np.unsignedinteger]:
        """Topic, modality and certainty of each row in one number, as an index into an array of :attr:`shape`."""
        rows = self._columns
        cells = rows.topic.astype(np.uint32) * np.uint32(len(MODALITIES) * len(CERTAINTIES))
        cells += rows.modality * np.uint8(len(CERTAINTIES)) + rows.certainty
        return _small(cells)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Number of topics, modalities and certainties."""
        return len(self._columns.topic_ids), len(MODALITIES), len(CERTAINTIES)

    @cached_property
    def sources(self) -> NDArray[np.unsignedinteger]:
        """The source of each row."""
        return _small(self._columns.source)

    @cached_property
    def kinds(self) -> NDArray[np.uint8]:
        """The kind of the place of each row, as a position in ``PLACE_KINDS``."""
        return self.place_kinds[self._columns.place]

    def narrowed(self, wanted: Filter, fold: Fold = str.casefold, held: Held | None = None) -> "Narrowed":
        """Find the claims that pass a filter.

        Parameters
        ----------
        wanted
            What to ask for.
        fold
            Makes spellings of a word comparable.
        held
            Which claims hold the filter's text, if that was found out before; else each claim is read.
        """
        project = self._project
        arabic = [source.publisher.ar if source.publisher else "" for source in project.sources.values()]
        english = [source.publisher.en if source.publisher else "" for source in project.sources.values()]
        return Narrowed(
            self,
            self._columns,
            of_claims=(
                _chosen(self._columns.topic_ids, wanted.topics),
                _chosen(MODALITIES, wanted.modalities),
                _chosen(CERTAINTIES, wanted.certainties),
            ),
            of_sources=(
                _chosen(self._columns.source_ids, wanted.sources),
                _chosen(english, wanted.publishers)
                | _chosen(arabic, wanted.publishers)
                | (("" in wanted.publishers) & np.array([not name for name in self.publishers], bool)),
                _chosen(self.languages, wanted.languages),
            ),
            of_places=(
                _chosen(PLACE_KINDS, wanted.place_kinds)[self.place_kinds],
                self._within(wanted),
            ),
            holding=self._holding(wanted.text, fold, held),
            # Where nothing is heard there is no claim to pass.
            statuses=_chosen(("", *STATUSES[1:]), wanted.statuses) if wanted.statuses else None,
        )

    def _within(self, wanted: Filter) -> Mask:
        lat, lon = self.points.T
        found = np.ones(len(lat), bool)
        if wanted.bbox is not None:
            west, south, east, north = wanted.bbox
            found &= (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
        if wanted.area:
            found &= areas.inside(wanted.area, lat, lon)
        return found

    def _holding(self, text: str, fold: Fold, held: Held | None) -> Mask | None:
        words = fold(text).split()
        if not words:
            return None
        columns = self._columns
        if held is not None:
            return held.of_record[columns.record]
        claims = self._project.claims.values()
        found = {claim.id for claim in claims if _holds(claim, words, fold)}
        return np.fromiter(map(found.__contains__, columns.ids), bool, len(columns))


class Narrowed:
    """The claims that pass a filter, at whatever time.

    Attributes
    ----------
    mask
        Whether each row of the columns passes, whatever its status.
    statuses
        Whether claims of each of ``STATUSES`` pass; None: all do.
    """

    def __init__(
        self,
        facets: Facets,
        columns: Columns,
        of_claims: tuple[Mask, Mask, Mask],
        of_sources: tuple[Mask, Mask, Mask],
        of_places: tuple[Mask, Mask],
        holding: Mask | None,
        statuses: Mask | None = None,
    ) -> None:
        self._facets = facets
        self._columns = columns
        self._of_claims, self._of_sources = of_claims, of_sources
        topics, modalities, certainties = of_claims
        cells = (topics[:, None, None] & modalities[:, None] & certainties).ravel()
        sources, places = _all(of_sources), _all(of_places)
        #: Rows that pass each family; None: all do.
        self._claims = None if cells.all() else cells[facets.cells]
        self._sources = None if sources.all() else sources[columns.source]
        self._places = None if places.all() else places[columns.place]
        inside = of_places[1]
        self._inside = None if inside.all() else inside[columns.place]
        self._holding = holding
        self.statuses = statuses
        self.mask = self._passing(np.ones(len(columns), bool), self._claims, self._sources, self._places)

    def at_any_status(self) -> "Narrowed":
        """Return the claims that pass all else of the filter."""
        found = copy(self)
        found.statuses = None
        return found

    def counts(self, there: Mask, judged: Mask | None = None) -> FacetCounts:
        """Count the claims by their values.

        Parameters
        ----------
        there
            The rows that hold at the time and are known, whether they pass or not.
        judged
            Those whose place and topic has a status that passes; None: all.
        """
        facets, columns = self._facets, self._columns
        hidden = int(np.count_nonzero(there & ~(self.mask if judged is None else self.mask & judged)))
        there = there if judged is None else there & judged
        shape = facets.shape
        claims = self._passing(there, self._sources, self._places)
        cells = np.bincount(facets.cells[_rows(claims)], minlength=shape[0] * shape[1] * shape[2]).reshape(shape)
        by_source = self._passing(there, self._claims, self._places)
        sources = np.bincount(facets.sources[_rows(by_source)], minlength=len(columns.source_ids))
        by_kind = self._passing(there, self._claims, self._sources, self._inside)
        topics, modalities, certainties = self._of_claims
        own, published, spoken = self._of_sources
        return FacetCounts(
            sources=_named(columns.source_ids, sources * published * spoken),
            publishers=_summed(facets.publishers, sources * own * spoken),
            topics=_named(columns.topic_ids, (cells * modalities[:, None] * certainties).sum((1, 2))),
            modalities=_named(MODALITIES, (cells * topics[:, None, None] * certainties).sum((0, 2))),
            certainties=_named(CERTAINTIES, (cells * topics[:, None, None] * modalities[:, None]).sum((0, 1))),
            languages=_summed(facets.languages, sources * own * published),
            place_kinds=_named(PLACE_KINDS, np.bincount(facets.kinds[_rows(by_kind)], minlength=len(PLACE_KINDS))),
            hidden=hidden,
        )

    def _passing(self, there: Mask, *families: Mask | None) -> Mask:
        asked = [mask for mask in (*families, self._holding) if mask is not None]
        return reduce(np.logical_and, asked, there)


def _holds(claim: Claim, words: Sequence[str], fold: Fold) -> bool:
    said = fold(words_of(claim))
    return all(word in said for word in words)


def words_of(claim: Claim) -> str:
    """Return the words of a claim that a filter's text is looked up in."""
    return f"{claim.statement.en} {claim.statement.ar} {claim.anchor.cue} {claim.note}"


def _rows(mask: Mask) -> NDArray[np.int64]:
    # Picking by these takes a sixth of the time of picking by a mask.
    return np.flatnonzero(mask)


def _small(numbers: NDArray[np.unsignedinteger]) -> NDArray[np.unsignedinteger]:
    """Return numbers in as few bytes as they need, which are picked and counted faster."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def _chosen(values: Sequence[str], chosen: Collection[str]) -> Mask:
    """Whether each value is among those chosen; with none chosen all are, and an empty value never is."""
    return np.array([not chosen or (value in chosen and value != "") for value in values], bool)


def _all(masks: Iterable[Mask]) -> Mask:
    return reduce(np.logical_and, masks)


def _named(names: Sequence[str], counts: NDArray[np.int64] | NDArray[np.float64]) -> dict[str, int]:
    return {names[position]: int(counts[position]) for position in np.flatnonzero(counts).tolist()}


def _summed(names: Sequence[str], counts: NDArray[np.int64] | NDArray[np.float64]) -> dict[str, int]:
    found: dict[str, int] = {}
    for position in np.flatnonzero(counts).tolist():
        found[names[position]] = found.get(names[position], 0) + int(counts[position])
    return found
