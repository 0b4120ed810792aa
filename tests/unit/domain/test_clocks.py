from hypothesis import given
from hypothesis import strategies as st

from mapview.domain.clocks import TIME_MODES, Clocks, TimeMode
from mapview.domain.dates import Span

days = st.integers(-800_000, 800_000)


@given(days, st.integers(0, 5000), st.sampled_from(TIME_MODES), days)
def test_a_move_ends_on_the_day_and_keeps_the_mode(first: int, length: int, mode: TimeMode, day: int) -> None:
    before = Clocks(Span(first, first + length), mode)
    after = before.on(day)
    assert after.mode == mode
    assert after.days[1] == day
    assert after.days[0] <= day
    if mode == "range":
        assert day - after.days[0] == length
    if mode == "instant":
        assert after.days[0] == day
    if mode == "cumulative":
        assert after.days[0] == min(first, day)


@given(days, st.integers(0, 5000), st.sampled_from(TIME_MODES), days)
def test_a_change_of_mode_keeps_the_end(first: int, length: int, mode: TimeMode, begin: int) -> None:
    clocks = Clocks(Span(first, first + length)).in_mode(mode, begin)
    assert clocks.days[1] == first + length
    if mode == "cumulative":
        assert clocks.days[0] == min(begin, first + length)


@given(days, days)
def test_a_locked_known_time_follows(first: int, day: int) -> None:
    locked = Clocks(Span(first, first), known="locked")
    assert locked.known_day == first
    assert locked.on(day).known_day == day
    assert Clocks(Span(first, first), known=day).on(first + 1).known_day == day
