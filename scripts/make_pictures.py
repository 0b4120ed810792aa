"""Make the pictures of docs/pictures from the real window and the real export, on the first timeline.

Run by ``make pictures``; needs no display.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, QTimer

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.snapshot import Language, Snapshot, Theme
from mapview.domain.timeline import Timeline
from mapview.store.files import write_whole
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.ui import app
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus, Session
from mapview.ui.widgets.theme import apply_theme

OUT = Path(__file__).parents[1] / "docs" / "pictures"
DAY = "2026-01-15"
PLACE = "ain-al-asad"
#: Time for the last tiles and labels after the page has painted what was asked for, in milliseconds.
SETTLE_MS = 3000


def main() -> None:
    """Write the window in both themes and languages, and a snapshot."""
    OUT.mkdir(parents=True, exist_ok=True)
    app.application()
    timeline = Timeline.of(load_folder(resource_path("seeds")))
    window_picture(timeline, "light", "en", OUT / "window-light.png")
    window_picture(timeline, "dark", "ar", OUT / "window-dark-ar.png")
    snapshot = Snapshot(timeline, at=dates.parse(DAY), known=dates.parse("2026-01-18").latest, place=PLACE)
    write_whole(OUT / "snapshot.png", lambda stream: app.export_png(snapshot, stream))


def window_picture(timeline: Timeline, theme: Theme, language: Language, path: Path) -> None:
    """Open the window, move it to the day and the place, and grab it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        file = ProjectFile.create(Path(folder) / "first.mapview", timeline.project)
        session = Session(file, theme=theme, language=language)
        apply_theme(app.application(), theme)
        window = MainWindow(session, settings)
        window.resize(1600, 1000)
        window.show()
        wait(window.map.ready.connect)
        session.set_at(dates.parse(DAY))
        session.set_focus(Focus("place", PLACE))
        wait(lambda done: QTimer.singleShot(SETTLE_MS, done))
        if not window.grab().save(str(path)):
            raise SystemExit(f"{path} cannot be written.")
        window.close()
        window.deleteLater()


def wait(connect: Callable[[Callable[[], None]], object]) -> None:
    """Run the event loop until something that is connected to it ends the wait."""
    loop = QEventLoop()
    connect(loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
