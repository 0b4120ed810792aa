"""Many EDTF dates at once, as arrays of days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapview.domain import dates

OPEN_START, OPEN_END = -(2**31), 2**31 - 1

_BOUND = r"(\d{4}-\d\d-\d\d|\.\.)"
#: What most claims carry; each of its bounds recurs in many others.
_PLAIN_INTERVAL = re.compile(f"{_BOUND}/{_BOUND}", flags=re.ASCII)


@dataclass(frozen=True, slots=True)
class Spans:
    """The days that dates cover, :data:`OPEN_START` and :data:`OPEN_END` where open.

    ``doubtful`` tells in a row each which starts and which ends are.
    """

    earliest: NDArray[np.int32]
    latest: NDArray[np.int32]
    doubtful: NDArray[np.bool_]


def of(texts: Sequence[str]) -> Spans:
    """Read EDTF dates.

    Raises
    ------
    BadDateError
        If one of them is no EDTF date.

    Examples
    --------
    >>> spans = of(["1970-01-02/..", "1970-01~"])
    >>> spans.earliest.tolist(), spans.latest.tolist()[1], spans.doubtful.tolist()
    ([1, 0], 30, [[False, True], [False, True]])
    """
    bounds: dict[str, tuple[int, int]] = {"..": (OPEN_START, OPEN_END)}
    earliest, latest = np.empty(len(texts), np.int32), np.empty(len(texts), np.int32)
    doubtful = np.zeros((2, len(texts)), bool)
    for position, text in enumerate(texts):
        plain = _PLAIN_INTERVAL.fullmatch(text)
        first = last = None
        if plain is not None:
            first, last = _bound(plain[1], bounds), _bound(plain[2], bounds)
        if first is not None and last is not None and first[0] <= last[1]:
            earliest[position], latest[position] = first[0], last[1]
        else:
            span = dates.parse(text)
            earliest[position] = OPEN_START if span.earliest is None else span.earliest
            latest[position] = OPEN_END if span.latest is None else span.latest
            if span.doubtful:
                doubtful[:, position] = [doubt != "" for doubt in dates.doubts(text)]
    return Spans(earliest, latest, doubtful)


def _bound(text: str, bounds: dict[str, tuple[int, int]]) -> tuple[int, int]:
    if text not in bounds:
        span = dates.parse(text)
        assert span.earliest is not None and span.latest is not None, "a day has both ends"  # noqa: S101, PT018
        bounds[text] = span.earliest, span.latest
    return bounds[text]
