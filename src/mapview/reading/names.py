"""Which runs of words are names of places, and which places these may be: opened at once, mapped into memory."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import marisa_trie

from mapview.config import resource_path
from mapview.errors import UnknownIdError
from mapview.gazetteer.index import Entry, Tier
from mapview.gazetteer.normalise import bare, fold, is_arabic
from mapview.reading.words import word_table

#: The indexes of the gazetteer, the region's first.
TIERS = ("resources/gazetteer/region.idx", "resources/gazetteer/world.idx")
AREA_COLUMNS = ("id", "kind", "name_en", "name_ar", "aliases", "lat", "lon", "precision_m", "country", "prominence",
                "coordinates_from")  # fmt: skip
_MOST = 40
_CACHED = 8_192
#: Zipf frequency of a word that is in no list.
_RARE = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean; ``lat, lon`` in WGS 84 degrees, ``prominence`` 0 to 100.

    ``tier`` and ``number`` say which place it is (tier -1: the areas); ``main`` whether it is a main name of the place
    and not an alias or a name without its article.
    """

    tier: int
    number: int
    lat: float
    lon: float
    kind: str
    country: str
    prominence: int
    main: bool


def admissible(key: str) -> bool:
    """Tell whether a folded name is one to look for in a text: no code, no number, no single letter.

    Examples
    --------
    >>> admissible("baghdad"), admissible("q796"), admissible("12"), admissible("k 1")
    (True, False, False, True)
    """
    if len(key) < 2 or len(key) > 48 or key.replace(" ", "").isdecimal():
        return False
    return not (key[0] == "q" and key[1:].isdecimal()) and any(c.isalpha() for c in key)


class Names:
    """The names opened for reading; build it with no argument, it takes some milliseconds once there is a word table.

    Raises
    ------
    MissingPartError
        If a table is missing from the installation.
    """

    def __init__(self) -> None:
        self._names = marisa_trie.Trie()
        self._names.mmap(str(resource_path("resources/reading/names.marisa")))
        self._words = marisa_trie.RecordTrie("<B")
        self._words.mmap(str(word_table()))
        self._tiers = tuple(Tier(resource_path(name)) for name in TIERS)
        self.candidates = lru_cache(maxsize=_CACHED)(self._candidates)
        self.identity = lru_cache(maxsize=_CACHED)(self._identity)
        self.frequency = lru_cache(maxsize=_CACHED)(self._frequency)

    def prefixes(self, text: str) -> list[str]:
        """Return the names that a folded text begins with, the shortest first."""
        found: list[str] = self._names.prefixes(text)
        return found

    def has(self, key: str) -> bool:
        """Tell whether a folded text is a name."""
        return key in self._names

    def is_word(self, word: str) -> bool:
        """Tell whether a folded word is among the common words of Arabic or English."""
        return word in self._words

    def _identity(self, candidate: Candidate) -> tuple[str, str]:
        """Return the id and the English name of a place."""
        if candidate.tier < 0:
            row = self._rows[candidate.number]
            return row["id"], row["name_en"] or row["name_ar"]
        entry = self._tiers[candidate.tier].entry(candidate.number)
        return entry.id, entry.name

    def by_id(self, identity: str) -> Entry:
        """Return a place by the id that readings give.

        Raises
        ------
        UnknownIdError
            If there is no such place.
        """
        row = next((row for row in self._rows if row["id"] == identity), None)
        if row and row["kind"]:
            return _entry_of_area(row)
        for tier in self._tiers:
            number = tier.number(identity)
            if number is not None:
                entry = tier.entry(number)
                return replace(entry, lat=float(row["lat"]), lon=float(row["lon"])) if row and row["lat"] else entry
        raise UnknownIdError(f"No place has the id {identity}: look it up with mapview geocode.")

    def country(self, code: str) -> Candidate | None:
        """Return a country by its ISO 3166 code."""
        number = self._tiers[0].number(f"country-{code.lower()}")
        return None if number is None else self._place(0, number, main=True)

    def _candidates(self, key: str) -> tuple[Candidate, ...]:
        found = {(each.tier, each.number): each for each in (*self._areas.get(key, ()), *self._of_gazetteer(key))}
        if not found and is_arabic(key) and " " not in key:
            return self._apart(key)
        return tuple(sorted(found.values(), key=lambda candidate: -candidate.prominence))[:_MOST]

    def _of_gazetteer(self, key: str) -> list[Candidate]:
        return [
            self._place(tier, int(posting[:-1]), main=posting[-1] in "02")
            for tier in range(len(self._tiers))
            for posting in (self._tiers[tier].file.find("names", key) or "").split(" ")[:_MOST]
            if posting
        ]

    def _apart(self, key: str) -> tuple[Candidate, ...]:
        """Return the places of a name of two words that is written as one: حفرالباطن."""
        places = [i for i in range(3, len(key) - 3) if key.startswith("ال", i)]
        return next((found for i in places if (found := self.candidates(f"{key[:i]} {key[i:]}"))), ())

    def _frequency(self, word: str) -> float:
        found = self._words.get(word)
        return found[0][0] / 20 if found else _RARE

    def _place(self, tier: int, number: int, *, main: bool) -> Candidate:
        lat, lon, kind, prominence, country = self._tiers[tier].column(number)
        if kind in {"country", "region"}:
            lat, lon = self._points.get((tier, number), (lat, lon))
        return Candidate(tier, number, lat, lon, kind, country, prominence, main)

    @cached_property
    def _rows(self) -> list[dict[str, str]]:
        with resource_path("resources/reading/areas.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    @cached_property
    def _areas(self) -> dict[str, list[Candidate]]:
        """Areas without a border, and further names of places of the gazetteer, by folded name."""
        found: dict[str, list[Candidate]] = {}
        for number, row in enumerate(self._rows):
            candidate = self._area(number, row)
            names = [name for name in (row["name_en"], row["name_ar"], *row["aliases"].split("|")) if name]
            for key in dict.fromkeys(key for name in names for key in (fold(name), bare(fold(name)))):
                if candidate:
                    found.setdefault(key, []).append(candidate)
        return found

    def _area(self, number: int, row: dict[str, str]) -> Candidate | None:
        if row["kind"]:
            return Candidate(-1, number, float(row["lat"]), float(row["lon"]), row["kind"], row["country"],
                             int(row["prominence"]), main=True)  # fmt: skip
        in_gazetteer = self._tiers[0].number(row["id"])
        return None if in_gazetteer is None or not row["aliases"] else self._place(0, in_gazetteer, main=True)

    @cached_property
    def _points(self) -> dict[tuple[int, int], tuple[float, float]]:
        """Middles of countries and regions that the gazetteer puts on one of their islands."""
        found = {}
        for row in self._rows:
            number = self._tiers[0].number(row["id"]) if row["lat"] and not row["kind"] else None
            if number is not None:
                found[0, number] = (float(row["lat"]), float(row["lon"]))
        return found


def _entry_of_area(row: Mapping[str, str]) -> Entry:
    names = {language: row[f"name_{language}"] for language in ("en", "ar") if row[f"name_{language}"]}
    return Entry(
        row["id"], row["kind"], names, tuple(filter(None, row["aliases"].split("|"))), float(row["lat"]),
        float(row["lon"]), int(row["precision_m"]), row["country"], parent="", geonames_id="", wof_id="",
        wikidata_id="", icao="", population=0, prominence=int(row["prominence"]),
        coordinates_from=row["coordinates_from"],
    )  # fmt: skip


@lru_cache(maxsize=1)
def shared() -> Names:
    """Return the names, opened once a process."""
    return Names()
