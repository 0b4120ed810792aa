"""Dates as people write them."""

import pytest

from mapview.errors import BadInputError
from mapview.exchange.importing.cell_dates import order_shown, read_date, read_span


@pytest.mark.parametrize(
    ("said", "edtf"),
    [
        ("about July 2020", "2020-07~"),
        ("c. July 2020", "2020-07~"),
        ("circa Jul 2020?", "2020-07%"),
        ("around 5 March 2020", "2020-03-05~"),
        ("حوالي تموز 2020", "2020-07~"),
        ("نحو آذار ٢٠٢٤", "2024-03~"),
        ("c.1850", "1850~"),
    ],
)
def test_about_goes_with_months_as_with_years(said: str, edtf: str) -> None:
    assert read_date(said, None) == edtf


@pytest.mark.parametrize(
    ("said", "hints"),
    [
        ("spring 2020", ("2020-04~", "2020-03/2020-05")),
        ("about Summer 2020", ("2020-07~", "2020-06/2020-08")),
        ("winter 2020", ("2021-01~", "2020-12/2021-02")),
        ("صيف ٢٠٢٠", ("2020-07~", "2020-06/2020-08")),
    ],
)
def test_a_season_is_refused_and_the_hint_can_be_read(said: str, hints: tuple[str, str]) -> None:
    with pytest.raises(BadInputError, match="is a season") as refused:
        read_span(said, None)
    assert all(hint in str(refused.value) and read_span(hint, None) == hint for hint in hints)


@pytest.mark.parametrize(
    ("said", "edtf"),
    [
        ("12-14 January 2026", "2026-01-12/2026-01-14"),
        ("January 12–14, 2026", "2026-01-12/2026-01-14"),
        ("28 January - 3 February 2026", "2026-01-28/2026-02-03"),
        ("Jan–Mar 2026", "2026-01/2026-03"),
        ("between 3 and 5 March 2025", "2025-03-03/2025-03-05"),
        ("14/01/2026-16/01/2026", "2026-01-14/2026-01-16"),
        ("2026-01-14 10:00 - 2026-01-16 12:00", "2026-01-14/2026-01-16"),
        ("2025-2026", "2025/2026"),
        ("2003 - present", "2003/.."),
        ("mid-2025", "2025-05~/2025-08~"),
        ("late January 2026?", "2026-01-21%/2026-01-31%"),
        ("late 1990s", "1997~/1999~"),
        ("Q1 2026", "2026-33"),
        ("first half of 2026", "2026-40"),
        ("2026-W03", "2026-01-12/2026-01-18"),
        ("since October 2025", "2025-10/.."),
        ("before 2024", "../2023-12-31"),
        ("12-14 كانون الثاني 2026", "2026-01-12/2026-01-14"),
        ("أواخر أيلول ٢٠٢٥", "2025-09-21~/2025-09-30~"),
        ("14 January 2026 (approx.)", "2026-01-14~"),
        ("Wed, 14 Jan 2026 10:00:00 GMT", "2026-01-14"),
        ("20260114", "2026-01-14"),
        ("1768348800", "2026-01-14"),
        ("25 رجب 1447 هـ", "2026-01-14"),
        ("١٤٤٧/٧/٢٥ هـ", "2026-01-14"),
        ("Rajab 1447", "2025-12-21/2026-01-19"),
    ],
)
def test_spans_parts_and_other_calendars(said: str, edtf: str) -> None:
    assert read_span(said, None) == edtf


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("46036", "2026-01-14"),
        ("2025-26", "two years or a season"),
        ("14-Jan-26", "two digits"),
        ("05/07/1447 هـ", "date_order"),
        ("12 رجب 1200", "no table"),
        ("31 رجب 1447", "no day 31"),
        ("12 & 14 January 2026", "no date"),
        ("2 or 3 March 2025", "no date"),
        ("14 January", "no date"),
        ("14 March 2026 - 2 March 2026", "before it starts"),
        ("2026-13-01", "no date"),
    ],
)
def test_what_would_be_a_guess_is_refused(said: str, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        read_span(said, None)


def test_the_order_of_a_span_is_that_of_its_days() -> None:
    assert order_shown("14/01/2026-16/01/2026") == "day-first"
    assert order_shown("03/04/2025 - 05/06/2025") == "open"
    assert order_shown("2026-01-14") is None
