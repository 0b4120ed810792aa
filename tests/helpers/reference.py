"""The two clocks, conflicts and statuses once more: slow, obvious, one claim at a time, straight from the glossary."""

import math
from collections import Counter
from dataclasses import replace
from itertools import combinations

from shapely import Point, Polygon

from mapview.domain import dates
from mapview.domain.dates import Span
from mapview.domain.filters import Filter
from mapview.domain.model import STATUSES, Claim, Decision, Project, Quantity

Pair = frozenset[str]


def known_from(project: Project, claim: Claim) -> int:
    source = project.sources[claim.source]
    published = dates.parse(source.published).latest if source.published else None
    return published if published is not None else dates.parse(source.obtained).latest


def shown(project: Project, at: Span | None, known: int | None) -> list[Claim]:
    return [
        claim
        for claim in project.claims.values()
        if (at is None or dates.parse(claim.when).meets(at)) and (known is None or known_from(project, claim) <= known)
    ]


def values(project: Project, claim: Claim) -> dict[str, set[str]]:
    """What a claim has of each kind that a filter asks for in a list."""
    source = project.sources[claim.source]
    return {
        "sources": {claim.source},
        "publishers": ({source.publisher.en, source.publisher.ar} - {""} if source.publisher else set()) or {""},
        "topics": {claim.topic},
        "modalities": {claim.modality},
        "certainties": {claim.certainty},
        "languages": {source.language},
        "place_kinds": {project.places[claim.place].kind},
    }


def passes(project: Project, claim: Claim, wanted: Filter) -> bool:
    place = project.places[claim.place]
    if wanted.bbox is not None:
        west, south, east, north = wanted.bbox
        if not (west <= place.lon <= east and south <= place.lat <= north):
            return False
    if wanted.area and not Polygon([(lon, lat) for lat, lon in wanted.area]).covers(Point(place.lon, place.lat)):
        return False
    said = f"{claim.statement.en} {claim.statement.ar} {claim.anchor.cue} {claim.note}".casefold()
    if any(word not in said for word in wanted.text.casefold().split()):
        return False
    return all(
        not getattr(wanted, kind) or own & set(getattr(wanted, kind)) for kind, own in values(project, claim).items()
    )


def narrowed(project: Project, wanted: Filter) -> Project:
    """The project with the claims that pass all of a filter but its statuses, which hang on the time."""
    return replace(project, claims={c.id: c for c in project.claims.values() if passes(project, c, wanted)})


def facet(project: Project, at: Span | None, known: int | None, wanted: Filter, kind: str) -> Counter[str]:
    """Claims by value of one kind, the filter asking for everything but that kind."""
    others = narrowed(project, replace(wanted, **{kind: ()}))
    judged = statuses(narrowed(project, wanted), at, known, project)
    counts: Counter[str] = Counter()
    for claim in shown(others, at, known):
        if wanted.statuses and judged.get(claim.place, {}).get(claim.topic) not in wanted.statuses:
            continue
        of_claim = values(project, claim)[kind]
        if kind == "publishers":
            publisher = project.sources[claim.source].publisher
            of_claim = {publisher.en or publisher.ar} if publisher else {""}
        counts.update(of_claim)
    return counts


def wanted_statuses(project: Project, at: Span | None, known: int | None, wanted: Filter) -> dict[str, dict[str, str]]:
    """Statuses of the places and topics whose status a filter asks for, judged among the claims that pass all else."""
    judged = statuses(narrowed(project, wanted), at, known, project)
    kept = {
        place: {topic: status for topic, status in topics.items() if not wanted.statuses or status in wanted.statuses}
        for place, topics in judged.items()
    }
    return {place: topics for place, topics in kept.items() if topics}


def seen(project: Project, at: Span | None, known: int | None, wanted: Filter) -> list[Claim]:
    """The claims that a view shows: those that pass, on places and topics with a status that is asked for."""
    left = wanted_statuses(project, at, known, wanted)
    return [claim for claim in shown(narrowed(project, wanted), at, known) if claim.topic in left.get(claim.place, {})]


def speaker(project: Project, claim: Claim) -> tuple[str, str]:
    if claim.utterance is not None:
        return "utterance", claim.utterance
    source = project.sources[claim.source]
    while source.repeats is not None:
        source = project.sources[source.repeats]
    return ("publisher", source.publisher.en) if source.publisher else ("source", source.id)


def bounds(project: Project, claim: Claim) -> tuple[float, float]:
    value = claim.value
    if isinstance(value, Quantity):
        low = -math.inf if value.min is None else value.min * (0.9 if value.approximate else 1.0)
        high = math.inf if value.max is None else value.max * (1.1 if value.approximate else 1.0)
        return low, high
    span = dates.parse(value)
    return (
        -math.inf if span.earliest is None else span.earliest,
        math.inf if span.latest is None else span.latest,
    )


def meet(project: Project, one: Claim, other: Claim) -> bool:
    if project.topics[one.topic].type in {"state", "text"}:
        return one.value == other.value
    (low, high), (other_low, other_high) = bounds(project, one), bounds(project, other)
    return low <= other_high and other_low <= high


def within(project: Project, inner: Claim, outer: Claim) -> bool:
    if project.topics[inner.topic].type in {"state", "text"}:
        return inner.value == outer.value
    (low, high), (outer_low, outer_high) = bounds(project, inner), bounds(project, outer)
    return outer_low <= low and high <= outer_high


def excluded(project: Project, one: Claim, other: Claim) -> bool:
    topic = project.topics[one.topic]
    if topic.type != "date" and (one.modality == "planned") != (other.modality == "planned"):
        return False
    if one.modality == "denied" and other.modality == "denied":
        return False
    if one.modality == "denied":
        return within(project, other, one)
    if other.modality == "denied":
        return within(project, one, other)
    if topic.type == "state":
        return (one.value, other.value) in topic.exclusive or (other.value, one.value) in topic.exclusive
    return topic.apart and not meet(project, one, other)


def derived(project: Project, claims: list[Claim]) -> set[Pair]:
    return {
        frozenset((one.id, other.id))
        for one, other in combinations(claims, 2)
        if (one.place, one.topic) == (other.place, other.topic)
        and dates.parse(one.when).meets(dates.parse(other.when))
        and excluded(project, one, other)
    }


def asserted(project: Project, claims: list[Claim]) -> set[Pair]:
    by_id = {claim.id: claim for claim in claims}
    return {
        frozenset((one, other))
        for conflict in project.conflicts.values()
        for side, other_side in combinations(conflict.sides, 2)
        for one in side
        for other in other_side
        if one in by_id and other in by_id and dates.parse(by_id[one].when).meets(dates.parse(by_id[other].when))
    }


def overtaken(project: Project, plan: Claim, at: Span | None, known: int | None) -> bool:
    made = dates.parse(plan.when).earliest
    for claim in project.claims.values():
        begun = dates.parse(claim.when).earliest
        if (
            plan.modality == "planned"
            and claim.modality not in {"planned", "denied"}
            and (claim.place, claim.topic) == (plan.place, plan.topic)
            and begun is not None
            and (made is None or begun > made)
            and (at is None or at.latest is None or begun <= at.latest)
            and (known is None or known_from(project, claim) <= known)
        ):
            return True
    return False


def decision(project: Project, pair: Pair) -> Decision | None:
    """Of the decisions that name both claims, the first of those on the fewest."""
    found = [one for one in project.decisions.values() if pair <= set(one.claims)]
    return min(found, key=lambda one: len(one.claims), default=None)


def disputes(project: Project, pair: Pair) -> bool:
    judged = decision(project, pair)
    return judged is None or judged.kind == "both-stand"


def set_aside(project: Project, claims: list[Claim], whole: Project) -> set[str]:
    """Claims that clash with a preferred one, as long as one is shown that they clash with and that does not."""
    found = set()
    everything = list(whole.claims.values())
    clashes = derived(whole, everything) | asserted(whole, everything)
    for pair in derived(project, claims) | asserted(project, claims):
        judged = decision(whole, pair)
        if judged is not None and judged.kind == "prefer":
            against = {name for name in pair if frozenset((name, judged.prefers)) in clashes and name != judged.prefers}
            if len(against) == 1:
                found |= against
    return found


def statuses(
    project: Project, at: Span | None, known: int | None, whole: Project | None = None
) -> dict[str, dict[str, str]]:
    """``whole`` is the project with the claims too that a filter has taken out of this one."""
    claims = shown(project, at, known)
    pairs = derived(project, claims) | asserted(project, claims)
    clashing = {claim for pair in pairs if disputes(project, pair) for claim in pair}
    aside = set_aside(project, claims, whole or project)
    found: dict[str, dict[str, str]] = {}
    for place in project.places:
        for topic in project.topics:
            mine = [claim for claim in claims if (claim.place, claim.topic) == (place, topic)]
            if mine:
                found.setdefault(place, {})[topic] = _status(project, mine, clashing, aside, at, known)
    return found


def confirmed(project: Project, claim: Claim) -> int:
    """The last day on which a claim confirms what it says."""
    last = dates.parse(claim.when).latest
    known = known_from(project, claim)
    return known if last is None else min(last, known)


def staleness(project: Project, at: Span | None, known: int | None, place: str) -> int:
    days = [
        confirmed(project, claim)
        for claim in shown(project, at, known)
        if claim.place == place and claim.modality != "planned"
    ]
    return max(0, at.latest - max(days)) if days and at is not None and at.latest is not None else -1


def _status(
    project: Project, mine: list[Claim], clashing: set[str], aside: set[str], at: Span | None, known: int | None
) -> str:
    standing = [claim for claim in mine if not overtaken(project, claim, at, known)]
    if any(claim.id in clashing for claim in mine):
        return "disputed"
    if not standing:
        return "superseded"
    for one, other in combinations([claim for claim in standing if claim.id not in aside], 2):
        if (
            speaker(project, one) != speaker(project, other)
            and (one.modality == "planned") == (other.modality == "planned")
            and "denied" not in {one.modality, other.modality}
            and meet(project, one, other)
        ):
            return "corroborated"
    return "single-source"


assert set(STATUSES) == {"unreported", "superseded", "corroborated", "single-source", "disputed"}
