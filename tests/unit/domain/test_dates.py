import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapview.domain import dates
from mapview.errors import BadDateError

COVERED = {
    "2026-01-14": ("2026-01-14", "2026-01-14"),
    "2025-09": ("2025-09-01", "2025-09-30"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2024-09-2X": ("2024-09-20", "2024-09-29"),
    "2024-02-2X": ("2024-02-20", "2024-02-29"),
    "202X": ("2020-01-01", "2029-12-31"),
    "2025-1X": ("2025-10-01", "2025-12-31"),
    "156X-12-25": ("1560-12-25", "1569-12-25"),
    "2025-10-11/..": ("2025-10-11", None),
    "../2025-09": (None, "2025-09-30"),
    "../..": (None, None),
    "/2026-01-14": (None, "2026-01-14"),
    "2026/": ("2026-01-01", None),
    "[2025-12-26..2026-01-13]": ("2025-12-26", "2026-01-13"),
    "[..2025-01]": (None, "2025-01-31"),
    "{2025-01,2025-03}": ("2025-01-01", "2025-03-31"),
    "2024-09-2X/2026-12-31": ("2024-09-20", "2026-12-31"),
    "2025-09~": ("2025-09-01", "2025-09-30"),
    "2025-21": ("2025-03-01", "2025-05-31"),
    "2025-33": ("2025-01-01", "2025-03-31"),
    "-0044-03-15": ("-0044-03-15", "-0044-03-15"),
    "0000": ("0000-01-01", "0000-12-31"),
}


@pytest.mark.parametrize("text", COVERED)
def test_days_covered(text: str) -> None:
    span = dates.parse(text)
    assert (dates.iso(span.earliest), dates.iso(span.latest)) == COVERED[text]


@pytest.mark.parametrize(
    "text",
    ["", "/", "2026-13", "2025-02-30", "2025-1-1", "14/01/2026", "January", "2025-09/2025-01", "[2026..2025]", "[]",
     "2025~~", "Y-17E7", "2024-02-3X", "٢٠٢٥-٠٩", "2025-09-21..2025", "[2025", "2026-01-14T25:00"],
)  # fmt: skip
def test_what_is_no_edtf_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(BadDateError, match=r"(no EDTF date|before it starts|beyond the years).*:"):
        dates.parse(text)


def test_a_date_must_be_text() -> None:
    with pytest.raises(BadDateError):
        dates.parse(20260114)  # type: ignore[arg-type]


def test_doubts_are_kept_apart() -> None:
    assert dates.parse("2026?").uncertain
    assert dates.parse("2026~").approximate
    assert dates.parse("2026%").uncertain
    assert dates.parse("2026%").approximate
    assert dates.parse("/2026").unknown_start
    assert not dates.parse("../2026").doubtful
    assert dates.parse("[2025-12-26..2026-01-13]").uncertain
    assert not dates.parse("{2025-01,2025-03}").doubtful


@given(st.integers(-4_000_000, 2_900_000))
def test_days_and_civil_dates_are_each_others_inverse(day: int) -> None:
    assert dates.day_number(*dates.civil(day)) == day
    assert dates.parse(dates.iso(day)) == dates.Span(day, day)


@given(st.text(alphabet="0123456789-/.[]{},?~%XYES ", max_size=16))
def test_any_text_is_read_or_refused_never_else(text: str) -> None:
    try:
        span = dates.parse(text)
    except BadDateError:
        return
    assert span.earliest is None or span.latest is None or span.earliest <= span.latest
