"""The difference that a change makes, stored as rows: only what it touches is written, and the order is kept."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from mapview.domain.changes import Change, Entity, Kind, Macro, Put, Remove, kind_of, order_of
from mapview.domain.model import Project
from mapview.store import rows, search
from mapview.store.entity_tables import TABLES
from mapview.store.rows import GAP


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
    """Store what a change made of a project, and index it, within a transaction."""
    if (before.title, before.start_topic) != (after.title, after.start_topic):
        rows.write_title(connection, after)
    for difference in found:
        rows.delete(connection, difference.kind, difference.deleted)
        rows.update(connection, difference.kind, difference.updated)
        entities: Mapping[str, Any] = getattr(after, difference.kind)
        if difference.inserted:
            _insert(connection, difference, entities)
        for name in difference.deleted:
            search.take_out(connection, difference.kind, name)
        for name in (*(entity.id for entity in difference.updated), *difference.inserted):
            search.put_entity(connection, difference.kind, entities[name])


def _difference(kind: Kind, names: dict[str, bool], before: Project, after: Project) -> Difference:
    old: Mapping[str, Any] = getattr(before, kind)
    new: Mapping[str, Any] = getattr(after, kind)
    deleted = [name for name, removed in names.items() if name in old and (removed or name not in new)]
    gone = set(deleted)
    inserted = {name for name in names if name in new and (name not in old or name in gone)}
    updated = [new[name] for name in names if name in new and name in old and name not in gone]
    return Difference(kind, deleted, [entity for entity in updated if entity != old[entity.id]], _sorted(inserted, new))


def _sorted(names: set[str], entities: Mapping[str, Any]) -> list[str]:
    """Return some of the ids in the order of the entities."""
    if len(names) < 2:
        return list(names)
    order = order_of(entities)
    if isinstance(order, list):
        return [name for name in order if name in names]
    return sorted(names, key=order.index)


def _insert(connection: sqlite3.Connection, difference: Difference, entities: Mapping[str, Any]) -> None:
    """Insert new entities after, before and between those that are there, in the order of ``entities``."""
    kind = difference.kind
    order, new = order_of(entities), set(difference.inserted)
    if len(order) == len(difference.inserted):
        rows.insert(connection, kind, ((GAP * n, entities[name]) for n, name in enumerate(order, 1)))
        return
    for start, end in _runs(order, difference.inserted):
        low = _rank(connection, kind, order[start - 1]) if start else None
        high = _rank(connection, kind, order[end]) if end < len(order) else None
        step = _step(low, high, end - start)
        if step < 1:
            _make_room(connection, kind, order, new, start, end)
            low, high = _rank(connection, kind, order[start - 1]), _rank(connection, kind, order[end])
            step = _step(low, high, end - start)
        first = low if low is not None else (high or 0) - step * (end - start + 1)
        run = order[start:end]
        rows.insert(connection, kind, ((first + step * n, entities[name]) for n, name in enumerate(run, 1)))


def _runs(order: Sequence[str], names: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where runs of neighbouring names begin and end in an order that all of them are in, in that order."""
    position = 0
    while position < len(names):
        start = end = order.index(names[position])
        while position < len(names) and order[end] == names[position]:
            end, position = end + 1, position + 1
            if end == len(order):
                break
        yield start, end


def _step(low: int | None, high: int | None, count: int) -> int:
    """Return how far apart the ranks of new entities are: a whole gap before the first and after the last."""
    return GAP if low is None or high is None else (high - low) // (count + 1)


def _make_room(
    connection: sqlite3.Connection, kind: Kind, order: Sequence[str], new: set[str], start: int, end: int
) -> None:
    """Spread the ranks around a run of new ones, among as few neighbours as give it room."""
    count, reach = end - start, 8
    while True:
        # The runs before this one are stored by now, those after it are not.
        before = [order[n] for n in range(max(0, start - reach - 1), start)]
        stored = (name for n in range(end, len(order)) if (name := order[n]) not in new)
        after = list(islice(stored, reach + 1))
        low = _rank(connection, kind, before.pop(0)) if len(before) > reach else None
        high = _rank(connection, kind, after.pop()) if len(after) > reach else None
        around = before + after
        step = _step(low, high, len(around) + count)
        if step >= 1 << 10:
            break
        reach *= 4
    if low is None:
        low = (0 if high is None else high) - step * (len(around) + count + 1)
    ranks = [low + step * (n + (count if n > len(before) else 0)) for n in range(1, len(around) + 1)]
    # Out of the way first, since no two rows may share a rank at any moment.
    lowest = connection.execute(f"SELECT min(rank) FROM {kind}").fetchone()[0]  # noqa: S608 - our own names
    aside = [min(lowest, 0) - n for n in range(1, len(around) + 1)]
    for places in (aside, ranks):
        connection.executemany(
            f"UPDATE {kind} SET rank = ? WHERE id = ?",  # noqa: S608 - our own names
            zip(places, around, strict=True),
        )


def _rank(connection: sqlite3.Connection, kind: Kind, name: str) -> int:
    found = connection.execute(f"SELECT rank FROM {kind} WHERE id = ?", (name,)).fetchone()  # noqa: S608
    return int(found[0])
