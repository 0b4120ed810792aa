"""Films: frames taken of one page after another, and written to a file by a thread while the next one is taken."""

import queue
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from mapview.domain.film import Film, days_between, usual_step
from mapview.domain.snapshot import Snapshot
from mapview.errors import MapviewError
from mapview.exchange.films.kinds import WriteFilm, film_writer
from mapview.exchange.films.shots import Pixels, Shot
from mapview.render.film_words import film_frames, views
from mapview.store.files import write_whole
from mapview.ui import loops
from mapview.ui.jobs import Job, Steps
from mapview.ui.map.picture import Camera

#: Frames that wait for the thread that writes them; each takes 3 bytes a pixel.
_MOST_WAITING = 3


class FilmFailedError(MapviewError, RuntimeError):
    """A film could not be made; the log says why, a smaller size may help."""


class _GivenUpError(Exception):
    """Nobody wants the film any more."""


class _Writing(QObject):
    """What the thread that writes a film tells by; it may do so when the film has gone with its window."""

    #: It has taken a frame out of those that wait.
    took = Signal()
    #: It has written so many frames.
    wrote = Signal(int)


class Filming(QObject):
    """Makes one film of a snapshot; tells how far it is, and once that it is done or that it failed.

    Parameters
    ----------
    snapshot
        What is shown; ``film`` says at which event times, None for the busiest stretch in about a hundred frames. The
        claims that do not pass its filter are left out already (:meth:`Snapshot.narrowed`).
    write
        Given the frames one after another as they are taken, in a thread of its own; see :func:`to_file`.

    Raises
    ------
    BadInputError
        If the size or the film is out of reach.
    """

    #: The number of frames that are written, and of all.
    progressed = Signal(int, int)
    done = Signal()
    failed = Signal(str)

    def __init__(
        self, snapshot: Snapshot, write: Callable[[Iterable[Shot]], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        film = snapshot.film or usual_film(snapshot)
        self._frames = film_frames(snapshot, film)
        self._seconds = 1 / film.frames_per_second
        self._views = views(snapshot, self._frames)
        self._write = write
        self._taken: queue.Queue[Pixels | None] = queue.Queue()
        self._next = 0
        self._waits = False
        self._over = False
        self._camera = Camera(snapshot, self._views, parent=self)
        self._camera.taken.connect(self._keep)
        self._camera.failed.connect(self._fail)
        self._writing = _Writing()
        self._writing.took.connect(self._go_on)
        self._writing.wrote.connect(self._tell)
        taken = self._taken
        self._job = Job(self._steps, self, wake=lambda: taken.put(None))
        self._job.finished.connect(self._end)
        self._job.failed.connect(self._fail)

    @property
    def count(self) -> int:
        """The number of frames."""
        return len(self._frames)

    def start(self) -> None:
        """Begin."""
        self._camera.start()
        if not self._over:
            self._job.start()

    def close(self) -> None:
        """Give up, or take apart what is done; nothing is told afterwards."""
        self._over = True
        self._job.give_up()
        self._camera.close()

    def _keep(self, number: int, image: QImage) -> None:
        if self._over:
            return
        self._taken.put(pixels_of(image))
        self._next = number + 1
        self._waits = True
        self._go_on()

    def _go_on(self) -> None:
        """Take the next frame, unless too many wait to be written."""
        if self._waits and not self._over and self._next < self.count and self._taken.qsize() < _MOST_WAITING:
            self._waits = False
            self._camera.take(self._next)

    def _steps(self) -> Steps:
        yield 0.0
        try:
            self._write(self._shots())
        except _GivenUpError:
            return False
        return True

    def _shots(self) -> Iterator[Shot]:
        """Yield the frames as they come; in the thread that writes them."""
        for number, (frame, view) in enumerate(zip(self._frames, self._views, strict=True)):
            pixels = self._taken.get()
            if pixels is None:
                raise _GivenUpError
            self._writing.took.emit()
            yield Shot(pixels, self._seconds * frame.count, frame, view["event"], view["knownWords"])
            self._writing.wrote.emit(number + 1)

    def _tell(self, written: int) -> None:
        if not self._over:
            self.progressed.emit(written, self.count)

    def _end(self, is_whole: object) -> None:
        if not self._over and is_whole:
            self._over = True
            self.done.emit()

    def _fail(self, words: str) -> None:
        if not self._over:
            self._over = True
            self._job.give_up()
            self.failed.emit(words)


def usual_film(snapshot: Snapshot) -> Film:
    """Return a film of the busiest stretch of the timeline, in about a hundred frames.

    Raises
    ------
    BadInputError
        If the timeline has no dates.
    """
    days = days_between(snapshot.timeline, None, None, snapshot.known)
    return Film(*days, usual_step(*days))


def to_file(path: Path) -> Callable[[Iterable[Shot]], None]:
    """Return what writes frames to a file by its extension, whole or not at all.

    Raises
    ------
    BadInputError
        If its extension is that of no film.
    """
    write = film_writer(path)
    return lambda shots: write_whole(path, lambda stream: write(shots, stream))


def pixels_of(image: QImage) -> Pixels:
    """Return a picture of three bytes a pixel as an array."""
    width, height, line = image.width(), image.height(), image.bytesPerLine()
    rows = np.frombuffer(image.constBits(), np.uint8, line * height).reshape(height, line)
    return rows[:, : width * 3].reshape(height, width, 3).copy()


def write_film(
    snapshot: Snapshot, stream: BinaryIO, write: WriteFilm, tell: Callable[[int, int], None] | None = None
) -> None:
    """Write a film of a snapshot; needs a QApplication, and waits in an event loop of its own.

    Parameters
    ----------
    tell
        Called with the number of frames that are written and of all, as they are.

    Raises
    ------
    BadInputError
        If the size or the film is out of reach.
    FilmFailedError
        If the page fails or does not finish.
    """
    loop = QEventLoop()
    filming = Filming(replace(snapshot, dates=()), lambda shots: write(shots, stream))
    problems: list[str] = []
    if tell is not None:
        filming.progressed.connect(tell)
    filming.failed.connect(problems.append)
    filming.done.connect(loop.quit)
    filming.failed.connect(loop.quit)
    # From within the loop, so that a failure at once ends it.
    QTimer.singleShot(0, filming, filming.start)
    try:
        loops.run(loop)
    finally:
        filming.close()
    if problems:
        raise FilmFailedError(problems[0])
