"""Indexes as plain values, so that two of them can be compared."""

from typing import Any

import numpy as np

from mapview.domain.columns import ARRAYS
from mapview.domain.timeline import Timeline


def as_comparable(timeline: Timeline) -> dict[str, Any]:
    """Return all that an index holds; texts stand for themselves, since the numbers for them are arbitrary."""
    columns, project = timeline.columns, timeline.project
    texts = np.array([topic.type == "text" for topic in project.topics.values()], bool)[columns.topic]
    said = {code: text for text, code in columns.text_codes.items()}
    found: dict[str, Any] = {name: getattr(columns, name).tolist() for name in (*ARRAYS, "group") if name != "record"}
    for bound in ("low", "high"):
        found[bound] = [
            said[int(value)] if text else value for value, text in zip(found[bound], texts.tolist(), strict=True)
        ]
    quantities = np.array([topic.type == "quantity" for topic in project.topics.values()], bool)[columns.topic].tolist()
    found["value"] = [
        None if quantity else columns.values[code] for code, quantity in zip(found["value"], quantities, strict=True)
    ]
    found["middle"] = [
        middle if quantity else None for middle, quantity in zip(found["middle"], quantities, strict=True)
    ]
    return found | {
        "project": project,
        "ids": list(columns.ids),
        "positions": [columns.place_ids, columns.topic_ids, columns.source_ids],
        "types": [getattr(columns, name).dtype for name in ARRAYS],
        "derived": timeline.derived.tolist(),
        "asserted": [(conflict, pairs.tolist()) for conflict, pairs in timeline.asserted],
        "overtaken": timeline.overtaken.tolist(),
        "conflict_pairs": timeline.conflict_pairs.tolist(),
        "open_pairs": timeline.open_pairs.tolist(),
        "aside": timeline.aside.tolist(),
        "group_start": timeline.group_start.tolist(),
    }
