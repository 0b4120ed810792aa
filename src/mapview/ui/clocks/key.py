"""The key of the histogram: which colour is what; a click asks what to stack by."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mapview.ui.clocks.axis import TimeAxis
from mapview.ui.clocks.axis_painter import colour_of
from mapview.ui.clocks.layer_colours import ShownLayer
from mapview.ui.session import Session
from mapview.ui.widgets.theme import COLOURS, XS, M, quiet_font
from mapview.ui.widgets.words import as_tip

_HEIGHT, _SWATCH_PX = 18, 9
_LEAST_NAME_PX = 44


class TimeKey(QWidget):
    """Swatches and names in one line, as many as find room; the tool tip has all."""

    asked = Signal()

    def __init__(self, session: Session, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._axis = axis
        self._layers: tuple[ShownLayer, ...] = ()
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        session.project_changed.connect(self.follow)
        session.appearance_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the layers of the axis as they are now."""
        self._layers = self._axis.layers()
        said = "\n".join(layer.words for layer in self._layers)
        self.setToolTip(as_tip(said))
        self.setAccessibleName(self.tr("Key of the histogram"))
        self.setAccessibleDescription(said.replace("\n", ", "))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of the line."""
        return QSize(200, _HEIGHT)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask what to stack by."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint swatches and names from the beginning on; names share the room that there is."""
        painter = QPainter(self)
        colours, metrics = COLOURS[self._session.theme], QFontMetricsF(quiet_font())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft or self._session.language == "ar"
        painter.setFont(quiet_font())
        names = [layer.words for layer in self._layers]
        wide = [metrics.horizontalAdvance(name) + 1 for name in names]
        each = _SWATCH_PX + XS + M
        room = self.width() + M
        shown = min(len(names), max(int(room // (each + _LEAST_NAME_PX)), 1))
        widths = _shared(wide[:shown], room - shown * each)
        x = 0.0
        for layer, width in zip(self._layers, widths, strict=False):
            swatch = self._placed(x, (_HEIGHT - _SWATCH_PX) / 2, _SWATCH_PX, _SWATCH_PX, mirrored=mirrored)
            painter.fillRect(swatch, colour_of(layer, colours))
            painter.setPen(colours.quiet)
            words = metrics.elidedText(layer.words, Qt.TextElideMode.ElideRight, width)
            where = self._placed(x + _SWATCH_PX + XS, 0, width, _HEIGHT, mirrored=mirrored)
            side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
            painter.drawText(where, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, words)
            x += each + width
        painter.end()

    def _placed(self, x: float, y: float, width: float, height: float, *, mirrored: bool) -> QRectF:
        return QRectF(self.width() - x - width if mirrored else x, y, width, height)


def _shared(wanted: list[float], room: float) -> list[float]:
    """Return widths that fit the room: the narrow ones have theirs, the wide ones share what is left.

    Examples
    --------
    >>> _shared([10, 50, 90], 100)
    [10, 45.0, 45.0]
    """
    found: dict[int, float] = {}
    for left, place in zip(range(len(wanted), 0, -1), sorted(range(len(wanted)), key=wanted.__getitem__), strict=True):
        found[place] = min(wanted[place], max(room / left, 0))
        room -= found[place]
    return [found[place] for place in range(len(wanted))]
