"""The list that drops down from a field while one types."""

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from mapview.ui.widgets.theme import XS

#: The theme's padding and border above and below, less what QCompleter adds of itself.
_BESIDE_ROWS = 2 * (XS + 1) - 6


class OfferList(QListView):
    """Shows every row of a completer whole: Qt 6.11 counts neither the spacing nor the padding of its list."""

    def __init__(self, completer: QCompleter, parent: QWidget) -> None:
        super().__init__(parent)
        self._completer = completer
        self.setObjectName("popup")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        completer.setPopup(self)

    def sizeHintForRow(self, row: int) -> int:  # noqa: N802
        """Return the height of a row with its share of all that is not rows."""
        rows = max(1, min(self.model().rowCount(), self._completer.maxVisibleItems()))
        return super().sizeHintForRow(row) + 2 * self.spacing() + ceil(_BESIDE_ROWS / rows)
