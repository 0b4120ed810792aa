"""Anchors made of passages verify against the text that they were made of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapview.domain.model import MAX_CUE_WORDS
from mapview.store.originals import sha256_of
from mapview.store.passages import anchor_of


@settings(deadline=None)
@given(st.data(), st.text(min_size=1, max_size=60))
def test_an_anchor_names_its_passage(data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        with pytest.raises(ValueError, match="no passage"):
            anchor_of(text, start, end)
        return
    anchor = anchor_of(text, start, end)
    passage = text[anchor.start : anchor.end]
    assert passage == text[start:end].strip()
    assert anchor.sha256 == sha256_of(passage)
    assert anchor.cue.split() == passage.split()[:MAX_CUE_WORDS]


def test_a_passage_beyond_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="no passage"):
        anchor_of("short", 2, 9)
