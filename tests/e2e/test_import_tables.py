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


def test_a_table_in_arabic_is_corrected_read_otherwise_and_never_doubled(tmp_path: Path) -> None:
    table, project, mapping = tmp_path / "جدول.csv", tmp_path / "p.mapview", tmp_path / "m.toml"
    rows = [
        "المكان;خط العرض;خط الطول;التاريخ;الوصف;المصدر",
        "عين الأسد;33,7856;42,4412;12-14 كانون الثاني 2026;غادرت القوات;https://a.example/1",
        "حرير;36,5306;44,3561;منتصف 2025;بقيت قوة;https://a.example/2",
        "أربيل;36,19;44,01;25 رجب 1447 هـ;نقلت معدات;",
    ]

    def brought(*lines: str, name: str = "جدول.csv") -> tuple[int, int]:
        (tmp_path / name).write_bytes("\r\n".join(lines).encode("cp1256"))
        told = json.loads(mapview(tmp_path, "import", project, tmp_path / name, "--json", "--mapping", mapping))
        return told["tables"][0]["added"], told["tables"][0]["updated"]

    table.write_bytes("\r\n".join(rows).encode("cp1256"))
    mapview(tmp_path, "mapping", table, "--write", mapping)
    assert 'url = "المصدر"' in mapping.read_text("utf-8")
    assert brought(*rows) == (3, 0)
    shown = json.loads(mapview(tmp_path, "claims", project, "--json"))["places"]
    whens = {place["names"]["ar"]: place["claims"][0]["when"] for place in shown}
    assert whens == {
        "عين الأسد": "2026-01-12/2026-01-14", "حرير": "2025-05~/2025-08~", "أربيل": "2026-01-14",
    }  # fmt: skip
    rows[2] = rows[2].replace("منتصف", "أوائل")
    assert brought(*rows)[0] == 0
    mapping.write_text(mapping.read_text("utf-8").replace('"events"', '"moves"'), "utf-8")
    assert brought(*rows, name="نسخة.csv")[0] == 0
    assert (
        sum(len(place["claims"]) for place in json.loads(mapview(tmp_path, "claims", project, "--json"))["places"]) == 3
    )
    mapview(tmp_path, "check", project)
