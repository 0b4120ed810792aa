"""Places of one name told apart by what holds them."""

from dataclasses import replace

import pytest
from tests.unit.exchange.importing.test_take import GAZETTEER, taken_of

from mapview.domain.model import Place, Project, Text
from mapview.domain.starter import starter_project
from mapview.errors import BadInputError
from mapview.exchange.importing.mapping import TableMapping
from mapview.exchange.importing.places import AmbiguousError, PlaceFinder
from mapview.exchange.importing.propose import propose
from mapview.exchange.importing.tables import table_of


def finder(project: Project | None = None, decided: dict[str, str] | None = None) -> PlaceFinder:
    return PlaceFinder.of(project or starter_project("Trial"), GAZETTEER, (decided or {}).items(), "here")


def country(found: PlaceFinder, name: str, within: str) -> str:
    return GAZETTEER.by_id(found.find(name, None, "city", within)).country


@pytest.mark.parametrize(
    ("within", "meant"),
    [("Libya", "LY"), ("Lebanon", "LB"), ("لبنان", "LB"), ("lb", "LB"), ("North Governorate, Lebanon", "LB")],
)
def test_the_country_or_its_code_tells_two_cities_apart(within: str, meant: str) -> None:
    assert country(finder(), "Tripoli", within) == meant


def test_without_it_a_name_of_several_is_open_and_an_area_that_has_none_is_told() -> None:
    with pytest.raises(AmbiguousError, match="decide which"):
        finder().find("Tripoli", None, "city")
    with pytest.raises(AmbiguousError, match="no place named Tripoli is known within Anbar"):
        finder().find("Tripoli", None, "city", "Anbar")


def test_a_decision_is_for_what_areas_leave_open() -> None:
    decided = {"Tripoli": "33.1, 44.2"}
    found = finder(decided=decided)
    assert country(found, "Tripoli", "Libya") == "LY"
    assert found.made[found.find("Tripoli", None, "city", "Anbar")].lat == 33.1
    assert found.made[found.find("Tripoli", None, "city")].lat == 33.1


def test_places_of_the_project_lie_in_what_holds_them_there() -> None:
    area = Place("valley", Text("The Valley", "الوادي"), "area", 33.0, 44.0, 9_000.0, "")
    here = Place("mill-here", Text("Old Mill"), "site", 33.0, 44.0, 100.0, "", parent="valley")
    there = replace(here, id="mill-there", lat=35.0, parent=None)
    project = replace(starter_project("Trial"), places={one.id: one for one in (area, here)})
    assert finder(project).find("Old Mill", None, "", "الوادي") == "mill-here"
    with pytest.raises(BadInputError, match="Old Mill"):
        finder(project).find("Old Mill", None, "", "Basra")
    # Of what holds the other nobody knows anything.
    both = replace(project, places={**project.places, there.id: there})
    with pytest.raises(AmbiguousError, match="2 places"):
        finder(both).find("Old Mill", None, "", "The Valley")


def test_a_column_of_areas_helps_and_one_area_may_hold_for_all_rows() -> None:
    rows = "Tripoli,Libya,2024-01-05,one\nTripoli,Lebanon,2024-01-05,two\nTripoli,,2024-01-05,three\n"
    text = f"place,area,date,what\n{rows}"
    columns = {"place": "place", "within": "area", "start": "date", "statement": "what"}
    mapping = TableMapping("t", columns, {"topic": "events", "kind": "city"})
    taken = taken_of(table_of("t.csv", text), mapping)
    assert (len(taken.places), [one.row for one in taken.left_out]) == (2, [4])
    taken = taken_of(table_of("t.csv", text), replace(mapping, fixed={**mapping.fixed, "within": "Lebanon"}))
    assert (len(taken.places), taken.left_out) == (2, ())


def test_a_part_of_the_world_that_is_no_area_says_nothing() -> None:
    assert finder().find("Mosul", None, "city", "Middle East") == finder().find("Mosul", None, "city")
    with pytest.raises(AmbiguousError, match="known within Libya"):
        finder().find("Mosul", None, "city", "Libya")


@pytest.mark.parametrize("header", ["Governorate", "admin1", "المحافظة", "Country"])
def test_headers_of_areas_are_known(header: str) -> None:
    table = table_of("t.csv", f"place,{header},date,what\nMosul,Nineveh,2024-01-05,one\n")
    assert propose(table).mapping.columns["within"] == header
