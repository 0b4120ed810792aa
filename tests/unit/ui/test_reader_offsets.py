"""Code points and UTF-16 units."""

from hypothesis import given
from hypothesis import strategies as st

from mapview.ui.reader.offsets import Offsets, shown_text, without_bidi_marks

#: Letters of both directions, emoji with joiners, combining marks, bidi marks, and what Qt takes for no character.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("ابة دَ a1 ٢\n\r\t.،🇮🇶👩‍🚒😀é́\u200f\u2067\u2069\u2028\u2029\x00\ufdd0\ufffc\U0010ffff"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=80,
)


@given(TEXTS)
def test_units_are_those_of_utf_16(text: str) -> None:
    offsets = Offsets(text)
    for point in range(len(text) + 1):
        unit = offsets.to_units(point)
        assert unit == len(text[:point].encode("utf-16-le")) // 2
        assert offsets.to_points(unit) == point


def test_the_second_half_of_a_pair_belongs_to_its_character() -> None:
    assert [Offsets("😀😀b").to_points(unit) for unit in range(6)] == [0, 0, 1, 1, 2, 3]


@given(TEXTS)
def test_what_is_shown_is_as_long(text: str) -> None:
    assert [len(c.encode("utf-16-le")) for c in shown_text(text)] == [len(c.encode("utf-16-le")) for c in text]


def test_an_endless_paragraph_is_broken_at_spaces_only() -> None:
    text = "word " * 50_000
    shown = shown_text(text)
    assert max(map(len, shown.split("\n"))) <= 20_000
    assert shown.replace("\n", " ") == text
    assert shown_text("x" * 50_000) == "x" * 50_000


def test_copied_text_has_no_bidi_marks() -> None:
    assert without_bidi_marks("\u202bبغداد\u202c \u200fفي\u061c Baghdad") == "بغداد في Baghdad"
