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
import sqlite3
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self, cast

from mapview.domain.changes import Change, Macro, Put
from mapview.domain.model import Project, Rejection
from mapview.errors import FileProblemError, UnknownIdError
from mapview.store import change_rows, documents, guards, history, search
from mapview.store.bulk import BulkEdit, Stored, copy_path, finished
from mapview.store.change_json import change_from_json, change_to_json
from mapview.store.copies import NearCopy, near_copies
from mapview.store.database import connect, storable, told, transaction, up_to_date
from mapview.store.documents import Document, DocumentEntry
from mapview.store.history import LogEntry, Step
from mapview.store.locks import EditorLock
from mapview.store.new_file import write_copy, write_file
from mapview.store.opening import identity, read, right_to_edit
from mapview.store.search import Hit, HitKind

Action = Literal["undo", "redo"]


class _NextStep(NamedTuple):
    """What would be undone or redone: its number and label, and how many claims it put, if that is kept as rows."""

    number: int
    label: str
    claims: int


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
        self._identity = identity(path)
        #: Whether a bulk edit is under way.
        self._busy = False

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
            lock, why_not = right_to_edit(path)
            if lock is not None:
                # What a process left that was killed within a bulk edit.
                copy_path(path).unlink(missing_ok=True)
        try:
            connection = connect(path, writing=not why_not)
            connection = up_to_date(connection, path, migrations)
            try:
                with told(path):
                    return cls(path, connection, read(connection, writing=not why_not), lock, why_not)
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
        step = self._next_step("undo")
        return step and step.label

    @property
    def redo_label(self) -> str | None:
        """What would be redone, None if there is nothing."""
        step = self._next_step("redo")
        return step and step.label

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
            change_rows.write(self._connection, found, self._project, after)
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
        return self._move("undo")

    def redo(self) -> str | None:
        """Make the last change that was undone again; return its label, None if there is nothing to redo."""
        return self._move("redo")

    def many_to_move(self, action: Action) -> int:
        """Return how many claims an edit of very many concerns if that is what is undone or redone next, else 0."""
        step = self._next_step(action)
        return 0 if step is None else step.claims

    def moving(self, action: Action) -> Generator[float, None, Stored]:
        """Return the steps that undo or redo an edit of very many claims; they yield how far they are, 0 to 1.

        Any thread may take them; see :meth:`bulk` for what is to be done with their result.

        Raises
        ------
        UnknownIdError
            If no such edit is to be undone or redone.
        """
        step = self._next_step(action)
        if step is None or not step.claims:
            raise UnknownIdError(f"There is no edit of very many claims to {action}.")
        return self._moving(action, step)

    @contextlib.contextmanager
    def bulk(self) -> Iterator[BulkEdit]:
        """Begin an edit of very many claims, in any thread.

        It is made in a copy of the file, which takes the file's place once it is stored. Then :meth:`adopt` is to be
        called with what the edit has for a result, by the thread that opened this. From the beginning to then this
        refuses other edits, and is read as it was.

        Raises
        ------
        FileProblemError
            If the file cannot be edited now.
        """
        self._complain_if_not_mine()
        self._busy = True
        edit = BulkEdit(self.path, self._project, self._last_entry, self._complain_if_lost)
        try:
            with edit:
                yield edit
        finally:
            self._busy = edit.is_stored

    def adopt(self, stored: Stored) -> None:
        """Go on with the file as a bulk edit has left it.

        Raises
        ------
        FileProblemError
            If it cannot be opened.
        """
        connection = connect(self.path, writing=True)
        self._connection.close()
        self._connection, self._identity = connection, identity(self.path)
        self._project, self._last_entry = stored.project, stored.entry
        self._busy = False

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
        self._complain_if_not_mine()
        with told(self.path), storable(), transaction(self._connection):
            if self._newest_entry() != self._last_entry:
                raise FileProblemError(f"{self.path} was changed by another program: close it and open it again.")
            yield

    def _complain_if_not_mine(self) -> None:
        if self._why_not:
            raise FileProblemError(f"{self.path} cannot be edited: {self._why_not}.")
        if self._busy:
            raise FileProblemError(f"{self.path} is being changed by an import: wait until it is done, or cancel it.")
        self._complain_if_lost()

    def _complain_if_lost(self) -> None:
        if not self.is_open:
            raise FileProblemError(f"{self.path} was closed: open it again.")
        # A file that was moved or replaced would take edits that nobody finds again.
        if identity(self.path) != self._identity:
            raise FileProblemError(f"{self.path} is not where it was: put it back, or save a copy under another name.")

    def _moving(self, action: Action, step: _NextStep) -> Generator[float, None, Stored]:
        with self.bulk() as edit:
            yield from edit.move(action, step.number)
            return edit.result()

    def _move(self, action: Action) -> str | None:
        step = self._next_step(action)
        if step is None:
            return None
        if step.claims:
            self.adopt(finished(self.moving(action)))
            return step.label
        column, state = ("inverse", "undone") if action == "undo" else ("change", "done")
        with self._storing():
            text = self._connection.execute(f"SELECT {column} FROM steps WHERE id = ?", (step.number,)).fetchone()[0]  # noqa: S608
            change = change_from_json(text)
            after, _ = change.apply(self._project)
            found = change_rows.differences(change, self._project, after)
            change_rows.write(self._connection, found, self._project, after)
            self._connection.execute("UPDATE steps SET state = ? WHERE id = ?", (state, step.number))
            entry = self._log(action, step.number)
        self._project, self._last_entry = after, entry
        return step.label

    def _next_step(self, action: Action) -> _NextStep | None:
        state, order = ("done", "DESC") if action == "undo" else ("undone", "ASC")
        with told(self.path):
            row = self._connection.execute(
                "SELECT id, label, claims_added + claims_changed FROM steps"  # noqa: S608 - our own words
                f" WHERE state = '{state}' ORDER BY id {order} LIMIT 1"
            ).fetchone()
        return None if row is None else _NextStep(*row)

    def _log(self, action: str, step: int) -> int:
        return cast(
            "int",
            self._connection.execute(
                "INSERT INTO log (at, action, step) VALUES (?, ?, ?)", (documents.now(), action, step)
            ).lastrowid,
        )

    def _newest_entry(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM log").fetchone()[0])
