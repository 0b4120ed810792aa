"""Exports from the window: where to, how large, and what became of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFileDialog, QFormLayout, QWidget

from mapview.domain.dates import iso
from mapview.domain.snapshot import Passages
from mapview.errors import MapviewError
from mapview.evidence_pack import write_evidence_pack
from mapview.gazetteer.normalise import fold
from mapview.store.files import write_whole
from mapview.store.passages import passages as whole_passages
from mapview.ui.jobs import Job, Steps
from mapview.ui.map.picture import Picture, png_bytes
from mapview.ui.page_dialog import PageDialog
from mapview.ui.session import Session
from mapview.ui.widgets.theme import L, M

SIZES = ((1600, 1000), (1920, 1080), (2048, 2048), (3840, 2160), (7680, 4320))
SCALES = (1.0, 1.5, 2.0, 3.0, 4.0)


class PictureDialog(QDialog):
    """Asks for the size of a picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export picture"))
        self.sizes = QComboBox(self)
        for width, height in SIZES:
            self.sizes.addItem(self.tr("{} × {} pixels").format(width, height), (width, height))
        self.scales = QComboBox(self)
        for scale in SCALES:
            self.scales.addItem(self.tr("{}×").format(f"{scale:g}"), scale)
        self.sizes.currentIndexChanged.connect(self._suggest)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.proceed = buttons.addButton(self.tr("&Choose file…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.proceed.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(L, L, L, L)
        form.setSpacing(M)
        form.addRow(self.tr("&Size"), self.sizes)
        form.addRow(self.tr("&Enlarge text and marks"), self.scales)
        form.addRow(buttons)

    def _suggest(self) -> None:
        """Text and marks keep their share of a larger picture."""
        wanted = self.sizes.currentData()[0] / SIZES[1][0]
        self.scales.setCurrentIndex(max(at for at, scale in enumerate(SCALES) if scale <= max(wanted, 1.0)))


class Exports(QObject):
    """Runs exports one after another's asking, and tells how they went."""

    written = Signal(str)
    failed = Signal(str)
    began = Signal(str)

    def __init__(self, session: Session, settings: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._window = window
        self._pictures: set[Picture] = set()
        self._jobs: set[Job] = set()

    @property
    def busy(self) -> bool:
        """Whether an export is under way."""
        return bool(self._pictures or self._jobs)

    def ask_for_picture(self) -> None:
        """Ask for size and file, then write a PNG."""
        dialog = PictureDialog(self._window)

        def ask_for_file() -> None:
            # Read now: the dialog is deleted by the time a file is chosen.
            size, scale = dialog.sizes.currentData(), dialog.scales.currentData()
            self._ask_for_file("png", self.tr("Picture (*.png)"), lambda path: self.write_picture(path, size, scale))

        dialog.accepted.connect(ask_for_file)
        dialog.open()

    def ask_for_page(self) -> None:
        """Ask what the page shall hold and for a file, then write an HTML page."""
        dialog = PageDialog(self._session, self._window)

        def ask_for_file() -> None:
            passages, tour = dialog.passages.currentData(), dialog.chosen_tour()
            kind = self.tr("Web page (*.html)")
            self._ask_for_file("html", kind, lambda path: self.write_page(path, passages, tour))

        dialog.accepted.connect(ask_for_file)
        dialog.open()

    def write_picture(self, path: Path, size: tuple[int, int], scale: float) -> None:
        """Write what the window shows as PNG."""
        try:
            snapshot = self._session.snapshot(size, scale).narrowed(fold)
            picture = Picture(snapshot, self)
        except MapviewError as error:
            self.failed.emit(str(error))
            return
        self._pictures.add(picture)

        def end() -> None:
            self._pictures.discard(picture)
            picture.close()
            picture.deleteLater()

        def keep(image: QImage) -> None:
            end()
            self._in_background(path, lambda: png_bytes(image, snapshot))

        def give_up(words: str) -> None:
            end()
            self.failed.emit(words)

        # Queued, so that the page is not taken apart within its own signal.
        picture.done.connect(keep, Qt.ConnectionType.QueuedConnection)
        picture.failed.connect(give_up, Qt.ConnectionType.QueuedConnection)
        self.began.emit(self.tr("Painting {}…").format(path.name))
        picture.start()

    def write_page(self, path: Path, passages: Passages = "cue", tour: tuple[str, ...] = ()) -> None:
        """Write what the window shows as one HTML file, with so much of the sources' words and a tour of views."""
        session = self._session
        texts = session.file.document_texts() if passages == "whole" else {}
        project, shown = session.project, replace(session.snapshot(), passages=passages, tour=tour)
        self.began.emit(self.tr("Writing {}…").format(path.name))

        def steps() -> Steps:
            yield 0.0
            snapshot = replace(shown, words=whole_passages(project, texts))
            write_whole(path, lambda stream: write_evidence_pack(snapshot.narrowed(fold), stream))
            return str(path)

        self._run(steps)

    def close(self) -> None:
        """Give up what is under way."""
        for picture in self._pictures:
            picture.close()
        self._pictures.clear()

    def _in_background(self, path: Path, make: Callable[[], bytes]) -> None:
        def steps() -> Steps:
            yield 0.0
            body = make()
            yield 0.9

            def write(stream: BinaryIO) -> None:
                stream.write(body)

            write_whole(path, write)
            return str(path)

        self._run(steps)

    def _run(self, steps: Callable[[], Steps]) -> None:
        job = Job(steps, self)
        self._jobs.add(job)
        job.finished.connect(self._tell_written)
        job.failed.connect(self.failed)

        def end(_what: object) -> None:
            self._jobs.discard(job)
            job.deleteLater()

        job.finished.connect(end)
        job.failed.connect(end)
        job.start()

    def _tell_written(self, path: object) -> None:
        self.written.emit(str(path))

    def _ask_for_file(self, suffix: str, kind: str, then: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._window, self.tr("Export"), self._folder(), kind)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        first, last = self._session.days
        day = iso(first) if first == last else f"{iso(first)}-{iso(last)}"
        dialog.selectFile(f"mapview-{day}.{suffix}")

        def write(name: str) -> None:
            self._settings.setValue("export_folder", str(Path(name).parent))
            then(Path(name))

        dialog.fileSelected.connect(write)
        dialog.open()

    def _folder(self) -> str:
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return str(self._settings.value("export_folder", pictures or str(Path.home())))


def show_file(path: str) -> None:
    """Open a file that was written, with whatever opens such files here."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
