"""A project with some of its claims only, and what a person said of these."""

from collections.abc import Collection
from dataclasses import replace

from mapview.domain.model import AssertedConflict, Project


def excerpt(project: Project, claims: Collection[str]) -> Project:
    """Return a project that has only some claims, and the sources of these.

    Conflicts of which fewer than two sides remain are gone. Decisions stay if all their claims do, and sources if one
    of the claims is theirs, or if they are repeated by such a one.

    Parameters
    ----------
    claims
        The ids of those to keep.

    Examples
    --------
    >>> from mapview.domain.model import Text
    >>> empty = Project(Text("Empty"), start_topic="")
    >>> excerpt(empty, {"any"}) == empty
    True
    """
    kept = {name: claim for name, claim in project.claims.items() if name in claims}
    speaking = _speaking(project, {claim.source for claim in kept.values()})
    conflicts = (_of(conflict, claims) for conflict in project.conflicts.values())
    return replace(
        project,
        claims=kept,
        sources={name: source for name, source in project.sources.items() if name in speaking},
        conflicts={conflict.id: conflict for conflict in conflicts if len(conflict.sides) > 1},
        decisions={
            name: decision
            for name, decision in project.decisions.items()
            if all(claim in claims for claim in decision.claims)
        },
    )


def _speaking(project: Project, named: set[str]) -> set[str]:
    found: set[str] = set()
    left = named
    while left:
        found |= left
        repeated = (project.sources[name].repeats for name in left)
        left = {name for name in repeated if name is not None} - found
    return found


def _of(conflict: AssertedConflict, claims: Collection[str]) -> AssertedConflict:
    sides = (tuple(claim for claim in side if claim in claims) for side in conflict.sides)
    return replace(conflict, sides=tuple(side for side in sides if side))
