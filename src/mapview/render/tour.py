"""The guided tour of an HTML snapshot: saved views as its page can show them."""

import base64

from mapview.domain import dates
from mapview.domain.filters import Filter
from mapview.domain.model import LOCKED, SavedView
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.errors import UnknownIdError
from mapview.render.map_data import Json, packed

_LISTS = ("sources", "publishers", "topics", "modalities", "certainties", "languages", "place_kinds")


def tour_entries(snapshot: Snapshot) -> list[Json]:
    """Return the views of a snapshot's tour in its order.

    Returns
    -------
    For each ``id``, ``name``, ``caption``, ``at`` (null: the time stays), ``known`` (null: it stays), ``place`` and
    ``topic`` (null if the project has none such), ``bbox`` and ``filter`` as :func:`filter_entry` gives it. ``at`` is
    ``{"mode", "day0", "day1"}``, ``known`` is ``{"day"}`` (a day, ``"locked"``, or null for everything).

    Raises
    ------
    UnknownIdError
        If the project lacks one of the views.
    """
    timeline = snapshot.timeline
    return [_entry(checked_view(timeline, name), snapshot) for name in snapshot.tour]


def checked_view(timeline: Timeline, name: str) -> SavedView:
    """Return a saved view by its id.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    views = timeline.project.views
    if name not in views:
        listed = ", ".join(views) or "none"
        raise UnknownIdError(f"The project has no saved view {name!r}: it has {listed}.")
    return views[name]


def filter_entry(narrow: Filter, timeline: Timeline) -> Json:
    """Return a filter for the page: lists of values, ``text``, ``area`` and ``inside``.

    ``area`` are the corners (latitude and longitude in degrees) of what the places lie within, null if nothing is asked
    for; ``inside`` has a bit per row, from the lowest of each byte, in base64, 1 if its place lies there.
    """
    found: Json = {name: list(getattr(narrow, name)) for name in _LISTS}
    found |= {"status": list(narrow.statuses), "text": narrow.text, "area": None, "inside": None}
    if narrow.bbox is not None or narrow.area:
        inside = timeline.facets.narrowed(Filter(bbox=narrow.bbox, area=narrow.area)).mask
        found |= {"area": _corners(narrow), "inside": base64.b64encode(packed(inside)).decode("ascii")}
    return found


def _entry(view: SavedView, snapshot: Snapshot) -> Json:
    project, language = snapshot.timeline.project, snapshot.language
    return {
        "id": view.id,
        "name": view.name.in_language(language),
        "caption": view.caption.in_language(language),
        "at": None if view.at is None else _at(view.at, snapshot.timeline.span or (0, 0)),
        "known": None if view.known is None else _known(view.known),
        "place": view.place if view.place in project.places else None,
        "topic": view.topic if view.topic in project.topics else None,
        "bbox": None if view.bbox is None else list(view.bbox),
        "filter": filter_entry(view.filter, snapshot.timeline),
    }


def _at(at: str, span: tuple[int, int]) -> Json:
    days = dates.parse(at)
    if days.earliest is None and days.latest is None:
        return {"mode": "instant", "day0": None, "day1": None}
    last = span[1] if days.latest is None else days.latest
    first = min(span[0], last) if days.earliest is None else days.earliest
    mode = "cumulative" if days.earliest is None else "range" if "/" in at else "instant"
    return {"mode": mode, "day0": min(first, last), "day1": max(first, last)}


def _known(known: str) -> Json:
    return {"day": LOCKED if known == LOCKED else dates.parse(known).latest}


def _corners(narrow: Filter) -> list[list[float]]:
    if narrow.area:
        return [list(corner) for corner in narrow.area]
    west, south, east, north = narrow.bbox or (0, 0, 0, 0)
    return [[south, west], [south, east], [north, east], [north, west]]
