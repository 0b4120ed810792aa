"""Categories: few, stable, and told apart."""

import pytest

from mapview.domain.model import Anchor, Claim, Quantity, State, Text, Topic
from mapview.errors import BadInputError
from mapview.render.legend import MAX_CATEGORIES, OKABE_ITO, palette_colour, topic_categories


def claims(*values):
    return [
        Claim(f"c{n}", "p", "t", value, Text("x"), "2026", "s", Anchor(0, 1, "0" * 64, "x"))
        for n, value in enumerate(values)
    ]


def test_states_keep_their_colours_and_order():
    states = (State("b", Text("B"), "blue"), State("a", Text("A"), "vermillion"))
    found = topic_categories(Topic("t", Text("T"), "state", states), claims("a", "b", "a"), "light")
    assert [(c.label.en, c.colour) for c in found.categories] == [("B", "#0072b2"), ("A", "#d55e00")]
    assert dict(found.of_claim) == {"c0": 1, "c1": 0, "c2": 1}


def test_what_exceeds_the_palette_is_gathered():
    names = [f"s{n}" for n in range(12)]
    states = tuple(State(name, Text(name), "blue") for name in names)
    found = topic_categories(Topic("t", Text("T"), "state", states), claims(*names), "light")
    assert len(found.categories) == MAX_CATEGORIES
    assert found.categories[-1].label.en == "other"
    assert found.of_claim["c11"] == found.of_claim["c7"] == MAX_CATEGORIES - 1
    assert found.of_claim["c6"] == 6


def test_quantities_fall_between_round_numbers():
    topic = Topic("t", Text("T"), "quantity", unit=Text("people"))
    found = topic_categories(topic, claims(Quantity(40, 40), Quantity(900, 1100), Quantity(None, 2500)), "light")
    labels = [c.label.en for c in found.categories]
    assert labels == ["under 1,000 people", "1,000 to under 2,000 people", "2,000 or more people"]
    assert list(found.of_claim.values()) == [0, 1, 2]
    assert len({c.colour for c in found.categories}) == 3


@pytest.mark.parametrize(
    "values",
    [[], [Quantity(5, 5)], [Quantity(0, 0), Quantity(0, 0)], [Quantity(-3, -3), Quantity(4, 4)],
     [Quantity(n, n) for n in (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000)]],
)  # fmt: skip
def test_any_quantities_have_a_category(values):
    found = topic_categories(Topic("t", Text("T"), "quantity"), claims(*values), "dark")
    assert 1 <= len(found.categories) <= MAX_CATEGORIES
    assert all(0 <= category < len(found.categories) for category in found.of_claim.values())


def test_dates_come_in_the_order_of_time():
    found = topic_categories(Topic("t", Text("T"), "date"), claims("2026-12-31", "2025-09", "2026-12-31"), "light")
    assert [c.label.en for c in found.categories] == ["September 2025", "31 December 2026"]
    assert list(found.of_claim.values()) == [1, 0, 1]


def test_texts_share_one_category():
    found = topic_categories(Topic("t", Text("T"), "text"), claims("one", "two"), "light")
    assert len(found.categories) == 1
    assert set(found.of_claim.values()) == {0}


def test_a_colour_outside_the_palette_is_refused():
    with pytest.raises(BadInputError):
        palette_colour("pink", "light")
    assert palette_colour("black", "dark") != OKABE_ITO["black"]
