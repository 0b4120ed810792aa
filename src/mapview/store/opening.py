"""What it takes to open a project file: the right to edit it, which file it is, and the project in it."""

import contextlib
import gc
import sqlite3
from pathlib import Path

from mapview.domain.model import Project
from mapview.store import rows, search, search_many, stored_claims
from mapview.store.database import transaction, writable
from mapview.store.locks import EditorLock


def right_to_edit(path: Path) -> tuple[EditorLock | None, str]:
    """Return the lock of a file that can be edited, or why it cannot; whether it is there comes up later."""
    unwritable = "the file or its folder cannot be written; save a copy elsewhere to edit it"
    if not path.is_file():
        return None, ""
    if not writable(path):
        return None, unwritable
    try:
        lock = EditorLock.acquire(path)
    except (OSError, sqlite3.Error):
        # Shared folders tell only when one tries.
        return None, unwritable
    return lock, "" if lock else "it is open in another window; close that one to edit it here"


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one in its place, None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def read(connection: sqlite3.Connection, *, writing: bool) -> Project:
    """Read the project of an open file; to edit it, what makes it fast is brought up to date first."""
    # Nothing of what is read can be garbage yet, and looking for it takes as long as reading.
    collecting = gc.isenabled()
    gc.disable()
    try:
        if writing and search.is_stale(connection):
            with transaction(connection):
                search_many.rebuild(connection, rows.read_project(connection))
        if writing:
            # Without it the file is as good, and just as slow as before: a full disk must not keep it closed.
            with contextlib.suppress(sqlite3.OperationalError):
                stored_claims.prepare(connection)
        return rows.read_project(connection, stored_claims.claims_in_file(connection, edited_here=writing))
    finally:
        if collecting:
            gc.enable()
