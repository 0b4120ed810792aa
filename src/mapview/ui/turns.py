"""Panels take turns while the time is in motion, so that none holds up the map."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

#: Between two turns: two frames of the screen, in which the map moves on. The eye reads no panel any faster.
_PAUSE_MS = 33


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    panel: QWidget
    follow: Callable[[], None]

    def is_seen(self) -> bool:
        # A panel behind another one is not hidden: it stands outside the window.
        return self.panel.isVisible() and not self.panel.visibleRegion().isEmpty()


class Turns(QObject):
    """Calls the panels that follow the view: all of them at once; in motion those that are seen, one by one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turns: list[_Turn] = []
        self._waiting: list[_Turn] = []
        self._in_motion = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._next)

    def add(self, panel: QWidget, follow: Callable[[], None]) -> None:
        """Let a panel follow the view, for as long as there is the panel."""
        turn = _Turn(panel, follow)
        self._turns.append(turn)
        panel.destroyed.connect(lambda: self._forget(turn))

    def call(self) -> None:
        """Tell everybody that the view has changed."""
        self._waiting += [turn for turn in self._turns if turn not in self._waiting]
        if not self._in_motion:
            self._catch_up()
        elif not self._pause.isActive():
            self._pause.start()

    def set_in_motion(self, in_motion: bool) -> None:
        """Say whether one change of the view follows another; when they have ended, everybody is up to date."""
        self._in_motion = in_motion
        if not in_motion:
            self._catch_up()

    def _catch_up(self) -> None:
        self._pause.stop()
        while self._waiting:
            self._waiting.pop(0).follow()

    def _next(self) -> None:
        seen = [turn for turn in self._waiting if turn.is_seen()]
        if seen:
            self._waiting.remove(seen[0])
            seen[0].follow()
        if len(seen) > 1:
            self._pause.start()

    def _forget(self, turn: _Turn) -> None:
        self._turns.remove(turn)
        if turn in self._waiting:
            self._waiting.remove(turn)
