"""The statement of a claim in both languages, with a suggestion that is taken by a button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mapview.domain.model import Text
from mapview.ui.forms.fields.texts import BothLanguages
from mapview.ui.widgets.theme import XS


class StatementField(QWidget):
    """Shows a suggestion in the empty fields; it counts only once it is taken."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.both = BothLanguages(self, long=True)
        self.use = QPushButton(self.tr("&Use the suggestion"), self)
        self.use.setAutoDefault(False)
        self.use.clicked.connect(self.take)
        self._suggested = Text()
        self.both.changed.connect(self._offer)
        self.both.changed.connect(self.changed)
        self.setFocusProxy(self.both)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self.both)
        layout.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeading)
        self._offer()

    def setAccessibleName(self, name: str) -> None:  # noqa: N802
        """Name both fields."""
        super().setAccessibleName(name)
        self.both.setAccessibleName(name)

    def value(self) -> Text:
        """Return what is written."""
        return self.both.value()

    def set_value(self, text: Text) -> None:
        """Write something else."""
        self.both.set_value(text)

    def suggest(self, text: Text) -> None:
        """Offer words for the fields that are empty."""
        self._suggested = text
        self.both.en.set_prompt(text.en)
        self.both.ar.set_prompt(text.ar)
        self._offer()

    def take(self) -> None:
        """Write what is suggested into the fields that are empty."""
        now = self.value()
        self.set_value(Text(now.en or self._suggested.en, now.ar or self._suggested.ar))
        self.both.en.setFocus()

    def _offer(self) -> None:
        now, offered = self.value(), self._suggested
        self.use.setVisible(bool((offered.en and not now.en) or (offered.ar and not now.ar)))
