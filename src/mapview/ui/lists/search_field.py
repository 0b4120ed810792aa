"""The search field over everything that a project says and that its reports say, spelt as anybody spells it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mapview.errors import MapviewError
from mapview.store.search import Hit, HitKind
from mapview.ui.jobs import Job
from mapview.ui.lists.search_finds import Find, Finder, Marks
from mapview.ui.session import Session
from mapview.ui.widgets import icons, words
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.rows import RowsModel
from mapview.ui.widgets.theme import COLOURS, XS, S, quiet_font, text_font

_SIGN_PX = 16
_FOUND_ROLE = Qt.ItemDataRole.UserRole + 1
_HEADING_PX, _FIND_PX = 28, 46
_WIDTH, _MOST_HEIGHT = 620, 620
#: Where a search takes longer, the next one waits until typing pauses.
_AT_ONCE_MS, _PAUSE_MS = 25.0, 80
#: The beginning of a word is looked for from so many letters on.
_LEAST_LETTERS = 2

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    """Stands above the finds of a kind, or says that there are none."""

    text: str


class FindsModel(RowsModel[Heading | Find]):
    """Finds below headings."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row, its words, or what a screen reader says of it."""
        row = self.rows[index.row()]
        if role == _FOUND_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.text if isinstance(row, Heading) else f"{row.title}, {row.quiet}"
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Find):
            return words.as_tip(f"{row.title}\n{row.quiet}")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def next_find(self, row: int, step: int) -> int:
        """Return the row of the next find in a direction, round the ends; -1 if there is none."""
        count = len(self.rows)
        for away in range(1, count + 1):
            at = (row + step * away) % count
            if isinstance(self.rows[at], Find):
                return at
        return -1


class FindPainter(QStyledItemDelegate):
    """Paints a find on two lines with the words of the search marked."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return the size of a row."""
        return QSize(80, _HEADING_PX if isinstance(index.data(_FOUND_ROLE), Heading) else _FIND_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        row: Heading | Find = index.data(_FOUND_ROLE)
        colours = COLOURS[self._session.theme]
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            line = box.adjusted(S, XS, -S, 0)
            self._paint_line(painter, line, row.text, (), quiet_font(bold=True), colours.quiet)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.accent_ground))
                painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), XS, XS)
            upper = QRectF(box.left() + S, box.top() + 3, box.width() - 2 * S, 22)
            lower = QRectF(box.left() + S, box.top() + 24, box.width() - 2 * S, 18)
            self._paint_line(painter, upper, row.title, row.marks, text_font(), colours.text)
            self._paint_line(painter, lower, row.quiet, row.quiet_marks, quiet_font(), colours.quiet)
        painter.restore()

    def _paint_line(self, painter: QPainter, room: QRectF, text: str, marks: Marks, font: QFont, ink: str) -> None:
        arabic = words.is_arabic(text)
        # Marked words are bold, and so a little wider.
        said = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width() * 0.97)
        layout = QTextLayout(said, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if arabic else Qt.LayoutDirection.LeftToRight)
        option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        layout.setFormats(self._formats(text, said, marks))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(room.width())
        layout.endLayout()
        mirrored = self._session.language == "ar"
        wide = min(line.naturalTextWidth(), room.width())
        left = room.right() - wide if mirrored else room.left()
        top = room.top() + (room.height() - line.height()) / 2
        painter.setPen(QColor(ink))
        layout.draw(painter, QPointF(left, top))

    def _formats(self, text: str, said: str, marks: Marks) -> list[QTextLayout.FormatRange]:
        colours = COLOURS[self._session.theme]
        formats = []
        for start, end in marks:
            if text[:end] != said[:end]:
                continue
            found = QTextLayout.FormatRange()
            # Qt counts UTF-16 code units.
            found.start = _units(text[:start])
            found.length = _units(text[start:end])
            form = QTextCharFormat()
            form.setFontWeight(QFont.Weight.Bold)
            form.setForeground(QColor(colours.accent))
            found.format = form
            formats.append(found)
        return formats


class SearchField(QLineEdit):
    """Finds while one types; Down and Up go through the finds, Enter goes to the one that is marked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._finder = Finder(session)
        keep_on_line(self)
        prompt = self.tr("Search places, sources, claims, documents…")
        self.setPlaceholderText(prompt)
        self.setAccessibleName(prompt)
        # Painted below: Qt 6.11 lays its own icons of a styled field out for the height before the style.
        self.setTextMargins(_SIGN_PX + S, 0, 0, 0)
        self.finds = QListView(self.window())
        self.finds.setObjectName("popup")
        self.found = FindsModel(self.finds)
        self.finds.setModel(self.found)
        self.finds.setItemDelegate(FindPainter(session, self.finds))
        self.finds.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.finds.setMouseTracking(True)
        self.finds.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.finds.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.finds.setAccessibleName(self.tr("Found"))
        self.finds.entered.connect(self._mark)
        self.finds.clicked.connect(self._go)
        self.finds.hide()
        self._took_ms = 0.0
        self._job: Job | None = None
        #: What is to be done once the search under way has ended.
        self._then: Callable[[], None] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._find)
        self.textEdited.connect(self._take_text)
        session.project_changed.connect(self._stop)
        session.project_changed.connect(self.finds.hide)
        session.appearance_changed.connect(self.finds.hide)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move among the finds, go to one, or give up."""
        key, shown = event.key(), self.finds.isVisible()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and (shown or self.text()):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._when_found(lambda: self._mark_row(self.found.next_find(self._marked(), step)))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.text():
            self._when_found(lambda: self._go(self.finds.currentIndex()))
        elif key == Qt.Key.Key_Escape:
            self._stop()
            self.finds.hide()
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the field and its sign."""
        super().paintEvent(event)
        painter = QPainter(self)
        top = (self.height() - _SIGN_PX) // 2
        icons.icon("search", self._session.theme).paint(painter, QRect(S, top, _SIGN_PX, _SIGN_PX))
        painter.end()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Hide the finds."""
        self._stop()
        self.finds.hide()
        super().focusOutEvent(event)

    def _take_text(self, _text: str) -> None:
        if self._took_ms > _AT_ONCE_MS and self.finds.isVisible():
            self._pause.start()
        else:
            self._find()

    def _when_found(self, do: Callable[[], None]) -> None:
        """Do something as soon as what is typed has been looked for."""
        if self._job is None and (self._pause.isActive() or not self.finds.isVisible()):
            self._find()
        if self._job is None:
            do()
        else:
            self._then = do

    def _find(self) -> None:
        self._stop()
        text = self.text()
        if not text.strip():
            self.finds.hide()
        elif self._finder.takes_long:
            job = self._job = Job(lambda: self._finder.steps(text), self)
            job.finished.connect(self._take_hits)
            job.failed.connect(self._take_failure)
            job.start()
        else:
            began = time.perf_counter()
            try:
                self._show_finds(self._finder.finds(text))
            except MapviewError as error:
                self._say(str(error))
            self._took_ms = (time.perf_counter() - began) * 1000

    def _take_hits(self, found: tuple[str, list[tuple[HitKind, Hit]]]) -> None:
        text, hits = found
        if self._job is None or text != self.text():
            # What was on its way from a search that has been given up.
            return
        then = self._then
        self._stop()
        self._show_finds(self._finder.shown(text, hits))
        if then is not None:
            then()

    def _take_failure(self, sentence: str) -> None:
        if self._job is not None:
            self._say(sentence)

    def _say(self, sentence: str) -> None:
        self._stop()
        self._show([Heading(sentence)])

    def _stop(self) -> None:
        """Look no longer."""
        self._pause.stop()
        job, self._job, self._then = self._job, None, None
        if job is not None:
            job.give_up()
            job.deleteLater()

    def _show_finds(self, found: list[Find]) -> None:
        rows: list[Heading | Find] = []
        for find in found:
            before = rows[-1] if rows else None
            if not isinstance(before, Find) or before.kind != find.kind:
                rows.append(Heading(self._title(find.kind)))
            rows.append(find)
        short = len(self.text().strip()) < _LEAST_LETTERS
        nothing = self.tr("Type on…") if short else self.tr("Nothing found. Try another spelling or fewer words.")
        self._show(rows or [Heading(nothing)])

    def _show(self, rows: list[Heading | Find]) -> None:
        mirrored = self._session.language == "ar"
        self.finds.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        self.found.fill(rows)
        height = sum(_HEADING_PX if isinstance(row, Heading) else _FIND_PX for row in rows) + 12
        window = self.window()
        corner = self.mapTo(window, QPoint(0, self.height() + 4))
        width = min(max(self.width(), _WIDTH), window.width() - corner.x() - S)
        most = min(_MOST_HEIGHT, window.height() - corner.y() - S)
        self.finds.setGeometry(corner.x(), corner.y(), width, min(height, most))
        self.finds.show()
        self.finds.raise_()
        self._mark_row(self.found.next_find(-1, 1))

    def _title(self, kind: HitKind) -> str:
        titles: dict[HitKind, str] = {
            "places": self.tr("Places"),
            "sources": self.tr("Sources"),
            "topics": self.tr("Topics"),
            "claims": self.tr("Claims"),
            "documents": self.tr("In the text of reports"),
            "utterances": self.tr("Quoted"),
            "conflicts": self.tr("Judgements"),
        }
        return titles[kind]

    def _marked(self) -> int:
        return self.finds.currentIndex().row()

    def _mark_row(self, row: int) -> None:
        self._mark(self.found.index(row) if row >= 0 else QModelIndex())

    def _mark(self, index: Index) -> None:
        if index.isValid() and isinstance(self.found.rows[index.row()], Heading):
            return
        at = self.found.index(index.row()) if index.isValid() else QModelIndex()
        self.finds.setCurrentIndex(at)
        if at.isValid():
            # The keyboard stays in the field, so that the field says what is marked.
            self.setAccessibleDescription(str(at.data(Qt.ItemDataRole.AccessibleTextRole)))
            above = at.row() - 1
            if above >= 0 and isinstance(self.found.rows[above], Heading):
                self.finds.scrollTo(self.found.index(above))
            self.finds.scrollTo(at)

    def _go(self, index: Index) -> None:
        row = self.found.rows[index.row()] if index.isValid() else None
        if isinstance(row, Find):
            self.finds.hide()
            self.clear()
            row.go()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
