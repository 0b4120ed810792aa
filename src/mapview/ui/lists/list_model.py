"""What the lists hold: entries with the number of their claims, narrowed down to those of a name."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mapview.domain.model import Status
from mapview.gazetteer.normalise import fold
from mapview.ui.lists.catalogue import Catalogue
from mapview.ui.session import Session
from mapview.ui.tally import Counts
from mapview.ui.widgets import words

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list."""

    id: str
    title: str
    quiet: str


class ListModel(QAbstractListModel):
    """Entries with the number of their claims and, for places, their status."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._catalogue = Catalogue((), ())
        self._say: Callable[[str], tuple[str, str]] = lambda _name: ("", "")
        self._words: Sequence[str] = ()
        self._rows: Sequence[int] = ()
        self._counts: Sequence[int] | Counts = ()
        self._status: Callable[[int], Status] | None = None

    def fill(self, catalogue: Catalogue, say: Callable[[str], tuple[str, str]]) -> None:
        """Show what a catalogue holds; ``say`` returns the title and the quiet line of an id."""
        self._say = say
        if catalogue is not self._catalogue:
            self._catalogue = catalogue
            self._counts, self._status = np.zeros(len(catalogue), np.int64), None
            self._show()

    def set_text(self, text: str) -> None:
        """Show only what holds every word of a text, however it is spelt."""
        self._words = fold(text).split()
        self._show()

    def count(self, counts: Counts, status: Callable[[int], Status] | None = None) -> None:
        """Take other numbers of claims in the catalogue's order, and what tells the status of something there.

        Views are not told of each row: who shows them paints.
        """
        self._counts = counts
        self._status = status

    def entry(self, row: int) -> Entry:
        """Return what stands in a row."""
        name = self._catalogue.ids[self._rows[row]]
        return Entry(name, *self._say(name))

    def row_of(self, name: str | None) -> int | None:
        """Return the row in which something is shown, by its id."""
        at = None if name is None else self._catalogue.row_of(name)
        if at is None:
            return None
        row = bisect_left(self._rows, at)
        return row if row < len(self._rows) and self._rows[row] == at else None

    def count_of(self, row: int) -> int:
        """Return the number of claims of a row."""
        return int(self._counts[self._rows[row]])

    def status_of(self, row: int) -> Status | None:
        """Return the status of a row, if rows have any."""
        return None if self._status is None else self._status(self._rows[row])

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of entries that are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return an entry, its title, or what a screen reader says of it."""
        row = index.row()
        if role == ENTRY_ROLE:
            return self.entry(row), self.count_of(row), self.status_of(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.entry(row).title
        if role == Qt.ItemDataRole.ToolTipRole:
            entry = self.entry(row)
            return words.as_tip("\n".join(part for part in (entry.title, entry.quiet, self._status_words(row)) if part))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            entry, language = self.entry(row), self._session.language
            count = words.page_word("claims_count", language).replace("{n}", str(self.count_of(row)))
            return ", ".join(part for part in (entry.title, entry.quiet, self._status_words(row), count) if part)
        return None

    def _show(self) -> None:
        self.beginResetModel()
        self._rows = self._catalogue.holding(self._words)
        self.endResetModel()

    def _status_words(self, row: int) -> str:
        status = self.status_of(row)
        return "" if status is None else words.page_word(f"status_{status}", self._session.language)
