"""Editing cells in place: the field of each column, and what happens when it is finished."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from mapview.domain.model import CERTAINTIES, MODALITIES, Claim
from mapview.errors import MapviewError, UnknownIdError
from mapview.ui.forms.fields.choice import Choice, Option, WordChoice
from mapview.ui.forms.fields.dates import coverage
from mapview.ui.forms.fields.texts import Area, Line
from mapview.ui.forms.fields.value import state_options
from mapview.ui.session import Session
from mapview.ui.table.actions import TableActions
from mapview.ui.table.columns import COLUMNS, ColumnKey, certainty_words, quoted_words, source_words
from mapview.ui.table.model import column_title
from mapview.ui.table.view import CellPainter, TableView
from mapview.ui.widgets import words
from mapview.ui.widgets.bad_mark import PASSING
from mapview.ui.widgets.theme import COLOURS, XS, S

Field = Choice | WordChoice | Line | Area
Index = QModelIndex | QPersistentModelIndex

_LEAST_WIDTH: dict[ColumnKey, int] = {
    "place": 240, "topic": 220, "value": 200, "statement": 420, "when": 260, "source": 380, "quoted": 320, "note": 320,
}  # fmt: skip


class Remark(QLabel):
    """What there is to say about the field that is open: what it means, or why it cannot be."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._room = parent
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(S, XS, S, XS)
        self.hide()

    def say(self, text: str, field: QWidget, *, bad: bool) -> None:
        """Stand below a field, above it where there is no room."""
        colours = COLOURS[self._session.theme]
        ground, ink = colours.problem if bad else (colours.accent_ground, colours.text)
        self.setStyleSheet(f"background: {ground}; color: {ink}; border: 1px solid {colours.line}; border-radius: 4px;")
        self.setText(text)
        self.setAccessibleName(text)
        width = min(max(field.width(), 360), self._room.width())
        self.setFixedWidth(width)
        self.setFixedHeight(self.heightForWidth(width))
        corner = self._room.mapFromGlobal(field.mapToGlobal(QPoint(0, field.height() + 2)))
        if corner.y() + self.height() > self._room.height():
            corner.setY(corner.y() - field.height() - 4 - self.height())
        corner.setX(max(0, min(corner.x(), self._room.width() - width)))
        self.move(corner)
        self.show()
        self.raise_()


class CellEditor(CellPainter):
    """Opens the field of a cell. Bad input keeps it open and is told why; Escape gives up."""

    #: The field was closed; the number is how many cells on the next one to edit stands, 0 for none.
    closed = Signal(int)

    def __init__(self, session: Session, view: TableView, actions: TableActions) -> None:
        super().__init__(session, view)
        self._actions = actions
        self._field: Field | None = None
        self._claim = ""
        self._column: ColumnKey = "place"
        self._typed = ""
        # A child of the panel, since the field may be at the edge of the grid.
        self.remark = Remark(session, view)

    def createEditor(  # noqa: N802
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: Index,
    ) -> QWidget:
        """Return the field of a cell."""
        column = COLUMNS[index.column()]
        claim = self._view.table.claim(index.row())
        field = self._fields()[column](claim, parent)
        self._field, self._claim, self._column = field, claim.id, column
        self._typed = self._actions.editor.typed(claim, column)
        field.setAutoFillBackground(True)
        field.setAccessibleName(column_title(column))
        for part in (field, *field.findChildren(QWidget)):
            part.installEventFilter(self)
        field.destroyed.connect(self._forget)
        if isinstance(field, Choice):
            field.combo.activated.connect(lambda _row: self._finish_soon())
        elif isinstance(field, WordChoice):
            field.activated.connect(lambda _row: self._finish_soon())
            QTimer.singleShot(0, field, lambda: self._open_list(field))
        else:
            field.changed.connect(self._read_along)
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: ARG002, N802
        """Fill the field when it opens; an edit elsewhere leaves what is typed alone."""
        field = cast("Field", editor)
        if field.property("filled"):
            return
        field.setProperty("filled", True)
        field.set_value(self._typed)
        if isinstance(field, Choice):
            field.combo.field.selectAll()
        elif isinstance(field, Line | Area):
            field.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: N802
        """Do nothing: a field is finished by :meth:`finish`, which may refuse."""

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Give the field the room that it needs, within the grid."""
        cell: QRect = option.rect
        room = self._view.viewport().rect()
        width = min(max(cell.width(), _LEAST_WIDTH.get(COLUMNS[index.column()], 0)), room.width())
        if isinstance(editor, Area):
            # It fits its height to its width.
            editor.resize(width, editor.height())
        height = max(cell.height(), editor.height() if isinstance(editor, Area) else 32)
        left = cell.right() + 1 - width if self._session.language == "ar" else cell.left()
        left = max(room.left(), min(left, room.right() + 1 - width))
        top = min(cell.top() - (1 if height <= 32 else 0), max(room.bottom() - height, 0))
        editor.setGeometry(left, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter and Tab finish, Escape gives up, leaving finishes."""
        field = self._field
        if field is None or not isValid(field):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() not in PASSING:
                QTimer.singleShot(0, self, self._left)
            return False
        return False

    def finish(self, step: int = 0) -> bool:
        """Take what is typed and close the field, to go some cells on; return whether it could be taken."""
        field = self._field
        if field is None or not isValid(field):
            return True
        if isinstance(field, Choice):
            field.combo.settle()
        typed = field.value() or ""
        if isinstance(field, Choice) and not typed and field.typed:
            # Some words that name nothing, or several things.
            self._refuse(self.tr("“{}” is not one thing alone: choose one of the list.").format(field.typed))
            return False
        try:
            if typed != self._typed:
                if self._claim not in self._session.project.claims:
                    raise UnknownIdError(self.tr("The claim is no longer there: press Escape."))
                self._actions.set_cells([self._claim], self._column, typed)
        except MapviewError as error:
            self._refuse(str(error))
            return False
        if isValid(field):
            self._close(field, step)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        field = self._field
        if key == Qt.Key.Key_Escape and field is not None:
            self._close(field)
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if isinstance(field, Area) and shift:
                return False
            self.finish()
            return True
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.finish(1 if key == Qt.Key.Key_Tab and not shift else -1)
            return True
        return False

    def _left(self) -> None:
        """Finish when the keyboard went elsewhere; what cannot be taken stays open."""
        field = self._field
        if field is None or not isValid(field) or not field.isVisible():
            return
        now = QApplication.focusWidget()
        if now is not None and (now is field or field.isAncestorOf(now)):
            return
        if QApplication.activePopupWidget() is None:
            self.finish()

    def _close(self, field: QWidget, step: int = 0) -> None:
        self._forget()
        self.closeEditor.emit(field, self.EndEditHint.NoHint)
        self.closed.emit(step)

    def _forget(self) -> None:
        self._field = None
        if isValid(self.remark):
            self.remark.hide()

    def _finish_soon(self) -> None:
        QTimer.singleShot(0, self, self.finish)

    def _open_list(self, field: QComboBox) -> None:
        if field.isVisible() and field is self._field:
            field.showPopup()

    def _refuse(self, why: str) -> None:
        field = self._field
        if field is None:
            return
        _mark(field, bad=True)
        field.setAccessibleDescription(why)
        self.remark.say(why, field, bad=True)
        field.setFocus()

    def _read_along(self) -> None:
        """Say what a date covers while it is typed."""
        field = self._field
        if field is None or not isinstance(field, Line | Area) or not field.property("filled"):
            return
        _mark(field, bad=False)
        field.setAccessibleDescription("")
        self.remark.hide()
        claim = self._session.project.claims.get(self._claim)
        if self._column != "when" or claim is None:
            return
        try:
            edtf = self._actions.editor.when(claim, field.value())
        except MapviewError:
            return
        self.remark.say(coverage(edtf, self._session.language), field, bad=False)

    def _fields(self) -> dict[ColumnKey, Callable[[Claim, QWidget], Field]]:
        session = self._session
        language, project = session.language, session.project

        def place(_claim: Claim, parent: QWidget) -> Field:
            return _choice(
                parent,
                [
                    Option(one.id, one.names.in_language(language), (one.names.en, one.names.ar, *one.aliases))
                    for one in project.places.values()
                ],
            )

        def topic(_claim: Claim, parent: QWidget) -> Field:
            return _choice(
                parent,
                [
                    Option(one.id, one.names.in_language(language), (one.names.en, one.names.ar))
                    for one in project.topics.values()
                ],
            )

        def source(_claim: Claim, parent: QWidget) -> Field:
            return _choice(
                parent, [Option(one.id, source_words(one, language), (one.title,)) for one in project.sources.values()]
            )

        def quoted(_claim: Claim, parent: QWidget) -> Field:
            return _choice(
                parent,
                [
                    Option(one.id, quoted_words(project, one.id, language), (one.speaker.en, one.speaker.ar))
                    for one in project.utterances.values()
                ],
                prompt=self.tr("Nobody"),
            )

        def value(claim: Claim, parent: QWidget) -> Field:
            about = project.topics[claim.topic]
            if about.type != "state":
                return Line(parent)
            return WordChoice(state_options(about, language, session.theme), parent)

        def modality(_claim: Claim, parent: QWidget) -> Field:
            options = [Option(name, words.page_word(f"modality_{name}", language)) for name in MODALITIES]
            return WordChoice(options, parent)

        def certainty(_claim: Claim, parent: QWidget) -> Field:
            return WordChoice([Option(name, certainty_words(name, language)) for name in CERTAINTIES], parent)

        return {
            "place": place,
            "topic": topic,
            "source": source,
            "quoted": quoted,
            "value": value,
            "modality": modality,
            "certainty": certainty,
            "when": lambda _claim, parent: Line(parent),
            "statement": lambda _claim, parent: Area(parent, lines=(2, 6)),
            "note": lambda _claim, parent: Area(parent, lines=(2, 6)),
        }


def _choice(parent: QWidget, options: list[Option], *, prompt: str = "") -> Choice:
    choice = Choice(parent, prompt=prompt)
    choice.offer(options)
    return choice


def _mark(field: QWidget, *, bad: bool) -> None:
    for widget in (field, *field.findChildren(QWidget)):
        widget.setProperty("bad", bad)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
