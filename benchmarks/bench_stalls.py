"""Stalls of the real window at 100,000 and at 1,000,000 claims: each thing that a reader does, and what holds it up.

A timer of 5 ms tells how long the window was away from its events, and for how much of that it was at work rather than
waiting for a processor; while it is away, a second thread looks which function it is in. Each size is measured in a
process of its own.
"""

import gc
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

from benchmarks.bench_project_file import timed
from benchmarks.bench_window import open_window_on
from benchmarks.generator import made_project
from PySide6.QtCore import QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QLineEdit

from mapview.domain.changes import Put
from mapview.domain.filters import Filter
from mapview.domain.model import Text
from mapview.store.new_file import write_file
from mapview.store.project_file import ProjectFile
from mapview.ui import app
from mapview.ui.forms.claim_form import ClaimForm
from mapview.ui.garbage import leave_out_what_is_there
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus, New

SIZES = (100_000, 1_000_000)
BAR_MS = 50.0
_TICK_MS = 5
#: A thing is done once the window has been at hand for so long.
_CALM_S, _AT_MOST_S = 0.7, 60.0
_KEY_MS = 90
_SAMPLE_S = 0.002
#: So many stalls of a thing are printed, and so many functions of each.
_STALLS, _PLACES = 3, 2


class Watcher(QObject):
    """Notes for how long the window is away from its events, and where."""

    def __init__(self) -> None:
        super().__init__()
        self._main = threading.main_thread().ident or 0
        #: When the window was last away, and when it last came back to its events.
        self.busy = self._last = time.perf_counter()
        self._worked = time.thread_time()
        self._seen: list[tuple[float, str]] = []
        self.stalls: list[tuple[float, float, str]] = []
        self.gaps: list[float] = []
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        threading.Thread(target=self._look, daemon=True).start()

    def begin(self) -> None:
        """Forget what was."""
        self.stalls, self.gaps = [], []
        self._last = self.busy = time.perf_counter()

    def _tick(self) -> None:
        now = time.perf_counter()
        began, self._last = self._last, now
        worked, self._worked = self._worked, time.thread_time()
        gap = (now - began) * 1000
        self.gaps.append(gap)
        if gap > BAR_MS / 2:
            self.busy = now
        if gap > BAR_MS:
            where = Counter(place for at, place in self._seen if began <= at <= now)
            places = "; ".join(f"{count} {place}" for place, count in where.most_common(_PLACES))
            self.stalls.append((gap, (self._worked - worked) * 1000, places))
        self._seen.clear()

    def _look(self) -> None:
        while True:
            time.sleep(_SAMPLE_S)
            now = time.perf_counter()
            if now - self._last > 0.015:
                # No name for the frame, which would keep what is in it until this thread lets go of it.
                self._seen.append((now, _place_of(sys._current_frames().get(self._main))))  # noqa: SLF001


def _place_of(frame: FrameType | None) -> str:
    found: list[str] = []
    while frame is not None:
        name = frame.f_code.co_filename
        if "/mapview/" in name and len(found) < 3:
            found.append(f"{name.split('/mapview/')[1]}:{frame.f_code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(found) or "Qt"


def until_calm(watcher: Watcher, at_least_s: float = 0.0) -> None:
    """Run the event loop until the window has been at hand for a while."""
    loop, began = QEventLoop(), time.perf_counter()
    timer = QTimer(interval=20)

    def look() -> None:
        now = time.perf_counter()
        if now - began > _AT_MOST_S or (now - watcher.busy > _CALM_S and now - began > at_least_s):
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()


def doing(watcher: Watcher, name: str, do: Callable[[], object], at_least_s: float = 0.0) -> None:
    """Do a thing from within the event loop, and print its stalls."""
    watcher.begin()
    began = time.perf_counter()
    QTimer.singleShot(10, do)
    until_calm(watcher, at_least_s)
    took = watcher.busy - began
    worst = sorted(watcher.stalls, reverse=True)
    longest = max(watcher.gaps, default=0.0)
    verdict = "within" if longest <= BAR_MS else f"OVER ({len(worst)} times)"
    print(
        f"{name}: away for at most {longest:.0f} ms, {verdict} {BAR_MS:g} ms; done in {max(took, 0):.2f} s", flush=True
    )
    for stall, worked, where in worst[:_STALLS]:
        print(f"    {stall:.0f} ms, at work for {worked:.0f} ms, in {where}", flush=True)


def typing(field: QLineEdit, text: str) -> Callable[[], None]:
    """Return what types a text key by key as a hand does."""

    def begin() -> None:
        field.setFocus()
        for number, key in enumerate(text):
            QTimer.singleShot(_KEY_MS * (number + 1), lambda key=key: QTest.keyClicks(field, key))

    return begin


def things(window: MainWindow) -> list[tuple[str, Callable[[], object], float]]:
    """Return what a reader does: name, how, and for how many seconds at least."""
    session, lists = window.session, window.lists
    columns = session.timeline.columns
    place = columns.place_ids[len(columns.place_ids) // 2]
    row = columns.rows_of_place(len(columns.place_ids) // 2).start
    claim = session.project.claims[columns.ids[row]]
    source = next(iter(session.project.sources.values()))
    topic = next(iter(session.project.topics.values()))

    def steps() -> None:
        for number in range(30):
            QTimer.singleShot(60 * number, lambda: session.step(1))

    def tab(name: str) -> Callable[[], None]:
        return lambda: lists.setCurrentIndex([lists.tabText(at) for at in range(lists.count())].index(name))

    def type_a_place() -> None:
        form = window.forms.form
        assert isinstance(form, ClaimForm)  # noqa: S101
        typing(form.place.combo.field, "place 51")()

    def bring(dock: QDockWidget) -> Callable[[], None]:
        return lambda: (dock.show(), dock.raise_())[1]

    def put(entity: object, label: str) -> Callable[[], None]:
        return lambda: session.edit(Put(entity), label)

    made = replace(claim, id="made-here")
    reported = Filter(modalities=("reported",))
    here = session.project.places[place]
    return [
        ("one step after another", steps, 2.2),
        ("play", lambda: window.time_bar.toggle_play(1), 4.0),
        ("stop", window.time_bar.stop, 0.0),
        ("tab of sources", tab("Sources"), 0.0),
        ("tab of topics", tab("Topics"), 0.0),
        ("tab of places", tab("Places"), 0.0),
        ("filter places by words", typing(lists.widget(0).filter, "place 77"), 1.5),
        ("filter places no longer", lists.widget(0).filter.clear, 0.0),
        ("filter tab", tab("Filter"), 0.0),
        ("filter by words", typing(window.filters.text, "statement 77"), 2.5),
        ("filter by a value", lambda: session.set_filter(reported), 0.0),
        ("filter by a value and words", lambda: session.set_filter(replace(reported, text="place 12")), 0.0),
        ("filter no longer", lambda: session.set_filter(Filter()), 0.0),
        ("back to places", tab("Places"), 0.0),
        ("search", typing(window.search, "place 4321"), 2.0),
        ("search for a word of all claims", typing(window.search, "statement"), 2.0),
        ("search no longer", lambda: QTest.keyClick(window.search, Qt.Key.Key_Escape), 0.0),
        ("a place", lambda: session.set_focus(Focus("place", place)), 0.0),
        ("a source", lambda: session.set_focus(Focus("source", source.id)), 0.0),
        ("the place again", lambda: session.set_focus(Focus("place", place)), 0.0),
        ("a claim, at its time", lambda: session.show_claim(claim.id), 0.0),
        ("account of the place", window.show_account, 0.0),
        ("form of a claim", lambda: session.form_asked_for.emit(claim), 0.0),
        ("typing a place in the form", type_a_place, 1.5),
        ("the form given up", window.forms.give_up, 0.0),
        ("form of a new claim", lambda: session.form_asked_for.emit(New("claims")), 0.0),
        ("form of a new claim given up", window.forms.give_up, 0.0),
        ("form of a new claim again", lambda: session.form_asked_for.emit(New("claims")), 0.0),
        ("with the form open, a claim edited", put(replace(claim, note="Once."), "a note"), 0.0),
        ("form given up again", window.forms.give_up, 0.0),
        ("form of a place", lambda: session.form_asked_for.emit(session.project.places[place]), 0.0),
        ("form of a place given up", window.forms.give_up, 0.0),
        ("form of a source", lambda: session.form_asked_for.emit(source), 0.0),
        ("form of a source given up", window.forms.give_up, 0.0),
        ("form of a topic", lambda: session.form_asked_for.emit(topic), 0.0),
        ("form of a topic given up", window.forms.give_up, 0.0),
        ("a note for a claim", put(replace(claim, note="Noted."), "a note"), 0.0),
        ("another time for a claim", put(replace(claim, when="2025-05/.."), "a time"), 0.0),
        ("a new claim", put(made, "a claim"), 0.0),
        ("undo", window.undo, 0.0),
        ("redo", window.redo, 0.0),
        ("a place moved", put(replace(here, lat=33.3), "a move"), 0.0),
        ("another name for a place", put(replace(here, names=Text("Elsewhere")), "a name"), 0.0),
        ("another day for a source", put(replace(source, published="2025-03-03"), "a day"), 0.0),
        ("another rule for a topic", put(replace(topic, exclusive=()), "a rule"), 0.0),
        ("that undone", window.undo, 0.0),
        ("conflicts", window.show_disputes, 0.0),
        ("next conflict", lambda: window.go_to_dispute(1), 0.0),
        ("conflicts of all times", lambda: window.disputes.all_times.setChecked(True), 0.0),
        ("one step after another, with conflicts of all times", steps, 2.2),
        ("conflicts of now", lambda: window.disputes.all_times.setChecked(False), 0.0),
        ("claims again", bring(window.claims_dock), 0.0),
        ("table", bring(window.table_dock), 8.0),
        ("table by statement", lambda: window.table.order_by("statement"), 0.0),
        ("table by value", lambda: window.table.order_by("value"), 0.0),
        ("table by status", lambda: window.table.order_by("status"), 0.0),
        ("table filtered", typing(window.table.filter, "place 77"), 2.5),
        ("table as on the map", lambda: (window.table.show_all(), window.table.on_map.setChecked(True)), 0.0),
        ("one step after another, with the table", steps, 2.2),
        ("with the table, a note", put(replace(claim, note="Noted again."), "a note"), 0.0),
        ("table hidden", window.table_dock.hide, 0.0),
        ("in Arabic", lambda: session.set_appearance(language="ar"), 0.0),
        ("in English", lambda: session.set_appearance(language="en"), 0.0),
        ("dark", lambda: session.set_appearance(theme="dark"), 0.0),
    ]  # fmt: skip


def measure(path: Path, only: str = "") -> None:
    """Open a window on a project file and do all things, or those of a name."""
    app.application()
    with tempfile.TemporaryDirectory() as folder, ProjectFile.open(path) as file:
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        began = time.perf_counter()
        window = open_window_on(file, settings)
        print(f"from the opened file to the first painted map: {time.perf_counter() - began:.2f} s", flush=True)
        print(f"a full collection of garbage: {timed(gc.collect):.0f} ms", end=", ")
        leave_out_what_is_there()
        print(f"with what is there left out: {timed(gc.collect):.0f} ms")
        watcher = Watcher()
        until_calm(watcher, 2.0)
        for name, do, at_least_s in things(window):
            if only in name:
                doing(watcher, name, do, at_least_s)
        print(f"a full collection of garbage at the end: {timed(gc.collect):.0f} ms")
        window.forms.give_up()
        window.close()
        window.deleteLater()
        app.application().processEvents()


def main() -> None:
    """Print the stalls at each size."""
    if sys.argv[1:2] == ["--make"]:
        claims = int(sys.argv[2])
        write_file(Path(sys.argv[3]), made_project(claims // 10, claims, seed=11))
    elif sys.argv[1:2] == ["--open"]:
        measure(Path(sys.argv[2]), *sys.argv[3:])
    else:
        for claims in [int(size) for size in sys.argv[1:]] or SIZES:
            print(f"-- {claims:,} claims on {claims // 10:,} places", flush=True)
            with tempfile.TemporaryDirectory() as folder:
                path = str(Path(folder) / "made.mapview")
                for part in (["--make", str(claims), path], ["--open", path]):
                    subprocess.run([sys.executable, "-m", "benchmarks.bench_stalls", *part], check=True)


if __name__ == "__main__":
    main()
