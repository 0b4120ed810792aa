"""Whoever looks at an export sees that it is filtered, by what, and how many claims are left out."""

import json
from pathlib import Path

import pytest
from tests.e2e.test_commands import SEEDS, mapview

from mapview.config import resource_path
from mapview.store.folder import load_folder

FILTER = "modality=planned; area=32.5 41.5,32.5 45.5,37 45.5,37 41.5"


def left_out(count: int) -> tuple[int, int]:
    whole = len(load_folder(resource_path("seeds")).claims)
    return whole - count, whole


def test_a_data_file_says_it_in_its_notes(tmp_path: Path) -> None:
    out = tmp_path / "claims.geojson"
    mapview("export", SEEDS, str(out), "--filter", FILTER)
    found = json.loads(out.read_text("utf-8"))
    missing, whole = left_out(len(found["features"]))
    assert missing > 0
    assert f"{missing} of {whole} claims are left out." in found["notes"][0]
    assert "Filtered by modality=planned; area=32.5 41.5,32.5 45.5,37.0 45.5,37.0 41.5:" in found["notes"][0]


def test_a_table_that_is_not_filtered_says_nothing(tmp_path: Path) -> None:
    out = tmp_path / "claims.geojson"
    mapview("export", SEEDS, str(out))
    assert "Filtered" not in json.loads(out.read_text("utf-8"))["notes"][0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("claims left out by a filter", "Modality: ", "planned", "Only the area drawn (4 corners)")),
        ("ar", ("المرشّح",)),
    ],
)
def test_a_page_and_a_report_say_it_at_their_head(tmp_path: Path, language: str, words: tuple[str, ...]) -> None:
    page = tmp_path / "page.html"
    mapview("export", SEEDS, str(page), "--filter", FILTER, "--lang", language)
    header = page.read_text("utf-8").split("<header", 1)[1].split("</header>")[0]
    for word in words:
        assert word in header
    report = tmp_path / "one.report.html"
    mapview("export", SEEDS, str(report), "--filter", FILTER, "--lang", language)
    for word in words[1:]:
        assert word in report.read_text("utf-8")


def test_the_area_is_drawn_on_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    mapview("export", SEEDS, str(page), "--filter", FILTER)
    assert '"area": [[32.5, 41.5], [32.5, 45.5], [37.0, 45.5], [37.0, 41.5]]' in page.read_text("utf-8")
