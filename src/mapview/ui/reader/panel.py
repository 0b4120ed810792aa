"""The reader: the text of a source beside the map, its claims highlighted, new ones made out of passages."""

import numpy as np
from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from mapview.domain.model import MAX_ANCHOR_LENGTH, Claim
from mapview.errors import MapviewError
from mapview.reading.passage import draft_of_passage
from mapview.render.texts import date_words, value_words
from mapview.store.originals import adopted
from mapview.ui.claims.panel import Hint
from mapview.ui.reader.bars import FindBar, SelectionBar
from mapview.ui.reader.head import ReaderHead
from mapview.ui.reader.marks import Mark, Marks
from mapview.ui.reader.suggestions import Suggestions
from mapview.ui.reader.suggestions_all import AllReading, AllReadingRow
from mapview.ui.reader.suggestions_panel import SuggestionsPanel
from mapview.ui.reader.text import SIZES_PX, START_PX, ReadText
from mapview.ui.session import Session
from mapview.ui.widgets import words

_SIZE_KEY = "reader/size"


class Reader(QWidget):
    """Shows the document of one source."""

    #: What went wrong, as a sentence.
    failed = Signal(str)
    #: What went well but needs more, as a sentence.
    told = Signal(str)
    #: Escape was pressed: back to where the passage was asked for.
    left = Signal()

    def __init__(self, session: Session, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        #: The source that is read.
        self.source: str | None = None
        self._shown: str | None = None
        #: The passage that is to be shown as soon as the text is.
        self._asked: tuple[int, int] | None = None
        #: The claim that was gone to last.
        self._wanted: str | None = None
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = ReaderHead(session, self)
        self.text = ReadText(session, self)
        self.find_bar = FindBar(session, self.text, self)
        self.selection_bar = SelectionBar(session, self)
        self.hint = Hint(session, self)
        self._reading = QWidget(self)
        column = QVBoxLayout(self._reading)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.text, 1)
        column.addWidget(self.selection_bar)
        column.addWidget(self.find_bar)
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self._reading)
        self.suggestions = Suggestions(session, settings, self)
        self.panel = SuggestionsPanel(session, self.suggestions, self)
        self.parts.addWidget(self.panel)
        self.all = AllReading(session, self)
        self.parts.setSizes([550, 450])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.parts, 1)
        layout.addWidget(self.hint, 1)
        layout.addWidget(AllReadingRow(self.all, self))
        self.setFocusProxy(self.text)
        self.text.set_size(self._kept_size())
        self._wire()
        self._fill()

    def _wire(self) -> None:
        session, text, head = self._session, self.text, self.head
        session.passage_asked_for.connect(self.read)
        session.focus_changed.connect(self._follow_focus)
        session.project_changed.connect(self._fill)
        session.appearance_changed.connect(self._dress)
        session.anchors.told.connect(self._fill)
        head.chooser.chosen.connect(lambda source: self.read(source, 0, 0))
        head.attach_asked_for.connect(lambda: session.original_asked_for.emit(self.source or ""))
        head.adopt_asked_for.connect(self.adopt)
        head.search.clicked.connect(self.find_bar.open)
        head.smaller.clicked.connect(lambda: self.change_size(-1))
        head.larger.clicked.connect(lambda: self.change_size(1))
        text.passage_chosen.connect(self.new_claim)
        text.point_chosen.connect(self._choose_at)
        text.size_asked_for.connect(self.change_size)
        text.selectionChanged.connect(self._tell_selection)
        text.left.connect(self._leave)
        self.selection_bar.claim_asked_for.connect(self.new_claim)
        self.suggestions.marks_changed.connect(lambda: text.mark_found(self.suggestions.marks))
        self.panel.passage_shown.connect(text.choose)
        self.panel.left.connect(text.setFocus)
        self.panel.next_asked_for.connect(self.go_to_next_document)
        for told in (self.all, self.suggestions):
            told.failed.connect(self.failed)
            told.told.connect(self.told)
        self.all.changed.connect(self._tell_next)
        self.find_bar.closed.connect(text.setFocus)
        self.find_bar.closed.connect(self._tell_selection)
        slash = QShortcut(QKeySequence("/"), text)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self.find_bar.open)

    # -- what others ask for ---------------------------------------------------------------------------------------

    def read(self, source: str, start: int, end: int) -> None:
        """Show a passage of a source, in code points of its text; of no length: the text where it stands.

        A claim's passage is shown where it stands in the text at hand, if that is elsewhere.
        """
        if source not in self._session.project.sources:
            return
        self.source, self._asked, self._wanted = source, (start, end), None
        self._fill()
        self.text.setFocus()

    def new_claim(self) -> None:
        """Ask for the form of a claim made out of the selected passage, with what its words tell filled in."""
        start, end = self.text.selection()
        source = self._session.project.sources.get(self.source or "")
        if source is None or self._session.file.read_only or not 0 < end - start <= MAX_ANCHOR_LENGTH:
            return
        draft = draft_of_passage(self.text.source_text, start, end, source, self._session.project, value_words)
        self._session.form_asked_for.emit(draft)

    @property
    def has_passage(self) -> bool:
        """Whether a passage is selected that a claim can be made of."""
        start, end = self.text.selection()
        return self.isVisible() and self._shown is not None and 0 < end - start <= MAX_ANCHOR_LENGTH

    def go_to_claim(self, direction: int) -> None:
        """Go to the next (1) or the previous (-1) claim in the text."""
        at = self.text.chosen or (self.text.caret(), self.text.caret())
        mark = self.text.claim_marks.beside(*at, direction)
        if mark is not None:
            self.text.choose(mark.start, mark.end)
            self.text.setFocus()

    def change_size(self, direction: int) -> None:
        """Make the text larger (1) or smaller (-1)."""
        at = SIZES_PX.index(self.text.size_px) + direction
        self.text.set_size(SIZES_PX[min(max(at, 0), len(SIZES_PX) - 1)])
        if self._settings is not None:
            self._settings.setValue(_SIZE_KEY, self.text.size_px)

    def go_to_next_document(self) -> None:
        """Read the next document that has suggestions, of those that were read together."""
        source = self.all.next_source(self.source)
        if source is None:
            self.told.emit(self.tr("No document has more suggestions."))
        else:
            self._session.passage_asked_for.emit(source, 0, 0)
            self.panel.setFocus()

    def close_down(self) -> None:
        """Stop what goes on in the background."""
        self.all.give_up()
        self.suggestions.read(None, None, "")

    def adopt(self) -> None:
        """Take the text at hand for the source's original."""
        if self.source is None or self._shown is None:
            return
        change = adopted(self._session.project, self.source, self.text.source_text)
        try:
            self._session.edit(change, self.tr("original of a source"))
        except MapviewError as error:
            self.failed.emit(str(error))

    # -- within ----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Read what was chosen while nobody looked."""
        super().showEvent(event)
        if self.source is None:
            self._follow_focus()
        self._fill()

    def _places(self) -> dict[str, tuple[int, int]]:
        """Where the claims of the source stand in the text at hand, as far as they do."""
        claims = self._session.project.claims
        found = {}
        for name, check in self._session.anchors.checks(self.source or "").items():
            if check.start is not None:
                anchor = claims[name].anchor
                found[name] = check.start, check.start + anchor.end - anchor.start
        return found

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Leave nothing on the map."""
        self.panel.put_away()
        super().hideEvent(event)

    def _follow_focus(self) -> None:
        focus = self._session.focus
        if focus is not None and focus.kind == "source" and focus.id != self.source:
            self.source = focus.id
            if self.isVisible():
                self._fill()

    def _fill(self) -> None:
        """Show the text of the source, if it is not shown yet, and everything about it."""
        session = self._session
        if not self.isVisible():
            return
        source = session.project.sources.get(self.source or "")
        sha256 = session.anchors.hash_of(source.id) if source else None
        if sha256 != self._shown:
            document = session.file.document(sha256) if sha256 else None
            self._shown = sha256 if document else None
            self.text.read(document.text if document else "")
            self.find_bar.look()
        readable = self._shown is not None
        self.parts.setVisible(readable)
        self.hint.setVisible(not readable)
        self.setFocusProxy(self.text if readable else self.head.chooser)
        if source is None:
            self.hint.say(self.tr("Choose a source above, or a claim's passage on its card, to read it here."))
        else:
            self.hint.say(
                self.tr("Attach the report's file, or drop it on the window, to see where its claims stand in it.")
            )
        checks = session.anchors.checks(source.id) if source else {}
        self.head.say(source, len(self.text.source_text) if readable else None, checks)
        self._mark()
        self.suggestions.read(source if readable else None, self._shown, self.text.source_text)
        self._show_asked()

    def _show_asked(self) -> None:
        asked, self._asked = self._asked, None
        if asked is None or self._shown is None or asked[0] >= asked[1]:
            return
        claims, places = self._session.project.claims, self._places()
        checks = self._session.anchors.checks(self.source or "")
        meant = [name for name in checks if (claims[name].anchor.start, claims[name].anchor.end) == asked]
        place = places.get(meant[0]) if meant else asked
        if place is None:
            self.text.choose_nothing()
            self.failed.emit(self.tr("The passage of this claim does not stand in the text; it may have been changed."))
        else:
            self.text.choose(*place)

    def _mark(self) -> None:
        """Highlight the passages of the claims."""
        if self._shown is None or not self.isVisible():
            return
        disputed = self._disputed()
        found = []
        for name, place in self._places().items():
            found.append(Mark(*place, "claim", name, self._tip(self._session.project.claims[name]), name in disputed))
        marks = Marks(found)
        if marks.all != self.text.claim_marks.all:
            self.text.mark_claims(marks)
            self.text.setAccessibleDescription(self.tr("{} claims are highlighted.").format(len(marks.all)))

    def _disputed(self) -> set[str]:
        """The claims of the source that cannot hold together with others, at whatever time."""
        timeline = self._session.timeline
        rows = np.unique(timeline.conflict_pairs)
        of_source = timeline.columns.source[rows] == timeline.columns.source_ids.index(self.source or "")
        return {timeline.columns.ids[row] for row in rows[of_source].tolist()}

    def _tip(self, claim: Claim) -> str:
        project, language = self._session.project, self._session.language
        place = project.places[claim.place].names.in_language(language)
        value = words.value_words(claim, project, language)
        return f"{claim.statement.in_language(language)}\n{place} · {value} · {date_words(claim.when, language)}"

    def _choose_at(self, point: int) -> None:
        """Go to the claim at a point of the text; where several stand, to the one after the last."""
        claims = sorted(self.text.claim_marks.between(point, point + 1), key=lambda mark: mark.end - mark.start)
        if not claims:
            return
        names = [mark.id for mark in claims]
        at = (names.index(self._wanted) + 1) % len(names) if self._wanted in names else 0
        mark = claims[at]
        self._wanted = mark.id
        self.text.choose(mark.start, mark.end)
        self._session.show_claim(mark.id)

    def _tell_next(self) -> None:
        self.panel.next.setVisible(self.all.has_read and not self.all.is_running)

    def _tell_selection(self) -> None:
        start, end = self.text.selection()
        # What was found is selected too, but by nobody's hand.
        self.selection_bar.say(0 if self.find_bar.isVisible() else end - start)

    def _leave(self) -> None:
        self._wanted = None
        self.text.choose_nothing()
        self.left.emit()

    def _dress(self) -> None:
        self.head.dress()
        self.find_bar.dress()
        self._fill()
        self.text.viewport().update()

    def _kept_size(self) -> int:
        kept = self._settings.value(_SIZE_KEY) if self._settings is not None else None
        return int(kept) if isinstance(kept, int | str) and str(kept) in map(str, SIZES_PX) else START_PX
