"""Which claims are on a place, under a topic, or quote an utterance, by the columns of the timeline."""

from typing import Literal

import numpy as np

from mapview.ui.session import Session


def claims_of(session: Session, kind: Literal["place", "topic"], name: str) -> list[str]:
    """Return the ids of the claims on a place or under a topic, in the order of the timeline."""
    columns = session.timeline.columns
    ids = columns.place_ids if kind == "place" else columns.topic_ids
    if name not in ids:
        return []
    column = columns.place if kind == "place" else columns.topic
    return [columns.ids[row] for row in np.flatnonzero(column == ids.index(name)).tolist()]


def count_of(session: Session, kind: Literal["topic", "utterance"], name: str) -> int:
    """Return how many claims are under a topic or quote an utterance."""
    columns = session.timeline.columns
    if kind == "topic":
        return int(np.count_nonzero(columns.topic == columns.topic_ids.index(name)))
    return int(np.count_nonzero(columns.utterance == list(session.project.utterances).index(name)))
