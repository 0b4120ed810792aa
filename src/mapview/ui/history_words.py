"""What a change of the project did, in words, field by field; knows no toolkit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication

from mapview.domain.changes import Change, Entity, Kind, Macro, Put, Remove, Retitle, kind_of
from mapview.domain.model import Anchor, Claim, Project, Quantity, State, Text
from mapview.domain.snapshot import Language
from mapview.errors import BadDateError
from mapview.render.texts import date_words
from mapview.ui.table.columns import certainty_words, plain_quantity
from mapview.ui.widgets import words

#: Fields that hold dates in EDTF, and those that hold ids, with the kind of what they name.
_DATES = frozenset({"when", "published", "obtained", "date", "at", "made"})
_IDS: Mapping[str, Kind] = {
    "place": "places", "topic": "topics", "source": "sources", "utterance": "utterances", "parent": "places",
    "repeats": "sources", "prefers": "claims", "sides": "claims", "claims": "claims", "start_topic": "topics",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field in words, before and after; empty where there was or is nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What happened to one thing: what it is, what it is called, and the fields that differ."""

    action: Literal["added", "changed", "deleted"]
    kind: str
    title: str
    fields: tuple[FieldChange, ...]


def told(change: Change, inverse: Change, project: Project, language: Language) -> Iterator[EntityChange]:
    """Yield what a change did, in its order.

    Parameters
    ----------
    inverse
        What takes it back, which says what stood there before.
    project
        Names what is referred to, as far as it is there.
    """
    before = dict(_put(inverse))
    after = dict(_put(change))
    teller = _Teller(project, language)
    for key in dict.fromkeys(key for key, _ in (*_touched(change),)):
        yield teller.entity(key[0], before.get(key), after.get(key))
    for one, other in zip(_retitled(change), _retitled(inverse), strict=False):
        yield teller.title(other, one)


def _steps(change: Change) -> Iterator[Change]:
    if isinstance(change, Macro):
        for step in change.changes:
            yield from _steps(step)
    else:
        yield change


def _put(change: Change) -> Iterator[tuple[tuple[Kind, str], Entity]]:
    for step in _steps(change):
        if isinstance(step, Put):
            yield (kind_of(step.entity), step.entity.id), step.entity


def _touched(change: Change) -> Iterator[tuple[tuple[Kind, str], Change]]:
    for step in _steps(change):
        if isinstance(step, Put):
            yield (kind_of(step.entity), step.entity.id), step
        elif isinstance(step, Remove):
            yield (step.kind, step.id), step


def _retitled(change: Change) -> list[Retitle]:
    return [step for step in _steps(change) if isinstance(step, Retitle)]


class _Teller:
    def __init__(self, project: Project, language: Language) -> None:
        self._project = project
        self._language = language

    def entity(self, kind: Kind, before: Entity | None, after: Entity | None) -> EntityChange:
        """Tell what became of something."""
        shown = after if after is not None else before
        action: Literal["added", "changed", "deleted"] = (
            "added" if before is None else "deleted" if after is None else "changed"
        )
        differing: tuple[FieldChange, ...] = ()
        if shown is not None:
            differing = tuple(self._fields(shown, before, after))
        return EntityChange(action, _kind_words(kind), "" if shown is None else self._called(shown), differing)

    def title(self, before: Retitle, after: Retitle) -> EntityChange:
        """Tell what became of the project's title and the topic to start with."""
        found = [
            *self._parts("title", before.title, after.title, None, None),
            *self._parts("start_topic", before.start_topic, after.start_topic, None, None),
        ]
        kind = QCoreApplication.translate("History", "Timeline")
        return EntityChange("changed", kind, after.title.in_language(self._language), tuple(found))

    def _fields(self, shown: Entity, before: Entity | None, after: Entity | None) -> Iterator[FieldChange]:
        for field in fields(shown):
            if field.name == "id":
                continue
            was = None if before is None else getattr(before, field.name)
            now = None if after is None else getattr(after, field.name)
            if was != now:
                yield from self._parts(field.name, was, now, before, after)

    def _parts(
        self, name: str, was: object, now: object, before: Entity | None, after: Entity | None
    ) -> Iterator[FieldChange]:
        if isinstance(was, Text | None) and isinstance(now, Text | None) and (was or now):
            one, other = was or Text(), now or Text()
            for language, first, then in (("en", one.en, other.en), ("ar", one.ar, other.ar)):
                if first != then:
                    yield FieldChange(f"{_field_words(name)} ({_language_words(language)})", first, then)
            return
        said = FieldChange(_field_words(name), self._said(name, was, before), self._said(name, now, after))
        if said.before or said.after:
            yield said

    def _said(self, name: str, value: object, owner: Entity | None) -> str:
        """Return a field's content in words."""
        if value is None or value == "":
            return ""
        if name == "value" and isinstance(owner, Claim):
            return self._value(owner)
        passage = QCoreApplication.translate("History", "code points {} to {}, at “{}”")
        says: list[tuple[type[Any], Callable[[Any], str]]] = [
            (Quantity, lambda said: str(plain_quantity(said))),
            (Text, lambda said: said.in_language(self._language)),
            (State, lambda said: said.names.in_language(self._language)),
            (Anchor, lambda said: passage.format(said.start, said.end, words.isolated(said.cue))),
            (tuple, lambda said: "; ".join(part for item in said if (part := self._said(name, item, owner)))),
            (Mapping, lambda said: "; ".join(f"{key}: {item}" for key, item in said.items())),
        ]
        for kind, say in says:
            if isinstance(value, kind):
                return say(value)
        return self._plain(name, f"{value:.15g}" if isinstance(value, float) else str(value))

    def _plain(self, name: str, text: str) -> str:
        kind = _IDS.get(name)
        if kind is not None:
            said = self._name(kind, text)
        elif name in _DATES:
            said = self._date(text)
        elif name == "modality":
            said = words.page_word(f"modality_{text}", self._language)
        elif name == "certainty":
            said = certainty_words(text, self._language)
        else:
            said = text
        return said

    def _date(self, edtf: str) -> str:
        try:
            return date_words(edtf, self._language)
        except BadDateError:
            return edtf

    def _value(self, claim: Claim) -> str:
        topic = self._project.topics.get(claim.topic)
        known = {"state": {state.id for state in topic.states} if topic else set()}
        if topic is None or (topic.type == "state" and claim.value not in known["state"]):
            return claim.value if isinstance(claim.value, str) else str(plain_quantity(claim.value))
        return words.value_words(claim, self._project, self._language)

    def _name(self, kind: Kind, name: str) -> str:
        entity = getattr(self._project, kind).get(name)
        return name if entity is None else self._called(entity)

    def _called(self, entity: Entity) -> str:
        """Return what something is called: by its name, title, speaker or statement, else by its id."""
        for name in ("names", "title", "statement", "speaker", "name", "reason"):
            found = getattr(entity, name, None)
            if isinstance(found, Text) and (said := found.in_language(self._language)):
                return said
            if isinstance(found, str) and found:
                return found
        return entity.id


def _language_words(language: str) -> str:
    tr = QCoreApplication.translate
    return tr("History", "Arabic") if language == "ar" else tr("History", "English")


def _kind_words(kind: Kind) -> str:
    tr = QCoreApplication.translate
    said: dict[Kind, str] = {
        "places": tr("History", "Place"),
        "topics": tr("History", "Topic"),
        "utterances": tr("History", "Utterance"),
        "sources": tr("History", "Source"),
        "claims": tr("History", "Claim"),
        "conflicts": tr("History", "Asserted conflict"),
        "decisions": tr("History", "Decision"),
        "views": tr("History", "Saved view"),
        "cues": tr("History", "Cue words"),
        "rejections": tr("History", "Rejected suggestion"),
    }
    return said[kind]


def _field_words(name: str) -> str:
    tr = QCoreApplication.translate
    said = {
        "place": tr("History", "place"),
        "topic": tr("History", "topic"),
        "value": tr("History", "value"),
        "statement": tr("History", "statement"),
        "when": tr("History", "when"),
        "source": tr("History", "source"),
        "anchor": tr("History", "passage"),
        "utterance": tr("History", "quoted"),
        "names": tr("History", "name"),
        "lat": tr("History", "latitude"),
        "lon": tr("History", "longitude"),
        "precision_m": tr("History", "precision in metres"),
        "coordinates_from": tr("History", "coordinates from"),
        "aliases": tr("History", "other names"),
        "ids": tr("History", "ids elsewhere"),
        "parent": tr("History", "within"),
        "obtained": tr("History", "obtained on"),
        "how": tr("History", "how it was obtained"),
        "sha256": tr("History", "SHA-256 of the text"),
        "apart": tr("History", "values apart clash"),
        "exclusive": tr("History", "states that exclude each other"),
        "start_topic": tr("History", "topic to start with"),
    }
    return said.get(name, name.replace("_", " "))
