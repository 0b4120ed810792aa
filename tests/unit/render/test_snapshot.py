"""The HTML file as text: policy, escaping, links, size. tests/web opens it in a browser."""

import base64
import hashlib
import json
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.helpers.pages import HOSTILE, html_of, made_project, made_snapshot

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.model import Project, Text
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.render.map_document import APP_URL
from mapview.render.snapshot import picture_page
from mapview.render.snapshot_data import linked, start_days
from mapview.render.snapshot_tiles import area, embedded_tiles
from mapview.store.folder import load_folder

MOST_BYTES = 4_000_000


class Parts(HTMLParser):
    """The elements of a page, and the text of its scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.is_inside = False
        self.inline: list[tuple[str, dict[str, str | None], str]] = []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

        if tag in {"script", "style"}:
            self.inline.append((tag, dict(attrs), ""))
            self.is_inside = True

    def handle_endtag(self, _tag):
        self.is_inside = False

    def handle_data(self, data):
        if self.is_inside:
            tag, attributes, text = self.inline[-1]
            self.inline[-1] = tag, attributes, text + data


@pytest.fixture(scope="module")
def html(qapp):
    return html_of(made_snapshot())


@pytest.fixture(scope="module")
def parts(html):
    found = Parts()
    found.feed(html)
    return found


def test_policy_opens_only_what_the_page_carries(parts):
    policy = next(
        attributes["content"]
        for tag, attributes in parts.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "unsafe" not in policy
    assert "http" not in policy
    for tag, attributes, text in parts.inline:
        if attributes:
            continue
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules[f"{tag}-src"]


def test_nothing_is_loaded(parts):
    for tag, attributes in parts.elements:
        assert "src" not in attributes
        assert tag not in {"link", "iframe", "object", "embed", "base"}
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    styles = "".join(text for tag, _, text in parts.inline if tag == "style")
    assert set(re.findall(r"url\((.{5})", styles)) == {"data:"}
    assert "@import" not in styles


def test_data_cannot_end_its_element(parts):
    data = {attributes["id"]: text for tag, attributes, text in parts.inline if attributes.get("id")}
    assert set(data) == {f"mapview-{name}" for name in ("meta", "columns", "cards", "conflicts", "table", "tiles")}
    assert not set("<>&\u2028") & set("".join(data.values()))
    meta = json.loads(data["mapview-meta"])
    assert meta["places"]["names"][2] == HOSTILE
    assert [source["url"] for source in meta["sources"]] == ["https://example.org/a?b=1&c=<d>", None]


def unpacked(parts, name):
    """A block of data of the page, as the page reads it."""
    text = next(text for _, attributes, text in parts.inline if attributes.get("id") == f"mapview-{name}")
    return zlib.decompress(base64.b64decode(text))


def test_cards_and_conflicts_say_it_in_words(parts):
    card = next(card for card in map(json.loads, unpacked(parts, "cards").splitlines()) if card["id"] == "some")
    assert card["when"] == "about 3 January 2026 to 6 January 2026"
    assert card["value"] == "partial"
    assert card["uncertain"] == "approximate start"
    conflicts = [json.loads(line) for line in unpacked(parts, "conflicts").splitlines()]
    assert {conflict["kind"] for conflict in conflicts} == {"derived", "asserted"}
    meta = json.loads(next(text for _, attributes, text in parts.inline if attributes.get("id") == "mapview-meta"))
    assert meta["sources"][1]["known"] == "known from 20 January 2026, at the latest"
    table = json.loads(unpacked(parts, "table").splitlines()[0])
    assert "statement_en" in table["names"]
    assert table["properties"]["statement_en"] == {"like": table["names"].index("statement_en"), "as": "words"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "file:///etc", "//x", "x", ""]
)
def test_only_web_addresses_become_links(url):
    assert linked(url) is None
    assert linked("https://example.org/") == "https://example.org/"


def test_without_a_date_all_claims_are_shown():
    timeline = Timeline.of(made_project())
    assert start_days(Snapshot(timeline)) is None
    assert start_days(Snapshot(timeline, at=dates.parse("../.."))) is None
    assert start_days(Snapshot(timeline, at=dates.parse("2026-01"))) == (
        dates.day_number(2026, 1, 1),
        dates.day_number(2026, 1, 31),
    )
    assert start_days(Snapshot(timeline, at=dates.parse("2026-01-05/.."))) == (
        dates.day_number(2026, 1, 5),
        timeline.span[1],
    )


def test_an_empty_project_is_a_page_too(qapp):
    html = html_of(Snapshot(Timeline.of(Project(Text("Nothing yet"), ""))))
    assert "<title>Nothing yet</title>" in html


def test_tiles_cover_the_box_that_is_asked_for(qapp):
    from mapview.render.basemap import Basemap  # noqa: PLC0415

    snapshot = made_snapshot(bbox=(10.0, 50.0, 11.0, 51.0))
    assert area(snapshot) == (10.0, 50.0, 11.0, 51.0)
    tiles = embedded_tiles(snapshot, Basemap.load())
    # 10.5 E, 50.5 N at zoom 8 (Web Mercator).
    assert "8/135/86" in tiles


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_timeline_stays_small(qapp, language):
    timeline = Timeline.of(load_folder(Path(resource_path("seeds"))))
    html = html_of(Snapshot(timeline, at=dates.parse("2026-01-15"), language=language))
    assert len(html.encode()) < MOST_BYTES


def test_a_picture_has_no_controls_and_names_its_clocks(qapp):
    snapshot = made_snapshot(known=dates.parse("2026-01-10").latest)
    page = picture_page(snapshot)
    assert "5 January 2026" in page
    assert "Known on: 10 January 2026" in page
    assert "<button" not in page
    assert "<input" not in page
    assert all(url.startswith(APP_URL) for url in re.findall(r'(?:src|href)="([^"]*)"', page))


@pytest.mark.parametrize(
    ("at", "is_said"), [("1999", True), ("2031-05-05", True), ("2026-01-05", False), (None, False)]
)
def test_a_picture_outside_the_timeline_says_so(qapp, at, is_said):
    assert (
        "outside the timeline" in picture_page(made_snapshot(at=at)).split("<header", 1)[1].split("</header>")[0]
    ) == (is_said)
