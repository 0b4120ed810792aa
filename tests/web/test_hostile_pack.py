"""Markup in every text of a project, opened in a real browser: all of it is text, and nothing of it runs."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from tests.helpers.packs import MARKUP, hostile_project
from tests.helpers.pages import html_of, open_page, settle

from mapview.domain import dates
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline


@pytest.fixture(scope="module", params=["en", "ar"])
def file(request, tmp_path_factory, qapp) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.html"
    timeline = Timeline.of(hostile_project())
    words = dict.fromkeys(hostile_project().claims, MARKUP)
    snapshot = Snapshot(
        timeline, dates.parse("2026-01-05"), language=request.param, tour=("view",), passages="whole", words=words
    )
    path.write_text(html_of(snapshot), encoding="utf-8")
    return path


def test_text_is_text_and_nothing_runs(driver, file: Path):
    driver.get_log("browser")
    open_page(driver, file)
    seen = ""
    driver.execute_script("document.getElementById('mv-tour-next').click()")
    seen += driver.find_element(By.ID, "mv-tour").get_attribute("textContent")
    driver.execute_script("window.mapview.select('place')")
    settle(driver)
    seen += driver.find_element(By.ID, "mv-panel-body").get_attribute("textContent")
    for name in ("conflicts", "sources", "filters", "about"):
        driver.execute_script("document.getElementById(arguments[0]).click()", f"mv-tab-{name}")
        settle(driver)
        seen += driver.find_element(By.ID, "mv-panel-body").get_attribute("textContent")
    assert seen.count("<script>window.ran=1</script>") > 20
    assert driver.execute_script("return typeof window.ran") == "undefined"
    planted = "return document.querySelectorAll('img[src=x], .mv-panel script, .mv-tour script, .mv-panel img').length"
    assert driver.execute_script(planted) == 0
    hrefs = driver.execute_script("return [...document.links].map((link) => link.protocol)")
    assert set(hrefs) <= {"https:", "file:"}
    assert [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize(
    "planted",
    [
        "<script>window.ran=1</script>",
        '<img src="data:," onerror="window.ran=1">',
        '<svg onload="window.ran=1"></svg>',
        '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
        '<a id="planted" href="javascript:window.ran=1">x</a>',
    ],
)
def test_what_is_planted_in_a_copy_is_stopped(driver, file: Path, tmp_path: Path, planted: str):
    html = file.read_text(encoding="utf-8")
    copy = tmp_path / "copy.html"
    copy.write_text(html.replace("</body>", f"{planted}</body>"), encoding="utf-8")
    driver.get_log("browser")
    open_page(driver, copy)
    if 'id="planted"' in planted:
        driver.execute_script("document.getElementById('planted').click()")
        settle(driver)
    assert driver.execute_script("return typeof window.ran") == "undefined"
    assert any("Content Security Policy" in entry["message"] for entry in driver.get_log("browser"))


def test_no_request_leaves_by_a_script_that_is_trusted(driver, file: Path):
    open_page(driver, file)
    blocked = "const done = arguments[0]; fetch('https://example.org/').then(() => done(false), () => done(true))"
    assert driver.execute_async_script(blocked)
    assert any("Content Security Policy" in entry["message"] for entry in driver.get_log("browser"))
