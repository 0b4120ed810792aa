from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from tests.helpers import reference
from tests.helpers.projects import event_times, known_times, projects
from tests.helpers.varied_projects import filters, varied_projects

from mapview.domain import dates
from mapview.domain.filtering import Held
from mapview.domain.filters import Filter
from mapview.domain.model import Project
from mapview.domain.timeline import Timeline

KINDS = ("sources", "publishers", "topics", "modalities", "certainties", "languages", "place_kinds")


@given(varied_projects(), event_times, known_times, filters)
@settings(max_examples=400)
def test_a_filtered_view_is_that_of_the_claims_that_pass(
    project: Project, at: dates.Span | None, known: int | None, wanted: Filter
) -> None:
    timeline = Timeline.of(project)
    view = timeline.view(at, known, timeline.facets.narrowed(wanted))
    left = reference.narrowed(project, wanted)
    claims = reference.seen(project, at, known, wanted)
    assert {timeline.columns.ids[row] for row in view.rows} == {claim.id for claim in claims}
    assert view.statuses() == reference.wanted_statuses(project, at, known, wanted)
    conflicts = view.conflicts()
    for kind, expected in (
        ("derived", reference.derived(left, claims)),
        ("asserted", reference.asserted(left, claims)),
    ):
        assert {frozenset(pair) for c in conflicts if c.kind == kind for pair in c.pairs} == expected
    counts = view.counts()
    assert {kind: getattr(counts, kind) for kind in KINDS} == {
        kind: reference.facet(project, at, known, wanted, kind) for kind in KINDS
    }
    assert counts.hidden == len(reference.shown(project, at, known)) - len(claims)
    judged = reference.statuses(left, at, known, project)
    assert view.status_counts() == Counter(judged[c.place][c.topic] for c in reference.shown(left, at, known))


@given(varied_projects(), event_times, known_times)
def test_without_a_filter_everything_is_counted(project: Project, at: dates.Span | None, known: int | None) -> None:
    counts = Timeline.of(project).view(at, known).counts()
    assert counts.hidden == 0
    assert counts.topics == reference.facet(project, at, known, Filter(), "topics")


@pytest.mark.parametrize(("text", "found"), [("x", {"claim-0"}), ("x", set()), ("", {"claim-0"})])
@given(project=projects())
@settings(max_examples=20)
def test_an_index_of_words_may_tell_which_claims_hold_a_text(project: Project, text: str, found: set[str]) -> None:
    timeline = Timeline.of(project)
    names = timeline.columns.names
    held = Held(text, names, np.array([name in found for name in names], bool))
    view = timeline.view(narrowed=timeline.facets.narrowed(Filter(text=text), held=held))
    everything = set(project.claims)
    assert {timeline.columns.ids[row] for row in view.rows} == (everything & found if text else everything)
