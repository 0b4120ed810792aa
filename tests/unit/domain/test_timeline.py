from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers import reference
from tests.helpers.indexes import as_comparable
from tests.helpers.projects import WHENS, event_times, known_times, projects
from tests.helpers.rich_projects import edits, rich_projects

from mapview.domain import dates
from mapview.domain.changes import Change, Macro, Put, Remove
from mapview.domain.model import MODALITIES, Project, Text, Topic, Utterance
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


@given(st.data(), st.one_of(projects(), rich_projects()))
@settings(deadline=None, max_examples=400)
def test_after_edits_the_index_is_that_of_the_project(data: st.DataObject, project: Project) -> None:
    timeline, undo = Timeline.of(project), []
    for _ in range(data.draw(st.integers(1, 5))):
        if undo and data.draw(st.booleans()):
            change = undo.pop()
            project, _ = change.apply(project)
        else:
            change = data.draw(st.one_of(edits(project), edits_of_topics(project), edits_of_claims(project)))
            project, inverse = change.apply(project)
            undo.append(inverse)
        timeline = timeline.after(project, change)
        assert as_comparable(timeline) == as_comparable(Timeline.of(project))


def edits_of_topics(project: Project) -> st.SearchStrategy[Change]:
    """Draw a topic with its states in another order, other rules, or another topic before all."""
    presence, strength = project.topics["presence"], project.topics["strength"]
    return st.sampled_from(
        [
            Put(replace(presence, states=presence.states[::-1])),
            Put(replace(presence, exclusive=(("partial", "absent"),))),
            Put(replace(strength, apart=not strength.apart)),
            Put(Topic("new", Text("New"), "text"), 0),
            Put(Topic("new", Text("New"), "text")),
            Macro((Remove("topics", "remark"), Put(project.topics["remark"], 0))),
        ]
    )


def edits_of_claims(project: Project) -> st.SearchStrategy[Change]:
    """Draw claims that stand, speak or hold otherwise than before."""
    if not project.claims:
        return st.just(Put(Utterance("said-new", Text("Somebody")), 0))
    asserted = {claim for conflict in project.conflicts.values() for side in conflict.sides for claim in side}
    changed = st.builds(
        lambda claim, place, when, said, modality: replace(
            claim, when=when, utterance=said, modality=modality, place=claim.place if claim.id in asserted else place
        ),
        st.sampled_from(list(project.claims.values())),
        st.sampled_from(list(project.places)),
        st.sampled_from(WHENS),
        st.sampled_from([None, *project.utterances]),
        st.sampled_from(MODALITIES),
    ).map(Put)
    return st.lists(changed, min_size=1, max_size=3).map(tuple).map(Macro)
