"""The basemap's file: vector cells per zoom group and the placed labels, in one memory-mapped file.

Layout: ``MAGIC``, the length of the header (uint32), the header (JSON: where each section stands), the
sections. All numbers are little-endian. World coordinates are Web Mercator, 0..1 eastwards and southwards. A
cell holds the features of one tile of its level's base zoom with a margin around it, in units of
``1 / extent`` of the cell, counted from its north-west corner. A cell is a run of varints (LEB128),
compressed: number of layers; per layer its key, number of parts and their lengths; per layer, if it is dashed,
the way travelled before each part; then the points as zigzag differences.
"""

import json
import mmap
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mapview.config import resource_path
from mapview.errors import FileProblemError

MAGIC = b"MVBASE1\n"
CELL_MARGIN = 1 / 32

Ints = npt.NDArray[np.int64]


class Kind(IntEnum):
    """What a layer of a cell shows."""

    LAND = 0
    LAKE = 1
    RIVER = 2
    REGION_BORDER = 3
    CLAIMED_BORDER = 4
    DISPUTED_BORDER = 5
    BORDER = 6


DASHED = frozenset({Kind.CLAIMED_BORDER, Kind.DISPUTED_BORDER})


@dataclass(frozen=True, slots=True)
class Level:
    """A group of zooms served by the same cells.

    Attributes
    ----------
    base_zoom
        Zoom whose tiles are the cells.
    top_zoom
        Last zoom of the group; the last level also serves what lies beyond.
    extent
        Units along the side of a cell.
    """

    base_zoom: int
    top_zoom: int
    extent: int


@dataclass(frozen=True, slots=True)
class CellLayer:
    """Features of one kind in one cell.

    Attributes
    ----------
    kind, min_zoom
        What it shows, and from which zoom.
    points
        Coordinates (n, 2) in units of the cell, x eastwards, y southwards, all parts one after another.
    lengths
        Number of points of each part; a part of an area is a closed ring without its last point.
    starts
        For dashed lines: the way along the whole line before each part, in units of the cell; else empty.
    """

    kind: Kind
    min_zoom: int
    points: Ints
    lengths: Ints
    starts: Ints


@dataclass(frozen=True, slots=True)
class LabelTable:
    """All labels: where they stand, what they say, and at which zooms.

    Attributes
    ----------
    x, y
        World coordinates.
    kind
        `mapview.render.basemap_labels.LabelKind` of each.
    names
        Per language, one text for each label; a line break splits it.
    widths
        Per language, the width in CSS pixels.
    placements
        Per language and zoom, 0 for hidden or the position (`basemap_labels.Position`).
    """

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    kind: npt.NDArray[np.uint8]
    names: Mapping[str, list[str]]
    widths: Mapping[str, npt.NDArray[np.uint16]]
    placements: Mapping[str, npt.NDArray[np.uint8]]


def encode_varints(values: npt.ArrayLike) -> bytes:
    """Return non-negative integers below 2**35 as LEB128.

    Examples
    --------
    >>> encode_varints([1, 300]).hex()
    '01ac02'
    """
    rest = np.asarray(values, dtype=np.uint64)
    columns = [(rest >> np.uint64(7 * i)) for i in range(5)]
    septets = np.stack([column & np.uint64(0x7F) for column in columns], axis=1).astype(np.uint8)
    used = np.stack([np.ones(len(rest), dtype=bool), *[column > 0 for column in columns[1:]]], axis=1)
    more = np.zeros_like(used)
    more[:, :-1] = used[:, 1:]
    return bytes((septets | (more.astype(np.uint8) << 7))[used].tobytes())


def decode_varints(data: bytes) -> Ints:
    """Return the integers of a LEB128 run.

    Examples
    --------
    >>> decode_varints(bytes.fromhex("01ac02")).tolist()
    [1, 300]
    """
    raw = np.frombuffer(data, dtype=np.uint8)
    last = raw < 0x80
    ends = np.flatnonzero(last)
    values = raw[ends].astype(np.int64)
    if len(ends) == len(raw):
        return values
    starts = np.concatenate(([0], ends[:-1] + 1))
    widths = ends - starts
    septets = (raw & 0x7F).astype(np.int64)
    for width in range(1, int(widths.max()) + 1):
        longer = np.flatnonzero(widths >= width)
        first = septets[ends[longer] - width]
        values[longer] = (values[longer] << 7) | first
    return values


def encode_cell(layers: Iterable[CellLayer]) -> bytes:
    """Return the cell as it stands in the file."""
    layers = list(layers)
    head: list[Any] = [[len(layers)]]
    body: list[Any] = []
    for layer in layers:
        head.append([layer.kind * 16 + layer.min_zoom, len(layer.lengths)])
        head.append(layer.lengths)
        if layer.kind in DASHED:
            body.append(layer.starts)
        steps = np.diff(layer.points, axis=0, prepend=0).ravel()
        body.append((steps << 1) ^ (steps >> 63))
    return zlib.compress(encode_varints(np.concatenate([*head, *body])), 9, wbits=-15)


def decode_cell(data: bytes) -> list[CellLayer]:
    """Return the layers of a cell as `encode_cell` got them."""
    values = decode_varints(zlib.decompress(data, wbits=-15))
    at = 1
    heads: list[tuple[Kind, int, Ints]] = []
    for _ in range(int(values[0])):
        key, parts = int(values[at]), int(values[at + 1])
        heads.append((Kind(key >> 4), key & 15, values[at + 2 : at + 2 + parts]))
        at += 2 + parts
    layers = []
    for kind, min_zoom, lengths in heads:
        starts = values[at : at + len(lengths)] if kind in DASHED else values[:0]
        at += len(starts)
        count = int(lengths.sum())
        steps = values[at : at + 2 * count]
        at += 2 * count
        points = ((steps >> 1) ^ -(steps & 1)).reshape(-1, 2).cumsum(axis=0)
        layers.append(CellLayer(kind, min_zoom, points, lengths, starts))
    return layers


def write_file(
    path: Path, levels: Mapping[Level, Mapping[int, bytes]], labels: LabelTable, about: Mapping[str, Any]
) -> None:
    """Write a basemap file; cells are numbered ``y * 2**base_zoom + x``.

    Equal cells (open land) stand in the file once.
    """
    sections: dict[str, bytes] = {}
    described = []
    for level, cells in levels.items():
        blob = bytearray()
        known: dict[bytes, int] = {}
        numbers = np.array(sorted(cells), dtype=np.uint32)
        offsets = np.empty(len(numbers), dtype=np.uint32)
        sizes = np.empty(len(numbers), dtype=np.uint32)
        for i, number in enumerate(numbers):
            cell = cells[int(number)]
            if cell not in known:
                known[cell] = len(blob)
                blob += cell
            offsets[i], sizes[i] = known[cell], len(cell)
        sections[f"index{level.base_zoom}"] = zlib.compress(
            np.stack([np.diff(numbers, prepend=np.uint32(0)), offsets, sizes]).tobytes(), 9
        )
        sections[f"cells{level.base_zoom}"] = bytes(blob)
        described.append([level.base_zoom, level.top_zoom, level.extent])
    sections["labels"] = zlib.compress(_pack_labels(labels), 9)
    where, at = {}, 0
    for name, data in sections.items():
        where[name] = [at, len(data)]
        at += len(data)
    header = json.dumps({**about, "levels": described, "sections": where}, ensure_ascii=False).encode()
    beside = path.with_suffix(".part")
    beside.write_bytes(b"".join([MAGIC, struct.pack("<I", len(header)), header, *sections.values()]))
    beside.replace(path)


class BasemapFile:
    """A basemap file opened for reading; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as stream:
                self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise FileProblemError(f"The basemap {path} cannot be read ({error}): install MapView again.") from error
        if self._data[: len(MAGIC)] != MAGIC:
            raise FileProblemError(f"{path} is no basemap of this version: install MapView again.")
        start = len(MAGIC) + 4
        (length,) = struct.unpack("<I", self._data[len(MAGIC) : start])
        self.about: dict[str, Any] = json.loads(self._data[start : start + length])
        self._body = start + length
        self.levels = [Level(*values) for values in self.about["levels"]]
        self._indexes = {level: self._index(level) for level in self.levels}

    @classmethod
    def shipped(cls) -> "BasemapFile":
        """Return the file that MapView brings along."""
        return cls(resource_path("resources/basemap/basemap.bin"))

    def level_for(self, zoom: int) -> Level:
        """Return the level that serves a zoom."""
        return next((level for level in self.levels if zoom <= level.top_zoom), self.levels[-1])

    def cell(self, level: Level, x: int, y: int) -> list[CellLayer]:
        """Return the layers of a cell; none for open sea."""
        numbers, offsets, sizes = self._indexes[level]
        number = (y << level.base_zoom) + x
        at = int(np.searchsorted(numbers, number))
        if at == len(numbers) or numbers[at] != number:
            return []
        start = self._body + self.about["sections"][f"cells{level.base_zoom}"][0] + int(offsets[at])
        return decode_cell(self._data[start : start + int(sizes[at])])

    @cached_property
    def labels(self) -> LabelTable:
        """All labels."""
        return _unpack_labels(zlib.decompress(self._section("labels")))

    def _index(self, level: Level) -> tuple[Ints, Ints, Ints]:
        table = np.frombuffer(zlib.decompress(self._section(f"index{level.base_zoom}")), dtype="<u4")
        steps, offsets, sizes = table.reshape(3, -1).astype(np.int64)
        return steps.cumsum(), offsets, sizes

    def _section(self, name: str) -> bytes:
        offset, size = self.about["sections"][name]
        return self._data[self._body + offset : self._body + offset + size]


def _pack_labels(labels: LabelTable) -> bytes:
    arrays: dict[str, npt.NDArray[Any]] = {
        "x": np.round(labels.x * 2**32).astype("<u4"),
        "y": np.round(labels.y * 2**32).astype("<u4"),
        "kind": labels.kind.astype("<u1"),
    }
    for lang in labels.names:
        arrays[f"width_{lang}"] = labels.widths[lang].astype("<u2")
        arrays[f"placements_{lang}"] = labels.placements[lang].astype("<u1")
    head = {
        "names": {lang: list(names) for lang, names in labels.names.items()},
        "arrays": {name: [array.dtype.str, list(array.shape)] for name, array in arrays.items()},
    }
    text = json.dumps(head, ensure_ascii=False).encode()
    return b"".join([struct.pack("<I", len(text)), text, *[array.tobytes() for array in arrays.values()]])


def _unpack_labels(data: bytes) -> LabelTable:
    (length,) = struct.unpack("<I", data[:4])
    head = json.loads(data[4 : 4 + length])
    at = 4 + length
    arrays = {}
    for name, (kind, shape) in head["arrays"].items():
        array = np.frombuffer(data, dtype=kind, count=int(np.prod(shape)), offset=at).reshape(shape)
        at += array.nbytes
        arrays[name] = array
    langs = list(head["names"])
    return LabelTable(
        x=arrays["x"] / 2**32,
        y=arrays["y"] / 2**32,
        kind=arrays["kind"],
        names=head["names"],
        widths={lang: arrays[f"width_{lang}"] for lang in langs},
        placements={lang: arrays[f"placements_{lang}"] for lang in langs},
    )
