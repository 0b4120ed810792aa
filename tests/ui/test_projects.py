"""Projects made, opened, copied, written into folders and closed, as a hand would; and what cannot be opened."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from mapview.config import resource_path
from mapview.domain.changes import Put
from mapview.domain.model import Text, Utterance
from mapview.domain.starter import starter_project
from mapview.reading.documents import read_bytes
from mapview.reading.intake import Taken, change_of, stated_facts
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.ui.files import Opening
from mapview.ui.handbook import Handbook
from mapview.ui.help import shortcuts_dialog
from mapview.ui.main_window import MainWindow
from mapview.ui.program import Program
from mapview.ui.projects import open_project, recent
from mapview.ui.session import Focus
from mapview.ui.welcome import Welcome

PATIENCE_MS = 60_000
EDIT = Put(Utterance("said", Text("Somebody")))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.mapview"
    ProjectFile.create(path, starter_project("Mine")).close()
    return path


def window_of(program: Program) -> MainWindow:
    assert program.window is not None
    return program.window


def choose(window: QWidget, path: Path) -> None:
    """Choose a file in the dialog that is open."""
    dialog = window.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.close()


def press(window: QWidget, words: str) -> None:
    """Press a button of the message box that is open."""
    box = window.findChildren(QMessageBox)[-1]
    (button,) = (one for one in box.buttons() if words in one.text().replace("&", ""))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def said(program: Program) -> str:
    return window_of(program).notice.words.text()


def banners(program: Program) -> list[str]:
    return [banner.words.text() for banner in window_of(program).files.banners if banner.isVisible()]


def test_a_new_project_is_made_opened_and_remembered(program: Program, mine: Path, tmp_path: Path) -> None:
    program.show(open_project(mine))
    window = window_of(program)
    window.files.ask_for_new()
    choose(window, tmp_path / "other.mapview")
    assert window_of(program) is not window
    assert window_of(program).session.project.title == Text("other")
    assert list(window_of(program).session.project.topics) == ["presence", "movements", "events", "people"]
    assert recent(program._settings) == [tmp_path / "other.mapview", mine]
    assert window_of(program).session.file.read_only == ""


def test_closing_a_project_leads_to_the_welcome_page_and_on(program: Program, mine: Path, qtbot: QtBot) -> None:
    program.show(open_project(mine))
    window_of(program).files.close_asked.emit()
    welcome = program.welcome
    assert isinstance(welcome, Welcome)
    assert program.window is None
    assert [button.accessibleName().split(".")[0] for button in welcome.recent] == ["mine"]
    ProjectFile.open(mine).close()
    QTest.mouseClick(welcome.recent[0], Qt.MouseButton.LeftButton)
    assert window_of(program).path == mine
    assert program.welcome is None


def test_the_welcome_page_opens_the_first_timeline_and_the_handbook(program: Program, qtbot: QtBot) -> None:
    welcome = program.show_welcome()
    assert welcome.recent == []
    QTest.mouseClick(welcome.help, Qt.MouseButton.LeftButton)
    assert welcome.findChild(Handbook).isVisible()
    QTest.mouseClick(welcome.first, Qt.MouseButton.LeftButton)
    assert window_of(program).path == resource_path("seeds")
    assert "first timeline" in banners(program)[0]


def test_reports_dropped_on_the_welcome_page_become_a_new_timeline(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "report.txt").write_text("The last convoy left the base at dawn.", encoding="utf-8")
    welcome = program.show_welcome()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "report.txt"))])
    at, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(welcome, QDragEnterEvent(at, copy, data, button, key))
    QApplication.sendEvent(welcome, QDropEvent(QPointF(at), copy, data, button, key))
    choose(welcome, tmp_path / "new.mapview")
    window = window_of(program)
    qtbot.waitUntil(lambda: window.imports.page is not None, timeout=PATIENCE_MS)
    assert window.imports.page is not None
    assert window.imports.page.items[0].given.name == "report.txt"
    window.imports.page.reject()


BROKEN = {
    "text.mapview": (b"no project at all", "no project file of MapView"),
    "absent.mapview": (None, "is not there"),
    "empty.mapview": (b"", "no project file of MapView"),
}


@pytest.mark.parametrize("name", [*BROKEN, "cut.mapview", "newer.mapview", "folder"])
def test_what_cannot_be_opened_is_told_and_the_window_stays(
    program: Program, mine: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    if name in BROKEN:
        raw, words = BROKEN[name]
        if raw is not None:
            path.write_bytes(raw)
    elif name == "cut.mapview":
        path.write_bytes(mine.read_bytes()[:8000])
        words = "cut short"
    elif name == "newer.mapview":
        raw_newer = bytearray(mine.read_bytes())
        raw_newer[60:64] = (999).to_bytes(4, "big")
        path.write_bytes(raw_newer)
        words = "newer version"
    else:
        path.mkdir()
        words = "holds no project.toml"
    program.show(open_project(mine))
    window = window_of(program)
    program.open(str(path))
    assert window_of(program) is window
    assert words in said(program)
    assert said(program).endswith(".")
    window.session.edit(EDIT, "edit")
    assert "said" in window.session.project.utterances


def test_the_second_window_reads_says_so_and_can_try_again(program: Program, mine: Path, tmp_path: Path) -> None:
    with ProjectFile.open(mine):
        program.show(open_project(mine))
        (words,) = banners(program)
        assert "another window" in words
        assert "(read-only)" in window_of(program).windowTitle()
        again, copy = window_of(program).files.banners[0].buttons
        QTest.mouseClick(again, Qt.MouseButton.LeftButton)
        assert "still open elsewhere" in said(program)
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
        choose(window_of(program), tmp_path / "copy.mapview")
        assert "Saved a copy" in said(program)
    first = window_of(program)
    QTest.mouseClick(window_of(program).files.banners[0].buttons[0], Qt.MouseButton.LeftButton)
    assert window_of(program) is not first
    assert banners(program) == []
    assert window_of(program).session.file.read_only == ""
    with ProjectFile.open(tmp_path / "copy.mapview") as copied:
        assert copied.project == window_of(program).session.project


def test_a_folder_is_written_only_after_a_warning(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(resource_path("seeds"), folder)
    before = (folder / "project.toml").read_text("utf-8")
    assert "#" in before
    program.show(open_project(folder))
    window = window_of(program)
    window.session.edit(EDIT, "edit")
    window.files.ask_to_write_folder()
    choose(window, folder)
    assert "Comments" in window.findChildren(QMessageBox)[-1].informativeText()
    press(window, "Cancel")
    assert (folder / "project.toml").read_text("utf-8") == before
    window.files.ask_to_write_folder()
    choose(window, folder)
    press(window, "Write anew")
    assert "Wrote the timeline" in said(program)
    assert "said" in load_folder(folder).utterances
    window.files.close_asked.emit()
    program.open(str(folder))
    assert banners(program) == []


def test_a_folder_that_has_changed_can_be_started_again(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(resource_path("seeds"), folder)
    program.show(open_project(folder))
    window_of(program).session.edit(EDIT, "edit")
    window_of(program).files.close_asked.emit()
    path = folder / "project.toml"
    path.write_text(path.read_text("utf-8").replace("withdrawal from Iraq", "departure"), "utf-8")
    program.open(str(folder))
    (words,) = banners(program)
    assert "has changed" in words
    assert "said" in window_of(program).session.project.utterances
    QTest.mouseClick(window_of(program).files.banners[0].buttons[0], Qt.MouseButton.LeftButton)
    press(window_of(program), "Start again")
    assert banners(program) == []
    assert "departure" in window_of(program).session.project.title.en
    assert "said" not in window_of(program).session.project.utterances


def test_what_cannot_be_made_is_told(qtbot: QtBot, qapp: Any, settings: QSettings, tmp_path: Path) -> None:
    window = QWidget()
    opening = Opening(settings, window)
    failed: list[str] = []
    opening.failed.connect(failed.append)
    opening.ask_for_new()
    choose(window, tmp_path / "absent" / "new.mapview")
    assert len(failed) == 1
    assert "cannot be written" in failed[0]
    window.deleteLater()


def test_an_empty_project_says_what_comes_next_until_it_is_done(program: Program, mine: Path, qtbot: QtBot) -> None:
    program.show(open_project(mine))
    window = window_of(program)

    def seen() -> list[str]:
        return [step.words.text().split(".")[0] for step in window.next_steps.steps if not step.isHidden()]

    assert len(seen()) == 6
    assert "This timeline is empty" in seen()
    (first, *_) = (step for step in window.next_steps.steps if not step.isHidden())
    QTest.mouseClick(first.buttons[0], Qt.MouseButton.LeftButton)
    assert window.findChildren(QFileDialog)
    report = read_bytes(b"The last convoy left the base at dawn.", "report.txt")
    change, documents, ids = change_of(window.session.project, [Taken(report, "source", stated_facts(report, "file"))])
    assert change is not None
    window.session.edit(change, "import", documents)
    assert "The reports are there" in seen()
    assert "No claims yet" in seen()
    window.session.set_focus(Focus("source", ids[0]))
    assert "No claims yet" not in seen()
    assert "No claims out of this source yet" in window.claims.hint.accessibleName()
    card = next(step for step in window.next_steps.steps if step.words.text().startswith("The reports"))
    QTest.mouseClick(card.buttons[0], Qt.MouseButton.LeftButton)
    assert window.reader.source == ids[0]
    assert card.isHidden()


def test_every_key_is_listed_and_means_one_thing(program: Program, mine: Path) -> None:
    program.show(open_project(mine))
    window = window_of(program)
    seen: dict[str, str] = {}
    for action in window.findChildren(QAction):
        for key in action.shortcuts():
            assert seen.setdefault(key.toString(), action.text()) == action.text(), key.toString()
    assert len(seen) > 30
    dialog = shortcuts_dialog(window.menuBar(), window)
    listed = {label.text() for label in dialog.findChildren(QLabel)}
    keys = {action.shortcut().toString() for action in window.actions_.all_with_keys()}
    assert keys <= listed
    dialog.close()


def test_the_handbook_opens_with_a_key(program: Program, mine: Path, qtbot: QtBot) -> None:
    program.show(open_project(mine))
    window = window_of(program)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.findChild(Handbook).isVisible()
    window.findChild(Handbook).close()
