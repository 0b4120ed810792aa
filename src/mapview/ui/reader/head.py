"""The reader's head: which source is read, what it says of itself, and what can be done with its text."""

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.model import Source, Text
from mapview.domain.snapshot import Language
from mapview.render.texts import in_digits, number_words
from mapview.store.originals import AnchorCheck, Verdict
from mapview.ui.claims.card_layout import Block, Paragraph, Piece, quiet
from mapview.ui.claims.panel import Header
from mapview.ui.lists.panel import EntryList, FilteredList
from mapview.ui.reader.legend import UnderlineLegend
from mapview.ui.session import Session
from mapview.ui.widgets import icons, words
from mapview.ui.widgets.theme import COLOURS, XS, M, S
from mapview.ui.widgets.words import isolated, page_word

_POPUP = QSize(380, 420)
_ARROW_ROOM = 28
_STATES: Mapping[str, Text] = {
    "no_text": Text("The text of this source is not in the project.", "نص هذا المصدر ليس في المشروع."),
    "differs": Text(
        "The text at hand is not the one that the claims point into, but much like it.",
        "النص المتوفر ليس الذي تشير إليه الإفادات، لكنه يشبهه كثيرا.",
    ),
    "letters": Text("{} characters", "{} حرف"),
    "verified": Text("{} verified", "{} مثبت"),
    "moved": Text("{} moved", "{} انتقل"),
    "changed": Text("{} changed", "{} تغيّر"),
    "lost": Text("{} not found", "{} لم يُعثر عليه"),
}
_VERDICTS: tuple[Verdict, ...] = ("verified", "moved", "changed", "lost")


class SourceChooser(QPushButton):
    """A button that says which source is read, and opens a list with a filter."""

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.current: str | None = None
        self._mirrored = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Not a window of its own, which would take the keys from the whole desktop.
        self.popup = QFrame(self)
        self.popup.setObjectName("panel")
        self.popup.setFrameShape(QFrame.Shape.StyledPanel)
        self.entries = EntryList(
            session, "sources", chosen=lambda: self.current, choose=self._choose, tall=True, signs=False
        )
        self.entries.setAccessibleName(self.tr("Sources"))
        self.list = FilteredList(self.entries, self.tr("Filter sources"), self.popup)
        self.popup.setAutoFillBackground(True)
        self.popup.hide()
        for part in (self.list.filter, self.entries):
            part.installEventFilter(self)
        layout = QVBoxLayout(self.popup)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.list)
        self.clicked.connect(self.open)
        self.show_source(None)

    def show_source(self, source: Source | None) -> None:
        """Say which source is read."""
        self.current = source.id if source else None
        language = self._session.language
        self._mirrored = language == "ar"
        side, other = ("right", "left") if self._mirrored else ("left", "right")
        self.setStyleSheet(f"QPushButton {{ text-align: {side}; padding-{other}: {_ARROW_ROOM}px; }}")
        name = words.publisher_words(source, language) if source else self.tr("Choose a source")
        when = f" · {words.published_words(source, language)}" if source else ""
        self._words = f"\u2067{name}{when}\u2069" if self._mirrored else f"{isolated(name)}{when}"
        self.setAccessibleName(self.tr("Source: {}").format(name))
        self.setToolTip(words.as_tip(source.title) if source else "")
        self._elide()

    def open(self) -> None:
        """Open the list, to be filtered by typing."""
        self._fill()
        window = self.window()
        self.popup.setParent(window)
        corner = self.mapTo(window, QPoint(0, self.height() + XS))
        room = window.height() - corner.y() - M
        self.popup.setGeometry(
            corner.x(), corner.y(), max(_POPUP.width(), self.width()), max(min(_POPUP.height(), room), 160)
        )
        self.list.filter.clear()
        self.popup.show()
        self.popup.raise_()
        self.list.filter.setFocus()
        self.entries.show_chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """From the filter, Down goes into the list and Enter takes its first source; Escape closes."""
        if event.type() == QEvent.Type.FocusOut:
            # Where the keys go is told after this.
            QTimer.singleShot(0, self.popup, self._close_if_left)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.popup.hide()
                self.setFocus()
                return True
            if watched is self.list.filter:
                return self._key_of_filter(event.key())
        return super().eventFilter(watched, event)

    def _key_of_filter(self, key: int) -> bool:
        first = self.entries.entries.index(0, 0)
        if key == Qt.Key.Key_Down:
            self.entries.setFocus()
            if not self.entries.currentIndex().isValid():
                self.entries.setCurrentIndex(first)
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and first.isValid():
            self.entries.clicked.emit(first)
            return True
        return False

    def _close_if_left(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or not self.popup.isAncestorOf(focus):
            self.popup.hide()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Fit the words in again when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the words into the new width."""
        super().resizeEvent(event)
        self._elide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the button, and an arrow that says that it opens something."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(COLOURS[self._session.theme].quiet), 1.5))
        x, y = _ARROW_ROOM / 2 if self._mirrored else self.width() - _ARROW_ROOM / 2, self.height() / 2
        painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])
        painter.end()

    def _elide(self) -> None:
        room = max(self.width() - M - _ARROW_ROOM, 40)
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))

    def _fill(self) -> None:
        self.entries.entries.fill(self._session.catalogues.sources(self._session.project), self._say)
        self.entries.entries.count(self._session.tally.by_source)

    def _say(self, name: str) -> tuple[str, str]:
        source = self._session.project.sources[name]
        title = source.title if self._session.anchors.hash_of(name) else self.tr("no text · {}").format(source.title)
        return words.publisher_words(source, self._session.language), title

    def _choose(self, source: str) -> None:
        self.popup.hide()
        self.chosen.emit(source)


class ReaderHead(QWidget):
    """Chooser and tools above what the source says of itself."""

    attach_asked_for = Signal()
    adopt_asked_for = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.chooser = SourceChooser(session, self)
        self.search = self._tool(self.tr("Find in the document"), "/")
        self.smaller = self._tool(self.tr("Smaller text"), "Ctrl+-")
        self.larger = self._tool(self.tr("Larger text"), "Ctrl++")
        self.smaller.setText("A−")
        self.larger.setText("A+")
        self.about = Header(session, self)
        self.legend = UnderlineLegend(session, self)
        self.attach = QPushButton(self.tr("Attach the original…"), self)
        self.adopt = QPushButton(self.tr("Take this text for the original"), self)
        self.attach.clicked.connect(self.attach_asked_for)
        self.adopt.clicked.connect(self.adopt_asked_for)
        tools = QHBoxLayout()
        tools.setContentsMargins(M, M, M, 0)
        tools.setSpacing(XS)
        tools.addWidget(self.chooser, 1)
        for tool in (self.search, self.smaller, self.larger):
            tools.addWidget(tool)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(M, 0, M, 0)
        buttons.addWidget(self.attach)
        buttons.addWidget(self.adopt)
        buttons.addStretch(1)
        self._buttons = QWidget(self)
        self._buttons.setLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addLayout(tools)
        layout.addWidget(self._buttons)
        layout.addWidget(self.about)
        layout.addWidget(self.legend)
        self.dress()

    def dress(self) -> None:
        """Take the icons of the theme."""
        self.search.setIcon(icons.icon("search", self._session.theme))
        self.legend.dress()

    def say(self, source: Source | None, letters: int | None, checks: Mapping[str, AnchorCheck]) -> None:
        """Say what is read.

        Parameters
        ----------
        letters
            How long the text is, in code points; None if there is none.
        checks
            How the source's claims stand in it.
        """
        self.chooser.show_source(source)
        blocks: list[Block] = []
        differs = False
        if source is not None:
            differs = self._session.anchors.hash_of(source.id) not in {source.sha256, None}
            blocks = _blocks(source, letters, checks, self._session.language, differs=differs)
        self.about.say(blocks)
        editable = not self._session.file.read_only
        self.attach.setVisible(source is not None and letters is None and editable)
        self.adopt.setVisible(differs and editable)
        self._buttons.setVisible(not self.attach.isHidden() or not self.adopt.isHidden())
        self.legend.setVisible(letters is not None)
        for tool in (self.search, self.smaller, self.larger):
            tool.setEnabled(letters is not None)

    def _tool(self, what: str, key: str) -> QToolButton:
        tool = QToolButton(self)
        tool.setProperty("flat", True)
        tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tool.setFixedSize(32, 32)
        tool.setIconSize(QSize(18, 18))
        tool.setAccessibleName(what)
        tool.setToolTip(f"{what} ({key})")
        return tool


def _blocks(
    source: Source, letters: int | None, checks: Mapping[str, AnchorCheck], language: Language, *, differs: bool
) -> list[Block]:
    mirrored = language == "ar"
    blocks: list[Block] = [
        Paragraph((Piece(source.title, bold=True),)),
        quiet(
            Piece(isolated(words.publisher_words(source, language)), "quiet"),
            Piece(f" · {isolated(words.published_words(source, language))}", "quiet"),
            right_to_left=mirrored,
        ),
    ]
    said = [_STATES["no_text"].in_language(language)]
    if letters is not None:
        counts = Counter(check.verdict for check in checks.values())
        said = [_STATES["letters"].in_language(language).format(number_words(letters, language))]
        said.append(page_word("claims_count", language).replace("{n}", in_digits(str(len(checks)), language)))
        for verdict in _VERDICTS:
            if counts[verdict]:
                number = in_digits(str(counts[verdict]), language)
                said.append(_STATES[verdict].in_language(language).format(number))
    blocks.append(quiet(Piece(" · ".join(map(isolated, said)), "quiet"), right_to_left=mirrored, gap=0))
    if differs:
        blocks.append(quiet(Piece(_STATES["differs"].in_language(language)), right_to_left=mirrored))
    return blocks
