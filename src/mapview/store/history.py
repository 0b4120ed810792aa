"""What was done to a project file: the steps that can be undone and redone, and the log of all doing and undoing."""

import sqlite3
from dataclasses import dataclass
from typing import Literal

from mapview.domain.changes import Change
from mapview.store.change_json import change_from_json

#: Above every number of an entry.
_ALL = 2**62


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Something that was done, undone or redone; ``at`` is ISO 8601 in UTC.

    ``change`` made the difference and ``inverse`` says what stood there before.
    """

    at: str
    action: Literal["do", "undo", "redo"]
    label: str
    change: Change
    inverse: Change


@dataclass(frozen=True, slots=True)
class Step:
    """An edit, when it was first made (ISO 8601, UTC), and whether it stands.

    A step that is ``undone`` can be redone; one that is ``dropped`` was undone and overtaken by another edit. One of
    very many claims says how many it added and how many it changed; its change and inverse hold only the rest.
    """

    number: int
    at: str
    label: str
    state: Literal["done", "undone", "dropped"]
    claims_added: int = 0
    claims_changed: int = 0


def log_entries(connection: sqlite3.Connection, limit: int, before: int | None) -> list[tuple[int, LogEntry]]:
    """Return the newest entries of the change log with their numbers; see ``ProjectFile.log``."""
    found = connection.execute(
        "SELECT log.id, at, action, label, change, inverse FROM log JOIN steps ON steps.id = step"
        " WHERE log.id < ? ORDER BY log.id DESC LIMIT ?",
        (_ALL if before is None else before, limit),
    ).fetchall()
    return [
        (number, LogEntry(at, action, label, change_from_json(change), change_from_json(inverse)))
        for number, at, action, label, change, inverse in found
    ]


def steps(connection: sqlite3.Connection, limit: int, before: int | None) -> list[Step]:
    """Return the newest steps; see ``ProjectFile.steps``."""
    found = connection.execute(
        "SELECT step, at, label, state, claims_added, claims_changed FROM log JOIN steps ON steps.id = step"
        " WHERE action = 'do' AND step < ? ORDER BY log.id DESC LIMIT ?",
        (_ALL if before is None else before, limit),
    )
    return [Step(*row) for row in found]


def changes_of(connection: sqlite3.Connection, step: int) -> tuple[Change, Change]:
    """Return what an edit changed, and what takes it back."""
    change, inverse = connection.execute("SELECT change, inverse FROM steps WHERE id = ?", (step,)).fetchone()
    return change_from_json(change), change_from_json(inverse)
