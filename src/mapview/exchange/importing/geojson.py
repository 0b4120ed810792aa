"""GeoJSON with time as others write it: properties, Leaflet.timeline, TimestampedGeoJson, GeoJSON-T, Linked Places.

Also W3C Web Annotations and the events of TimelineJS, which are JSON too. Features are read one after another, so that
a file of empty ones costs time and no memory.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
import shapely.geometry

from mapview.errors import BadInputError
from mapview.exchange.importing.mapping import Role, TableMapping
from mapview.exchange.importing.records import Incoming, Record, day_of, incoming
from mapview.exchange.importing.tables import raw_bytes
from mapview.exchange.importing.timelinejs import event, is_event
from mapview.exchange.table import READ_AGAIN
from mapview.store.encodings import decode

_START = ("start", "begin", "start_date", "startdate", "start_time", "from", "date", "time", "datetime", "timestamp",
          "event_date", "when")  # fmt: skip
_END = ("end", "end_date", "enddate", "end_time", "until", "to")
_NAME = ("name", "title", "place", "location", "toponym", "label")
_TEXT = ("statement", "description", "summary", "text", "headline", "popup", "notes")
_URL = ("url", "link", "source_url", "href")
_OWN_PLACE = "urn:x-mapview:place:"
_OWN_TERM = "mapview:"
#: MapView's annotations have it, and with it all the columns of a claim.
_OWN_EVIDENCE = f"{_OWN_TERM}anchor_sha256"
_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")


def read_geojson(path: Path, _mapping: TableMapping | None = None) -> Incoming:
    """Read GeoJSON, Linked Places Format 1.x, W3C Web Annotations or the JSON of TimelineJS.

    Raises
    ------
    FileProblemError
        If the file cannot be opened.
    BadInputError
        If it is none of these, or damaged.
    """
    raw = raw_bytes(path)
    try:
        text, _ = decode(raw)
        return incoming(path, raw, "application/geo+json", _records(text.removeprefix("\ufeff")))
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInputError(f"{path.name} is no whole JSON ({error}): save it again.") from error


def _records(text: str) -> Iterator[Record]:
    for feature in _entries(text):
        if not isinstance(feature, dict):
            yield Record({}, {"entry": _plain(feature)})
        elif isinstance(feature.get("claims"), list) and str(feature.get("@id")).startswith(_OWN_PLACE):
            yield from _own_claims(feature)
        elif _is_annotation(feature):
            yield _annotation(feature)
        elif is_event(feature):
            yield event(feature)
        else:
            yield from _feature(feature)


def _entries(text: str) -> Iterator[Any]:
    """Yield the members of the list of features, or of annotations, or the one thing that the file is."""
    position = _after_space(text, 0)
    if text[position : position + 1] == "[":
        yield from _list(text, position)
        return
    if text[position : position + 1] != "{":
        raise json.JSONDecodeError("An object was expected", text, position)
    whole: dict[str, Any] = {}
    listed = False
    position = _after_space(text, position + 1)
    while text[position : position + 1] == '"':
        key, position = _DECODER.raw_decode(text, position)
        position = _after_space(text, _after_space(text, position) + 1)
        if key in {"features", "items", "first", "events"} and text[position : position + 1] == "[":
            position = yield from _list(text, position)
            listed = True
        else:
            whole[key], position = _DECODER.raw_decode(text, position)
        position = _after_space(text, position)
        if text[position : position + 1] == ",":
            position = _after_space(text, position + 1)
    if text[position : position + 1] != "}":
        raise json.JSONDecodeError("The object does not end", text, position)
    page = whole.get("first")
    if isinstance(page, dict) and isinstance(page.get("items"), list):
        yield from page["items"]
    elif not listed and whole.get("type") != "FeatureCollection":
        yield whole


def _list(text: str, position: int) -> Any:
    position = _after_space(text, position + 1)
    while text[position : position + 1] not in {"]", ""}:
        member, position = _DECODER.raw_decode(text, position)
        yield member
        position = _after_space(text, position)
        if text[position : position + 1] == ",":
            position = _after_space(text, position + 1)
    if not text[position : position + 1]:
        raise json.JSONDecodeError("The list does not end", text, position)
    return position + 1


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _feature(feature: Mapping[str, Any]) -> Iterator[Record]:
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    more = {str(key): _plain(value) for key, value in properties.items() if key not in {"times", "style", "icon"}}
    said: dict[Role, str] = {
        "id": _plain(feature.get("@id") or feature.get("id")),
        "place": _toponym(feature) or _first(properties, _NAME),
        "statement": _first(properties, _TEXT) or _description(feature),
        "url": _first(properties, _URL),
    }
    for when in _times(feature, properties):
        at, number = when.pop("at", None), when.pop("number", "")
        own: dict[Role, str] = {**said, **when, "coordinates": _where(feature.get("geometry"), at)}
        if number and said["id"]:
            own["id"] = f"{said['id']} {number}"
        yield Record(own, more)


def _own_claims(feature: Mapping[str, Any]) -> Iterator[Record]:
    """Yield what MapView's Linked Places say: the columns of each claim, with those of the place."""
    properties = feature.get("properties") if isinstance(feature.get("properties"), dict) else {}
    for claim in feature["claims"]:
        if isinstance(claim, dict):
            said = {**claim, **(properties or {}), "when": claim.get("edtf")}
            yield Record({"id": _plain(claim.get("@id"))}, {key: _plain(value) for key, value in said.items()})


def properties_said(properties: Mapping[str, Any]) -> dict[Role, str]:
    """Return what the properties of a feature say by their usual names."""
    lowered = {str(key).lower(): value for key, value in properties.items()}
    return {
        "id": _first(properties, ("id", "fid", "uid")),
        "place": _first(properties, _NAME),
        "statement": _first(properties, _TEXT),
        "url": _first(properties, _URL),
        "start": _first_date(lowered, _START),
        "end": _first_date(lowered, _END),
    }


def _where(geometry: Any, at: Any) -> str:
    """Return the geometry in WKT, or the point of it that belongs to a time."""
    if at is not None:
        geometry = {"type": "Point", "coordinates": at}
    if not isinstance(geometry, dict):
        return ""
    try:
        wkt: str = shapely.to_wkt(shapely.force_2d(shapely.geometry.shape(geometry)), rounding_precision=8)
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        # What is no geometry stays to be seen, and its row says so.
        return _plain(geometry)[:300]
    return wkt


def _times(feature: Mapping[str, Any], properties: Mapping[str, Any]) -> list[dict[Any, Any]]:
    """Return the times of a feature, each with the roles that it fills; ``at`` are the coordinates that go with it."""
    times = properties.get("times") or properties.get("coordTimes")
    if isinstance(times, list) and times:
        geometry = feature.get("geometry")
        points = geometry.get("coordinates") if isinstance(geometry, dict) else None
        paired = isinstance(points, list) and len(points) == len(times) and isinstance(points[0], list)
        spots = points if isinstance(points, list) and paired else [None] * len(times)
        return [
            {"when": day_of(time), "number": str(number), "at": spot}
            for number, (time, spot) in enumerate(zip(times, spots, strict=True), 1)
        ]
    when = feature.get("when") if isinstance(feature.get("when"), dict) else properties.get("when")
    if isinstance(when, dict):
        return _when(when)
    lowered = {str(key).lower(): value for key, value in properties.items()}
    start, end = _first_date(lowered, _START), _first_date(lowered, _END)
    return [{"start": start, "end": end}]


def _when(when: Mapping[str, Any]) -> list[dict[Any, Any]]:
    """Return the times of a ``when`` of Linked Places or GeoJSON-T."""
    spans = when.get("timespans")
    spans = [one for one in spans if isinstance(one, dict)] if isinstance(spans, list) else []
    found = [
        {"start": _bound(one.get("start"), first=True), "end": _bound(one.get("end"), first=False)} for one in spans
    ]
    if len(found) > 1:
        return [{**one, "number": str(number)} for number, one in enumerate(found, 1)]
    return found or [{"when": _plain(when.get("label") or when.get("periods"))}]


def _bound(bound: Any, *, first: bool) -> str:
    """Return an end of a timespan in EDTF; one between two dates is about the outer one."""
    if not isinstance(bound, dict):
        return day_of(bound)
    if "in" in bound:
        return day_of(bound["in"])
    earliest, latest = day_of(bound.get("earliest")), day_of(bound.get("latest"))
    if not earliest or not latest or earliest == latest:
        return earliest or latest
    return f"{earliest if first else latest}~"


def _toponym(feature: Mapping[str, Any]) -> str:
    title = (feature.get("properties") or {}).get("title") if isinstance(feature.get("properties"), dict) else None
    names = feature.get("names")
    if isinstance(names, list) and names and isinstance(names[0], dict):
        return _plain(title or names[0].get("toponym"))
    return ""


def _description(feature: Mapping[str, Any]) -> str:
    found = feature.get("descriptions")
    if isinstance(found, list) and found and isinstance(found[0], dict):
        return _plain(found[0].get("value"))
    return ""


def _is_annotation(entry: Mapping[str, Any]) -> bool:
    kind = entry.get("type")
    return kind == "Annotation" or (isinstance(kind, list) and "Annotation" in kind)


def _annotation(entry: Mapping[str, Any]) -> Record:
    bodies = entry.get("body") if isinstance(entry.get("body"), list) else [entry.get("body")]
    own = next((body for body in bodies or () if isinstance(body, dict) and _OWN_EVIDENCE in body), None)
    if own is not None:
        columns = {name: _plain(own.get(f"{_OWN_TERM}{name}")) for name in READ_AGAIN}
        return Record({"id": _plain(entry.get("id"))}, columns)
    target = entry.get("target")
    target = target[0] if isinstance(target, list) and target else target
    said: dict[Role, str] = {"id": _plain(entry.get("id")), "published": day_of(entry.get("created"))}
    more: dict[str, str] = {}
    for body in bodies or ():
        body = {"value": body} if isinstance(body, str) else body  # noqa: PLW2901
        if isinstance(body, dict):
            role: Role = "place" if body.get("purpose") in {"geotagging", "identifying", "tagging"} else "statement"
            said.setdefault(role, _plain(body.get("value") or body.get("id")))
    if isinstance(target, dict):
        said["url"] = _plain(target.get("source") or target.get("id"))
        selectors = target.get("selector")
        for one in selectors if isinstance(selectors, list) else [selectors]:
            if isinstance(one, dict):
                more |= {key: _plain(one[key]) for key in ("start", "end", "exact") if key in one}
    else:
        said["url"] = _plain(target)
    return Record(said, more)


def _first(properties: Mapping[str, Any], names: Sequence[str]) -> str:
    lowered = {str(key).lower(): value for key, value in properties.items()}
    return next((_plain(lowered[name]) for name in names if lowered.get(name) not in (None, "")), "")


def _first_date(lowered: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((day_of(lowered[name]) for name in names if lowered.get(name) not in (None, "")), "")


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
