"""Known time: which sources count, by the day on which they were known."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from mapview.domain.columns import known_from_is_uncertain
from mapview.domain.model import Source
from mapview.domain.snapshot import Language
from mapview.errors import BadDateError
from mapview.render.texts import day_words, number_words
from mapview.ui.clocks.typed_date import quoted, typed_span
from mapview.ui.session import Session
from mapview.ui.widgets import words
from mapview.ui.widgets.bad_mark import PASSING, BadMark
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.words import isolated

#: Of more sources known from one day, only so many are named.
_MOST_NAMES = 3


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
        if not text or text in {self._everything(), self._locked()}:
            self._session.set_known("locked" if text == self._locked() else None)
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
        session = self._session
        match session.clocks.known:
            case None:
                self.setEditText(self._everything())
            case "locked":
                self.setEditText(f"{self._locked()} · {isolated(day_words(session.days[1], session.language))}")
            case day:
                self.setEditText(day_words(day, session.language))
        self._field.setCursorPosition(0)

    def _fill(self) -> None:
        session = self._session
        language = session.language
        self.clear()
        self.addItem(self._everything(), None)
        self.addItem(self._locked(), "locked")
        self.setItemData(
            1,
            self.tr("Follows the event time: shows at each date what a reader could have known then"),
            Qt.ItemDataRole.ToolTipRole,
        )
        self.insertSeparator(2)
        comma = "، " if language == "ar" else ", "
        for day, sources in session.known_days:
            names = [_source_words(session.project.sources[source], language) for source in sources[:_MOST_NAMES]]
            if len(sources) > _MOST_NAMES:
                names.append(f"+{number_words(len(sources) - _MOST_NAMES, language)}")
            self.addItem(f"{isolated(day_words(day, language))} · {isolated(comma.join(names))}", day)
        self.view().setMinimumWidth(420)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.show_day()

    def _everything(self) -> str:
        return self.tr("Everything known")

    def _locked(self) -> str:
        return self.tr("As known then")

    def _take_item(self, row: int) -> None:
        self._session.set_known(self.itemData(row))
        self._put_back()

    def _put_back(self) -> None:
        self._field.setModified(False)
        self.show_day()


def _source_words(source: Source, language: Language) -> str:
    """Return who published a source, and whether the day from which it is known is in doubt."""
    name = words.source_name(source, language)
    if not known_from_is_uncertain(source):
        return name
    return f"{name} ({words.page_word('uncertain_date', language)})"


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
