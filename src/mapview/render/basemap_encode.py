"""Pictures to bytes: PNG or lossless WebP in a palette made for the theme, or lossy WebP.

A tile has few colours and the steps between them. A palette of those is a quarter of the size of a full-colour PNG,
is written in a few milliseconds, and equal colours stay equal across tiles.
"""

import io
import struct
import zlib
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from mapview.errors import MissingPartError
from mapview.render.basemap_style import PALETTES, Theme

TileFormat = Literal["png", "webp"]
_STEPS = 14
#: How hard to look for a smaller lossy WebP, 0 to 6: the 4 that Qt takes costs twice the time for 4% of the bytes.
_EFFORT = 2


def png(image: QImage, theme: Theme, level: int = 6) -> bytes:
    """Return an opaque picture as an 8-bit PNG in the palette of the theme (PNG, ISO/IEC 15948)."""
    width, height = image.width(), image.height()
    colours, numbers = _in_palette(image, theme)
    rows = np.zeros((height, width + 1), dtype=np.uint8)
    rows[:, 1:] = numbers
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", colours.tobytes()), (b"IDAT", zlib.compress(rows.tobytes(), level)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in (*chunks, (b"IEND", b"")))


def webp(image: QImage, theme: Theme, quality: int) -> bytes:
    """Return an opaque picture as WebP.

    Parameters
    ----------
    quality
        0 to 99: lossy. 100: lossless, in the palette of the theme, a third smaller than PNG.

    Raises
    ------
    MissingPartError
        If this Qt has no WebP plugin.
    """
    if quality < 100:
        return lossy_webp(image, quality)
    colours, numbers = _in_palette(image, theme)
    pixels = np.ascontiguousarray(colours[numbers])
    height, width = numbers.shape
    # A copy, for a QImage made of bytes does not keep them alive.
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # The stubs want bytes for the format, the call takes text only.
    if not image.save(buffer, "WEBP", 100):  # type: ignore[call-overload]
        raise MissingPartError("This Qt cannot write WebP: install PySide6 with its add-ons again.")
    return bytes(buffer.data().data())


def lossy_webp(image: QImage, quality: int) -> bytes:
    """Return a picture as opaque lossy WebP, of a quality from 0 to 99."""
    from PIL import Image  # noqa: PLC0415 - only exports need it, and windows open without waiting for it

    picture = image.convertToFormat(QImage.Format.Format_RGB32)
    size = picture.width(), picture.height()
    stream = io.BytesIO()
    pixels = Image.frombuffer("RGB", size, bytes(picture.constBits()), "raw", "BGRX", picture.bytesPerLine(), 1)
    pixels.save(stream, "WEBP", quality=quality, method=_EFFORT)
    return stream.getvalue()


def _in_palette(image: QImage, theme: Theme) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Return the colours (n, 3) and the number of the nearest colour of each pixel (height, width)."""
    picture = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(picture.constBits(), dtype="<u4").reshape(picture.height(), picture.bytesPerLine() // 4)
    pixels = rows[:, : picture.width()]
    colours, table = _palette(theme)
    key = ((pixels >> 6) & 0x3F000) | ((pixels >> 4) & 0xFC0) | ((pixels >> 2) & 0x3F)
    numbers = table[key]
    if (numbers < 0).any():
        _learn(np.unique(key[numbers < 0]), colours, table)
        numbers = table[key]
    return colours, numbers.astype(np.uint8)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@cache
def _palette(theme: Theme) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int16]]:
    """Return the colours (n, 3) and, for each colour of 6 bits a channel, the number of the nearest or -1."""
    palette = PALETTES[theme]
    lines = [palette.coast.colour, *(stroke.colour for stroke in palette.strokes.values())]
    texts = sorted({colour for look in palette.labels.values() for colour in (look.text, look.dot)})
    pairs = [(palette.land, other) for other in (palette.water, *lines, *texts)]
    pairs += [(palette.water, other) for other in lines]
    colours = np.unique(np.concatenate([_ramp(a, b) for a, b in pairs]), axis=0)
    table = np.full(1 << 18, -1, dtype=np.int16)
    # The colours that fill the map stay exactly themselves, though others share their six bits.
    for colour in (*texts, *lines, palette.water, palette.land):
        red, green, blue = _rgb(colour)
        number = np.flatnonzero((colours == (red, green, blue)).all(axis=1))[0]
        table[(red >> 2) << 12 | (green >> 2) << 6 | blue >> 2] = number
    return colours.astype(np.uint8), table


def _learn(keys: npt.NDArray[np.uint32], colours: npt.NDArray[np.uint8], table: npt.NDArray[np.int16]) -> None:
    """Find the nearest colours of new keys; two threads that do so at once write the same numbers."""
    channels = np.stack([(keys >> shift) & 63 for shift in (12, 6, 0)], axis=1) * (255 / 63)
    distance = ((channels[:, None, :] - colours[None].astype(np.float64)) ** 2).sum(axis=-1)
    table[keys] = distance.argmin(axis=1)


def _ramp(first: str, last: str) -> npt.NDArray[np.int64]:
    a, b = (np.array(_rgb(colour), dtype=np.float64) for colour in (first, last))
    return np.round(a + (b - a) * np.linspace(0, 1, _STEPS)[:, None]).astype(np.int64)


def _rgb(colour: str) -> tuple[int, int, int]:
    return QColor(colour).red(), QColor(colour).green(), QColor(colour).blue()
