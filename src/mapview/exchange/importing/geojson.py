"""GeoJSON with time as others write it: properties, Leaflet.timeline, TimestampedGeoJson, GeoJSON-T, Linked Places.

Also W3C Web Annotations and the events of TimelineJS, which are JSON too. Features are read one after another, so that
a file of empty ones costs time and no memory.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import shapely
import shapely.geometry

from mapview.domain.rules import is_web_address
from mapview.errors import BadInputError
from mapview.exchange.importing.linked_places import more_of, times_of, times_of_parts
from mapview.exchange.importing.mapping import Role, TableMapping
from mapview.exchange.importing.records import MOST_COLUMNS, Incoming, Record, day_of, incoming, without_markup
from mapview.exchange.importing.tables import Table, raw_bytes, written
from mapview.exchange.importing.timelinejs import event, is_event
from mapview.exchange.table import READ_AGAIN
from mapview.store.encodings import decode

#: Folded: without case, underscores, hyphens and spaces.
_START = ("start", "begin", "startdate", "starttime", "startdatetime", "datestart", "begindate", "begintime",
          "validfrom", "from", "since", "date", "time", "datetime", "timestamp", "eventdate", "eventtime",
          "incidentdate", "observationdate", "observedon", "when", "day", "year")  # fmt: skip
_END = ("end", "enddate", "endtime", "enddatetime", "dateend", "finishdate", "validto", "validuntil", "until", "to")
_NAME = ("name", "title", "place", "location", "toponym", "label")
_TEXT = ("statement", "description", "desc", "summary", "text", "headline", "popup", "details", "notes")
_SOURCE, _PUBLISHED = ("source", "sources", "source_title"), ("published", "source_date", "date_published", "pubdate")
_URL = ("url", "link", "source_url", "href")
_OWN_PLACE = "urn:x-mapview:place:"
_OWN_TERM = "mapview:"
#: MapView's annotations have it, and with it all the columns of a claim.
_OWN_EVIDENCE = f"{_OWN_TERM}anchor_sha256"
_MEDIA_TYPE, _SEPARATOR = "application/geo+json", b"\x1e"
#: What a member of a list has if it is more than a row of a table.
_NO_ROW = frozenset({"type", "geometry", "properties", "body", "target", "start_date", "claims", "when", "names"})
_BARE = frozenset({"type", "geometry", "properties"})
_ADDRESS = ("url", "path", "href", "link")
_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n\x1e]*")


def read_geojson(path: Path, _mapping: TableMapping | None = None) -> Incoming:
    """Read GeoJSON, Linked Places Format 1.x, W3C Web Annotations or the JSON of TimelineJS, whole or one a line.

    A list of plain objects is a table, whose columns are to be mapped.

    Raises
    ------
    FileProblemError
        If the file cannot be opened.
    BadInputError
        If it is none of these, or damaged.
    """
    raw = raw_bytes(path)
    try:
        # A sequence of RFC 8142 has a record separator before each text.
        text, _ = decode(raw.replace(_SEPARATOR, b"") if raw.startswith(_SEPARATOR) else raw)
        text = text.removeprefix("\ufeff")
        if _holds_rows(text):
            return Incoming(_table(path, raw, text))
        return incoming(path, raw, _MEDIA_TYPE, _records(text))
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


def _holds_rows(text: str) -> bool:
    first = next(_entries(text), None) if _after_space(text, 0) < len(text) else None
    return isinstance(first, dict) and bool(first) and not _NO_ROW & first.keys()


def _table(path: Path, raw: bytes, text: str) -> Table:
    rows = [entry if isinstance(entry, dict) else {"entry": entry} for entry in _entries(text)]
    names = list(dict.fromkeys(str(key) for row in rows for key in row))[:MOST_COLUMNS]
    cells = ([_cell(row.get(name)) for name in names] for row in rows)
    return written(path.name, chain([names], cells), raw, "application/json", 1)


def _cell(value: object) -> str:
    """Return a value as a cell: the members of a list set apart, of objects with an address that address."""
    if not isinstance(value, list):
        return _plain(value)
    parts = [_first(one, _ADDRESS) or _plain(one) if isinstance(one, dict) else _plain(one) for one in value]
    return "; ".join(parts)


def _entries(text: str) -> Iterator[Any]:
    """Yield the members of lists of features, or of annotations, or the things themselves; of one text or of many."""
    position = _after_space(text, 0)
    while position < len(text):
        match text[position]:
            case "[":
                position = yield from _list(text, position)
            case "{":
                position = yield from _object(text, position)
            case _:
                raise json.JSONDecodeError("An object was expected", text, position)
        position = _after_space(text, position)


def _object(text: str, position: int) -> Any:
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
    return position + 1


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
    if not properties and feature.get("geometry") is None and feature.keys() <= _BARE:
        # Millions of these are refused sooner.
        yield Record({}, {})
        return
    more = {str(key): _plain(value) for key, value in properties.items() if key not in {"times", "style", "icon"}}
    more |= {key: said for key, said in more_of(feature).items() if key not in more}
    said: dict[Role, str] = {
        "id": _plain(feature.get("@id") or feature.get("id")),
        "place": _toponym(feature) or _first(properties, _NAME),
        "statement": without_markup(_first(properties, _TEXT)) or _description(feature),
        **_source(properties),
    }
    for when in _times(feature, properties):
        number, part = when.pop("number", ""), when.pop("geometry", feature.get("geometry"))
        own: dict[Role, str] = {**said, **when, "coordinates": _where(part)}
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
    return {
        "id": _first(properties, ("id", "fid", "uid")),
        "place": _first(properties, _NAME),
        "statement": without_markup(_first(properties, _TEXT)),
        **_source(properties),
        "start": _first_date(properties, _START),
        "end": _first_date(properties, _END),
    }


def _source(properties: Mapping[str, Any]) -> dict[Role, str]:
    lowered = {str(key).lower(): value for key, value in properties.items()}
    found = next((lowered[name] for name in _SOURCE if lowered.get(name) not in (None, "", [], {})), "")
    nested = found if isinstance(found, dict) else {}
    title = _first(nested, _NAME) if nested else _cell(found)
    url = _first(properties, _URL) or _first(nested, _ADDRESS)
    if not url and is_web_address(title):
        title, url = "", title
    return {"source": title, "url": url, "published": _first(properties, _PUBLISHED)}


def _where(geometry: Any) -> str:
    """Return a geometry in WKT."""
    if not isinstance(geometry, dict):
        return ""
    try:
        wkt: str = shapely.to_wkt(shapely.force_2d(shapely.geometry.shape(geometry)), rounding_precision=8)
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        # What is no geometry stays to be seen, and its row says so.
        return _plain(geometry)[:300]
    return wkt


def _times(feature: Mapping[str, Any], properties: Mapping[str, Any]) -> list[dict[Any, Any]]:
    """Return the times of a feature, each with the roles that it fills, and the ``geometry`` that goes with it."""
    times = properties.get("times") or properties.get("coordTimes")
    if isinstance(times, list) and times:
        geometry = feature.get("geometry")
        points = geometry.get("coordinates") if isinstance(geometry, dict) else None
        paired = isinstance(points, list) and len(points) == len(times) and isinstance(points[0], list)
        if paired and isinstance(points, list):
            return [
                {"when": day_of(time), "number": str(number), "geometry": {"type": "Point", "coordinates": spot}}
                for number, (time, spot) in enumerate(zip(times, points, strict=True), 1)
            ]
        return [{"when": day_of(time), "number": str(number)} for number, time in enumerate(times, 1)]
    when = feature.get("when") if isinstance(feature.get("when"), dict) else properties.get("when")
    if isinstance(when, dict):
        return times_of(when)
    start, end = _first_date(properties, _START), _first_date(properties, _END)
    return [{"start": start, "end": end}] if start or end else times_of_parts(feature) or [{}]


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
            source = body.get("source")
            thing: Mapping[str, Any] = source if isinstance(source, dict) else body
            said.setdefault(role, _plain(_label(body) or _label(thing)))
            if isinstance(thing.get("geometry"), dict):
                said.setdefault("coordinates", _where(thing["geometry"]))
    if isinstance(target, dict):
        said["url"] = _plain(target.get("source") or target.get("id"))
        selectors = target.get("selector")
        for one in selectors if isinstance(selectors, list) else [selectors]:
            if isinstance(one, dict):
                more |= {key: _plain(one[key]) for key in ("start", "end", "exact") if key in one}
    else:
        said["url"] = _plain(target)
    return Record(said, more)


def _label(thing: Mapping[str, Any]) -> Any:
    return thing.get("value") or thing.get("label") or thing.get("id")


def _first(properties: Mapping[str, Any], names: Sequence[str]) -> str:
    lowered = {str(key).lower(): value for key, value in properties.items()}
    return next((_plain(lowered[name]) for name in names if lowered.get(name) not in (None, "")), "")


@lru_cache(maxsize=1024)
def _folded(key: str) -> str:
    return re.sub(r"[-_ ]", "", key).lower()


def _first_date(properties: Mapping[str, Any], names: Sequence[str]) -> str:
    folded = {_folded(str(key)): value for key, value in properties.items()}
    return next((day_of(folded[name]) for name in names if folded.get(name) not in (None, "")), "")


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
