"""Many dates at once are the dates one by one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapview.domain import dates, spans
from mapview.errors import BadDateError

_DIGITS = st.integers(0, 99).map("{:02}".format)
_DAYS = st.one_of(
    st.dates().map(str),
    st.builds("{}{}-{}-{}".format, _DIGITS, _DIGITS, _DIGITS, _DIGITS),
    st.sampled_from(["2024-02-29", "2023-02-29", "1900-02-29", "0000-02-29", "2026-1-014", "2026/01/14", "2026-0١-14"]),
)
_TEXTS = st.one_of(
    _DAYS,
    st.builds("{}/{}".format, _DAYS, _DAYS),
    st.builds("{}/..".format, _DAYS),
    st.builds("../{}".format, _DAYS),
    st.builds("{}/--".format, _DAYS),
    st.sampled_from(
        ["2026", "2026-01", "2025-09~/2026", "2026/", "../..", "2024-09-2X", "", "2026-01-1X", "2026-W1-14"]
    ),
)


@given(st.lists(_TEXTS, max_size=12))
@settings(deadline=None, max_examples=500)
def test_they_are_those_of_one_by_one(texts: list[str]) -> None:
    try:
        expected = [dates.parse(text) for text in texts]
    except BadDateError as error:
        with pytest.raises(BadDateError, match=re.escape(str(error))):
            spans.of(texts)
        return
    found = spans.of(texts)
    assert found.earliest.tolist() == [spans.OPEN_START if one.earliest is None else one.earliest for one in expected]
    assert found.latest.tolist() == [spans.OPEN_END if one.latest is None else one.latest for one in expected]
    doubts = [[doubt != "" for doubt in dates.doubts(text)] for text in texts]
    assert found.doubtful.T.tolist() == doubts
