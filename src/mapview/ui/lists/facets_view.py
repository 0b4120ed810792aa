"""The list of values that claims can be filtered by, painted and used by hand and by key."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mapview.render.texts import number_words
from mapview.ui.lists.facets_model import ROW_ROLE, FacetRow, FacetsModel
from mapview.ui.lists.sides import strip_at, towards
from mapview.ui.session import Session
from mapview.ui.widgets.theme import COLOURS, XS, Colours, M, S, quiet_font, text_font

_ROW_HEIGHT, _SECTION_HEIGHT = 28, 36
_BOX_PX = 14


class FacetDelegate(QStyledItemDelegate):
    """Paints headings with a sign for open and closed, and values with a box and a count."""

    def __init__(self, session: Session, view: "FacetsView") -> None:
        super().__init__(view)
        self._session = session
        self._view = view

    def sizeHint(  # noqa: N802
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Return the size of a row."""
        row: FacetRow = index.data(ROW_ROLE)
        return QSize(80, _SECTION_HEIGHT if row.kind == "section" else _ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        row: FacetRow = index.data(ROW_ROLE)
        colours, model = COLOURS[self._session.theme], self._view.facets
        box = QRectF(option.rect)
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if model.is_chosen(row) or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(colours.accent_ground if model.is_chosen(row) else colours.hover))
        if option.state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -1), XS, XS)
        sign = strip_at(box, M, _BOX_PX, mirrored=mirrored).center()
        if row.kind == "section":
            _paint_chevron(painter, sign, colours, is_open=model.is_open(row.facet), mirrored=mirrored)
            self._paint_words(painter, box, row, 0, colours, mirrored=mirrored)
        elif row.kind == "rest":
            self._paint_words(painter, box, row, 0, colours, mirrored=mirrored)
        else:
            _paint_box(painter, sign, colours, chosen=model.is_chosen(row))
            count = model.count_of(row)
            font = quiet_font(bold=True)
            words = number_words(count, self._session.language)
            width = QFontMetricsF(font).horizontalAdvance(words) + 1
            painter.setFont(font)
            painter.setPen(QColor(colours.quiet))
            end = strip_at(box, M, width, mirrored=not mirrored)
            painter.drawText(end, Qt.AlignmentFlag.AlignVCenter | towards(mirrored=not mirrored), words)
            self._paint_words(painter, box, row, width + S, colours, mirrored=mirrored)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, box: QRectF, row: FacetRow, taken: float, colours: Colours, *, mirrored: bool
    ) -> None:
        start = M + _BOX_PX + S
        room = strip_at(box, start, box.width() - start - M - taken, mirrored=mirrored)
        font = text_font(bold=row.kind == "section")
        muted = row.kind == "rest" or (
            row.kind == "value" and not self._view.facets.count_of(row) and not self._view.facets.is_chosen(row)
        )
        painter.setFont(font)
        painter.setPen(QColor(colours.quiet if muted else colours.text))
        shown = QFontMetricsF(font).elidedText(row.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | towards(mirrored=mirrored), shown)


class FacetsView(QListView):
    """Values are chosen by click, Enter or Space; sections open and close so."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facets = FacetsModel(session, self)
        self.setModel(self.facets)
        self.setItemDelegate(FacetDelegate(session, self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What claims can be filtered by"))
        self.clicked.connect(self._use)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter or Space uses the current row."""
        keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        if event.key() in keys and self.currentIndex().isValid():
            self._use(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _use(self, index: QModelIndex | QPersistentModelIndex) -> None:
        row: FacetRow = index.data(ROW_ROLE)
        scrolled = self.verticalScrollBar().value()
        self.facets.use(row)
        if row in self.facets.rows:
            self.setCurrentIndex(self.facets.index(self.facets.rows.index(row)))
        self.verticalScrollBar().setValue(scrolled)
        self.viewport().update()


def _paint_chevron(painter: QPainter, centre: QPointF, colours: Colours, *, is_open: bool, mirrored: bool) -> None:
    """Paint a sign that points down if a section is open, else in the direction of reading."""
    painter.setPen(QPen(QColor(colours.quiet), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    along = -1.0 if mirrored else 1.0
    corners = [(-4.5, -2.2), (0.0, 2.2), (4.5, -2.2)] if is_open else [(-2.2, -4.5), (2.2, 0.0), (-2.2, 4.5)]
    points = [centre + QPointF(x * along, y) for x, y in corners]
    path = QPainterPath(points[0])
    path.lineTo(points[1])
    path.lineTo(points[2])
    painter.drawPath(path)


def _paint_box(painter: QPainter, centre: QPointF, colours: Colours, *, chosen: bool) -> None:
    box = QRectF(centre.x() - _BOX_PX / 2, centre.y() - _BOX_PX / 2, _BOX_PX, _BOX_PX)
    painter.setPen(QPen(QColor(colours.accent if chosen else colours.quiet), 1.4))
    painter.setBrush(QColor(colours.accent) if chosen else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3, 3)
    if chosen:
        painter.setPen(QPen(QColor(colours.on_accent), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        tick = QPainterPath(centre + QPointF(-3.4, 0.2))
        tick.lineTo(centre + QPointF(-0.8, 2.8))
        tick.lineTo(centre + QPointF(3.6, -2.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(tick)
