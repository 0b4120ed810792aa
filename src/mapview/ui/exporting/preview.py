"""How an export will look: a picture, the page itself, or the first lines of a file; made in the background."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QStackedWidget, QWidget

from mapview.domain.snapshot import Snapshot
from mapview.errors import MapviewError
from mapview.render.film_words import views_of_dates
from mapview.ui.exporting.film_preview import FilmPreview
from mapview.ui.exporting.found_out import Told, found_out
from mapview.ui.exporting.kinds import ExportKind
from mapview.ui.exporting.page_preview import PagePreview
from mapview.ui.importing.words import size_words
from mapview.ui.jobs import Job
from mapview.ui.map.picture import Camera
from mapview.ui.widgets.theme import M

#: Chromium makes a page a quarter as large at the least.
_LEAST_ZOOM = 0.25
_PICTURE_WIDTH = 900
#: How long each of a film's frames is seen.
_TURN_MS = 1200


class Preview(QStackedWidget):
    """Shows one export at a time; another one takes its place."""

    #: What is to be said of it: how many frames, what is left out.
    told = Signal(list)
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(QSize(240, 160))
        self.picture.setAccessibleName(self.tr("Preview"))
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(self.tr("First lines of the file"))
        for part in (self.picture, self.text):
            self.addWidget(part)
        self.is_busy = False
        self.page: PagePreview | None = None
        self._images: list[QImage] = []
        self._at = 0
        self._turns = QTimer(self, interval=_TURN_MS)
        self._turns.timeout.connect(self._turn)
        self._job: Job | None = None
        self._at_work: Camera | FilmPreview | None = None

    def show_of(self, snapshot: Snapshot, kind: ExportKind, texts: Callable[[], Mapping[str, str]] = dict) -> None:
        """Begin to make the preview of an export; what is under way is given up.

        Parameters
        ----------
        texts
            Returns those of the reports by their SHA-256, for whole passages.
        """
        self.give_up()
        self.is_busy = True
        self.setEnabled(False)
        words = texts() if snapshot.passages == "whole" else {}
        job = self._job = Job(lambda: found_out(snapshot, kind, words), self)

        def take(found: Told) -> None:
            if job is self._job:
                self._job = None
                self._take(found, kind)

        def fail(words: str) -> None:
            if job is self._job:
                self._fail(words)

        job.finished.connect(take)
        job.failed.connect(fail)
        job.start()

    def give_up(self) -> None:
        """Stop what is under way."""
        if self._job is not None:
            self._job.give_up()
            self._job = None
        self._turns.stop()
        at_work, self._at_work = self._at_work, None
        if at_work is not None:
            at_work.close()
            at_work.deleteLater()
        self.is_busy = False

    def leave(self) -> None:
        """Stop, and take a page that is shown apart."""
        self.give_up()
        page, self.page = self.page, None
        if page is not None:
            page.close_page()
            self.removeWidget(page)
            page.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the picture to the room that there is."""
        super().resizeEvent(event)
        self._fit()

    def _take(self, found: Told, kind: ExportKind) -> None:
        self.told.emit(list(found.words))
        if found.page:
            self._load(found.page)
        elif kind.group in {"data", "sources"}:
            self.text.setPlainText(found.text)
            self._show(self.text)
        else:
            try:
                self._photograph(found, kind)
            except MapviewError as error:
                self._fail(str(error))

    def _load(self, html: bytes) -> None:
        self.leave()
        self.is_busy = True
        page = self.page = PagePreview(html, self)
        self.addWidget(page)
        page.loaded.connect(lambda: self._show(page) if page is self.page else None)
        page.failed.connect(self._fail)
        self.setCurrentWidget(page)
        page.load()

    def _photograph(self, found: Told, kind: ExportKind) -> None:
        snapshot = found.narrowed
        small = _small(snapshot.on_paper() if "paper" in kind.choices else snapshot)
        if kind.group == "film":
            share = snapshot.size[0] * snapshot.size[1] / (small.size[0] * small.size[1])
            film = self._at_work = FilmPreview(small, kind.extension, share, self)
            film.taken.connect(lambda images: self._keep(film, images))
            film.weighed.connect(lambda size: self._say_size(film, found.words, size))
            film.failed.connect(lambda words: self._fail(words) if film is self._at_work else None)
            film.start()
            return
        camera = self._at_work = Camera(small, views_of_dates(small), as_sheet=bool(small.dates), parent=self)
        queued = Qt.ConnectionType.QueuedConnection
        # Queued, so that the page is not taken apart within its own signal.
        camera.taken.connect(lambda _number, image: self._keep(camera, [image]), queued)
        camera.failed.connect(lambda words: self._fail(words) if camera is self._at_work else None, queued)
        camera.start()

    def _keep(self, what: "Camera | FilmPreview", images: list[QImage]) -> None:
        if what is not self._at_work:
            return
        if isinstance(what, Camera):
            self.give_up()
        self._images, self._at = images, 0
        self._fit()
        self._show(self.picture)
        if len(images) > 1:
            self._turns.start()

    def _say_size(self, film: FilmPreview, words: tuple[str, ...], size: int) -> None:
        if film is self._at_work:
            first, *others = words
            self.told.emit([self.tr("{} About {}.").format(first, size_words(size)), *others])

    def _turn(self) -> None:
        """Show the next of some frames."""
        self._at = (self._at + 1) % len(self._images)
        self._fit()

    def _show(self, part: QWidget) -> None:
        self.is_busy = False
        self.setEnabled(True)
        self.setCurrentWidget(part)

    def _fail(self, words: str) -> None:
        self.give_up()
        self.setEnabled(True)
        self._images = []
        self.picture.clear()
        self.setCurrentWidget(self.picture)
        self.failed.emit(words)

    def _fit(self) -> None:
        if self._images:
            ratio = self.devicePixelRatioF()
            room = (self.size() - QSize(M, M)) * ratio
            mode = Qt.TransformationMode.SmoothTransformation
            fitted = self._images[self._at].scaled(room, Qt.AspectRatioMode.KeepAspectRatio, mode)
            fitted.setDevicePixelRatio(ratio)
            self.picture.setPixmap(QPixmap.fromImage(fitted))


def _small(snapshot: Snapshot) -> Snapshot:
    """Return the same picture in fewer pixels, laid out alike."""
    width, height = (side / snapshot.scale for side in snapshot.size)
    zoom = max(_LEAST_ZOOM, min(snapshot.scale, _PICTURE_WIDTH / width))
    return replace(snapshot, size=(round(width * zoom), round(height * zoom)), scale=zoom, paper=None)
