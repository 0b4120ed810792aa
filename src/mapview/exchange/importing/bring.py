"""A table into a project file in one step of undo: read and stored part by part, so that a million rows have room."""

import gc
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from mapview.domain.changes import Macro, Put
from mapview.domain.model import Claim, Project
from mapview.errors import FileProblemError
from mapview.exchange.importing.mapping import TableMapping
from mapview.exchange.importing.tables import Table
from mapview.exchange.importing.take import Taken, begun, take, taken_by
from mapview.exchange.importing.taker import Taker
from mapview.gazetteer.index import Gazetteer
from mapview.store.bulk import MANY_CHANGED, BulkEdit, Stored
from mapview.store.documents import Document
from mapview.store.project_file import ProjectFile

#: Rows between two yields; they take some 50 milliseconds.
_AT_ONCE = 4_000
#: Which part of the time goes to reading and storing the rows; the others go to indexing them.
_READING = 0.6


@dataclass(frozen=True, slots=True)
class Brought:
    """What a table became. Either ``stored`` tells how the file stands now, or ``taken.change`` is still to be made."""

    taken: Taken
    stored: Stored | None = None


def bringing(
    file: ProjectFile,
    table: Table,
    mapping: TableMapping,
    gazetteer: Gazetteer,
    label: str,
    *,
    obtained: str | None = None,
) -> Generator[float, None, Brought]:
    """Bring a table into an open project file, in steps that any thread may take and give up between any two.

    Few changes are left to be made as one change; many are stored by :meth:`ProjectFile.bulk`, and the file is to
    adopt that.

    Parameters
    ----------
    label
        What the step is called.

    Raises
    ------
    BadInputError
        If the mapping does not fit the table, or leaves open what the table needs decided.
    FileProblemError
        If the file cannot be edited, or there is no room for the claims.
    """
    if mapping.own:
        taken = yield from take(table, mapping, file.project, gazetteer, obtained=obtained)
        return (yield from _changed(file, taken, label))
    # Nothing of what is made can be garbage yet, and looking for it takes as long as making it.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return (yield from _brought(file, begun(table, mapping, file.project, gazetteer, obtained), label))
    finally:
        if collecting:
            gc.enable()


def _brought(
    file: ProjectFile, beginning: Generator[float, None, Taker], label: str
) -> Generator[float, None, Brought]:
    taker = yield from beginning
    around = _Around(file.project, taker)
    length = max(len(taker.table.text), 1)
    claims: list[Claim] = []
    with ExitStack() as block:
        edit: BulkEdit | None = None
        rows = taker.table.rows()
        while some := list(islice(rows, _AT_ONCE)):
            claims += taker.take(some)
            if edit is None and len(claims) >= MANY_CHANGED:
                edit = block.enter_context(_bulk(file, taker.project, taker.document))
            if edit is not None:
                edit.put(claims, around.now())
                claims.clear()
            yield _READING * min(some[-1].end / length, 1.0)
        gone = taker.gone()
        if edit is None:
            claims, gone = taker.known_again(claims, gone)
        changes, earlier = taker.around(gone)
        claims = earlier + claims
        if edit is None and len(claims) < MANY_CHANGED:
            changes += map(Put, claims)
            return Brought(taken_by(taker, gone, Macro(tuple(changes)) if changes else None))
        edit = edit or block.enter_context(_bulk(file, taker.project, taker.document))
        change = Macro(tuple(changes))
        after, _ = change.apply(replace(file.project, claims={}))
        for start in range(0, len(claims), _AT_ONCE):
            edit.put(claims[start : start + _AT_ONCE], after)
            yield _READING
        taken = taken_by(taker, gone, change)
        # What a taker knows of a million rows takes as much room as the index of these does.
        del claims, taker
        for share in edit.store(change, label):
            yield _READING + (1 - _READING) * share
        return Brought(taken, edit.result())


def _changed(file: ProjectFile, taken: Taken, label: str) -> Generator[float, None, Brought]:
    """Store the claims of a change that has very many; one that has few is left to be made."""
    changes = taken.change.changes if taken.change else ()
    claims = [one.entity for one in changes if isinstance(one, Put) and isinstance(one.entity, Claim)]
    if len(claims) < MANY_CHANGED:
        return Brought(taken)
    rest = Macro(tuple(one for one in changes if not (isinstance(one, Put) and isinstance(one.entity, Claim))))
    after, _ = rest.apply(replace(file.project, claims={}))
    with _bulk(file, file.project, taken.document) as edit:
        for start in range(0, len(claims), _AT_ONCE):
            edit.put(claims[start : start + _AT_ONCE], after)
            yield _READING * start / len(claims)
        for share in edit.store(rest, label):
            yield _READING + (1 - _READING) * share
        return Brought(taken, edit.result())


@contextmanager
def _bulk(file: ProjectFile, project: Project, document: Document | None) -> Iterator[BulkEdit]:
    """Begin a bulk edit of the project that a table was read into, which keeps the table's text."""
    if file.project is not project:
        raise FileProblemError(f"{file.path} was edited while the table was being read: import the table again.")
    with file.bulk() as edit:
        # First of all, since a large text is there several times while it is stored.
        edit.keep([document] if document else [])
        yield edit


class _Around:
    """A project with the places, topics and sources that a taker has made so far."""

    def __init__(self, project: Project, taker: Taker) -> None:
        self._grown: list[tuple[dict[str, Any], dict[str, Any]]] = [
            (dict(project.places), taker.places.made),
            (dict(project.topics), taker.topics),
            (dict(project.sources), taker.sources.made),
        ]
        places, topics, sources = (known for known, _ in self._grown)
        self._project = replace(project, places=places, topics=topics, sources=sources)
        self._seen = [0, 0, 0]

    def now(self) -> Project:
        """Return the project as it is now; the one returned before becomes that too."""
        for number, (known, made) in enumerate(self._grown):
            known.update(islice(made.items(), self._seen[number], None))
            self._seen[number] = len(made)
        return self._project
