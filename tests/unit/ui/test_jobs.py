import subprocess
import sys
import threading
import weakref

from PySide6.QtCore import QObject, QRunnable, QThreadPool
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken, delete

from mapview.ui.jobs import Job, Steps

PATIENCE_MS = 60_000


def test_what_a_job_holds_last_is_taken_apart_in_the_main_thread(qtbot: QtBot) -> None:
    where: list[threading.Thread] = []
    may_end = threading.Event()

    class Held(QObject):
        def steps(self) -> Steps:
            yield 0.0
            assert may_end.wait(60)

    held = Held()
    weakref.finalize(held, lambda: where.append(threading.current_thread()))
    job = Job(held.steps)
    job.start()
    del held, job
    may_end.set()
    assert QThreadPool.globalInstance().waitForDone(PATIENCE_MS)
    assert where == []
    qtbot.waitUntil(lambda: bool(where), timeout=PATIENCE_MS)
    assert where == [threading.main_thread()]


def test_a_job_that_was_given_up_tells_nothing(qtbot: QtBot) -> None:
    told: list[object] = []
    going_on = threading.Event()

    def steps() -> Steps:
        yield 0.0
        assert going_on.wait(60)
        yield 0.5
        return "result"

    job = Job(steps)
    job.finished.connect(told.append)
    job.start()
    job.give_up()
    going_on.set()
    assert QThreadPool.globalInstance().waitForDone(PATIENCE_MS)
    qtbot.wait(0)
    assert told == []


def test_a_job_whose_window_goes_is_given_up_and_let_go(qtbot: QtBot) -> None:
    window, at_work, going_on, gone = QObject(), threading.Event(), threading.Event(), []

    class Held:
        def steps(self) -> Steps:
            at_work.set()
            assert going_on.wait(60)
            yield 0.5
            raise AssertionError("nobody wants to hear this")

    held = Held()
    weakref.finalize(held, lambda: gone.append(True))
    job = Job(held.steps, window, wake=going_on.set)
    job.start()
    assert at_work.wait(60)
    del held, job
    delete(window)
    # Deleting it has woken the thread too.
    assert QThreadPool.globalInstance().waitForDone(PATIENCE_MS)
    qtbot.waitUntil(lambda: bool(gone), timeout=PATIENCE_MS)


def test_nothing_that_a_thread_has_done_with_is_taken_for_what_comes_to_lie_there(qtbot: QtBot) -> None:
    def steps() -> Steps:
        yield 0.0

    ended: list[object] = []
    jobs = [Job(steps) for _ in range(200)]
    for job in jobs:
        job.finished.connect(ended.append)
        job.start()
    qtbot.waitUntil(lambda: len(ended) == len(jobs), timeout=PATIENCE_MS)
    assert not [found for found in Shiboken.getAllValidWrappers() if isinstance(found, QRunnable)]


_GO = """
from PySide6.QtCore import QEventLoop, QObject, QThreadPool, QTimer
from mapview.ui import app
from mapview.ui.jobs import Job

application = app.application()


def steps():
    for number in range(3000):
        yield number / 3000
    return [1]


def wait(ms):
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


for turn in range(150):
    windows = [QObject() for _ in range(6)]
    for window in windows:
        job = Job(steps, window)
        job.progressed.connect(lambda share: None)
        job.start()
    wait(turn % 4)
    for window in windows:
        window.deleteLater()
    del windows, window, job
    wait(turn % 3)
"""

_END = """
import threading
from mapview.ui import app
from mapview.ui.jobs import Job

application, at_work, woken = app.application(), threading.Event(), threading.Event()


def steps():
    at_work.set()
    woken.wait(60)
    try:
        yield 0.5
    finally:
        print("closed")


job = Job(steps, wake=woken.set)
job.start()
at_work.wait(60)
"""


def _run(script: str) -> str:
    # A process of its own: what this looks for ends the one that it happens in.
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_windows_go_while_threads_tell_how_far_their_jobs_are() -> None:
    _run(_GO)


def test_the_program_ends_while_a_thread_is_at_work() -> None:
    assert _run(_END) == "closed\n"
