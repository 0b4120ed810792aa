import pytest

from mapview.domain.dates import parse
from mapview.errors import BadDateError
from mapview.ui.clocks.typed_date import typed_span


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2026-01-14", "2026-01-14"),
        ("  14 January  2026 ", "2026-01-14"),
        ("14 jan 2026", "2026-01-14"),
        ("Sept 2025", "2025-09"),
        ("september 2025", "2025-09"),
        ("2025", "2025"),
        ("٢٠٢٥-٠٩", "2025-09"),
        ("١٤ كانون الثاني ٢٠٢٦", "2026-01-14"),
        ("14 يناير 2026", "2026-01-14"),
        ("أيلول 2024", "2024-09"),
        ("١٤ يناير ٢٠٢٦", "2026-01-14"),
        ("٢٠٢٦-٠١-١٤", "2026-01-14"),
        ("۲۰۲۶-۰۱-۱۴", "2026-01-14"),
        ("\u2068٢٠٢٦\u2069", "2026"),
        ("\u200f١٤ كانون الثاني ٢٠٢٦", "2026-01-14"),
        ("2025-10-11/2026-01-18", "2025-10-11/2026-01-18"),
    ],
)
def test_dates_as_people_type_them(typed: str, edtf: str) -> None:
    assert typed_span(typed) == parse(edtf)


@pytest.mark.parametrize("typed", ["", "soon", "31 February 2026", "14/1/26", "2026-13", "14 Smarch 2026"])
def test_what_is_no_date_says_so(typed: str) -> None:
    with pytest.raises(BadDateError):
        typed_span(typed)


@pytest.mark.parametrize("typed", ["14/01/2026", "3/4/2026", "14.1.26", "14-01-2026", "١٤/٠١/٢٠٢٦"])
def test_numbers_in_an_order_that_differs_are_refused_with_what_to_write(typed: str) -> None:
    with pytest.raises(BadDateError, match="2026-01-14") as refused:
        typed_span(typed)
    assert typed in str(refused.value)
    assert "orders" in str(refused.value)
