"""The order of a million ids after some edits, told without listing them."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from typing import overload


class Order(Sequence[str]):
    """Ids in the order of a base, without some of them, with others put in between.

    Parameters
    ----------
    names
        Gives the ids of the base.
    position
        Gives where an id stands among these, None if it does not.
    count
        How many they are.
    """

    __slots__ = ("_before", "_count", "_gone", "_names", "_own", "_position", "_slots")

    def __init__(self, names: Callable[[], list[str]], position: Callable[[str], int | None], count: int) -> None:
        self._names, self._position, self._count = names, position, count
        #: Positions in the base that are left out, rising.
        self._gone: list[int] = []
        #: What was put in, in its order, and before which position of the base each stands.
        self._own: list[str] = []
        self._before: list[int] = []
        #: Where each of these stands among them; empty if that is to be found out anew.
        self._slots: dict[str, int] = {}

    def copy(self) -> "Order":
        """Return an order that can be changed without changing this one."""
        copy = Order(self._names, self._position, self._count)
        copy._gone, copy._own, copy._before = self._gone.copy(), self._own.copy(), self._before.copy()
        return copy

    def append(self, name: str) -> None:
        """Put an id at the end."""
        if len(self._slots) == len(self._own):
            self._slots[name] = len(self._own)
        self._own.append(name)
        self._before.append(self._count)

    def insert(self, position: int, name: str) -> None:
        """Put an id before the one that stands at a position."""
        if position >= len(self):
            self.append(name)
            return
        slot = bisect_left(range(len(self._own)), position, key=self._place_of_slot)
        if slot < len(self._own) and self._place_of_slot(slot) == position:
            before = self._before[slot]
        else:
            before = self._base(position - slot)
        self._own.insert(slot, name)
        self._before.insert(slot, before)
        self._slots = {}

    def remove(self, name: str) -> None:
        """Take an id out.

        Raises
        ------
        ValueError
            If it is not there.
        """
        slot = self._slot(name)
        if slot is None:
            insort(self._gone, self._standing(name))
            return
        del self._own[slot], self._before[slot]
        if slot == len(self._own):
            del self._slots[name]
        else:
            self._slots = {}

    def index(self, name: str, start: int = 0, stop: int | None = None) -> int:
        """Return the position of an id.

        Raises
        ------
        ValueError
            If it is not there.
        """
        slot = self._slot(name)
        if slot is not None:
            found = self._place_of_slot(slot)
        else:
            position = self._standing(name)
            found = position - bisect_left(self._gone, position) + bisect_right(self._before, position)
        if not start <= found < (len(self) if stop is None else stop):
            raise ValueError(name)
        return found

    def __len__(self) -> int:
        return self._count - len(self._gone) + len(self._own)

    @overload
    def __getitem__(self, position: int) -> str: ...
    @overload
    def __getitem__(self, position: slice) -> list[str]: ...
    def __getitem__(self, position: int | slice) -> str | list[str]:
        if isinstance(position, slice):
            return [self[number] for number in range(*position.indices(len(self)))]
        if not -len(self) <= position < len(self):
            raise IndexError(position)
        position %= len(self)
        slot = bisect_left(range(len(self._own)), position, key=self._place_of_slot)
        if slot < len(self._own) and self._place_of_slot(slot) == position:
            return self._own[slot]
        return self._names()[self._base(position - slot)]

    def __iter__(self) -> Iterator[str]:
        names, gone = self._names(), set(self._gone)
        start = slot = 0
        for cut in sorted({*gone, *self._before, self._count}):
            yield from names[start:cut]
            while slot < len(self._own) and self._before[slot] == cut:
                yield self._own[slot]
                slot += 1
            start = cut + 1 if cut in gone else cut

    def _slot(self, name: str) -> int | None:
        if len(self._slots) != len(self._own):
            self._slots = {own: slot for slot, own in enumerate(self._own)}
        return self._slots.get(name)

    def _place_of_slot(self, slot: int) -> int:
        before = self._before[slot]
        return before - bisect_left(self._gone, before) + slot

    def _standing(self, name: str) -> int:
        """Return the position in the base of an id that is not left out."""
        position = self._position(name)
        if position is None or bisect_right(self._gone, position) > bisect_left(self._gone, position):
            raise ValueError(name)
        return position

    def _base(self, number: int) -> int:
        """Return the position in the base of one of those that are not left out, by its number among these."""
        return number + bisect_right(range(len(self._gone)), number, key=lambda gone: self._gone[gone] - gone)
