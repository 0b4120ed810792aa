"""The values that claims can be filtered by, as rows of a list: sections, values, and the rest on demand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mapview.domain.filtering import FacetCounts
from mapview.domain.model import STATUSES, Status, Text
from mapview.render.facet_words import FACETS, facet_words, value_words
from mapview.render.texts import number_words
from mapview.ui.session import Session
from mapview.ui.widgets.words import as_tip

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
#: Of more values, those with the most claims are shown at first.
_MOST_VALUES = 8
#: Of more claims statuses are counted only once somebody opens them.
_MANY_CLAIMS = 200_000
_REST = Text("{} more", "{} أخرى")


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A row: the heading of a part of the filter, one of its values, or what shows the rest of them."""

    kind: Literal["section", "value", "rest"]
    facet: str
    value: str
    words: str


class FacetsModel(QAbstractListModel):
    """The values of a project's claims, those with the most claims first, which does not change with time."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._closed: set[str] = {"sources"}
        if len(session.timeline.columns) > _MANY_CLAIMS:
            self._closed.add("statuses")
        self._whole: set[str] = set()
        self._values: Mapping[str, list[tuple[str, str]]] = {}
        self._counts: FacetCounts | None = None
        self._statuses: Callable[[], Mapping[Status, int]] = dict
        self.rows: list[FacetRow] = []

    def refill(self) -> None:
        """Take the values of the project as it is."""
        session = self._session
        totals = session.timeline.view().counts()
        self._values = {
            facet: [
                (value, value_words(facet, value, session.project, session.language))
                for value in self._values_of(facet, totals)
            ]
            for facet in FACETS
        }
        self._lay_out()

    def count(self, counts: FacetCounts, statuses: Callable[[], Mapping[Status, int]]) -> None:
        """Take other numbers of claims; who shows them paints.

        Parameters
        ----------
        statuses
            Returns those of the statuses, for which all places are judged: only asked while they are shown.
        """
        self._counts, self._statuses = counts, statuses

    def follow_filter(self) -> None:
        """Show what is chosen now, which may be among the values not shown yet."""
        self._lay_out()

    def count_of(self, row: FacetRow) -> int:
        """Return the number of claims that a value would show."""
        if self._counts is None:
            return 0
        counts: Mapping[str, int] = (
            self._statuses() if row.facet == "statuses" else getattr(self._counts, row.facet)  # type: ignore[assignment]
        )
        return counts.get(row.value, 0)

    def is_chosen(self, row: FacetRow) -> bool:
        """Whether the filter asks for a value."""
        return row.kind == "value" and row.value in getattr(self._session.wanted_filter, row.facet)

    def is_open(self, facet: str) -> bool:
        """Whether the values of a section are shown."""
        return facet not in self._closed

    def use(self, row: FacetRow) -> None:
        """Choose a value or no longer, open or close a section, or show the rest of its values."""
        if row.kind == "section":
            self._closed ^= {row.facet}
            self._lay_out()
        elif row.kind == "rest":
            self._whole.add(row.facet)
            self._lay_out()
        else:
            wanted = self._session.wanted_filter
            chosen = getattr(wanted, row.facet)
            values = tuple(value for value in chosen if value != row.value)
            if len(values) == len(chosen):
                values += (row.value,)
            self._session.set_filter(replace(wanted, **{row.facet: values}))  # type: ignore[arg-type]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row, its words, whether it is chosen, or what a screen reader says of it."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.ToolTipRole and row.kind == "value":
            return as_tip(row.words)
        if role == Qt.ItemDataRole.CheckStateRole and row.kind == "value":
            return Qt.CheckState.Checked if self.is_chosen(row) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole and row.kind == "value":
            return f"{row.words}, {number_words(self.count_of(row), self._session.language)}"
        return None

    @staticmethod
    def _values_of(facet: str, totals: FacetCounts) -> Sequence[str]:
        if facet == "statuses":
            # The worst first.
            return STATUSES[:0:-1] if totals.topics else ()
        counts: Mapping[str, int] = getattr(totals, facet)
        return sorted(counts, key=lambda value: -counts[value])

    def _lay_out(self) -> None:
        language = self._session.language
        rows: list[FacetRow] = []
        for facet, values in self._values.items():
            chosen = getattr(self._session.wanted_filter, facet)
            if len(values) < 2 and not chosen:
                continue
            rows.append(FacetRow("section", facet, "", facet_words(facet, language)))
            if not self.is_open(facet):
                continue
            whole = facet in self._whole or len(values) <= _MOST_VALUES + 1
            seen = [item for place, item in enumerate(values) if whole or place < _MOST_VALUES or item[0] in chosen]
            rows += [FacetRow("value", facet, value, words) for value, words in seen]
            if len(seen) < len(values):
                words = _REST.in_language(language).format(number_words(len(values) - len(seen), language))
                rows.append(FacetRow("rest", facet, "", words))
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
