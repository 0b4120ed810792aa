"""A person's own tiles: an MBTiles file (MBTiles specification 1.3) with pictures, read and never written."""

import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from lxml import etree, html

from mapview.errors import BadInputError, FileProblemError
from mapview.render.mercator import position

Kind = Literal["png", "jpeg", "webp"]

#: The first bytes of each kind of picture; of WebP those from the ninth on tell too.
_MAGIC: Mapping[bytes, Kind] = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"RIFF": "webp"}
#: Vector tiles are protocol buffers, mostly compressed.
_VECTOR = {"pbf", "mvt"}
_GZIP = b"\x1f\x8b"
_DEEPEST = 30
#: How many zoom levels above a missing tile one is looked for to be enlarged.
_LEVELS_ABOVE = 8


class MbTiles:
    """An open file; safe to use from several threads.

    Attributes
    ----------
    name, attribution
        Of the tileset, as plain text; the attribution is the name if the file states none.
    min_zoom, max_zoom
        Of the tiles that it holds.

    Parameters
    ----------
    path
        Of the file.

    Raises
    ------
    FileProblemError
        If it cannot be read.
    BadInputError
        If it is no MBTiles file, holds no tiles, or tiles that are no pictures.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        if not path.is_file():
            raise FileProblemError(f"There is no file {path}: choose an MBTiles file.")
        try:
            self._file = sqlite3.connect(
                f"file:{quote(str(path.resolve()))}?mode=ro", uri=True, check_same_thread=False
            )
            about = dict(self._file.execute("SELECT name, value FROM metadata"))
            first = self._file.execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()
            self.min_zoom, self.max_zoom = self._zooms(about)
        except sqlite3.Error as error:
            raise BadInputError(f"{path} is no MBTiles file ({error}): choose one with a table of tiles.") from error
        if first is None:
            raise BadInputError(f"{path} holds no tiles: choose another MBTiles file.")
        _see_to_pictures(path, about, bytes(first[0] or b""))
        self._bounds = _bounds(about)
        self.name = _plain(about.get("name")) or path.stem
        self.attribution = _plain(about.get("attribution")) or self.name

    def nearest(self, z: int, x: int, y: int) -> tuple[bytes, int, int, int] | None:
        """Return the tile, or the nearest above it that has to be enlarged; None where the file has nothing.

        Parameters
        ----------
        z, x, y
            XYZ tile of Web Mercator, y southwards; x within the world.

        Returns
        -------
        A picture, into how many parts a side it is cut, and the column and the row of the part, from the top left.

        Raises
        ------
        FileProblemError
            If the file cannot be read any more.
        """
        if z < self.min_zoom or not self._bounds_meet(z, x, y):
            return None
        start = min(z, self.max_zoom)
        for level in range(start, max(self.min_zoom, start - _LEVELS_ABOVE) - 1, -1):
            up = z - level
            found = self._tile(level, x >> up, y >> up)
            if found:
                parts = 1 << up
                return found, parts, x - (x >> up) * parts, y - (y >> up) * parts
        return None

    def _tile(self, z: int, x: int, y: int) -> bytes:
        # Rows count from the south (OSGeo TMS).
        row = (1 << z) - 1 - y
        asked = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        with self._lock:
            try:
                found = self._file.execute(asked, (z, x, row)).fetchone()
            except sqlite3.Error as error:
                raise FileProblemError(f"{self.path} cannot be read any more ({error}): choose it again.") from error
        return b"" if found is None or found[0] is None else bytes(found[0])

    def _zooms(self, about: Mapping[str, object]) -> tuple[int, int]:
        """Return the zoom levels of the tiles: as stated, else as they are."""
        found = []
        for key, which in (("minzoom", "MIN"), ("maxzoom", "MAX")):
            stated = str(about.get(key, "")).strip()
            if stated.isdecimal():
                found.append(int(stated))
            else:
                found.append(self._file.execute(f"SELECT {which}(zoom_level) FROM tiles").fetchone()[0] or 0)  # noqa: S608 - two words of ours
        return min(found[0], _DEEPEST), min(max(found), _DEEPEST)

    def _bounds_meet(self, z: int, x: int, y: int) -> bool:
        """Whether a tile may hold anything, as far as the file states where it does (in parts of the world)."""
        west, north, east, south = self._bounds
        side = 1.0 / (1 << z)
        return x * side < east and (x + 1) * side > west and y * side < south and (y + 1) * side > north


def _see_to_pictures(path: Path, about: Mapping[str, object], tile: bytes) -> None:
    stated = str(about.get("format", "")).strip().lower()
    if stated in _VECTOR or tile.startswith(_GZIP):
        raise BadInputError(
            f"{path} holds vector tiles, which MapView does not draw: choose MBTiles with pictures (PNG, JPEG or WebP)."
        )
    if kind_of(tile) is None:
        raise BadInputError(f"{path} holds tiles that are no pictures: choose MBTiles with PNG, JPEG or WebP.")


def kind_of(picture: bytes) -> Kind | None:
    """Return what kind of picture some bytes are; None if of none that tiles may be."""
    kind = next((kind for magic, kind in _MAGIC.items() if picture.startswith(magic)), None)
    return None if kind == "webp" and picture[8:12] != b"WEBP" else kind


def _bounds(about: Mapping[str, object]) -> tuple[float, float, float, float]:
    """Return west, north, east and south as parts of the world of Web Mercator; all of it if nothing is stated."""
    try:
        west, south, east, north = (float(part) for part in str(about.get("bounds", "")).split(","))
    except ValueError:
        return 0.0, 0.0, 1.0, 1.0
    left, top = position(north, west, 0)
    right, bottom = position(south, east, 0)
    return (left, top, right, bottom) if left < right and top < bottom else (0.0, 0.0, 1.0, 1.0)


def _plain(text: object) -> str:
    """Return a text without the markup that such files have in it."""
    written = " ".join(str(text or "").split())
    if "<" not in written and "&" not in written:
        return written
    try:
        return " ".join(html.fromstring(written).text_content().split())
    except (etree.ParserError, ValueError):
        return ""
