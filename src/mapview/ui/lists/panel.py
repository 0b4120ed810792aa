"""The lists of places, sources and topics, each with a filter and the number of claims in force."""

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.changes import Entity, Kind
from mapview.domain.model import Place, Status
from mapview.render.filter_words import hidden_words
from mapview.render.texts import in_digits
from mapview.ui.claims.edit_menus import entity_menu
from mapview.ui.jobs import Job
from mapview.ui.lists.catalogue import Catalogue, folding
from mapview.ui.lists.list_model import ENTRY_ROLE, Entry, ListModel
from mapview.ui.lists.plain_table import as_list
from mapview.ui.lists.sides import strip_at, towards
from mapview.ui.session import Focus, Session
from mapview.ui.tally import Counts
from mapview.ui.widgets import words
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.status_sign import paint_status
from mapview.ui.widgets.theme import COLOURS, XS, L, M, S, quiet_font, text_font

_ROW_HEIGHT, _TALL_ROW_HEIGHT = 32, 48
_TAB_PADDING_PX = 9


class EntryDelegate(QStyledItemDelegate):
    """Paints a title, a quiet line, a sign for the status and the number of claims at the end."""

    def __init__(self, session: Session, view: "EntryList", *, radio: bool) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._radio = radio

    def sizeHint(  # noqa: N802
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """Return the size of a row."""
        return QSize(80, self._view.row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        entry, count, status = index.data(ENTRY_ROLE)
        colours = COLOURS[self._session.theme]
        box = QRectF(option.rect)
        state = option.state
        chosen = entry.id == self._view.chosen()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(colours.accent_ground if chosen else colours.hover))
        if state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -1), XS, XS)
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._paint_sign(painter, strip_at(box, L, S, mirrored=mirrored), status, chosen=chosen)
        number = in_digits(str(count), self._session.language) if count else ""
        painter.setFont(quiet_font(bold=True))
        painter.setPen(QColor(colours.quiet))
        number_width = QFontMetricsF(quiet_font(bold=True)).horizontalAdvance("000")
        end = strip_at(box, M, number_width, mirrored=not mirrored)
        painter.drawText(end, Qt.AlignmentFlag.AlignVCenter | towards(mirrored=not mirrored), number)
        self._paint_words(painter, box, entry, end, muted=not count, mirrored=mirrored)
        painter.restore()

    def _paint_sign(self, painter: QPainter, where: QRectF, status: Status | None, *, chosen: bool) -> None:
        colours = COLOURS[self._session.theme]
        centre = where.center()
        if self._radio:
            painter.setPen(QPen(QColor(colours.accent if chosen else colours.quiet), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, 6, 6)
            if chosen:
                painter.setBrush(QColor(colours.accent))
                painter.drawEllipse(centre, 3, 3)
        elif status is not None:
            ink = colours.quiet if status in {"unreported", "superseded"} else colours.text
            paint_status(painter, centre, status, ink, colours.accent_ground if chosen else colours.panel)

    def _paint_words(
        self, painter: QPainter, box: QRectF, entry: Entry, end: QRectF, *, muted: bool, mirrored: bool
    ) -> None:
        colours = COLOURS[self._session.theme]
        start = L + S + M if self._view.has_signs else L
        left, right = (end.right() + S, box.right() - start) if mirrored else (box.left() + start, end.left() - S)
        room = QRectF(left, box.top(), right - left, box.height())
        lines = [(entry.title, text_font(), colours.quiet if muted else colours.text)]
        if self._view.row_height == _TALL_ROW_HEIGHT:
            lines.append((entry.quiet, quiet_font(), colours.quiet))
        for number, (text, font, ink) in enumerate(lines):
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            line = QRectF(room)
            if len(lines) > 1:
                line.setHeight(20)
                line.moveTop(box.top() + (5 if number == 0 else 24))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | towards(mirrored=mirrored), shown)


class EntryList(QTableView):
    """A list whose rows are chosen by click or Enter."""

    def __init__(
        self,
        session: Session,
        kind: Kind,
        *,
        chosen: Callable[[], str | None],
        choose: Callable[[str], None],
        radio: bool = False,
        tall: bool = False,
        signs: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.chosen = chosen
        self.has_signs = signs
        self._session = session
        self._kind: Kind = kind
        self.row_height = _TALL_ROW_HEIGHT if tall else _ROW_HEIGHT
        self._choose = choose
        self.entries = ListModel(session, self)
        self.setModel(self.entries)
        self.setItemDelegate(EntryDelegate(session, self, radio=radio))
        as_list(self, self.row_height)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._take)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter or Space chooses the current row, Alt+Enter edits what it stands for, Delete takes it out."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        entity = self._current()
        if entity is not None and enter and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._session.form_asked_for.emit(entity)
        elif entity is not None and event.key() == Qt.Key.Key_Delete:
            self._session.removal_asked_for.emit((entity,))
        elif entity is not None and (enter or event.key() == Qt.Key.Key_Space):
            self._take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what can be done with the current row."""
        entity = self._current()
        if entity is not None:
            entity_menu(entity, self._session, self).popup(event.globalPos())

    def _current(self) -> Entity | None:
        """What the current row stands for."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        found: Mapping[str, Entity] = getattr(self._session.project, self._kind)
        return found.get(index.data(ENTRY_ROLE)[0].id)

    def count(self, counts: Counts, status: Callable[[int], Status] | None = None) -> None:
        """Show other numbers of claims and other statuses."""
        self.entries.count(counts, status)
        self.viewport().update()

    def show_chosen(self) -> None:
        """Bring what is chosen into sight."""
        row = self.entries.row_of(self.chosen())
        if row is not None:
            index = self.entries.index(row)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self.viewport().update()

    def _take(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self._choose(index.data(ENTRY_ROLE)[0].id)


class FilteredList(QWidget):
    """A filter field above a list."""

    def __init__(self, entries: EntryList, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.entries = entries
        self.filter = QLineEdit(self)
        keep_on_line(self.filter)
        self.filter.setPlaceholderText(prompt)
        self.filter.setAccessibleName(prompt)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(entries.entries.set_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        row = QVBoxLayout()
        row.setContentsMargins(M, M, M, XS)
        row.addWidget(self.filter)
        #: How many claims the filter of the map hides.
        self.hidden = QLabel(self)
        self.hidden.setProperty("quiet", True)
        self.hidden.setTextFormat(Qt.TextFormat.PlainText)
        self.hidden.setWordWrap(True)
        self.hidden.hide()
        row.addWidget(self.hidden)
        layout.addLayout(row)
        layout.addWidget(entries, 1)
        self.setFocusProxy(self.filter)

    def tell(self, hidden: str) -> None:
        """Say how many claims the filter of the map hides, or nothing."""
        self.hidden.setText(hidden)
        self.hidden.setVisible(bool(hidden))


class ListsPanel(QTabWidget):
    """Places, sources and topics."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        #: What the order of the list was made of.
        self._numbered: Mapping[str, Place] | None = None
        self._named: Catalogue | None = None
        self.setDocumentMode(True)
        # Four tabs find room in the narrowest panel.
        self.tabBar().setStyleSheet(f"QTabBar::tab {{ padding: {S}px {_TAB_PADDING_PX}px; }}")
        self.places = EntryList(session, "places", chosen=lambda: self._focused("place"), choose=self._focus_place)
        self.sources = EntryList(
            session,
            "sources",
            chosen=lambda: self._focused("source"),
            choose=self._focus_source,
            tall=True,
            signs=False,
        )
        self.topics = EntryList(session, "topics", chosen=lambda: session.topic, choose=session.set_topic, radio=True)
        self.addTab(FilteredList(self.places, self.tr("Filter places")), self.tr("Places"))
        self.addTab(FilteredList(self.sources, self.tr("Filter sources")), self.tr("Sources"))
        self.addTab(FilteredList(self.topics, self.tr("Filter topics")), self.tr("Topics"))
        self.places.setAccessibleName(self.tr("Places"))
        self.sources.setAccessibleName(self.tr("Sources"))
        self.topics.setAccessibleName(self.tr("Topics: the one that is chosen colours the map"))
        self.setTabToolTip(2, self.tr("The topic that is chosen colours the map"))
        session.project_changed.connect(self._fill)
        session.turns.add(self, self._count)
        session.appearance_changed.connect(self._fill)
        session.focus_changed.connect(self._show_focus)
        session.topic_changed.connect(self.topics.show_chosen)
        self.currentChanged.connect(lambda _page: self._count())
        self._fill()

    def prepare(self) -> None:
        """Fold the names that typed words are looked up in, beside the window."""
        places = self._named
        if places is not None:
            job = Job(lambda: folding(places), self)
            job.finished.connect(job.deleteLater)
            job.start()

    def _fill(self) -> None:
        session = self._session
        project, language, catalogues = session.project, session.language, session.catalogues
        places = catalogues.places(project, language)
        if project.places is not self._numbered or places is not self._named:
            self._numbered, self._named = project.places, places
            positions = session.timeline.columns.register.places.at
            self._place_order = np.fromiter(map(positions.__getitem__, places.ids), np.int64, len(places))
        self.places.entries.fill(places, self._say_place)
        self.sources.entries.fill(catalogues.sources(project), self._say_source)
        self.topics.entries.fill(catalogues.topics(project), self._say_topic)
        for entries in (self.places, self.sources, self.topics):
            entries.setLayoutDirection(
                Qt.LayoutDirection.RightToLeft if language == "ar" else Qt.LayoutDirection.LeftToRight
            )
        self._count()
        self._show_focus()

    def _say_place(self, name: str) -> tuple[str, str]:
        place, language = self._session.project.places[name], self._session.language
        return place.names.in_language(language), words.kind_words(place.kind, language)

    def _say_source(self, name: str) -> tuple[str, str]:
        source, language = self._session.project.sources[name], self._session.language
        return words.source_name(source, language), words.published_words(source, language)

    def _say_topic(self, name: str) -> tuple[str, str]:
        return self._session.project.topics[name].names.in_language(self._session.language), ""

    def _count(self) -> None:
        """Count in the list that is seen; the others are counted when they are."""
        tally = self._session.tally
        if self.places.isVisibleTo(self):
            order = self._place_order
            self.places.count(tally.by_place[order], lambda row: tally.status_of_place(int(order[row])))
        if self.sources.isVisibleTo(self):
            self.sources.count(tally.by_source)
        if self.topics.isVisibleTo(self):
            self.topics.count(tally.by_topic)
        hidden = hidden_words(tally.hidden, tally.there, self._session.language)
        for place in range(self.count()):
            page = self.widget(place)
            if isinstance(page, FilteredList):
                page.tell(hidden)

    def _focused(self, kind: str) -> str | None:
        focus = self._session.focus
        return focus.id if focus and focus.kind == kind else None

    def _focus_place(self, place: str) -> None:
        self._session.set_focus(Focus("place", place))

    def _focus_source(self, source: str) -> None:
        self._session.set_focus(Focus("source", source))

    def _show_focus(self) -> None:
        self.places.show_chosen()
        self.sources.show_chosen()
        self.topics.show_chosen()
