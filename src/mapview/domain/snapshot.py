"""The view at one event time and one known time, framed for a picture or a page."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from mapview.domain.dates import Span
from mapview.domain.excerpt import excerpt
from mapview.domain.filters import Filter
from mapview.domain.timeline import Timeline

Theme = Literal["light", "dark"]
Language = Literal["en", "ar"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an export draws.

    ``at`` is the event time (None: all claims whatever their time), ``known`` the day up to which sources count
    (None: everything). ``bbox`` is (west, south, east, north) in degrees, None for all places with claims.
    ``topic`` is the id of the topic whose values colour the marks, None for the one that the project starts with.
    ``filter`` is what the claims are narrowed to; the others say nothing. ``left_out`` is the number of claims that a
    filter has taken out of the timeline.
    ``size`` is width and height in pixels, ``scale`` enlarges text, marks and tiles alike.
    """

    timeline: Timeline
    at: Span | None = None
    known: int | None = None
    place: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    topic: str | None = None
    size: tuple[int, int] = (1600, 1000)
    scale: float = 1.0
    theme: Theme = "light"
    language: Language = "en"
    filter: Filter = field(default_factory=Filter)
    left_out: int = 0

    def narrowed(self, fold: Callable[[str], str] = str.casefold) -> "Snapshot":
        """Return the same view of a timeline that has only the claims that pass the filter.

        Parameters
        ----------
        fold
            Makes spellings of a word comparable.
        """
        if self.filter == Filter():
            return self
        mask = self.timeline.facets.narrowed(self.filter, fold).mask
        passing = {name for name, passes in zip(self.timeline.columns.ids, mask.tolist(), strict=True) if passes}
        return replace(
            self,
            timeline=Timeline.of(excerpt(self.timeline.project, passing)),
            filter=Filter(),
            left_out=len(mask) - len(passing),
        )
