"""The form of an utterance: something said once, which one or more sources carry."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from mapview.domain.changes import Kind, Put
from mapview.domain.model import Utterance
from mapview.gazetteer.naming import free_id
from mapview.ui.forms.claims_of import count_of
from mapview.ui.forms.fields.dates import DateLine, coverage
from mapview.ui.forms.fields.texts import Area, BothLanguages
from mapview.ui.forms.form import Edit, Form
from mapview.ui.forms.row import Problem
from mapview.ui.session import Session
from mapview.ui.widgets.words import isolated


class UtteranceForm(Form):
    """Edits an utterance, or makes one; one without an id is a draft."""

    kind: Kind | None = "utterances"

    def __init__(self, session: Session, utterance: Utterance, parent: QWidget | None = None) -> None:
        super().__init__(session, "", utterance if utterance.id else None, parent)
        self.take_text(self.tr("Something said") if utterance.id else self.tr("New: something said"))
        self.speaker = BothLanguages()
        self.date = DateLine(prompt=self.tr("14 January 2026; empty if not known"))
        self.note = Area(lines=(1, 8))
        self.speaker_row = self.add(self.tr("Who said it"), self.speaker)
        self.date_row = self.add(self.tr("When it was said"), self.date)
        self.add(self.tr("Note"), self.note)
        self._show(utterance)
        for field in (self.speaker, self.date, self.note):
            field.changed.connect(self.look_again)
        self.begin()

    def contents(self) -> object:
        """Return what is typed."""
        return self.speaker.value(), self.date.value(), self.note.value()

    def judge(self) -> Iterator[Problem]:
        """Yield what is wrong."""
        if not self.speaker.value().in_language("en"):
            yield Problem(self.speaker_row, self.tr("Name the speaker, in one language or both."), missing=True)
        if self.date.problem():
            yield Problem(self.date_row, self.date.problem())

    def change(self) -> Edit:
        """Return the utterance put in."""
        speaker = self.speaker.value()
        name = self.original.id if self.original else free_id(speaker, self.session.project.utterances, "utterance")
        label = self.tr("change of what {} said") if self.original else self.tr("new utterance of {}")
        utterance = Utterance(name, speaker, self.date.edtf(), self.note.value())
        return Edit(Put(utterance), label.format(isolated(speaker.in_language(self.session.language))), name)

    def reload(self) -> None:
        """Show the utterance as it is now."""
        assert isinstance(self.original, Utterance)  # noqa: S101 - asked for only if there is one
        self._show(self.original)

    def look_again(self) -> None:
        """Judge what is typed, and say what it reads as."""
        edtf = self.date.known()
        self.date_row.say(coverage(edtf, self.session.language) if edtf else "")
        if self.original is not None and self.original.id in self.session.project.utterances:
            quoting = count_of(self.session, "utterance", self.original.id)
            self.speaker_row.say(self.tr("Claims that quote it: {}").format(quoting))
        super().look_again()

    def _show(self, utterance: Utterance) -> None:
        self.speaker.set_value(utterance.speaker)
        self.date.set_value(utterance.date or "")
        self.note.set_value(utterance.note)
