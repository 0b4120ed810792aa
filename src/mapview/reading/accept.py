"""From a suggested claim to the change that makes it one, or to a draft of what a person must complete."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mapview.domain.changes import Change, Draft, Macro, Put
from mapview.domain.dates import iso, parse
from mapview.domain.drafts import ClaimDraft, PlaceDraft
from mapview.domain.model import (
    MAX_CUE_WORDS,
    Anchor,
    Claim,
    CueWords,
    Place,
    Project,
    Quantity,
    Source,
    Text,
    Topic,
    Utterance,
    Value,
    rejection_of,
)
from mapview.errors import UnknownIdError
from mapview.gazetteer.index import Entry
from mapview.gazetteer.normalise import fold, is_arabic
from mapview.reading import cues as cue_words
from mapview.reading.cues import Cues
from mapview.reading.names import Names, shared
from mapview.reading.project_places import ProjectPlaces, draft_of_place, free_id
from mapview.reading.quantities import Amount
from mapview.reading.suggest import Suggestion, from_publication
from mapview.reading.tokens import normalise

#: A value of a topic in the words of a language (``en``, ``ar``).
InWords = Callable[[Value, Topic, str], str]
_ABOUT = {"planned": ("planned", "مقرر"), "denied": ("denied", "منفي"), "estimated": ("estimated", "تقدير")}
#: Places that one is in and not at.
_WITHIN = frozenset({"country", "region", "governorate", "district", "city", "town", "village", "neighbourhood",
                     "area"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting made: one change with the ids of its new claims, and drafts of what could not be accepted."""

    change: Macro | None
    claims: tuple[str, ...]
    drafts: tuple[ClaimDraft, ...]


def project_cues(project: Project) -> Cues:
    """Return the cue words for reading in a project: its own, the names of its topics, and those built in."""
    return cue_words.load(None, (*project.cues.values(), *_named(project)))


def still_open(suggestions: Iterable[Suggestion], sha256: str, project: Project) -> tuple[Suggestion, ...]:
    """Return the suggestions that nobody has turned down and that no claim makes already.

    Parameters
    ----------
    suggestions
        What was read in a document.
    sha256
        The document's, of its normalised text.
    project
        What holds rejections and claims. A claim makes a suggestion if it is of the same document and place, their
        passages overlap and their topics are the same; without a topic of the project the place and the passage
        tell.
    """
    sources = {source.id for source in project.sources.values() if source.sha256 == sha256}
    made = [claim for claim in project.claims.values() if claim.source in sources]
    places = _Places(project)
    return tuple(
        each
        for each in suggestions
        if rejection_of(sha256, each.start, each.end, each.place, each.topic).id not in project.rejections
        and not _is_made(replace(each, topic=each.topic if each.topic in project.topics else None), made, places)
    )


def accept(
    suggestions: Sequence[Suggestion], text: str, source: Source, project: Project, in_words: InWords
) -> Accepted:
    """Return the change that makes claims of suggestions, as one step of undo.

    Places that the project lacks are added, and who is quoted becomes an utterance. What lacks a topic of the
    project or a value that fits it comes back as a draft.

    Parameters
    ----------
    suggestions
        What a person accepts, of one document.
    text
        The document's normalised text, in which the suggestions stand.
    source
        The source of the project whose text it is.
    in_words
        Says a value of a topic in the words of a language, for the statement.
    """
    maker = _Maker(text, source, project, in_words)
    changes: list[Change] = []
    claims: list[str] = []
    drafts: list[ClaimDraft] = []
    for suggestion in suggestions:
        draft = maker.draft(suggestion)
        if draft.topic is None or draft.value is None:
            drafts.append(draft)
            continue
        made = maker.changes(draft, draft.topic, draft.value)
        changes += made
        claims.append(made[-1].entity.id)
    return Accepted(Macro(tuple(changes)) if changes else None, tuple(claims), tuple(drafts))


def draft_of(suggestion: Suggestion, text: str, source: Source, project: Project, in_words: InWords) -> ClaimDraft:
    """Return a suggestion as a claim to be completed in the editor; the parameters are those of :func:`accept`."""
    return _Maker(text, source, project, in_words).draft(suggestion)


def drafting(text: str, source: Source, project: Project, in_words: InWords) -> Callable[[Suggestion], ClaimDraft]:
    """Return what makes drafts of many suggestions; the parameters are those of :func:`accept`."""
    return _Maker(text, source, project, in_words).draft


def anchor_of(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of a passage; ``start`` and ``end`` in code points of the normalised text.

    Examples
    --------
    >>> anchor_of("The last troops left the base at dawn on Sunday.", 4, 47).cue
    'last troops left the base'
    """
    passage = text[start:end]
    # A lone surrogate has no UTF-8; it is kept in the hash rather than refused.
    digest = hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()
    return Anchor(start, end, digest, " ".join(passage.split()[:MAX_CUE_WORDS]))


class _Places:
    """Places of the gazetteer as places of the project, each looked up once."""

    def __init__(self, project: Project) -> None:
        self.own = ProjectPlaces(project.places.values())
        self._names: Names = shared()
        self._found: dict[str, str | None] = {}

    def of(self, identity: str) -> str | None:
        """Return the id in the project of a place of the gazetteer."""
        if identity not in self._found:
            try:
                self._found[identity] = self.own.match(self._names.by_id(identity))
            except UnknownIdError:
                self._found[identity] = None
        return self._found[identity]

    def entry(self, identity: str) -> Entry:
        """Return a place of the gazetteer.

        Raises
        ------
        UnknownIdError
            If there is none of this id.
        """
        return self._names.by_id(identity)

    def add(self, place: Place) -> None:
        """Take in a place that is about to be added."""
        self.own.add(place)
        self._found.clear()


class _Maker:
    """Makes drafts and changes of the suggestions of one document; what it has made counts as being in the project."""

    def __init__(self, text: str, source: Source, project: Project, in_words: InWords) -> None:
        self._text = text
        self._source = source
        self._project = project
        self._in_words = in_words
        self._places = _Places(project)
        self._work = Draft(project)
        quoting = [claim for claim in project.claims.values() if claim.source == source.id]
        said = [project.utterances[claim.utterance] for claim in quoting if claim.utterance]
        self._said = {key: utterance.id for utterance in said for key in _keys(utterance.speaker)}

    def draft(self, suggestion: Suggestion) -> ClaimDraft:
        """Return a suggestion as a claim to be completed."""
        topic = _topic(suggestion, self._project)
        value = _value(suggestion, topic) if topic else None
        speaker = _in_its_language(suggestion.speaker) if suggestion.speaker else None
        utterance = next((self._said[key] for key in _keys(speaker) if key in self._said), None)
        place = self._places.of(suggestion.place)
        entry = None if place else self._places.entry(suggestion.place)
        draft = ClaimDraft(
            self._source.id, suggestion.start, suggestion.end, place, draft_of_place(entry) if entry else None,
            topic.id if topic else None, value, when=_when(suggestion, topic, self._source.published),
            modality=suggestion.modality, utterance=utterance, speaker=None if utterance else speaker,
        )  # fmt: skip
        return (
            draft if topic is None or value is None else replace(draft, statement=self._statement(draft, topic, value))
        )

    def changes(self, draft: ClaimDraft, topic: str, value: Value) -> list[Put]:
        """Return what makes a claim of a draft that has a topic and a value; the claim itself comes last."""
        changes = []
        place, utterance = draft.place, draft.utterance
        if draft.new_place:
            made = self._new_place(draft.new_place)
            changes.append(Put(made))
            self._places.add(made)
            place = made.id
        if draft.speaker:
            utterance = free_id(f"{self._source.id} said", self._work.entities("utterances"))
            changes.append(Put(Utterance(utterance, draft.speaker)))
            self._said |= dict.fromkeys(_keys(draft.speaker), utterance)
        changes.append(
            Put(
                Claim(
                    free_id(f"{self._source.id} {place} {topic}", self._work.entities("claims")),
                    place or "", topic, value, draft.statement, draft.when or "", self._source.id,
                    anchor_of(self._text, draft.start or 0, draft.end or 0), utterance, draft.modality, draft.certainty,
                )
            )
        )  # fmt: skip
        for change in changes:
            change.edit(self._work)
        return changes

    def _new_place(self, draft: PlaceDraft) -> Place:
        identity = free_id(draft.names.en or next(iter(draft.ids.values()), ""), self._work.entities("places"))
        return Place(
            identity, draft.names, draft.kind, draft.lat or 0.0, draft.lon or 0.0, draft.precision_m or 0.0,
            draft.coordinates_from, draft.aliases, draft.ids,
        )  # fmt: skip

    def _statement(self, draft: ClaimDraft, topic: Topic, value: Value) -> Text:
        """Return in our own words what a claim says, made of the names of place, topic and value."""
        place: Place | PlaceDraft | None = draft.new_place
        if draft.place:
            place = self._work.entities("places")[draft.place]
        if place is None:
            return Text()
        about = _ABOUT.get(draft.modality)
        said = []
        for number, (language, near) in enumerate((("en", "in" if place.kind in _WITHIN else "at"), ("ar", "في"))):
            names = [each.names.in_language(language) for each in (topic, place)]
            tail = f" ({about[number]})" if about else ""
            said.append(f"{names[0]} {near} {names[1]}: {self._in_words(value, topic, language)}{tail}")
        return Text(*said)


def _keys(speaker: Text | None) -> list[str]:
    return [fold(words) for words in (speaker.en, speaker.ar) if words] if speaker else []


def _topic(suggestion: Suggestion, project: Project) -> Topic | None:
    """Return the topic of a suggestion; of a quantity alone the one topic that counts in its unit."""
    if suggestion.topic is not None:
        return project.topics.get(suggestion.topic)
    if suggestion.amount:
        counting = [topic for topic in project.topics.values() if _counts(topic, suggestion.amount)]
        return counting[0] if len(counting) == 1 else None
    return None


def _value(suggestion: Suggestion, topic: Topic) -> Value | None:
    """Return what a suggestion says of a topic; None if it says nothing that the topic can take."""
    amount = suggestion.amount
    if topic.type == "state":
        return suggestion.state if any(state.id == suggestion.state for state in topic.states) else None
    if topic.type == "date":
        return suggestion.date
    if topic.type == "quantity" and amount and _counts(topic, amount):
        return Quantity(amount.min, amount.max, amount.approximate)
    return None


def _counts(topic: Topic, amount: Amount) -> bool:
    """Tell whether a topic counts in the unit of an amount: forces are people too."""
    if topic.type != "quantity" or not topic.unit:
        return False
    known = cue_words.load().units
    words = [normalise(word) for word in f"{topic.unit.en} {topic.unit.ar}".split()]
    counted = {known[word] for word in words if word in known} | {normalise(topic.unit.en)}
    return amount.unit in counted or (amount.unit == "personnel" and "people" in counted)


def _when(suggestion: Suggestion, topic: Topic | None, published: str | None) -> str:
    """Return when a suggestion is in force.

    A named day is the value of a topic of dates, which holds from the report on. A plan is in force from the report
    on until it falls due.
    """
    if topic and topic.type == "date":
        return from_publication(published)
    if suggestion.modality == "planned" and suggestion.date and published:
        made, due = parse(published).latest, parse(suggestion.date).latest
        if made is not None and due is not None and made < due:
            return f"{iso(made)}/{iso(due)}"
    return suggestion.when


def _in_its_language(words: str) -> Text:
    return Text(ar=words) if is_arabic(words) else Text(en=words)


def _named(project: Project) -> Iterator[CueWords]:
    """Yield the names of topics as cue words, and those of states that are more than a word of every day."""
    for topic in project.topics.values():
        for language in ("en", "ar"):
            words = {"en": topic.names.en, "ar": topic.names.ar}[language]
            for state in topic.states:
                name = {"en": state.names.en, "ar": state.names.ar}[language]
                if " " in name:
                    yield CueWords("", language, (name,), topic.id, state.id)
            if words:
                yield CueWords("", language, (words,), topic.id)


def _is_made(suggestion: Suggestion, claims: Iterable[Claim], places: _Places) -> bool:
    place = places.of(suggestion.place)
    return any(
        claim.place == place
        and suggestion.topic in {claim.topic, None}
        and claim.anchor.start < suggestion.end
        and suggestion.start < claim.anchor.end
        for claim in claims
    )
