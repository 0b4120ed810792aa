"""The geopy geocoder: geopy's return types, our JSON shape, and no socket."""

import inspect
import socket

import pytest
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Photon
from geopy.location import Location
from geopy.point import Point

from mapview.gazetteer.geocoder import GazetteerGeocoder

RAW_KEYS = ["id", "name", "names", "kind", "lat", "lon", "country", "score"]


@pytest.fixture
def geocoder(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    return GazetteerGeocoder()


def test_one_location_by_default(geocoder):
    location = geocoder.geocode("قاعدة عين الأسد")
    assert isinstance(location, Location)
    assert (location.latitude, location.longitude) == pytest.approx((33.7856, 42.4412), abs=1e-4)
    assert list(location.raw) == RAW_KEYS
    assert location.raw["names"]["ar"] == "قاعدة عين الأسد الجوية"
    assert location.raw["name"] == location.raw["names"]["en"]


def test_a_list_when_asked_for(geocoder):
    locations = geocoder.geocode("Erbil", exactly_one=False, limit=3)
    assert isinstance(locations, list)
    assert len(locations) == 3
    scores = [location.raw["score"] for location in locations]
    assert scores == sorted(scores, reverse=True)


def test_none_when_nothing_matches(geocoder):
    assert geocoder.geocode("zzzzqqq") is None
    assert geocoder.geocode("zzzzqqq", exactly_one=False) is None
    assert geocoder.reverse((-48.9, -123.4)) is None


@pytest.mark.parametrize("point", [Point(36.19, 44.01), (36.19, 44.01), "36.19, 44.01", "36 11m 24s N, 44 0m 36s E"])
def test_reverse_takes_what_geopy_takes(geocoder, point):
    location = geocoder.reverse(point)
    assert location.raw["country"] == "IQ"
    near = geocoder.reverse(point, exactly_one=False, limit=5)
    assert near[0].raw == location.raw
    assert len(near) == 5


@pytest.mark.parametrize("point", [(91, 0), (0, 181), "95, 10", "33.3, 444", "nowhere", (float("nan"), 0), None])
def test_what_is_no_point_is_a_query_error(geocoder, point):
    with pytest.raises(GeocoderQueryError, match="no point"):
        geocoder.reverse(point)


def test_near_is_a_point_too(geocoder):
    assert geocoder.geocode("Paris", near="33.66, -95.56").raw["country"] == "US"
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode("Paris", near=(33.66, 956))


def test_signatures_are_geopys():
    for name in ("geocode", "reverse"):
        theirs = inspect.signature(getattr(Photon, name)).parameters
        ours = inspect.signature(getattr(GazetteerGeocoder, name)).parameters
        for parameter in ("query", "exactly_one", "timeout"):
            assert ours[parameter].kind == theirs[parameter].kind
            assert ours[parameter].default == theirs[parameter].default


def test_it_works_where_geopys_geocoders_do(geocoder):
    with geocoder as opened:
        assert RateLimiter(opened.geocode, min_delay_seconds=0)("Mosul").raw["kind"] == "city"
    with pytest.raises(GeocoderUnavailable, match="offline"):
        geocoder.adapter.get_json("https://example.org", timeout=1, headers={})
