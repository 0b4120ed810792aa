"""A person's own tiles below the map in the window: chosen in the menu, kept, and told of when they are gone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from tests.helpers.mbtiles import GREEN, MAGENTA, mbtiles, whole_world

from mapview.ui.main_window import MainWindow
from mapview.ui.recovery import Recovery, kept_of, restore_session
from mapview.ui.session import Session

PATIENCE_MS = 60_000


def share_of(window: MainWindow, colour: str) -> float:
    """The share of the map that has about a colour."""
    image = window.map.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)
    wanted = QColor(colour)
    return float((np.abs(pixels - [wanted.red(), wanted.green(), wanted.blue()]).max(axis=2) < 12).mean())


def menu_of(window: MainWindow) -> QMenu:
    menu = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "&Basemap")
    menu.aboutToShow.emit()
    return menu


def entry(window: MainWindow, words: str) -> QAction:
    return next(action for action in menu_of(window).actions() if words in action.text())


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    return mbtiles(tmp_path / "survey.mbtiles", whole_world("png", range(4)), attribution="Survey 1932")


def test_tiles_are_chosen_and_left_again(
    window: MainWindow, qtbot: QtBot, survey: Path, ask: Callable[[MainWindow, str], Any]
) -> None:
    assert entry(window, "own").isChecked()
    frame = window.session.frame
    window.basemaps.choose(survey)
    qtbot.waitUntil(lambda: window.map.is_ready and share_of(window, MAGENTA) > 0.5, timeout=PATIENCE_MS)
    assert ask(window, "document.querySelector('.mv-attribution').textContent").startswith(
        "Survey 1932 · Made with Natural Earth"
    )
    assert window.session.frame is not None
    assert frame is not None
    assert window.session.frame.zoom == frame.zoom
    assert entry(window, "survey.mbtiles").isChecked()
    assert window.session.snapshot().basemap == str(survey)
    entry(window, "own").trigger()
    qtbot.waitUntil(lambda: window.map.is_ready and share_of(window, MAGENTA) < 0.01, timeout=PATIENCE_MS)
    assert "Survey" not in ask(window, "document.querySelector('.mv-attribution').textContent")
    entry(window, "survey.mbtiles").trigger()
    assert window.session.basemap == str(survey)
    qtbot.waitUntil(lambda: window.map.is_ready and share_of(window, MAGENTA) > 0.5, timeout=PATIENCE_MS)


def test_one_file_is_left_for_another(window: MainWindow, qtbot: QtBot, survey: Path, tmp_path: Path) -> None:
    other = mbtiles(tmp_path / "other.mbtiles", whole_world("png", range(4), GREEN))
    window.basemaps.choose(survey)
    qtbot.waitUntil(lambda: window.map.is_ready and share_of(window, MAGENTA) > 0.5, timeout=PATIENCE_MS)
    window.basemaps.choose(other)
    qtbot.waitUntil(lambda: window.map.is_ready and share_of(window, GREEN) > 0.5, timeout=PATIENCE_MS)


def test_what_cannot_be_drawn_is_told_and_nothing_changes(window: MainWindow, tmp_path: Path) -> None:
    vector = mbtiles(tmp_path / "vector.mbtiles", {(0, 0, 0): b"\x1f\x8b..."}, format="pbf")
    window.basemaps.choose(vector)
    assert "vector tiles" in window.notice.words.text()
    assert window.session.basemap is None
    assert [action.text() for action in menu_of(window).actions() if action.isCheckable()] == ["MapView's &own"]


def test_a_basemap_comes_back_with_its_project(
    window: MainWindow, session: Session, settings: QSettings, survey: Path, wait_for_map: Callable[[], None]
) -> None:
    recovery = Recovery(window, settings)
    window.basemaps.choose(survey)
    recovery.keep()
    again = Session(session.file)
    restore_session(again, kept_of(settings, window.path))
    assert again.basemap == str(survey)
    wait_for_map()


def test_a_basemap_that_is_gone_is_told(
    window: MainWindow, session: Session, settings: QSettings, survey: Path, wait_for_map: Callable[[], None]
) -> None:
    recovery = Recovery(window, settings)
    window.basemaps.choose(survey)
    recovery.keep()
    wait_for_map()
    survey.unlink()
    session.basemap = None
    restore_session(session, kept_of(settings, window.path))
    Recovery(window, settings)
    assert session.basemap is None
    assert "There is no file" in window.notice.words.text()


@pytest.fixture
def wait_for_map(window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: window.map.is_ready, timeout=PATIENCE_MS)
