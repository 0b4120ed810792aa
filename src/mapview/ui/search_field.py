"""The search field over places, sources and claims, spelt as anybody spells them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from mapview.gazetteer.normalise import fold
from mapview.render.texts import date_words
from mapview.ui import icons, words
from mapview.ui.line_edit import keep_on_line
from mapview.ui.session import Focus, Session
from mapview.ui.theme import S

_MOST_OF_A_KIND = 6
_SIGN_PX = 16
_FOUND_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be gone to."""

    title: str
    quiet: str
    key: str
    go: Callable[[], None]


class SearchField(QLineEdit):
    """Finds while one types; Down enters the finds, Enter goes to the one that is marked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        keep_on_line(self)
        self._index: list[list[Found]] | None = None
        prompt = self.tr("Search places, sources, claims…")
        self.setPlaceholderText(prompt)
        self.setAccessibleName(prompt)
        # Painted below: Qt 6.11 lays its own icons of a styled field out for the height before the style.
        self.setTextMargins(_SIGN_PX + S, 0, 0, 0)
        self.finds = QListWidget(self.window())
        self.finds.setObjectName("popup")
        self.finds.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.finds.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.finds.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.finds.setAccessibleName(self.tr("Found"))
        self.finds.itemClicked.connect(self._go)
        self.finds.hide()
        self.textEdited.connect(self._find)
        session.project_changed.connect(self._dress)
        session.appearance_changed.connect(self._dress)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move among the finds, go to one, or give up."""
        key, shown = event.key(), self.finds.isVisible()
        if shown and key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.finds.setCurrentRow((self.finds.currentRow() + step) % self.finds.count())
        elif shown and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            item = self.finds.currentItem()
            if item is not None:
                self._go(item)
        elif key == Qt.Key.Key_Escape:
            self.finds.hide()
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the field and its sign."""
        super().paintEvent(event)
        painter = QPainter(self)
        top = (self.height() - _SIGN_PX) // 2
        icons.icon("search", self._session.theme).paint(painter, QRect(S, top, _SIGN_PX, _SIGN_PX))
        painter.end()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Hide the finds."""
        self.finds.hide()
        super().focusOutEvent(event)

    def _dress(self) -> None:
        self._index = None

    def _find(self, text: str) -> None:
        wanted = fold(text).split()
        mirrored = self._session.language == "ar"
        self.finds.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        self.finds.clear()
        if self._index is None:
            self._index = self._everything()
        for kind in self._index:
            matches = [found for found in kind if all(word in found.key for word in wanted)] if wanted else []
            matches.sort(key=lambda found: not found.key.startswith(wanted[0]))
            for found in matches[:_MOST_OF_A_KIND]:
                item = QListWidgetItem(f"{words.isolated(found.title)}   {words.isolated(found.quiet)}")
                item.setData(_FOUND_ROLE, found)
                item.setToolTip(words.as_tip(found.title))
                self.finds.addItem(item)
        if wanted and not self.finds.count():
            item = QListWidgetItem(self.tr("Nothing found. Try another spelling or fewer words."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.finds.addItem(item)
        self._place_finds(shown=bool(wanted))

    def _place_finds(self, *, shown: bool) -> None:
        self.finds.setVisible(shown)
        if not shown:
            return
        self.finds.setCurrentRow(0)
        rows = self.finds.count()
        height = sum(self.finds.sizeHintForRow(row) for row in range(rows)) + 12
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        self.finds.setGeometry(corner.x(), corner.y(), max(self.width(), 520), min(height, 480))
        self.finds.raise_()

    def _go(self, item: QListWidgetItem) -> None:
        found = item.data(_FOUND_ROLE)
        if isinstance(found, Found):
            self.finds.hide()
            self.clear()
            found.go()

    def _everything(self) -> list[list[Found]]:
        session = self._session
        project, language = session.project, session.language

        def place(name: str) -> Callable[[], None]:
            return lambda: session.set_focus(Focus("place", name))

        def source(name: str) -> Callable[[], None]:
            return lambda: session.set_focus(Focus("source", name))

        def claim(name: str) -> Callable[[], None]:
            return lambda: session.show_claim(name)

        return [
            [
                Found(
                    one.names.in_language(language),
                    words.kind_words(one.kind, language),
                    fold(" ".join((one.names.in_language(language), one.names.en, one.names.ar, *one.aliases))),
                    place(one.id),
                )
                for one in project.places.values()
            ],
            [
                Found(
                    words.publisher_words(report, language),
                    words.published_words(report, language),
                    fold(
                        " ".join(
                            (*((report.publisher.en, report.publisher.ar) if report.publisher else ()), report.title)
                        )
                    ),
                    source(report.id),
                )
                for report in project.sources.values()
            ],
            [
                Found(
                    one.statement.in_language(language),
                    date_words(one.when, language),
                    fold(f"{one.statement.en} {one.statement.ar} {one.anchor.cue}"),
                    claim(one.id),
                )
                for one in project.claims.values()
            ],
        ]
