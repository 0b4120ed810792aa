"""Tables taken into a project file without a window: what became of each, as the command line tells it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from mapview.domain.model import Project, Text
from mapview.domain.starter import starter_project
from mapview.errors import BadInputError
from mapview.exchange.importing.again import is_source_of
from mapview.exchange.importing.bring import bringing
from mapview.exchange.importing.mapping import TableMapping, read_mapping, remember, remembered
from mapview.exchange.importing.propose import Proposal, lacking, other_sheets, propose
from mapview.exchange.importing.records import Incoming
from mapview.exchange.importing.tables import Table
from mapview.exchange.importing.take import Taken, left_out_csv
from mapview.exchange.registry import import_extensions, importer_for
from mapview.gazetteer.index import Gazetteer
from mapview.gazetteer.naming import free_id
from mapview.store.bulk import finished
from mapview.store.files import write_whole
from mapview.store.project_file import ProjectFile

#: In what a source says of how it came.
_OF_TABLE = re.compile(r"the table (.+?)(?:; the report itself is not at hand)?$")
_COPY = re.compile(r"(?:\s*\(\d+\)| - Copy| copy)+$", re.IGNORECASE)
#: Is told the name of a table, and how far it is, 0 to 1.
Progress = Callable[[str, float], None]


def is_table(path: Path) -> bool:
    """Whether a file is read as a table, by its extension."""
    return importer_for(path) is not None


def open_table(path: Path, mapping: TableMapping | None = None) -> Incoming:
    """Open a file by its extension; a mapping says how where its contents do not.

    Raises
    ------
    BadInputError
        If nothing reads this extension, or the file is none of its kind.
    FileProblemError
        If it cannot be opened.
    """
    importer = importer_for(path)
    if importer is None:
        known = ", ".join(f".{name}" for name in import_extensions())
        raise BadInputError(f"{path} has no extension that is read as a table: use one of {known}.")
    return importer(path, mapping)


def propose_for(path: Path) -> Proposal:
    """Return how a file may be read: as its format says, as one with this header was read last, or as it seems.

    Raises
    ------
    BadInputError, FileProblemError
        As :func:`open_table`.
    """
    incoming = open_table(path)
    table = incoming.table
    known = incoming.mapping or remembered(table.columns)
    return propose(table) if known is None else Proposal(known, (), (*lacking(known), *_sheets_open(table, known)))


def import_tables(
    project: Path,
    paths: Iterable[Path],
    mapping: Path | None = None,
    *,
    obtained: str | None = None,
    left_out: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Take tables into a project file, each in one step of undo; the file is made if it is not there.

    Parameters
    ----------
    mapping
        The file of a mapping. Without one the mapping is the one that the format states, the one by which a table with
        this header was read last, or a proposal that leaves nothing open.
    obtained
        The day on which the tables were obtained, today if None.
    left_out
        Where the rows that were not taken are written as CSV; it takes one table.
    progress
        Is told how far each table is.

    Returns
    -------
    dict
        ``tables`` and ``left_out``, in the shapes of docs/cli.md.

    Raises
    ------
    BadInputError
        If a mapping is wrong, does not fit, or leaves something open.
    FileProblemError
        If a file cannot be read, or the project cannot be opened, made or edited.
    """
    given = read_mapping(mapping) if mapping is not None else None
    ready = [_ready(path, given) for path in paths]
    if left_out is not None and len(ready) > 1:
        raise BadInputError("The rows that are left out of several tables do not fit one file: import one at a time.")
    new = not project.exists()
    gazetteer = Gazetteer.load()
    rows: list[dict[str, Any]] = []
    missed: list[dict[str, Any]] = []
    try:
        with ProjectFile.create(project, starter_project(project.stem)) if new else ProjectFile.open(project) as file:
            for path, table, known in ready:
                how = known if given is not None else mapping_for_file(known, table, file.project)
                taken = store(file, table, how, gazetteer, obtained=obtained, progress=progress)
                rows.append(_row(path, how, taken))
                missed += [{"file": str(path), **asdict(one)} for one in taken.left_out]
                if left_out is not None:
                    _write_left_out(left_out, table, taken)
    except BaseException:
        if new and not rows:
            project.unlink(missing_ok=True)
        raise
    return {"tables": rows, "left_out": missed}


def store(
    file: ProjectFile,
    table: Table,
    mapping: TableMapping,
    gazetteer: Gazetteer,
    *,
    obtained: str | None = None,
    progress: Progress | None = None,
) -> Taken:
    """Take a table into an open project file in one step of undo, and remember its mapping; return what it became."""
    label = f"import of {table.name}"
    steps = bringing(file, table, mapping, gazetteer, label, obtained=obtained)
    brought = finished(steps, progress and (lambda share: progress(table.name, share)))
    if progress is not None:
        progress(table.name, 1.0)
    taken = brought.taken
    if brought.stored is not None:
        file.adopt(brought.stored)
    elif taken.change is not None:
        file.apply(taken.change, label, [taken.document] if taken.document else [])
    remember(mapping, table.columns)
    return taken


def _ready(path: Path, given: TableMapping | None) -> tuple[Path, Table, TableMapping]:
    incoming = open_table(path, given)
    mapping = given or incoming.mapping or remembered(incoming.table.columns)
    if mapping is None:
        proposal = propose(incoming.table)
        if proposal.questions:
            raise BadInputError(
                f"{path.name} can be read in more than one way ({'; '.join(proposal.questions)}): write a proposal with"
                f" mapview mapping {path.name} --write FILE, complete it, and give it by --mapping."
            )
        mapping = proposal.mapping
    open_questions = () if given is not None else (*lacking(mapping), *_sheets_open(incoming.table, mapping))
    if open_questions:
        raise BadInputError(
            f"{path.name} does not say all that claims need ({'; '.join(open_questions)}): write what it says with"
            f" mapview mapping {path.name} --write FILE, complete it, and give it by --mapping."
        )
    return path, incoming.table, mapping


def _sheets_open(table: Table, mapping: TableMapping) -> tuple[str, ...]:
    """Return what is open of a file with several sheets: nothing if MapView wrote it, or if one was chosen before."""
    chosen = mapping.sheet == table.sheet and remembered(table.columns) == mapping
    return () if mapping.own or chosen else other_sheets(table)


def mapping_for_file(mapping: TableMapping, table: Table, project: Project) -> TableMapping:
    """Return a mapping for this very file, or a copy of it: another one with the same header is another table."""
    digest = table.document().sha256
    for source in project.sources.values():
        named = _OF_TABLE.search(source.how) if is_source_of(mapping.table, source.id) else None
        if named is not None and (source.sha256 == digest or _without_copy(named[1]) == _without_copy(table.name)):
            return mapping
    return replace(mapping, table=free_id(Text(Path(table.name).stem), (), "table"))


def _without_copy(name: str) -> str:
    """Return the name of a file without what a second download or a copy adds to it."""
    path = Path(name)
    return f"{_COPY.sub('', path.stem)}{path.suffix}".lower()


def _row(path: Path, mapping: TableMapping, taken: Taken) -> dict[str, Any]:
    return {
        "file": str(path),
        "table": mapping.table,
        "sha256": taken.document.sha256 if taken.document else None,
        "added": taken.added,
        "updated": taken.updated,
        "unchanged": taken.unchanged,
        "places": list(taken.places),
        "sources": list(taken.sources),
        "gone": list(taken.gone),
        "left_out": len(taken.left_out),
    }


def _write_left_out(path: Path, table: Table, taken: Taken) -> None:
    text = left_out_csv(table, taken.left_out).encode("utf-8-sig")

    def write(stream: Any) -> None:
        stream.write(text)

    write_whole(path, write)
