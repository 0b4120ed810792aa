"""Which project a folder or a file holds, without reading it whole."""

import contextlib
import tomllib
from pathlib import Path

from mapview.domain.model import Project, Text
from mapview.errors import MapviewError
from mapview.store.database import connect, told
from mapview.store.folder import PROJECT_FILE


def identity(path: Path) -> Project | None:
    """Return title and id of a project, without anything in it; None if there is none that can be read."""
    try:
        return _of_folder(path / PROJECT_FILE) if path.is_dir() else _of_file(path)
    except (MapviewError, OSError, ValueError):
        return None


def _of_folder(file: Path) -> Project:
    found = tomllib.loads(file.read_text("utf-8"))
    title, name = found.get("title"), found.get("id")
    pair = title if isinstance(title, dict) else {}
    return Project(
        Text(str(pair.get("en", "")), str(pair.get("ar", ""))), "", id=name if isinstance(name, str) else None
    )


def _of_file(path: Path) -> Project:
    with contextlib.closing(connect(path, writing=False)) as connection, told(path):
        columns = {row[1] for row in connection.execute("PRAGMA table_info(project)")}
        # Files of version 3 and before have no id.
        name = "id" if "id" in columns else "NULL"
        en, ar, found = connection.execute(f"SELECT title_en, title_ar, {name} FROM project").fetchone()  # noqa: S608
    return Project(Text(en, ar), "", id=found)
