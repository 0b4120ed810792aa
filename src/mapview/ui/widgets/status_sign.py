"""The signs of the statuses: shapes in the colour of text, since the map's colours stand for values."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mapview.domain.model import Status

#: How wide and high a sign is at most, in device-independent pixels.
SIGN_PX = 14
_DOT, _RING, _PEN = 3.5, 6.25, 1.5


def paint_status(painter: QPainter, centre: QPointF, status: Status, ink: str, ground: str) -> None:
    """Paint the sign of a status.

    One dot is a single source, two are several; a ring around it, as on the map, is a dispute; what is hollow has no
    source at this time, and what is struck through has been superseded.

    Parameters
    ----------
    painter
        With antialiasing on; its pen and brush are changed.
    centre
        In device-independent pixels.
    ink, ground
        Colours of the sign and of what it stands on, ``#rrggbb``.
    """
    outline = QPen(QColor(ink), _PEN)
    hollow = status in {"superseded", "unreported"}
    painter.setPen(outline if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else QColor(ink))
    if status == "corroborated":
        aside = QPointF(3, 0)
        painter.drawEllipse(centre - aside, _DOT, _DOT)
        # The gap keeps the two apart.
        painter.setPen(QPen(QColor(ground), _PEN))
        painter.drawEllipse(centre + aside, _DOT + _PEN / 2, _DOT + _PEN / 2)
        return
    painter.drawEllipse(centre, _DOT, _DOT)
    if status == "disputed":
        painter.setPen(outline)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, _RING, _RING)
    elif status == "superseded":
        reach = QPointF(5, -5)
        painter.drawLine(centre - reach, centre + reach)
