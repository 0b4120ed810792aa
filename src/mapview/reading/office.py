"""The text of a DOCX file: its paragraphs, tables and notes, without what was struck out in review."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from mapview.errors import BadInputError
from mapview.reading.html import Stated

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_CORE = "docProps/core.xml"
#: What one part may hold unpacked: a few bytes can be packed to become gigabytes.
_LARGEST = 200_000_000


def docx_text(raw: bytes) -> str:
    """Return the text of a DOCX file, a line for each paragraph.

    Raises
    ------
    BadInputError
        If it is damaged or no DOCX at all.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
            if "META-INF/container.xml" in names:
                raise BadInputError("EPUB books are not read: save the chapter that you need as HTML or DOCX.")
            if _BODY not in names:
                raise BadInputError("This is a ZIP archive and no DOCX file: unpack it and give the files in it.")
            parts = [list(_paragraphs(_part(archive, name))) for name in (_BODY, *_NOTES) if name in names]
    except (zipfile.BadZipFile, ET.ParseError, EOFError, NotImplementedError, ValueError) as error:
        if isinstance(error, BadInputError):
            raise
        raise BadInputError("The DOCX file is damaged: open it and save it anew.") from error
    except RuntimeError as error:
        raise BadInputError("The DOCX file is protected by a password: save a copy without one.") from error
    return "\n".join(line for part in parts for line in part).strip("\n") + "\n"


def docx_statements(raw: bytes) -> Stated:
    """Return the title that a DOCX file states; its dates are those of the file, not of a publication."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            core = ET.fromstring(_part(archive, _CORE))  # noqa: S314 - expat refuses exploding entities
    except (zipfile.BadZipFile, KeyError, ET.ParseError):
        return Stated()
    title = core.findtext("{http://purl.org/dc/elements/1.1/}title")
    return Stated(title=title.strip() if title and title.strip() else None)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST:
        raise BadInputError("The DOCX file unpacks to more than 200 MB: give the part of it that you need.")
    return archive.read(name)


def _paragraphs(xml: bytes) -> Iterator[str]:
    for paragraph in ET.fromstring(xml).iter(f"{_W}p"):  # noqa: S314 - expat refuses exploding entities
        yield "".join(_runs(paragraph))


def _runs(element: ET.Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in {f"{_W}tab", f"{_W}ptab"}:
            yield "\t"
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        # Paragraphs of a text box are read as paragraphs of their own; deletions and old versions not at all.
        elif child.tag not in {
            f"{_W}p",
            f"{_W}del",
            f"{_W}moveFrom",
            f"{_W}pPr",
            f"{_W}rPr",
        } and not child.tag.endswith("}Fallback"):
            yield from _runs(child)
