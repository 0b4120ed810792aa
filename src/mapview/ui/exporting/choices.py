"""What a person chooses for an export, kept from one to the next, and the snapshot that it makes of the session."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from mapview.domain.dates import Span, parse
from mapview.domain.film import Film, Step, days_between, evenly_spread, usual_step
from mapview.domain.filters import BoundingBox, Filter
from mapview.domain.model import Place, Text
from mapview.domain.snapshot import PAPER_SIZES, Language, Paper, Passages, Snapshot, Theme, checked_paper
from mapview.errors import BadInputError
from mapview.ui.clocks.saved_views import bookmarks
from mapview.ui.exporting.kinds import ExportKind
from mapview.ui.session import Session

_MILLIMETRES = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[x×*]\s*(\d+(?:\.\d+)?)\s*", re.IGNORECASE)
_METRES_A_DEGREE = 111_320
#: What is seen around a place at least, in metres.
_AROUND_M = 20_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen, for every kind of file; each takes what it has a use for.

    ``paper`` is one of :data:`PAPER_SIZES`, ``own`` for ``paper_mm``, or nothing for a size in pixels. ``ink`` is the
    theme of what is printed. ``maps`` is the number of maps on a picture. Empty ends of a film, or of several maps, are
    those of the stretch in which most changes; an empty step is one that makes about a hundred frames.
    """

    size: tuple[int, int] = (1600, 1000)
    scale: float = 1.0
    paper: str = ""
    paper_mm: str = "180 x 120"
    dpi: int = 300
    maps: int = 1
    theme: Theme = "light"
    ink: Theme = "light"
    language: Language = "en"
    caption: str = ""
    area: Literal["seen", "all", "place"] = "seen"
    all_times: bool = False
    all_known: bool = False
    all_claims: bool = False
    passages: Passages = "cue"
    tour: bool = False
    begin: str = ""
    end: str = ""
    step: str = ""
    frames_per_second: float = 4.0
    so_far: bool = False
    skip_unchanged: bool = False
    known_follows: bool = False


def kept(choices: Choices) -> str:
    """Return choices as a text for the settings."""
    return json.dumps(asdict(choices))


def choices_kept(text: str) -> Choices:
    """Read the choices that were kept; what cannot be read is as it is at first."""
    first = Choices()
    try:
        found = json.loads(text)
    except ValueError:
        return first
    if not isinstance(found, dict):
        return first
    return replace(first, **dict(_readable(first, found)))


def _readable(first: Choices, found: Mapping[str, Any]) -> list[tuple[str, Any]]:
    taken = []
    for one in fields(Choices):
        usual, value = getattr(first, one.name), found.get(one.name)
        if isinstance(usual, tuple) and isinstance(value, list) and len(value) == len(usual):
            value = tuple(value)
        if type(value) is type(usual):
            taken.append((one.name, value))
    return taken


def snapshot_of(session: Session, choices: Choices, kind: ExportKind) -> Snapshot:
    """Return what an export of the session with some choices draws.

    Raises
    ------
    BadInputError
        If one of the choices cannot be; the sentence says which.
    """
    can, shown = kind.choices, session.snapshot()
    # A map marks the chosen place wherever it looks; a list is of its claims, or of those in an area.
    is_map = kind.group in {"picture", "film", "page"}
    snapshot = replace(
        shown,
        size=choices.size,
        scale=choices.scale if "scale" in can else 1.0,
        paper=_paper(choices, kind),
        theme=choices.ink if "ink" in can else choices.theme,
        language=choices.language,
        caption=Text(choices.caption.strip()) if "caption" in can else Text(),
        place=shown.place if is_map or choices.area == "place" else None,
        bbox=_area(session, choices) if is_map or choices.area != "place" else None,
        filter=Filter() if choices.all_claims else shown.filter,
    )
    if choices.all_times or "time" not in can:
        snapshot = replace(snapshot, at=None, mode="instant")
    if choices.all_known:
        snapshot = replace(snapshot, known=None, locked=False)
    if has_several_maps(choices, kind):
        snapshot = replace(snapshot, dates=evenly_spread(*reach(session, choices), choices.maps))
    if "span" in can:
        known = None if choices.known_follows else snapshot.known
        snapshot = replace(snapshot, film=_film(session, choices), known=known)
    if "passages" in can:
        tour = tuple(view.id for view in bookmarks(session)) if choices.tour else ()
        snapshot = replace(snapshot, passages=choices.passages, tour=tour)
    return snapshot


def has_several_maps(choices: Choices, kind: ExportKind) -> bool:
    """Return whether a picture of a kind has several maps."""
    return "maps" in kind.choices and choices.maps > 1


def _paper(choices: Choices, kind: ExportKind) -> Paper | None:
    if "paper" not in kind.choices or (not choices.paper and "size" in kind.choices):
        return None
    width, height = _own(choices.paper_mm) if choices.paper == "own" else _named(choices.paper)
    return checked_paper(Paper(width, height, choices.dpi), choices.scale)


def _named(paper: str) -> tuple[float, float]:
    return PAPER_SIZES.get(paper, PAPER_SIZES["a4-landscape"])


def _own(paper: str) -> tuple[float, float]:
    found = _MILLIMETRES.fullmatch(paper)
    if found is None:
        raise BadInputError(f"{paper!r} is no paper: write its width and height in millimetres, such as 180 x 120.")
    return float(found[1]), float(found[2])


def _area(session: Session, choices: Choices) -> BoundingBox | None:
    place = session.project.places.get(session.focus.id) if session.focus and session.focus.kind == "place" else None
    if choices.area == "all":
        return None
    if choices.area == "place" and place is not None:
        return around(place)
    return session.frame.bbox if session.frame else None


def around(place: Place) -> BoundingBox:
    """Return the box about a place, with the circle within which it lies.

    Examples
    --------
    >>> here = Place("here", Text("Here"), "site", 0.0, 0.0, 100.0, "")
    >>> [round(degrees, 2) for degrees in around(here)]
    [-0.18, -0.18, 0.18, 0.18]
    """
    along = max(1.3 * place.precision_m, _AROUND_M) / _METRES_A_DEGREE
    across = along / max(math.cos(math.radians(place.lat)), 0.01)
    west, east = max(place.lon - across, -180.0), min(place.lon + across, 180.0)
    return west, max(place.lat - along, -89.9), east, min(place.lat + along, 89.9)


def _film(session: Session, choices: Choices) -> Film:
    first, last = reach(session, choices)
    return Film(
        first,
        last,
        step=Step.parse(choices.step) if choices.step else usual_step(first, last),
        frames_per_second=choices.frames_per_second,
        skip_unchanged=choices.skip_unchanged,
        window="all" if choices.so_far else None,
        known_follows=choices.known_follows,
    )


def reach(session: Session, choices: Choices) -> tuple[int, int]:
    """Return the first and the last day of a film or of several maps: those chosen, else of the busiest stretch.

    Raises
    ------
    BadInputError
        If a date is none, the timeline has none, or they are in the wrong order.
    """
    begin, end = (parse(date) if date.strip() else Span(None, None) for date in (choices.begin, choices.end))
    known = None if choices.all_known or choices.known_follows else session.known
    first, last = days_between(session.timeline, begin.earliest, end.latest, known)
    if last < first:
        raise BadInputError("The last day lies before the first: give them in the order of time.")
    return first, last
