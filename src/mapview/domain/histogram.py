"""How many claims are in force over time, in layers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mapview.domain.columns import OPEN_END, OPEN_START, Columns
from mapview.domain.filtering import Facets
from mapview.domain.model import MODALITIES

Layer = Literal["source", "publisher", "topic", "modality"]


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of a histogram: their ids or names, and the layer of each row."""

    names: tuple[str, ...]
    of_row: NDArray[np.unsignedinteger]


def layers(columns: Columns, facets: Facets, by: Layer) -> Layers:
    """Return the layers of a histogram.

    Publishers go by their English name, else by the Arabic one, in the order of their first sources; an unknown one by
    the empty name.
    """
    if by == "source":
        return Layers(columns.source_ids, columns.source)
    if by == "topic":
        return Layers(columns.topic_ids, columns.topic)
    if by == "modality":
        return Layers(MODALITIES, columns.modality)
    names = tuple(dict.fromkeys(facets.publishers))
    of_source = np.array([names.index(name) for name in facets.publishers], np.uint32)
    return Layers(names, of_source[columns.source])


def histogram(
    columns: Columns, rows: NDArray[np.int64], found: Layers, edges: NDArray[np.int64] | Sequence[int]
) -> NDArray[np.int64]:
    """Count, by layer, the claims in force in each stretch of days.

    Claims that are open on both sides hold always and are left out.

    Parameters
    ----------
    rows
        Those to count.
    edges
        Days from 1970-01-01, rising; stretch ``i`` runs from ``edges[i]`` to the day before ``edges[i + 1]``.

    Returns
    -------
    Counts of shape (layers, len(edges) - 1).
    """
    days = np.asarray(edges, np.int64)
    earliest, latest = columns.earliest[rows], columns.latest[rows]
    counted = (earliest < days[-1]) & (latest >= days[0]) & ((earliest != OPEN_START) | (latest != OPEN_END))
    here = np.flatnonzero(counted)
    width = len(days)
    base = found.of_row[rows[here]].astype(np.int64) * width
    first = _stretches(np.maximum(earliest[here], days[0]), days)
    after = _stretches(np.minimum(latest[here], days[-1] - 1), days) + 1
    size = len(found.names) * width
    steps = np.bincount(base + first, minlength=size) - np.bincount(base + after, minlength=size)
    counts: NDArray[np.int64] = steps.reshape(len(found.names), width).cumsum(axis=1)[:, :-1]
    return counts


def _stretches(of_day: NDArray[np.int64], edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the stretch of each day; all lie between the first and the last edge."""
    extent = int(edges[-1] - edges[0])
    if extent > len(of_day) * 8:
        return np.searchsorted(edges, of_day, side="right") - 1
    # A table by day is faster than a search by row.
    table: NDArray[np.int64] = np.repeat(np.arange(len(edges) - 1), np.diff(edges))[of_day - edges[0]]
    return table
