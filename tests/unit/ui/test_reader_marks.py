"""Marks by where they stand."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mapview.ui.reader.marks import Mark, Marks, lanes

MARKS = st.lists(
    st.builds(
        lambda start, length, number: Mark(start, start + length, "claim", str(number)),
        st.integers(0, 40),
        st.integers(1, 20),
        st.integers(0, 99),
    ),
    max_size=12,
)


@given(MARKS, st.integers(0, 60), st.integers(1, 20))
def test_the_marks_of_a_stretch_are_those_that_meet_it(marks: list[Mark], start: int, length: int) -> None:
    end = start + length
    found = Marks(marks).between(start, end)
    assert sorted(found, key=repr) == sorted((m for m in marks if m.start < end and m.end > start), key=repr)


@given(MARKS)
def test_marks_of_a_lane_do_not_meet(marks: list[Mark]) -> None:
    ordered = Marks(marks).all
    found = list(zip(lanes(ordered), ordered, strict=True))
    for lane in {lane for lane, _ in found}:
        of_lane = [mark for other, mark in found if other == lane]
        assert all(one.end <= two.start for one, two in pairwise(of_lane))


def test_next_and_previous_go_round() -> None:
    one, two, three = Mark(0, 9, "claim", "1"), Mark(0, 4, "claim", "2"), Mark(6, 8, "claim", "3")
    marks = Marks([three, one, two])
    assert [marks.beside(m.start, m.end, 1) for m in (one, two, three)] == [two, three, one]
    assert [marks.beside(m.start, m.end, -1) for m in (one, two, three)] == [three, one, two]
    assert Marks().beside(0, 0, 1) is None
