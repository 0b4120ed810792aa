"""Fields that choose: one of the project's things, found by any spelling of its name, or one of a few words."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QWidget,
)

from mapview.ui.forms.fields.offered import Offered, Option
from mapview.ui.widgets.bad_mark import PASSING
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.offers import OfferList
from mapview.ui.widgets.theme import M, S

__all__ = ["Choice", "Option", "WordChoice"]

#: So many can be seen at once, and so many of those that are found are listed.
_MOST_VISIBLE, _MOST_FOUND = 12, 200
_ARROW_PX, _SIGN_PX = 24, 14


class WordChoice(QComboBox):
    """A combo box of a few words. The wheel scrolls the form, never the choice."""

    chosen = Signal()

    def __init__(self, options: Sequence[Option] = (), parent: QWidget | None = None, *, nothing: str = "") -> None:
        """Offer options; ``nothing`` is what stands for none of them, empty if there must be one."""
        super().__init__(parent)
        self._nothing = nothing
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(32)
        self.setMaxVisibleItems(_MOST_VISIBLE)
        self.currentIndexChanged.connect(lambda _row: self.chosen.emit())
        self.offer(options)

    def offer(self, options: Sequence[Option]) -> None:
        """Offer these; what is chosen stays chosen if it is among them."""
        before = self.value()
        self.blockSignals(True)
        self.clear()
        if self._nothing:
            self.addItem(self._nothing, None)
        for option in options:
            self.addItem(option.icon or QIcon(), option.words, option.id)
        self.setCurrentIndex(self.findData(before) if before is not None else (0 if self._nothing else -1))
        self.blockSignals(False)

    def value(self) -> str | None:
        """Return the id of what is chosen."""
        found = self.currentData()
        return None if found is None else str(found)

    def set_value(self, value: str | None) -> None:
        """Choose by id."""
        self.setCurrentIndex(self.findData(value) if value is not None else (0 if self._nothing else -1))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Let the form scroll."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Paint the box, the sign and the words; Qt 6.11 cuts words beside an icon from right to left."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        room = self.rect().adjusted(_ARROW_PX, 0, -M, 0) if mirrored else self.rect().adjusted(M, 0, -_ARROW_PX, 0)
        if not option.currentIcon.isNull():
            left = room.right() - _SIGN_PX + 1 if mirrored else room.left()
            option.currentIcon.paint(painter, QRect(left, (self.height() - _SIGN_PX) // 2, _SIGN_PX, _SIGN_PX))
            taken = _SIGN_PX + S
            room = room.adjusted(0, 0, -taken, 0) if mirrored else room.adjusted(taken, 0, 0, 0)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        nothing = self.currentIndex() < 0 or (bool(self._nothing) and self.currentIndex() == 0)
        words = option.currentText or self.placeholderText()
        painter.setPen((self.palette().placeholderText() if nothing else self.palette().text()).color())
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class _Field(QLineEdit):
    """The line of an editable combo box, which gives it its own font whenever it is dressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._choose: Callable[[str], None] | None = None
        super().__init__(parent)
        self._choose = keep_on_line(self, height=None)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Take the font that the text needs again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._choose is not None:
            self._choose(self.text())


class _Combo(QComboBox):
    """An editable combo box that takes what is typed if it names one thing alone."""

    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(32)
        self.setMaxVisibleItems(_MOST_VISIBLE)
        self.offered = Offered.of(())
        # Qt's own models, which it asks for each of a hundred thousand rows without Python.
        self.items = QStringListModel(self)
        self.setModel(self.items)
        view = self.view()
        assert isinstance(view, QListView)  # noqa: S101 - Qt's own
        view.setUniformItemSizes(True)
        self.field = _Field(self)
        self._completer, self._finds, self._found = QCompleter(self), QStringListModel(self), list[int]()
        self._completer.setModel(self._finds)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_MOST_VISIBLE)
        self._popup = OfferList(self._completer, self)
        self.field.setCompleter(self._completer)
        self.setLineEdit(self.field)
        self._completer.activated.connect(self._take)
        self.field.textEdited.connect(self._find)
        self.currentIndexChanged.connect(lambda _row: self.typed.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter takes what is typed; Down and Up open what there is to choose, and change nothing by themselves."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.settle()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._open()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Take what is typed."""
        super().focusOutEvent(event)
        if event.reason() not in PASSING:
            self.settle()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Let the form scroll."""
        event.ignore()

    def offer(self, offered: Offered) -> None:
        """Offer these instead; nothing is chosen."""
        self.offered = offered
        self.items.setStringList(offered.words())
        self.setCurrentIndex(-1)

    def row_now(self) -> int:
        """Return the row whose words, or another of whose names, stand in the field; -1 if none."""
        text = self.currentText().strip()
        if not text:
            return -1
        row = self.currentIndex()
        if row >= 0 and self.itemText(row) == text:
            return row
        exact = self.offered.named(text)
        return exact[0] if len(exact) == 1 else -1

    def settle(self) -> None:
        """Choose what is typed, if it is the name or a part of the name of one thing alone."""
        row, found = self.row_now(), self.found()
        if row < 0 and len(found) == 1:
            row = found[0]
        if row >= 0 and (row != self.currentIndex() or self.currentText() != self.itemText(row)):
            self.setCurrentIndex(row)
            self.setEditText(self.itemText(row))
            self.field.setCursorPosition(0)
            self.typed.emit()

    def found(self) -> list[int]:
        """Return the rows of which some name holds what is typed."""
        return self.offered.holding(self.currentText())

    def _open(self) -> None:
        if self.row_now() < 0 and self.found():
            self._list_finds()
            self._completer.complete()
        else:
            self.showPopup()

    def _find(self) -> None:
        self._list_finds()
        self.typed.emit()

    def _list_finds(self) -> None:
        """List what is found for the completer, which shows it after this."""
        self._found = self.found()[:_MOST_FOUND]
        self._finds.setStringList([self.itemText(row) for row in self._found])

    def _take(self) -> None:
        """Choose what was picked among the finds."""
        index = self._popup.currentIndex()
        if index.isValid():
            self.setCurrentIndex(self._found[index.row()])
            self.typed.emit()


class Choice(QWidget):
    """Chooses one of the project's things by typing a part of any of its names, or makes a new one."""

    changed = Signal()
    #: A new one is wanted, of the name that was typed.
    new_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, new: str = "", prompt: str = "") -> None:
        """Offer nothing yet; ``new`` is the button for a new one, empty for none."""
        super().__init__(parent)
        self.combo = _Combo(self)
        self.combo.field.setPlaceholderText(prompt)
        self.combo.typed.connect(self.changed)
        self.setFocusProxy(self.combo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.combo, 1)
        self.new_button = QToolButton(self)
        self.new_button.setText("+")
        self.new_button.setToolTip(new)
        self.new_button.setAccessibleName(new)
        self.new_button.setFixedSize(32, 32)
        self.new_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.new_button.setVisible(bool(new))
        self.new_button.clicked.connect(lambda: self.new_asked.emit("" if self.value() else self.typed))
        row.addWidget(self.new_button)

    def offer(self, options: Offered | Sequence[Option]) -> None:
        """Offer these; what is chosen or typed stays."""
        offered, combo = options if isinstance(options, Offered) else Offered.of(options), self.combo
        if offered == combo.offered:
            return
        before, text = self.value(), combo.currentText()
        combo.blockSignals(True)
        combo.offer(offered)
        combo.setEditText(text)
        if before is not None:
            self._choose(before)
        combo.blockSignals(False)

    def value(self) -> str | None:
        """Return the id of what is chosen, None if nothing is."""
        row = self.combo.row_now()
        return None if row < 0 else self.combo.offered.id_of(row)

    def set_value(self, value: str | None) -> None:
        """Choose by id; None chooses nothing."""
        self.combo.blockSignals(True)
        self._choose(value)
        self.combo.blockSignals(False)
        self.changed.emit()

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.combo.currentText().strip()

    def contents(self) -> tuple[str | None, str]:
        """Return what is chosen, else what is typed."""
        value = self.value()
        return value, "" if value is not None else self.typed

    @property
    def is_begun(self) -> bool:
        """Whether what is typed is the beginning or another part of some name, and no whole one yet."""
        return self.value() is None and bool(self.combo.found())

    def set_typed(self, text: str) -> None:
        """Write into the field."""
        self.combo.setCurrentIndex(-1)
        self.combo.setEditText(text)
        self.changed.emit()

    def _choose(self, value: str | None) -> None:
        row = -1 if value is None else self.combo.offered.row_of(value)
        self.combo.setCurrentIndex(row)
        self.combo.setEditText(self.combo.itemText(row) if row >= 0 else "")
        self.combo.field.setCursorPosition(0)
