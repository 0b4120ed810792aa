"""The page of a table: what its columns say, what it leaves open, how its rows will be read, what an import will do."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mapview.exchange.importing.take import Taken, left_out_csv
from mapview.ui.forms.place_search import gazetteer
from mapview.ui.importing.table_columns import Columns
from mapview.ui.importing.table_fields import Elided
from mapview.ui.importing.table_jobs import Beginning, Counted, Rereading
from mapview.ui.importing.table_options import Options
from mapview.ui.importing.table_places import Places
from mapview.ui.importing.table_preview import Preview
from mapview.ui.importing.table_questions import Questions
from mapview.ui.importing.table_rows import LeftOutRows
from mapview.ui.importing.table_state import MappingState, Opened, Question
from mapview.ui.importing.table_words import about_words, claims_words, did_words, will_words
from mapview.ui.session import Session
from mapview.ui.widgets.theme import L, M, S, font, text_font
from mapview.ui.widgets.words import isolated

_SIDE_WIDTH = 372
_TITLE_PX = 16
_SIZE = (1240, 780)
_LEFT_OUT, _PLACES = 1, 2


class TablePage(QDialog):
    """Shows how a table will be read, and lets a person decide what it leaves open."""

    #: The file shall be opened in another way.
    reopen_asked = Signal(dict)
    load_asked = Signal()
    save_asked = Signal()
    rows_asked = Signal()
    #: The table shall come into the project by this mapping.
    import_asked = Signal(object)

    def __init__(self, opened: Opened, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.state = MappingState(opened, self)
        self.reading = Rereading(self.state, gazetteer, self)
        self.counted: Counted | None = None
        self.is_storing = False
        self._wanted = False
        #: What the last import of this page did, and why the last thing that was asked for failed.
        self._did = self._complaint = ""
        self.name = Elided(opened.path.name, font(_TITLE_PX, bold=True), self)
        self.about = Elided("", text_font(), self)
        self.about.setProperty("quiet", True)
        self.origin = QLabel(self)
        self.heading = QLabel(self.tr("What the columns say"), self)
        self.load = QPushButton(self.tr("&Load mapping…"), self)
        self.save = QPushButton(self.tr("&Save mapping…"), self)
        self.questions = Questions(self.state, session, self)
        self.columns = Columns(self.state, self)
        self.options = Options(self.state, session, self)
        self.tabs = QTabWidget(self)
        self.preview = Preview(session, self)
        self.rows = LeftOutRows(self.state, session, self)
        self.places = Places(self.state, session, self)
        words = (self.tr("As it will be &read"), self.tr("Left &out"), self.tr("&Places to decide"))
        for part, name in zip((self.preview, self.rows, self.places), words, strict=True):
            self.tabs.addTab(part, name)
        self.hint = QLabel(self)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.proceed = QPushButton(self.tr("&Import"), self)
        self._lay_out()
        self._wire()
        self.begin(opened)

    def begin(self, opened: Opened) -> None:
        """Show a file as it was opened, at first or in another way."""
        self.state.take_over(opened)
        self.counted = None
        table = opened.table
        self.setWindowTitle(self.tr("Import {}").format(table.name))
        self.about.set_whole(about_words(table, is_text=opened.is_text))
        self.origin.setText(self._origin_words(opened))
        for part in (self.heading, self.columns, self.options, self.load, self.save):
            part.setVisible(not opened.mapping.own)
        self.preview.show_file(table)
        self.columns.begin()
        self.questions.look_again()
        self.options.look_again()
        self._read_again()

    def say_imported(self, taken: Taken) -> None:
        """Say what an import did; the rows that were left out stay, to be put right."""
        self.is_storing = False
        self._did = did_words(taken)
        self.cancel.setText(self.tr("Close"))
        self.tabs.setCurrentIndex(_LEFT_OUT)
        self._read_again(replace(taken, change=None, added=0, updated=0))

    def say_storing(self, words: str) -> None:
        """Say how far storing is."""
        self.is_storing = True
        self.hint.setText(words)
        self.proceed.setEnabled(False)

    def complain(self, why: str) -> None:
        """Say why something failed; everything stays as it is."""
        self.is_storing = self._wanted = False
        if self.counted is None and not self.reading.is_busy:
            self.reading.ask(lambda: self._session.project)
        self._complaint = why
        self._judge()

    def tell(self, words: str) -> None:
        """Say what went well."""
        self.hint.setText(words)

    def left_out_text(self) -> str:
        """Return the rows that are left out as CSV."""
        return left_out_csv(self.state.table, self.counted.taken.left_out) if self.counted else ""

    def read_again(self) -> None:
        """Read the table again, since the project is another one."""
        if not self.is_storing:
            self._read_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape leaves, unless decisions would be lost by a slip of the hand."""
        decided = self.state.mapping != self.state.opened.mapping
        if event.key() == Qt.Key.Key_Escape and decided and not self._did:
            self.hint.setText(self.tr("What you decided would be lost: save the mapping, or press Cancel to leave."))
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Stop reading."""
        self.reading.stop()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Stop reading."""
        self.reading.stop()
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin with what is asked, else with the preview."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._begin_focus)

    def _begin_focus(self) -> None:
        first = self.questions.cards[0] if self.questions.cards else self.preview
        first.setFocus()
        self.area.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        self._fill_side()
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.name)
        names.addWidget(self.about)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addLayout(names, 1)
        head.addWidget(self.load)
        head.addWidget(self.save)
        middle = QHBoxLayout()
        middle.setSpacing(M)
        middle.addWidget(self.area)
        # What is asked comes and goes below the preview, so that no column moves under the hand.
        seen = QVBoxLayout()
        seen.setSpacing(M)
        seen.addWidget(self.tabs, 1)
        seen.addWidget(self.questions)
        middle.addLayout(seen, 1)
        self.hint.setWordWrap(True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.hint.setMinimumHeight(2 * self.hint.fontMetrics().height())
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.proceed)
        for button in (self.load, self.save, self.cancel, self.proceed):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addLayout(head)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)
        screen = self.screen().availableSize()
        self.resize(min(_SIZE[0], screen.width() - 24), min(_SIZE[1], screen.height() - 60))

    def _fill_side(self) -> None:
        self.side = QWidget(self)
        self.side.setObjectName("panel")
        inner = QVBoxLayout(self.side)
        inner.setContentsMargins(M, M, M, L)
        inner.setSpacing(M)
        self.origin.setWordWrap(True)
        self.origin.setTextFormat(Qt.TextFormat.PlainText)
        self.origin.setProperty("quiet", True)
        self.heading.setFont(text_font(bold=True))
        for part in (self.options.top, self.origin, self.heading, self.columns, self.options):
            inner.addWidget(part)
        inner.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.side)
        self.area.setFixedWidth(_SIDE_WIDTH)

    def _wire(self) -> None:
        self.state.changed.connect(self._read_again)
        self.state.questions_changed.connect(self._judge)
        self.questions.asked.connect(self._order_keys)
        self.columns.made.connect(self._order_keys)
        self.questions.answered.connect(self._turn_to_preview)
        self.reading.looked.connect(self._show_beginning)
        self.reading.counted.connect(self._show_counted)
        self.reading.progressed.connect(self._show_progress)
        self.reading.failed.connect(self._fail)
        self.options.reopen_asked.connect(self.reopen_asked)
        self.preview.fix_asked.connect(self._fix)
        self.rows.save_asked.connect(self.rows_asked)
        self.load.clicked.connect(self.load_asked)
        self.save.clicked.connect(self.save_asked)
        self.cancel.clicked.connect(self.reject)
        self.proceed.clicked.connect(self._proceed)

    def _order_keys(self) -> None:
        """Let Tab go from above to below, whatever was made last."""
        before: QWidget = self.save
        for part in (self.options.sheet, *self.questions.fields(), *self.columns.boxes.values()):
            self.setTabOrder(before, part)
            before = part

    def _origin_words(self, opened: Opened) -> str:
        if opened.mapping.own:
            return self.tr("MapView has exported this table: its claims keep their ids, places, topics and sources.")
        if opened.lacks:
            names = ", ".join(map(isolated, opened.lacks))
            return self.tr("The mapping names columns that this table lacks: {}.").format(names)
        return {
            "format": self.tr("Its format says what is what. Change it if you know better."),
            "remembered": self.tr("Read as a table with these columns was read last."),
            "loaded": self.tr("Read by the mapping that you loaded."),
            "proposed": self.tr("Read as its header and its first rows suggest. Change what is wrong."),
        }[opened.origin]

    def _read_again(self, taken: Taken | None = None) -> None:
        self.counted, self._complaint = None, ""
        self.reading.ask(lambda: self._session.project, taken)
        self._judge()

    def _show_beginning(self, found: Beginning) -> None:
        self.preview.show_rows(found.rows, self.state.table, self.state.mapping)
        if not self.reading.is_busy:
            # What was counted before was another reading, and nothing is counted before all is answered.
            self.rows.show_counted(None)
            self.places.show_names([])
        self._judge()
        if self._wanted:
            self._proceed()

    def _show_counted(self, counted: Counted) -> None:
        self.counted = counted
        self.rows.show_counted(counted)
        self.places.show_names(counted.names)
        self._judge()

    def _show_progress(self, share: float) -> None:
        if self.state.can_be_counted and not self.is_storing:
            self.hint.setText(self._before(self.tr("Reading the table… {}").format(f"{share:.0%}")))

    def _fail(self, why: str) -> None:
        self._wanted = False
        self.hint.setText(why)
        self.proceed.setEnabled(False)

    def _judge(self) -> None:
        """Say what an import would do, or why there cannot be one yet."""
        asked, faults, counted = self.state.questions(), self.state.faults(), self.counted
        taken = counted.taken if counted else None
        nothing = taken is not None and not taken.added and not taken.updated
        self.proceed.setEnabled(not asked and not faults and not nothing and not self.is_storing)
        count = taken.added + taken.updated if taken else 0
        self.proceed.setText(self.tr("&Import {}").format(claims_words(count)) if count else self.tr("&Import"))
        self._name_tabs()
        if not self.is_storing:
            self.hint.setText(self._before(self._verdict(asked, faults, taken)))

    def _verdict(self, asked: list[Question], faults: list[str], taken: Taken | None) -> str:
        if asked:
            words = self.tr("One question is open: answer it first.")
            if len(asked) > 1:
                words = self.tr("{} questions are open: answer them first.").format(len(asked))
            return f"{words} {will_words(taken)}" if taken else words
        if faults:
            return f"{faults[0][0].upper()}{faults[0][1:]}."
        if taken is None:
            return self.tr("Reading the table…")
        nothing = not taken.added and not taken.updated
        if nothing and self._did:
            return ""
        if nothing and taken.unchanged:
            words = self.tr("There is nothing to import: {} are there already.")
            return words.format(claims_words(taken.unchanged))
        return f"{will_words(taken)}{self._open_words()}"

    def _open_words(self) -> str:
        count = self.places.open
        if not count:
            return ""
        said = self.tr("One name of a place is to be decided.")
        return f" {said if count == 1 else self.tr('{} names of places are to be decided.').format(count)}"

    def _before(self, words: str) -> str:
        """Return words after those of what was done already, or failed."""
        return " ".join(part for part in (self._did, self._complaint, words) if part)

    def _name_tabs(self) -> None:
        counted = self.counted
        left_out = len(counted.taken.left_out) if counted else 0
        if counted is None and self.reading.is_busy:
            # The counts of before hold until there are new ones.
            return
        self.tabs.setTabText(
            _LEFT_OUT, self.tr("Left &out ({})").format(left_out) if left_out else self.tr("Left &out")
        )
        open_names = self.places.open
        words = self.tr("&Places to decide ({})").format(open_names) if open_names else self.tr("&Places to decide")
        self.tabs.setTabText(_PLACES, words)

    def _turn_to_preview(self) -> None:
        """Go from what was asked to what came of it."""
        self.tabs.currentWidget().setFocus()
        self.area.verticalScrollBar().setValue(0)

    def _fix(self, number: int) -> None:
        """Go to where a row can be put right."""
        name = next((one for one in self.counted.names if one.first_row == number), None) if self.counted else None
        if name is not None:
            self.tabs.setCurrentIndex(_PLACES)
            self.places.setFocus()
            return
        self.tabs.setCurrentIndex(_LEFT_OUT)
        self.rows.go_to(number)
        self.rows.setFocus()

    def _proceed(self) -> None:
        """Import by the mapping as it stands, as soon as the first rows are read; nobody has to wait for a count."""
        self._wanted = self.reading.is_looking
        if self._wanted or not self.proceed.isEnabled():
            return
        self.reading.stop()
        self.import_asked.emit(self.state.ready())
