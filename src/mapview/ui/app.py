"""The program: everything is made and wired here."""

import contextlib
import logging
import logging.handlers
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QSettings,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

import mapview
from mapview.config import log_path, user_data_dir
from mapview.domain.snapshot import Language, Snapshot, Theme
from mapview.errors import MapviewError, MissingPartError
from mapview.store.project_file import ProjectFile
from mapview.ui.main_window import MainWindow
from mapview.ui.picture import write_png
from mapview.ui.projects import Opened, first_timeline, open_project, remember
from mapview.ui.scheme import register_scheme
from mapview.ui.session import Session
from mapview.ui.theme import apply_theme

_log = logging.getLogger(__name__)

# Qt deletes what Python lets go of.
_application: list[QApplication] = []

_CHROMIUM_FLAGS = (
    # Otherwise a frame is shown before its images are decoded, and a picture is taken without its tiles.
    "--disable-checker-imaging",
)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def prepare_environment() -> None:
    """Choose a platform and WebEngine's settings; must happen before there is a QApplication."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium's sandbox refuses to run as root.
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    if "--log-level" not in flags:
        # Else Chromium complains on standard error of what a machine without a desktop lacks, such as D-Bus.
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{flags} --log-level=3".strip()
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(
        [flags, *(flag for flag in _CHROMIUM_FLAGS if flag not in flags)]
    ).strip()


def application() -> QApplication:
    """Return the one QApplication, making it if need be.

    Raises
    ------
    MissingPartError
        If there is an application already that can show no window.
    """
    existing = QGuiApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    if existing is not None:
        raise MissingPartError("Pictures need a QApplication, but another kind runs: export them in their own run.")
    prepare_environment()
    register_scheme()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(["mapview"])
    app.setApplicationName("mapview")
    app.setApplicationDisplayName("MapView")
    app.setApplicationVersion(mapview.__version__)
    app.setDesktopFileName("mapview")
    app.setStyle("Fusion")
    _application.append(app)
    return app


def open_window(project: Path | None) -> int:
    """Open the window on a project, else on the last one, else on the first timeline; return when it closes.

    Raises
    ------
    MapviewError
        If the project that was named cannot be read.
    """
    settings = QSettings(str(user_data_dir() / "window.ini"), QSettings.Format.IniFormat)
    opened = _opened(project, settings)
    uncaught = start_log()
    app = application()
    app.setQuitOnLastWindowClosed(True)
    program = Program(settings, uncaught)
    program.show(opened)
    try:
        return app.exec()
    finally:
        program.close()


def export_png(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write a snapshot as PNG, with or without a display.

    Raises
    ------
    MapviewError
        If it cannot be painted; nothing is written then.
    """
    app = application()
    apply_theme(app, snapshot.theme)
    write_png(snapshot, stream)


class Uncaught(QObject):
    """Logs what nobody caught, and tells the reader that something went wrong."""

    #: A sentence for the reader.
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._telling = False

    def log(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Do so; to be ``sys.excepthook``."""
        _log.critical("Not caught: %s", "".join(traceback.format_exception(kind, error, trace)))
        sys.__excepthook__(kind, error, trace)
        # What fails while it is told comes back here: it is logged only.
        if self._telling or not issubclass(kind, Exception):
            return
        self._telling = True
        try:
            words = QCoreApplication.translate("Uncaught", "Something went wrong; the log file has the details: {}")
            self.told.emit(words.format(log_path()))
        finally:
            self._telling = False


class Program:
    """Holds the window that is open, and opens another instead."""

    def __init__(self, settings: QSettings, uncaught: Uncaught) -> None:
        self._settings = settings
        self._uncaught = uncaught
        self._file: ProjectFile | None = None
        self.window: MainWindow | None = None

    def show(self, opened: Opened) -> MainWindow:
        """Show a project in a window, and close the one before it."""
        before = self.window
        session = Session(opened.file, theme=self._theme(), language=self._language())
        apply_theme(application(), session.theme)
        window = MainWindow(session, self._settings, opened.path)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.open_asked.connect(self._open)
        self._uncaught.told.connect(window.notice.complain)
        self.window = window
        window.show()
        if before is not None:
            before.close()
            self.close()
        self._file = opened.file
        if opened.file.read_only:
            window.notice.complain(
                QCoreApplication.translate("Program", "This can be read, not edited: {}.").format(opened.file.read_only)
            )
        self._settings.setValue("last_project", str(opened.path))
        remember(self._settings, opened.path)
        return window

    def close(self) -> None:
        """Close the project file; nothing is left to be written."""
        if self._file is not None:
            self._file.close()

    def _open(self, path: str) -> None:
        if self.window is not None and Path(path).resolve() == self.window.path:
            return
        try:
            opened = open_project(Path(path))
        except MapviewError as error:
            if self.window is not None:
                self.window.notice.complain(str(error))
            return
        self.show(opened)

    def _theme(self) -> Theme:
        kept = self._settings.value("theme")
        if kept in {"light", "dark"}:
            return cast("Theme", kept)
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _language(self) -> Language:
        kept = self._settings.value("language")
        return cast("Language", kept) if kept in {"en", "ar"} else "en"


def start_log() -> Uncaught:
    """Write the log file that Help names, with Qt's warnings and what nobody caught; return what logs the latter."""
    handler = logging.handlers.RotatingFileHandler(log_path(), maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_log_of_qt)
    uncaught = Uncaught()
    sys.excepthook = uncaught.log
    _log.info("MapView %s", mapview.__version__)
    return uncaught


def _opened(project: Path | None, settings: QSettings) -> Opened:
    if project is not None:
        return open_project(project)
    last = settings.value("last_project")
    if isinstance(last, str) and last:
        # The last project may have gone since; the first timeline is always there.
        with contextlib.suppress(MapviewError):
            return open_project(Path(last))
    return open_project(first_timeline())


def _log_of_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s (%s)", message, context.category or "default")
