"""What a large project's claims are made of, kept in its file as columns beside the claims themselves.

They are never stale: triggers note the rank of every claim that is written since, whatever program writes it, and those
claims are read anew. What no trigger tells (a row that SQLite's REPLACE takes out) shows in the number of claims, and
triggers that were taken off in the version of the schema. Where anything does not fit, the claims are read.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapview.domain.coded import NUMBERS, WORDS, Coded, Fields, coded, joined

#: To be raised when the fields or their order change.
LAYOUT = 2
#: With more rewritten claims than this share of all the columns are stored anew.
_MANY_REWRITTEN = 0.05
_AT_ONCE = 4_000
_WORDS_A_LINE = 10_000
_OF_FIELDS = (
    "rank, id, place, topic, value, coalesce(value_min, -9e999), coalesce(value_max, 9e999),"
    " coalesce(value_approximate, 0), in_force, source, utterance, modality, certainty"
)
_ID, _RANK = "id", "rank"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Claims in their order, with their ranks."""

    ranks: NDArray[np.int64]
    claims: Coded


def read(connection: sqlite3.Connection) -> Ranked:
    """Read what all claims are made of, within a transaction; from the stored columns if they are of use."""
    return _stored(connection) or _read_claims(connection, f"SELECT {_OF_FIELDS} FROM claims ORDER BY rank")  # noqa: S608


def are_of_use(connection: sqlite3.Connection, claims: int) -> bool:
    """Whether columns are stored that make reading so many claims fast; reading checks what they hold."""
    (rewritten,) = connection.execute("SELECT count(*) FROM claims_rewritten").fetchone()
    return _checksum(connection) is not None and rewritten <= _MANY_REWRITTEN * claims


def store(connection: sqlite3.Connection) -> None:
    """Store the columns of all claims, within a transaction."""
    found = read(connection)
    words: dict[str, Sequence[str | None]] = {_ID: found.claims.names, **found.claims.words}
    numbers = {_RANK: found.ranks, **found.claims.numbers}
    rows = {
        field: (
            numbers[field].astype(_type(field)).tobytes() if field in numbers else b"",
            _as_lines(words[field]) if field in words else "",
        )
        for field in _fields()
    }
    connection.execute("DELETE FROM claim_columns")
    connection.executemany(
        "INSERT INTO claim_columns VALUES (?, ?, ?)", ((field, *parts) for field, parts in rows.items())
    )
    (schema,) = connection.execute("PRAGMA schema_version").fetchone()
    connection.execute("INSERT OR REPLACE INTO claim_columns_state VALUES (1, ?, ?, ?)", (LAYOUT, schema, _sum(rows)))
    connection.execute("DELETE FROM claims_rewritten")


def _stored(connection: sqlite3.Connection) -> Ranked | None:
    """Return the stored columns with those of rewritten claims in their place; None if they are of no use."""
    wanted = _checksum(connection)
    if wanted is None:
        return None
    rows = {
        field: (numbers, words)
        for field, numbers, words in connection.execute("SELECT field, numbers, words FROM claim_columns")
    }
    if set(rows) != set(_fields()) or _sum(rows) != wanted:
        return None
    numbers = {field: np.frombuffer(rows[field][0], _type(field)) for field in (_RANK, *NUMBERS)}
    names, *words = (_of_lines(rows[field][1]) for field in (_ID, *WORDS))
    stored = Ranked(numbers.pop(_RANK), Coded(names, numbers, dict(zip(WORDS, words, strict=True))))
    found = _with_rewritten(connection, stored)
    (count,) = connection.execute("SELECT count(*) FROM claims").fetchone()
    return found if len(found.claims) == count else None


def _as_lines(words: Sequence[str | None]) -> str:
    """Return words as JSON arrays, one a line: one array of a million stops every thread for 200 ms."""
    parts = (words[start : start + _WORDS_A_LINE] for start in range(0, len(words), _WORDS_A_LINE))
    return "\n".join(json.dumps(part, ensure_ascii=False) for part in parts)


def _of_lines(text: str) -> list[Any]:
    found: list[Any] = []
    # Not splitlines, which cuts at more than line feeds.
    for line in text.split("\n"):
        found += json.loads(line) if line else []
    return found


def _with_rewritten(connection: sqlite3.Connection, stored: Ranked) -> Ranked:
    rewritten = np.array([rank for (rank,) in connection.execute("SELECT rank FROM claims_rewritten")], np.int64)
    if not len(rewritten):
        return stored
    some = f"SELECT {_OF_FIELDS} FROM claims WHERE rank IN (SELECT rank FROM claims_rewritten) ORDER BY rank"  # noqa: S608
    anew = _read_claims(connection, some)
    kept = ~np.isin(stored.ranks, rewritten)
    ranks = np.concatenate([stored.ranks[kept], anew.ranks])
    order = np.argsort(ranks, kind="stable")
    return Ranked(ranks[order], joined(stored.claims.only(kept), anew.claims).only(order))


def _read_claims(connection: sqlite3.Connection, query: str) -> Ranked:
    ranks: list[NDArray[np.int64]] = [np.empty(0, np.int64)]

    def fields() -> Iterator[Fields]:
        cursor = connection.execute(query)
        while rows := cursor.fetchmany(_AT_ONCE):
            rank, *rest = zip(*rows, strict=True)
            ranks.append(np.array(rank, np.int64))
            yield rest

    claims = coded(fields())
    return Ranked(np.concatenate(ranks), claims)


def _checksum(connection: sqlite3.Connection) -> int | None:
    """Return what the checksum of the stored columns must be, None if they are not of this layout and schema."""
    row = connection.execute("SELECT layout, schema, checksum FROM claim_columns_state").fetchone()
    (schema,) = connection.execute("PRAGMA schema_version").fetchone()
    return None if row is None or row[:2] != (LAYOUT, schema) else int(row[2])


def _fields() -> tuple[str, ...]:
    return (_RANK, _ID, *NUMBERS)


def _type(field: str) -> np.dtype[Any]:
    return np.dtype(NUMBERS.get(field, np.int64)).newbyteorder("<")


def _sum(rows: Mapping[str, tuple[bytes, str]]) -> int:
    checksum = 0
    for field in _fields():
        numbers, words = rows[field]
        checksum = zlib.crc32(words.encode(), zlib.crc32(numbers, checksum))
    return checksum
