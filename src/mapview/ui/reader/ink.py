"""How marks look below the words: claims as a tint, what was read as lines, each kind with its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mapview.domain.snapshot import Theme
from mapview.ui.reader.marks import Mark, MarkKind
from mapview.ui.widgets.status_sign import paint_status
from mapview.ui.widgets.theme import COLOURS

#: Each kind has a line and a colour of its own; the colour is the theme's of that place in its series.
LINES: Mapping[MarkKind, tuple[Qt.PenStyle, int]] = {
    "place": (Qt.PenStyle.SolidLine, 2),
    "date": (Qt.PenStyle.DashLine, 5),
    "quantity": (Qt.PenStyle.DotLine, 3),
    "speaker": (Qt.PenStyle.DashDotLine, 0),
}
_TINTS: Mapping[Theme, tuple[int, int]] = {"light": (34, 96), "dark": (46, 120)}
_LANE_PX, _LANES = 3.0, 3


@dataclass(frozen=True, slots=True)
class Box:
    """Where a mark stands in a paragraph, relative to its corner; ``edge`` is the x of the sign beside it."""

    mark: Mark
    lane: int
    rects: tuple[QRectF, ...]
    edge: float
    starts_here: bool


def paint_boxes(painter: QPainter, boxes: Iterable[Box], corner: QPointF, theme: Theme) -> None:
    """Paint the marks of a paragraph.

    Parameters
    ----------
    corner
        Of the paragraph, in the painter's coordinates.
    """
    signs: dict[float, float] = {}
    for box in boxes:
        mark = box.mark
        for rect in box.rects:
            where = rect.translated(corner)
            if mark.kind in LINES:
                _underline(painter, where, mark, theme)
            else:
                _tint(painter, where, box.lane, theme, strong=mark.kind == "chosen")
        if mark.doubtful and mark.kind == "claim" and box.starts_here and box.rects:
            signs[box.rects[0].center().y()] = box.edge
    for y, x in signs.items():
        colours = COLOURS[theme]
        paint_status(painter, corner + QPointF(x, y), "disputed", colours.quiet, colours.panel)


def line_colour(kind: MarkKind, theme: Theme) -> QColor:
    """Return the colour in which a kind is underlined."""
    return QColor(COLOURS[theme].series[LINES[kind][1]])


def _tint(painter: QPainter, where: QRectF, lane: int, theme: Theme, *, strong: bool) -> None:
    colour = QColor(COLOURS[theme].accent)
    colour.setAlpha(_TINTS[theme][strong])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(where, 3, 3)
    colour.setAlpha(255 if strong else 110)
    painter.setBrush(colour)
    # Each of several claims on the same words has a line of its own.
    top = where.bottom() + _LANE_PX * min(lane, _LANES - 1)
    painter.drawRect(QRectF(where.left(), top - 0.5, where.width(), 1.6))


def _underline(painter: QPainter, where: QRectF, mark: Mark, theme: Theme) -> None:
    pen = QPen(line_colour(mark.kind, theme), 2.0, LINES[mark.kind][0])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    y = where.bottom() - 1.5
    painter.drawLine(QPointF(where.left(), y), QPointF(where.right(), y))
    if mark.doubtful:
        painter.drawLine(QPointF(where.left(), y + 3), QPointF(where.right(), y + 3))
