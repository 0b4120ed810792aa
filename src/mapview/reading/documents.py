"""Reports as files, read once into normalised text: plain text, web pages, PDF and DOCX.

What a file is is told by its contents, not by its name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mapview.errors import BadInputError, FileProblemError
from mapview.reading.html import Stated, declared_encoding, html_statements, html_text, looks_like_html
from mapview.reading.office import docx_statements, docx_text
from mapview.reading.pdf import pdf_text
from mapview.reading.text_head import text_statements
from mapview.store.documents import Document
from mapview.store.encodings import decode, decode_as, normalised_text

#: Reports have kilobytes; whatever has more than this is something else.
LARGEST = 100_000_000

_ZIP, _OLE = _OTHERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report as it was read: the document to keep, and what it states of itself, for a person to confirm.

    ``encoding`` is that of a text or a web page, None for other files.
    """

    document: Document
    stated: Stated
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why, in a sentence."""

    path: Path
    why: str


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files, and those in folders, in the order of their names; hidden ones are passed over."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
        else:
            yield path


def read_reports(paths: Iterable[Path]) -> tuple[list[ReadReport], list[Unread]]:
    """Read files as far as they can be read; what could not be is listed with the reason."""
    read: list[ReadReport] = []
    unread: list[Unread] = []
    for path in paths:
        try:
            read.append(read_report(path))
        except (BadInputError, FileProblemError) as error:
            unread.append(Unread(path, str(error)))
    return read, unread


def read_report(path: Path, encoding: str | None = None) -> ReadReport:
    """Read a file.

    Parameters
    ----------
    encoding
        That of a text or a web page, one of :data:`mapview.store.encodings.ENCODINGS`; None to tell it by the bytes.

    Raises
    ------
    FileProblemError
        If it cannot be opened.
    BadInputError
        If it is empty, too large, binary, encrypted, damaged, or holds no text.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadInputError(f"{path.name} has more than {LARGEST // 10**6} MB: give the part of it that you need.")
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblemError(f"{path} cannot be read ({error.strerror or error}): check that it is there.") from error
    return read_bytes(raw, path.name, encoding)


def read_bytes(raw: bytes, name: str = "", encoding: str | None = None) -> ReadReport:
    """Read a report from the bytes of a file or of a paste; see :func:`read_report`."""
    if not raw.strip(b"\0 \t\r\n"):
        raise BadInputError(f"{name or 'The text'} is empty: choose another file.")
    try:
        text, media_type, stated, found = _read(raw, encoding)
    except BadInputError as error:
        raise BadInputError(f"{name}: {error}" if name else str(error)) from error
    if not text.strip():
        raise BadInputError(f"{name or 'The text'} holds no text: choose another file.")
    return ReadReport(Document(normalised_text(text), raw, media_type, name), stated, found)


def looks_like_text(start: bytes) -> bool:
    """Whether a file may be a text or a web page in some encoding, by its first bytes."""
    return bool(start.strip()) and b"\0" not in start and b"%PDF-" not in start and not start.startswith(_OTHERS)


def _read(raw: bytes, wanted: str | None) -> tuple[str, str, Stated, str | None]:
    if b"%PDF-" in raw[:1024]:
        return pdf_text(raw), "application/pdf", Stated(), None
    if raw.startswith(_ZIP):
        return docx_text(raw), _DOCX, docx_statements(raw), None
    if raw.startswith(_OLE):
        raise BadInputError(
            "This is an Office file of the old kind or one with a password: save it as DOCX without a password."
        )
    text, encoding = decode(raw, declared_encoding(raw)) if wanted is None else (decode_as(raw, wanted), wanted)
    if looks_like_html(text):
        return html_text(text), "text/html", html_statements(text), encoding
    return text, "text/plain", text_statements(text), encoding
