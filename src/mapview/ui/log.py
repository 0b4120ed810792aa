"""The log file, with what Qt says and what nobody caught."""

import logging
import logging.handlers
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

import mapview
from mapview.config import log_path

_log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Uncaught(QObject):
    """Logs what nobody caught, and tells the reader that something went wrong."""

    #: A sentence for the reader.
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._telling = False

    def log(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Do so; to be ``sys.excepthook``."""
        _log.critical("Not caught: %s", "".join(traceback.format_exception(kind, error, trace)))
        sys.__excepthook__(kind, error, trace)
        # What fails while it is told comes back here: it is logged only.
        if self._telling or not issubclass(kind, Exception):
            return
        self._telling = True
        try:
            words = QCoreApplication.translate("Uncaught", "Something went wrong; the log file has the details: {}")
            self.told.emit(words.format(log_path()))
        finally:
            self._telling = False


def start_log() -> Uncaught:
    """Write the log file that Help names, with Qt's warnings and what nobody caught; return what logs the latter."""
    handler = logging.handlers.RotatingFileHandler(log_path(), maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_log_of_qt)
    uncaught = Uncaught()
    sys.excepthook = uncaught.log
    _log.info("MapView %s", mapview.__version__)
    return uncaught


def _log_of_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s (%s)", message, context.category or "default")
