"""The claims table as Qt sees it: rows of the timeline in an order, cells made when they are looked at."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from mapview.domain.model import STATUSES, Claim, Status
from mapview.ui.session import Session
from mapview.ui.table.columns import COLUMNS, EDITABLE, ColumnKey, cell_words, status_words
from mapview.ui.table.index import TableIndex
from mapview.ui.widgets import words

Rows = NDArray[np.int64]
Index = QModelIndex | QPersistentModelIndex

_MOST_REMEMBERED = 20_000


def column_title(column: ColumnKey) -> str:
    """Return what a column is called."""
    tr = QCoreApplication.translate
    titles: dict[ColumnKey, str] = {
        "place": tr("Table", "Place"),
        "topic": tr("Table", "Topic"),
        "value": tr("Table", "Value"),
        "statement": tr("Table", "Statement"),
        "when": tr("Table", "When"),
        "source": tr("Table", "Source"),
        "published": tr("Table", "Published"),
        "quoted": tr("Table", "Quoted"),
        "modality": tr("Table", "Modality"),
        "certainty": tr("Table", "Certainty"),
        "status": tr("Table", "Status"),
        "note": tr("Table", "Note"),
        "id": tr("Table", "Id"),
    }
    return titles[column]


class TableModel(QAbstractTableModel):
    """Shows some rows of an index. What the cells say is remembered while the index stays."""

    def __init__(self, session: Session, index: TableIndex, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = index
        self.rows: Rows = np.empty(0, np.int64)
        self._row_of: Rows | None = None
        self._said: dict[tuple[int, int], str] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of claims that are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def show_rows(self, index: TableIndex, rows: Rows) -> None:
        """Show other rows, or rows of another index."""
        self.beginResetModel()
        if index is not self.table:
            self.forget()
        self.table, self.rows, self._row_of = index, rows, None
        self.endResetModel()

    def forget(self) -> None:
        """Make the cells anew when they are next looked at."""
        self._said.clear()

    def claim(self, row: int) -> Claim:
        """Return the claim of a row of the table."""
        timeline = self.table.timeline
        return timeline.project.claims[timeline.columns.ids[int(self.rows[row])]]

    def at(self, claim: str, column: int) -> QModelIndex:
        """Return the cell of a claim, an invalid index if it is not shown."""
        timeline = self.table.timeline
        found = timeline.project.claims.get(claim)
        row = None if found is None else timeline.columns.row_of(found)
        at = -1 if row is None else int(self.row_of(np.array([row]))[0])
        return self.index(at, column) if at >= 0 else QModelIndex()

    def row_of(self, rows: Rows) -> Rows:
        """Return where rows of the timeline stand in the table, -1 for those that are not shown."""
        if self._row_of is None:
            self._row_of = np.full(len(self.table.timeline.columns), -1, np.int64)
            self._row_of[self.rows] = np.arange(len(self.rows))
        return self._row_of[rows]

    def said(self, row: int, column: int) -> str:
        """Return what a cell says."""
        key = int(self.rows[row]), column
        found = self._said.get(key)
        if found is None:
            if len(self._said) > _MOST_REMEMBERED:
                self._said.clear()
            found = self._said[key] = self._words(*key)
        return found

    def status(self, row: int) -> Status:
        """Return the status of a row's place and topic."""
        return STATUSES[int(self.table.status[self.rows[row]])]

    def in_force(self, row: int) -> bool:
        """Whether a row is shown on the map."""
        return bool(self._session.view.shown[self.rows[row]])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, to the eye, in a tool tip and to a screen reader."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.said(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self.said(row, column) or self.tr("empty")
            return f"{column_title(COLUMNS[column])}: {said}"
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation == Qt.Orientation.Horizontal and role in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return column_title(COLUMNS[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells can be chosen; those of the claim itself can be edited unless the project is read-only."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if COLUMNS[index.column()] in EDITABLE and not self._session.file.read_only:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def _words(self, row: int, column: int) -> str:
        timeline, language, key = self.table.timeline, self.table.language, COLUMNS[column]
        if key == "status":
            return status_words(STATUSES[int(self.table.status[row])], int(self.table.clashes[row]), language)
        claim = timeline.project.claims[timeline.columns.ids[row]]
        return cell_words(claim, timeline.project, key, language)

    def _tip(self, row: int, column: int) -> str:
        claim, project, language = self.claim(row), self.table.timeline.project, self.table.language
        said = self.said(row, column)
        match COLUMNS[column]:
            case "when":
                said = f"{said}\n{claim.when}"
            case "published":
                source = project.sources[claim.source]
                said = "\n".join(part for part in (said, source.published, words.known_words(source, language)) if part)
            case "value" if project.topics[claim.topic].type == "date":
                said = f"{said}\n{claim.value}"
        return words.as_tip(said) if said else ""
