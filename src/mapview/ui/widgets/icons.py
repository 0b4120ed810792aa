"""The window's icons: outlines on a grid of 24, painted in the colours of the theme; one set, one weight."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPen, QPixmap

from mapview.domain.snapshot import Theme
from mapview.ui.widgets.theme import COLOURS

_GRID = 24
_LINE = 1.8

#: Strokes and fills of an icon.
Drawing = Callable[[QPainterPath, QPainterPath], None]


@lru_cache(maxsize=128)
def icon(name: str, theme: Theme, *, strong: bool = False) -> QIcon:
    """Return an icon in the text colour of a theme; ``strong`` for one on the accent colour."""
    colours = COLOURS[theme]
    found = QIcon()
    normal = colours.on_accent if strong else colours.text
    found.addPixmap(_paint(name, normal), QIcon.Mode.Normal)
    found.addPixmap(_paint(name, colours.line), QIcon.Mode.Disabled)
    return found


def _paint(name: str, colour: str) -> QPixmap:
    ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    pixmap = QPixmap(QSize(20, 20) * max(ratio, 2.0))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixmap.width() / _GRID, pixmap.height() / _GRID)
    strokes, fills = QPainterPath(), QPainterPath()
    _DRAWINGS[name](strokes, fills)
    pen = QPen(QColor(colour), _LINE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(strokes, pen)
    painter.fillPath(fills, QColor(colour))
    painter.end()
    pixmap.setDevicePixelRatio(max(ratio, 2.0))
    return pixmap


def _line(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)


def _polygon(path: QPainterPath, *points: tuple[float, float]) -> None:
    _line(path, *points)
    path.closeSubpath()


def _play(_strokes: QPainterPath, fills: QPainterPath) -> None:
    _polygon(fills, (7, 4.5), (19.5, 12), (7, 19.5))


def _pause(_strokes: QPainterPath, fills: QPainterPath) -> None:
    fills.addRoundedRect(QRectF(6, 5, 4.2, 14), 1, 1)
    fills.addRoundedRect(QRectF(13.8, 5, 4.2, 14), 1, 1)


def _previous(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _line(strokes, (15, 5), (8, 12), (15, 19))


def _next(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _line(strokes, (9, 5), (16, 12), (9, 19))


def _play_back(_strokes: QPainterPath, fills: QPainterPath) -> None:
    _polygon(fills, (17, 4.5), (4.5, 12), (17, 19.5))


def _instant(strokes: QPainterPath, fills: QPainterPath) -> None:
    _line(strokes, (12, 4), (12, 20))
    fills.addEllipse(QPointF(12, 12), 3.6, 3.6)


def _range(strokes: QPainterPath, fills: QPainterPath) -> None:
    _line(strokes, (5, 4), (5, 20))
    _line(strokes, (19, 4), (19, 20))
    fills.addRect(QRectF(5, 9.5, 14, 5))


def _cumulative(strokes: QPainterPath, fills: QPainterPath) -> None:
    _line(strokes, (19, 4), (19, 20))
    fills.addRect(QRectF(3, 9.5, 16, 5))


def _more(_strokes: QPainterPath, fills: QPainterPath) -> None:
    for x in (5.5, 12, 18.5):
        fills.addEllipse(QPointF(x, 12), 1.9, 1.9)


def _flag(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _polygon(strokes, (7, 4), (17, 4), (17, 20), (12, 15.5), (7, 20))


def _filter(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _polygon(strokes, (4, 5), (20, 5), (14, 12.5), (14, 19), (10, 17), (10, 12.5))


def _first(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _line(strokes, (17, 5), (10, 12), (17, 19))
    _line(strokes, (6, 5), (6, 19))


def _last(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _line(strokes, (7, 5), (14, 12), (7, 19))
    _line(strokes, (18, 5), (18, 19))


def _search(strokes: QPainterPath, _fills: QPainterPath) -> None:
    strokes.addEllipse(QPointF(10.5, 10.5), 6, 6)
    _line(strokes, (15, 15), (20, 20))


def _sun(strokes: QPainterPath, _fills: QPainterPath) -> None:
    strokes.addEllipse(QPointF(12, 12), 4, 4)
    for x, y in ((0, 1), (0, -1), (1, 0), (-1, 0), (0.71, 0.71), (-0.71, 0.71), (0.71, -0.71), (-0.71, -0.71)):
        _line(strokes, (12 + 7 * x, 12 + 7 * y), (12 + 9 * x, 12 + 9 * y))


def _moon(strokes: QPainterPath, _fills: QPainterPath) -> None:
    whole, bite = QPainterPath(), QPainterPath()
    whole.addEllipse(QPointF(12, 12), 8, 8)
    bite.addEllipse(QPointF(16, 9), 7, 7)
    strokes.addPath(whole.subtracted(bite))


def _close(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _line(strokes, (6.5, 6.5), (17.5, 17.5))
    _line(strokes, (17.5, 6.5), (6.5, 17.5))


def _export(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _line(strokes, (12, 15), (12, 4))
    _line(strokes, (7.5, 8), (12, 3.5), (16.5, 8))
    _line(strokes, (5, 14), (5, 20), (19, 20), (19, 14))


def _fit(strokes: QPainterPath, _fills: QPainterPath) -> None:
    for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        _line(strokes, (12 + 3.5 * x, 12 + 8 * y), (12 + 8 * x, 12 + 8 * y), (12 + 8 * x, 12 + 3.5 * y))


def _clock(strokes: QPainterPath, _fills: QPainterPath) -> None:
    strokes.addEllipse(QPointF(12, 12), 8, 8)
    _line(strokes, (12, 7), (12, 12), (15.5, 14))


def _plus(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _line(strokes, (12, 5), (12, 19))
    _line(strokes, (5, 12), (19, 12))


def _page(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _polygon(strokes, (6, 3.5), (14, 3.5), (18.5, 8), (18.5, 20.5), (6, 20.5))
    _line(strokes, (14, 3.5), (14, 8), (18.5, 8))


def _folder(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _polygon(strokes, (3.5, 6), (9.5, 6), (11.5, 8.5), (20.5, 8.5), (20.5, 19), (3.5, 19))


def _atlas(strokes: QPainterPath, _fills: QPainterPath) -> None:
    _polygon(strokes, (3.5, 6), (9, 4), (15, 6), (20.5, 4), (20.5, 18), (15, 20), (9, 18), (3.5, 20))
    _line(strokes, (9, 4), (9, 18))
    _line(strokes, (15, 6), (15, 20))


def _question(strokes: QPainterPath, fills: QPainterPath) -> None:
    strokes.addEllipse(QPointF(12, 12), 8.5, 8.5)
    strokes.moveTo(9.3, 9.8)
    strokes.cubicTo(9.5, 6.6, 14.7, 6.6, 14.7, 9.8)
    strokes.cubicTo(14.7, 11.8, 12, 11.8, 12, 14)
    fills.addEllipse(QPointF(12, 16.8), 1.1, 1.1)


_DRAWINGS: Mapping[str, Drawing] = {
    "play": _play,
    "pause": _pause,
    "play_back": _play_back,
    "instant": _instant,
    "range": _range,
    "cumulative": _cumulative,
    "more": _more,
    "flag": _flag,
    "filter": _filter,
    "previous": _previous,
    "next": _next,
    "first": _first,
    "last": _last,
    "search": _search,
    "sun": _sun,
    "moon": _moon,
    "close": _close,
    "export": _export,
    "fit": _fit,
    "clock": _clock,
    "plus": _plus,
    "page": _page,
    "folder": _folder,
    "atlas": _atlas,
    "question": _question,
}
