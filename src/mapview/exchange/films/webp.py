"""WebP: each frame brings what has changed, without loss (RFC 9649)."""

import io
import shutil
import struct
import tempfile
from collections.abc import Iterable
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mapview.exchange.films.shots import Box, Pixels, Shot, changed_box, cut
from mapview.exchange.films.stays import stays

_TICKS = 1000
#: VP8X: an animation; frames have transparent parts.
_ANIMATED = 0b00010010
#: How hard to look for a smaller file, 0 to 6: beyond 1 a frame takes seconds for a few bytes less.
_EFFORT = 1


def write_webp(shots: Iterable[Shot], stream: BinaryIO) -> None:
    """Write frames of one size as an animated WebP that begins again when it ends."""
    before: Pixels | None = None
    size = 0, 0
    # The size of the whole stands first.
    with tempfile.TemporaryFile() as frames:
        for shot, ticks in stays(shots, _TICKS):
            height, width, _ = shot.pixels.shape
            size = width, height
            box = (0, 0, width, height) if before is None else _even(changed_box(before, shot.pixels) or (0, 0, 1, 1))
            shown = None if before is None else (cut(before, box) != cut(shot.pixels, box)).any(axis=2)
            frames.write(_frame(cut(shot.pixels, box), shown, box, ticks))
            before = shot.pixels
        length = frames.tell()
        about = struct.pack("<B3x", _ANIMATED) + _three(size[0] - 1) + _three(size[1] - 1)
        head = b"WEBP" + _chunk(b"VP8X", about) + _chunk(b"ANIM", struct.pack("<IH", 0xFFFFFFFF, 0))
        stream.write(struct.pack("<4sI", b"RIFF", len(head) + length) + head)
        frames.seek(0)
        shutil.copyfileobj(frames, stream)


def _frame(pixels: Pixels, shown: NDArray[np.bool_] | None, box: Box, ticks: int) -> bytes:
    image = pixels if shown is None else np.dstack([pixels * shown[..., None], shown.astype(np.uint8) * np.uint8(255)])
    still = io.BytesIO()
    Image.fromarray(image).save(still, "WEBP", lossless=True, quality=50, method=_EFFORT, exact=False)
    left, top, width, height = box
    # Laid over what is there, which stays: flags 0. The still's own header of twelve bytes goes.
    about = _three(left // 2) + _three(top // 2) + _three(width - 1) + _three(height - 1) + _three(ticks) + b"\0"
    return _chunk(b"ANMF", about + _bitstream(still.getvalue()))


def _bitstream(still: bytes) -> bytes:
    """Return the chunk that holds the picture."""
    start = still.index(b"VP8L", 12)
    (length,) = struct.unpack_from("<I", still, start + 4)
    return still[start : start + 8 + length + length % 2]


def _even(box: Box) -> Box:
    """Return a box that begins at even pixels, as those of frames do."""
    left, top, width, height = box
    return left - left % 2, top - top % 2, width + left % 2, height + top % 2


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")
