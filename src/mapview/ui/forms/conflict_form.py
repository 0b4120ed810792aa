"""The form of an asserted conflict: claims on one place set against each other, and why."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mapview.domain.changes import Kind, Put
from mapview.domain.model import AssertedConflict, Claim, Text
from mapview.domain.rules import conflict_faults
from mapview.gazetteer.naming import free_id
from mapview.gazetteer.normalise import fold
from mapview.render.texts import date_words
from mapview.ui.forms import options
from mapview.ui.forms.claims_of import claims_of
from mapview.ui.forms.fields.choice import Choice, Option, WordChoice
from mapview.ui.forms.fields.offered import Offered
from mapview.ui.forms.fields.texts import BothLanguages, Line
from mapview.ui.forms.form import Edit, Form
from mapview.ui.forms.row import Problem, choice_problems
from mapview.ui.session import Session
from mapview.ui.widgets import words
from mapview.ui.widgets.theme import M, S

_SIDES = 4
#: More rows than these are asked to be narrowed by the filter.
_MOST = 60

Sides = tuple[tuple[str, ...], ...]


class ClaimRow(QWidget):
    """A claim, and on which side it stands."""

    def __init__(self, claim: Claim, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.claim = claim.id
        self.side = WordChoice([Option(str(side), str(side)) for side in range(1, _SIDES + 1)], nothing="–")
        self.side.setFixedWidth(64)
        self.side.setAccessibleName(self.tr("Side of: {}").format(said))
        label = QLabel(said, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.side, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)


class SidesField(QWidget):
    """The claims on a place, each with the side on which it stands."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ClaimRow] = []
        self._sides: dict[str, str] = {}
        self._claims: list[tuple[Claim, str]] = []
        self.filter = Line(self, prompt=self.tr("Filter claims"))
        self.filter.setAccessibleName(self.tr("Filter claims"))
        self.filter.changed.connect(self._fill)
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setProperty("kind", "quiet")
        self._list = QVBoxLayout()
        self._list.setSpacing(M)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(self.filter)
        layout.addLayout(self._list)
        layout.addWidget(self.hint)
        self.setFocusProxy(self.filter)

    def offer(self, claims: list[tuple[Claim, str]]) -> None:
        """Offer claims, each with what it says; those that stand on a side and are not among them leave it."""
        present = {claim.id for claim, _ in claims}
        self._claims = claims
        self._sides = {claim: side for claim, side in self._sides.items() if claim in present}
        self._fill()

    def value(self) -> Sides:
        """Return the sides that hold a claim."""
        order = [claim.id for claim, _ in self._claims]
        sides = [tuple(claim for claim in order if self._sides.get(claim) == str(at)) for at in range(1, _SIDES + 1)]
        return tuple(side for side in sides if side)

    def set_value(self, sides: Sides) -> None:
        """Put claims on sides; those beyond the last one that can be shown stand on it."""
        self._sides = {claim: str(min(at, _SIDES)) for at, side in enumerate(sides, start=1) for claim in side}
        self._fill()

    def _fill(self) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        wanted = fold(self.filter.value()).split()
        found = [
            (claim, said)
            for claim, said in self._claims
            if claim.id in self._sides or all(word in fold(said) for word in wanted)
        ]
        found.sort(key=lambda each: self._sides.get(each[0].id, "~"))
        for claim, said in found[:_MOST]:
            row = ClaimRow(claim, said, self)
            row.side.set_value(self._sides.get(claim.id))
            row.side.chosen.connect(lambda row=row: self._take(row))
            self.rows.append(row)
            self._list.addWidget(row)
            row.show()
        if not self._claims:
            self.hint.setText(self.tr("Choose a place that claims are on."))
        else:
            self.hint.setText(self.tr("More claims: {}. Filter them by a word.").format(len(found) - _MOST))
        self.hint.setVisible(not self._claims or len(found) > _MOST)
        self.filter.setVisible(len(self._claims) > 8)

    def _take(self, row: ClaimRow) -> None:
        side = row.side.value()
        if side is None:
            self._sides.pop(row.claim, None)
        else:
            self._sides[row.claim] = side
        self.changed.emit()


class ConflictForm(Form):
    """Edits an asserted conflict, or makes one; one without an id is a draft."""

    kind: Kind | None = "conflicts"

    def __init__(self, session: Session, conflict: AssertedConflict, parent: QWidget | None = None) -> None:
        super().__init__(session, "", conflict if conflict.id else None, parent)
        self.take_text(self.tr("Asserted conflict") if conflict.id else self.tr("New asserted conflict"))
        self.place = Choice(prompt=self.tr("Type a part of its name"))
        self.topic = Choice(prompt=self.tr("What it is about"))
        self.sides = SidesField()
        self.reason = BothLanguages(long=True)
        self.place_row = self.add(self.tr("Place"), self.place)
        self.topic_row = self.add(self.tr("Filed under"), self.topic)
        self.reason_row = self.add(self.tr("Why they cannot all hold"), self.reason)
        self.sides_row = self.add(self.tr("Claims, and the side on which each stands"), self.sides)
        self._offered: tuple[list[str], str] = ([], "")
        self.refill()
        self._show(conflict)
        self.place.changed.connect(self._take_place)
        for field in (self.topic, self.reason, self.sides):
            field.changed.connect(self.look_again)
        self.begin()

    def contents(self) -> object:
        """Return what is typed."""
        return self.place.contents(), self.topic.contents(), self.sides.value(), self.reason.value()

    def judge(self) -> Iterator[Problem]:
        """Yield what is wrong."""
        for row, choice, needed in (
            (self.place_row, self.place, self.tr("Choose the place that the claims are on.")),
            (self.topic_row, self.topic, self.tr("Choose the topic under which it is filed.")),
        ):
            yield from choice_problems(row, choice, needed)
        if not self.reason.value().in_language("en"):
            yield Problem(self.reason_row, self.tr("Say why, in one language or both."), missing=True)
        if len(self.sides.value()) < 2:
            yield Problem(self.sides_row, self.tr("Put claims on two sides or more."), missing=True)
        elif self.place.value() and self.topic.value():
            yield from self._faults()

    def change(self) -> Edit:
        """Return the conflict put in."""
        conflict = self._conflict()
        where = self.session.project.places[conflict.place].names.in_language(self.session.language)
        label = self.tr("change of a conflict on {}") if self.original else self.tr("new conflict on {}")
        return Edit(Put(conflict), label.format(words.isolated(where)), conflict.id)

    def refill(self) -> None:
        """Offer what the project has now."""
        project, language = self.session.project, self.session.language
        columns = self.session.timeline.columns
        used = {columns.place_ids[at] for at in np.unique(columns.place)}
        self.place.offer(Offered(self.session.catalogues.places(project, language).only(used)))
        self.topic.offer(options.topic_options(project, language))
        # The same claims may say something else now.
        self._offered = ([], "")
        self._offer_claims()

    def reload(self) -> None:
        """Show the conflict as it is now."""
        assert isinstance(self.original, AssertedConflict)  # noqa: S101 - asked for only if there is one
        self._show(self.original)

    def _show(self, conflict: AssertedConflict) -> None:
        self.place.set_value(conflict.place)
        self.topic.set_value(conflict.topic)
        self.reason.set_value(conflict.reason)
        self._offer_claims()
        self.sides.set_value(conflict.sides)

    def _take_place(self) -> None:
        self._offer_claims()
        self.look_again()

    def _offer_claims(self) -> None:
        names = claims_of(self.session, "place", self.place.value() or "")
        if (names, self.session.language) != self._offered:
            self._offered = (names, self.session.language)
            claims = [self.session.project.claims[name] for name in names]
            self.sides.offer([(claim, claim_words(claim, self.session)) for claim in claims])

    def _faults(self) -> Iterator[Problem]:
        """Say which claims share no day with one of another side."""
        conflict, project = self._conflict(), self.session.project
        if not any(conflict_faults(conflict, project)):
            return
        for claim in (claim for side in conflict.sides for claim in side):
            if any(repr(claim) in fault.message for fault in conflict_faults(conflict, project)):
                said = self.tr("It shares no day with a claim of another side, so that it clashes with none: {}")
                shown = project.claims[claim].statement.in_language(self.session.language)
                yield Problem(self.sides_row, said.format(words.isolated(shown)))
                return

    def _conflict(self) -> AssertedConflict:
        place, topic = self.place.value() or "", self.topic.value() or ""
        project = self.session.project
        name = self.original.id if self.original else free_id(Text(f"{place} {topic}"), project.conflicts, "conflict")
        return AssertedConflict(name, place, topic, self.sides.value(), self.reason.value())


def claim_words(claim: Claim, session: Session) -> str:
    """Return what a claim says, when, and who says so."""
    language = session.language
    source = session.project.sources[claim.source]
    said = claim.statement.in_language(language)
    return f"{said} ({date_words(claim.when, language)} · {words.publisher_words(source, language)})"
