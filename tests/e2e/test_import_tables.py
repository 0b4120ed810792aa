import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TABLES = Path(__file__).parents[1] / "data" / "tables"


def mapview(folder: Path, *args: object, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mapview", *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "MAPVIEW_DATA_DIR": str(folder / "data")},
        check=False,
    )
    assert done.returncode == status, done.stderr + done.stdout
    return done.stdout if status < 2 else done.stderr


def test_a_strangers_table_from_proposal_to_claims(tmp_path: Path) -> None:
    table, project, mapping = TABLES / "units.csv", tmp_path / "p.mapview", tmp_path / "units.toml"
    assert "mapview mapping units.csv" in mapview(tmp_path, "import", project, table, status=2)
    assert not project.exists()
    asked = mapview(tmp_path, "mapping", table, "--write", mapping)
    assert "To decide" in asked
    left = tmp_path / "left.csv"
    args = ("import", project, table, "--mapping", mapping, "--left-out", left, "--json")
    told = json.loads(mapview(tmp_path, *args, status=1))
    assert told["tables"][0]["added"] == 3
    assert {(row["row"], row["column"]) for row in told["left_out"]} == {(5, ""), (6, "Date")}
    assert left.read_text("utf-8-sig").count("\n") == 3
    again = json.loads(mapview(tmp_path, "import", project, table, "--json", status=1))
    assert (again["tables"][0]["added"], again["tables"][0]["unchanged"]) == (0, 3)
    shown = json.loads(mapview(tmp_path, "claims", project, "--at", "2026-01-14", "--json"))
    (place,) = shown["places"]
    assert place["names"]["en"] == "Ain al-Asad air base"
    assert {claim["value"] for claim in place["claims"]} == {"102?"}
    mapview(tmp_path, "check", project)


def test_a_table_into_a_folder_is_refused(tmp_path: Path) -> None:
    assert "pack it" in mapview(tmp_path, "import", Path("seeds"), TABLES / "units.csv", status=2)


@pytest.mark.parametrize("name", ["ancient.csv", "points.csv", "bases_1256.csv"])
def test_what_is_left_out_is_told_and_nothing_is_lost(tmp_path: Path, name: str) -> None:
    mapping, project = tmp_path / "m.toml", tmp_path / "p.mapview"
    mapview(tmp_path, "mapping", TABLES / name, "--write", mapping)
    missed = 0 if name == "bases_1256.csv" else 1
    told = json.loads(
        mapview(tmp_path, "import", project, TABLES / name, "--mapping", mapping, "--json", status=missed)
    )
    rows = (TABLES / name).read_bytes().count(b"\n") - 1
    assert told["tables"][0]["added"] + len(told["left_out"]) == rows
    assert bool(told["left_out"]) == bool(missed)
