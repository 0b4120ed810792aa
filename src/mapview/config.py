"""User folders and ``resource_path()``: the one door to the files that MapView brings along."""

import os
from pathlib import Path

import platformdirs

from mapview.errors import MissingPartError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def resource_path(name: str) -> Path:
    """Return the path of a file that MapView brings along.

    Parameters
    ----------
    name
        Path below the top of the repository with forward slashes: ``resources/map/engine.js``,
        ``data/gazetteer.csv``, ``seeds``.

    Raises
    ------
    MissingPartError
        If neither the installed package nor the checkout holds it.

    Examples
    --------
    >>> resource_path("resources").name
    'resources'
    """
    for root in (_PACKAGE, _CHECKOUT):
        path = root / name
        if path.exists():
            return path
    raise MissingPartError(f"{name} is missing from this installation of MapView: install it again.")


def user_data_dir() -> Path:
    """Return the folder for what MapView keeps for its user, creating it."""
    return _made(Path(os.environ.get("MAPVIEW_DATA_DIR") or platformdirs.user_data_dir("mapview", False)))


def user_cache_dir() -> Path:
    """Return the folder for what MapView can compute again, creating it."""
    return _made(Path(os.environ.get("MAPVIEW_CACHE_DIR") or platformdirs.user_cache_dir("mapview", False)))


def log_path() -> Path:
    """Return the path of the log file that Help names."""
    return user_data_dir() / "mapview.log"


def _made(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
