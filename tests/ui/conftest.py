"""The real window on the first timeline, in a folder of its own, with an eye on the log and on the network."""

import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from mapview.config import resource_path
from mapview.domain.dates import parse
from mapview.domain.model import Project
from mapview.domain.starter import starter_project
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.ui.log import Uncaught
from mapview.ui.main_window import MainWindow
from mapview.ui.program import Program
from mapview.ui.session import Session
from mapview.ui.widgets.theme import apply_theme

PATIENCE_MS = 60_000


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPVIEW_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MAPVIEW_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def expected_log(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Fail on every warning or error in the log, such as those of page scripts, that a test does not expect."""
    expected: list[str] = []
    yield expected
    said = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    unexpected = [message for message in said if not any(part in message for part in expected)]
    assert unexpected == [], "the log holds what no test expects"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every socket to elsewhere fail; WebEngine's own are judged by the request interceptor's log."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a socket to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture(scope="session")
def seeds() -> Project:
    return load_folder(resource_path("seeds"))


@pytest.fixture
def session(qapp: Any, seeds: Project, tmp_path: Path) -> Iterator[Session]:
    with ProjectFile.create(tmp_path / "first.mapview", seeds) as file:
        session = Session(file)
        session.set_at(parse("2026-01-15"))
        yield session


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("export_folder", str(tmp_path))
    return settings


@pytest.fixture
def window(qtbot: QtBot, qapp: Any, session: Session, settings: QSettings) -> Iterator[MainWindow]:
    """The window with its map painted."""
    apply_theme(qapp, session.theme)
    window = MainWindow(session, settings)
    window.show()
    qtbot.waitUntil(lambda: window.map.is_ready, timeout=PATIENCE_MS)
    yield window
    # A window with an unfinished form would ask before it closes.
    for form in window.forms.forms:
        form.cancelled.emit()
    window.close()
    window.deleteLater()
    qapp.sendPostedEvents(window, 52)  # QEvent.Type.DeferredDelete


@pytest.fixture
def ask(qtbot: QtBot) -> Callable[[MainWindow, str], Any]:
    """Ask the page for the value of a JavaScript expression."""

    def ask(window: MainWindow, expression: str) -> Any:
        answers: list[Any] = []
        window.map.web.page.runJavaScript(f"JSON.stringify({expression})", 0, answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
        import json  # noqa: PLC0415

        return json.loads(answers[0]) if answers[0] else None

    return ask


@pytest.fixture
def empty(qtbot: QtBot, qapp: Any, tmp_path: Path, settings: QSettings) -> Iterator[MainWindow]:
    with ProjectFile.create(tmp_path / "mine.mapview", starter_project("Mine")) as file:
        session = Session(file)
        apply_theme(qapp, session.theme)
        window = MainWindow(session, settings)
        window.show()
        qtbot.waitUntil(lambda: window.map.is_ready, timeout=PATIENCE_MS)
        yield window
        window.close()
        window.deleteLater()
        qapp.sendPostedEvents(window, 52)  # QEvent.Type.DeferredDelete


@pytest.fixture
def program(qapp: Any, settings: QSettings) -> Iterator[Program]:
    program = Program(settings, Uncaught())
    yield program
    for shown in (program.window, program.welcome):
        if shown is not None:
            shown.close()
    program.close()
    qapp.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete
