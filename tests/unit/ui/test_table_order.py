"""The order of very many texts is that of Python's strings."""

from hypothesis import given
from hypothesis import strategies as st

from mapview.ui.table.text_order import _lines, _ranked

words = st.text(st.sampled_from("ab ق é🙂1"), max_size=4)
starts = st.sampled_from(["", "the base at Harir ", "القاعدة"])
lines = st.lists(st.builds(lambda start, rest: start + rest, starts, words))


@given(lines)
def test_ranks_are_the_places_among_the_sorted(texts: list[str]) -> None:
    places = {text: place for place, text in enumerate(sorted({text for text in texts if text}))}
    assert _ranked(_lines(texts)).tolist() == [places.get(text, -1) for text in texts]
