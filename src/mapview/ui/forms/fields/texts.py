"""Fields for text: one line or several, in one language or in both, each in its direction."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from mapview.domain.model import Text
from mapview.render.fonts import ARABIC_FAMILY, LATIN_FAMILY
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.theme import XS, S, text_font
from mapview.ui.widgets.words import is_arabic

_ROOM = 12


class Line(QLineEdit):
    """A line of text in the direction of its first letter, or in a fixed one."""

    changed = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, prompt: str = "", direction: Qt.LayoutDirection | None = None
    ) -> None:
        super().__init__(parent)
        self._fixed = direction
        keep_on_line(self)
        self.setPlaceholderText(prompt)
        self.textChanged.connect(self._turn)
        self.textChanged.connect(lambda _text: self.changed.emit())
        if direction is not None:
            self.setLayoutDirection(direction)

    def set_prompt(self, prompt: str) -> None:
        """Say something else where nothing is written."""
        self.setPlaceholderText(prompt)

    def value(self) -> str:
        """Return what is written, without space around it."""
        return self.text().strip()

    def set_value(self, text: str) -> None:
        """Write something else."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def _turn(self, text: str) -> None:
        if self._fixed is None:
            self.setLayoutDirection(_direction(text))


class Area(QPlainTextEdit):
    """Several lines of text, as high as they need within limits; Tab goes to the next field."""

    changed = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        prompt: str = "",
        lines: tuple[int, int] = (2, 8),
        direction: Qt.LayoutDirection | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._fixed = direction
        self.setTabChangesFocus(True)
        self._prompt = prompt
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._turn()
        self.textChanged.connect(self._turn)
        self.textChanged.connect(self._fit)
        self.textChanged.connect(self.changed)
        self._fit()

    def value(self) -> str:
        """Return what is written, without space around it."""
        return self.toPlainText().strip()

    def set_value(self, text: str) -> None:
        """Write something else; Ctrl+Z brings back what stood there."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def set_prompt(self, prompt: str) -> None:
        """Say something else where nothing is written."""
        self._prompt = prompt
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the text, or the prompt in its own direction, which Qt 6.11 would paint from left to right."""
        super().paintEvent(event)
        if not self._prompt or not self.document().isEmpty():
            return
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        painter.setPen(self.palette().placeholderText().color())
        margin = self.document().documentMargin()
        painter.drawText(
            QRectF(self.viewport().rect()).adjusted(margin, margin, -margin, -margin),
            self._prompt,
            _option(_direction(self._prompt) if self._fixed is None else self._fixed),
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Wrap anew, and take the height that this needs."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _turn(self) -> None:
        direction = _direction(self.toPlainText()) if self._fixed is None else self._fixed
        if self.layoutDirection() == direction and self.document().defaultTextOption().textDirection() == direction:
            return
        self.setLayoutDirection(direction)
        self.document().setDefaultTextOption(_option(direction))
        right = direction == Qt.LayoutDirection.RightToLeft
        found = QFont(text_font())
        found.setFamilies([ARABIC_FAMILY, LATIN_FAMILY] if right else [LATIN_FAMILY, ARABIC_FAMILY])
        self.setFont(found)

    def _fit(self) -> None:
        block, height = self.document().firstBlock(), 0.0
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        line = self.fontMetrics().lineSpacing()
        least, most = (line * count for count in self._lines)
        wanted = round(min(max(height, least), most)) + _ROOM
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if height > most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if wanted != self.height():
            self.setFixedHeight(wanted)


class BothLanguages(QWidget):
    """The same words in English and in Arabic, one above the other, each in its direction."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, long: bool = False) -> None:
        """Make empty fields; ``long`` for texts of several lines."""
        super().__init__(parent)
        left, right = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        self.en: Line | Area = Area(self, direction=left) if long else Line(self, direction=left)
        self.ar: Line | Area = Area(self, direction=right) if long else Line(self, direction=right)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(S)
        grid.setVerticalSpacing(XS)
        grid.setColumnStretch(1, 1)
        languages = (("EN", self.tr("English"), self.en), ("ع", self.tr("Arabic"), self.ar))
        width = max(self.fontMetrics().horizontalAdvance(sign) for sign, _, _ in languages)
        for row, (sign, name, field) in enumerate(languages):
            label = QLabel(sign, self)
            label.setProperty("quiet", True)
            label.setMinimumWidth(width)
            label.setContentsMargins(0, 6, 0, 0)
            label.setToolTip(name)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(field, row, 1)
            field.changed.connect(self.changed)
        self.setFocusProxy(self.en)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802
        """Name both fields."""
        super().setAccessibleName(name)
        self.en.setAccessibleName(self.tr("{}, in English").format(name))
        self.ar.setAccessibleName(self.tr("{}, in Arabic").format(name))

    def value(self) -> Text:
        """Return what is written."""
        return Text(self.en.value(), self.ar.value())

    def set_value(self, text: Text) -> None:
        """Write something else."""
        self.en.set_value(text.en)
        self.ar.set_value(text.ar)


def _direction(text: str) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if is_arabic(text) else Qt.LayoutDirection.LeftToRight


def _option(direction: Qt.LayoutDirection) -> QTextOption:
    option = QTextOption()
    option.setTextDirection(direction)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    side = Qt.AlignmentFlag.AlignRight if direction == Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    return option
