from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers import reference
from tests.helpers.projects import event_times, known_times, projects

from mapview.domain import dates
from mapview.domain.filters import Filter
from mapview.domain.model import CERTAINTIES, MODALITIES, Project, Text
from mapview.domain.timeline import Timeline

KINDS = ("sources", "publishers", "topics", "modalities", "certainties", "languages", "place_kinds")


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    chosen = st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)
    return st.one_of(st.just(()), chosen)


filters = st.builds(
    Filter,
    sources=some(("source-0", "source-1", "no-source")),
    publishers=some(("Test publisher 0", "Test publisher 1", "\u0646\u0627\u0634\u0631", "")),
    topics=some(("presence", "strength", "remark")),
    modalities=some(MODALITIES),
    certainties=some(CERTAINTIES),
    languages=some(("en", "ar")),
    place_kinds=some(("town", "base", "site")),
    bbox=st.sampled_from([None, None, (43.0, 33.0, 43.1, 33.1), (43.05, 32.0, 44.0, 34.0)]),
    text=st.sampled_from(["", "", " ", "statement", "STATEMENT 1", "nothing like it"]),
)


@st.composite
def varied_projects(draw: st.DrawFn) -> Project:
    """Draw a project whose places, sources and claims differ in all that a filter asks for."""
    project = draw(projects())
    return replace(
        project,
        places={
            p.id: replace(p, kind=draw(st.sampled_from(["town", "base", "site"]))) for p in project.places.values()
        },
        sources={
            s.id: replace(
                s,
                language=draw(st.sampled_from(["en", "ar", ""])),
                publisher=draw(st.sampled_from([s.publisher, Text("", "\u0646\u0627\u0634\u0631")])),
            )
            for s in project.sources.values()
        },
        claims={c.id: replace(c, certainty=draw(st.sampled_from(CERTAINTIES))) for c in project.claims.values()},
    )


@given(varied_projects(), event_times, known_times, filters)
@settings(deadline=None, max_examples=400)
def test_a_filtered_view_is_that_of_the_claims_that_pass(
    project: Project, at: dates.Span | None, known: int | None, wanted: Filter
) -> None:
    timeline = Timeline.of(project)
    view = timeline.view(at, known, timeline.facets.narrowed(wanted))
    left = reference.narrowed(project, wanted)
    claims = reference.shown(left, at, known)
    assert {timeline.columns.ids[row] for row in view.rows} == {claim.id for claim in claims}
    assert view.statuses() == reference.statuses(left, at, known)
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


@given(varied_projects(), event_times, known_times)
@settings(deadline=None)
def test_without_a_filter_everything_is_counted(project: Project, at: dates.Span | None, known: int | None) -> None:
    counts = Timeline.of(project).view(at, known).counts()
    assert counts.hidden == 0
    assert counts.topics == reference.facet(project, at, known, Filter(), "topics")


@pytest.mark.parametrize(("text", "found"), [("x", {"claim-0"}), ("x", set()), ("", {"claim-0"})])
@given(project=projects())
@settings(deadline=None, max_examples=20)
def test_an_index_of_words_may_tell_which_claims_hold_a_text(project: Project, text: str, found: set[str]) -> None:
    timeline = Timeline.of(project)
    view = timeline.view(narrowed=timeline.facets.narrowed(Filter(text=text), found=found))
    everything = set(project.claims)
    assert {timeline.columns.ids[row] for row in view.rows} == (everything & found if text else everything)
