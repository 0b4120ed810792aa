"""The typefaces that travel with MapView."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetricsF, QRawFont

from mapview.config import resource_path
from mapview.render.fonts import FAMILIES, font_face_css, font_file_names, map_font, register_fonts

PAINT_WITHOUT_FONTS = """
import json, sys
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QImage, QPainter
from mapview.render.fonts import FAMILIES, map_font
app = QGuiApplication(sys.argv[:1])
before = QFontDatabase.families()

def picture(text):
    image = QImage(120, 48, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(map_font(28))
    painter.drawText(4, 36, text)
    painter.end()
    return bytes(image.constBits()).hex()

letters = ["A", "W", "ب", "ع", "ێ", "٤", "ʿ", "ḥ"]
pictures = [picture(letter) for letter in letters]
print(json.dumps({
    "before": before,
    "different": len(set(pictures)),
    "blank": picture(" ") in pictures,
    "box": picture("\\U0001f9ff") in pictures,
    "joined": picture("عب") != picture("ع\\u200cب"),
}))
"""


@pytest.fixture(autouse=True)
def fonts(qapp):
    register_fonts()


@pytest.mark.parametrize(
    "text", ["Ain al-Asad", "Ḥalabǧa ʿAyn ʾAsad", "عين الأسد", "هەولێر", "تهران گچپژ", "٢٠٢٦ ۲۰۲۶ ؟،؛", "→ ← ↔ − ≠ ≤"]
)
@pytest.mark.parametrize("bold", [False, True])
def test_every_character_has_a_glyph_of_ours(text, bold):
    fonts = [QRawFont.fromFont(_single(family, bold=bold)) for family in FAMILIES]
    assert [font.familyName() for font in fonts] == list(FAMILIES)
    missing = [char for char in text if char != " " and not any(_has(font, char) for font in fonts)]
    assert missing == []


def test_a_letter_outside_the_fonts_is_noticed():
    assert not any(_has(QRawFont.fromFont(_single(family)), "字") for family in FAMILIES)


def test_arabic_letters_join():
    metrics = QFontMetricsF(map_font(40))
    joined = metrics.horizontalAdvance("ععع")
    apart = metrics.horizontalAdvance("ع\u200cع\u200cع")
    assert joined != apart


def test_paints_latin_and_arabic_on_a_machine_without_fonts(tmp_path):
    (tmp_path / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    env = {
        **os.environ,
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        "QT_QPA_PLATFORM": "offscreen",
        "QT_QPA_FONTDIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", PAINT_WITHOUT_FONTS],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    report = json.loads(done.stdout)
    # fontconfig names its generic families even where no font stands behind them.
    assert set(report.pop("before")) <= {"Monospace", "Sans Serif", "Serif"}
    assert report == {"different": 8, "blank": False, "box": False, "joined": True}, done.stderr


def test_without_an_application_the_error_says_so():
    done = subprocess.run(
        [sys.executable, "-c", "from mapview.render.fonts import register_fonts; register_fonts()"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "MissingPartError: Fonts need a running QGuiApplication" in done.stderr


def test_css_names_every_file_and_one_family():
    css = font_face_css(embed=False)
    assert re.findall(r"mapview://app/fonts/([\w-]+\.woff2)", css) == list(font_file_names())
    assert set(re.findall(r'font-family:"([^"]+)"', css)) == {"MapView Sans"}


def test_embedded_css_loads_nothing_and_stays_small():
    css = font_face_css(embed=True)
    assert "mapview://" not in css
    assert css.count("url(data:font/woff2;base64,") == len(font_file_names())
    assert sum(resource_path(f"resources/fonts/{name}").stat().st_size for name in font_file_names()) < 250_000


def test_licence_travels_along():
    assert "SIL OPEN FONT LICENSE" in Path(resource_path("resources/fonts/OFL.txt")).read_text()


def _single(family, *, bold=False):
    font = map_font(20, bold=bold)
    font.setFamilies([family])
    return font


def _has(font, char):
    return font.glyphIndexesForString(char)[0] != 0
