"""Which function writes and which reads which kind of file; the one way out for snapshots and data, and in for tables.

Other packages add theirs by entry points: in the groups ``mapview.exporters`` and ``mapview.importers`` the name is the
extension without its dot (``gpx``), and the object an :data:`Exporter` or an :data:`Importer`.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from mapview.domain.snapshot import Snapshot
from mapview.errors import BadInputError
from mapview.gazetteer.normalise import fold
from mapview.store.files import write_whole

if TYPE_CHECKING:
    from mapview.exchange.importing.files import Importer

Exporter = Callable[[Snapshot, BinaryIO], None]
#: Says in sentences what of a snapshot a format has no place for.
LeftOut = Callable[[Snapshot], list[str]]

_EXPORTERS: dict[str, Exporter] = {}
_LEFT_OUT: dict[str, LeftOut] = {}


def register(extension: str, exporter: Exporter, left_out: LeftOut | None = None) -> None:
    """Have files with an extension (``html``, ``lpf.json``: without the first dot) written by a function.

    Of several for one extension the last one counts; of several extensions that a name ends with, the longest.
    """
    _EXPORTERS[extension.lower()] = exporter
    if left_out is not None:
        _LEFT_OUT[extension.lower()] = left_out


def extensions() -> list[str]:
    """Return the extensions that can be written."""
    return sorted({*_EXPORTERS, *_others("mapview.exporters")})


def added_extensions() -> list[str]:
    """Return the extensions that other packages alone write."""
    return sorted(_others("mapview.exporters").keys() - _EXPORTERS.keys())


def exporter_for(path: Path) -> Exporter:
    """Return the function that writes a file with this extension.

    Raises
    ------
    BadInputError
        If there is none.
    """
    extension = _extension(path)
    if extension is None:
        known = ", ".join(f".{name}" for name in extensions())
        raise BadInputError(f"{path} has no extension that can be exported: use one of {known}.")
    if extension in _EXPORTERS:
        return _EXPORTERS[extension]
    exporter: Exporter = _others("mapview.exporters")[extension].load()
    return exporter


def _extension(path: Path) -> str | None:
    found = [name for name in extensions() if path.name.lower().endswith(f".{name}")]
    return max(found, key=len, default=None)


def import_extensions() -> list[str]:
    """Return the extensions of files that are read as tables."""
    return sorted({*_own_importers(), *_others("mapview.importers")})


def importer_for(path: Path) -> "Importer | None":
    """Return the function that reads a file with this extension as a table, None if there is none."""
    extension = path.suffix.removeprefix(".").lower()
    own = _own_importers()
    if extension in own:
        return own[extension]
    other = _others("mapview.importers").get(extension)
    return None if other is None else other.load()


def _own_importers() -> "Mapping[str, Importer]":
    # Reading tables takes libraries that a window need not wait for when it opens.
    from mapview.exchange.importing.files import IMPORTERS  # noqa: PLC0415

    return IMPORTERS


@cache
def _others(group: str) -> dict[str, Any]:
    """Return what other packages have installed, not loaded before it is needed."""
    return {entry.name.lower(): entry for entry in entry_points(group=group)}


def export(snapshot: Snapshot, path: Path) -> list[str]:
    """Write a snapshot, with the claims that pass its filter, to a file by its extension, whole or not at all.

    Returns
    -------
    What the format has no place for, in sentences.

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
    return left_out_of(narrowed, path)


def left_out_of(snapshot: Snapshot, path: Path) -> list[str]:
    """Return what a file with this extension has no place for, in sentences."""
    left_out = _LEFT_OUT.get(_extension(path) or "")
    return [] if left_out is None else left_out(snapshot)
