"""H.264 for maps: every player decodes it, and it shows just the pixels that were drawn.

A subset of the Constrained Baseline profile (ITU-T H.264, 08/2021; clause and table numbers below are its) that needs
no transform: a macroblock of 16 x 16 pixels is skipped where it is as in the picture before, taken from the row above
or the column beside it where that predicts it exactly (flat ground, lines), and stored as it is (I_PCM) otherwise. On
pictures of which little changes from frame to frame that is small enough.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapview.exchange.films.shots import Pixels

Plane = NDArray[np.uint8]

SIDE = 16
#: A player can start at every so many pictures.
KEY_EVERY = 240

_SPS, _PPS, _KEY, _OTHER = b"\x67", b"\x68", b"\x65", b"\x41"
# Table A-1: macroblocks in a picture up to which a level goes, and its number.
_LEVELS = ((8192, 40), (22_080, 50), (36_864, 51), (139_264, 60))
_EMULATED = re.compile(rb"\x00\x00(?=[\x00-\x03])")

# ITU-R BT.709, 8 bits, limited range: luma, and the two differences of colour.
_TO_YUV = (
    np.array([[0.2126, 0.7152, 0.0722], [-0.2126, -0.7152, 0.9278], [0.7874, -0.7152, -0.0722]])
    * np.array([[219.0], [224.0 / 1.8556], [224.0 / 1.5748]])
    / 255.0
).astype(np.float32)

_SKIPPED, _STORED, _DOWN, _ACROSS = 0, 1, 2, 3


class Bits:
    """Bits one after another, the highest of each byte first."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._held = 0
        self._count = 0

    def put(self, value: int, count: int) -> None:
        """Append the lowest bits of a number, ``u(n)``."""
        self._held = (self._held << count) | value
        self._count += count
        while self._count >= 8:
            self._count -= 8
            self._bytes.append((self._held >> self._count) & 255)
        self._held &= (1 << self._count) - 1

    def ue(self, value: int) -> None:
        """Append an unsigned Exp-Golomb code (9.1)."""
        length = (value + 1).bit_length()
        self.put(value + 1, 2 * length - 1)

    def align(self) -> None:
        """Fill up the byte with zeros."""
        if self._count:
            self.put(0, 8 - self._count)

    def store(self, data: bytes) -> None:
        """Append whole bytes; the bits before them must be aligned."""
        self._bytes += data

    def end(self) -> bytes:
        """Return the bytes after a last bit 1 (``rbsp_trailing_bits``)."""
        self.put(1, 1)
        self.align()
        return bytes(self._bytes)


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture: one NAL unit without its length, and whether a player can start with it."""

    data: bytes
    is_key: bool


def parameter_sets(width: int, height: int) -> tuple[bytes, bytes]:
    """Return the sequence and the picture parameter set (7.3.2.1, 7.3.2.2) of pictures with even sides in pixels."""
    across, along = -(-width // SIDE), -(-height // SIDE)
    level = next(number for most, number in _LEVELS if across * along <= most)
    sps = Bits()
    # Profile 66 with the constraints of sets 0 and 1 is Constrained Baseline.
    for value in (66, 0b11000000, level):
        sps.put(value, 8)
    # Ids, 16 bits of frame_num, output in the order of decoding, one reference.
    for value in (0, 12, 2, 1):
        sps.ue(value)
    sps.put(0, 1)
    sps.ue(across - 1)
    sps.ue(along - 1)
    # Frames, direct_8x8_inference, and a cropping in units of two pixels.
    sps.put(0b111, 3)
    for value in (0, (across * SIDE - width) // 2, 0, (along * SIDE - height) // 2):
        sps.ue(value)
    # Annex E: limited range, and BT.709 for primaries, transfer and matrix.
    sps.put(0b1_0_0_1, 4)
    sps.put(0b101_0_1, 5)
    for _ in range(3):
        sps.put(1, 8)
    sps.put(0, 6)
    pps = Bits()
    pps.put(0b11_0_0_1, 5)
    # One reference each, no weights; initial QP, its offsets: 0; the deblocking filter is controlled by slices.
    for _ in range(2):
        pps.ue(0)
    pps.put(0, 3)
    for _ in range(3):
        pps.ue(0)
    pps.put(0b100, 3)
    return _SPS + _emulation_prevented(sps.end()), _PPS + _emulation_prevented(pps.end())


class Encoder:
    """Encodes pictures of one size one after another."""

    def __init__(self, width: int, height: int) -> None:
        self._padded = -(-height // SIDE) * SIDE, -(-width // SIDE) * SIDE
        self._pixels: Pixels | None = None
        self._planes = planes_of(np.zeros((*self._padded, 3), np.uint8))
        self._number = 0
        self._keys = 0

    def encode(self, pixels: Pixels) -> Picture:
        """Encode the next picture; both its sides are even."""
        padded = _pad(pixels, *self._padded)
        changed = self._take_over(padded)
        is_key = self._keys == 0 or self._number == KEY_EVERY
        if is_key:
            self._number = 0
        kinds, modes = self._kinds()
        if not is_key:
            kinds[~changed] = _SKIPPED
        bits = Bits()
        _slice_header(bits, self._number, self._keys % 2 if is_key else None)
        _slice_data(bits, kinds, modes, stored(self._planes), is_key=is_key)
        self._number += 1
        self._keys += is_key
        return Picture((_KEY if is_key else _OTHER) + _emulation_prevented(bits.end()), is_key)

    def _take_over(self, pixels: Pixels) -> NDArray[np.bool_]:
        """Bring the planes to a picture; returns which macroblocks are not as before."""
        rows, columns = pixels.shape[0] // SIDE, pixels.shape[1] // SIDE
        before, self._pixels = self._pixels, pixels
        if before is None:
            self._planes = planes_of(pixels)
            return np.ones((rows, columns), bool)
        same = pixels.reshape(rows, SIDE, -1) == before.reshape(rows, SIDE, -1)
        changed: NDArray[np.bool_] = ~same.all(axis=1).reshape(rows, columns, SIDE * 3).all(axis=2)
        # Colours of a few macroblocks are converted in a tenth of the time that the whole picture takes.
        blocks = pixels.reshape(rows, SIDE, columns, SIDE, 3).swapaxes(1, 2)[changed]
        for plane, part in zip(self._planes, planes_of(blocks.reshape(-1, SIDE, 3)), strict=True):
            side = part.shape[1]
            plane.reshape(rows, side, columns, side).swapaxes(1, 2)[changed] = part.reshape(-1, side, side)
        return changed

    def _kinds(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return how each macroblock is coded if it is not skipped, and the number of its chroma's prediction."""
        luma, blue, red = self._planes
        down = _blocks(_equal_above(luma), SIDE)
        across = _blocks(_equal_beside(luma), SIDE)
        chroma_down = _blocks(_equal_above(blue) & _equal_above(red), SIDE // 2)
        chroma_across = _blocks(_equal_beside(blue) & _equal_beside(red), SIDE // 2)
        kinds = np.select([down, across], [_DOWN, _ACROSS], _STORED)
        kinds[~(chroma_down | chroma_across)] = _STORED
        # Table 8-5: 1 is from the left, 2 from above.
        return kinds, np.where(chroma_down, 2, 1)


def planes_of(pixels: Pixels) -> tuple[Plane, Plane, Plane]:
    """Return luma and, at half the size, both differences of colour (BT.709, limited range); both sides are even."""
    height, width, _ = pixels.shape
    red, green, blue = (pixels[..., channel].astype(np.float32) for channel in range(3))
    luma, to_blue, to_red = (row[0] * red + row[1] * green + row[2] * blue for row in _TO_YUV)
    halves = (part.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3)) + 128.5 for part in (to_blue, to_red))
    chroma_blue, chroma_red = (half.astype(np.uint8) for half in halves)
    return (luma + 16.5).astype(np.uint8), chroma_blue, chroma_red


def stored(planes: tuple[Plane, Plane, Plane]) -> NDArray[np.uint8]:
    """Return the samples of each macroblock as I_PCM holds them, shape (macroblocks, 384)."""
    parts = []
    for plane, side in zip(planes, (SIDE, SIDE // 2, SIDE // 2), strict=True):
        height, width = plane.shape
        cells = plane.reshape(height // side, side, width // side, side).transpose(0, 2, 1, 3)
        parts.append(cells.reshape(-1, side * side))
    return np.concatenate(parts, axis=1)


def _slice_header(bits: Bits, number: int, key_id: int | None) -> None:
    """Append the header of a slice that is a whole picture (7.3.3); ``key_id`` tells key pictures apart."""
    bits.ue(0)
    bits.ue(5 if key_id is None else 7)
    bits.ue(0)
    bits.put(number, 16)
    if key_id is None:
        # As many references as the picture parameter set says, in their order; no marking.
        bits.put(0b000, 3)
    else:
        bits.ue(key_id)
        bits.put(0b00, 2)
    # The QP of the picture parameter set, and no deblocking.
    bits.ue(0)
    bits.ue(1)


def _slice_data(
    bits: Bits, kinds: NDArray[np.int64], chroma: NDArray[np.int64], samples: NDArray[np.uint8], *, is_key: bool
) -> None:
    """Append the macroblocks (7.3.4), the skipped ones as runs."""
    across = kinds.shape[1]
    held = (kinds == _STORED).ravel()
    flat, modes = kinds.ravel(), chroma.ravel()
    before = -1
    for at in np.flatnonzero(flat != _SKIPPED).tolist():
        if not is_key:
            bits.ue(at - before - 1)
        before = at
        if held[at]:
            # Table 7-11, after the five types of Table 7-13 in pictures that refer to others.
            bits.ue(25 if is_key else 30)
            bits.align()
            bits.store(samples[at].tobytes())
            continue
        bits.ue((1 if flat[at] == _DOWN else 2) + (0 if is_key else 5))
        bits.ue(int(modes[at]))
        bits.ue(0)
        # No coefficients (Table 9-5): how that is written depends on whether the neighbours have any, as I_PCM counts.
        if (at % across and held[at - 1]) or (at >= across and held[at - across]):
            bits.put(0b000011, 6)
        else:
            bits.put(1, 1)
    if before < len(flat) - 1:
        bits.ue(len(flat) - before - 1)


def _equal_above(plane: Plane) -> NDArray[np.bool_]:
    """Whether each sample equals the one above it; there is none above the first row."""
    return np.pad(plane[1:] == plane[:-1], ((1, 0), (0, 0)))


def _equal_beside(plane: Plane) -> NDArray[np.bool_]:
    """Whether each sample equals the one on its left."""
    return np.pad(plane[:, 1:] == plane[:, :-1], ((0, 0), (1, 0)))


def _blocks(holds: NDArray[np.bool_], side: int) -> NDArray[np.bool_]:
    """Whether something holds for all samples of each block, shape (rows, columns) of blocks."""
    height, width = holds.shape
    return np.asarray(holds.reshape(height // side, side, width // side, side).all(axis=(1, 3)), bool)


def _pad(pixels: Pixels, height: int, width: int) -> Pixels:
    """Repeat the last row and column up to a size; the sequence parameter set has them cut off."""
    own_height, own_width, _ = pixels.shape
    return np.pad(pixels, ((0, height - own_height), (0, width - own_width), (0, 0)), mode="edge")


def _emulation_prevented(data: bytes) -> bytes:
    """Return bytes in which nothing looks like the start of a NAL unit (7.4.1)."""
    return _EMULATED.sub(b"\x00\x00\x03", data)
