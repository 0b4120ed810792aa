"""The painted part of the time bar: axis, histogram by source, cursor, known-on mark."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from mapview.render.texts import day_words, span_words
from mapview.ui import time_scale
from mapview.ui.session import Session
from mapview.ui.theme import COLOURS, XS, Colours, S, quiet_font
from mapview.ui.time_scale import NARROWEST_DAYS, Scale

_HISTOGRAM_TOP, _HISTOGRAM_HEIGHT = 16, 44
_LABELS_HEIGHT = 34
_BAR_PX = 3.0
_ZOOM_PER_NOTCH = 1.25
_NOTCH = 120.0
_HANDLE_PX = 7.0
#: Days beyond the timeline's span that the axis can show, as a share of the span.
_MARGIN_SHARE = 0.02
#: Of a timeline with more changes than few, the axis shows at first a stretch with this share of them.
_FEW, _MOST = 8, 0.72


class TimeAxis(QAbstractSlider):
    """A slider over days; its value is the last day of the event time, counted from 1970-01-01.

    It is a QAbstractSlider so that screen readers find a slider with a value, a least and a greatest.
    """

    play_asked = Signal()

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
        self._panned_from: tuple[float, Scale] | None = None
        self._wheel = 0.0
        self.setRange(session.first_day, session.last_day)
        self._limits = self.limits
        self.scale = Scale.of(*self._busiest(), width=800)
        session.project_changed.connect(self._follow_project)
        session.view_changed.connect(self._follow)
        session.appearance_changed.connect(self.repaint_all)
        self.valueChanged.connect(self._value_chosen)
        self._known = session.known
        self._follow()

    @property
    def limits(self) -> tuple[float, float]:
        """First and last day that the axis can show."""
        session = self._session
        margin = max(3, round((session.last_day - session.first_day) * _MARGIN_SHARE))
        first, last = session.days
        return min(session.first_day - margin, first), max(session.last_day + margin, last)

    def _follow_project(self) -> None:
        """Take the ends of the timeline, which an edit may have moved; unless all was seen, what is seen stays."""
        self.setRange(self._session.first_day, self._session.last_day)
        first, last = self._limits
        self._limits = self.limits
        if self.scale.first <= first and self.scale.last >= last:
            self.show_all()
        else:
            self._set_scale(self.scale.zoomed(1, self._cursor_centre(), self.limits))
        self.repaint_all()

    def _busiest(self) -> tuple[float, float]:
        """The shortest stretch with most of the days on which something changes, to begin with."""
        changes = self._session.timeline.changes()
        first, last = self.limits
        many = max(int(len(changes) * _MOST), 1)
        if len(changes) < _FEW:
            return first, last
        start = int(np.argmin(changes[many - 1 :] - changes[: len(changes) - many + 1]))
        left, right = float(changes[start]), float(changes[start + many - 1])
        margin = max((right - left) * 0.06, NARROWEST_DAYS)
        return max(left - margin, first), min(right + margin, last)

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
        self._backdrop = None
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size that shows everything."""
        return QSize(600, _HISTOGRAM_TOP + _HISTOGRAM_HEIGHT + _LABELS_HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the least size that can be used."""
        return QSize(200, self.sizeHint().height())

    # -- hands ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go to a day, or take hold of the axis with the middle or right button."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to_x(event.position().x())
        else:
            self._panned_from = event.position().x(), self.scale
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag the cursor or the axis."""
        x = event.position().x()
        if self.isSliderDown():
            self._go_to_x(x)
        elif self._panned_from is not None:
            start, scale = self._panned_from
            moved = (start - x) / scale.per_day * (-1 if scale.mirrored else 1)
            self._set_scale(scale.moved(moved, self.limits))
        else:
            self.setToolTip(day_words(self.scale.day(x), self._session.language))

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
        """Step by day, with Shift by month, with Ctrl to the next change; Home and End; plus, minus and 0 zoom."""
        key, session = event.key(), self._session
        steps = {
            Qt.Key.Key_Left: 1 if self._mirrored() else -1,
            Qt.Key.Key_Right: -1 if self._mirrored() else 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Up: 1,
        }
        if key in steps:
            self._step(steps[Qt.Key(key)], event.modifiers())
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._step(1 if key == Qt.Key.Key_PageUp else -1, Qt.KeyboardModifier.ShiftModifier)
        elif key == Qt.Key.Key_Home:
            session.set_day(session.first_day)
        elif key == Qt.Key.Key_End:
            session.set_day(session.last_day)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(1 / _ZOOM_PER_NOTCH)
        elif key == Qt.Key.Key_Minus:
            self.zoom(_ZOOM_PER_NOTCH)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key == Qt.Key.Key_Space:
            self.play_asked.emit()
        else:
            event.ignore()

    def _step(self, direction: int, modifiers: Qt.KeyboardModifier) -> None:
        session = self._session
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            day = session.next_stop("change", direction)
            if day is not None:
                session.set_day(day)
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            session.set_day(time_scale.month_later(session.days[1 if direction > 0 else 0], direction))
        else:
            session.step(direction)

    def _go_to_x(self, x: float) -> None:
        self._session.set_day(self.scale.day(x))

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
        if session.known != self._known:
            self._known = session.known
            self._backdrop = None
        self._keep_in_sight()
        self.update()

    def _keep_in_sight(self) -> None:
        first, last = self._session.days
        seen = self.scale.last - self.scale.first
        if first < self.scale.first:
            self._set_scale(self.scale.moved(first - self.scale.first - seen * 0.1, self.limits))
        elif last > self.scale.last:
            self._set_scale(self.scale.moved(last - self.scale.last + seen * 0.1, self.limits))

    def _set_scale(self, scale: Scale) -> None:
        if scale != self.scale:
            self.scale = scale
            self._backdrop = None
            self.update()

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _cursor_centre(self) -> float:
        first, last = self._session.days
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
        self._paint_cursor(painter)
        painter.end()

    def _paint_backdrop(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        colours = COLOURS[self._session.theme]
        pixmap.fill(QColor(colours.panel))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(quiet_font())
        self._paint_histogram(painter, colours)
        self._paint_ticks(painter, colours)
        self._paint_known(painter, colours)
        painter.end()
        return pixmap

    def histogram(self) -> tuple[list[int], NDArray[np.int64]]:
        """Return the edges of the bars in days, and the claims in force by source and bar."""
        edges = time_scale.bin_edges(self.scale, _BAR_PX)
        return edges, self._session.timeline.histogram(np.array(edges, np.int64), self._session.known)

    def _paint_histogram(self, painter: QPainter, colours: Colours) -> None:
        edges, counts = self.histogram()
        highest = max(int(counts.sum(axis=0).max(initial=0)), 1)
        base = float(_HISTOGRAM_TOP + _HISTOGRAM_HEIGHT)
        tops = np.full(counts.shape[1], base)
        xs = np.array([self.scale.x(edge) for edge in edges])
        lefts, rights = np.minimum(xs[:-1], xs[1:]), np.maximum(xs[:-1], xs[1:])
        gap = 1.0 if float(np.min(rights - lefts, initial=99)) > 5 else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, gap > 0)
        for source, row in enumerate(counts):
            heights = row / highest * _HISTOGRAM_HEIGHT
            painter.setBrush(QColor(colours.series[source % len(colours.series)]))
            for bar in np.flatnonzero(row):
                left, height = float(lefts[bar]), float(heights[bar])
                top = float(tops[bar]) - height
                painter.drawRect(QRectF(left, top, float(rights[bar]) - left - gap, height))
            tops -= heights
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.quiet), 1))
        painter.drawLine(QPointF(0, base + 0.5), QPointF(self.width(), base + 0.5))

    def _paint_ticks(self, painter: QPainter, colours: Colours) -> None:
        language = self._session.language
        metrics = QFontMetricsF(quiet_font())
        base = _HISTOGRAM_TOP + _HISTOGRAM_HEIGHT
        found = time_scale.ticks(self.scale, language, metrics.averageCharWidth())
        painter.setPen(QColor(colours.quiet))
        for tick in found:
            x = self.scale.x(tick.day)
            painter.drawLine(QPointF(x, base), QPointF(x, base + (8 if tick.major else XS)))
            self._paint_words(painter, x, base + 5, tick.words, metrics)
        heads = time_scale.headings(self.scale, found, language)
        painter.setPen(QColor(colours.text))
        for place, (day, words) in enumerate(heads):
            # The unit in which the view begins keeps its words in sight.
            start = max(day, self.scale.first)
            end = heads[place + 1][0] if place + 1 < len(heads) else self.scale.last + 1
            room = (end - start) * self.scale.per_day
            if room >= metrics.horizontalAdvance(words) + S:
                self._paint_words(painter, self.scale.x(start), base + 19, words, metrics)

    def _paint_words(self, painter: QPainter, x: float, top: float, words: str, metrics: QFontMetricsF) -> None:
        width = metrics.horizontalAdvance(words)
        left = x - width - XS if self.scale.mirrored else x + XS
        painter.drawText(QRectF(left, top, width + 1, 15), Qt.AlignmentFlag.AlignCenter, words)

    def _paint_known(self, painter: QPainter, colours: Colours) -> None:
        known = self._session.known
        if known is None:
            return
        x = self.scale.x(known + 1)
        base = _HISTOGRAM_TOP + _HISTOGRAM_HEIGHT
        veil = QColor(colours.panel)
        veil.setAlpha(170)
        after = QRectF(x, _HISTOGRAM_TOP, self.width() - x, _HISTOGRAM_HEIGHT)
        before = QRectF(0, _HISTOGRAM_TOP, x, _HISTOGRAM_HEIGHT)
        painter.fillRect(before if self.scale.mirrored else after, veil)
        painter.setPen(QPen(QColor(colours.text), 1.4, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 2), QPointF(x, base))
        words = self.tr("known on")
        metrics = QFontMetricsF(quiet_font())
        self._paint_words(painter, x, 0, words, metrics)

    def _paint_cursor(self, painter: QPainter) -> None:
        colours = COLOURS[self._session.theme]
        first, last = self._session.days
        left, right = sorted((self.scale.x(first), self.scale.x(last + 1)))
        base = _HISTOGRAM_TOP + _HISTOGRAM_HEIGHT
        accent = QColor(colours.accent)
        band = QColor(accent)
        band.setAlpha(46)
        if right - left > 2:
            painter.fillRect(QRectF(left, _HISTOGRAM_TOP - XS, right - left, _HISTOGRAM_HEIGHT + XS), band)
        x = (left + right) / 2
        painter.setPen(QPen(QColor(colours.panel), 4))
        painter.drawLine(QPointF(x, _HISTOGRAM_TOP - XS), QPointF(x, base))
        painter.setPen(QPen(accent, 2))
        painter.drawLine(QPointF(x, _HISTOGRAM_TOP - XS), QPointF(x, base))
        painter.setBrush(accent)
        painter.setPen(QPen(QColor(colours.panel), 2))
        if self.hasFocus():
            ring = QColor(accent)
            ring.setAlpha(70)
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ring)
            painter.drawEllipse(QPointF(x, base), _HANDLE_PX + 6, _HANDLE_PX + 6)
            painter.restore()
        handle = QPainterPath()
        handle.addEllipse(QPointF(x, base), _HANDLE_PX, _HANDLE_PX)
        painter.drawPath(handle)
