"""Points as people write them."""

import pytest

from mapview.errors import BadInputError
from mapview.exchange.importing.cells import read_point, read_quantity
from mapview.exchange.importing.tables import table_of


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


def test_a_number_that_two_ways_of_writing_could_mean_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"may be 2500 or 2\.5"):
        read_quantity("2.500")
    assert [read_quantity(said)[0].min for said in ("0.125", "2.5", "2,500", "1250.125", "٢٥٠٠")] == [
        0.125, 2.5, 2500.0, 1250.125, 2500.0,
    ]  # fmt: skip


def test_comments_above_a_short_table_are_no_header() -> None:
    table = table_of("a.csv", "# exported\n# 2026-01-20\nplace|lat|lon\nA|33.1|44.1\n")
    assert table.columns == ("place", "lat", "lon")
