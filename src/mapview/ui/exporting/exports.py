"""Exports from the window: where to, how large, and what became of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFileDialog, QFormLayout, QWidget

from mapview.domain.dates import iso
from mapview.domain.snapshot import Passages, Snapshot
from mapview.ui.exporting.dialog import ExportDialog
from mapview.ui.exporting.options import SCALES, SIZES
from mapview.ui.exporting.running import Running
from mapview.ui.page_dialog import PageDialog
from mapview.ui.session import Session
from mapview.ui.widgets.theme import L, M


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
        self._running: set[Running] = set()

    @property
    def busy(self) -> bool:
        """Whether an export is under way."""
        return bool(self._running)

    def ask_for_picture(self) -> None:
        """Ask for size and file, then write a PNG."""
        dialog = PictureDialog(self._window)

        def ask_for_file() -> None:
            # Read now: the dialog is deleted by the time a file is chosen.
            size, scale = dialog.sizes.currentData(), dialog.scales.currentData()
            write = partial(self.write_picture, size=size, scale=scale)
            self.ask_for_file(self._window, "png", self.tr("Picture"), write)

        dialog.accepted.connect(ask_for_file)
        dialog.open()

    def ask_for_page(self) -> None:
        """Ask what the page shall hold and for a file, then write an HTML page."""
        dialog = PageDialog(self._session, self._window)

        def ask_for_file() -> None:
            write = partial(self.write_page, passages=dialog.passages.currentData(), tour=dialog.chosen_tour())
            self.ask_for_file(self._window, "html", self.tr("Web page"), write)

        dialog.accepted.connect(ask_for_file)
        dialog.open()

    def ask_for_any(self) -> None:
        """Open the dialog in which every kind of file can be chosen, with a preview."""
        ExportDialog(self._session, self._settings, self, self._window).open()

    def write_picture(self, path: Path, size: tuple[int, int], scale: float) -> None:
        """Write what the window shows as PNG."""
        self._tell_of(self.run(self._session.snapshot(size, scale), path), self.tr("Painting {}…"))

    def write_page(self, path: Path, passages: Passages = "cue", tour: tuple[str, ...] = ()) -> None:
        """Write what the window shows as one HTML file, with so much of the sources' words and a tour of views."""
        snapshot = replace(self._session.snapshot(), passages=passages, tour=tour)
        self._tell_of(self.run(snapshot, path), self.tr("Writing {}…"))

    def run(self, snapshot: Snapshot, path: Path) -> Running:
        """Write a snapshot to a file by its extension; :attr:`written` tells that it is there."""
        texts = self._session.file.document_texts() if snapshot.passages == "whole" else {}
        running = Running(snapshot, path, texts, self._session.file.path, self)
        self._running.add(running)

        def end(_what: object) -> None:
            self.give_up(running)

        running.done.connect(end)
        running.failed.connect(end)
        running.done.connect(lambda _left_out: self.written.emit(str(path)))
        # From within the event loop, so that a failure at once finds its listeners.
        QTimer.singleShot(0, running, running.start)
        return running

    def give_up(self, running: Running) -> None:
        """Stop an export, or forget one that has ended."""
        if running in self._running:
            self._running.discard(running)
            running.give_up()
            running.deleteLater()

    def close(self) -> None:
        """Give up what is under way."""
        for running in list(self._running):
            self.give_up(running)

    def _tell_of(self, running: Running, words: str) -> None:
        running.failed.connect(self.failed)
        self.began.emit(words.format(running.path.name))

    def ask_for_file(self, parent: QWidget, suffix: str, label: str, then: Callable[[Path], None]) -> None:
        """Ask where a file of a kind is to be written.

        Parameters
        ----------
        suffix
            Its extension without the first dot.
        label
            What the kind is called.
        """
        dialog = QFileDialog(parent, self.tr("Export"), self._folder(), f"{label} (*.{suffix})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        first, last = self._session.days
        day = iso(first) if first == last else f"{iso(first)}-{iso(last)}"
        dialog.selectFile(f"mapview-{day}.{suffix}")

        def write(name: str) -> None:
            self._settings.setValue("export_folder", str(Path(name).parent))
            # The default is not added where a name has another one: a.timeline is no a.timeline.json.
            then(Path(name) if name.lower().endswith(f".{suffix}") else Path(f"{name}.{suffix}"))

        dialog.fileSelected.connect(write)
        dialog.open()

    def _folder(self) -> str:
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return str(self._settings.value("export_folder", pictures or str(Path.home())))


def show_file(path: str) -> None:
    """Open a file that was written, with whatever opens such files here."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
