"""Points as people write them."""

import pytest

from mapview.errors import BadInputError
from mapview.exchange.importing.cells import read_point


@pytest.mark.parametrize(
    "said",
    [
        "https://www.google.com/maps/@33.7856,42.4412,15z",
        "https://maps.google.com/?q=33.7856,42.4412",
        "https://www.openstreetmap.org/#map=15/33.7856/42.4412",
        '{"type": "Point", "coordinates": [42.4412, 33.7856]}',
        "SRID=4326;POINT(42.4412 33.7856)",
        "(33.7856, 42.4412)",
    ],
)
def test_links_to_maps_and_geojson_are_points(said: str) -> None:
    point = read_point(said)
    assert (point.lat, point.lon) == (33.7856, 42.4412)


def test_what_is_no_geojson_says_so() -> None:
    with pytest.raises(BadInputError, match="no geometry in GeoJSON"):
        read_point('{"lat": 33}')
