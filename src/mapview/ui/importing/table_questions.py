"""What a table leaves open, asked before anything else; each answer is one press."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mapview.errors import BadInputError
from mapview.exchange.importing.cell_dates import DateOrder, read_date
from mapview.exchange.importing.mapping import Role
from mapview.render.texts import date_words
from mapview.ui.importing.table_fields import Box
from mapview.ui.importing.table_state import Asked, MappingState, Question
from mapview.ui.importing.table_topics import TopicField
from mapview.ui.importing.table_words import role_words, tr
from mapview.ui.session import Session
from mapview.ui.widgets.theme import M, S, text_font
from mapview.ui.widgets.words import isolated

#: What a column becomes that answers a question.
_ANSWERS: dict[Asked, Role] = {"where": "place", "when": "start", "what": "statement"}


_CARD_WIDTH = 336


class Questions(QScrollArea):
    """Cards with what is open, side by side; hidden when nothing is."""

    #: Other cards are there.
    asked = Signal()
    #: A person has answered the last one.
    answered = Signal()

    def __init__(self, state: MappingState, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._session = state, session
        self._shown: list[Question] = []
        self.cards: list[QFrame] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._row = QWidget(self)
        self._layout = QHBoxLayout(self._row)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(M)
        self._layout.addStretch(1)
        self.setWidget(self._row)
        self._row.installEventFilter(self)
        state.questions_changed.connect(self.look_again)
        self.look_again()

    def look_again(self) -> None:
        """Ask what is open now."""
        asked = self._state.questions()
        if asked == self._shown:
            return
        focus = QApplication.focusWidget()
        had_focus = self._holds(focus)
        # What is typed into a card stays, as long as the question does.
        before = list(zip(self._shown, self.cards, strict=True))
        for question, card in before:
            self._layout.removeWidget(card)
            if question not in asked:
                card.hide()
                card.deleteLater()
        self._shown = asked
        self.cards = [
            next((card for known, card in before if known == question), None) or self._card(question)
            for question in asked
        ]
        for number, card in enumerate(self.cards):
            self._layout.insertWidget(number, card)
            card.show()
        self._fit()
        self.setVisible(bool(self.cards))
        self.asked.emit()
        now = QApplication.focusWidget()
        if had_focus and self.cards and not (self._holds(now) and now is not None and now.isVisible()):
            self.cards[0].setFocus()
        elif had_focus and not self.cards:
            self.answered.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take as much room as the highest card needs, which may say more after a choice."""
        if watched is self._row and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        highest = max((card.heightForWidth(_CARD_WIDTH) for card in self.cards), default=0)
        wide = len(self.cards) * (_CARD_WIDTH + M) - M > self.width()
        self.setFixedHeight(highest + (self.horizontalScrollBar().sizeHint().height() + S if wide else 0))

    def _holds(self, part: QWidget | None) -> bool:
        """Whether a part is in a card, or in what a field of a card has opened."""
        while part is not None and part is not self:
            part = part.parentWidget()
        return part is not None

    def fields(self) -> list[QWidget]:
        """Return what one can answer with, in order."""
        return [
            part
            for card in self.cards
            for part in card.findChildren(QWidget)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.window() is self.window()
        ]

    def _card(self, question: Question) -> QFrame:
        card = QFrame(self._row)
        card.setObjectName("question")
        card.setFixedWidth(_CARD_WIDTH)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(M, M, M, M)
        layout.setSpacing(S)
        title, more = self._words(question)
        card.setAccessibleName(title)
        heading, words = QLabel(title, card), QLabel(more, card)
        heading.setFont(text_font(bold=True))
        for label in (heading, words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            layout.addWidget(label)
        words.setVisible(bool(more))
        first = self._answers(question, card, layout)
        layout.addStretch(1)
        card.setFocusProxy(first)
        return card

    def _words(self, question: Question) -> tuple[str, str]:
        column = isolated(question.column)
        if question.asked == "role" and question.role is not None:
            return (
                tr("Is column {} this: {}?").format(column, role_words(question.role)),
                tr("Its header does not say so, but most of its cells can be read as that."),
            )
        if question.asked == "order":
            return tr("Which comes first in its dates, the day or the month?"), self._days_words(question)
        return {
            "where": (tr("Which column says where?"), tr("The name of a place; or set columns to coordinates.")),
            "when": (tr("Which column says when?"), tr("A date or the first day; or set one date for all rows.")),
            "what": (tr("Which column says what is claimed?"), tr("Its words or its numbers.")),
            "topic": (tr("What are the rows about?"), tr("They go under one topic. Choose one, or type a new one.")),
        }[question.asked]

    def _days_words(self, question: Question) -> str:
        days = question.days
        if "open" in days and len(days) == 1:
            one = days["open"]
            return tr("Nothing in the table tells. Row {}, for instance, says {}.").format(one.row, isolated(one.said))
        first, second = days["day-first"], days["month-first"]
        words = tr("Both are in the table: row {} says {}, row {} says {}. Rows in the other order will be left out.")
        return words.format(first.row, isolated(first.said), second.row, isolated(second.said))

    def _answers(self, question: Question, card: QFrame, layout: QVBoxLayout) -> QWidget:
        state = self._state
        if question.asked == "topic":
            field = TopicField(state, self._session, card, asks=True)
            layout.addWidget(field)
            return field
        if question.asked in _ANSWERS:
            return self._column_answer(question.asked, card, layout)
        if question.asked == "order":
            orders: tuple[tuple[DateOrder, str], ...] = (
                ("day-first", tr("Day first")),
                ("month-first", tr("Month first")),
            )
            buttons = [
                self._button(self._example(words, question, order), partial(state.set_order, order), card)
                for order, words in orders
            ]
        else:
            role, column = question.role, question.column
            assert role is not None  # noqa: S101 - of this question there is one
            buttons = [
                self._button(tr("Yes"), lambda: state.confirm(role), card),
                self._button(tr("No, leave it out"), lambda: state.set_roles(column, ()), card),
            ]
        for button in buttons:
            layout.addWidget(button)
        return buttons[0]

    def _column_answer(self, asked: Asked, card: QFrame, layout: QVBoxLayout) -> QWidget:
        box = Box(card)
        box.setAccessibleName(self._words(Question(asked))[0])
        box.addItem(tr("Choose a column"), "")
        for column in self._state.table.columns:
            box.addItem(isolated(column), column)

        def choose() -> None:
            if box.currentData():
                self._state.set_roles(box.currentData(), (_ANSWERS[asked],))

        box.activated.connect(choose)
        layout.addWidget(box)
        return box

    def _example(self, words: str, question: Question, order: DateOrder) -> str:
        """Return what a day of the table is in an order, so that a person recognises it."""
        day = question.days.get("open") or question.days.get(order)
        if day is None:
            return words
        try:
            return f"{words}: {date_words(read_date(day.said, order), 'en')}"
        except BadInputError:
            return words

    def _button(self, words: str, do: Callable[[], object], card: QFrame) -> QPushButton:
        button = QPushButton(words.replace("&", "&&"), card)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: do())
        return button
