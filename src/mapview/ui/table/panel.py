"""The table of claims: all of them or those on the map, ordered, narrowed, edited and copied."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QByteArray, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from mapview.errors import MapviewError
from mapview.render.texts import number_words, span_words
from mapview.ui.session import Focus, Session
from mapview.ui.table.actions import TableActions
from mapview.ui.table.columns import COLUMNS, ColumnKey
from mapview.ui.table.editors import CellEditor
from mapview.ui.table.header import TableHeader
from mapview.ui.table.index import Mask, Narrowing, TableIndex
from mapview.ui.table.menu import columns_menu, rows_menu
from mapview.ui.table.model import TableModel
from mapview.ui.table.ordering import Ordering
from mapview.ui.table.text import Folder
from mapview.ui.table.values import ValuesPopup
from mapview.ui.table.view import TableView
from mapview.ui.table.when import WhenDialog
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.theme import M, S

_TYPING_MS = 120
_MOVING_MS = 120
#: Between two pieces of what is read ahead.
_IDLE_MS = 20
_DONE = object()
_WIDTHS: dict[ColumnKey, int] = {
    "place": 170, "topic": 160, "value": 130, "statement": 380, "when": 210, "source": 230, "published": 150,
    "quoted": 200, "modality": 100, "certainty": 90, "status": 200, "note": 160, "id": 160,
}  # fmt: skip
_HIDDEN: frozenset[ColumnKey] = frozenset({"id"})
_STATE = "table/columns"


class ClaimsTable(QWidget):
    """One row a claim."""

    #: Something went wrong, in a sentence.
    refused = Signal(str)
    #: Something was done that is worth a sentence.
    told = Signal(str)

    def __init__(self, session: Session, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._folder = Folder()
        self._narrowing = Narrowing()
        self._ordering = Ordering(self)
        #: What the rows on the map are narrowed to; a focus that the table itself sets narrows nothing.
        self._focus: Focus | None = session.focus
        self._choosing = False
        self._stale = True
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._index = TableIndex(session.timeline, session.timeline.view(), session.language, self._folder)
        self._preparing: Iterator[None] | None = None
        self._idle = QTimer(self, interval=_IDLE_MS)
        self._idle.timeout.connect(self._prepare)
        self.table = TableModel(session, self._index, self)
        self.view = TableView(self.table, self)
        self.header = TableHeader(session, lambda column: column in self._narrowing.chosen, self.view)
        self.view.setHorizontalHeader(self.header)
        self.header.setVisible(True)
        self.actions_ = TableActions(session, self.table)
        self.editor = CellEditor(session, self.view, self.actions_)
        self.view.setItemDelegate(self.editor)
        self._build()
        self._restore_columns()
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._take_text)
        self._moving = QTimer(self, singleShot=True, interval=_MOVING_MS)
        self._moving.timeout.connect(self._choose_current)
        self._wire()
        self._dress()

    def _build(self) -> None:
        self.filter = QLineEdit(self)
        keep_on_line(self.filter)
        prompt = self.tr("Filter the table")
        self.filter.setPlaceholderText(prompt)
        self.filter.setAccessibleName(prompt)
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(180)
        self.filter.setMaximumWidth(320)
        self.on_map = QCheckBox(self.tr("As on the &map"), self)
        self.on_map.setToolTip(self.tr("Only the claims in force at the date of the map, of what is read beside it"))
        self.count = QLabel(self)
        self.count.setProperty("quiet", True)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.columns = QToolButton(self)
        self.columns.setText(self.tr("&Columns"))
        self.columns.setToolTip(self.tr("Which columns are shown"))
        self.clear = QToolButton(self)
        self.clear.setText(self.tr("Show all"))
        self.clear.setToolTip(self.tr("Shows all claims again: no filter, all dates and places"))
        bar = QHBoxLayout()
        bar.setContentsMargins(M, S, M, S)
        bar.setSpacing(M)
        bar.addWidget(self.filter, 2)
        bar.addWidget(self.on_map)
        bar.addWidget(self.count, 3)
        bar.addWidget(self.clear)
        bar.addWidget(self.columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def _wire(self) -> None:
        session = self._session
        session.project_changed.connect(self._take_project)
        session.turns.add(self, self._follow)
        session.focus_changed.connect(self._take_focus)
        session.appearance_changed.connect(self._dress)
        session.claim_asked_for.connect(self._show_claim)
        self.filter.textEdited.connect(lambda _text: self._typing.start())
        self.filter.textChanged.connect(lambda text: None if text else self._take_text())
        self.on_map.toggled.connect(lambda _on: self._judge_again())
        self.clear.clicked.connect(self.show_all)
        self.header.order_asked_for.connect(self.order_by)
        self.header.values_asked_for.connect(self._open_values)
        self.header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.header.customContextMenuRequested.connect(
            lambda at: self.columns_menu().popup(self.header.viewport().mapToGlobal(at))
        )
        self.columns.clicked.connect(
            lambda: self.columns_menu().popup(self.columns.mapToGlobal(self.columns.rect().bottomLeft()))
        )
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.values_asked_for.connect(lambda column: self._open_values(column, self.header.place_of(column)))
        self.editor.closed.connect(self._take_edit)
        self._ordering.found.connect(self._refresh)
        self._ordering.failed.connect(self._give_up_order)
        self.view.delete_asked_for.connect(self._delete)
        self.view.copy_asked_for.connect(self._copy)
        self.view.claim_chosen.connect(lambda _claim: self._moving.start())
        self.view.claim_opened.connect(self._open_claim)
        for signal in (self.header.sectionMoved, self.header.sectionResized):
            signal.connect(lambda *_: self._keep_columns())

    def order_by(self, column: ColumnKey) -> None:
        """Order by a column; by the same again the other way round, and then no longer."""
        before, descending = self._ordering.asked
        if before != column:
            self._set_order(column, False)
        elif not descending:
            self._set_order(column, True)
        else:
            self._set_order(None, False)

    def _set_order(self, column: ColumnKey | None, descending: bool) -> None:
        self._ordering.asked = column, descending
        self.header.setSortIndicatorShown(column is not None)
        if column is not None:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            self.header.setSortIndicator(COLUMNS.index(column), order)
        self.header.viewport().update()
        self._refresh()

    def _give_up_order(self, why: str) -> None:
        self._set_order(None, descending=False)
        self.refused.emit(why)

    def narrow(self, narrowing: Narrowing) -> None:
        """Show only what passes."""
        self._narrowing = narrowing
        self.header.viewport().update()
        self._refresh()

    @property
    def narrowing(self) -> Narrowing:
        """What the table is narrowed to."""
        return self._narrowing

    @property
    def is_preparing(self) -> bool:
        """Whether the table reads ahead."""
        return self._idle.isActive()

    def show_all(self) -> None:
        """Show every claim of the project."""
        self.filter.clear()
        self._typing.stop()
        self._narrowing = Narrowing()
        self.on_map.setChecked(False)
        self.header.viewport().update()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Catch up with what happened while the table was hidden."""
        super().showEvent(event)
        if self._stale:
            self._refresh()
        self._idle.start()

    def _prepare(self) -> None:
        """Read on what the filter and the order need, while nothing else is to be done."""
        if self._preparing is None:
            self._preparing = self._index.preparing()
        if self.isHidden() or next(self._preparing, _DONE) is _DONE:
            self._idle.stop()

    def _take_project(self) -> None:
        session = self._session
        self._preparing = None
        self._index = TableIndex(session.timeline, session.timeline.view(), session.language, self._folder, self._index)
        if self.on_map.isChecked():
            self._index.judge_by(self._session.view)
        if self._focus is not None:
            project = self._session.project
            present = project.places if self._focus.kind == "place" else project.sources
            self._focus = self._focus if self._focus.id in present else None
        self._refresh()

    def _judge_again(self) -> None:
        on_map = self.on_map.isChecked()
        self._index.judge_by(self._session.view if on_map else self._session.timeline.view())
        self.table.forget()
        self._refresh()

    def _follow(self) -> None:
        """Follow the clocks; what does not depend on them stays as it is."""
        if self.on_map.isChecked() and self._session.timeline is self._index.timeline:
            self._index.judge_by(self._session.view)
            self.table.forget()
            self._refresh()
        else:
            self.view.viewport().update()

    def _take_focus(self) -> None:
        if not self._choosing:
            self._focus = self._session.focus
            if self.on_map.isChecked():
                self._refresh()

    def _take_text(self) -> None:
        self._typing.stop()
        self.narrow(Narrowing(self.filter.text(), self._narrowing.chosen))

    def _dress(self) -> None:
        session = self._session
        mirrored = Qt.LayoutDirection.RightToLeft if session.language == "ar" else Qt.LayoutDirection.LeftToRight
        self.setLayoutDirection(mirrored)
        if self._index.language != session.language:
            self._take_project()
        self.view.viewport().update()

    def _refresh(self) -> None:
        # Rows stand still while a cell is edited.
        self._stale = not self.isVisible() or self.view.is_editing
        if self._stale:
            return
        index = self._index
        on_map, about = self._on_map(), self._about_focus()
        passing = index.matches(self._narrowing)
        column, descending = self._ordering.known(index)
        order = index.order(column, descending=descending)
        shown = on_map & about & passing
        self.view.show_rows(index, order[shown[order]])
        self._say_count(on_map, about, passing)

    def _on_map(self) -> Mask:
        if self.on_map.isChecked():
            return self._session.view.shown
        return np.ones(len(self._index.timeline.columns), bool)

    def _about_focus(self) -> Mask:
        columns, focus = self._index.timeline.columns, self._focus
        if focus is None or not self.on_map.isChecked():
            return np.ones(len(columns), bool)
        if focus.kind == "place":
            return np.equal(columns.place, columns.place_ids.index(focus.id))
        return np.equal(columns.source, columns.source_ids.index(focus.id))

    def _say_count(self, on_map: Mask, about: Mask, passing: Mask) -> None:
        session = self._session
        language = session.language
        total, shown = len(on_map), int((on_map & about & passing).sum())

        def number(count: int) -> str:
            return number_words(count, language)

        parts = [self.tr("{} of {} claims").format(number(shown), number(total))]
        there = session.view.there
        if early := int((~on_map & ~there).sum()):
            when = span_words(session.at, language)
            parts.append(self.tr("{} not in force or not known on {}").format(number(early), when))
        if narrowed := int((~on_map & there).sum()):
            parts.append(self.tr("{} filtered out on the map").format(number(narrowed)))
        if elsewhere := int((on_map & ~about).sum()):
            by_place = self._focus is not None and self._focus.kind == "place"
            words = self.tr("{} on other places") if by_place else self.tr("{} of other sources")
            parts.append(words.format(number(elsewhere)))
        if unlike := int((on_map & about & ~passing).sum()):
            parts.append(self.tr("{} do not match the filter").format(number(unlike)))
        if self._ordering.is_busy:
            parts.append(self.tr("ordering…"))
        self.count.setText(" · ".join(parts))
        self.clear.setEnabled(shown < total or bool(self._narrowing))

    def _take_edit(self, step: int) -> None:
        """Show what an edit made, and go on to the next cell that can be edited."""
        if self._stale:
            self._refresh()
        if step:
            self.view.edit_next(step)

    def _open_values(self, column: ColumnKey, where: QPoint) -> None:
        """Open the values of a column; counted are the claims that pass everything else."""
        index = self._index
        passing = index.matches(self._narrowing, without=column) & self._on_map() & self._about_focus()
        values = [value for value in index.counts(column, passing) if value[2] or self._is_chosen(column, value[0])]
        if not values:
            return
        popup = ValuesPopup(column, values, self._narrowing.chosen.get(column), self._session.language, self)
        popup.chosen.connect(lambda keys: self._choose_values(column, keys))
        popup.order_asked_for.connect(lambda descending: self._set_order(column, descending))
        popup.open_at(where)

    def _is_chosen(self, column: ColumnKey, key: str) -> bool:
        return key in self._narrowing.chosen.get(column, frozenset())

    def _choose_values(self, column: ColumnKey, keys: frozenset[str] | None) -> None:
        chosen = {other: found for other, found in self._narrowing.chosen.items() if other != column}
        if keys is not None:
            chosen[column] = keys
        self.narrow(Narrowing(self._narrowing.text, chosen))

    def menu(self) -> QMenu:
        """Return what can be done with the claims that are selected."""
        return rows_menu(
            self._session,
            self.actions_,
            self.view.selected_claims(),
            set_column=self._set_column,
            ask_when=self._ask_when,
            delete=self._delete,
            copy=self._copy,
            parent=self,
        )

    def _open_menu(self, at: QPoint) -> None:
        if len(self.view.selected_rows()):
            self.menu().popup(self.view.viewport().mapToGlobal(at))

    def show_column(self, column: ColumnKey, on: bool) -> None:
        """Show a column or hide it."""
        self.header.setSectionHidden(COLUMNS.index(column), not on)
        self._keep_columns()

    def columns_menu(self) -> QMenu:
        """Return which columns are shown, to be changed."""
        return columns_menu(self.header, self.show_column, self._reset_columns, self)

    def _set_column(self, column: ColumnKey, typed: str) -> None:
        try:
            self.actions_.set_cells(self.view.selected_claims(), column, typed)
        except MapviewError as error:
            self.refused.emit(str(error))

    def _ask_when(self) -> None:
        claims = self.view.selected_claims()

        def take(typed: str) -> None:
            self.actions_.set_cells(claims, "when", typed)

        WhenDialog(len(claims), take, self._session.language, self).open()

    def _delete(self) -> None:
        claims, rows = self.view.selected_claims(), self.view.selected_rows()
        if not claims or self._session.file.read_only:
            return
        try:
            said = self.actions_.delete(claims)
        except MapviewError as error:
            self.refused.emit(str(error))
            return
        self.view.go_to_row(int(rows[0]))
        self.told.emit(said)

    def _copy(self) -> None:
        rows = self.view.selected_rows().tolist()
        if rows:
            self.actions_.copy(rows, list(self.view.columns_in_sight()))
            self.told.emit(self.tr("Copied {} rows").format(number_words(len(rows), self._session.language)))

    def _choose_current(self) -> None:
        """Read the current claim beside the map, without taking the keyboard from the table."""
        claim = self.view.current_claim()
        if claim is None:
            return
        self._choosing = True
        try:
            self._session.set_focus(Focus("place", self._session.project.claims[claim].place))
            self._session.claim_asked_for.emit(claim)
        finally:
            self._choosing = False

    def _open_claim(self, claim: str) -> None:
        self._moving.stop()
        self._choosing = True
        try:
            self._session.show_claim(claim)
        finally:
            self._choosing = False

    def _show_claim(self, claim: str) -> None:
        if not self._choosing:
            self.view.show_claim(claim)

    def _restore_columns(self) -> None:
        self._reset_columns()
        state = self._settings.value(_STATE)
        if isinstance(state, QByteArray):
            self.header.restoreState(state)
        # The state holds these too.
        self.header.setSortIndicatorShown(False)
        self.header.setSectionsMovable(True)
        self.header.setStretchLastSection(False)

    def _reset_columns(self) -> None:
        for section, column in enumerate(COLUMNS):
            self.header.moveSection(self.header.visualIndex(section), section)
            self.header.setSectionHidden(section, column in _HIDDEN)
            self.header.resizeSection(section, _WIDTHS[column])

    def _keep_columns(self) -> None:
        self._settings.setValue(_STATE, self.header.saveState())
