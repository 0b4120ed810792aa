"""The ``when`` of Linked Places Format 1.x and of GeoJSON-T: timespans, periods, certainty, on a feature or its parts.

https://github.com/LinkedPasts/linked-places-format. Where a feature has none of its own, its geometries, names or types
may each have one.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mapview.exchange.importing.records import day_of

#: What a feature has besides these is kept as columns, as it stands.
_READ = frozenset({"type", "geometry", "properties", "@id", "id", "bbox", "claims", "when", "@context"})
_CERTAINTIES = {"certain": "certain", "less-certain": "likely", "uncertain": "possible"}


def times_of(when: Mapping[str, Any]) -> list[dict[Any, Any]]:
    """Return the times of a ``when``, each with the roles that it fills.

    A period without a timespan has no days; its name stays, and its row says that it is no date.
    """
    spans = when.get("timespans")
    spans = [one for one in spans if isinstance(one, dict)] if isinstance(spans, list) else []
    if not spans and ("start" in when or "end" in when):
        spans = [when]
    sure = _CERTAINTIES.get(str(when.get("certainty", "")).lower(), "")
    found = [
        {"start": _bound(one.get("start"), first=True), "end": _bound(one.get("end"), first=False)} for one in spans
    ]
    if not found:
        found = [{"when": _plain(when.get("label")) or _periods(when)}]
    if len(found) > 1:
        found = [{**one, "number": str(number)} for number, one in enumerate(found, 1)]
    return [{**one, "certainty": sure} for one in found]


def times_of_parts(feature: Mapping[str, Any]) -> list[dict[Any, Any]]:
    """Return the times of the first kind of parts that have any: geometries, else names, else types.

    Each has the roles that it fills; ``geometry`` is the part of it that the time is of.
    """
    for kind in (_of_geometries, _of_words):
        found = [
            {**time, **said, "number": f"{number} {time.get('number', '')}".strip()}
            for number, (when, said) in enumerate(kind(feature), 1)
            for time in times_of(when)
        ]
        if found:
            return found
    return []


def more_of(feature: Mapping[str, Any]) -> dict[str, str]:
    """Return what else a feature says, as columns: its other members, and the periods and duration of its time."""
    more = {
        key: _plain(value) for key, value in feature.items() if key not in _READ and value not in (None, "", [], {})
    }
    when = feature.get("when")
    if isinstance(when, dict):
        said = {"period": _periods(when), "duration": _plain(when.get("duration")), "time": _plain(when.get("label"))}
        more |= {key: value for key, value in said.items() if value}
    return more


def _of_geometries(feature: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    geometry = feature.get("geometry")
    if isinstance(geometry, dict):
        parts = geometry.get("geometries")
        for one in parts if isinstance(parts, list) else [geometry]:
            if isinstance(one, dict) and isinstance(one.get("when"), dict):
                yield one["when"], {"geometry": one}


def _of_words(feature: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    for kind, word in (("names", "toponym"), ("types", "label")):
        parts = feature.get(kind)
        found = [one for one in parts if isinstance(one, dict)] if isinstance(parts, list) else []
        dated = [one for one in found if isinstance(one.get("when"), dict)]
        for one in dated:
            yield one["when"], {"statement": _plain(one.get(word))}
        if dated:
            return


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


def _periods(when: Mapping[str, Any]) -> str:
    periods = when.get("periods")
    found = periods if isinstance(periods, list) else [periods]
    return "; ".join(_plain(one.get("name") if isinstance(one, dict) else one) for one in found if one)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
