"""The time bar: buttons, typed date, play and speed around the painted axis."""

import time

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from mapview.errors import BadDateError
from mapview.render.fonts import map_font
from mapview.render.texts import span_words
from mapview.ui import icons
from mapview.ui.bad_mark import PASSING, BadMark
from mapview.ui.line_edit import keep_on_line
from mapview.ui.session import Session
from mapview.ui.theme import XS, L, M, S
from mapview.ui.time_axis import TimeAxis
from mapview.ui.typed_date import typed_span

_TICK_MS = 16
_SPEEDS = (1, 3, 7, 14, 30, 90, 365)
_DEFAULT_SPEED = 7
_ICON = QSize(18, 18)


class DateField(QLineEdit):
    """Shows the event time in words and takes typed dates."""

    #: Why what was typed is no date; and the same again once it no longer matters.
    refused = Signal(str)
    mended = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName(self.tr("Date"))
        self.setToolTip(self.tr("Type a day, a month or a year: 14 January 2026, 2026-01-14, 2026-01 or 2026"))
        self.setFont(map_font(15, bold=True))
        keep_on_line(self)
        self.setMinimumWidth(210)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._mark = BadMark(self, self, self.refused.emit, self.mended.emit)
        self.returnPressed.connect(self.take)
        self.textEdited.connect(lambda _text: self._mark.clear())
        session.view_changed.connect(self.show_time)
        session.appearance_changed.connect(self.show_time)
        self.show_time()

    def show_time(self) -> None:
        """Show the event time, unless somebody is typing another."""
        if not (self.hasFocus() and self.isModified()):
            self._mark.clear()
            self.setText(span_words(self._session.at, self._session.language))
            self.setCursorPosition(0)

    def take(self) -> None:
        """Go to the date that was typed; a bad one is marked and explained."""
        if not self.isModified():
            return
        try:
            span = typed_span(self.text())
        except BadDateError as error:
            self._mark.set(str(error))
            return
        self.setModified(False)
        self._session.set_at(span)
        self.show_time()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape gives up what was typed."""
        if event.key() == Qt.Key.Key_Escape:
            self._put_back()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Give up what was typed, unless for another window or a menu."""
        super().focusOutEvent(event)
        if event.reason() not in PASSING:
            self._put_back()

    def _put_back(self) -> None:
        self.setModified(False)
        self.show_time()


class TimeBar(QWidget):
    """Everything that moves event time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._left_over = 0.0
        self._ticked = 0.0
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.previous = self._button(self.tr("Previous change (Ctrl+Left)"))
        self.play = self._button("")
        self.next = self._button(self.tr("Next change (Ctrl+Right)"))
        self.date = DateField(session, self)
        self.axis = TimeAxis(session, self)
        self.speed = QComboBox(self)
        self._build()
        self.previous.clicked.connect(lambda: self.go_to_change(-1))
        self.next.clicked.connect(lambda: self.go_to_change(1))
        self.play.clicked.connect(self.toggle_play)
        self.axis.play_asked.connect(self.toggle_play)
        session.view_changed.connect(self._follow)
        session.appearance_changed.connect(self._dress)
        self._dress()
        self._follow()

    @property
    def is_playing(self) -> bool:
        """Whether time moves by itself."""
        return self._timer.isActive()

    def toggle_play(self) -> None:
        """Let time move by itself, from the start if it has reached the end; or stop it."""
        if self.is_playing:
            self._timer.stop()
        else:
            if self._session.days[1] >= self._session.last_day:
                self._session.set_day(self._session.first_day)
            self._left_over, self._ticked = 0.0, time.monotonic()
            self._timer.start()
        self._dress()

    def stop(self) -> None:
        """Let time stand."""
        if self.is_playing:
            self.toggle_play()

    def go_to_change(self, direction: int) -> None:
        """Go to the next day after (1) or before (-1) on which what is in force changes."""
        day = self._session.next_stop("change", direction)
        if day is not None:
            self._session.set_day(day)

    def _tick(self) -> None:
        now = time.monotonic()
        self._left_over += (now - self._ticked) * float(self.speed.currentData())
        self._ticked = now
        days, self._left_over = divmod(self._left_over, 1)
        if days:
            self._session.step(int(days))
        if self._session.days[1] >= self._session.last_day:
            self.stop()

    def _build(self) -> None:
        for days in _SPEEDS:
            self.speed.addItem("", days)
        self.speed.setCurrentIndex(_SPEEDS.index(_DEFAULT_SPEED))
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setToolTip(self.tr("How many days pass in a second while playing"))
        buttons = QHBoxLayout()
        buttons.setSpacing(XS)
        for button in (self.previous, self.play, self.next):
            buttons.addWidget(button)
        buttons.addWidget(self.speed, 1)
        controls = QVBoxLayout()
        controls.setSpacing(S)
        controls.addWidget(self.date)
        controls.addLayout(buttons)
        controls.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(M, S, L, S)
        row.setSpacing(L)
        row.addLayout(controls)
        row.addWidget(self.axis, 1)

    def _button(self, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(_ICON)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _follow(self) -> None:
        self.previous.setEnabled(self._session.next_stop("change", -1) is not None)
        self.next.setEnabled(self._session.next_stop("change", 1) is not None)

    def _dress(self) -> None:
        theme, mirrored = self._session.theme, self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.previous.setIcon(icons.icon("next" if mirrored else "previous", theme))
        self.next.setIcon(icons.icon("previous" if mirrored else "next", theme))
        self.play.setIcon(icons.icon("pause" if self.is_playing else "play", theme, strong=True))
        self.play.setProperty("strong", True)
        words = self.tr("Pause (Ctrl+Space)") if self.is_playing else self.tr("Play (Ctrl+Space)")
        self.play.setToolTip(words)
        self.play.setAccessibleName(words)
        for place, days in enumerate(_SPEEDS):
            words = self.tr("{} day a second") if days == 1 else self.tr("{} days a second")
            self.speed.setItemText(place, words.format(days))
