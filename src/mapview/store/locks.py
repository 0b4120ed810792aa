"""One editor of a project file at a time: whoever opens it second reads."""

import sqlite3
from pathlib import Path


class EditorLock:
    """The right to edit a project file; the system takes it back when the process ends, however it ends.

    It is SQLite's own lock on an empty file beside the project, since that is the same on every system. A lock on the
    project itself would keep readers out too.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path, self._connection = path, connection

    @classmethod
    def acquire(cls, project: Path) -> "EditorLock | None":
        """Take the right to edit; None if somebody else has it."""
        path = project.with_name(f".{project.name}.lock")
        while True:
            try:
                path.touch()
                before = path.stat().st_ino
                connection = sqlite3.connect(path, isolation_level=None, timeout=0)
            except FileNotFoundError:
                continue
            try:
                connection.execute("BEGIN EXCLUSIVE")
                # Whoever had the lock may have deleted the file just before, and a third one made another.
                if path.stat().st_ino == before:
                    return cls(path, connection)
            except FileNotFoundError:
                pass
            except sqlite3.OperationalError as error:
                connection.close()
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                return None
            connection.close()

    def release(self) -> None:
        """Give the right back."""
        try:
            self._path.unlink(missing_ok=True)
        except PermissionError:
            # Windows deletes no open file; an empty one that stays does no harm.
            pass
        finally:
            self._connection.close()
