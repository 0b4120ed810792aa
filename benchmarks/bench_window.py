"""The window: slider to painted frame, start to first painted map, memory.

A step sets the session's day, which moves map, panel, lists and time bar, and ends when the page reports the painted
frame of that day. The page paints 60 times a second, so that no step can take less than what is left of a frame.
Start is measured in processes of their own, from their start to the first frame with all tiles.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from benchmarks.generator import made_project
from benchmarks.processes import below, memory_mb
from PySide6.QtCore import QEventLoop, QSettings, QTimer

from mapview.config import resource_path
from mapview.domain.model import Project
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.ui import app
from mapview.ui.garbage import leave_out_what_is_there
from mapview.ui.main_window import MainWindow
from mapview.ui.map.messages import Painted
from mapview.ui.session import Focus, Session
from mapview.ui.widgets.theme import apply_theme

STEPS = 500
STARTS = 5
START_BAR_S = 2.5
STEP_BARS_MS = {50: 17.0, 95: 33.0, 99: 50.0}
_PATIENCE_MS = 30_000


def wait_for(connect: Callable[[Callable[..., None]], object], until: Callable[..., bool]) -> None:
    """Run the event loop until a signal brings what is wanted."""
    loop = QEventLoop()
    connect(lambda *what: loop.quit() if until(*what) else None)
    patience = QTimer(singleShot=True, interval=_PATIENCE_MS)
    patience.timeout.connect(lambda: loop.exit(1))
    patience.start()
    if loop.exec():
        raise TimeoutError("the page did not paint")


def open_window(project: Project, settings: QSettings) -> MainWindow:
    """Open a window as large as a common screen and wait until its map is complete."""
    path = Path(settings.fileName()).with_name("project.mapview")
    return open_window_on(ProjectFile.create(path, project, replacing=True), settings)


def open_window_on(file: ProjectFile, settings: QSettings) -> MainWindow:
    """Open a window on a project file and wait until its map is complete."""
    session = Session(file)
    apply_theme(app.application(), session.theme)
    window = MainWindow(session, settings)
    window.resize(1600, 1000)
    window.show()
    # As the program does once a project is open.
    leave_out_what_is_there()
    wait_for(window.map.painted.connect, lambda event: event.complete)
    return window


def scrub(window: MainWindow, steps: int) -> list[float]:
    """Return the milliseconds of each step, one after another, with the busiest place read."""
    session, taken = window.session, []
    busiest = int(session.tally.by_place.argmax())
    session.set_focus(Focus("place", session.timeline.columns.place_ids[busiest]))
    first, last = session.first_day, session.last_day
    days = np.linspace(max(first, last - 2 * steps), last, steps).round().astype(int).tolist()
    loop = QEventLoop()
    wanted = [0]

    def painted(event: Painted) -> None:
        if event.day0 == wanted[0]:
            loop.quit()

    window.map.painted.connect(painted)
    for day in days:
        if session.days == (day, day):
            continue
        wanted[0] = day
        start = time.perf_counter()
        session.set_day(day)
        loop.exec()
        taken.append((time.perf_counter() - start) * 1000)
        app.application().processEvents()
    window.map.painted.disconnect(painted)
    return taken


def step_of_window(window: MainWindow, steps: int = 100) -> float:
    """Return the median milliseconds that the window itself takes for a step, without the page."""
    session, taken = window.session, []
    for day in np.linspace(session.last_day - 2 * steps, session.last_day, steps).astype(int).tolist():
        start = time.perf_counter()
        session.set_day(day)
        taken.append((time.perf_counter() - start) * 1000)
    return float(np.median(taken))


def report_scrub(name: str, project: Project) -> None:
    """Print the figures of one timeline."""
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        window = open_window(project, settings)
        scrub(window, 30)
        taken = scrub(window, STEPS)
        own = step_of_window(window)
        memory = sum(map(memory_mb, [os.getpid(), *below(os.getpid())]))
        window.close()
        window.deleteLater()
        app.application().processEvents()
    figures = ", ".join(
        f"p{percentile} {np.percentile(taken, percentile):.1f} ms (bar {bar:g})"
        for percentile, bar in STEP_BARS_MS.items()
    )
    print(f"scrub {name}: {len(taken)} steps, {figures}; the window's own part {own:.1f} ms; memory {memory:.0f} MB")


def report_start() -> None:
    """Print how long the program takes from its start to a complete map of the first timeline."""
    taken = []
    for _ in range(STARTS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "benchmarks.bench_window", "start"], check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    # The first one warms the disk's cache.
    warm = taken[1:]
    print(
        f"start to first complete map, exit included: median {np.median(warm):.2f} s (bar {START_BAR_S:g} s), "
        f"first {taken[0]:.2f} s"
    )


def start_once() -> None:
    """Open the window on the first timeline, and leave as soon as its map is complete."""
    with tempfile.TemporaryDirectory() as folder:
        app.application()
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        open_window(load_folder(resource_path("seeds")), settings).close()


def main() -> None:
    """Print all figures."""
    if sys.argv[1:] == ["start"]:
        start_once()
        return
    app.application()
    report_scrub("first timeline", load_folder(resource_path("seeds")))
    report_scrub("10,000 claims on 1,000 places", made_project(1_000, 10_000, seed=7))
    report_start()


if __name__ == "__main__":
    main()
