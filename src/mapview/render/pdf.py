"""The page that Chromium prints, cut to a size on paper, with what a PDF says of itself.

Chromium rounds a page to whole points and prints 96 pixels to an inch. What it wrote stays as it is; what changes is
appended (ISO 32000-1, 7.5.6 Incremental updates): the page with its size and a scale, the catalogue, and what the file
says of itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mapview.errors import BadInputError

_POINTS_PER_MM = 72 / 25.4
_PAGE = re.compile(rb"^(\d+) 0 obj\n(<</Type /Page\n.*?)\nendobj$", re.DOTALL | re.MULTILINE)
_BOX = re.compile(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]")
_CONTENTS = re.compile(rb"/Contents (\d+ 0 R)")
_SIZE, _ROOT = re.compile(rb"/Size (\d+)"), re.compile(rb"/Root (\d+) 0 R")
_PAGES = re.compile(rb"/Pages (\d+ 0 R)")
_INFO = re.compile(rb"/Info (\d+) 0 R")
_PLAIN_NAME = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Numbers of objects, and what is kept of them."""

    page: int
    page_text: bytes
    height: float
    contents: bytes
    size: int
    root: int
    pages: bytes
    start: int


def on_paper(
    printed: bytes, size_mm: tuple[float, float], factor: float, said: Mapping[str, str], language: str
) -> bytes:
    """Return a printed page on paper of a size.

    Parameters
    ----------
    printed
        A PDF of Chromium with one page that begins, above and at the left, with what the paper shows.
    size_mm
        Width and height of the paper in millimetres.
    factor
        By how much what was printed is enlarged.
    said
        What the file says of itself, by names of letters: ``Title``, ``Subject`` and others.
    language
        Of its text, for readers that speak.

    Raises
    ------
    BadInputError
        If it has not just one page.
    """
    parts = _parts(printed)
    width, height = (millimetres * _POINTS_PER_MM for millimetres in size_mm)
    first = parts.size
    scale, info = first, first + 1
    page = _BOX.sub(b"/MediaBox [0 0 %.3f %.3f]" % (width, height), parts.page_text)
    page = _CONTENTS.sub(b"/Contents [%d 0 R %s]" % (scale, parts.contents), page)
    turned = b"%.6f 0 0 %.6f 0 %.6f cm\n" % (factor, factor, height - factor * parts.height)
    titled = b"/Lang (%s) /ViewerPreferences <</DisplayDocTitle true>>" % language.encode("ascii")
    objects = {
        parts.page: page,
        parts.root: b"<</Type /Catalog /Pages %s %s>>" % (parts.pages, titled),
        scale: b"<</Length %d>> stream\n%sendstream" % (len(turned), turned),
        info: _info(said),
    }
    return printed + _appended(objects, len(printed), parts, info)


def said_in(pdf: bytes, name: str) -> str | None:
    """Return what a PDF that :func:`on_paper` has made says of itself under a name; None for any other file."""
    trailer = pdf.rfind(b"trailer")
    info = _INFO.search(pdf, trailer) if trailer >= 0 else None
    if info is None:
        return None
    start = pdf.rfind(b"\n%s 0 obj\n" % info[1], 0, trailer)
    found = re.compile(rb"/%s <FEFF([0-9A-F]*)>" % name.encode("ascii")).search(pdf, max(start, 0), trailer)
    return None if found is None else bytes.fromhex(found[1].decode("ascii")).decode("utf-16-be", "replace")


def _parts(printed: bytes) -> _Parts:
    trailer = printed[printed.rfind(b"trailer") :]
    pages = list(_PAGE.finditer(printed))
    if len(pages) != 1:
        raise BadInputError(f"The page was printed on {len(pages)} pages instead of one: choose a larger paper.")
    text = pages[0][2]
    root = int(_only(_ROOT, trailer)[1])
    catalogue = printed[printed.rfind(b"\n%d 0 obj\n" % root) :]
    return _Parts(
        page=int(pages[0][1]),
        page_text=text,
        height=float(_only(_BOX, text)[2]),
        contents=_only(_CONTENTS, text)[1],
        size=int(_only(_SIZE, trailer)[1]),
        root=root,
        pages=_only(_PAGES, catalogue)[1],
        start=int(trailer.split()[-2]),
    )


def _only(pattern: re.Pattern[bytes], text: bytes) -> re.Match[bytes]:
    found = pattern.search(text)
    if found is None:
        raise BadInputError("The printed page is none that MapView knows: install PySide6 again.")
    return found


def _info(said: Mapping[str, str]) -> bytes:
    entries = [
        b"/%s <FEFF%s>" % (name.encode("ascii"), text.encode("utf-16-be", "replace").hex().upper().encode("ascii"))
        for name, text in said.items()
        if _PLAIN_NAME.fullmatch(name)
    ]
    return b"<<%s>>" % b"\n".join(entries)


def _appended(objects: Mapping[int, bytes], offset: int, parts: _Parts, info: int) -> bytes:
    body, places = b"\n", {}
    for number, text in sorted(objects.items()):
        places[number] = offset + len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    start = offset + len(body)
    trailer = b"<</Size %d /Root %d 0 R /Info %d 0 R /Prev %d>>" % (info + 1, parts.root, info, parts.start)
    return body + b"xref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (table, trailer, start)
