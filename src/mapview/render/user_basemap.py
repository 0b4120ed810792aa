"""A person's own tiles as the basemap; where they have nothing, MapView's own is seen."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QImageReader, QPainter

from mapview.errors import FileProblemError, MissingPartError
from mapview.render.basemap import Basemap, TileStyle
from mapview.render.basemap_cache import Recent
from mapview.render.basemap_encode import lossy_webp
from mapview.render.mbtiles import MbTiles, kind_of

#: MIME type and bytes.
Encoded = tuple[str, bytes]

#: Larger ones are no tiles, but made to fill the memory.
_LONGEST_SIDE = 2048
_CACHE_BYTES = 32_000_000
_JPEG_QUALITY = 90


class UserBasemap:
    """Tiles out of an MBTiles file, above those of MapView; safe to use from several threads.

    Attributes
    ----------
    attribution
        What a map made with both must say.
    max_zoom
        Beyond which the file's tiles are enlarged.

    Raises
    ------
    FileProblemError, BadInputError
        As :class:`mapview.render.mbtiles.MbTiles` does.
    """

    def __init__(self, path: Path, below: Basemap) -> None:
        self._tiles = MbTiles(path)
        self._below = below
        self._made: Recent[tuple[object, ...], Encoded] = Recent(_CACHE_BYTES, lambda found: len(found[1]))
        self.name = self._tiles.name
        self.attribution = f"{self._tiles.attribution} · {below.attribution}"
        self.max_zoom = self._tiles.max_zoom

    @property
    def said(self) -> frozenset[str]:
        """What the labels of MapView's own tiles say."""
        return self._below.said

    def tile(self, z: int, x: int, y: int, style: TileStyle, size: int) -> Encoded:
        """Return a tile for a page: as it is in the file where that covers all of it.

        Parameters
        ----------
        z, x, y, style, size
            As of :meth:`mapview.render.basemap.Basemap.tile_image`.

        Raises
        ------
        BadInputError
            If there is no such tile.
        FileProblemError
            If the file's tile is damaged.
        """
        return self._made.get((z, x, y, style, size), lambda: self._tile(z, x, y, style, size))

    def tile_bytes(
        self,
        z: int,
        x: int,
        y: int,
        style: TileStyle,
        size: int,
        format: Literal["webp"],  # noqa: A002, ARG002 - as of Basemap
        quality: int,
    ) -> bytes:
        """Return a tile as lossy WebP for an HTML export; parameters and errors as :meth:`tile`."""
        return lossy_webp(self._image(z, x, y, style, size), quality)

    def _tile(self, z: int, x: int, y: int, style: TileStyle, size: int) -> Encoded:
        found = self._tiles.nearest(z, x % 2**z, y) if z >= 0 else None
        if found is None:
            return "image/png", self._below.tile_png(z, x, y, style, size)
        body, parts, _, _ = found
        kind = kind_of(body)
        if parts == 1 and not _decoded(body, self._tiles.path).hasAlphaChannel():
            return f"image/{kind}", body
        image = self._image(z, x, y, style, size)
        if kind == "jpeg":
            return "image/jpeg", _encoded(image, "JPG", _JPEG_QUALITY)
        return "image/png", _encoded(image, "PNG", -1)

    def _image(self, z: int, x: int, y: int, style: TileStyle, size: int) -> QImage:
        """Return the tile of the file over MapView's own."""
        found = self._tiles.nearest(z, x % 2**z, y) if z >= 0 else None
        if found is None:
            return self._below.tile_image(z, x, y, style, size)
        body, parts, column, row = found
        picture = _decoded(body, self._tiles.path)
        if parts == 1 and not picture.hasAlphaChannel():
            return picture
        if picture.hasAlphaChannel():
            ground = self._below.tile_image(z, x, y, style, size).convertToFormat(QImage.Format.Format_RGB32)
        else:
            ground = QImage(QSize(size, size), QImage.Format.Format_RGB32)
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side_x, side_y = picture.width() / parts, picture.height() / parts
        part = QRectF(column * side_x, row * side_y, side_x, side_y)
        painter.drawImage(QRectF(QRect(0, 0, size, size)), picture, part)
        painter.end()
        return ground


def _decoded(body: bytes, path: Path) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(body))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if max(size.width(), size.height()) <= _LONGEST_SIDE:
        image = reader.read()
        if not image.isNull():
            return image
    raise FileProblemError(f"{path} holds a damaged tile: make the file again.")


def _encoded(image: QImage, kind: str, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, kind, quality):  # type: ignore[call-overload]
        raise MissingPartError(f"This Qt cannot write {kind}: install PySide6 with its add-ons again.")
    return bytes(buffer.data().data())
