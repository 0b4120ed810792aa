"""An order tells the same as a list does, whatever is put in and taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapview.store.order import Order


@given(st.integers(0, 8), st.lists(st.tuples(st.sampled_from(["insert", "append", "remove"]), st.integers(0, 99))))
def test_an_order_is_as_a_list(count: int, edits: list[tuple[str, int]]) -> None:
    base = [f"base-{number}" for number in range(count)]
    plain = base.copy()
    order = Order(lambda: base, {name: at for at, name in enumerate(base)}.get, count)
    earlier = []
    for number, (action, chance) in enumerate(edits):
        earlier.append((order.copy(), plain.copy()))
        if action == "remove" and plain:
            name = plain.pop(chance % len(plain))
            order.remove(name)
            with pytest.raises(ValueError, match=name):
                order.index(name)
        elif action != "remove":
            # What was taken out may come back elsewhere.
            gone = [name for name in base if name not in plain]
            name = gone[chance % len(gone)] if gone and chance % 2 else f"new-{number}"
            at = len(plain) if action == "append" else chance % (len(plain) + 1)
            plain.insert(at, name)
            order.append(name) if action == "append" else order.insert(at, name)
        earlier.append((order, plain))
        for one, other in earlier[-2:]:
            assert (list(one), len(one)) == (other, len(other))
            assert one[:] == other
            assert [one.index(name) for name in other] == list(range(len(other)))
            assert [one[-position] for position in range(1, len(other) + 1)] == other[::-1]
        with pytest.raises(IndexError):
            order[len(plain)]
