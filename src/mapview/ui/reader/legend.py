"""A line that says what each kind of underline in the reader stands for."""

from collections.abc import Mapping
from typing import get_args

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mapview.domain.model import Text
from mapview.domain.snapshot import Language
from mapview.ui.reader.ink import LINES, line_colour
from mapview.ui.reader.marks import MarkKind
from mapview.ui.session import Session
from mapview.ui.widgets.theme import COLOURS, XS, L, M, quiet_font

_KINDS: Mapping[MarkKind, Text] = {
    "place": Text("Place", "مكان"),
    "date": Text("Date", "تاريخ"),
    "quantity": Text("Quantity", "عدد"),
    "speaker": Text("Speaker", "متحدث"),
}
_TIP = Text("Two lines: a place that may be another", "خطان: مكان قد يكون غيره")


def legend_words(language: Language) -> list[tuple[MarkKind, str]]:
    """Return the kinds that are underlined, in words."""
    return [(kind, _KINDS[kind].in_language(language)) for kind in get_args(MarkKind) if kind in LINES]


class UnderlineLegend(QWidget):
    """The kinds side by side, each word with its line below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.dress()

    def dress(self) -> None:
        """Take another theme or language."""
        language = self._session.language
        words = legend_words(language)
        metrics = QFontMetricsF(quiet_font())
        self.setFixedHeight(round(metrics.height()) + 2 * XS)
        self.setToolTip(_TIP.in_language(language))
        self.setAccessibleName(" · ".join(name for _, name in words))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of the words side by side."""
        return QSize(240, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the words and their lines, from the right in Arabic."""
        theme, language = self._session.theme, self._session.language
        metrics = QFontMetricsF(quiet_font())
        painter = QPainter(self)
        painter.setFont(quiet_font())
        x = float(L)
        for kind, words in legend_words(language):
            wide = metrics.horizontalAdvance(words)
            left = self.width() - x - wide if language == "ar" else x
            painter.setPen(QColor(COLOURS[theme].quiet))
            painter.drawText(QRectF(left, 0, wide + 1, metrics.height()), Qt.AlignmentFlag.AlignLeft, words)
            pen = QPen(line_colour(kind, theme), 2.0, LINES[kind][0])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            y = metrics.height() + 1
            painter.drawLine(QPointF(left, y), QPointF(left + wide, y))
            x += wide + M
        painter.end()
