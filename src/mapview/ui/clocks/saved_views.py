"""Views that are kept under a name: what the session shows as a saved view, and back; knows no toolkit.

The mode of the event time is in how it is written (see :mod:`mapview.domain.clocks`). A view that says a time is a
whole one: it asks for no more than it filters by, and for all that is known if it says ``../..``. One without a time is
a named filter.
"""

from collections.abc import Sequence
from dataclasses import replace

from mapview.domain.changes import Macro, Put, Remove
from mapview.domain.clocks import Clocks, mode_of, written
from mapview.domain.dates import Span, iso, parse
from mapview.domain.filters import Filter
from mapview.domain.model import LOCKED, SavedView, Text
from mapview.gazetteer.naming import free_id
from mapview.ui.session import Focus, Session

_EVERYTHING = "../.."


def save_view(session: Session, name: str) -> SavedView:
    """Keep what the session shows under a name, as one step of undo; one of that name is replaced.

    Raises
    ------
    BadInputError, FileProblemError
        If it cannot be kept; nothing is changed.
    """
    focus, clocks = session.focus, session.clocks
    view = SavedView(
        id="",
        name=_named(session, name),
        at=written(clocks.at, clocks.mode),
        known=LOCKED if clocks.known == "locked" else _EVERYTHING if clocks.known is None else iso(clocks.known),
        place=focus.id if focus is not None and focus.kind == "place" else None,
        topic=session.topic or None,
        bbox=session.frame.bbox if session.frame is not None else None,
        filter=session.filter,
    )
    return _put(session, view)


def save_filter(session: Session, name: str) -> SavedView:
    """Keep the session's filter alone under a name.

    Raises
    ------
    BadInputError, FileProblemError
        If it cannot be kept; nothing is changed.
    """
    return _put(session, SavedView(id="", name=_named(session, name), filter=session.filter))


def move_view(session: Session, name: str, by: int) -> None:
    """Move a saved view among the others, as one step of undo; beyond the first and the last there is no place.

    Raises
    ------
    FileProblemError
        If it cannot be kept; nothing is changed.
    """
    order = list(session.project.views)
    before = order.index(name)
    after = min(max(before + by, 0), len(order) - 1)
    if after == before:
        return
    view = session.project.views[name]
    label = session.tr("order of {}").format(view.name.in_language(session.language))
    session.edit(Macro((Remove("views", name), Put(view, after))), label)


def caption_view(session: Session, name: str, caption: str) -> None:
    """Give a saved view other words that are said with it, in the language of the texts, as one step of undo.

    Raises
    ------
    FileProblemError
        If they cannot be kept; nothing is changed.
    """
    view = session.project.views[name]
    said = caption.strip()
    told = replace(view.caption, ar=said) if session.language == "ar" else replace(view.caption, en=said)
    if told != view.caption:
        label = session.tr("caption of {}").format(view.name.in_language(session.language))
        session.edit(Put(replace(view, caption=told)), label)


def restore(session: Session, view: SavedView) -> None:
    """Show what a saved view says; what the project no longer has of it is left out."""
    if view.at is not None:
        session.set_clocks(_clocks(session, view, view.at))
    if view.at is not None or view.filter != Filter():
        session.set_filter(view.filter)
    if view.topic is not None and view.topic in session.project.topics:
        session.set_topic(view.topic)
    if view.place is not None and view.place in session.project.places:
        session.set_focus(Focus("place", view.place))


def bookmarks(session: Session) -> Sequence[SavedView]:
    """Return the saved views that are whole views, in their order."""
    return [view for view in session.project.views.values() if view.at is not None]


def named_filters(session: Session) -> Sequence[SavedView]:
    """Return the saved views that are filters alone."""
    return [view for view in session.project.views.values() if view.at is None and view.filter != Filter()]


def _put(session: Session, view: SavedView) -> SavedView:
    views = session.project.views
    same = [other.id for other in views.values() if other.name == view.name and (other.at is None) == (view.at is None)]
    name = same[0] if same else free_id(view.name, views, "view")
    put = replace(view, id=name)
    session.edit(Put(put), session.tr("saved view {}").format(put.name.in_language(session.language)))
    return put


def _named(session: Session, name: str) -> Text:
    return Text(ar=name.strip()) if session.language == "ar" else Text(en=name.strip())


def _clocks(session: Session, view: SavedView, at: str) -> Clocks:
    span, mode = parse(at), mode_of(at)
    first = session.first_day if span.earliest is None else span.earliest
    last = session.last_day if span.latest is None else span.latest
    known = session.clocks.known
    if view.known is not None:
        known = "locked" if view.known == LOCKED else parse(view.known).latest
    return Clocks(Span(min(first, last), last), mode, known)
