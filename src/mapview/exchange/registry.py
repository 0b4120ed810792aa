"""Which function writes which kind of file; the one way out for snapshots and data."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from mapview.domain.snapshot import Snapshot
from mapview.errors import BadInputError
from mapview.gazetteer.normalise import fold
from mapview.store.files import write_whole

Exporter = Callable[[Snapshot, BinaryIO], None]

_EXPORTERS: dict[str, Exporter] = {}


def register(extension: str, exporter: Exporter) -> None:
    """Have files with an extension (``html``, without the dot) written by a function; the last one counts."""
    _EXPORTERS[extension.lower()] = exporter


def extensions() -> list[str]:
    """Return the extensions that can be written."""
    return sorted(_EXPORTERS)


def exporter_for(path: Path) -> Exporter:
    """Return the function that writes a file with this extension.

    Raises
    ------
    BadInputError
        If there is none.
    """
    extension = path.suffix.removeprefix(".").lower()
    if extension not in _EXPORTERS:
        known = ", ".join(f".{name}" for name in extensions())
        raise BadInputError(f"{path} has no extension that can be exported: use one of {known}.")
    return _EXPORTERS[extension]


def export(snapshot: Snapshot, path: Path) -> None:
    """Write a snapshot, with the claims that pass its filter, to a file by its extension, whole or not at all.

    Raises
    ------
    BadInputError
        If nothing writes this extension.
    FileProblemError
        If the file cannot be written.
    """
    exporter = exporter_for(path)
    narrowed = snapshot.narrowed(fold)
    write_whole(path, lambda stream: exporter(narrowed, stream))
