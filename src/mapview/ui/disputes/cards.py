"""Claims that clash, side by side: a card each, in as many columns as find room."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from mapview.domain.disputes import Dispute
from mapview.domain.model import Decision, Project
from mapview.domain.snapshot import Language
from mapview.render.texts import date_words, number_words
from mapview.ui.claims import cards
from mapview.ui.claims.card_layout import Badge, Badges, Block, CardLayout, Paragraph, Piece, quiet
from mapview.ui.disputes.words import Verdict, judgement, phrase
from mapview.ui.session import Session
from mapview.ui.widgets import words
from mapview.ui.widgets.theme import COLOURS, TEXT_PX, L, M, S
from mapview.ui.widgets.words import isolated

PREFER_LINK = "prefer:"
_VALUE_PX = 20
_NARROWEST = 260
#: So many claims are shown at most; what many more say is for the table.
MOST_CARDS = 40


@dataclass(frozen=True, slots=True)
class Side:
    """A claim of a conflict: the side that it stands on (0: none), its passage if it is at hand, what is decided."""

    card: cards.Card
    side: int
    passage: str | None
    judged: tuple[Verdict, Decision] | None
    can_prefer: bool


def sides_of(dispute: Dispute, session: Session) -> list[Side]:
    """Return the claims of a conflict as they are shown side by side, those of one side together."""
    project, columns = session.project, session.timeline.columns
    numbers = {
        claim: number
        for number, side in enumerate(dispute.assertion.sides if dispute.assertion else (), start=1)
        for claim in side
    }
    found = []
    for claim in sorted(dispute.conflict.claims, key=lambda claim: numbers.get(claim, 0))[:MOST_CARDS]:
        row = columns.row_of(project.claims[claim])
        assert row is not None, "a conflict is of claims of the timeline"  # noqa: S101
        partners = [b if a == claim else a for a, b in dispute.conflict.pairs if claim in {a, b}]
        card = cards.Card(claim, int(columns.flags[row]), session.tally.is_superseded(row), (), None)
        judged = judgement(session.view, row, partners)
        found.append(Side(card, numbers.get(claim, 0), passage_of(claim, session), judged, not session.file.read_only))
    return found


def passage_of(claim: str, session: Session) -> str | None:
    """Return the passage of a claim if its text is at hand and holds it."""
    found = session.project.claims[claim]
    sha256 = session.anchors.hash_of(found.source)
    check = session.anchors.checks(found.source).get(claim)
    if sha256 is None or check is None or check.start is None:
        return None
    document = session.file.document(sha256)
    length = found.anchor.end - found.anchor.start
    return document.text[check.start : check.start + length] if document else None


def side_blocks(side: Side, project: Project, language: Language) -> list[Block]:
    """Return what the card of a claim says beside the ones that it clashes with."""
    claim = project.claims[side.card.claim]
    source = project.sources[claim.source]
    mirrored = language == "ar"
    blocks: list[Block] = []
    if side.side:
        number = number_words(side.side, language)
        blocks.append(quiet(Piece(phrase("side", language, number), "quiet", bold=True), right_to_left=mirrored))
    value = words.value_words(claim, project, language)
    blocks += [
        Paragraph((Piece(value, bold=True),), _VALUE_PX, right_to_left=mirrored, gap=2),
        quiet(
            Piece(phrase("in_force", language, isolated(date_words(claim.when, language))), "quiet"),
            right_to_left=mirrored,
            gap=2,
        ),
        Paragraph((Piece(claim.statement.in_language(language)),), TEXT_PX, gap=S),
        cards.who_and_when(claim, source, project, language),
    ]
    if side.passage is not None:
        blocks.append(quiet(Piece(f"“{side.passage.strip()}”", "quiet"), gap=S))
    else:
        said = phrase("not_at_hand", language, isolated(claim.anchor.cue))
        blocks.append(quiet(Piece(said, "quiet"), right_to_left=mirrored, gap=S))
    badges = list(cards.badges_of(side.card, claim, language))
    if side.judged is not None:
        badges.append(Badge(phrase(side.judged[0], language)))
    blocks.append(Badges(tuple(badges), mirrored))
    links = [Piece(isolated(phrase("show", language)), "accent", link=cards.CLAIM_LINK + claim.id)]
    if side.can_prefer and not (side.judged and side.judged[0] == "preferred"):
        links += [
            Piece(" · ", "quiet"),
            Piece(isolated(phrase("prefer_this", language)), "accent", link=PREFER_LINK + claim.id),
        ]
    blocks.append(quiet(*links, right_to_left=mirrored, gap=S))
    return blocks


class SideCard(QWidget):
    """One claim. Enter shows it among the claims of its place, P its passage, E its form; Space prefers it."""

    followed = Signal(str)

    def __init__(self, side: Side, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.claim = side.card.claim
        self.blocks = side_blocks(side, session.project, session.language)
        self._layout = CardLayout(0.0)
        self._can_prefer = side.can_prefer
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(spoken(self.blocks))

    def height_in(self, width: int) -> int:
        """Lay out in a width; return the height that this takes, in device-independent pixels."""
        self._layout = CardLayout.of(self.blocks, max(width - 2 * M, 80), COLOURS[self._session.theme])
        return round(self._layout.height) + 2 * M

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the card."""
        colours = COLOURS[self._session.theme]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(colours.accent if focused else colours.line), 2 if focused else 1))
        painter.setBrush(QColor(colours.hover if focused else colours.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        self._layout.paint(painter, QPointF(M, M), colours)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Show where a click leads."""
        over = self._layout.link_at(event.position() - QPointF(M, M))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Follow a link."""
        link = self._layout.link_at(event.position() - QPointF(M, M))
        if link and event.button() == Qt.MouseButton.LeftButton:
            self.followed.emit(link)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Do by keys what links do."""
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.followed.emit(cards.CLAIM_LINK + self.claim)
        elif key == Qt.Key.Key_P:
            self.followed.emit(cards.PASSAGE_LINK + self.claim)
        elif key == Qt.Key.Key_E:
            self._session.form_asked_for.emit(self._session.project.claims[self.claim])
        elif key == Qt.Key.Key_Space and self._can_prefer:
            self.followed.emit(PREFER_LINK + self.claim)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that the keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()


class SideBySide(QWidget):
    """The cards of a conflict; the widget takes the height that they need."""

    followed = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: list[Side] = []
        self._look: tuple[object, ...] = ()
        self.cards: list[SideCard] = []

    def show_sides(self, sides: Sequence[Side]) -> None:
        """Show these claims; cards that stay the same are left alone."""
        session = self._session
        look = (session.theme, session.language, id(session.project))
        if list(sides) == self._shown and look == self._look:
            return
        focused = next((card.claim for card in self.cards if card.hasFocus()), None)
        self._shown, self._look = list(sides), look
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [SideCard(side, session, self) for side in sides]
        for card in self.cards:
            card.followed.connect(self.followed)
            card.show()
            if card.claim == focused:
                card.setFocus()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Arrange the cards in the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def _arrange(self) -> None:
        width = max(self.width() - 2 * L, 80)
        columns = min(max(width // _NARROWEST, 1), max(len(self.cards), 1))
        wide = (width - S * (columns - 1)) // columns
        mirrored = self._session.language == "ar"
        top = 0
        for start in range(0, len(self.cards), columns):
            row = self.cards[start : start + columns]
            height = max(card.height_in(wide) for card in row)
            for place, card in enumerate(row):
                left = L + place * (wide + S)
                card.setGeometry(self.width() - left - wide if mirrored else left, top, wide, height)
                card.update()
            top += height + S
        self.setFixedHeight(max(top - S, 0))


def spoken(blocks: Sequence[Block]) -> str:
    """Return what a screen reader says of blocks."""
    said = (
        block.text if isinstance(block, Paragraph) else ", ".join(badge.text for badge in block.badges)
        for block in blocks
    )
    return ". ".join(part for part in said if part).replace("\u2068", "").replace("\u2069", "")
