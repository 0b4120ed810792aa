"""The first look at an exported page, on a desk and on a telephone: places, names and legend have their room."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from tests.helpers.pages import browser, html_of, open_page, settle

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.store.folder import load_folder

#: Pixels that a mark needs around its point.
MARK = 12


@pytest.fixture(scope="module")
def pages(tmp_path_factory, qapp):
    timeline, folder = Timeline.of(load_folder(Path(resource_path("seeds")))), tmp_path_factory.mktemp("first")
    for language in ("en", "ar"):
        html = html_of(Snapshot(timeline, dates.parse("2026-01-14"), language=language))
        (folder / f"{language}.html").write_text(html, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=[(1280, 800), (390, 844)], ids=["desk", "telephone"])
def opened(request):
    with browser(*request.param) as driver:
        yield driver


def box(driver, css: str) -> dict[str, float]:
    return driver.execute_script(
        "const { left, top, right, bottom } = document.querySelector(arguments[0]).getBoundingClientRect();"
        "return { left, top, right, bottom };",
        css,
    )


def marks(driver) -> list[tuple[float, float]]:
    """Where the places with claims are drawn, in pixels of the map."""
    found = driver.execute_script(
        "const { places } = mapview.state();"
        "return Object.keys(places).filter((id) => places[id].claims).map((id) => mapview.pointOf(id));"
    )
    return [(point["x"], point["y"]) for point in found]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_opens_close_to_its_places_with_none_cut_or_covered(opened, pages, language):
    open_page(opened, pages / f"{language}.html")
    whole, legend, drawn = box(opened, ".mv-map"), box(opened, ".mv-legend"), marks(opened)
    width, height = whole["right"] - whole["left"], whole["bottom"] - whole["top"]
    assert len(drawn) > 8
    assert all(MARK <= x <= width - MARK and MARK <= y <= height - MARK for x, y in drawn)
    across, along = ([point[axis] for point in drawn] for axis in (0, 1))
    # Tiles are painted for whole zooms: with another one closer, twice as large, places would be cut.
    assert max((max(across) - min(across)) / width, (max(along) - min(along)) / height) > 0.4
    for x, y in drawn:
        beside = not legend["left"] - MARK < x + whole["left"] < legend["right"] + MARK
        assert beside or not legend["top"] - MARK < y + whole["top"] < legend["bottom"] + MARK


def test_the_whole_legend_stays_on_the_map(opened, pages):
    open_page(opened, pages / "en.html")
    toggle = opened.find_element(By.CSS_SELECTOR, ".mv-legend-toggle")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    opened.find_element(By.CSS_SELECTOR, ".mv-legend-more summary").click()
    settle(opened)
    whole, legend = box(opened, ".mv-map"), box(opened, ".mv-legend")
    assert whole["top"] <= legend["top"]
    assert legend["bottom"] <= whole["bottom"]
    toggle.click()
    assert toggle.get_attribute("aria-expanded") == "false"


def test_what_is_said_in_arabic_stands_at_the_right(opened, pages):
    open_page(opened, pages / "ar.html")
    opened.execute_script("mapview.select(Object.entries(mapview.state().places).find(([, one]) => one.claims)[0])")
    settle(opened)
    lines = opened.execute_script(
        "return [...document.querySelectorAll('.mv-panel .mv-card > p')]"
        ".filter((line) => /^[\\u2068]?[\\u0600-\\u06ff]/.test(line.textContent))"
        ".map((line) => getComputedStyle(line).direction)"
    )
    assert len(lines) > 3
    assert set(lines) == {"rtl"}
