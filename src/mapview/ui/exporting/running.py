"""One export under way: what is slow runs in a thread, what needs a page in the window; nothing is half written."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from mapview.domain.snapshot import Snapshot
from mapview.errors import MapviewError
from mapview.exchange import registry
from mapview.exchange.films import FILM_EXTENSIONS
from mapview.export_formats import is_page, register_formats
from mapview.gazetteer.normalise import fold
from mapview.store.copies import offers_steps
from mapview.store.files import write_whole
from mapview.store.passages import passages
from mapview.ui.jobs import Job, Steps
from mapview.ui.map.film import Filming, to_file
from mapview.ui.map.picture import Picture, png_bytes
from mapview.ui.map.printing import PrintedPicture


class Running(QObject):
    """Writes a snapshot to a file by its extension; tells how far it is, and once that it is done or that it failed.

    Parameters
    ----------
    snapshot
        What is written; whole passages are looked up if it asks for them.
    path
        Where to.
    texts
        Of the reports by their SHA-256, for whole passages.
    documents
        The project file, whose reports are compared for a page.
    """

    #: Frames of a film that are written, and of all.
    progressed = Signal(int, int)
    #: What the file has no place for, in sentences.
    done = Signal(list)
    failed = Signal(str)

    def __init__(
        self, snapshot: Snapshot, path: Path, texts: Mapping[str, str], documents: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._snapshot, self._texts, self._documents = snapshot, texts, documents
        self._job: Job | None = None
        self._page: Picture | PrintedPicture | Filming | None = None
        self._over = False

    def start(self) -> None:
        """Begin."""
        register_formats()

        def narrow() -> Steps:
            yield 0.0
            snapshot = self._snapshot
            if snapshot.passages == "whole":
                words = passages(snapshot.timeline.project, self._texts)
                snapshot = replace(snapshot, words=words)
            if is_page(self.path):
                copies = yield from offers_steps(self._documents, snapshot.timeline.project)
                snapshot = replace(snapshot, copies=copies)
            return snapshot.narrowed(fold)

        self._run(narrow, self._go_on)

    def give_up(self) -> None:
        """Stop; nothing is written and nothing is told afterwards."""
        self._over = True
        if self._job is not None:
            self._job.give_up()
        self._take_page_apart()

    def _go_on(self, narrowed: Snapshot) -> None:
        name = self.path.name.lower()
        try:
            if name.endswith(".png"):
                self._paint(narrowed)
            elif name.endswith(".pdf"):
                self._print(narrowed)
            elif name.endswith(tuple(f".{extension}" for extension in FILM_EXTENSIONS)):
                self._film(narrowed)
            else:
                exporter = registry.exporter_for(self.path)
                self._write(narrowed, lambda stream: exporter(narrowed, stream))
        except MapviewError as error:
            self._fail(str(error))

    def _paint(self, snapshot: Snapshot) -> None:
        picture = Picture(snapshot.on_paper(), self)

        def keep(image: QImage) -> None:
            self._take_page_apart()
            self._write(snapshot, lambda stream: _put(stream, png_bytes(image, snapshot)))

        # Queued, so that the page is not taken apart within its own signal.
        picture.done.connect(keep, Qt.ConnectionType.QueuedConnection)
        self._start(picture)

    def _print(self, snapshot: Snapshot) -> None:
        printed = PrintedPicture(snapshot, self)

        def keep(pdf: bytes) -> None:
            self._take_page_apart()
            self._write(snapshot, lambda stream: _put(stream, pdf))

        printed.done.connect(keep, Qt.ConnectionType.QueuedConnection)
        self._start(printed)

    def _film(self, snapshot: Snapshot) -> None:
        filming = Filming(snapshot, to_file(self.path), self)
        filming.progressed.connect(self.progressed)
        filming.done.connect(lambda: self._end([]), Qt.ConnectionType.QueuedConnection)
        self._start(filming)

    def _start(self, page: Picture | PrintedPicture | Filming) -> None:
        self._page = page
        page.failed.connect(self._fail, Qt.ConnectionType.QueuedConnection)
        page.start()

    def _write(self, snapshot: Snapshot, write: Callable[[BinaryIO], object]) -> None:
        def steps() -> Steps:
            yield 0.0
            body = io.BytesIO()
            write(body)
            left_out = registry.left_out_of(snapshot, self.path)
            yield 0.9
            write_whole(self.path, lambda stream: _put(stream, body.getvalue()))
            return left_out

        self._run(steps, self._end)

    def _run(self, steps: Callable[[], Steps], then: Callable[[object], None] | Callable[..., None]) -> None:
        job = self._job = Job(steps, self)
        job.finished.connect(lambda found: None if self._over else then(found))
        job.failed.connect(self._fail)
        job.start()

    def _end(self, left_out: list[str]) -> None:
        if not self._over:
            self._over = True
            self._take_page_apart()
            self.done.emit(left_out)

    def _fail(self, words: str) -> None:
        if not self._over:
            self._over = True
            self._take_page_apart()
            self.failed.emit(words)

    def _take_page_apart(self) -> None:
        page, self._page = self._page, None
        if page is not None:
            page.close()
            page.deleteLater()


def _put(stream: BinaryIO, body: bytes) -> None:
    stream.write(body)
