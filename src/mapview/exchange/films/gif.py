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
    chosen = Image.fromarray(shown.reshape(1, -1, 3)).quantize(_CLEAR, Image.Quantize.MEDIANCUT, kmeans=1)
    indices = np.full(stays_there.shape, _CLEAR, np.uint8)
    indices[~stays_there] = np.asarray(chosen).ravel()
    image = Image.fromarray(indices, "P")
    image.putpalette(bytes(chosen.getpalette() or []).ljust(768, b"\0")[:768])
    return image
