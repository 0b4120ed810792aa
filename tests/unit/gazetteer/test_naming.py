"""Ids are made of names in either script, and are free."""

from hypothesis import given
from hypothesis import strategies as st

from mapview.domain.model import Place, Project, Text
from mapview.domain.rules import place_faults
from mapview.gazetteer.naming import free_id


@given(st.text(max_size=80), st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=80), st.data())
def test_an_id_is_one_and_free(en: str, ar: str, data: st.DataObject) -> None:
    taken: set[str] = set()
    for _ in range(data.draw(st.integers(1, 4))):
        name = free_id(Text(en, ar), taken, "place")
        place = Place(name, Text("A"), "site", 0.0, 0.0, 0.0, "trial")
        assert not any(place_faults(place, Project(Text("Trial"), "")))
        assert name not in taken
        taken.add(name)


def test_arabic_names_are_romanised() -> None:
    assert free_id(Text("", "حرير"), (), "place") == "hrir"


def test_an_id_is_cut_between_words() -> None:
    name = free_id(Text("The headquarters of the second division of the river guard"), (), "place")
    assert name == "the-headquarters-of-the-second-division-of-the"
