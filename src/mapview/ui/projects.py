"""Which projects can be opened: folders by a working copy, files as they are, and those opened lately."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

from mapview.config import resource_path, user_data_dir
from mapview.store.project_file import ProjectFile
from mapview.store.working_copy import working_copy

_RECENT, _MOST_RECENT = "recent_projects", 10


@dataclass(frozen=True, slots=True)
class Opened:
    """A project file that is open, and where its reader thinks that it is: itself, or the folder that it copies.

    ``outdated`` if that folder has changed since edits of the copy began.
    """

    file: ProjectFile
    path: Path
    outdated: bool = False

    @property
    def folder(self) -> Path | None:
        """The folder that the file is a copy of."""
        return None if self.path == self.file.path else self.path


def copies_dir() -> Path:
    """Return where the working copies of folders are kept."""
    return user_data_dir() / "copies"


def open_project(path: Path) -> Opened:
    """Open a project folder or a project file, to edit it if nobody else does.

    Raises
    ------
    MapviewError
        If it is neither or cannot be read.
    """
    path = path.resolve()
    if path.is_dir():
        copy = working_copy(path, copies_dir())
        return Opened(ProjectFile.open(copy.path), path, copy.outdated)
    return Opened(ProjectFile.open(path), path)


def first_timeline() -> Path:
    """Return the folder of the timeline that MapView brings along."""
    return resource_path("seeds")


def recent(settings: QSettings) -> list[Path]:
    """Return the projects opened lately that are still there, the last one first."""
    kept = settings.value(_RECENT) or []
    names = [kept] if isinstance(kept, str) else list(kept)
    return [path for path in map(Path, names) if path.exists()]


def remember(settings: QSettings, path: Path) -> None:
    """Put a project first among those opened lately."""
    others = [other for other in recent(settings) if other != path]
    settings.setValue(_RECENT, [str(one) for one in [path, *others][:_MOST_RECENT]])
