"""The text of a document: set for reading, with marks below its words, and selected to the code point."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextLine,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextDocumentLayout, QPlainTextEdit, QToolTip, QWidget

from mapview.ui.reader.ink import Box, paint_boxes
from mapview.ui.reader.marks import Mark, Marks, lanes
from mapview.ui.reader.offsets import Offsets, reads_right_to_left, shown_text, without_bidi_marks
from mapview.ui.session import Session
from mapview.ui.widgets.theme import COLOURS, S, font
from mapview.ui.widgets.words import as_tip

#: Sizes of the text to read, in device-independent pixels, and the one to start with.
SIZES_PX, START_PX = (13, 15, 17, 20, 24, 29), 17
_PITCH, _BASELINE = 1.72, 1.2
#: About seventy letters.
_COLUMN = 36
_MARGIN = 20


class _SpacedLayout(QPlainTextDocumentLayout):
    """Qt's lazy layout of plain text with what it lacks: lines apart, and paragraphs that know their direction."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.px = START_PX
        self.width = 0.0

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:  # noqa: N802
        """Return the size of a paragraph, which is laid out first if need be."""
        if not block.isValid():
            return QRectF()
        layout = block.layout()
        count, pitch = layout.lineCount(), round(self.px * _PITCH)
        if not count or not self._is_ours(layout.lineAt(count - 1), count - 1, pitch):
            count = self._lay_out(block, pitch)
        gap = round(self.px * 0.5) if block.length() > 1 else 0
        last = 0.0 if block.next().isValid() else self.document().documentMargin()
        return QRectF(0, 0, self.width, count * pitch + gap + last)

    def _lay_out(self, block: QTextBlock, pitch: int) -> int:
        layout = block.layout()
        option = QTextOption()
        right_to_left = reads_right_to_left(block.text())
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        margin = self.document().documentMargin()
        layout.beginLayout()
        number = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._line_width)
            line.setPosition(QPointF(margin, self._top(line, number, pitch)))
            number += 1
        layout.endLayout()
        if number != block.lineCount():
            block.setLineCount(number)
            # The scroll bar counts lines.
            self.documentSizeChanged.emit(self.documentSize())
        return number

    def _is_ours(self, line: QTextLine, number: int, pitch: int) -> bool:
        """Whether a line is as it should be now; Qt also lays a paragraph out itself when it is alone and changes."""
        return line.width() == self._line_width and abs(line.y() - self._top(line, number, pitch)) < 0.01

    @property
    def _line_width(self) -> float:
        return max(self.width - 2 * self.document().documentMargin(), 40.0)

    def _top(self, line: QTextLine, number: int, pitch: int) -> float:
        """The top of a line whose baseline is where it should be, whatever script it is in."""
        return number * pitch + self.px * _BASELINE - line.ascent()


class ReadText(QPlainTextEdit):
    """A read-only text whose marks are painted only where it is seen, so that its length costs nothing."""

    #: Where there are marks of claims was clicked, or Enter pressed: at this code point.
    point_chosen = Signal(int)
    #: Enter was pressed on a selected passage.
    passage_chosen = Signal()
    #: Escape was pressed, and nothing was selected.
    left = Signal()
    #: Ctrl and the wheel were turned: 1 for larger, -1 for smaller.
    size_asked_for = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.source_text = ""
        self._offsets = Offsets("")
        self._claims = Marks()
        self._found: Sequence[Marks] = ()
        self._chosen: tuple[int, int] | None = None
        self._boxes: dict[int, list[Box]] = {}
        self._document = QTextDocument(self)
        self._spaced = _SpacedLayout(self._document)
        self._document.setDocumentLayout(self._spaced)
        self._document.setDocumentMargin(_MARGIN)
        self.setDocument(self._document)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The cursor shows where the keys go; a frame would part the text from its head.
        self.setStyleSheet("QPlainTextEdit { border: none; padding: 0; background: palette(base); }")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Document"))
        self.set_size(START_PX)

    # -- what is read --------------------------------------------------------------------------------------------

    def read(self, text: str) -> None:
        """Show a text, from its beginning, without marks."""
        self.source_text = text
        self._offsets = Offsets(text)
        self._claims, self._found = Marks(), ()
        self._chosen = None
        self._boxes.clear()
        self.setPlainText(shown_text(text))

    @property
    def size_px(self) -> int:
        """The size of the letters in device-independent pixels."""
        return self._spaced.px

    def set_size(self, px: int) -> None:
        """Set the size of the letters, in device-independent pixels."""
        self._spaced.px = px
        self._boxes.clear()
        self.setFont(font(px))
        # A style sheet's font wins over the widget's.
        self._document.setDefaultFont(font(px))
        self._fit_column()

    def mark_claims(self, marks: Marks) -> None:
        """Highlight the passages of claims."""
        self._claims = marks
        self._look_again()

    def mark_found(self, parts: Sequence[Marks]) -> None:
        """Underline what was read in the text, part by part."""
        self._found = parts
        self._look_again()

    @property
    def claim_marks(self) -> Marks:
        """The passages of claims."""
        return self._claims

    def choose(self, start: int, end: int) -> None:
        """Show a passage stronger than others and bring it into sight, in code points."""
        self._chosen = (start, end)
        self._look_again()
        self.go_to(start, end)

    def choose_nothing(self) -> None:
        """Show no passage stronger than others."""
        if self._chosen is not None:
            self._chosen = None
            self._look_again()

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The passage that is shown stronger than others."""
        return self._chosen

    def go_to(self, start: int, end: int) -> None:
        """Put the cursor at a passage's beginning, with all of it in sight if it fits."""
        cursor = self.textCursor()
        for point in (end, start):
            cursor.setPosition(self._unit(point))
            self.setTextCursor(cursor)
        box = self.cursorRect()
        if not self.viewport().rect().adjusted(0, 0, 0, -2 * box.height()).contains(box.center()):
            self.centerCursor()

    # -- selecting -----------------------------------------------------------------------------------------------

    def selection(self) -> tuple[int, int]:
        """Return the passage that is selected, in code points, without the white space at its ends."""
        cursor = self.textCursor()
        start = self._offsets.to_points(cursor.selectionStart())
        # A character of two units of which the first is selected is selected.
        end = self._offsets.to_points(cursor.selectionEnd())
        if self._offsets.to_units(end) < cursor.selectionEnd():
            end += 1
        passage = self.source_text[start:end]
        if not passage.strip():
            return start, start
        return start + len(passage) - len(passage.lstrip()), end - (len(passage) - len(passage.rstrip()))

    def select(self, start: int, end: int) -> None:
        """Select a passage, in code points, and bring it into sight."""
        self.go_to(start, end)
        cursor = self.textCursor()
        cursor.setPosition(self._unit(start))
        cursor.setPosition(self._unit(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def caret(self) -> int:
        """Return where the cursor is, in code points."""
        return self._offsets.to_points(self.textCursor().position())

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """Copy the text as it is, but for the marks that only direct its letters."""
        cursor = self.textCursor()
        start, end = (self._offsets.to_points(at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        data = QMimeData()
        data.setText(without_bidi_marks(self.source_text[start:end]))
        return data

    # -- painting ------------------------------------------------------------------------------------------------

    def marks_at(self, point: QPoint) -> list[Mark]:
        """Return the marks under a point of the viewport, those of claims first."""
        found = [
            box.mark
            for block, offset in self._visible_blocks()
            for box in self._boxes_of(block)
            if any(rect.translated(offset).contains(QPointF(point)) for rect in box.rects)
        ]
        return sorted(dict.fromkeys(found), key=lambda mark: mark.kind != "claim")

    def boxes_of(self, mark: Mark) -> list[QRectF]:
        """Return where a mark is seen, in the viewport's coordinates."""
        return [
            rect.translated(offset)
            for block, offset in self._visible_blocks()
            for box in self._boxes_of(block)
            if box.mark == mark
            for rect in box.rects
        ]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the marks and then the text above them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(event.rect())
        colours = COLOURS[self._session.theme]
        painter.fillRect(event.rect(), QColor(colours.panel))
        for block, offset in self._visible_blocks():
            paint_boxes(painter, self._boxes_of(block), offset, self._session.theme)
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the lines at a length that reads well."""
        super().resizeEvent(event)
        self._fit_column()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Say what the mouse rests on."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tips = dict.fromkeys(mark.tip for mark in self.marks_at(event.pos()) if mark.tip)
            if tips:
                QToolTip.showText(event.globalPos(), as_tip("\n\n".join(tips)), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    # -- keys and mouse ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter takes the passage, or the claim under the cursor; Escape lets go."""
        selected = self.textCursor().hasSelection()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if selected:
                self.passage_chosen.emit()
            else:
                self.point_chosen.emit(self.caret())
        elif event.key() == Qt.Key.Key_Escape:
            if selected:
                cursor = self.textCursor()
                cursor.clearSelection()
                self.setTextCursor(cursor)
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Show what can be clicked."""
        super().mouseMoveEvent(event)
        over = not event.buttons() and any(mark.kind == "claim" for mark in self.marks_at(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click that selects nothing chooses the claim that stands there."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            claims = [mark for mark in self.marks_at(event.position().toPoint()) if mark.kind == "claim"]
            if claims:
                self.point_chosen.emit(min(max(self.caret(), claims[0].start), claims[0].end - 1))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Ctrl and the wheel make the text larger and smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.size_asked_for.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    # -- within --------------------------------------------------------------------------------------------------

    def _unit(self, point: int) -> int:
        return self._offsets.to_units(min(max(point, 0), len(self.source_text)))

    def _look_again(self) -> None:
        self._boxes.clear()
        self.viewport().update()

    def _fit_column(self) -> None:
        column = _COLUMN * self.size_px + 2 * _MARGIN
        bar = self.verticalScrollBar().width()
        side = max((self.width() - bar - column) // 2, 0)
        margins = self.viewportMargins()
        if (margins.left(), margins.right(), margins.top()) != (side, side, S):
            self.setViewportMargins(side, S, side, 0)
        self._spaced.width = float(self.viewport().width())
        self._boxes.clear()

    def _visible_blocks(self) -> Iterator[tuple[QTextBlock, QPointF]]:
        """The paragraphs that are seen, each with the corner of its text in the viewport."""
        block = self.firstVisibleBlock()
        bottom = self.viewport().height()
        offset = self.contentOffset()
        top = self.blockBoundingGeometry(block).translated(offset).top() if block.isValid() else 0.0
        while block.isValid() and top <= bottom:
            yield block, QPointF(offset.x(), top)
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def _boxes_of(self, block: QTextBlock) -> list[Box]:
        number = block.blockNumber()
        if number not in self._boxes:
            start = self._offsets.to_points(block.position())
            end = self._offsets.to_points(block.position() + block.length() - 1)
            claims = self._claims.between(start, end)
            drawn = [(mark, lane) for mark, lane in zip(claims, lanes(claims), strict=True)]
            drawn += [(mark, 0) for part in self._found for mark in part.between(start, end)]
            if self._chosen is not None and self._chosen[0] < end and self._chosen[1] > start:
                drawn.insert(0, (Mark(*self._chosen, "chosen"), 0))
            self._boxes[number] = [self._box(block, mark, lane) for mark, lane in drawn]
        return self._boxes[number]

    def _box(self, block: QTextBlock, mark: Mark, lane: int) -> Box:
        first = max(self._unit(mark.start) - block.position(), 0)
        last = min(self._unit(mark.end) - block.position(), block.length() - 1)
        layout = block.layout()
        rects = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            start, end = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
            if start < end:
                rects += list(_rects(line, start, end, self.size_px))
        right_to_left = layout.textOption().textDirection() == Qt.LayoutDirection.RightToLeft
        edge = self.viewport().width() - _MARGIN / 2 if right_to_left else _MARGIN / 2
        return Box(mark, lane, tuple(rects), edge, starts_here=self._unit(mark.start) >= block.position())


def _rects(line: QTextLine, start: int, end: int, px: int) -> Iterator[QRectF]:
    """Where some characters of a line stand: in text of both directions these are several stretches."""
    spans: list[tuple[float, float]] = []
    # Not cursorToX: where the direction changes, it gives the first character's place to the one before.
    boxes = sorted((run.boundingRect() for run in line.glyphRuns(start, end - start)), key=QRectF.left)
    for box in boxes:
        if spans and box.left() <= spans[-1][1] + 1:
            spans[-1] = spans[-1][0], max(box.right(), spans[-1][1])
        else:
            spans.append((box.left(), box.right()))
    baseline = line.y() + line.ascent()
    for left, right in spans:
        yield QRectF(left, baseline - px, right - left, px * 1.36)
