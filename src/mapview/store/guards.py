"""What no edit may leave in a project file: an entity with a fault, a reference to nothing."""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, cast

from mapview.domain.changes import KINDS, Kind
from mapview.domain.model import Project, Quantity, Topic
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


def faults_of(project: Project) -> Iterator[str]:
    """Yield every fault of every entity, each as a sentence without its full stop."""
    for kind in KINDS:
        for name, entity in getattr(project, kind).items():
            for key, message in FAULTS[kind](entity, project):
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
