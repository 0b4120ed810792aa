"""Edits as values: each change gives a new project and the change that takes it back.

>>> from mapview.domain.model import Project, Text, Utterance
>>> before = Project(Text("Trial"), start_topic="")
>>> after, inverse = Put(Utterance("first", Text("A spokesman"))).apply(before)
>>> list(after.utterances), inverse.apply(after)[0] == before
(['first'], True)
"""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from mapview.domain.model import (
    AssertedConflict,
    Claim,
    CueWords,
    Decision,
    Place,
    Project,
    Rejection,
    SavedView,
    Source,
    Text,
    Topic,
    Utterance,
)
from mapview.errors import UnknownIdError

Entity = Place | Topic | Utterance | Source | Claim | AssertedConflict | Decision | SavedView | CueWords | Rejection
Kind = Literal[
    "places", "topics", "utterances", "sources", "claims", "conflicts", "decisions", "views", "cues", "rejections"
]
#: Those that others refer to come first.
KINDS: tuple[Kind, ...] = get_args(Kind)

_KIND_OF: dict[type[Entity], Kind] = {
    Place: "places",
    Topic: "topics",
    Utterance: "utterances",
    Source: "sources",
    Claim: "claims",
    AssertedConflict: "conflicts",
    Decision: "decisions",
    SavedView: "views",
    CueWords: "cues",
    Rejection: "rejections",
}


def kind_of(entity: Entity) -> Kind:
    """Return under which of its kinds a project keeps an entity."""
    return _KIND_OF[type(entity)]


def order_of(entities: Mapping[str, Any]) -> Sequence[str]:
    """Return the ids of entities of a kind in their order; claims that stay in the file tell theirs without a list."""
    order: Sequence[str] | None = getattr(entities, "order", None)
    return list(entities) if order is None else order


class Draft:
    """A project that several changes work on, so that a long import copies it once and not with every step."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._changed: dict[str, Any] = {}

    def entities(self, kind: Kind) -> MutableMapping[str, Any]:
        """Return the entities of a kind, to be changed in place."""
        if kind not in self._changed:
            present: Mapping[str, Any] = getattr(self._project, kind)
            # Not dict(present): with CPython 3.11 that takes six times as long once something was taken out. Claims
            # that stay in the file have a copy of their own.
            copy = getattr(present, "copy", None)
            self._changed[kind] = dict(present) if copy is None else copy()
        found: MutableMapping[str, Any] = self._changed[kind]
        return found

    def retitle(self, title: Text, start_topic: str) -> "Retitle":
        """Give the draft another title and topic to start with; return the change that takes it back."""
        before = self.project()
        self._changed |= {"title": title, "start_topic": start_topic}
        return Retitle(before.title, before.start_topic)

    def project(self) -> Project:
        """Return the project as the changes have made it."""
        return replace(self._project, **self._changed)


@dataclass(frozen=True, slots=True)
class Put:
    """Add an entity, or replace the one of its kind and id where that stands.

    ``position`` is where a new one goes among those of its kind, 0 for the first; None for the end.
    """

    entity: Entity
    position: int | None = None

    def apply(self, project: Project) -> "tuple[Project, Change]":
        """Return the changed project and the inverse change."""
        return _applied(self, project)

    def edit(self, draft: Draft) -> "Change":
        """Change a draft; return the inverse change."""
        kind = kind_of(self.entity)
        present = draft.entities(kind)
        replaced = present.get(self.entity.id)
        if replaced is None and self.position is not None:
            _insert(present, self.position, self.entity)
        else:
            present[self.entity.id] = self.entity
        return Remove(kind, self.entity.id) if replaced is None else Put(replaced)


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
        return _applied(self, project)

    def edit(self, draft: Draft) -> "Change":
        """Change a draft; return the inverse change.

        Raises
        ------
        UnknownIdError
            If there is none of this kind and id.
        """
        present = draft.entities(self.kind)
        if self.id not in present:
            raise UnknownIdError(f"The project has no {self.id!r} among its {self.kind}: look up its id.")
        if isinstance(present, dict):
            # Taking back an import removes the last one again and again; each need not list all others.
            last, entity = present.popitem()
            if last == self.id:
                return Put(entity, len(present))
            present[last] = entity
        position = order_of(present).index(self.id)
        return Put(present.pop(self.id), position)


@dataclass(frozen=True, slots=True)
class Retitle:
    """Give the project another title or another topic to start with."""

    title: Text
    start_topic: str

    def apply(self, project: Project) -> "tuple[Project, Change]":
        """Return the changed project and the inverse change."""
        return _applied(self, project)

    def edit(self, draft: Draft) -> "Change":
        """Change a draft; return the inverse change."""
        return draft.retitle(self.title, self.start_topic)


@dataclass(frozen=True, slots=True)
class Macro:
    """Several changes as one step of undo."""

    changes: "tuple[Change, ...]"

    def apply(self, project: Project) -> "tuple[Project, Change]":
        """Return the changed project and the inverse change; nothing is changed if one of them fails."""
        return _applied(self, project)

    def edit(self, draft: Draft) -> "Change":
        """Change a draft; return the inverse change."""
        inverses = [change.edit(draft) for change in self.changes]
        return Macro(tuple(reversed(inverses)))


Change = Put | Remove | Retitle | Macro


def _insert(present: MutableMapping[str, Any], position: int, entity: Entity) -> None:
    insert = getattr(present, "insert", None)
    if insert is not None:
        insert(position, entity)
        return
    # Taken off and put on again in place: a list of pairs would keep the garbage collector busy for 100 ms.
    moved = {name: present.pop(name) for name in list(present)[position:]}
    present[entity.id] = entity
    present.update(moved)


def _applied(change: Change, project: Project) -> tuple[Project, Change]:
    draft = Draft(project)
    inverse = change.edit(draft)
    return draft.project(), inverse
