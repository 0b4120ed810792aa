"""What a person decides on a conflict: which claim is preferred, that both stand, or what explains it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from mapview.domain.changes import Put, Remove
from mapview.domain.disputes import Dispute, decisions_within, judged
from mapview.domain.model import Decision, DecisionKind, Text
from mapview.errors import MapviewError
from mapview.gazetteer.naming import free_id
from mapview.ui.disputes.words import claim_in_short, decision_words, title_of
from mapview.ui.forms.fields.choice import Option, WordChoice
from mapview.ui.forms.fields.texts import BothLanguages
from mapview.ui.session import Session
from mapview.ui.widgets.theme import L, M, S, text_font


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision that is not made yet."""

    kind: DecisionKind | None = None
    prefers: str | None = None
    note: Text = field(default_factory=Text)


class DecisionBox(QWidget):
    """Says what was decided on a conflict, and takes a decision; an unfinished one waits for its conflict."""

    #: What went wrong, in a sentence.
    refused = Signal(str)
    #: What was done.
    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._dispute: Dispute | None = None
        self._drafts: dict[tuple[str, ...], Draft] = {}
        self._changing = False
        self.heading = QLabel(self.tr("Decision"), self)
        self.heading.setFont(text_font(bold=True))
        self.said = QLabel(self)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.change = QPushButton(self.tr("C&hange…"), self)
        self.withdraw = QPushButton(self.tr("&Withdraw"), self)
        self.buttons: dict[DecisionKind, QRadioButton] = {
            "prefer": QRadioButton(self.tr("P&refer"), self),
            "both-stand": QRadioButton(self.tr("B&oth stand"), self),
            "explained": QRadioButton(self.tr("E&xplained by the note"), self),
        }
        self._group = QButtonGroup(self)
        for button in self.buttons.values():
            self._group.addButton(button)
        self.claim = WordChoice((), self, nothing=self.tr("Choose a claim"))
        self.claim.setAccessibleName(self.tr("The claim that is preferred"))
        self.note = BothLanguages(long=True)
        self.note.setAccessibleName(self.tr("Note"))
        self.note_label = QLabel(self.tr("&Note"), self)
        self.note_label.setProperty("quiet", True)
        self.note_label.setBuddy(self.note.en)
        self.hint = QLabel(self)
        self.hint.setProperty("quiet", True)
        self.hint.setWordWrap(True)
        self.record = QPushButton(self.tr("Re&cord the decision"), self)
        self.record.setToolTip(self.tr("Records it with the day (Ctrl+Enter)"))
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self._build()
        self._wire()

    def show_dispute(self, dispute: Dispute | None) -> None:
        """Take the decision on another conflict, or on the same one as it is now."""
        before, self._dispute = self._dispute, dispute
        if before is not None and (dispute is None or before.conflict.claims != dispute.conflict.claims):
            self._keep(before)
            self._changing = False
        if dispute is not None:
            self._offer()
            if before is None or before.conflict.claims != dispute.conflict.claims:
                self._fill(self._drafts.pop(dispute.conflict.claims, Draft()))
        self.tell()

    def prefer(self, claim: str) -> None:
        """Begin a decision for a claim."""
        if self._decision() is not None:
            self._changing = True
        self.claim.set_value(claim)
        self.buttons["prefer"].setChecked(True)
        self.tell()
        self.note.setFocus()

    def begin(self) -> None:
        """Put the cursor where a decision begins."""
        if self.change.isVisibleTo(self):
            self.change.setFocus()
        else:
            chosen = self._group.checkedButton() or self.buttons["prefer"]
            chosen.setFocus()

    def dress(self) -> None:
        """Take the words of another language."""
        if self._dispute is not None:
            draft = self._draft()
            self._offer()
            self._fill(draft)
        self.tell()

    def tell(self) -> None:
        """Show what was decided, and the fields of a decision if there is none or it is being changed."""
        session, dispute = self._session, self._dispute
        decision = self._decision()
        editable = not session.file.read_only
        editing = editable and (decision is None or self._changing)
        arabic = session.language == "ar"
        self.said.setLayoutDirection(Qt.LayoutDirection.RightToLeft if arabic else Qt.LayoutDirection.LeftToRight)
        self.said.setText(self._said(decision, editable=editable))
        self.said.setVisible(bool(self.said.text()))
        for button in (self.change, self.withdraw):
            button.setVisible(editable and decision is not None and not self._changing)
        for part in (*self.buttons.values(), self.claim, self.note_label, self.note, self.record, self.hint):
            part.setVisible(editing and dispute is not None)
        self.cancel.setVisible(editing and self._changing)
        wanted = self._wanting()
        self.hint.setText(wanted)
        self.hint.setVisible(editing and bool(wanted) and self._group.checkedButton() is not None)
        self.record.setEnabled(editing and not wanted)

    def _build(self) -> None:
        settled = QHBoxLayout()
        settled.setSpacing(S)
        settled.addWidget(self.change)
        settled.addWidget(self.withdraw)
        settled.addStretch(1)
        prefer = QHBoxLayout()
        prefer.setSpacing(S)
        prefer.addWidget(self.buttons["prefer"])
        prefer.addWidget(self.claim, 1)
        done = QHBoxLayout()
        done.setSpacing(S)
        done.addWidget(self.record)
        done.addWidget(self.cancel)
        done.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M, L, L)
        layout.setSpacing(S)
        layout.addWidget(self.heading)
        layout.addWidget(self.said)
        layout.addLayout(settled)
        layout.addLayout(prefer)
        layout.addWidget(self.buttons["both-stand"])
        layout.addWidget(self.buttons["explained"])
        layout.addWidget(self.note_label)
        layout.addWidget(self.note)
        layout.addWidget(self.hint)
        layout.addLayout(done)

    def _wire(self) -> None:
        self._group.buttonToggled.connect(lambda _button, _on: self.tell())
        self.note.changed.connect(self.tell)
        self.claim.activated.connect(lambda _row: self._take_claim())
        self.change.clicked.connect(self._begin_change)
        self.withdraw.clicked.connect(self._withdraw)
        self.record.clicked.connect(self._record)
        self.cancel.clicked.connect(self._give_up)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._record)

    def _decision(self) -> Decision | None:
        """The one decision on all pairs of the conflict, if there is one."""
        if self._dispute is None:
            return None
        conflict, decisions = self._dispute.conflict, self._session.project.decisions
        found = decisions_within(conflict, decisions)
        return found[0] if len(found) == 1 and judged(conflict.pairs, decisions) == "decided" else None

    def _said(self, decision: Decision | None, *, editable: bool) -> str:
        session, dispute = self._session, self._dispute
        if dispute is None:
            return ""
        project, language = session.project, session.language
        if decision is not None:
            return decision_words(decision, project, language)
        said = [
            decision_words(each, project, language) for each in decisions_within(dispute.conflict, project.decisions)
        ]
        if said:
            return "\n".join([self.tr("Decided for a part of these claims:"), *said])
        return "" if editable else self.tr("Nobody has decided on it.")

    def _offer(self) -> None:
        assert self._dispute is not None  # noqa: S101 - asked for only with a conflict
        session = self._session
        claims = self._dispute.conflict.claims
        self.claim.offer(
            [
                Option(claim, claim_in_short(session.project.claims[claim], session.project, session.language))
                for claim in claims
            ]
        )

    def _draft(self) -> Draft:
        kind = next((kind for kind, button in self.buttons.items() if button.isChecked()), None)
        return Draft(kind, self.claim.value(), self.note.value())

    def _fill(self, draft: Draft) -> None:
        self._group.setExclusive(False)
        for kind, button in self.buttons.items():
            button.setChecked(kind == draft.kind)
        self._group.setExclusive(True)
        self.claim.set_value(draft.prefers)
        self.note.set_value(draft.note)

    def _keep(self, dispute: Dispute) -> None:
        draft = self._draft()
        if draft != Draft() and not self._changing:
            self._drafts[dispute.conflict.claims] = draft

    def _take_claim(self) -> None:
        self.buttons["prefer"].setChecked(True)
        self.tell()

    def _wanting(self) -> str:
        """Say what a decision still needs; nothing if it can be made."""
        draft = self._draft()
        if draft.kind is None:
            return self.tr("Choose what holds.")
        if draft.kind == "prefer" and draft.prefers is None:
            return self.tr("Choose the claim that is preferred.")
        if draft.kind == "explained" and not draft.note.in_language("en"):
            return self.tr("Say in the note what explains it.")
        return ""

    def _begin_change(self) -> None:
        decision = self._decision()
        if decision is not None:
            self._changing = True
            self._fill(Draft(decision.kind, decision.prefers, decision.note))
            self.tell()
            self.begin()

    def _give_up(self) -> None:
        self._changing = False
        self._fill(Draft())
        self.tell()
        self.begin()

    def _record(self) -> None:
        dispute, session = self._dispute, self._session
        if dispute is None or self._wanting():
            return
        draft = self._draft()
        assert draft.kind is not None  # noqa: S101 - nothing is wanting
        present = self._decision()
        decision = decision_of(dispute, draft, session, present if self._changing else None)
        self._changing = False
        self._fill(Draft())
        label = self.tr("decision on {}").format(title_of(dispute, session.project, session.language))
        if not self._do(Put(decision), label):
            self._changing = present is not None
            self._fill(draft)
            self.tell()
            return
        self.told.emit(self.tr("The decision is recorded."))
        self.begin()

    def _withdraw(self) -> None:
        decision, dispute, session = self._decision(), self._dispute, self._session
        if decision is None or dispute is None:
            return
        label = self.tr("withdrawal of the decision on {}")
        title = title_of(dispute, session.project, session.language)
        if self._do(Remove("decisions", decision.id), label.format(title)):
            self.begin()

    def _do(self, change: Put | Remove, label: str) -> bool:
        try:
            self._session.edit(change, label)
        except MapviewError as error:
            self.refused.emit(str(error))
            return False
        return True


def decision_of(dispute: Dispute, draft: Draft, session: Session, present: Decision | None) -> Decision:
    """Return the decision that a draft makes of a conflict, today; the one that is changed keeps id and claims."""
    assert draft.kind is not None  # noqa: S101 - a draft without a kind cannot be recorded
    decisions = session.project.decisions
    claims: Sequence[str] = sorted(dispute.conflict.claims)
    same = present or next((each for each in decisions.values() if list(each.claims) == list(claims)), None)
    made = datetime.now(UTC).date().isoformat()
    prefers = draft.prefers if draft.kind == "prefer" else None
    if same is not None:
        return replace(same, kind=draft.kind, made=made, prefers=prefers, note=draft.note)
    names = Text(f"{dispute.conflict.place} {dispute.conflict.topic}")
    return Decision(free_id(names, decisions, "decision"), tuple(claims), draft.kind, made, prefers, draft.note)
