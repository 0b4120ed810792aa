"""Which function writes which kind of film."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from mapview.errors import BadInputError
from mapview.exchange.films import FILM_EXTENSIONS
from mapview.exchange.films.gif import write_gif
from mapview.exchange.films.mp4 import write_mp4
from mapview.exchange.films.pictures import write_pictures
from mapview.exchange.films.shots import Shot
from mapview.exchange.films.webp import write_webp

WriteFilm = Callable[[Iterable[Shot], BinaryIO], None]

_WRITERS: tuple[WriteFilm, ...] = (write_gif, write_webp, write_mp4, write_pictures)
FILMS: dict[str, WriteFilm] = dict(zip(FILM_EXTENSIONS, _WRITERS, strict=True))


def film_writer(path: Path) -> WriteFilm:
    """Return what writes a film to a file with this extension.

    Raises
    ------
    BadInputError
        If its extension is none of :data:`FILMS`.
    """
    for extension, write in FILMS.items():
        if path.name.lower().endswith(f".{extension}"):
            return write
    raise BadInputError(f"{path} is no film: use one of {', '.join(f'.{name}' for name in FILMS)}.")
