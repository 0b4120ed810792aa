"""Two places become one, and two again."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.helpers.projects import place
from tests.helpers.rich_projects import ordered, rich_projects

from mapview.domain.changes import Change, Macro
from mapview.domain.merging import merger
from mapview.domain.model import Place, Project, Text
from mapview.domain.rules import FAULTS
from mapview.errors import BadInputError, UnknownIdError


def faults(project: Project) -> list[str]:
    return [
        fault.message
        for kind, find in FAULTS.items()
        for entity in getattr(project, kind).values()
        for fault in find(entity, project)
    ]


def merged(change: Change, project: Project) -> Project:
    return change.apply(project)[0]


@given(st.data(), rich_projects())
def test_merging_moves_all_and_undoing_brings_it_back(data: st.DataObject, project: Project) -> None:
    assume(len(project.places) > 1)
    kept, gone = data.draw(st.permutations(list(project.places)).map(lambda ids: ids[:2]))
    wrong_before = len(faults(project))
    found = merger(project, kept, gone)
    after, inverse = found.change.apply(project)
    assert gone not in after.places
    assert set(after.places) == set(project.places) - {gone}
    for name in ("claims", "conflicts", "views"):
        before_, after_ = getattr(project, name), getattr(after, name)
        assert list(before_) == list(after_)
        for one in before_.values():
            place = kept if one.place == gone else one.place
            assert replace(one, place=place) == after_[one.id]
    assert gone not in {one.place for one in after.rejections.values()}
    assert {one.parent for one in after.places.values()}.isdisjoint({gone})
    assert len(faults(after)) <= wrong_before
    before, _ = inverse.apply(after)
    assert before == project
    assert ordered(before) == ordered(project)


def test_what_the_kept_one_lacks_comes_from_the_other() -> None:
    first = replace(
        place(0), names=Text("Test field"), aliases=("Field",), ids={"wikidata": "Q1", "icao": "ORAA"}, note="One."
    )
    second = replace(
        place(1), names=Text("Test base", "قاعدة تجربة"), aliases=("Field", "Old field"),
        ids={"wikidata": "Q2", "geonames": "7"}, note="Two.", parent="place-2",
    )  # fmt: skip
    project = Project(Text("Trial"), "", {one.id: one for one in (first, second, place(2))})
    found = merger(project, "place-0", "place-1")
    assert found.kept == Place(
        "place-0", Text("Test field", "قاعدة تجربة"), first.kind, first.lat, first.lon, first.precision_m,
        first.coordinates_from, ("Field", "Test base", "Old field"),
        {"wikidata": "Q1", "geonames": "7", "icao": "ORAA"}, "place-2", "One.\nTwo.",
    )  # fmt: skip
    assert found.other_ids == ("wikidata Q2",)


@pytest.mark.parametrize("parents", [(1, None, 1), (2, None, 1), (None, 0, 1), (None, 2, 0), (1, 2, None)])
def test_no_place_comes_to_contain_itself(parents: tuple[int | None, ...]) -> None:
    places = [
        replace(place(number), parent=None if parent is None else f"place-{parent}")
        for number, parent in enumerate(parents)
    ]
    project = Project(Text("Trial"), "", {one.id: one for one in places})
    assert faults(project) == []
    after = merged(merger(project, "place-0", "place-1").change, project)
    assert faults(after) == []


def test_what_cannot_be_merged() -> None:
    project = Project(Text("Trial"), "", {"place-0": place(0)})
    with pytest.raises(BadInputError, match="itself"):
        merger(project, "place-0", "place-0")
    with pytest.raises(UnknownIdError, match="nowhere"):
        merger(project, "place-0", "nowhere")
    assert isinstance(
        merger(replace(project, places={**project.places, "place-1": place(1)}), "place-0", "place-1").change, Macro
    )
