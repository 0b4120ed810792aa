"""An edit of very many claims: made in a copy of the project file, which takes the file's place once it is whole.

Whoever has the file open reads on what it was, and whatever ends the edit early leaves it so. The step in the history
holds how many claims came and changed; as they were before, they lie apart, and undoing the step exchanges them.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self, TypeVar, cast

from mapview.domain.changes import Change
from mapview.domain.model import Claim, Project
from mapview.errors import FileProblemError
from mapview.store import apart, change_rows, claim_columns, documents, guards, search_many, stored_claims
from mapview.store.change_json import change_from_json, change_to_json
from mapview.store.database import connect, storable, told
from mapview.store.documents import Document
from mapview.store.entity_tables import TABLES
from mapview.store.rows import GAP, read_project

#: From how many claims on they are better stored so than one by one.
MANY_CHANGED = 2_000

_TABLE = TABLES["claims"]
_COLUMNS = ", ".join(_TABLE.columns)
_AT_ONCE = 500
#: How much of the file SQLite keeps in memory meanwhile, in KiB.
_CACHE = 65_536
#: Which columns of a row hold the words that are searched.
_WORDS = [_TABLE.columns.index(name) for name in ("statement_en", "statement_ar", "anchor_cue", "note")]


R = TypeVar("R")


class Stored(NamedTuple):
    """A project file as a bulk edit has left it: the project in it, and the number of the newest entry of its log."""

    project: Project
    entry: int


def finished(steps: Generator[float, None, R], tell: Callable[[float], None] | None = None) -> R:
    """Take all steps of some work, and tell how far it is; return its result. Whatever stops this ends the work."""
    while True:
        try:
            share = next(steps)
            if tell is not None:
                tell(share)
        except StopIteration as end:
            found: R = end.value
            return found
        except BaseException:
            steps.close()
            raise


def copy_path(path: Path) -> Path:
    """Return where the copy of a file stands while very many of its claims are edited: beside it, not beside a link."""
    file = path.resolve()
    return file.with_name(f".{file.name}.edit")


class BulkEdit:
    """One edit of very many claims, within a ``with`` block; nothing has happened unless it was stored there.

    Parameters
    ----------
    path
        The project file, which nobody else edits meanwhile.
    before
        The project in it.
    entry
        The newest entry of its log.
    complain
        Complains if the file is not where it was, or is no longer wanted.
    """

    def __init__(self, path: Path, before: Project, entry: int, complain: Callable[[], None]) -> None:
        self._path, self._copy, self._before, self._entry = path, copy_path(path), before, entry
        self._complain = complain
        #: Whether the copy has taken the place of the file.
        self.is_stored = False
        self._guard = guards.ManyClaims(before)
        self._added = 0
        self._changed: set[str] = set()

    def __enter__(self) -> Self:
        self._copy.unlink(missing_ok=True)
        with told(self._path):
            self._connection = sqlite3.connect(self._copy, isolation_level=None)
            try:
                self._begin()
            except BaseException:
                self._leave()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def put(self, claims: Sequence[Claim], around: Project) -> None:
        """Put claims: in the place of those with the same ids, others at the end.

        Parameters
        ----------
        around
            A project with the places, topics, utterances and sources that they name, some of which may be among what
            :meth:`store` adds.

        Raises
        ------
        BadInputError
            If one is wrong.
        FileProblemError
            If there is no room for them.
        """
        self._guard.look_at(claims, around)
        with told(self._path), storable():
            present = self._present([claim.id for claim in claims]) if self._count else {}
            new = [claim for claim in claims if claim.id not in present]
            if new:
                present |= self._insert(new)
            for claim in claims:
                if claim.id in present:
                    self._replace(*present[claim.id], claim)

    def keep(self, originals: Iterable[Document]) -> None:
        """Store documents that come along; they stay when the edit is undone."""
        with told(self._path), storable():
            documents.write_documents(self._connection, originals)

    def store(self, change: Change, label: str) -> Generator[float, None, None]:
        """Make what goes with the claims, and put it all in the file's place; yield how far it is, 0 to 1.

        Parameters
        ----------
        change
            What else is done; it puts and removes no claims.
        label
            What the edit does, for the menu.

        Raises
        ------
        BadInputError
            If the edit leaves something that is wrong.
        FileProblemError
            If it cannot be stored.
        """
        connection = self._connection
        after, inverse = change.apply(self._before)
        found = change_rows.differences(change, self._before, after)
        guards.complain(found, after)
        self._guard.complain(after)
        with told(self._path), storable():
            connection.execute("UPDATE steps SET state = 'dropped' WHERE state = 'undone'")
            connection.execute("DELETE FROM claims_apart WHERE step IN (SELECT id FROM steps WHERE state = 'dropped')")
            change_rows.write(connection, found, self._before, after)
            guards.complain_of_the_rest(connection, found, self._before, after)
            connection.execute(
                "INSERT INTO steps (id, label, change, inverse, state, claims_added, claims_changed)"
                " VALUES (?, ?, ?, ?, 'done', ?, ?)",
                (self._step, label, change_to_json(change), change_to_json(inverse), self._added, len(self._changed)),
            )
            search_many.take_out(connection, "SELECT id FROM reworded")
        yield from self._finish("do", self._step)

    def move(self, action: Literal["undo", "redo"], step: int) -> Generator[float, None, None]:
        """Take a step of very many claims back, or make it again; yield how far it is, 0 to 1.

        Raises
        ------
        FileProblemError
            If it cannot be stored.
        """
        connection = self._connection
        with told(self._path), storable():
            change, inverse, self._added = connection.execute(
                "SELECT change, inverse, claims_added FROM steps WHERE id = ?", (step,)
            ).fetchone()
            rest = change_from_json(inverse if action == "undo" else change)
            after, _ = rest.apply(self._before)
            change_rows.write(connection, change_rows.differences(rest, self._before, after), self._before, after)
            if action == "undo":
                apart.take_back(connection, step, self._added)
            else:
                apart.make_again(connection, step, self._added)
            state = "undone" if action == "undo" else "done"
            connection.execute("UPDATE steps SET state = ? WHERE id = ?", (state, step))
        yield from self._finish(action, step)

    def result(self) -> Stored:
        """Return what is in the file, once it was stored."""
        with contextlib.closing(connect(self._path, writing=False)) as connection, told(self._path):
            claims = stored_claims.claims_in_file(connection, edited_here=True)
            return Stored(read_project(connection, claims), self._entry)

    def _begin(self) -> None:
        """Copy the file, and make ready to write much."""
        connection = self._connection
        with contextlib.closing(sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)) as source:
            source.backup(connection)
        self._copy.chmod(self._path.stat().st_mode)
        self._complain_of_others(connection)
        for setting in (
            # Nobody sees the copy before it is whole, so that it needs no journal.
            "journal_mode = OFF",
            "synchronous = OFF",
            "locking_mode = EXCLUSIVE",
            f"cache_size = -{_CACHE}",
            # What refers to what is looked at by the guards, for all claims at once.
            "foreign_keys = OFF",
            "trusted_schema = OFF",
        ):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        for table in ("claim_columns_state", "claim_columns", "claims_rewritten"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        self._indexes = apart.without_indexes(connection)
        apart.note_reworded(connection)
        (self._last,) = connection.execute("SELECT coalesce(max(rank), 0) FROM claims").fetchone()
        self._end = self._last
        (self._count,) = connection.execute("SELECT count(*) FROM claims").fetchone()
        (self._step,) = connection.execute(
            "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'steps'"
        ).fetchone()

    def _insert(self, claims: Sequence[Claim]) -> dict[str, tuple[int, Sequence[object]]]:
        """Put claims at the end; return the ranks and rows of those whose ids came before in this edit."""
        inserted = self._connection.executemany(
            f"INSERT INTO claims (rank, {_COLUMNS}) VALUES (?{', ?' * len(_TABLE.columns)})"  # noqa: S608
            " ON CONFLICT (id) DO NOTHING",
            ((self._end + GAP * number, *_TABLE.row(claim)) for number, claim in enumerate(claims, 1)),
        ).rowcount
        self._end += GAP * len(claims)
        self._added += inserted
        return {} if inserted >= len(claims) else self._present([claim.id for claim in claims])

    def _present(self, names: list[str]) -> dict[str, tuple[int, Sequence[object]]]:
        """Return the ranks and rows of those claims that the copy has."""
        found: dict[str, tuple[int, Sequence[object]]] = {}
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            for rank, *row in self._connection.execute(
                f"SELECT rank, {_COLUMNS} FROM claims WHERE id IN (?{', ?' * (len(some) - 1)})",  # noqa: S608
                some,
            ):
                found[row[0]] = (rank, row)
        return found

    def _replace(self, rank: int, before: Sequence[object], claim: Claim) -> None:
        row = _TABLE.row(claim)
        if rank <= self._last:
            if claim.id not in self._changed:
                self._changed.add(claim.id)
                self._connection.execute(
                    f"INSERT INTO claims_apart (step, {_COLUMNS}) VALUES (?{', ?' * len(_TABLE.columns)})",  # noqa: S608
                    (self._step, *before),
                )
            if any(row[word] != before[word] for word in _WORDS):
                self._connection.execute("INSERT OR IGNORE INTO reworded VALUES (?)", (claim.id,))
        settings = ", ".join(f"{name} = ?" for name in _TABLE.columns[1:])
        self._connection.execute(f"UPDATE claims SET {settings} WHERE rank = ?", (*row[1:], rank))  # noqa: S608

    def _finish(self, action: str, step: int) -> Generator[float, None, None]:
        """Index what is not indexed, and put the copy in the place of the file."""
        connection = self._connection
        with told(self._path), storable():
            yield 0.0
            for done in search_many.put_claims(connection):
                yield 0.7 * min(done / max(self._added, 1), 1.0)
            for made in self._indexes:
                connection.execute(made)
                yield 0.75
            (count,) = connection.execute("SELECT count(*) FROM claims").fetchone()
            if count >= stored_claims.MANY:
                claim_columns.store(connection)
            entry = connection.execute(
                "INSERT INTO log (at, action, step) VALUES (?, ?, ?)", (documents.now(), action, step)
            ).lastrowid
            yield 0.95
            connection.execute("COMMIT")
            connection.close()
        self._take_the_place()
        self._entry, self.is_stored = cast("int", entry), True

    def _take_the_place(self) -> None:
        try:
            with self._copy.open("rb+") as stream:
                os.fsync(stream.fileno())
            with contextlib.closing(connect(self._path, writing=False)) as connection, told(self._path):
                self._complain_of_others(connection)
            self._copy.replace(self._path.resolve())
        except FileProblemError:
            raise
        except OSError as error:
            raise FileProblemError(
                f"{self._path} cannot be replaced ({error.strerror or error}); nothing was changed."
            ) from error

    def _complain_of_others(self, connection: sqlite3.Connection) -> None:
        """Refuse to go on if anybody else has edited the file."""
        self._complain()
        (entry,) = connection.execute("SELECT coalesce(max(id), 0) FROM log").fetchone()
        if entry != self._entry:
            raise FileProblemError(f"{self._path} was changed by another program: close it and open it again.")

    def _leave(self) -> None:
        self._connection.close()
        self._copy.unlink(missing_ok=True)
