"""The list of conflicts: place and topic, who says so, and whether a person has decided."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from mapview.domain.disputes import Dispute, Disputes
from mapview.ui.disputes.words import RowWords, row_words
from mapview.ui.lists.plain_table import as_list
from mapview.ui.lists.sides import strip_at, towards
from mapview.ui.session import Session
from mapview.ui.widgets.status_sign import paint_status
from mapview.ui.widgets.theme import COLOURS, XS, L, M, S, quiet_font, text_font

_ROW_PX = 48
_FEW_ROWS = 4
_WORDS_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class DisputesModel(QAbstractListModel):
    """Conflicts, each put into words when it comes into sight."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.disputes: Disputes | None = None

    def show(self, disputes: Disputes) -> None:
        """Show these conflicts."""
        self.beginResetModel()
        self.disputes = disputes
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of conflicts."""
        return 0 if parent.isValid() or self.disputes is None else len(self.disputes)

    def dispute(self, row: int) -> Dispute:
        """Return the conflict of a row."""
        assert self.disputes is not None  # noqa: S101 - there are no rows before
        return self.disputes[row]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a row."""
        if role not in {_WORDS_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        said = row_words(self.dispute(index.row()), self._session.project, self._session.language)
        if role == _WORDS_ROLE:
            return said
        if role == Qt.ItemDataRole.DisplayRole:
            return said.title
        return f"{said.title}, {said.quiet}"


class DisputesDelegate(QStyledItemDelegate):
    """Paints a conflict in two lines, with a ring while it is open."""

    def __init__(self, session: Session, view: "DisputesList") -> None:
        super().__init__(view)
        self._session = session
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return the size of a row."""
        return QSize(80, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        said: RowWords = index.data(_WORDS_ROLE)
        colours = COLOURS[self._session.theme]
        box, state = QRectF(option.rect), option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        ground = colours.accent_ground if chosen else colours.panel
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setLayoutDirection(self._view.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(ground if chosen else colours.hover))
        if chosen and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -1), XS, XS)
        sign = strip_at(box, L, S, mirrored=mirrored).center()
        if said.judged == "decided":
            paint_status(painter, sign, "single-source", colours.quiet, ground)
        else:
            paint_status(painter, sign, "disputed", colours.text, ground)
        start = L + S + M
        left, right = (M, start) if mirrored else (start, M)
        room = box.adjusted(left, 0, -right, 0)
        lines = ((said.title, text_font(), colours.text, 5), (said.quiet, quiet_font(), colours.quiet, 24))
        for text, font, ink, top in lines:
            painter.setFont(font)
            painter.setPen(QColor(ink))
            line = QRectF(room.left(), box.top() + top, room.width(), 20)
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | towards(mirrored=mirrored), shown)
        painter.restore()


class DisputesList(QTableView):
    """The conflicts; the arrows choose one, Enter goes on to its claims."""

    chosen = Signal(int)
    entered = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = DisputesModel(session, self)
        self.setModel(self.model_)
        self.setItemDelegate(DisputesDelegate(session, self))
        as_list(self, _ROW_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Conflicts"))
        #: The height of some whole rows, in device-independent pixels.
        self.height_of_few = _FEW_ROWS * _ROW_PX + 2 * self.frameWidth()
        self._quiet = False

    def show_disputes(self, disputes: Disputes, row: int | None) -> None:
        """Show conflicts with one of them chosen, and tell nobody."""
        self._quiet = True
        self.model_.show(disputes)
        if row is not None:
            self.setCurrentIndex(self.model_.index(row))
        self._quiet = False

    def choose(self, row: int) -> None:
        """Choose a conflict."""
        index = self.model_.index(row)
        if index == self.currentIndex():
            self.chosen.emit(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Tell which conflict is chosen."""
        super().currentChanged(current, previous)
        if current.isValid() and not self._quiet:
            self.chosen.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes to the claims of the conflict."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.entered.emit()
        else:
            super().keyPressEvent(event)
