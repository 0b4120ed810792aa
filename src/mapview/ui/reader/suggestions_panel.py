"""The panel below the text: what the document seems to say, to be accepted, edited or turned down by one key each."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from mapview.domain.model import CueWords
from mapview.reading.suggest import Suggestion, told_language
from mapview.reading.toponyms import Place
from mapview.ui.map.messages import Ghost
from mapview.ui.reader.found import Question, own_place, place_name, place_words
from mapview.ui.reader.suggestions import Suggestions
from mapview.ui.reader.suggestions_list import SuggestionList
from mapview.ui.session import Session
from mapview.ui.widgets import words
from mapview.ui.widgets.theme import XS, M, S

#: Who draws on the map.
OWNER = "suggestions"
_BUTTONS = 3


class QuestionRow(QWidget):
    """Asks which place a name means; the answer is taken for the whole document."""

    #: The key of a name and the id of a place of the gazetteer.
    answered = Signal(str, str)
    #: Where the name stands, in code points.
    shown = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.question: Question | None = None
        self.words = QToolButton(self)
        self.words.setProperty("flat", True)
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words.setToolTip(self.tr("Show the name in the text"))
        self.words.clicked.connect(self._show)
        self.buttons: list[QToolButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(S, XS, S, XS)
        self._column.setSpacing(XS)
        self._column.addWidget(self.words)
        self.hide()

    def ask(self, question: Question | None) -> None:
        """Ask a question; None: nothing."""
        self.setVisible(question is not None)
        if question is None or question == self.question:
            self.question = question
            return
        self.question = question
        self.words.setText(self.tr("Which {}?").format(words.isolated(question.name)).replace("&", "&&"))
        for button in self.buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(place) for place in question.candidates[:_BUTTONS]]
        self.setAccessibleName(self.words.text())

    def _button(self, place: Place) -> QToolButton:
        button = QToolButton(self)
        button.setText(place_words(place, self._session.language).replace("&", "&&"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(self.tr("Take the name for this place, in the whole document"))
        button.clicked.connect(lambda: self._answer(place.id))
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def _answer(self, place: str) -> None:
        if self.question is not None:
            self.answered.emit(self.question.key, place)

    def _show(self) -> None:
        if self.question is not None:
            self.shown.emit(self.question.start, self.question.end)


class SuggestionsPanel(QWidget):
    """Question, buttons and list."""

    #: A passage to be shown in the text, in code points.
    passage_shown = Signal(int, int)
    left = Signal()
    #: The next document with suggestions is to be opened.
    next_asked_for = Signal()

    def __init__(self, session: Session, suggestions: Suggestions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._suggestions = suggestions
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QLabel(self)
        self.question = QuestionRow(session, self)
        self.list = SuggestionList(session, suggestions, self)
        self.accept = self._tool(self.tr("Accept"), self.tr("Make claims of what is selected (A)"), self._accept)
        self.edit = self._tool(self.tr("Edit"), self.tr("Complete it before it becomes a claim (E)"), self._edit)
        self.reject = self._tool(self.tr("Reject"), self.tr("Do not offer it again (R)"), self._reject)
        self.rejected = self._tool("", self.tr("Show what was rejected, to be restored with R"), self._fill)
        self.rejected.setCheckable(True)
        self.next = self._tool(self.tr("Next document"), self.tr("Read the next document with suggestions (N)"), None)
        self.next.clicked.connect(self.next_asked_for)
        self.next.hide()
        self.empty = QLabel(self)
        self.empty.setProperty("quiet", True)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.empty.setContentsMargins(M, XS, M, M)
        head = QHBoxLayout()
        head.setContentsMargins(M, S, S, XS)
        head.setSpacing(XS)
        head.addWidget(self.title, 1)
        for tool in (self.accept, self.edit, self.reject):
            head.addWidget(tool)
        more = QHBoxLayout()
        more.setContentsMargins(M, 0, S, 0)
        more.setSpacing(XS)
        more.addStretch(1)
        more.addWidget(self.rejected)
        more.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.question)
        layout.addLayout(head)
        layout.addLayout(more)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self._wire()
        self._fill()

    def _wire(self) -> None:
        suggestions, shown = self._suggestions, self.list
        suggestions.changed.connect(self._fill)
        shown.accept_asked_for.connect(self._accept)
        shown.edit_asked_for.connect(self._edit)
        shown.reject_asked_for.connect(self._reject)
        shown.cues_asked_for.connect(self._edit_cues)
        shown.left.connect(self.left)
        shown.next_asked_for.connect(self.next_asked_for)
        shown.current_changed.connect(self._show)
        shown.selectionModel().selectionChanged.connect(self._tell)
        self.question.answered.connect(suggestions.answer)
        self.question.shown.connect(self.passage_shown)
        self._session.sketch.ghost_clicked.connect(self._take_ghost)
        self._session.appearance_changed.connect(self.list.viewport().update)

    @property
    def shows_rejected(self) -> bool:
        """Whether what was rejected is listed."""
        return self.rejected.isChecked()

    def put_away(self) -> None:
        """Take the candidates off the map."""
        self._session.sketch.clear(OWNER)

    def _fill(self) -> None:
        suggestions = self._suggestions
        if not suggestions.rejected and self.rejected.isChecked():
            self.rejected.setChecked(False)
        self.list.fill(suggestions.rejected if self.shows_rejected else suggestions.open)
        self.question.ask(suggestions.questions[0] if suggestions.questions else None)
        self._tell()

    def _tell(self) -> None:
        suggestions, count = self._suggestions, len(self.list.suggestions_model.rows)
        self.title.setText((self.tr("{} rejected") if self.shows_rejected else self.tr("{} suggestions")).format(count))
        self.rejected.setText(self.tr("Rejected ({})").format(len(suggestions.rejected)))
        self.rejected.setVisible(bool(suggestions.rejected))
        any_ = bool(self.list.chosen()) and not self._session.file.read_only
        self.accept.setEnabled(any_ and not self.shows_rejected)
        chosen = self.list.chosen()
        lacking = len(chosen) == 1 and not suggestions.is_complete(chosen[0])
        self.accept.setText(self.tr("Complete…") if lacking else self.tr("Accept"))
        self.accept.setToolTip(
            self.tr("It lacks a topic or a value: opens the form (A)")
            if lacking
            else self.tr("Make claims of what is selected (A)")
        )
        self.edit.setEnabled(any_ and not self.shows_rejected)
        self.reject.setEnabled(any_)
        self.reject.setText(self.tr("Restore") if self.shows_rejected else self.tr("Reject"))
        empty = not self.list.suggestions_model.rows
        self.empty.setVisible(empty)
        self.list.setVisible(not empty)
        self.empty.setText(
            self.tr("Reading the document…")
            if suggestions.is_reading
            else self.tr("Nothing more to suggest. Select a passage in the text to make a claim of it.")
        )

    def _accept(self) -> None:
        if not self.shows_rejected and not self._session.file.read_only:
            self._suggestions.accept(self.list.chosen())

    def _edit(self) -> None:
        current = self.list.current()
        if current is None or self.shows_rejected or self._session.file.read_only:
            return
        draft = self._suggestions.draft(current)
        if draft is not None:
            self._session.form_asked_for.emit(draft)

    def _edit_cues(self) -> None:
        """Show the cue words, with new ones begun for the language of the text."""
        if not self._session.file.read_only:
            language = told_language(self.list.suggestions_model.passage(self.list.chosen()[0]))
            self._session.form_asked_for.emit(CueWords("", language, (), self._session.project.start_topic or None))

    def _reject(self) -> None:
        if self._session.file.read_only:
            return
        if self.shows_rejected:
            self._suggestions.restore(self.list.chosen())
        else:
            self._suggestions.reject(self.list.chosen())

    def _show(self, suggestion: Suggestion | None) -> None:
        """Show the passage of a suggestion in the text, and the places that it may mean on the map."""
        if suggestion is None or not self.isVisible():
            self.put_away()
            return
        self.passage_shown.emit(suggestion.start, suggestion.end)
        candidates = self._suggestions.candidates(suggestion)
        chosen = next((at for at, place in enumerate(candidates) if place.id == suggestion.place), None)
        language = self._session.language
        ghosts = tuple(Ghost(place.lat, place.lon, place_name(place.id, language)) for place in candidates)
        # A place that the map shows anyway, and that no other can be, needs no second mark.
        known = len(candidates) == 1 and own_place(suggestion.place, self._suggestions.own) is not None
        self._session.sketch.set_ghosts(OWNER, () if known else ghosts, None if known else chosen)

    def _take_ghost(self, owner: str, index: int) -> None:
        """A candidate was clicked on the map: the name means it, in the whole document."""
        suggestion = self.list.current()
        if owner != OWNER or suggestion is None:
            return
        candidates = self._suggestions.candidates(suggestion)
        if index < len(candidates):
            self._suggestions.answer_for(suggestion, candidates[index].id)

    def _tool(self, text: str, tip: str, do: Callable[[], None] | None) -> QToolButton:
        tool = QToolButton(self)
        tool.setText(text)
        tool.setToolTip(tip)
        tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if do is not None:
            tool.clicked.connect(do)
        return tool
