"""A project as one SQLite file: every edit is one transaction, and everything can be undone, after a restart too.

>>> import tempfile
>>> from mapview.domain.changes import Put
>>> from mapview.domain.model import Text, Utterance
>>> folder = tempfile.TemporaryDirectory()
>>> path = Path(folder.name) / "trial.mapview"
>>> with ProjectFile.create(path, Project(Text("Trial"), start_topic="")) as file:
...     file.apply(Put(Utterance("first", Text("A spokesman"))), "New utterance")
>>> with ProjectFile.open(path) as file:
...     (list(file.project.utterances), file.undo(), list(file.project.utterances), file.redo_label)
(['first'], 'New utterance', [], 'New utterance')
>>> folder.cleanup()
"""

import contextlib
import gc
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, cast

from mapview.domain.changes import Change, Macro, Put
from mapview.domain.model import Project, Rejection
from mapview.errors import FileProblemError
from mapview.store import change_rows, documents, guards, history, rows, search, stored_claims
from mapview.store.change_json import change_from_json, change_to_json
from mapview.store.copies import NearCopy, near_copies
from mapview.store.database import connect, storable, told, transaction, up_to_date, writable
from mapview.store.documents import Document, DocumentEntry
from mapview.store.history import LogEntry, Step
from mapview.store.locks import EditorLock
from mapview.store.new_file import write_copy, write_file
from mapview.store.search import Hit, HitKind


class ProjectFile:
    """An open project file. Use :meth:`create` and :meth:`open`, and close it or use it as a context manager."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, project: Project, lock: EditorLock | None, why_not: str
    ) -> None:
        self.path = path
        self._connection = connection
        self._project = project
        self._lock = lock
        self._why_not = why_not
        #: Whether it has not been closed yet; work that goes on by itself looks here.
        self.is_open = True
        self._last_entry = self._newest_entry()
        self._identity = _identity(path)

    @classmethod
    def create(
        cls, path: Path, project: Project, originals: Iterable[Document] = (), *, replacing: bool = False
    ) -> "ProjectFile":
        """Write a project as a new file and open it; see :func:`mapview.store.new_file.write_file`."""
        write_file(path, project, originals, replacing=replacing)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, migrations: Path | None = None) -> "ProjectFile":
        """Open a project file, to edit it if nobody else does and it can be written.

        Parameters
        ----------
        read_only
            Whether it is only to be looked at; then nothing is written anywhere.
        migrations
            A folder with the SQL of each version, for tests.

        Raises
        ------
        FileProblemError
            If it is missing, of another program, damaged, locked, or of a newer MapView.
        """
        lock, why_not = None, "it was opened to be looked at only"
        if not read_only:
            lock, why_not = _right_to_edit(path)
        try:
            connection = connect(path, writing=not why_not)
            connection = up_to_date(connection, path, migrations)
            try:
                with told(path):
                    return cls(path, connection, _read(connection, writing=not why_not), lock, why_not)
            except BaseException:
                connection.close()
                raise
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def project(self) -> Project:
        """The project as it stands now."""
        return self._project

    @property
    def read_only(self) -> str:
        """Why the file cannot be edited, as half a sentence; empty if it can."""
        return self._why_not

    @property
    def undo_label(self) -> str | None:
        """What would be undone, None if there is nothing."""
        step = self._step("done", "max")
        return step and step[1]

    @property
    def redo_label(self) -> str | None:
        """What would be redone, None if there is nothing."""
        step = self._step("undone", "min")
        return step and step[1]

    def apply(self, change: Change, label: str, originals: Iterable[Document] = ()) -> None:
        """Make a change and store it with what it needs to be undone, in one transaction.

        Parameters
        ----------
        change
            What to change; afterwards what it put in place must be consistent with the rest.
        label
            What it does, for the menu: ``Move of Harir``.
        originals
            Documents that come with it; they stay when the change is undone, so that redoing brings them back.

        Raises
        ------
        BadInputError
            If the change leaves something that is wrong; nothing is changed.
        UnknownIdError
            If it takes out something that is not there; nothing is changed.
        FileProblemError
            If it cannot be stored; nothing is changed.
        """
        after, inverse = change.apply(self._project)
        found = change_rows.differences(change, self._project, after)
        guards.complain(found, after)
        with self._storing():
            documents.write_documents(self._connection, originals)
            self._write(found, after)
            guards.complain_of_the_rest(self._connection, found, self._project, after)
            self._connection.execute("UPDATE steps SET state = 'dropped' WHERE state = 'undone'")
            step = self._connection.execute(
                "INSERT INTO steps (label, change, inverse, state) VALUES (?, ?, ?, 'done')",
                (label, change_to_json(change), change_to_json(inverse)),
            ).lastrowid
            entry = self._log("do", cast("int", step))
        self._project, self._last_entry = after, entry

    def reject(self, rejected: Iterable[Rejection], label: str) -> None:
        """Remember suggestions as turned down, in one edit that can be undone; see :meth:`apply`."""
        self.apply(Macro(tuple(Put(rejection) for rejection in rejected)), label)

    def rejections(self, sha256: str) -> list[Rejection]:
        """Return the suggestions out of a document that were turned down."""
        return [rejection for rejection in self._project.rejections.values() if rejection.sha256 == sha256]

    def undo(self) -> str | None:
        """Take the last change back; return its label, None if there is nothing to undo."""
        return self._move("undo", self._step("done", "max"), "inverse", "undone")

    def redo(self) -> str | None:
        """Make the last change that was undone again; return its label, None if there is nothing to redo."""
        return self._move("redo", self._step("undone", "min"), "change", "done")

    def add_documents(self, originals: Iterable[Document]) -> None:
        """Keep the texts of reports; a text that is there already stays as it is."""
        with self._storing():
            documents.write_documents(self._connection, originals)

    def document(self, sha256: str) -> Document | None:
        """Return the document whose text has this SHA-256 (a source's ``sha256``), None if the file has none."""
        with told(self.path):
            return documents.read_document(self._connection, sha256)

    def document_texts(self) -> dict[str, str]:
        """Return the texts of all documents by their SHA-256, as :func:`check_anchors` takes them."""
        with told(self.path):
            return dict(self._connection.execute("SELECT sha256, text FROM documents ORDER BY rowid"))

    def document_hashes(self) -> frozenset[str]:
        """Return the SHA-256 of every document's text."""
        with told(self.path):
            return frozenset(name for (name,) in self._connection.execute("SELECT sha256 FROM documents"))

    def document_list(self) -> list[DocumentEntry]:
        """Return what documents there are, in the order of their coming, without reading their texts."""
        with told(self.path):
            return documents.list_documents(self._connection)

    def search(self, text: str, limit: int = 20, kinds: Iterable[HitKind] | None = None) -> list[Hit]:
        """Return what holds all words of a text, the likeliest first; see :func:`mapview.store.search.search`."""
        with told(self.path):
            return search.search(self._connection, self._project, text, limit, kinds)

    def near_copies(self, text: str, at_least: float = 0.5) -> list[NearCopy]:
        """Return the documents that share much with a text, the closest first; the text itself is among them."""
        with told(self.path):
            return near_copies(self._connection, text, at_least)

    def log(self, limit: int = 100, before: int | None = None) -> list[tuple[int, LogEntry]]:
        """Return the newest entries of the change log with their numbers, the newest first.

        Parameters
        ----------
        before
            Only entries with a lower number, to read on.
        """
        with told(self.path):
            return history.log_entries(self._connection, limit, before)

    def steps(self, limit: int = 100, before: int | None = None) -> list[Step]:
        """Return the newest edits, the newest first, without what they changed.

        Parameters
        ----------
        before
            Only edits with a lower number, to read on.
        """
        with told(self.path):
            return history.steps(self._connection, limit, before)

    def changes_of(self, step: int) -> tuple[Change, Change]:
        """Return what an edit changed, given by the number of its step, and what takes it back."""
        with told(self.path):
            return history.changes_of(self._connection, step)

    def save_copy(self, path: Path, *, replacing: bool = False) -> None:
        """Write the whole file, documents and history included, to another place; this one stays open.

        Raises
        ------
        FileProblemError
            If something stands there or it cannot be written; what stood there before still does.
        """
        write_copy(self._connection, path, replacing=replacing)

    def close(self) -> None:
        """Close the file; closing it again does nothing."""
        self.is_open = False
        self._connection.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @contextlib.contextmanager
    def _storing(self) -> Iterator[None]:
        """Run a block as one transaction of an edit, unless somebody else has edited meanwhile."""
        if self._why_not:
            raise FileProblemError(f"{self.path} cannot be edited: {self._why_not}.")
        # A file that was moved or replaced would take edits that nobody finds again.
        if _identity(self.path) != self._identity:
            raise FileProblemError(f"{self.path} is not where it was: put it back, or save a copy under another name.")
        with told(self.path), storable(), transaction(self._connection):
            if self._newest_entry() != self._last_entry:
                raise FileProblemError(f"{self.path} was changed by another program: close it and open it again.")
            yield

    def _write(self, found: list[change_rows.Difference], after: Project) -> None:
        change_rows.write(self._connection, found, self._project, after)
        for difference in found:
            for name in difference.deleted:
                search.take_out(self._connection, difference.kind, name)
            entities = getattr(after, difference.kind)
            for name in (*(entity.id for entity in difference.updated), *difference.inserted):
                search.put_entity(self._connection, difference.kind, entities[name])

    def _move(
        self,
        action: Literal["undo", "redo"],
        step: tuple[int, str] | None,
        column: Literal["change", "inverse"],
        state: Literal["done", "undone"],
    ) -> str | None:
        if step is None:
            return None
        number, label = step
        with self._storing():
            text = self._connection.execute(f"SELECT {column} FROM steps WHERE id = ?", (number,)).fetchone()[0]  # noqa: S608
            change = change_from_json(text)
            after, _ = change.apply(self._project)
            self._write(change_rows.differences(change, self._project, after), after)
            self._connection.execute("UPDATE steps SET state = ? WHERE id = ?", (state, number))
            entry = self._log(action, number)
        self._project, self._last_entry = after, entry
        return label

    def _step(self, state: str, which: Literal["min", "max"]) -> tuple[int, str] | None:
        order = "DESC" if which == "max" else "ASC"
        with told(self.path):
            row = self._connection.execute(
                f"SELECT id, label FROM steps WHERE state = '{state}' ORDER BY id {order} LIMIT 1"  # noqa: S608
            ).fetchone()
        return None if row is None else (int(row[0]), str(row[1]))

    def _log(self, action: str, step: int) -> int:
        return cast(
            "int",
            self._connection.execute(
                "INSERT INTO log (at, action, step) VALUES (?, ?, ?)", (documents.now(), action, step)
            ).lastrowid,
        )

    def _newest_entry(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM log").fetchone()[0])


def _right_to_edit(path: Path) -> tuple[EditorLock | None, str]:
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


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _read(connection: sqlite3.Connection, *, writing: bool) -> Project:
    # Nothing of what is read can be garbage yet, and looking for it takes as long as reading.
    collecting = gc.isenabled()
    gc.disable()
    try:
        if writing and search.is_stale(connection):
            with transaction(connection):
                search.rebuild(connection, rows.read_project(connection))
        if writing:
            # Without it the file is as good, and just as slow as before: a full disk must not keep it closed.
            with contextlib.suppress(sqlite3.OperationalError):
                stored_claims.prepare(connection)
        return rows.read_project(connection, stored_claims.claims_in_file(connection, edited_here=writing))
    finally:
        if collecting:
            gc.enable()
