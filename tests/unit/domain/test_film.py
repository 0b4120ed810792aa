"""The frames of a film: which days they show, and which of them show nothing new."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.varied_projects import varied_projects

from mapview.config import resource_path
from mapview.domain.columns import known_from
from mapview.domain.dates import iso, parse
from mapview.domain.film import Film, Frame, Step, changes, days_between, frames, usual_step, without_unchanged
from mapview.domain.model import Project, Text
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError
from mapview.store.folder import load_folder


def day(text: str) -> int:
    found = parse(text).earliest
    assert found is not None
    return found


def film(first: str, last: str, step: str, **more: object) -> Film:
    return Film(day(first), day(last), Step.parse(step), **more)  # type: ignore[arg-type]


def said(shown: tuple[Frame, ...]) -> list[tuple[str | None, str | None]]:
    return [(iso(one.first), iso(one.last)) for one in shown]


def test_a_frame_shows_all_days_of_its_step_and_the_last_one_ends_with_the_film() -> None:
    assert said(frames(film("2026-01-01", "2026-01-17", "7d"))) == [
        ("2026-01-01", "2026-01-07"),
        ("2026-01-08", "2026-01-14"),
        ("2026-01-15", "2026-01-17"),
    ]


def test_months_and_years_are_those_of_the_calendar() -> None:
    assert said(frames(film("2025-11-20", "2026-02-10", "1m"))) == [
        ("2025-11-20", "2025-11-30"),
        ("2025-12-01", "2025-12-31"),
        ("2026-01-01", "2026-01-31"),
        ("2026-02-01", "2026-02-10"),
    ]
    assert said(frames(film("2025-05-05", "2025-12-31", "3m")))[0] == ("2025-05-05", "2025-06-30")
    assert said(frames(film("-0003-06-01", "0001-12-31", "2y")))[:2] == [
        ("-0003-06-01", "-0003-12-31"),
        ("-0002-01-01", "-0001-12-31"),
    ]


def test_a_window_begins_with_the_step_or_with_the_film() -> None:
    instants = frames(film("2026-01-01", "2026-01-20", "7d", window=Step(1, "d")))
    assert said(instants) == [(text, text) for text in ("2026-01-01", "2026-01-08", "2026-01-15")]
    so_far = frames(film("2026-01-01", "2026-01-20", "7d", window="all"))
    assert said(so_far) == [("2026-01-01", text) for text in ("2026-01-07", "2026-01-14", "2026-01-20")]


def test_known_time_is_fixed_or_follows() -> None:
    assert {one.known for one in frames(film("2026-01-01", "2026-01-20", "7d"), known=3)} == {3}
    followed = frames(film("2026-01-01", "2026-01-09", "7d", known_follows=True), known=3)
    assert [iso(one.known) for one in followed] == ["2026-01-07", "2026-01-09"]


@pytest.mark.parametrize("text", ["", "0d", "d", "7", "7w", "-1d", "1.5d"])
def test_what_is_no_step_is_refused(text: str) -> None:
    with pytest.raises(BadInputError, match="no step"):
        Step.parse(text)


def test_films_out_of_reach_are_refused() -> None:
    with pytest.raises(BadInputError, match="would have 9497 frames, more than 2000"):
        frames(film("2000-01-01", "2025-12-31", "1d"))
    with pytest.raises(BadInputError, match="ends before it begins"):
        frames(film("2026-01-02", "2026-01-01", "1d"))
    with pytest.raises(BadInputError, match="frames per second"):
        frames(film("2026-01-01", "2026-01-02", "1d", frames_per_second=0.0))


@given(st.integers(-3_000_000, 3_000_000), st.integers(0, 400_000))
def test_the_usual_step_makes_about_a_hundred_frames(first: int, length: int) -> None:
    found = frames(Film(first, first + length, usual_step(first, first + length)))
    assert len(found) <= 121
    assert len(found) >= min(length + 1, 20)


@settings(max_examples=60)
@given(
    varied_projects(), st.sampled_from(["1d", "3d", "1m"]), st.sampled_from([None, "1d", "40d", "all"]), st.booleans()
)
def test_the_frames_left_out_are_those_that_show_the_same_claims_and_sources(
    project: Project, step: str, window: str | None, follows: bool
) -> None:
    timeline = Timeline.of(project)
    first = timeline.span[0] - 2 if timeline.span else 0
    wanted = None if window is None else "all" if window == "all" else Step.parse(window)
    shown = frames(Film(first, first + 80, Step.parse(step), window=wanted, known_follows=follows))  # type: ignore[arg-type]
    known = {source: known_from(found) for source, found in project.sources.items()}
    rows = [
        (
            timeline.view(one.at, one.known).rows.tolist(),
            [source for source, day in known.items() if one.known is None or day <= one.known],
        )
        for one in shown
    ]
    differs = [True, *(rows[i] != rows[i - 1] for i in range(1, len(rows)))]
    # Claims may come and go at once so that others of the same number hold: compared by row, not by count.
    assert changes(shown, timeline).tolist() == differs
    kept = without_unchanged(shown, timeline)
    assert [(one.first, one.last) for one in kept] == [
        (one.first, one.last) for one, is_new in zip(shown, differs, strict=True) if is_new
    ]
    if window != "1d" or step == "1d":
        assert [one.until for one in kept[:-1]] == [shown[i - 1].last for i in range(1, len(shown)) if differs[i]]
    else:
        assert sum(one.count for one in kept) == len(shown)


def test_without_a_span_a_film_of_the_first_timeline_leaves_the_empty_years_out() -> None:
    timeline = Timeline.of(load_folder(resource_path("seeds")))
    assert timeline.span is not None
    first, last = days_between(timeline, None, None)
    assert day("2024-01-01") < first < last <= timeline.span[1]
    in_sight = timeline.changes()
    assert ((in_sight >= first) & (in_sight <= last)).mean() > 2 / 3
    assert days_between(timeline, day("2025-12-01"), None) == (day("2025-12-01"), last)
    assert days_between(timeline, None, day("2025-12-01")) == (first, day("2025-12-01"))
    assert days_between(timeline, None, day("2016-01-01")) == (timeline.span[0], day("2016-01-01"))
    assert days_between(timeline, day("2030-01-01"), None) == (day("2030-01-01"), timeline.span[1])
    early = day("2025-11-01")
    assert days_between(timeline, None, None, early) != (first, last)


def test_a_timeline_without_dates_has_to_be_told_both_ends() -> None:
    empty = Timeline.of(Project(Text("Empty"), start_topic=""))
    assert days_between(empty, 5, 9) == (5, 9)
    with pytest.raises(BadInputError, match="has no dates"):
        days_between(empty, None, 9)
