"""Cells of the page's lists: a line as it is read, a quiet one as the file has it, each in its own direction."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from mapview.ui.session import Session
from mapview.ui.widgets.theme import COLOURS, XS, S, quiet_font, text_font
from mapview.ui.widgets.words import is_arabic

#: The role under which a model gives a :class:`Cell`.
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says; ``bad`` that it could not be read, ``good`` that a person has put it right.

    ``reason`` says that the words tell why, in the window's language, even if a name in Arabic comes first.
    """

    words: str
    quiet: str = ""
    bad: bool = False
    good: bool = False
    reason: bool = False


class CellPainter(QStyledItemDelegate):
    """Paints cells of two lines, or of one."""

    def __init__(self, session: Session, parent: QWidget, *, lines: int) -> None:
        super().__init__(parent)
        self._session, self._lines = session, lines

    @property
    def row_height(self) -> int:
        """The height of a row in pixels."""
        return 46 if self._lines > 1 else 32

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return the size of a cell."""
        return QSize(80, self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        cell = index.data(CELL_ROLE)
        colours = COLOURS[self._session.theme]
        box = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.accent_ground))
        if cell.bad:
            painter.fillRect(box.adjusted(0, 0, -1, -1), QColor(colours.problem[0]))
        painter.setPen(QColor(colours.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        ink = colours.problem[1] if cell.bad else colours.accent if cell.good else colours.text
        lines = [(cell.words, text_font(), ink, not cell.reason and is_arabic(cell.words))]
        if self._lines > 1 and cell.quiet:
            said = ink if cell.bad else colours.quiet
            lines.append((cell.quiet, quiet_font(), said, not cell.bad and is_arabic(cell.quiet)))
        top = box.top() + (box.height() - 20 * len(lines)) / 2
        for words, font, colour, mirrored in lines:
            room = QRectF(box.left() + S, top, box.width() - 2 * S, 20)
            self._write(painter, room, words, font, colour, mirrored=mirrored)
            top += 20
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -2, -2), XS, XS)
        painter.restore()

    def _write(self, painter: QPainter, room: QRectF, words: str, font: QFont, colour: str, *, mirrored: bool) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        said = " ".join(words.split())
        metrics = QFontMetricsF(font)
        if metrics.horizontalAdvance(said) > room.width():
            # Elided in its own direction, so that the beginning is what stays.
            mark = "\u200f" if mirrored else "\u200e"
            said = metrics.elidedText(mark + said, Qt.TextElideMode.ElideRight, room.width())
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(room, flags, said)


class CellTable(QTableView):
    """A table of such cells, in which one moves by keys and leaves by Tab."""

    def __init__(self, session: Session, parent: QWidget, *, lines: int) -> None:
        super().__init__(parent)
        painter = CellPainter(session, self, lines=lines)
        self.setItemDelegate(painter)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(painter.row_height)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setObjectName("cells")
