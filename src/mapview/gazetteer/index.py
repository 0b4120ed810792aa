"""Names to places and points to places, from the prebuilt indexes of the gazetteer."""

import random
from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Self

from rapidfuzz.distance import OSA

from mapview.config import resource_path
from mapview.domain.model import PLACE_KINDS
from mapview.errors import UnknownIdError
from mapview.gazetteer import normalise
from mapview.gazetteer.blocks import BlockFile
from mapview.gazetteer.kind_words import strip_kind_words
from mapview.gazetteer.packing import COLUMN_SIZE, cell, texts
from mapview.gazetteer.ranking import Candidate, Context, How, rank

_TIERS = ("resources/gazetteer/region.idx", "resources/gazetteer/world.idx")
_EARTH_RADIUS_KM = 6371.0088
_CANDIDATES = 400
_HEARD = 60
_LEAST_LIKE = 0.55
_ACROSS_SCRIPTS = 0.7


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer; ``lat, lon`` in WGS 84 degrees, ``precision_m`` its radius in metres."""

    id: str
    kind: str
    names: dict[str, str]
    aliases: tuple[str, ...]
    lat: float
    lon: float
    precision_m: int
    country: str
    parent: str
    geonames_id: str
    wof_id: str
    wikidata_id: str
    icao: str
    population: int
    prominence: int
    coordinates_from: str

    @property
    def name(self) -> str:
        """The English name, else the first that there is."""
        return next(iter(self.names.values()))


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a query may mean: how well, 0 to 1, and how its name was matched.

    ``distance_km`` is the distance from the point asked for, where there is one.
    """

    entry: Entry
    score: float
    how: How
    distance_km: float | None = None


class Tier:
    """One index file with its columns."""

    def __init__(self, path: Path) -> None:
        self.file = BlockFile(path)
        self._columns = self.file.section("columns")
        self._countries: list[str] = self.file.meta["countries"]
        self._geonames = self.file.section("geonames") if self.file.has("geonames") else None

    def column(self, number: int) -> tuple[float, float, str, int, str]:
        """Return lat, lon, kind, prominence and country of a place."""
        start = number * COLUMN_SIZE
        data = self._columns[start : start + COLUMN_SIZE]
        lat = int.from_bytes(data[:3], "little") / 2e4 - 180
        lon = int.from_bytes(data[3:6], "little") / 2e4 - 180
        return round(lat, 5), round(lon, 5), PLACE_KINDS[data[6]], data[7], self._countries[data[8]]

    def entry(self, number: int) -> Entry:
        """Return a place by its number."""
        lat, lon, kind, prominence, country = self.column(number)
        geonames_id = 0
        if self._geonames is not None:
            geonames_id = int.from_bytes(self._geonames[number * 4 : number * 4 + 4], "little")
        values = texts(self.file.line("records", number), country, geonames_id)
        identity, en, ar, ku, aliases, precision, *ids, population, origin = values
        parent, geonames, wof, wikidata, icao = ids
        names = {language: name for language, name in (("en", en), ("ar", ar), ("ku", ku)) if name}
        return Entry(
            identity, kind, names, tuple(aliases.split("|")) if aliases else (), lat, lon, precision, country,
            parent, geonames, wof, wikidata, icao, population, prominence, origin,
        )  # fmt: skip

    def number(self, identity: str) -> int | None:
        """Return the number of the place with an id."""
        if self._geonames is None:
            found = self.file.find("ids", identity)
            return None if found is None else int(found)
        digits = identity.removeprefix("gn-")
        if digits == identity or not digits.isdecimal():
            return None
        ids = array("I", self._geonames)
        return ids.index(int(digits)) if int(digits) in ids else None

    @cached_property
    def cells(self) -> dict[int, tuple[int, int]]:
        """First and last-but-one place of each cell of a degree."""
        return {int(key): (start, end) for key, (start, end) in self.file.meta["cells"].items()}


class Gazetteer:
    """The gazetteer opened for looking up; build it with :meth:`load`."""

    def __init__(self, tiers: Iterable[Tier]) -> None:
        self._tiers = tuple(tiers)

    @classmethod
    def load(cls) -> Self:
        """Open the indexes that MapView brings along; takes some milliseconds.

        Raises
        ------
        MissingPartError
            If an index is missing from the installation.
        FileProblemError
            If an index cannot be read.
        """
        return cls(Tier(resource_path(name)) for name in _TIERS)

    def search(
        self,
        query: str,
        limit: int = 10,
        near: tuple[float, float] | None = None,
        kinds: Collection[str] | None = None,
        countries: Collection[str] | None = None,
        *,
        alike: bool = True,
    ) -> list[Match]:
        """Return the places that a name may mean, the likeliest first.

        Parameters
        ----------
        query
            A name in Arabic, Kurdish or Latin letters; kind words (``قاعدة``, ``air base``) are hints. What
            follows a comma names where it lies: ``Harir, Erbil``.
        limit
            The most matches to return.
        near
            Latitude and longitude in degrees; of like names nearer ones come first.
        kinds, countries
            Only places of these kinds, or in these countries (ISO 3166 alpha-2).
        alike
            Whether names that sound or are spelt alike will do where none is the same; looking for them takes long.
        """
        head, where = _split(query)
        folded = normalise.fold(head)
        if not folded:
            return []
        context = Context(near, strip_kind_words(folded)[1], self._meant_countries(where), kinds, countries)
        found = self._by_key(head, folded, context)
        if not found and alike:
            found = self._by_sound(folded, context) + self._by_typing(folded, context)
        best = rank(found, context, limit)
        matches = []
        for score, candidate in best:
            entry = self._tiers[candidate.tier].entry(candidate.number)
            how: How = "exact" if candidate.how == "folded" and head in _all_names(entry) else candidate.how
            distance = _distance_km(near, (entry.lat, entry.lon)) if near else None
            matches.append(Match(entry, score, how, distance))
        return matches

    def nearest(self, lat: float, lon: float, limit: int = 10, max_km: float = 50.0) -> list[Match]:
        """Return the places around a point in WGS 84 degrees, the nearest first; the score falls to 0 at the rim."""
        found = []
        for tier_number, tier in enumerate(self._tiers):
            for number in _around(tier, lat, lon, max_km):
                there = tier.column(number)
                distance = _distance_km((lat, lon), there[:2])
                if distance <= max_km:
                    found.append((distance, tier_number, number))
        return [
            Match(self._tiers[tier].entry(number), round(1 - distance / max_km, 4), "near", distance)
            for distance, tier, number in sorted(found)[:limit]
        ]

    def by_id(self, identity: str) -> Entry:
        """Return a place by its id.

        Raises
        ------
        UnknownIdError
            If the gazetteer has no such place.
        """
        for tier in self._tiers:
            number = tier.number(identity)
            if number is not None:
                return tier.entry(number)
        raise UnknownIdError(f"The gazetteer has no place {identity}: look its id up with mapview geocode.")

    def sample(self, count: int, rng: random.Random, tier: int = 0) -> list[Entry]:
        """Return places drawn at random, of the region (tier 0) or of the world (tier 1)."""
        drawn = self._tiers[tier]
        return [drawn.entry(number) for number in rng.sample(range(drawn.file.meta["places"]), count)]

    def _by_key(self, head: str, folded: str, context: Context) -> list[Candidate]:
        """Return the places with the folded name, or one of its alternatives."""
        found: list[Candidate] = []
        short = normalise.bare(folded)
        rest = strip_kind_words(folded)[0]
        found += self._at(folded, "folded", context)
        for key in dict.fromkeys((rest, short)):
            if key != folded:
                found += self._at(key, "bare", context)
        if not found:
            for key in normalise.keys(head):
                found += self._at(key, "prefix", context)
        return found

    def _at(self, key: str, how: How, context: Context, similarity: float = 1.0) -> list[Candidate]:
        found = []
        for tier_number, tier in enumerate(self._tiers):
            line = tier.file.find("names", key)
            if line is None:
                continue
            for posting in line.split(" ")[:_CANDIDATES]:
                candidate = self._candidate(tier_number, int(posting[:-1]), how, int(posting[-1]), similarity)
                if context.admits(candidate):
                    found.append(candidate)
        return found

    def _candidate(self, tier: int, number: int, how: How, way: int, similarity: float) -> Candidate:
        lat, lon, kind, prominence, country = self._tiers[tier].column(number)
        return Candidate(tier, number, how, way, similarity, lat, lon, kind, prominence, country)

    def _by_sound(self, folded: str, context: Context) -> list[Candidate]:
        """Return the places whose names have the consonants of the query, by how alike they read."""
        found = []
        for key in normalise.skeletons(folded):
            for tier_number, tier in enumerate(self._tiers):
                numbers = (tier.file.find("sounds", key) or "").split()
                for number in map(int, numbers[:_HEARD]):
                    similarity = _likeness(folded, tier.entry(number))
                    if similarity >= _LEAST_LIKE:
                        found.append(self._candidate(tier_number, number, "sound", 0, similarity))
        return [candidate for candidate in found if context.admits(candidate)]

    def _by_typing(self, folded: str, context: Context) -> list[Candidate]:
        """Return the places whose key is one or two typing errors away."""
        if len(folded) < 4:
            return []
        most = 1 if len(folded) < 7 else 2
        found = []
        for key in dict.fromkeys((folded, normalise.bare(folded))):
            for near_key, distance in self._near_keys(key, most).items():
                similarity = 1 - distance / max(len(key), len(near_key))
                found += self._at(near_key, "typing", context, similarity)
        return found

    def _near_keys(self, key: str, most: int) -> dict[str, int]:
        """Return keys within a number of edits that begin like a key, or end like its latter half."""
        start, end = key[: 2 if len(key) < 6 else 3], key[::-1][: max(2, (len(key) - 1) // 2)]
        found = {}
        for tier in self._tiers:
            for length in range(len(key) - most, len(key) + most + 1):
                near = set(tier.file.with_prefix("names", start, length))
                near |= {back[::-1] for back in tier.file.with_prefix("reversed", end, length)}
                for other in near:
                    distance = OSA.distance(key, other, score_cutoff=most)
                    if distance <= most:
                        found[other] = distance
        return found

    def _meant_countries(self, where: str) -> frozenset[str]:
        """Return the countries that the words after a comma may mean."""
        if not where:
            return frozenset()
        return frozenset(match.entry.country for match in self.search(where, limit=3))


def _split(query: str) -> tuple[str, str]:
    """Return the name and what follows its first comma, Latin or Arabic."""
    head, _, where = query.replace("،", ",").partition(",")
    return head.strip(), where.strip()


def _likeness(folded: str, entry: Entry) -> float:
    """Return how alike a query and the nearest name of a place are, 0 to 1.

    Short vowels are not written in Arabic, so that names in two scripts with the same consonants cannot be told
    apart by their letters: they count as fairly alike.
    """
    arabic = normalise.is_arabic(folded)
    asked = normalise.bare(folded)
    same = [other for other in map(normalise.fold, _all_names(entry)) if normalise.is_arabic(other) == arabic]
    if not same:
        return _ACROSS_SCRIPTS
    return max(OSA.normalized_similarity(asked, normalise.bare(other)) for other in same)


def _all_names(entry: Entry) -> Iterator[str]:
    yield from entry.names.values()
    yield from entry.aliases


def _around(tier: Tier, lat: float, lon: float, max_km: float) -> Iterator[int]:
    """Yield the places of the cells that a circle touches."""
    rows = int(max_km / 111) + 1
    widest = min(89.0, abs(lat) + rows)
    columns = min(180, int(max_km / (111 * cos(radians(widest)))) + 1)
    for dy in range(-rows, rows + 1):
        if -90 <= lat + dy <= 90:
            for dx in range(-columns, columns + 1):
                span = tier.cells.get(cell(lat + dy, (lon + dx + 180) % 360 - 180))
                if span:
                    yield from range(*span)


def _distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two points ``lat, lon`` in degrees (haversine, mean radius)."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(h))
