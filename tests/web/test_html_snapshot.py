"""The HTML snapshot in a real browser, from disk: what it loads, shows and obeys."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait
from tests.helpers.pages import HOSTILE, browser, html_of, made_snapshot, open_page, settle

from mapview.domain import dates

DAY_MS = 86_400_000


@pytest.fixture(scope="module")
def files(tmp_path_factory, qapp):
    folder = tmp_path_factory.mktemp("snapshots")
    for language in ("en", "ar"):
        path = folder / f"{language}.html"
        path.write_text(html_of(made_snapshot(language=language)), encoding="utf-8")
    (folder / "all.html").write_text(html_of(made_snapshot(at=None)), encoding="utf-8")
    return folder


@pytest.fixture
def page(driver, files):
    open_page(driver, files / "en.html")
    yield driver
    errors = [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    assert errors == []


def ms(day: str) -> int:
    return dates.parse(day).earliest * DAY_MS


def state(driver):
    return driver.execute_script("return window.mapview.state()")


def test_loads_nothing_but_itself(driver, files: Path):
    driver.get_log("performance")
    open_page(driver, files / "en.html")
    entries = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    asked = [entry["params"]["request"]["url"] for entry in entries if entry["method"] == "Network.requestWillBeSent"]
    assert asked, "the browser's log of requests is empty"
    elsewhere = [url for url in asked if not url.startswith("data:") and url != (files / "en.html").as_uri()]
    assert elsewhere == []


def test_a_script_that_the_file_was_not_written_with_does_not_run(driver, files: Path, tmp_path: Path):
    html = (files / "en.html").read_text(encoding="utf-8")
    changed = tmp_path / "changed.html"
    changed.write_text(html.replace("</body>", "<script>document.title='ran'</script></body>"), encoding="utf-8")
    open_page(driver, changed)
    assert driver.title != "ran"
    assert any("Content Security Policy" in entry["message"] for entry in driver.get_log("browser"))


def test_state_follows_both_clocks(page):
    start = state(page)
    assert start["time"] == ms("2026-01-05")
    assert start["known"] is None
    assert start["places"]["north-field"] == {"claims": 2, "status": "disputed"}
    page.execute_script("window.mapview.setTime(arguments[0])", ms("2026-01-09"))
    assert state(page)["places"]["north-field"] == {"claims": 1, "status": "single-source"}
    page.execute_script("window.mapview.setTime(arguments[0])", ms("2026-01-05"))
    page.execute_script("window.mapview.setKnown(arguments[0])", ms("2026-01-10"))
    assert state(page)["places"]["north-field"] == {"claims": 1, "status": "single-source"}
    page.execute_script("window.mapview.setKnown(arguments[0])", ms("2026-01-01"))
    assert state(page)["places"]["north-field"] == {"claims": 0, "status": "unreported"}


def test_without_a_date_all_claims_are_shown_until_time_moves(driver, files: Path):
    open_page(driver, files / "all.html")
    assert state(driver)["time"] is None
    assert state(driver)["places"]["north-field"]["claims"] == 2
    assert driver.find_element(By.ID, "mv-date").text == "all times"
    slider, button = driver.find_element(By.ID, "mv-slider"), driver.find_element(By.ID, "mv-all-times")
    assert driver.execute_script("return document.querySelector('.mv-no-day').id") == "mv-slider", "no day is marked"
    assert "from 1 January 2026 to 10 January 2026" in slider.get_attribute("aria-label")
    slider.send_keys(Keys.ARROW_LEFT)
    assert state(driver)["time"] == ms("2026-01-10"), "going back begins at the last day"
    button.send_keys(Keys.ENTER)
    slider.send_keys(Keys.ARROW_RIGHT)
    assert state(driver)["time"] == ms("2026-01-01"), "going on begins at the first day"
    assert driver.find_elements(By.CSS_SELECTOR, ".mv-no-day") == []
    button.send_keys(Keys.ENTER)
    assert button.get_attribute("aria-pressed") == "true"
    slider.send_keys(Keys.HOME)
    assert state(driver)["time"] == ms("2026-01-01")
    assert button.get_attribute("aria-pressed") == "false"
    button.send_keys(Keys.ENTER)
    assert state(driver)["time"] is None
    button.send_keys(Keys.ENTER)
    assert state(driver)["time"] == ms("2026-01-01"), "a second press goes back to the day before"


def test_a_time_outside_the_calendar_is_refused(page):
    said = "try { window.mapview.setTime(1e18); return null } catch (error) { return error.name }"
    assert page.execute_script(said) == "RangeError"
    assert state(page)["time"] == ms("2026-01-05")


def test_keys_in_the_panel_scroll_it_and_leave_time_alone(page):
    page.execute_script("window.mapview.select('north-field')")
    settle(page)
    body = page.find_element(By.ID, "mv-panel-body")
    for key in (Keys.ARROW_DOWN, Keys.PAGE_DOWN, Keys.END, Keys.SPACE):
        body.send_keys(key)
    assert state(page)["time"] == ms("2026-01-05")
    page.execute_async_script(
        "const done = arguments[0]; const look = () => "
        "document.getElementById('mv-panel-body').scrollTop > 0 ? done() : setTimeout(look, 20); look()"
    )


def test_the_time_axis_narrows_and_widens(page):
    slider = page.find_element(By.ID, "mv-slider")
    days = lambda: int(slider.get_attribute("max")) - int(slider.get_attribute("min")) + 1  # noqa: E731
    assert days() == 10
    assert not page.find_element(By.ID, "mv-time-out").is_enabled()
    page.find_element(By.ID, "mv-time-in").click()
    assert days() == 7
    assert not page.find_element(By.ID, "mv-time-in").is_enabled()
    assert "from 1 January 2026 to 10 January 2026" in slider.get_attribute("aria-label"), "as far as the keys go"
    slider.send_keys(Keys.END)
    assert state(page)["time"] == ms("2026-01-10"), "End is the timeline's, and the axis follows"
    assert days() == 7
    page.find_element(By.ID, "mv-time-out").click()
    assert days() == 10


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_paper_is_light_and_shows_the_map_whatever_the_theme(driver, qapp, tmp_path, theme):
    path = tmp_path / "page.html"
    path.write_text(html_of(made_snapshot(theme=theme)), encoding="utf-8")
    open_page(driver, path)
    colour = (
        "return getComputedStyle(document.querySelector('.mv-legend')).color + document.documentElement.dataset.theme"
    )
    before = driver.execute_script(colour), painted(driver)
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    (tmp_path / "page.pdf").write_bytes(base64.b64decode(printed["data"]))
    document = QPdfDocument()
    assert document.load(str(tmp_path / "page.pdf")) == QPdfDocument.Error.None_
    # Pages are rendered on nothing, which paper is white of.
    sheet = QImage(850, 1100, QImage.Format.Format_RGB32)
    sheet.fill(0xFFFFFF)
    with QPainter(sheet) as painter:
        painter.drawImage(0, 0, document.render(0, sheet.size()))
    document.close()
    greys = np.sort(np.frombuffer(sheet.convertToFormat(QImage.Format.Format_Grayscale8).constBits(), np.uint8))
    assert (greys > 200).mean() > 0.9
    land = ((greys > 225) & (greys < 250)).mean()
    assert land > 0.15, "the tiles are seen on the sheet"
    settle(driver)
    assert (driver.execute_script(colour), painted(driver)) == before, "the screen is as it was"


def painted(driver) -> int:
    """How light the canvas of marks and names is, as a sum of its pixels."""
    return driver.execute_script(
        "const canvas = document.querySelector('canvas.mv-claims');"
        "const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
        "return data.reduce((sum, one) => sum + one, 0)"
    )


def test_paper_has_the_map_the_claims_and_the_sources_and_no_controls(page):
    settle(page)
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        page.execute_script("window.dispatchEvent(new Event('beforeprint'))")
        shown = lambda css: page.find_element(By.CSS_SELECTOR, css).is_displayed()  # noqa: E731
        hidden = (".mv-buttons", "#mv-slider", ".mv-tabs", ".leaflet-control-zoom", ".mv-panel")
        assert not any(shown(css) for css in hidden)
        assert all(shown(css) for css in (".mv-map", "canvas.mv-claims", "#mv-date", "#mv-print-sources .mv-source"))
        heads = [head.text for head in page.find_elements(By.CSS_SELECTOR, ".mv-print h2")]
        places = ["North field", "River camp"]
        assert [head for head in heads if head in {"Claims", *places, "Conflicts", "Sources"}] == [
            "Claims", *places, "Conflicts", "Sources",
        ]  # fmt: skip
        tops = [page.find_element(By.CSS_SELECTOR, css).rect["y"] for css in (".mv-map", "#mv-print-claims")]
        assert tops[0] < tops[1]
        count = lambda css: len(page.find_elements(By.CSS_SELECTOR, css))  # noqa: E731
        assert (count("#mv-print-claims .mv-claims-of-place .mv-card"), count("#mv-print-claims .mv-conflict")) == (
            5,
            2,
        )
        page.execute_script("window.mapview.select('north-field')")
        settle(page)
        page.execute_script("window.dispatchEvent(new Event('beforeprint'))")
        assert (count("#mv-print-claims .mv-claims-of-place .mv-card"), count("#mv-print-claims .mv-conflict")) == (
            2,
            1,
        )
        assert page.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.execute_script("window.dispatchEvent(new Event('afterprint'))")
        assert count("#mv-print-claims *") == 0, "what was printed is not searched twice"
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_slider_and_keys_move_time(page):
    slider = page.find_element(By.CSS_SELECTOR, "input[type=range]")
    assert slider.get_attribute("aria-label")
    assert slider.get_attribute("aria-valuetext") == "5 January 2026"
    slider.send_keys(Keys.ARROW_RIGHT)
    assert state(page)["time"] == ms("2026-01-06")
    assert page.find_element(By.ID, "mv-date").text == "6 January 2026"
    slider.send_keys(Keys.HOME)
    assert state(page)["time"] == ms("2026-01-01")
    slider.send_keys(Keys.END)
    assert state(page)["time"] == ms("2026-01-10")
    slider.send_keys(Keys.SHIFT, Keys.ARROW_LEFT)
    assert state(page)["time"] == ms("2026-01-01"), "a month back ends at the timeline's first day"


def test_next_change_and_play(page):
    page.find_element(By.ID, "mv-next").click()
    # The planned claim of the camp ends on the 6th.
    assert state(page)["time"] == ms("2026-01-07")
    page.find_element(By.ID, "mv-previous").click()
    assert state(page)["time"] == ms("2026-01-05")
    play = page.find_element(By.ID, "mv-play")
    play.click()
    assert play.get_attribute("aria-label") == "Pause"
    page.execute_async_script(
        """
        const [day, done] = arguments;
        const off = window.mapview.onFrame((frame) => { if (frame.day0 > day) { off(); done(); } });
        """,
        ms("2026-01-05") // DAY_MS,
    )
    play.click()
    assert play.get_attribute("aria-label") == "Play"


def test_play_ends_at_the_last_day_at_the_pace_that_was_chosen(page):
    pace = Select(page.find_element(By.ID, "mv-pace"))
    paces = ["1 day/s", "3 days/s", "7 days/s", "14 days/s", "30 days/s", "90 days/s", "365 days/s"]
    assert ([option.text for option in pace.options], pace.first_selected_option.text) == (paces, "7 days/s")
    pace.select_by_value("365")
    page.find_element(By.ID, "mv-play").click()
    WebDriverWait(page, 60).until(lambda driver: state(driver)["time"] == ms("2026-01-10"))
    assert page.find_element(By.ID, "mv-play").get_attribute("aria-label") == "Play"


def test_a_click_on_a_mark_opens_its_claims(page):
    point = page.execute_script("return window.mapview.pointOf('north-field')")
    box = page.find_element(By.CSS_SELECTOR, ".mv-map").rect
    ActionChains(page).move_to_element_with_offset(
        page.find_element(By.CSS_SELECTOR, ".mv-map"),
        int(point["x"] - box["width"] / 2),
        int(point["y"] - box["height"] / 2),
    ).click().perform()
    settle(page)
    assert state(page)["selected"] == "north-field"
    cards = page.find_elements(By.CSS_SELECTOR, ".mv-card")
    assert len(cards) == 2
    assert "Contradicts" in cards[0].text
    assert "by rule" in cards[0].text


def test_markup_in_any_text_is_text(page):
    page.execute_script("window.mapview.select('hostile')")
    settle(page)
    assert page.title == "Made timeline"
    assert page.find_elements(By.CSS_SELECTOR, ".mv-panel b, .mv-panel img") == []
    heading = page.execute_script("return document.querySelector('.mv-place-head h2').textContent")
    assert heading == HOSTILE
    page.find_element(By.ID, "mv-tab-sources").click()
    links = [link.get_attribute("href") for link in page.find_elements(By.CSS_SELECTOR, ".mv-panel a")]
    assert links == ["https://example.org/a?b=1&c=%3Cd%3E"]
    assert all("noopener" in link.get_attribute("rel") for link in page.find_elements(By.CSS_SELECTOR, "a[target]"))


def test_marks_stand_apart_and_are_painted(page):
    points = [
        page.execute_script(f"return window.mapview.pointOf('{place}')") for place in ("north-field", "river-camp")
    ]
    assert abs(points[0]["x"] - points[1]["x"]) + abs(points[0]["y"] - points[1]["y"]) > 20
    painted = page.execute_script(
        """
        const canvas = document.querySelector('canvas.mv-claims');
        const point = window.mapview.pointOf('north-field');
        const ratio = canvas.width / canvas.clientWidth;
        return [...canvas.getContext('2d').getImageData(point.x * ratio, (point.y + 3) * ratio, 1, 1).data];
        """
    )
    assert painted[3] == 255


def test_painted_frames_are_counted(page):
    before = page.execute_script("return window.mapview.frames")
    frame = page.execute_async_script(
        "const done = arguments[0]; window.mapview.setTime(0); window.mapview.whenPainted().then(done)"
    )
    assert frame["frame"] > before
    assert frame["day0"] == frame["day1"] == 0


def test_arabic_page_runs_from_right_to_left(driver, files: Path):
    open_page(driver, files / "ar.html")
    assert driver.execute_script("return getComputedStyle(document.body).direction") == "rtl"
    assert driver.find_element(By.ID, "mv-date").text == "٥ كانون الثاني ٢٠٢٦"
    panel = driver.find_element(By.CSS_SELECTOR, ".mv-panel").rect
    frame = driver.find_element(By.CSS_SELECTOR, ".mv-map").rect
    assert panel["x"] < frame["x"]
    slider = driver.find_element(By.ID, "mv-slider")
    slider.send_keys(Keys.ARROW_LEFT)
    assert state(driver)["time"] == ms("2026-01-06"), "time runs to the left"


@pytest.mark.parametrize("width", [420, 1280, 1920])
def test_nothing_is_wider_than_the_window(files: Path, width: int):
    with browser(width, 800) as found:
        open_page(found, files / "en.html")
        assert found.execute_script("return document.documentElement.scrollWidth") <= width
        rect = found.find_element(By.CSS_SELECTOR, ".mv-map").rect
        assert rect["width"] > 250
        assert rect["height"] > 250


@pytest.mark.parametrize(("factor", "levels"), [(1.0, 0), (1.05, 0), (1.6, 1)])
def test_a_box_fills_the_map(page, tmp_path: Path, factor: float, levels: int):
    """A box that was seen in a map a little larger than the page's keeps its scale."""
    seen = page.execute_script("return window.mapview.getView()")
    west, south, east, north = seen["bbox"]
    wide, high = (east - west) * (factor - 1) / 2, (north - south) * (factor - 1) / 2
    path = tmp_path / "box.html"
    box = (west - wide, south - high, east + wide, north + high)
    path.write_text(html_of(made_snapshot(bbox=box)), encoding="utf-8")
    open_page(page, path)
    assert page.execute_script("return window.mapview.getView().zoom") == seen["zoom"] - levels
