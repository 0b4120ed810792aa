"""What an evidence pack hands out: the same data as the command line writes, and no more words than were asked for."""

import base64
import io
import json
import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from tests.helpers.packs import hostile_project
from tests.helpers.pages import html_of, made_project, made_snapshot, open_page, settle

from mapview.config import resource_path
from mapview.domain import dates, filters
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.evidence_pack import pack_left_out
from mapview.exchange.exporting.geojson import write_geojson
from mapview.exchange.table import write_csv
from mapview.gazetteer.normalise import fold, letter_tables
from mapview.store.folder import load_folder

#: Event time, known time, and what is filtered by, as the command line takes them.
VIEWS = (
    ("2026-01-14", None, ""),
    ("2026-01-14", "2026-01-14", ""),
    (None, None, "modality=planned,announced; language=ar"),
    ("2025-10-15", None, "place-kind=country; topic=mission-phase,remaining-bases"),
    ("2026-01-18", None, "text=حرير"),
    ("2026-01-18", None, "text=Erbil base"),
    ("1990", None, ""),
)


@pytest.fixture(scope="module")
def seeds() -> Timeline:
    return Timeline.of(load_folder(Path(resource_path("seeds"))))


@pytest.fixture(scope="module")
def opened(driver, seeds, tmp_path_factory, qapp):
    path = tmp_path_factory.mktemp("data") / "seeds.html"
    path.write_text(html_of(Snapshot(seeds)), encoding="utf-8")
    open_page(driver, path)
    return driver


def written(write, snapshot: Snapshot) -> bytes:
    stream = io.BytesIO()
    write(snapshot, stream)
    return stream.getvalue()


def fragment(at: str | None, known: str | None, wanted: filters.Filter) -> str:
    parts = [f"at={at or '../..'}", f"known={known or '..'}"]
    for name in ("topics", "modalities", "languages", "place_kinds"):
        parts += [f"{name}={value}" for value in getattr(wanted, name)]
    return "&".join([*parts, f"text={wanted.text}"])


def saved(driver, folder: Path, label: str) -> bytes:
    """Press a button of the page that saves a file; return what is in it."""
    before = set(folder.iterdir())
    driver.find_element(By.XPATH, f"//button[text()='{label}']").click()

    def whole(_driver) -> list[Path]:
        return [path for path in set(folder.iterdir()) - before if path.suffix in {".csv", ".geojson"}]

    (path,) = WebDriverWait(driver, 60).until(whole)
    return path.read_bytes()


@pytest.mark.parametrize(("at", "known", "narrow"), VIEWS)
def test_saved_files_are_those_of_the_command_line(opened, downloads, seeds, at, known, narrow):
    wanted = filters.parse(narrow)
    known_day = None if known is None else dates.parse(known).latest
    snapshot = Snapshot(seeds, None if at is None else dates.parse(at), known_day, filter=wanted).narrowed(fold)
    shown = len(snapshot.timeline.view(snapshot.at, snapshot.known).rows)
    opened.execute_script("location.hash = arguments[0]", f"#{fragment(at, known, wanted)}")
    WebDriverWait(opened, 60).until(
        lambda driver: driver.find_element(By.ID, "mv-count").text == f"{shown} of {len(seeds.columns)} claims"
    )
    settle(opened)
    opened.find_element(By.ID, "mv-tab-about").click()
    assert saved(opened, downloads, "Save as CSV") == written(write_csv, snapshot)
    ours, theirs = json.loads(saved(opened, downloads, "Save as GeoJSON")), json.loads(written(write_geojson, snapshot))
    assert ours.pop("notes")[0] == theirs.pop("notes")[0]
    assert ours == theirs
    assert [entry for entry in opened.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize(
    "text",
    [
        "قاعِدة عين الأسد",
        "ئەنبار",
        "هەولێر ھەولێر",
        "Ḩarīr ʿAyn’",
        "ﻗﺎﻋﺪﺓ ٢٠٢٦ ۲۰۲۶",
        "İstanbul ẞ ΟΔΟΣ",
        "a^b `c",
        "ä^b_c",
    ],
)
def test_the_browser_folds_as_the_gazetteer_does(opened, text):
    script = "return MapViewFold.folder(arguments[0])(arguments[1])"
    assert opened.execute_script(script, letter_tables(), text) == fold(text)


def test_all_claims_can_be_saved_and_have_the_hash_that_is_said(opened, downloads, seeds):
    opened.find_element(By.ID, "mv-tab-about").click()
    assert saved(opened, downloads, "All as CSV") == written(write_csv, Snapshot(seeds))
    assert json.loads(saved(opened, downloads, "All as GeoJSON")) == json.loads(written(write_geojson, Snapshot(seeds)))


def blocks(html: str) -> str:
    """All that a page says, with its packed blocks unpacked."""
    found = [html]
    for name in ("columns", "cards", "conflicts", "table"):
        (text,) = re.findall(rf'id="mapview-{name}">([^<]*)<', html)
        found.append(zlib.decompress(base64.b64decode(text)).decode("utf-8", "replace"))
    return "\n".join(found)


def test_without_passages_no_cue_is_in_the_file(qapp):
    cue = next(iter(made_project().claims.values())).anchor.cue
    assert cue in blocks(html_of(made_snapshot()))
    assert cue not in blocks(html_of(made_snapshot(passages="none")))


def test_whole_passages_are_there_only_if_the_reports_are(qapp, driver, tmp_path):
    whole = made_snapshot(passages="whole", words={"present": "The whole passage, word by word."}, place="north-field")
    (said,) = pack_left_out(whole)
    assert said.startswith("The passages of 4 of 5 claims are not in the page")
    assert pack_left_out(replace(whole, passages="cue")) == []
    path = tmp_path / "whole.html"
    path.write_text(html_of(whole), encoding="utf-8")
    open_page(driver, path)
    assert [one.text for one in driver.find_elements(By.CSS_SELECTOR, ".mv-passage")] == [
        "The whole passage, word by word."
    ]
    assert "word by word" not in blocks(html_of(replace(whole, passages="cue")))


def test_hostile_cells_come_out_as_the_command_line_writes_them(qapp, driver, downloads, tmp_path):
    timeline = Timeline.of(hostile_project())
    path = tmp_path / "hostile.html"
    path.write_text(html_of(Snapshot(timeline)), encoding="utf-8")
    open_page(driver, path)
    driver.find_element(By.ID, "mv-tab-about").click()
    assert saved(driver, downloads, "All as CSV") == written(write_csv, Snapshot(timeline))
    ours = json.loads(saved(driver, downloads, "All as GeoJSON"))
    assert ours == json.loads(written(write_geojson, Snapshot(timeline)))
