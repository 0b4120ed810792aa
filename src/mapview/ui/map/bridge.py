"""The one object that page scripts can reach: two slots and one signal."""

import logging
from collections import deque

from PySide6.QtCore import QObject, Signal, Slot

from mapview.errors import BadInputError
from mapview.ui.map.messages import Command, encode

_log = logging.getLogger(__name__)


class MapBridge(QObject):
    """What QWebChannel exposes to the page, and nothing else.

    Whatever a page can reach it may call: keep members that are no business of the page in :class:`MapLine`.
    """

    command = Signal(str)

    def __init__(self, line: "MapLine") -> None:
        # No Qt parent and a private name: QWebChannel publishes properties, signals and slots only.
        super().__init__()
        self._line = line

    @Slot()
    def pageReady(self) -> None:  # noqa: N802 (the page's name for it)
        """Say that the page listens."""
        self._line.page_is_ready()

    @Slot(str)
    def send(self, text: str) -> None:
        """Hand over an event of the page."""
        self._line.received.emit(text)


class MapLine(QObject):
    """The line to a page: holds commands back until the page listens."""

    received = Signal(str)
    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = MapBridge(self)
        self._is_ready = False
        self._waiting: deque[Command] = deque()

    @property
    def is_ready(self) -> bool:
        """Whether the page listens."""
        return self._is_ready

    def post(self, command: Command) -> None:
        """Send a command, at once or as soon as the page listens."""
        if self._is_ready:
            self.bridge.command.emit(encode(command))
        else:
            self._waiting.append(command)

    def hang_up(self) -> None:
        """Forget the page: it is gone, and what was meant for it too."""
        self._is_ready = False
        self._waiting.clear()

    def page_is_ready(self) -> None:
        """Send what has waited; a second call of one page is an error of its scripts."""
        if self._is_ready:
            raise BadInputError("The page said twice that it is ready.")
        self._is_ready = True
        self.ready.emit()
        _log.info("The page is ready; %d commands waited for it.", len(self._waiting))
        while self._waiting:
            self.bridge.command.emit(encode(self._waiting.popleft()))
