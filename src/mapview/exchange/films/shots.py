"""A frame of a film as it goes into a file."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapview.domain.film import Frame

#: Red, green and blue of each pixel, shape (height, width, 3), from the top left.
Pixels = NDArray[np.uint8]
#: Left, top, width, height.
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A picture, for how many seconds it stays, and what it shows (``event`` and ``known`` in words)."""

    pixels: Pixels
    seconds: float
    frame: Frame
    event: str
    known: str


def changed_box(before: Pixels, now: Pixels) -> Box | None:
    """Return the smallest box that holds all pixels that differ; None if none does."""
    differs = (before != now).any(axis=2)
    rows = np.flatnonzero(differs.any(axis=1))
    if not len(rows):
        return None
    columns = np.flatnonzero(differs.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    return left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1


def cut(pixels: Pixels, box: Box) -> Pixels:
    """Return the part of a picture in a box."""
    left, top, width, height = box
    return pixels[top : top + height, left : left + width]
