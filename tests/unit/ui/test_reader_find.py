"""Finding words in a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapview.ui.reader.find import find_in_steps, pattern_of


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("الاسد", "قاعدة عين الأسد", "الأسد"),
        ("اربيل", "في إربيل", "إربيل"),
        ("مغادره", "مُغَادَرَة القوات", "مُغَادَرَة"),
        ("2026", "عام ٢٠٢٦", "٢٠٢٦"),
        ("harir", "Ḩarīr and Harir", "Ḩarīr"),
        ("DEIR ez zor", "to Deir ez-Zor.", "Deir ez-Zor"),
        ("الحرير", "الحـــرير", "الحـــرير"),
    ],
)
def test_spellings_are_found_as_they_stand(words: str, text: str, found: str) -> None:
    pattern = pattern_of(words)
    assert pattern is not None
    assert text[slice(*next(iter(next(find_in_steps(text, pattern)))))] == found


def test_nothing_to_look_for() -> None:
    assert pattern_of(" .,") is None
    pattern = pattern_of("a.b*")
    assert pattern is not None
    assert not pattern.search("axb")


@given(st.integers(0, 210_000))
def test_no_match_is_lost_or_doubled_where_slices_meet(at: int) -> None:
    pattern = pattern_of("needle")
    assert pattern is not None
    text = "." * at + "needle" + "." * (210_000 - at)
    assert [found for slice_ in find_in_steps(text, pattern) for found in slice_] == [(at, at + 6)]
