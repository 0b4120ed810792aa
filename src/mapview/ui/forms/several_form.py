"""The form of several claims: what is touched is changed in all of them, the rest stays as it is in each."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from mapview.domain.changes import Macro, Put
from mapview.domain.consequences import broken_conflicts
from mapview.domain.model import Claim, Project
from mapview.domain.rules import claim_faults
from mapview.ui.claims.edit_menus import shortened
from mapview.ui.forms import options
from mapview.ui.forms.fields.choice import Choice, WordChoice
from mapview.ui.forms.fields.dates import DateLine, coverage
from mapview.ui.forms.fields.texts import Area
from mapview.ui.forms.form import Edit, Form
from mapview.ui.forms.row import Problem, Row, choice_problems
from mapview.ui.session import Session, Several, Wanted
from mapview.ui.widgets import words


class SeveralForm(Form):
    """Edits several claims at once."""

    def __init__(self, session: Session, claims: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(session, "", None, parent)
        self._ids = claims
        as_is = self.tr("As it is in each")
        self.place = Choice(prompt=as_is)
        self.topic = Choice(prompt=as_is)
        self.when = DateLine(prompt=as_is)
        self.source = Choice(prompt=as_is)
        self.utterance = Choice(prompt=as_is)
        self.modality = WordChoice(nothing=as_is)
        self.certainty = WordChoice(nothing=as_is)
        self.note = Area(lines=(1, 8), prompt=as_is)
        self.place_row = self.add(self.tr("Place"), self.place)
        self.topic_row = self.add(self.tr("Topic"), self.topic)
        self.when_row = self.add(self.tr("When they are in force"), self.when)
        self.source_row = self.add(self.tr("Source"), self.source)
        self.utterance_row = self.add(self.tr("Who is quoted"), self.utterance)
        self.add(self.tr("Modality"), self.modality)
        self.add(self.tr("Certainty"), self.certainty)
        self.note_row = self.add(self.tr("Note"), self.note)
        self.refill()
        for field in (self.place, self.topic, self.when, self.source, self.utterance, self.note):
            field.changed.connect(self.look_again)
        for choice in (self.modality, self.certainty):
            choice.chosen.connect(self.look_again)
        self.begin()
        self._count()

    def contents(self) -> object:
        """Return what is typed."""
        return (
            self.place.contents(),
            self.topic.contents(),
            self.when.value(),
            self.source.contents(),
            self.utterance.contents(),
            self.modality.value(),
            self.certainty.value(),
            self.note.value(),
        )

    def judge(self) -> Iterator[Problem]:
        """Yield what is wrong."""
        for row, choice in self._choices().values():
            yield from choice_problems(row, choice, "")
        if self.when.problem():
            yield Problem(self.when_row, self.when.problem())
            return
        if not self._touched():
            yield Problem(self.place_row, self.tr("Change something."), missing=True)
            return
        yield from self._faults()

    def change(self) -> Edit:
        """Return the claims put in."""
        changed = self._changed()
        label = self.tr("change of {} claims").format(len(changed))
        return Edit(Macro(tuple(Put(claim) for claim in changed)), label, changed[0].id)

    def refill(self) -> None:
        """Offer what the project has now."""
        project, language = self.session.project, self.session.language
        self.place.offer(options.place_options(self.session))
        self.topic.offer(options.topic_options(project, language))
        self.source.offer(options.source_options(self.session))
        self.utterance.offer(options.utterance_options(self.session))
        self.modality.offer(options.modality_options(language))
        self.certainty.offer(options.certainty_options(language))
        self._count()

    def look_again(self) -> None:
        """Judge what is typed, and say what it reads as."""
        edtf = self.when.known()
        self.when_row.say(coverage(edtf, self.session.language) if edtf else "")
        super().look_again()

    def is_for(self, wanted: Wanted) -> bool:
        """Whether the form is open for something."""
        return isinstance(wanted, Several) and wanted.claims == self._ids

    def _count(self) -> None:
        self.take_text(self.tr("{} claims at once").format(len(self._claims())))

    def _choices(self) -> dict[str, tuple[Row, Choice]]:
        return {
            "place": (self.place_row, self.place),
            "topic": (self.topic_row, self.topic),
            "source": (self.source_row, self.source),
            "utterance": (self.utterance_row, self.utterance),
        }

    def _claims(self) -> list[Claim]:
        """Return those that the project still has."""
        claims = self.session.project.claims
        return [claims[name] for name in self._ids if name in claims]

    def _touched(self) -> dict[str, Any]:
        """Return what was given, by the name of the claim's field."""
        given: dict[str, Any] = {name: choice.value() for name, (_, choice) in self._choices().items()}
        given |= {
            "when": self.when.known(),
            "modality": self.modality.value(),
            "certainty": self.certainty.value(),
            "note": self.note.value() or None,
        }
        return {name: value for name, value in given.items() if value is not None}

    def _changed(self) -> list[Claim]:
        return [replace(claim, **self._touched()) for claim in self._claims()]

    def _faults(self) -> Iterator[Problem]:
        """Yield what the change would leave wrong in some of the claims, or in conflicts that count on them."""
        project, changed = self.session.project, self._changed()
        if self.topic.value() is not None:
            unfit = sum(any(fault.key == "value" for fault in claim_faults(claim, project)) for claim in changed)
            if unfit:
                said = self.tr("Claims whose values do not fit this topic: {} of {}.")
                yield Problem(self.topic_row, said.format(unfit, len(changed)))
        if self.source.value() is not None:
            yield from self._passage_faults(project, self.source.value() or "")
        if {"place", "when"} & self._touched().keys():
            for conflict in broken_conflicts(project, changed):
                said = self.tr("An asserted conflict counts on some of them; change that first: {}")
                reason = words.isolated(shortened(conflict.reason.in_language(self.session.language)))
                yield Problem(self.place_row if self.place.value() else self.when_row, said.format(reason))

    def _passage_faults(self, project: Project, source: str) -> Iterator[Problem]:
        """Passages stand in one text: claims can only move between sources that have the same."""
        text = project.sources[source].sha256
        elsewhere = sum(project.sources[claim.source].sha256 != text for claim in self._claims())
        if elsewhere:
            said = self.tr(
                "Claims whose passages stand in another text: {}. Only copies of one text can take them over."
            )
            yield Problem(self.source_row, said.format(elsewhere))
