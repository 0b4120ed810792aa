"""Subset the Noto fonts for MapView and write them as TTF (for Qt) and WOFF2 (for pages).

Usage: ``python scripts/build_fonts.py NOTO_FOLDER resources/fonts``. The folder holds the files that
``FONTS`` and ``SYMBOL_FONT`` name (``data/README.md`` says which edition).
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SPACES_AND_MARKS = ["0020", "00A0", "2009", "200B-200F", "202A-202F", "2066-2069", "25CC"]
LATIN = [
    *SPACES_AND_MARKS,
    "0021-007E",
    "00A1-024F",  # Latin-1, Extended-A and -B
    "0259",
    "02B0-02FF",  # the transliteration marks ʿ ʾ are in here
    "0300-0338",
    "1E00-1EFF",  # dotted consonants of transliterations, Vietnamese
    "2010-2027",
    "2030-205E",
    "2070-209F",
    "20AC",
    "2116",
    "2122",
]
# Noto Sans has neither arrows nor the minus sign: Noto Sans Math lends them to both weights of the Latin. A font of
# their own would not do: Chromium does not look for them there in the middle of a Latin run.
SYMBOL_FONT = "NotoSansMath-Regular.ttf"
SYMBOLS = [
    "2190-2199",
    "21A9-21AA",
    "2212",
    "2248",
    "2260-2265",
    "25A0-25A1",
    "25B2-25C0",
    "25C6-25CF",
    "2713",
]
ARABIC = [
    *SPACES_AND_MARKS,
    "0021-002F",  # punctuation and digits set among Arabic letters
    "0030-0039",
    "003A-0040",
    "005B-005F",
    "00AB",
    "00BB",
    "0600-06FF",  # Arabic-Indic digits and the Persian and Kurdish letters included
    "0750-077F",
    "2010-2027",
    "FDFC-FDFD",
]
FONTS = (
    ("NotoSans-Regular.ttf", "MapViewSans-Regular", "MapView Sans", "Regular", LATIN),
    ("NotoSans-Bold.ttf", "MapViewSans-Bold", "MapView Sans", "Bold", LATIN),
    ("NotoSansArabic-Regular.ttf", "MapViewSansArabic-Regular", "MapView Sans Arabic", "Regular", ARABIC),
    ("NotoSansArabic-Bold.ttf", "MapViewSansArabic-Bold", "MapView Sans Arabic", "Bold", ARABIC),
)


def main(source: Path, target: Path) -> None:
    """Write the fonts in both formats."""
    target.mkdir(parents=True, exist_ok=True)
    total = 0
    for file, stem, family, weight, ranges in FONTS:
        font = subset_font(source / file, ranges)
        if ranges is LATIN:
            add_symbols(font, subset_font(source / SYMBOL_FONT, SYMBOLS))
        rename(font, family, weight, stem)
        font.save(target / f"{stem}.ttf")
        font.flavor = "woff2"
        font.save(target / f"{stem}.woff2")
        size = (target / f"{stem}.woff2").stat().st_size
        total += size
        print(
            f"{stem}: {len(font.getBestCmap())} characters, ttf {(target / f'{stem}.ttf').stat().st_size}",
            end="",
        )
        print(f", woff2 {size} bytes")
    print(f"all woff2: {total} bytes")


def subset_font(path: Path, ranges: list[str]) -> TTFont:
    """Return the font with these characters and every layout feature (Arabic is shaped by them)."""
    options = subset.Options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["MATH", "MVAR", "STAT"]
    font = subset.load_font(path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for item in ranges for code in codes(item)])
    subsetter.subset(font)
    return font


def add_symbols(font: TTFont, symbols: TTFont) -> None:
    """Copy the outlines of one font into another of the same em square, where it lacks them."""
    glyphs, cmap = symbols.getGlyphSet(), symbols.getBestCmap()
    for code, name in cmap.items():
        if code in font.getBestCmap():
            continue
        new = f"symbol{code:04X}"
        outline, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
        glyphs[name].draw(outline)
        outline.replay(pen)
        font["glyf"][new] = pen.glyph()
        font["glyf"][new].recalcBounds(font["glyf"])
        font["hmtx"][new] = symbols["hmtx"][name]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = new


def codes(item: str) -> range:
    """Return the code points of ``0021-007E`` or ``20AC``."""
    first, _, last = item.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def rename(font: TTFont, family: str, weight: str, stem: str) -> None:
    """Name the family anew, so that an installed Noto can never be taken for the one that ships."""
    names = font["name"]
    for record in list(names.names):
        if record.nameID in {16, 17, 21, 22, 25}:
            names.removeNames(nameID=record.nameID)
    for name_id, text in ((1, family), (2, weight), (3, stem), (4, f"{family} {weight}"), (6, stem)):
        for record in [r for r in names.names if r.nameID == name_id]:
            names.setName(text, name_id, record.platformID, record.platEncID, record.langID)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
