"""GIF: each frame brings what has changed, in colours of its own (GIF89a, CompuServe 1990)."""

import struct
from collections.abc import Iterable
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

from mapview.exchange.films.shots import Pixels, Shot, changed_box, cut
from mapview.exchange.films.stays import stays

_LOOP_FOR_EVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
_TICKS = 100
#: The last of the colours stands for what stays as it is.
_CLEAR = 255
#: So many colours are those of most of the picture; the others are for what is small.
_FREQUENT = 191


def write_gif(shots: Iterable[Shot], stream: BinaryIO) -> None:
    """Write frames of one size as a GIF that begins again when it ends; times are rounded to hundredths of a second."""
    before: Pixels | None = None
    for shot, ticks in stays(shots, _TICKS):
        height, width, _ = shot.pixels.shape
        if before is None:
            stream.write(b"GIF89a" + struct.pack("<HHBBB", width, height, 0x70, 0, 0) + _LOOP_FOR_EVER)
            box = 0, 0, width, height
            stays_there = np.zeros((height, width), bool)
        else:
            # A frame that is as the one before takes its time all the same.
            box = changed_box(before, shot.pixels) or (0, 0, 1, 1)
            stays_there = (cut(before, box) == cut(shot.pixels, box)).all(axis=2)
        before = shot.pixels
        stream.write(_frame(cut(shot.pixels, box), stays_there, box[:2], ticks))
    stream.write(b";")


def _frame(pixels: Pixels, stays_there: NDArray[np.bool_], corner: tuple[int, int], ticks: int) -> bytes:
    height, width, _ = pixels.shape
    image = _in_colours(pixels, stays_there)
    palette = bytes(image.getpalette() or []).ljust(768, b"\0")[:768]
    # Pillow compresses; the blocks around the data are ours, since its own keep all frames until the last one.
    control = struct.pack("<2sBBHBB", b"\x21\xf9", 4, 0b101, ticks, _CLEAR, 0)
    descriptor = struct.pack("<BHHHHB", 0x2C, *corner, width, height, 0x87)
    return control + descriptor + palette + b"\x08" + _compressed(image)


def _compressed(image: Image.Image) -> bytes:
    """Return the LZW blocks of an image with a code size of 8."""
    blocks = b"".join(GifImagePlugin.getdata(image, include_color_table=False))
    # After an extension block for transparency, the descriptor of ten bytes and the size of codes.
    start = blocks.index(b"\x2c\x00\x00\x00\x00")
    return blocks[start + 11 :]


def _in_colours(pixels: Pixels, stays_there: NDArray[np.bool_]) -> Image.Image:
    """Return a picture in at most 255 colours; what stays as it is takes one more."""
    shown = pixels[~stays_there] if stays_there.any() else pixels.reshape(-1, 3)
    chosen = Image.fromarray(shown.reshape(1, -1, 3)).quantize(_FREQUENT, Image.Quantize.MEDIANCUT, kmeans=1)
    frequent = np.array(chosen.getpalette(), np.int32).reshape(-1, 3)[:_FREQUENT]
    packed, which, counts = np.unique(
        shown.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32), return_inverse=True, return_counts=True
    )
    colours = np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], axis=1).astype(np.int32)
    palette, nearest = _with_rare(colours, counts, frequent)
    indices = np.full(stays_there.shape, _CLEAR, np.uint8)
    indices[~stays_there] = nearest[which.ravel()]
    image = Image.fromarray(indices, "P")
    image.putpalette(palette.astype(np.uint8).tobytes().ljust(768, b"\0"))
    return image


def _with_rare(
    colours: NDArray[np.int32], counts: NDArray[np.int64], palette: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return a palette with rare colours that it lacked, and which of its colours each of some is shown in.

    What is frequent is chosen by its area, in which a legend's sample of one mark counts for nothing: two colours that
    mean different things would become one. So the colours that are missed most come in as they are.
    """
    nearest = np.zeros(len(colours), np.uint8)
    missed = np.full(len(colours), np.iinfo(np.int32).max, np.int32)
    for number, one in enumerate(palette):
        _bring_nearer(colours, one, number, nearest, missed)
    added = []
    # Of a frame on which nothing changes there are none.
    for number in range(len(palette), _CLEAR if len(colours) else 0):
        worst = int(np.argmax(missed * counts.astype(np.float64)))
        if not missed[worst]:
            break
        added.append(colours[worst])
        _bring_nearer(colours, colours[worst], number, nearest, missed)
    return np.concatenate([palette, np.array(added, np.int32).reshape(-1, 3)]), nearest


def _bring_nearer(
    colours: NDArray[np.int32],
    one: NDArray[np.int32],
    number: int,
    nearest: NDArray[np.uint8],
    missed: NDArray[np.int32],
) -> None:
    """Show colours in one of the palette where it is nearer than those before; ``missed`` is by how much, squared."""
    away = ((colours - one) ** 2).sum(axis=1, dtype=np.int32)
    nearer = away < missed
    nearest[nearer], missed[nearer] = number, away[nearer]
