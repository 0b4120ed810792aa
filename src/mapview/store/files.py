"""Writing files so that nothing is ever left half-written."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from mapview.errors import FileProblemError


def write_whole(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Have a file written beside its place and moved there once it is whole.

    Raises
    ------
    FileProblemError
        If the place cannot be written; what stood there before still does.
    """
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
        Path(beside).chmod(0o666 & ~umask())
        Path(beside).replace(path)
    except OSError as error:
        if isinstance(error, FileProblemError):
            raise
        raise _unwritable(path, error) from error
    finally:
        Path(beside).unlink(missing_ok=True)


def umask() -> int:
    """Return the process's umask; ``mkstemp`` ignores it, and the only way to read it is to set it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _unwritable(path: Path, error: OSError) -> FileProblemError:
    return FileProblemError(f"{path} cannot be written ({error.strerror or error}): choose another place.")
