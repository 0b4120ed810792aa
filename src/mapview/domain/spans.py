"""Many EDTF dates at once, as arrays of days."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapview.domain import dates

OPEN_START, OPEN_END = -(2**31), 2**31 - 1

_DAY = len("2026-01-14")
#: What most claims carry: a day, an interval of days, a day and an open end.
_PLAIN_LENGTHS = (_DAY, len("2026-01-14/2026-01-15"), len("2026-01-14/.."))
_ZERO, _DASH, _SLASH, _DOT = b"0-/."
_DIGITS, _DASHES = [0, 1, 2, 3, 5, 6, 8, 9], [4, 7]


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
    earliest, latest = np.empty(len(texts), np.int32), np.empty(len(texts), np.int32)
    doubtful = np.zeros((2, len(texts)), bool)
    left = np.ones(len(texts), bool)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    for length in _PLAIN_LENGTHS:
        some = np.flatnonzero(lengths == length)
        joined = "".join([texts[position] for position in some.tolist()])
        if joined.isascii():
            letters = np.frombuffer(joined.encode(), np.uint8).reshape(-1, length)
            earliest[some], latest[some], plain = _plain(letters)
            left[some] = ~plain
    for position in np.flatnonzero(left).tolist():
        text = texts[position]
        span = dates.parse(text)
        earliest[position] = OPEN_START if span.earliest is None else span.earliest
        latest[position] = OPEN_END if span.latest is None else span.latest
        if span.doubtful:
            doubtful[:, position] = [doubt != "" for doubt in dates.doubts(text)]
    return Spans(earliest, latest, doubtful)


def _plain(letters: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return first and last days of dates of one length, given by their letters, and which of them are plain."""
    starts, plain = _days(letters[:, :_DAY])
    if letters.shape[1] == _DAY:
        return starts, starts, plain
    plain &= letters[:, _DAY] == _SLASH
    second = letters[:, _DAY + 1 :]
    if second.shape[1] == _DAY:
        ends, are_days = _days(second)
        return starts, ends, plain & are_days & (starts <= ends)
    return starts, np.full(len(starts), OPEN_END), plain & (second == _DOT).all(axis=1)


def _days(letters: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return what days ``YYYY-MM-DD`` are, and which of them are such."""
    digits = letters[:, _DIGITS] - np.uint8(_ZERO)
    is_day = (digits <= 9).all(axis=1) & (letters[:, _DASHES] == _DASH).all(axis=1)
    values = digits.astype(np.int64)
    year = values[:, :4] @ np.array([1000, 100, 10, 1])
    month = values[:, 4:6] @ np.array([10, 1])
    day = values[:, 6:] @ np.array([10, 1])
    is_day &= (month >= 1) & (month <= 12) & (day >= 1)
    months = np.where(is_day, (year - 1970) * 12 + month - 1, 0)
    first, following = (_first_days(months + later) for later in (0, 1))
    is_day &= day <= following - first
    return first + day - 1, is_day


def _first_days(months: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first days of months, both counted from January 1970."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
