"""The typefaces that travel with MapView, for Qt and for pages; installed fonts are never relied on."""

import base64
import threading
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from mapview.config import resource_path
from mapview.errors import MissingPartError

LATIN_FAMILY = "MapView Sans"
ARABIC_FAMILY = "MapView Sans Arabic"
# The order is the order of fallback, glyph by glyph.
FAMILIES = (LATIN_FAMILY, ARABIC_FAMILY)
# Pages use one family; unicode-range picks the file.
CSS_FAMILY = "MapView Sans"
FONT_URL = "mapview://app/fonts/"

_register_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class _FontFile:
    stem: str
    family: str
    weight: int
    unicode_range: str


# ZWNJ and ZWJ go with Arabic: a run that changes font at them loses its joining.
_LATIN_RANGE = "U+0000-05FF,U+0900-200B,U+200E-2BFF"
_ARABIC_RANGE = "U+0600-06FF,U+0750-077F,U+200C-200D,U+FB50-FDFF,U+FE70-FEFC"
_FILES = (
    _FontFile("MapViewSans-Regular", LATIN_FAMILY, 400, _LATIN_RANGE),
    _FontFile("MapViewSans-Bold", LATIN_FAMILY, 700, _LATIN_RANGE),
    _FontFile("MapViewSansArabic-Regular", ARABIC_FAMILY, 400, _ARABIC_RANGE),
    _FontFile("MapViewSansArabic-Bold", ARABIC_FAMILY, 700, _ARABIC_RANGE),
)


def register_fonts() -> None:
    """Make ``FAMILIES`` known to Qt; calling it again does nothing.

    Raises
    ------
    MissingPartError
        If there is no QGuiApplication yet, a font file is missing, or Qt cannot read it.
    """
    with _register_lock:
        if QGuiApplication.instance() is None:
            raise MissingPartError("Fonts need a running QGuiApplication: create one before painting text.")
        known = set(QFontDatabase.families())
        if known.issuperset(FAMILIES):
            return
        for file in _FILES:
            path = resource_path(f"resources/fonts/{file.stem}.ttf")
            number = QFontDatabase.addApplicationFont(str(path))
            if file.family not in QFontDatabase.applicationFontFamilies(number):
                raise MissingPartError(f"Qt cannot read the font {path}: install MapView again.")


def map_font(pixel_size: float, *, bold: bool = False) -> QFont:
    """Return the typeface of MapView for QPainter and widgets.

    Parameters
    ----------
    pixel_size
        Height of the em square in device pixels; rounded to a whole number, as Qt wants it.
    bold
        The bold cut instead of the regular one.

    Raises
    ------
    MissingPartError
        As `register_fonts` does.
    """
    register_fonts()
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(max(1, round(pixel_size)))
    font.setBold(bold)
    # Unhinted outlines, so that a label is as wide in a tile at 1x as in one at 4x.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def font_file_names() -> tuple[str, ...]:
    """Return the WOFF2 files that ``FONT_URL`` must serve, all in ``resources/fonts``."""
    return tuple(f"{file.stem}.woff2" for file in _FILES)


@cache
def font_face_css(embed: bool) -> str:
    """Return the ``@font-face`` rules of the family ``MapView Sans`` for a page.

    Parameters
    ----------
    embed
        True: the fonts stand in the rules as ``data:`` URIs, for a file that must open from anywhere.
        False: the rules point at ``mapview://app/fonts/``.

    Raises
    ------
    MissingPartError
        If a font file is missing.
    """
    return "\n".join(
        f'@font-face{{font-family:"{CSS_FAMILY}";font-style:normal;font-weight:{file.weight};'
        f'font-display:block;src:url({_url(file.stem, embed=embed)}) format("woff2");'
        f"unicode-range:{file.unicode_range}}}"
        for file in _FILES
    )


def _url(stem: str, *, embed: bool) -> str:
    path = resource_path(f"resources/fonts/{stem}.woff2")
    if not embed:
        return f"{FONT_URL}{path.name}"
    return "data:font/woff2;base64," + base64.b64encode(path.read_bytes()).decode("ascii")
