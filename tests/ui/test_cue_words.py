"""Cue words edited in the window: added, changed, copied from those built in, and suggestions made anew of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.test_suggestions import PATIENCE_MS, made_project, opened

from mapview.reading.cues import built_in
from mapview.store.documents import Document
from mapview.store.project_file import ProjectFile
from mapview.ui.forms.cues_form import CuesForm
from mapview.ui.forms.panel import FormsPanel
from mapview.ui.reader.panel import Reader
from mapview.ui.session import New, Session
from mapview.ui.widgets.theme import apply_theme

TEXT = "The convoy set off from Erbil on 5 May 2024.\n"


@pytest.fixture
def session(qapp: Any, tmp_path: Path) -> Iterator[Session]:
    with ProjectFile.create(tmp_path / "t.mapview", made_project(TEXT), [Document(TEXT, TEXT.encode())]) as file:
        apply_theme(qapp, "light")
        yield Session(file)


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> FormsPanel:
    panel = FormsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(390, 800)
    panel.show()
    return panel


def cues_form(panel: FormsPanel) -> CuesForm:
    assert isinstance(panel.form, CuesForm)
    return panel.form


def add(form: CuesForm, words: str, topic: str | None) -> None:
    QTest.mouseClick(form.lists.add_button, Qt.MouseButton.LeftButton)
    block = form.lists.blocks[-1]
    block.topic.set_value(topic)
    block.words.setFocus()
    QTest.keyClicks(block.words, words)


def test_new_words_suggest_their_topic_in_the_open_document_at_once(
    qtbot: QtBot, session: Session, settings: QSettings, panel: FormsPanel
) -> None:
    reader: Reader = opened(qtbot, session, settings)
    assert reader.suggestions.open[0].topic is None
    session.form_asked_for.emit(New("cues"))
    form = cues_form(panel)
    add(form, "set off, sets off", "movements\ndeparture")
    form.lists.blocks[-1].language.set_value("en")
    QTest.mouseClick(form.footer.save, Qt.MouseButton.LeftButton)
    made = next(iter(session.project.cues.values()))
    assert (made.words, made.topic, made.state) == (("set off", "sets off"), "movements", "departure")
    assert "departure" in session.file.undo_label
    qtbot.waitUntil(lambda: any(each.state == "departure" for each in reader.suggestions.open), timeout=PATIENCE_MS)
    session.undo()
    assert not session.project.cues
    reader.close_down()


def test_entries_are_changed_and_taken_out_in_one_step(session: Session, panel: FormsPanel) -> None:
    session.form_asked_for.emit(New("cues"))
    form = cues_form(panel)
    add(form, "left behind", "movements")
    add(form, "maybe", None)
    assert any("suggest a topic" in words for words in form.problems()), "an entry that suggests nothing is refused"
    form.lists.blocks[-1].modality.set_value("estimated")
    assert not form.problems()
    form.save()
    assert len(session.project.cues) == 2
    session.form_asked_for.emit(New("cues"))
    form = cues_form(panel)
    first, second = form.lists.blocks
    QTest.mouseClick(second.remove, Qt.MouseButton.LeftButton)
    first.words.setFocus()
    QTest.keyClick(first.words, Qt.Key.Key_End)
    QTest.keyClicks(first.words, ", stayed")
    form.save()
    assert [cue.words for cue in session.project.cues.values()] == [("left behind", "stayed")]
    session.undo()
    assert len(session.project.cues) == 2


def test_built_in_words_are_shown_and_copied_where_the_project_has_their_topic(
    session: Session, panel: FormsPanel
) -> None:
    session.form_asked_for.emit(New("cues"))
    form = cues_form(panel)
    assert not form.built_in.list.isVisible()
    QTest.mouseClick(form.built_in.show_all, Qt.MouseButton.LeftButton)
    assert form.built_in.list.isVisible()
    copied = next(cue for cue in built_in() if cue.state == "departure")
    assert 0 < len(form.built_in.copies) < len(built_in()), "not of topics or states that the project lacks"
    QTest.mouseClick(form.built_in.copies[0], Qt.MouseButton.LeftButton)
    block = form.lists.blocks[-1].value()
    assert (block.words, block.topic, block.state) == (copied.words, "movements", "departure")


def test_the_forms_of_a_topic_and_of_a_suggestion_lead_to_them(
    qtbot: QtBot, session: Session, settings: QSettings, panel: FormsPanel
) -> None:
    session.form_asked_for.emit(session.project.topics["movements"])
    assert panel.form is not None
    panel.form.menu.actions()[0].trigger()
    assert cues_form(panel).lists.blocks[-1].value().topic == "movements"
    panel.give_up()
    reader = opened(qtbot, session, settings)
    reader.panel.list.setFocus()
    QTest.keyClick(reader.panel.list, Qt.Key.Key_Home)
    menu = reader.panel.list.menu()
    menu.actions()[-1].trigger()
    assert cues_form(panel).lists.blocks[-1].value().language == "en"
    reader.close_down()
