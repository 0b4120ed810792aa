"""Work off the main thread: generators that yield how far they are and can be given up between yields."""

import logging
from collections.abc import Callable, Generator
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

from mapview.errors import MapviewError

_log = logging.getLogger(__name__)

#: Yields how far it is, 0 to 1; returns its result.
Steps = Generator[float, None, Any]

_numbers = count()
#: The jobs that threads work at, by number: a thread holds no widget, page or timer whose last hold would be its own,
#: since what Qt made in the main thread must be taken apart there.
_at_work: dict[int, "Job"] = {}


class Job(QObject):
    """One piece of work; its signals arrive in the thread that made it."""

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, steps: Callable[[], Steps], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._given_up = False

    def start(self) -> None:
        """Begin, as soon as a thread is free."""
        number = next(_numbers)
        _at_work[number] = self
        QThreadPool.globalInstance().start(QRunnable.create(partial(_work, number, _main_thread())))

    def give_up(self) -> None:
        """Stop at the next yield; nothing is told afterwards."""
        self._given_up = True

    def run(self) -> None:
        """Do the work; in a thread of the pool."""
        steps = self._steps()
        try:
            while not self._given_up:
                self.progressed.emit(next(steps))
        except StopIteration as end:
            self.finished.emit(end.value)
        except MapviewError as error:
            self.failed.emit(str(error))
        except Exception:  # noqa: BLE001 - nobody else hears of what fails in a thread
            if not isValid(self):
                # The window went while this was at work: nobody is left to be told.
                return
            _log.exception("A job failed.")
            self.failed.emit(self.tr("This failed for a reason that the log file tells; see Help, Log file."))
        finally:
            steps.close()


class _MainThread(QObject):
    """Lets go of jobs, in the thread that made it."""

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


def _work(number: int, main_thread: _MainThread) -> None:
    _at_work[number].run()
    main_thread.ended.emit(number)
