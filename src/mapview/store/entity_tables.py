"""The tables of a project file, kind by kind: entities to rows and back.

The columns are those of the migrations and of docs/format.md.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from mapview.domain import filters
from mapview.domain.changes import Kind
from mapview.domain.model import (
    Anchor,
    AssertedConflict,
    Certainty,
    Claim,
    CueWords,
    Decision,
    Modality,
    Place,
    PlaceKind,
    Quantity,
    Rejection,
    SavedView,
    Source,
    State,
    Text,
    Topic,
    Utterance,
)
from mapview.errors import BadInputError

Row = tuple[Any, ...]
#: The rows of a child table by the id of the entity that they belong to, without that id, in their order.
Children = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class ChildTable:
    """A table with several rows for one entity: the column that names it, and the others."""

    name: str
    owner: str
    columns: tuple[str, ...]
    rows: Callable[[Any], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class EntityTable:
    """How entities of a kind become rows: ``columns`` after rank, ``row`` for them, ``entities`` from all rows."""

    kind: Kind
    columns: tuple[str, ...]
    row: Callable[[Any], Row]
    entities: Callable[[Iterable[Row], list[Children]], Iterator[Any]]
    children: tuple[ChildTable, ...] = ()


def _pair(text: Text | None) -> tuple[str | None, str | None]:
    return (None, None) if text is None else (text.en, text.ar)


def _text(en: str | None, ar: str | None) -> Text | None:
    return None if en is None else Text(en, ar or "")


def _place_row(place: Place) -> Row:
    return (
        place.id, *_pair(place.names), place.kind, place.lat, place.lon, place.precision_m, place.coordinates_from,
        place.parent, place.note,
    )  # fmt: skip


def _places(rows: Iterable[Row], children: list[Children]) -> Iterator[Place]:
    aliases, ids = children
    # As of claims: what many places say is there once.
    once: dict[str, str] = {}
    same = once.setdefault
    no_ids: dict[str, str] = {}
    for name, en, ar, kind, lat, lon, precision_m, coordinates_from, parent, note in rows:
        yield Place(
            name,
            Text(en, ar),
            cast("PlaceKind", same(kind, kind)),
            lat,
            lon,
            precision_m,
            same(coordinates_from, coordinates_from),
            tuple(alias for _, alias in aliases[name]) if name in aliases else (),
            {gazetteer: value for _, gazetteer, value in ids[name]} if name in ids else no_ids,
            parent,
            same(note, note),
        )


def _topic_row(topic: Topic) -> Row:
    return (topic.id, *_pair(topic.names), topic.type, int(topic.apart), *_pair(topic.unit))


def _topics(rows: Iterable[Row], children: list[Children]) -> Iterator[Topic]:
    states, exclusive = children
    for name, en, ar, kind, apart, unit_en, unit_ar in rows:
        yield Topic(
            id=name,
            names=Text(en, ar),
            type=kind,
            states=tuple(
                State(state, Text(state_en, state_ar), colour)
                for _, state, state_en, state_ar, colour in states.get(name, ())
            ),
            exclusive=tuple((one, other) for _, one, other in exclusive.get(name, ())),
            apart=bool(apart),
            unit=_text(unit_en, unit_ar),
        )


def _utterance_row(utterance: Utterance) -> Row:
    return (utterance.id, *_pair(utterance.speaker), utterance.date, utterance.note)


def _utterances(rows: Iterable[Row], _children: list[Children]) -> Iterator[Utterance]:
    for name, en, ar, date, note in rows:
        yield Utterance(name, Text(en, ar), date, note)


def _source_row(source: Source) -> Row:
    return (
        source.id, source.title, *_pair(source.publisher), source.url, source.language, source.published,
        source.obtained, source.how, source.sha256, source.repeats, source.note,
    )  # fmt: skip


def _sources(rows: Iterable[Row], _children: list[Children]) -> Iterator[Source]:
    for name, title, en, ar, *rest in rows:
        yield Source(name, title, _text(en, ar), *rest)


def _claim_row(claim: Claim) -> Row:
    value, anchor = claim.value, claim.anchor
    if isinstance(value, Quantity):
        values: Row = (None, value.min, value.max, int(value.approximate))
    else:
        values = (value, None, None, None)
    return (
        claim.id, claim.place, claim.topic, *values, claim.statement.en, claim.statement.ar, claim.when, claim.source,
        anchor.start, anchor.end, anchor.sha256, anchor.cue,
        claim.utterance, claim.modality, claim.certainty, claim.note,
    )  # fmt: skip


def _claims(rows: Iterable[Row], _children: list[Children]) -> Iterator[Claim]:
    # One string for every mention of a place, a topic or a modality: in a large project this is most of the memory.
    once: dict[str | None, str] = {}
    same = once.setdefault
    for (
        name, place, topic, value, low, high, approximate, en, ar, when, source, start, end, digest, cue,
        utterance, modality, certainty, note,
    ) in rows:  # fmt: skip
        yield Claim(
            name,
            same(place, place),
            same(topic, topic),
            Quantity(low, high, bool(approximate)) if value is None else same(value, value),
            Text(en, ar),
            same(when, when),
            same(source, source),
            Anchor(start, end, digest, cue),
            utterance and same(utterance, utterance),
            cast("Modality", same(modality, modality)),
            cast("Certainty", same(certainty, certainty)),
            note,
        )


def _conflict_row(conflict: AssertedConflict) -> Row:
    return (conflict.id, conflict.place, conflict.topic, *_pair(conflict.reason))


def _conflicts(rows: Iterable[Row], children: list[Children]) -> Iterator[AssertedConflict]:
    (sides,) = children
    for name, place, topic, en, ar in rows:
        grouped = groupby(sides.get(name, ()), itemgetter(0))
        yield AssertedConflict(
            name, place, topic, tuple(tuple(claim for _, _, claim in side) for _, side in grouped), Text(en, ar)
        )


def _decision_row(decision: Decision) -> Row:
    return (decision.id, decision.kind, decision.made, decision.prefers, *_pair(decision.note))


def _decisions(rows: Iterable[Row], children: list[Children]) -> Iterator[Decision]:
    (claims,) = children
    for name, kind, made, prefers, en, ar in rows:
        yield Decision(name, tuple(claim for _, claim in claims.get(name, ())), kind, made, prefers, Text(en, ar))


def _view_row(view: SavedView) -> Row:
    return (
        view.id, *_pair(view.name), *_pair(view.caption), view.at, view.known, view.place, view.topic,
        *(view.bbox or (None,) * 4), str(view.filter),
    )  # fmt: skip


def _views(rows: Iterable[Row], _children: list[Children]) -> Iterator[SavedView]:
    for name, en, ar, caption_en, caption_ar, at, known, place, topic, west, south, east, north, narrow in rows:
        yield SavedView(
            name,
            Text(en, ar),
            Text(caption_en, caption_ar),
            at,
            known,
            place,
            topic,
            None if west is None else (west, south, east, north),
            _filter(name, narrow),
        )


def _filter(view: str, text: str) -> filters.Filter:
    try:
        return filters.parse(text)
    except BadInputError as error:
        raise BadInputError(f"The filter of view {view!r} cannot be read: {error}") from error


def _cue_row(cue: CueWords) -> Row:
    return (cue.id, cue.language, cue.topic, cue.state, cue.modality)


def _cues(rows: Iterable[Row], children: list[Children]) -> Iterator[CueWords]:
    (words,) = children
    for name, language, topic, state, modality in rows:
        yield CueWords(name, language, tuple(said for _, said in words.get(name, ())), topic, state, modality)


def _rejection_row(rejection: Rejection) -> Row:
    return (
        rejection.id, rejection.sha256, rejection.start, rejection.end, rejection.place, rejection.topic,
    )  # fmt: skip


def _rejections(rows: Iterable[Row], _children: list[Children]) -> Iterator[Rejection]:
    for row in rows:
        yield Rejection(*row)


def _numbered(items: Iterable[Row]) -> Iterator[Row]:
    return ((position, *item) for position, item in enumerate(items))


_NAMES = ("names_en", "names_ar")

#: Every kind, those that others refer to first.
TABLES: dict[Kind, EntityTable] = {
    table.kind: table
    for table in (
        EntityTable(
            "places",
            ("id", *_NAMES, "kind", "lat", "lon", "precision_m", "coordinates_from", "parent", "note"),
            _place_row,
            _places,
            (
                ChildTable(
                    "place_aliases", "place", ("position", "alias"), lambda p: _numbered((a,) for a in p.aliases)
                ),
                ChildTable(
                    "place_ids", "place", ("position", "gazetteer", "id"), lambda p: _numbered(p.ids.items())
                ),
            ),
        ),
        EntityTable(
            "topics",
            ("id", *_NAMES, "type", "apart", "unit_en", "unit_ar"),
            _topic_row,
            _topics,
            (
                ChildTable(
                    "topic_states",
                    "topic",
                    ("position", "id", *_NAMES, "colour"),
                    lambda t: _numbered((s.id, *_pair(s.names), s.colour) for s in t.states),
                ),
                ChildTable("topic_exclusive", "topic", ("position", "one", "other"), lambda t: _numbered(t.exclusive)),
            ),
        ),
        EntityTable(
            "utterances", ("id", "speaker_en", "speaker_ar", "date", "note"), _utterance_row, _utterances
        ),
        EntityTable(
            "sources",
            (
                "id", "title", "publisher_en", "publisher_ar", "url", "language", "published", "obtained", "how",
                "sha256", "repeats", "note",
            ),
            _source_row,
            _sources,
        ),
        EntityTable(
            "claims",
            (
                "id", "place", "topic", "value", "value_min", "value_max", "value_approximate",
                "statement_en", "statement_ar", "in_force", "source",
                "anchor_start", "anchor_end", "anchor_sha256", "anchor_cue",
                "utterance", "modality", "certainty", "note",
            ),
            _claim_row,
            _claims,
        ),
        EntityTable(
            "conflicts",
            ("id", "place", "topic", "reason_en", "reason_ar"),
            _conflict_row,
            _conflicts,
            (
                ChildTable(
                    "conflict_sides",
                    "conflict",
                    ("side", "position", "claim"),
                    lambda c: ((side, n, claim) for side, ids in enumerate(c.sides) for n, claim in enumerate(ids)),
                ),
            ),
        ),
        EntityTable(
            "decisions",
            ("id", "kind", "made", "prefers", "note_en", "note_ar"),
            _decision_row,
            _decisions,
            (
                ChildTable(
                    "decision_claims", "decision", ("position", "claim"), lambda d: _numbered((c,) for c in d.claims)
                ),
            ),
        ),
        EntityTable(
            "views",
            (
                "id", "name_en", "name_ar", "caption_en", "caption_ar", "at", "known", "place", "topic",
                "west", "south", "east", "north", "filter",
            ),
            _view_row,
            _views,
        ),
        EntityTable(
            "cues",
            ("id", "language", "topic", "state", "modality"),
            _cue_row,
            _cues,
            (ChildTable("cue_words", "cue", ("position", "words"), lambda c: _numbered((w,) for w in c.words)),),
        ),
        EntityTable(
            "rejections",
            ("id", "sha256", "passage_start", "passage_end", "place", "topic"),
            _rejection_row,
            _rejections,
        ),
    )
}  # fmt: skip
