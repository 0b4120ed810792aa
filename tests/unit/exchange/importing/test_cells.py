"""Dates as people write them."""

import pytest

from mapview.errors import BadInputError
from mapview.exchange.importing.cells import read_date, read_span


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
