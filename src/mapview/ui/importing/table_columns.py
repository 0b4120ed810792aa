"""The columns of a table, each with its first cells and a choice of what it says."""

from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from mapview.exchange.importing.mapping import Role
from mapview.exchange.importing.tables import Table
from mapview.ui.importing.table_fields import Box, Elided
from mapview.ui.importing.table_state import MappingState
from mapview.ui.importing.table_words import GROUPS, role_tip, role_words, tr
from mapview.ui.widgets.theme import XS, M, S, quiet_font, text_font
from mapview.ui.widgets.words import as_tip, isolated

_CHOICE_WIDTH = 164
_SAMPLES, _SAMPLE_ROWS = 3, 200
#: So many are made at once, so that a table of hundreds does not stop the window.
_AT_ONCE = 12
_ROLES_ROLE = Qt.ItemDataRole.UserRole


class RoleBox(Box):
    """What a column says."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(_CHOICE_WIDTH)
        self.view().setMinimumWidth(200)


class Columns(QWidget):
    """All columns, one below the other."""

    #: More of them are there.
    made = Signal()

    def __init__(self, state: MappingState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._choices = _role_model(self)
        self._todo: list[str] = []
        self._samples: dict[str, str] = {}
        self.boxes: dict[str, RoleBox] = {}
        self._whys: dict[str, Elided] = {}
        self._rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(M)
        self._later = QTimer(self, interval=0)
        self._later.timeout.connect(self._make_some)
        state.changed.connect(self.show_roles)

    def begin(self) -> None:
        """Show the columns of the table, which is another one."""
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self.boxes, self._whys = [], {}, {}
        self._samples = _samples(self._state.table)
        self._todo = list(self._state.table.columns)
        self._make_some()
        if self._todo:
            self._later.start()

    def show_roles(self) -> None:
        """Show what each column says now."""
        for column in self.boxes:
            self._show(column)

    def _make_some(self) -> None:
        for column in self._todo[:_AT_ONCE]:
            self._make(column)
        self._todo = self._todo[_AT_ONCE:]
        if not self._todo:
            self._later.stop()
        self.made.emit()

    def _make(self, column: str) -> None:
        row = QFrame(self)
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(S)
        grid.setVerticalSpacing(1)
        name = Elided(column, text_font(bold=True), row)
        sample = Elided(self._samples.get(column) or tr("empty"), quiet_font(), row)
        sample.setProperty("quiet", True)
        why = Elided("", quiet_font(), row)
        why.setProperty("quiet", True)
        box = RoleBox(row)
        box.setModel(self._choices)
        box.setAccessibleName(tr("Column {} says").format(isolated(column)))
        box.activated.connect(lambda _row: self._choose(column, box))
        grid.addWidget(name, 0, 0)
        grid.addWidget(sample, 1, 0)
        grid.addWidget(box, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(why, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(XS // 2)
        self._rows.append(row)
        self.boxes[column], self._whys[column] = box, why
        self._layout.addWidget(row)
        self._show(column)

    def _choose(self, column: str, box: RoleBox) -> None:
        self._state.set_roles(column, tuple(box.currentData(_ROLES_ROLE) or ()))

    def _show(self, column: str) -> None:
        roles = self._state.roles_of(column)
        box = self.boxes[column]
        at = next((row for row in range(self._choices.rowCount()) if self._roles_at(row) == roles), None)
        if at is None:
            # A format, or a mapping, lets one column say two things.
            self._choices.appendRow(_item(roles))
            at = self._choices.rowCount() - 1
        box.setCurrentIndex(at)
        box.setToolTip(as_tip(role_tip(roles[0])) if roles else "")
        why = self._whys[column]
        why.set_whole(self._state.why(column))
        why.setVisible(bool(self._state.why(column)))

    def _roles_at(self, row: int) -> tuple[Role, ...] | None:
        found = self._choices.item(row).data(_ROLES_ROLE)
        return None if found is None else tuple(found)


def _role_model(parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    model.appendRow(_item(()))
    for group in GROUPS:
        line = QStandardItem("")
        line.setData("separator", Qt.ItemDataRole.AccessibleDescriptionRole)
        line.setFlags(Qt.ItemFlag.NoItemFlags)
        model.appendRow(line)
        for role in group:
            model.appendRow(_item((role,)))
    return model


def _item(roles: Sequence[Role]) -> QStandardItem:
    words = tr(" and ").join(role_words(role) for role in roles) if roles else tr("not used")
    item = QStandardItem(words)
    item.setData(tuple(roles), _ROLES_ROLE)
    if len(roles) == 1:
        item.setToolTip(as_tip(role_tip(roles[0])))
    return item


def _samples(table: Table) -> dict[str, str]:
    """Return the first different cells of each column, in a line."""
    found: dict[str, list[str]] = {name: [] for name in table.columns}
    for row in islice(table.rows(), _SAMPLE_ROWS):
        if row.problem:
            continue
        for name, cell in zip(table.columns, row.cells, strict=True):
            short = " ".join(cell[:60].split())
            if short and len(found[name]) < _SAMPLES and short not in found[name]:
                found[name].append(short)
    return {name: " · ".join(isolated(cell) for cell in cells) for name, cells in found.items()}
