"""A timeline out of a project file, which may hold what no edit of MapView's brings in."""

from collections.abc import Iterator
from dataclasses import replace

from mapview.domain.changes import Kind
from mapview.domain.model import Project
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError
from mapview.store import guards

#: They are few, and what is shown of them is not made by way of the index.
_FEW: tuple[Kind, ...] = ("topics", "conflicts", "decisions", "views", "cues")


def timeline_of(project: Project) -> Timeline:
    """Index a project; of one that cannot be shown, say what is wrong with it.

    Claims, places and sources are looked at one by one only where indexing fails, since of a million that takes long.

    Raises
    ------
    BadInputError
        If something in the project keeps it from being indexed or shown.
    """
    try:
        timeline = Timeline.of(project)
    except (LookupError, ValueError) as error:
        fault = next(guards.faults_of(project), None)
        if fault is None:
            raise
        raise _unshowable(fault) from error
    for fault in _faults_of_few(project):
        raise _unshowable(fault)
    return timeline


def _faults_of_few(project: Project) -> Iterator[str]:
    # Without the others a decision is not held against each of them, which two on the same claims do no harm for.
    return guards.faults_of(project, _FEW, replace(project, decisions={}))


def _unshowable(fault: str) -> BadInputError:
    return BadInputError(f"The project cannot be shown: {fault}. mapview check lists all that is wrong.")
