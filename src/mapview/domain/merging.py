"""Two places that are one: what moves, and the change that moves it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mapview.domain.changes import Change, Macro, Put, Remove
from mapview.domain.model import AssertedConflict, Claim, Place, Project, Rejection, SavedView, Text, rejection_of
from mapview.errors import BadInputError, UnknownIdError


@dataclass(frozen=True, slots=True)
class Merger:
    """What becomes of a place ``gone`` that is the same as another; ``kept`` is the other as it will be.

    ``claims``, ``conflicts``, ``within`` (the places whose parent it is), ``views`` and ``rejections`` are what refers
    to it. ``other_ids`` are its ids in gazetteers in which the one that is kept has another, which are lost.
    """

    kept: Place
    gone: Place
    claims: tuple[Claim, ...]
    conflicts: tuple[AssertedConflict, ...]
    within: tuple[Place, ...]
    views: tuple[SavedView, ...]
    rejections: tuple[Rejection, ...]
    other_ids: tuple[str, ...]

    @property
    def change(self) -> Change:
        """The change that merges them, as one step of undo."""
        place = self.kept.id
        return Macro(
            (
                Put(self.kept),
                *(Put(replace(inner, parent=place)) for inner in self.within),
                *(Put(replace(claim, place=place)) for claim in self.claims),
                *(Put(replace(conflict, place=place)) for conflict in self.conflicts),
                *(Put(replace(view, place=place)) for view in self.views),
                *self._rejected(),
                Remove("places", self.gone.id),
            )
        )

    def _rejected(self) -> Iterator[Change]:
        # A rejection's id is made of what it rejects.
        for old in self.rejections:
            yield Remove("rejections", old.id)
            yield Put(rejection_of(old.sha256, old.start, old.end, self.kept.id, old.topic))


def merger(project: Project, kept: str, gone: str) -> Merger:
    """Return what merging a place into another does.

    The one that is kept keeps its coordinates, kind and id, and takes over names, aliases, ids, note and parent where
    it has none of its own.

    Raises
    ------
    UnknownIdError
        If the project has no such place.
    BadInputError
        If both are the same place.
    """
    for place in (kept, gone):
        if place not in project.places:
            raise UnknownIdError(f"The project has no place {place!r}: look up its id.")
    if kept == gone:
        raise BadInputError("A place cannot be merged into itself: choose another one.")
    first, second = project.places[kept], project.places[gone]
    return Merger(
        kept=_joined(first, second, project),
        gone=second,
        claims=tuple(claim for claim in project.claims.values() if claim.place == gone),
        conflicts=tuple(conflict for conflict in project.conflicts.values() if conflict.place == gone),
        within=tuple(place for place in project.places.values() if place.parent == gone and place.id != kept),
        views=tuple(view for view in project.views.values() if view.place == gone),
        rejections=tuple(rejection for rejection in project.rejections.values() if rejection.place == gone),
        other_ids=tuple(f"{name} {known}" for name, known in second.ids.items() if first.ids.get(name, known) != known),
    )


def _joined(kept: Place, gone: Place, project: Project) -> Place:
    names = Text(kept.names.en or gone.names.en, kept.names.ar or gone.names.ar)
    spellings = (*kept.aliases, gone.names.en, gone.names.ar, *gone.aliases)
    aliases = tuple(dict.fromkeys(name for name in spellings if name and name not in {names.en, names.ar}))
    notes = dict.fromkeys(note for note in (kept.note, gone.note) if note)
    parent = kept.parent
    if gone.id in _ancestors(kept, project) or (parent is None and kept.id not in _ancestors(gone, project)):
        parent = gone.parent
    return replace(
        kept, names=names, aliases=aliases, ids={**gone.ids, **kept.ids}, note="\n".join(notes), parent=parent
    )


def _ancestors(place: Place, project: Project) -> list[str]:
    found: list[str] = []
    parent = place.parent
    while parent is not None and parent in project.places and parent not in found:
        found.append(parent)
        parent = project.places[parent].parent
    return found
