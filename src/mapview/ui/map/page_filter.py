"""What the map page is told of the session's filter."""

import base64

from mapview.domain.filters import drawn_area
from mapview.render.map_data import packed
from mapview.ui.map.messages import SetFilter
from mapview.ui.session import Session


def page_filter(session: Session) -> SetFilter:
    """Return the filter of the page: what passes, the source that is read, and the area."""
    view, focus = session.view, session.focus
    return SetFilter(
        claims=len(session.timeline.columns),
        passing=None if view.narrowed is None else base64.b64encode(packed(view.narrowed.mask)).decode("ascii"),
        sources=(focus.id,) if focus is not None and focus.kind == "source" else None,
        area=drawn_area(session.filter) or None,
        statuses=session.filter.statuses,
    )
