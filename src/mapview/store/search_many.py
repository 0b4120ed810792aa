"""Very many claims into the full-text index and out of it, and all of it made anew."""

import sqlite3
from collections.abc import Iterator

from mapview.domain.changes import KINDS
from mapview.domain.model import Project
from mapview.store import search

#: So many are indexed between two moments at which the work can be given up.
_AT_ONCE = 5_000
#: So many are taken out one by one, each in 0.1 ms; of more, what remains is indexed anew.
_FEW = 2_000
#: What FTS5 gathers in memory before it writes, in bytes: its own 1 MB would be written and merged a hundred times.
_GATHERED, _USUAL = 16_000_000, 1_048_576
_TEXTS = "statement_en, statement_ar, anchor_cue, note"


def rebuild(connection: sqlite3.Connection, project: Project) -> None:
    """Index everything of a project that is stored anew, within a transaction."""
    connection.execute("DELETE FROM search_words")
    connection.execute("DELETE FROM search_entries")
    for kind in KINDS:
        if kind != "claims":
            for entity in getattr(project, kind).values():
                search.put_entity(connection, kind, entity)
    for _ in put_claims(connection):
        pass
    documents = connection.execute("SELECT sha256, text FROM documents WHERE length <= ?", (search.LONGEST,))
    for sha256, text in documents.fetchall():
        search.put_document(connection, sha256, text)
    connection.execute("INSERT OR REPLACE INTO search_index VALUES (1, ?)", (search.folding_version(),))


def put_claims(connection: sqlite3.Connection) -> Iterator[int]:
    """Index every claim of which nothing is indexed, within a transaction; yield how many, from time to time."""
    first, last = search.numbers_of("claims")
    (number,) = connection.execute(
        "SELECT coalesce(max(number), ?) FROM search_entries WHERE number BETWEEN ? AND ?", (first, first, last)
    ).fetchone()
    rows = connection.execute(
        f"SELECT id, {_TEXTS} FROM claims WHERE NOT EXISTS"  # noqa: S608 - our own names
        " (SELECT 1 FROM search_entries WHERE kind = 'claims' AND search_entries.id = claims.id) ORDER BY rank"
    )
    done = 0
    _gather(connection, _GATHERED)
    while some := rows.fetchmany(_AT_ONCE):
        connection.executemany(
            "INSERT INTO search_entries VALUES (?, 'claims', ?)",
            ((n, row[0]) for n, row in enumerate(some, number + 1)),
        )
        connection.executemany(
            "INSERT INTO search_words (rowid, words, roots) VALUES (?, ?, ?)",
            ((n, *search.folded(row[1:])) for n, row in enumerate(some, number + 1)),
        )
        number += len(some)
        done += len(some)
        yield done
    _gather(connection, _USUAL)


def take_out(connection: sqlite3.Connection, gone: str) -> None:
    """Forget what was indexed of claims, within a transaction.

    Parameters
    ----------
    gone
        A query for their ids.
    """
    connection.execute("CREATE TEMP TABLE unindexed (number INTEGER PRIMARY KEY)")
    connection.execute(
        "INSERT INTO unindexed SELECT number FROM search_entries WHERE kind = 'claims'"  # noqa: S608 - our own query
        f" AND id IN ({gone})"
    )
    (count,) = connection.execute("SELECT count(*) FROM unindexed").fetchone()
    if count <= _FEW:
        connection.execute("DELETE FROM search_words WHERE rowid IN (SELECT number FROM unindexed)")
    else:
        _keep_the_others(connection)
    connection.execute("DELETE FROM search_entries WHERE number IN (SELECT number FROM unindexed)")
    connection.execute("DROP TABLE unindexed")


def _keep_the_others(connection: sqlite3.Connection) -> None:
    (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'search_words'").fetchone()
    connection.execute(made.replace("search_words", "search_words_kept", 1))
    connection.execute(
        "INSERT INTO search_words_kept (rowid, words, roots) SELECT rowid, words, roots FROM search_words"
        " WHERE rowid NOT IN (SELECT number FROM unindexed)"
    )
    connection.execute("DROP TABLE search_words")
    connection.execute("ALTER TABLE search_words_kept RENAME TO search_words")


def _gather(connection: sqlite3.Connection, size: int) -> None:
    connection.execute("INSERT INTO search_words (search_words, rank) VALUES ('hashsize', ?)", (size,))
