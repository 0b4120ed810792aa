"""Entities as rows of a project file and back; the columns are those of migrations/0001.sql and docs/format.md."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from mapview.domain.changes import Kind
from mapview.domain.model import (
    Anchor,
    AssertedConflict,
    Certainty,
    Claim,
    Modality,
    Place,
    Project,
    Quantity,
    Source,
    State,
    Text,
    Topic,
    Utterance,
)

Row = tuple[Any, ...]
#: The rows of a child table by the id of the entity that they belong to, without that id, in their order.
Children = dict[str, list[Row]]

#: How far apart the ranks of neighbours are at first: 2**31 entities have room in 64 bits.
GAP = 1 << 32


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


def read_project(connection: sqlite3.Connection) -> Project:
    """Read the whole project of an open project file, each kind in its order."""
    title_en, title_ar, start_topic = connection.execute(
        "SELECT title_en, title_ar, start_topic FROM project"
    ).fetchone()
    parts: dict[str, Any] = {}
    for table in TABLES.values():
        children = [_children(connection, child) for child in table.children]
        rows = connection.execute(f"SELECT {', '.join(table.columns)} FROM {table.kind} ORDER BY rank")  # noqa: S608
        parts[table.kind] = {entity.id: entity for entity in table.entities(rows, children)}
    return Project(Text(title_en, title_ar), start_topic, **parts)


def write_title(connection: sqlite3.Connection, project: Project) -> None:
    """Store what a project says of itself."""
    connection.execute(
        "INSERT OR REPLACE INTO project VALUES (1, ?, ?, ?)",
        (project.title.en, project.title.ar, project.start_topic),
    )


def insert(connection: sqlite3.Connection, kind: Kind, ranked: Iterable[tuple[int, Any]]) -> None:
    """Store new entities of a kind with their ranks."""
    table = TABLES[kind]
    items = list(ranked)
    marks = ", ".join("?" * (len(table.columns) + 1))
    connection.executemany(
        f"INSERT INTO {kind} (rank, {', '.join(table.columns)}) VALUES ({marks})",  # noqa: S608 - our own names
        ((rank, *table.row(entity)) for rank, entity in items),
    )
    _insert_children(connection, table, (entity for _, entity in items))


def update(connection: sqlite3.Connection, kind: Kind, entities: list[Any]) -> None:
    """Store other contents for entities that are there."""
    table = TABLES[kind]
    settings = ", ".join(f"{column} = ?" for column in table.columns)
    connection.executemany(
        f"UPDATE {kind} SET {settings} WHERE id = ?",  # noqa: S608 - our own names
        ((*table.row(entity), entity.id) for entity in entities),
    )
    _delete_children(connection, table, [entity.id for entity in entities])
    _insert_children(connection, table, entities)


def delete(connection: sqlite3.Connection, kind: Kind, ids: list[str]) -> None:
    """Take entities out."""
    _delete_children(connection, TABLES[kind], ids)
    connection.executemany(f"DELETE FROM {kind} WHERE id = ?", ((name,) for name in ids))  # noqa: S608


def _children(connection: sqlite3.Connection, child: ChildTable) -> Children:
    rows = connection.execute(
        f"SELECT {child.owner}, {', '.join(child.columns)} FROM {child.name}"  # noqa: S608 - our own names
        f" ORDER BY {child.owner}, {', '.join(child.columns[: 2 if 'side' in child.columns else 1])}"
    )
    return {owner: [row[1:] for row in group] for owner, group in groupby(rows, itemgetter(0))}


def _insert_children(connection: sqlite3.Connection, table: EntityTable, entities: Iterable[Any]) -> None:
    owners = list(entities) if table.children else []
    for child in table.children:
        marks = ", ".join("?" * (len(child.columns) + 1))
        connection.executemany(
            f"INSERT INTO {child.name} ({child.owner}, {', '.join(child.columns)}) VALUES ({marks})",  # noqa: S608
            ((entity.id, *row) for entity in owners for row in child.rows(entity)),
        )


def _delete_children(connection: sqlite3.Connection, table: EntityTable, ids: list[str]) -> None:
    for child in table.children:
        connection.executemany(
            f"DELETE FROM {child.name} WHERE {child.owner} = ?",  # noqa: S608 - our own names
            ((name,) for name in ids),
        )


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
    for name, en, ar, kind, lat, lon, precision_m, coordinates_from, parent, note in rows:
        yield Place(
            id=name,
            names=Text(en, ar),
            kind=kind,
            lat=lat,
            lon=lon,
            precision_m=precision_m,
            coordinates_from=coordinates_from,
            aliases=tuple(alias for _, alias in aliases.get(name, ())),
            ids={gazetteer: value for _, gazetteer, value in ids.get(name, ())},
            parent=parent,
            note=note,
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
    )
}  # fmt: skip
