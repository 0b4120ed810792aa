"""The difference that a change makes, stored as rows: only what it touches is written, and the order is kept."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from mapview.domain.changes import Change, Entity, Kind, Macro, Put, Remove, kind_of
from mapview.domain.model import Project
from mapview.store import rows
from mapview.store.rows import GAP, TABLES


@dataclass(frozen=True, slots=True)
class Difference:
    """What of a kind is another after a change; ``inserted`` is in the order of the project after it."""

    kind: Kind
    deleted: list[str]
    updated: list[Entity]
    inserted: list[str]


def differences(change: Change, before: Project, after: Project) -> list[Difference]:
    """Return what a change touches, kind by kind.

    What a change takes out and puts in again may stand elsewhere afterwards, so it counts as deleted and inserted.
    """
    touched: dict[Kind, dict[str, bool]] = {kind: {} for kind in TABLES}
    for step in singles(change):
        if isinstance(step, Put):
            touched[kind_of(step.entity)].setdefault(step.entity.id, False)
        elif isinstance(step, Remove):
            touched[step.kind][step.id] = True
    return [_difference(kind, names, before, after) for kind, names in touched.items() if names]


def singles(change: Change) -> Iterator[Change]:
    """Yield the changes that a change is made of, itself if it is a single one."""
    if isinstance(change, Macro):
        for step in change.changes:
            yield from singles(step)
    else:
        yield change


def write(connection: sqlite3.Connection, found: list[Difference], before: Project, after: Project) -> None:
    """Store what a change made of a project, within a transaction."""
    if (before.title, before.start_topic) != (after.title, after.start_topic):
        rows.write_title(connection, after)
    for difference in found:
        rows.delete(connection, difference.kind, difference.deleted)
        rows.update(connection, difference.kind, difference.updated)
        if difference.inserted:
            _insert(connection, difference, getattr(after, difference.kind))


def _difference(kind: Kind, names: dict[str, bool], before: Project, after: Project) -> Difference:
    old: Mapping[str, Any] = getattr(before, kind)
    new: Mapping[str, Any] = getattr(after, kind)
    deleted = [name for name, removed in names.items() if name in old and (removed or name not in new)]
    gone = set(deleted)
    inserted = {name for name in names if name in new and (name not in old or name in gone)}
    updated = [new[name] for name in names if name in new and name in old and name not in gone]
    return Difference(kind, deleted, [entity for entity in updated if entity != old[entity.id]], _sorted(inserted, new))


def _sorted(names: set[str], entities: Mapping[str, Any]) -> list[str]:
    """Return some of the ids in the order of the entities; looking from the end, where new ones mostly are."""
    left, found = set(names), []
    for name in reversed(list(entities)):
        if not left:
            break
        if name in left:
            left.discard(name)
            found.append(name)
    return found[::-1]


def _insert(connection: sqlite3.Connection, difference: Difference, entities: Mapping[str, Any]) -> None:
    kind, new = difference.kind, set(difference.inserted)
    tail = len(difference.inserted)
    for name in reversed(list(entities)):
        if name not in new or tail == 0:
            break
        tail -= 1
    last = connection.execute(f"SELECT max(rank) FROM {kind}").fetchone()[0] or 0  # noqa: S608 - our own names
    if tail and not _insert_between(connection, difference.inserted[:tail], kind, entities):
        _renumber(connection, kind, entities, new)
        return
    at_end = difference.inserted[tail:]
    rows.insert(connection, kind, ((last + GAP * n, entities[name]) for n, name in enumerate(at_end, 1)))


def _insert_between(connection: sqlite3.Connection, names: list[str], kind: Kind, entities: Mapping[str, Any]) -> bool:
    """Insert entities before others that are there; return False, having done nothing, if there is no room."""
    new = set(names)
    runs = [list(run) for _, run in groupby(entities, new.__contains__)]
    ranked: list[tuple[int, Any]] = []
    for number, run in enumerate(runs):
        if run[0] not in new:
            continue
        high = _rank(connection, kind, runs[number + 1][0])
        # Before the first there is always room: ranks may be negative.
        low = _rank(connection, kind, runs[number - 1][-1]) if number else high - GAP * (len(run) + 1)
        step = (high - low) // (len(run) + 1)
        if step < 1:
            return False
        ranked += [(low + step * n, entities[name]) for n, name in enumerate(run, 1)]
    rows.insert(connection, kind, ranked)
    return True


def _renumber(connection: sqlite3.Connection, kind: Kind, entities: Mapping[str, Any], new: set[str]) -> None:
    """Give every entity of a kind a new rank, with room again, and insert the new ones."""
    lowest = connection.execute(f"SELECT min(rank) FROM {kind}").fetchone()[0]  # noqa: S608 - our own names
    # Out of the way first, since no two rows may share a rank at any moment.
    aside = min(lowest, 0) - GAP * (len(entities) + 1)
    old = [name for name in entities if name not in new]
    for base, step in ((aside, 1), (0, GAP)):
        places = {name: base + step * n for n, name in enumerate(entities, 1)}
        connection.executemany(
            f"UPDATE {kind} SET rank = ? WHERE id = ?",  # noqa: S608 - our own names
            ((places[name], name) for name in old),
        )
    rows.insert(connection, kind, ((places[name], entities[name]) for name in entities if name in new))


def _rank(connection: sqlite3.Connection, kind: Kind, name: str) -> int:
    found = connection.execute(f"SELECT rank FROM {kind} WHERE id = ?", (name,)).fetchone()  # noqa: S608
    return int(found[0])
