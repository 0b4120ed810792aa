"""The time bar: typed date, modes, play, buttons and bookmarks beside the painted axis."""

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QPoint, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.clocks import TIME_MODES, TimeMode
from mapview.domain.course import STOPS, Stop
from mapview.domain.histogram import Layer
from mapview.ui.clocks import moves as time_moves
from mapview.ui.clocks.axis import TimeAxis
from mapview.ui.clocks.bookmarks import Bookmarks
from mapview.ui.clocks.date_field import DateField
from mapview.ui.clocks.key import TimeKey
from mapview.ui.clocks.layer_colours import STACKS
from mapview.ui.session import Session
from mapview.ui.widgets import icons
from mapview.ui.widgets.theme import XS, L, M, S

_TICK_MS = 16
_SPEEDS = (1, 3, 7, 14, 30, 90, 365)
_DEFAULT_SPEED = 7
_ICON = QSize(18, 18)
_CONTROLS_PX = 372
_BUTTON_PX = 32


class TimeBar(QWidget):
    """Everything that moves event time."""

    def __init__(self, session: Session, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._settings = settings
        self._stop: Stop = "change"
        self._direction = 1
        self._left_over = 0.0
        self._ticked = 0.0
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.previous = self._button("")
        self.play_back = self._button("")
        self.play = self._button("")
        self.next = self._button("")
        self.date = DateField(session, self)
        self.axis = TimeAxis(session, self)
        self.key = TimeKey(session, self.axis, self)
        self.speed = QComboBox(self)
        self.modes: Mapping[TimeMode, QToolButton] = {mode: self._button("") for mode in TIME_MODES}
        self.flag = self._button(self.tr("Bookmarks"))
        self.more = self._button(self.tr("More of the time bar"))
        self.choices = QMenu(self)
        self.stops = QMenu(self.tr("The &buttons go to"), self)
        self.stacks = QMenu(self.tr("&Histogram by"), self)
        self._build()
        self._build_choices()
        self.previous.clicked.connect(lambda: self.go_to_next(self._stop, -1))
        self.next.clicked.connect(lambda: self.go_to_next(self._stop, 1))
        self.play.clicked.connect(lambda: self.toggle_play(1))
        self.play_back.clicked.connect(lambda: self.toggle_play(-1))
        self.axis.play_asked.connect(self.toggle_play)
        for signal in (self.axis.sliderPressed, self.axis.sliderReleased):
            signal.connect(self._tell_motion)
        self.key.asked.connect(lambda: self.stacks.popup(self.key.mapToGlobal(QPoint(0, 0))))
        self.more.clicked.connect(lambda: self._open(self.choices, self.more))
        session.view_changed.connect(self._follow)
        session.appearance_changed.connect(self._dress)
        session.claim_asked_for.connect(self.follow_claim)
        self._dress()
        self._follow()

    @property
    def is_playing(self) -> bool:
        """Whether time moves by itself."""
        return self._timer.isActive()

    def toggle_play(self, direction: int = 1) -> None:
        """Let time move by itself, forwards (1) or back (-1), from the other end if it is at its end; or stop it."""
        turning = self.is_playing and direction != self._direction
        if self.is_playing and not turning:
            self._timer.stop()
        else:
            self._direction = direction
            if not turning and self._is_at_end():
                self._session.set_day(self._session.first_day if direction > 0 else self._session.last_day)
            self._left_over, self._ticked = 0.0, time.monotonic()
            self._timer.start()
        self._tell_motion()
        self._dress()

    def stop(self) -> None:
        """Let time stand."""
        if self.is_playing:
            self.toggle_play(self._direction)

    def _tell_motion(self) -> None:
        self._session.turns.set_in_motion(self.is_playing or self.axis.isSliderDown())

    def go_to_next(self, stop: Stop, direction: int) -> None:
        """Go to the next day after (1) or before (-1) on which something of a kind happens."""
        time_moves.go_to_next(self._session, stop, direction)

    def stack_by(self, layer: Layer) -> None:
        """Stack the histogram by something else, now and later."""
        self.axis.stack_by(layer)
        self.key.follow()
        self._settings.setValue("time/layer", layer)

    def go_by(self, stop: Stop) -> None:
        """Let the buttons beside play go from one such day to the next, now and later."""
        self._stop = stop
        self._settings.setValue("time/stop", stop)
        self._follow()
        self._dress()

    def offer(self, bookmarks: Bookmarks) -> None:
        """Offer bookmarks in a menu, on the axis and where a date is typed."""
        menu = QMenu(self)

        def open_menu() -> None:
            bookmarks.fill(menu)
            self._open(menu, self.flag)

        self.flag.clicked.connect(open_menu)
        self.axis.bookmark_asked.connect(bookmarks.go_to)
        self.date.bookmark_asked.connect(bookmarks.go_to)

    def _tick(self) -> None:
        now = time.monotonic()
        pace = float(self.speed.currentData())
        self._left_over += (now - self._ticked) * pace
        self._ticked = now
        days, self._left_over = divmod(self._left_over, 1)
        if days and not (self.skip.isChecked() and self._skip(pace)):
            self._session.step(int(days) * self._direction)
        if self._is_at_end():
            self.stop()

    def _skip(self, pace: float) -> bool:
        """Go to the next day that shows a claim at once if it is more than a second away, to the end if none does."""
        session = self._session
        day = session.course.next_filled(self._direction, session.clocks)
        if day is None:
            day = session.last_day if self._direction > 0 else session.first_day
        if abs(day - session.days[1]) <= pace:
            return False
        session.set_day(day)
        return True

    def _is_at_end(self) -> bool:
        session = self._session
        return session.days[1] >= session.last_day if self._direction > 0 else session.days[1] <= session.first_day

    def follow_claim(self, claim: str) -> None:
        """Go to the date of a claim that was chosen, if that is asked for."""
        if self.follow_claims.isChecked():
            time_moves.go_to_claim(self._session, claim)

    def _build(self) -> None:
        for days in _SPEEDS:
            self.speed.addItem("", days)
        self.speed.setCurrentIndex(_SPEEDS.index(_DEFAULT_SPEED))
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setToolTip(self.tr("How many days pass in a second while playing"))
        self.speed.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        group = QButtonGroup(self)
        for mode, button in self.modes.items():
            button.setCheckable(True)
            group.addButton(button)
            self._choose_by(button, mode)
        self.play.setProperty("strong", True)
        dates = self._row(self.date, *self.modes.values())
        dates.setStretch(0, 1)
        buttons = self._row(self.previous, self.play_back, self.play, self.next, self.speed, self.flag, self.more)
        buttons.setStretch(4, 1)
        controls = QWidget(self)
        controls.setFixedWidth(_CONTROLS_PX)
        column = QVBoxLayout(controls)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addStretch()
        column.addLayout(dates)
        column.addLayout(buttons)
        column.addStretch()
        painted = QVBoxLayout()
        painted.setSpacing(0)
        painted.addWidget(self.key)
        painted.addWidget(self.axis)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, XS, L, XS)
        row.setSpacing(L)
        row.addWidget(controls)
        row.addLayout(painted, 1)

    def _build_choices(self) -> None:
        stored = self._settings.value
        menu = self.choices
        stop = stored("time/stop", self._stop)
        for choice in STOPS:
            self._radio(self.stops, stop_words(choice), choice, chosen=choice == stop, do=self.go_by)
        menu.addMenu(self.stops)
        layer = stored("time/layer", self.axis.layer)
        for by, words in zip(STACKS, _stack_words(), strict=True):
            self._radio(self.stacks, words, by, chosen=by == layer, do=self.stack_by)
        menu.addMenu(self.stacks)
        menu.addSeparator()
        self.skip = self._check(self.tr("Skip &empty stretches while playing"), "time/skip")
        self.follow_claims = self._check(self.tr("A chosen claim takes the time to its &date"), "time/follow_claims")
        menu.addSeparator()
        menu.addAction(self.tr("Show the &whole timeline")).triggered.connect(self.axis.show_all)

    def _radio(self, menu: QMenu, words: str, value: str, *, chosen: bool, do: Callable[..., None]) -> None:
        group = menu.findChild(QActionGroup) or QActionGroup(menu)
        action = menu.addAction(words)
        action.setCheckable(True)
        group.addAction(action)
        action.toggled.connect(lambda on: do(value) if on else None)
        action.setChecked(chosen)

    def _check(self, words: str, key: str) -> QAction:
        action = self.choices.addAction(words)
        action.setCheckable(True)
        action.setChecked(self._settings.value(key, defaultValue=False, type=bool) is True)
        action.toggled.connect(lambda on: self._settings.setValue(key, on))
        return action

    def _choose_by(self, button: QToolButton, mode: TimeMode) -> None:
        button.clicked.connect(lambda: time_moves.change_mode(self._session, mode))

    def _open(self, menu: QMenu, button: QToolButton) -> None:
        corner = button.mapToGlobal(QPoint(0, 0))
        menu.popup(corner - QPoint(0, menu.sizeHint().height()))

    def _row(self, *widgets: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(XS)
        for widget in widgets:
            row.addWidget(widget)
        return row

    def _button(self, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(_ICON)
        button.setFixedSize(_BUTTON_PX, _BUTTON_PX)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        _name(button, words)
        return button

    def _follow(self) -> None:
        self.previous.setEnabled(self._session.next_stop(self._stop, -1) is not None)
        self.next.setEnabled(self._session.next_stop(self._stop, 1) is not None)
        self.modes[self._session.clocks.mode].setChecked(True)

    def _dress(self) -> None:
        theme, mirrored = self._session.theme, self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        back, on = ("next", "previous") if mirrored else ("previous", "next")
        self.previous.setIcon(icons.icon(back, theme))
        self.next.setIcon(icons.icon(on, theme))
        playing = self._direction if self.is_playing else 0
        forwards, backwards = ("play_back", "play") if mirrored else ("play", "play_back")
        self.play.setIcon(icons.icon("pause" if playing > 0 else forwards, theme, strong=True))
        self.play_back.setIcon(icons.icon("pause" if playing < 0 else backwards, theme))
        _name(self.play, self.tr("Pause (Ctrl+Space)") if playing > 0 else self.tr("Play (Ctrl+Space)"))
        back_words = self.tr("Pause (Ctrl+Shift+Space)") if playing < 0 else self.tr("Play back (Ctrl+Shift+Space)")
        _name(self.play_back, back_words)
        for button, words in zip((self.previous, self.next), _button_words(self._stop), strict=True):
            _name(button, words)
        for mode, button in self.modes.items():
            button.setIcon(icons.icon(mode, theme))
            _name(button, _mode_words(mode))
        self.flag.setIcon(icons.icon("flag", theme))
        self.more.setIcon(icons.icon("more", theme))
        for place, days in enumerate(_SPEEDS):
            words = self.tr("{} day/s") if days == 1 else self.tr("{} days/s")
            self.speed.setItemText(place, words.format(days))


def stop_words(stop: Stop) -> str:
    """Return what can be gone to from one to the next."""
    translate = QCoreApplication.translate
    return {
        "change": translate("TimeBar", "&Changes: a claim begins or ends"),
        "claim": translate("TimeBar", "C&laims: one begins"),
        "conflict": translate("TimeBar", "C&onflicts: two begin to clash"),
    }[stop]


def _stack_words() -> tuple[str, str, str]:
    translate = QCoreApplication.translate
    return translate("TimeBar", "&Publisher"), translate("TimeBar", "&Topic"), translate("TimeBar", "&Modality")


def _button_words(stop: Stop) -> tuple[str, str]:
    translate = QCoreApplication.translate
    return {
        "change": (
            translate("TimeBar", "Previous change (Ctrl+Left)"),
            translate("TimeBar", "Next change (Ctrl+Right)"),
        ),
        "claim": (
            translate("TimeBar", "Previous claim (Ctrl+Shift+Left)"),
            translate("TimeBar", "Next claim (Ctrl+Shift+Right)"),
        ),
        "conflict": (
            translate("TimeBar", "Previous unsettled conflict (Ctrl+Shift+Up)"),
            translate("TimeBar", "Next unsettled conflict (Ctrl+Shift+Down)"),
        ),
    }[stop]


def _mode_words(mode: TimeMode) -> str:
    translate = QCoreApplication.translate
    return {
        "instant": translate("TimeBar", "A day (on the axis: I)"),
        "range": translate("TimeBar", "A range of days, with two ends to drag (on the axis: R)"),
        "cumulative": translate("TimeBar", "Everything up to a day (on the axis: C)"),
    }[mode]


def _name(button: QToolButton, words: str) -> None:
    button.setToolTip(words)
    button.setAccessibleName(words)
