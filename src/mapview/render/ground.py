"""Which basemap lies below the claims: MapView's own, or a person's tiles above it."""

from functools import lru_cache
from pathlib import Path

from mapview.render.basemap import Basemap
from mapview.render.user_basemap import UserBasemap

Ground = Basemap | UserBasemap


@lru_cache(maxsize=1)
def own_basemap() -> Basemap:
    """Return the one basemap of the program, which remembers the tiles that it painted."""
    return Basemap.load()


def ground(path: str | None) -> Ground:
    """Return a basemap.

    Parameters
    ----------
    path
        Of a person's MBTiles file; None for MapView's own basemap.

    Raises
    ------
    FileProblemError, BadInputError
        If the file is no MBTiles file of pictures.
    """
    if path is None:
        return own_basemap()
    file = Path(path).resolve()
    changed = file.stat().st_mtime_ns if file.is_file() else 0
    return _opened(file, changed)


@lru_cache(maxsize=4)
def _opened(path: Path, _changed: int) -> UserBasemap:
    return UserBasemap(path, own_basemap())
