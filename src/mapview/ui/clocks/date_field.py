"""The field that says the event time in words and takes typed dates, completed as they are typed."""

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from mapview.domain.model import Text
from mapview.errors import BadDateError
from mapview.render.fonts import map_font
from mapview.render.texts import day_words, span_words
from mapview.ui.clocks.date_suggestions import DateSuggestion, date_suggestions
from mapview.ui.clocks.typed_date import typed_span
from mapview.ui.session import Session
from mapview.ui.widgets.bad_mark import PASSING, BadMark
from mapview.ui.widgets.line_edit import keep_on_line
from mapview.ui.widgets.offers import OfferList
from mapview.ui.widgets.theme import L

_MOST_SEEN = 14
_SIZES_PX = (15, 13, 12, 11)
_UP_TO = Text("up to {}", "حتى {}")


class DateField(QLineEdit):
    """Shows the event time in words and takes typed dates."""

    #: Why what was typed is no date; and the same again once it no longer matters.
    refused = Signal(str)
    mended = Signal(str)
    #: A bookmark was chosen among what was offered: its id.
    bookmark_asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName(self.tr("Date"))
        self.setToolTip(self.tr("Type a day, a month or a year: 14 January 2026, 2026-01-14, 2026-01 or 2026"))
        self.setFont(map_font(_SIZES_PX[0], bold=True))
        keep_on_line(self)
        self.setMinimumWidth(180)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._mark = BadMark(self, self, self.refused.emit, self.mended.emit)
        self._offered: list[DateSuggestion] = []
        self._offers = QStringListModel(self)
        self._build_completer()
        self.returnPressed.connect(self.take)
        self.textEdited.connect(self._follow_typing)
        session.view_changed.connect(self.show_time)
        session.appearance_changed.connect(self.show_time)
        self.show_time()

    def show_time(self) -> None:
        """Show the event time, unless somebody is typing another."""
        if not (self.hasFocus() and self.isModified()):
            self._mark.clear()
            self.setText(self._words())
            self.setCursorPosition(0)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the words to the new width."""
        super().resizeEvent(event)
        self._fit()

    def take(self) -> None:
        """Go to the date that was typed; a bad one is marked and explained."""
        self._popup.hide()
        if not self.isModified():
            return
        try:
            span = typed_span(self.text())
        except BadDateError as error:
            self._mark.set(str(error))
            return
        self.setModified(False)
        if self._session.clocks.mode == "cumulative" and span.latest is not None:
            self._session.set_day(span.latest)
        else:
            self._session.set_at(span)
        self.show_time()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape gives up what was typed."""
        if event.key() == Qt.Key.Key_Escape:
            self._put_back()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Give up what was typed, unless for another window or a menu."""
        super().focusOutEvent(event)
        if event.reason() not in PASSING:
            self._put_back()

    def _fit(self) -> None:
        """Take the largest font in which the words find room."""
        font = self.font()
        for px in _SIZES_PX:
            font.setPixelSize(px)
            if QFontMetrics(font).horizontalAdvance(self.text()) <= self.width() - 2 * L:
                break
        self.setFont(font)

    def _words(self) -> str:
        session = self._session
        if session.clocks.mode != "cumulative":
            return span_words(session.at, session.language)
        return _UP_TO.in_language(session.language).format(day_words(session.days[1], session.language))

    def _build_completer(self) -> None:
        completer = QCompleter(self._offers, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = OfferList(completer, self)
        self._popup.setSpacing(1)
        completer.setMaxVisibleItems(_MOST_SEEN)
        completer.activated[QModelIndex].connect(self._take_offer)  # type: ignore[index]
        self.setCompleter(completer)

    def _follow_typing(self, text: str) -> None:
        self._mark.clear()
        self._offered = date_suggestions(text, self._session)
        self._offers.setStringList([offer.words for offer in self._offered])
        if self._offered:
            self.completer().complete()
        else:
            self._popup.hide()

    def _take_offer(self, index: QModelIndex) -> None:
        offer = self._offered[index.row()]
        self.setModified(False)
        if offer.bookmark is not None:
            self.bookmark_asked.emit(offer.bookmark)
            self.show_time()
        elif offer.edtf is not None:
            self.setText(offer.edtf)
            self.setModified(True)
            self.take()

    def _put_back(self) -> None:
        self._popup.hide()
        self.setModified(False)
        self.show_time()
