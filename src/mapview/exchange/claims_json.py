"""The JSON documents of ``mapview claims`` and ``mapview conflicts``, in the shapes of docs/cli.md."""

from typing import Any

from mapview.domain import dates
from mapview.domain.columns import known_from
from mapview.domain.model import Claim, Place, Project, Quantity, Source, Text, Value
from mapview.domain.timeline import View, worst

Json = dict[str, Any]


def claims_document(view: View, at: str | None, known: str | None, place: str | None = None) -> Json:
    """Return the claims in force by place.

    Parameters
    ----------
    view
        What is shown.
    at, known
        The two clocks as they were asked for, in EDTF.
    place
        The id of the one place wanted; None for all that have claims.
    """
    timeline = view.timeline
    clashes = view.clashes(place)
    statuses = view.statuses() if place is None else {place: view.statuses_of(place)}
    places = []
    for place_id, rows in view.claims_by_place(place):
        topics = statuses[place_id]
        shown = [timeline.project.claims[timeline.columns.ids[row]] for row in rows.tolist()]
        places.append(
            {
                **_place(timeline.project.places[place_id]),
                "status": worst(list(topics.values())),
                "topics": topics,
                "claims": [_claim(claim, timeline.project, clashes.get(claim.id, [])) for claim in shown],
            }
        )
    return {"at": at, "known": known, "places": places}


def conflicts_document(view: View) -> Json:
    """Return what cannot all hold among the claims that are shown."""
    return {
        "conflicts": [
            {
                "place": conflict.place,
                "topic": conflict.topic,
                "claims": list(conflict.claims),
                "kind": conflict.kind,
                "reason": conflict.reason.in_language("en"),
            }
            for conflict in view.conflicts()
        ]
    }


def _place(place: Place) -> Json:
    return {"id": place.id, "names": _text(place.names), "kind": place.kind, "lat": place.lat, "lon": place.lon}


def _claim(claim: Claim, project: Project, clashes: list[str]) -> Json:
    span = dates.parse(claim.when)
    utterance = project.utterances[claim.utterance] if claim.utterance is not None else None
    return {
        "id": claim.id,
        "topic": claim.topic,
        "value": _value(claim.value, project.topics[claim.topic].unit),
        "statement": _text(claim.statement),
        "when": claim.when,
        "earliest": dates.iso(span.earliest),
        "latest": dates.iso(span.latest),
        "source": _source(project.sources[claim.source]),
        "utterance": claim.utterance,
        "attributed_to": utterance.speaker.in_language("en") if utterance is not None else None,
        "modality": claim.modality,
        "certainty": claim.certainty,
        "anchor": {
            "start": claim.anchor.start,
            "end": claim.anchor.end,
            "sha256": claim.anchor.sha256,
            "cue": claim.anchor.cue,
        },
        "conflicts_with": clashes,
    }


def _source(source: Source) -> Json:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher.in_language("en") if source.publisher is not None else None,
        "published": source.published,
        "known_from": dates.iso(known_from(source)),
        "url": source.url,
    }


def _value(value: Value, unit: Text | None) -> str | Json:
    if isinstance(value, Quantity):
        named = unit.in_language("en") if unit is not None else None
        return {"min": value.min, "max": value.max, "unit": named, "approximate": value.approximate}
    return value


def _text(text: Text) -> Json:
    return {"en": text.en, "ar": text.ar}
