"""Dates and quantities as they are typed into fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapview.domain.dates import day_number, iso, parse
from mapview.domain.model import Quantity
from mapview.errors import BadDateError, BadInputError
from mapview.reading.typed_dates import typed_edtf
from mapview.reading.typed_quantities import typed_quantity
from mapview.render.texts import day_words


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2025-10-11/..", "2025-10-11/.."),
        ("[2025-12-26..2026-01-14]", "[2025-12-26..2026-01-14]"),
        ("2024-09-2X", "2024-09-2X"),
        ("14 January 2026", "2026-01-14"),
        ("on 14 January 2026", "2026-01-14"),
        ("January 14, 2026", "2026-01-14"),
        ("14-Jan-2026", "2026-01-14"),
        ("14/كانون الثاني/2026", "2026-01-14"),
        ("from 14-Jan-2026 to 2-Feb-2026", "2026-01-14/2026-02-02"),
        ("14 January-2 February 2026", "2026-01-14/2026-02-02"),
        ("Jan 2026", "2026-01"),
        ("2003", "2003"),
        ("since October 2025", "2025-10/.."),
        ("from 11 October 2025", "2025-10-11/.."),
        ("until September 2026", "../2026-09"),
        ("by September 2026", "../2026-09"),
        ("before 2025", "../2024-12-31"),
        ("after January 2026", "2026-02-01/.."),
        ("from 3 to 14 January 2026", "2026-01-03/2026-01-14"),
        ("October 2025 to January 2026", "2025-10/2026-01"),
        ("about 14 January 2026", "2026-01-14~"),
        ("January 2026?", "2026-01?"),
        ("probably September 2025", "2025-09?"),
        ("September 2025, uncertain", "2025-09?"),
        ("summer 2024", "2024-22"),
        ("at any time", "../.."),
        ("yesterday", "2026-01-17"),
        ("since yesterday", "2026-01-17/.."),
        ("three days ago", "2026-01-15"),
        ("last week", "2026-01-05/2026-01-11"),
        ("١٤ كانون الثاني ٢٠٢٦", "2026-01-14"),
        ("١٤ يناير ٢٠٢٦", "2026-01-14"),
        ("يوم 14 كانون الثاني 2026", "2026-01-14"),
        ("أواخر أيلول 2025", "2025-09-2X"),
        ("منذ تشرين الأول 2025", "2025-10/.."),
        ("حتى أيلول 2026", "../2026-09"),
        ("ربما أيلول 2025", "2025-09?"),
        ("من 3 إلى 14 كانون الثاني 2026", "2026-01-03/2026-01-14"),
        ("أمس", "2026-01-17"),
        ("\u200f14 كانون الثاني 2026\u200e", "2026-01-14"),
    ],
)
def test_a_date_is_read_as_it_is_meant(typed: str, edtf: str) -> None:
    assert typed_edtf(typed, "2026-01-18") == edtf


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Nothing is written"),
        ("hello", "is no date"),
        ("2025-09 hello", "is no date"),
        ("2025-10-32", "is no date"),
        ("2026-13-01", "is no date"),
        ("03/04/2026", "different orders"),
        ("2026/2025", "ends before it starts"),
        ("yesterday", "not known"),
    ],
)
def test_what_is_no_date_says_why(typed: str, why: str) -> None:
    with pytest.raises(BadDateError, match=why):
        typed_edtf(typed)


@given(st.integers(day_number(1900, 1, 1), day_number(2099, 12, 31)), st.sampled_from(["en", "ar"]))
def test_a_day_in_words_is_read_again(day: int, language: str) -> None:
    assert typed_edtf(day_words(day, language)) == iso(day)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_date_or_refused(typed: str) -> None:
    try:
        edtf = typed_edtf(typed, "2026-01-18")
    except BadDateError:
        return
    parse(edtf)


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [
        ("2500", Quantity(2500, 2500)),
        ("2,500", Quantity(2500, 2500)),
        ("0", Quantity(0, 0)),
        ("1.5", Quantity(1.5, 1.5)),
        ("about 2,500", Quantity(2500, 2500, approximate=True)),
        ("~2500", Quantity(2500, 2500, approximate=True)),
        ("fewer than 500", Quantity(None, 500)),
        ("at most 30", Quantity(None, 30)),
        ("<500", Quantity(None, 500)),
        ("more than 100", Quantity(100, None)),
        ("at least 20", Quantity(20, None)),
        ("2500+", Quantity(2500, None)),
        ("2000-2500", Quantity(2000, 2500)),
        ("2,000 to 2,500", Quantity(2000, 2500)),
        ("between 200 and 250", Quantity(200, 250)),
        ("about 2000-2500", Quantity(2000, 2500, approximate=True)),
        ("two thousand", Quantity(2000, 2000)),
        ("2 thousand people", Quantity(2000, 2000)),
        ("نحو 2000", Quantity(2000, 2000, approximate=True)),
        ("٢٠٠٠-٢٥٠٠", Quantity(2000, 2500)),
        ("١٬٥٠٠", Quantity(1500, 1500)),
        ("أقل من 500", Quantity(None, 500)),
        ("أكثر من ألف", Quantity(1000, None)),
        ("بين 200 و250", Quantity(200, 250)),
        ("ما لا يقل عن 20", Quantity(20, None)),
        ("500 على الأقل", Quantity(500, None)),
        ("نحو ألفي فرد", Quantity(2000, 2000, approximate=True)),
    ],
)
def test_a_quantity_is_read_as_it_is_meant(typed: str, quantity: Quantity) -> None:
    assert typed_quantity(typed, ("people", "فرد")) == quantity


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Nothing"),
        ("many", "is no quantity"),
        ("20 lions", "is no quantity"),
        ("lions 20", "is no quantity"),
        ("10-5", "ends below its start"),
    ],
)
def test_what_is_no_quantity_says_why(typed: str, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        typed_quantity(typed, ("people",))


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_quantity_or_refused(typed: str) -> None:
    try:
        quantity = typed_quantity(typed)
    except BadInputError:
        return
    assert (quantity.min, quantity.max) != (None, None)
