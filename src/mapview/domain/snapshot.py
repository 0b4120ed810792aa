"""The view at one event time and one known time, framed for a picture or a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from mapview.domain.clocks import TimeMode
from mapview.domain.copies import Offer
from mapview.domain.dates import Span
from mapview.domain.excerpt import excerpt
from mapview.domain.film import Film
from mapview.domain.filters import Filter
from mapview.domain.model import Text
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError

Theme = Literal["light", "dark"]
Language = Literal["en", "ar"]
#: How much of a source's words goes with a claim: nothing, the cue of its anchor, or the whole passage.
Passages = Literal["none", "cue", "whole"]


#: CSS pixels to an inch of paper: text of 12 of them is 7.2 points, a size for legends in print.
PAPER_PX_PER_INCH = 120
_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed size: width and height in millimetres, and dots per inch for what is made of pixels."""

    width_mm: float
    height_mm: float
    dpi: int = 300

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in dots; an inch has 25.4 mm."""
        return round(self.width_mm / _MM_PER_INCH * self.dpi), round(self.height_mm / _MM_PER_INCH * self.dpi)


#: Of files that have a size on paper.
PAPER_SUFFIXES = (".pdf", ".png")
#: Width and height in millimetres.
PAPER_SIZES: Mapping[str, tuple[float, float]] = {
    "a3": (297.0, 420.0),
    "a3-landscape": (420.0, 297.0),
    "a4": (210.0, 297.0),
    "a4-landscape": (297.0, 210.0),
    "a5": (148.0, 210.0),
    "a5-landscape": (210.0, 148.0),
    "letter": (215.9, 279.4),
    "letter-landscape": (279.4, 215.9),
}
#: Pixels along the side of a picture.
LONGEST_SIDE = 7680
_SHORTEST_SIDE_MM, _LONGEST_SIDE_MM, _LEAST_DPI = 40, 2000, 36
#: Chromium enlarges pages by so much at most.
_GREATEST_ZOOM = 5


def checked_paper(paper: Paper, scale: float = 1.0) -> Paper:
    """Return a paper that can be filled.

    Parameters
    ----------
    scale
        By how much text and marks are enlarged on it.

    Raises
    ------
    BadInputError
        If it is too small or too large, or has too few or too many dots.
    """
    sides = paper.width_mm, paper.height_mm
    if not all(_SHORTEST_SIDE_MM <= side <= _LONGEST_SIDE_MM for side in sides):
        raise BadInputError(
            f"A paper has {_SHORTEST_SIDE_MM} to {_LONGEST_SIDE_MM} mm a side, such as 180x120: choose such a size."
        )
    most = min(LONGEST_SIDE / max(sides) * _MM_PER_INCH, _GREATEST_ZOOM * PAPER_PX_PER_INCH / scale)
    if not _LEAST_DPI <= paper.dpi <= most:
        raise BadInputError(
            f"{paper.dpi} dots per inch are out of reach on {sides[0]:g}x{sides[1]:g} mm at scale {scale:g}: "
            f"use {_LEAST_DPI} to {int(most)}."
        )
    return paper


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an export draws.

    ``at`` is the event time (None: all claims whatever their time) with its ``mode``, ``known`` the day up to which
    sources count (None: everything), ``locked`` if that follows the event time. ``bbox`` is (west, south, east, north)
    in degrees, None for all places with claims. ``topic`` is the id of the topic whose values colour the marks, None
    for the one that the project starts with.
    ``filter`` is what the claims are narrowed to; the others say nothing. ``left_out`` is the number of claims that a
    filter has taken out of the timeline.
    ``size`` is width and height in pixels, ``scale`` enlarges text, marks and tiles alike; ``paper`` is a printed size.
    ``caption`` is said with the view. ``dates`` are the event times of small multiples, one map each; ``film`` has
    those of an animation. ``passages`` is how much of the sources' words a page holds, ``tour`` the ids of the
    saved views that it leads through, ``basemap`` the file of a person's own tiles, None for MapView's basemap.
    ``words`` are the passages by claim, as far as they are at hand, and ``copies`` the sources that may be one voice;
    ``narrowed_by`` is the filter by which claims were left out.
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
    copies: tuple[Offer, ...] = ()
    narrowed_by: Filter = field(default_factory=Filter)
    mode: TimeMode = "instant"
    locked: bool = False

    def on_paper(self) -> "Snapshot":
        """Return the same view with the size in pixels and the scale that its paper asks for."""
        if self.paper is None:
            return self
        return replace(self, size=self.paper.pixels, scale=self.scale * self.paper.dpi / PAPER_PX_PER_INCH)

    def narrowed(self, fold: Callable[[str], str] = str.casefold) -> "Snapshot":
        """Return the same view of a timeline that has only the claims that pass the filter.

        A status is judged at the two clocks of the view.

        Parameters
        ----------
        fold
            Makes spellings of a word comparable.
        """
        if self.filter == Filter():
            return self
        mask = self.timeline.view(self.at, self.known, self.timeline.facets.narrowed(self.filter, fold)).passing
        passing = {name for name, passes in zip(self.timeline.columns.ids, mask.tolist(), strict=True) if passes}
        return replace(
            self,
            timeline=Timeline.of(excerpt(self.timeline.project, passing)),
            filter=Filter(),
            narrowed_by=self.filter,
            left_out=len(mask) - len(passing),
        )
