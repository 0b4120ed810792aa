"""Opening a picture goes back to the view that it shows, in the project that is open, another, or one to be found."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from mapview.config import resource_path
from mapview.domain.dates import parse
from mapview.domain.filters import Filter
from mapview.domain.model import Text
from mapview.domain.starter import starter_project
from mapview.render import png
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.ui.main_window import MainWindow
from mapview.ui.program import Program
from mapview.ui.projects import open_project
from mapview.ui.session import Focus

PATIENCE_MS = 60_000


@pytest.fixture
def seeds_file(tmp_path: Path) -> Path:
    path = tmp_path / "withdrawal.mapview"
    ProjectFile.create(path, load_folder(resource_path("seeds"))).close()
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.mapview"
    ProjectFile.create(path, starter_project("Other")).close()
    return path


def opened(qtbot: QtBot, program: Program, path: Path) -> MainWindow:
    program.show(open_project(path))
    return shown(qtbot, program)


def shown(qtbot: QtBot, program: Program) -> MainWindow:
    window = program.window
    assert window is not None
    qtbot.waitUntil(lambda: window.map.is_ready and window.session.frame is not None, timeout=PATIENCE_MS)
    return window


def arrange(qtbot: QtBot, window: MainWindow) -> None:
    """Bring the window to a view in which nothing is as it was."""
    session = window.session
    session.set_mode("range")
    session.set_at(parse("2025-12-20/2026-01-15"))
    session.set_known("locked")
    session.set_topic("movements")
    session.set_focus(Focus("place", "ain-al-asad"))
    session.set_filter(Filter(modalities=("reported", "announced"), text="coalition"))
    session.set_appearance(theme="dark", language="ar")
    window.map.centre_on("ain-al-asad")
    middle = session.project.places["ain-al-asad"]
    qtbot.waitUntil(
        lambda: session.frame is not None and abs(session.frame.lat - middle.lat) < 0.1, timeout=PATIENCE_MS
    )
    settle(qtbot, window)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the window knows what the page shows, at the size that it has."""
    said: list[str] = []
    script = "JSON.stringify([window.mapview.getView().bbox, innerWidth, innerHeight])"

    def is_settled() -> bool:
        window.map.web.page.runJavaScript(script, 0, said.append)
        frame, view = window.session.frame, window.map.view
        return frame is not None and json.dumps([frame.bbox, view.width(), view.height()]) == (
            json.dumps(json.loads(said[-1])) if said else ""
        )

    qtbot.waitUntil(is_settled, timeout=PATIENCE_MS)


def picture(qtbot: QtBot, window: MainWindow, path: Path) -> dict[str, Any]:
    with qtbot.waitSignal(window.exports.written, timeout=60_000):
        window.exports.write_picture(path, (1000, 700), 1.0)
    return said_in(path)


def said_in(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        found: dict[str, Any] = json.loads(png.read_text(stream, "MapView") or "")
    return found


def disarrange(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    session.set_filter(Filter())
    session.set_mode("instant")
    session.set_day(session.first_day)
    session.set_known(None)
    session.set_focus(None)
    session.set_topic(session.project.start_topic)
    session.set_appearance(theme="light", language="en")
    before = session.frame
    window.map.fit()
    qtbot.waitUntil(lambda: session.frame != before, timeout=PATIENCE_MS)
    settle(qtbot, window)


def test_a_picture_brings_its_view_back_and_says_the_same_again(
    qtbot: QtBot, program: Program, seeds_file: Path, tmp_path: Path
) -> None:
    window = opened(qtbot, program, seeds_file)
    arrange(qtbot, window)
    session, frame, clocks = window.session, window.session.frame, window.session.clocks
    said = picture(qtbot, window, tmp_path / "view.png")
    disarrange(qtbot, window)
    program.open(str(tmp_path / "view.png"))
    assert (session.clocks, session.topic, session.focus) == (clocks, "movements", Focus("place", "ain-al-asad"))
    assert session.filter == Filter(modalities=("reported", "announced"), text="coalition")
    assert (session.theme, session.language) == ("dark", "ar")
    assert frame is not None
    settle(qtbot, window)
    qtbot.waitUntil(
        lambda: session.frame is not None and session.frame.bbox == pytest.approx(frame.bbox, abs=1e-5),
        timeout=PATIENCE_MS,
    )
    settle(qtbot, window)
    assert picture(qtbot, window, tmp_path / "again.png") == said


def test_a_picture_dropped_on_the_window_is_opened_and_not_imported(
    qtbot: QtBot, program: Program, seeds_file: Path, tmp_path: Path
) -> None:
    window = opened(qtbot, program, seeds_file)
    arrange(qtbot, window)
    clocks = window.session.clocks
    picture(qtbot, window, tmp_path / "view.png")
    disarrange(qtbot, window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "view.png"))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(400, 300), copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), copy, data, left, none))
    qtbot.waitUntil(lambda: window.session.clocks == clocks, timeout=PATIENCE_MS)
    assert not window.imports.busy


def test_the_project_of_a_picture_is_found_among_those_opened_lately_under_any_name(
    qtbot: QtBot, program: Program, seeds_file: Path, other: Path, tmp_path: Path
) -> None:
    window = opened(qtbot, program, seeds_file)
    arrange(qtbot, window)
    clocks = window.session.clocks
    picture(qtbot, window, tmp_path / "view.png")
    opened(qtbot, program, other)
    program.open(str(tmp_path / "view.png"))
    window = shown(qtbot, program)
    assert (window.path, window.session.clocks) == (seeds_file, clocks)


def test_a_project_that_is_not_known_here_is_asked_for(
    qtbot: QtBot, program: Program, other: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.mapview"
    project = replace(load_folder(resource_path("seeds")), id="mine", title=Text("Mine"))
    ProjectFile.create(path, project).close()
    window = opened(qtbot, program, path)
    picture(qtbot, window, tmp_path / "view.png")
    opened(qtbot, program, other)
    moved = tmp_path / "elsewhere" / "mine.mapview"
    moved.parent.mkdir()
    shutil.move(path, moved)
    program.open(str(tmp_path / "view.png"))
    window = shown(qtbot, program)
    assert window.path == other
    assert "Mine" in window.notice.words.text()
    for chosen, then in ((other, other), (moved, moved)):
        qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
        dialog = window.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(chosen))
        dialog.close()
        window = shown(qtbot, program)
        assert window.path == then
        if chosen == other:
            assert "another project" in window.notice.words.text()
            program.open(str(tmp_path / "view.png"))


def test_a_picture_of_another_program_is_told_in_a_sentence(
    qtbot: QtBot, program: Program, other: Path, tmp_path: Path
) -> None:
    window = opened(qtbot, program, other)
    image = QImage(20, 20, QImage.Format.Format_RGB888)
    image.save(str(tmp_path / "holiday.png"))
    program.open(str(tmp_path / "holiday.png"))
    assert window.notice.words.text().startswith("holiday.png does not say which view of a project it shows")
    assert program.window is window


def test_what_the_project_no_longer_has_is_named(
    qtbot: QtBot, program: Program, seeds_file: Path, tmp_path: Path
) -> None:
    window = opened(qtbot, program, seeds_file)
    picture(qtbot, window, tmp_path / "view.png")
    changed = said_in(tmp_path / "view.png") | {"place": "atlantis", "filter": "source=nobody"}
    raw = (tmp_path / "view.png").read_bytes()
    (tmp_path / "changed.png").write_bytes(png.with_texts(raw, {"MapView": json.dumps(changed)}))
    program.open(str(tmp_path / "changed.png"))
    assert "atlantis" in window.notice.words.text()
    assert "nobody" in window.notice.words.text()
