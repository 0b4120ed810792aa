"""How the account of a place grew: what was claimed on each day on which a source on it became known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mapview.domain.dates import Span
from mapview.domain.filtering import Narrowed
from mapview.domain.model import Status
from mapview.domain.register import known_from_is_uncertain
from mapview.domain.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a day of publication added to the account of a place.

    ``day`` counts from 1970-01-01 and is ``uncertain`` if the publication of one of its ``sources`` is. ``claims`` are
    those that were new on that day, ``statuses`` those of the place's topics as everything then known made them.
    """

    day: int
    uncertain: bool
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    statuses: Mapping[str, Status]


def account(
    timeline: Timeline, place: str, at: Span | None = None, narrowed: Narrowed | None = None
) -> Iterator[Chapter]:
    """Yield what was claimed of a place, from the first day on which anything was known to the last.

    Parameters
    ----------
    place
        Its id.
    at
        Claims in force on any day of it; None: all, whatever their time.
    narrowed
        The claims that pass a filter, whatever their status, which differs from day to day; None: every claim.
    """
    narrowed = None if narrowed is None else narrowed.at_any_status()
    columns = timeline.columns
    of_place = columns.rows_of_place(columns.register.places.at[place])
    rows = np.flatnonzero(timeline.view(at, None, narrowed).shown[of_place]) + of_place.start
    for day in np.unique(columns.known[rows]).tolist():
        fresh = rows[columns.known[rows] == day]
        sources = tuple(columns.source_ids[source] for source in np.unique(columns.source[fresh]).tolist())
        yield Chapter(
            day=day,
            uncertain=any(known_from_is_uncertain(timeline.project.sources[source]) for source in sources),
            sources=sources,
            claims=tuple(columns.ids[row] for row in fresh.tolist()),
            statuses=timeline.view(at, day, narrowed).statuses_of(place),
        )
