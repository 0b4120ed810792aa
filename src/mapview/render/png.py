"""Texts and the resolution in a PNG: chunks put into a picture that is written, and read from one (PNG, third edition).

>>> from io import BytesIO
>>> picture = SIGNATURE + _chunk(b"IHDR", bytes(13)) + _chunk(b"IEND", b"")
>>> read_text(BytesIO(with_texts(picture, {"Title": "أ"})), "Title"), read_text(BytesIO(picture), "Title") is None
('أ', True)
"""

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from mapview.errors import BadInputError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MM_PER_INCH = 25.4
_TEXTS = frozenset({b"iTXt", b"tEXt", b"zTXt"})
#: No text that is read is longer, packed or unpacked.
_MOST_BYTES = 4_000_000


def with_texts(png: bytes, texts: Mapping[str, str], dpi: int | None = None) -> bytes:
    """Return a PNG with texts in it.

    Parameters
    ----------
    texts
        By their keywords, which are Latin and up to 79 characters long.
    dpi
        Dots per inch at which the picture is to be printed.
    """
    (_, header), *others = _chunks(io.BytesIO(png))
    made = [_chunk(b"IHDR", header)]
    if dpi is not None:
        a_metre = round(dpi / _MM_PER_INCH * 1000)
        made.append(_chunk(b"pHYs", struct.pack(">IIB", a_metre, a_metre, 1)))
    made += [_chunk(*_text_chunk(keyword, text)) for keyword, text in texts.items()]
    # Qt writes a resolution of its own.
    made += [_chunk(kind, body) for kind, body in others if kind != b"pHYs"]
    return SIGNATURE + b"".join(made)


def read_text(stream: BinaryIO, keyword: str) -> str | None:
    """Return a text of a PNG by its keyword; None if it has none.

    Raises
    ------
    BadInputError
        If this is no PNG, or it is damaged.
    """
    wanted = keyword.encode("latin-1") + b"\0"
    for kind, body in _chunks(stream, _TEXTS):
        if kind in _TEXTS and body.startswith(wanted):
            try:
                return _text_of(kind, body[len(wanted) :])
            except (ValueError, IndexError, zlib.error) as error:
                raise _damaged() from error
    return None


def _text_chunk(keyword: str, text: str) -> tuple[bytes, bytes]:
    name = keyword.encode("latin-1") + b"\0"
    if text.isascii():
        return b"tEXt", name + text.encode("ascii")
    # Not compressed, without a language and a translated keyword.
    return b"iTXt", name + b"\0\0\0\0" + text.encode("utf-8", "replace")


def _text_of(kind: bytes, body: bytes) -> str:
    if kind == b"tEXt":
        return body.decode("latin-1")
    if kind == b"zTXt":
        return _unpacked(body[1:]).decode("latin-1")
    packed = body[0] == 1
    _, _, text = body[2:].split(b"\0", 2)
    return (_unpacked(text) if packed else text).decode("utf-8")


def _unpacked(body: bytes) -> bytes:
    found = zlib.decompressobj().decompress(body, _MOST_BYTES)
    if len(found) == _MOST_BYTES:
        raise ValueError("A text that unpacks to so much is none of ours.")
    return found


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _chunks(stream: BinaryIO, wanted: frozenset[bytes] | None = None) -> Iterator[tuple[bytes, bytes]]:
    """Yield type and content of each chunk; with ``wanted`` the content of short ones of these types alone."""
    if stream.read(len(SIGNATURE)) != SIGNATURE:
        raise BadInputError("This is no PNG picture: open one that MapView has made, or a project.")
    while head := stream.read(8):
        if len(head) < 8:
            raise _damaged()
        length, kind = struct.unpack(">I4s", head)
        if wanted is not None and (kind not in wanted or length > _MOST_BYTES):
            stream.seek(length + 4, io.SEEK_CUR)
            yield kind, b""
            continue
        body = stream.read(length)
        if stream.read(4) != struct.pack(">I", zlib.crc32(kind + body)):
            raise _damaged()
        yield kind, body


def _damaged() -> BadInputError:
    return BadInputError("The picture is damaged or cut short: open another copy of it.")
