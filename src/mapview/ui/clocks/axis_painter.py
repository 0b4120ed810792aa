"""How the time axis is painted: the histogram, the ticks, known time, bookmarks and the event time over them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from mapview.domain.clocks import TimeMode
from mapview.domain.snapshot import Language
from mapview.ui.clocks import scale as time_scale
from mapview.ui.clocks.layer_colours import ShownLayer
from mapview.ui.clocks.scale import Scale
from mapview.ui.widgets.theme import XS, Colours, S, quiet_font

TOP, HEIGHT, LABELS_HEIGHT = 15, 44, 33
BASE = TOP + HEIGHT
HANDLE_PX = 7.0
_GRIP = QRectF(-4, -11, 8, 22)
_BAND_ALPHA = 46
_VEIL_ALPHA = 170
_FLAG_PX = 7.0


@dataclass(frozen=True, slots=True)
class Bars:
    """The histogram as it is seen: edges in days, claims by shown layer and bar, and how firmly these stand, 0 to 1."""

    edges: NDArray[np.int64]
    layers: tuple[ShownLayer, ...]
    counts: NDArray[np.int64]
    strengths: NDArray[np.float64]

    def at(self, day: int) -> NDArray[np.int64]:
        """Return the claims on a day by shown layer."""
        bar = int(np.searchsorted(self.edges, day, side="right")) - 1
        if not 0 <= bar < self.counts.shape[1]:
            return np.zeros(len(self.layers), np.int64)
        column: NDArray[np.int64] = self.counts[:, bar]
        return column


def paint_bars(painter: QPainter, scale: Scale, bars: Bars, colours: Colours) -> None:
    """Paint the layers one upon the other; doubtful dates are faint at their ends."""
    highest = max(int(bars.counts.sum(axis=0).max(initial=0)), 1)
    tops = np.full(bars.counts.shape[1], float(BASE))
    xs = np.array([scale.x(edge) for edge in bars.edges.tolist()])
    lefts, rights = np.minimum(xs[:-1], xs[1:]), np.maximum(xs[:-1], xs[1:])
    gap = 1.0 if float(np.min(rights - lefts, initial=99)) > 5 else 0.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, gap > 0)
    for layer, row, strengths in zip(bars.layers, bars.counts, bars.strengths, strict=True):
        heights = row / highest * HEIGHT
        colour = colour_of(layer, colours)
        for bar in np.flatnonzero(row).tolist():
            left, height = float(lefts[bar]), float(heights[bar])
            colour.setAlphaF(float(strengths[bar]))
            painter.fillRect(QRectF(left, float(tops[bar]) - height, float(rights[bar]) - left - gap, height), colour)
        tops -= heights
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.quiet), 1))
    painter.drawLine(QPointF(0, BASE + 0.5), QPointF(scale.width, BASE + 0.5))


def colour_of(layer: ShownLayer, colours: Colours) -> QColor:
    """Return the colour of a layer."""
    return QColor(colours.line if layer.colour is None else colours.series[layer.colour])


def paint_ticks(painter: QPainter, scale: Scale, language: Language, colours: Colours) -> None:
    """Paint the marks of days, months or years below the histogram, and the larger units below these."""
    metrics = QFontMetricsF(quiet_font())
    found = time_scale.ticks(scale, language, metrics.averageCharWidth())
    painter.setPen(QColor(colours.quiet))
    for tick in found:
        x = scale.x(tick.day)
        painter.drawLine(QPointF(x, BASE), QPointF(x, BASE + (8 if tick.major else XS)))
        _paint_words(painter, scale, x, BASE + 5, tick.words)
    heads = time_scale.headings(scale, found, language)
    painter.setPen(QColor(colours.text))
    for place, (day, words) in enumerate(heads):
        # The unit in which the view begins keeps its words in sight.
        start = max(day, scale.first)
        end = heads[place + 1][0] if place + 1 < len(heads) else scale.last + 1
        if (end - start) * scale.per_day >= metrics.horizontalAdvance(words) + S:
            _paint_words(painter, scale, scale.x(start), BASE + 19, words)


def paint_known(painter: QPainter, scale: Scale, known: int, words: str, colours: Colours) -> None:
    """Veil what lies after the day up to which sources count."""
    x = scale.x(known + 1)
    veil = QColor(colours.panel)
    veil.setAlpha(_VEIL_ALPHA)
    after, before = QRectF(x, TOP, scale.width - x, HEIGHT), QRectF(0, TOP, x, HEIGHT)
    painter.fillRect(before if scale.mirrored else after, veil)
    painter.setPen(QPen(QColor(colours.text), 1.4, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x, 2), QPointF(x, BASE))
    _paint_words(painter, scale, x, 0, words)


def paint_flag(painter: QPainter, x: float, colours: Colours) -> None:
    """Paint the flag of a bookmark at the top of the axis."""
    painter.setPen(QPen(QColor(colours.panel), 1))
    painter.setBrush(QColor(colours.quiet))
    flag = QPainterPath()
    flag.moveTo(x - _FLAG_PX / 2, 2)
    for dx, y in ((_FLAG_PX / 2, 2), (_FLAG_PX / 2, 13), (0, 9.5), (-_FLAG_PX / 2, 13)):
        flag.lineTo(x + dx, y)
    flag.closeSubpath()
    painter.drawPath(flag)


def paint_time(
    painter: QPainter, scale: Scale, days: tuple[int, int], mode: TimeMode, colours: Colours, *, focused: bool
) -> None:
    """Paint the event time: a line with a handle, a stretch with a grip at either end, or all up to a handle."""
    start, end = scale.x(days[0]), scale.x(days[1] + 1)
    if mode == "cumulative":
        start = scale.width if scale.mirrored else 0.0
    left, right = sorted((start, end))
    accent = QColor(colours.accent)
    band = QColor(accent)
    band.setAlpha(_BAND_ALPHA)
    if right - left > 2:
        painter.fillRect(QRectF(left, TOP - XS, right - left, HEIGHT + XS), band)
    if mode == "range":
        _paint_stretch(painter, left, right, accent, colours, focused=focused)
    else:
        x = end if mode == "cumulative" else (left + right) / 2
        _paint_line(painter, x, accent, colours)
        _paint_handle(painter, x, accent, colours, focused=focused)


def _paint_line(painter: QPainter, x: float, accent: QColor, colours: Colours) -> None:
    for ink, width in ((QColor(colours.panel), 4), (accent, 2)):
        painter.setPen(QPen(ink, width))
        painter.drawLine(QPointF(x, TOP - XS), QPointF(x, BASE))


def _paint_handle(painter: QPainter, x: float, accent: QColor, colours: Colours, *, focused: bool) -> None:
    if focused:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_ring(accent))
        painter.drawEllipse(QPointF(x, BASE), HANDLE_PX + 6, HANDLE_PX + 6)
    painter.setBrush(accent)
    painter.setPen(QPen(QColor(colours.panel), 2))
    painter.drawEllipse(QPointF(x, BASE), HANDLE_PX, HANDLE_PX)


def _paint_stretch(
    painter: QPainter, left: float, right: float, accent: QColor, colours: Colours, *, focused: bool
) -> None:
    bar = QRectF(left, BASE - 2, right - left, 5)
    if focused:
        painter.fillRect(bar.adjusted(0, -5, 0, 5), _ring(accent))
    painter.fillRect(bar, accent)
    for x in (left, right):
        _paint_line(painter, x, accent, colours)
        painter.setBrush(accent)
        painter.setPen(QPen(QColor(colours.panel), 2))
        painter.drawRoundedRect(_GRIP.translated(x, TOP + HEIGHT / 2), 4, 4)


def _ring(accent: QColor) -> QColor:
    ring = QColor(accent)
    ring.setAlpha(70)
    return ring


def _paint_words(painter: QPainter, scale: Scale, x: float, top: float, words: str) -> None:
    width = QFontMetricsF(quiet_font()).horizontalAdvance(words)
    left = x - width - XS if scale.mirrored else x + XS
    painter.drawText(QRectF(left, top, width + 1, 15), Qt.AlignmentFlag.AlignCenter, words)
