"""What the map page can be told of the session's filter: which places to draw, which sources to count.

The page counts claims by itself and knows no topics, modalities or words to leave out: of a place that is drawn it
shows all claims out of the sources that count.
"""

import numpy as np

from mapview.domain.filters import Filter
from mapview.ui.messages import SetFilter
from mapview.ui.session import Session


def page_filter(session: Session) -> SetFilter:
    """Return the filter of the page: places with claims that pass, and sources that pass and are read."""
    narrowed, columns = session.view.narrowed, session.timeline.columns
    places = None
    if narrowed is not None:
        passing = np.unique(columns.place[narrowed.mask]).tolist()
        places = tuple(columns.place_ids[place] for place in passing)
    return SetFilter(places=places, sources=_sources(session))


def _sources(session: Session) -> tuple[str, ...] | None:
    wanted, focus = session.filter, session.focus
    read = (focus.id,) if focus is not None and focus.kind == "source" else None
    about_sources = Filter(sources=wanted.sources, publishers=wanted.publishers, languages=wanted.languages)
    if about_sources == Filter():
        return read
    columns = session.timeline.columns
    mask = session.timeline.facets.narrowed(about_sources).mask
    passing = [columns.source_ids[source] for source in np.unique(columns.source[mask]).tolist()]
    return tuple(source for source in passing if read is None or source in read)
