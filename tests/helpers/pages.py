"""A small made timeline for pages, its HTML snapshot, and a browser to open it in. Places and reports are invented."""

import base64
import io
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from tests.helpers.projects import TOPICS

from mapview.domain import dates
from mapview.domain.model import Anchor, AssertedConflict, Claim, Place, Project, Source, Text, Topic, Utterance
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.evidence_pack import write_evidence_pack

HOSTILE = "</script><img src=x onerror=\"document.title='broken'\"><b>bold</b> & \u2028"
_HASH = "0" * 64


def made_project() -> Project:
    """Three invented places, two invented reports, one conflict by rule and one by judgement."""
    places = {
        "north-field": Place("north-field", Text("North field", "حقل الشمال"), "air_base", 33.8, 42.4, 6000, "made"),
        "river-camp": Place("river-camp", Text("River camp", "معسكر النهر"), "camp", 33.86, 42.5, 500, "made"),
        "hostile": Place("hostile", Text(HOSTILE, HOSTILE), "town", 35.0, 44.0, 90_000, "made"),
    }
    sources = {
        "first": Source(
            "first", "First test report", Text("Test paper", "صحيفة تجربة"), "https://example.org/a?b=1&c=<d>", "en",
            "2026-01-02", "2026-01-20", "made for a test", _HASH,
        ),
        "second": Source(
            "second", HOSTILE, None, "javascript:alert(1)", "ar", None, "2026-01-20", "made for a test", _HASH
        ),
    }  # fmt: skip
    utterances = {"said": Utterance("said", Text("Test speaker", "متحدث تجربة"), "2026-01-01")}
    claims = (
        _claim("present", "north-field", "presence", "present", "2026-01-01/..", "first"),
        _claim("absent", "north-field", "presence", "absent", "2026-01-05/2026-01-08", "second"),
        _claim("some", "river-camp", "presence", "partial", "2026-01-03~/2026-01-06", "first", modality="planned"),
        _claim("end", "hostile", "end", "2026-09", "2026-01-01/2026-01-10", "second", utterance="said"),
        _claim("other-end", "hostile", "end", "2026", "2026-01-04/2026-01-10", "first"),
    )
    asserted = AssertedConflict("by-hand", "hostile", "end", (("end",), ("other-end",)), Text("One is by hand."))
    topics: dict[str, Topic] = {topic.id: topic for topic in TOPICS}
    return Project(
        Text("Made timeline", "خط زمني مصنوع"), "presence", places, topics, utterances, sources,
        {claim.id: claim for claim in claims}, {"by-hand": asserted},
    )  # fmt: skip


def _claim(name: str, place: str, topic: str, value: str, when: str, source: str, **more: str) -> Claim:
    statement = Text(f"Statement {name} {HOSTILE}", f"إفادة {name}")
    return Claim(name, place, topic, value, statement, when, source, Anchor(0, 1, _HASH, "a <cue>"), **more)


def made_snapshot(**options: object) -> Snapshot:
    at = options.pop("at", "2026-01-05")
    return Snapshot(timeline=Timeline.of(made_project()), at=None if at is None else dates.parse(str(at)), **options)  # type: ignore[arg-type]


def html_of(snapshot: Snapshot) -> str:
    stream = io.BytesIO()
    write_evidence_pack(snapshot, stream)
    return stream.getvalue().decode("utf-8")


@contextmanager
def browser(width: int = 1280, height: int = 800) -> Iterator[webdriver.Chrome]:
    """Chromium without a window; the test is skipped where there is none."""
    driver, binary = shutil.which("chromedriver"), shutil.which("chromium") or shutil.which("google-chrome")
    if driver is None or binary is None:
        pytest.skip("Chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-background-networking",
        f"--window-size={width},{height}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    found = webdriver.Chrome(options=options, service=Service(driver))
    try:
        found.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )
        found.set_script_timeout(30)
        yield found
    finally:
        found.quit()


def open_page(driver: webdriver.Chrome, path: Path) -> None:
    """Open a snapshot and wait until it is painted with its tiles."""
    driver.get(path.as_uri())
    settle(driver)


def settle(driver: webdriver.Chrome) -> None:
    """Wait for a frame in which fonts and tiles are in and nothing fades."""
    driver.execute_async_script(
        """
        const done = arguments[0];
        const off = window.mapview.onFrame((frame) => { if (frame.complete) { off(); done(); } });
        window.mapview.whenPainted();
        """
    )


def packed(html: str, name: str) -> str:
    """Return what a packed block of an exported page says, such as its ``cards``."""
    (text,) = re.findall(rf'id="mapview-{name}">([^<]*)<', html)
    return zlib.decompress(base64.b64decode(text)).decode("utf-8", "replace")
