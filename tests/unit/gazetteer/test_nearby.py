"""Where a point lies, in words that need no map."""

import pytest

from mapview.gazetteer.index import Gazetteer
from mapview.gazetteer.nearby import nearby, region_of


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(("north", "east", "towards"), [(4, 0, "N"), (3, 3, "NE"), (0, 5, "E"), (-4, -4, "SW")])
def test_a_point_beside_a_town_is_named_after_it(gazetteer: Gazetteer, north: float, east: float, towards: str) -> None:
    hit = gazetteer.search("Hit", 1, near=(33.6, 42.8))[0].entry
    found = nearby(gazetteer, hit.lat + north / 111.2, hit.lon + east / 92.6)
    assert found is not None
    assert found.entry == hit
    assert found.towards == towards
    assert found.distance_km == pytest.approx((north**2 + east**2) ** 0.5, rel=0.02)
    assert found.region is not None
    assert "nbar" in found.region.name


def test_a_point_within_a_city_is_in_it(gazetteer: Gazetteer) -> None:
    found = nearby(gazetteer, 33.33, 44.39)
    assert found is not None
    assert found.inside
    assert found.entry.names["en"] == "Baghdad"


def test_nothing_is_near_in_the_ocean(gazetteer: Gazetteer) -> None:
    assert nearby(gazetteer, -45.0, -130.0) is None


def test_a_country_lies_in_no_region(gazetteer: Gazetteer) -> None:
    assert region_of(gazetteer, gazetteer.by_id("country-iq")) is None
