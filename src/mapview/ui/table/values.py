"""What opens below a column's title: its order, and its values to choose among."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.snapshot import Language
from mapview.gazetteer.normalise import fold
from mapview.render.texts import number_words
from mapview.ui.table.columns import ColumnKey
from mapview.ui.table.index import MOST_VALUES
from mapview.ui.table.model import column_title
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.theme import S
from mapview.ui.widgets.words import as_tip

_KEY_ROLE = Qt.ItemDataRole.UserRole + 1
_WIDTH, _MOST_HEIGHT, _ROW = 340, 340, 29

Value = tuple[str, str, int]


class ValuesPopup(QFrame):
    """Chooses the values of a column that the table shows; the table follows at once."""

    #: The keys of the values that may pass, or None for all.
    chosen = Signal(object)
    #: To order by the column, descending or not.
    order_asked_for = Signal(bool)

    def __init__(
        self, column: ColumnKey, values: list[Value], chosen: frozenset[str] | None, language: Language, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("values")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Values of {}").format(column_title(column)))
        mirrored = language == "ar"
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        self.setFixedWidth(_WIDTH)
        self._values = values
        self._filling = False
        ascending = QPushButton(self.tr("&Ascending"), self)
        descending = QPushButton(self.tr("&Descending"), self)
        ascending.clicked.connect(lambda: self._order(descending=False))
        descending.clicked.connect(lambda: self._order(descending=True))
        self.filter = QLineEdit(self)
        keep_on_line(self.filter)
        prompt = self.tr("Find values")
        self.filter.setPlaceholderText(prompt)
        self.filter.setAccessibleName(prompt)
        self.filter.textChanged.connect(self._narrow)
        self.filter.installEventFilter(self)
        self.tree = QTreeWidget(self)
        self.all = QPushButton(self.tr("A&ll"), self)
        self.none = QPushButton(self.tr("&None"), self)
        self.all.clicked.connect(lambda: self._set_all(on=True))
        self.none.clicked.connect(lambda: self._set_all(on=False))
        self._fill(chosen, language)
        self.tree.itemChanged.connect(lambda _item, _column: self._tell())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S, S, S, S)
        layout.setSpacing(S)
        layout.addLayout(_row(ascending, descending))
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)
        if len(values) >= MOST_VALUES:
            layout.addWidget(QLabel(self.tr("The {} most frequent values").format(MOST_VALUES), self))
        layout.addLayout(_row(self.all, self.none))
        self.filter.setVisible(len(values) > 8)
        self._first = self.filter if len(values) > 8 else self.tree

    def open_at(self, where: QPoint) -> None:
        """Open below a point of the screen, within the screen."""
        room = self.screen().availableGeometry()
        self.adjustSize()
        left = where.x()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = where.x() - 4
        left = max(room.left(), min(left, room.right() - self.width()))
        top = (
            where.y() if where.y() + self.height() < room.bottom() else max(room.top(), where.y() - self.height() - 30)
        )
        self.move(left, top)
        self.show()
        self._first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and Escape close."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.close()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Down leads from the field to the values; Enter there chooses what is found alone."""
        if watched is self.filter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self.tree.setFocus()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.filter.text().strip():
                self._choose_found()
                return True
        return super().eventFilter(watched, event)

    def items(self) -> list[QTreeWidgetItem]:
        """Return the values."""
        return [item for at in range(self.tree.topLevelItemCount()) if (item := self.tree.topLevelItem(at)) is not None]

    def _fill(self, chosen: frozenset[str] | None, language: Language) -> None:
        tree = self.tree
        tree.setColumnCount(2)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setFrameShape(QFrame.Shape.NoFrame)
        tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setAccessibleName(self.accessibleName())
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for key, label, count in self._values:
            item = QTreeWidgetItem([label or self.tr("(none)"), number_words(count, language)])
            item.setData(0, _KEY_ROLE, key)
            item.setToolTip(0, as_tip(label))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{label or self.tr('none')}, {count}")
            on = chosen is None or key in chosen
            item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            tree.addTopLevelItem(item)
        tree.setFixedHeight(min(len(self._values) * _ROW + 8, _MOST_HEIGHT))
        if items := self.items():
            tree.setCurrentItem(items[0])

    def _order(self, *, descending: bool) -> None:
        self.order_asked_for.emit(descending)
        self.close()

    def _narrow(self, text: str) -> None:
        wanted = fold(text).split()
        for item in self.items():
            key = fold(item.text(0))
            item.setHidden(not all(word in key for word in wanted))

    def _choose_found(self) -> None:
        """Choose the values that are found, and no others."""
        self._filling = True
        for item in self.items():
            item.setCheckState(0, Qt.CheckState.Unchecked if item.isHidden() else Qt.CheckState.Checked)
        self._filling = False
        self._tell()
        self.close()

    def _set_all(self, *, on: bool) -> None:
        self._filling = True
        for item in self.items():
            if not item.isHidden():
                item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._filling = False
        self._tell()

    def _tell(self) -> None:
        if self._filling:
            return
        items = self.items()
        keys = frozenset(item.data(0, _KEY_ROLE) for item in items if item.checkState(0) == Qt.CheckState.Checked)
        self.chosen.emit(None if len(keys) == len(items) else keys)


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(S)
    for button in buttons:
        button.setAutoDefault(False)
        row.addWidget(button, 1)
    return row
