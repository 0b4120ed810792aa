"""A film before it is made: some of its frames in small, one after another, and how large the file will be."""

import io
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from mapview.domain.film import Frame
from mapview.domain.snapshot import Snapshot
from mapview.exchange.films.kinds import film_writer
from mapview.exchange.films.shots import Pixels, Shot
from mapview.render.film_words import film_frames, views
from mapview.ui.jobs import Job, Steps
from mapview.ui.map.film import pixels_of, usual_film
from mapview.ui.map.picture import Camera

#: A film of so many times the pixels has that to this power times the bytes: its pictures are lines and letters. It was
#: found with the first timeline, 15 seconds of 1600 x 1000 pixels, for which all kinds are told within a tenth.
_GROWTH = 0.6
#: Where in a film frames are looked at, each with the one after it, which tells how much changes between two.
_PLACES = (0.0, 0.25, 0.5, 0.75, 1.0)


class FilmPreview(QObject):
    """Takes some frames of a film in small, then finds out how large it will be; tells each once.

    Parameters
    ----------
    small
        The snapshot in small.
    extension
        The kind of film.
    share
        How many pixels a frame of the film has for one of the small one.

    Raises
    ------
    BadInputError
        If the film is out of reach.
    """

    #: The frames to be shown, in their order.
    taken = Signal(list)
    #: About how many bytes the film has.
    weighed = Signal(int)
    failed = Signal(str)

    def __init__(self, small: Snapshot, extension: str, share: float, parent: QObject) -> None:
        super().__init__(parent)
        frames = film_frames(small, small.film or usual_film(small))
        self._path, self._share, self._count = Path(f"film.{extension}"), share, len(frames)
        shown = [round(place * (len(frames) - 1)) for place in _PLACES]
        self._numbers = sorted({*shown, *(min(number + 1, len(frames) - 1) for number in shown)})
        self._shown = set(shown)
        self._frames = [frames[number] for number in self._numbers]
        self._images: list[QImage] = []
        self._job: Job | None = None
        self._camera = Camera(small, views(small, self._frames), parent=self)
        # Queued, so that the page is not taken apart within its own signal.
        self._camera.taken.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._camera.failed.connect(self.failed, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        self._camera.start()

    def close(self) -> None:
        """Give up, or take apart what is done."""
        self._camera.close()
        if self._job is not None:
            self._job.give_up()

    def _keep(self, number: int, image: QImage) -> None:
        self._images.append(image)
        if number + 1 < len(self._frames):
            self._camera.take(number + 1)
            return
        pairs = zip(self._numbers, self._images, strict=True)
        self.taken.emit([picture for at, picture in pairs if at in self._shown])
        pixels = [pixels_of(picture) for picture in self._images]
        numbers, frames, path = self._numbers, self._frames, self._path
        job = self._job = Job(lambda: _weighed(path, pixels, numbers, frames), self)
        job.finished.connect(self._tell)
        job.start()

    def _tell(self, sizes: tuple[int, float]) -> None:
        first, each = sizes
        self.weighed.emit(round((first + each * (self._count - 1)) * self._share**_GROWTH))


def _weighed(path: Path, pixels: Sequence[Pixels], numbers: Sequence[int], frames: Sequence[Frame]) -> Steps:
    """Find out how many bytes the first frame takes, and each other one on the average."""
    write = film_writer(path)

    def size(*which: int) -> int:
        stream = io.BytesIO()
        write((Shot(pixels[one], 0.25, frames[one], "", "") for one in which), stream)
        return stream.tell()

    first = size(0)
    yield 0.2
    more: list[int] = []
    for at in range(len(numbers) - 1):
        if numbers[at + 1] == numbers[at] + 1:
            more.append(max(size(at, at + 1) - size(at), 0))
            yield 0.2 + 0.8 * at / len(numbers)
    return first, sum(more) / len(more) if more else 0.0
