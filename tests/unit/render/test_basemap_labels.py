"""Labels of the basemap: right names, no collision, the same in every tile."""

import itertools

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from mapview.render.basemap import Basemap, TileStyle
from mapview.render.basemap_file import BasemapFile
from mapview.render.basemap_labels import (
    LOOKS,
    LabelKind,
    Position,
    is_arabic,
    paint_label,
    text_centre,
    text_height,
    text_width,
)
from mapview.render.basemap_style import PALETTES

NAMES = {
    "Baghdad": "بغداد",
    "Erbil": "أربيل",
    "Mosul": "الموصل",
    "Basra": "البصرة",
    "Ramadi": "الرمادي",
    "Kirkuk": "كركوك",
    "Damascus": "دمشق",
    "Deir ez-Zor": "دير الزور",
    "Kuwait City": "مدينة الكويت",
    "Amman": "عمان",
    "Tehran": "طهران",
    "Ankara": "أنقرة",
    "Cairo": "القاهرة",
    "Haifa": "حيفا",
    "Iraq": "العراق",
    "Kuwait": "الكويت",
    "Anbar": "الأنبار",
    "Nineveh": "نينوى",
    "Diyala": "ديالى",
    "Babil": "بابل",
}


@pytest.fixture(scope="module")
def table():
    return BasemapFile.shipped().labels


@pytest.mark.parametrize(("english", "arabic"), NAMES.items())
def test_a_known_place_has_its_arabic_name(table, english, arabic):
    assert arabic in {table.names["ar"][i] for i, name in enumerate(table.names["en"]) if name == english}


def test_no_arabic_name_has_letters_of_another_language_or_bidi_controls(table):
    odd = set("پچژگکیەێۆڕڵڤٹڈڑںھہےټډړږښ\u200e\u200f\u202a\u202b\u2066\u2067\u2069")
    wrong = [name for name in table.names["ar"] if is_arabic(name) and odd & set(name)]
    assert wrong == []


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("zoom", [3, 5, 6, 8])
def test_labels_do_not_touch(table, lang, zoom):
    row = table.placements[lang][zoom]
    shown = np.flatnonzero(row)
    assert len(shown) > 50
    boxes = np.array([_box(table, lang, zoom, int(i), Position(int(row[i]))) for i in shown])
    order = np.argsort(boxes[:, 0])
    boxes, shown = boxes[order], shown[order]
    touching = []
    for i, (_, top, right, bottom) in enumerate(boxes):
        end = np.searchsorted(boxes[:, 0], right)
        others = boxes[i + 1 : end]
        hit = (others[:, 1] < bottom) & (others[:, 3] > top)
        touching += [(table.names[lang][shown[i]], table.names[lang][shown[i + 1 + j]]) for j in np.flatnonzero(hit)]
    assert touching == []


@pytest.mark.parametrize("zoom", [5, 6, 7])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_cities_of_the_first_timeline_show(table, zoom, lang):
    shown = {table.names["en"][i] for i in np.flatnonzero(table.placements[lang][zoom])}
    assert {"Baghdad", "Erbil", "Mosul", "Damascus", "Kuwait City"} <= shown


def test_widths_in_the_file_are_those_of_the_fonts(qapp, table):
    some = range(0, len(table.x), 997)
    for lang in ("en", "ar"):
        measured = [text_width(LabelKind(int(table.kind[i])), table.names[lang][i]) for i in some]
        assert measured == [int(table.widths[lang][i]) for i in some]


def test_a_label_keeps_within_its_picture(qapp):
    colours = PALETTES["light"].labels[LabelKind.CAPITAL]
    texts = ["Ḥalabǧa", "مُحَافَظَة", "United Arab\nEmirates", "السليمانية", "Ål"]
    for kind, text, position, scale in itertools.product(LabelKind, texts, Position, (1.0, 2.0, 4.0)):
        if position == Position.HIDDEN:
            continue
        image, _, _ = paint_label(kind, text, position, text_width(kind, text), scale, colours)
        rim = [(x, y) for x in range(image.width()) for y in (0, image.height() - 1)]
        rim += [(x, y) for x in (0, image.width() - 1) for y in range(image.height())]
        assert not any(image.pixelColor(x, y).alpha() for x, y in rim), (kind, text, position, scale)


@pytest.mark.parametrize("style", [TileStyle("light", "en"), TileStyle("dark", "ar")])
@pytest.mark.parametrize(("zoom", "west", "north"), [(6, 38, 24), (7, 78, 50), (3, 7, 3)])
def test_labels_go_on_across_the_edges_of_tiles(qapp, table, style, zoom, west, north):
    # The same labels painted on one large picture: a label cut, missing or moved in any tile would differ.
    basemap, columns, rows = Basemap.load(), 3, 2
    tiles = [(x, y) for x in range(columns) for y in range(rows)]
    painted, wanted = _sheet(columns, rows), _sheet(columns, rows)
    for sheet, shown in ((painted, True), (wanted, False)):
        painter = QPainter(sheet)
        for x, y in tiles:
            tile = TileStyle(style.theme, style.lang, labels=shown)
            painter.drawImage(x * 512, y * 512, basemap.tile_image(zoom, west + x, north + y, tile))
        painter.end()
    painter = QPainter(wanted)
    crossing = 0
    for left, top, sprite in _sprites(table, style, zoom, west, north):
        painter.drawImage(left, top, sprite)
        inside = top < rows * 512 and top + sprite.height() > 0
        crossing += inside and any(left < edge < left + sprite.width() for edge in (512, 1024))
    painter.end()
    assert crossing >= 1, "no label crosses an edge here: the test would not notice a cut"
    assert painted == wanted


def _sheet(columns, rows):
    return QImage(columns * 512, rows * 512, QImage.Format.Format_RGB32)


def _sprites(table, style, zoom, west, north):
    row, world = table.placements[style.lang][zoom], 512 * 2**zoom
    for i in map(int, np.flatnonzero(row)):
        kind = LabelKind(int(table.kind[i]))
        colours = PALETTES[style.theme].labels[kind]
        text, width = table.names[style.lang][i], int(table.widths[style.lang][i])
        for turn in (0, 1):
            left = round(table.x[i] * world) + turn * world - west * 512
            top = round(table.y[i] * world) - north * 512
            if -500 < left < 2000 and -200 < top < 1300:
                sprite, x, y = paint_label(kind, text, Position(int(row[i])), width, 2.0, colours)
                yield left - x, top - y, sprite


def _box(table, lang, zoom, i, position):
    kind, text = LabelKind(int(table.kind[i])), table.names[lang][i]
    width, height = float(table.widths[lang][i]), text_height(kind, text)
    dx, dy = text_centre(kind, position, width, height)
    x, y = table.x[i] * 256 * 2**zoom + dx, table.y[i] * 256 * 2**zoom + dy
    ink = 0.8 * height / 2 if "\n" in text else 0.36 * LOOKS[kind].size
    return x - width / 2, y - ink, x + width / 2, y + ink
