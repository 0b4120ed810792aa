"""A person's own tiles: rows from the south, enlarged beyond their zoom, and MapView's own where they have nothing."""

import gzip
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from tests.helpers.mbtiles import GREEN, MAGENTA, mbtiles, picture, whole_world

from mapview.errors import BadInputError, FileProblemError
from mapview.render.basemap import TileStyle
from mapview.render.ground import ground, own_basemap
from mapview.render.mbtiles import MbTiles
from mapview.render.user_basemap import UserBasemap

LIGHT = TileStyle("light", "en")


def looks(encoded: tuple[str, bytes], x: float, y: float) -> QColor:
    """The colour of a tile at a point, in shares of its side."""
    image = QImage.fromData(encoded[1])
    assert not image.isNull()
    return image.pixelColor(int(x * image.width()), int(y * image.height()))


def near(colour: QColor, wanted: str) -> bool:
    other = QColor(wanted)
    channels = ((colour.red(), other.red()), (colour.green(), other.green()), (colour.blue(), other.blue()))
    return all(abs(a - b) < 12 for a, b in channels)


def opened(path: Path) -> UserBasemap:
    return UserBasemap(path, own_basemap())


@pytest.fixture(autouse=True)
def _application(qapp: Any) -> None:
    """Qt paints."""


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_tiles_are_given_as_they_are(tmp_path: Path, kind: str) -> None:
    tiles = whole_world(kind, [2])
    tiles[2, 1, 0] = picture(kind, GREEN)
    basemap = opened(mbtiles(tmp_path / "a.mbtiles", tiles, format=kind, minzoom=2, maxzoom=2))
    assert basemap.tile(2, 1, 0, LIGHT, 512) == (f"image/{kind}", tiles[2, 1, 0])
    # Rows count from the south in the file: the one below, not the one across the equator.
    assert near(looks(basemap.tile(2, 1, 3, LIGHT, 512), 0.5, 0.5), MAGENTA)
    # Round the world.
    assert basemap.tile(2, 5, 0, LIGHT, 512)[1] == tiles[2, 1, 0]


def test_beyond_its_zoom_a_tile_is_enlarged_and_before_it_the_own_map_is_seen(tmp_path: Path) -> None:
    tiles = {(3, 4, 3): picture("png", MAGENTA, quarter=GREEN)}
    basemap = opened(mbtiles(tmp_path / "a.mbtiles", tiles, minzoom=3, maxzoom=3))
    assert near(looks(basemap.tile(4, 8, 6, LIGHT, 512), 0.5, 0.5), MAGENTA)
    assert near(looks(basemap.tile(4, 9, 7, LIGHT, 512), 0.5, 0.5), GREEN)
    assert near(looks(basemap.tile(6, 4 * 8 + 3, 3 * 8 + 4, LIGHT, 512), 0.9, 0.1), MAGENTA)
    assert near(looks(basemap.tile(6, 4 * 8 + 4, 3 * 8 + 4, LIGHT, 512), 0.1, 0.1), GREEN)
    own = own_basemap()
    assert basemap.tile(2, 2, 1, LIGHT, 512) == ("image/png", own.tile_png(2, 2, 1, LIGHT, 512))
    assert basemap.tile(3, 5, 3, LIGHT, 512) == ("image/png", own.tile_png(3, 5, 3, LIGHT, 512))


def test_what_is_transparent_lets_the_own_map_through(tmp_path: Path) -> None:
    tiles = {(3, 4, 3): picture("png", MAGENTA, clear=True)}
    basemap = opened(mbtiles(tmp_path / "a.mbtiles", tiles))
    made = basemap.tile(3, 4, 3, LIGHT, 512)
    own = own_basemap().tile_image(3, 4, 3, LIGHT, 512)
    assert QImage.fromData(made[1]).pixelColor(200, 100) == own.pixelColor(200, 100)
    assert near(looks(made, 0.5, 0.75), MAGENTA)
    as_webp = basemap.tile_bytes(3, 4, 3, LIGHT, 512, "webp", 80)
    assert near(looks(("", as_webp), 0.5, 0.75), MAGENTA)


def test_zooms_that_are_not_stated_are_those_of_the_tiles(tmp_path: Path) -> None:
    found = MbTiles(mbtiles(tmp_path / "a.mbtiles", whole_world("png", [1, 2, 3]), name="Sheet"))
    assert (found.min_zoom, found.max_zoom, found.name, found.attribution) == (1, 3, "Sheet", "Sheet")


def test_a_file_states_where_it_holds_anything(tmp_path: Path) -> None:
    path = mbtiles(tmp_path / "a.mbtiles", whole_world("png", [2]), bounds="0,0,89,66")
    found = MbTiles(path)
    assert found.nearest(2, 2, 1) is not None
    assert found.nearest(2, 1, 1) is None
    assert found.nearest(2, 2, 2) is None


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ('&copy; <a href="https://example.org">Survey</a>, 1932', "© Survey, 1932"),
        ("Plain & simple", "Plain & simple"),
        ("<script>alert(1)</script>Sheet", "alert(1)Sheet"),
        ("", "a"),
    ],
)
def test_an_attribution_is_said_without_markup(tmp_path: Path, stated: str, said: str) -> None:
    basemap = opened(mbtiles(tmp_path / "a.mbtiles", whole_world("png", [0]), attribution=stated))
    assert basemap.attribution == f"{said} · {own_basemap().attribution}"


def test_what_is_no_basemap_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="There is no file"):
        MbTiles(tmp_path / "none.mbtiles")
    (tmp_path / "text.mbtiles").write_text("no tiles at all", "utf-8")
    with pytest.raises(BadInputError, match="is no MBTiles file"):
        MbTiles(tmp_path / "text.mbtiles")
    with sqlite3.connect(tmp_path / "other.mbtiles") as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    with pytest.raises(BadInputError, match="is no MBTiles file"):
        MbTiles(tmp_path / "other.mbtiles")
    with pytest.raises(BadInputError, match="holds no tiles"):
        MbTiles(mbtiles(tmp_path / "empty.mbtiles", {}))
    vector = {(0, 0, 0): gzip.compress(b"a vector tile")}
    with pytest.raises(BadInputError, match="vector tiles, which MapView does not draw"):
        MbTiles(mbtiles(tmp_path / "pbf.mbtiles", vector, format="pbf"))
    with pytest.raises(BadInputError, match="vector tiles"):
        MbTiles(mbtiles(tmp_path / "unsaid.mbtiles", vector))
    with pytest.raises(BadInputError, match="no pictures"):
        MbTiles(mbtiles(tmp_path / "gif.mbtiles", {(0, 0, 0): b"GIF89a..."}, format="gif"))


def test_a_damaged_tile_is_an_error(tmp_path: Path) -> None:
    tiles = {(0, 0, 0): picture("png", MAGENTA), (1, 0, 0): picture("png", MAGENTA)[:60]}
    basemap = opened(mbtiles(tmp_path / "a.mbtiles", tiles))
    with pytest.raises(FileProblemError, match="damaged tile"):
        basemap.tile(1, 0, 0, LIGHT, 512)


def test_a_picture_that_would_fill_the_memory_is_no_tile(tmp_path: Path) -> None:
    basemap = opened(mbtiles(tmp_path / "a.mbtiles", {(0, 0, 0): picture("png", MAGENTA, side=2500)}))
    with pytest.raises(FileProblemError, match="damaged tile"):
        basemap.tile(0, 0, 0, LIGHT, 512)


def test_the_file_is_never_written(tmp_path: Path) -> None:
    path = mbtiles(tmp_path / "a.mbtiles", whole_world("png", [0]))
    before = path.read_bytes()
    opened(path).tile(0, 0, 0, LIGHT, 512)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.mbtiles"]


def test_a_file_is_opened_once_and_again_when_it_has_changed(tmp_path: Path) -> None:
    path = mbtiles(tmp_path / "a.mbtiles", whole_world("png", [0]))
    first = ground(str(path))
    assert ground(str(path)) is first
    assert ground(None) is own_basemap()
    path.unlink()
    with pytest.raises(FileProblemError, match="There is no file"):
        ground(str(path))
