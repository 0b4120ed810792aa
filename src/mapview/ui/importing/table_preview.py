"""The first rows of a table as they will be read, beside what stands in the file."""

from collections.abc import Mapping
from itertools import islice

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mapview.domain.snapshot import Language
from mapview.exchange.importing.look import PARTS, Looked
from mapview.exchange.importing.mapping import TableMapping
from mapview.exchange.importing.tables import Row, Table
from mapview.render.texts import date_words, value_words
from mapview.ui.importing.table_cells import CELL_ROLE, Cell, CellTable, Index
from mapview.ui.importing.table_words import tr
from mapview.ui.session import Session
from mapview.ui.widgets.theme import M, S
from mapview.ui.widgets.words import as_tip, coordinates_words, is_arabic, isolated, published_words

#: The columns of a preview: the row, then its parts.
COLUMNS = ("", *PARTS)
_ROW_WIDTH, _BAR_WIDTH = 52, 14
#: How the rest of the width is shared, and the least of a column.
_SHARES = (0, 3, 3, 2, 4, 3)
_LEAST = 92
#: Of the file as it stands: how many rows are shown, and how wide its columns are.
_FIRST, _FILE_WIDTH = 50, 132


class PreviewModel(QAbstractTableModel):
    """Rows as they will be read."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: list[Looked] = []
        self._cells: list[list[Cell]] = []

    def show(self, rows: list[Looked], table: Table, mapping: TableMapping) -> None:
        """Show rows that were read by a mapping."""
        said = _Said(table, mapping, self._session.language)
        cells = [[said.cell(looked, part) for part in COLUMNS] for looked in rows]
        if len(rows) == len(self.rows):
            # What is looked at stays where it is.
            self.rows, self._cells = rows, cells
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.rows, self._cells = rows, cells
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell says."""
        cell = self._cells[index.row()][index.column()]
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip("\n".join(part for part in (cell.words, cell.quiet) if part))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (cell.words, cell.quiet) if part)
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return what a column is called."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Row"), tr("Place"), tr("When"), tr("Topic"), tr("Says"), tr("Source"))[section]


class FileModel(QAbstractTableModel):
    """The first rows as they stand in the file."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._rows: list[Row] = []

    def show(self, table: Table, count: int) -> None:
        """Show the first rows of a table."""
        self.beginResetModel()
        self._columns, self._rows = table.columns, list(islice(table.rows(), count))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell says."""
        cells = self._rows[index.row()].cells
        said = cells[index.column()] if index.column() < len(cells) else ""
        if role == CELL_ROLE:
            return Cell(said)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(said)
        return said if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return what a column is called."""
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return isolated(self._columns[section]) if shown else None


class _Said:
    """Puts what was read into words."""

    def __init__(self, table: Table, mapping: TableMapping, language: Language) -> None:
        self._language: Language = language
        self._at: Mapping[str, list[int]] = {
            part: [table.columns.index(mapping.columns[role]) for role in roles if role in mapping.columns]
            for part, roles in PARTS.items()
        }

    def cell(self, looked: Looked, part: str) -> Cell:
        """Return the cell of a part of a row."""
        # What is wrong with a whole row is said where there is room for it.
        fault = looked.faults.get(part, "") or (looked.faults.get("", "") if part == "value" else "")
        raw = " · ".join(
            isolated(looked.row.cells[at].strip())
            for at in self._at.get(part, ())
            if at < len(looked.row.cells) and looked.row.cells[at].strip()
        )
        if part == "":
            return Cell(str(looked.row.number), bad=bool(looked.faults))
        if fault:
            return Cell(raw or tr("nothing"), fault, bad=True)
        words, quiet = {
            "place": self._place,
            "when": self._when,
            "topic": self._topic,
            "value": self._value,
            "source": self._source,
        }[part](looked)
        return Cell(words, quiet) if words else Cell("", raw)

    def _place(self, looked: Looked) -> tuple[str, str]:
        place = looked.place
        if place is None:
            return "", ""
        return place.names.in_language(self._language), coordinates_words(place, self._language)

    def _when(self, looked: Looked) -> tuple[str, str]:
        return (date_words(looked.when, self._language), looked.when) if looked.when else ("", "")

    def _topic(self, looked: Looked) -> tuple[str, str]:
        topic = looked.topic
        return (topic.names.in_language(self._language), "") if topic else ("", "")

    def _value(self, looked: Looked) -> tuple[str, str]:
        claim, topic = looked.claim, looked.topic
        if claim is None or topic is None:
            return "", ""
        value = value_words(claim.value, topic, self._language)
        statement = claim.statement.in_language(self._language)
        return value, statement if statement != value else ""

    def _source(self, looked: Looked) -> tuple[str, str]:
        if not looked.sources:
            return "", ""
        first = looked.sources[0]
        more = tr(" and {} more").format(len(looked.sources) - 1) if len(looked.sources) > 1 else ""
        return f"{isolated(first.title)}{more}", published_words(first, self._language)


class Preview(QWidget):
    """The table of the first rows, and what is wrong with the one that is chosen."""

    #: A row that will be left out is to be put right: its number.
    fix_asked = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PreviewModel(session, self)
        self.table = CellTable(session, self, lines=2)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("The first rows as they will be read"))
        self.table.horizontalHeader().setMinimumSectionSize(48)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setProperty("kind", "problem")
        self.words.setContentsMargins(S, 0, S, S)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S, 0, 0)
        layout.setSpacing(M)
        self.nothing = QLabel(tr("The file as it stands, until it is known what its columns say."), self)
        self.nothing.setProperty("quiet", True)
        self.nothing.setContentsMargins(S, S, S, 0)
        self.nothing.setWordWrap(True)
        self.file_model = FileModel(self)
        self.file = CellTable(session, self, lines=1)
        self.file.setModel(self.file_model)
        self.file.setAccessibleName(tr("The first rows of the file"))
        layout.addWidget(self.nothing)
        layout.addWidget(self.file, 1)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.words)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._say())
        self.table.activated.connect(self._ask_to_fix)
        self._say()

    def show_file(self, table: Table) -> None:
        """Show a file, of which nothing is read yet."""
        self.model.show([], table, TableMapping("table"))
        self.file_model.show(table, _FIRST)
        columns = table.columns
        mirrored = sum(map(is_arabic, columns)) * 2 > len(columns)
        self.file.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        for column in range(len(columns)):
            self.file.setColumnWidth(column, _FILE_WIDTH)
        self._say()

    def show_rows(self, rows: list[Looked], table: Table, mapping: TableMapping) -> None:
        """Show rows that were read by a mapping."""
        self.model.show(rows, table, mapping)
        self.table.setColumnHidden(COLUMNS.index("topic"), "topic" not in mapping.columns)
        self._share_width()
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        header = self.table.horizontalHeader()
        shown = [column for column in range(1, len(COLUMNS)) if not header.isSectionHidden(column)]
        rest, whole = self.width() - _ROW_WIDTH - _BAR_WIDTH, sum(_SHARES[column] for column in shown)
        header.resizeSection(0, _ROW_WIDTH)
        for column in shown:
            header.resizeSection(column, max(rest * _SHARES[column] // whole, _LEAST))

    def _say(self) -> None:
        for part in (self.nothing, self.file):
            part.setVisible(not self.model.rows)
        self.setFocusProxy(self.table if self.model.rows else self.file)
        self.table.setVisible(bool(self.model.rows))
        row = self.table.currentIndex().row()
        faults = self.model.rows[row].faults if 0 <= row < len(self.model.rows) else {}
        if faults:
            number = self.model.rows[row].row.number
            self.words.setText(tr("Row {}: {}.").format(number, "; ".join(faults.values())))
        self.words.setVisible(bool(faults))

    def _ask_to_fix(self, index: QModelIndex) -> None:
        looked = self.model.rows[index.row()]
        if looked.faults:
            self.fix_asked.emit(looked.row.number)
