import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapview.domain.dates import civil, day_number
from mapview.ui.clocks.scale import Scale, bin_edges, headings, month_later, ticks

LIMITS = (day_number(2014, 1, 1), day_number(2027, 1, 1))
scales = st.builds(
    lambda first, days, width, mirrored: Scale.of(first, first + days, width, mirrored=mirrored),
    st.integers(*LIMITS),
    st.integers(1, 5000),
    st.integers(50, 4000),
    st.booleans(),
)


@given(scales, st.integers(0, 4000))
def test_a_pixel_lies_on_the_day_that_it_shows(scale: Scale, pixel: int) -> None:
    x = min(pixel, scale.width - 1) + 0.5
    day = scale.day(x)
    ends = sorted((scale.x(day), scale.x(day + 1)))
    assert ends[0] - 1e-6 <= x <= ends[1] + 1e-6


@given(scales, st.floats(0.2, 5), st.floats(0, 1))
def test_zooming_and_moving_stay_within_limits(scale: Scale, factor: float, share: float) -> None:
    for found in (scale.zoomed(factor, share * scale.width, LIMITS), scale.moved(factor * 100 - 250, LIMITS)):
        assert found.first >= LIMITS[0] - 1e-6
        assert found.width == scale.width


def test_right_to_left_time_runs_the_other_way() -> None:
    scale = Scale.of(0, 99, 1000, mirrored=True)
    assert scale.x(0) == 1000
    assert scale.x(100) == 0
    assert scale.day(999) == 0


@given(scales, st.sampled_from(["en", "ar"]))
def test_ticks_leave_room_for_their_words(scale: Scale, language: str) -> None:
    found = ticks(scale, language, 7)  # type: ignore[arg-type]
    days = [tick.day for tick in found]
    assert days == sorted(set(days))
    apart = [later - earlier for earlier, later in itertools.pairwise(days)]
    # February is shorter than what the unit is judged by.
    assert all(days * scale.per_day >= 2.6 * 7 for days in apart)


@pytest.mark.parametrize(
    ("days", "first_words", "heading"),
    [(20, "1", "January 2026"), (90, "1", "January 2026"), (400, "Jan", "2026"), (6000, "2026", None)],
)
def test_units_grow_with_what_is_seen(days: int, first_words: str, heading: str | None) -> None:
    start = day_number(2026, 1, 1)
    scale = Scale.of(start, start + days, 900)
    found = ticks(scale, "en", 7)
    at_start = [tick.words for tick in found if tick.day == start]
    assert at_start == [first_words]
    heads = headings(scale, found, "en")
    assert (heads[0][1] if heads else None) == heading


@given(scales, st.floats(1, 20))
def test_bins_cover_what_is_seen(scale: Scale, narrowest: float) -> None:
    edges = bin_edges(scale, narrowest)
    assert edges[0] <= scale.first
    assert edges[-1] > scale.last
    assert min(later - earlier for earlier, later in itertools.pairwise(edges)) >= 1


@given(st.integers(-300_000, 300_000), st.integers(-30, 30))
def test_a_month_later_is_in_that_month(day: int, months: int) -> None:
    year, month, of_month = civil(day)
    found = civil(month_later(day, months))
    assert found[0] * 12 + found[1] == year * 12 + month + months
    assert found[2] <= of_month
