"""The basemap: tiles of land, water, borders and names, painted here from one local file."""

from functools import cached_property
from itertools import chain

from PySide6.QtGui import QImage

from mapview.errors import BadInputError
from mapview.render.basemap_cache import Recent
from mapview.render.basemap_encode import TileFormat, png, webp
from mapview.render.basemap_file import BasemapFile
from mapview.render.basemap_painter import TILE_CSS_PX, TilePainter
from mapview.render.basemap_style import TileStyle
from mapview.render.fonts import register_fonts
from mapview.render.own_names import parts_of

__all__ = ["TILE_CSS_PX", "TILE_SIZE", "Basemap", "TileStyle"]

# Device pixels of a tile as Leaflet gets it: 256 CSS pixels painted at twice the density.
TILE_SIZE = 512
MAX_ZOOM = 18
_LONGEST_SIDE = 2048
_PNG_CACHE_BYTES = 64_000_000


class Basemap:
    """Reads, paints and remembers tiles; safe to use from several threads.

    Attributes
    ----------
    attribution
        What a map made with it must say.
    """

    def __init__(self, file: BasemapFile) -> None:
        self._painter = TilePainter(file)
        self._encoded: Recent[tuple[object, ...], bytes] = Recent(_PNG_CACHE_BYTES, len)
        self._file = file
        self.attribution: str = file.about["attribution"]

    @classmethod
    def load(cls) -> "Basemap":
        """Return the basemap that MapView brings along.

        Raises
        ------
        MissingPartError
            If the file or a font is missing, or no QGuiApplication exists.
        FileProblemError
            If the file cannot be read.
        """
        register_fonts()
        return cls(BasemapFile.shipped())

    @cached_property
    def said(self) -> frozenset[str]:
        """What its labels say in any language, and each few words within that follow one another."""
        names = self._file.labels.names.values()
        return frozenset(part for label in set(chain.from_iterable(names)) for part in parts_of(label))

    def tile_image(self, z: int, x: int, y: int, style: TileStyle, size: int = TILE_SIZE) -> QImage:
        """Return a tile as a picture without transparency.

        Parameters
        ----------
        z, x, y
            XYZ tile of Web Mercator, y southwards; z from 0 to 18. x goes round the world.
        style
            Theme, language, with or without labels.
        size
            Device pixels along its side, 256 to 2048; a tile covers 256 CSS pixels, so text and strokes grow with it.

        Raises
        ------
        BadInputError
            If there is no such tile, or the size is out of reach.
        """
        if not 0 <= z <= MAX_ZOOM or not 0 <= y < 2**z:
            raise BadInputError(f"There is no tile {z}/{x}/{y}: z goes from 0 to {MAX_ZOOM}, y from 0 to 2^z - 1.")
        if not TILE_CSS_PX <= size <= _LONGEST_SIDE:
            raise BadInputError(f"A tile of {size} pixels cannot be painted: ask for {TILE_CSS_PX} to {_LONGEST_SIDE}.")
        return self._painter.paint(z, x % 2**z, y, style, size)

    def tile_png(self, z: int, x: int, y: int, style: TileStyle, size: int = TILE_SIZE) -> bytes:
        """Return a tile as PNG, from memory if it was asked for lately; parameters and errors as `tile_image`."""
        return self.tile_bytes(z, x, y, style, size)

    def tile_bytes(
        self,
        z: int,
        x: int,
        y: int,
        style: TileStyle,
        size: int = TILE_SIZE,
        format: TileFormat = "png",  # noqa: A002 - the word of QImage.save and of HTML
        quality: int = 100,
    ) -> bytes:
        """Return a tile encoded for a page or an HTML export.

        Parameters
        ----------
        z, x, y, style, size
            As in `tile_image`.
        format
            ``png``, or ``webp``, which is a third smaller and slower to write: the choice for an HTML export.
        quality
            Of WebP: 100 shows the same picture as the PNG, less is lossy. PNG has none.

        Raises
        ------
        BadInputError
            As `tile_image` does.
        MissingPartError
            If Qt cannot write the format.
        """

        def encode() -> bytes:
            image = self.tile_image(z, x, y, style, size)
            return png(image, style.theme) if format == "png" else webp(image, style.theme, quality)

        key = (z, x % 2**z if z >= 0 else x, y, style, size, format, quality if format == "webp" else 0)
        return self._encoded.get(key, encode)
