"""What MapView has exported, taken in again: claims under their own ids, with the places, topics and sources they name.

What the project has already under an id stays as it is, but for claims, which are updated; an id that stands for
something else there leaves its row out. See :func:`mapview.exchange.table.is_own`.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from mapview.domain.changes import Macro, Put
from mapview.domain.model import Anchor, Claim, Place, Project, Quantity, Source, State, Text, Topic, Utterance, Value
from mapview.domain.rules import (
    COLOURS,
    Fault,
    claim_faults,
    place_faults,
    source_faults,
    topic_faults,
    utterance_faults,
)
from mapview.errors import BadInputError
from mapview.exchange.importing.tables import Row, Table
from mapview.exchange.table import BESIDE, COLUMNS, READ_AGAIN, as_meant

E = TypeVar("E", Place, Source, Utterance)
Cells = Mapping[str, str]

_APOSTROPHES = frozenset({"text/csv", "text/tab-separated-values"})


class OwnRowError(BadInputError):
    """What is wrong with a row, and in which column; empty for the whole row."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why.removesuffix("."))
        self.column = column


class OwnRows:
    """Makes claims of the rows of a table that MapView has exported.

    Parameters
    ----------
    table
        The table; with the columns of our own.
    project
        What it goes into; nothing is changed in it.
    """

    def __init__(self, table: Table, project: Project) -> None:
        self._before = project
        self._made: dict[str, dict[str, Any]] = {"places": {}, "topics": {}, "sources": {}, "utterances": {}}
        self._repeats: dict[str, str] = {}
        self._claims: dict[str, tuple[int, Claim]] = {}
        self._meant = as_meant if table.media_type in _APOSTROPHES else str
        at = {name: number for number, name in enumerate(table.columns)}
        self._at = {name: at.get(BESIDE.format(name), at.get(name, 0)) for name in READ_AGAIN}
        # Ids of the project and those made so far alike.
        self._after = replace(
            project,
            places=ChainMap(self._made["places"], dict(project.places)),
            sources=ChainMap(self._made["sources"], dict(project.sources)),
            utterances=ChainMap(self._made["utterances"], dict(project.utterances)),
        )

    def take(self, row: Row) -> None:
        """Take a row, or nothing of it.

        Raises
        ------
        OwnRowError
            If it cannot be taken.
        """
        if row.problem:
            raise OwnRowError("", row.problem)
        said = {name: self._meant(row.cells[at]) for name, at in self._at.items()}
        claim = _claim(said)
        self._refuse_twin(row.number, claim)
        topic = self._topic(said)
        self._see_to("places", _place(said), place_faults)
        self._see_to("sources", _source(said), source_faults)
        if claim.utterance is not None:
            self._see_to("utterances", _utterance(said), utterance_faults)
        _refuse(topic_faults(topic, self._after))
        _refuse(claim_faults(claim, replace(self._after, topics={topic.id: topic})))
        if said["repeats"]:
            self._repeats[claim.source] = said["repeats"]
        if topic != self._before.topics.get(topic.id):
            self._made["topics"][topic.id] = topic
        self._claims[claim.id] = (row.number, claim)

    def change(self) -> Macro | None:
        """Return the change that all rows make, None if they change nothing."""
        claims = [claim for _, claim in self._claims.values()]
        sources = {source.id: self._repeating(source) for source in self._used("sources", claims)}
        made = (*self._used("places", claims), *self._made["topics"].values(), *self._used("utterances", claims))
        # A source comes after the one that it repeats.
        ordered = sorted(sources.values(), key=lambda source: _depth(source, sources))
        new = (claim for claim in claims if self._before.claims.get(claim.id) != claim)
        changes = tuple(Put(entity) for entity in (*made, *ordered, *new))
        return Macro(changes) if changes else None

    def ids(self, kind: str) -> tuple[str, ...]:
        """Return the ids of the ``places`` or ``sources`` that are made."""
        return tuple(entity.id for entity in self._used(kind, [claim for _, claim in self._claims.values()]))

    def counts(self) -> dict[str, int]:
        """Return how many claims are ``added``, ``updated`` and ``unchanged``."""
        found = {"added": 0, "updated": 0, "unchanged": 0}
        for _, claim in self._claims.values():
            before = self._before.claims.get(claim.id)
            found["added" if before is None else "unchanged" if before == claim else "updated"] += 1
        return found

    def _used(self, kind: str, claims: Iterable[Claim]) -> list[Any]:
        refers = {"places": "place", "sources": "source", "utterances": "utterance"}[kind]
        return [
            self._made[kind][name]
            for name in dict.fromkeys(getattr(claim, refers) for claim in claims)
            if name in self._made[kind]
        ]

    def _repeating(self, source: Source) -> Source:
        """Return a source with the one that it repeats, if that is at hand."""
        other = self._repeats.get(source.id)
        return replace(source, repeats=other) if other in self._after.sources and other != source.id else source

    def _refuse_twin(self, number: int, claim: Claim) -> None:
        first, twin = self._claims.get(claim.id, (number, claim))
        if first != number:
            same = "it is the same as" if twin == claim else "it has the id of"
            raise OwnRowError("claim", f"{same} row {first}: take one of them out")
        before = self._before.claims.get(claim.id)
        if before is not None and (before.source, before.anchor) != (claim.source, claim.anchor):
            raise OwnRowError("claim", f"the project has another claim under {claim.id!r}: give one of them another id")

    def _see_to(self, kind: str, entity: E, faults: Callable[[E, Project], Iterator[Fault]]) -> None:
        """Have a place, source or utterance made, unless it is there."""
        column = kind[:-1]
        known = getattr(self._before, kind).get(entity.id)
        if known is not None:
            if not _is_same(known, entity):
                raise OwnRowError(column, f"the project has another {column} under {entity.id!r}: rename one of them")
            return
        _refuse(faults(entity, self._after))
        if self._made[kind].setdefault(entity.id, entity) != entity:
            raise OwnRowError(column, f"an earlier row says otherwise of {column} {entity.id!r}: make them agree")

    def _topic(self, said: Cells) -> Topic:
        """Return the topic of a row, with the state that the row's claim has if the topic lacks it."""
        name, kind = said["topic"], said["topic_type"]
        known = self._made["topics"].get(name) or self._before.topics.get(name)
        if known is None:
            names = Text(said["topic_en"], said["topic_ar"])
            unit = Text(said["unit_en"], said["unit_ar"]) if kind == "quantity" else None
            known = Topic(name, names, cast("Any", kind), apart=kind in {"quantity", "date"}, unit=unit)
        elif known.type != kind:
            raise OwnRowError("topic", f"the project has another topic under {name!r}: rename one of them")
        states = known.states
        if kind == "state" and said["value"] not in {state.id for state in states}:
            colour = COLOURS[len(states) % len(COLOURS)]
            states = (*states, State(said["value"], Text(said["value"]), colour))
        return replace(known, states=states)


def _is_same(known: Any, entity: Any) -> bool:
    """Whether what the project has under an id is what a row means by it, though one of the two was edited."""
    match entity:
        case Place():
            return known.names == entity.names or (known.lat, known.lon) == (entity.lat, entity.lon)
        case Source():
            return bool(known.sha256 == entity.sha256 or known.title == entity.title)
        case _:
            return bool(known.speaker == entity.speaker)


def _depth(source: Source, sources: Mapping[str, Source]) -> int:
    depth = 0
    while source.repeats is not None and source.repeats in sources and depth <= len(sources):
        source, depth = sources[source.repeats], depth + 1
    return depth


def _refuse(faults: Iterable[Fault]) -> None:
    for fault in faults:
        raise OwnRowError(fault.key if fault.key in COLUMNS else "", fault.message)


def _claim(said: Cells) -> Claim:
    value: Value = said["value"]
    if said["topic_type"] == "quantity":
        low, high = _number(said, "value_min"), _number(said, "value_max")
        value = Quantity(low, high, approximate=said["approximate"].lower() in {"true", "1", "1.0"})
    return Claim(
        id=said["claim"],
        place=said["place"],
        topic=said["topic"],
        value=value,
        statement=Text(said["statement_en"], said["statement_ar"]),
        when=said["when"],
        source=said["source"],
        anchor=Anchor(_whole(said, "anchor_start"), _whole(said, "anchor_end"), said["anchor_sha256"], said["cue"]),
        utterance=said["utterance"] or None,
        modality=cast("Any", said["modality"]),
        certainty=cast("Any", said["certainty"]),
        note=said["note"],
    )


def _place(said: Cells) -> Place:
    return Place(
        id=said["place"],
        names=Text(said["place_en"], said["place_ar"]),
        kind=cast("Any", said["kind"]),
        lat=_required(said, "lat"),
        lon=_required(said, "lon"),
        precision_m=_required(said, "precision_m"),
        coordinates_from=said["coordinates_from"],
        note=said["place_note"],
    )


def _source(said: Cells) -> Source:
    publisher = Text(said["publisher_en"], said["publisher_ar"])
    return Source(
        id=said["source"],
        title=said["source_title"],
        publisher=None if publisher == Text() else publisher,
        url=said["url"] or None,
        language=said["language"],
        published=said["published"] or None,
        obtained=said["obtained"],
        how=said["source_how"],
        sha256=said["source_sha256"],
        note=said["source_note"],
    )


def _utterance(said: Cells) -> Utterance:
    speaker = Text(said["attributed_to_en"], said["attributed_to_ar"])
    return Utterance(said["utterance"], speaker, said["utterance_date"] or None, said["utterance_note"])


def _number(said: Cells, column: str) -> float | None:
    if not said[column]:
        return None
    try:
        return float(said[column])
    except ValueError as error:
        raise OwnRowError(
            column, f"{said[column][:60]!r} is no number: write it with digits and a full stop"
        ) from error


def _required(said: Cells, column: str) -> float:
    number = _number(said, column)
    if number is None:
        raise OwnRowError(column, "it is empty: give a number")
    return number


def _whole(said: Cells, column: str) -> int:
    number = _required(said, column)
    if not number.is_integer():
        raise OwnRowError(column, f"{said[column]!r} is no whole number: count in characters")
    return int(number)
