"""A project with some of its claims only, and what a person said of these."""

from collections.abc import Collection
from dataclasses import replace

from mapview.domain.model import AssertedConflict, Decision, Project, Text

_PREFERRED_ELSEWHERE = Text("Another claim is preferred, which is left out here.", "تُفضَّل إفادة أخرى لا تظهر هنا.")


def excerpt(project: Project, claims: Collection[str]) -> Project:
    """Return a project that has only some claims, and the sources of these.

    Conflicts of which fewer than two sides remain are gone, and decisions of which fewer than two claims do. Sources
    stay if one of the claims is theirs, or if they are repeated by such a one.

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
        decisions=_decisions(project, claims),
    )


def _decisions(project: Project, claims: Collection[str]) -> dict[str, Decision]:
    """Return the decisions as they hold of the claims that stay; of two on the same, the one on the fewest before."""
    found: dict[tuple[str, ...], Decision] = {}
    for decision in sorted(project.decisions.values(), key=lambda decision: len(decision.claims)):
        kept = tuple(claim for claim in decision.claims if claim in claims)
        if len(kept) > 1:
            found.setdefault(kept, _on(decision, kept))
    names = {decision.id: decision for decision in found.values()}
    return {name: names[name] for name in project.decisions if name in names}


def _on(decision: Decision, kept: tuple[str, ...]) -> Decision:
    if decision.prefers is None or decision.prefers in kept:
        return replace(decision, claims=kept)
    # The clashes of the others are settled as before.
    note = decision.note if (decision.note.en + decision.note.ar).strip() else _PREFERRED_ELSEWHERE
    return replace(decision, claims=kept, kind="explained", prefers=None, note=note)


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
