"""Lays out and paints the text of a card: paragraphs of pieces, and rows of badges."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from mapview.domain.model import Status
from mapview.ui.widgets.status_sign import SIGN_PX, paint_status
from mapview.ui.widgets.theme import QUIET_PX, TEXT_PX, XS, Colours, S, font, quiet_font
from mapview.ui.widgets.words import is_arabic

Ink = Literal["text", "quiet", "accent"]
_BADGE_HEIGHT = 20.0
_LINE_GAP = 1.28


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``link`` names what a click on it does."""

    text: str
    ink: Ink = "text"
    bold: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces that flow together; ``right_to_left`` None lets the first letter decide."""

    pieces: tuple[Piece, ...]
    px: int = TEXT_PX
    right_to_left: bool | None = None
    gap: int = XS

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Badge:
    """A word on a ground of its own, with the sign of a status if it tells one."""

    text: str
    status: Status | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Badges:
    """A row of badges that wraps."""

    badges: tuple[Badge, ...]
    right_to_left: bool = False
    gap: int = S


Block = Paragraph | Badges


def quiet(*pieces: Piece, right_to_left: bool | None = None, gap: int = XS) -> Paragraph:
    """Return a paragraph in the smaller size."""
    return Paragraph(pieces, QUIET_PX, right_to_left, gap)


@dataclass(slots=True)
class CardLayout:
    """Blocks laid out in a width; ``gap`` of each is the space above it, but for the first."""

    height: float
    _texts: list[tuple[QPointF, QTextLayout, Paragraph]] = field(default_factory=list)
    _badges: list[tuple[QRectF, Badge, bool]] = field(default_factory=list)

    @classmethod
    def of(cls, blocks: Sequence[Block], width: float, colours: Colours) -> "CardLayout":
        """Lay out blocks.

        Parameters
        ----------
        width
            In device-independent pixels.
        """
        found = cls(0.0)
        for place, block in enumerate(blocks):
            if place:
                found.height += block.gap
            if isinstance(block, Paragraph):
                found._add_text(block, width, colours)
            else:
                found._add_badges(block, width)
        return found

    def paint(self, painter: QPainter, origin: QPointF, colours: Colours) -> None:
        """Paint everything with its corner at a point."""
        painter.setPen(QColor(colours.text))
        for corner, layout, _ in self._texts:
            layout.draw(painter, origin + corner)
        painter.setFont(quiet_font())
        for box, badge, mirrored in self._badges:
            ground, ink = colours.badges[badge.status] if badge.status else colours.neutral_badge
            where = box.translated(origin)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(where, XS, XS)
            if badge.status:
                side = where.right() - S - SIGN_PX / 2 if mirrored else where.left() + S + SIGN_PX / 2
                paint_status(painter, QPointF(side, where.center().y()), badge.status, ink, ground)
                room = SIGN_PX + XS
                where.adjust(*((0, 0, -room, 0) if mirrored else (room, 0, 0, 0)))
            painter.setPen(QColor(ink))
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, badge.text)

    def link_at(self, point: QPointF) -> str:
        """Return the link at a point relative to the corner, or nothing."""
        for box, badge, _ in self._badges:
            if badge.link and box.contains(point):
                return badge.link
        for corner, layout, paragraph in self._texts:
            inside = point - corner
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                if line.naturalTextRect().contains(inside):
                    return _link_of(paragraph, _cursor(line.xToCursor(inside.x())))
        return ""

    def _add_text(self, paragraph: Paragraph, width: float, colours: Colours) -> None:
        right_to_left = is_arabic(paragraph.text) if paragraph.right_to_left is None else paragraph.right_to_left
        layout = QTextLayout(paragraph.text, font(paragraph.px))
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(_formats(paragraph, colours))
        layout.setCacheEnabled(True)
        top, pitch = 0.0, round(paragraph.px * _LINE_GAP)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + (pitch - line.height()) / 2))
            top += pitch
        layout.endLayout()
        self._texts.append((QPointF(0, self.height), layout, paragraph))
        self.height += top

    def _add_badges(self, row: Badges, width: float) -> None:
        metrics = QFontMetricsF(quiet_font())
        x = 0.0
        for badge in row.badges:
            sign = SIGN_PX + XS if badge.status else 0
            wide = min(sign + metrics.horizontalAdvance(badge.text) + 2 * S, width)
            if x and x + wide > width:
                x = 0.0
                self.height += _BADGE_HEIGHT + XS
            left = width - x - wide if row.right_to_left else x
            self._badges.append((QRectF(left, self.height, wide, _BADGE_HEIGHT), badge, row.right_to_left))
            x += wide + XS
        if row.badges:
            self.height += _BADGE_HEIGHT


def _formats(paragraph: Paragraph, colours: Colours) -> list[QTextLayout.FormatRange]:
    inks = {"text": colours.text, "quiet": colours.quiet, "accent": colours.accent}
    found, start = [], 0
    for piece in paragraph.pieces:
        span = QTextLayout.FormatRange()
        # Qt counts UTF-16 units.
        span.start, span.length = start, len(piece.text.encode("utf-16-le")) // 2
        style = QTextCharFormat()
        style.setForeground(QColor(inks[piece.ink]))
        style.setFont(font(paragraph.px, bold=piece.bold))
        span.format = style
        start += span.length
        found.append(span)
    return found


def _link_of(paragraph: Paragraph, position: int) -> str:
    start = 0
    for piece in paragraph.pieces:
        start += len(piece.text.encode("utf-16-le")) // 2
        if position < start:
            return piece.link
    return paragraph.pieces[-1].link if paragraph.pieces else ""


def _cursor(found: object) -> int:
    """PySide returns the position with or without the x that Qt adjusts, by version."""
    return int(found[0]) if isinstance(found, tuple) else int(found)  # type: ignore[call-overload]
