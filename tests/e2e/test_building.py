"""A timeline of two sources, built from the reports themselves by commands alone."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SHAFAQ, ARABY = "004_79ff55134d49f6d6.txt", "002_c21eda2f3a7e994b.txt"


def mapview(*words: str, status: int = 0, lines: list[Any] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mapview", *words],
        input="\n".join(json.dumps(line, ensure_ascii=False) for line in lines or []),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done.stderr if status == 2 else done.stdout


def passage(path: Path, word: str) -> str:
    """Return the words around one that stands in a report."""
    text = path.read_text(encoding="utf-8")
    at = text.index(word)
    return text[max(0, at - 20) : at + 20].strip()


def claim(source: str, words: str, value: str, when: str) -> dict[str, Any]:
    return {
        "claim": {
            "place": "ain-al-asad", "topic": "troops", "value": value, "statement": {"en": f"Troops: {value}."},
            "when": when, "source": source, "passage": words, "modality": "reported",
        }
    }  # fmt: skip


def test_a_timeline_of_two_sources_is_built_by_commands(originals: Path, tmp_path: Path) -> None:
    project = str(tmp_path / "mine.mapview")
    first, second = originals / SHAFAQ, originals / ARABY
    options = ("--language", "ar", "--obtained", "2026-01-20", "--json")
    for path, name, day in ((first, "First Agency", "2025-10-11"), (second, "Second Paper", "2026-01-14")):
        told = json.loads(mapview("import", project, str(path), "--publisher", name, "--published", day, *options))
        assert told["left_out"] == []
        assert told["imported"][0]["publisher"] == name
    sources = ["first-agency-2025-10-11", "second-paper-2026-01-14"]
    states = [
        {"id": name, "names": {"en": name}, "colour": colour} for name, colour in (("here", "blue"), ("gone", "black"))
    ]
    topic = {
        "id": "troops",
        "names": {"en": "Troops"},
        "type": "state",
        "states": states,
        "exclusive": [["here", "gone"]],
    }
    place = {"id": "ain-al-asad", "gazetteer": "قاعدة عين الأسد"}
    mapview("edit", project, lines=[{"topic": topic}, {"start_topic": "troops"}, {"place": place}])
    claims = [
        claim(sources[0], passage(first, "الأسد"), "here", "2025-10-11/.."),
        claim(sources[1], passage(second, "الأسد"), "gone", "2026-01-14/.."),
    ]
    told = json.loads(mapview("edit", project, "--label", "claims", "--json", lines=claims))
    assert told == {"put": [f"{source}-1" for source in sources]}

    def shown() -> list[str]:
        places = json.loads(mapview("claims", project, "--at", "2026-01-15", "--json"))["places"]
        return [claim["id"] for place in places for claim in place["claims"]]

    assert shown() == told["put"]
    conflicts = json.loads(mapview("conflicts", project, "--json"))["conflicts"]
    assert [conflict["claims"] for conflict in conflicts] == [told["put"]]
    assert "claims" in mapview("undo", project)
    assert shown() == []
    assert "claims" in mapview("redo", project)
    assert shown() == told["put"]
    assert "Nothing" in mapview("redo", project, status=1)
    anchors = json.loads(mapview("check", project, "--originals", str(originals), "--json"))["anchors"]
    assert [anchor["verdict"] for anchor in anchors] == ["verified", "verified"]
    out = tmp_path / "map.html"
    mapview("export", project, str(out), "--at", "2026-01-15")
    assert "Second Paper" in out.read_text(encoding="utf-8")


def test_a_line_that_is_wrong_changes_nothing_and_is_named(tmp_path: Path) -> None:
    project = tmp_path / "mine.mapview"
    good = {"utterance": {"id": "first", "speaker": {"en": "A spokesman"}}}
    wrong = {"claim": {"id": "a", "source": "none", "passage": "words"}}
    assert mapview("edit", str(project), status=2, lines=[good, wrong]).startswith("Line 2: there is no source 'none'")
    assert not project.exists()
    mapview("edit", str(project), lines=[good])
    assert "Line 1" in mapview("edit", str(project), status=2, lines=[{"utterance": {"id": "b"}}])
    changed = {"utterance": {"id": "first", "date": "2026-01-14"}}
    mapview("edit", str(project), lines=[changed, {"title": {"en": "Renamed"}}])
    mapview("unpack", str(project), str(tmp_path / "folder"))
    written = (tmp_path / "folder" / "utterances.toml").read_text(encoding="utf-8")
    assert "A spokesman" in written
    assert "2026-01-14" in written
    assert "Renamed" in (tmp_path / "folder" / "project.toml").read_text(encoding="utf-8")
    mapview("edit", str(project), lines=[{"remove": "utterance", "id": "first"}])
    assert "no 'first'" in mapview("edit", str(project), status=2, lines=[{"remove": "utterance", "id": "first"}])


def test_a_folder_is_never_written(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Some words.", encoding="utf-8")
    assert "pack it" in mapview("import", str(tmp_path), str(tmp_path / "report.txt"), status=2)
    assert "pack it" in mapview("edit", str(tmp_path), status=2, lines=[{"title": {"en": "A"}}])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.txt"]


def test_import_says_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Some words.", encoding="utf-8")
    (tmp_path / "empty.html").write_bytes(b"")
    project = str(tmp_path / "a.mapview")
    told = json.loads(
        mapview("import", project, str(tmp_path / "report.txt"), str(tmp_path / "empty.html"), "--json", status=1)
    )
    assert [Path(row["file"]).name for row in told["left_out"]] == ["empty.html"]
    assert told["imported"][0]["title"] == "[report.txt]"
    assert "there already" in mapview("import", project, str(tmp_path / "report.txt"))
    assert "ending" in mapview("import", str(tmp_path / "no"), str(tmp_path / "report.txt"), status=2)
