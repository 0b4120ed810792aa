"""Which place of a project a place of the gazetteer is."""

from collections.abc import Iterable, Iterator
from math import cos, hypot, radians
from typing import cast

from mapview.domain.drafts import PlaceDraft
from mapview.domain.model import Place, PlaceKind, Text
from mapview.gazetteer.index import Entry
from mapview.gazetteer.normalise import fold

_KM_PER_DEGREE = 111.195
#: Two records of one place differ by no more than this, or by the radius of the larger one.
_SAME_KM = 15.0
_SITES = frozenset({"air_base", "base", "camp", "headquarters", "airport", "port", "crossing", "site"})
_SETTLEMENTS = frozenset({"city", "town", "village", "neighbourhood"})


class ProjectPlaces:
    """The places of a project, found by their ids in gazetteers and by their names."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_id: dict[str, Place] = {}
        self._by_reference: dict[tuple[str, str], str] = {}
        self._by_name: dict[str, list[Place]] = {}
        for place in places:
            self.add(place)

    def add(self, place: Place) -> None:
        """Take in one more place."""
        self._by_id[place.id] = place
        self._by_reference |= dict.fromkeys(place.ids.items(), place.id)
        for name in {fold(name) for name in (place.names.en, place.names.ar, *place.aliases) if name}:
            self._by_name.setdefault(name, []).append(place)

    def match(self, entry: Entry) -> str | None:
        """Return the id of the place that a place of the gazetteer is.

        It has the same id in a gazetteer; or else the same name and lies where the other does, before all one of the
        like kind (area, settlement, site): a project that knows a governorate alone means it by the town's name too.
        """
        for reference in references(entry).items():
            if reference in self._by_reference:
                return self._by_reference[reference]
        own = self._by_id.get(entry.id)
        named = [place for name in _names(entry) for place in self._by_name.get(fold(name), ())]
        there = [place for place in ([own] if own else []) + named if _is_there(place, entry)]
        alike = [place for place in there if _class(place.kind) == _class(entry.kind)]
        return next((place.id for place in alike + there), None)


def draft_of_place(entry: Entry) -> PlaceDraft:
    """Return a place of the gazetteer as one to be made."""
    return PlaceDraft(
        Text(entry.names.get("en", ""), entry.names.get("ar", "")) if {"en", "ar"} & entry.names.keys()
        else Text(entry.name),
        cast("PlaceKind", entry.kind), entry.lat, entry.lon, float(entry.precision_m),
        entry.coordinates_from, entry.aliases, references(entry),
    )  # fmt: skip


def references(entry: Entry) -> dict[str, str]:
    """Return the ids of a place in other gazetteers, by the names that a project gives these."""
    found = {"geonames": entry.geonames_id, "wof": entry.wof_id, "wikidata": entry.wikidata_id, "icao": entry.icao}
    return {name: value for name, value in found.items() if value}


def free_id(words: str, taken: Iterable[str]) -> str:
    """Return an id made of words that is not taken.

    Examples
    --------
    >>> free_id("Al-Qa'im", []), free_id("Erbil", ["erbil", "erbil-2"])
    ('al-qaim', 'erbil-3')
    """
    plain = "".join(letter if letter.isascii() else " " for letter in fold(words))
    wished = "-".join(plain.split()) or "place"
    used = set(taken)
    candidates: Iterator[str] = (wished if n == 1 else f"{wished}-{n}" for n in range(1, len(used) + 2))
    return next(each for each in candidates if each not in used)


def _names(entry: Entry) -> tuple[str, ...]:
    return (*entry.names.values(), *entry.aliases)


def _is_there(place: Place, entry: Entry) -> bool:
    """Tell whether two places lie where one could be the other; a country is only ever a country."""
    if (place.kind == "country") != (entry.kind == "country"):
        return False
    east = ((place.lon - entry.lon + 180) % 360 - 180) * cos(radians(entry.lat))
    away = hypot(place.lat - entry.lat, east) * _KM_PER_DEGREE
    return away <= max(_SAME_KM, place.precision_m / 1000, entry.precision_m / 1000)


def _class(kind: str) -> str:
    return "site" if kind in _SITES else "settlement" if kind in _SETTLEMENTS else "area"
