"""Small parts of the page of a table: a line that elides, and fields that the wheel passes by."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QWidget

from mapview.ui.widgets.theme import S
from mapview.ui.widgets.words import as_tip, is_arabic

#: Of a line in pixels, whatever the script, beside the font's own size.
_LEADING_PX = 8


class Elided(QLabel):
    """A line of plain text that ends in an ellipsis where there is no room, in the direction of its first letter."""

    def __init__(self, text: str, font: QFont, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font)
        # Arabic letters would make it higher than its neighbours.
        self.setFixedHeight(font.pixelSize() + _LEADING_PX)
        self._whole = ""
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Say something else."""
        self._whole = " ".join(text.split())
        direction = Qt.LayoutDirection.RightToLeft if is_arabic(self._whole) else Qt.LayoutDirection.LeftToRight
        self.setLayoutDirection(direction)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(self._whole)
        self._elide()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return that it may be as narrow as need be."""
        return QSize(20, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Elide anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 20))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(as_tip(self._whole) if shown != self._whole else "")


class Box(QComboBox):
    """A choice as narrow as where it stands; the wheel scrolls the page, never the choice."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(28)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Leave the wheel to what scrolls."""
        event.ignore()


class Number(QSpinBox):
    """A number, which the wheel passes by."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setKeyboardTracking(False)
        # The styled field leaves its buttons half painted; the arrow keys go up and down.
        self.setStyleSheet(
            "QSpinBox::up-button, QSpinBox::down-button { width: 0; height: 0; border: none; }"
            "QSpinBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }"
        )
        self.lineEdit().setTextMargins(S - 2, 0, S - 2, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Leave the wheel to what scrolls."""
        event.ignore()
