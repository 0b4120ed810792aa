"""The passage of a source on which a claim stands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mapview.domain.model import Anchor
from mapview.ui.widgets.theme import XS, M, S
from mapview.ui.widgets.words import is_arabic, isolated


class PassageField(QFrame):
    """Shows a passage, its place in the text, and leads to the reader."""

    changed = Signal()
    #: The passage, or the source's text, is to be read.
    read_asked = Signal()
    #: The next passage that is selected in the reader belongs here.
    awaited = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._anchor: Anchor | None = None
        self.setObjectName("passage")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.where = QLabel(self)
        self.where.setWordWrap(True)
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.where.setProperty("kind", "quiet")
        self.select = QPushButton(self.tr("Select in the reader"), self)
        self.select.setCheckable(True)
        self.select.setAutoDefault(False)
        self.select.setToolTip(self.tr("Then select the passage in the reader and press Enter there"))
        self.select.toggled.connect(self._await)
        self.setFocusProxy(self.select)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self.select)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(M, S, M, S)
        layout.setSpacing(XS)
        layout.addWidget(self.words)
        layout.addWidget(self.where)
        layout.addLayout(buttons)
        self.show_anchor(None, None)

    def value(self) -> Anchor | None:
        """Return the anchor."""
        return self._anchor

    def show_anchor(self, anchor: Anchor | None, text: str | None) -> None:
        """Show a passage; ``text`` is the whole text of its source, None if the project does not have it."""
        self._anchor = anchor
        if anchor is None:
            self.words.setText(self.tr("No passage yet: select it in the reader."))
            self.where.hide()
        else:
            passage = anchor.cue + "…" if text is None else text[anchor.start : anchor.end]
            self.words.setText(f"“{isolated(passage)}”")
            rtl = is_arabic(passage)
            self.words.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
            where = self.tr("Code points {} to {} of the text").format(anchor.start, anchor.end)
            if text is None:
                where += self.tr("; the text itself is not in this project")
            self.where.setText(where)
            self.where.show()
        self.words.setProperty("kind", "quiet" if anchor is None else "")
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self.select.setText(self.tr("Select in the reader") if anchor is None else self.tr("Select another"))
        self.changed.emit()

    def settle(self) -> None:
        """Wait for a passage no longer."""
        self.select.setChecked(False)

    @property
    def is_awaiting(self) -> bool:
        """Whether the next passage that is selected belongs here."""
        return self.select.isChecked()

    def _await(self, on: bool) -> None:
        if on:
            self.read_asked.emit()
        self.awaited.emit(on)
