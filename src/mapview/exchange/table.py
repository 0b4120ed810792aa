"""The claims of a view as one table, one row a claim; and as CSV."""

from typing import BinaryIO

import pandas as pd

from mapview.domain import dates
from mapview.domain.columns import known_from
from mapview.domain.model import Claim, Quantity
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import View

#: The columns of the table, in order; docs/format.md describes them.
COLUMNS = (
    "claim", "place", "place_en", "place_ar", "kind", "lat", "lon", "precision_m", "topic", "value", "value_min",
    "value_max", "unit", "approximate", "statement_en", "statement_ar", "when", "earliest", "latest", "source",
    "source_title", "publisher", "published", "known_from", "url", "utterance", "attributed_to", "modality",
    "certainty", "anchor_start", "anchor_end", "anchor_sha256", "cue", "status", "conflicts_with", "note",
)  # fmt: skip

#: A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def claims_table(view: View) -> pd.DataFrame:
    """Return the claims that are shown, one row each, with the columns :data:`COLUMNS`.

    Days are ISO strings, ``lat`` and ``lon`` WGS 84 degrees, ``precision_m`` metres; what is absent or open is missing.
    """
    statuses = view.statuses()
    clashes = view.clashes()
    timeline = view.timeline
    rows = []
    for row in view.rows.tolist():
        claim = timeline.project.claims[timeline.columns.ids[row]]
        status = statuses[claim.place][claim.topic]
        against = " ".join(clashes.get(claim.id, ()))
        rows.append({**_row(claim, view), "status": status, "conflicts_with": against})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def write_csv(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the claims of a snapshot as CSV in UTF-8; its place and area leave out the other places."""
    table = claims_table(snapshot.timeline.view(snapshot.at, snapshot.known))
    if snapshot.place is not None:
        table = table[table["place"] == snapshot.place]
    if snapshot.bbox is not None:
        west, south, east, north = snapshot.bbox
        table = table[table["lon"].between(west, east) & table["lat"].between(south, north)]
    texts = table.select_dtypes(include=["object", "string"]).columns
    table = table.assign(**{name: table[name].map(neutralised) for name in texts})
    table.to_csv(stream, index=False, encoding="utf-8", lineterminator="\r\n")


def neutralised(cell: object) -> object:
    """Return a cell's value such that no spreadsheet runs it: a text that looks like a formula gets an apostrophe.

    Examples
    --------
    >>> neutralised("=1+1"), neutralised("plain"), neutralised(-1.5)
    ("'=1+1", 'plain', -1.5)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def _row(claim: Claim, view: View) -> dict[str, object]:
    project = view.timeline.project
    place, topic, source = project.places[claim.place], project.topics[claim.topic], project.sources[claim.source]
    span = dates.parse(claim.when)
    quantity = claim.value if isinstance(claim.value, Quantity) else None
    utterance = project.utterances[claim.utterance] if claim.utterance is not None else None
    return {
        "claim": claim.id,
        "place": place.id,
        "place_en": place.names.en,
        "place_ar": place.names.ar,
        "kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "precision_m": place.precision_m,
        "topic": topic.id,
        "value": None if quantity is not None else claim.value,
        "value_min": quantity.min if quantity is not None else None,
        "value_max": quantity.max if quantity is not None else None,
        "unit": topic.unit.in_language("en") if topic.unit is not None else None,
        "approximate": quantity.approximate if quantity is not None else None,
        "statement_en": claim.statement.en,
        "statement_ar": claim.statement.ar,
        "when": claim.when,
        "earliest": dates.iso(span.earliest),
        "latest": dates.iso(span.latest),
        "source": source.id,
        "source_title": source.title,
        "publisher": source.publisher.in_language("en") if source.publisher is not None else None,
        "published": source.published,
        "known_from": dates.iso(known_from(source)),
        "url": source.url,
        "utterance": claim.utterance,
        "attributed_to": utterance.speaker.in_language("en") if utterance is not None else None,
        "modality": claim.modality,
        "certainty": claim.certainty,
        "anchor_start": claim.anchor.start,
        "anchor_end": claim.anchor.end,
        "anchor_sha256": claim.anchor.sha256,
        "cue": claim.anchor.cue,
        "note": claim.note,
    }
