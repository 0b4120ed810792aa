"""The painted part of the time bar: a slider over days above which stands what is claimed when."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from mapview.domain.clocks import TimeMode
from mapview.domain.course import busiest
from mapview.domain.dates import Span, parse
from mapview.domain.histogram import Layer
from mapview.render.texts import day_words, number_words, span_words
from mapview.ui.clocks import axis_painter as paint
from mapview.ui.clocks import moves as time_moves
from mapview.ui.clocks import scale as time_scale
from mapview.ui.clocks.layer_colours import ShownLayer, gathered, shown_layers
from mapview.ui.clocks.scale import Scale
from mapview.ui.session import Session
from mapview.ui.widgets import words
from mapview.ui.widgets.theme import COLOURS, quiet_font

_BAR_PX = 3.0
_ZOOM_PER_NOTCH = 1.25
_NOTCH = 120.0
#: How near to an end of a range, or to a flag, a hand must be to take hold of it.
_REACH_PX = 8.0
#: Days beyond the timeline's span that the axis can show, as a share of the span.
_MARGIN_SHARE = 0.02
Hold = time_moves.End | Literal["all"]


class TimeAxis(QAbstractSlider):
    """A slider over days; its value is the last day of the event time, counted from 1970-01-01.

    It is a QAbstractSlider so that screen readers find a slider with a value, a least and a greatest.
    """

    #: Time shall move by itself, forwards (1) or back (-1).
    play_asked = Signal(int)
    #: A flag was clicked: the id of its bookmark.
    bookmark_asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Event time"))
        self._session = session
        self._following = False
        self._backdrop: QPixmap | None = None
        self._bars: paint.Bars | None = None
        self._layer: Layer = "publisher"
        #: What a drag moves, and the day under the hand less the last day of the event time.
        self._hold: tuple[Hold, int] = "all", 0
        self._panned_from: tuple[float, Scale] | None = None
        self._wheel = 0.0
        self.setRange(session.first_day, session.last_day)
        self._limits = self.limits
        self.scale = Scale.of(*self._busiest(), width=800)
        session.project_changed.connect(self._follow_project)
        session.view_changed.connect(self._follow)
        session.appearance_changed.connect(self.repaint_all)
        self.valueChanged.connect(self._value_chosen)
        self._course = session.course
        self._views = session.project.views
        self._follow()

    @property
    def layer(self) -> Layer:
        """What the histogram is stacked by."""
        return self._layer

    def stack_by(self, layer: Layer) -> None:
        """Stack the histogram by something else."""
        self._layer = layer
        self.repaint_all()

    def layers(self) -> tuple[ShownLayer, ...]:
        """Return the layers of the histogram, from below."""
        session = self._session
        return shown_layers(session.course, self._layer, session.project, session.language)

    @property
    def limits(self) -> tuple[float, float]:
        """First and last day that the axis can show."""
        session = self._session
        margin = max(3, round((session.last_day - session.first_day) * _MARGIN_SHARE))
        first, last = session.days
        return min(session.first_day - margin, first), max(session.last_day + margin, last)

    def _follow_project(self) -> None:
        """Take the ends of the timeline, which an edit may have moved; unless all was seen, what is seen stays."""
        views, self._views = self._views, self._session.project.views
        if self._session.course is self._course and self._views is views:
            return
        # A value that the new ends cut off is no wish to move the time.
        self._following = True
        self.setRange(self._session.first_day, self._session.last_day)
        self._following = False
        first, last = self._limits
        self._limits = self.limits
        if self.scale.first <= first and self.scale.last >= last:
            self.show_all()
        else:
            self._set_scale(self.scale.zoomed(1, self._cursor_centre(), self.limits))
        self.repaint_all()

    def _busiest(self) -> tuple[float, float]:
        """The days to begin with."""
        first, last = self.limits
        left, right = busiest(self._session.timeline.changes()) or (first, last)
        return max(left, first), min(right, last)

    def show_all(self) -> None:
        """Show the whole span of the timeline."""
        first, last = self.limits
        self._set_scale(Scale.of(first, last, self.width(), mirrored=self._mirrored()))

    def zoom(self, factor: float, about_x: float | None = None) -> None:
        """Show ``factor`` times as many days, with what lies at a pixel (or the cursor) kept there."""
        x = self._cursor_centre() if about_x is None else about_x
        self._set_scale(self.scale.zoomed(factor, x, self.limits))

    def repaint_all(self) -> None:
        """Paint anew what is kept between paintings."""
        self._backdrop = self._bars = None
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size that shows everything."""
        return QSize(600, paint.BASE + paint.LABELS_HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the least size that can be used."""
        return QSize(200, self.sizeHint().height())

    # -- hands ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go to a day, take hold of an end or the middle of a range, or of the axis with the middle or right button."""
        at = event.position()
        if event.button() == Qt.MouseButton.LeftButton:
            flag = self._flag_at(at)
            if flag is not None:
                self.bookmark_asked.emit(flag)
                return
            self.setSliderDown(True)
            self._take_hold(at.x())
            self._drag_to(at.x())
        else:
            self._panned_from = at.x(), self.scale
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag the event time or the axis; else tell what lies under the pointer."""
        x = event.position().x()
        if self.isSliderDown():
            self._drag_to(x)
        elif self._panned_from is not None:
            start, scale = self._panned_from
            moved = (start - x) / scale.per_day * (-1 if scale.mirrored else 1)
            self._set_scale(scale.moved(moved, self.limits))
        else:
            self.setCursor(self._shape_at(x))
            self.setToolTip(words.as_tip(self._told_at(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        """Let go."""
        self.setSliderDown(False)
        self._panned_from = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        """Show the whole span."""
        self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom about the pointer; sideways or with Shift: move along."""
        turned = event.angleDelta()
        sideways = turned.x() or (turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if sideways:
            days = -sideways / _NOTCH * self.width() / self.scale.per_day / 10
            self._set_scale(self.scale.moved(days, self.limits))
        elif turned.y():
            self.zoom(_ZOOM_PER_NOTCH ** (-turned.y() / _NOTCH), event.position().x())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move, change the mode, zoom or play.

        Arrows step by a day, with Shift by a month, with Ctrl to the next change; Home and End; with Alt Left and Right
        move the beginning of a range, Down and Up its end. I, R and C change the mode; plus, minus and 0 zoom.
        """
        key, modifiers = event.key(), event.modifiers()
        forward = -1 if self._mirrored() else 1
        steps = {
            Qt.Key.Key_Left: -forward, Qt.Key.Key_Right: forward, Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1,
        }  # fmt: skip
        modes: dict[int, TimeMode] = {Qt.Key.Key_I: "instant", Qt.Key.Key_R: "range", Qt.Key.Key_C: "cumulative"}
        others = self._other_keys()
        if key in steps:
            self._step(Qt.Key(key), steps[Qt.Key(key)], modifiers)
        elif key in modes and not modifiers:
            time_moves.change_mode(self._session, modes[key])
        elif key == Qt.Key.Key_Space:
            self.play_asked.emit(-1 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in others:
            others[key]()
        else:
            event.ignore()

    def _other_keys(self) -> dict[int, Callable[[], None]]:
        session = self._session
        return {
            Qt.Key.Key_PageUp: lambda: time_moves.step_month(session, 1),
            Qt.Key.Key_PageDown: lambda: time_moves.step_month(session, -1),
            Qt.Key.Key_Home: lambda: session.set_day(session.first_day),
            Qt.Key.Key_End: lambda: session.set_day(session.last_day),
            Qt.Key.Key_Plus: lambda: self.zoom(1 / _ZOOM_PER_NOTCH),
            Qt.Key.Key_Equal: lambda: self.zoom(1 / _ZOOM_PER_NOTCH),
            Qt.Key.Key_Minus: lambda: self.zoom(_ZOOM_PER_NOTCH),
            Qt.Key.Key_0: self.show_all,
        }

    def _step(self, key: Qt.Key, direction: int, modifiers: Qt.KeyboardModifier) -> None:
        session, by_month = self._session, bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if modifiers & Qt.KeyboardModifier.AltModifier:
            end: time_moves.End = "last" if key in {Qt.Key.Key_Up, Qt.Key.Key_Down} else "first"
            time_moves.step_end(session, end, direction, by_month=by_month)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            time_moves.go_to_next(session, "claim" if by_month else "change", direction)
        elif by_month:
            time_moves.step_month(session, direction)
        else:
            session.step(direction)

    def _take_hold(self, x: float) -> None:
        """Take hold of what lies under the hand: of a range an end, or all of it where the hand is; else the end."""
        first, last = self._session.days
        hold = self._hold_at(x)
        inside = hold == "all" and self._session.clocks.mode == "range" and first <= self.scale.day(x) <= last
        self._hold = hold, self.scale.day(x) - last if inside else 0

    def _hold_at(self, x: float) -> Hold:
        if self._session.clocks.mode != "range":
            return "all"
        first, last = self._session.days
        to_first, to_last = abs(x - self.scale.x(first)), abs(x - self.scale.x(last + 1))
        if min(to_first, to_last) > _REACH_PX:
            return "all"
        return "first" if to_first < to_last else "last"

    def _drag_to(self, x: float) -> None:
        hold, grip = self._hold
        day = self.scale.day(x)
        if hold == "all":
            self._session.set_day(day - grip)
        else:
            # The last day of a range ends where the hand is.
            time_moves.set_end(self._session, hold, day if hold == "first" else round(self.scale.day_at(x)) - 1)

    def _shape_at(self, x: float) -> Qt.CursorShape:
        if self._session.clocks.mode == "range":
            if self._hold_at(x) != "all":
                return Qt.CursorShape.SizeHorCursor
            if self._session.days[0] <= self.scale.day(x) <= self._session.days[1]:
                return Qt.CursorShape.OpenHandCursor
        return Qt.CursorShape.PointingHandCursor

    def _told_at(self, at: QPointF) -> str:
        """Return the bookmark under the pointer, else the day and the claims of its bar by layer."""
        flag = self._flag_at(at)
        language = self._session.language
        if flag is not None:
            return self._session.project.views[flag].name.in_language(language)
        day = self.scale.day(at.x())
        bars = self.bars()
        counts = bars.at(day).tolist()
        lines = [
            f"{layer.words}: {number_words(count, language)}"
            for layer, count in zip(bars.layers, counts, strict=True)
            if count
        ]
        return "\n".join([day_words(day, language), *lines])

    def _value_chosen(self, day: int) -> None:
        """Obey those who set the slider's value, such as a screen reader."""
        if not self._following:
            self._session.set_day(day)

    # -- what follows the session --------------------------------------------------------------------------------

    def _follow(self) -> None:
        session = self._session
        self._following = True
        self.setValue(session.days[1])
        self._following = False
        self.setAccessibleDescription(span_words(session.at, session.language))
        if session.course is not self._course:
            self._course = session.course
            self._backdrop = self._bars = None
        self._keep_in_sight()
        self.update()

    def _keep_in_sight(self) -> None:
        first, last = self._session.days
        seen = self.scale.last - self.scale.first
        if first < self.scale.first and self._session.clocks.mode == "instant":
            self._set_scale(self.scale.moved(first - self.scale.first - seen * 0.1, self.limits))
        elif last < self.scale.first:
            self._set_scale(self.scale.moved(last - self.scale.first - seen * 0.1, self.limits))
        elif last > self.scale.last:
            self._set_scale(self.scale.moved(last - self.scale.last + seen * 0.1, self.limits))

    def _set_scale(self, scale: Scale) -> None:
        if scale != self.scale:
            self.scale = scale
            self._backdrop = self._bars = None
            self.update()

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _cursor_centre(self) -> float:
        first, last = self._session.days
        if self._session.clocks.mode == "cumulative":
            return self.scale.x(last + 1)
        return (self.scale.x(first) + self.scale.x(last + 1)) / 2

    # -- painting ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the days that are seen along the new width."""
        scale = self.scale
        days = scale.width / scale.per_day
        width = max(event.size().width(), 1)
        self._set_scale(Scale(scale.first, width / days, width, self._mirrored()))
        self._keep_in_sight()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the kept backdrop and the cursor over it."""
        if self._backdrop is None or self._backdrop.deviceIndependentSize().toSize() != self.size():
            self._backdrop = self._paint_backdrop()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._backdrop)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        session = self._session
        colours = COLOURS[session.theme]
        paint.paint_time(painter, self.scale, session.days, session.clocks.mode, colours, focused=self.hasFocus())
        painter.end()

    def bars(self) -> paint.Bars:
        """Return the histogram as it is seen."""
        if self._bars is None:
            edges = np.array(time_scale.bin_edges(self.scale, _BAR_PX), np.int64)
            course, layers = self._session.course, self.layers()
            counts = course.histogram(edges, self._layer)
            firm = course.strengths(edges, self._layer, counts) * counts
            seen = gathered(layers, counts)
            strengths = gathered(layers, firm) / np.maximum(seen, 1)
            self._bars = paint.Bars(edges, layers, seen, strengths)
        return self._bars

    def flags(self) -> Sequence[tuple[str, float]]:
        """Return the bookmarks that lie in sight, as id and position in pixels."""
        found = []
        for view in self._session.project.views.values():
            day = None if view.at is None else _flag_day(parse(view.at))
            if day is not None and self.scale.first <= day <= self.scale.last:
                found.append((view.id, (self.scale.x(day) + self.scale.x(day + 1)) / 2))
        return found

    def _flag_at(self, at: QPointF) -> str | None:
        if at.y() >= paint.TOP:
            return None
        near = [(abs(at.x() - x), name) for name, x in self.flags() if abs(at.x() - x) <= _REACH_PX]
        return min(near)[1] if near else None

    def _paint_backdrop(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        colours = COLOURS[self._session.theme]
        pixmap.fill(QColor(colours.panel))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(quiet_font())
        paint.paint_bars(painter, self.scale, self.bars(), colours)
        paint.paint_ticks(painter, self.scale, self._session.language, colours)
        # Locked, it is where the event time is.
        if isinstance(self._session.clocks.known, int):
            paint.paint_known(painter, self.scale, self._session.clocks.known, self.tr("known on"), colours)
        for _, x in self.flags():
            paint.paint_flag(painter, x, colours)
        painter.end()
        return pixmap


def _flag_day(at: Span) -> int | None:
    """Return the day on which a bookmark's flag stands: the last of its event time, else the first."""
    return at.earliest if at.latest is None else at.latest
