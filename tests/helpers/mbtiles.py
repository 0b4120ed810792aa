"""MBTiles as others make them: pictures that tell by their colours which tile they are."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

Tile = tuple[int, int, int]
MAGENTA, GREEN = "#c0108c", "#10b040"


def picture(kind: str, colour: str, *, quarter: str | None = None, clear: bool = False, side: int = 256) -> bytes:
    """A tile of one colour; its south-east quarter may have another, its northern half may be transparent."""
    image = QImage(side, side, QImage.Format.Format_ARGB32 if clear else QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    half = side // 2
    for x in range(side):
        for y in range(side):
            if quarter and x >= half and y >= half:
                image.setPixelColor(x, y, QColor(quarter))
            elif clear and y < half:
                image.setPixelColor(x, y, QColor(0, 0, 0, 0))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind.upper(), 95)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def mbtiles(path: Path, tiles: dict[Tile, bytes], **about: Any) -> Path:
    """Write an MBTiles file; tiles by XYZ, rows from the north."""
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        file.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
        file.executemany("INSERT INTO metadata VALUES (?, ?)", [(key, str(value)) for key, value in about.items()])
        file.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)",
            [(z, x, 2**z - 1 - y, body) for (z, x, y), body in tiles.items()],
        )
    file.close()
    return path


def whole_world(kind: str, zooms: Iterable[int], colour: str = MAGENTA) -> dict[Tile, bytes]:
    """The tiles of some zoom levels, all of one colour."""
    body = picture(kind, colour)
    return {(z, x, y): body for z in zooms for x in range(2**z) for y in range(2**z)}
