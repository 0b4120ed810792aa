"""``mapview`` as a process, on the first timeline."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mapview.config import resource_path
from mapview.domain import dates

SEEDS = str(resource_path("seeds"))


def mapview(*words: str, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mapview", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == status, done.stderr
    if status == 2:
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        return done.stderr.strip()
    return done.stdout


def document(*words: str) -> Any:
    return json.loads(mapview(*words, "--json"))


def test_ain_al_asad_on_15_january_is_disputed_by_three_publishers() -> None:
    found = document("claims", SEEDS, "--at", "2026-01-15")
    assert (found["at"], found["known"]) == ("2026-01-15", None)
    (base,) = (place for place in found["places"] if place["id"] == "ain-al-asad")
    assert base["status"] == "disputed"
    assert len({claim["source"]["publisher"] for claim in base["claims"]} - {None}) >= 3
    shown = {claim["id"] for place in found["places"] for claim in place["claims"]}
    for place in found["places"]:
        assert place["claims"]
        for claim in place["claims"]:
            assert set(claim["conflicts_with"]) <= shown - {claim["id"]}
            assert claim["earliest"] is None or claim["earliest"] <= "2026-01-15"
            assert claim["latest"] is None or claim["latest"] >= "2026-01-15"


def test_shapes_are_those_of_the_contract() -> None:
    place = document("claims", SEEDS, "--at", "2026-01-15")["places"][0]
    assert list(place) == ["id", "names", "kind", "lat", "lon", "status", "topics", "claims"]
    assert list(place["claims"][0]) == [
        "id", "topic", "value", "statement", "when", "earliest", "latest", "source", "utterance", "attributed_to",
        "modality", "certainty", "anchor", "conflicts_with",
    ]  # fmt: skip
    assert list(place["claims"][0]["source"]) == ["id", "title", "publisher", "published", "known_from", "url"]
    assert list(place["claims"][0]["anchor"]) == ["start", "end", "sha256", "cue"]
    quantities = [
        claim["value"] for p in document("claims", SEEDS)["places"] for claim in p["claims"]
        if isinstance(claim["value"], dict)
    ]  # fmt: skip
    assert quantities
    assert all(list(value) == ["min", "max", "unit", "approximate"] for value in quantities)
    conflict = document("conflicts", SEEDS)["conflicts"][0]
    assert list(conflict) == ["place", "topic", "claims", "kind", "reason"]


def test_known_time_hides_what_was_published_later() -> None:
    found = document("claims", SEEDS, "--at", "2026-01-15", "--known", "2025-12-31")
    sources = {claim["source"]["id"]: claim["source"] for place in found["places"] for claim in place["claims"]}
    assert sources
    assert all(source["known_from"] <= "2025-12-31" for source in sources.values())
    october = document("claims", SEEDS, "--at", "2025-10-15", "--known", "2025-12-31")
    assert "altun-kupri" in {place["id"] for place in october["places"]}


def test_a_month_of_known_time_counts_to_its_last_day() -> None:
    month = document("claims", SEEDS, "--known", "2025-10")
    day = document("claims", SEEDS, "--known", "2025-10-31")
    assert month["places"] == day["places"]
    assert month["places"]


@pytest.mark.parametrize("name", ["ain-al-asad", "Ain al-Asad air base", "عين الاسد", "قاعدة عين الأسد"])
def test_a_place_is_found_by_id_or_folded_name(name: str) -> None:
    places = document("claims", SEEDS, "--place", name)["places"]
    assert [place["id"] for place in places] == ["ain-al-asad"]


def test_the_conflicts_of_the_first_timeline() -> None:
    found = document("conflicts", SEEDS)["conflicts"]
    derived = {(item["place"], item["topic"]) for item in found if item["kind"] == "derived"}
    asserted = {(item["place"], item["topic"]) for item in found if item["kind"] == "asserted"}
    assert {("iraq", "end-of-mission"), ("iraq", "date-of-agreement"), ("ain-al-asad", "size-rank")} <= derived
    assert {
        ("iraq", "remaining-bases"), ("ain-al-asad", "coalition-presence"),
        ("joint-operations-command", "coalition-presence"), ("iraq", "coalition-personnel"),
        ("iraq", "scope-of-evacuation"),
    } <= asserted  # fmt: skip
    assert all(item["reason"] and len(item["claims"]) >= 2 for item in found)
    before = document("conflicts", SEEDS, "--known", "2026-01-13")["conflicts"]
    assert not any(item["topic"] == "size-rank" for item in before)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("التون كوبري", "Altun Kupri"), ("قاعدة عين الأسد", "Ain al-Asad"), ("Ain al-Asad", "Ain al-Asad"),
        ("الحرير", "Harir"), ("بغداد", "Baghdad"), ("Erbil", "Erbil"), ("أربيل", "Erbil"), ("هەولێر", "Erbil"),
        ("Kuwait", "Kuwait"), ("الأنبار", "Anbar"), ("Altun Kopru", "Altun Kupri"), ("Alton Kubri", "Altun Kupri"),
    ],
)  # fmt: skip
def test_geocode_finds_first_what_a_reader_means(name: str, first: str) -> None:
    (answer,) = document("geocode", name, "--limit", "3")
    assert answer["query"] == name
    assert first in answer["matches"][0]["name"]
    assert {"id", "name", "names", "kind", "lat", "lon", "country", "score"} <= set(answer["matches"][0])


def test_geocode_keeps_the_order_and_says_nothing_found() -> None:
    found = document("geocode", "Erbil", "qqqqxzzz", "بغداد")
    assert [answer["query"] for answer in found] == ["Erbil", "qqqqxzzz", "بغداد"]
    assert found[1]["matches"] == []


def test_reverse_takes_south_and_west() -> None:
    (answer,) = document("reverse", "33.79,42.44")
    assert any("Asad" in match["name"] for match in answer["matches"])
    (answer,) = document("reverse", "-33.9,18.4")
    assert answer["matches"]


BAD = [
    (["claims", "{tmp}/nothing"], "is not there"),
    (["claims", "{tmp}"], "holds no project.toml"),
    (["claims", SEEDS, "--at", "14/01/2026"], "no EDTF"),
    (["claims", SEEDS, "--place", "Atlantis"], "no place"),
    (["conflicts", SEEDS, "--known", "2026-13"], "no EDTF"),
    (["export", SEEDS, "{tmp}/map.bmp"], "extension"),
    (["export", SEEDS, "{tmp}/no/map.html"], "cannot be written"),
    (["export", SEEDS, "{tmp}/map.png", "--bbox", "50,30,40,38"], "bounding box"),
    (["export", SEEDS, "{tmp}/map.png", "--size", "big"], "WIDTHxHEIGHT"),
    (["export", SEEDS, "{tmp}/map.png", "--scale", "99"], "scale"),
    (["reverse", "north"], "LAT,LON"),
    (["reverse", "95,200"], "no point"),
    (["geocode"], "Missing"),
    (["claims", SEEDS, "--nonsense"], "option"),
    (["check", SEEDS, "--originals", "{tmp}/nothing"], "no folder"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[" ".join(words)[-40:] for words, _ in BAD])
def test_bad_input_is_one_sentence_and_status_2(words: list[str], said: str, tmp_path: Path) -> None:
    message = mapview(*(word.format(tmp=tmp_path) for word in words), status=2)
    assert said in message
    assert list(tmp_path.iterdir()) == []


def test_check_fails_with_status_1_and_names_each_problem(tmp_path: Path) -> None:
    copy = tmp_path / "seeds"
    shutil.copytree(SEEDS, copy)
    assert "0 problems" in mapview("check", str(copy))
    path = copy / "places.toml"
    path.write_text(re.sub(r"lat = [\d.]+", "lat = 99.5", path.read_text("utf-8"), count=1), "utf-8")
    assert re.search(r"places\.toml:\d+: latitude 99\.5 is outside", mapview("check", str(copy), status=1))


def test_check_holds_every_anchor_against_the_originals(originals: Path, tmp_path: Path) -> None:
    found = json.loads(mapview("check", SEEDS, "--originals", str(originals), "--json"))
    assert found["claims"] == len(found["anchors"]) >= 60
    assert {anchor["verdict"] for anchor in found["anchors"]} == {"verified"}
    assert "not available" in mapview("check", SEEDS, "--originals", str(tmp_path), status=1)


def test_first_timeline_is_as_large_as_it_says() -> None:
    places = document("claims", SEEDS)["places"]
    assert len(places) >= 12
    assert sum(len(place["claims"]) for place in places) >= 60
    assert {
        "ain-al-asad", "harir", "erbil-air-base", "altun-kupri", "camp-victoria", "joint-operations-command",
        "coalition-headquarters", "balad", "al-baghdadi", "kuwait", "federal-areas", "kurdistan-region", "syria",
    } <= {place["id"] for place in places}  # fmt: skip
    for place in places:
        for claim in place["claims"]:
            assert claim["statement"]["en"]
            assert claim["statement"]["ar"]
            assert dates.parse(claim["when"])


def test_pack_and_unpack_lose_nothing(originals: Path, tmp_path: Path) -> None:
    file, folder = tmp_path / "first.mapview", tmp_path / "again"
    assert "5 documents" in mapview("pack", SEEDS, str(file), "--originals", str(originals))
    assert document("claims", str(file)) == document("claims", SEEDS)
    assert document("conflicts", str(file), "--known", "2026-01-14") == document(
        "conflicts", SEEDS, "--known", "2026-01-14"
    )
    assert "there" in mapview("pack", SEEDS, str(file), status=2)
    assert "5 documents" in mapview("unpack", str(file), str(folder))
    assert document("claims", str(folder)) == document("claims", SEEDS)
    assert "0 problems" in mapview("check", str(folder), "--originals", str(originals))


def test_version_and_doctor() -> None:
    assert re.fullmatch(r"mapview \d+\.\d+\.\d+\n", mapview("--version"))
    assert isinstance(document("doctor")["missing"], list)


def test_an_export_is_coloured_by_the_topic_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    mapview("export", SEEDS, str(out), "--topic", "movements")
    assert '"startTopic": "movements"' in out.read_text("utf-8").replace('"startTopic":"', '"startTopic": "')
    assert "no topic" in mapview("export", SEEDS, str(out), "--topic", "nonsense", status=2)


def test_suggest_reads_files_and_lines(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("غادرت القوات قاعدة عين الأسد في 14 كانون الثاني 2026.", "utf-8")
    found = document("suggest", str(report))
    assert list(found) == ["id", "language", "places", "dates", "claims"]
    assert found["language"] == "ar"
    assert "ain-al-asad" in {place["place"]["id"] for place in found["places"] if place["place"]}
    assert [date["edtf"] for date in found["dates"]] == ["2026-01-14"]
    lines = '{"id": "a", "text": "Troops left Erbil yesterday.", "published": "2026-01-14"}\n'
    done = subprocess.run(
        [sys.executable, "-m", "mapview", "suggest", "--jsonl"],
        input=lines, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    (result,) = map(json.loads, done.stdout.splitlines())
    assert (result["id"], result["dates"][0]["edtf"]) == ("a", "2026-01-13")
    assert "cannot be read" in mapview("suggest", str(tmp_path / "nothing"), status=2)
    assert "--jsonl" in mapview("suggest", status=2)
    assert "neither" in mapview("evaluate", "places", "--corpus", str(tmp_path), status=2)


def test_check_remarks_on_what_is_accepted_and_names_what_it_cannot_read(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "empty.txt").write_bytes(b"")
    (reports / "noise.bin").write_bytes(bytes(range(256)) * 9)
    said = mapview("check", SEEDS, "--originals", str(reports), status=1)
    assert "Remark: topic 'role': it has no rule" in said
    assert "Not read: empty.txt is empty" in said
    found = json.loads(mapview("check", SEEDS, "--originals", str(reports), "--json", status=1))
    assert [unread["file"] for unread in found["unread"]] == ["empty.txt", "noise.bin"]
    assert ("topic", "role") in {(remark["kind"], remark["id"]) for remark in found["remarks"]}
    assert "Not read: noise.bin" in mapview("pack", SEEDS, str(tmp_path / "a.mapview"), "--originals", str(reports))
