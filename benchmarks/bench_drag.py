"""The real slider in the real window, dragged for five seconds: how many frames the map drops.

A hand that reports 125 times a second, as a common mouse does, takes the slider's handle from one end of the axis to
the other; the events go through the window, and each is where a steady hand is at that moment. So there is another day
for each of the screen's 60 frames a second, and each shall paint a newer day than the one before: those that do not are
dropped. The page itself notes its frames. There are two peers in the same window and run, which show what software
rendering and the machine's other programs take: the window at rest, whose page only asks for frames; and the page that
moves through the same days by a script of its own, with no hand, panel or time bar to follow.
"""

import json
import tempfile
import time
from pathlib import Path

import numpy as np
from benchmarks.bench_window import open_window
from benchmarks.generator import made_project
from PySide6.QtCore import QEventLoop, QPoint, QSettings, Qt, QTimer
from PySide6.QtTest import QTest

from mapview.ui import app
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus

CLAIMS, PLACES = 100_000, 10_000
DRAG_MS, FRAMES, MOVE_MS = 5000, 300, 8
#: Where on the axis a drag begins and ends, as shares of its width.
ENDS = 0.05, 0.95
DRAGS = 3
DROPPED_BAR = 0.05

_SCRIPT = """
window.noted = [];
window.ticks = [];
mapview.onFrame((frame) => noted.push(frame.day1));
window.onEachFrame = (milliseconds, act) => {
  const end = performance.now() + milliseconds;
  requestAnimationFrame(function tick(now) {
    act(Math.min(1 - (end - now) / milliseconds, 1), now);
    if (now < end) requestAnimationFrame(tick);
  });
};
"""


def run_script(window: MainWindow, script: str) -> object:
    """Run a script in the page and return what it gives, read from JSON."""
    found: list[str] = []
    loop = QEventLoop()

    def take(text: str) -> None:
        found.append(text)
        loop.quit()

    window.map.web.page.runJavaScript(f"JSON.stringify((() => {{{script}}})() ?? null)", 0, take)
    loop.exec()
    return json.loads(found[0])


def wait(milliseconds: int) -> None:
    """Let the window be for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop, loop.quit)
    loop.exec()


def drag(window: MainWindow, *, forwards: bool) -> float:
    """Drag the slider from end to end; return the share of frames that painted no newer day."""
    axis, surface = window.time_bar.axis, window.windowHandle()
    ends = np.array(ENDS if forwards else ENDS[::-1]) * axis.width()

    def at(share: float) -> QPoint:
        return axis.mapTo(window, QPoint(round(float(np.interp(share, [0, 1], ends))), axis.height() // 2))

    loop = QEventLoop()
    hand = QTimer(interval=MOVE_MS, timerType=Qt.TimerType.PreciseTimer)

    def move() -> None:
        share = (time.perf_counter() - start) * 1000 / DRAG_MS
        if share < 1:
            QTest.mouseMove(surface, at(share))
        else:
            loop.quit()

    hand.timeout.connect(move)
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(0))
    wait(500)
    run_script(window, "noted.length = 0")
    start = time.perf_counter()
    hand.start()
    loop.exec()
    hand.stop()
    dropped = missed(window)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(1))
    return dropped


def missed(window: MainWindow) -> float:
    """Return the share of the frames of a drag's time in which the page painted no newer day."""
    days = run_script(window, "return noted")
    return 1 - np.count_nonzero(np.diff(days)) / FRAMES


def step(window: MainWindow) -> float:
    """Return the share of frames that are dropped while the page moves through the days by itself."""
    axis = window.time_bar.axis
    first, last = (axis.scale.day(axis.width() * share) for share in ENDS)
    to_day = f"Math.round({first} + {last - first} * share)"
    run_script(window, f"noted.length = 0; onEachFrame({DRAG_MS}, (share) => mapview.setDays({to_day}, {to_day}))")
    wait(DRAG_MS)
    return missed(window)


def rest(window: MainWindow) -> float:
    """Return the share of frames that the page of a window at rest is not asked for."""
    run_script(window, f"ticks.length = 0; onEachFrame({DRAG_MS}, (_, now) => ticks.push(now))")
    wait(DRAG_MS)
    return 1 - float(run_script(window, "return ticks.length")) / FRAMES


def report(window: MainWindow, named: str) -> None:
    """Print how many frames are dropped with these panels, beside a window at rest."""
    wait(1000)
    rows = np.array([(drag(window, forwards=n % 2 == 0), step(window), rest(window)) for n in range(DRAGS)])
    hand, page, idle = np.median(rows, axis=0)
    worst, worst_page, worst_idle = rows.max(axis=0)
    print(
        f"drag, {named}: {hand:.1%} of frames dropped (bar {DROPPED_BAR:.0%}), at worst {worst:.1%}; "
        f"the page by itself {page:.1%}, at worst {worst_page:.1%}; at rest {idle:.1%}, at worst {worst_idle:.1%}",
        flush=True,
    )


def main() -> None:
    """Print all figures."""
    app.application()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        window = open_window(made_project(PLACES, CLAIMS, seed=7), settings)
        session = window.session
        busiest = int(session.tally.by_place.argmax())
        session.set_focus(Focus("place", session.timeline.columns.place_ids[busiest]))
        run_script(window, _SCRIPT)
        report(window, "map, lists and claims of a place")
        window.table_dock.show()
        report(window, "the same and the table")
        window.close()
        window.deleteLater()
        app.application().processEvents()


if __name__ == "__main__":
    main()
