"""The search field, driven by keys and mouse."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mapview.domain.changes import Put
from mapview.store.documents import Document
from mapview.ui.lists import search_finds
from mapview.ui.lists.search_field import Heading, SearchField
from mapview.ui.lists.search_finds import Find
from mapview.ui.session import Focus, Session

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def field(qtbot: QtBot, session: Session) -> Iterator[SearchField]:
    window = QWidget()
    window.resize(1200, 900)
    qtbot.addWidget(window)
    field = SearchField(session, window)
    field.setFixedWidth(400)
    window.show()
    qtbot.waitExposed(window)
    field.setFocus()
    yield field
    window.close()


def write(field: QWidget, text: str) -> None:
    """Type letters of any script; QTest.keyClicks aborts on those beyond Latin-1."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(field, QKeyEvent(kind, 0, NONE, letter))


def finds(qtbot: QtBot, field: SearchField, text: str) -> list[Find]:
    field.clear()
    write(field, text)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Up)
    return [row for row in field.found.rows if isinstance(row, Find)]


def marked(find: Find) -> list[str]:
    return [find.title[start:end] for start, end in find.marks]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("الاسد", "الأسد"), ("har", "Harir"), ("حرير", "حرير"), ("altun", "Altun"), ("بالانبار", "الأنبار")],
)
def test_words_are_found_part_way_and_however_spelt(
    qtbot: QtBot, field: SearchField, session: Session, typed: str, words: str
) -> None:
    session.set_appearance(language="ar" if words > "ء" else "en")
    found = finds(qtbot, field, typed)
    places = [find for find in found if find.kind == "places"]
    assert places
    assert any(words in "".join(marked(find)) for find in places)


def test_very_many_claims_are_searched_in_a_job(
    qtbot: QtBot, field: SearchField, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = finds(qtbot, field, "asad")
    monkeypatch.setattr(search_finds, "_MANY", 0)
    field.clear()
    write(field, "asad")
    qtbot.waitUntil(lambda: any(isinstance(row, Find) for row in field.found.rows), timeout=5_000)
    found = [row for row in field.found.rows if isinstance(row, Find)]
    assert [(find.kind, find.title, find.marks) for find in found] == [
        (find.kind, find.title, find.marks) for find in at_once
    ]
    # Enter waits for what is typed, and takes its first find.
    field.clear()
    write(field, "harir")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.focus is not None, timeout=5_000)
    assert session.focus == Focus("place", "harir")
    # Nobody waits for this one.
    write(field, "asad")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.finds.isVisible()


def test_finds_stand_below_their_kinds(qtbot: QtBot, field: SearchField) -> None:
    finds(qtbot, field, "asad")
    kinds, rows = [], field.found.rows
    for before, row in zip([None, *rows], rows, strict=False):
        if isinstance(row, Heading):
            kinds.append(row.text)
        else:
            assert before is not None
    assert kinds[0] == "Places"
    assert "Claims" in kinds
    assert len(kinds) == len(set(kinds))


def test_keys_pass_over_headings_and_enter_goes_there(qtbot: QtBot, field: SearchField, session: Session) -> None:
    finds(qtbot, field, "asad")
    assert field.finds.isVisible()
    rows = field.found.rows
    first = field.finds.currentIndex().row()
    assert isinstance(rows[first], Find)
    wanted = next(at for at, row in enumerate(rows) if isinstance(row, Find) and row.kind == "claims")
    while field.finds.currentIndex().row() != wanted:
        QTest.keyClick(field, Qt.Key.Key_Down)
        assert isinstance(rows[field.finds.currentIndex().row()], Find)
    assert field.accessibleDescription().startswith(rows[wanted].title)  # type: ignore[union-attr]
    asked: list[str] = []
    session.claim_asked_for.connect(asked.append)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(asked) == 1
    assert "Asad" in session.project.claims[asked[0]].statement.en
    assert not field.finds.isVisible()
    assert field.text() == ""


def test_a_click_goes_to_a_place_and_escape_gives_up(qtbot: QtBot, field: SearchField, session: Session) -> None:
    finds(qtbot, field, "harir")
    index = field.found.index(1)
    box = field.finds.visualRect(index)
    QTest.mouseClick(field.finds.viewport(), Qt.MouseButton.LeftButton, NONE, box.center())
    assert session.focus == Focus("place", "harir")
    write(field, "kuwait")
    assert field.finds.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.finds.isVisible()
    assert field.text() == ""


def test_what_is_nowhere_is_said(qtbot: QtBot, field: SearchField) -> None:
    assert finds(qtbot, field, "xylophone") == []
    (row,) = field.found.rows
    assert isinstance(row, Heading)
    assert "Nothing found" in row.text


def test_an_edit_is_found_at_once(qtbot: QtBot, field: SearchField, session: Session) -> None:
    claim = session.project.claims["araby-iraq-most-left"]
    session.edit(Put(replace(claim, note="A zeppelin was seen.")), "note")
    (find,) = finds(qtbot, field, "zepp")
    assert find.kind == "claims"
    assert "zeppelin" in find.title
    session.undo()
    assert finds(qtbot, field, "zepp") == []


def test_a_passage_of_a_report_leads_to_the_reader(
    qtbot: QtBot, field: SearchField, session: Session, originals: Path
) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(originals.glob("*.txt"))]
    session.file.add_documents([Document(text, text.encode()) for text in texts])
    asked: list[tuple[str, int, int]] = []
    session.passage_asked_for.connect(lambda *passage: asked.append(passage))
    found = finds(qtbot, field, "للقوات")
    documents = [find for find in found if find.kind == "documents"]
    assert documents
    assert documents[0].marks
    documents[0].go()
    ((source, start, end),) = asked
    document = session.file.document(session.project.sources[source].sha256)
    assert document is not None
    assert "قوات" in document.text[start:end]
