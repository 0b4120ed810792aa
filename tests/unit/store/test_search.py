from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapview.config import resource_path
from mapview.domain.changes import Put, Remove
from mapview.domain.model import Project, Text, Utterance
from mapview.gazetteer.normalise import fold
from mapview.store.documents import Document
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.store.search import Query, fields_of


@pytest.fixture(scope="module")
def seeds() -> Project:
    return load_folder(resource_path("seeds"))


@pytest.fixture
def file(tmp_path: Path, seeds: Project) -> Iterator[ProjectFile]:
    with ProjectFile.create(tmp_path / "first.mapview", seeds) as file:
        yield file


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("الاسد", "ain-al-asad"),
        ("عين الأسد", "ain-al-asad"),
        ("بالأنبار", "anbar"),
        ("أنبار", "anbar"),
        ("وللكويت", "kuwait"),
        ("ain al-asad", "ain-al-asad"),
        ("Asad", "ain-al-asad"),
        ("asa", "ain-al-asad"),
        ("ain al as", "ain-al-asad"),
        ("ain al-", "ain-al-asad"),
        ('"ain al asad"', "ain-al-asad"),
        ("HARĪR", "harir"),
    ],
)
def test_a_place_is_found_however_it_is_written(file: ProjectFile, typed: str, place: str) -> None:
    assert place in [hit.id for hit in file.search(typed, kinds=["places"])]


@pytest.mark.parametrize(
    "typed", ["", " ", '"', "-", "()", "AND", "NEAR(", "a*", 'x" OR "y', "words:", "\x00", "^", "🙂"]
)
def test_nothing_that_is_typed_is_an_error(file: ProjectFile, typed: str) -> None:
    file.search(typed)


def test_all_words_must_be_there_and_phrases_in_order(file: ProjectFile) -> None:
    assert file.search("harir zebra ") == []
    assert [hit.id for hit in file.search('"al asad ain"')] == []
    assert file.search('"عين الأسد"')
    assert not file.search("har ")
    assert file.search("har")


def test_the_index_follows_edits_and_their_undoing(file: ProjectFile) -> None:
    new = Utterance("new", Text("", "المتحدّث باسم الوزارة في تكريت"))
    for word in ("لتكريت", "تكريت"):
        assert file.search(word) == []
    file.apply(Put(new), "New utterance")
    assert [hit.id for hit in file.search("بتكريت")] == ["new"]
    file.apply(Put(replace(new, speaker=Text("", "من الرمادي"))), "Edit")
    assert file.search("تكريت") == []
    file.undo()
    assert [hit.id for hit in file.search("تكريت")] == ["new"]
    file.apply(Remove("utterances", "new"), "Removal")
    assert file.search("تكريت") == []


def test_hits_point_into_the_text_to_the_code_point(file: ProjectFile, seeds: Project) -> None:
    for typed in ("الاسد", "بالأنبار", "coalition withdraw", "US", "قاعدة"):
        for hit in file.search(typed, limit=100):
            text = next(
                text
                for field, text in fields_of(getattr(seeds, hit.kind)[hit.id])
                if field == hit.field and text[hit.start : hit.end] == hit.snippet
            )
            assert hit.marks
            for start, end in hit.marks:
                assert hit.start <= start < end <= hit.end
                assert text[start:end].strip() == text[start:end]


def test_a_document_shows_where_the_words_stand_together(file: ProjectFile, seeds: Project) -> None:
    text = "انسحب الجنود. " + "كلام كثير لا صلة له بالأمر. " * 40 + "ثم انسحبت القوّات من قاعدة عين الأَسد بالأنبار فجراً."
    source = replace(next(iter(seeds.sources.values())), id="new")
    document = Document(text, text.encode())
    file.apply(Put(replace(source, sha256=document.sha256)), "Import", [document])
    (hit,) = file.search("الأسد الأنبار", kinds=["documents"])
    assert (hit.id, hit.field) == (document.sha256, "text")
    assert [text[start:end] for start, end in hit.marks] == ["الأَسد", "بالأنبار"]
    assert text[hit.start : hit.end] == hit.snippet


def test_an_index_of_another_folding_is_made_anew(file: ProjectFile) -> None:
    file._connection.execute("UPDATE search_index SET folding = 0")
    file._connection.execute("DELETE FROM search_words")
    assert file.search("harir") == []
    file.close()
    with ProjectFile.open(file.path) as again:
        assert again.search("harir")


@given(st.text(max_size=40))
def test_marks_lie_on_words_that_were_typed(text: str) -> None:
    query = Query.of(text + " ")
    for start, end, _ in query.marks(text):
        assert 0 <= start < end <= len(text)
        assert fold(text[start:end])
