"""What the lists and panels count in a view; knows no toolkit."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mapview.domain.conflicts import pairs_between, rule_in_words
from mapview.domain.filtering import FacetCounts, Mask
from mapview.domain.model import STATUSES, ConflictKind, Status, Text
from mapview.domain.timeline import Timeline, View
from mapview.domain.view import Codes

Counts = NDArray[np.int64]


class Tally:
    """Counts of one view, each taken when it is first asked for.

    Arrays follow the order of the project's places, topics and sources.
    """

    def __init__(self, view: View, same: "Tally | None" = None) -> None:
        """Count in a view; ``same`` counted in one in which an edit has changed no count."""
        self._places: dict[int, tuple[slice, Codes, Mask]] = {}
        if same is not None:
            self.__dict__.update(same.__dict__)
        self.view = view

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """The rows of the claims that are shown."""
        return self.view.rows

    @cached_property
    def there(self) -> int:
        """Number of claims that would be shown without a filter."""
        return int(np.count_nonzero(self.view.there))

    @property
    def hidden(self) -> int:
        """Number of claims that the filter takes away."""
        return self.there - len(self.rows)

    def hidden_of(self, rows: slice | NDArray[np.bool_]) -> int:
        """Return the number of claims that the filter takes away among some rows."""
        return int(np.count_nonzero(self.view.there[rows])) - int(np.count_nonzero(self.view.shown[rows]))

    @cached_property
    def facets(self) -> FacetCounts:
        """How many claims have each value that a filter can ask for."""
        return self.view.counts()

    @cached_property
    def statuses(self) -> Mapping[Status, int]:
        """How many claims have each status that a filter can ask for."""
        return self.view.status_counts()

    @cached_property
    def by_place(self) -> Counts:
        """Number of claims shown, by place."""
        columns = self.view.timeline.columns
        return np.bincount(columns.place[self.rows], minlength=len(columns.place_ids))

    @cached_property
    def by_topic(self) -> Counts:
        """Number of claims shown, by topic."""
        columns = self.view.timeline.columns
        return np.bincount(columns.topic[self.rows], minlength=len(columns.topic_ids))

    @cached_property
    def by_source(self) -> Counts:
        """Number of claims shown, by source."""
        columns = self.view.timeline.columns
        return np.bincount(columns.source[self.rows], minlength=len(columns.source_ids))

    def statuses_on(self, position: int) -> Codes:
        """Return the status of each topic of a place that has claims, in their order, as positions in ``STATUSES``."""
        return self._on(position)[1]

    def status_of_place(self, position: int) -> Status:
        """Return the worst status of the topics of a place."""
        return STATUSES[int(self.statuses_on(position).max(initial=0))]

    def status_of_row(self, row: int) -> Status:
        """Return the status of the place and topic of a row."""
        columns = self.view.timeline.columns
        of, statuses, _ = self._on(int(columns.place[row]))
        return STATUSES[int(statuses[columns.group[row] - columns.group[of.start]])]

    def is_superseded(self, row: int) -> bool:
        """Whether a row is a plan that a report has overtaken."""
        of, _, superseded = self._on(int(self.view.timeline.columns.place[row]))
        return bool(superseded[row - of.start])

    def _on(self, position: int) -> tuple[slice, Codes, Mask]:
        """Return the rows of a place, the statuses of its topics, and which of its rows are superseded."""
        if position not in self._places:
            # Those in sight alone: finding the statuses of 100,000 places takes longer than a frame.
            of = self.view.timeline.columns.rows_of_place(position)
            self._places[position] = of, self.view.topic_statuses(of), self.view.superseded(of)
        return self._places[position]


def clashes(timeline: Timeline, place: int) -> Mapping[int, tuple[tuple[int, ConflictKind, Text], ...]]:
    """Return what each row of a place cannot hold together with, at whatever time.

    Parameters
    ----------
    place
        Position in the columns' ``place_ids``.

    Returns
    -------
    By row, in row order: (other row, who says so, the reason).
    """
    columns = timeline.columns
    rows = columns.rows_of_place(place)
    found: dict[int, list[tuple[int, ConflictKind, Text]]] = {}

    def note(pairs: NDArray[np.int64], kind: ConflictKind, reason: Text | None) -> None:
        for a, b in pairs_between(pairs, rows.start, rows.stop).tolist():
            words = reason or rule_in_words(timeline.project.topics[timeline.topic_of(a)])
            found.setdefault(a, []).append((b, kind, words))
            found.setdefault(b, []).append((a, kind, words))

    note(timeline.derived, "derived", None)
    for assertion, pairs in timeline.asserted:
        note(pairs, "asserted", assertion.reason)
    return {row: tuple(sorted(others, key=lambda other: other[0])) for row, others in found.items()}
