"""The claims panel: a header for what is read, and a card for each claim on it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEvent,
    QPointF,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.disputes import Disputes
from mapview.render.filter_words import hidden_words
from mapview.render.texts import span_words
from mapview.ui.claims import cards
from mapview.ui.claims.card_layout import Block, CardLayout, Piece, quiet
from mapview.ui.claims.view import ClaimsView
from mapview.ui.disputes.account_panel import AccountPanel
from mapview.ui.disputes.near_copies_view import CopyOffers
from mapview.ui.session import Focus, Session
from mapview.ui.widgets.theme import COLOURS, L, M, S, text_font


class Header(QWidget):
    """Says what is read: names, status, coordinates, or a source's title and dates."""

    followed = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._blocks: list[Block] = []
        self._layout = CardLayout(0.0)
        self.setMouseTracking(True)

    def say(self, blocks: list[Block]) -> None:
        """Say this from now on."""
        self._blocks = blocks
        self.setAccessibleName(". ".join(getattr(block, "text", "") for block in blocks))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the text out in the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the text and the line below it."""
        colours = COLOURS[self._session.theme]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._layout.paint(painter, QPointF(L, M), colours)
        if self._blocks:
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Show where a click leads."""
        over = self._layout.link_at(event.position() - QPointF(L, M))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Follow a link."""
        link = self._layout.link_at(event.position() - QPointF(L, M))
        if link:
            self.followed.emit(link)

    def _lay_out(self) -> None:
        self._layout = CardLayout.of(self._blocks, max(self.width() - 2 * L, 80), COLOURS[self._session.theme])
        self.setFixedHeight(round(self._layout.height) + 2 * M if self._blocks else 0)
        self.update()


class Hint(QWidget):
    """What an empty panel says: what would fill it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._words = ""

    def say(self, words: str) -> None:
        """Say this from now on."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the words."""
        painter = QPainter(self)
        painter.setFont(text_font())
        painter.setPen(QColor(COLOURS[self._session.theme].quiet))
        box = self.rect().adjusted(L, L, -L, -L)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(box, flags, self._words)
        painter.end()


class ClaimsPanel(QWidget):
    """Header and cards of what the session's focus names."""

    #: The conflict that a claim is in is to be shown, or those on a place.
    conflict_asked_for = Signal(str)
    conflicts_asked_for = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = Header(session, self)
        self.cards = ClaimsView(session, self)
        self.copies = CopyOffers(session, self)
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Claims on this place, or how they grew"))
        self.tabs.addTab(self.tr("Claims"))
        self.tabs.addTab(self.tr("Account"))
        self.tabs.setTabToolTip(1, self.tr("What was claimed on each day of publication"))
        self.account = AccountPanel(session, self)
        self.hint = Hint(session, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.copies)
        layout.addWidget(self.tabs)
        layout.addWidget(self.account, 1)
        layout.addWidget(self.cards, 1)
        layout.addWidget(self.hint, 1)
        self.setFocusProxy(self.cards)
        self.header.followed.connect(self.go)
        self.cards.followed.connect(self.go)
        session.project_changed.connect(self._refill)
        session.turns.add(self, self._follow_view)
        session.focus_changed.connect(self._refill)
        session.appearance_changed.connect(self._refill)
        session.claim_asked_for.connect(self._show_claim)
        self.tabs.currentChanged.connect(lambda _tab: self._tell())
        session.anchors.told.connect(self._follow_view)
        self._refill()

    def go(self, link: str) -> None:
        """Do what a link says."""
        kind, _, what = link.partition(":")
        session = self._session
        match f"{kind}:":
            case cards.CLAIM_LINK:
                session.show_claim(what)
            case cards.SOURCE_LINK:
                session.set_focus(Focus("source", what))
            case cards.PLACE_LINK:
                session.set_focus(Focus("place", what))
            case cards.EXPAND_LINK:
                self.cards.toggle(what)
            case cards.PASSAGE_LINK:
                claim = session.project.claims[what]
                session.passage_asked_for.emit(claim.source, claim.anchor.start, claim.anchor.end)
            case cards.DOCUMENT_LINK:
                session.passage_asked_for.emit(what, 0, 0)
            case cards.CONFLICT_LINK:
                self.conflict_asked_for.emit(what)
            case cards.CONFLICTS_LINK:
                self.conflicts_asked_for.emit(what)
            case cards.URL_LINK:
                open_in_browser(session.project.sources[what].url)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Lay out anew when the style changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._refill()

    def show_account(self) -> None:
        """Show how the account of the place grew."""
        self.tabs.setCurrentIndex(1)
        self.account.setFocus()

    def _show_claim(self, claim: str) -> None:
        self.tabs.setCurrentIndex(0)
        self.cards.show_claim(claim)

    def _conflicts_of(self, place: str) -> tuple[int, int]:
        """Return the number of conflicts of a place, and of those that a person has decided on."""
        found = Disputes(self._session.view, place)
        return len(found), found.decided()

    def _refill(self) -> None:
        self.cards.refill()
        self._tell()

    def _follow_view(self) -> None:
        if self._session.focus is not None:
            self.cards.follow()
        self._tell()

    def _tell(self) -> None:
        """Say in the header, or instead of cards, what is read."""
        session, focus = self._session, self._session.focus
        language, columns = session.language, session.timeline.columns
        empty = not self.cards.claims.rows
        of_place = focus is not None and focus.kind == "place"
        telling = of_place and self.tabs.currentIndex() == 1
        self.tabs.setVisible(of_place)
        self.account.setVisible(telling)
        self.setFocusProxy(self.account if telling else self.cards)
        self.cards.setVisible(not empty and not telling)
        self.hint.setVisible(empty and not telling)
        self.copies.ask_about([focus.id] if focus is not None and focus.kind == "source" else [])
        when = span_words(session.at, language)
        if focus is None:
            self.header.say([])
            self.hint.say(
                self.tr("Click a place on the map, or choose a place or a source in the lists, to read its claims.")
            )
        elif focus.kind == "place":
            at = columns.register.places.at[focus.id]
            place, count = session.project.places[focus.id], int(session.tally.by_place[at])
            conflicts = self._conflicts_of(focus.id)
            blocks = cards.place_blocks(place, session.tally.status_of_place(at), count, language, conflicts)
            self.header.say(blocks + self._hidden(columns.rows_of_place(at)))
            rows = columns.rows_of_place(at)
            if rows.start == rows.stop:
                self.hint.say(self.tr("No claim on this place yet: select a passage in the reader and press Enter."))
            elif session.tally.hidden_of(rows):
                self.hint.say(self.tr("Filters hide what is said of this place for {}.").format(when))
            else:
                self.hint.say(
                    self.tr("No source speaks of this place for {}. Move the time to read others.").format(when)
                )
        else:
            at = columns.register.sources.at[focus.id]
            count = int(session.tally.by_source[at])
            source, of_source = session.project.sources[focus.id], columns.source == at
            blocks = cards.source_blocks(source, count, session.project, language)
            self.header.say(blocks + self._hidden(of_source))
            if session.tally.hidden_of(of_source):
                self.hint.say(self.tr("Filters hide what this source says for {}.").format(when))
            elif of_source.any():
                self.hint.say(self.tr("This source says nothing for {}. Move the time to read others.").format(when))
            else:
                self.hint.say(
                    self.tr("No claims out of this source yet. Select a passage of it in the reader and press Enter.")
                )

    def _hidden(self, rows: slice | NDArray[np.bool_]) -> list[Block]:
        """What the header adds if a filter hides some of the claims that are read."""
        session = self._session
        if session.view.narrowed is None:
            return []
        tally = session.tally
        hidden, there = tally.hidden_of(rows), int(np.count_nonzero(session.view.there[rows]))
        words = hidden_words(hidden, there, session.language)
        return [quiet(Piece(words, "quiet"), right_to_left=session.language == "ar", gap=S)] if words else []


def open_in_browser(url: str | None) -> None:
    """Open a link of a source, if it is one of the web."""
    target = QUrl(url or "")
    if target.scheme() in {"http", "https"}:
        QDesktopServices.openUrl(target)
