import pytest
from hypothesis import given
from tests.helpers.rich_projects import filters

from mapview.domain.filters import Filter, parse
from mapview.errors import BadInputError


@given(filters)
def test_a_filter_is_read_back_from_its_text(narrow: Filter) -> None:
    assert parse(str(narrow)) == narrow


def test_a_filter_as_people_type_it() -> None:
    assert parse(" modality = planned , denied;place-kind=air_base ;bbox=42, 33,44,35; ") == Filter(
        modalities=("planned", "denied"), place_kinds=("air_base",), bbox=(42, 33, 44, 35)
    )
    assert parse('publisher="الأولى; الثانية",شفق; text=a=b') == Filter(
        publishers=("الأولى; الثانية", "شفق"), text="a=b"
    )
    assert parse("publisher=; status=disputed") == Filter(publishers=("",), statuses=("disputed",))
    assert parse('publisher="",شفق') == Filter(publishers=("", "شفق"))
    assert parse(" ") == Filter()
    assert str(Filter()) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("planned", "is no part of a filter"),
        ("modus=planned", "'modus' is nothing to filter by"),
        ("modality=planned; modality=denied", "twice"),
        ("modality=", "without a value"),
        ("modality=planned,", "without a value"),
        ('modality=""', "without a value"),
        ("publisher=شفق,", "without a value"),
        ("bbox=1,2,3", "four numbers"),
        ("bbox=a,b,c,d", "four numbers"),
        ("text=one, two", "in quotation marks"),
        ('text="open', "cannot be read"),
        ('publisher=the "Zone"', "cannot be read"),
    ],
)
def test_what_is_no_filter_is_one_sentence(text: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        parse(text)
