"""What MapView has exported, taken in again: claims under their own ids, with the places, topics and sources they name.

A table is one of ours if it has every column of :data:`mapview.exchange.table.COLUMNS` that a claim is made of. What
the project has already under an id stays as it is, but for claims, which are updated; an id that stands for something
else there leaves its row out.
"""

from collections import ChainMap
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any, TypeVar, cast

from mapview.domain.changes import Macro, Put
from mapview.domain.model import (
    Anchor,
    Claim,
    Place,
    Project,
    Quantity,
    Source,
    State,
    Text,
    Topic,
    Utterance,
    Value,
)
from mapview.domain.rules import COLOURS, Fault, claim_faults, place_faults, source_faults, topic_faults, utterance_faults
from mapview.exchange.importing.rows import CellError
from mapview.exchange.importing.tables import Row, Table
from mapview.exchange.table import COLUMNS, as_meant

E = TypeVar("E", Place, Topic, Source, Utterance)

#: Made anew for every view, not read.
_DERIVED = frozenset({"earliest", "latest", "known_from", "status", "conflicts_with", "publisher", "attributed_to"})
_READ = tuple(name for name in COLUMNS if name not in _DERIVED)
#: Beside a column that an importer fills itself stands the property of the same name.
_BESIDE = "{} (property)"
_APOSTROPHES = frozenset({"text/csv", "text/tab-separated-values"})


def is_own(columns: Collection[str]) -> bool:
    """Whether a table with these columns is one that MapView has exported."""
    return all(name in columns or _BESIDE.format(name) in columns for name in _READ)


class OwnRows:
    """Makes claims of the rows of a table that MapView has exported.

    Parameters
    ----------
    table
        The table; :func:`is_own` of its columns.
    project
        What it goes into; nothing is changed in it.
    """

    def __init__(self, table: Table, project: Project) -> None:
        self.project = project
        self.places: dict[str, Place] = {}
        self.sources: dict[str, Source] = {}
        self._topics: dict[str, Topic] = {}
        self._utterances: dict[str, Utterance] = {}
        self._claims: dict[str, tuple[int, Claim]] = {}
        self._faulty: dict[tuple[str, str], str] = {}
        self._meant = as_meant if table.media_type in _APOSTROPHES else str
        at = {name: number for number, name in enumerate(table.columns)}
        self._at = {name: at.get(_BESIDE.format(name), at.get(name, 0)) for name in _READ}
        self._whole = replace(
            project,
            places=ChainMap(self.places, cast("dict[str, Place]", project.places)),
            topics=ChainMap(self._topics, cast("dict[str, Topic]", project.topics)),
            sources=ChainMap(self.sources, cast("dict[str, Source]", project.sources)),
            utterances=ChainMap(self._utterances, cast("dict[str, Utterance]", project.utterances)),
        )

    def take(self, row: Row) -> None:
        """Take a row.

        Raises
        ------
        CellError
            If it cannot be taken.
        """
        if row.problem:
            raise CellError(None, row.problem)
        said = {name: self._meant(row.cells[at]) for name, at in self._at.items()}
        claim = _claim(said)
        number, twin = self._claims.get(claim.id, (row.number, claim))
        if number != row.number:
            same = "it is the same as" if twin == claim else "it has the id of"
            raise CellError(None, f"{same} row {number}: take one of them out")
        self._see_to("places", self.places, _place(said), place_faults, _same_place)
        topic = self._topic(said)
        self._see_to("sources", self.sources, _source(said), source_faults, _same_source)
        if claim.utterance is not None:
            self._see_to("utterances", self._utterances, _utterance(said), utterance_faults, _same_speaker)
        self._refuse(claim_faults(claim, replace(self._whole, topics={**self._whole.topics, topic.id: topic})))
        before = self.project.claims.get(claim.id)
        if before is not None and (before.source, before.anchor) != (claim.source, claim.anchor):
            raise CellError("id", f"the project has another claim under {claim.id!r}: give one of them another id")
        self._topics |= {} if self.project.topics.get(topic.id) == topic else {topic.id: topic}
        self._claims[claim.id] = (row.number, claim)

    def change(self) -> Macro | None:
        """Return the change that all rows make, None if they change nothing."""
        made = (*self.places.values(), *self._topics.values(), *self.sources.values(), *self._utterances.values())
        claims = [claim for _, claim in self._claims.values() if self.project.claims.get(claim.id) != claim]
        changes = tuple(Put(entity) for entity in (*made, *claims))
        return Macro(changes) if changes else None

    def counts(self) -> dict[str, int]:
        """Return how many claims are ``added``, ``updated`` and ``unchanged``."""
        found = {"added": 0, "updated": 0, "unchanged": 0}
        for _, claim in self._claims.values():
            before = self.project.claims.get(claim.id)
            found["added" if before is None else "unchanged" if before == claim else "updated"] += 1
        return found
