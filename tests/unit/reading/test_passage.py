"""A claim out of a passage: what its words and its sentence tell."""

import pytest

from mapview.domain.model import Place, Project, Source, State, Text, Topic
from mapview.reading.passage import draft_of_passage, sentence_around
from mapview.render.texts import value_words

TEXT = (
    "It began in Basra. The troops withdrew from Erbil on 5 May 2024, a spokesman said. They went on.\n"
    "انسحبت القوات من الموصل في 6 أيار 2024. ولم يبق أحد.\n"
    "Nothing stands here."
)


@pytest.fixture(scope="module")
def project() -> Project:
    states = (State("departure", Text("departure", "مغادرة"), "blue"),)
    erbil = Place(
        "base-at-erbil", Text("Erbil", "أربيل"), "city", 36.19, 44.01, 8000.0, "trial", ids={"geonames": "95446"}
    )
    source = Source("report", "Report", None, None, "en", "2024-05-09", "2024-05-10", "typed", "0" * 64)
    topic = Topic("movements", Text("Movements", "التحركات"), "state", states)
    return Project(Text("Trial"), "movements", {erbil.id: erbil}, {topic.id: topic}, sources={source.id: source})


def draft(project: Project, passage: str):  # type: ignore[no-untyped-def]
    start = TEXT.index(passage)
    source = project.sources["report"]
    return draft_of_passage(TEXT, start, start + len(passage), source, project, value_words)


def test_the_passage_fills_place_date_topic_value_and_speaker(project: Project) -> None:
    found = draft(project, "withdrew from Erbil")
    assert TEXT[found.start : found.end] == "withdrew from Erbil"
    assert (found.place, found.topic, found.value) == ("base-at-erbil", "movements", "departure")
    assert (found.when, found.modality, found.source) == ("2024-05-05", "reported", "report")
    assert found.speaker is not None
    assert "Erbil" in found.statement.en


def test_arabic_fills_a_place_that_the_project_lacks(project: Project) -> None:
    found = draft(project, "انسحبت القوات من الموصل")
    assert found.place is None
    assert found.new_place is not None
    assert found.new_place.names.en == "Mosul"
    assert (found.when, found.topic) == ("2024-05-06", "movements")


def test_a_sentence_that_tells_nothing_leaves_it_to_the_person(project: Project) -> None:
    found = draft(project, "Nothing stands")
    assert (found.place, found.new_place, found.topic, found.value) == (None, None, None, None)
    assert found.when == "2024-05-09/.."


def test_a_place_without_anything_said_of_it_is_filled_in(project: Project) -> None:
    found = draft(project, "It began")
    assert found.new_place is not None
    assert found.new_place.names.en == "Basra"
    assert found.topic is None


def test_a_sentence_of_an_endless_paragraph_is_found_within_reach() -> None:
    text = "word " * 2_000_000
    start, end = sentence_around(text, 5_000_000, 5_000_010)
    assert start < 5_000_000 < end
    assert end - start < 10_000


def test_the_passage_s_own_place_wins_over_one_of_which_more_is_said(project: Project) -> None:
    text = "Near Mosul and not far from Erbil, the troops withdrew from Basra on 5 May 2024."
    start = text.index("Near")
    found = draft_of_passage(text, start, text.index(" and"), project.sources["report"], project, value_words)
    assert found.new_place is not None
    assert found.new_place.names.en == "Mosul"
