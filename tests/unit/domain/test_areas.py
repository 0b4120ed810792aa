import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, Polygon

from mapview.domain import areas
from mapview.domain.filters import Filter, parse
from mapview.errors import BadInputError

_REACHES = st.lists(st.floats(2.0, 40.0), min_size=3, max_size=12)


def _wrapped(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0


@given(_REACHES, st.floats(-45, 45), st.floats(-180, 180), st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1))))
def test_inside_is_what_a_geometry_library_calls_inside_wherever_the_antimeridian_runs(
    reaches: list[float], lat: float, lon: float, offsets: list[tuple[float, float]]
) -> None:
    angles = [2 * math.pi * number / len(reaches) for number in range(len(reaches))]
    flat = [(reach * math.cos(angle), reach * math.sin(angle)) for reach, angle in zip(reaches, angles, strict=True)]
    polygon = Polygon(flat)
    points = [(45 * x, 45 * y) for x, y in offsets]
    sure = [point for point in points if polygon.exterior.distance(Point(point)) > 1e-6]
    corners = [(lat + y, _wrapped(lon + x)) for x, y in flat]
    found = areas.inside(corners, np.array([lat + y for _, y in sure]), np.array([_wrapped(lon + x) for x, _ in sure]))
    assert found.tolist() == [polygon.covers(Point(point)) for point in sure]


def test_where_sides_cross_what_is_enclosed_twice_is_outside() -> None:
    star = [(math.sin(angle), math.cos(angle)) for angle in (4 * math.pi * tip / 5 for tip in range(5))]
    assert areas.inside(star, np.array([0.0, 0.05]), np.array([0.0, 0.8])).tolist() == [False, True]


@pytest.mark.parametrize(
    ("corners", "said"),
    [
        (((1, 1), (2, 2)), "3 to 500 corners, not 2"),
        (tuple((0.0, lon / 10) for lon in range(501)), "3 to 500 corners, not 501"),
        (((91, 0), (0, 1), (1, 1)), "91 0 is no corner"),
        (((0, 181), (0, 1), (1, 1)), "0 181 is no corner"),
        (((math.nan, 0), (0, 1), (1, 1)), "is no corner"),
        (((80, 0), (80, 120), (80, -120)), "around a pole"),
    ],
)
def test_what_is_no_area_is_said(corners: tuple[areas.Corner, ...], said: str) -> None:
    assert said in (areas.fault_of(corners) or "")


def test_an_area_across_the_antimeridian_is_none_around_a_pole() -> None:
    assert areas.fault_of([(60, 170), (60, -170), (70, -170), (70, 170)]) is None


def test_an_area_in_a_filters_text() -> None:
    narrow = parse("area= 33 42,33.5  44 , -35 43; modality=planned")
    assert narrow == Filter(area=((33, 42), (33.5, 44), (-35, 43)), modalities=("planned",))
    assert str(narrow) == "modality=planned; area=33.0 42.0,33.5 44.0,-35.0 43.0"


@pytest.mark.parametrize("text", ["area=33,42", "area=33 42 1,2 2,3 3", "area=north east,1 1,2 2"])
def test_what_is_no_corner_is_one_sentence(text: str) -> None:
    with pytest.raises(BadInputError, match="no corner of an area"):
        parse(text)
