"""A timeline out of a project that may hold what no edit of MapView's brings in."""

from mapview.domain.model import Project
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError
from mapview.store import guards


def timeline_of(project: Project) -> Timeline:
    """Index a project; of one that cannot be, say what is wrong with it.

    Every entity is looked at only where indexing fails, since that takes long for very many.

    Raises
    ------
    BadInputError
        If something in the project keeps it from being indexed.
    """
    try:
        return Timeline.of(project)
    except (LookupError, ValueError) as error:
        fault = next(iter(guards.faults_of(project)), None)
        if fault is None:
            raise
        raise BadInputError(f"The project cannot be shown: {fault}. mapview check lists all that is wrong.") from error
