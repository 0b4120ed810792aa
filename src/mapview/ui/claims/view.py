"""The list of the claims panel: headings and cards, painted."""

import time

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mapview.render.legend import ClaimedCategories, claimed_categories
from mapview.ui.claims import cards
from mapview.ui.claims.card_layout import Block, CardLayout
from mapview.ui.claims.cards import CLAIM_LINK, CONFLICT_LINK, EXPAND_LINK, PASSAGE_LINK, SOURCE_LINK, URL_LINK, Card
from mapview.ui.claims.edit_menus import add_claim_edits
from mapview.ui.claims.model import ROW_ROLE, ClaimsModel, Heading, Row
from mapview.ui.disputes.words import assertion_draft
from mapview.ui.session import Session
from mapview.ui.widgets.rows import BAR_PX, paint_bar, paint_frame
from mapview.ui.widgets.theme import COLOURS, FADE_MS, XS, M, S

_MAX_LAYOUTS = 400
_FRAME_MS = 16
#: More cards than these are laid out at first so many at a time, those in sight before the others.
_MANY, _AT_ONCE = 60, 24


class CardDelegate(QStyledItemDelegate):
    """Paints headings and cards, and knows the heights of both."""

    def __init__(self, session: Session, view: "ClaimsView") -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._layouts: dict[object, CardLayout] = {}
        self._categories: dict[tuple[str, str], ClaimedCategories] = {}
        self._made_of: tuple[object, ...] = (None,) * 4

    def forget(self) -> None:
        """Lay everything out anew: width, theme, language or data changed."""
        self._layouts.clear()

    def layout_of(self, row: Row) -> CardLayout:
        """Return the laid out text of a row."""
        session = self._session
        width = self._view.viewport().width()
        open_ = isinstance(row.content, Card) and row.content.claim in self._view.open_cards
        key = (row.content, open_, width, session.theme, session.language, session.focus)
        found = self._layouts.get(key)
        if found is None:
            if len(self._layouts) > _MAX_LAYOUTS:
                self._layouts.clear()
            inner = width - 2 * S - (2 * M + BAR_PX if isinstance(row.content, Card) else 2 * XS)
            found = CardLayout.of(self._blocks(row, open_=open_), max(inner, 80), COLOURS[session.theme])
            self._layouts[key] = found
        return found

    def text_corner(self, row: Row, box: QRect) -> QPointF:
        """Return where the text of a row begins."""
        if isinstance(row.content, Heading):
            return QPointF(box.left() + S + XS, box.top() + M)
        bar = 0 if self._mirrored() else BAR_PX
        return QPointF(box.left() + S + M + bar, box.top() + XS + M - 2)

    def sizeHint(  # noqa: N802
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Return the size of a row in the width of the view."""
        row: Row = index.data(ROW_ROLE)
        room = M + XS if isinstance(row.content, Heading) else 2 * XS + 2 * M - 4
        return QSize(80, round(self.layout_of(row).height) + room)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        row: Row = index.data(ROW_ROLE)
        colours = COLOURS[self._session.theme]
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._view.opacity_of(row.key))
        if isinstance(row.content, Card):
            self._paint_card(painter, option, row.content, box)
        self.layout_of(row).paint(painter, self.text_corner(row, box), colours)
        painter.restore()

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, card: Card, box: QRect) -> None:
        colours = COLOURS[self._session.theme]
        state = option.state
        frame = QRectF(box).adjusted(S + 0.5, XS - 0.5, -S - 0.5, -XS + 0.5)
        current = bool(state & QStyle.StateFlag.State_Selected)
        focused = current and self._view.hasFocus()
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = colours.hover if hovered or current else colours.panel
        paint_frame(painter, frame, colours, ground, focused=focused)
        paint_bar(painter, frame, self._value_colour(card), mirrored=self._mirrored())

    def _mirrored(self) -> bool:
        return self._session.language == "ar"

    def _value_colour(self, card: Card) -> str:
        """The colour that the value has on the map when its topic is chosen."""
        session = self._session
        columns, claim = session.timeline.columns, session.project.claims[card.claim]
        made_of = (columns.topic, columns.value, columns.middle, session.project.topics)
        if any(now is not then for now, then in zip(made_of, self._made_of, strict=True)):
            self._categories.clear()
            self._made_of = made_of
        row = columns.row_of(claim)
        assert row is not None  # noqa: S101 - it has a card
        key = claim.topic, session.theme
        if key not in self._categories:
            self._categories[key] = claimed_categories(columns, session.project.topics[claim.topic], session.theme)
        return self._categories[key].of(row).colour

    def _blocks(self, row: Row, *, open_: bool) -> list[Block]:
        session, content = self._session, row.content
        if isinstance(content, Heading):
            model: ClaimsModel = self._view.claims
            if session.focus and session.focus.kind == "place":
                title = model.heading_words(content)
                return cards.heading_blocks(title, content.status, session.language, voices=content.voices)
            return cards.heading_blocks(model.heading_words(content), None, session.language, place=content.id)
        return cards.claim_blocks(content, session.project, session.language, open_=open_)


class ClaimsView(QListView):
    """The list of cards. It keeps its place while rows come and go, and lets new ones fade in."""

    followed = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.claims = ClaimsModel(session, self)
        self.open_cards: set[str] = set()
        self._appeared: dict[str, float] = {}
        self.setModel(self.claims)
        self.card_delegate = CardDelegate(session, self)
        self.setItemDelegate(self.card_delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(24)
        self.setMouseTracking(True)
        self.setBatchSize(_AT_ONCE)
        self.setAccessibleName(self.tr("Claims"))
        self._fader = QTimer(self, interval=_FRAME_MS)
        self._fader.timeout.connect(self._fade)

    def refill(self) -> None:
        """Show what is read now, from its beginning."""
        self.card_delegate.forget()
        self.claims.refill()
        many = len(self.claims.rows) > _MANY
        self.setLayoutMode(QListView.LayoutMode.Batched if many else QListView.LayoutMode.SinglePass)
        self.scrollToTop()

    def follow(self) -> None:
        """Show another time with the first card that stays kept where it is."""
        kept = self._first_kept()
        new = self.claims.follow()
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.doItemsLayout()
        if kept is not None:
            self._put_back(*kept)
        if new and self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0:
            now = time.monotonic()
            self._appeared |= dict.fromkeys(new, now)
            self._fader.start()

    def opacity_of(self, key: str) -> float:
        """Return how far a row has faded in, 0 to 1."""
        start = self._appeared.get(key)
        if start is None:
            return 1.0
        return min(0.15 + 0.85 * (time.monotonic() - start) * 1000 / FADE_MS, 1.0)

    def show_claim(self, claim: str) -> None:
        """Bring a claim's card into sight, open and chosen."""
        row = self.claims.row_of(claim)
        if row is None:
            return
        self.open_cards.add(claim)
        self.doItemsLayout()
        index = self.claims.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def toggle(self, claim: str) -> None:
        """Open or close a card."""
        self.open_cards ^= {claim}
        self.doItemsLayout()
        row = self.claims.row_of(claim)
        if row is not None:
            self.scrollTo(self.claims.index(row))

    def current_claim(self) -> str | None:
        """Return the claim of the card that is chosen."""
        index = self.currentIndex()
        row: Row | None = index.data(ROW_ROLE) if index.isValid() else None
        return row.content.claim if row and isinstance(row.content, Card) else None

    def selected_claims(self) -> list[str]:
        """Return the claims of the cards that are selected, in their order."""
        rows: list[Row] = [index.data(ROW_ROLE) for index in sorted(self.selectionModel().selectedIndexes())]
        return [row.content.claim for row in rows if isinstance(row.content, Card)]

    def assert_conflict(self) -> None:
        """Ask for the form of a judgement that the selected claims cannot all hold."""
        draft = assertion_draft(self.selected_claims(), self._session.project)
        if draft is not None:
            self._session.form_asked_for.emit(draft)

    def link_at(self, point: QPoint) -> str:
        """Return the link under a point of the viewport, or nothing."""
        index = self.indexAt(point)
        if not index.isValid():
            return ""
        row: Row = index.data(ROW_ROLE)
        corner = self.card_delegate.text_corner(row, self.visualRect(index))
        return self.card_delegate.layout_of(row).link_at(QPointF(point) - corner)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the cards out in the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.card_delegate.forget()
            self.scheduleDelayedItemsLayout()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Show where a click leads."""
        over = self.link_at(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Follow a link, or open or close a card."""
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        link = self.link_at(event.position().toPoint())
        claim = self.current_claim()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            return
        if link:
            self.followed.emit(link)
        elif claim is not None and self.indexAt(event.position().toPoint()).isValid():
            self.toggle(claim)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter or Space opens and closes the card that is chosen, P shows its passage, E edits it, Delete deletes.

        C compares it with what it contradicts, A judges that the selected ones clash.
        """
        claim = self.current_claim()
        if claim is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.toggle(claim)
        elif claim is not None and event.key() == Qt.Key.Key_P and not event.modifiers():
            self.followed.emit(PASSAGE_LINK + claim)
        elif claim is not None and event.key() == Qt.Key.Key_E and not event.modifiers():
            self._session.form_asked_for.emit(self._session.project.claims[claim])
        elif claim is not None and event.key() == Qt.Key.Key_C and not event.modifiers():
            self.followed.emit(CONFLICT_LINK + claim)
        elif event.key() == Qt.Key.Key_A and not event.modifiers():
            self.assert_conflict()
        elif claim is not None and event.key() == Qt.Key.Key_Delete:
            self._session.removal_asked_for.emit((self._session.project.claims[claim],))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer by keyboard what links offer by mouse."""
        claim = self.current_claim()
        if claim is None:
            return
        menu = self.menu_for(claim)
        menu.popup(event.globalPos())

    def menu_for(self, claim: str) -> QMenu:
        """Return what can be done with a claim."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        found = self._session.project.claims[claim]
        source = self._session.project.sources[found.source]

        def offer(words: str, link: str) -> None:
            action = QAction(words, menu)
            action.triggered.connect(lambda: self.followed.emit(link))
            menu.addAction(action)

        offer(self.tr("&Open or close the card"), EXPAND_LINK + claim)
        offer(self.tr("Show the &passage (P)"), PASSAGE_LINK + claim)
        offer(self.tr("&All claims of this source"), SOURCE_LINK + source.id)
        if source.url:
            offer(self.tr("Open the &source in the browser"), URL_LINK + source.id)
        row = self.claims.row_of(claim)
        content = self.claims.rows[row].content if row is not None else None
        if isinstance(content, Card):
            for clash in content.clashes:
                other = self._session.project.claims[clash.claim]
                words = other.statement.in_language(self._session.language)
                offer(self.tr("Go to: {}").format(words.replace("&", "&&")), CLAIM_LINK + clash.claim)
            if content.clashes:
                offer(self.tr("Compare it with what it &contradicts (C)"), CONFLICT_LINK + claim)
        copy = QAction(self.tr("&Copy the statement"), menu)
        statement = found.statement.in_language(self._session.language)
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(statement))
        menu.addAction(copy)
        menu.addSeparator()
        selected = self.selected_claims()
        if len(selected) > 1:
            judge = menu.addAction(self.tr("&Judge that the {} selected claims clash… (A)").format(len(selected)))
            judge.triggered.connect(self.assert_conflict)
            together = assertion_draft(selected, self._session.project) is not None
            judge.setEnabled(together and not self._session.file.read_only)
        add_claim_edits(menu, found, self._session)
        return menu

    def _first_kept(self) -> tuple[str, int] | None:
        """The first row in sight that has stayed, and its top in the viewport."""
        wanted = {row.key for row in self.claims.wanted()}
        at = self.indexAt(QPoint(S + 2, 1))
        for row in range(at.row() if at.isValid() else 0, len(self.claims.rows)):
            top = self.visualRect(self.claims.index(row)).top()
            if top > self.viewport().height():
                break
            if self.claims.rows[row].key in wanted:
                return self.claims.rows[row].key, top
        return None

    def _put_back(self, key: str, top: int) -> None:
        row = self.claims.row_of(key)
        if row is not None:
            moved = self.visualRect(self.claims.index(row)).top() - top
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)

    def _fade(self) -> None:
        now = time.monotonic()
        self._appeared = {key: start for key, start in self._appeared.items() if (now - start) * 1000 < FADE_MS}
        if not self._appeared:
            self._fader.stop()
        self.viewport().update()
