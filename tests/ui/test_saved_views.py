"""Saved views put in order and captioned: what a guided tour goes through."""

import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from mapview.ui.clocks.bookmarks import Bookmarks, SavedViewsDialog
from mapview.ui.main_window import MainWindow
from mapview.ui.page_dialog import PageDialog
from mapview.ui.session import Session

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(qtbot: QtBot, session: Session) -> SavedViewsDialog:
    window = QWidget()
    qtbot.addWidget(window)
    bookmarks = Bookmarks(session, lambda _box: None, window)
    for name in ("One", "Two", "Three"):
        bookmarks.save(name)
    bookmarks.open_dialog()
    found = window.findChild(SavedViewsDialog)
    assert found is not None
    return found


def names(dialog: SavedViewsDialog) -> list[str]:
    return [dialog.views.item(row).text() for row in range(dialog.views.count())]


def test_views_are_put_in_order_and_back(qtbot: QtBot, dialog: SavedViewsDialog, session: Session) -> None:
    dialog.views.setCurrentRow(2)
    assert not dialog.down.isEnabled()
    qtbot.mouseClick(dialog.up, LEFT)
    qtbot.waitUntil(lambda: names(dialog) == ["One", "Three", "Two"], timeout=5_000)
    assert dialog.views.currentItem().text() == "Three", "the view that moves stays chosen"
    qtbot.mouseClick(dialog.up, LEFT)
    qtbot.waitUntil(lambda: names(dialog) == ["Three", "One", "Two"], timeout=5_000)
    assert not dialog.up.isEnabled()
    assert list(session.project.views) == ["three", "one", "two"]
    session.undo()
    session.undo()
    assert list(session.project.views) == ["one", "two", "three"]
    dialog.reject()


def test_a_caption_is_kept_when_it_is_left(qtbot: QtBot, dialog: SavedViewsDialog, session: Session) -> None:
    dialog.views.setCurrentRow(0)
    dialog.caption.setFocus()
    qtbot.keyClicks(dialog.caption, "What was known.")
    dialog.views.setCurrentRow(1)
    qtbot.waitUntil(lambda: session.project.views["one"].caption.en == "What was known.", timeout=5_000)
    assert dialog.caption.toPlainText() == ""
    qtbot.keyClicks(dialog.caption, "Then.")
    dialog.reject()
    assert session.project.views["two"].caption.en == "Then."
    session.undo()
    assert session.project.views["two"].caption.en == ""


def test_a_page_is_written_with_a_tour_and_without_cues(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    session = window.session
    Bookmarks(session, lambda _box: None, window).save("Mid-January")
    window.exports.ask_for_page()
    dialog = window.findChild(PageDialog)
    assert dialog is not None
    assert dialog.passages.findData("whole") == -1, "the project holds no report"
    dialog.passages.setCurrentIndex(dialog.passages.findData("none"))
    qtbot.mouseClick(dialog.tour, LEFT)
    assert dialog.chosen_tour() == ("mid-january",)
    qtbot.mouseClick(dialog.proceed, LEFT)
    files = window.findChild(QFileDialog)
    assert files is not None
    path = tmp_path / "page.html"
    with qtbot.waitSignal(window.exports.written, timeout=60_000):
        files.fileSelected.emit(str(path))
    files.reject()
    html = path.read_text(encoding="utf-8")
    (meta,) = re.findall(r'id="mapview-meta">([^<]*)<', html)
    assert [view["id"] for view in json.loads(meta)["tour"]] == ["mid-january"]
