from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers import reference
from tests.helpers.indexes import as_comparable
from tests.helpers.projects import FIRST_DAY, TOPICS, WHENS, event_times, known_times, place, projects, source
from tests.helpers.rich_projects import edits, rich_projects
from tests.helpers.varied_projects import filters, varied_projects

from mapview.domain import dates
from mapview.domain.changes import Change, Macro, Put, Remove
from mapview.domain.filters import Filter
from mapview.domain.histogram import Layer
from mapview.domain.model import MODALITIES, Anchor, Claim, Project, Text, Topic, Utterance
from mapview.domain.timeline import Timeline, begun_by


@given(projects(), event_times, known_times)
@settings(max_examples=300)
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


LAYERS = {"source": "sources", "publisher": "publishers", "topic": "topics", "modality": "modalities"}
#: Stretches of one day and of several, and one that is far longer than there are claims.
EDGES = st.sampled_from(
    [
        np.arange(FIRST_DAY, FIRST_DAY + 40, 3),
        np.array([FIRST_DAY, FIRST_DAY + 1, FIRST_DAY + 2, FIRST_DAY + 12, FIRST_DAY + 20]),
        np.array([-700_000, FIRST_DAY + 3, 700_000]),
    ]
)


@given(varied_projects(), known_times, st.sampled_from(list(LAYERS)), EDGES, filters)
@settings(max_examples=200)
def test_histogram_counts_the_claims_in_force_by_layer(
    project: Project, known: int | None, by: Layer, edges: np.ndarray, wanted: Filter
) -> None:
    timeline = Timeline.of(project)
    counts = timeline.histogram(edges, known, by, timeline.facets.narrowed(wanted))
    left = reference.narrowed(project, wanted)
    assert counts.shape == (len(timeline.layers(by)), len(edges) - 1)
    for stretch, (first, after) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)):
        claims = reference.shown(left, dates.Span(first, after - 1), known)
        expected = Counter(layer(project, claim, by) for claim in claims if claim.when != "../..")
        assert {
            name: count for name, count in zip(timeline.layers(by), counts[:, stretch].tolist(), strict=True) if count
        } == expected


def layer(project: Project, claim: Claim, by: Layer) -> str:
    publisher = project.sources[claim.source].publisher
    if by == "publisher":
        return (publisher.en or publisher.ar) if publisher else ""
    return {"source": claim.source, "topic": claim.topic, "modality": claim.modality}[by]


@given(projects(), event_times, known_times)
def test_each_place_alone_is_as_it_is_among_all(project: Project, at: dates.Span | None, known: int | None) -> None:
    view = Timeline.of(project).view(at, known)
    assert {place: found for place in project.places if (found := view.statuses_of(place))} == view.statuses()
    assert view.staleness().tolist() == [reference.staleness(project, at, known, place) for place in project.places]


@given(projects(), event_times.filter(lambda at: at is not None), known_times)
def test_what_has_begun_stays_in_a_cumulative_view(project: Project, at: dates.Span, known: int | None) -> None:
    timeline = Timeline.of(project)
    view = timeline.view(begun_by(at), known)
    begun = {
        claim.id
        for claim in reference.shown(project, None, known)
        if (first := dates.parse(claim.when).earliest) is None or first <= at.latest
    }
    assert {timeline.columns.ids[row] for row in view.rows} == begun
    assert view.statuses() == reference.statuses(project, begun_by(at), known)


def test_a_claim_confirms_until_its_source_is_known_and_no_longer_than_it_holds() -> None:
    day = dates.day_number(2026, 3, 1)
    for when, published, modality, expected in (
        ("2026-01-14/..", "2026-01-14", "reported", day - dates.day_number(2026, 1, 14)),
        ("2026-01-14/2026-06-30", "2026-01-14", "reported", day - dates.day_number(2026, 1, 14)),
        ("2026-01-14/2026-03-02", "2026-04-01", "reported", 0),
        ("2026-01-14/..", "2026-04-01", "denied", 0),
        ("2026-01-14/..", "2026-01-14", "planned", -1),
    ):
        claim = Claim(
            "a", "place-0", "remark", "one", Text("One"), when, "source-0", Anchor(0, 1, "0" * 64, "x"),
            modality=modality,
        )  # fmt: skip
        project = Project(
            Text("Trial"), "remark", {"place-0": place(0)}, {topic.id: topic for topic in TOPICS}, {},
            {"source-0": source(0, published, None, None)}, {"a": claim},
        )  # fmt: skip
        assert Timeline.of(project).view(dates.Span(day, day)).staleness().tolist() == [expected]


@given(projects())
def test_nothing_changes_between_changes(project: Project) -> None:
    timeline = Timeline.of(project)
    changes = set(timeline.changes().tolist())
    for day in range(dates.day_number(2025, 12, 24), dates.day_number(2026, 1, 6)):
        before, now = (set(timeline.view(dates.Span(d, d)).rows.tolist()) for d in (day - 1, day))
        assert before == now or day in changes


def test_span_runs_over_finite_bounds_only() -> None:
    assert Timeline.of(Project(title=None, start_topic="")).span is None  # type: ignore[arg-type]


@given(st.data(), st.one_of(projects(), rich_projects()))
@settings(max_examples=400)
def test_after_edits_the_index_is_that_of_the_project(data: st.DataObject, project: Project) -> None:
    for timeline in edited(data, project):
        assert as_comparable(timeline) == as_comparable(Timeline.of(timeline.project))


@given(st.data(), st.one_of(varied_projects(), rich_projects()), event_times, known_times, filters)
@settings(max_examples=300)
def test_after_edits_a_filtered_view_equals_the_obvious_implementation(
    data: st.DataObject, project: Project, at: dates.Span | None, known: int | None, wanted: Filter
) -> None:
    *_, timeline = edited(data, project)
    project = timeline.project
    view = timeline.view(at, known, timeline.facets.narrowed(wanted))
    left = reference.narrowed(project, wanted)
    claims = reference.seen(project, at, known, wanted)
    assert {timeline.columns.ids[row] for row in view.rows} == {claim.id for claim in claims}
    assert view.statuses() == reference.wanted_statuses(project, at, known, wanted)
    for kind, expected in (
        ("derived", reference.derived(left, claims)),
        ("asserted", reference.asserted(left, claims)),
    ):
        assert {frozenset(pair) for c in view.conflicts() if c.kind == kind for pair in c.pairs} == expected
    assert view.counts().topics == reference.facet(project, at, known, wanted, "topics")
    assert view.counts().place_kinds == reference.facet(project, at, known, wanted, "place_kinds")
    assert view.counts().publishers == reference.facet(project, at, known, wanted, "publishers")


def test_after_very_many_edits_rules_judge_all_claims() -> None:
    ruled = next(topic for topic in TOPICS if topic.id == "presence")
    topic = replace(ruled, exclusive=())
    sources = {"source-0": source(0, "2026-01-14", 0, None)}
    project = Project(Text("Edited"), "presence", {"place-0": place(0)}, {"presence": topic}, sources=sources)
    timeline = Timeline.of(project)
    for number in range(2100):
        anchor = Anchor(0, 1, "0" * 64, "")
        value = ("present", "absent")[number % 2]
        claim = Claim(f"claim-{number % 4}", "place-0", "presence", value, Text("S"), "../..", "source-0", anchor)
        change = Put(claim)
        project, _ = change.apply(project)
        timeline = timeline.after(project, change)
    change = Put(ruled)
    project, _ = change.apply(project)
    timeline = timeline.after(project, change)
    assert len(timeline.derived) == 4
    assert as_comparable(timeline) == as_comparable(Timeline.of(project))


def edited(data: st.DataObject, project: Project) -> Iterator[Timeline]:
    """Draw some edits of a project, some of them taken back; yield its index after each."""
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
        # What is found once is carried over, too.
        timeline.facets.narrowed(Filter())
        timeline.view().counts()
        yield timeline


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
