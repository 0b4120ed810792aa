"""The evidence pack in a real browser: clocks, filters, conflicts, sources, tour, links to a view, data to save."""

import json
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait
from tests.helpers.axe import hindrances
from tests.helpers.packs import toured_project
from tests.helpers.pages import browser, html_of, made_snapshot, open_page, settle

from mapview.domain import dates
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline

DAY_MS = 86_400_000
TABS = ("places", "conflicts", "sources", "filters", "about")


def toured(**options: object) -> Snapshot:
    project = toured_project()
    at = dates.parse("2026-01-05")
    return Snapshot(timeline=Timeline.of(project), at=at, tour=tuple(project.views), **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def files(tmp_path_factory, qapp):
    folder = tmp_path_factory.mktemp("packs")
    for name, snapshot in {
        "light": toured(),
        "dark": toured(theme="dark", language="ar"),
        "plain": made_snapshot(),
    }.items():
        (folder / f"{name}.html").write_text(html_of(snapshot), encoding="utf-8")
    return folder


@pytest.fixture
def page(driver, files):
    open_page(driver, files / "light.html")
    yield driver
    assert severe(driver) == []


def severe(driver) -> list[str]:
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]


def find(driver, name: str):
    return driver.find_element(By.ID, f"mv-{name}")


def days(driver) -> tuple[str | None, str | None]:
    """The first and the last day that the page shows, as its frames say."""
    frame = driver.execute_async_script("window.mapview.whenPainted().then(arguments[0])")
    return dates.iso(frame["day0"]), dates.iso(frame["day1"])


def known(driver) -> str | None:
    at = driver.execute_script("return window.mapview.state().known")
    return None if at is None else dates.iso(at // DAY_MS)


def counts(driver) -> str:
    days(driver)
    return find(driver, "count").text


def wait_for(driver, script: str, *arguments: object) -> object:
    return WebDriverWait(driver, 60).until(lambda found: found.execute_script(script, *arguments))


def type_date(driver, text: str, field: str = "until") -> None:
    box = find(driver, field)
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(text, Keys.ENTER)


def tab(driver, name: str) -> None:
    find(driver, f"tab-{name}").click()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_nobody_is_seriously_hindered(files: Path, name: str, width: int):
    with browser(width, 844) as driver:
        open_page(driver, files / f"{name}.html")
        find(driver, "tour-next").click()
        for each in TABS:
            driver.execute_script("document.getElementById(arguments[0]).click()", f"mv-tab-{each}")
            settle(driver)
            assert hindrances(driver) == [], each
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width


def test_the_check_finds_what_hinders(page):
    page.execute_script("document.getElementById('mv-play').removeAttribute('aria-label')")
    page.execute_script("document.getElementById('mv-play').removeAttribute('title')")
    assert any("button-name" in found for found in hindrances(page))


def test_a_range_moves_as_a_whole_and_what_is_cumulative_keeps_its_first_day(page):
    mode = Select(find(page, "mode"))
    mode.select_by_value("range")
    type_date(page, "2026-01-02", "from")
    type_date(page, "4 January 2026")
    assert days(page) == ("2026-01-02", "2026-01-04")
    find(page, "slider").send_keys(Keys.ARROW_RIGHT)
    assert days(page) == ("2026-01-03", "2026-01-05")
    mode.select_by_value("cumulative")
    assert days(page) == ("2026-01-01", "2026-01-05")
    find(page, "slider").send_keys(Keys.END)
    assert days(page) == ("2026-01-01", "2026-01-10")
    assert find(page, "date").text == "up to 10 January 2026"
    mode.select_by_value("instant")
    assert days(page) == ("2026-01-10", "2026-01-10")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2026-01-07", ("2026-01-07", "2026-01-07")),
        ("٧ كانون", None),
        ("7 jan 2026", ("2026-01-07", "2026-01-07")),
        ("٢٠٢٦-٠١-٠٧", ("2026-01-07", "2026-01-07")),
        ("January 2026", ("2026-01-01", "2026-01-31")),
        ("2026-01-02/2026-01-04", ("2026-01-02", "2026-01-04")),
        ("../2026-01-03", ("2026-01-01", "2026-01-03")),
        ("2026-02-30", None),
        ("yesterday", None),
        ("07/01/2026", None),
    ],
)
def test_a_typed_date_is_gone_to_or_refused_in_words(page, typed, shown):
    type_date(page, typed)
    refused = find(page, "date-error").text
    assert days(page) == (shown or ("2026-01-05", "2026-01-05"))
    assert ("This is no date" in refused) == (shown is None)


def test_known_time_follows_the_event_time_when_it_is_locked(page):
    Select(find(page, "known")).select_by_value("locked")
    assert (days(page)[1], known(page)) == ("2026-01-05", "2026-01-05")
    find(page, "slider").send_keys(Keys.HOME)
    assert (days(page)[1], known(page)) == ("2026-01-01", "2026-01-01")
    assert counts(page) == "0 of 5 claims"
    page.execute_script("window.mapview.setTime(arguments[0])", dates.parse("2026-01-03").earliest * DAY_MS)
    assert known(page) == "2026-01-03"
    page.execute_script("window.mapview.setKnown(null)")
    find(page, "slider").send_keys(Keys.ARROW_RIGHT)
    assert known(page) is None, "what is set by hand is no longer locked"
    assert Select(find(page, "known")).first_selected_option.text == "everything"


def choose(driver, facet: str, key: str) -> None:
    box = driver.find_element(By.CSS_SELECTOR, f"[data-facet={facet}][data-key={key}]")
    if not box.is_displayed():
        box.find_element(By.XPATH, "ancestor::details/summary").click()
    box.send_keys(Keys.SPACE)


def count_of(driver, facet: str, key: str) -> str:
    days(driver)
    script = (
        "return document.querySelector(`[data-facet=${arguments[0]}][data-key=${arguments[1]}]`)"
        ".closest('label').lastChild.textContent"
    )
    return driver.execute_script(script, facet, key)


def test_filters_count_narrow_and_are_cleared_at_once(page):
    assert counts(page) == "5 of 5 claims"
    tab(page, "filters")
    assert (count_of(page, "modalities", "planned"), count_of(page, "modalities", "reported")) == ("1", "4")
    choose(page, "modalities", "planned")
    assert counts(page) == "1 of 5 claims"
    assert count_of(page, "modalities", "reported") == "4", "what else could be asked for keeps its count"
    assert count_of(page, "place_kinds", "air_base") == "0"
    state = page.execute_script("return window.mapview.state().places")
    assert (state["river-camp"]["claims"], state["north-field"]["claims"]) == (1, 0)
    choose(page, "place_kinds", "air_base")
    assert counts(page) == "0 of 5 claims"
    page.find_element(By.CSS_SELECTOR, ".mv-filters-head button").click()
    assert counts(page) == "5 of 5 claims"


def test_a_status_is_judged_at_the_time_that_is_shown(page):
    tab(page, "filters")
    assert count_of(page, "status", "disputed") == "2", "the clash on the field is explained"
    choose(page, "status", "disputed")
    assert counts(page) == "2 of 5 claims"
    find(page, "slider").send_keys(Keys.HOME)
    assert counts(page) == "0 of 5 claims", "on the first day nobody contradicts anybody"
    find(page, "slider").send_keys(Keys.PAGE_UP, Keys.PAGE_UP)
    assert count_of(page, "status", "disputed") == "2"


def test_playing_skips_the_days_without_a_claim_if_asked(page):
    tab(page, "filters")
    choose(page, "modalities", "planned")
    Select(find(page, "pace")).select_by_value("1")
    find(page, "slider").send_keys(Keys.HOME)
    page.execute_script(
        "window.seen = []; mapview.onFrame(({ day0 }) => { if (window.seen.at(-1) !== day0) window.seen.push(day0); });"
    )
    skip = find(page, "skip-empty")
    skip.send_keys(Keys.ENTER)
    assert skip.get_attribute("aria-pressed") == "true"
    find(page, "play").click()
    wait_for(page, "return document.getElementById('mv-date').textContent === '10 January 2026'")
    days(page)
    # The planned claim holds from the third to the sixth.
    seen = [dates.iso(day)[-2:] for day in page.execute_script("return window.seen")]
    assert seen == ["01", "03", "04", "05", "06", "10"]
    assert find(page, "play").get_attribute("aria-label") == "Play"


def test_words_are_found_in_both_languages_however_they_are_spelt(page):
    tab(page, "filters")
    box = find(page, "search")
    box.send_keys("OTHER-end")
    wait_for(page, "return document.getElementById('mv-count').textContent === '1 of 5 claims'")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys("افاده absent")
    wait_for(page, "return window.mapview.state().places['north-field'].claims === 1")
    assert counts(page) == "1 of 5 claims"


def test_conflicts_stand_side_by_side_with_what_was_decided(page):
    tab(page, "conflicts")
    items = page.find_elements(By.CSS_SELECTOR, ".mv-conflict")
    assert find(page, "tab-conflicts").text == "Conflicts 2"
    assert len(items) == 2
    field = next(item for item in items if "North field" in item.text)
    assert len(field.find_elements(By.CSS_SELECTOR, ".mv-sides .mv-card")) == 2
    assert "present excludes" in field.text.replace("\u2068", "").replace("\u2069", "").lower()
    assert "Decided on 12 January 2026: the clash is explained." in field.text
    assert "They count apart." in field.text
    find(page, "slider").send_keys(Keys.HOME)
    days(page)
    assert "No claims contradict each other" in find(page, "panel-body").text


def test_sources_are_linked_and_hashed(page):
    tab(page, "sources")
    days(page)
    first = page.find_elements(By.CSS_SELECTOR, ".mv-panel .mv-source")[0]
    assert "published 2 January 2026" in first.text
    assert "Obtained 20 January 2026: made for a test" in first.text
    assert "0" * 64 in first.text
    assert "claims shown: 3 of 3" in first.text
    link = first.find_element(By.TAG_NAME, "a")
    assert set(link.get_attribute("rel").split()) == {"noopener", "noreferrer"}


def test_tabs_are_gone_through_by_keys(page):
    find(page, "tab-places").send_keys(Keys.ARROW_RIGHT)
    assert find(page, "tab-conflicts").get_attribute("aria-selected") == "true"
    page.switch_to.active_element.send_keys(Keys.END)
    assert page.switch_to.active_element == find(page, "tab-about")
    page.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert page.switch_to.active_element == find(page, "tab-places")
    assert [find(page, f"tab-{name}").get_attribute("tabindex") for name in TABS] == ["0", "-1", "-1", "-1", "-1"]


def test_all_controls_are_reached_by_tab_and_show_it(page):
    """Everything that a pointer can use takes the focus, and is outlined then."""
    page.execute_script("document.activeElement.blur()")
    reached: list[str] = []
    for _ in range(60):
        page.switch_to.active_element.send_keys(Keys.TAB)
        name = page.execute_script("return document.activeElement.id || document.activeElement.outerHTML.slice(0, 99)")
        outlined = page.execute_script(
            "const style = getComputedStyle(document.activeElement); const after = "
            "getComputedStyle(document.activeElement, '::after');"
            "return style.outlineStyle !== 'none' || after.borderTopWidth !== '0px'"
        )
        if name in reached[:1] or name.startswith("<body"):
            break
        assert outlined, name
        reached.append(name)
    wanted = "skip count topic copy-link tour-next slider mode until known play next previous all-times tab-places"
    wanted += " skip-empty"
    assert {f"mv-{each}" for each in wanted.split()} <= set(reached)


def test_what_changed_is_said_to_those_who_hear_the_page(page):
    find(page, "slider").send_keys(Keys.HOME)
    wait_for(page, "return document.getElementById('mv-live').textContent.startsWith('1 January 2026: 2 of 5 claims')")
    assert find(page, "live").get_attribute("role") == "status"


def test_the_tour_goes_through_the_views_by_keys(page):
    strip = find(page, "tour")
    assert "views: 3" in strip.text
    find(page, "tour-next").send_keys(Keys.ENTER)
    assert "The first days" in strip.text
    assert "What was known then." in strip.text
    assert (days(page), known(page)) == (("2026-01-01", "2026-01-03"), "2026-01-03")
    page.find_element(By.TAG_NAME, "body").send_keys("n")
    assert "The field" in strip.text
    assert "2 of 3" in strip.text
    assert (days(page), known(page)) == (("2026-01-05", "2026-01-05"), None)
    assert page.execute_script("return window.mapview.state().selected") == "north-field"
    page.find_element(By.TAG_NAME, "body").send_keys("n")
    assert days(page) == ("2026-01-01", "2026-01-09")
    assert counts(page) == "1 of 5 claims"
    page.find_element(By.TAG_NAME, "body").send_keys("n")
    assert "3 of 3" in strip.text, "the last view stays"
    page.find_element(By.TAG_NAME, "body").send_keys("p")
    assert counts(page) == "5 of 5 claims", "the filter was that of the view alone"
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.ESCAPE)
    assert "views: 3" in strip.text


def test_an_address_leads_back_to_its_view(page, files: Path):
    Select(find(page, "known")).select_by_value("locked")
    Select(find(page, "mode")).select_by_value("range")
    type_date(page, "2026-01-02/2026-01-06")
    tab(page, "filters")
    choose(page, "modalities", "planned")
    page.execute_script("window.mapview.select('river-camp'); window.mapview.setView(33.9, 42.6, 9)")
    settle(page)
    wait_for(page, "return location.hash.includes('map=33.9000,42.6000,9')")
    address, shown = page.current_url, page.execute_script("return window.mapview.state()")
    page.get("about:blank")
    page.get(address)
    settle(page)
    wait_for(page, "return document.getElementById('mv-count').textContent === '1 of 5 claims'")
    assert page.execute_script("return window.mapview.state()") == shown
    assert days(page) == ("2026-01-02", "2026-01-06")
    frame = page.execute_script("return window.mapview.getView()")
    # Leaflet puts the middle of the map on a whole pixel.
    assert (frame["lat"], frame["lon"], frame["zoom"]) == (
        pytest.approx(33.9, abs=0.01),
        pytest.approx(42.6, abs=0.01),
        9,
    )
    page.execute_script("location.hash = '#at=2026-01-03&tour=2'")
    wait_for(page, "return document.getElementById('mv-date').textContent === '3 January 2026'")
    assert "2 of 3" in find(page, "tour").text


def test_a_page_that_nobody_moved_keeps_its_plain_address(page):
    page.execute_async_script("setTimeout(arguments[0], 700)")
    assert page.execute_script("return location.hash") == ""


@pytest.mark.parametrize(
    "fragment",
    [
        "at=2026-13-45", "at=x", "at=2026-01-05/2026-01-01", "at=%E0%A4%A", "known=never", "place=nowhere",
        "topic=none",
        "map=999,0,5", "map=1,2", "map=NaN,1,1", "modalities=%3Cscript%3E", "tour=99", "tour=-1", "area=7", "area=1",
        "x" * 9000,
        "place=__proto__", "at=-9999999-01-01", "at=9999-12-31/..", "status=constructor",
        "<img src=x onerror=alert(1)>",
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_told_of(driver, files: Path, fragment: str):
    driver.get("about:blank")
    driver.get((files / "light.html").as_uri() + "#" + fragment)
    settle(driver)
    state = driver.execute_script("return window.mapview.state()")
    assert (state["selected"], days(driver)) == (None, ("2026-01-05", "2026-01-05"))
    assert counts(driver) == "5 of 5 claims"
    assert severe(driver) == []
    notice = find(driver, "notice-words")
    assert notice.get_attribute("role") == "status"
    assert notice.text.startswith("Not understood in this link: ")
    assert "Shown is: 5 January 2026 · Known on: everything · no filter." in notice.text
    find(driver, "notice-close").click()
    assert not find(driver, "notice").text


def test_a_notice_names_the_parts_of_an_address_that_were_not_understood(page):
    page.execute_script("location.hash = '#at=2026-01-03&known=bar&modalities=planned&status=none&filter=xx'")
    wait_for(page, "return document.getElementById('mv-notice-words').textContent !== ''")
    plain = find(page, "notice-words").text.replace("\u2068", "").replace("\u2069", "")
    assert plain == (
        "Not understood in this link: known=bar, status=none, filter=xx. "
        "Shown is: 3 January 2026 · Known on: everything · Filters: 1."
    )
    page.execute_script("location.hash = '#at=2026-01-04&known=locked&text=x&map=33.9,42.6,9'")
    wait_for(page, "return document.getElementById('mv-notice-words').textContent === ''")


def test_the_link_is_copied_or_offered(page):
    # Whether a browser without a window lets a page copy depends on what else has the keyboard.
    page.execute_script("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    find(page, "copy-link").click()
    wait_for(page, "return !document.getElementById('mv-toast').hidden")
    copied = page.execute_script("return window.copied")
    assert copied.startswith(page.current_url.partition("#")[0] + "#at=2026-01-05")
    page.execute_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    find(page, "copy-link").click()
    wait_for(page, "return document.activeElement.className === 'mv-address'")
    field = page.switch_to.active_element
    assert field.get_attribute("value").startswith(page.current_url.partition("#")[0] + "#at=2026-01-05")
    assert page.execute_script("return getSelection().toString().length > 0 || document.activeElement.selectionEnd > 0")


def test_the_page_says_what_it_is(page):
    from mapview import __version__  # noqa: PLC0415

    tab(page, "about")
    text = find(page, "panel-body").text
    assert "Made timeline" in text
    assert "Claims: 5 · places: 3 · sources: 2" in text
    assert "Opens at: 5 January 2026" in text
    assert f"Made with MapView {__version__}." in text
    meta = json.loads(page.execute_script("return document.getElementById('mapview-meta').textContent"))
    assert meta["about"]["hash"] in text


def test_no_tour_no_strip(driver, files: Path):
    open_page(driver, files / "plain.html")
    assert not find(driver, "tour").is_displayed()
    assert severe(driver) == []


def bars(driver) -> int:
    """How many pixels of the histogram's bars are painted, whatever their colour."""
    days(driver)
    return driver.execute_script(
        """
        const canvas = document.getElementById('mv-histogram');
        const height = Math.floor(canvas.height * 0.5);
        const { data } = canvas.getContext('2d').getImageData(0, 0, Math.floor(canvas.width * 0.04), height);
        return data.filter((value, i) => i % 4 === 3 && value === 255).length;
        """
    )


def test_the_histogram_shows_under_the_lock_what_was_known_each_day(page):
    assert bars(page) > 100
    Select(find(page, "known")).select_by_value("locked")
    wait_for(page, "return window.mapview.state().known !== null")
    assert bars(page) == 0, "on the first day no source was known"


def test_the_histogram_has_a_key_of_publishers(page):
    names = [item.text for item in page.find_elements(By.CSS_SELECTOR, "#mv-key li")]
    assert names == ["Test paper", "publisher not stated"], "the one with the most claims comes first"
    assert find(page, "histogram").get_attribute("aria-label").endswith(": Test paper, publisher not stated")
    swatches = page.find_elements(By.CSS_SELECTOR, "#mv-key .mv-swatch")
    colours = [swatch.value_of_css_property("background-color") for swatch in swatches]
    assert colours == ["rgba(0, 114, 178, 1)", "rgba(230, 159, 0, 1)"]


@pytest.mark.parametrize(("name", "words"), [("light", ["Side 1", "Side 2"]), ("dark", ["الجانب ١", "الجانب ٢"])])
def test_the_sides_of_an_asserted_conflict_are_told_in_words(driver, files: Path, name: str, words: list[str]):
    open_page(driver, files / f"{name}.html")
    tab(driver, "conflicts")
    days(driver)
    judged, ruled = [], []
    for item in driver.find_elements(By.CSS_SELECTOR, ".mv-conflict"):
        found = [side.text for side in item.find_elements(By.CSS_SELECTOR, ".mv-sides .mv-card > .mv-side")]
        (judged if found else ruled).append(found)
    assert (judged, ruled) == ([words], [[]])
