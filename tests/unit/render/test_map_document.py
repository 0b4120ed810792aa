"""The page as folium writes it, and the data that it is given."""

import json
import re

import numpy as np
import pytest
from tests.helpers.pages import made_project

from mapview.domain.model import MODALITIES
from mapview.domain.timeline import Timeline
from mapview.errors import MissingPartError
from mapview.render.map_data import columns_blob, meta
from mapview.render.map_document import APP_URL, MAP_SCRIPTS, MAP_STYLES, View, page_file, window_page

TYPES = {"u8": "<u1", "u16": "<u2", "u32": "<u4", "i32": "<i4", "f64": "<f8"}


@pytest.fixture(scope="module")
def timeline():
    return Timeline.of(made_project())


def test_the_page_refers_to_the_program_alone():
    page = window_page("dark", "ar", View(33, 44, 7))
    assert "https:" not in page
    assert "http:" not in page
    urls = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert len(urls) > 8
    assert all(url.startswith(APP_URL) for url in urls)
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in page


def test_the_page_is_the_same_each_time():
    assert window_page("light", "en") == window_page("light", "en")


def test_folium_keeps_its_own_lists():
    import folium  # noqa: PLC0415

    window_page("light", "en")
    assert any("https:" in url for _, url in folium.Map.default_js)


@pytest.mark.parametrize("path", [*MAP_SCRIPTS, *MAP_STYLES, "map/bridge.js", "fonts/MapViewSans-Regular.woff2"])
def test_files_of_the_page_are_there(path):
    mime, body = page_file(path)
    assert mime.startswith(("text/", "font/"))
    assert len(body) > 100


@pytest.mark.parametrize("path", ["map/../fonts/OFL.txt", "map/nothing.js", "data/gazetteer.csv", "../x.js", "map"])
def test_other_files_are_not_given(path):
    with pytest.raises(MissingPartError):
        page_file(path)


def test_columns_are_aligned_and_say_what_the_timeline_says(timeline):
    descriptors, block = columns_blob(timeline)
    read = {
        d["name"]: np.frombuffer(block, TYPES[d["type"]], count=d["length"], offset=d["offset"]) for d in descriptors
    }
    assert all(d["offset"] % 8 == 0 for d in descriptors)
    for name in ("place", "topic", "earliest", "latest", "known", "voice", "low", "high", "source"):
        assert read[name].tolist() == getattr(timeline.columns, name).tolist(), name
    assert (read["flags"] & ~np.uint8(8)).tolist() == timeline.columns.flags.tolist()
    announced = [MODALITIES[code] == "announced" for code in timeline.columns.modality.tolist()]
    assert ((read["flags"] & 8) > 0).tolist() == announced
    pairs = np.column_stack((read["conflict_a"], read["conflict_b"]))
    assert pairs.tolist() == timeline.conflict_pairs.tolist()
    assert read["overtaken_plan"].tolist() == timeline.overtaken[:, 0].tolist()


def test_meta_names_what_the_columns_number(timeline):
    found, _ = meta(timeline, "ar", "dark", "Made for a test")
    assert json.loads(json.dumps(found, allow_nan=False))["span"] == list(timeline.span)
    assert found["places"]["ids"] == list(timeline.columns.place_ids)
    assert [topic["id"] for topic in found["topics"]] == list(timeline.columns.topic_ids)
    assert [source["id"] for source in found["sources"]] == list(timeline.columns.source_ids)
    assert found["places"]["names"][1] == "معسكر النهر"
    assert found["texts"]["legend"] == "مفتاح الخريطة"
