"""A project in either of its two forms, and the way from one to the other."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mapview.domain.model import Project
from mapview.errors import FileProblemError
from mapview.store import guards, stored_claims
from mapview.store.database import SUFFIX, connect, told, up_to_date
from mapview.store.documents import Document
from mapview.store.folder import load_folder, read_folder
from mapview.store.folder_writer import write_folder
from mapview.store.new_file import write_file
from mapview.store.rows import read_project
from mapview.store.toml_reader import Problem


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What a project file holds and a folder does not: texts of reports, and steps of the history."""

    documents: int
    steps: int


def load_project(path: Path) -> Project:
    """Read a project folder or a project file; nothing is written. Very many claims stay in the file until asked for.

    Raises
    ------
    BadInputError
        With the file and line of the first problem of a folder.
    FileProblemError
        If it is neither, or cannot be read.
    """
    return _load_file(path) if _is_file(path) else load_folder(path)


def read_with_problems(path: Path) -> tuple[Project, list[Problem]]:
    """Read a project folder or a project file with every problem found; a file has no lines, so they count as 0.

    Raises
    ------
    FileProblemError
        If it is neither, or cannot be read.
    """
    if not _is_file(path):
        return read_folder(path)
    project = _load_file(path, thorough=True)
    return project, [Problem(path.name, 0, message) for message in guards.faults_of(project)]


def pack(folder: Path, file: Path, originals: Iterable[Document] = (), *, replacing: bool = False) -> int:
    """Make a project file of a project folder; return how many documents it holds.

    Parameters
    ----------
    originals
        Reports: those whose hash a source names come into the file. They are asked for once the folder was read.
    replacing
        Whether a file that stands there may go.

    Raises
    ------
    BadInputError
        With the file and line of the folder's first problem.
    FileProblemError
        If the folder cannot be read or the file cannot be written.
    """
    if file.suffix != SUFFIX:
        raise FileProblemError(f"{file} has another ending than {SUFFIX}: give the file that ending.")
    project = load_folder(folder)
    wanted = {source.sha256 for source in project.sources.values()}
    found: dict[str, Document] = {}
    for document in originals:
        if document.sha256 in wanted:
            found.setdefault(document.sha256, document)
    write_file(file, project, found.values(), replacing=replacing)
    return len(found)


def unpack(file: Path, folder: Path, *, replacing: bool = False) -> LeftBehind:
    """Make a project folder of a project file; return what only the file holds.

    Parameters
    ----------
    replacing
        Whether the folder may hold a project, whose files are rewritten; its comments are lost.

    Raises
    ------
    FileProblemError
        If the file cannot be read or the folder cannot be written.
    """
    with contextlib.closing(up_to_date(connect(file, writing=False), file)) as connection, told(file):
        project = read_project(connection)
        (documents,) = connection.execute("SELECT count(*) FROM documents").fetchone()
        (steps,) = connection.execute("SELECT count(*) FROM steps WHERE state <> 'dropped'").fetchone()
    write_folder(project, folder, replacing=replacing)
    return LeftBehind(documents, steps)


def _is_file(path: Path) -> bool:
    return path.is_file() or (path.suffix == SUFFIX and not path.is_dir())


def _load_file(path: Path, *, thorough: bool = False) -> Project:
    with contextlib.closing(up_to_date(connect(path, writing=False), path)) as connection, told(path):
        if thorough and (found := connection.execute("PRAGMA integrity_check(1)").fetchone()) != ("ok",):
            raise FileProblemError(f"{path} is damaged ({found[0]}): take your last copy of it.")
        claims = None if thorough else stored_claims.claims_in_file(connection, edited_here=False)
        return read_project(connection, claims)
