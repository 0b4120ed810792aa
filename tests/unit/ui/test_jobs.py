import threading
import weakref

from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot

from mapview.ui.jobs import Job, Steps


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
    assert QThreadPool.globalInstance().waitForDone(60_000)
    assert where == []
    qtbot.waitUntil(lambda: bool(where))
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
    assert QThreadPool.globalInstance().waitForDone(60_000)
    qtbot.wait(0)
    assert told == []
