"""A saved view as the options of a command that say what it shows."""

from dataclasses import dataclass, field

from mapview.domain import dates
from mapview.domain.filters import BoundingBox, Filter
from mapview.domain.model import LOCKED, SavedView, Text
from mapview.domain.timeline import Timeline
from mapview.errors import UnknownIdError
from mapview.gazetteer.normalise import fold


@dataclass(frozen=True, slots=True)
class Shown:
    """What the options of a command say of a view; None and an empty filter are not said."""

    at: str | None
    known: str | None
    place: str | None
    topic: str | None
    bbox: BoundingBox | None
    filter: Filter
    caption: Text = field(default_factory=Text)
    locked: bool = False


def with_view(shown: Shown, timeline: Timeline, wanted: str | None) -> Shown:
    """Return options with what a saved view says of those that are not given; what the project lacks is left out.

    Parameters
    ----------
    wanted
        The id of the view, or its name in either language; None: the options stay.

    Raises
    ------
    UnknownIdError
        If the project has no such view, or several of that name.
    """
    if wanted is None:
        return shown
    view, project = saved_view(timeline, wanted), timeline.project
    at = shown.at or view.at
    return Shown(
        at=at,
        known=shown.known or _known(view, at),
        place=shown.place or (view.place if view.place in project.places else None),
        topic=shown.topic or (view.topic if view.topic in project.topics else None),
        bbox=shown.bbox or view.bbox,
        filter=shown.filter if shown.filter != Filter() else view.filter,
        caption=view.caption,
        locked=view.known == LOCKED and shown.known is None,
    )


def saved_view(timeline: Timeline, wanted: str) -> SavedView:
    """Find a saved view by its id, else by its name, folded as the gazetteer does.

    Raises
    ------
    UnknownIdError
        If there is none, or several of that name.
    """
    views = timeline.project.views
    if wanted in views:
        return views[wanted]
    name = fold(wanted)
    found = [view for view in views.values() if name in {fold(view.name.en), fold(view.name.ar)}]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownIdError(f"{wanted!r} may be any of {', '.join(view.id for view in found)}: give one of these ids.")
    there = f"give one of {', '.join(views)}" if views else "save one in the window"
    raise UnknownIdError(f"The project has no saved view {wanted!r}: {there}.")


def _known(view: SavedView, at: str | None) -> str | None:
    """Return the known time; one that follows the event time is the last day of that."""
    if view.known != LOCKED:
        return view.known
    last = None if at is None else dates.parse(at).latest
    return None if last is None else dates.iso(last)
