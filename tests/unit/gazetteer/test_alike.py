"""The place that exists already."""

from dataclasses import replace

import pytest

from mapview.domain.model import Place, Text
from mapview.gazetteer.alike import alike

HARIR = Place(
    "harir", Text("Harir air base", "قاعدة حرير"), "air_base", 36.53, 44.34, 2000, "test", ids={"icao": "ORBR"}
)


@pytest.mark.parametrize(
    "names", [Text("Harir"), Text("Hareer Air Base"), Text("", "حرير"), Text("x", "قاعدة حرير الجوية")]
)
def test_like_names_at_one_spot_are_one_place(names: Text) -> None:
    added = replace(HARIR, id="", names=names, ids={}, lat=36.5305)
    assert alike(added, [HARIR]) == HARIR
    assert alike(replace(added, lat=36.54), [HARIR]) is None


def test_other_names_at_one_spot_are_two() -> None:
    assert alike(replace(HARIR, id="", names=Text("Bridge"), ids={}), [HARIR]) is None


def test_one_id_in_a_gazetteer_is_one_place() -> None:
    assert alike(Place("", Text("Bashur"), "airport", 0, 0, 1, "", ids={"icao": "ORBR"}), [HARIR]) == HARIR


def test_a_place_is_not_like_itself() -> None:
    assert alike(HARIR, [HARIR]) is None
