from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.projects import TOPICS, place, projects, source

from mapview.domain.dates import Span
from mapview.domain.excerpt import excerpt
from mapview.domain.filters import Filter
from mapview.domain.model import Anchor, Claim, Decision, Project, Text
from mapview.domain.rules import decision_faults
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline

FILTERS = st.sampled_from(
    [
        Filter(),
        Filter(modalities=("reported",)),
        Filter(topics=("presence", "end")),
        Filter(sources=("source-0", "source-1")),
        Filter(modalities=("denied", "planned"), text="test"),
    ]
)


@given(projects(), FILTERS)
def test_a_narrowed_snapshot_says_what_the_narrowed_view_says(project: Project, narrow: Filter) -> None:
    whole = Timeline.of(project)
    snapshot = Snapshot(whole, filter=narrow).narrowed()
    for at in (None, Span(20450, 20450), Span(20440, 20470)):
        expected = whole.view(at, None, whole.facets.narrowed(narrow))
        found = snapshot.timeline.view(at)
        columns = snapshot.timeline.columns
        assert {columns.ids[row] for row in found.rows} == {whole.columns.ids[row] for row in expected.rows}
        assert found.statuses() == expected.statuses()
        assert found.clashes() == expected.clashes()
    assert snapshot.left_out == len(whole.columns) - len(snapshot.timeline.columns)


@given(projects(), st.sets(st.integers(0, 30)))
def test_an_excerpt_is_a_consistent_project(project: Project, numbers: set[int]) -> None:
    kept = {name for place, name in enumerate(project.claims) if place in numbers}
    found = excerpt(project, kept)
    assert set(found.claims) == kept
    assert all(claim.source in found.sources for claim in found.claims.values())
    assert all(source.repeats is None or source.repeats in found.sources for source in found.sources.values())
    for conflict in found.conflicts.values():
        assert len(conflict.sides) > 1
        assert {claim for side in conflict.sides for claim in side} <= kept
    for decision in found.decisions.values():
        assert list(decision_faults(decision, found)) == []


@pytest.mark.parametrize("prefers", ["claim-0", "claim-2"])
def test_a_decision_holds_of_the_claims_that_are_left(prefers: str) -> None:
    ends = ("2025-09", "2026-09", "2026-12")
    claims = [
        Claim(
            f"claim-{n}", "place-0", "end", end, Text("It ends."), "2026-01", f"source-{n}", Anchor(0, 1, "0" * 64, "x")
        )
        for n, end in enumerate(ends)
    ]
    decision = Decision("settled", ("claim-0", "claim-1", "claim-2"), "prefer", "2026-01-14", prefers)
    project = Project(
        Text("Three ends"),
        "end",
        {"place-0": place(0)},
        {topic.id: topic for topic in TOPICS},
        {},
        {f"source-{n}": source(n, "2026-01-02", n, None) for n in range(3)},
        {claim.id: claim for claim in claims},
        decisions={decision.id: decision},
    )
    left = excerpt(project, {"claim-0", "claim-1"})
    assert Timeline.of(replace(left, decisions={})).view().statuses() == {"place-0": {"end": "disputed"}}
    assert Timeline.of(left).view().statuses() != {"place-0": {"end": "disputed"}}
    assert list(decision_faults(left.decisions["settled"], left)) == []
    assert excerpt(project, {"claim-1"}).decisions == {}
