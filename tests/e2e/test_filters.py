"""``--filter`` as a process, on the first timeline."""

import csv
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.test_commands import SEEDS, document, mapview
from tests.helpers.pages import packed

from mapview.domain.timeline import Timeline
from mapview.store.folder import load_folder


def claims_of(found: Any) -> Any:
    return [claim for place in found["places"] for claim in place["claims"]]


def test_claims_are_those_that_pass() -> None:
    every = claims_of(document("claims", SEEDS, "--at", "2026-01-15"))
    planned = claims_of(document("claims", SEEDS, "--at", "2026-01-15", "--filter", "modality=planned,denied"))
    assert {claim["id"] for claim in planned} == {
        claim["id"] for claim in every if claim["modality"] in {"planned", "denied"}
    }
    assert planned


def test_a_claim_that_does_not_pass_contradicts_nothing() -> None:
    narrow = "topic=end-of-mission"
    shown = document("conflicts", SEEDS, "--filter", narrow)["conflicts"]
    assert {conflict["topic"] for conflict in shown} == {"end-of-mission"}
    assert document("conflicts", SEEDS, "--filter", f"{narrow}; source=shafaq-2025-10-11")["conflicts"] == []


def test_a_table_holds_what_passes(tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    mapview("export", SEEDS, str(out), "--filter", "place-kind=air_base; text=قاعده")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert {row["kind"] for row in rows} == {"air_base"}
    assert len(rows) < len(Timeline.of(load_folder(Path(SEEDS))).columns)


def test_claims_and_tables_agree_on_statuses(tmp_path: Path) -> None:
    at = ("--at", "2026-01-15", "--known", "2026-01-18")
    every = document("claims", SEEDS, *at)
    expected = {
        claim["id"]
        for place in every["places"]
        for claim in place["claims"]
        if place["topics"][claim["topic"]] in {"disputed", "corroborated"}
    }
    found = document("claims", SEEDS, *at, "--filter", "status=disputed,corroborated")
    assert {claim["id"] for claim in claims_of(found)} == expected
    assert {status for place in found["places"] for status in place["topics"].values()} == {"disputed", "corroborated"}
    out = tmp_path / "claims.csv"
    mapview("export", SEEDS, str(out), *at, "--filter", "status=disputed,corroborated")
    with out.open(encoding="utf-8", newline="") as file:
        assert {row["claim"] for row in csv.DictReader(file)} == expected


def test_sources_that_state_no_publisher_can_be_asked_for() -> None:
    every = claims_of(document("claims", SEEDS))
    unstated = {claim["id"] for claim in every if claim["source"]["publisher"] is None}
    assert unstated
    assert {claim["id"] for claim in claims_of(document("claims", SEEDS, "--filter", "publisher="))} == unstated


def test_a_page_holds_what_passes_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    mapview("export", SEEDS, str(out), "--filter", "modality=denied")
    page = out.read_text("utf-8")
    assert "claims left out by a filter" in page.split("<header", 1)[1].split("</header>")[0]
    project = load_folder(Path(SEEDS))
    told = packed(page, "cards")
    for claim in project.claims.values():
        assert (f'"id":"{claim.id}"' in told) == (claim.modality == "denied"), claim.id


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("publisher=Nobody", "no publisher 'Nobody'"),
        ("source=none", "no source 'none'"),
        ("topic=weather", "no topic 'weather'"),
        ("language=de", "no source in language 'de'"),
        ("modality=plannde", "'plannde' is no modality"),
        ("place-kind=moon", "'moon' is no kind of place"),
        ("bbox=50,33,44,35", "west below east"),
        ("planned", "no part of a filter"),
    ],
)
def test_what_the_project_lacks_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    assert said in mapview("claims", SEEDS, "--filter", text, status=2)
    assert said in mapview("export", SEEDS, str(tmp_path / "never.csv"), "--filter", text, status=2)
    assert list(tmp_path.iterdir()) == []
