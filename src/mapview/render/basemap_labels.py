"""Labels of the basemap: their kinds, where they stand next to their point, and how they are painted.

Which labels show at a zoom, and in which position, is decided once for the whole world when the basemap is built
(``scripts/build_basemap.py``), with the fonts and sizes given here. A tile paints every label that reaches into it,
so a label is never cut and never differs between neighbours.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from mapview.render.fonts import map_font

HALO_PX = 1.6
HALO_STRENGTH = 0.8
LINE_HEIGHT = 1.12
# Room above and below the letters of a line, in parts of the font size: Arabic reaches further than Latin.
ASCENT, DESCENT = 0.92, 0.38


class LabelKind(IntEnum):
    """What a label names."""

    COUNTRY = 0
    REGION = 1
    CAPITAL = 2
    CITY = 3
    TOWN = 4


class Position(IntEnum):
    """Where a label stands; 0 in the file is a hidden one."""

    HIDDEN = 0
    CENTRE = 1
    RIGHT = 2
    LEFT = 3
    ABOVE = 4
    BELOW = 5
    HIGHER = 6
    LOWER = 7


@dataclass(frozen=True, slots=True)
class LabelLook:
    """Size and weight of a kind of label, in CSS pixels.

    Attributes
    ----------
    size
        Height of the em square; Arabic is set one pixel larger, since its letters are smaller in the square.
    dot
        Radius of the town's dot, 0 for none.
    """

    size: int
    bold: bool
    dot: float
    spacing: float = 0.0


LOOKS: Mapping[LabelKind, LabelLook] = {
    LabelKind.COUNTRY: LabelLook(size=13, bold=True, dot=0.0),
    LabelKind.REGION: LabelLook(size=11, bold=False, dot=0.0, spacing=0.6),
    LabelKind.CAPITAL: LabelLook(size=12, bold=True, dot=2.6),
    LabelKind.CITY: LabelLook(size=11, bold=False, dot=2.1),
    LabelKind.TOWN: LabelLook(size=10, bold=False, dot=1.7),
}


@dataclass(frozen=True, slots=True)
class LabelColours:
    """Colours of one label, ``#rrggbb``."""

    text: str
    halo: str
    dot: str


def is_arabic(text: str) -> bool:
    """Return whether the text is written in the Arabic script.

    Examples
    --------
    >>> is_arabic("بغداد"), is_arabic("Baghdad")
    (True, False)
    """
    return any("\u0600" <= char <= "\u06ff" for char in text)


def label_font(kind: LabelKind, text: str, scale: float) -> QFont:
    """Return the font of a label at a number of device pixels per CSS pixel."""
    look = LOOKS[kind]
    arabic = is_arabic(text)
    font = map_font((look.size + arabic) * scale, bold=look.bold)
    if look.spacing and not arabic:
        # Arabic letters are joined: spacing would tear them apart.
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, look.spacing * scale)
    return font


def text_width(kind: LabelKind, text: str) -> int:
    """Return the width of a label in CSS pixels, halo not counted."""
    # Measured large and scaled down, so that rounding to whole pixels at one size does not matter.
    metrics = QFontMetricsF(label_font(kind, text, 8))
    return math.ceil(max(metrics.horizontalAdvance(line) for line in text.split("\n")) / 8)


def text_height(kind: LabelKind, text: str) -> float:
    """Return the height of a label in CSS pixels, halo not counted."""
    size = LOOKS[kind].size + is_arabic(text)
    return size * (ASCENT + DESCENT + LINE_HEIGHT * text.count("\n"))


def text_centre(kind: LabelKind, position: Position, width: float, height: float) -> tuple[float, float]:
    """Return where the middle of the text stands from the label's point, in CSS pixels (x east, y south)."""
    gap = LOOKS[kind].dot + 3
    return {
        Position.CENTRE: (0.0, 0.0),
        Position.RIGHT: (gap + width / 2, 0.0),
        Position.LEFT: (-gap - width / 2, 0.0),
        Position.ABOVE: (0.0, -gap + 1 - height / 2),
        Position.BELOW: (0.0, gap - 1 + height / 2),
        Position.HIGHER: (0.0, -height),
        Position.LOWER: (0.0, height),
    }[position]


def paint_label(
    kind: LabelKind, text: str, position: Position, width: int, scale: float, colours: LabelColours
) -> tuple[QImage, int, int]:
    """Return a label as a picture, and where its point stands in it.

    Parameters
    ----------
    width
        Of the text in CSS pixels.
    scale
        Device pixels per CSS pixel.

    Returns
    -------
    QImage, int, int
        The picture with transparent ground, x and y of the label's point from its top left, in device pixels.
    """
    dot = LOOKS[kind].dot
    height = text_height(kind, text)
    dx, dy = text_centre(kind, position, width, height)
    path = _outline(kind, text, scale)
    path.translate(dx * scale, (dy - height / 2) * scale)
    # What the letters really reach: vowel marks stand above any line height.
    reach = (dot + 1.2) * scale
    ink = path.boundingRect().united(QRectF(-reach, -reach, 2 * reach, 2 * reach))
    margin = (HALO_PX + 1) * scale
    x, y = math.ceil(margin - ink.left()), math.ceil(margin - ink.top())
    image = QImage(
        x + math.ceil(ink.right() + margin),
        y + math.ceil(ink.bottom() + margin),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path.translate(x, y)
    soft = QColor(colours.halo)
    soft.setAlphaF(HALO_STRENGTH)
    halo = QPen(soft, 2 * HALO_PX * scale)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, halo)
    if dot:
        painter.setPen(QPen(QColor(colours.halo), 1.2 * scale))
        painter.setBrush(QColor(colours.dot))
        painter.drawEllipse(QPointF(x, y), (dot + 0.3) * scale, (dot + 0.3) * scale)
    painter.fillPath(path, QColor(colours.text))
    painter.end()
    return image, x, y


def _outline(kind: LabelKind, text: str, scale: float) -> QPainterPath:
    """Return the letters, centred on x = 0, the first line's top at y = 0."""
    font = label_font(kind, text, scale)
    metrics = QFontMetricsF(font)
    size = LOOKS[kind].size + is_arabic(text)
    path = QPainterPath()
    # Joined Arabic letters overlap; the odd-even rule would leave holes there.
    path.setFillRule(Qt.FillRule.WindingFill)
    for number, line in enumerate(text.split("\n")):
        baseline = size * (ASCENT + LINE_HEIGHT * number) * scale
        path.addText(QPointF(-metrics.horizontalAdvance(line) / 2, baseline), font, line)
    return path
