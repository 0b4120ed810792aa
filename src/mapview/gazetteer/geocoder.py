"""The gazetteer as a geopy geocoder: geopy's signatures and return types, and never a socket."""

from collections.abc import Collection
from typing import Any, Never

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from mapview.gazetteer.index import Gazetteer, Match

_DEFAULT_LIMIT = 10
_REVERSE_KM = 50.0


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """The adapter that geopy asks for: it has nothing to open or to close, and refuses every request."""

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> Never:  # noqa: ARG002
        raise GeocoderUnavailable(f"MapView's gazetteer is offline: it cannot ask {url}.")

    get_json = get_text


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocoder over MapView's own gazetteer, offline.

    Parameters
    ----------
    gazetteer
        An opened gazetteer; by default the one that MapView brings along.

    Examples
    --------
    >>> GazetteerGeocoder().geocode("بغداد").raw["names"]["en"]
    'Baghdad'
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(adapter_factory=_NoNetwork)
        self.gazetteer = gazetteer or Gazetteer.load()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002  # geopy's signature; a look-up does not wait
        limit: int | None = None,
        near: Any = None,
        kinds: Collection[str] | None = None,
        countries: Collection[str] | None = None,
    ) -> Location | list[Location] | None:
        """Return the places that a name may mean.

        Parameters
        ----------
        query
            A name in Arabic, Kurdish or Latin letters.
        exactly_one
            Return one location, or a list of them.
        timeout
            For geopy's sake; nothing is waited for.
        limit
            The most locations to return, 10 by default.
        near
            A point (``geopy.point.Point``, ``(lat, lon)`` or ``"lat, lon"``); of like names nearer ones come
            first.
        kinds, countries
            Only places of these kinds, or in these countries (ISO 3166 alpha-2).

        Returns
        -------
        geopy.location.Location, list of them, or None
            None if nothing matches. ``raw`` holds id, name, names, kind, lat, lon, country and score.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            If ``near`` is no point on the Earth; whoever gave it must correct it.
        """
        point = None if near is None else _coordinates(near)
        matches = self.gazetteer.search(query, 1 if exactly_one else limit or _DEFAULT_LIMIT, point, kinds, countries)
        return _locations(matches, exactly_one=exactly_one)

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002  # geopy's signature; a look-up does not wait
        limit: int | None = None,
        max_km: float = _REVERSE_KM,
    ) -> Location | list[Location] | None:
        """Return the named places around a point.

        Parameters
        ----------
        query
            A point (``geopy.point.Point``, ``(lat, lon)`` or ``"lat, lon"``).
        exactly_one
            Return the nearest, or a list of them.
        timeout
            For geopy's sake; nothing is waited for.
        limit
            The most locations to return, 10 by default.
        max_km
            The largest distance in kilometres.

        Returns
        -------
        geopy.location.Location, list of them, or None
            None if nothing is near.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            If the query is no point on the Earth; whoever gave it must correct it.
        """
        lat, lon = _coordinates(query)
        matches = self.gazetteer.nearest(lat, lon, 1 if exactly_one else limit or _DEFAULT_LIMIT, max_km)
        return _locations(matches, exactly_one=exactly_one)


def _locations(matches: list[Match], *, exactly_one: bool) -> Location | list[Location] | None:
    if not matches:
        return None
    locations = [_location(match) for match in matches]
    return locations[0] if exactly_one else locations


def _location(match: Match) -> Location:
    entry = match.entry
    raw = {
        "id": entry.id, "name": entry.name, "names": {"en": entry.names.get("en", ""), "ar": ""} | entry.names,
        "kind": entry.kind, "lat": entry.lat, "lon": entry.lon, "country": entry.country, "score": match.score,
    }  # fmt: skip
    address = ", ".join(part for part in (entry.name, entry.country) if part)
    return Location(address, Point(entry.lat, entry.lon), raw)


def _coordinates(query: Any) -> tuple[float, float]:
    """Return latitude and longitude of what geopy takes for a point."""
    message = f"{query!r} is no point: give latitude -90 to 90 and longitude -180 to 180 in degrees."
    # geopy winds longitudes round the Earth; one beyond 180 is rather a mistake, such as a lost decimal point.
    for degrees, limit in zip(_plain_numbers(query), (90.0, 180.0), strict=False):
        if not abs(degrees) <= limit:
            raise GeocoderQueryError(message)
    if query is None:
        raise GeocoderQueryError(message)
    try:
        point = Point(query)
    except (TypeError, ValueError) as error:
        raise GeocoderQueryError(message) from error
    return point.latitude, point.longitude


def _plain_numbers(query: Any) -> list[float]:
    """Return the numbers of a pair or of ``"lat, lon"``; nothing for geopy's other notations."""
    try:
        return [float(part) for part in (query.split(",") if isinstance(query, str) else query)]
    except (TypeError, ValueError):
        return []
