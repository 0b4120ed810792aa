"""How an export will look: a small picture, the first lines of a file, or a report; made in the background."""

import io
import json
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QStackedWidget, QTextBrowser, QWidget

from mapview.domain.excerpt import excerpt
from mapview.domain.records import records
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.errors import MapviewError
from mapview.exchange import registry
from mapview.export_formats import register_formats
from mapview.gazetteer.normalise import fold
from mapview.render.film_words import film_frames, views, views_of_dates
from mapview.render.report_html import write_report_html
from mapview.ui.exporting.kinds import ExportKind
from mapview.ui.jobs import Job, Steps
from mapview.ui.map.film import usual_film
from mapview.ui.map.picture import Camera
from mapview.ui.widgets.theme import M

#: Chromium makes a page a quarter as large at the least.
_LEAST_ZOOM = 0.25
_PICTURE_WIDTH = 900
_CLAIMS, _LINES = 24, 60
#: Files that are no text are shown as the table that they hold.
_AS_TABLE = frozenset({"xlsx", "parquet", "gpkg"})
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class _Told:
    """What is found out in the background of an export."""

    narrowed: Snapshot
    text: str = ""
    words: tuple[str, ...] = ()


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
        self.report = QTextBrowser(self)
        self.report.setAccessibleName(self.tr("Report"))
        # A page of its own brings its own colours along.
        self.report.setStyleSheet("QTextBrowser { background: white; color: black; }")
        self.report.zoomOut(2)
        for part in (self.picture, self.text, self.report):
            self.addWidget(part)
        self.is_busy = False
        self._image = QImage()
        self._job: Job | None = None
        self._camera: Camera | None = None

    def show_of(self, snapshot: Snapshot, kind: ExportKind) -> None:
        """Begin to make the preview of an export; what is under way is given up."""
        self.give_up()
        self.is_busy = True
        self.setEnabled(False)
        job = self._job = Job(lambda: _found_out(snapshot, kind), self)

        def take(found: _Told) -> None:
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
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.close()
            camera.deleteLater()
        self.is_busy = False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the picture to the room that there is."""
        super().resizeEvent(event)
        self._fit()

    def _take(self, found: _Told, kind: ExportKind) -> None:
        self.told.emit(list(found.words))
        if kind.group in {"data", "sources"}:
            self.text.setPlainText(found.text)
            self._show(self.text)
        elif kind.group == "report":
            self.report.setHtml(found.text)
            self._show(self.report)
        else:
            self._photograph(found.narrowed, kind)

    def _photograph(self, snapshot: Snapshot, kind: ExportKind) -> None:
        try:
            small = _small(snapshot.on_paper() if "paper" in kind.choices else snapshot)
            if kind.group == "film":
                film = small.film or usual_film(small)
                shown = views(small, film_frames(small, film)[:1])
                camera = Camera(small, shown, parent=self)
            else:
                camera = Camera(small, views_of_dates(small), as_sheet=bool(small.dates), parent=self)
        except MapviewError as error:
            self._fail(str(error))
            return
        self._camera = camera

        def keep(_number: int, image: QImage) -> None:
            if camera is self._camera:
                self._image = image
                self.give_up()
                self._fit()
                self._show(self.picture)

        def fail(words: str) -> None:
            if camera is self._camera:
                self._fail(words)

        # Queued, so that the page is not taken apart within its own signal.
        camera.taken.connect(keep, Qt.ConnectionType.QueuedConnection)
        camera.failed.connect(fail, Qt.ConnectionType.QueuedConnection)
        camera.start()

    def _show(self, part: QWidget) -> None:
        self.is_busy = False
        self.setEnabled(True)
        self.setCurrentWidget(part)

    def _fail(self, words: str) -> None:
        self.give_up()
        self.setEnabled(True)
        self._image = QImage()
        self.picture.clear()
        self.setCurrentWidget(self.picture)
        self.failed.emit(words)

    def _fit(self) -> None:
        if not self._image.isNull():
            ratio = self.devicePixelRatioF()
            room = (self.size() - QSize(M, M)) * ratio
            mode = Qt.TransformationMode.SmoothTransformation
            fitted = self._image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, mode)
            fitted.setDevicePixelRatio(ratio)
            self.picture.setPixmap(QPixmap.fromImage(fitted))


def _small(snapshot: Snapshot) -> Snapshot:
    """Return the same picture in fewer pixels, laid out alike."""
    width, height = (side / snapshot.scale for side in snapshot.size)
    zoom = max(_LEAST_ZOOM, min(snapshot.scale, _PICTURE_WIDTH / width))
    return replace(snapshot, size=(round(width * zoom), round(height * zoom)), scale=zoom, paper=None)


def _found_out(snapshot: Snapshot, kind: ExportKind) -> Steps:
    yield 0.0
    narrowed = snapshot.narrowed(fold)
    yield 0.2
    if kind.group in {"data", "sources"}:
        register_formats()
        path = Path(f"preview.{kind.extension}")
        words = registry.left_out_of(narrowed, path)
        yield 0.5
        return _Told(narrowed, _first_lines(narrowed, path), tuple(words))
    if kind.group == "report":
        register_formats()
        body = io.BytesIO()
        write_report_html(narrowed, body)
        yield 0.9
        words = registry.left_out_of(narrowed, Path(f"preview.{kind.extension}"))
        return _Told(narrowed, body.getvalue().decode("utf-8"), tuple(words))
    if kind.group == "film":
        film = narrowed.film or usual_film(narrowed)
        frames = film_frames(narrowed, film)
        seconds = sum(frame.count for frame in frames) / film.frames_per_second
        return _Told(narrowed, words=(_tr("{} frames, {:.0f} seconds.").format(len(frames), seconds),))
    if kind.group == "page":
        register_formats()
        words = registry.left_out_of(narrowed, Path("preview.html"))
        return _Told(narrowed, words=(_tr("The page has this map, with a slider and the claims."), *words))
    return _Told(narrowed)


def _first_lines(snapshot: Snapshot, path: Path) -> str:
    """Return how a file begins, made of the first claims alone."""
    first = {record.claim.id for record in records(snapshot)[:_CLAIMS]}
    few = replace(snapshot, timeline=Timeline.of(excerpt(snapshot.timeline.project, first)))
    body = io.BytesIO()
    extension = path.suffix.removeprefix(".")
    as_table = extension in _AS_TABLE or extension in registry.added_extensions()
    registry.exporter_for(Path("preview.csv") if as_table else path)(few, body)
    text = body.getvalue().decode("utf-8", "replace").lstrip("\ufeff")
    if path.suffix in {".json", ".geojson"}:
        # Such a file is one line.
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    lines = text.splitlines()[:_LINES]
    return "\n".join(line[:_LONGEST_LINE] for line in lines)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Preview", words)
