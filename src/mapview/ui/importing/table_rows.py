"""The rows of a table that cannot be taken, each with its reason, to be put right where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStyleOptionViewItem, QVBoxLayout, QWidget

from mapview.ui.forms.fields.texts import Line
from mapview.ui.importing.table_cells import CELL_ROLE, Cell, CellPainter, CellTable, Index
from mapview.ui.importing.table_jobs import MOST_SHOWN, Counted
from mapview.ui.importing.table_state import MappingState
from mapview.ui.importing.table_words import rows_words, tr
from mapview.ui.session import Session
from mapview.ui.widgets.theme import M, S
from mapview.ui.widgets.words import as_tip, is_arabic, isolated

_ROW, _WHY, _FIRST = 0, 1, 2
_WIDTHS = {_ROW: 52, _WHY: 210}
_CELL_WIDTH = 124


@dataclass(frozen=True, slots=True)
class Missed:
    """A row that was left out, or was and is no longer (``reason`` is empty then).

    ``column`` is the one to look at, ``wrong`` are those of all cells that cannot be read.
    """

    number: int
    key: str
    column: str
    reason: str
    cells: tuple[str, ...]
    wrong: frozenset[str] = frozenset()
    #: Whether it was changed since it was read.
    being_read: bool = False


class RowsModel(QAbstractTableModel):
    """Rows that were left out, with the columns of the file."""

    def __init__(self, state: MappingState, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._columns: tuple[str, ...] = ()
        self.rows: list[Missed] = []

    def show(self, counted: Counted | None) -> None:
        """Show what was left out of a table, and what no longer is since it was corrected."""
        found = [] if counted is None else _missed(counted)
        columns = self._state.table.columns
        same = columns == self._columns and [one.number for one in found] == [one.number for one in self.rows]
        if same:
            self.rows = found
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.rows, self._columns = found, columns
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of columns."""
        return 0 if parent.isValid() else _FIRST + len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell says."""
        cell = self._cell(index.row(), index.column())
        if role == CELL_ROLE:
            return cell
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(cell.words)
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return what a column is called."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < _FIRST:
            return (tr("Row"), tr("Why"))[section]
        return isolated(self._columns[section - _FIRST])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that cells of the file can be edited, if they could be told apart."""
        flags = super().flags(index)
        whole = len(self.rows[index.row()].cells) == len(self._columns)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() >= _FIRST and whole else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Correct a cell of the file; the row is read again."""
        row, at = self.rows[index.row()], index.column() - _FIRST
        if role != Qt.ItemDataRole.EditRole or str(value) == row.cells[at]:
            return False
        cells = (*row.cells[:at], str(value), *row.cells[at + 1 :])
        self.rows[index.row()] = replace(row, cells=cells, being_read=True)
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), self.columnCount() - 1))
        before = self._state.mapping.corrections.get(row.key, {})
        self._state.correct(row.key, {**before, self._columns[at]: str(value)})
        return True

    def _cell(self, number: int, column: int) -> Cell:
        row = self.rows[number]
        if column == _ROW:
            return Cell(str(row.number))
        if column == _WHY:
            if row.being_read:
                return Cell(tr("being read again…"))
            return (
                Cell(row.reason, bad=True, reason=True)
                if row.reason
                else Cell(tr("corrected: will be taken"), good=True)
            )
        at = column - _FIRST
        said = row.cells[at] if at < len(row.cells) else ""
        wrong = bool(row.reason) and not row.being_read and self._columns[at] in row.wrong
        return Cell(said, bad=wrong, good=self._columns[at] in self._corrected(row))

    def _corrected(self, row: Missed) -> Mapping[str, str]:
        return self._state.mapping.corrections.get(row.key, {})


def _missed(counted: Counted) -> list[Missed]:
    left_out = counted.taken.left_out[:MOST_SHOWN]
    found = [
        Missed(one.row, counted.keys[one.row], one.column, one.reason, one.cells, counted.wrong[one.row])
        for one in left_out
    ]
    found += [Missed(number, counted.keys[number], "", "", cells) for number, cells in counted.corrected.items()]
    return sorted(found, key=lambda one: one.number)


class _Editor(CellPainter):
    """Edits a cell in a line that takes the direction of what is typed."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002, N802
        """Return the line."""
        return Line(parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        """Write the cell into the line."""
        assert isinstance(editor, Line)  # noqa: S101 - made above
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.setProperty("before", editor.text())
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractTableModel, index: Index) -> None:  # type: ignore[override]  # noqa: N802
        """Take over what was typed; a line has no line ends, so what was not touched stays as it is."""
        assert isinstance(editor, Line)  # noqa: S101 - made above
        if editor.text() != editor.property("before"):
            model.setData(index, editor.text())


class RowsTable(CellTable):
    """The rows; Enter, F2 or typing edits a cell."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, lines=1)
        self.setItemDelegate(_Editor(session, self, lines=1))
        self.setSelectionBehavior(CellTable.SelectionBehavior.SelectItems)
        triggers = CellTable.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter edits; the one that ends an edit comes here too."""
        index = self.currentIndex()
        at_work = self.state() == RowsTable.State.EditingState
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not at_work and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            super().keyPressEvent(event)


class LeftOutRows(QWidget):
    """The list of rows, the whole reason of the one that is chosen, and what can be done with them."""

    save_asked = Signal()

    def __init__(self, state: MappingState, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.model = RowsModel(state, self)
        self.table = RowsTable(session, self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Rows that are left out"))
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setContentsMargins(S, 0, S, 0)
        self.put_back = QPushButton(tr("&Undo the correction"), self)
        self.save = QPushButton(tr("Save these &rows as CSV…"), self)
        for button in (self.put_back, self.save):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setContentsMargins(S, 0, S, S)
        row.setSpacing(S)
        row.addWidget(self.save)
        row.addWidget(self.put_back)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.words)
        layout.addLayout(row)
        self.setFocusProxy(self.table)
        self._count, self._is_open = 0, True
        self.model.modelReset.connect(self._set_widths)
        self.model.dataChanged.connect(lambda *_what: self._say())
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._say())
        self.save.clicked.connect(self.save_asked)
        self.put_back.clicked.connect(self._put_back)
        self._say()

    def show_counted(self, counted: Counted | None) -> None:
        """Show what was left out; None as long as something is to be answered first."""
        now = self.table.currentIndex()
        at = (self.model.rows[now.row()].number, now.column()) if 0 <= now.row() < len(self.model.rows) else None
        self._count = 0 if counted is None else len(counted.taken.left_out)
        self._is_open = counted is None
        self.model.show(counted)
        if at is not None and not self.table.currentIndex().isValid():
            self.go_to(*at)
        self._say()

    def go_to(self, number: int, column: int | None = None) -> None:
        """Go to a row, and there to the cell that is to be put right."""
        for at, row in enumerate(self.model.rows):
            if row.number == number:
                columns = self._state.table.columns
                wanted = columns.index(row.column) + _FIRST if row.column in columns else _FIRST
                index = self.model.index(at, wanted if column is None else column)
                self.table.setCurrentIndex(index)
                self.table.scrollTo(index)
                return

    def _set_widths(self) -> None:
        header = self.table.horizontalHeader()
        for column in range(self.model.columnCount()):
            header.resizeSection(column, _WIDTHS.get(column, _CELL_WIDTH))
        columns = self._state.table.columns
        mirrored = sum(map(is_arabic, columns)) * 2 > len(columns)
        direction = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        self.table.setLayoutDirection(direction)

    def _say(self) -> None:
        """Say the whole reason of the row that is chosen, or what the list is."""
        at = self.table.currentIndex().row()
        row = self.model.rows[at] if 0 <= at < len(self.model.rows) else None
        corrected = row is not None and row.key in self._state.mapping.corrections
        if row is not None and row.reason and not row.being_read:
            words = tr("Row {}: {}.").format(row.number, row.reason)
            if len(row.cells) != len(self._state.table.columns):
                words += " " + tr("Correct it in the file, and open the file again.")
        elif self._is_open:
            words = tr("Rows that cannot be read come here, once it is clear how the table is to be read.")
        elif not self.model.rows:
            words = tr("No row is left out.")
        elif self._count > len(self.model.rows):
            words = tr("The first {} of {}; saved as CSV they all are.").format(
                rows_words(len(self.model.rows)), rows_words(self._count)
            )
        else:
            words = tr("Choose a cell and type what it should say: the row is read again at once. The file stays.")
        self.words.setText(words)
        self.put_back.setEnabled(corrected)
        self.save.setEnabled(self._count > 0)

    def _put_back(self) -> None:
        row = self.model.rows[self.table.currentIndex().row()]
        self._state.correct(row.key, {})
