"""The foot of a form: what is still wrong, and the buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mapview.ui.widgets.theme import L, M, S


class Footer(QFrame):
    """What is still wrong, and the buttons; or the question whether to throw away what was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formFooter")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.hide()
        self.save = QPushButton(self.tr("Save"), self)
        self.save.setDefault(True)
        self.save.setToolTip(self.tr("Save (Ctrl+Return)"))
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setToolTip(self.tr("Cancel (Esc)"))
        self.discard = QPushButton(self.tr("Throw it away"), self)
        self.keep = QPushButton(self.tr("Keep editing"), self)
        for button in (self.discard, self.keep):
            button.hide()
        for button in (self.save, self.cancel, self.discard, self.keep):
            button.setAutoDefault(False)
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.save.setDefault(True)
        self.is_asking = False
        self._told = ("", False, True)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(S)
        self.buttons.addStretch(1)
        for button in (self.keep, self.discard, self.cancel, self.save):
            self.buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, S, L, M)
        layout.setSpacing(S)
        layout.addWidget(self.words)
        layout.addLayout(self.buttons)

    def add(self, button: QPushButton) -> None:
        """Add a button before Save."""
        button.setAutoDefault(False)
        self.buttons.insertWidget(self.buttons.count() - 1, button)

    def look_only(self) -> None:
        """Leave only the button that closes."""
        for button in self.findChildren(QPushButton):
            button.setVisible(button is self.cancel)
        self.cancel.setText(self.tr("Close"))

    def tell(self, words: str, *, problem: bool, save: bool) -> None:
        """Say why nothing can be saved, or what else there is to know."""
        self._told = (words, problem, save)
        if self.is_asking:
            return
        self._show(words, problem=problem)
        for button in self._savers():
            button.setEnabled(save)

    def ask(self) -> None:
        """Ask whether to throw away what was typed."""
        self.is_asking = True
        self._show(self.tr("Throw away what you typed?"), problem=False)
        self._turn()
        self.discard.setFocus()

    def take_back(self) -> None:
        """Show the buttons again."""
        self.is_asking = False
        self._turn()
        words, problem, save = self._told
        self.tell(words, problem=problem, save=save)

    def _turn(self) -> None:
        for button in (self.discard, self.keep):
            button.setVisible(self.is_asking)
        for button in (self.cancel, *self._savers()):
            button.setVisible(not self.is_asking)

    def _savers(self) -> list[QPushButton]:
        asking = (self.cancel, self.discard, self.keep)
        return [button for button in self.findChildren(QPushButton) if button not in asking]

    def _show(self, words: str, *, problem: bool) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.words.setProperty("kind", "problem" if problem else "quiet")
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
