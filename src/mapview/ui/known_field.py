"""Known time: which sources count, by the day on which they were known."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from mapview.errors import BadDateError
from mapview.render.texts import day_words
from mapview.ui import words
from mapview.ui.bad_mark import PASSING, BadMark
from mapview.ui.line_edit import keep_on_line
from mapview.ui.session import Session
from mapview.ui.typed_date import quoted, typed_span


class KnownField(QComboBox):
    """Offers the days on which sources became known; takes any other date typed."""

    #: Why what was typed is no date; and the same again once it no longer matters.
    refused = Signal(str)
    mended = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]
        self.setMinimumWidth(210)
        self.setAccessibleName(self.tr("Known on"))
        self.setToolTip(
            self.tr("Counts only the sources known on this day: choose one, or type a date such as 2026-01-14")
        )
        self.activated.connect(self._take_item)
        field = self.lineEdit()
        assert field is not None  # noqa: S101 - it is editable
        field.returnPressed.connect(self.take)
        self._field = field
        keep_on_line(field, height=None)
        self._mark = BadMark(field, self, self.refused.emit, self.mended.emit)
        field.textEdited.connect(lambda _text: self._mark.clear())
        session.project_changed.connect(self._fill)
        session.view_changed.connect(self.show_day)
        session.appearance_changed.connect(self._fill)
        self._fill()

    def take(self) -> None:
        """Count the sources known on the last day of the date that was typed; nothing typed counts all."""
        text = self.currentText().strip()
        if not text or text == self._everything():
            self._session.set_known(None)
            self._put_back()
            return
        if not self._field.isModified():
            return
        try:
            day = _last_day(text)
        except BadDateError as error:
            self._mark.set(str(error))
            return
        self._session.set_known(day)
        self._put_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape gives up what was typed."""
        if event.key() == Qt.Key.Key_Escape:
            self._put_back()
            self._field.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Give up what was typed, unless for another window or a menu."""
        super().focusOutEvent(event)
        if event.reason() not in PASSING:
            self._put_back()

    def show_day(self) -> None:
        """Show the known time, unless somebody is typing another."""
        if self.hasFocus() and self._field.isModified():
            return
        self._mark.clear()
        known = self._session.known
        self.setEditText(self._everything() if known is None else day_words(known, self._session.language))

    def _fill(self) -> None:
        session = self._session
        language = session.language
        self.clear()
        self.addItem(self._everything(), None)
        for day, sources in session.known_days:
            names = [words.publisher_words(session.project.sources[source], language) for source in sources]
            said = words.isolated("، ".join(names) if language == "ar" else ", ".join(names))
            self.addItem(f"{words.isolated(day_words(day, language))} · {said}", day)
        self.view().setMinimumWidth(420)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.show_day()

    def _everything(self) -> str:
        return self.tr("Everything known")

    def _take_item(self, row: int) -> None:
        self._session.set_known(self.itemData(row))
        self._put_back()

    def _put_back(self) -> None:
        self._field.setModified(False)
        self.show_day()


def _last_day(text: str) -> int:
    """Return the last day of a typed date.

    Raises
    ------
    BadDateError
        If it is no date, or has no last day.
    """
    day = typed_span(text).latest
    if day is None:
        raise BadDateError(
            f"{quoted(text)} has no last day: write the day up to which sources count, such as 2026-01-14."
        )
    return day
