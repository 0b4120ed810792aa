"""The claims of a snapshot with all that they refer to: what every export of data starts from."""

from dataclasses import dataclass

from mapview.domain import dates
from mapview.domain.columns import known_from
from mapview.domain.dates import Span
from mapview.domain.model import Claim, Place, Source, Status, Topic, Utterance
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import View


@dataclass(frozen=True, slots=True)
class Record:
    """One claim of a view.

    ``span`` are the days of its ``when``, ``known_from`` the day from which its source is known (counted from
    1970-01-01), ``status`` that of its place and topic, ``conflicts_with`` the ids of shown claims against it.
    """

    claim: Claim
    place: Place
    topic: Topic
    source: Source
    utterance: Utterance | None
    span: Span
    known_from: int
    status: Status
    conflicts_with: tuple[str, ...]


def records_of(view: View) -> list[Record]:
    """Return the claims that a view shows, by place, topic and first day."""
    project = view.timeline.project
    ids = view.timeline.columns.ids
    statuses, clashes = view.statuses(), view.clashes()
    known = {source.id: known_from(source) for source in project.sources.values()}
    found = []
    for row in view.rows.tolist():
        claim = project.claims[ids[row]]
        found.append(
            Record(
                claim=claim,
                place=project.places[claim.place],
                topic=project.topics[claim.topic],
                source=project.sources[claim.source],
                utterance=project.utterances[claim.utterance] if claim.utterance is not None else None,
                span=dates.parse(claim.when),
                known_from=known[claim.source],
                status=statuses[claim.place][claim.topic],
                conflicts_with=tuple(clashes.get(claim.id, ())),
            )
        )
    return found


def records(snapshot: Snapshot) -> list[Record]:
    """Return the claims of a narrowed snapshot by its two clocks; its place and area leave out the other places."""
    return [
        record
        for record in records_of(snapshot.timeline.view(snapshot.at, snapshot.known))
        if _within(record.place, snapshot)
    ]


def sources_of(found: list[Record]) -> list[Source]:
    """Return the sources that some claims rest on, each once, in the order of their ids."""
    return sorted({record.source.id: record.source for record in found}.values(), key=lambda source: source.id)


def _within(place: Place, snapshot: Snapshot) -> bool:
    if snapshot.place not in {None, place.id}:
        return False
    if snapshot.bbox is None:
        return True
    west, south, east, north = snapshot.bbox
    return west <= place.lon <= east and south <= place.lat <= north
