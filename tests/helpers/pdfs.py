"""Small PDFs with a text layer, made glyph by glyph, as a word processor writes Arabic: by places, not by order."""

from dataclasses import dataclass

SIZE = 10
#: Every glyph is this wide, in points, but for marks, which have no width.
WIDTH = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line at a place: ``runs`` in the order of reading, each of one direction; ``left`` and ``baseline`` in points.

    In a run that reads from right to left the glyphs are drawn from its right end; a glyph may stand for several
    letters (a ligature), which are then joined by "+": "ل+ا".
    """

    left: float
    baseline: float
    runs: tuple[str, ...]
    to_left: bool = True


def pdf_of(*pages: list[Line]) -> bytes:
    """Return a PDF with these lines on its pages."""
    codes: dict[str, int] = {}
    contents = ["\n".join(_drawn(line, codes) for line in lines) for lines in pages]
    widths = " ".join(f"{code} [{_width(text) * 1000 / SIZE:.0f}]" for text, code in codes.items())
    unicode_map = "\n".join(f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for text, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{unicode_map}\nendbfchar\nendcmap end end"
    )
    system = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    font = "<</Type/FontDescriptor/FontName/Made/Ascent 800/Descent -200/FontBBox[0 -200 1000 800]>>"
    page = "/Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/Made/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Made/CIDSystemInfo{system}/FontDescriptor{font}/W[{widths}]>>",
        _stream(cmap),
    ]
    for number, content in enumerate(contents):
        objects += [f"<<{page}/Contents {7 + 2 * number} 0 R>>", _stream(content)]
    return _file(objects)


def _drawn(line: Line, codes: dict[str, int]) -> str:
    """Return the operators that draw a line: every glyph set at its place."""
    x, operators = line.left, []
    for run in reversed(line.runs) if line.to_left else line.runs:
        glyphs = _glyphs(run)
        to_left = any("\u0590" <= letter <= "\u08ff" and letter.isalpha() for letter in run)
        looks = _mirrored(glyphs) if to_left or (line.to_left and not any(c.isalnum() for c in run)) else glyphs
        for glyph in looks:
            code = codes.setdefault(glyph, len(codes) + 1)
            # A mark, which comes before its letter here, stands over the middle of it.
            place = x if _width(glyph) else x + WIDTH / 2
            operators.append(f"BT /F {SIZE} Tf 1 0 0 1 {place:.2f} {line.baseline:.2f} Tm <{code:04x}> Tj ET")
            x += _width(glyph)
    return "\n".join(operators)


def _glyphs(run: str) -> list[str]:
    glyphs: list[str] = []
    joined = False
    for letter in run:
        if letter == "+":
            joined = True
        elif joined:
            glyphs[-1] += letter
            joined = False
        else:
            glyphs.append(letter)
    return glyphs


def _mirrored(glyphs: list[str]) -> list[str]:
    """Return a right-to-left run's glyphs from left to right, brackets as they look then."""
    pairs = {"(": ")", ")": "(", "«": "»", "»": "«"}
    return [pairs.get(glyph, glyph) for glyph in reversed(glyphs)]


def _width(glyph: str) -> float:
    return 0.0 if "\u064b" <= glyph[0] <= "\u0652" else WIDTH


def _stream(text: str) -> str:
    return f"<</Length {len(text)}>>\nstream\n{text}\nendstream"


def _file(objects: list[str]) -> bytes:
    raw, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(raw))
        raw += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(raw)}\n%%EOF"
    return raw + end.encode("latin-1")
