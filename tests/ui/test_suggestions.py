"""Suggestions driven as a hand would: read in the background, accepted, edited and turned down by keys."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mapview.domain.drafts import ClaimDraft
from mapview.domain.model import Place, Project, Source, State, Text, Topic
from mapview.gazetteer.normalise import fold
from mapview.store.documents import Document
from mapview.store.project_file import ProjectFile
from mapview.ui.reader.marks import Mark
from mapview.ui.reader.panel import Reader
from mapview.ui.reader.suggestions_all import AllReadingRow
from mapview.ui.reader.suggestions_panel import OWNER
from mapview.ui.session import Session
from mapview.ui.widgets.theme import apply_theme

TEXT = (
    "Troops withdrew from Erbil on 5 May 2024.\n"
    "انسحبت القوات من الموصل في 6 أيار 2024.\n"
    "About 300 people were counted in Kirkuk on 7 May 2024.\n"
    "The convoy withdrew from Baghdad on 8 May 2024, a spokesman said.\n"
)
PATIENCE_MS = 60_000


def made_project(text: str = TEXT) -> Project:
    states = (State("departure", Text("departure"), "blue"), State("arrival", Text("arrival"), "orange"))
    movements = Topic("movements", Text("Movements", "التحركات"), "state", states)
    source = Source("report", "A report of ours", Text("Desk"), None, "en", "2024-05-09", "2024-05-10", "typed",
                    hashlib.sha256(text.encode()).hexdigest())  # fmt: skip
    erbil = Place("erbil", Text("Erbil", "أربيل"), "city", 36.19, 44.01, 8000.0, "by hand", ids={"geonames": "95446"})
    return Project(Text("Trial"), "movements", {"erbil": erbil}, {"movements": movements}, sources={"report": source})


@pytest.fixture
def session(qapp: Any, tmp_path: Path) -> Iterator[Session]:
    with ProjectFile.create(tmp_path / "trial.mapview", made_project(), [Document(TEXT, TEXT.encode())]) as file:
        yield Session(file)


def opened(qtbot: QtBot, session: Session, settings: QSettings) -> Reader:
    reader = Reader(session, settings)
    reader.resize(520, 900)
    qtbot.addWidget(reader)
    reader.show()
    session.passage_asked_for.emit("report", 0, 0)
    qtbot.waitUntil(lambda: bool(reader.text.source_text) and not reader.suggestions.is_reading, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: bool(reader.suggestions.open), timeout=PATIENCE_MS)
    return reader


@pytest.fixture
def reader(qtbot: QtBot, qapp: Any, session: Session, settings: QSettings) -> Reader:
    apply_theme(qapp, session.theme)
    return opened(qtbot, session, settings)


def row_of(reader: Reader, words: str) -> int:
    """The row of the suggestion of a sentence."""
    line = TEXT.index(words)
    rows = reader.panel.list.suggestions_model.rows
    found = [at for at, each in enumerate(rows) if TEXT[:line].count("\n") == TEXT[: each.start].count("\n")]
    assert found, f"nothing is suggested of {words!r}"
    return found[0]


def go_to(reader: Reader, row: int) -> None:
    shown = reader.panel.list
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(shown, Qt.Key.Key_Down)
    assert shown.currentIndex().row() == row


def found_marks(reader: Reader) -> list[Mark]:
    return [mark for part in reader.suggestions.marks for mark in part.all]


def test_places_dates_and_quantities_are_underlined_as_what_they_are_read(reader: Reader) -> None:
    tips = {(mark.kind, TEXT[mark.start : mark.end]): mark.tip for mark in found_marks(reader)}
    assert "Erbil" in tips["place", "Erbil"]
    assert "Iraq" in tips["place", "Erbil"]
    assert tips["date", "5 May 2024"] == "5 May 2024"
    assert "6 May 2024" in tips["date", "6 أيار 2024"]
    assert "300" in next(tip for (kind, _), tip in tips.items() if kind == "quantity")
    box = reader.text.boxes_of(next(mark for mark in found_marks(reader) if TEXT[mark.start : mark.end] == "Erbil"))
    assert [mark.kind for mark in reader.text.marks_at(box[0].center().toPoint())] == ["place"]


def test_a_key_accepts_and_one_undo_takes_it_back(reader: Reader, session: Session) -> None:
    before = len(reader.suggestions.open)
    go_to(reader, row_of(reader, "Troops withdrew"))
    assert reader.text.chosen is not None
    assert "Erbil" in TEXT[slice(*reader.text.chosen)]
    QTest.keyClick(reader.panel.list, Qt.Key.Key_A)
    (claim,) = session.project.claims.values()
    assert (claim.place, claim.topic, claim.when, claim.source) == ("erbil", "movements", "2024-05-05", "report")
    assert hashlib.sha256(TEXT[claim.anchor.start : claim.anchor.end].encode()).hexdigest() == claim.anchor.sha256
    # What is a claim now is highlighted, and not offered again.
    assert [mark.id for mark in reader.text.claim_marks.all] == [claim.id]
    assert len(reader.suggestions.open) == before - 1
    session.undo()
    assert not session.project.claims
    assert len(reader.suggestions.open) == before


def test_several_are_accepted_as_one_step(reader: Reader, session: Session) -> None:
    said: list[str] = []
    reader.told.connect(said.append)
    shown = reader.panel.list
    go_to(reader, 0)
    QTest.keyClick(shown, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(shown.chosen()) == len(reader.suggestions.open) > 2
    QTest.mouseClick(reader.panel.accept, Qt.MouseButton.LeftButton)
    assert len(session.project.claims) > 1
    assert "mosul" in {claim.place for claim in session.project.claims.values()} or len(session.project.places) > 1
    if reader.suggestions.open:
        assert "lack a topic or a value" in said[0]
    session.undo()
    assert not session.project.claims
    assert list(session.project.places) == ["erbil"]


def test_a_suggestion_without_a_topic_opens_in_the_editor(reader: Reader, session: Session) -> None:
    wanted: list[ClaimDraft] = []
    session.form_asked_for.connect(wanted.append)
    go_to(reader, row_of(reader, "About 300"))
    QTest.keyClick(reader.panel.list, Qt.Key.Key_A)
    (draft,) = wanted
    assert not session.project.claims
    assert draft.topic is None
    assert draft.new_place is not None
    assert draft.new_place.names.en == "Kirkuk"


def test_the_list_says_what_accepting_makes_and_what_is_lacking(reader: Reader, session: Session) -> None:
    panel, rows = reader.panel, reader.panel.list.suggestions_model
    go_to(reader, row_of(reader, "Troops withdrew"))
    said = rows.lines(panel.list.chosen()[0])[0]
    assert panel.accept.text() == "Accept"
    QTest.keyClick(panel.list, Qt.Key.Key_A)
    (claim,) = session.project.claims.values()
    assert said == claim.statement.en
    go_to(reader, row_of(reader, "About 300"))
    assert panel.accept.text() == "Complete…"
    assert "Topic" in rows.lines(panel.list.chosen()[0])[0]


def test_what_is_said_again_nearby_is_offered_once(
    qtbot: QtBot, qapp: Any, tmp_path: Path, settings: QSettings
) -> None:
    text = "Troops withdrew from Erbil on 5 May 2024. They left Erbil on 5 May 2024.\n"
    with ProjectFile.create(tmp_path / "twice.mapview", made_project(text), [Document(text, text.encode())]) as file:
        session = Session(file)
        reader = opened(qtbot, session, settings)
        (suggestion,) = reader.suggestions.open
        assert reader.panel.list.suggestions_model.repeated(suggestion) == "+1 more passage"
        go_to(reader, 0)
        QTest.keyClick(reader.panel.list, Qt.Key.Key_A)
        assert len(session.project.claims) == 1
        assert not reader.suggestions.open


def test_a_key_edits(reader: Reader, session: Session) -> None:
    wanted: list[ClaimDraft] = []
    session.form_asked_for.connect(wanted.append)
    go_to(reader, row_of(reader, "The convoy"))
    QTest.keyClick(reader.panel.list, Qt.Key.Key_E)
    (draft,) = wanted
    assert (draft.source, draft.topic, draft.when) == ("report", "movements", "2024-05-08")
    assert draft.speaker is not None


def test_rejections_are_remembered_seen_and_taken_back(
    qtbot: QtBot, reader: Reader, session: Session, settings: QSettings
) -> None:
    before = reader.suggestions.open
    go_to(reader, row_of(reader, "Troops withdrew"))
    QTest.keyClick(reader.panel.list, Qt.Key.Key_R)
    assert len(reader.suggestions.open) == len(before) - 1
    assert len(session.project.rejections) == 1
    reader.hide()
    # Another reader on the same file, as after a restart.
    again = opened(qtbot, session, settings)
    qtbot.waitUntil(lambda: len(again.suggestions.rejected) == 1)
    assert len(again.suggestions.open) == len(before) - 1
    QTest.mouseClick(again.panel.rejected, Qt.MouseButton.LeftButton)
    assert len(again.panel.list.suggestions_model.rows) == 1
    go_to(again, 0)
    QTest.keyClick(again.panel.list, Qt.Key.Key_R)
    assert not session.project.rejections
    assert set(again.suggestions.open) == set(before)
    assert not again.panel.shows_rejected


def test_candidates_are_drawn_on_the_map_and_a_click_chooses(reader: Reader, session: Session) -> None:
    go_to(reader, row_of(reader, "Troops withdrew"))
    suggestion = reader.panel.list.current()
    assert suggestion is not None
    candidates = reader.suggestions.candidates(suggestion)
    drawing = session.sketch.drawing(OWNER)
    assert [(ghost.lat, ghost.lon) for ghost in drawing.ghosts] == [(place.lat, place.lon) for place in candidates]
    assert drawing.chosen is not None
    assert candidates[drawing.chosen].id == suggestion.place
    other = next(at for at, place in enumerate(candidates) if place.id != suggestion.place)
    session.sketch.click_ghost(other)
    assert candidates[other].id in {each.place for each in reader.suggestions.open}
    reader.hide()
    assert session.sketch.drawing(OWNER).ghosts == ()


def test_a_doubtful_name_is_asked_about_once(qtbot: QtBot, qapp: Any, tmp_path: Path, settings: QSettings) -> None:
    text = "Troops withdrew from Springfield on 5 May 2024.\nOn 6 May 2024 Springfield was handed over.\n"
    with ProjectFile.create(tmp_path / "two.mapview", made_project(text), [Document(text, text.encode())]) as file:
        session = Session(file)
        reader = opened(qtbot, session, settings)
        row = reader.panel.question
        qtbot.waitUntil(row.isVisible)
        assert row.question is not None
        assert row.question.key == fold("Springfield")
        assert "Springfield" in row.words.text()
        candidate = row.question.candidates[1].id
        QTest.mouseClick(row.buttons[1], Qt.MouseButton.LeftButton)
        assert not row.isVisible()
        assert {each.place for each in reader.suggestions.open} == {candidate}
        reader.hide()
        again = opened(qtbot, session, settings)
        assert again.suggestions.questions == []
        assert {each.place for each in again.suggestions.open} == {candidate}


def test_escape_goes_back_to_the_text(reader: Reader) -> None:
    go_to(reader, 0)
    QTest.keyClick(reader.panel.list, Qt.Key.Key_Escape)
    assert reader.focusWidget() is reader.text


def test_a_long_document_is_read_in_parts(qtbot: QtBot, qapp: Any, tmp_path: Path, settings: QSettings) -> None:
    text = TEXT * 300
    with ProjectFile.create(tmp_path / "long.mapview", made_project(text), [Document(text, text.encode())]) as file:
        session = Session(file)
        reader = opened(qtbot, session, settings)
        qtbot.waitUntil(lambda: not reader.suggestions.is_reading, timeout=PATIENCE_MS)
        assert len(reader.suggestions.marks) > 1
        assert {text[mark.start : mark.end] for mark in found_marks(reader) if mark.kind == "date"} == {
            "5 May 2024", "6 أيار 2024", "7 May 2024", "8 May 2024",
        }  # fmt: skip
        for suggestion in reader.suggestions.open:
            assert text[slice(*suggestion.named)] in {"Erbil", "الموصل", "Kirkuk", "Baghdad"}


def test_all_documents_are_read_in_the_background(qtbot: QtBot, qapp: Any, tmp_path: Path, settings: QSettings) -> None:
    texts = [f"Report {number}.\n{TEXT}" for number in range(3)] + ["Nothing is said here."]
    documents = [Document(text, text.encode()) for text in texts]
    sources = {
        f"report-{at}": replace(made_project().sources["report"], id=f"report-{at}", sha256=document.sha256)
        for at, document in enumerate(documents)
    }
    project = replace(made_project(), sources=sources)
    with ProjectFile.create(tmp_path / "many.mapview", project, documents) as file:
        session = Session(file)
        reader = Reader(session, settings)
        qtbot.addWidget(reader)
        reader.show()
        said: list[str] = []
        reader.told.connect(said.append)
        reader.all.start()
        assert reader.all.is_running
        qtbot.waitUntil(lambda: not reader.all.is_running, timeout=2 * PATIENCE_MS)
        assert said == ["4 of 4 documents were read; 3 of them suggest claims."]
        assert reader.all.open_count(documents[0].sha256)
        assert reader.all.open_count(documents[3].sha256) == 0
        for name in ("report-0", "report-1", "report-2", "report-0"):
            reader.go_to_next_document()
            assert reader.source == name


def test_reading_all_can_be_stopped(qtbot: QtBot, reader: Reader) -> None:
    said: list[str] = []
    reader.told.connect(said.append)
    reader.all.start()
    row = reader.findChild(AllReadingRow)
    assert row is not None
    assert row.isVisible()
    QTest.mouseClick(row.cancel, Qt.MouseButton.LeftButton)
    assert not row.isVisible()
    assert said == ["Stopped: 0 of 1 documents were read."]
