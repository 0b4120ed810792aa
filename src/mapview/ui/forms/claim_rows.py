"""The fields of a claim, what they offer, and what is chosen in them."""

from PySide6.QtWidgets import QWidget

from mapview.domain.changes import Kind
from mapview.domain.drafts import PlaceDraft
from mapview.domain.model import Claim, Place, Source, Text, Topic
from mapview.ui.forms import options
from mapview.ui.forms.fields.choice import Choice, Option, WordChoice
from mapview.ui.forms.fields.dates import DateLine
from mapview.ui.forms.fields.passage import PassageField
from mapview.ui.forms.fields.statement import StatementField
from mapview.ui.forms.fields.texts import Area
from mapview.ui.forms.fields.value import ValueField
from mapview.ui.forms.form import Form
from mapview.ui.forms.suggested import place_of
from mapview.ui.session import Session

#: What an option stands for that comes into the project with the claim.
WITH_CLAIM = "+"


class ClaimRows(Form):
    """A form with the fields of a claim; what becomes of them is for its subclass to say."""

    kind: Kind | None = "claims"

    def __init__(self, session: Session, claim: Claim | None, parent: QWidget | None = None) -> None:
        super().__init__(session, "", claim, parent)
        #: What comes into the project with the claim, if it is chosen.
        self.new_place: PlaceDraft | None = None
        self.speaker: Text | None = None
        self._make_fields()
        self._make_rows()

    def contents(self) -> object:
        """Return what is typed."""
        return (
            self.place.contents(),
            self.topic.contents(),
            self.value.contents(),
            self.statement.value(),
            self.when.value(),
            self.source.contents(),
            self.passage.value(),
            self.utterance.contents(),
            self.modality.value(),
            self.certainty.value(),
            self.note.value(),
        )

    def refill(self) -> None:
        """Offer what the project has now."""
        session = self.session
        project, language = session.project, session.language
        self.place.offer(
            options.place_options(session, first=self._with_claim(self.new_place.names if self.new_place else None))
        )
        self.topic.offer(options.topic_options(project, language))
        self.source.offer(options.source_options(session))
        self.utterance.offer(options.utterance_options(session, first=self._with_claim(self.speaker)))
        self.modality.offer(options.modality_options(language))
        self.certainty.offer(options.certainty_options(language))
        self.value.show_topic(self.topic_now(), language, session.theme)

    def _with_claim(self, name: Text | None) -> list[Option]:
        """Offer what comes into the project with the claim, if there is such a thing."""
        if name is None:
            return []
        shown = self.tr("{} (new)").format(name.in_language(self.session.language))
        return [Option(WITH_CLAIM, shown, (name.en, name.ar))]

    def place_now(self) -> Place | None:
        """Return the place that is chosen, the one that comes with the claim too."""
        chosen = self.place.value()
        if chosen == WITH_CLAIM and self.new_place is not None:
            return place_of(self.new_place, self.session.project)
        return self.session.project.places.get(chosen or "")

    def topic_now(self) -> Topic | None:
        """Return the topic that is chosen."""
        return self.session.project.topics.get(self.topic.value() or "")

    def source_now(self) -> Source | None:
        """Return the source that is chosen."""
        return self.session.project.sources.get(self.source.value() or "")

    def text_of(self, source: str) -> str | None:
        """Return the text of a source, None if the project does not have it."""
        found = self.session.project.sources.get(source)
        document = self.session.file.document(found.sha256) if found else None
        return document.text if document else None

    def _make_fields(self) -> None:
        self.place = Choice(new=self.tr("New place…"), prompt=self.tr("Type a part of its name"))
        self.topic = Choice(new=self.tr("New topic…"), prompt=self.tr("What it is about"))
        self.value = ValueField()
        self.statement = StatementField()
        self.when = DateLine(prompt=self.tr("14 January 2026 · since October 2025 · 2025-09"))
        self.source = Choice(new=self.tr("New source…"), prompt=self.tr("Publisher or title"))
        self.passage = PassageField()
        self.utterance = Choice(new=self.tr("New utterance…"), prompt=self.tr("Nobody: the report's own words"))
        self.modality = WordChoice()
        self.certainty = WordChoice()
        self.note = Area(lines=(1, 8), prompt=self.tr("What a reader should know besides"))

    def _make_rows(self) -> None:
        self.place_row = self.add(self.tr("Place"), self.place)
        self.topic_row = self.add(self.tr("Topic"), self.topic)
        self.value_row = self.add(self.tr("Value"), self.value)
        self.when_row = self.add(self.tr("When it is in force"), self.when)
        self.statement_row = self.add(self.tr("Statement, in your own words"), self.statement)
        self.source_row = self.add(self.tr("Source"), self.source)
        self.passage_row = self.add(self.tr("Passage"), self.passage)
        self.utterance_row = self.add(self.tr("Who is quoted"), self.utterance)
        self.modality_row, self.certainty_row = self.add_pair(
            (self.tr("Modality"), self.modality), (self.tr("Certainty"), self.certainty)
        )
        self.note_row = self.add(self.tr("Note"), self.note)
