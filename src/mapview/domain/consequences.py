"""What a change of claims would break: asserted conflicts need their claims on one place and on common days."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mapview.domain.model import AssertedConflict, Claim, Project
from mapview.domain.rules import conflict_faults


def broken_conflicts(project: Project, changed: Iterable[Claim]) -> Iterator[AssertedConflict]:
    """Yield the asserted conflicts that would no longer hold if claims stood as changed."""
    claims = {claim.id: claim for claim in changed}
    named = [
        conflict
        for conflict in project.conflicts.values()
        if any(claim in claims for side in conflict.sides for claim in side)
    ]
    if named:
        # Only the claims that are looked at: a project may have a hundred thousand.
        sides = {claim for conflict in named for side in conflict.sides for claim in side}
        after = replace(project, claims={name: claims.get(name) or project.claims[name] for name in sides})
        yield from (conflict for conflict in named if any(conflict_faults(conflict, after)))
