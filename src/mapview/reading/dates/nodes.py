"""What the grammar finds: a date expression before it is resolved against a day."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "date",  # year, month, day, weekday in any combination
    "unit",  # a day, week, month, year… counted from the reference: last week, next year
    "ago",  # n units before or after the reference
    "window",  # the next or past n units
    "decade", "century", "season", "quarter", "half", "weekend",
    "range",
    "nth",  # the n-th week or weekday of a month or year, -1 the last
]  # fmt: skip
Relation = Literal["last", "next", "this", "same", "following", "preceding"]
Part = Literal["early", "start", "mid", "late", "end"]


@dataclass(frozen=True, slots=True)
class Node:
    """A date expression as it stands in the text; fields that it does not give are None.

    ``number`` is the ordinal of a quarter, half, decade (its first year) or century, the season's EDTF number, or
    the count of units; ``within`` the expression that it is a part of (the quarter's year, the day's month);
    ``relation`` and ``offset`` say where it lies seen from the reference.
    """

    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hijri: bool = False
    unit: str = ""
    number: int | None = None
    relation: Relation | None = None
    offset: int = 0
    part: Part | None = None
    approximate: bool = False
    within: "Node | None" = None
    first: "Node | None" = None
    second: "Node | None" = None
    #: Two-digit years and decades of no stated century.
    short: bool = False
    #: Whether a word says that a day of the week, month or season is meant in the time to come or gone.
    night: bool = False
