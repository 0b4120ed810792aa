"""What no edit may leave in a project file: an entity with a fault, a reference to nothing."""

import sqlite3
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from mapview.domain.changes import KINDS, Kind
from mapview.domain.model import Claim, Project, Quantity, Topic
from mapview.domain.rules import CALLED, FAULTS, value_faults
from mapview.errors import BadInputError
from mapview.store.change_rows import Difference

#: Where entities of a kind are referred to: table, column, and the column with the id of what refers.
_REFERENCES: dict[Kind, tuple[tuple[str, str, str], ...]] = {
    "places": (
        ("claims", "place", "id"),
        ("conflicts", "place", "id"),
        ("places", "parent", "id"),
        ("views", "place", "id"),
    ),
    "topics": (
        ("claims", "topic", "id"),
        ("conflicts", "topic", "id"),
        ("views", "topic", "id"),
        ("cues", "topic", "id"),
    ),
    "utterances": (("claims", "utterance", "id"),),
    "sources": (("claims", "source", "id"), ("sources", "repeats", "id")),
    "claims": (("conflict_sides", "claim", "conflict"), ("decision_claims", "claim", "decision")),
}
_OWNERS: dict[str, Kind] = {"conflict_sides": "conflicts", "decision_claims": "decisions"}


def faults_of(project: Project, kinds: Sequence[Kind] = KINDS, among: Project | None = None) -> Iterator[str]:
    """Yield every fault of every entity of some kinds, each as a sentence without its full stop.

    Parameters
    ----------
    among
        What the entities are held against; None: the project itself.
    """
    for kind in kinds:
        for name, entity in getattr(project, kind).items():
            for key, message in FAULTS[kind](entity, among or project):
                yield f"{CALLED[kind]} {name!r}, {key}: {message}"


def complain(found: list[Difference], after: Project) -> None:
    """Refuse what a change has put in place if it is wrong.

    Raises
    ------
    BadInputError
        With the first fault.
    """
    for difference in found:
        entities: Mapping[str, Any] = getattr(after, difference.kind)
        for name in (*(entity.id for entity in difference.updated), *difference.inserted):
            for _, message in FAULTS[difference.kind](entities[name], after):
                raise BadInputError(f"{CALLED[difference.kind].capitalize()} {name!r}: {message}.")
    if after.start_topic and after.start_topic not in after.topics:
        raise BadInputError(
            f"The timeline starts with topic {after.start_topic!r}, which is not there: choose another."
        )


def complain_of_the_rest(
    connection: sqlite3.Connection, found: list[Difference], before: Project, after: Project
) -> None:
    """Refuse a change that makes something wrong which it does not touch, once it is written and before it is stored.

    Raises
    ------
    BadInputError
        With the first thing that would be wrong.
    """
    for difference in found:
        _complain_of_references(connection, difference)
        if difference.kind == "topics":
            for topic in cast("list[Topic]", difference.updated):
                old = before.topics[topic.id]
                if (old.type, old.states) != (topic.type, topic.states):
                    _complain_of_values(connection, topic, after)
        elif difference.kind == "claims":
            _complain_of_conflicts(connection, difference, after)


def _complain_of_references(connection: sqlite3.Connection, difference: Difference) -> None:
    """Refuse to take out what something else still refers to."""
    for name in set(difference.deleted).difference(difference.inserted):
        for table, column, owner in _REFERENCES.get(difference.kind, ()):
            row = connection.execute(
                f"SELECT {owner} FROM {table} WHERE {column} = ? LIMIT 1",  # noqa: S608 - our own names
                (name,),
            ).fetchone()
            if row is not None:
                who = f"{CALLED[_OWNERS.get(table, cast('Kind', table))]} {row[0]!r}"
                raise BadInputError(
                    f"{CALLED[difference.kind].capitalize()} {name!r} cannot be taken out because {who} refers to"
                    " it: change that first."
                )


def _complain_of_values(connection: sqlite3.Connection, topic: Topic, after: Project) -> None:
    """Refuse a topic's new type or states if a claim has a value that is none any more, or a cue such a state."""
    values = connection.execute(
        "SELECT min(id), value, value_min, value_max, value_approximate FROM claims WHERE topic = ?"
        " GROUP BY 2, 3, 4, 5",
        (topic.id,),
    )
    for claim, said, low, high, approximate in values:
        value = Quantity(low, high, bool(approximate)) if said is None else said
        for _, message in value_faults(value, topic):
            raise BadInputError(f"Topic {topic.id!r} cannot be changed so because of claim {claim!r}: {message}.")
    for cue in after.cues.values():
        if cue.topic == topic.id:
            for _, message in FAULTS["cues"](cue, after):
                raise BadInputError(f"Topic {topic.id!r} cannot be changed so because of cue {cue.id!r}: {message}.")


def _complain_of_conflicts(connection: sqlite3.Connection, difference: Difference, after: Project) -> None:
    """Refuse a claim's new place or time if a conflict that a person asserted cannot be one any more."""
    if not after.conflicts:
        return
    for claim in (*(claim.id for claim in difference.updated), *difference.inserted):
        rows = connection.execute("SELECT DISTINCT conflict FROM conflict_sides WHERE claim = ?", (claim,)).fetchall()
        for (conflict,) in rows:
            for _, message in FAULTS["conflicts"](after.conflicts[conflict], after):
                raise BadInputError(
                    f"Claim {claim!r} cannot be changed so because of conflict {conflict!r}: {message}."
                )


class ManyClaims:
    """Judges claims that come in great numbers, a part at a time, into a project whose other parts may still grow."""

    def __init__(self, before: Project) -> None:
        self._before = before
        self._sides: dict[str, set[str]] = {}
        for conflict in before.conflicts.values():
            for claim in (claim for side in conflict.sides for claim in side):
                self._sides.setdefault(claim, set()).add(conflict.id)
        #: Claims on a side of an asserted conflict, as they are now.
        self._contested: dict[str, Claim] = {}
        self._topics: dict[str, Topic] = {}
        self._meant: dict[Kind, set[str | None]] = {"places": set(), "sources": set(), "utterances": {None}}

    def look_at(self, claims: Iterable[Claim], around: Project) -> None:
        """Refuse claims that are wrong in a project with the places, topics, utterances and sources of ``around``.

        Raises
        ------
        BadInputError
            With the first fault.
        """
        places, sources, utterances = self._meant["places"], self._meant["sources"], self._meant["utterances"]
        for claim in claims:
            for _, message in FAULTS["claims"](claim, around):
                raise BadInputError(f"Claim {claim.id!r}: {message}.")
            self._topics[claim.topic] = around.topics[claim.topic]
            places.add(claim.place)
            sources.add(claim.source)
            utterances.add(claim.utterance)
            if claim.id in self._sides:
                self._contested[claim.id] = claim

    def complain(self, after: Project) -> None:
        """Refuse the claims that were looked at if the project does not hold what they were judged by.

        Raises
        ------
        BadInputError
            With the first thing that would be wrong.
        """
        for kind, names in self._meant.items():
            for name in names.difference(getattr(after, kind), [None]):
                raise BadInputError(f"There is no {CALLED[kind]} {name!r}, which claims need: add it.")
        for name, topic in self._topics.items():
            if after.topics.get(name) != topic:
                raise BadInputError(f"Topic {name!r} is not the one that its claims were read by: import them again.")
        # Of the claims themselves only these count for a conflict.
        claims = ChainMap(self._contested, cast("dict[str, Claim]", after.claims))
        for conflict in {name for claim in self._contested for name in self._sides[claim]}:
            for _, message in FAULTS["conflicts"](after.conflicts[conflict], replace(after, claims=claims)):
                raise BadInputError(f"Claims cannot be changed so because of conflict {conflict!r}: {message}.")
