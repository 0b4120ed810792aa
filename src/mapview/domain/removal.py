"""Taking things out of a project together with what cannot stand without them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from mapview.domain.changes import Change, Macro, Put, Remove, Retitle
from mapview.domain.model import AssertedConflict, Project
from mapview.domain.rules import conflict_faults


@dataclass(frozen=True, slots=True)
class Removal:
    """A change that takes things out, and how many claims, asserted conflicts and decisions go with it."""

    change: Macro
    claims: int = 0
    conflicts: int = 0
    decisions: int = 0


def remove_claims(project: Project, claims: Collection[str]) -> Removal:
    """Take claims out, with the judgements that name nothing to judge without them.

    An asserted conflict or a decision that still holds of the claims that stay is kept with these.

    Raises
    ------
    UnknownIdError
        By the change, if the project has no such claim.
    """
    gone = frozenset(claims)
    named = [conflict for conflict in project.conflicts.values() if _names(conflict, gone)]
    kept = {claim for conflict in named for side in conflict.sides for claim in side} - gone
    # Only the claims that are looked at: a project may have a hundred thousand.
    remaining = replace(project, claims={claim: project.claims[claim] for claim in kept})
    conflicts = [_without(conflict, gone, remaining) for conflict in named]
    decisions = _decisions_without(project, gone)
    return Removal(
        Macro((*conflicts, *decisions, *(Remove("claims", name) for name in dict.fromkeys(claims)))),
        len(gone),
        sum(isinstance(change, Remove) for change in conflicts),
        sum(isinstance(change, Remove) for change in decisions),
    )


def remove_place(project: Project, place: str, claims: Sequence[str]) -> Removal:
    """Take a place out with the ``claims`` on it; places within it and saved views stay, without it."""
    return _removal(
        project,
        claims,
        [
            *(Put(replace(inner, parent=None)) for inner in project.places.values() if inner.parent == place),
            *(Put(replace(view, place=None)) for view in project.views.values() if view.place == place),
        ],
        [Remove("places", place)],
        [conflict.id for conflict in project.conflicts.values() if conflict.place == place],
    )


def remove_source(project: Project, source: str, claims: Sequence[str]) -> Removal:
    """Take a source out with its ``claims``; sources that repeat it stay, and so does its document."""
    repeating = [other for other in project.sources.values() if other.repeats == source]
    return _removal(
        project, claims, [Put(replace(other, repeats=None)) for other in repeating], [Remove("sources", source)]
    )


def remove_topic(project: Project, topic: str, claims: Sequence[str]) -> Removal:
    """Take a topic out with the ``claims`` and the cue words under it; the timeline starts with another one."""
    after: list[Change] = [Remove("topics", topic)]
    if project.start_topic == topic:
        after.insert(0, Retitle(project.title, next((name for name in project.topics if name != topic), "")))
    return _removal(
        project,
        claims,
        [
            *(Put(replace(view, topic=None)) for view in project.views.values() if view.topic == topic),
            *(Remove("cues", cue.id) for cue in project.cues.values() if cue.topic == topic),
        ],
        after,
        [conflict.id for conflict in project.conflicts.values() if conflict.topic == topic],
    )


def remove_utterance(project: Project, utterance: str, claims: Sequence[str]) -> Removal:
    """Take an utterance out; the ``claims`` that quote it stay and quote nobody."""
    unquoted = [Put(replace(project.claims[claim], utterance=None)) for claim in claims]
    return Removal(Macro((*unquoted, Remove("utterances", utterance))))


def _removal(
    project: Project, claims: Sequence[str], before: list[Change], after: list[Change], conflicts: Collection[str] = ()
) -> Removal:
    """Take claims and whole conflicts out between other changes."""
    filed = [Remove("conflicts", name) for name in conflicts]
    rest = replace(
        project, conflicts={name: found for name, found in project.conflicts.items() if name not in set(conflicts)}
    )
    found = remove_claims(rest, claims)
    return replace(
        found,
        change=Macro((*before, *filed, *found.change.changes, *after)),
        conflicts=found.conflicts + len(filed),
    )


def _names(conflict: AssertedConflict, claims: Collection[str]) -> bool:
    return any(claim in claims for side in conflict.sides for claim in side)


def _without(conflict: AssertedConflict, claims: Collection[str], remaining: Project) -> Change:
    kept = tuple(tuple(claim for claim in side if claim not in claims) for side in conflict.sides)
    found = replace(conflict, sides=tuple(side for side in kept if side))
    return Remove("conflicts", conflict.id) if any(conflict_faults(found, remaining)) else Put(found)


def _decisions_without(project: Project, claims: Collection[str]) -> list[Change]:
    changes: list[Change] = []
    taken = {decision.claims for decision in project.decisions.values()}
    for decision in project.decisions.values():
        if not any(claim in claims for claim in decision.claims):
            continue
        kept = tuple(claim for claim in decision.claims if claim not in claims)
        if len(kept) < 2 or kept in taken or decision.prefers in claims:
            changes.append(Remove("decisions", decision.id))
        else:
            taken.add(kept)
            changes.append(Put(replace(decision, claims=kept)))
    return changes
