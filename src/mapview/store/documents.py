"""The texts of reports, which only a project file keeps: never a folder, and never an export."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mapview.store import search
from mapview.store.originals import sha256_of


@dataclass(frozen=True, slots=True)
class Document:
    """A report's normalised text and the bytes that it was read from.

    ``media_type`` is that of the bytes (``text/plain``, ``application/pdf``…), ``name`` the name of the file, empty if
    there was none. A document belongs to each source whose ``sha256`` is that of its text.
    """

    text: str
    original: bytes = field(repr=False)
    media_type: str = "text/plain"
    name: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text, which is also the document's id."""
        return sha256_of(self.text)


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document without its text: ``added`` is ISO 8601 in UTC, ``length`` the text's in code points."""

    sha256: str
    name: str
    media_type: str
    added: str
    length: int


def now() -> str:
    """Return the present moment in ISO 8601, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def write_documents(connection: sqlite3.Connection, documents: Iterable[Document]) -> None:
    """Store documents within a transaction; of two with the same text the first is kept."""
    for document in documents:
        sha256 = document.sha256
        # Most texts are kept once so: a table of a million rows has a hundred megabytes.
        is_text = document.text.encode("utf-8", "surrogatepass") == document.original
        added = connection.execute(
            "INSERT OR IGNORE INTO documents"
            " (sha256, text, media_type, name, added, original, length, original_is_text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                sha256,
                document.text,
                document.media_type,
                document.name,
                now(),
                b"" if is_text else document.original,
                len(document.text),
                is_text,
            ),
        )
        if added.rowcount:
            search.put_document(connection, sha256, document.text)


def read_document(connection: sqlite3.Connection, sha256: str) -> Document | None:
    """Return the document with a text of this SHA-256, None if there is none."""
    row = connection.execute(
        "SELECT text, original, media_type, name, original_is_text FROM documents WHERE sha256 = ?", (sha256,)
    ).fetchone()
    if row is None:
        return None
    text, original, media_type, name, is_text = row
    return Document(text, text.encode() if is_text else original, media_type, name)


def list_documents(connection: sqlite3.Connection) -> list[DocumentEntry]:
    """Return what documents there are, in the order of their coming."""
    found = connection.execute("SELECT sha256, name, media_type, added, length FROM documents ORDER BY added, sha256")
    return [DocumentEntry(*row) for row in found]
