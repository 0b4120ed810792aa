"""The view at one event time and one known time, framed for a picture or a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from mapview.domain.dates import Span
from mapview.domain.excerpt import excerpt
from mapview.domain.film import Film
from mapview.domain.filters import Filter
from mapview.domain.model import Text
from mapview.domain.timeline import Timeline

Theme = Literal["light", "dark"]
Language = Literal["en", "ar"]
#: How much of a source's words goes with a claim: nothing, the cue of its anchor, or the whole passage.
Passages = Literal["none", "cue", "whole"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed size: width and height in millimetres, and dots per inch for what is made of pixels."""

    width_mm: float
    height_mm: float
    dpi: int = 300

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in dots; an inch has 25.4 mm."""
        return round(self.width_mm / 25.4 * self.dpi), round(self.height_mm / 25.4 * self.dpi)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an export draws.

    ``at`` is the event time (None: all claims whatever their time), ``known`` the day up to which sources count
    (None: everything). ``bbox`` is (west, south, east, north) in degrees, None for all places with claims.
    ``topic`` is the id of the topic whose values colour the marks, None for the one that the project starts with.
    ``filter`` is what the claims are narrowed to; the others say nothing. ``left_out`` is the number of claims that a
    filter has taken out of the timeline.
    ``size`` is width and height in pixels, ``scale`` enlarges text, marks and tiles alike; ``paper`` is a printed size.
    ``caption`` is said with the view. ``dates`` are the event times of small multiples, one map each; ``film`` has
    those of an animation. ``passages`` is how much of the sources' words a page holds, ``tour`` the ids of the
    saved views that it leads through, ``basemap`` the file of a person's own tiles, None for MapView's basemap.
    ``words`` are the passages by claim, as far as they are at hand; ``narrowed_by`` is the filter by which claims
    were left out.
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
    caption: Text = field(default_factory=Text)
    paper: Paper | None = None
    dates: tuple[Span, ...] = ()
    film: Film | None = None
    passages: Passages = "cue"
    basemap: str | None = None
    tour: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    narrowed_by: Filter = field(default_factory=Filter)

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
            narrowed_by=self.filter,
            left_out=len(mask) - len(passing),
        )
