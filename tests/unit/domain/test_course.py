from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers import projects as made
from tests.helpers.projects import FIRST_DAY, LAST_DAY, TOPICS, projects

from mapview.domain import dates
from mapview.domain.clocks import Clocks, TimeMode
from mapview.domain.columns import OPEN_END, OPEN_START, UNCERTAIN_END, UNCERTAIN_START, Columns
from mapview.domain.course import STOPS, Course
from mapview.domain.dates import Span
from mapview.domain.filters import Filter
from mapview.domain.model import Anchor, Claim, Decision, DecisionKind, Project, Text
from mapview.domain.timeline import Timeline

DAYS = range(FIRST_DAY - 5, LAST_DAY + 40)
KNOWN = st.one_of(st.none(), st.just("locked"), st.integers(FIRST_DAY, LAST_DAY))


def seen(timeline: Timeline, day: int, known: object, narrow: Filter) -> set[int]:
    """What the view of one day shows, the slow and obvious way."""
    known_day = day if known == "locked" else known
    return set(timeline.view(Span(day, day), known_day, timeline.facets.narrowed(narrow)).rows.tolist())  # type: ignore[arg-type]


@given(projects(), KNOWN, st.sampled_from([Filter(), Filter(modalities=("reported", "planned"))]))
def test_stops_are_where_the_view_changes(project: Project, known: object, narrow: Filter) -> None:
    timeline = Timeline.of(project)
    course = Course(timeline, known, timeline.facets.narrowed(narrow))  # type: ignore[arg-type]
    views = [seen(timeline, day, known, narrow) for day in DAYS]
    pairs = {tuple(pair) for pair in timeline.open_pairs.tolist()}
    changes, claims, clashes = set(), set(), set()
    for day, before, after in zip(DAYS[1:], views, views[1:], strict=False):
        if before != after:
            changes.add(day)
        if after - before:
            claims.add(day)
        if any(a in after and b in after and not (a in before and b in before) for a, b in pairs):
            clashes.add(day)
    within = range(DAYS[1], DAYS[-1] + 1)
    found = {stop: {day for day in course.days(stop).tolist() if day in within} for stop in STOPS}
    assert changes <= found["change"]
    assert claims == found["claim"]
    assert clashes == found["conflict"]


@given(projects(), KNOWN)
def test_the_histogram_counts_what_the_view_of_each_day_shows(project: Project, known: object) -> None:
    timeline = Timeline.of(project)
    edges = np.arange(DAYS[0], DAYS[-1] + 2)
    counts = Course(timeline, known).histogram(edges, "topic").sum(axis=0).tolist()  # type: ignore[arg-type]
    rows = timeline.columns
    for day, count in zip(DAYS, counts, strict=True):
        always = [
            row
            for row in seen(timeline, day, known, Filter())
            if rows.earliest[row] == OPEN_START and rows.latest[row] == OPEN_END
        ]
        expected = len(seen(timeline, day, known, Filter())) - (0 if known == "locked" else len(always))
        assert count == expected, day


@given(projects(), st.sampled_from([1, 3, 7]))
def test_doubtful_claims_fade_at_their_ends(project: Project, step: int) -> None:
    timeline = Timeline.of(project)
    rows = timeline.columns
    edges = np.arange(DAYS[0], DAYS[-1] + 2, step)
    course = Course(timeline)
    counts = course.histogram(edges, "source")
    strengths = course.strengths(edges, "source", counts)
    for stretch in range(len(edges) - 1):
        for source in range(len(rows.source_ids)):
            if counts[source, stretch]:
                expected = _firmness(timeline, source, edges[stretch], edges[stretch + 1])
                assert strengths[source, stretch] == pytest.approx(min(max(expected / counts[source, stretch], 0.3), 1))


def _firmness(timeline: Timeline, source: int, first: int, end: int) -> float:
    rows, middle = timeline.columns, (first + end) / 2
    total = 0.0
    for row in np.flatnonzero(rows.source == source).tolist():
        start, last = int(rows.earliest[row]), int(rows.latest[row])
        if start == OPEN_START and last == OPEN_END:
            continue
        if start < end and last >= first:
            total += min(_come_in(rows, row, middle), _not_gone(rows, row, middle))
    return total


def _come_in(rows: Columns, row: int, middle: float) -> float:
    start, end = int(rows.earliest[row]), int(rows.latest[row]) + 1
    if not rows.flags[row] & UNCERTAIN_START:
        return 1
    if start == OPEN_START:
        return min(max(1 - (end - middle) / 30, 0), 1)
    ramp = 30 if end > OPEN_END else (end - start) / 4
    return min(max((middle - start) / ramp, 0), 1)


def _not_gone(rows: Columns, row: int, middle: float) -> float:
    start, end = int(rows.earliest[row]), int(rows.latest[row]) + 1
    if not rows.flags[row] & UNCERTAIN_END:
        return 1
    if end > OPEN_END:
        return min(max(1 - (middle - start) / 30, 0), 1)
    ramp = 30 if start == OPEN_START else (end - start) / 4
    return min(max((end - middle) / ramp, 0), 1)


def test_going_on_and_back() -> None:
    from mapview.config import resource_path  # noqa: PLC0415
    from mapview.store.folder import load_folder  # noqa: PLC0415

    course = Course(Timeline.of(load_folder(resource_path("seeds"))))
    for stop in STOPS:
        days = course.days(stop).tolist()
        assert len(days) > 2
        assert course.next(stop, 1, (days[0], days[0])) == days[1]
        assert course.next(stop, -1, (days[1], days[1])) == days[0]
        assert course.next(stop, 1, (days[-1], days[-1])) is None
        assert course.next(stop, -1, (days[0], days[0])) is None
    assert len(course.days("conflict")) < len(course.days("claim")) < len(course.days("change"))


def test_a_conflict_that_is_settled_is_passed_over_and_one_that_stands_is_not() -> None:
    places, sources = (
        {"place-0": made.place(0)},
        {f"source-{n}": made.source(n, "2025-12-24", None, None) for n in range(2)},
    )
    anchor = Anchor(0, 1, "0" * 64, "x")
    claims = {
        f"claim-{n}": Claim(
            f"claim-{n}", "place-0", "presence", value, Text("Test"), when, f"source-{n % 2}", anchor
        )
        for n, (value, when) in enumerate(
            [("present", "2025-12-20/2025-12-25"), ("absent", "2025-12-22/2025-12-25"),
             ("present", "2026-01-01/2026-01-05"), ("absent", "2026-01-03/2026-01-05")]
        )
    }  # fmt: skip
    project = Project(Text("Test"), "presence", places, {topic.id: topic for topic in TOPICS}, {}, sources, claims)
    days = [dates.day_number(2025, 12, 22), dates.day_number(2026, 1, 3)]
    kinds: tuple[tuple[DecisionKind, list[int]], ...] = (("explained", days[1:]), ("both-stand", days))
    assert Course(Timeline.of(project)).days("conflict").tolist() == days
    for kind, left in kinds:
        decided = Decision("one", ("claim-0", "claim-1"), kind, "2026-01-20", note=Text("Test"))
        assert Course(Timeline.of(replace(project, decisions={"one": decided}))).days("conflict").tolist() == left


@given(
    projects(),
    KNOWN,
    st.sampled_from([Filter(), Filter(modalities=("reported",))]),
    st.sampled_from(["instant", "range", "cumulative"]),
    st.sampled_from([1, -1]),
)
def test_a_filled_day_is_one_that_shows_a_claim(
    project: Project, known: object, narrow: Filter, mode: TimeMode, direction: int
) -> None:
    timeline = Timeline.of(project)
    if timeline.span is None:
        return
    narrowed = timeline.facets.narrowed(narrow)
    course = Course(timeline, known, narrowed)  # type: ignore[arg-type]
    low, high = timeline.span
    middle = (low + high) // 2
    clocks = Clocks(Span({"instant": middle, "range": middle - 3, "cumulative": low}[mode], middle), mode, known)  # type: ignore[arg-type]
    onward = range(middle + 1, high + 1) if direction > 0 else range(middle - 1, low - 1, -1)

    def is_filled(day: int) -> bool:
        there = clocks.on(day)
        return bool(len(timeline.view(there.at, there.known_day, narrowed).rows))

    assert course.next_filled(direction, clocks) == next(filter(is_filled, onward), None)
