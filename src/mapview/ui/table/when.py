"""Asks for the date of several claims at once."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from mapview.domain.snapshot import Language
from mapview.errors import MapviewError
from mapview.ui.forms.fields.dates import DateLine, coverage
from mapview.ui.widgets.theme import L, M, S


class WhenDialog(QDialog):
    """A date as it is typed, with what it covers; what cannot be taken is told and keeps the dialog open."""

    def __init__(self, count: int, take: Callable[[str], None], language: Language, parent: QWidget) -> None:
        """Ask; ``take`` is given what was typed and may raise MapviewError."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("When"))
        self._take = take
        self._language = language
        asked = QLabel(self.tr("&When are these {} claims in force?").format(count), self)
        self.field = DateLine(self, prompt=self.tr("14 January 2026 · since October 2025 · 2025-09/.."))
        self.field.setAccessibleName(self.tr("When"))
        asked.setBuddy(self.field)
        self.remark = QLabel(" ", self)
        self.remark.setTextFormat(Qt.TextFormat.PlainText)
        self.remark.setWordWrap(True)
        self.remark.setProperty("quiet", True)
        self.field.changed.connect(self._read_along)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, Qt.Orientation.Horizontal, self
        )
        buttons.accepted.connect(self._finish)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(S)
        layout.addWidget(asked)
        layout.addWidget(self.field)
        layout.addWidget(self.remark)
        layout.addSpacing(M)
        layout.addWidget(buttons)
        self.setMinimumWidth(420)

    def _read_along(self) -> None:
        known = self.field.known()
        self.remark.setText(coverage(known, self._language) if known else " ")
        self.field.setAccessibleDescription("")

    def _finish(self) -> None:
        try:
            self._take(self.field.value())
        except MapviewError as error:
            self.remark.setText(str(error))
            self.field.setAccessibleDescription(str(error))
            self.field.setFocus()
            return
        self.accept()
