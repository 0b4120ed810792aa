"""The gazetteer in a form: a name is typed, candidates come up with numbers, one of them is taken."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mapview.gazetteer.index import Entry, Gazetteer, Match
from mapview.gazetteer.nearby import holders_of
from mapview.render.texts import in_digits
from mapview.ui.forms.fields.texts import Line
from mapview.ui.forms.place_words import both_names, distance_words, entry_kind, entry_name
from mapview.ui.map.messages import Ghost
from mapview.ui.session import Session
from mapview.ui.widgets.rows import RowsModel
from mapview.ui.widgets.theme import COLOURS, XS, M, S, quiet_font, text_font
from mapview.ui.widgets.words import isolated

_MOST = 8
_ROW_HEIGHT = 46
_SIGN_PX = 22
_CANDIDATE_ROLE = Qt.ItemDataRole.UserRole + 1


@cache
def gazetteer() -> Gazetteer:
    """Return the one gazetteer of the program.

    Raises
    ------
    MissingPartError, FileProblemError
        If it cannot be opened.
    """
    return Gazetteer.load()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match as a list shows it."""

    match: Match
    title: str
    quiet: str


class _Candidates(RowsModel[Candidate]):
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        candidate = self.rows[index.row()]
        if role == _CANDIDATE_ROLE:
            return candidate
        if role == Qt.ItemDataRole.DisplayRole:
            return candidate.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{index.row() + 1}: {candidate.title}, {candidate.quiet}"
        return None


class _Delegate(QStyledItemDelegate):
    """Paints the number as the map does, the names, and what and where it is."""

    def __init__(self, session: Session, view: "_List") -> None:
        super().__init__(view)
        self._session = session
        self._view = view

    def sizeHint(  # noqa: N802
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """Return the size of a row."""
        return QSize(80, _ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        candidate = index.data(_CANDIDATE_ROLE)
        colours = COLOURS[self._session.theme]
        box = QRectF(option.rect)
        chosen = index.row() == self._view.currentIndex().row()
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground if chosen else colours.hover))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), XS, XS)
        self._paint_number(painter, _beginning(box, S, _SIGN_PX, mirrored=mirrored), index.row() + 1, chosen=chosen)
        start = S + _SIGN_PX + M
        room = _beginning(box, start, box.width() - start - S, mirrored=mirrored)
        side = (
            Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        ) | Qt.AlignmentFlag.AlignAbsolute
        lines = ((candidate.title, text_font(), colours.text, 4), (candidate.quiet, quiet_font(), colours.quiet, 24))
        for words, font, ink, top in lines:
            painter.setFont(font)
            painter.setPen(QColor(ink))
            line = QRectF(room.left(), box.top() + top, room.width(), 18)
            shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_number(self, painter: QPainter, room: QRectF, number: int, *, chosen: bool) -> None:
        colours = COLOURS[self._session.theme]
        circle = QRectF(0, 0, _SIGN_PX, _SIGN_PX)
        circle.moveCenter(room.center())
        painter.setPen(QPen(QColor(colours.accent), 2))
        painter.setBrush(QColor(colours.accent if chosen else colours.panel))
        painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        painter.setPen(QColor(colours.on_accent if chosen else colours.accent))
        painter.setFont(quiet_font(bold=True))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, in_digits(str(number), self._session.language))


class _List(QListView):
    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.candidates = _Candidates(self)
        self.setModel(self.candidates)
        self.setItemDelegate(_Delegate(session, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class PlaceSearch(QWidget):
    """Finds in the gazetteer while one types, near the middle of the map first; Down and Up move, Enter takes."""

    #: Other candidates are found, or another of them stands out.
    moved = Signal()
    #: The candidate that stands out is to be looked at on the map.
    shown = Signal(float, float)
    taken = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.field = _Field(self)
        self.list = _List(session, self)
        self.list.setAccessibleName(self.tr("Found in the gazetteer"))
        self.nothing = QLabel(
            self.tr("The gazetteer has no such place. Place it on the map, or type coordinates."), self
        )
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("quiet", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        for widget in (self.field, self.list, self.nothing):
            layout.addWidget(widget)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self.search)
        self.list.clicked.connect(lambda index: self.take(index.row()))
        self.nothing.hide()
        self.dress()

    @property
    def ghosts(self) -> tuple[Ghost, ...]:
        """The candidates as the map shows them."""
        language = self._session.language
        return tuple(
            Ghost(found.match.entry.lat, found.match.entry.lon, entry_name(found.match.entry, language))
            for found in self.list.candidates.rows
        )

    @property
    def chosen(self) -> int | None:
        """The position of the candidate that stands out."""
        row = self.list.currentIndex().row()
        return row if row >= 0 else None

    def search(self, text: str) -> None:
        """Show what the gazetteer has for a name."""
        frame = self._session.frame
        near = (frame.lat, max(-180.0, min(180.0, frame.lon))) if frame else None
        found = gazetteer().search(text, _MOST, near) if text.strip() else []
        self._fill([self._candidate(match) for match in found])
        self.nothing.setVisible(bool(text.strip()) and not found)

    def close_list(self) -> None:
        """Put the candidates away."""
        self._fill([])
        self.nothing.hide()

    def step(self, by: int) -> bool:
        """Let the next candidate stand out, or open the list again; return whether there is one."""
        count = len(self.list.candidates.rows)
        if not count:
            self.search(self.field.text())
            return bool(self.list.candidates.rows)
        row = ((self.chosen or 0) + by) % count
        self._stand_out(row)
        entry = self.list.candidates.rows[row].match.entry
        self.shown.emit(entry.lat, entry.lon)
        return True

    def take(self, row: int) -> None:
        """Take a candidate."""
        entry = self.list.candidates.rows[row].match.entry
        self.close_list()
        self.taken.emit(entry)

    def dress(self) -> None:
        """Take another language."""
        direction = Qt.LayoutDirection.RightToLeft if self._session.language == "ar" else Qt.LayoutDirection.LeftToRight
        self.list.setLayoutDirection(direction)
        self._fill([self._candidate(found.match) for found in self.list.candidates.rows], self.chosen or 0)

    def _candidate(self, match: Match) -> Candidate:
        language = self._session.language
        return Candidate(match, both_names(match.entry, language), self._where(match.entry, match.distance_km))

    def _where(self, entry: Entry, distance_km: float | None) -> str:
        language = self._session.language
        far = "" if distance_km is None else distance_words(distance_km, language)
        holders = dict.fromkeys(entry_name(above, language) for above in holders_of(gazetteer(), entry))
        return " · ".join(
            part for part in (entry_kind(entry, language), *(isolated(name) for name in holders), far) if part
        )

    def _fill(self, found: list[Candidate], row: int = 0) -> None:
        self.list.candidates.fill(found)
        self.list.setFixedHeight(len(found) * _ROW_HEIGHT + 2)
        self.list.setVisible(bool(found))
        self._stand_out(row)

    def _stand_out(self, row: int) -> None:
        self.list.setCurrentIndex(self.list.candidates.index(row))
        self.list.viewport().update()
        said = self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
        self.field.setAccessibleDescription(said or "")
        self.moved.emit()


class _Field(Line):
    """Hands Up, Down, Enter and Escape on to the candidates."""

    def __init__(self, search: PlaceSearch) -> None:
        super().__init__(search, prompt=self.tr("A name, in Arabic or English"))
        self._search = search
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move among the candidates, take one, or put them away."""
        search, key = self._search, event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.text():
            search.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() and search.chosen is not None:
            search.take(search.chosen)
        elif key == Qt.Key.Key_Escape and search.chosen is not None:
            search.close_list()
        else:
            super().keyPressEvent(event)


def _beginning(box: QRectF, offset: float, width: float, *, mirrored: bool) -> QRectF:
    left = box.right() - offset - width if mirrored else box.left() + offset
    return QRectF(left, box.top(), width, box.height())
