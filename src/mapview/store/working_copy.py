"""A project folder is edited in a packed copy, in a folder of the user's own; the folder itself is only read."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from mapview.errors import FileProblemError
from mapview.store.database import SUFFIX
from mapview.store.folder import load_folder
from mapview.store.new_file import write_file
from mapview.store.project_file import ProjectFile

_STAMP_SUFFIX = ".stamp"


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """The packed copy of a folder; ``outdated`` if it was edited and the folder has changed since it was packed."""

    path: Path
    outdated: bool


def working_copy(folder: Path, copies: Path) -> WorkingCopy:
    """Return the copy of a project folder, packing it if there is none or if nothing was edited in an outdated one.

    Parameters
    ----------
    copies
        Where copies are kept; it is made if need be.

    Raises
    ------
    BadInputError
        With the file and line of the folder's first problem.
    FileProblemError
        If the folder cannot be read or the copy cannot be written.
    """
    whole = folder.resolve()
    path, stamp_path = _paths(whole, copies)
    stamp = _stamp(whole)
    if path.exists() and stamp_path.exists():
        if stamp_path.read_text("utf-8") == stamp:
            return WorkingCopy(path, outdated=False)
        if _is_edited(path):
            return WorkingCopy(path, outdated=True)
    project = load_folder(whole)
    try:
        copies.mkdir(parents=True, exist_ok=True)
        write_file(path, project, (), replacing=True)
        stamp_path.write_text(stamp, "utf-8")
    except OSError as error:
        raise FileProblemError(f"{copies} cannot be written ({error.strerror}): make room or allow writing.") from error
    return WorkingCopy(path, outdated=False)


def start_again(folder: Path, copies: Path) -> WorkingCopy:
    """Put the copy of a folder aside, with its edits, and pack the folder again.

    Raises
    ------
    BadInputError, FileProblemError
        As :func:`working_copy`; the copy stays then.
    """
    load_folder(folder)
    path = working_copy(folder, copies).path
    number = 1
    while (aside := path.with_name(f"{path.stem}.{number}{SUFFIX}")).exists():
        number += 1
    try:
        path.replace(aside)
    except OSError as error:
        raise FileProblemError(f"{path} cannot be put aside ({error.strerror}): close what has it open.") from error
    return working_copy(folder, copies)


def written_back(folder: Path, copies: Path) -> None:
    """Note that a folder now holds what its copy holds, since that was written into it.

    Raises
    ------
    FileProblemError
        If the folder cannot be read or the note cannot be written.
    """
    path, stamp_path = _paths(folder.resolve(), copies)
    if not path.exists():
        return
    try:
        stamp_path.write_text(_stamp(folder.resolve()), "utf-8")
    except OSError as error:
        raise FileProblemError(f"{stamp_path} cannot be written ({error.strerror}): make room for it.") from error


def _paths(folder: Path, copies: Path) -> tuple[Path, Path]:
    path = copies / f"{folder.name}-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}{SUFFIX}"
    return path, path.with_suffix(_STAMP_SUFFIX)


def _is_edited(path: Path) -> bool:
    with ProjectFile.open(path, read_only=True) as file:
        return bool(file.log(1)) or bool(file.document_hashes())


def _stamp(folder: Path) -> str:
    """Name the content of a folder's project files."""
    digest = hashlib.sha256()
    try:
        for path in sorted(folder.rglob("*.toml")):
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    except OSError as error:
        raise FileProblemError(f"{error.filename} cannot be read ({error.strerror}): check its permissions.") from error
    return digest.hexdigest()
