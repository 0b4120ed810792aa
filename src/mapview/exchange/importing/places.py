"""Which place of the project a row is about: by its point and name, by its name alone, or by what people decided."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from mapview.domain.model import Place, PlaceKind, Project, Text
from mapview.errors import BadInputError, UnknownIdError
from mapview.exchange.importing.cells import Point, read_point
from mapview.gazetteer.coordinates import distance_m, write_coordinates
from mapview.gazetteer.index import Entry, Gazetteer, Match
from mapview.gazetteer.naming import free_id
from mapview.gazetteer.nearby import ancestors
from mapview.gazetteer.normalise import fold, is_arabic, keys

#: Points of one name that lie nearer to each other than this are one place.
_SAME_PLACE_M = 5_000.0
#: How far the best match must stand out for its name to mean it without asking.
_CLEAR_LEAD = 0.1
_BY_NAME = frozenset({"exact", "folded", "bare"})
_CANDIDATES = 6
#: Of a name that comes with the areas that hold it.
_CANDIDATES_WITHIN = 60
_AREA_KINDS = frozenset({"country", "region", "governorate", "district"})
_AREAS = re.compile("[,،;؛/>]")
#: Places that hold each other would be gone through for ever.
_MOST_NAMES = 500
#: A point counts as near a place of its name within this; exchanged coordinates lie far from all of them.
_THERE_M = 100_000.0


class AmbiguousError(BadInputError):
    """A name that may mean several places, or one that is only like it; a person decides."""

    def __init__(self, name: str, candidates: tuple[Entry | Place, ...], said: str) -> None:
        super().__init__(said)
        self.name = name
        self.candidates = candidates


@dataclass(slots=True)
class PlaceFinder:
    """Finds places of rows; those that the project lacks are made, each once, in :attr:`made`."""

    project: Project
    gazetteer: Gazetteer
    decided: dict[str, str]
    origin: str
    made: dict[str, Place]
    _by_name: dict[str, list[Place]]
    _found: dict[tuple[str, Point | None, str, str], str | BadInputError]
    #: The folded names of what holds a place, by its id.
    _above: dict[str, frozenset[str]]

    @classmethod
    def of(
        cls, project: Project, gazetteer: Gazetteer, decided: Iterable[tuple[str, str]], origin: str
    ) -> "PlaceFinder":
        """Begin with the places of a project; ``origin`` says where the coordinates of new ones come from."""
        finder = cls(project, gazetteer, {fold(name): said for name, said in decided}, origin, {}, {}, {}, {})
        for place in project.places.values():
            finder._index(place)
        return finder

    def find(self, name: str, point: Point | None, kind: str = "", within: str = "") -> str:
        """Return the id of the place with a name, at a point if one is given.

        Parameters
        ----------
        within
            Names of what holds it, such as ``Anbar, Iraq``, which tell places of one name apart.

        Raises
        ------
        AmbiguousError
            If a name alone may mean several places, or is only like one.
        BadInputError
            If nothing is known by that name, or the point cannot be meant.
        """
        key = (name, point, kind, within)
        found = self._found.get(key)
        if found is None:
            try:
                found = self._by_point(name, point, kind) if point else self._by_name_alone(name, kind, within)
            except BadInputError as error:
                found = error
            self._found[key] = found
        if isinstance(found, BadInputError):
            raise found.with_traceback(None)
        return found

    def _by_point(self, name: str, point: Point, kind: str) -> str:
        if point.lat == 0 and point.lon == 0:
            raise BadInputError("0, 0 lies in the sea off Ghana and stands for no coordinates: leave them empty")
        here = (point.lat, point.lon)
        known = [
            (distance_m(here, (place.lat, place.lon)), place)
            for place in self._by_name.get(fold(name) if name else write_coordinates(*here), ())
        ]
        away, nearest = min(known, key=lambda pair: pair[0], default=(float("inf"), None))
        if nearest is not None and away <= max(nearest.precision_m, _SAME_PLACE_M if name else 100.0):
            return nearest.id
        if name:
            _refuse_number(name)
            self._refuse_exchanged(name, point)
        return self._make(_named(name or write_coordinates(*here)), here, point.precision_m, kind)

    def _by_name_alone(self, name: str, kind: str, within: str) -> str:
        folded = fold(name)
        if not folded:
            raise BadInputError("it names no place and has no coordinates: give one of them")
        said = self.decided.get(folded)
        if said is None:
            return self._likeliest(name, kind, within)
        if not within:
            return self._decided(name, said, kind)
        try:
            return self._likeliest(name, kind, within)
        except BadInputError:
            # A decision is for what the names of areas leave open.
            return self._decided(name, said, kind)

    def _likeliest(self, name: str, kind: str, within: str) -> str:
        parts = [part for part in _AREAS.split(within) if part.strip()]
        areas = [set(keys(part)) for part in parts]
        known = [place for place in self._by_name.get(fold(name), []) if self._may_lie_within(place, areas)]
        if len(known) == 1:
            return known[0].id
        if known:
            raise AmbiguousError(name, tuple(known), f"the project has {len(known)} places named {name}: decide which")
        matches = self.gazetteer.search(name, _CANDIDATES_WITHIN if areas else _CANDIDATES)
        matches = [match for match in matches if not kind or match.entry.kind == kind]
        if not matches:
            _refuse_number(name)
            raise BadInputError(f"no place named {name} is known: give its coordinates, or decide what it means")
        # What the gazetteer knows of no such place, as many districts, tells none of them apart.
        telling = [area for area in areas if any(area & self._names_above(match.entry) for match in matches)]
        inside = [match for match in matches if self._may_lie_within(match.entry, telling)]
        if not inside or (not telling and any(map(self._is_area, parts))):
            entries = tuple(match.entry for match in matches[:_CANDIDATES])
            raise AmbiguousError(name, entries, f"no place named {name} is known within {within}: decide which it is")
        return self._adopt(_clear_one(name, inside))

    def _may_lie_within(self, place: Entry | Place, areas: list[set[str]]) -> bool:
        """Whether each of some areas, by the folded forms of its name, holds a place, as far as that is known."""
        above = self._names_above(place) if areas else frozenset()
        return not above or all(above & names for names in areas)

    def _is_area(self, name: str) -> bool:
        """Whether the gazetteer has an area of a name, and not only a word for a part of the world."""
        found = self.gazetteer.search(name, _CANDIDATES, kinds=_AREA_KINDS, alike=False)
        return any(match.how in _BY_NAME for match in found)

    def _names_above(self, place: Entry | Place) -> frozenset[str]:
        found = self._above.get(place.id)
        if found is None:
            said: set[str] = set()
            entry = self._entry_of(place)
            if entry is not None:
                said.add(entry.country)
                for one in ancestors(self.gazetteer, entry):
                    said |= {*one.names.values(), *one.aliases}
            holder = place.parent if isinstance(place, Place) else None
            while holder and holder in self.project.places and len(said) < _MOST_NAMES:
                above = self.project.places[holder]
                said |= {above.names.en, above.names.ar, *above.aliases}
                holder = above.parent
            found = self._above[place.id] = frozenset(key for name in said if name for key in keys(name))
        return found

    def _entry_of(self, place: Entry | Place) -> Entry | None:
        """Return what the gazetteer has of a place."""
        if isinstance(place, Entry):
            return place
        try:
            return self.gazetteer.by_id(place.id)
        except UnknownIdError:
            return None

    def _decided(self, name: str, said: str, kind: str) -> str:
        if said in self.project.places:
            return said
        try:
            return self._adopt(self.gazetteer.by_id(said))
        except UnknownIdError as error:
            point = point_decided(said)
            if point is not None:
                return self._by_point(name, point, kind)
            raise BadInputError(
                f"{name} was decided to mean {said}, which neither the project nor the gazetteer has: correct it"
            ) from error

    def _adopt(self, entry: Entry) -> str:
        for place in (*self.project.places.values(), *self.made.values()):
            if place.id == entry.id or any(place.ids.get(key) == known for key, known in _ids(entry).items()):
                return place.id
        names = Text(entry.names.get("en", ""), entry.names.get("ar", ""))
        place = Place(
            id=entry.id if entry.id not in self._taken() else free_id(names, self._taken(), "place"),
            names=names if names.en or names.ar else Text(entry.name),
            kind=cast("PlaceKind", entry.kind),
            lat=entry.lat,
            lon=entry.lon,
            precision_m=entry.precision_m,
            coordinates_from=entry.coordinates_from,
            aliases=entry.aliases,
            ids=_ids(entry),
        )
        return self._keep(place)

    def _make(self, names: Text, here: tuple[float, float], precision_m: float, kind: str) -> str:
        name = free_id(names, self._taken(), "place")
        made = Place(name, names, cast("PlaceKind", kind or "site"), *here, precision_m, self.origin)
        return self._keep(made)

    def _keep(self, place: Place) -> str:
        self.made[place.id] = place
        self._index(place)
        return place.id

    def _index(self, place: Place) -> None:
        for name in {fold(said) or said for said in (place.names.en, place.names.ar, *place.aliases) if said}:
            self._by_name.setdefault(name, []).append(place)
        self._by_name.setdefault(write_coordinates(place.lat, place.lon), []).append(place)

    def _taken(self) -> "_Either":
        return _Either(self.project, self.made)

    def _refuse_exchanged(self, name: str, point: Point) -> None:
        """Refuse a point far from every place of its name if the exchanged one lies at such a place."""
        if abs(point.lon) > 90:
            return
        matches = self.gazetteer.search(name, _CANDIDATES, alike=False)
        known = [(match.entry.lat, match.entry.lon) for match in matches if match.how in _BY_NAME]
        there = any(distance_m((point.lat, point.lon), place) <= _THERE_M for place in known)
        turned = [place for place in known if distance_m((point.lon, point.lat), place) <= _THERE_M]
        if turned and not there:
            raise BadInputError(
                f"latitude and longitude seem exchanged: {name} lies near {point.lon:g}, {point.lat:g}, not near"
                f" {point.lat:g}, {point.lon:g}"
            )


def _clear_one(name: str, matches: list[Match]) -> Entry:
    """Return the place that stands out among those that a name may mean, the likeliest first."""
    best = matches[0]
    if best.how not in _BY_NAME:
        entries = tuple(match.entry for match in matches[:_CANDIDATES])
        raise AmbiguousError(name, entries, f"{name} is no known name, only like some: decide which")
    if len(matches) > 1 and best.score - matches[1].score < _CLEAR_LEAD:
        entries = tuple(match.entry for match in matches[:_CANDIDATES] if match.how in _BY_NAME)
        raise AmbiguousError(name, entries, f"{name} may mean {len(entries)} places: decide which")
    return best.entry


@dataclass(frozen=True, slots=True)
class _Either:
    """The ids that are taken: of the project's places and of those made."""

    project: Project
    made: dict[str, Place]

    def __contains__(self, name: object) -> bool:
        return name in self.project.places or name in self.made


def _refuse_number(name: str) -> None:
    """Refuse a name without a letter, unless it is coordinates as those of places without a name are written."""
    if not any(letter.isalpha() for letter in name) and point_decided(name) is None:
        raise BadInputError(f"{name} has no letter, so it is no name of a place: give its name, or leave it empty")


def point_decided(said: str) -> Point | None:
    """Return the point that a decision gives a name, None if it is an id."""
    try:
        return read_point(said)
    except BadInputError:
        return None


def candidate(place: Entry | Place) -> dict[str, object]:
    """Return a place that a name may mean as plain data: id, name, kind, lat and lon in degrees, country."""
    names = place.names
    name = names.in_language("en") if isinstance(names, Text) else next(iter(names.values()))
    return {"id": place.id, "name": name, "kind": place.kind, "lat": place.lat, "lon": place.lon,
            "country": place.country if isinstance(place, Entry) else None}  # fmt: skip


def _named(name: str) -> Text:
    return Text(ar=name) if is_arabic(name) else Text(en=name)


def _ids(entry: Entry) -> dict[str, str]:
    known = {"geonames": entry.geonames_id, "wof": entry.wof_id, "wikidata": entry.wikidata_id, "icao": entry.icao}
    return {key: value for key, value in known.items() if value}
