"""What was read, as marks and questions; the parts of a long text."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mapview.domain.model import Place, Text
from mapview.reading.project_places import ProjectPlaces
from mapview.reading.suggest import read_document
from mapview.ui.reader import suggestions_job
from mapview.ui.reader.found import answered, found_marks, is_doubtful, once_each, questions
from mapview.ui.reader.suggestions_job import parts_of, shifted

TEXT = (
    "About 300 troops withdrew from Springfield on 5 May 2024, a spokesman said. Springfield was handed over in 2025."
)
READING = read_document(TEXT, "2025-12-01")
MENTIONS = {(each.start, each.end): each for each in READING.places}
NOBODY = ProjectPlaces(())


def test_marks_say_what_they_are_read_as_in_both_languages() -> None:
    for language, word, day in (("en", "United States", "5 May 2024"), ("ar", "الولايات المتحدة", "٥ أيار ٢٠٢٤")):
        marks = found_marks(READING, TEXT, "ar" if language == "ar" else "en")
        tips = {(mark.kind, TEXT[mark.start : mark.end]): mark.tip for mark in marks}
        assert word in tips["place", "Springfield"]
        assert tips["date", "5 May 2024"] == day
        assert {mark.kind for mark in marks} == {"place", "date", "quantity", "speaker"}
        assert all(TEXT[mark.start : mark.end].strip() for mark in marks)


def test_a_doubtful_name_is_asked_about_once() -> None:
    assert all(is_doubtful(mention) for mention in READING.places)
    (question,) = questions(READING.claims, MENTIONS, NOBODY, {})
    assert (question.name, question.start) == ("Springfield", TEXT.index("Springfield"))
    assert questions(READING.claims, MENTIONS, NOBODY, {question.key: question.candidates[1].id}) == []


def test_an_answer_holds_for_every_mention() -> None:
    (question,) = questions(READING.claims, MENTIONS, NOBODY, {})
    wanted = question.candidates[1].id
    assert {claim.place for claim in answered(READING.claims, MENTIONS, NOBODY, {question.key: wanted})} == {wanted}


def test_the_one_candidate_that_the_project_has_is_meant_without_asking() -> None:
    second = READING.places[0].candidates[1]
    own = Place("ours", Text("Springfield"), "city", second.lat, second.lon, 9000.0, "trial")
    places = ProjectPlaces([own])
    assert questions(READING.claims, MENTIONS, places, {}) == []
    assert {claim.place for claim in answered(READING.claims, MENTIONS, places, {})} == {second.id}


def test_what_a_report_says_twice_is_suggested_once() -> None:
    sentence = "Troops withdrew from Erbil on 5 May 2024."
    text = f"{sentence}\nSomething else.\n{sentence}\nTroops withdrew from Mosul on 5 May 2024."
    reading = read_document(text, "2024-05-09")
    assert len(reading.claims) == 3
    found = once_each(reading.claims, text)
    assert [claim.start < len(sentence) for claim in found] == [True, False]


def test_what_neighbouring_sentences_say_in_other_words_is_offered_once() -> None:
    said = "Troops withdrew from Erbil on 5 May 2024. They left Erbil on 5 May 2024. They left Erbil on 6 May 2024."
    reading = read_document(said, "2024-05-09")
    assert len(reading.claims) == 3
    found = once_each(reading.claims, said)
    assert {claim.when: more for claim, more in found.items()} == {"2024-05-05": 1, "2024-05-06": 0}
    assert next(claim for claim in found if claim.when == "2024-05-05").rank == max(each.rank for each in found)
    apart = f"Troops withdrew from Erbil on 5 May 2024. {'So it was. ' * 80}They left Erbil on 5 May 2024."
    assert list(once_each(read_document(apart, "2024-05-09").claims, apart).values()) == [0, 0]


@given(st.text(st.sampled_from("ab \n"), min_size=1, max_size=400))
def test_parts_are_the_whole_text(text: str) -> None:
    before = suggestions_job._FIRST, suggestions_job._PART
    suggestions_job._FIRST, suggestions_job._PART = 10, 20
    try:
        parts = list(parts_of(text))
    finally:
        suggestions_job._FIRST, suggestions_job._PART = before
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(0 < end - start <= (21 if start else 11) for start, end in parts)


def test_a_part_counts_in_the_whole_text() -> None:
    moved = shifted(READING, 7)
    assert moved.language == READING.language
    whole = "." * 7 + TEXT
    for before, after in zip(READING.places, moved.places, strict=True):
        assert whole[after.start : after.end] == TEXT[before.start : before.end]
    for before, after in zip(READING.claims, moved.claims, strict=True):
        assert whole[after.start : after.end] == TEXT[before.start : before.end]
        assert whole[slice(*after.named)] == TEXT[slice(*before.named)]
        if after.amount and before.amount:
            assert whole[after.amount.start : after.amount.end] == TEXT[before.amount.start : before.amount.end]
    assert replace(moved.dates[0], start=0, end=0) == replace(READING.dates[0], start=0, end=0)
