"""What makes a project consistent, said in sentences about one entity at a time."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from math import isfinite
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from mapview.domain import areas, dates
from mapview.domain.changes import Kind
from mapview.domain.filters import BoundingBox, Filter, is_box
from mapview.domain.model import (
    CERTAINTIES,
    DECISION_KINDS,
    LOCKED,
    MAX_ANCHOR_LENGTH,
    MAX_CUE_WORDS,
    MODALITIES,
    PLACE_KINDS,
    STATUSES,
    VALUE_TYPES,
    AssertedConflict,
    Claim,
    CueWords,
    Decision,
    Place,
    Project,
    Quantity,
    Rejection,
    SavedView,
    Source,
    Topic,
    Utterance,
    Value,
)
from mapview.errors import BadDateError

T = TypeVar("T")


class Fault(NamedTuple):
    """A key of the entity's file form, and what is wrong with it."""

    key: str
    message: str


class DanglingId(Fault):
    """An id that names nothing."""

    __slots__ = ()


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
COLOURS = ("black", "orange", "sky-blue", "bluish-green", "yellow", "blue", "vermillion", "reddish-purple")


def place_faults(place: Place, project: Project) -> Iterator[Fault]:
    """Yield what is wrong with a place."""
    yield from _id_faults(place.id)
    if place.kind not in PLACE_KINDS:
        yield Fault("kind", f"{place.kind!r} is no kind of place: use one of {', '.join(PLACE_KINDS)}")
    if not -90 <= place.lat <= 90:
        yield Fault(
            "lat", f"latitude {place.lat:g} is outside -90 to 90 degrees: check that lat and lon are not exchanged"
        )
    if not -180 <= place.lon <= 180:
        yield Fault("lon", f"longitude {place.lon:g} is outside -180 to 180 degrees: give degrees east of Greenwich")
    if not 0 <= place.precision_m < float("inf"):
        yield Fault("precision_m", "a precision is a radius in metres, 0 or more")
    if place.parent is not None:
        yield from _reference_faults("parent", place.parent, project.places, "place")
        if _circular(place.id, project.places, attrgetter("parent")):
            yield Fault("parent", f"{place.id!r} contains itself by way of its parents: take one of them out")


def topic_faults(topic: Topic, _project: Project) -> Iterator[Fault]:
    """Yield what is wrong with a topic."""
    yield from _id_faults(topic.id)
    if topic.type not in VALUE_TYPES:
        yield Fault("type", f"{topic.type!r} is no type of value: use one of {', '.join(VALUE_TYPES)}")
    states = {state.id for state in topic.states}
    if (topic.type == "state") != bool(states):
        yield Fault("states", "a topic of type state lists its states, and no other does")
    if len(states) < len(topic.states):
        yield Fault("states", "two states have the same id: give each its own")
    for state in topic.states:
        if state.colour not in COLOURS:
            yield Fault("states", f"{state.colour!r} is no colour of the palette: use one of {', '.join(COLOURS)}")
    for pair in topic.exclusive:
        if not (set(pair) <= states and len(set(pair)) == 2):
            yield Fault("exclusive", f"{' and '.join(pair)} are not two states of this topic: list pairs of its states")
    if topic.apart and topic.type not in {"quantity", "date"}:
        yield Fault("apart", "only quantities and dates can be apart: take the key out")
    if (topic.type == "quantity") != (topic.unit is not None):
        yield Fault("unit", "a topic of type quantity names its unit, and no other does")


def utterance_faults(utterance: Utterance, _project: Project) -> Iterator[Fault]:
    """Yield what is wrong with an utterance."""
    yield from _id_faults(utterance.id)
    yield from _date_faults("date", utterance.date)


def source_faults(source: Source, project: Project) -> Iterator[Fault]:
    """Yield what is wrong with a source."""
    yield from _id_faults(source.id)
    yield from _date_faults("published", source.published)
    yield from _day_faults("obtained", source.obtained, "on which the source was obtained")
    if source.url is not None and not is_web_address(source.url):
        yield Fault("url", f"{source.url!r} is no web address: it must start with http:// or https://")
    yield from _sha256_faults("sha256", source.sha256)
    if source.repeats is not None:
        yield from _reference_faults("repeats", source.repeats, project.sources, "source")
        if _circular(source.id, project.sources, attrgetter("repeats")):
            yield Fault("repeats", f"{source.id!r} repeats itself by way of other sources: break the circle")


def claim_faults(claim: Claim, project: Project) -> Iterator[Fault]:
    """Yield what is wrong with a claim."""
    yield from _id_faults(claim.id)
    yield from _reference_faults("place", claim.place, project.places, "place")
    yield from _reference_faults("topic", claim.topic, project.topics, "topic")
    yield from _reference_faults("source", claim.source, project.sources, "source")
    if claim.utterance is not None:
        yield from _reference_faults("utterance", claim.utterance, project.utterances, "utterance")
    yield from _date_faults("when", claim.when)
    if claim.modality not in MODALITIES:
        yield Fault("modality", f"{claim.modality!r} is no modality: use one of {', '.join(MODALITIES)}")
    if claim.certainty not in CERTAINTIES:
        yield Fault("certainty", f"{claim.certainty!r} is no certainty: use one of {', '.join(CERTAINTIES)}")
    if claim.topic in project.topics:
        yield from value_faults(claim.value, project.topics[claim.topic])
    yield from _anchor_faults(claim)


def value_faults(value: Value, topic: Topic) -> Iterator[Fault]:
    """Yield why a value is none of a topic's."""
    if topic.type == "quantity":
        if not isinstance(value, Quantity):
            yield Fault("value", f"topic {topic.id!r} takes a quantity: write {{ min = 10, max = 20 }}")
        elif value.min is None and value.max is None:
            yield Fault("value", "a quantity has a min, a max or both")
        elif not all(end is None or isfinite(end) for end in (value.min, value.max)):
            yield Fault("value", "the ends of a quantity are finite numbers: leave an open end out")
        elif value.min is not None and value.max is not None and value.min > value.max:
            yield Fault("value", "the min of a quantity is above its max: exchange them")
    elif not isinstance(value, str):
        yield Fault("value", f"topic {topic.id!r} takes a {topic.type}: write it as a string")
    elif topic.type == "state":
        yield from _state_faults("value", value, topic)
    elif topic.type == "date":
        yield from _date_faults("value", value)
    elif not value.strip():
        yield Fault("value", "the value is empty: say what is claimed")


def conflict_faults(conflict: AssertedConflict, project: Project) -> Iterator[Fault]:
    """Yield what is wrong with an asserted conflict."""
    yield from _id_faults(conflict.id)
    yield from _reference_faults("place", conflict.place, project.places, "place")
    yield from _reference_faults("topic", conflict.topic, project.topics, "topic")
    if len(conflict.sides) < 2 or not all(conflict.sides):
        yield Fault("sides", "a conflict has two sides or more, each with a claim")
    claims = [claim for side in conflict.sides for claim in side]
    if len(set(claims)) < len(claims):
        yield Fault("sides", "a claim stands on two sides: name it once")
    for claim in claims:
        yield from _reference_faults("sides", claim, project.claims, "claim")
        place = project.claims[claim].place if claim in project.claims else conflict.place
        if place != conflict.place and place in project.places:
            said = f"claim {claim!r} is about another place than {conflict.place!r}: claims that clash share one"
            yield Fault("sides", said)
    if all(claim in project.claims and not any(_date_faults("", project.claims[claim].when)) for claim in claims):
        yield from _lonely_faults(conflict, project)


def decision_faults(decision: Decision, project: Project) -> Iterator[Fault]:
    """Yield what is wrong with a decision on claims that clash."""
    yield from _id_faults(decision.id)
    if decision.kind not in DECISION_KINDS:
        yield Fault("kind", f"{decision.kind!r} is no kind of decision: use one of {', '.join(DECISION_KINDS)}")
    if len(decision.claims) < 2 or list(decision.claims) != sorted(set(decision.claims)):
        yield Fault("claims", "a decision names two claims or more, each once, in the order of their ids")
    for claim in decision.claims:
        yield from _reference_faults("claims", claim, project.claims, "claim")
    if (decision.kind == "prefer") != (decision.prefers is not None):
        yield Fault("prefers", "a decision of the kind prefer names the claim preferred, and no other does")
    elif decision.prefers is not None and decision.prefers not in decision.claims:
        yield Fault("prefers", f"{decision.prefers!r} is none of the claims decided on: prefer one of them")
    if decision.kind == "explained" and not (decision.note.en + decision.note.ar).strip():
        yield Fault("note", "a decision that explains a clash does so in its note: write one")
    yield from _day_faults("made", decision.made, "on which the decision was made")
    for other in project.decisions.values():
        if other.claims == decision.claims and other.id != decision.id:
            yield Fault("claims", f"decision {other.id!r} is on the same claims: change that one")


def view_faults(view: SavedView, project: Project) -> Iterator[Fault]:
    """Yield what is wrong with a saved view; ids in its filter that name nothing only find nothing."""
    yield from _id_faults(view.id)
    yield from _date_faults("at", view.at)
    if view.known != LOCKED:
        yield from _date_faults("known", view.known)
    if view.place is not None:
        yield from _reference_faults("place", view.place, project.places, "place")
    if view.topic is not None:
        yield from _reference_faults("topic", view.topic, project.topics, "topic")
    if view.bbox is not None:
        yield from _box_faults("bbox", view.bbox)
    for fault in filter_faults(view.filter, project):
        if not isinstance(fault, DanglingId):
            yield fault


def filter_faults(narrow: Filter, project: Project) -> Iterator[Fault]:
    """Yield what is wrong with a filter, what it names that the project does not have among it."""
    for kind, names, known in (
        ("modality", narrow.modalities, MODALITIES),
        ("certainty", narrow.certainties, CERTAINTIES),
        ("kind of place", narrow.place_kinds, PLACE_KINDS),
        ("status of a claim", narrow.statuses, STATUSES[1:]),
    ):
        for name in names:
            if name not in known:
                yield Fault("filter", f"{name!r} is no {kind}: use one of {', '.join(known)}")
    if not all((*narrow.sources, *narrow.topics, *narrow.languages)):
        yield Fault("filter", "a value of the filter is empty: leave it out")
    said = [source.publisher for source in project.sources.values() if source.publisher is not None]
    for kind, names, present in (
        ("source", narrow.sources, project.sources),
        ("topic", narrow.topics, project.topics),
        ("publisher", narrow.publishers, {"", *(name for both in said for name in (both.en, both.ar))}),
        ("source in language", narrow.languages, {source.language for source in project.sources.values()}),
    ):
        for name in names:
            yield from _reference_faults("filter", name, present, kind)
    if narrow.bbox is not None:
        yield from _box_faults("filter", narrow.bbox)
    fault = areas.fault_of(narrow.area) if narrow.area else None
    if fault is not None:
        yield Fault("filter", fault)


def cue_faults(cue: CueWords, project: Project) -> Iterator[Fault]:
    """Yield what is wrong with cue words."""
    yield from _id_faults(cue.id)
    if not cue.language.strip():
        yield Fault("language", "cue words are of a language: name it, as en or ar")
    if not (cue.words and all(words.replace("*", "").strip() for words in cue.words)):
        yield Fault("words", "cue words are a list of words or phrases, none of them empty")
    if cue.topic is None and cue.modality is None:
        yield Fault("topic", "cue words suggest a topic, a modality or both: name what they suggest")
    if cue.topic is not None:
        yield from _reference_faults("topic", cue.topic, project.topics, "topic")
    if cue.state is not None and cue.topic is None:
        yield Fault("state", "a state is one of a topic: name the topic")
    topic = project.topics.get(cue.topic or "")
    if cue.state is not None and topic is not None:
        yield from _state_faults("state", cue.state, topic)
    if cue.modality is not None and cue.modality not in MODALITIES:
        yield Fault("modality", f"{cue.modality!r} is no modality: use one of {', '.join(MODALITIES)}")


def rejection_faults(rejection: Rejection, _project: Project) -> Iterator[Fault]:
    """Yield what is wrong with a rejected suggestion; its document and place need not be there."""
    yield from _id_faults(rejection.id)
    yield from _sha256_faults("sha256", rejection.sha256)
    if not 0 <= rejection.start < rejection.end:
        yield Fault("start", "a rejected passage starts at 0 or later and ends after its start")


#: How entities of each kind are judged, and what one of them is called.
FAULTS: dict[Kind, Callable[[Any, Project], Iterator[Fault]]] = {
    "places": place_faults,
    "topics": topic_faults,
    "utterances": utterance_faults,
    "sources": source_faults,
    "claims": claim_faults,
    "conflicts": conflict_faults,
    "decisions": decision_faults,
    "views": view_faults,
    "cues": cue_faults,
    "rejections": rejection_faults,
}
CALLED: dict[Kind, str] = {
    "places": "place",
    "topics": "topic",
    "utterances": "utterance",
    "sources": "source",
    "claims": "claim",
    "conflicts": "conflict",
    "decisions": "decision",
    "views": "view",
    "cues": "cue",
    "rejections": "rejection",
}


def is_web_address(url: str) -> bool:
    """Whether a URL may be offered as a link: http or https, with a host.

    Examples
    --------
    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _id_faults(name: str) -> Iterator[Fault]:
    if _ID.fullmatch(name) is None:
        yield Fault("id", f"{name!r} is no id: use lower-case letters, digits and hyphens")


def _reference_faults(key: str, name: str, known: Container[str], kind: str) -> Iterator[Fault]:
    if name not in known:
        yield DanglingId(key, f"there is no {kind} {name!r}: correct the id or add the {kind}")


def _date_faults(key: str, date: str | None) -> Iterator[Fault]:
    try:
        if date is not None:
            dates.parse(date)
    except BadDateError as error:
        yield Fault(key, str(error).removesuffix("."))


def _day_faults(key: str, day: str, which: str) -> Iterator[Fault]:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) is None:
        yield Fault(key, f"{day!r} is no day: write the day {which}, as 2026-01-14")
    else:
        yield from _date_faults(key, day)


def _sha256_faults(key: str, digest: str) -> Iterator[Fault]:
    if _SHA256.fullmatch(digest) is None:
        yield Fault(key, "a SHA-256 has 64 hexadecimal digits in lower case")


def _box_faults(key: str, box: BoundingBox) -> Iterator[Fault]:
    if not is_box(box):
        yield Fault(key, "a bbox is west, south, east and north in degrees, west below east and south below north")


def _state_faults(key: str, state: str, topic: Topic) -> Iterator[Fault]:
    states = [known.id for known in topic.states]
    if state not in states:
        known = f"use one of {', '.join(states)}" if states else "it has none"
        yield Fault(key, f"{state!r} is no state of topic {topic.id!r}: {known}")


def _anchor_faults(claim: Claim) -> Iterator[Fault]:
    anchor = claim.anchor
    if not 0 <= anchor.start < anchor.end:
        yield Fault("anchor", "an anchor starts at 0 or later and ends after its start")
    elif anchor.end - anchor.start > MAX_ANCHOR_LENGTH:
        yield Fault(
            "anchor", f"the passage has more than {MAX_ANCHOR_LENGTH} code points: take the shortest that carries it"
        )
    yield from _sha256_faults("anchor", anchor.sha256)
    if len(anchor.cue.split()) > MAX_CUE_WORDS:
        yield Fault("anchor", f"a cue has at most {MAX_CUE_WORDS} words")


def _lonely_faults(conflict: AssertedConflict, project: Project) -> Iterator[Fault]:
    spans = [[(claim, dates.parse(project.claims[claim].when)) for claim in side] for side in conflict.sides]
    for position, side in enumerate(spans):
        others = [span for number, other in enumerate(spans) if number != position for _, span in other]
        for claim, span in side:
            if not any(span.meets(other) for other in others):
                yield Fault(
                    "sides", f"claim {claim!r} shares no day with a claim of another side: it cannot clash with one"
                )


def _circular(start: str, entities: Mapping[str, T], following: Callable[[T], str | None]) -> bool:
    seen: set[str] = set()
    name: str | None = start
    while name is not None and name in entities and name not in seen:
        seen.add(name)
        name = following(entities[name])
    return name == start and start in seen
