"""The window's own part of a step of the slider: lists, filters, claims panel and time bar, without the map's page.

A step sets the session's day and lets every panel paint. The filter tab counts all values that can be filtered by.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from benchmarks.generator import made_project
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from mapview.domain.filters import Filter
from mapview.store.project_file import ProjectFile
from mapview.ui import app
from mapview.ui.claims.panel import ClaimsPanel
from mapview.ui.clocks.bar import TimeBar
from mapview.ui.clocks.bookmarks import Bookmarks
from mapview.ui.lists.filters_panel import FiltersPanel
from mapview.ui.lists.panel import ListsPanel
from mapview.ui.session import Focus, Session
from mapview.ui.widgets.theme import apply_theme

STEPS = 100
#: Milliseconds, of a frame of which the map's page needs its part.
STEP_BAR_MS, CALL_BAR_MS = 17.0, 10.0
SIZES = ((1_000, 10_000), (10_000, 100_000), (100_000, 1_000_000))


def steps(session: Session, application: QApplication) -> tuple[float, float, float, float]:
    """Return what steps take in milliseconds.

    That is the median and the 95th percentile, painted, the median without painting, and the 95th percentile of the
    time at work, without what other programs on the machine took.
    """
    called, painted, worked = [], [], []
    for day in np.linspace(session.first_day + 50, session.last_day - 300, STEPS).astype(int).tolist():
        start, begun = time.perf_counter(), time.thread_time()
        session.set_day(day)
        called.append((time.perf_counter() - start) * 1000)
        application.processEvents()
        painted.append((time.perf_counter() - start) * 1000)
        worked.append((time.thread_time() - begun) * 1000)
    return (
        float(np.median(painted)),
        float(np.percentile(painted, 95)),
        float(np.median(called)),
        float(np.percentile(worked, 95)),
    )


def report(places: int, claims: int) -> None:
    """Print the figures of one timeline."""
    application = app.application()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        session = Session(ProjectFile.create(Path(folder) / "project.mapview", made_project(places, claims, seed=7)))
        apply_theme(application, session.theme)
        lists, panel, bar = ListsPanel(session), ClaimsPanel(session), TimeBar(session, settings)
        filters = FiltersPanel(session, Bookmarks(session, lambda _box: None, bar))
        lists.addTab(filters, "Filter")
        for widget, size in ((lists, (300, 800)), (panel, (400, 800)), (bar, (1400, 130))):
            widget.resize(*size)
            widget.show()
        busiest = int(session.tally.by_place.argmax())
        session.set_focus(Focus("place", session.timeline.columns.place_ids[busiest]))
        cases: tuple[tuple[str, Callable[[], None]], ...] = (
            ("list of places", lambda: lists.setCurrentIndex(0)),
            ("known time locked", lambda: session.set_known("locked")),
            ("everything so far", lambda: (session.set_known(None), session.set_mode("cumulative"))[1]),
            ("filter tab", lambda: (session.set_mode("instant"), lists.setCurrentWidget(filters))[1]),
            ("filter tab, filtered", lambda: session.set_filter(Filter(modalities=("planned", "reported")))),
        )
        print(f"{claims:,} claims on {places:,} places")
        for name, prepare in cases:
            prepare()
            # Once for what is found once.
            steps(session, application)
            median, high, called, worked = steps(session, application)
            print(
                f"  step, {name}: median {median:.1f} ms, p95 {high:.1f} ms (bar {STEP_BAR_MS:g}), at work"
                f" {worked:.1f} ms; without painting {called:.1f} ms (bar {CALL_BAR_MS:g})"
            )
        start = time.perf_counter()
        session.set_filter(Filter(text="about place 7"))
        held_up = (time.perf_counter() - start) * 1000
        while session.words.wanted is not None:
            application.processEvents()
        took = time.perf_counter() - start
        print(f"  words looked up in all claims: {took:.2f} s, which holds the window up for {held_up:.0f} ms")
        for widget in (lists, panel, bar):
            widget.close()
            widget.deleteLater()
        application.processEvents()


if __name__ == "__main__":
    for size in SIZES:
        report(*size)
