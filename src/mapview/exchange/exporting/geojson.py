"""GeoJSON (RFC 7946): one feature a claim, with the columns of the table and the usual names for time.

``name`` and ``description`` are what most viewers show, ``start`` and ``end`` what Leaflet.timeline reads, ``time``
what TimestampedGeoJson reads, and the member ``when`` of a feature is GeoJSON-T's, as in the Linked Places Format. A
bound that is open or unknown is absent, never invented.
"""

import json
from typing import Any, BinaryIO

from mapview.domain.dates import Span, iso
from mapview.domain.export_notes import days_without_doubt, described, in_our_era, left_out, outside_our_era
from mapview.domain.records import Record, records
from mapview.domain.snapshot import Snapshot
from mapview.exchange.table import HELD, cells

Json = dict[str, Any]


def write_geojson(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the claims of a snapshot as a GeoJSON FeatureCollection in UTF-8."""
    stream.write(as_json(feature_collection(snapshot)))


def feature_collection(snapshot: Snapshot) -> Json:
    """Return the claims of a snapshot as a GeoJSON FeatureCollection."""
    found = records(snapshot)
    collection: Json = {"type": "FeatureCollection"}
    if found:
        lons, lats = [record.place.lon for record in found], [record.place.lat for record in found]
        collection["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
    collection["notes"] = [described(snapshot), *geojson_left_out(snapshot)]
    collection["features"] = [_feature(record, snapshot.language) for record in found]
    return collection


def geojson_left_out(snapshot: Snapshot) -> list[str]:
    """Return what GeoJSON has no place for."""
    return [
        *left_out(snapshot, "GeoJSON", HELD),
        *outside_our_era(snapshot, "GeoJSON"),
        *days_without_doubt(snapshot, "GeoJSON"),
    ]


def timespans(span: Span) -> Json:
    """Return days as a ``when`` of GeoJSON-T; a bound that is open or unknown is absent."""
    bounds = {"start": span.earliest, "end": span.latest}
    inner = {"start": "earliest", "end": "latest"}
    return {"timespans": [{name: {inner[name]: iso(day)} for name, day in bounds.items() if day is not None}]}


def as_json(document: object) -> bytes:
    """Return a document as JSON in UTF-8; without indentation, which json does in Python and not in C."""
    return (json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _feature(record: Record, language: str) -> Json:
    bounds = {"earliest": record.span.earliest, "latest": record.span.latest, "known_from": record.known_from}
    # One day before the year 1 and GDAL's users in Python cannot open the file.
    days = {name: iso(day) if in_our_era(day) else None for name, day in bounds.items()}
    times = {"start": days["earliest"], "end": days["latest"], "time": days["earliest"]}
    feature: Json = {
        "type": "Feature",
        "id": record.claim.id,
        "geometry": {"type": "Point", "coordinates": [record.place.lon, record.place.lat]},
        "properties": {
            **cells(record),
            **days,
            "conflicts_with": list(record.conflicts_with),
            "name": record.place.names.in_language(language),
            "description": record.claim.statement.in_language(language),
            **{name: day for name, day in times.items() if day is not None},
        },
    }
    if record.span.earliest is not None or record.span.latest is not None:
        feature["when"] = timespans(record.span)
    return feature
