"""What the lists hold: entries with the number of their claims, and a filter over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from mapview.domain.model import STATUSES, Status
from mapview.domain.view import Codes
from mapview.gazetteer.normalise import fold
from mapview.ui.session import Session
from mapview.ui.tally import Counts
from mapview.ui.widgets import words

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list; ``key`` is what the filter is compared with."""

    id: str
    title: str
    quiet: str
    key: str


class ListModel(QAbstractListModel):
    """Entries with the number of their claims and, for places, their status."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.entries: Sequence[Entry] = ()
        self._counts: Sequence[int] | Counts = ()
        self._statuses: Codes | None = None

    def fill(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = entries
        self._counts = [0] * len(entries)
        self._statuses = None
        self.endResetModel()

    def count(self, counts: Counts, statuses: Codes | None) -> None:
        """Take other numbers of claims and other statuses, positions in ``STATUSES``.

        Views are not told of each row, since a filter between would judge all of them again: who shows them paints.
        """
        self._counts = counts
        self._statuses = statuses

    def count_of(self, row: int) -> int:
        """Return the number of claims of a row."""
        return int(self._counts[row])

    def status_of(self, row: int) -> Status | None:
        """Return the status of a row, if rows have any."""
        return None if self._statuses is None else STATUSES[int(self._statuses[row])]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return an entry, its title, or what a screen reader says of it."""
        entry = self.entries[index.row()]
        if role == ENTRY_ROLE:
            return entry, self.count_of(index.row()), self.status_of(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return words.as_tip(
                "\n".join(part for part in (entry.title, entry.quiet, self._status(index.row())) if part)
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            language = self._session.language
            count = words.page_word("claims_count", language).replace("{n}", str(self.count_of(index.row())))
            return ", ".join(part for part in (entry.title, entry.quiet, self._status(index.row()), count) if part)
        return None

    def _status(self, row: int) -> str:
        status = self.status_of(row)
        return "" if status is None else words.page_word(f"status_{status}", self._session.language)


class FoldedFilter(QSortFilterProxyModel):
    """Lets through the entries that hold every word of the filter, however they are spelt."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def set_text(self, text: str) -> None:
        """Filter by another text."""
        self._words = fold(text).split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: ARG002, N802
        """Whether a row is shown."""
        model = self.sourceModel()
        assert isinstance(model, ListModel)  # noqa: S101
        key = model.entries[row].key
        return all(word in key for word in self._words)
