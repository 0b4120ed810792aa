"""Which claims are on a place, under a topic, of a source or quote an utterance, by the timeline's columns."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mapview.ui.session import Session

Of = Literal["place", "topic", "source", "utterance"]


def claims_of(session: Session, kind: Of, name: str) -> list[str]:
    """Return the ids of the claims on a place, under a topic, of a source or quoting an utterance."""
    return [session.timeline.columns.ids[row] for row in np.flatnonzero(_are(session, kind, name)).tolist()]


def count_of(session: Session, kind: Of, name: str) -> int:
    """Return how many claims are on a place, under a topic, of a source or quote an utterance."""
    return int(np.count_nonzero(_are(session, kind, name)))


def _are(session: Session, kind: Of, name: str) -> NDArray[np.bool_]:
    columns = session.timeline.columns
    column: NDArray[np.integer]
    ids: Sequence[str]
    match kind:
        case "place":
            column, ids = columns.place, columns.place_ids
        case "topic":
            column, ids = columns.topic, columns.topic_ids
        case "source":
            column, ids = columns.source, columns.source_ids
        case "utterance":
            column, ids = columns.utterance, list(session.project.utterances)
    return column == ids.index(name) if name in ids else np.zeros(len(column), bool)
