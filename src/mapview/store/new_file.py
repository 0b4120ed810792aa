"""A new project file: written beside its place and moved there once it is whole."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from mapview.domain.model import Project
from mapview.errors import FileProblemError
from mapview.store import rows, search_many, stored_claims
from mapview.store.database import create_schema, storable, told, transaction
from mapview.store.documents import Document, write_documents
from mapview.store.entity_tables import TABLES
from mapview.store.files import umask
from mapview.store.rows import GAP


def write_file(path: Path, project: Project, originals: Iterable[Document] = (), *, replacing: bool = False) -> None:
    """Write a consistent project as a new file, with an empty history.

    Parameters
    ----------
    originals
        Documents of its sources.
    replacing
        Whether a file that stands there may go.

    Raises
    ------
    FileProblemError
        If something stands there or nothing can be written; what stood there before still does.
    BadInputError
        If the project is not consistent.
    """

    def fill(connection: sqlite3.Connection) -> None:
        # Nobody sees this file before it is whole, so that it needs no journal.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        create_schema(connection)
        with transaction(connection):
            _fill(connection, project, originals)
        connection.execute("PRAGMA optimize")
        stored_claims.prepare(connection)

    _write_beside(path, fill, replacing=replacing)


def write_copy(source: sqlite3.Connection, path: Path, *, replacing: bool = False) -> None:
    """Write a copy of an open file.

    Raises
    ------
    FileProblemError
        If something stands there or it cannot be written; what stood there before still does.
    """
    _write_beside(path, source.backup, replacing=replacing)


def _write_beside(path: Path, fill: Callable[[sqlite3.Connection], None], *, replacing: bool) -> None:
    if path.exists() and not (replacing and path.is_file()):
        raise FileProblemError(f"{path} is there already: give another path.")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise _unwritable(path, error) from error
    beside = Path(name)
    try:
        with told(path), storable(), contextlib.closing(sqlite3.connect(beside, isolation_level=None)) as connection:
            fill(connection)
        beside.chmod(0o666 & ~umask())
        _flush(beside)
        beside.replace(path)
    except FileProblemError:
        raise
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, project: Project, originals: Iterable[Document]) -> None:
    rows.write_title(connection, project)
    for kind in TABLES:
        rows.insert(connection, kind, ((GAP * n, e) for n, e in enumerate(getattr(project, kind).values(), 1)))
    search_many.rebuild(connection, project)
    write_documents(connection, originals)


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _unwritable(path: Path, error: OSError) -> FileProblemError:
    return FileProblemError(f"{path} cannot be written ({error.strerror or error}): choose another place.")
