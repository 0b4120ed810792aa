"""``mapview export`` as a process: every format by its extension, with both clocks, a place, an area and a filter."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mapview.cli_export import export as export_command
from mapview.config import resource_path
from mapview.export_formats import FORMATS

SEEDS = str(resource_path("seeds"))
ALL = [*(one.extension for one in FORMATS), "png"]
EXTENSIONS = [one.extension for one in FORMATS if one.kind != "page" and one.extension != "parquet"]


def export(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mapview", "export", SEEDS, str(out), *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_format_is_chosen_by_its_extension_and_says_what_it_leaves_out(tmp_path: Path, extension: str) -> None:
    out = tmp_path / f"out.{extension}"
    done = export(out, "--at", "2026-01-15", "--known", "2026-01-18")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "not in it." in done.stderr or "has no place for:" in done.stderr
    assert list(tmp_path.iterdir()) == [out]
    body = out.read_bytes()
    if extension.endswith("json"):
        assert json.loads(body)
    elif extension in {"docx", "xlsx"}:
        assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None


def test_an_extension_that_nothing_writes_is_refused_with_the_list(tmp_path: Path) -> None:
    for name in ("out.json", "out.xyz", "lpf"):
        done = export(tmp_path / name)
        assert done.returncode == 2
        assert all(f".{extension}" in done.stderr for extension in ALL)
    assert not list(tmp_path.iterdir())


def test_the_help_names_every_extension() -> None:
    assert export_command.help is not None
    words = export_command.help.split()
    assert all(f".{extension}" in words for extension in ALL)


def test_tables_features_and_annotations_of_one_view_hold_the_same_claims(tmp_path: Path) -> None:
    area, narrow = ("--bbox", "42,33,44.5,36.5"), ("--filter", "modality=reported,planned")
    options = ("--at", "2026-01", "--known", "2026-01-16", *area, *narrow)
    found = {}
    for extension in ("csv", "geojson", "annotations.json", "lpf.json"):
        out = tmp_path / f"out.{extension}"
        assert export(out, *options).returncode == 0
        text = out.read_text("utf-8")
        if extension == "csv":
            found[extension] = {row["claim"] for row in csv.DictReader(io.StringIO(text))}
            continue
        document = json.loads(text)
        found[extension] = {
            "csv": set[str](),
            "geojson": {feature["id"] for feature in document.get("features", ()) if "id" in feature},
            "annotations.json": {
                item["id"].removeprefix("urn:x-mapview:claim:") for item in document.get("first", {}).get("items", ())
            },
            "lpf.json": {claim["claim"] for one in document.get("features", ()) for claim in one.get("claims", ())},
        }[extension]
    assert found["csv"]
    assert all(claims == found["csv"] for claims in found.values())


def test_parquet_without_its_part_says_how_to_get_it(tmp_path: Path) -> None:
    done = export(tmp_path / "out.parquet")
    if done.returncode == 0:
        pytest.skip("pyarrow is installed")
    assert done.returncode == 2
    assert "mapview[parquet]" in done.stderr
    assert not list(tmp_path.iterdir())
