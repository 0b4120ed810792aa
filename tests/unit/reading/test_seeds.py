"""The five reports, annotated by hand: places with the right place, dates with the right value."""

import hashlib
import json
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from mapview.reading.date_expressions import find_dates
from mapview.reading.toponyms import find_places

DATA = Path(__file__).parents[2] / "data"
BAR = 0.95


@pytest.fixture(scope="module")
def reports(originals):
    texts = {}
    for path in originals.glob("*.txt"):
        plain = path.read_bytes().decode().replace("\r\n", "\n").replace("\r", "\n")
        text = unicodedata.normalize("NFC", plain)
        texts[hashlib.sha256(text.encode()).hexdigest()] = text
    return texts


def annotations(name):
    by_report = defaultdict(list)
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        by_report[record["report"]].append(record)
    return by_report


def f1(reports, name, find, value):
    right = predicted = gold = 0
    misses = []
    for report, records in annotations(name).items():
        found = find(reports[report], records[0])
        predicted += len(found)
        gold += len(records)
        for record in records:
            hits = [value(m) for m in found if m.start < record["end"] and record["start"] < m.end]
            wanted = record["id"] if "id" in record else record["edtf"]
            right += wanted in hits
            misses += [] if wanted in hits else [(record, hits)]
    return 2 * right / (predicted + gold), misses


def test_places_of_the_reports(reports):
    score, misses = f1(reports, "seeds_places.jsonl", lambda text, _: find_places(text), lambda m: m.place.id)
    assert score >= BAR, misses


def test_dates_of_the_reports(reports):
    score, misses = f1(
        reports, "seeds_dates.jsonl", lambda text, record: find_dates(text, record["published"]), lambda m: m.edtf
    )
    assert score >= BAR, misses
