"""MP4: H.264 in the boxes that ordinary players read (ISO/IEC 14496-12 and 14496-15)."""

import shutil
import struct
import tempfile
from collections.abc import Iterable
from typing import BinaryIO

import numpy as np

from mapview.exchange.films.h264 import Encoder, parameter_sets
from mapview.exchange.films.shots import Pixels, Shot

#: Ticks of a second.
TIMESCALE = 90_000
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def write_mp4(shots: Iterable[Shot], stream: BinaryIO) -> None:
    """Write frames of one size as MP4, with all that a player needs to know first at its start.

    A side with an odd number of pixels gets one more, as H.264 halves the resolution of colours.
    """
    sizes: list[int] = []
    durations: list[int] = []
    keys: list[int] = []
    encoder = None
    width = height = 0
    with tempfile.TemporaryFile() as samples:
        for shot in shots:
            pixels = _even(shot.pixels)
            if encoder is None:
                height, width, _ = pixels.shape
                encoder = Encoder(width, height)
            picture = encoder.encode(pixels)
            samples.write(struct.pack(">I", len(picture.data)) + picture.data)
            sizes.append(len(picture.data) + 4)
            durations.append(round(shot.seconds * TIMESCALE))
            if picture.is_key:
                keys.append(len(sizes))
        start = _box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")
        # Where the samples begin does not change how long what stands before them is.
        before = len(start) + len(_movie(width, height, sizes, durations, keys, 0)) + 16
        stream.write(start)
        stream.write(_movie(width, height, sizes, durations, keys, before))
        stream.write(struct.pack(">I4sQ", 1, b"mdat", 16 + sum(sizes)))
        samples.seek(0)
        shutil.copyfileobj(samples, stream)


def _even(pixels: Pixels) -> Pixels:
    height, width, _ = pixels.shape
    return np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")


def _movie(width: int, height: int, sizes: list[int], durations: list[int], keys: list[int], start: int) -> bytes:
    length = sum(durations)
    header = _full(b"mvhd", 1, 0, struct.pack(">QQIQIHH8x", 0, 0, TIMESCALE, length, 0x10000, 0x100, 0), _MATRIX,
                   bytes(24), struct.pack(">I", 2))  # fmt: skip
    track = _full(b"tkhd", 1, 3, struct.pack(">QQIIQ8xHHHH", 0, 0, 1, 0, length, 0, 0, 0, 0), _MATRIX,
                  struct.pack(">II", width << 16, height << 16))  # fmt: skip
    # The language is "und", three letters of five bits.
    media = _full(b"mdhd", 1, 0, struct.pack(">QQIQHH", 0, 0, TIMESCALE, length, 0x55C4, 0))
    handler = _full(b"hdlr", 0, 0, struct.pack(">I4s12x", 0, b"vide"), b"Timeline\0")
    data = _box(b"dinf", _full(b"dref", 0, 0, struct.pack(">I", 1), _full(b"url ", 0, 1)))
    info = _box(b"minf", _full(b"vmhd", 0, 1, bytes(8)), data, _table(width, height, sizes, durations, keys, start))
    return _box(b"moov", header, _box(b"trak", track, _box(b"mdia", media, handler, info)))


def _table(width: int, height: int, sizes: list[int], durations: list[int], keys: list[int], start: int) -> bytes:
    offsets = start + np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return _box(
        b"stbl",
        _full(b"stsd", 0, 0, struct.pack(">I", 1), _sample_entry(width, height)),
        _full(b"stts", 0, 0, struct.pack(">I", len(durations)), *(struct.pack(">II", 1, one) for one in durations)),
        _full(b"stss", 0, 0, struct.pack(">I", len(keys)), _numbers(keys, 4)),
        _full(b"stsc", 0, 0, struct.pack(">IIII", 1, 1, 1, 1)),
        _full(b"stsz", 0, 0, struct.pack(">II", 0, len(sizes)), _numbers(sizes, 4)),
        _full(b"co64", 0, 0, struct.pack(">I", len(sizes)), _numbers(offsets.tolist(), 8)),
    )


def _sample_entry(width: int, height: int) -> bytes:
    sequence, picture = parameter_sets(width, height)
    # Lengths of four bytes stand before the NAL units, of which the profile and the level are told here once more.
    about = struct.pack(">B3sBB", 1, sequence[1:4], 0xFF, 0xE1)
    sets = struct.pack(">H", len(sequence)) + sequence + struct.pack(">BH", 1, len(picture)) + picture
    return _box(
        b"avc1",
        struct.pack(">6xH16xHHIII H32sHh", 1, width, height, 0x480000, 0x480000, 0, 1, bytes(32), 24, -1),
        _box(b"avcC", about, sets),
        _box(b"colr", b"nclx", struct.pack(">HHHB", 1, 1, 1, 0)),
    )


def _numbers(numbers: list[int], size: int) -> bytes:
    return np.array(numbers, f">u{size}").tobytes()


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _full(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags), *parts)
