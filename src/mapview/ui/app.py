"""The one QApplication, and the exports that need it."""

import os
import sys
from collections.abc import Callable
from typing import BinaryIO

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

import mapview
from mapview.domain.snapshot import Snapshot
from mapview.errors import MissingPartError
from mapview.exchange.films.kinds import FILMS
from mapview.ui.garbage import Garbage
from mapview.ui.map.film import write_film
from mapview.ui.map.picture import write_png
from mapview.ui.map.printing import write_pdf
from mapview.ui.map.scheme import register_scheme
from mapview.ui.widgets.theme import apply_theme

# Qt deletes what Python lets go of.
_application: list[QApplication] = []

_CHROMIUM_FLAGS = (
    # Otherwise a frame is shown before its images are decoded, and a picture is taken without its tiles.
    "--disable-checker-imaging",
)


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
    # Whoever has Qt's objects has threads beside them, a command that writes a film too.
    Garbage(app)
    return app


def let_go_of_clipboard() -> None:
    """Leave what was copied as Qt's own plain text: Qt 6.11 crashes at exit over what Python made for the clipboard."""
    clipboard = QGuiApplication.clipboard()
    # The platform without a screen does not tell whose the clipboard is.
    if clipboard.ownsClipboard() or QGuiApplication.platformName() == "offscreen":
        clipboard.setText(clipboard.text())


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


def export_pdf(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Print a snapshot as PDF, with or without a display.

    Raises
    ------
    MapviewError
        If it cannot be printed; nothing is written then.
    """
    app = application()
    apply_theme(app, snapshot.theme)
    write_pdf(snapshot, stream)


def export_film(
    snapshot: Snapshot, stream: BinaryIO, kind: str, tell: Callable[[int, int], None] | None = None
) -> None:
    """Write a film of a snapshot, with or without a display.

    Parameters
    ----------
    kind
        One of :data:`mapview.exchange.films.FILM_EXTENSIONS`.
    tell
        Called with the number of frames that are written, and of all.

    Raises
    ------
    MapviewError
        If it cannot be made.
    """
    app = application()
    apply_theme(app, snapshot.theme)
    write_film(snapshot, stream, FILMS[kind], tell)
