"""What an edit in the table makes of claims; knows no toolkit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from mapview.domain.changes import Change, Macro, Put
from mapview.domain.drafts import ClaimDraft
from mapview.domain.model import Anchor, Certainty, Claim, Modality, Project, Quantity, Text, Topic, Value
from mapview.domain.snapshot import Language
from mapview.errors import BadInputError
from mapview.reading.typed_dates import typed_edtf
from mapview.reading.typed_quantities import typed_quantity
from mapview.store.originals import find_passage
from mapview.ui.table.columns import ColumnKey, plain_quantity
from mapview.ui.widgets.words import isolated, value_words

_MOST_OF_A_STATEMENT = 40

#: Gives the text of a document by its SHA-256, None if the project does not have it.
DocumentText = Callable[[str], str | None]


class Editor:
    """Makes claims out of what is typed into cells of a project's table."""

    def __init__(self, project: Project, language: Language, document: DocumentText) -> None:
        self._project = project
        self._language = language
        self._document = document

    def edited(self, claim: Claim, column: ColumnKey, typed: str) -> Claim:
        """Return a claim with another content of a cell.

        Parameters
        ----------
        typed
            Ids for place, topic, source, modality, certainty, and a value of a state topic; for who is quoted an id or
            nothing; text as typed for the rest.

        Raises
        ------
        BadInputError
            If it cannot be, in a sentence that says why and what to do.
        """
        edits: Mapping[ColumnKey, Callable[[Claim, str], Claim]] = {
            "place": lambda claim, typed: replace(claim, place=self._known(typed, self._project.places)),
            "topic": self._with_topic,
            "value": lambda claim, typed: replace(claim, value=self.value(claim, typed)),
            "statement": self._with_statement,
            "when": lambda claim, typed: replace(claim, when=self.when(claim, typed)),
            "source": self._with_source,
            "quoted": self._with_quoted,
            "modality": lambda claim, typed: replace(claim, modality=_modality(typed)),
            "certainty": lambda claim, typed: replace(claim, certainty=_certainty(typed)),
            "note": lambda claim, typed: replace(claim, note=typed.strip()),
        }
        return edits[column](claim, typed)

    def typed(self, claim: Claim, column: ColumnKey) -> str:
        """Return what stands in the editor of a cell before it is edited; :meth:`edited` reads it back."""
        if column == "value":
            said = plain_quantity(claim.value) if isinstance(claim.value, Quantity) else claim.value
            return f"{said:.15g}" if isinstance(said, float) else said
        texts: dict[ColumnKey, str] = {
            "place": claim.place,
            "topic": claim.topic,
            "statement": claim.statement.ar if self._language == "ar" else claim.statement.en,
            "when": claim.when,
            "source": claim.source,
            "quoted": claim.utterance or "",
            "modality": claim.modality,
            "certainty": claim.certainty,
            "note": claim.note,
        }
        return texts[column]

    def value(self, claim: Claim, typed: str) -> Value:
        """Read a value of the claim's topic.

        Raises
        ------
        BadInputError
            If it is none.
        """
        topic = self._project.topics[claim.topic]
        match topic.type:
            case "quantity":
                units = (topic.unit.en, topic.unit.ar) if topic.unit else ()
                return typed_quantity(typed, units)
            case "date":
                return typed_edtf(typed, self._today(claim))
            case "state":
                if typed not in {state.id for state in topic.states}:
                    raise BadInputError(f"{isolated(typed)} is no value of this topic: choose one of the list.")
                return typed
        if not typed.strip():
            raise BadInputError("The value is empty: write what is claimed.")
        return typed.strip()

    def when(self, claim: Claim, typed: str) -> str:
        """Read when a claim is in force, in EDTF.

        Raises
        ------
        BadInputError
            If it is no date.
        """
        if not typed.strip():
            raise BadInputError("A claim needs a date: write one, or “at any time” if it always holds.")
        return typed_edtf(typed, self._today(claim))

    def fits(self, claim: Claim, topic: Topic) -> bool:
        """Whether a claim's value can be one of a topic."""
        before = self._project.topics[claim.topic]
        if topic.type == "state":
            return claim.value in {state.id for state in topic.states}
        return before.type == topic.type and (topic.type != "quantity" or before.unit == topic.unit)

    def _with_topic(self, claim: Claim, typed: str) -> Claim:
        topic = self._project.topics[self._known(typed, self._project.topics)]
        if not self.fits(claim, topic):
            value = value_words(claim, self._project, self._language)
            name = topic.names.in_language(self._language)
            raise BadInputError(
                f"“{isolated(value)}” is no value of the topic {isolated(name)}: edit the claim in its form, where both"
                " can be changed."
            )
        return replace(claim, topic=topic.id)

    def _with_statement(self, claim: Claim, typed: str) -> Claim:
        said = " ".join(typed.split())
        before = claim.statement
        statement = Text(before.en, said) if self._language == "ar" else Text(said, before.ar)
        if not statement.en and not statement.ar:
            raise BadInputError("The statement is empty: say in a sentence what is claimed.")
        return replace(claim, statement=statement)

    def _with_source(self, claim: Claim, typed: str) -> Claim:
        source = self._project.sources[self._known(typed, self._project.sources)]
        if source.id == claim.source or source.sha256 == self._project.sources[claim.source].sha256:
            return replace(claim, source=source.id)
        text = self._document(source.sha256)
        start = None if text is None else find_passage(text, claim.anchor)
        if start is None:
            why = "its text is not in this project" if text is None else "its text does not hold the claim's passage"
            raise BadInputError(
                f"The claim cannot move to that source, because {why}: edit the claim in its form and choose the"
                " passage there."
            )
        length = claim.anchor.end - claim.anchor.start
        anchor = Anchor(start, start + length, claim.anchor.sha256, claim.anchor.cue)
        return replace(claim, source=source.id, anchor=anchor)

    def _with_quoted(self, claim: Claim, typed: str) -> Claim:
        return replace(claim, utterance=self._known(typed, self._project.utterances) if typed else None)

    def _known(self, typed: str, known: Mapping[str, object]) -> str:
        if typed not in known:
            raise BadInputError("Nothing is chosen: type a part of the name and choose one of the list.")
        return typed

    def _today(self, claim: Claim) -> str | None:
        """The day from which relative words count: that of the words quoted, else of the publication."""
        if claim.utterance is not None and self._project.utterances[claim.utterance].date:
            return self._project.utterances[claim.utterance].date
        return self._project.sources[claim.source].published


def change_of(claims: Iterable[Claim], project: Project) -> Change | None:
    """Return the change that puts claims in place of those of their ids, None if none differs."""
    changed = [Put(claim) for claim in claims if project.claims[claim.id] != claim]
    if not changed:
        return None
    return changed[0] if len(changed) == 1 else Macro(tuple(changed))


def short_statement(claim: Claim, language: Language) -> str:
    """Return the beginning of a claim's statement in quotation marks, for a label."""
    said = claim.statement.in_language(language)
    if len(said) > _MOST_OF_A_STATEMENT:
        said = said[: _MOST_OF_A_STATEMENT - 1].rstrip() + "…"
    return isolated(f"“{said}”")


def duplicate(claim: Claim) -> ClaimDraft:
    """Return a draft with everything that a claim has."""
    return replace(split(claim), value=claim.value, statement=claim.statement, note=claim.note)


def split(claim: Claim) -> ClaimDraft:
    """Return a draft for another claim on the same passage: what is claimed is left to be said."""
    return ClaimDraft(
        source=claim.source,
        start=claim.anchor.start,
        end=claim.anchor.end,
        place=claim.place,
        topic=claim.topic,
        when=claim.when,
        modality=claim.modality,
        certainty=claim.certainty,
        utterance=claim.utterance,
    )


def _modality(typed: str) -> Modality:
    return typed  # type: ignore[return-value] # an id of the list; the project refuses others


def _certainty(typed: str) -> Certainty:
    return typed  # type: ignore[return-value] # an id of the list; the project refuses others
