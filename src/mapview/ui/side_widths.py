"""Keeps room for the map between the panels at its sides."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

#: The share of the window's width that the map keeps.
_SHARE_OF_MAP = 0.42
_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


class SideWidths(QObject):
    """Narrows the panels at both sides, the widest first, where they would leave the map too little of a window.

    They are not narrowed below what they need at least, and a width that a person has dragged them to stays until the
    window is resized or another panel opens.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._wait = QTimer(self, singleShot=True, interval=0)
        self._wait.timeout.connect(self._share_out)
        window.installEventFilter(self)
        for dock in window.findChildren(QDockWidget):
            dock.visibilityChanged.connect(self._wait.start)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Look again after the window was resized."""
        if event.type() == QEvent.Type.Resize:
            self._wait.start()
        return super().eventFilter(watched, event)

    def _share_out(self) -> None:
        docks = [dock for area in (_LEFT, _RIGHT) for dock in self._in_front(area)]
        taken = sum(dock.width() for dock in docks)
        room = round(self._window.width() * (1 - _SHARE_OF_MAP))
        if taken > room:
            widths = levelled([dock.width() for dock in docks], room)
            self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def _in_front(self, area: Qt.DockWidgetArea) -> list[QDockWidget]:
        window = self._window
        return [
            dock
            for dock in window.findChildren(QDockWidget)
            if window.dockWidgetArea(dock) == area and not dock.isFloating() and not dock.visibleRegion().isEmpty()
        ]


def levelled(widths: list[int], room: int) -> list[int]:
    """Return widths that fill no more than some room, of which only the widest have given way.

    Examples
    --------
    >>> levelled([250, 390], 600), levelled([440, 390], 600), levelled([250, 300], 600)
    ([250, 350], [300, 300], [250, 300])
    """
    left, found = room, dict.fromkeys(range(len(widths)), 0)
    for number, at in enumerate(sorted(found, key=widths.__getitem__)):
        found[at] = min(widths[at], left // (len(widths) - number))
        left -= found[at]
    return list(found.values())
