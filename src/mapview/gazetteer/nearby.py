"""Where a point lies, as one says it: how far from which known place, and in which region."""

from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin
from typing import Literal

from mapview.errors import UnknownIdError
from mapview.gazetteer.index import Entry, Gazetteer, Match

Compass = Literal["N", "NE", "E", "SE", "S", "SW", "W", "NW"]
_COMPASS: tuple[Compass, ...] = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")

# How many kilometres farther off a place may lie and still be named rather than a village.
_LEAD_KM = {"city": 25.0, "town": 12.0, "air_base": 8.0, "airport": 8.0, "base": 6.0, "village": 0.0}
_MOST = 60
_REACH_KM = 60.0
_REGIONS = frozenset({"governorate", "region"})


@dataclass(frozen=True, slots=True)
class Nearby:
    """The point lies ``distance_km`` from a place, towards a point of the compass; ``inside`` if within its radius.

    ``region`` is the governorate or region of the place, else its country, if the gazetteer says so.
    """

    entry: Entry
    distance_km: float
    towards: Compass
    inside: bool
    region: Entry | None


def nearby(gazetteer: Gazetteer, lat: float, lon: float) -> Nearby | None:
    """Return how one says where a point in WGS 84 degrees lies; None if no known place is near."""
    around = gazetteer.nearest(lat, lon, _MOST, _REACH_KM)
    found = [match for match in around if match.entry.kind in _LEAD_KM and match.entry.names]
    if not found:
        return None
    best = min(found, key=lambda match: _far(match) - _LEAD_KM[match.entry.kind])
    entry, distance = best.entry, _far(best)
    towards = _COMPASS[round(_bearing((entry.lat, entry.lon), (lat, lon)) / 45) % 8]
    inside = distance * 1000 <= entry.precision_m
    return Nearby(entry, distance, towards, inside, region_of(gazetteer, entry))


def region_of(gazetteer: Gazetteer, entry: Entry) -> Entry | None:
    """Return the governorate or region that holds a place, else its country; None if it is not known."""
    return next(iter(holders_of(gazetteer, entry)), None)


def holders_of(gazetteer: Gazetteer, entry: Entry) -> list[Entry]:
    """Return the governorate or region that holds a place, and its country, as far as they are known."""
    above = ancestors(gazetteer, entry)
    regions = [one for one in above if one.kind in _REGIONS]
    return [*regions[:1], *(one for one in above[-1:] if one not in regions)]


def ancestors(gazetteer: Gazetteer, entry: Entry) -> list[Entry]:
    """Return what holds a place, the smallest first."""
    found: list[Entry] = []
    parent = entry.parent
    while parent and parent not in {one.id for one in found}:
        try:
            found.append(gazetteer.by_id(parent))
        except UnknownIdError:
            break
        parent = found[-1].parent
    return found


def _far(match: Match) -> float:
    return match.distance_km or 0.0


def _bearing(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the initial bearing of the great circle between two points ``lat, lon``, 0 to 360 degrees from north."""
    lat_a, lat_b, across = radians(start[0]), radians(end[0]), radians(end[1] - start[1])
    east = sin(across) * cos(lat_b)
    north = cos(lat_a) * sin(lat_b) - sin(lat_a) * cos(lat_b) * cos(across)
    return degrees(atan2(east, north)) % 360
