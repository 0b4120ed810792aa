"""What stands below the text of the reader when it is wanted: the find bar, and what to do with a selection."""

from collections.abc import Generator

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from mapview.domain.model import MAX_ANCHOR_LENGTH
from mapview.ui.reader.find import find_in_steps, pattern_of
from mapview.ui.reader.text import ReadText
from mapview.ui.session import Session
from mapview.ui.widgets import icons
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.theme import XS, M, S

#: A search is given up to this many matches: nobody steps through more.
_MOST = 10_000


class FindBar(QFrame):
    """Finds words in the text, however they are spelt."""

    closed = Signal()

    def __init__(self, session: Session, text: ReadText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._session = session
        self._text = text
        self._steps: Generator[list[tuple[int, int]], None, None] | None = None
        self._from = 0
        self.found: list[tuple[int, int]] = []
        self.at: int | None = None
        self.field = QLineEdit(self)
        keep_on_line(self.field)
        self.field.setPlaceholderText(self.tr("Find in the document"))
        self.field.setAccessibleName(self.tr("Find in the document"))
        self.field.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.count.setProperty("quiet", True)
        self.previous = self._tool(self.tr("Previous match (Shift+Enter)"))
        self.next = self._tool(self.tr("Next match (Enter)"))
        self.close_ = self._tool(self.tr("Close (Escape)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(M, XS, M, XS)
        row.setSpacing(XS)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        for tool in (self.previous, self.next, self.close_):
            row.addWidget(tool)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._look_on)
        self.field.textChanged.connect(self.look)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.close_.clicked.connect(self.leave)
        self.dress()
        self.hide()

    def dress(self) -> None:
        """Take the icons of the theme."""
        theme = self._session.theme
        for tool, name in ((self.previous, "previous"), (self.next, "next"), (self.close_, "close")):
            tool.setIcon(icons.icon(name, theme))

    def open(self) -> None:
        """Show the bar, with the keys in its field."""
        self._from = self._text.caret()
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self.look()

    def look(self) -> None:
        """Look for what is in the field, from its beginning."""
        self.found, self.at = [], None
        pattern = pattern_of(self.field.text()) if self.isVisible() else None
        self._steps = find_in_steps(self._text.source_text, pattern) if pattern else None
        self._timer.start()

    def step(self, direction: int) -> None:
        """Go to the next (1) or the previous (-1) match, round the ends."""
        if self.found:
            last = -1 if direction > 0 else 0
            self.at = ((last if self.at is None else self.at) + direction) % len(self.found)
            self._text.select(*self.found[self.at])
            self._tell()

    def leave(self) -> None:
        """Close the bar; what was found last stays selected."""
        self._timer.stop()
        self._steps = None
        # Before it is gone: else the keys go to whichever panel comes next, which shows a passage of its own.
        self._text.setFocus()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter steps on, with Shift back; Escape closes."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _look_on(self) -> None:
        """Look through one more slice, so that the longest text keeps nobody waiting."""
        new = next(self._steps, None) if self._steps is not None and len(self.found) < _MOST else None
        if new is None:
            self._timer.stop()
            self._steps = None
        else:
            self.found += new
            later = next((at for at, span in enumerate(self.found) if span[0] >= self._from), None)
            if self.at is None and later is not None:
                self.at = later
                self._text.select(*self.found[later])
        if self._steps is None and self.at is None and self.found:
            self.step(1)
        self._tell()

    def _tell(self) -> None:
        if not self.field.text().strip():
            said = ""
        elif self.found:
            more = "+" if self._steps is not None or len(self.found) >= _MOST else ""
            said = self.tr("{} of {}").format(0 if self.at is None else self.at + 1, f"{len(self.found)}{more}")
        else:
            said = self.tr("…") if self._steps is not None else self.tr("not found")
        self.count.setText(said)
        for tool in (self.previous, self.next):
            tool.setEnabled(bool(self.found))

    def _tool(self, what: str) -> QToolButton:
        tool = QToolButton(self)
        tool.setProperty("flat", True)
        tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tool.setFixedSize(28, 28)
        tool.setIconSize(QSize(16, 16))
        tool.setAccessibleName(what)
        tool.setToolTip(what)
        return tool


class SelectionBar(QFrame):
    """Says how long the selected passage is, and offers to make a claim of it."""

    claim_asked_for = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._session = session
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.new_claim = QToolButton(self)
        self.new_claim.setProperty("strong", True)
        self.new_claim.setText(self.tr("New claim"))
        self.new_claim.setToolTip(self.tr("Make a claim of this passage (Enter)"))
        self.new_claim.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.new_claim.clicked.connect(self.claim_asked_for)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(S)
        row.addWidget(self.words, 1)
        row.addWidget(self.new_claim)
        self.hide()

    def say(self, length: int) -> None:
        """Say what a selection of this many code points is good for; nothing of none."""
        self.setVisible(length > 0)
        read_only = bool(self._session.file.read_only)
        too_long = length > MAX_ANCHOR_LENGTH
        if too_long:
            said = self.tr("{} characters: a claim points at {} at most. Select the words that carry it.")
            self.words.setText(said.format(length, MAX_ANCHOR_LENGTH))
        elif read_only:
            self.words.setText(self.tr("{} characters. This project can be read, not edited.").format(length))
        else:
            self.words.setText(self.tr("{} characters. Enter makes a claim.").format(length))
        self.setProperty("kind", "problem" if too_long else "")
        self.style().unpolish(self)
        self.style().polish(self)
        self.new_claim.setEnabled(not too_long and not read_only)
