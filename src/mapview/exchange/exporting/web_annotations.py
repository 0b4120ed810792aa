"""W3C Web Annotations: the evidence of each claim as a place in its source, without the passage itself.

https://www.w3.org/TR/annotation-model. The text that positions count in is the source's, normalised as
docs/format.md says; its SHA-256 and the passage's stand beside the selector, so that whoever holds the report can
verify the claim. Only the cue of a few words is quoted, within the passage. A body has all columns of the claim, so
that the claims come back.
"""

from typing import BinaryIO

from mapview.domain.export_notes import described, iri, left_out
from mapview.domain.records import Record, records
from mapview.domain.snapshot import Snapshot
from mapview.exchange.exporting.geojson import Json, as_json
from mapview.exchange.table import COLUMNS, HELD, cells

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: Terms that the published context lacks.
_OWN = {"mapview": "urn:x-mapview:term:"}


def write_web_annotations(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the evidence of the claims of a snapshot as one collection of annotations, on one page."""
    items = [_annotation(record) for record in records(snapshot)]
    page = {"id": iri("page", "1"), "type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": [CONTEXT, _OWN],
        "id": iri("annotations", "all"),
        "type": "AnnotationCollection",
        "label": snapshot.timeline.project.title.in_language("en"),
        "mapview:notes": [described(snapshot), *web_annotations_left_out(snapshot)],
        "total": len(items),
    }
    stream.write(as_json({**collection, "first": page} if items else collection))


def web_annotations_left_out(snapshot: Snapshot) -> list[str]:
    """Return what Web Annotations have no place for."""
    return left_out(snapshot, "Web Annotations", HELD)


def _annotation(record: Record) -> Json:
    claim, anchor, source = record.claim, record.claim.anchor, record.source
    row = cells(record)
    selector: Json = {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end}
    if anchor.cue:
        selector["refinedBy"] = {"type": "TextQuoteSelector", "exact": anchor.cue}
    statements = [
        {"type": "TextualBody", "value": words, "language": language, "format": "text/plain", "purpose": "describing"}
        for language, words in (("en", claim.statement.en), ("ar", claim.statement.ar))
        if words
    ]
    said: Json = {
        "type": "SpecificResource",
        "purpose": "classifying",
        "source": iri("place", claim.place),
        **{f"mapview:{name}": row[name] for name in COLUMNS if row[name] not in {None, ""}},
    }
    return {
        "id": iri("claim", claim.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": [*statements, said],
        "target": {
            "type": "SpecificResource",
            "source": {
                "id": source.url or iri("source", source.id),
                "type": "Text",
                "language": source.language,
                "mapview:source": source.id,
                "mapview:title": source.title,
                "mapview:published": source.published,
                "mapview:known_from": row["known_from"],
                "mapview:sha256": source.sha256,
            },
            "selector": selector,
            "mapview:passage_sha256": anchor.sha256,
        },
    }
