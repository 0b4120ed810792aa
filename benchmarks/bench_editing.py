"""An edit in the window at 10,000 claims on 1,000 places: what it blocks, and when the map shows it."""

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from benchmarks.bench_window import open_window
from benchmarks.generator import made_project
from PySide6.QtCore import QEventLoop, QSettings, QTimer

from mapview.domain.changes import Change, Put
from mapview.domain.model import Place
from mapview.ui import app
from mapview.ui.main_window import MainWindow

EDITS = 20
_POLL_MS = 4


def ask(window: MainWindow, expression: str) -> object:
    """Return the value of a JavaScript expression on the map's page."""
    loop, answers = QEventLoop(), []

    def take(answer: str) -> None:
        answers.append(json.loads(answer))
        loop.quit()

    window.map.web.page.runJavaScript(f"JSON.stringify({expression})", 0, take)
    if not answers:
        loop.exec()
    return answers[0]


def pause(ms: int) -> None:
    """Let events be handled for a while."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def measure(window: MainWindow, edit: Callable[[Place], Change]) -> tuple[list[float], list[float]]:
    """Return the milliseconds for which each edit blocks the window, and until the page has drawn it."""
    session, blocked, drawn = window.session, [], []
    ask(
        window,
        "(window.drawn = 0, window.mapview.onFrame(() => {"
        " if (page_view.engine !== window.last) { window.last = page_view.engine; window.drawn++; } }), 1)",
    )
    for place in list(session.project.places.values())[:EDITS]:
        before = ask(window, "window.drawn")
        start = time.perf_counter()
        session.edit(edit(place), "an edit")
        blocked.append((time.perf_counter() - start) * 1000)
        while ask(window, "window.drawn") == before:
            pause(_POLL_MS)
        drawn.append((time.perf_counter() - start) * 1000)
        pause(300)
    return blocked, drawn


def main() -> None:
    """Print the figures."""
    app.application()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        window = open_window(made_project(1_000, 10_000, seed=7), settings)
        claims = {claim.place: claim for claim in window.session.project.claims.values()}
        edits: dict[str, Callable[[Place], Change]] = {
            "a claim changed": lambda place: Put(replace(claims[place.id], when="../..")),
            "a place moved": lambda place: Put(replace(place, lat=place.lat + 0.4)),
        }
        for what, edit in edits.items():
            for part, times in zip(("blocks the window", "is drawn after"), measure(window, edit), strict=True):
                print(f"{what}: {part} {np.median(times):.0f} ms, at most {max(times):.0f} ms")
        window.close()
        window.deleteLater()
        app.application().processEvents()


if __name__ == "__main__":
    main()
