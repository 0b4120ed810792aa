"""The form of a claim: new, made out of a passage, or changed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QPushButton, QWidget

from mapview.domain.changes import Change, Macro, Put
from mapview.domain.consequences import broken_conflicts
from mapview.domain.drafts import ClaimDraft, PlaceDraft
from mapview.domain.model import (
    MAX_ANCHOR_LENGTH,
    Certainty,
    Claim,
    Modality,
    Source,
    Text,
    Topic,
    Utterance,
)
from mapview.errors import BadInputError
from mapview.gazetteer.naming import free_id
from mapview.store.passages import anchor_of
from mapview.ui.claims.edit_menus import add_claim_edits, shortened
from mapview.ui.forms.claim_labels import claim_label
from mapview.ui.forms.claim_rows import WITH_CLAIM, ClaimRows
from mapview.ui.forms.fields.choice import Choice
from mapview.ui.forms.fields.dates import coverage
from mapview.ui.forms.form import Edit
from mapview.ui.forms.row import Problem, choice_problems
from mapview.ui.forms.suggested import in_its_script, place_of, suggested_statement
from mapview.ui.session import New, Session
from mapview.ui.widgets import words


class ClaimForm(ClaimRows):
    """Edits a claim, or makes one out of a draft; ``split_from`` is a claim whose passage says two things."""

    def __init__(
        self,
        session: Session,
        what: Claim | ClaimDraft,
        *,
        split_from: Claim | None = None,
        parent: QWidget | None = None,
    ) -> None:
        claim = what if isinstance(what, Claim) else None
        super().__init__(session, claim, parent)
        self._split_from = split_from
        #: The statement that came with a draft.
        self._drafted = Text()
        #: The source in whose text the passage stands.
        self._anchored: str | None = None
        self._make_buttons()
        self.refill()
        if isinstance(what, Claim):
            self._show(what)
        elif split_from is not None:
            self._show(split_from)
        else:
            self._fill_in(what)
        self._wire()
        self.begin()

    def judge(self) -> Iterator[Problem]:
        """Yield what is wrong."""
        yield from self._choice_problems()
        yield from self._value_problems()
        if not any((self.statement.value().en, self.statement.value().ar)):
            yield Problem(
                self.statement_row, self.tr("Say it in your own words, in one language or both."), missing=True
            )
        if self.when.problem():
            yield Problem(self.when_row, self.when.problem())
        elif not self.when.value():
            yield Problem(self.when_row, self.tr("Say when it holds; “at any time” if it always does."), missing=True)
        yield from self._passage_problems()

    def change(self) -> Edit:
        """Return the claim put in, with the place and the utterance that come with it."""
        project = self.session.project
        before: list[Change] = []
        place = self.place.value() or ""
        if place == WITH_CLAIM and self.new_place is not None:
            made = place_of(self.new_place, project)
            before.append(Put(made))
            place, name = made.id, made.names
        else:
            name = project.places[place].names
        utterance = self.utterance.value()
        if utterance == WITH_CLAIM and self.speaker is not None:
            said = Utterance(free_id(self.speaker, project.utterances, "utterance"), self.speaker)
            before.append(Put(said))
            utterance = said.id
        claim = self._claim(place, utterance)
        where = words.isolated(name.in_language(self.session.language))
        put: Change = Macro((*before, Put(claim))) if before else Put(claim)
        label = claim_label(claim, self.original, where, split=self._split_from is not None)
        return Edit(put, label, claim.id)

    def reload(self) -> None:
        """Show the claim as it is now."""
        assert isinstance(self.original, Claim)  # noqa: S101 - asked for only if there is one
        self._show(self.original)

    def look_again(self) -> None:
        """Judge what is typed, and say what it reads as."""
        self._count_from()
        language = self.session.language
        edtf = self.when.known()
        self.when_row.say(coverage(edtf, language) if edtf else "")
        self.value_row.say(self.value.reading(language))
        source = self.source_now()
        self.source_row.say(_sentence(words.known_words(source, language)) if source else "")
        drafted = self._drafted != Text() and self.statement.value() == self._drafted
        self.statement_row.say(self.tr("This is a draft: make the words your own.") if drafted else "")
        self._suggest()
        super().look_again()

    def wants_passage_of(self, draft: ClaimDraft) -> bool:
        """Whether a passage that was selected belongs here: it was asked for, or the form has none yet."""
        if draft.source is None or draft.start is None:
            return False
        if self.passage.is_awaiting:
            return True
        return self.original is None and self.passage.value() is None and self.source.value() in {None, draft.source}

    def take_passage(self, draft: ClaimDraft) -> None:
        """Take a passage, and from the draft what the form does not say yet."""
        self.passage.settle()
        self.source.set_value(draft.source)
        self._anchor(draft)
        if self.original is None:
            self._complete(draft)
        self.look_again()
        self.focus_first()

    def save_and_next(self) -> None:
        """Save, and start the next claim of the same source on the same place and topic."""
        saved = self.commit()
        if saved is None:
            return
        claim = self.session.project.claims[saved]
        where = self.session.project.places[claim.place].names.in_language(self.session.language)
        self.original = self._split_from = self.new_place = self.speaker = None
        self.refill()
        self._fill_in(ClaimDraft(source=claim.source, place=claim.place, topic=claim.topic))
        self.begin()
        self.told.emit(self.tr("Saved the claim on {}. This is the next one.").format(where))
        self.area.verticalScrollBar().setValue(0)
        self.value.setFocus()

    # What is built.

    def _make_buttons(self) -> None:
        if not isinstance(self.original, Claim):
            next_one = QPushButton(self.tr("Save and &next"), self.footer)
            next_one.setToolTip(self.tr("Saves and starts the next claim of this source (Ctrl+Shift+Return)"))
            next_one.clicked.connect(self.save_and_next)
            self.footer.add(next_one)
            self.key("Ctrl+Shift+Return", self.save_and_next)
            self.key("Ctrl+Shift+Enter", self.save_and_next)
            title = self.tr("New claim") if self._split_from is None else self.tr("Split a claim: what else it says")
        else:
            title = self.tr("Claim")
            self._fill_menu()
            self.menu.aboutToShow.connect(self._fill_menu)
        self.take_text(title)

    def _fill_menu(self) -> None:
        self.menu.clear()
        if isinstance(self.original, Claim):
            add_claim_edits(self.menu, self.original, self.session, editing=True)

    def _wire(self) -> None:
        self.place.new_asked.connect(self._ask_for_place)
        self.topic.new_asked.connect(lambda typed: self._ask_for(Topic("", in_its_script(typed), "state"), self.topic))
        self.source.new_asked.connect(lambda _typed: self._ask_for(New("sources"), self.source))
        self.utterance.new_asked.connect(
            lambda typed: self._ask_for(Utterance("", self.speaker or in_its_script(typed)), self.utterance)
        )
        self.topic.changed.connect(self._take_topic)
        self.passage.read_asked.connect(self._read)
        for field in (self.place, self.source, self.utterance, self.value, self.statement, self.when, self.passage):
            field.changed.connect(self.look_again)
        for choice in (self.modality, self.certainty):
            choice.chosen.connect(self.look_again)
        self.note.changed.connect(self.look_again)

    # What is shown.

    def _show(self, claim: Claim) -> None:
        self.place.set_value(claim.place)
        self.topic.set_value(claim.topic)
        self.value.show_topic(self.topic_now(), self.session.language, self.session.theme)
        self.value.set_value(claim.value)
        self.statement.set_value(claim.statement)
        self.when.set_value(claim.when)
        self.source.set_value(claim.source)
        self.utterance.set_value(claim.utterance)
        self.modality.set_value(claim.modality)
        self.certainty.set_value(claim.certainty)
        self.note.set_value(claim.note)
        self._anchored = claim.source
        self.passage.show_anchor(claim.anchor, self.text_of(claim.source))

    def _fill_in(self, draft: ClaimDraft) -> None:
        """Show a draft."""
        for choice in (self.place, self.topic, self.source, self.utterance):
            choice.set_value(None)
        self.value.clear()
        self.statement.set_value(Text())
        self.when.set_value("")
        self.note.set_value("")
        self.source.set_value(draft.source)
        self.modality.set_value(draft.modality)
        self.certainty.set_value(draft.certainty)
        self._anchored = None
        self.passage.show_anchor(None, None)
        self._anchor(draft)
        self._complete(draft)

    def _complete(self, draft: ClaimDraft) -> None:
        """Take from a draft what the form does not say yet."""
        if draft.new_place is not None and not self.place.typed:
            self.new_place = draft.new_place
        if draft.speaker is not None and not self.utterance.typed:
            self.speaker = draft.speaker
        self.refill()
        for choice, value, with_claim in (
            (self.place, draft.place, self.new_place is not None and self._is_whole(self.new_place)),
            (self.topic, draft.topic, False),
            (self.utterance, draft.utterance, self.speaker is not None),
        ):
            if not choice.typed:
                choice.set_value(value or (WITH_CLAIM if with_claim else None))
        if self.new_place is not None and not self.place.typed:
            self.place.set_typed(self.new_place.names.in_language(self.session.language))
        self.value.show_topic(self.topic_now(), self.session.language, self.session.theme)
        if draft.value is not None and self.value.known() is None:
            self.value.set_value(draft.value)
        now = self.statement.value()
        self._drafted = draft.statement if now == Text() and draft.start is not None else Text()
        self.statement.set_value(Text(now.en or draft.statement.en, now.ar or draft.statement.ar))
        if not self.when.value():
            self.when.set_value(draft.when or "")
        if not self.note.value():
            self.note.set_value(draft.note)

    def _anchor(self, draft: ClaimDraft) -> None:
        """Take the passage of a draft, if the text of its source is at hand."""
        if draft.source is None or draft.start is None or draft.end is None:
            return
        text = self.text_of(draft.source)
        if text is not None:
            self._anchored = draft.source
            self.passage.show_anchor(anchor_of(text, draft.start, draft.end), text)

    def _take_topic(self) -> None:
        self.value.show_topic(self.topic_now(), self.session.language, self.session.theme)
        self.look_again()

    def _suggest(self) -> None:
        place, topic, value = self.place_now(), self.topic_now(), self.value.known()
        if place is None or topic is None or value is None:
            self.statement.suggest(Text())
        else:
            self.statement.suggest(suggested_statement(place, topic, value))

    def _count_from(self) -> None:
        """Relative dates count from the day of the words: the utterance's, else the day of publication."""
        utterance = self.session.project.utterances.get(self.utterance.value() or "")
        source = self.source_now()
        today = (utterance.date if utterance else None) or (source.published if source else None)
        self.when.today = today
        self.value.set_today(today)

    # What others are asked for.

    def _ask_for(self, wanted: object, choice: Choice) -> None:
        self.form_wanted.emit(wanted, choice.set_value)

    def _ask_for_place(self, typed: str) -> None:
        draft = self.new_place or PlaceDraft(in_its_script(typed))
        self.form_wanted.emit(draft, self._take_place)

    def _take_place(self, place: str) -> None:
        self.new_place = None
        self.refill()
        self.place.set_value(place)

    def _read(self) -> None:
        source, anchor = self.source.value(), self.passage.value()
        if source is None:
            self.told.emit(self.tr("Choose the source first: its text opens in the reader."))
            self.passage.settle()
            return
        start, end = (anchor.start, anchor.end) if anchor and self._anchored == source else (0, 0)
        self.session.passage_asked_for.emit(source, start, end)

    # What is wrong.

    def _choice_problems(self) -> Iterator[Problem]:
        for row, choice, needed in (
            (self.place_row, self.place, self.tr("Choose the place, or make a new one.")),
            (self.topic_row, self.topic, self.tr("Choose the topic, or make a new one.")),
            (self.source_row, self.source, self.tr("Choose the source, or make a new one.")),
            (self.utterance_row, self.utterance, ""),
        ):
            yield from choice_problems(row, choice, needed)

    def _value_problems(self) -> Iterator[Problem]:
        if self.topic_now() is None:
            return
        try:
            value = self.value.value()
        except BadInputError as error:
            yield Problem(self.value_row, str(error))
            return
        if value is None:
            yield Problem(self.value_row, self.tr("Give the value that is claimed."), missing=True)

    def _passage_problems(self) -> Iterator[Problem]:
        anchor, source = self.passage.value(), self.source_now()
        row = self.passage_row
        if anchor is None:
            if source is not None and self.text_of(source.id) is None:
                said = self.tr("The text of this source is not in the project: attach its document first.")
                yield Problem(row, said, missing=True)
            else:
                yield Problem(row, self.tr("Select the passage that carries the claim."), missing=True)
            return
        if anchor.end - anchor.start > MAX_ANCHOR_LENGTH:
            said = self.tr("The passage has {} code points: select the shortest that carries the claim, at most {}.")
            yield Problem(row, said.format(anchor.end - anchor.start, MAX_ANCHOR_LENGTH))
        elif source is not None and self._anchored is not None and not self._same_text(source, self._anchored):
            yield Problem(row, self.tr("This passage stands in another source: select one in this source."))
        yield from self._consequences()

    def _consequences(self) -> Iterator[Problem]:
        """Yield what a change would break: asserted conflicts need their claims on one place and on common days."""
        claim = self.original
        if isinstance(claim, Claim) and self.place.value() and self.when.known():
            moved = replace(claim, place=self.place.value() or "", when=self.when.known() or "")
            for conflict in broken_conflicts(self.session.project, [moved]) if moved != claim else ():
                row = self.place_row if moved.place != conflict.place else self.when_row
                reason = words.isolated(shortened(conflict.reason.in_language(self.session.language)))
                said = self.tr("An asserted conflict counts on it; take the claim out of that first: {}")
                yield Problem(row, said.format(reason))
        split = self._split_from
        if split is not None and self._same_as(split):
            said = self.tr("It says the same as the claim that it is split from: change place, topic, value or date.")
            yield Problem(self.value_row, said, missing=True)

    def _same_as(self, other: Claim) -> bool:
        mine = (self.place.value(), self.topic.value(), self.value.known(), self.when.known())
        return mine == (other.place, other.topic, other.value, other.when)

    def _same_text(self, source: Source, other: str) -> bool:
        anchored = self.session.project.sources.get(other)
        return anchored is not None and anchored.sha256 == source.sha256

    def _is_whole(self, draft: PlaceDraft) -> bool:
        return None not in {draft.lat, draft.lon, draft.precision_m}

    def _claim(self, place: str, utterance: str | None) -> Claim:
        project = self.session.project
        statement, anchor, value = self.statement.value(), self.passage.value(), self.value.value()
        edtf, source, topic = self.when.edtf(), self.source.value(), self.topic.value()
        assert anchor is not None and value is not None and edtf and source and topic  # noqa: S101, PT018 - judged
        if self.original is not None:
            name = self.original.id
        else:
            name = free_id(Text(f"{source} {place} {topic}"), project.claims, "claim")
        return Claim(
            name, place, topic, value, statement, edtf, source, anchor, utterance,
            cast("Modality", self.modality.value()), cast("Certainty", self.certainty.value()), self.note.value(),
        )  # fmt: skip


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]
