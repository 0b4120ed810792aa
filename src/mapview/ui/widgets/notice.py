"""Lines above the map: one that says what happened and goes by itself, and ones that stay as long as they are true."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from mapview.domain.snapshot import Theme
from mapview.ui.widgets import icons
from mapview.ui.widgets.theme import XS, L, S

_STAYS_MS = 10_000
#: Words of a banner get at least so much of a line, in device-independent pixels.
_WORDS_WIDTH = 240


class Notice(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QToolButton(self)
        self.dismiss = QToolButton(self)
        self.dismiss.setProperty("flat", True)
        self.dismiss.setIconSize(QSize(16, 16))
        self.dismiss.setToolTip(self.tr("Dismiss"))
        self.dismiss.setAccessibleName(self.tr("Dismiss"))
        self._do: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self.dismiss.clicked.connect(self.hide)
        self.action.clicked.connect(self._act)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, XS, S, XS)
        row.addWidget(self.words, 1)
        row.addWidget(self.action)
        row.addWidget(self.dismiss)
        self.dress(theme)
        self.hide()

    def dress(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.dismiss.setIcon(icons.icon("close", theme))

    def say(self, words: str, *, action: str = "", do: Callable[[], None] | None = None) -> None:
        """Say something that goes well, with something to do about it if there is."""
        self._show(words, "", action, do)
        self._timer.start()

    def say_or_hide(self, words: str) -> None:
        """Say what has ended, or nothing more if there is nothing to say."""
        if words:
            self.say(words)
        else:
            self.hide()

    def say_under_way(self, words: str, *, action: str = "", do: Callable[[], None] | None = None) -> None:
        """Say what has begun; it stays until something else is said."""
        self._timer.stop()
        self._show(words, "", action, do)

    def ask(self, words: str, action: str, do: Callable[[], None]) -> None:
        """Ask whether to do something; it stays until it is answered or dismissed."""
        self._timer.stop()
        self._show(words, "", action, do)

    def complain(self, words: str) -> None:
        """Say what went wrong; it stays until it is dismissed."""
        self._timer.stop()
        self._show(words, "problem", "", None)

    def take_back(self, words: str) -> None:
        """Hide a complaint, if it is still what is said."""
        if self.words.text() == words:
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape dismisses."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _show(self, words: str, kind: str, action: str, do: Callable[[], None] | None) -> None:
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.action.setVisible(bool(action))
        self.action.setText(action)
        self._do = do
        self.show()

    def _act(self) -> None:
        if self._do is not None:
            self._do()


class Banner(QFrame):
    """Says something about the open project for as long as it is true, with what can be done about it."""

    def __init__(self, words: str, actions: Sequence[tuple[str, Callable[[], object]]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName(words)
        self.words = QLabel(words, self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self._row = QHBoxLayout()
        self._row.setSpacing(S)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(L, XS, S, XS)
        self._lines.setSpacing(S)
        self._lines.addWidget(self.words, 1)
        self._lines.addLayout(self._row)
        self.buttons: list[QToolButton] = []
        for label, do in actions:
            self.add(label, do)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put what can be done below the words where there is no room for both side by side."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < self._row.sizeHint().width() + _WORDS_WIDTH
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._lines.setDirection(way)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeading if is_narrow else Qt.AlignmentFlag(0))

    def add(self, label: str, do: Callable[[], object]) -> None:
        """Add something that can be done."""
        button = QToolButton(self)
        button.setText(label)
        button.clicked.connect(lambda _checked=False: do())
        self._row.addWidget(button)
        self.buttons.append(button)
