from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.rich_projects import edits, rich_projects

from mapview.config import resource_path
from mapview.domain.changes import Macro, Put, Remove
from mapview.domain.model import Place, Project, Text
from mapview.gazetteer.normalise import fold
from mapview.store.folder import load_folder
from mapview.ui.forms.fields.offered import Offered, Option
from mapview.ui.lists.catalogue import Catalogues, PlaceCatalogue, Worded


def place(number: int, name: str) -> Place:
    return Place(f"place-{number}", Text(name), "town", 33.0, 44.0, 100.0, "made")


names = st.sampled_from(["Hit", "hit", "هيت", "Ana", "Al-Qaim", "Harīr", ""]).map(lambda name: name or "Zakho")


@given(st.data(), st.lists(names, max_size=8))
def test_places_keep_their_order_from_edit_to_edit(data: st.DataObject, first: list[str]) -> None:
    project = Project(Text("Made"), "", {f"place-{n}": place(n, name) for n, name in enumerate(first)})
    catalogue = PlaceCatalogue.of(project.places, "en")
    for _ in range(3):
        before, number = project.places, data.draw(st.integers(0, 9))
        if f"place-{number}" in before and data.draw(st.booleans()):
            project, _ = Remove("places", f"place-{number}").apply(project)
        else:
            project, _ = Put(place(number, data.draw(names))).apply(project)
        catalogue = catalogue.after(before, project.places)
        anew = PlaceCatalogue.of(project.places, "en")
        assert (catalogue.ids, catalogue.keys, catalogue.words) == (anew.ids, anew.keys, anew.words)
    assert sorted(catalogue.ids) == sorted(project.places)


def test_a_move_leaves_the_catalogue_as_it_is() -> None:
    places = load_folder(resource_path("seeds")).places
    catalogue = PlaceCatalogue.of(places, "ar")
    one = next(iter(places.values()))
    assert catalogue.after(places, {**places, one.id: replace(one, lat=30.0)}) is catalogue
    assert catalogue.after(places, {**places, one.id: replace(one, names=Text("New"))}) is not catalogue


@pytest.mark.parametrize("typed", ["asad", "عين الاسد", "عين الأسد", "erb", "no such place"])
def test_every_spelling_finds_a_place(typed: str) -> None:
    project = load_folder(resource_path("seeds"))
    catalogue = Catalogues().places(project, "en")
    words = fold(typed).split()
    found = [catalogue.ids[row] for row in catalogue.holding(words)]
    assert set(found) == {
        place.id
        for place in project.places.values()
        if all(word in fold(" / ".join((place.names.en, place.names.ar, *place.aliases, place.id))) for word in words)
    }
    assert bool(found) == (typed != "no such place")


@given(rich_projects(), st.data())
@settings(max_examples=30)
def test_catalogues_follow_the_project(project: Project, data: st.DataObject) -> None:
    catalogues = Catalogues()
    for _ in range(3):
        assert sorted(catalogues.places(project, "en").ids) == sorted(project.places)
        assert list(catalogues.sources(project).ids) == list(project.sources)
        worded = catalogues.worded("utterances", project.utterances, "en", lambda said: (said.id, said.speaker.en))
        assert list(worded.words) == list(project.utterances)
        change = data.draw(edits(project))
        project, _ = change.apply(project)
    assert catalogues.sources(project) is catalogues.sources(project)


def test_what_is_offered_counts_what_comes_first_and_what_is_left_out() -> None:
    listed = Worded(["a", "b", "c"], ["anah", "basra\nal basra", "hit"], ["Anah", "Basra", "Hit"])
    offered = Offered(listed, (Option("+", "Hit (new)", ("Hit",)),), "b")
    assert offered.words() == ["Hit (new)", "Anah", "Hit"]
    assert [offered.id_of(row) for row in range(3)] == ["+", "a", "c"]
    assert [offered.row_of(name) for name in ("+", "a", "b", "c", "d")] == [0, 1, -1, 2, -1]
    assert offered.holding("hi") == [0, 2]
    assert offered.named("HIT") == [0, 2]
    assert offered.holding("basra") == offered.holding("") == offered.named("") == []
    assert offered == Offered(listed, (Option("+", "Hit (new)", ("Hit",)),), "b") != Offered(listed)


def test_a_place_that_is_put_elsewhere_stays_in_its_order() -> None:
    project = load_folder(resource_path("seeds"))
    last = list(project.places.values())[-1]
    catalogue = PlaceCatalogue.of(project.places, "en")
    moved, _ = Macro((Remove("places", "kuwait"), Put(project.places["kuwait"], 0))).apply(project)
    assert next(iter(moved.places)) == "kuwait" != last.id
    assert catalogue.after(project.places, moved.places) is catalogue
