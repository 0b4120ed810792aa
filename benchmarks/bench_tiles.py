"""Time the painting of basemap tiles, and weigh the tiles that an HTML export of the first timeline carries.

Usage: ``python benchmarks/bench_tiles.py [--bytes]``. Prints medians and 95th percentiles in milliseconds for tiles of
512 pixels, one thread, nothing cached but what earlier tiles of the same map left behind.
"""

import math
import os
import random
import statistics
import sys
import time

from PySide6.QtGui import QGuiApplication

from mapview.render.basemap import Basemap, TileStyle
from mapview.render.basemap_file import BasemapFile
from mapview.render.basemap_painter import TilePainter

TARGET_MS = 60
MIDDLE_EAST = (36.0, 28.0, 50.0, 38.0)
BUSY = (-10.0, 35.0, 60.0, 60.0)
STYLES = [TileStyle(theme, lang) for theme in ("light", "dark") for lang in ("en", "ar")]


def main() -> None:
    """Print one line for each measurement."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _app = QGuiApplication([])
    began = time.perf_counter()
    basemap = Basemap.load()
    print(f"load: {1000 * (time.perf_counter() - began):.1f} ms")
    began = time.perf_counter()
    basemap.tile_png(5, 19, 12, STYLES[0])
    print(f"first tile (labels unpacked): {1000 * (time.perf_counter() - began):.1f} ms")
    labels()
    rng = random.Random(1)
    tiles = [(z, tile) for z in range(4, 11) for tile in some(tiles_of(z, MIDDLE_EAST), 12, rng)]
    tiles += [(z, tile) for z in range(3, 7) for tile in some(tiles_of(z, BUSY), 16, rng)]
    timed(basemap, tiles)
    if "--bytes" in sys.argv:
        weigh(basemap)


def labels() -> None:
    """Time what each zoom's labels cost when the first tile of that zoom is painted."""
    file = BasemapFile.shipped()
    began = time.perf_counter()
    count = len(file.labels.x)
    print(f"{count} labels unpacked: {1000 * (time.perf_counter() - began):.1f} ms")
    painter = TilePainter(file)
    for zoom in range(2, 13):
        began = time.perf_counter()
        shown = painter.labels_at(zoom, "en")
        print(f"labels of zoom {zoom}: {shown} placed, {1000 * (time.perf_counter() - began):.2f} ms")


def timed(basemap: Basemap, tiles: list[tuple[int, tuple[int, int]]]) -> None:
    """Print how long tiles take, by zoom and together, and again from memory."""
    times: dict[int, list[float]] = {}
    again = []
    for z, (x, y) in tiles:
        for style in STYLES:
            began = time.perf_counter()
            basemap.tile_png(z, x, y, style)
            middle = time.perf_counter()
            basemap.tile_png(z, x, y, style)
            times.setdefault(z, []).append(1000 * (middle - began))
            again.append(1000 * (time.perf_counter() - middle))
    for z, values in sorted(times.items()):
        print(f"zoom {z}: {len(values)} tiles, {figures(values)}")
    everything = [value for values in times.values() for value in values]
    verdict = "within" if statistics.median(everything) <= TARGET_MS else "OVER"
    print(f"all: {len(everything)} tiles, {figures(everything)}, {verdict} the bar of {TARGET_MS} ms (median)")
    print(f"from memory: {figures(again)}")


def weigh(basemap: Basemap) -> None:
    """Print the bytes of the tiles of an HTML export, by format."""
    tiles = [(z, tile) for z in range(4, 9) for tile in tiles_of(z, MIDDLE_EAST)]
    for size in (256, 512):
        for kind, quality in (("png", 0), ("webp", 60), ("webp", 80), ("webp", 90), ("webp", 100)):
            began = time.perf_counter()
            total = sum(len(basemap.tile_bytes(z, x, y, STYLES[0], size, kind, quality)) for z, (x, y) in tiles)
            took = time.perf_counter() - began
            print(f"{len(tiles)} tiles of {size}, {kind} {quality or ''}: {total / 1e6:.2f} MB, {took:.1f} s")


def tiles_of(z: int, bbox: tuple[float, float, float, float]) -> list[tuple[int, int]]:
    """Return the tiles (x, y) of a zoom that cover a box (west, south, east, north)."""
    west, south, east, north = bbox
    columns = range(int((west / 360 + 0.5) * 2**z), int((east / 360 + 0.5) * 2**z) + 1)
    rows = range(int(down(north) * 2**z), int(down(south) * 2**z) + 1)
    return [(x, y) for x in columns for y in rows]


def down(lat: float) -> float:
    """Return the Web Mercator y of a latitude, 0 at the north."""
    return 0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)


def some(tiles: list[tuple[int, int]], count: int, rng: random.Random) -> list[tuple[int, int]]:
    """Return at most so many tiles, the same ones each time."""
    return rng.sample(tiles, min(count, len(tiles)))


def figures(values: list[float]) -> str:
    """Return median and 95th percentile, for people."""
    ordered = sorted(values)
    return f"median {statistics.median(values):.1f} ms, p95 {ordered[int(0.95 * (len(ordered) - 1))]:.1f} ms"


if __name__ == "__main__":
    main()
