"""Paint one tile of the basemap with QPainter; any thread may call it."""

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from mapview.render.basemap_cache import Recent
from mapview.render.basemap_file import DASHED, BasemapFile, CellLayer, Ints, Kind, Level
from mapview.render.basemap_labels import LabelKind, Position, paint_label
from mapview.render.basemap_style import PALETTES, Palette, Stroke, TileStyle, river_width
from mapview.render.own_names import is_repeated

TILE_CSS_PX = 256
Floats = npt.NDArray[np.float64]
# One element of a QPainterPath as QDataStream reads it: type (0 move, 1 line), x, y.
_ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
_AREAS = frozenset({Kind.LAND, Kind.LAKE})
_BORDERS = (Kind.REGION_BORDER, Kind.CLAIMED_BORDER, Kind.DISPUTED_BORDER, Kind.BORDER)
# Strokes reach this far into a tile from outside.
_STROKE_MARGIN_PX = 4
# Room for a label's halo, gap and dot around its text; twice a line and a half above and below.
_LABEL_MARGIN_PX = (16, 52)
_CELL_CACHE_POINTS = 2_000_000
_SPRITE_CACHE_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer of a cell, ready to paint: rings closed, the bounds of each part known."""

    kind: Kind
    min_zoom: int
    points: Floats
    lengths: Ints
    starts: Ints
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class _PlacedLabels:
    """The labels of one zoom and language; x, y in CSS pixels of the world at that zoom."""

    number: Ints
    x: Floats
    y: Floats
    width: Floats
    position: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a tile lies: from units of its cell to device pixels; ``scale`` is how many a CSS pixel of lines has."""

    zoom: int
    size: int
    scale: float
    factor: float
    offset: Floats


class TilePainter:
    """Paints tiles from a basemap file and remembers decoded cells and painted labels."""

    def __init__(self, file: BasemapFile) -> None:
        self._file = file
        self._cells: Recent[tuple[int, int, int], list[_Layer]] = Recent(
            _CELL_CACHE_POINTS, lambda layers: 1 + sum(len(layer.points) for layer in layers)
        )
        self._placed: Recent[tuple[int, str], _PlacedLabels] = Recent(1_000_000, lambda placed: len(placed.x))
        self._sprites: Recent[tuple[int, int, str, str, float], tuple[QImage, int, int]] = Recent(
            _SPRITE_CACHE_BYTES, lambda sprite: sprite[0].sizeInBytes()
        )

    def paint(self, z: int, x: int, y: int, style: TileStyle, size: int) -> QImage:
        """Return tile z/x/y, ``size`` device pixels wide, without transparency."""
        palette = PALETTES[style.theme]
        image = QImage(size, size, QImage.Format.Format_RGB32)
        image.fill(QColor(palette.water))
        level = self._file.level_for(z)
        deeper = max(0, z - level.base_zoom)
        within = np.array([x, y]) & ((1 << deeper) - 1)
        css_pixel = size / TILE_CSS_PX / style.enlarged
        frame = _Frame(z, size, css_pixel, size * 2**deeper / level.extent, -within.astype(np.float64) * size)
        layers = self._cell(level, x >> deeper, y >> deeper)
        painter = QPainter(image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_layers(painter, [layer for layer in layers if layer.min_zoom <= z], frame, palette)
            if style.labels:
                self._paint_labels(painter, (z, x, y), style, size)
        finally:
            # Qt crashes if the picture goes before a painter that is still at work on it.
            painter.end()
        return image

    def labels_at(self, zoom: int, lang: str) -> int:
        """Return how many labels the whole world has at a zoom, and make them ready."""
        return len(self._labels(zoom, lang).number)

    def _cell(self, level: Level, x: int, y: int) -> list[_Layer]:
        return self._cells.get(
            (level.base_zoom, x, y), lambda: [_prepared(layer) for layer in self._file.cell(level, x, y)]
        )

    def _labels(self, zoom: int, lang: str) -> _PlacedLabels:
        return self._placed.get((zoom, lang), lambda: self._place(zoom, lang))

    def _place(self, zoom: int, lang: str) -> _PlacedLabels:
        table = self._file.labels
        placements = table.placements[lang]
        # Beyond the last zoom nothing new is placed, and what is placed only moves apart.
        row = placements[min(zoom, len(placements) - 1)]
        number = np.flatnonzero(row)
        side = TILE_CSS_PX * 2.0**zoom
        return _PlacedLabels(
            number,
            table.x[number] * side,
            table.y[number] * side,
            table.widths[lang][number].astype(np.float64),
            row[number],
        )

    def _paint_labels(self, painter: QPainter, tile: tuple[int, int, int], style: TileStyle, size: int) -> None:
        z, x, y = tile
        table = self._file.labels
        labels = self._labels(z, style.lang)
        scale = size / TILE_CSS_PX
        text_scale = scale / style.enlarged
        world = TILE_CSS_PX * 2**z
        colours = PALETTES[style.theme].labels
        across, down = _LABEL_MARGIN_PX
        covered = [QRectF(left, top, right - left, bottom - top) for left, top, right, bottom in style.covered]
        middle_y = (y + 0.5) * TILE_CSS_PX
        in_rows = np.abs(labels.y - middle_y) < TILE_CSS_PX / 2 + down
        # A label at the 180th meridian reaches into the first and the last tile of its row.
        for turn in (-1, 0, 1):
            middle_x = (x + 0.5) * TILE_CSS_PX - turn * world
            near = in_rows & (np.abs(labels.x - middle_x) < TILE_CSS_PX / 2 + across + labels.width)
            for i in np.flatnonzero(near):
                number, position = int(labels.number[i]), int(labels.position[i])
                at = float(labels.x[i]) / world, float(labels.y[i]) / world
                if is_repeated(table.names[style.lang][number], at, z, style.omit):
                    continue
                kind = LabelKind(int(table.kind[number]))
                sprite, point_x, point_y = self._sprites.get(
                    (number, position, style.lang, style.theme, text_scale),
                    lambda number=number, position=position, kind=kind: paint_label(  # type: ignore[misc]
                        kind,
                        table.names[style.lang][number],
                        Position(position),
                        int(table.widths[style.lang][number]),
                        text_scale,
                        colours[kind],
                    ),
                )
                # Whole device pixels of the world, so that both halves of a label match at a tile's edge.
                left = round(float(labels.x[i]) * scale) - point_x + turn * world * size // TILE_CSS_PX - x * size
                top = round(float(labels.y[i]) * scale) - point_y - y * size
                taken = QRectF(left / scale, top / scale, sprite.width() / scale, sprite.height() / scale)
                if not any(taken.intersects(box) for box in covered):
                    painter.drawImage(left, top, sprite)


def _prepared(layer: CellLayer) -> _Layer:
    first = np.concatenate(([0], layer.lengths.cumsum()[:-1]))
    points = layer.points.astype(np.float64)
    low = np.minimum.reduceat(points, first, axis=0)
    high = np.maximum.reduceat(points, first, axis=0)
    lengths = layer.lengths
    if layer.kind in _AREAS:
        points = np.insert(points, layer.lengths.cumsum(), points[first], axis=0)
        lengths = lengths + 1
    return _Layer(layer.kind, layer.min_zoom, points, lengths, layer.starts, low, high)


def _paint_layers(painter: QPainter, layers: list[_Layer], frame: _Frame, palette: Palette) -> None:
    land = [_path(layer, frame) for layer in layers if layer.kind == Kind.LAND]
    lakes = [_path(layer, frame) for layer in layers if layer.kind == Kind.LAKE]
    for path in land:
        painter.fillPath(path, QColor(palette.land))
    for layer in layers:
        if layer.kind == Kind.RIVER:
            stroke = palette.strokes[Kind.RIVER]
            width = river_width(layer.min_zoom, frame.zoom)
            painter.strokePath(_path(layer, frame), _pen(Stroke(stroke.colour, width), frame))
    for path in lakes:
        painter.fillPath(path, QColor(palette.water))
    for path in (*land, *lakes):
        painter.strokePath(path, _pen(palette.coast, frame))
    for kind in _BORDERS:
        for layer in layers:
            if layer.kind == kind:
                _paint_border(painter, layer, frame, palette.strokes[kind])


def _paint_border(painter: QPainter, layer: _Layer, frame: _Frame, stroke: Stroke) -> None:
    pen = _pen(stroke, frame)
    if layer.kind not in DASHED:
        painter.strokePath(_path(layer, frame), pen)
        return
    ends = layer.lengths.cumsum()
    for part in np.flatnonzero(_visible(layer, frame)):
        # Dashes are counted from the start of the whole line, so that they meet where cells do.
        pen.setDashOffset(float(layer.starts[part]) * frame.factor / pen.widthF())
        points = layer.points[ends[part] - layer.lengths[part] : ends[part]]
        painter.strokePath(_path_of(points * frame.factor + frame.offset, np.array([len(points)])), pen)


def _pen(stroke: Stroke, frame: _Frame) -> QPen:
    pen = QPen(QColor(stroke.colour), stroke.width * frame.scale)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if stroke.dashes:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([length / stroke.width for length in stroke.dashes])
    return pen


def _visible(layer: _Layer, frame: _Frame) -> npt.NDArray[np.bool_]:
    """Return which parts reach into the tile."""
    margin = _STROKE_MARGIN_PX * frame.scale
    low, high = layer.low * frame.factor + frame.offset, layer.high * frame.factor + frame.offset
    return np.asarray(np.all((high > -margin) & (low < frame.size + margin), axis=1))


def _path(layer: _Layer, frame: _Frame) -> QPainterPath:
    seen = _visible(layer, frame)
    points = layer.points if seen.all() else layer.points[np.repeat(seen, layer.lengths)]
    return _path_of(points * frame.factor + frame.offset, layer.lengths[seen])


def _path_of(points: Floats, lengths: Ints) -> QPainterPath:
    """Return a path of several parts; read from a stream, since a call per point would take far longer."""
    path = QPainterPath()
    if not len(points):
        return path
    elements = np.empty(len(points), dtype=_ELEMENT)
    elements["type"] = 1
    elements["type"][np.concatenate(([0], lengths.cumsum()[:-1]))] = 0
    elements["x"], elements["y"] = points[:, 0], points[:, 1]
    data = struct.pack(">i", len(points)) + elements.tobytes() + struct.pack(">ii", 0, 0)
    # The stream does not keep the bytes alive by itself (PySide 6.11).
    buffer = QByteArray(data)
    stream = QDataStream(buffer, QIODevice.OpenModeFlag.ReadOnly)
    stream >> path
    return path
