"""``--view`` as a process: a saved view says what an export shows, and other options win."""

import csv
import shutil
from pathlib import Path

import pytest
from tests.e2e.test_commands import SEEDS, mapview

VIEWS = """
[[views]]
id = "planned"
name = { en = "Planned in January", ar = "المخطط في كانون الثاني" }
at = "2026-01-15"
known = "locked"
bbox = [41.5, 32.5, 45.5, 37.0]
filter = "modality=planned"

[[views]]
id = "denied"
name = { en = "Denied", ar = "المنفي" }
filter = "modality=denied"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "first"
    shutil.copytree(SEEDS, folder)
    with (folder / "project.toml").open("a", encoding="utf-8") as file:
        file.write(VIEWS)
    return folder


def rows(project: Path, *options: str) -> list[dict[str, str]]:
    out = project.parent / "claims.csv"
    mapview("export", str(project), str(out), *options)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["planned", "Planned in January", "المخطط في كانون الثانى"])
def test_a_view_says_times_area_and_filter(project: Path, name: str) -> None:
    found = rows(project, "--view", name)
    options = ("--at", "2026-01-15", "--known", "2026-01-15", "--bbox", "41.5,32.5,45.5,37.0")
    assert found == rows(project, *options, "--filter", "modality=planned")
    assert found


def test_what_is_said_beside_wins(project: Path) -> None:
    found = rows(project, "--view", "planned", "--filter", "modality=announced", "--at", "2025-11")
    options = ("--at", "2025-11", "--known", "2025-11-30", "--bbox", "41.5,32.5,45.5,37.0")
    assert found == rows(project, *options, "--filter", "modality=announced")
    assert {row["modality"] for row in found} == {"announced"}


def test_a_view_without_a_time_is_a_filter(project: Path) -> None:
    assert rows(project, "--view", "denied") == rows(project, "--filter", "modality=denied")


def test_a_view_that_is_not_there_is_one_sentence(project: Path) -> None:
    said = mapview("export", str(project), str(project / "x.csv"), "--view", "none", status=2)
    assert said == "The project has no saved view 'none': give one of planned, denied."
