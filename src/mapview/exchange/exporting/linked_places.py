"""Linked Places Format, v1.2: GeoJSON-LD, one feature a place, its claims as dated descriptions.

https://github.com/LinkedPasts/linked-places-format. A ``when`` keeps the date as it was written in its label. The
spec reads a start without an end as the span of the start alone, so that an open end is one not before the start.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import BinaryIO
from urllib.parse import quote

from mapview.domain.dates import Span, iso, parse
from mapview.domain.export_notes import Part, described, iri, left_out
from mapview.domain.model import Place
from mapview.domain.records import Record, records
from mapview.domain.snapshot import Snapshot
from mapview.exchange.exporting.geojson import Json, as_json
from mapview.exchange.table import COLUMNS, HELD, cells

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places-format/main/linkedplaces-context-v1.1.jsonld"
#: Terms that the published context lacks.
_OWN = {"notes": "rdfs:comment", "claims": "urn:x-mapview:term:claims", "source": "dct:source"}

#: Getty's Art & Architecture Thesaurus, by the subset that the format recommends; the other kinds have no term there.
AAT = {
    "country": "300387506", "region": "300182722", "governorate": "300232418", "city": "300008389",
    "town": "300008375", "village": "300008372", "port": "300120599",
}  # fmt: skip
_GAZETTEERS = {
    "geonames": "https://www.geonames.org/{}/",
    "wikidata": "http://www.wikidata.org/entity/{}",
    "wof": "https://spelunker.whosonfirst.org/id/{}/",
}
#: What stands in the feature itself is not said again with each claim.
_OF_PLACE = (
    "place", "place_en", "place_ar", "kind", "lat", "lon", "precision_m", "coordinates_from", "place_note",
)  # fmt: skip
_HELD: tuple[Part, ...] = (*HELD, "other names of places", "gazetteer ids of places", "containing places")


def write_linked_places(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the places of a snapshot, with their claims, in the Linked Places Format."""
    by_place = groupby(records(snapshot), key=lambda record: record.place.id)
    features = [_feature(list(members), snapshot) for _, members in by_place]
    notes = [described(snapshot), *linked_places_left_out(snapshot)]
    document = {"type": "FeatureCollection", "@context": [CONTEXT, _OWN], "notes": notes, "features": features}
    stream.write(as_json(document))


def linked_places_left_out(snapshot: Snapshot) -> list[str]:
    """Return what the format has no place for."""
    said = left_out(snapshot, "Linked Places Format", _HELD)
    timeless = sum(when(record.claim.when, record.span) is None for record in records(snapshot))
    if timeless:
        said.append(
            f"Linked Places Format needs a start or an end: {timeless} claims that hold at any time have no when."
        )
    return said


def when(edtf: str, span: Span) -> Json | None:
    """Return an EDTF date as a ``when`` with a label; None for one without a bound, which the format does not know.

    Examples
    --------
    >>> when("2025-09~", parse("2025-09~"))
    {'timespans': [{'start': {'in': '2025-09~'}}], 'label': '2025-09~'}
    >>> when("2025-10-11/..", parse("2025-10-11/.."))["timespans"]
    [{'start': {'in': '2025-10-11'}, 'end': {'earliest': '2025-10-11'}}]
    >>> when("../2025-09", parse("../2025-09"))["timespans"]
    [{'start': {'latest': '2025-09-30'}, 'end': {'in': '2025-09'}}]
    """
    if span.earliest is None and span.latest is None:
        return None
    start, slash, end = edtf.partition("/")
    if not slash:
        timespan = {"start": _bound(edtf, span)}
        if "in" not in timespan["start"]:
            timespan = {
                name: {inner: iso(day)}
                for name, inner, day in (("start", "earliest", span.earliest), ("end", "latest", span.latest))
                if day is not None
            }
            timespan.setdefault("start", {"latest": iso(span.latest)})
            timespan.setdefault("end", {"earliest": iso(span.earliest)})
        return {"timespans": [timespan], "label": edtf}
    first = _bound(start, parse(start)) if start not in {"", ".."} else {"latest": iso(span.latest)}
    last = _bound(end, parse(end)) if end not in {"", ".."} else {"earliest": iso(span.earliest)}
    return {"timespans": [{"start": first, "end": last}], "label": edtf}


def _bound(edtf: str, span: Span) -> Json:
    """Return one end of a span; a date with digits left open and the like is given by the days that it covers."""
    plain = edtf.removeprefix("-").rstrip("?~%")
    if all(part.isdecimal() for part in plain.split("-")) and len(plain) in {4, 7, 10} and plain[5:7] <= "12":
        return {"in": edtf}
    bounds = {"earliest": span.earliest, "latest": span.latest}
    return {name: iso(day) for name, day in bounds.items() if day is not None}


def _feature(found: list[Record], snapshot: Snapshot) -> Json:
    place = found[0].place
    row = cells(found[0])
    properties: Json = {"title": place.names.in_language("en"), **{name: row[name] for name in _OF_PLACE}}
    if "icao" in place.ids:
        properties["icao"] = place.ids["icao"]
    return {
        "@id": iri("place", place.id),
        "type": "Feature",
        "properties": properties,
        "names": _names(place, found),
        "types": [_type(place)],
        "geometry": _geometry(place),
        "links": [
            {"type": "closeMatch", "identifier": _GAZETTEERS[gazetteer].format(quote(name, safe=""))}
            for gazetteer, name in place.ids.items()
            if gazetteer in _GAZETTEERS
        ],
        "relations": _relations(place, snapshot),
        "descriptions": [each for record in found for each in _descriptions(record)],
        "claims": [_claim(record) for record in found],
    }


def _names(place: Place, found: Iterable[Record]) -> list[Json]:
    names: list[Json] = [{"toponym": name, "lang": lang} for lang, name in _spoken(place.names.en, place.names.ar)]
    names += [{"toponym": alias} for alias in place.aliases]
    sources = {record.source.id: record.source for record in found}.values()
    names[0]["citations"] = [
        {"label": source.title, "@id": source.url or iri("source", source.id)} for source in sources
    ]
    return names


def _type(place: Place) -> Json:
    found: Json = {"label": place.kind, "sourceLabels": [{"label": place.kind, "lang": "en"}]}
    return {"identifier": f"aat:{AAT[place.kind]}", **found} if place.kind in AAT else found


def _geometry(place: Place) -> Json:
    point: Json = {"type": "Point", "coordinates": [place.lon, place.lat]}
    if place.coordinates_from:
        point["citations"] = [{"label": place.coordinates_from}]
    return {"type": "GeometryCollection", "geometries": [point]}


def _relations(place: Place, snapshot: Snapshot) -> list[Json]:
    if place.parent is None:
        return []
    parent = snapshot.timeline.project.places[place.parent]
    label = f"part of {parent.names.in_language('en')}"
    return [{"relationType": "gvp:broaderPartitive", "relationTo": iri("place", parent.id), "label": label}]


def _descriptions(record: Record) -> Iterable[Json]:
    dated = when(record.claim.when, record.span)
    for lang, words in _spoken(record.claim.statement.en, record.claim.statement.ar):
        said: Json = {"@id": iri("claim", record.claim.id), "value": words, "lang": lang}
        said["source"] = record.source.url or iri("source", record.source.id)
        yield said if dated is None else {**said, "when": dated}


def _claim(record: Record) -> Json:
    row = cells(record)
    dated = when(record.claim.when, record.span)
    said = {name: row[name] for name in COLUMNS if name not in _OF_PLACE and name != "when"}
    return {"@id": iri("claim", record.claim.id), **said, "edtf": record.claim.when} | (
        {} if dated is None else {"when": dated}
    )


def _spoken(en: str, ar: str) -> list[tuple[str, str]]:
    return [(lang, words) for lang, words in (("en", en), ("ar", ar)) if words]
