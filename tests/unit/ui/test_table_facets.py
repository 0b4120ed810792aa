"""Days grouped into months, or into years where there are many, whenever they are."""

import numpy as np

from mapview.domain.columns import OPEN_START
from mapview.domain.dates import day_number
from mapview.ui.table.facets import by_time


def labels(days: list[int]) -> list[str]:
    facet = by_time(np.array(days, np.int64), "en")
    return [facet.labels(code) for code in facet.codes.tolist()]


def test_days_of_a_short_time_are_grouped_by_month() -> None:
    days = [day_number(2026, 1, 14), OPEN_START, day_number(2026, 1, 3), day_number(2025, 12, 31)]
    assert labels(days) == ["January 2026", "", "January 2026", "December 2025"]


def test_days_of_a_long_time_are_grouped_by_year() -> None:
    assert labels([day_number(year, 3, 1) for year in range(1900, 2000)])[:2] == ["1900", "1901"]


def test_days_before_our_era_have_names_too() -> None:
    assert labels([day_number(-43, 3, 15), day_number(26, 5, 1)]) == ["March 44 BC", "May 26"]
