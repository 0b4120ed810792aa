"""Work off the main thread: generators that yield how far they are and can be given up between yields."""

import logging
from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from mapview.errors import MapviewError

_log = logging.getLogger(__name__)

#: Yields how far it is, 0 to 1; returns its result.
Steps = Generator[float, None, Any]


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
        QThreadPool.globalInstance().start(QRunnable.create(self._run))

    def give_up(self) -> None:
        """Stop at the next yield; nothing is told afterwards."""
        self._given_up = True

    def _run(self) -> None:
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
