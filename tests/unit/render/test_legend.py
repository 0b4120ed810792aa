"""Categories: few, stable, and told apart."""

import pytest

from mapview.domain.columns import columns
from mapview.domain.model import Anchor, Claim, Place, Project, Quantity, Source, State, Text, Topic
from mapview.errors import BadInputError
from mapview.render.legend import MAX_CATEGORIES, OKABE_ITO, claimed_categories, palette_colour


def categories(topic, *values, theme="light"):
    """The categories, and which of them each value has."""
    anchor = Anchor(0, 1, "0" * 64, "x")
    claims = {
        f"c{n}": Claim(f"c{n}", "p", "t", value, Text("x"), "2026", "s", anchor) for n, value in enumerate(values)
    }
    places = {"p": Place("p", Text("P"), "town", 0.0, 0.0, 1.0, "made")}
    sources = {"s": Source("s", "S", None, None, "en", "2026", "2026-01-01", "made", "0" * 64)}
    project = Project(Text("X"), "t", places, {"t": topic}, {}, sources, claims)
    rows = columns(project)
    found = claimed_categories(rows, topic, theme)
    return found.categories, [found.categories.index(found.of(rows.row_of(claim))) for claim in claims.values()]


def test_states_keep_their_colours_and_order():
    states = (State("b", Text("B"), "blue"), State("a", Text("A"), "vermillion"))
    found, which = categories(Topic("t", Text("T"), "state", states), "a", "b", "a")
    assert [(c.label.en, c.colour) for c in found] == [("B", "#0072b2"), ("A", "#d55e00")]
    assert which == [1, 0, 1]


def test_what_exceeds_the_palette_is_gathered():
    names = [f"s{n}" for n in range(12)]
    states = tuple(State(name, Text(name), "blue") for name in names)
    found, which = categories(Topic("t", Text("T"), "state", states), *names)
    assert len(found) == MAX_CATEGORIES
    assert found[-1].label.en == "other"
    assert which[11] == which[7] == MAX_CATEGORIES - 1
    assert which[6] == 6


def test_quantities_fall_between_round_numbers():
    topic = Topic("t", Text("T"), "quantity", unit=Text("people"))
    found, which = categories(topic, Quantity(40, 40), Quantity(900, 1100), Quantity(None, 2500))
    labels = [c.label.en for c in found]
    assert labels == ["under 1,000 people", "1,000 to under 2,000 people", "2,000 or more people"]
    assert which == [0, 1, 2]
    assert len({c.colour for c in found}) == 3


@pytest.mark.parametrize(
    "values",
    [[], [Quantity(5, 5)], [Quantity(0, 0), Quantity(0, 0)], [Quantity(-3, -3), Quantity(4, 4)],
     [Quantity(n, n) for n in (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000)]],
)  # fmt: skip
def test_any_quantities_have_a_category(values):
    found, which = categories(Topic("t", Text("T"), "quantity"), *values, theme="dark")
    assert 1 <= len(found) <= MAX_CATEGORIES
    assert all(0 <= category < len(found) for category in which)


def test_dates_come_in_the_order_of_time():
    found, which = categories(Topic("t", Text("T"), "date"), "2026-12-31", "2025-09", "2026-12-31")
    assert [c.label.en for c in found] == ["September 2025", "31 December 2026"]
    assert which == [1, 0, 1]


def test_texts_share_one_category():
    found, which = categories(Topic("t", Text("T"), "text"), "one", "two")
    assert len(found) == 1
    assert which == [0, 0]


def test_a_colour_outside_the_palette_is_refused():
    with pytest.raises(BadInputError):
        palette_colour("pink", "light")
    assert palette_colour("black", "dark") != OKABE_ITO["black"]
