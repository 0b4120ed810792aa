"""What a project may hold but its author should know of: accepted by a stated rule, and said aloud."""

from collections.abc import Iterator
from typing import NamedTuple

from mapview.domain import dates, rules
from mapview.domain.changes import Kind
from mapview.domain.model import Claim, Project, Topic
from mapview.errors import BadDateError


class Remark(NamedTuple):
    """An entity and what there is to know about it, as a sentence without its full stop."""

    kind: Kind
    id: str
    message: str


def remarks_on(project: Project) -> Iterator[Remark]:
    """Yield what is accepted in a project although it may be a slip, or keeps a rule from being applied."""
    for topic in project.topics.values():
        if not _has_rule(topic):
            yield Remark(
                "topics", topic.id, "it has no rule: only a denial or a person sets its claims against each other"
            )
    yield from _sources(project)
    for claim in project.claims.values():
        if _is_dateless(claim):
            yield Remark("claims", claim.id, "its date has no end on either side: it is in force at every time")
    for view in project.views.values():
        for fault in rules.filter_faults(view.filter, project):
            if isinstance(fault, rules.DanglingId):
                yield Remark("views", view.id, f"its filter finds nothing by this: {fault.message}")


def _has_rule(topic: Topic) -> bool:
    return bool(topic.exclusive) or topic.apart


def _sources(project: Project) -> Iterator[Remark]:
    first: dict[str, str] = {}
    for source in project.sources.values():
        if source.published is None:
            yield Remark("sources", source.id, f"it has no date: it counts as known from {source.obtained}")
        other = first.setdefault(source.sha256, source.id)
        if _origin(source.id, project) != _origin(other, project):
            said = f"it has the text of {other!r} and counts as independent: if it copies it, say so by repeats"
            yield Remark("sources", source.id, said)


def _origin(name: str, project: Project) -> str:
    """Return the source that one repeats in the end, itself if it repeats none."""
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        source = project.sources.get(name)
        name = name if source is None or source.repeats is None else source.repeats
    return name


def _is_dateless(claim: Claim) -> bool:
    try:
        span = dates.parse(claim.when)
    except BadDateError:
        return False
    return span.earliest is None and span.latest is None
