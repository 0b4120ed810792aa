"""Build resources/basemap/basemap.bin from Natural Earth, with names from GeoNames, Who's On First and CLDR.

Usage: ``python scripts/build_basemap.py NATURAL_EARTH.gpkg[.xz] WHOSONFIRST.csv.gz OUT.bin``. The inputs are
listed in ``data/README.md``. Needs the extra ``data``.
"""

import lzma
import os
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyogrio
import shapely

from basemap_names import build_labels
from mapview.render.basemap_file import (
    CELL_MARGIN,
    DASHED,
    CellLayer,
    Kind,
    Level,
    encode_cell,
    write_file,
)

Geometries = npt.NDArray[np.object_]

LEVELS = (
    Level(base_zoom=0, top_zoom=1, extent=4096),
    Level(base_zoom=2, top_zoom=3, extent=4096),
    Level(base_zoom=4, top_zoom=5, extent=4096),
    Level(base_zoom=6, top_zoom=7, extent=4096),
    Level(base_zoom=8, top_zoom=12, extent=16384),
)
# The finest level is simplified for this zoom: Natural Earth's 1:10m knows nothing below some 50 m.
FINEST_DETAIL_ZOOM = 10
TOLERANCE_PX = 0.35
AREAS = frozenset({Kind.LAND, Kind.LAKE})
MAX_LATITUDE = 85.6
RIVER_ZOOMS = {0: 3, 1: 3, 2: 3, 3: 4, 4: 5, 5: 5, 6: 6, 7: 7, 8: 8, 9: 8, 10: 9}
# A country shows its first-level borders once they stand this far apart on average.
REGION_SPACING_PX = 36
# Lines of a survey, not borders: an overlay of a buffer zone, a lease.
NOT_BORDERS = ("Overlay limit", "Lease limit")
ATTRIBUTION = "Made with Natural Earth. Names: GeoNames (CC BY 4.0), Who's On First, Unicode CLDR"


def main(natural_earth: Path, whosonfirst: Path, out: Path) -> None:
    """Build the file and print what it holds."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        source = unpacked(natural_earth, Path(folder))
        spacing = RegionSpacing(source)
        levels = {}
        for level in LEVELS:
            levels[level] = build_level(source, level, spacing)
            size = sum(len(cell) for cell in set(levels[level].values()))
            print(f"zoom {level.base_zoom}: {len(levels[level])} cells, {size} bytes, {elapsed(began)}", flush=True)
        labels = build_labels(source, whosonfirst, spacing.min_zoom)
        print(f"{len(labels.x)} labels, {elapsed(began)}")
    write_file(out, levels, labels, {"attribution": ATTRIBUTION})
    print(f"{out.name}: {out.stat().st_size} bytes, {elapsed(began)}")


def elapsed(began: float) -> str:
    """Return the seconds since a moment, for people."""
    return f"{time.perf_counter() - began:.0f} s"


def unpacked(path: Path, folder: Path) -> Path:
    """Return the GeoPackage, unpacked into the folder if it is packed."""
    if path.suffix != ".xz":
        return path
    target = folder / path.stem
    with lzma.open(path) as packed, target.open("wb") as stream:
        shutil.copyfileobj(packed, stream)
    return target


def read_layer(source: Path, layer: str) -> tuple[Geometries, dict[str, Any]]:
    """Return geometries (degrees) and columns of a layer."""
    about, _, geometries, columns = pyogrio.raw.read(source, layer=layer)
    shapes = shapely.from_wkb(geometries)
    kept = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    return shapes[kept], {name: column[kept] for name, column in zip(about["fields"], columns, strict=True)}


def mercator(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return world coordinates (0..1, y southwards) of longitudes and latitudes in degrees.

    Spherical Web Mercator, EPSG:3857 scaled to its square.
    """
    lat = np.radians(np.clip(points[:, 1], -MAX_LATITUDE, MAX_LATITUDE))
    return np.column_stack((points[:, 0] / 360 + 0.5, 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)))


class RegionSpacing:
    """How far apart the first-level borders of each country stand, hence from which zoom they show."""

    def __init__(self, source: Path) -> None:
        countries, _ = read_layer(source, "countries_50m")
        self._countries = shapely.transform(countries, mercator)
        labels, _ = read_layer(source, "admin_1_labels_10m")
        points = shapely.transform(labels, mercator)
        self._tree = shapely.STRtree(self._countries)
        counts = np.bincount(self._tree.nearest(points), minlength=len(countries))
        # Only the largest part counts: French Guiana does not make French departments larger.
        areas = np.array([max(p.area for p in shapely.get_parts(c)) for c in self._countries])
        self._side = np.sqrt(areas / np.maximum(counts, 1))

    def min_zoom(self, world: Geometries) -> npt.NDArray[np.int64]:
        """Return the zoom from which features of first-level regions show, 4 to 10."""
        middle = shapely.point_on_surface(world)
        side = self._side[self._tree.nearest(middle)]
        return np.clip(np.ceil(np.log2(REGION_SPACING_PX / (256 * side))), 4, 10).astype(np.int64)


def build_level(source: Path, level: Level, spacing: RegionSpacing) -> dict[int, bytes]:
    """Return the cells of a level by number."""
    cells: dict[int, list[CellLayer]] = defaultdict(list)
    for (kind, min_zoom), features in sorted(level_features(source, level, spacing).items()):
        if min_zoom > level.top_zoom:
            continue
        prepared = prepare(kind, np.array(features, dtype=object), level)
        for number, layer in cut_into_cells(kind, max(min_zoom, 0), prepared, level):
            cells[number].append(layer)
    return {number: encode_cell(layers) for number, layers in cells.items()}


def level_features(
    source: Path, level: Level, spacing: RegionSpacing
) -> dict[tuple[Kind, int], list[shapely.Geometry]]:
    """Return the features of a level in world coordinates, by kind and first zoom."""
    scale = "50m" if level.top_zoom <= 3 else "10m"
    found: dict[tuple[Kind, int], list[shapely.Geometry]] = defaultdict(list)

    def add(kind: Kind, layer: str, zoom_of: Callable[[Geometries, dict[str, Any]], Iterable[int]]) -> None:
        geometries, columns = read_layer(source, layer)
        world = shapely.transform(geometries, mercator)
        for geometry, zoom in zip(world, zoom_of(world, columns), strict=True):
            if zoom >= 0:
                found[kind, int(zoom)].append(geometry)

    add(Kind.LAND, f"land_{scale}", lambda world, _: np.zeros(len(world)))
    add(Kind.LAKE, f"lakes_{scale}", lambda world, _: lake_zooms(world))
    add(Kind.RIVER, f"rivers_{scale}", lambda _, columns: river_zooms(columns))
    for kind in (Kind.BORDER, Kind.DISPUTED_BORDER):
        add(kind, f"admin_0_lines_{scale}", lambda _, columns, kind=kind: border_zooms(columns, kind))
    if scale == "10m":
        add(Kind.CLAIMED_BORDER, "admin_0_disputed_10m", lambda world, _: np.full(len(world), 5))
        add(Kind.REGION_BORDER, "admin_1_lines_10m", lambda world, _: spacing.min_zoom(world))
    return found


def lake_zooms(world: Geometries) -> npt.NDArray[np.int64]:
    """Return the zoom from which a lake covers some four pixels."""
    side = np.sqrt(np.maximum(shapely.area(world), 1e-18))
    return np.clip(np.ceil(np.log2(2.0 / (256 * side))), 0, 12).astype(np.int64)


def river_zooms(columns: dict[str, Any]) -> list[int]:
    """Return the zoom from which a river shows, by its rank; the line within a lake never does."""
    kinds = columns.get("featurecla", ["River"] * len(columns["scalerank"]))
    return [
        RIVER_ZOOMS[int(rank)] if kind == "River" else -1
        for rank, kind in zip(columns["scalerank"], kinds, strict=True)
    ]


def border_zooms(columns: dict[str, Any], kind: Kind) -> list[int]:
    """Return 1 for the lines that are of this kind (settled or not), -1 for the others."""
    zooms = []
    for feature in columns["featurecla"]:
        settled = feature.startswith("International boundary")
        wanted = feature not in NOT_BORDERS and settled == (kind == Kind.BORDER)
        zooms.append(1 if wanted else -1)
    return zooms


def prepare(kind: Kind, world: Geometries, level: Level) -> Geometries:
    """Return single parts, simplified for the level, with what lies beyond the 180th meridian on both sides."""
    detail_zoom = min(level.top_zoom, FINEST_DETAIL_ZOOM)
    pixel = 1 / (256 * 2**detail_zoom)
    parts = shapely.get_parts(world)
    if kind in AREAS:
        parts = shapely.get_parts(shapely.make_valid(parts))
        parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        parts = repeated_beyond_meridian(parts)
        # Halves that meet at the meridian become one area, so that no coast is drawn along it.
        at_edge = touches_meridian(parts)
        merged = shapely.get_parts(shapely.union_all(parts[at_edge], grid_size=1e-9))
        parts = np.concatenate((parts[~at_edge], merged))
        parts = shapely.simplify(parts, TOLERANCE_PX * pixel)
        parts = parts[shapely.area(parts) > 0.6 * pixel * pixel]
    else:
        parts = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts)))
        parts = repeated_beyond_meridian(parts)
        parts = shapely.simplify(parts, TOLERANCE_PX * pixel)
    return parts


def repeated_beyond_meridian(parts: Geometries) -> Geometries:
    """Return the parts and copies of those near the 180th meridian on its other side."""
    west, _, east, _ = shapely.bounds(parts).T
    copies = [parts]
    for near, shift in ((west < 0.06, 1.0), (east > 0.94, -1.0)):
        step = np.array([shift, 0.0])
        copies.append(shapely.transform(parts[near], lambda points, step=step: points + step))
    return np.concatenate(copies)


def touches_meridian(parts: Geometries) -> npt.NDArray[np.bool_]:
    """Return which parts touch the 180th meridian at either edge of the world."""
    west, _, east, _ = shapely.bounds(parts).T
    near = [(np.abs(side - edge) < 1e-7) for side in (west, east) for edge in (0.0, 1.0)]
    return np.logical_or.reduce(near)


def cut_into_cells(kind: Kind, min_zoom: int, parts: Geometries, level: Level) -> Iterator[tuple[int, CellLayer]]:
    """Yield cell numbers and layers, quartering the world down to the cells."""
    wholes = parts if kind in DASHED else None
    stack = [(0, 0, 0, parts, np.arange(len(parts)))]
    while stack:
        zoom, x, y, inside, owner = stack.pop()
        inside, owner = clipped(inside, owner, zoom, x, y, areas=kind in AREAS)
        if not len(inside):
            continue
        if zoom == level.base_zoom:
            layer = quantised(kind, min_zoom, inside, owner, wholes, level, x, y)
            if layer is not None:
                yield (y << zoom) + x, layer
            continue
        stack += [(zoom + 1, 2 * x + i, 2 * y + j, inside, owner) for i in (0, 1) for j in (0, 1)]


def clipped(
    parts: Geometries, owner: npt.NDArray[np.int64], zoom: int, x: int, y: int, *, areas: bool
) -> tuple[Geometries, npt.NDArray[np.int64]]:
    """Return what lies in a tile and its margin, as single parts, and to which whole each belongs."""
    side = 1 / 2**zoom
    # Parents keep a wider margin than their children need, since a cut must never show in a child.
    margin = CELL_MARGIN * side
    left, top, right, bottom = x * side - margin, y * side - margin, (x + 1) * side + margin, (y + 1) * side + margin
    west, north, east, south = shapely.bounds(parts).T
    near = (west < right) & (east > left) & (north < bottom) & (south > top)
    parts, owner = parts[near], owner[near]
    west, north, east, south = west[near], north[near], east[near], south[near]
    within = (west >= left) & (east <= right) & (north >= top) & (south <= bottom)
    cut, index = shapely.get_parts(
        shapely.intersection(parts[~within], shapely.box(left, top, right, bottom)), return_index=True
    )
    wanted = shapely.GeometryType.POLYGON if areas else shapely.GeometryType.LINESTRING
    keep = (shapely.get_type_id(cut) == wanted) & ~shapely.is_empty(cut)
    return (
        np.concatenate((parts[within], cut[keep])),
        np.concatenate((owner[within], owner[~within][index[keep]])),
    )


def quantised(
    kind: Kind,
    min_zoom: int,
    parts: Geometries,
    owner: npt.NDArray[np.int64],
    wholes: Geometries | None,
    level: Level,
    x: int,
    y: int,
) -> CellLayer | None:
    """Return the parts in units of the cell, without points that fall together."""
    scale = level.extent * 2**level.base_zoom
    origin = np.array([x * level.extent, y * level.extent])
    rings, starts = [], []
    for part, whole in zip(parts, owner, strict=True):
        lines = [part.exterior, *part.interiors] if kind in AREAS else [part]
        for line in lines:
            points = shapely.get_coordinates(line)
            if wholes is not None:
                points, start = along(points, wholes[whole])
            units = np.round(points * scale).astype(np.int64) - origin
            moved = np.concatenate(([True], np.any(np.diff(units, axis=0) != 0, axis=1)))
            units = units[moved]
            if kind in AREAS:
                units = units[:-1]
            if len(units) >= (3 if kind in AREAS else 2):
                rings.append(units)
                if wholes is not None:
                    starts.append(round(start * scale))
    if not rings:
        return None
    lengths = np.array([len(ring) for ring in rings])
    return CellLayer(kind, min_zoom, np.concatenate(rings), lengths, np.array(starts, dtype=np.int64))


def along(points: npt.NDArray[np.float64], whole: shapely.Geometry) -> tuple[npt.NDArray[np.float64], float]:
    """Return a piece in the direction of its whole and the way to its start, so that dashes meet."""
    first, last = (whole.project(shapely.Point(points[i])) for i in (0, 1))
    if first > last:
        points = points[::-1]
        first = whole.project(shapely.Point(points[0]))
    return points, first


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
