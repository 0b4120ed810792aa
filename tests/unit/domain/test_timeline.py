import numpy as np
from hypothesis import given, settings
from tests.helpers import reference
from tests.helpers.projects import event_times, known_times, projects

from mapview.domain import dates
from mapview.domain.model import Project
from mapview.domain.timeline import Timeline


@given(projects(), event_times, known_times)
@settings(deadline=None, max_examples=300)
def test_index_equals_the_obvious_implementation(project: Project, at: dates.Span | None, known: int | None) -> None:
    view = Timeline.of(project).view(at, known)
    claims = reference.shown(project, at, known)
    assert {view.timeline.columns.ids[row] for row in view.rows} == {claim.id for claim in claims}
    assert view.statuses() == reference.statuses(project, at, known)
    conflicts = view.conflicts()
    for kind, expected in (
        ("derived", reference.derived(project, claims)),
        ("asserted", reference.asserted(project, claims)),
    ):
        assert {frozenset(pair) for c in conflicts if c.kind == kind for pair in c.pairs} == expected


@given(projects(), known_times)
@settings(deadline=None)
def test_histogram_counts_the_claims_in_force_by_source(project: Project, known: int | None) -> None:
    timeline = Timeline.of(project)
    edges = np.arange(dates.day_number(2025, 12, 20), dates.day_number(2026, 1, 20), 3)
    counts = timeline.histogram(edges, known)
    for stretch, (first, after) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)):
        claims = reference.shown(project, dates.Span(first, after - 1), known)
        bounded = [claim for claim in claims if claim.when != "../.."]
        for position, source in enumerate(project.sources):
            assert counts[position, stretch] == sum(claim.source == source for claim in bounded)


@given(projects())
@settings(deadline=None)
def test_nothing_changes_between_changes(project: Project) -> None:
    timeline = Timeline.of(project)
    changes = set(timeline.changes().tolist())
    for day in range(dates.day_number(2025, 12, 24), dates.day_number(2026, 1, 6)):
        before, now = (set(timeline.view(dates.Span(d, d)).rows.tolist()) for d in (day - 1, day))
        assert before == now or day in changes


def test_span_runs_over_finite_bounds_only() -> None:
    assert Timeline.of(Project(title=None, start_topic="")).span is None  # type: ignore[arg-type]
