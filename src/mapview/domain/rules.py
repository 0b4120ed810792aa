"""What makes a project consistent, said in sentences about one entity at a time."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from math import isfinite
from operator import attrgetter
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from mapview.domain import dates
from mapview.domain.model import (
    CERTAINTIES,
    MAX_ANCHOR_LENGTH,
    MAX_CUE_WORDS,
    MODALITIES,
    PLACE_KINDS,
    VALUE_TYPES,
    AssertedConflict,
    Claim,
    Place,
    Project,
    Quantity,
    Source,
    Topic,
    Utterance,
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
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", source.obtained) is None:
        said = f"{source.obtained!r} is no day: write the day on which the source was obtained, as 2026-01-14"
        yield Fault("obtained", said)
    else:
        yield from _date_faults("obtained", source.obtained)
    if source.url is not None and not is_web_address(source.url):
        yield Fault("url", f"{source.url!r} is no web address: it must start with http:// or https://")
    if _SHA256.fullmatch(source.sha256) is None:
        yield Fault("sha256", "a SHA-256 has 64 hexadecimal digits in lower case")
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
        yield from _value_faults(claim, project.topics[claim.topic])
    yield from _anchor_faults(claim)


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


def _value_faults(claim: Claim, topic: Topic) -> Iterator[Fault]:
    value = claim.value
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
    elif topic.type == "state" and value not in {state.id for state in topic.states}:
        states = ", ".join(state.id for state in topic.states)
        yield Fault("value", f"{value!r} is no state of topic {topic.id!r}: use one of {states}")
    elif topic.type == "date":
        yield from _date_faults("value", value)
    elif not value.strip():
        yield Fault("value", "the value is empty: say what is claimed")


def _anchor_faults(claim: Claim) -> Iterator[Fault]:
    anchor = claim.anchor
    if not 0 <= anchor.start < anchor.end:
        yield Fault("anchor", "an anchor starts at 0 or later and ends after its start")
    elif anchor.end - anchor.start > MAX_ANCHOR_LENGTH:
        yield Fault(
            "anchor", f"the passage has more than {MAX_ANCHOR_LENGTH} code points: take the shortest that carries it"
        )
    if _SHA256.fullmatch(anchor.sha256) is None:
        yield Fault("anchor", "a SHA-256 has 64 hexadecimal digits in lower case")
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
