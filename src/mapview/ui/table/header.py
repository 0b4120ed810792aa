"""The header of the claims table: titles, the sign of the order, and a funnel that opens a column's values."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from mapview.ui.session import Session
from mapview.ui.table.columns import COLUMNS, ColumnKey
from mapview.ui.table.model import column_title
from mapview.ui.widgets.theme import COLOURS, S, quiet_font

_HEIGHT, _FUNNEL_PX, _ARROW_PX = 30, 22, 14


class TableHeader(QHeaderView):
    """Titles of columns that can be moved, sorted by and filtered."""

    #: The column whose values are wanted, and where on the screen.
    values_asked_for = Signal(str, QPoint)
    order_asked_for = Signal(str)

    def __init__(self, session: Session, is_filtered: Callable[[ColumnKey], bool], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._session = session
        self._is_filtered = is_filtered
        self._hovered = -1
        self._pressed: QPoint | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(56)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Columns"))

    def has_values(self, column: ColumnKey) -> bool:
        """Whether a column has values to choose among."""
        return column not in {"statement", "note", "id"}

    def place_of(self, column: ColumnKey) -> QPoint:
        """Return where, on the screen, what belongs to a column's title opens."""
        section = COLUMNS.index(column)
        left = self.sectionViewportPosition(section)
        return self.viewport().mapToGlobal(QPoint(left, self.height()))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        """Paint a title, the sign of the order and the funnel."""
        column = COLUMNS[section]
        colours = COLOURS[self._session.theme]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = section == self._hovered
        painter.fillRect(rect, QColor(colours.hover if hovered else colours.panel))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        edge = rect.left() if mirrored else rect.right()
        painter.drawLine(edge, rect.top() + 7, edge, rect.bottom() - 7)
        room = QRectF(rect).adjusted(S, 0, -S, 0)
        filtered = self._is_filtered(column)
        if self.has_values(column) and (hovered or filtered):
            funnel = QRectF(self._funnel(rect))
            self._paint_funnel(painter, funnel.center(), colours.accent if filtered else colours.quiet, full=filtered)
            room = room.adjusted(_FUNNEL_PX - 4, 0, 0, 0) if mirrored else room.adjusted(0, 0, 4 - _FUNNEL_PX, 0)
        sorted_ = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        font = quiet_font(bold=True)
        metrics = QFontMetricsF(font)
        width = room.width() - (_ARROW_PX if sorted_ else 0)
        title = metrics.elidedText(column_title(column), Qt.TextElideMode.ElideRight, width)
        painter.setFont(font)
        painter.setPen(QColor(colours.text if sorted_ else colours.quiet))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, title)
        if sorted_:
            reach = metrics.horizontalAdvance(title) + _ARROW_PX / 2 + 2
            x = room.right() - reach if mirrored else room.left() + reach
            up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            _paint_arrow(painter, QPointF(x, room.center().y()), colours.accent, up=up)
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Mark the column under the pointer."""
        self._hover(self.logicalIndexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Mark no column."""
        self._hover(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Open the values, or begin a click or a move."""
        at = event.position().toPoint()
        section = self.logicalIndexAt(at)
        if event.button() == Qt.MouseButton.LeftButton and section >= 0 and self._on_funnel(section, at):
            column = COLUMNS[section]
            self.values_asked_for.emit(column, self.place_of(column))
            return
        self._pressed = at
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask for an order at the end of a click."""
        at, pressed = event.position().toPoint(), self._pressed
        self._pressed = None
        resizing = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        super().mouseReleaseEvent(event)
        section = self.logicalIndexAt(at)
        if (
            event.button() == Qt.MouseButton.LeftButton
            and pressed is not None
            and not resizing
            and (at - pressed).manhattanLength() < 4
            and section >= 0
        ):
            self.order_asked_for.emit(COLUMNS[section])

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Say what a column offers."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            section = self.logicalIndexAt(event.pos())
            if section >= 0:
                on_funnel = self._on_funnel(section, event.pos())
                words = self.tr("Choose values (Alt+Down)") if on_funnel else self.tr("Sort by {}; drag to move")
                QToolTip.showText(event.globalPos(), words.format(column_title(COLUMNS[section])), self)
            return True
        return super().viewportEvent(event)

    def _hover(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()

    def _funnel(self, rect: QRect) -> QRect:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = rect.left() + 4 if mirrored else rect.right() - _FUNNEL_PX - 3
        return QRect(left, rect.top(), _FUNNEL_PX, rect.height())

    def _on_funnel(self, section: int, at: QPoint) -> bool:
        left, width = self.sectionViewportPosition(section), self.sectionSize(section)
        return self.has_values(COLUMNS[section]) and self._funnel(QRect(left, 0, width, self.height())).contains(at)

    @staticmethod
    def _paint_funnel(painter: QPainter, centre: QPointF, ink: str, *, full: bool) -> None:
        corners = ((-5, -4), (5, -4), (1.2, 0.6), (1.2, 4.6), (-1.2, 3.2), (-1.2, 0.6))
        painter.setPen(QPen(QColor(ink), 1.3))
        painter.setBrush(QColor(ink) if full else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in corners]))


def _paint_arrow(painter: QPainter, centre: QPointF, ink: str, *, up: bool) -> None:
    sign = -1 if up else 1
    painter.setPen(QPen(QColor(ink), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(
        QPolygonF([centre + QPointF(-4, -2 * sign), centre + QPointF(0, 2 * sign), centre + QPointF(4, -2 * sign)])
    )
