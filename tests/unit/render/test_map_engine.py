"""The page's engine against the timeline: same claims, same statuses, whatever view came before."""

import base64
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers import reference
from tests.helpers.projects import FIRST_DAY, LAST_DAY, TOPICS, event_times, known_times, place, projects, source
from tests.helpers.varied_projects import filters

from mapview.config import resource_path
from mapview.domain.columns import UNCERTAIN
from mapview.domain.course import Course
from mapview.domain.dates import Span
from mapview.domain.filters import Filter
from mapview.domain.model import STATUSES, Anchor, Claim, Project, Quantity, Text, Topic
from mapview.domain.timeline import Timeline, worst
from mapview.render.map_data import columns_blob, packed

RUNNER = Path(__file__).parents[2] / "helpers" / "engine_runner.js"
#: Stretches of one day and of several.
EDGES = [*range(FIRST_DAY, FIRST_DAY + 6), *range(FIRST_DAY + 6, LAST_DAY + 3, 3)]
views = st.lists(st.tuples(event_times, known_times), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed; tests/web runs the same engine in Chromium")
    return found


def run(node: str, timeline: Timeline, requested: list[dict]) -> list[dict]:
    descriptors, block = columns_blob(timeline)
    request = {
        "engine": str(resource_path("resources/map/engine.js")),
        "columns": base64.b64encode(block).decode(),
        "descriptors": descriptors,
        "places": len(timeline.project.places),
        "topics": len(timeline.project.topics),
        "views": requested,
        "edges": EDGES,
        "sources": len(timeline.project.sources),
    }
    done = subprocess.run(
        [node, str(RUNNER)], input=json.dumps(request), capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def view_json(at, known) -> dict:
    return {
        "t0": None if at is None else at.earliest,
        "t1": None if at is None else at.latest,
        "known": known,
    }


@settings(max_examples=120)
@given(project=projects(most_claims=22), moves=views)
def test_equals_the_timeline_wherever_it_comes_from(node: str, project: Project, moves: list) -> None:
    timeline = Timeline.of(project)
    answers = run(node, timeline, [view_json(*move) for move in moves])
    before: dict[str, int] = dict.fromkeys(project.places, 0)
    for (at, known), answer in zip(moves, answers, strict=True):
        view = timeline.view(at, known)
        assert answer["rows"] == view.rows.tolist()
        assert answer["groups"] == [STATUSES[code] for code in view.topic_statuses().tolist()]
        statuses = view.statuses()
        assert answer["places"] == [worst(list(statuses.get(place, {}).values())) for place in project.places]
        shown = {place: len(rows) for place, rows in view.claims_by_place()}
        counts = {place: shown.get(place, 0) for place in project.places}
        assert answer["counts"] == list(counts.values())
        assert answer["staleness"] == view.staleness().tolist()
        changed = {list(project.places)[number] for number in answer["changed"]}
        assert {place for place in counts if counts[place] != before[place]} <= changed
        before = counts
        doubtful = view.rows[(timeline.columns.flags[view.rows] & UNCERTAIN) > 0]
        by_group = np.bincount(timeline.columns.group[doubtful], minlength=len(timeline.group_start))
        assert answer["uncertain"] == by_group.tolist()
        by_place = np.bincount(timeline.columns.place[doubtful], minlength=len(project.places))
        assert answer["uncertainAtPlaces"] == by_place.tolist()
        assert answer["histogram"] == timeline.histogram(np.array(EDGES), known).ravel().tolist()
        locked = Course(timeline, "locked").histogram(np.array(EDGES), "source")
        assert answer["locked"] == locked.ravel().tolist(), "each day as it was known then"


ranges = st.tuples(st.integers(0, 12), st.integers(0, 8), st.integers(0, 3), st.sampled_from(["reported", "planned"]))


@settings(max_examples=150)
@given(told=st.lists(ranges, min_size=2, max_size=6))
def test_finds_two_voices_whose_ranges_meet(node: str, told: list) -> None:
    topic = Topic("number", Text("Number"), "quantity")
    sources = {f"source-{n}": source(n, "2025-12-24", n, None) for n in range(4)}
    claims = {
        f"claim-{n}": Claim(
            f"claim-{n}", "place-0", "number", Quantity(low, low + width), Text("Test"), "2025-12", f"source-{voice}",
            Anchor(0, 1, "0" * 64, "x"), modality=modality,
        )
        for n, (low, width, voice, modality) in enumerate(told)
    }  # fmt: skip
    project = Project(Text("Test"), "number", {"place-0": place(0)}, {"number": topic}, {}, sources, claims)
    timeline = Timeline.of(project)
    answer = run(node, timeline, [{"t0": None, "t1": None, "known": None}])[0]
    assert answer["groups"] == [STATUSES[code] for code in timeline.view().topic_statuses().tolist()]


def test_reaches_every_status_forwards_and_backwards(node: str) -> None:
    timeline = Timeline.of(_overtaken())
    days = [*range(FIRST_DAY - 1, FIRST_DAY + 12), *range(FIRST_DAY + 12, FIRST_DAY - 2, -1)]
    answers = run(node, timeline, [view_json(Span(day, day), known) for known in (None, LAST_DAY - 9) for day in days])
    seen = set()
    for answer, (known, day) in zip(answers, [(k, d) for k in (None, LAST_DAY - 9) for d in days], strict=True):
        expected = [STATUSES[code] for code in timeline.view(Span(day, day), known).topic_statuses().tolist()]
        assert answer["groups"] == expected
        seen.update(expected)
    assert seen == set(STATUSES)


def _overtaken() -> Project:
    """A plan for good; a report of some days overtakes it, others agree with it and contradict it."""
    sources = {name: source(n, "2025-12-24", n, None) for n, name in enumerate(["source-0", "source-1"])}
    told = [
        ("2025-12-20/..", "present", "source-0", "planned"),
        ("2025-12-22/2025-12-28", "present", "source-0", "reported"),
        ("2025-12-24/2025-12-25", "present", "source-1", "reported"),
        ("2025-12-26/2025-12-27", "absent", "source-1", "reported"),
    ]
    claims = {
        f"claim-{n}": Claim(
            f"claim-{n}", "place-0", "presence", value, Text("Test"), when, found, Anchor(0, 1, "0" * 64, "x"),
            modality=modality,
        )
        for n, (when, value, found, modality) in enumerate(told)
    }  # fmt: skip
    topics = {topic.id: topic for topic in TOPICS}
    return Project(Text("Made for a test"), "presence", {"place-0": place(0)}, topics, {}, sources, claims)


@settings(max_examples=80)
@given(project=projects(most_claims=22), wanted=filters, moves=views, data=st.data())
def test_what_does_not_pass_counts_for_nothing(
    node: str, project: Project, wanted: Filter, moves: list, data: st.DataObject
) -> None:
    timeline = Timeline.of(project)
    heard = [int(data.draw(st.booleans())) for _ in project.sources]
    kept = {source for source, on in zip(project.sources, heard, strict=True) if on}
    passing = base64.b64encode(packed(timeline.facets.narrowed(wanted).mask)).decode()
    asked = [data.draw(st.sampled_from([wanted.statuses, ()])) for _ in moves]
    answers = run(
        node,
        timeline,
        [
            view_json(*move) | {"heard": heard, "passing": passing, "statuses": statuses}
            for move, statuses in zip(moves, asked, strict=True)
        ],
    )
    left = reference.narrowed(project, wanted)
    left = replace(left, claims={claim.id: claim for claim in left.claims.values() if claim.source in kept})
    for (at, known), answer, of_statuses in zip(moves, answers, asked, strict=True):
        rows = [timeline.columns.ids[row] for row in answer["rows"]]
        statuses = reference.statuses(left, at, known, project)
        if of_statuses:
            statuses = {
                place: {topic: status for topic, status in topics.items() if status in of_statuses}
                for place, topics in statuses.items()
            }
        seen = [c for c in reference.shown(left, at, known) if c.topic in statuses.get(c.place, {})]
        assert sorted(rows) == sorted(claim.id for claim in seen)
        assert answer["counts"] == [sum(c.place == place for c in seen) for place in project.places]
        assert answer["places"] == [worst(list(statuses.get(place, {}).values())) for place in project.places]
        shown = replace(left, claims={claim.id: claim for claim in seen})
        assert answer["staleness"] == [reference.staleness(shown, at, known, place) for place in project.places]
