"""The basemap that travels with MapView: its tiles as pictures."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage, qGray

from mapview.errors import BadInputError
from mapview.render.basemap import Basemap, TileStyle
from mapview.render.basemap_style import PALETTES

LIGHT = TileStyle("light", "en")
BARE = TileStyle("light", "en", labels=False)
IRAQ = [(6, 39, 25), (6, 40, 25), (7, 79, 51), (8, 159, 102), (5, 19, 12), (4, 9, 6)]


@pytest.fixture(scope="module")
def basemap(qapp):
    return Basemap.load()


def test_sea_is_water_and_desert_is_land(basemap):
    palette = PALETTES["light"]
    assert _colours(basemap.tile_image(8, 40, 128, BARE)) == {palette.water}
    assert palette.land in _colours(basemap.tile_image(8, 157, 103, BARE))
    assert _mostly(basemap.tile_image(8, 157, 103, BARE)) == palette.land


def test_png_is_the_picture(basemap):
    picture = QImage.fromData(basemap.tile_png(5, 19, 12, LIGHT))
    assert (picture.width(), picture.height()) == (512, 512)
    painted = basemap.tile_image(5, 19, 12, LIGHT)
    far = sum(
        abs(QColor(picture.pixel(x, y)).red() - QColor(painted.pixel(x, y)).red()) > 12
        for x in range(0, 512, 3)
        for y in range(0, 512, 3)
    )
    assert far == 0


def test_webp_is_the_same_picture_and_smaller(basemap):
    for style in (LIGHT, TileStyle("dark", "ar")):
        as_png, as_webp = (basemap.tile_bytes(6, 39, 25, style, format=kind) for kind in ("png", "webp"))
        first, second = (
            QImage.fromData(data).convertToFormat(QImage.Format.Format_RGB32) for data in (as_png, as_webp)
        )
        assert first == second
        assert len(as_webp) < 0.9 * len(as_png)
        assert len(basemap.tile_bytes(6, 39, 25, style, format="webp", quality=60)) < len(as_webp)


def test_painting_in_parallel_gives_the_same_bytes(qapp):
    tiles = [(*tile, TileStyle(theme, lang)) for tile in IRAQ for theme in ("light", "dark") for lang in ("en", "ar")]
    # In a thread as well: where windows have been, Qt's outlines of letters in the main thread differ by a hair.
    basemap_alone = Basemap.load()
    with ThreadPoolExecutor(1) as alone:
        one_by_one = list(alone.map(lambda tile: basemap_alone.tile_png(*tile), tiles))
    fresh = Basemap.load()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda tile: fresh.tile_png(*tile), tiles * 2))
    assert together == one_by_one * 2
    assert len(set(one_by_one)) == len(tiles)


def test_a_tile_that_does_not_exist_is_refused(basemap):
    for tile in [(2, 0, 4), (-1, 0, 0), (19, 0, 0), (2, 0, -1)]:
        with pytest.raises(BadInputError, match="There is no tile"):
            basemap.tile_png(*tile, LIGHT)
    for size in (200, 2049):
        with pytest.raises(BadInputError, match=f"{size} pixels"):
            basemap.tile_png(2, 0, 0, LIGHT, size)


def test_west_of_the_world_is_its_east(basemap):
    assert basemap.tile_png(3, -1, 3, LIGHT) == basemap.tile_png(3, 7, 3, LIGHT)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_line_runs_along_the_180th_meridian(basemap, theme):
    style = TileStyle(theme, "en", labels=False)
    palette = PALETTES[theme]
    # Chukotka lies across the meridian: the tiles on both sides are land there, and coast only where it crosses.
    for zoom, y in ((4, 3), (6, 14), (8, 59)):
        first, last = basemap.tile_image(zoom, 0, y, style), basemap.tile_image(zoom, -1, y, style)
        for image, column in ((first, 0), (last, 511)):
            names = [QColor(image.pixel(column, row)).name() for row in range(512)]
            assert names.count(palette.land) > 60
            plain = names.count(palette.land) + names.count(palette.water)
            assert plain > 0.85 * len(names)


@pytest.mark.parametrize(("zoom", "x", "y"), [(4, 9, 6), (6, 38, 25), (8, 158, 102), (9, 319, 205), (12, 2559, 1640)])
def test_neighbouring_tiles_fit_together(basemap, zoom, x, y):
    # Where cells of the file meet, nothing may show: colours go on from the last column to the next tile's first.
    left, right = basemap.tile_image(zoom, x, y, BARE), basemap.tile_image(zoom, x + 1, y, BARE)
    edge = _changes(left, 511, right, 0)
    within = max(_changes(left, column, left, column + 1) for column in range(400, 511))
    assert edge <= within + 4


def test_a_gap_between_tiles_would_be_noticed(basemap):
    left, right = basemap.tile_image(4, 9, 6, BARE), basemap.tile_image(4, 11, 6, BARE)
    within = max(_changes(left, column, left, column + 1) for column in range(400, 511))
    assert _changes(left, 511, right, 0) > within + 4


def test_text_has_contrast():
    for palette in PALETTES.values():
        for look in palette.labels.values():
            assert _contrast(look.text, palette.land) >= 4.5


def _changes(left, column, right, other):
    pairs = ((QColor(left.pixel(column, y)), QColor(right.pixel(other, y))) for y in range(512))
    return sum(abs(a.red() - b.red()) > 6 for a, b in pairs)


def _contrast(first, second):
    """Contrast ratio of WCAG 2.1."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(name):
    parts = (QColor(name).redF(), QColor(name).greenF(), QColor(name).blueF())
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _colours(image):
    return {QColor(image.pixel(x, y)).name() for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)}


def _mostly(image):
    counts = {}
    for x in range(0, image.width(), 4):
        for y in range(0, image.height(), 4):
            name = QColor(image.pixel(x, y)).name()
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=counts.get)


def test_names_that_the_claims_bear_are_left_out(basemap: Basemap) -> None:
    tile = (6, 39, 25)
    style = TileStyle("light", "en")
    without = basemap.tile_png(*tile, TileStyle("light", "en", omit=frozenset({("Baghdad", 33.3, 44.4)})))
    assert without != basemap.tile_png(*tile, style)
    assert basemap.tile_png(
        *tile, TileStyle("light", "en", omit=frozenset({("No such name", 33.3, 44.4)}))
    ) == basemap.tile_png(*tile, style)


def test_the_basemap_tells_what_its_labels_say(basemap: Basemap) -> None:
    assert {"Baghdad", "Kuwait", "City", "Kuwait City", "بغداد"} <= basemap.said
    assert "No such name" not in basemap.said


def test_a_tile_shown_enlarged_has_smaller_names_and_lines(basemap: Basemap) -> None:
    usual = basemap.tile_image(6, 39, 25, TileStyle("light", "en"))
    enlarged = basemap.tile_image(6, 39, 25, TileStyle("light", "en", enlarged=1.5))

    def ink(image: QImage) -> int:
        points = [(x, y) for x in range(image.width()) for y in range(image.height())]
        return sum(qGray(image.pixel(*point)) < 120 for point in points)

    assert 0 < ink(enlarged) < 0.7 * ink(usual)


def test_names_that_would_be_cut_by_what_lies_above_are_left_out_of_every_tile(basemap: Basemap) -> None:
    style = TileStyle("light", "en")
    tiles = {place: basemap.tile_image(*place, style) for place in ((6, 39, 25), (6, 40, 25))}
    # The same box, in pixels from the corner of each tile.
    box = {(6, 39, 25): (150, 60, 330, 130), (6, 40, 25): (150 - 256, 60, 330 - 256, 130)}
    for place, before in tiles.items():
        after = basemap.tile_image(*place, replace(style, covered=(box[place],)))
        bare = basemap.tile_image(*place, replace(style, labels=False))
        left, top, right, bottom = (2 * side for side in box[place])
        inside = range(max(left, 0), min(right, 512)), range(top, bottom)
        assert all(after.pixel(x, y) == bare.pixel(x, y) for y in inside[1] for x in inside[0])
        assert after != before
        assert after != bare
