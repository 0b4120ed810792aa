"""Work beside the window: a generator that runs in a thread and tells how far it is."""

import atexit
import logging
import threading
from collections.abc import Callable, Generator
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, Signal, Slot

from mapview.errors import MapviewError

_log = logging.getLogger(__name__)

#: Yields how far it is, 0 to 1; returns its result.
Steps = Generator[float, None, Any]


class Job(QObject):
    """One piece of work; its signals arrive in the thread that made it.

    Parameters
    ----------
    steps
        Begins the work, in a thread of the pool.
    wake
        Called in the main thread when it is given up, for a thread that waits for something; knows no objects of Qt's.
    """

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(
        self, steps: Callable[[], Steps], parent: QObject | None = None, wake: Callable[[], object] | None = None
    ) -> None:
        super().__init__(parent)
        given_up = threading.Event()

        def give_up() -> None:
            given_up.set()
            if wake is not None:
                wake()

        work = self._work = _Work(steps, given_up.is_set, give_up)
        work.progressed.connect(self.progressed)
        work.finished.connect(self.finished)
        work.failed.connect(self.failed)
        # Nothing of Qt's: when this goes as garbage, that may be taken apart already.
        self.destroyed.connect(give_up)

    def start(self) -> None:
        """Begin, as soon as a thread is free."""
        number = next(_numbers)
        _at_work[number] = self._work
        in_thread(partial(_do, number, _main_thread()))

    def give_up(self) -> None:
        """Stop at the next yield; nothing is told afterwards."""
        self._work.give_up()


def in_thread(do: Callable[[], object], pool: QThreadPool | None = None, priority: int = 0) -> None:
    """Do something in a thread of a pool, else of the program's own."""
    # Not QRunnable.create: PySide 6.11 takes whatever comes to lie at its address later for a QRunnable still.
    (pool or QThreadPool.globalInstance()).start(do, priority)


class _Work(QObject):
    """What a thread does and tells: no window takes it along when it goes, as a signal may be on its way just then."""

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(
        self, steps: Callable[[], Steps], is_given_up: Callable[[], bool], give_up: Callable[[], None]
    ) -> None:
        super().__init__()
        self._steps, self._is_given_up, self.give_up = steps, is_given_up, give_up

    def run(self) -> None:
        """Do the work; in a thread of the pool."""
        steps = self._steps()
        try:
            while not self._is_given_up():
                self.progressed.emit(next(steps))
        except StopIteration as end:
            self.finished.emit(end.value)
        except MapviewError as error:
            self.failed.emit(str(error))
        except Exception:  # noqa: BLE001 - nobody else hears of what fails in a thread
            _log.exception("A job failed.")
            words = QCoreApplication.translate(
                "Job", "This failed for a reason that the log file tells; see Help, Log file."
            )
            self.failed.emit(words)
        finally:
            steps.close()


_numbers = count()
#: What threads work at, by number: a thread holds no widget, page or timer whose last hold would be its own, since what
#: Qt made in the main thread must be taken apart there.
_at_work: dict[int, _Work] = {}


class _MainThread(QObject):
    """Lets go of work that is done, in the thread that made it."""

    ended = Signal(int)

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self.ended.connect(self._let_go, Qt.ConnectionType.QueuedConnection)

    @Slot(int)
    def _let_go(self, number: int) -> None:
        del _at_work[number]


def _main_thread() -> _MainThread:
    app = QCoreApplication.instance()
    found = app.findChild(_MainThread) if app is not None else None
    return found if isinstance(found, _MainThread) else _MainThread(app)


def _do(number: int, main_thread: _MainThread) -> None:
    _at_work[number].run()
    main_thread.ended.emit(number)


@atexit.register
def _give_up_all() -> None:
    """Wait for the threads before the program ends: PySide then takes apart what they tell by."""
    for work in list(_at_work.values()):
        work.give_up()
    QThreadPool.globalInstance().waitForDone()
