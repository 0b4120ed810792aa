"""More places than a screen can tell apart: gathered in cells, opened by a click, each still to be chosen."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from tests.helpers.pages import browser, html_of, open_page, settle
from tests.helpers.projects import TOPICS, source

from mapview.domain import dates
from mapview.domain.model import Anchor, Claim, Place, Project, Text
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline

SIDE = 40
DAY_MS = 86_400_000


def many_places() -> Project:
    """A lattice of places; of every second one something is claimed from a day of its own on."""
    places = {
        f"place-{n}": Place(
            f"place-{n}", Text(f"Place {n}", f"موضع {n}"), "town", 33 + (n // SIDE) * 0.02, 43 + (n % SIDE) * 0.02,
            100, "made",
        )
        for n in range(SIDE * SIDE)
    }  # fmt: skip
    claims = {
        f"claim-{n}": Claim(
            f"claim-{n}", f"place-{n}", "presence", ("present", "absent")[n % 4 // 2], Text("Test"),
            "2025-12-20/.." if n % 4 else "2025-12-25/..", "source-0", Anchor(0, 1, "0" * 64, "x"),
        )
        for n in range(0, SIDE * SIDE, 2)
    }  # fmt: skip
    sources = {"source-0": source(0, "2025-12-24", 0, None)}
    topics = {topic.id: topic for topic in TOPICS}
    return Project(Text("Many places"), "presence", places, topics, {}, sources, claims)


@pytest.fixture(scope="module")
def driver(tmp_path_factory, qapp):
    path = tmp_path_factory.mktemp("many") / "many.html"
    path.write_text(html_of(Snapshot(Timeline.of(many_places()), dates.parse("2025-12-22"))), encoding="utf-8")
    with browser() as found:
        found.implicitly_wait(0)
        open_page(found, path)
        yield found


@pytest.fixture
def page(driver):
    driver.execute_script("mapview.select(null); mapview.fit(null)")
    settle(driver)
    yield driver
    assert [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []


def point_of(driver, place: str) -> tuple[int, int]:
    point = driver.execute_script("return mapview.pointOf(arguments[0])", place)
    return round(point["x"]), round(point["y"])


def zoom(driver) -> float:
    return driver.execute_script("return mapview.getView().zoom")


def at(driver, point: tuple[int, int]) -> ActionChains:
    frame = driver.find_element(By.CSS_SELECTOR, ".mv-map")
    size = frame.size
    offset = point[0] - size["width"] // 2, point[1] - size["height"] // 2
    return ActionChains(driver).move_to_element_with_offset(frame, *offset)


def in_cell(driver, place: str) -> int:
    """How many places share the mark of one."""
    points = driver.execute_script(
        "return Object.keys(mapview.state().places).map((id) => mapview.pointOf(id)).map(({x, y}) => `${x} ${y}`)"
    )
    return points.count(points[int(place.removeprefix("place-"))])


def test_neighbours_share_a_mark_that_counts_them(page):
    shared = in_cell(page, "place-820")
    assert shared > 1
    at(page, point_of(page, "place-820")).perform()
    tooltip = page.find_element(By.CSS_SELECTOR, ".mv-tooltip")
    assert tooltip.text.splitlines()[0] == f"places: {shared}"
    assert len(page.execute_script("return Object.keys(mapview.state().places)")) == SIDE * SIDE


def test_what_a_cell_counts_follows_the_time(page):
    def speaking() -> int:
        at(page, (2, 2)).perform()
        at(page, point_of(page, "place-820")).perform()
        return int(page.find_element(By.CSS_SELECTOR, ".mv-tooltip").text.splitlines()[1].rpartition(" ")[2])

    before = speaking()
    page.execute_script("mapview.setTime(arguments[0])", dates.parse("2025-12-26").earliest * DAY_MS)
    settle(page)
    after = speaking()
    page.execute_script("mapview.setTime(arguments[0])", dates.parse("2025-12-22").earliest * DAY_MS)
    settle(page)
    assert 0 < before < after
    assert speaking() == before


def test_a_click_opens_a_cell_until_places_stand_alone(page):
    start = zoom(page)
    for _ in range(8):
        if in_cell(page, "place-820") == 1:
            break
        before = zoom(page)
        at(page, point_of(page, "place-820")).click().perform()
        page.execute_async_script(
            "const done = arguments[1]; const look = () => "
            "mapview.getView().zoom > arguments[0] ? done() : setTimeout(look, 20); look()",
            before,
        )
        settle(page)
        assert page.execute_script("return mapview.state().selected") is None
    assert in_cell(page, "place-820") == 1
    assert zoom(page) > start
    at(page, point_of(page, "place-820")).click().perform()
    assert page.execute_script("return mapview.state().selected") == "place-820"


def test_a_chosen_place_stands_out_of_its_cell(page):
    before = in_cell(page, "place-821")
    page.execute_script("mapview.select('place-821')")
    settle(page)
    assert in_cell(page, "place-821") == 1
    page.execute_script("mapview.select(null)")
    settle(page)
    assert in_cell(page, "place-821") == before
