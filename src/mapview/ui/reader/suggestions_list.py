"""The list of suggestions: what each would claim, where and when, and the words that say so."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mapview.reading.suggest import Suggestion
from mapview.render.texts import date_words
from mapview.ui.claims.card_layout import Block, CardLayout, Paragraph, Piece, quiet
from mapview.ui.reader.found import own_place, place_name
from mapview.ui.reader.suggestions import Suggestions
from mapview.ui.session import Session
from mapview.ui.widgets.rows import RowsModel, paint_frame
from mapview.ui.widgets.theme import COLOURS, XS, M, S, quiet_font
from mapview.ui.widgets.words import isolated, page_word

SUGGESTION_ROLE = Qt.ItemDataRole.UserRole + 1
_ROW_HEIGHT = 88
_DOT = " · "


class SuggestionsModel(RowsModel[Suggestion]):
    """Suggestions that are open, or those that were turned down."""

    def __init__(self, session: Session, suggestions: Suggestions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._suggestions = suggestions

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a suggestion, or what a screen reader says of it."""
        suggestion = self.rows[index.row()]
        if role == SUGGESTION_ROLE:
            return suggestion
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            said = ". ".join(
                filter(None, (*self.lines(suggestion), self.repeated(suggestion), self.passage(suggestion)))
            )
            return said.replace("\u2068", "").replace("\u2069", "")
        return None

    def lines(self, suggestion: Suggestion) -> tuple[str, str]:
        """Return the statement that accepting makes, or what it lacks; and where, when and how it is said."""
        project, language = self._session.project, self._session.language
        draft = self._suggestions.draft(suggestion)
        topic = project.topics.get(draft.topic or "") if draft else None
        complete = draft is not None and topic is not None and draft.value is not None
        if complete and draft is not None:
            claim = draft.statement.in_language(language)
        elif topic is None:
            claim = self.tr("Topic to be chosen")
        else:
            claim = self.tr("{}: value to be chosen").format(topic.names.in_language(language))
        own = own_place(suggestion.place, self._suggestions.own)
        place = project.places[own].names.in_language(language) if own else place_name(suggestion.place, language)
        parts = [place if own else self.tr("{} (new place)").format(isolated(place))]
        if complete and own:
            parts = []
        when = draft.when if draft is not None and draft.when else suggestion.when
        parts += [date_words(when, language), page_word(f"modality_{suggestion.modality}", language)]
        if suggestion.speaker:
            parts.append(page_word("quoted", language).format(isolated(suggestion.speaker)))
        return claim, _DOT.join(map(isolated, parts))

    def is_complete(self, suggestion: Suggestion) -> bool:
        """Whether accepting a suggestion makes a claim, and not a form."""
        return self._suggestions.is_complete(suggestion)

    def repeated(self, suggestion: Suggestion) -> str:
        """Return how many more passages say the same, in words; empty if none does."""
        more = self._suggestions.repeated.get(suggestion, 0)
        if not more:
            return ""
        return self.tr("+1 more passage") if more == 1 else self.tr("+{} more passages").format(more)

    def passage(self, suggestion: Suggestion) -> str:
        """Return the words that a suggestion points at, on one line."""
        return " ".join(self._suggestions.text[suggestion.start : suggestion.end].split())


class _Delegate(QStyledItemDelegate):
    """Paints a suggestion: a strong line, a quiet one, and its passage on two."""

    def __init__(self, session: Session, view: "SuggestionList") -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._layouts: dict[object, CardLayout] = {}

    def forget(self) -> None:
        """Lay everything out anew: the project or its document changed."""
        self._layouts.clear()

    def sizeHint(  # noqa: N802
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """Return the size of a row; all are alike."""
        return QSize(80, _ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        colours = COLOURS[self._session.theme]
        box = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        current = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        frame = box.adjusted(S + 0.5, XS - 0.5, -S - 0.5, -XS + 0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = colours.accent_ground if chosen else colours.hover if hovered else colours.panel
        paint_frame(painter, frame, colours, ground, focused=current)
        painter.setClipRect(frame)
        suggestion: Suggestion = index.data(SUGGESTION_ROLE)
        width = frame.width() - 2 * M
        self._layout_of(suggestion, width).paint(painter, frame.topLeft() + QPointF(M, S - 2), colours)
        painter.restore()

    def _layout_of(self, suggestion: Suggestion, width: float) -> CardLayout:
        session = self._session
        key = suggestion, width, session.theme, session.language
        if key not in self._layouts:
            if len(self._layouts) > 200:
                self._layouts.clear()
            blocks = self._blocks(suggestion, width)
            self._layouts[key] = CardLayout.of(blocks, max(width, 80.0), COLOURS[session.theme])
        return self._layouts[key]

    def _blocks(self, suggestion: Suggestion, width: float) -> list[Block]:
        mirrored = self._session.language == "ar"
        claim, about = self._view.suggestions_model.lines(suggestion)
        metrics = QFontMetricsF(quiet_font())
        elide = Qt.TextElideMode.ElideRight
        complete = self._view.suggestions_model.is_complete(suggestion)
        repeated = self._view.suggestions_model.repeated(suggestion)
        about = metrics.elidedText(about, elide, width - metrics.horizontalAdvance(f"{_DOT}{repeated}"))
        more = (Piece(f"{_DOT}{repeated}", "quiet"),) if repeated else ()
        # Two lines hold a little less than twice the width, since words are not broken.
        passage = metrics.elidedText(self._view.suggestions_model.passage(suggestion), elide, 1.8 * width)
        return [
            Paragraph((Piece(claim, "text" if complete else "quiet", bold=True),), right_to_left=mirrored),
            quiet(Piece(about, "text"), *more, right_to_left=mirrored, gap=0),
            quiet(Piece(passage, "quiet"), gap=2),
        ]


class SuggestionList(QListView):
    """Up and Down go through suggestions; A accepts, E edits, R turns down or takes that back, N goes on."""

    accept_asked_for = Signal()
    edit_asked_for = Signal()
    reject_asked_for = Signal()
    next_asked_for = Signal()
    cues_asked_for = Signal()
    left = Signal()
    #: Another suggestion is the current one: it, or None.
    current_changed = Signal(object)

    def __init__(self, session: Session, suggestions: Suggestions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.suggestions_model = SuggestionsModel(session, suggestions, self)
        self.setModel(self.suggestions_model)
        self._delegate = _Delegate(session, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Suggestions"))
        self.doubleClicked.connect(self.edit_asked_for)

    def fill(self, rows: Sequence[Suggestion]) -> None:
        """Show other suggestions; the current row stays the current one, or the one in its place becomes it."""
        self._delegate.forget()
        if list(rows) == list(self.suggestions_model.rows):
            self.viewport().update()
            return
        row, before = self.currentIndex().row(), self.current()
        self.suggestions_model.fill(rows)
        if before is not None and before in rows:
            row = list(rows).index(before)
        if row >= 0 and rows:
            self._make_current(min(row, len(rows) - 1))
        else:
            self.current_changed.emit(None)

    def current(self) -> Suggestion | None:
        """Return the suggestion that the keys are on."""
        row = self.currentIndex().row()
        return self.suggestions_model.rows[row] if 0 <= row < len(self.suggestions_model.rows) else None

    def chosen(self) -> list[Suggestion]:
        """Return the suggestions that are selected, in their order, else the current one."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        if not rows and self.currentIndex().isValid():
            rows = [self.currentIndex().row()]
        return [self.suggestions_model.rows[row] for row in rows]

    def currentChanged(  # noqa: N802
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Tell which suggestion is the current one."""
        super().currentChanged(current, previous)
        self.current_changed.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """One key each accepts, edits, turns down and goes on."""
        asked = {
            Qt.Key.Key_A: self.accept_asked_for,
            Qt.Key.Key_E: self.edit_asked_for,
            Qt.Key.Key_Return: self.edit_asked_for,
            Qt.Key.Key_Enter: self.edit_asked_for,
            Qt.Key.Key_R: self.reject_asked_for,
            Qt.Key.Key_N: self.next_asked_for,
            Qt.Key.Key_Escape: self.left,
        }.get(Qt.Key(event.key()))
        if asked is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            asked.emit()
        else:
            super().keyPressEvent(event)

    def menu(self) -> QMenu:
        """Return what can be done with the current suggestion."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Accept"), self.accept_asked_for.emit)
        menu.addAction(self.tr("&Edit…"), self.edit_asked_for.emit)
        menu.addAction(self.tr("&Reject"), self.reject_asked_for.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Wrong topic? Edit &cue words…"), self.cues_asked_for.emit)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer the menu of the suggestion under the mouse, or of the current one."""
        if self.currentIndex().isValid():
            self.menu().popup(event.globalPos())

    def _make_current(self, row: int) -> None:
        index = self.suggestions_model.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
