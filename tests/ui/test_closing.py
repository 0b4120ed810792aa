"""A window that is closed while something is under way: nothing is touched that has gone, and nothing stays."""

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSettings, QThreadPool
from pytestqt.qtbot import QtBot

from mapview.domain.dates import parse
from mapview.domain.film import Film, Step
from mapview.domain.model import Project
from mapview.store.project_file import ProjectFile
from mapview.ui.exporting.dialog import ExportDialog
from mapview.ui.exporting.page_preview import PagePreview
from mapview.ui.main_window import MainWindow
from mapview.ui.map import web_page
from mapview.ui.map.picture import Camera
from mapview.ui.session import Session

PATIENCE_MS = 60_000


@pytest.fixture
def closed(qtbot: QtBot, qapp: Any, seeds: Project, settings: QSettings, tmp_path: Path) -> Callable[..., None]:
    """Open a window, begin something, close and delete the window; then look that nothing of it is left."""

    def closed(begin: Callable[[MainWindow], object]) -> None:
        gone = _closed(begin)
        assert QThreadPool.globalInstance().waitForDone(PATIENCE_MS)

        def is_gone() -> bool:
            gc.collect()
            return all(one() is None for one in gone)

        qtbot.waitUntil(is_gone, timeout=PATIENCE_MS)

    def _closed(begin: Callable[[MainWindow], object]) -> list[weakref.ref[Any]]:
        with ProjectFile.create(tmp_path / "first.mapview", seeds) as file:
            session = Session(file)
            window = MainWindow(session, settings)
            window.show()
            qtbot.waitUntil(lambda: window.map.is_ready, timeout=PATIENCE_MS)
            begin(window)
            gone = [weakref.ref(one) for one in (session, window, *web_page._open)]
            window.close()
            window.deleteLater()
            qapp.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
        return gone

    return closed


def test_of_a_window_that_is_closed_nothing_is_left(closed: Callable[..., None]) -> None:
    closed(lambda _window: None)


def test_while_a_film_is_written(closed: Callable[..., None], qtbot: QtBot, tmp_path: Path) -> None:
    first, last = parse("2026-01-10").earliest, parse("2026-01-20").latest
    assert first is not None
    assert last is not None
    film = Film(first, last, Step.parse("1d"))

    def begin(window: MainWindow) -> None:
        snapshot = replace(window.session.snapshot(), size=(800, 500), film=film)
        running = window.exports.run(snapshot, tmp_path / "film.gif")
        with qtbot.waitSignal(running.progressed, timeout=PATIENCE_MS):
            pass

    closed(begin)
    assert not (tmp_path / "film.gif").exists()


@pytest.mark.parametrize("extension", ["png", "gif", "html"])
def test_while_an_export_is_shown_beforehand(
    closed: Callable[..., None], qtbot: QtBot, settings: QSettings, extension: str
) -> None:
    settings.setValue("export_kind", extension)

    def begin(window: MainWindow) -> None:
        window.exports.ask_for_any()
        dialog = window.findChild(ExportDialog)
        assert dialog is not None
        assert dialog.kind.extension == extension
        preview = dialog.preview
        qtbot.waitUntil(
            lambda: bool(preview.findChildren(Camera) or preview.findChildren(PagePreview)), timeout=PATIENCE_MS
        )

    closed(begin)


def test_while_documents_are_read(closed: Callable[..., None], qtbot: QtBot, tmp_path: Path) -> None:
    reports = [tmp_path / f"{number}.txt" for number in range(8)]
    for report in reports:
        report.write_text(f"The last troops left {report.stem} on 4 May 2024. " * 400, "utf-8")

    def begin(window: MainWindow) -> None:
        window.imports.take_files(reports)
        with qtbot.waitSignal(window.imports.under_way, timeout=PATIENCE_MS):
            pass

    closed(begin)
