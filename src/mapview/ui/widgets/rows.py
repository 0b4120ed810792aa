"""What lists share: a model of rows that come all at once, and the frame and the bar of a card."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mapview.ui.widgets.theme import Colours

_RADIUS_PX, _BAR_RADIUS_PX = 6, 2
#: The bar keeps off the round corners of its card.
_BAR_OFF_PX = 6
BAR_PX = 4

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class RowsModel(QAbstractListModel, Generic[Row]):
    """Rows of a list; what they say is told by ``data`` of those that inherit."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def fill(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)


def paint_frame(painter: QPainter, frame: QRectF, colours: Colours, ground: str, *, focused: bool) -> None:
    """Paint the frame of a card."""
    painter.setPen(QPen(QColor(colours.accent if focused else colours.line), 2 if focused else 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(frame, _RADIUS_PX, _RADIUS_PX)


def paint_bar(painter: QPainter, frame: QRectF, colour: str, *, mirrored: bool) -> None:
    """Paint the bar where the lines of a card begin."""
    bar = QRectF(frame.left() + 1, frame.top() + _BAR_OFF_PX, BAR_PX, frame.height() - 2 * _BAR_OFF_PX)
    if mirrored:
        bar.moveRight(frame.right() - 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(bar, _BAR_RADIUS_PX, _BAR_RADIUS_PX)
