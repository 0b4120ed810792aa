"""The claims of a large project file, read one by one as they are asked for.

A million claims as objects take a gigabyte and ten seconds; the window shows a few hundred of them at a time. So a
project holds this mapping instead: it knows the ids, reads a claim from the file when somebody wants it, and keeps
those that were edited since. It stands for one state of the project, whatever is stored in the file meanwhile: before
an edit overwrites a claim in the file, the claim as it stood at the opening is put aside.
"""

import sqlite3
import threading
import weakref
from collections.abc import ItemsView, Iterator, Mapping, MutableMapping, Sequence, ValuesView
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapview.domain.coded import Coded, coded, fields_of, joined
from mapview.domain.model import Claim
from mapview.errors import FileProblemError
from mapview.store import claim_columns
from mapview.store.database import told, transaction
from mapview.store.entity_tables import TABLES
from mapview.store.order import Order

#: From how many claims on they stay in the file.
MANY = 50_000

_AT_ONCE = 500
#: So few that the window stays at hand while they are read.
_TEXTS_AT_ONCE = 1000
_COLUMNS = ", ".join(TABLES["claims"].columns)
#: The texts of a claim: both statements, the note, the cue, and what besides is searched: value, when and id.
_OF_TEXTS = (
    "id, statement_en, statement_ar, note, anchor_cue,"
    " coalesce(value, coalesce(value_min, '') || ' ' || coalesce(value_max, '')) || ' ' || in_force || ' ' || id"
)
#: Id, statement in English, in Arabic, note, cue, and the rest.
StoredTexts = tuple[str, str, str, str, str, str]


def claims_in_file(connection: sqlite3.Connection, *, edited_here: bool) -> "StoredClaims | None":
    """Return the claims of an open project file if they are so many that they better stay there, else None.

    Parameters
    ----------
    edited_here
        Whether nobody but this process can edit the file while it is open.
    """
    (path,) = (file for _, name, file in connection.execute("PRAGMA database_list") if name == "main")
    count = connection.execute("SELECT count(*) FROM claims").fetchone()[0]
    # A copy in memory, of a file of an older version, has no path.
    return StoredClaims(ClaimFile(Path(path), edited_here=edited_here)) if path and count >= MANY else None


def some_of(claims: Mapping[str, Claim], names: list[str]) -> dict[str, Claim]:
    """Return some claims of a project by their ids, in this order, those of them that there are."""
    if isinstance(claims, StoredClaims):
        return claims.some(names)
    return {name: claim for name in names if (claim := claims.get(name)) is not None}


def prepare(connection: sqlite3.Connection) -> None:
    """Store what makes a file with very many claims open fast, if that is not there."""
    (count,) = connection.execute("SELECT count(*) FROM claims").fetchone()
    if count >= MANY and not claim_columns.are_of_use(connection, count):
        with transaction(connection):
            claim_columns.store(connection)


class ClaimFile:
    """Reads the claims of a project file as they stood when it was opened.

    It has a connection of its own, so that any thread may read, and so that what was read from a project file stays
    of use after that is closed.
    """

    def __init__(self, path: Path, *, edited_here: bool) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
        weakref.finalize(self, self._connection.close)
        #: Claims that were edited since, as they stood at the opening; None for those that were not there.
        self._aside: dict[str, Claim | None] = {}
        self._version: int | None = None
        # Nobody else may edit a file that is open for editing here; of another one can notice at least that it was.
        if not edited_here:
            self._version = self._data_version()
        self.count = int(self._read("SELECT count(*) FROM claims")[0][0])
        self._names: list[str] = []
        self._ranks: NDArray[np.int64] = np.empty(0, np.int64)

    @property
    def names(self) -> list[str]:
        """The ids of the claims at the opening, in their order."""
        if not self._names:
            # Nothing was edited before the names were asked for.
            rows = self._read("SELECT rank, id FROM claims ORDER BY rank")
            self._ranks = np.array([rank for rank, _ in rows], np.int64)
            self._names = [name for _, name in rows]
        return self._names

    def position(self, name: str) -> int | None:
        """Return where a claim stands among the names, None if it was not there at the opening."""
        names = self.names
        for (rank,) in self._read("SELECT rank FROM claims WHERE id = ?", [name]):
            position = int(np.searchsorted(self._ranks, rank))
            if position < len(names) and names[position] == name:
                return position
        # Its rank was moved to make room for others.
        try:
            return names.index(name)
        except ValueError:
            return None

    def get(self, name: str) -> Claim | None:
        """Return a claim as it stood at the opening, None if there was none."""
        return self.some([name]).get(name)

    def some(self, names: list[str]) -> dict[str, Claim]:
        """Return claims as they stood at the opening, those of them that there were."""
        stored = [name for name in names if name not in self._aside]
        found = {name: claim for name in names if (claim := self._aside.get(name)) is not None}
        if stored:
            marks = ", ".join("?" * len(stored))
            rows = self._read(f"SELECT {_COLUMNS} FROM claims WHERE id IN ({marks})", stored)  # noqa: S608
            found |= {claim.id: claim for claim in TABLES["claims"].entities(rows, [])}
        return found

    def put_aside(self, name: str) -> None:
        """Keep a claim as it stood at the opening, before an edit overwrites it."""
        if not self._aside:
            self.names  # noqa: B018 - which the file no longer tells afterwards
        if name not in self._aside:
            self._aside[name] = self.get(name)

    @property
    def aside(self) -> list[str]:
        """The ids of claims that may be others in the file by now."""
        return list(self._aside)

    def coded(self) -> Coded:
        """Return what the columns are made of, of all claims but those put aside, in their order."""
        with self._lock, told(self._path):
            self._connection.execute("BEGIN")
            try:
                found = claim_columns.read(self._connection)
            finally:
                self._connection.execute("ROLLBACK")
            self._complain_of_edits()
        if self._aside:
            return found.claims.only(np.array([name not in self._aside for name in found.claims.names], bool))
        # The same strings, so that a million of them are there once.
        self._names, self._ranks = found.claims.names, found.ranks
        return found.claims

    def texts(self) -> Iterator[StoredTexts]:
        """Yield the texts of all claims but those put aside."""
        query = f"SELECT rank, {_OF_TEXTS} FROM claims WHERE rank > ? ORDER BY rank LIMIT {_TEXTS_AT_ONCE}"  # noqa: S608
        last = -(2**63)
        while rows := self._read(query, [last]):
            last = rows[-1][0]
            yield from (row[1:] for row in rows if row[1] not in self._aside)

    def _read(self, query: str, values: Sequence[str | int] = ()) -> list[Any]:
        with self._lock, told(self._path):
            rows = self._connection.execute(query, values).fetchall()
            self._complain_of_edits()
        return rows

    def _complain_of_edits(self) -> None:
        if self._version is not None and self._data_version() != self._version:
            raise FileProblemError(f"{self._path} was changed by another program: close it and open it again.")

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


class StoredClaims(MutableMapping[str, Claim]):
    """The claims of one state of a project, in their order; :meth:`copy` is cheap, and edits are made on a copy."""

    __slots__ = ("_absent", "_changed", "_file", "_order")

    def __init__(self, file: ClaimFile) -> None:
        self._file = file
        self._order = Order(lambda: file.names, file.position, file.count)
        #: Claims that are not as the file had them at the opening, and those that were taken out.
        self._changed: dict[str, Claim] = {}
        self._absent: set[str] = set()

    def copy(self) -> "StoredClaims":
        """Return claims that can be changed without changing these."""
        copy = StoredClaims(self._file)
        copy._order = self._order.copy()
        copy._changed, copy._absent = self._changed.copy(), self._absent.copy()
        return copy

    @property
    def order(self) -> Order:
        """The ids in their order, to be looked at."""
        return self._order

    def coded(self) -> Coded:
        """Return what the columns of all claims are made of."""
        aside = (self[name] for name in self._file.aside if name in self)
        return joined(self._file.coded(), coded(fields_of(aside)))

    def stored_texts(self) -> Iterator[StoredTexts]:
        """Yield the texts of the claims as the file has them.

        Those that :meth:`unstored` yields are not among them.
        """
        yield from self._file.texts()

    def unstored(self) -> Iterator[Claim]:
        """Yield the claims that may be others in the file by now."""
        yield from (self[name] for name in self._file.aside if name in self)

    def differing(self, other: object) -> set[str] | None:
        """Return the ids of claims that may be others than in another state of the project; None if any may be."""
        if not isinstance(other, StoredClaims):
            return None
        file, changed, absent = other._file, other._changed, other._absent  # noqa: SLF001 - of the same class
        if file is not self._file:
            return None
        return {
            name
            for name in self._changed.keys() | changed.keys() | self._absent | absent
            if self._changed.get(name) is not changed.get(name) or (name in self._absent) != (name in absent)
        }

    def insert(self, position: int, claim: Claim) -> None:
        """Put in a new claim before the one that stands at a position."""
        self._order.insert(position, claim.id)
        self._put(claim)

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def __reversed__(self) -> Iterator[str]:
        return reversed(list(self._order))

    def __contains__(self, name: object) -> bool:
        return name in self._changed or (
            isinstance(name, str) and name not in self._absent and self._file.get(name) is not None
        )

    def __getitem__(self, name: str) -> Claim:
        found = self._changed.get(name)
        if found is None and name not in self._absent:
            found = self._file.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __setitem__(self, name: str, claim: Claim) -> None:
        if name not in self:
            self._order.append(name)
        self._put(claim)

    def __delitem__(self, name: str) -> None:
        if name not in self:
            raise KeyError(name)
        self._order.remove(name)
        self._file.put_aside(name)
        self._changed.pop(name, None)
        self._absent.add(name)

    def _put(self, claim: Claim) -> None:
        self._file.put_aside(claim.id)
        self._absent.discard(claim.id)
        self._changed[claim.id] = claim

    def some(self, names: list[str]) -> dict[str, Claim]:
        """Return some claims by their ids, in this order, those of them that there are."""
        asked = [name for name in names if name not in self._changed and name not in self._absent]
        found: dict[str, Claim] = {}
        for start in range(0, len(asked), _AT_ONCE):
            found |= self._file.some(asked[start : start + _AT_ONCE])
        return {name: claim for name in names if (claim := self._changed.get(name) or found.get(name)) is not None}

    def values(self) -> ValuesView[Claim]:
        """Return the claims in their order, read some hundred at a time."""
        return _Values(self)

    def items(self) -> ItemsView[str, Claim]:
        """Return ids and claims in their order, read some hundred at a time."""
        return _Items(self)

    def in_order(self) -> Iterator[Claim]:
        """Yield the claims in their order, read some hundred at a time."""
        left = iter(self)
        while names := list(islice(left, _AT_ONCE)):
            stored = self._file.some([name for name in names if name not in self._changed])
            for name in names:
                yield self._changed.get(name) or stored[name]


class _Values(ValuesView[Claim]):
    _mapping: StoredClaims

    def __iter__(self) -> Iterator[Claim]:
        return self._mapping.in_order()


class _Items(ItemsView[str, Claim]):
    _mapping: StoredClaims

    def __iter__(self) -> Iterator[tuple[str, Claim]]:
        return ((claim.id, claim) for claim in self._mapping.in_order())
