"""TimelineJS, Web Annotations, bibliographies and Parquet: what each keeps, and what it says that it does not."""

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from tests.helpers.rich_projects import rich_projects

from mapview.config import resource_path
from mapview.domain import dates, export_notes
from mapview.domain.model import Project, Text
from mapview.domain.records import records, sources_of
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.exchange.exporting import bibliography, parquet, timelinejs, web_annotations
from mapview.exchange.table import COLUMNS, cells
from mapview.store.folder import load_folder

some = settings(max_examples=25)
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def project() -> Project:
    return load_folder(resource_path("seeds"))


@pytest.fixture(scope="module")
def seeds(project: Project) -> Snapshot:
    return Snapshot(Timeline.of(project))


def bytes_of(write: Any, snapshot: Snapshot) -> bytes:
    stream = io.BytesIO()
    write(snapshot, stream)
    return stream.getvalue()


def days_of(date: dict[str, int]) -> dates.Span:
    parts = [f"{date['year']:05d}" if date["year"] < 0 else f"{date['year']:04d}"]
    parts += [f"{date[name]:02d}" for name in ("month", "day") if name in date]
    return dates.parse("-".join(parts))


@some
@given(rich_projects())
def test_events_of_timelinejs_cover_the_days_of_their_claims(project: Project) -> None:
    snapshot = Snapshot(Timeline.of(project))
    events = json.loads(bytes_of(timelinejs.write_timelinejs, snapshot))["events"]
    started = [record for record in records(snapshot) if record.span.earliest is not None]
    assert [event["unique_id"] for event in events] == [record.claim.id for record in started]
    for event, record in zip(events, started, strict=True):
        assert days_of(event["start_date"]).earliest == record.span.earliest
        if record.span.latest is None:
            assert "end_date" not in event
        else:
            assert days_of(event.get("end_date", event["start_date"])).latest == record.span.latest


def test_a_month_stays_a_month_in_timelinejs(seeds: Snapshot) -> None:
    events = {event["unique_id"]: event for event in json.loads(bytes_of(timelinejs.write_timelinejs, seeds))["events"]}
    months = [claim.id for claim in seeds.timeline.project.claims.values() if re.fullmatch(r"\d{4}-\d{2}", claim.when)]
    assert months
    assert all("day" not in events[name]["start_date"] for name in months)


def test_claims_that_timelinejs_leaves_out_are_counted(seeds: Snapshot) -> None:
    timeless = sum(record.span.earliest is None for record in records(seeds))
    assert timeless
    assert any(f" {timeless} claims" in said for said in timelinejs.timelinejs_left_out(seeds))


def test_the_table_of_timelinejs_says_what_its_json_says(project: Project) -> None:
    claim = next(claim for claim in project.claims.values() if dates.parse(claim.when).earliest is not None)
    claims = {**project.claims, claim.id: replace(claim, statement=Text(HOSTILE))}
    places = {**project.places, claim.place: replace(project.places[claim.place], names=Text("=1+1"))}
    snapshot = Snapshot(Timeline.of(replace(project, claims=claims, places=places)))
    rows = list(csv.DictReader(io.StringIO(bytes_of(timelinejs.write_timelinejs_table, snapshot).decode())))
    events = json.loads(bytes_of(timelinejs.write_timelinejs, snapshot))["events"]
    assert tuple(rows[0]) == timelinejs.TABLE_COLUMNS
    assert [row["Year"] for row in rows[1:]] == [str(event["start_date"]["year"]) for event in events]
    assert any(row["Headline"] == "'=1+1" for row in rows)
    assert not any(HOSTILE in row["Text"] for row in rows)


@some
@given(rich_projects())
def test_annotations_hold_the_anchor_and_no_more_of_the_text_than_the_cue(project: Project) -> None:
    snapshot = Snapshot(Timeline.of(project))
    found = json.loads(bytes_of(web_annotations.write_web_annotations, snapshot))
    items = found["first"]["items"] if project.claims else []
    assert found["total"] == len(items) == len(project.claims)
    assert found["@context"][0] == web_annotations.CONTEXT
    for item, record in zip(items, records(snapshot), strict=True):
        assert item["type"] == "Annotation"
        anchor, selector = record.claim.anchor, item["target"]["selector"]
        assert (selector["type"], selector["start"], selector["end"]) == (
            "TextPositionSelector",
            anchor.start,
            anchor.end,
        )
        quote = selector.get("refinedBy", {"type": "TextQuoteSelector", "exact": ""})
        assert quote == {"type": "TextQuoteSelector", "exact": anchor.cue}
        assert item["target"]["mapview:passage_sha256"] == anchor.sha256
        words = {body["language"]: body["value"] for body in item["body"] if body["type"] == "TextualBody"}
        assert words == {
            lang: said for lang, said in (("en", record.claim.statement.en), ("ar", record.claim.statement.ar)) if said
        }


def test_bibliographies_list_the_sources_of_the_claims_shown(seeds: Snapshot) -> None:
    narrowed = replace(seeds, known=dates.parse("2025-12-31").latest)
    shown = {source.id for source in sources_of(records(narrowed))}
    assert shown < set(seeds.timeline.project.sources)
    text = bytes_of(bibliography.write_bibtex, narrowed).decode()
    assert set(re.findall(r"^@online\{(.*),$", text, re.MULTILINE)) == shown
    items = json.loads(bytes_of(bibliography.write_csl_json, narrowed))
    assert {item["id"] for item in items} == shown


@some
@given(rich_projects())
def test_bibtex_stays_whole_whatever_titles_hold(project: Project) -> None:
    snapshot = Snapshot(Timeline.of(project))
    text = bytes_of(bibliography.write_bibtex, snapshot).decode()
    depth = 0
    for sign in re.findall(r"\\[\\{}$&#%_]|[{}]", "".join(part for part in text.split("\n\n", 1)[1:])):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert text.count("@online{") == len(sources_of(records(snapshot)))


def test_dates_of_bibliographies_keep_their_precision_and_doubt(project: Project) -> None:
    source = next(iter(project.sources.values()))
    said = {
        "2026-01": "date = {2026-01}",
        "2026~": "date = {2026~}",
        "[2026-01-01..2026-01-03]": "note = {Published [2026-",
    }
    csl = {"2026-01": {"date-parts": [[2026, 1]]}, "2026~": {"date-parts": [[2026]], "circa": True}}
    for published, expected in said.items():
        changed = replace(project, sources={**project.sources, source.id: replace(source, published=published)})
        snapshot = Snapshot(Timeline.of(changed))
        assert expected in bytes_of(bibliography.write_bibtex, snapshot).decode()
        (item,) = (one for one in json.loads(bytes_of(bibliography.write_csl_json, snapshot)) if one["id"] == source.id)
        assert item["issued"] == csl.get(published, {"raw": published})


def test_an_outsider_reads_the_bibtex(seeds: Snapshot) -> None:
    bibtexparser = pytest.importorskip("bibtexparser", reason="bibtexparser is not installed")
    library = bibtexparser.parse_string(bytes_of(bibliography.write_bibtex, seeds).decode())
    assert not library.failed_blocks
    assert {entry.key for entry in library.entries} == set(seeds.timeline.project.sources)


def test_an_outsider_reads_the_parquet_with_types(seeds: Snapshot) -> None:
    reader = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    table = reader.read_table(io.BytesIO(bytes_of(parquet.write_parquet, seeds)))
    assert table.column_names == [*COLUMNS, "geometry"]
    types = {"earliest": "date32[day]", "lat": "double", "approximate": "bool", "anchor_start": "int64"}
    assert {name: str(table.schema.field(name).type) for name in types} == types
    rows = [cells(record) for record in records(seeds)]
    for name in COLUMNS:
        column = table[name].to_pylist()
        assert [one.isoformat() if hasattr(one, "isoformat") else one for one in column] == [row[name] for row in rows]
    assert json.loads(table.schema.metadata[b"geo"])["primary_column"] == "geometry"
    assert json.loads(table.schema.metadata[b"notes"])[0] == export_notes.described(seeds)
