"""Edits as values: each change gives a new project and the change that takes it back.

>>> from mapview.domain.model import Project, Text, Utterance
>>> before = Project(Text("Trial"), start_topic="")
>>> after, inverse = Put(Utterance("first", Text("A spokesman"))).apply(before)
>>> list(after.utterances), inverse.apply(after)[0] == before
(['first'], True)
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from mapview.domain.model import AssertedConflict, Claim, Place, Project, Source, Text, Topic, Utterance
from mapview.errors import UnknownIdError

Entity = Place | Topic | Utterance | Source | Claim | AssertedConflict
Kind = Literal["places", "topics", "utterances", "sources", "claims", "conflicts"]

_KIND_OF: dict[type[Entity], Kind] = {
    Place: "places",
    Topic: "topics",
    Utterance: "utterances",
    Source: "sources",
    Claim: "claims",
    AssertedConflict: "conflicts",
}


def kind_of(entity: Entity) -> Kind:
    """Return under which of its kinds a project keeps an entity."""
    return _KIND_OF[type(entity)]


@dataclass(frozen=True, slots=True)
class Put:
    """Add an entity, or replace the one of its kind and id where that stands.

    ``position`` is where a new one goes among those of its kind, 0 for the first; None for the end.
    """

    entity: Entity
    position: int | None = None

    def apply(self, project: Project) -> "tuple[Project, Change]":
        """Return the changed project and the inverse change."""
        kind = kind_of(self.entity)
        present: dict[str, Any] = dict(getattr(project, kind))
        replaced = present.get(self.entity.id)
        if replaced is not None or self.position is None:
            present[self.entity.id] = self.entity
        else:
            items = list(present.items())
            items.insert(self.position, (self.entity.id, self.entity))
            present = dict(items)
        inverse: Change = Remove(kind, self.entity.id) if replaced is None else Put(replaced)
        return _with(project, kind, present), inverse


@dataclass(frozen=True, slots=True)
class Remove:
    """Take an entity out."""

    kind: Kind
    id: str

    def apply(self, project: Project) -> "tuple[Project, Change]":
        """Return the changed project and the inverse change.

        Raises
        ------
        UnknownIdError
            If there is none of this kind and id.
        """
        present: dict[str, Any] = dict(getattr(project, self.kind))
        if self.id not in present:
            raise UnknownIdError(f"The project has no {self.id!r} among its {self.kind}: look up its id.")
        position = list(present).index(self.id)
        removed = present.pop(self.id)
        return _with(project, self.kind, present), Put(removed, position)


@dataclass(frozen=True, slots=True)
class Retitle:
    """Give the project another title or another topic to start with."""

    title: Text
    start_topic: str

    def apply(self, project: Project) -> "tuple[Project, Change]":
        """Return the changed project and the inverse change."""
        changed = replace(project, title=self.title, start_topic=self.start_topic)
        return changed, Retitle(project.title, project.start_topic)


@dataclass(frozen=True, slots=True)
class Macro:
    """Several changes as one step of undo."""

    changes: "tuple[Change, ...]"

    def apply(self, project: Project) -> "tuple[Project, Change]":
        """Return the changed project and the inverse change; nothing is changed if one of them fails."""
        inverses: list[Change] = []
        for change in self.changes:
            project, inverse = change.apply(project)
            inverses.append(inverse)
        return project, Macro(tuple(reversed(inverses)))


Change = Put | Remove | Retitle | Macro


def _with(project: Project, kind: Kind, entities: Mapping[str, Any]) -> Project:
    changed: dict[str, Any] = {kind: entities}
    return replace(project, **changed)
