"""How the account of a place grew: a chapter for each day of publication, which a click makes the known time."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.account import Chapter, account
from mapview.domain.model import Status
from mapview.render.texts import day_words, span_words
from mapview.ui.claims.card_layout import Badges, CardLayout
from mapview.ui.disputes.account_words import Entry, chapter_blocks
from mapview.ui.session import Session
from mapview.ui.widgets.rows import BAR_PX, RowsModel, paint_bar, paint_frame
from mapview.ui.widgets.theme import COLOURS, XS, L, M, S

#: So long chapters are gathered before the window is let live.
_MOMENT_S = 0.02
_ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class ChaptersModel(RowsModel[Entry]):
    """The chapters, in the order in which they are shown."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a chapter, or what it says."""
        entry = self.rows[index.row()]
        if role == _ENTRY_ROLE:
            return entry
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            blocks = chapter_blocks(entry, self._session.project, self._session.language)
            said = (
                ", ".join(badge.text for badge in block.badges) if isinstance(block, Badges) else block.text
                for block in blocks
            )
            return ". ".join(said).replace("\u2068", "").replace("\u2069", "")
        return None


class ChaptersDelegate(QStyledItemDelegate):
    """Paints chapters; the last one that is known has a bar in the colour of what can be done."""

    def __init__(self, session: Session, view: "ChaptersView") -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._layouts: dict[int, CardLayout] = {}

    def forget(self) -> None:
        """Lay everything out anew."""
        self._layouts.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return the size of a chapter in the width of the view."""
        return QSize(80, round(self._layout_of(index).height) + 2 * M + XS)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a chapter."""
        colours = COLOURS[self._session.theme]
        mirrored = self._session.language == "ar"
        box = QRectF(option.rect).adjusted(S + 0.5, XS / 2 + 0.5, -S - 0.5, -XS / 2 - 0.5)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = chosen and self._view.hasFocus()
        lit = focused or bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_frame(painter, box, colours, colours.hover if lit else colours.panel, focused=focused)
        if index.row() == self._view.present_row:
            paint_bar(painter, box, colours.accent, mirrored=mirrored)
        corner = QPointF(box.left() + M + (0 if mirrored else BAR_PX), box.top() + M)
        self._layout_of(index).paint(painter, corner, colours)
        painter.restore()

    def _layout_of(self, index: Index) -> CardLayout:
        found = self._layouts.get(index.row())
        if found is None:
            session = self._session
            width = self._view.viewport().width() - 2 * S - 2 * M - BAR_PX
            blocks = chapter_blocks(index.data(_ENTRY_ROLE), session.project, session.language)
            found = CardLayout.of(blocks, max(width, 80), COLOURS[session.theme])
            self._layouts[index.row()] = found
        return found


class ChaptersView(QListView):
    """The list of chapters; a click or Enter takes one."""

    taken = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chapters = ChaptersModel(session, self)
        #: The row of the last chapter that is known, if the known time has an end.
        self.present_row: int | None = None
        self.setModel(self.chapters)
        self._delegate = ChaptersDelegate(session, self)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("How the account of this place grew"))
        self.clicked.connect(lambda index: self.taken.emit(index.row()))

    def show_entries(self, entries: list[Entry], present: int | None) -> None:
        """Show chapters, at the same place as before."""
        row, offset = self.currentIndex().row(), self.verticalScrollBar().value()
        self._delegate.forget()
        self.present_row = present
        self.chapters.fill(entries)
        if 0 <= row < len(entries):
            self.setCurrentIndex(self.chapters.index(row))
        self.verticalScrollBar().setValue(offset)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the chapters out in the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._delegate.forget()
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter or Space takes the chapter that is chosen."""
        taking = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        if event.key() in taking and self.currentIndex().isValid():
            self.taken.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class AccountPanel(QWidget):
    """The account of the place that is read, at the event time or of all times."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._chapters: list[Chapter] = []
        self._coming: tuple[Iterator[Chapter], list[Chapter]] | None = None
        self.all_times = QCheckBox(self.tr("&All times"), self)
        self.all_times.setToolTip(self.tr("Tells what was claimed for any time, not only for the one on the slider"))
        self.order = QPushButton(self)
        self.order.setToolTip(self.tr("Turns the order of the chapters"))
        self._newest_first = True
        self.everything = QPushButton(self.tr("&Everything published"), self)
        self.everything.setToolTip(self.tr("Counts every source again, whenever it was published"))
        self.said = QLabel(self)
        self.said.setProperty("quiet", True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setContentsMargins(L, S, L, S)
        self.view = ChaptersView(session, self)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._gather)
        bar = QHBoxLayout()
        bar.setContentsMargins(L, S, M, 0)
        bar.setSpacing(S)
        bar.addWidget(self.all_times)
        bar.addStretch(1)
        bar.addWidget(self.order)
        # Below the words that it answers: in a narrow panel a line has no room for more.
        answer = QHBoxLayout()
        answer.setContentsMargins(L, 0, L, S)
        answer.addWidget(self.everything)
        answer.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.said)
        layout.addLayout(answer)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.all_times.toggled.connect(lambda _on: self._begin())
        self.order.clicked.connect(self._turn)
        self.everything.clicked.connect(lambda: session.set_known(None))
        self.view.taken.connect(self._take)
        for changed in (session.view_changed, session.focus_changed, session.appearance_changed):
            changed.connect(self._begin)

    @property
    def entries(self) -> Sequence[Entry]:
        """The chapters that are shown, in their order."""
        return self.view.chapters.rows

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Catch up with what happened while the panel was hidden."""
        super().showEvent(event)
        self._begin()

    def _begin(self) -> None:
        """Gather the chapters anew; those that are shown stay until all are there."""
        self._timer.stop()
        self._coming = None
        session, focus = self._session, self._session.focus
        if not self.isVisible() or focus is None or focus.kind != "place":
            return
        at = None if self.all_times.isChecked() else session.at
        self._coming = account(session.timeline, focus.id, at, session.view.narrowed), []
        self._gather()

    def _gather(self) -> None:
        if self._coming is None:
            self._timer.stop()
            return
        chapters, found = self._coming
        end = time.monotonic() + _MOMENT_S
        for chapter in chapters:
            found.append(chapter)
            if time.monotonic() > end:
                self._timer.start()
                return
        self._timer.stop()
        self._coming = None
        self._chapters = found
        self._show()

    def _show(self) -> None:
        session = self._session
        known = session.known
        entries: list[Entry] = []
        claims, present = 0, None
        before: Mapping[str, Status] = {}
        for chapter in self._chapters:
            is_known = known is None or chapter.day <= known
            if not is_known and session.clocks.known == "locked":
                break
            claims += len(chapter.claims)
            if is_known and known is not None:
                present = len(entries)
            entries.append(Entry(chapter, claims, before, is_known))
            before = chapter.statuses
        hidden = len(self._chapters) - len(entries)
        if self._newest_first:
            entries.reverse()
            present = None if present is None else len(entries) - 1 - present
        self.order.setText(self.tr("&Newest first") if self._newest_first else self.tr("&Oldest first"))
        self.everything.setVisible(known is not None)
        self.said.setText(self._words(hidden))
        self.view.show_entries(entries, present)

    def _words(self, hidden: int) -> str:
        """Say what time the account is of, and what it leaves out."""
        session = self._session
        if not self._chapters:
            return self.tr("No source speaks of this place for {}.").format(self._when())
        said = self.tr("Claims for {}, by the day they became known. Choose a day to see what was known then.")
        said = said.format(self._when())
        if hidden:
            return self.tr("{} What came out later is hidden: what is known follows the time.").format(said)
        if session.known is not None:
            return self.tr("{} Known now: up to {}.").format(said, day_words(session.known, session.language))
        return said

    def _when(self) -> str:
        return (
            self.tr("any time") if self.all_times.isChecked() else span_words(self._session.at, self._session.language)
        )

    def _turn(self) -> None:
        self._newest_first = not self._newest_first
        self._show()

    def _take(self, row: int) -> None:
        self._session.set_known(self.entries[row].chapter.day)
