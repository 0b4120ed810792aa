"""Claims that lie apart in a project file: a step of very many claims is undone and redone by exchanging them."""

import sqlite3

from mapview.store import search_many
from mapview.store.entity_tables import TABLES
from mapview.store.rows import GAP

_NAMES = TABLES["claims"].columns
_COLUMNS = ", ".join(_NAMES)
_WORDS = ("statement_en", "statement_ar", "anchor_cue", "note")


def without_indexes(connection: sqlite3.Connection) -> list[str]:
    """Take the indexes of claims off but for that of their ids, and return what makes them again.

    To make them of a million claims at the end takes a third of the time of filling them one by one.
    """
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'claims' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    return [made for _, made in found]


def note_reworded(connection: sqlite3.Connection) -> None:
    """Make room for the ids of claims that are to be indexed anew since their words are others."""
    connection.execute("CREATE TEMP TABLE reworded (id TEXT PRIMARY KEY) WITHOUT ROWID")


def take_back(connection: sqlite3.Connection, step: int, added: int) -> None:
    """Give the claims that a step has changed back what they were, and put those that it added apart."""
    _exchange_changed(connection, step)
    if not added:
        search_many.take_out(connection, "SELECT id FROM reworded")
        return
    # Whatever was done after the step was undone before it, so that its claims are the last.
    (first,) = connection.execute(
        "SELECT rank FROM claims ORDER BY rank DESC LIMIT 1 OFFSET ?", (added - 1,)
    ).fetchone()
    search_many.take_out(
        connection,
        f"SELECT id FROM reworded UNION ALL SELECT id FROM claims WHERE rank >= {int(first)}",  # noqa: S608
    )
    connection.execute(
        f"INSERT INTO claims_apart (step, {_COLUMNS})"  # noqa: S608 - our own names
        f" SELECT ?, {_COLUMNS} FROM claims WHERE rank >= ? ORDER BY rank",
        (step, first),
    )
    connection.execute("DELETE FROM claims WHERE rank >= ?", (first,))


def make_again(connection: sqlite3.Connection, step: int, added: int) -> None:
    """Put the claims that a step added at the end again, and make of those that it changed what it made of them."""
    if added:
        # They were put apart after all others of their step.
        (number,) = connection.execute(
            "SELECT number FROM claims_apart WHERE step = ? ORDER BY number DESC LIMIT 1 OFFSET ?", (step, added - 1)
        ).fetchone()
        connection.execute(
            f"INSERT INTO claims (rank, {_COLUMNS})"  # noqa: S608 - our own names
            " SELECT (SELECT coalesce(max(rank), 0) FROM claims) + ? * row_number() OVER (ORDER BY number),"
            f" {_COLUMNS} FROM claims_apart WHERE step = ? AND number >= ? ORDER BY number",
            (GAP, step, number),
        )
        connection.execute("DELETE FROM claims_apart WHERE step = ? AND number >= ?", (step, number))
    _exchange_changed(connection, step)
    search_many.take_out(connection, "SELECT id FROM reworded")


def _exchange_changed(connection: sqlite3.Connection, step: int) -> None:
    of_step = "claims_apart AS other WHERE other.step = ? AND other.id = claims.id"
    words = ", ".join(f"claims.{name}" for name in _WORDS), ", ".join(f"other.{name}" for name in _WORDS)
    own = ", ".join(f"claims.{name}" for name in _NAMES)
    connection.execute(f"CREATE TEMP TABLE present (number INTEGER PRIMARY KEY, {_COLUMNS})")
    connection.execute(
        f"INSERT INTO present SELECT other.number, {own} FROM claims, {of_step} ORDER BY other.number",  # noqa: S608
        (step,),
    )
    connection.execute(
        f"INSERT INTO reworded SELECT claims.id FROM claims, {of_step} AND ({words[0]}) IS NOT ({words[1]})",  # noqa: S608
        (step,),
    )
    settings = ", ".join(f"{name} = other.{name}" for name in _NAMES if name != "id")
    connection.execute(f"UPDATE claims SET {settings} FROM {of_step}", (step,))  # noqa: S608
    connection.execute(
        f"UPDATE claims_apart SET ({_COLUMNS}) = (SELECT {_COLUMNS} FROM present"  # noqa: S608
        " WHERE present.number = claims_apart.number) WHERE number IN (SELECT number FROM present)"
    )
    connection.execute("DROP TABLE present")
