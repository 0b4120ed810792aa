"""Make the pictures of docs/pictures from the real window and the real export.

They show the first timeline; a made-up one with every kind of doubt (tests/data/doubt), also as people see it who do
not tell red from green, and as it prints without colour; and many places gathered in cells. Run by ``make pictures``;
needs no display.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtGui import QImage, qRgb

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.model import Project
from mapview.domain.snapshot import Language, Snapshot, Theme
from mapview.domain.timeline import Timeline
from mapview.store.files import write_whole
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.ui import app
from mapview.ui.main_window import MainWindow
from mapview.ui.map.messages import Fit
from mapview.ui.session import Focus, Session
from mapview.ui.widgets.theme import apply_theme

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "pictures"
DAY = "2026-01-15"
PLACE = "ain-al-asad"
DOUBT = ROOT / "tests" / "data" / "doubt"
DOUBT_DAY = "2026-03-15"
DOUBT_BOX = (11.4, 45.2, 22.4, 49.4)
OPEN_LEGEND = "document.querySelector('.mv-legend-more').open = true"
CELLS = 2000
#: Each pixel takes the nearest colour of the palette.
THRESHOLD = Qt.ImageConversionFlag.ThresholdDither
#: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
#: deuteranomaly of severity 1.0, for linear red, green and blue.
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
#: Time for the last tiles and labels after the page has painted what was asked for, in milliseconds.
SETTLE_MS = 3000


def main() -> None:
    """Write the window in both themes and languages, a snapshot, and the pictures of doubt."""
    OUT.mkdir(parents=True, exist_ok=True)
    app.application()
    project = load_folder(resource_path("seeds"))
    window_picture(project, "light", "en", OUT / "window-light.png")
    window_picture(project, "dark", "ar", OUT / "window-dark-ar.png")
    snapshot = Snapshot(Timeline.of(project), at=dates.parse(DAY), known=dates.parse("2026-01-18").latest, place=PLACE)
    write_whole(OUT / "snapshot.png", lambda stream: app.export_png(snapshot, stream))
    doubt_pictures()
    cells_pictures()


def window_picture(project: Project, theme: Theme, language: Language, path: Path) -> None:
    """Open the window, move it to the day and the place, and grab it."""
    with opened(project, theme, language, (1600, 1000)) as window:
        window.session.set_at(dates.parse(DAY))
        window.session.set_focus(Focus("place", PLACE))
        save(grab(window), path)


def doubt_pictures() -> None:
    """Write the window with every kind of doubt on the map, in both themes and languages, and without colours."""
    project = load_folder(DOUBT)
    shots: tuple[tuple[Theme, Language, str], ...] = (("light", "en", ""), ("dark", "en", ""), ("light", "ar", "-ar"))
    for theme, language, suffix in shots:
        with opened(project, theme, language, (1560, 1000), lists=False) as window:
            window.session.set_at(dates.parse(DOUBT_DAY))
            window.session.set_focus(Focus("place", "linz"))
            wait(lambda done: window.map.web.page.runJavaScript(OPEN_LEGEND, 0, lambda _: done()))
            window.map.post(Fit(DOUBT_BOX))
            shot = grab(window)
            save(shot, OUT / f"doubt-{theme}{suffix}.png")
            if (theme, language) == ("light", "en"):
                save(seen_without(shot, DEUTERANOPIA), OUT / f"doubt-{theme}-deuteranopia.png")
                save(shot.convertToFormat(QImage.Format.Format_Grayscale8), OUT / f"doubt-{theme}-grey.png")


def cells_pictures() -> None:
    """Write the window with so many places that they are gathered in cells, in both themes."""
    project = many_places(load_folder(DOUBT))
    for theme in ("light", "dark"):
        with opened(project, theme, "en", (1560, 1000), lists=False) as window:
            window.session.set_at(dates.parse(DOUBT_DAY))
            window.map.post(Fit(DOUBT_BOX))
            save(grab(window), OUT / f"cells-{theme}.png")


def many_places(project: Project) -> Project:
    """Return a project with the places and claims of another one, many times, at points spread at random."""
    random = np.random.default_rng(1)
    places, claims = {}, {}
    for number, (lat, lon) in enumerate(random.normal((47.5, 17.0), (1.2, 2.5), (CELLS, 2))):
        claim = list(project.claims.values())[number % len(project.claims)]
        place = replace(project.places[claim.place], id=f"place-{number}", lat=lat, lon=lon, precision_m=500)
        places[place.id] = place
        claims[f"claim-{number}"] = replace(claim, id=f"claim-{number}", place=place.id)
    return replace(project, places=places, claims=claims)


@contextmanager
def opened(
    project: Project, theme: Theme, language: Language, size: tuple[int, int], *, lists: bool = True
) -> Iterator[MainWindow]:
    """Open the window on a project, with or without the lists beside the map, and close it afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        file = ProjectFile.create(Path(folder) / "first.mapview", project)
        session = Session(file, theme=theme, language=language)
        apply_theme(app.application(), theme)
        window = MainWindow(session, settings)
        window.resize(*size)
        window.lists_dock.setVisible(lists)
        window.show()
        wait(window.map.ready.connect)
        yield window
        window.close()
        window.deleteLater()


def grab(window: MainWindow) -> QImage:
    """Return what the window shows once all is in."""
    wait(lambda done: QTimer.singleShot(SETTLE_MS, done))
    return window.grab().toImage()


def save(shot: QImage, path: Path) -> None:
    """Write a picture with a palette of the colours that it has most of, which takes a third of the room."""
    pixels = _pixels(shot) >> 3
    codes = (pixels[..., 0].astype(np.int32) << 10) | (pixels[..., 1].astype(np.int32) << 5) | pixels[..., 2]
    numbers = np.bincount(codes.ravel(), minlength=1 << 15)
    most = np.argsort(-numbers)[:256]
    palette = [qRgb(*((code >> shift & 31) * 255 // 31 for shift in (10, 5, 0))) for code in most.tolist()]
    if not shot.convertToFormat(QImage.Format.Format_Indexed8, palette, THRESHOLD).save(str(path)):
        raise SystemExit(f"{path} cannot be written.")


def _pixels(shot: QImage) -> np.ndarray:
    shot = shot.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(shot.constBits(), np.uint8).reshape(shot.height(), shot.bytesPerLine())
    return rows[:, : 3 * shot.width()].reshape(shot.height(), shot.width(), 3).copy()


def seen_without(shot: QImage, matrix: np.ndarray) -> QImage:
    """Return a picture as eyes see it that lack a kind of cones; the matrix is one of linear red, green and blue."""
    colours = _pixels(shot) / 255.0
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ matrix.T, 0, 1)
    coded = np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055)
    data = np.ascontiguousarray((coded * 255).round().astype(np.uint8))
    return QImage(data.tobytes(), shot.width(), shot.height(), 3 * shot.width(), QImage.Format.Format_RGB888).copy()


def wait(connect: Callable[[Callable[[], None]], object]) -> None:
    """Run the event loop until something that is connected to it ends the wait."""
    loop = QEventLoop()
    connect(loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
