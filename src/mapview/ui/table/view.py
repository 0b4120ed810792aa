"""The grid of the claims table: it keeps its place and its selection while rows come and go."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from mapview.ui.session import Session
from mapview.ui.table.columns import COLUMNS, ColumnKey
from mapview.ui.table.index import TableIndex
from mapview.ui.table.model import Index, TableModel
from mapview.ui.widgets.status_sign import SIGN_PX, paint_status
from mapview.ui.widgets.theme import COLOURS, XS, S, text_font
from mapview.ui.widgets.words import is_arabic

Rows = NDArray[np.int64]

ROW_PX = 30
_STATUS = COLUMNS.index("status")
_FLAGS = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class Kept:
    """What a view keeps while its rows change: claims by id or by row, and one of them at its height."""

    selected: tuple[str, ...] | Rows
    current: tuple[str, int] | None
    seen: tuple[tuple[str, int], ...]


class CellPainter(QStyledItemDelegate):
    """Paints cells on one line; rows that are not on the map are quiet."""

    def __init__(self, session: Session, view: "TableView") -> None:
        super().__init__(view)
        self._session = session
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a cell."""
        model, row, column = self._view.table, index.row(), index.column()
        colours = COLOURS[self._session.theme]
        box: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(box, QColor(colours.accent_ground))
        painter.setPen(QColor(colours.hover))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        mirrored = self._session.language == "ar"
        room = QRectF(box).adjusted(S, 0, -S, 0)
        ink = QColor(colours.text if model.in_force(row) else colours.quiet)
        if column == _STATUS:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            half = SIGN_PX / 2
            sign = room.center()
            sign.setX(room.right() - half if mirrored else room.left() + half)
            ground = colours.accent_ground if selected else colours.panel
            paint_status(painter, sign, model.status(row), ink.name(), ground)
            room = room.adjusted(0, 0, -SIGN_PX - XS, 0) if mirrored else room.adjusted(SIGN_PX + XS, 0, 0, 0)
        font = text_font()
        painter.setFont(font)
        painter.setPen(ink)
        said = model.said(row, column).replace("\n", " ")
        arabic = is_arabic(said)
        if self._view.metrics.horizontalAdvance(said) > room.width():
            # Elided in its own direction, so that the beginning is what stays.
            said = ("\u200f" if arabic else "") + said
            said = self._view.metrics.elidedText(said, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if arabic else Qt.LayoutDirection.LeftToRight)
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(room, flags, said)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -2), XS, XS)


class TableView(QTableView):
    """Rows of claims. What the keys ask for beyond moving about is left to the panel."""

    #: The reader moved to a claim, by mouse or keys.
    claim_chosen = Signal(str)
    #: Enter or a double click on a cell that cannot be edited; with Ctrl on any.
    claim_opened = Signal(str)
    values_asked_for = Signal(str)
    delete_asked_for = Signal()
    copy_asked_for = Signal()

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.metrics = QFontMetricsF(text_font())
        self._following = False
        self.setModel(model)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.setAccessibleName(self.tr("Claims, one row each"))

    def show_rows(self, index: TableIndex, rows: Rows) -> None:
        """Show other rows with selection, current cell and what is in sight kept in place."""
        if index is self.table.table and np.array_equal(rows, self.table.rows):
            return
        kept = self._kept(same_timeline=index.timeline is self.table.table.timeline)
        across = self.horizontalScrollBar().value()
        self._following = True
        try:
            self.table.show_rows(index, rows)
            self.updateGeometries()
            self._take_up(kept)
        finally:
            self._following = False
        self.horizontalScrollBar().setValue(across)
        self._put_back(kept)

    @property
    def is_editing(self) -> bool:
        """Whether the field of a cell is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def selected_rows(self) -> Rows:
        """Return the rows of the table that are selected, rising."""
        ranges = [np.arange(one.top(), one.bottom() + 1) for one in self.selectionModel().selection().toList()]
        return np.unique(np.concatenate(ranges)) if ranges else np.empty(0, np.int64)

    def selected_claims(self) -> tuple[str, ...]:
        """Return the ids of the claims that are selected, in the order of the table."""
        ids = self.table.table.timeline.columns.ids
        return tuple(ids[row] for row in self.table.rows[self.selected_rows()].tolist())

    def current_claim(self) -> str | None:
        """Return the claim of the current row."""
        index = self.currentIndex()
        return self.table.claim(index.row()).id if index.isValid() else None

    def show_claim(self, claim: str) -> None:
        """Select a claim, if it is shown, and bring it into sight; this chooses nothing elsewhere."""
        at = self.table.at(claim, max(self.currentIndex().column(), 0))
        if not at.isValid():
            return
        self._following = True
        try:
            self.selectionModel().setCurrentIndex(at, _FLAGS.ClearAndSelect | _FLAGS.Rows)
        finally:
            self._following = False
        self.scrollTo(at)

    def go_to_row(self, row: int) -> None:
        """Make a row the current one, the last if there are fewer; this chooses nothing elsewhere."""
        row = min(row, self.table.rowCount() - 1)
        if row >= 0:
            self.show_claim(self.table.claim(row).id)

    def columns_in_sight(self) -> Iterator[ColumnKey]:
        """Yield the columns that are not hidden, in the order in which they stand."""
        header = self.horizontalHeader()
        for place in range(len(COLUMNS)):
            section = header.logicalIndex(place)
            if not header.isSectionHidden(section):
                yield COLUMNS[section]

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Tell that the reader moved to another claim."""
        super().currentChanged(current, previous)
        if current.isValid() and not self._following and current.row() != previous.row():
            self.claim_chosen.emit(self.table.claim(current.row()).id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter edits or opens, Delete deletes, Alt+Down opens the column's values, Ctrl+C copies."""
        index, key, modifiers = self.currentIndex(), event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            if control or not self.edit_cell(index):
                self.claim_opened.emit(self.table.claim(index.row()).id)
        elif key == Qt.Key.Key_Delete:
            self.delete_asked_for.emit()
        elif key == Qt.Key.Key_Down and modifiers & Qt.KeyboardModifier.AltModifier and index.isValid():
            self.values_asked_for.emit(COLUMNS[index.column()])
        elif key == Qt.Key.Key_C and control:
            self.copy_asked_for.emit()
        else:
            super().keyPressEvent(event)

    def edit_cell(self, index: QModelIndex) -> bool:
        """Open the editor of a cell; return whether it has one."""
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return False
        self.scrollTo(index)
        self.edit(index)
        return True

    def edit_next(self, step: int) -> None:
        """Edit the next cell of the row (1), or the one before (-1), that can be edited."""
        header, index = self.horizontalHeader(), self.currentIndex()
        place = header.visualIndex(index.column()) + step
        while index.isValid() and 0 <= place < len(COLUMNS):
            section = header.logicalIndex(place)
            beside = self.table.index(index.row(), section)
            if not header.isSectionHidden(section) and beside.flags() & Qt.ItemFlag.ItemIsEditable:
                self.selectionModel().setCurrentIndex(beside, _FLAGS.ClearAndSelect | _FLAGS.Rows)
                self.edit_cell(beside)
                return
            place += step

    def _kept(self, *, same_timeline: bool) -> Kept:
        selected = self.table.rows[self.selected_rows()]
        ids, current = self.table.table.timeline.columns.ids, self.currentIndex()
        return Kept(
            selected if same_timeline else tuple(ids[row] for row in selected.tolist()),
            (self.table.claim(current.row()).id, current.column()) if current.isValid() else None,
            tuple(self._seen()),
        )

    def _seen(self) -> Iterator[tuple[str, int]]:
        """Yield claims in sight with their tops."""
        height = self.viewport().height()
        first = self.rowAt(0)
        if first >= 0:
            for row in range(first, min(first + height // ROW_PX + 1, self.table.rowCount())):
                yield self.table.claim(row).id, self.rowViewportPosition(row)

    def _put_back(self, kept: Kept) -> None:
        """Scroll so that the current row, else what most rows in sight agree on, stands where it stood."""
        current = [seen for seen in kept.seen if kept.current is not None and seen[0] == kept.current[0]]
        for seen in (current, kept.seen):
            cells = [(self.table.at(claim, 0), top) for claim, top in seen]
            wanted = [at.row() * ROW_PX - top for at, top in cells if at.isValid()]
            if wanted:
                self.verticalScrollBar().setValue(sorted(wanted)[len(wanted) // 2])
                return

    def _take_up(self, kept: Kept) -> None:
        """Select again what was selected, as far as it is shown."""
        if kept.current is not None:
            self.selectionModel().setCurrentIndex(self.table.at(*kept.current), _FLAGS.NoUpdate)
        columns = self.table.table.timeline.columns
        if isinstance(kept.selected, tuple):
            wanted = set(kept.selected)
            rows = (
                np.fromiter((row for row, name in enumerate(columns.ids) if name in wanted), np.int64)
                if wanted
                else np.empty(0, np.int64)
            )
        else:
            rows = kept.selected
        at = np.sort(self.table.row_of(rows))
        at = at[at >= 0]
        if not len(at):
            return
        selection, last = QItemSelection(), self.table.columnCount() - 1
        for run in np.split(at, np.flatnonzero(np.diff(at) > 1) + 1):
            selection.select(self.table.index(int(run[0]), 0), self.table.index(int(run[-1]), last))
        self.selectionModel().select(selection, _FLAGS.Select)
