"""A project with some of its claims only, and what a person said of these."""

from collections.abc import Collection
from dataclasses import replace

from mapview.domain.model import AssertedConflict, Project


def excerpt(project: Project, claims: Collection[str]) -> Project:
    """Return a project that has only some claims; conflicts of which fewer than two sides remain are gone.

    Parameters
    ----------
    claims
        The ids of those to keep. Decisions stay if all their claims do.

    Examples
    --------
    >>> from mapview.domain.model import Text
    >>> empty = Project(Text("Empty"), start_topic="")
    >>> excerpt(empty, {"any"}) == empty
    True
    """
    conflicts = (_of(conflict, claims) for conflict in project.conflicts.values())
    return replace(
        project,
        claims={name: claim for name, claim in project.claims.items() if name in claims},
        conflicts={conflict.id: conflict for conflict in conflicts if len(conflict.sides) > 1},
        decisions={
            name: decision
            for name, decision in project.decisions.items()
            if all(claim in claims for claim in decision.claims)
        },
    )


def _of(conflict: AssertedConflict, claims: Collection[str]) -> AssertedConflict:
    sides = (tuple(claim for claim in side if claim in claims) for side in conflict.sides)
    return replace(conflict, sides=tuple(side for side in sides if side))
