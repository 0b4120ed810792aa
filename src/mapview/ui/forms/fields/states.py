"""The states of a topic: names, colours, order, and which exclude each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.model import State, Text
from mapview.domain.rules import COLOURS
from mapview.domain.snapshot import Theme
from mapview.gazetteer.naming import free_id
from mapview.render.legend import palette_colour
from mapview.ui.forms.fields.choice import Option, WordChoice
from mapview.ui.forms.fields.texts import BothLanguages
from mapview.ui.forms.fields.value import swatch
from mapview.ui.widgets.theme import XS, M, S

#: The order in which new states get colours: those that differ most first.
_FIRST = ("vermillion", "blue", "orange", "bluish-green", "sky-blue", "reddish-purple", "yellow", "black")


class StateRow(QWidget):
    """One state: its colour, its names, and a menu to move it or take it out."""

    changed = Signal()
    moved = Signal(int)
    removed = Signal()

    def __init__(self, state: State, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id = state.id
        self.colour = WordChoice()
        self.colour.setMinimumContentsLength(0)
        self.colour.setFixedWidth(56)
        self.colour.setAccessibleName(self.tr("Colour"))
        self.names = BothLanguages()
        self.names.setAccessibleName(self.tr("State"))
        self.more = QToolButton(self)
        self.more.setText("…")
        self.more.setProperty("flat", True)
        self.more.setProperty("bare", True)
        self.more.setFixedSize(QSize(24, 32))
        self.more.setAccessibleName(self.tr("Move or take out"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.addAction(self.tr("Move &up"), lambda: self.moved.emit(-1))
        menu.addAction(self.tr("Move &down"), lambda: self.moved.emit(1))
        menu.addAction(self.tr("&Take out"), self.removed.emit)
        self.more.setMenu(menu)
        self.dress(theme)
        self.colour.set_value(state.colour)
        self.names.set_value(state.names)
        self.names.changed.connect(self.changed)
        self.colour.chosen.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.colour, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.names, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.names)

    def dress(self, theme: Theme) -> None:
        """Show the colours as a theme has them."""
        self.colour.offer([Option(name, "", icon=swatch(palette_colour(name, theme))) for name in COLOURS])
        for at, name in enumerate(COLOURS):
            self.colour.setItemData(at, name, Qt.ItemDataRole.ToolTipRole)
            self.colour.setItemData(at, name, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, slots=True)
class States:
    """What the field holds: states, and pairs of their ids that exclude each other."""

    states: tuple[State, ...]
    exclusive: tuple[tuple[str, str], ...]


class StatesField(QWidget):
    """A list of states that can be written, ordered and taken out, and a matrix of those that exclude each other."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = theme
        self.rows: list[StateRow] = []
        self._pairs: set[frozenset[str]] = set()
        self._boxes: dict[frozenset[str], QCheckBox] = {}
        self.add_button = QPushButton(self.tr("&Add a state"), self)
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self.add_new)
        self.matrix_label = QLabel(self.tr("Tick the pairs that exclude each other"), self)
        self.matrix_label.setProperty("kind", "quiet")
        self.matrix = QWidget(self)
        self._grid = QGridLayout(self.matrix)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(XS)
        self._grid.setVerticalSpacing(XS)
        self._list = QVBoxLayout()
        self._list.setSpacing(M)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addLayout(self._list)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.matrix_label)
        layout.addWidget(self.matrix)
        self.setFocusProxy(self.add_button)

    def dress(self, theme: Theme) -> None:
        """Show the colours as a theme has them."""
        self._theme = theme
        for row in self.rows:
            row.dress(theme)

    def value(self) -> States:
        """Return the states that have a name, with ids for the new ones, and the pairs among them."""
        taken = {row.id for row in self.rows if not row.id.startswith("+")}
        ids: dict[str, str] = {}
        states = []
        for row in self.rows:
            names = row.names.value()
            if names == Text():
                continue
            ids[row.id] = free_id(names, taken, "state") if row.id.startswith("+") else row.id
            taken.add(ids[row.id])
            states.append(State(ids[row.id], names, row.colour.value() or COLOURS[0]))
        order = [row.id for row in self.rows if row.id in ids]
        pairs = [
            (ids[one], ids[other])
            for at, one in enumerate(order)
            for other in order[at + 1 :]
            if frozenset((one, other)) in self._pairs
        ]
        return States(tuple(states), tuple(pairs))

    def set_value(self, states: Sequence[State], exclusive: Sequence[tuple[str, str]]) -> None:
        """Show other states."""
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        self._pairs = {frozenset(pair) for pair in exclusive}
        for state in states:
            self._add(state)
        self._show_matrix()

    def add_new(self) -> None:
        """Add an empty row and go there."""
        used = {row.colour.value() for row in self.rows}
        colour = next((name for name in _FIRST if name not in used), _FIRST[len(self.rows) % len(_FIRST)])
        number = 1 + max((int(row.id[1:]) for row in self.rows if row.id.startswith("+")), default=0)
        row = self._add(State(f"+{number}", Text(), colour))
        self._tell()
        row.names.en.setFocus()

    def _add(self, state: State) -> StateRow:
        row = StateRow(state, self._theme, self)
        row.changed.connect(self._tell)
        row.moved.connect(lambda step: self._move(row, step))
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._list.addWidget(row)
        row.show()
        return row

    def _move(self, row: StateRow, step: int) -> None:
        at = self.rows.index(row)
        to = min(max(at + step, 0), len(self.rows) - 1)
        self.rows.insert(to, self.rows.pop(at))
        self._list.removeWidget(row)
        self._list.insertWidget(to, row)
        self._tell()

    def _remove(self, row: StateRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._pairs = {pair for pair in self._pairs if row.id not in pair}
        self._tell()

    def _tell(self) -> None:
        self._show_matrix()
        self.changed.emit()

    def _show_matrix(self) -> None:
        """Show a box for each pair: rows are the states, columns those before them, by number."""
        focused = next((pair for pair, box in self._boxes.items() if box.hasFocus()), None)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes = {}
        shown = len(self.rows) > 1
        self.matrix_label.setVisible(shown)
        self.matrix.setVisible(shown)
        if not shown:
            return
        for at in range(len(self.rows) - 1):
            self._grid.addWidget(_quiet(str(at + 1)), 0, at + 1, Qt.AlignmentFlag.AlignHCenter)
        for at, row in enumerate(self.rows):
            names = row.names.value().in_language("en") or "…"
            label = _quiet(f"{at + 1}  {names}")
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._grid.addWidget(label, at + 1, 0)
            for before in range(at):
                box = self._box(row, self.rows[before])
                self._grid.addWidget(box, at + 1, before + 1, Qt.AlignmentFlag.AlignCenter)
        self._grid.setColumnStretch(0, 1)
        if focused in self._boxes:
            self._boxes[focused].setFocus()

    def _box(self, one: StateRow, other: StateRow) -> QCheckBox:
        pair = frozenset((one.id, other.id))
        box = QCheckBox(self.matrix)
        names = [row.names.value().in_language("en") for row in (other, one)]
        box.setAccessibleName(self.tr("{} and {} exclude each other").format(*names))
        box.setToolTip(box.accessibleName())
        box.setChecked(pair in self._pairs)
        box.toggled.connect(lambda on: self._pair(pair, on=on))
        self._boxes[pair] = box
        return box

    def _pair(self, pair: frozenset[str], *, on: bool) -> None:
        self._pairs = self._pairs | {pair} if on else self._pairs - {pair}
        self.changed.emit()


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", "quiet")
    return label
