"""What a field offers to choose from, a hundred thousand places too; knows no toolkit beyond an icon."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtGui import QIcon

from mapview.gazetteer.normalise import fold
from mapview.ui.lists.catalogue import Worded, folded_keys


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen: ``words`` stand in the field, ``also`` are other names that find it."""

    id: str
    words: str
    also: tuple[str, ...] = ()
    icon: QIcon | None = None


_NOTHING = Worded((), (), ())


@dataclass(frozen=True)
class Offered:
    """Options in their order: some at first, then what a catalogue lists, but for one."""

    listed: Worded
    first: tuple[Option, ...] = ()
    without: str | None = None

    @classmethod
    def of(cls, options: Sequence[Option]) -> "Offered":
        """Offer a few options."""
        return cls(_NOTHING, tuple(options))

    @cached_property
    def _first_keys(self) -> list[str]:
        return folded_keys([(option.words, *option.also) for option in self.first])

    @property
    def _skipped(self) -> int | None:
        return None if self.without is None else self.listed.row_of(self.without)

    def words(self) -> list[str]:
        """Return what stands for each option."""
        words, skipped = list(self.listed.words), self._skipped
        if skipped is not None:
            del words[skipped]
        return [option.words for option in self.first] + words

    def id_of(self, row: int) -> str:
        """Return the id of an option."""
        if row < len(self.first):
            return self.first[row].id
        at, skipped = row - len(self.first), self._skipped
        return self.listed.ids[at + (skipped is not None and at >= skipped)]

    def row_of(self, name: str) -> int:
        """Return where an option stands, by its id; -1 if it is not there."""
        for row, option in enumerate(self.first):
            if option.id == name:
                return row
        listed = self.listed.row_of(name)
        return -1 if listed is None or listed == self._skipped else self._rows([listed])[0]

    def holding(self, typed: str) -> list[int]:
        """Return the rows of which some name holds what is typed."""
        wanted = fold(typed)
        if not wanted:
            return []
        first = [row for row, key in enumerate(self._first_keys) if wanted in key]
        return first + self._rows(self.listed.holding((wanted,)))

    def named(self, typed: str) -> list[int]:
        """Return the rows of which some name is what is typed."""
        wanted = fold(typed)
        first = [row for row, key in enumerate(self._first_keys) if wanted in key.split("\n")]
        return first + self._rows(self.listed.named(wanted)) if wanted else []

    def _rows(self, listed: Sequence[int]) -> list[int]:
        ahead, skipped = len(self.first), self._skipped
        if skipped is None:
            return [row + ahead for row in listed]
        return [row + ahead - (row > skipped) for row in listed if row != skipped]
