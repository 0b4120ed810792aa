"""Opening the SQLite file of a project: whose it is, its version, its migrations, and troubles told in sentences."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from mapview.config import resource_path
from mapview.errors import BadInputError, FileProblemError

#: "MapV" in the header of every project file, so that ``file`` and other programs can tell what it is.
APPLICATION_ID = 0x4D617056
SUFFIX = ".mapview"

#: How long to wait for a program that holds the file; MapView itself holds it for milliseconds.
_PATIENCE_S = 2.0

_ADVICE = {
    sqlite3.SQLITE_NOTADB: "is no project file of MapView: give the path of one, or of a project folder",
    sqlite3.SQLITE_CORRUPT: "is damaged or cut short: take your last copy of it",
    sqlite3.SQLITE_BUSY: "is locked by another program: close it there and try again",
    sqlite3.SQLITE_LOCKED: "is locked by another program: close it there and try again",
    sqlite3.SQLITE_READONLY: "cannot be changed: make it and its folder writable, or save a copy elsewhere",
    sqlite3.SQLITE_FULL: "cannot grow because the disk is full: free some space and try again, nothing was changed",
    sqlite3.SQLITE_IOERR: "cannot be read or written: check its disk and the space on it, nothing was changed",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check that it is there and that you may read it",
    sqlite3.SQLITE_PERM: "cannot be opened: check that you may read it",
}


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite says about a file into one sentence.

    Raises
    ------
    FileProblemError
        In place of any error of SQLite.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        advice = _ADVICE.get(code & 0xFF) if code is not None else None
        raise FileProblemError(f"{path} {advice or f'cannot be used ({error})'}.") from error


@contextlib.contextmanager
def storable() -> Iterator[None]:
    """Turn what cannot be stored into one sentence: dangling references, halves of characters, numbers too large.

    Raises
    ------
    BadInputError
        In place of what SQLite and its binding say of such values.
    """
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise BadInputError(f"The change leaves something without what it needs ({error}): complete it.") from error
    except UnicodeEncodeError as error:
        raise BadInputError("A text holds half of a character, which cannot be stored: type that text anew.") from error
    except OverflowError as error:
        raise BadInputError(f"A number is too large to be stored ({error}): correct it.") from error


def latest_version(migrations: Path | None = None) -> int:
    """Return the schema version that this MapView writes."""
    return len(_scripts(migrations))


def create_schema(connection: sqlite3.Connection) -> None:
    """Give an empty database the schema of a project."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _migrate(connection, None)


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """Open a project file of any version up to the latest.

    Raises
    ------
    FileProblemError
        If it is missing, of another program, damaged, locked, or of a newer MapView.
    """
    if not path.exists():
        raise FileProblemError(f"{path} is not there: check the path.")
    if not path.is_file():
        raise FileProblemError(f"{path} is no file: give the path of a project file.")
    with told(path):
        connection = _connected(path, writing=writing)
        try:
            _recognise(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def writable(path: Path) -> bool:
    """Whether a file can be edited where it stands; SQLite writes its journal beside it."""
    effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in (path, path.parent))


def up_to_date(connection: sqlite3.Connection, path: Path, migrations: Path | None = None) -> sqlite3.Connection:
    """Bring an open file to the latest version; return the connection to use from now on.

    A file that is open for writing is upgraded in one transaction, after a copy of it was put beside it. One that is
    open for reading stays as it is, and a copy in memory is upgraded.

    Parameters
    ----------
    migrations
        The folder with one SQL file per version; MapView's own if None.

    Raises
    ------
    FileProblemError
        If it comes from a newer MapView or cannot be upgraded.
    """
    version, latest = _pragma(connection, "user_version"), latest_version(migrations)
    if version > latest:
        connection.close()
        raise FileProblemError(f"{path} was written by a newer version of MapView: update MapView to open it.")
    if version == latest:
        return connection
    with told(path):
        if _pragma(connection, "query_only"):
            copy = sqlite3.connect(":memory:", isolation_level=None)
            connection.backup(copy)
            connection.close()
            connection = copy
            _migrate(connection, migrations)
            connection.execute("PRAGMA query_only = ON")
        else:
            _back_up(connection, path, version)
            _migrate(connection, migrations)
    return connection


def backup_path(path: Path, version: int) -> Path:
    """Return where the copy of a file of an older version is put before it is upgraded."""
    return path.with_name(f"{path.stem}.version-{version}{path.suffix}")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a block as one transaction: all of it is stored, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk or a lost file makes SQLite roll back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _connected(path: Path, *, writing: bool) -> sqlite3.Connection:
    # A reader too opens the file for writing where it may, because only then can SQLite take back what a killed
    # process left half-done; query_only keeps it from changing anything else.
    mode = "rw" if writing or writable(path) else "ro"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=_PATIENCE_S
    )
    try:
        # The file is whole after every commit even if the power fails, and there is never a second file to lose.
        connection.execute("PRAGMA journal_mode = DELETE" if writing else "PRAGMA query_only = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
    """Complain about a file that is not a whole project file."""
    if _pragma(connection, "application_id") != APPLICATION_ID or _pragma(connection, "user_version") < 1:
        raise FileProblemError(f"{path} {_ADVICE[sqlite3.SQLITE_NOTADB]}.")
    if path.stat().st_size < _pragma(connection, "page_count") * _pragma(connection, "page_size"):
        raise FileProblemError(f"{path} {_ADVICE[sqlite3.SQLITE_CORRUPT]}.")


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    backup = backup_path(path, version)
    beside = backup.with_name(f".{backup.name}.part")
    beside.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(beside)) as copy:
            connection.backup(copy)
        beside.replace(backup)
    except (sqlite3.Error, OSError) as error:
        raise FileProblemError(
            f"{backup} cannot be written ({error}): make room for a copy of the project before it is upgraded."
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _migrate(connection: sqlite3.Connection, migrations: Path | None) -> None:
    scripts = _scripts(migrations)
    # SQLite's way to rebuild a table: without the checks, which cannot be turned off within a transaction.
    connection.execute("PRAGMA foreign_keys = OFF")
    with transaction(connection):
        for version in range(_pragma(connection, "user_version"), len(scripts)):
            for statement in _statements(scripts[version].read_text(encoding="utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.execute("PRAGMA foreign_keys = ON")


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; ``executescript`` would commit before the first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _scripts(migrations: Path | None) -> list[Path]:
    return sorted((migrations or resource_path("store/migrations")).glob("[0-9][0-9][0-9][0-9].sql"))


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
