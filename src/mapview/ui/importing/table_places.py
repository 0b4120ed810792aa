"""Names of places that may mean several, or none that is known, to be decided once for all rows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.model import Place
from mapview.errors import BadInputError, UnknownIdError
from mapview.exchange.importing.cells import read_point
from mapview.exchange.importing.look import Name
from mapview.exchange.importing.places import point_decided
from mapview.gazetteer.coordinates import write_coordinates
from mapview.gazetteer.index import Entry
from mapview.gazetteer.nearby import holders_of
from mapview.gazetteer.normalise import fold
from mapview.ui.forms.fields.texts import Line
from mapview.ui.forms.place_search import PlaceSearch, gazetteer
from mapview.ui.forms.place_words import both_names, entry_kind, entry_name
from mapview.ui.importing.table_cells import CELL_ROLE, Cell, CellPainter
from mapview.ui.importing.table_state import MappingState
from mapview.ui.importing.table_words import rows_words, tr
from mapview.ui.session import Session
from mapview.ui.widgets.theme import XS, L, M, S, text_font
from mapview.ui.widgets.words import as_tip, coordinates_words, isolated, kind_words

_LIST_WIDTH = 210
_MOST = 2000
_ID = Qt.ItemDataRole.UserRole


class Places(QWidget):
    """Names on one side; on the other what the chosen one may mean."""

    def __init__(self, state: MappingState, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._session = state, session
        self._names: dict[str, Name] = {}
        self.open = 0
        self.list = QListWidget(self)
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setAccessibleName(tr("Names to decide"))
        self.heading = QLabel(self)
        self.heading.setFont(text_font(bold=True))
        self.about = self._quiet()
        self.candidates = QListWidget(self)
        self.candidates.setAccessibleName(tr("Places that it may mean"))
        for part in (self.list, self.candidates):
            part.setItemDelegate(CellPainter(session, part, lines=2))
            part.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search = PlaceSearch(session, self)
        self.search.field.setAccessibleName(tr("Another place of the gazetteer"))
        self.point = Line(self, prompt="33.8, 42.4 · 38S KC 59 43", direction=Qt.LayoutDirection.LeftToRight)
        self.point.setAccessibleName(tr("Coordinates of a new place"))
        self.make = QPushButton(tr("&Make a place there"), self)
        self.make.setAutoDefault(False)
        self.make.setFixedHeight(32)
        self.problem = QLabel(self)
        self.problem.setProperty("kind", "problem")
        self.leave = QPushButton(tr("&Leave it open again"), self)
        self.leave.setAutoDefault(False)
        for label in (self.heading, self.problem):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.stack = QStackedWidget(self)
        self.nothing = self._quiet()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.list.currentRowChanged.connect(self._show_one)
        self.candidates.itemClicked.connect(self._choose)
        self.candidates.itemActivated.connect(self._choose)
        self.search.taken.connect(self._take_entry)
        self.point.textChanged.connect(lambda _text: self.problem.hide())
        self.point.returnPressed.connect(self._make_place)
        self.make.clicked.connect(self._make_place)
        self.leave.clicked.connect(lambda: self._decide(""))
        self.show_names([])

    def show_names(self, names: list[Name]) -> None:
        """Show the names that are open, and those that are decided."""
        for name in names[:_MOST]:
            self._names[fold(name.name)] = name
        undecided = {fold(name.name) for name in names}
        decided = {fold(name): name for name in self._state.mapping.places}
        # What is neither any more belongs to another reading of the table.
        self._names = {key: name for key, name in self._names.items() if key in undecided or key in decided}
        for key, said in decided.items():
            self._names.setdefault(key, Name(said, 0, 0, "", ()))
        self.open = len(undecided - decided.keys())
        now = self.list.currentItem()
        kept = now.data(_ID) if now else None
        self.list.blockSignals(True)
        self.list.clear()
        for key, name in self._names.items():
            _item(self.list, key, Cell(name.name, self._become(key, name), good=key in decided))
        self.list.blockSignals(False)
        self.stack.setCurrentIndex(1 if self._names else 0)
        rows = [row for row in range(self.list.count()) if self.list.item(row).data(_ID) == kept]
        self.list.setCurrentRow(rows[0] if rows else self._first_open())
        if not self.search.isAncestorOf(self.focusWidget() or self) and not self.point.hasFocus():
            self._show_one(self.list.currentRow())

    def _lay_out(self) -> None:
        self.nothing.setText(tr("Every name of a place is clear. Names that may mean several places come here."))
        self.another, self.new = self._quiet(), self._quiet()
        self.another.setText(tr("Another place: look it up under another name"))
        self.new.setText(tr("Or a new place of this name: give its coordinates"))
        new = QHBoxLayout()
        new.setSpacing(S)
        new.addWidget(self.point, 1)
        new.addWidget(self.make)
        about = QWidget(self)
        about.setObjectName("panel")
        right = QVBoxLayout(about)
        right.setContentsMargins(0, M, M, M)
        right.setSpacing(XS)
        right.addWidget(self.heading)
        right.addWidget(self.about)
        right.addSpacing(S)
        right.addWidget(self.candidates)
        right.addSpacing(M)
        right.addWidget(self.another)
        right.addWidget(self.search)
        right.addSpacing(M)
        right.addWidget(self.new)
        right.addLayout(new)
        right.addWidget(self.problem)
        right.addSpacing(S)
        right.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(about)
        both = QWidget(self)
        columns = QHBoxLayout(both)
        columns.setContentsMargins(S, 0, 0, 0)
        columns.setSpacing(L)
        names = QVBoxLayout()
        names.setContentsMargins(0, M, 0, M)
        names.addWidget(self.list)
        columns.addLayout(names)
        columns.addWidget(area, 1)
        self.stack.addWidget(self.nothing)
        self.stack.addWidget(both)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.problem.hide()
        self.setFocusProxy(self.list)

    def _first_open(self) -> int:
        keys = [self.list.item(row).data(_ID) for row in range(self.list.count())]
        decided = {fold(name) for name in self._state.mapping.places}
        return next((row for row, key in enumerate(keys) if key not in decided), 0)

    def _become(self, key: str, name: Name) -> str:
        meant = next((said for one, said in self._state.mapping.places.items() if fold(one) == key), "")
        if meant:
            return tr("is {}").format(isolated(self._meant_words(meant)))
        return tr("{}, open").format(rows_words(name.rows))

    def _meant_words(self, meant: str) -> str:
        place = self._session.project.places.get(meant)
        language = self._session.language
        if place is not None:
            return place.names.in_language(language)
        try:
            return entry_name(gazetteer().by_id(meant), language)
        except UnknownIdError:
            return meant

    def _show_one(self, row: int) -> None:
        item = self.list.item(row)
        if item is None:
            return
        name = self._names[item.data(_ID)]
        meant = next((said for one, said in self._state.mapping.places.items() if fold(one) == item.data(_ID)), "")
        self.heading.setText(tr("Which place is {}?").format(isolated(name.name)))
        if name.rows:
            words = tr("It stands in {}, first in row {}: {}.")
            self.about.setText(words.format(rows_words(name.rows), name.first_row, name.reason))
        else:
            self.about.setText(tr("Decided before."))
        self.candidates.clear()
        for candidate in name.candidates:
            key = str(candidate["id"])
            title, quiet = self._candidate_words(key)
            one = _item(self.candidates, key, Cell(title, quiet, good=key == meant))
            if key == meant:
                self.candidates.setCurrentItem(one)
        self.candidates.setVisible(bool(name.candidates))
        # What comes below stands below the last of them.
        rows = range(self.candidates.count())
        self.candidates.setFixedHeight(sum(map(self.candidates.sizeHintForRow, rows)) + 2)
        self.leave.setVisible(bool(meant))
        point = point_decided(meant) if meant and meant not in self._session.project.places else None
        self.point.setText(write_coordinates(point.lat, point.lon) if point else "")
        self.problem.hide()

    def _candidate_words(self, candidate: str) -> tuple[str, str]:
        language = self._session.language
        place = self._session.project.places.get(candidate)
        if place is not None:
            return self._place_words(place)
        entry = gazetteer().by_id(candidate)
        holders = dict.fromkeys(entry_name(above, language) for above in holders_of(gazetteer(), entry))
        where = [entry_kind(entry, language), *(isolated(one) for one in holders)]
        where.append(isolated(write_coordinates(entry.lat, entry.lon)))
        return both_names(entry, language), " · ".join(where)

    def _place_words(self, place: Place) -> tuple[str, str]:
        language = self._session.language
        parts = (kind_words(place.kind, language), tr("of the timeline"), coordinates_words(place, language))
        return place.names.in_language(language), " · ".join(parts)

    def _choose(self, item: QListWidgetItem) -> None:
        self._decide(str(item.data(_ID)))

    def _take_entry(self, entry: Entry) -> None:
        self.search.field.clear()
        self._decide(entry.id)

    def _make_place(self) -> None:
        try:
            point = read_point(self.point.text())
        except BadInputError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self._decide(write_coordinates(point.lat, point.lon))

    def _decide(self, meant: str) -> None:
        """Take a decision over, and go on to the next name that is open."""
        item = self.list.currentItem()
        if item is None:
            return
        name = self._names[item.data(_ID)]
        self._state.decide(name.name, meant)
        names = [one for key, one in self._names.items() if one.rows]
        decided = {fold(one) for one in self._state.mapping.places}
        self.show_names([one for one in names if fold(one.name) not in decided])
        if meant:
            self.list.setCurrentRow(self._first_open() if self.open else self.list.currentRow())
            self.list.setFocus()

    def _quiet(self) -> QLabel:
        label = QLabel(self)
        label.setProperty("quiet", True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label


def _item(within: QListWidget, key: str, cell: Cell) -> QListWidgetItem:
    item = QListWidgetItem(cell.words, within)
    item.setData(_ID, key)
    item.setData(CELL_ROLE, cell)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{cell.words}, {cell.quiet}")
    item.setToolTip(as_tip(f"{cell.words}\n{cell.quiet}"))
    return item
