"""Entities written to a project file and read from it, by the tables of :mod:`mapview.store.entity_tables`."""

import sqlite3
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from mapview.domain.changes import Kind
from mapview.domain.model import Claim, Project, Text
from mapview.store.entity_tables import TABLES, Children, ChildTable, EntityTable

#: How far apart the ranks of neighbours are at first: 2**31 entities have room in 64 bits.
GAP = 1 << 32


def read_project(connection: sqlite3.Connection, claims: Mapping[str, Claim] | None = None) -> Project:
    """Read the whole project of an open project file, each kind in its order.

    Parameters
    ----------
    claims
        Its claims, if they are to be read when they are asked for.
    """
    title_en, title_ar, start_topic, project_id = connection.execute(
        "SELECT title_en, title_ar, start_topic, id FROM project"
    ).fetchone()
    parts: dict[str, Any] = {}
    for table in TABLES.values():
        if table.kind == "claims" and claims is not None:
            parts["claims"] = claims
            continue
        children = [_children(connection, child) for child in table.children]
        rows = connection.execute(f"SELECT {', '.join(table.columns)} FROM {table.kind} ORDER BY rank")  # noqa: S608
        parts[table.kind] = {entity.id: entity for entity in table.entities(rows, children)}
    return Project(Text(title_en, title_ar), start_topic, **parts, id=project_id)


def write_title(connection: sqlite3.Connection, project: Project) -> None:
    """Store what a project says of itself."""
    connection.execute(
        "INSERT OR REPLACE INTO project VALUES (1, ?, ?, ?, ?)",
        (project.title.en, project.title.ar, project.start_topic, project.id),
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
    # The id stays. If it were set, even to itself, SQLite would visit everything that refers to it.
    own = [number for number, column in enumerate(table.columns) if column != "id"]
    settings = ", ".join(f"{table.columns[number]} = ?" for number in own)
    connection.executemany(
        f"UPDATE {kind} SET {settings} WHERE id = ?",  # noqa: S608 - our own names
        ((*(row[number] for number in own), entity.id) for entity in entities for row in [table.row(entity)]),
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
