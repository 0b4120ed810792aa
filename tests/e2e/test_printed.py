"""``mapview export`` on paper: a PDF of the size asked for, with text as text; and what pictures say of themselves."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTFigure, LTImage, LTPage, LTTextContainer
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from PySide6.QtGui import QImage

from mapview.config import resource_path
from mapview.render import png
from mapview.render.picture_texts import view_in_picture

SEEDS = str(resource_path("seeds"))
POINTS_PER_MM = 72 / 25.4


def export(out: Path, *options: str, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mapview", "export", SEEDS, str(out), *options],
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done.stderr.strip()


def page_of(path: Path) -> LTPage:
    (page,) = extract_pages(path)
    return page


def characters(part: object) -> list[LTChar]:
    if isinstance(part, LTChar):
        return [part]
    return [found for inner in part for found in characters(inner)] if hasattr(part, "__iter__") else []


@pytest.mark.parametrize(
    ("options", "size"),
    [
        (("--paper", "180x120"), (180, 120)),
        ((), (297, 210)),
        (("--paper", "a4", "--lang", "ar", "--scale", "0.9"), (210, 297)),
        (("--paper", "241.3x160", "--dpi", "150", "--scale", "1.2", "--theme", "dark"), (241.3, 160)),
    ],
)
def test_a_pdf_is_one_page_of_the_size_asked_for_with_nothing_beyond_it(
    tmp_path: Path, options: tuple[str, ...], size: tuple[float, float]
) -> None:
    out = tmp_path / "map.pdf"
    export(out, "--at", "2026-01-15", "--place", "ain-al-asad", *options)
    page = page_of(out)
    assert (page.width / POINTS_PER_MM, page.height / POINTS_PER_MM) == pytest.approx(size, abs=0.1)
    letters = characters(page)
    assert len(letters) > 500
    assert all(
        letter.x0 >= -1 and letter.x1 <= page.width + 1 and letter.y0 >= -1 and letter.y1 <= page.height + 1
        for letter in letters
    )
    # Fonts travel within the file, by their own names.
    assert {letter.fontname.partition("+")[2] for letter in letters} <= {
        "MapViewSans-Regular", "MapViewSans-Bold", "MapViewSansArabic-Regular", "MapViewSansArabic-Bold",
    }  # fmt: skip


def test_a_pdf_holds_title_caption_legend_names_on_the_map_and_sources_as_text(tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    caption = "What three reports say; " * 12
    export(out, "--at", "2026-01-15", "--caption", caption)
    words = " ".join(extract_text(out).split())
    for said in (
        "The international coalition's withdrawal from Iraq", "15 January 2026", "hatched: no source speaks",
        "Harir base", "Balad air base", "Euronews", "Made with Natural Earth", caption.strip(),
    ):  # fmt: skip
        assert said in words, said
    assert words.count("Balad air base") == 1


def test_the_arabic_of_a_pdf_can_be_selected_and_searched(tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    export(out, "--at", "2026-01-15", "--lang", "ar", "--caption", "قبل 15 January ومن يقول")
    # Readers put letters in the order of speech; pdfminer leaves them in that of the page, from left to right.
    lines = [
        "".join(letter.get_text() for letter in sorted(characters(line), key=lambda one: -one.x0))
        for box in page_of(out)
        if isinstance(box, LTTextContainer)
        for line in box
    ]
    squeezed = [re.sub(r"\s", "", line) for line in lines]
    for said in ("انسحاب التحالف الدولي من العراق", "المصادر", "قاعدة حرير"):
        assert any(said.replace(" ", "") in line for line in squeezed), said


def images(part: object) -> list[LTImage]:
    if isinstance(part, LTImage):
        return [part]
    return [found for inner in part for found in images(inner)] if isinstance(part, LTPage | LTFigure) else []


def tiles_of(path: Path) -> list[LTImage]:
    """Return the large pictures of a PDF, all of which are square: none has all marks of a map."""
    found = [image for image in images(page_of(path)) if image.srcsize[0] > 500]
    assert all(image.srcsize[0] == image.srcsize[1] for image in found)
    return found


def test_marks_are_drawn_and_tiles_have_the_dots_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    export(out, "--at", "2026-01-15", "--dpi", "300")
    tiles = tiles_of(out)
    assert len(tiles) > 4
    assert all(image.srcsize[0] / (image.width / 72) > 250 for image in tiles)


def test_the_marks_and_names_of_several_maps_are_drawn_too(tmp_path: Path) -> None:
    out = tmp_path / "maps.pdf"
    export(out, "--dates", "2025-10-15,2026-01-15,2026-02-01")
    said = extract_text(out)
    assert said.count("Harir base") == 3
    assert "15 January 2026" in said
    assert len(tiles_of(out)) > 4


def test_a_pdf_says_which_view_it_shows(tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    export(out, "--at", "2026-01", "--known", "2026-01-14", "--filter", "modality=reported", "--bbox", "40,30,46,36")
    record = view_in_picture(out)
    assert (record.view.at, record.view.known, record.view.bbox) == ("2026-01", "2026-01-14", (40, 30, 46, 36))
    assert str(record.view.filter) == "modality=reported"
    (info,) = PDFDocument(PDFParser(io.BytesIO(out.read_bytes()))).info[:1]
    assert info["Title"].decode("utf-16") == "The international coalition's withdrawal from Iraq"


def test_a_page_shows_its_caption_as_text(tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    export(out, "--caption", "قبل <b>الإخلاء</b>")
    assert '<p class="mv-caption" dir="auto">قبل &lt;b&gt;الإخلاء&lt;/b&gt;</p>' in out.read_text("utf-8")


def test_a_png_on_paper_has_its_dots_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    export(out, "--paper", "180x120", "--dpi", "200", "--at", "../2026-01-15")
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1417, 945)
    assert image.dotsPerMeterX() == image.dotsPerMeterY() == 7874
    with out.open("rb") as stream:
        said = json.loads(png.read_text(stream, "MapView") or "")
    assert (said["at"], said["paper"], said["mode"]) == ("../2026-01-15", [180, 120, 200], "cumulative")
    assert "Title" in image.textKeys()


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("a.pdf", ("--dpi", "900"), "900 dots per inch are out of reach on 297x210 mm at scale 1: use 36 to 600."),
        ("a.csv", ("--paper", "a4"), "is not printed"),
        ("a.png", ("--paper", "a4", "--size", "800x600"), "either in pixels"),
        ("a.pdf", ("--paper", "post card"), "is no paper"),
        ("a.pdf", ("--paper", "50x50"), "too small for its legend and sources"),
        ("a.pdf", ("--paper", "9000x50"), "40 to 2000 mm"),
    ],
)
def test_a_paper_out_of_reach_is_refused_in_a_sentence(
    tmp_path: Path, name: str, options: tuple[str, ...], said: str
) -> None:
    message = export(tmp_path / name, *options, status=2)
    assert said in message
    assert len(message.splitlines()) == 1
    assert not list(tmp_path.iterdir())
