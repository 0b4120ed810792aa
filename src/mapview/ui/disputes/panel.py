"""The panel of conflicts: a list of them, the chosen one with its claims side by side, and the decision on it."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapview.domain.disputes import Dispute, Disputes, day_of_clash
from mapview.domain.view import View
from mapview.render.clash_words import clash_sentences
from mapview.render.texts import day_words, in_digits, span_words
from mapview.ui.claims.card_layout import Block, Paragraph, Piece, quiet
from mapview.ui.claims.panel import Header, Hint
from mapview.ui.disputes.cards import MOST_CARDS, PREFER_LINK, SideBySide, sides_of
from mapview.ui.disputes.decision import DecisionBox
from mapview.ui.disputes.list import DisputesList
from mapview.ui.disputes.near_copies_view import CopyOffers
from mapview.ui.disputes.words import row_words, title_of
from mapview.ui.session import Session
from mapview.ui.widgets import icons
from mapview.ui.widgets.theme import L, M, S

#: With more pairs than these, conflicts are counted once the time has come to rest.
_MANY_PAIRS = 50_000
_REST_MS = 150
#: From this width on the list stands beside the conflict.
_WIDE = 860


class DisputesPanel(QWidget):
    """Follows both clocks, or shows the conflicts of all times."""

    #: A link of a card, as the claims panel follows it.
    followed = Signal(str)
    #: The number of conflicts at the two clocks.
    counted = Signal(int)
    #: What went wrong, or was done, in a sentence.
    refused = Signal(str)
    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._current: Dispute | None = None
        self._disputes = Disputes(session.view)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.all_times = QCheckBox(self.tr("&All times"), self)
        self.all_times.setToolTip(self.tr("Shows the conflicts of all times, as far as they are known"))
        self.place = QLabel(self)
        self.place.setProperty("quiet", True)
        self.back, self.on = QToolButton(self), QToolButton(self)
        self.list = DisputesList(session, self)
        self.head = Header(session, self)
        self.go = QPushButton(self)
        self.edit = QPushButton(self.tr("&Edit…"), self)
        self.sides = SideBySide(session, self)
        self.copies = CopyOffers(session, self)
        self.decision = DecisionBox(session, self)
        self.hint = Hint(session, self)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._follow)
        self._build()
        self._wire()
        self._dress()

    @property
    def disputes(self) -> Disputes:
        """The conflicts that are listed."""
        return self._disputes

    @property
    def current(self) -> Dispute | None:
        """The conflict that is shown."""
        return self._current

    def show_claim(self, claim: str) -> None:
        """Show the conflict that a claim is in."""
        found = self._session.project.claims.get(claim)
        row = None if found is None else self._session.timeline.columns.row_of(found)
        if row is None:
            return
        if self._disputes.of_claim(row) is None:
            self.all_times.setChecked(True)
        at = self._disputes.of_claim(row)
        if at is not None:
            self.list.choose(at)

    def show_place(self, place: str) -> None:
        """Show the first conflict on a place."""
        at = next((at for at, each in enumerate(self._disputes) if each.conflict.place == place), None)
        if at is not None:
            self.list.choose(at)

    def go_to_next(self, direction: int) -> None:
        """Show the next (1) or the previous (-1) conflict of the list; from its end on it begins anew."""
        count = len(self._disputes)
        if count:
            row = self.list.currentIndex().row()
            self.list.choose((row + direction) % count if row >= 0 else 0 if direction > 0 else count - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the list beside the conflict if there is room."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self._split.orientation() != wanted:
            self._split.setOrientation(wanted)
            few = self.list.height_of_few
            self._split.setSizes([300, self.width() - 300] if wide else [few, max(self.height() - few - 40, 200)])

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Catch up with what happened while the panel was hidden."""
        super().showEvent(event)
        self._tell()

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(L, S, S, S)
        bar.setSpacing(S)
        bar.addWidget(self.all_times)
        bar.addStretch(1)
        bar.addWidget(self.place)
        for button in (self.back, self.on):
            button.setIconSize(QSize(16, 16))
            button.setProperty("flat", True)
            bar.addWidget(button)
        acts = QHBoxLayout()
        acts.setContentsMargins(L, S, L, M)
        acts.setSpacing(S)
        acts.addWidget(self.go)
        acts.addWidget(self.edit)
        acts.addStretch(1)
        self._body = QWidget(self)
        self._body.setObjectName("panel")
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.head)
        body.addLayout(acts)
        body.addWidget(self.sides)
        body.addWidget(self.copies)
        body.addWidget(self.decision)
        body.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._body)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.list)
        self._split.addWidget(self._area)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([self.list.height_of_few, 500])
        self.list.setMinimumSize(120, 100)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._split, 1)
        layout.addWidget(self.hint, 1)
        self.setFocusProxy(self.list)

    def _wire(self) -> None:
        session = self._session
        for button, direction, name in (
            (self.back, -1, self.tr("Previous conflict")),
            (self.on, 1, self.tr("Next conflict")),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _checked=False, direction=direction: self.go_to_next(direction))
        self.all_times.toggled.connect(lambda _on: self._follow())
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(self._enter)
        self.sides.followed.connect(self._do)
        self.go.clicked.connect(self._go_to_day)
        self.edit.clicked.connect(self._edit)
        self.decision.refused.connect(self.refused)
        self.decision.told.connect(self.told)
        self.copies.refused.connect(self.refused)
        session.turns.add(self, self._look_again)
        session.appearance_changed.connect(self._dress)
        session.anchors.told.connect(self._tell)

    def _look_again(self) -> None:
        if len(self._session.timeline.conflict_pairs) > _MANY_PAIRS:
            self._rest.start()
        else:
            self._follow()

    def _everything_known(self) -> View:
        """What is claimed for any time, as far as it is known and passes the filter."""
        view = self._session.view
        return view.timeline.view(None, view.known, view.narrowed)

    def _follow(self) -> None:
        """List what clashes now, and stay with the conflict that is shown if it is still there."""
        self._rest.stop()
        now = Disputes(self._session.view)
        self.counted.emit(len(now))
        self._disputes = Disputes(self._everything_known()) if self.all_times.isChecked() else now
        row = None if self._current is None else self._disputes.closest_to(self._current)
        if row is None and len(self._disputes):
            row = 0
        self._current = None if row is None else self._disputes[row]
        self.list.show_disputes(self._disputes, row)
        self._tell()

    def _choose(self, row: int) -> None:
        self._current = self._disputes[row]
        self._tell()
        self._area.verticalScrollBar().setValue(0)

    def _tell(self) -> None:
        """Show the conflict that is chosen, or say that there is none."""
        if not self.isVisible():
            return
        session, current = self._session, self._current
        self._split.setVisible(current is not None)
        self.hint.setVisible(current is None)
        for button in (self.back, self.on):
            button.setEnabled(len(self._disputes) > 1)
        self._say_position()
        if current is None:
            self.decision.show_dispute(None)
            self.sides.show_sides([])
            self._say_nothing()
            return
        self.head.say(self._head_blocks(current))
        day = self._day()
        self.go.setVisible(day is not None)
        if day is not None:
            self.go.setText(self.tr("&Go to {}").format(day_words(day, session.language)))
            self.go.setToolTip(self.tr("Moves the time to a day on which they clash"))
        self.edit.setToolTip(self.tr("Opens the form of this person's judgement"))
        self.edit.setVisible(current.assertion is not None)
        self.sides.show_sides(sides_of(current, session))
        project = session.project
        self.copies.ask_about(list(dict.fromkeys(project.claims[claim].source for claim in current.conflict.claims)))
        self.decision.show_dispute(current)

    def _say_position(self) -> None:
        row, count = self.list.currentIndex().row(), len(self._disputes)
        said = self.tr("{} of {}").format(row + 1, count) if row >= 0 else ""
        self.place.setText(in_digits(said, self._session.language))

    def _say_nothing(self) -> None:
        when = span_words(self._session.at, self._session.language)
        if self.all_times.isChecked():
            self.hint.say(self.tr("Nothing that is known and shown contradicts anything else."))
        else:
            said = self.tr("Nothing that is claimed for {} contradicts anything else. All times shows other conflicts.")
            self.hint.say(said.format(when))

    def _head_blocks(self, dispute: Dispute) -> list[Block]:
        session = self._session
        project, language = session.project, session.language
        mirrored = language == "ar"
        blocks: list[Block] = [
            Paragraph((Piece(title_of(dispute, project, language), bold=True),), right_to_left=mirrored),
            quiet(Piece(row_words(dispute, project, language).quiet, "quiet"), right_to_left=mirrored, gap=2),
        ]
        at = None if self.all_times.isChecked() else session.at
        sentences = clash_sentences(dispute, session.timeline.columns, project, language, at)
        blocks += [Paragraph((Piece(sentence),), right_to_left=mirrored, gap=S) for sentence in sentences]
        more = len(dispute.conflict.claims) - MOST_CARDS
        if more > 0:
            said = self.tr("More claims than can stand side by side: {}. The table lists them.")
            blocks.append(quiet(Piece(said.format(in_digits(str(more), language)), "quiet")))
        return blocks

    def _day(self) -> int | None:
        """The day to go to: one on which the conflict that is chosen shows."""
        assert self._current is not None  # noqa: S101 - asked for only with a conflict
        session = self._session
        known = session.clocks.known == "locked"
        day = day_of_clash(session.timeline.columns, self._current.pairs, known=known)
        return day if day is not None and session.days != (day, day) else None

    def _go_to_day(self) -> None:
        day = self._day()
        if day is not None:
            session = self._session
            session.set_clocks(session.clocks.in_mode("instant", session.first_day).on(day))

    def _edit(self) -> None:
        if self._current is not None and self._current.assertion is not None:
            self._session.form_asked_for.emit(self._current.assertion)

    def _enter(self) -> None:
        if self.sides.cards:
            self.sides.cards[0].setFocus()

    def _do(self, link: str) -> None:
        if link.startswith(PREFER_LINK):
            self.decision.prefer(link.removeprefix(PREFER_LINK))
            self._area.ensureWidgetVisible(self.decision, 0, M)
        else:
            self.followed.emit(link)

    def _dress(self) -> None:
        session = self._session
        arabic = session.language == "ar"
        self.list.setLayoutDirection(Qt.LayoutDirection.RightToLeft if arabic else Qt.LayoutDirection.LeftToRight)
        self.back.setIcon(icons.icon("previous", session.theme))
        self.on.setIcon(icons.icon("next", session.theme))
        self.decision.dress()
        self._follow()
