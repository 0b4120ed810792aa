"""The order of very many texts, found in a thread while the window stays at hand; knows no toolkit."""

from collections.abc import Generator, Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from mapview.domain.timeline import Timeline
from mapview.ui.table.columns import ColumnKey
from mapview.ui.table.text import MOST_REMEMBERED, Texts, folded_texts, texts_of

#: So few that the window stays at hand while another thread reads them.
_AT_ONCE = 2_000
#: The share of the work that reading is.
_OF_READING = 0.8
_KEY_BYTES = 8

Ranks = NDArray[np.float64]


def takes_long(timeline: Timeline, column: ColumnKey) -> bool:
    """Whether the claims are so many that ordering them by the texts of a column would hold up the window."""
    return column in {"statement", "note", "id"} and len(timeline.columns) > MOST_REMEMBERED


def text_ranks(timeline: Timeline, column: ColumnKey, language: str) -> Generator[float, None, Ranks]:
    """Find the place of each row's text among the others, by folded spelling and ids as they are, -1 for empty ones.

    Yields
    ------
    How far it is, 0 to 1.
    """
    columns, count = timeline.columns, max(len(timeline.columns), 1)
    parts: list[bytes] = []
    if column == "id":
        ids = iter(columns.ids)
        while some := list(islice(ids, _AT_ONCE)):
            parts.append(_lines(some))
            yield len(parts) * _AT_ONCE / count * _OF_READING
        return _ranked(b"".join(parts))
    at: dict[str, int] = {}
    told = texts_of(timeline.project.claims)
    while read := list(islice(told, _AT_ONCE)):
        at.update(zip((name for name, _ in read), range(len(at), len(at) + len(read)), strict=True))
        parts.append(_lines(folded_texts(list(_said((texts for _, texts in read), column, language)))))
        yield min(len(at) / count, 1.0) * _OF_READING
    ranks = _ranked(b"".join(parts))
    rows = np.empty(len(columns), np.int64)
    ids, first = iter(columns.ids), 0
    while some := list(islice(ids, _AT_ONCE)):
        rows[first : first + len(some)] = [at[name] for name in some]
        first += len(some)
        yield _OF_READING + first / count * (1 - _OF_READING)
    return ranks[rows]


def _said(texts: Iterable[Texts], column: ColumnKey, language: str) -> Iterator[str]:
    for en, ar, note, *_ in texts:
        yield note if column == "note" else (ar or en) if language == "ar" else (en or ar)


def _lines(texts: list[str]) -> bytes:
    return "".join(f"{text}\n" for text in texts).encode("utf-8", "surrogatepass")


def _ranked(lines: bytes) -> Ranks:
    r"""Return the place of each line among the others, the same for equal ones, -1 for empty ones.

    Numbers of eight bytes of each line are sorted, then the next eight of those lines that are alike so far: numpy
    does this without holding up other threads. UTF-8 sorts by bytes as its texts do by code points.

    Examples
    --------
    >>> _ranked("harir base\n\nerbil\nharir bases\nerbil\n".encode()).tolist()
    [1.0, -1.0, 0.0, 2.0, 0.0]
    """
    data = np.frombuffer(lines, np.uint8)
    ends = np.flatnonzero(data == ord("\n"))
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    lengths = ends - starts
    group = np.zeros(len(ends), np.int64)
    alike, depth = np.flatnonzero(lengths > 0), 0
    while len(alike):
        keys = _keys(data, starts[alike] + depth, lengths[alike] - depth)
        order = np.lexsort((keys, group[alike]))
        alike, keys = alike[order], keys[order]
        of = group[alike]
        begins = np.flatnonzero(np.concatenate([[True], (of[1:] != of[:-1]) | (keys[1:] != keys[:-1])]))
        many = np.diff(np.append(begins, len(alike)))
        # A group keeps the number of places before it, so that those in other groups need not move.
        outer = np.concatenate([[True], of[1:] != of[:-1]])
        first_of_outer = np.maximum.accumulate(np.where(outer, np.arange(len(alike)), 0))
        group[alike] = of + np.repeat(begins, many) - first_of_outer
        depth += _KEY_BYTES
        # Those that end here stay with those that go on, which come after them.
        goes_on = np.logical_or.reduceat(lengths[alike] > depth, begins)
        alike = alike[np.repeat((many > 1) & goes_on, many)]
    ranks = np.full(len(ends), -1.0)
    spoken = np.flatnonzero(lengths > 0)
    ranks[spoken] = np.unique(group[spoken], return_inverse=True)[1]
    return ranks


def _keys(data: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the next eight bytes of each line as a number, zeros after its end."""
    keys = np.zeros(len(starts), np.uint64)
    for position in range(_KEY_BYTES):
        there = lengths > position
        letters = np.where(there, data[np.where(there, starts + position, 0)], 0)
        keys = (keys << np.uint64(8)) | letters.astype(np.uint64)
    return keys
