"""What the File menu does with projects: new, open, recent, a copy, back into a folder, close."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSettings, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from mapview.domain.starter import starter_project
from mapview.errors import MapviewError
from mapview.store.database import SUFFIX
from mapview.store.folder import PROJECT_FILE
from mapview.store.packing import unpack
from mapview.store.project_file import ProjectFile
from mapview.store.working_copy import written_back
from mapview.ui.exporting.exports import show_file
from mapview.ui.handbook import show_handbook
from mapview.ui.projects import copies_dir, first_timeline, recent
from mapview.ui.widgets.notice import Banner
from mapview.ui.widgets.words import isolated

if TYPE_CHECKING:
    from mapview.ui.main_window import MainWindow


class Opening(QObject):
    """Asks which project to open or to make; needs no project that is open."""

    #: A project folder or file to open.
    asked = Signal(str)
    failed = Signal(str)

    def __init__(self, settings: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self.settings = settings
        self.window = window

    def ask_for_new(self, then: Callable[[], None] | None = None) -> None:
        """Ask where, make a project with a few topics there and open it; then go on with something else, if wanted."""

        def make(path: Path) -> None:
            self._make(path)
            if then is not None:
                then()

        ask_for_file(self.window, self.tr("New timeline"), self.folder() / f"timeline{SUFFIX}", make)

    def ask_for_file(self) -> None:
        """Ask for a project file to open, or for a picture whose view is to be shown again."""
        dialog = QFileDialog(self.window, self.tr("Open a project or a picture of one"), str(self.folder()))
        dialog.setNameFilter(self.tr("Projects and pictures (*.mapview *.png *.pdf)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.asked)
        dialog.open()

    def ask_for_folder(self) -> None:
        """Ask for a project folder to open."""
        dialog = QFileDialog(self.window, self.tr("Open a project folder"), str(self.folder()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.asked)
        dialog.open()

    def open_first(self) -> None:
        """Open the timeline that MapView brings along."""
        self.asked.emit(str(first_timeline()))

    def fill_recent(self, menu: QMenu) -> None:
        """Put the projects opened lately into a menu."""
        menu.clear()
        for path in recent(self.settings):
            action = menu.addAction(isolated(project_name(path)))
            action.setToolTip(str(path))
            action.triggered.connect(partial(self.asked.emit, str(path)))

    def folder(self) -> Path:
        """Return where projects are looked for."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(str(self.settings.value("projects_folder", documents or str(Path.home()))))

    def _make(self, path: Path) -> None:
        self.settings.setValue("projects_folder", str(path.parent))
        try:
            # The dialog has asked whether what stands there may go.
            ProjectFile.create(path, starter_project(path.stem), replacing=True).close()
        except MapviewError as error:
            self.failed.emit(str(error))
            return
        self.asked.emit(str(path))


class Files(Opening):
    """The same for a window with a project, and what can be done with that one."""

    close_asked = Signal()
    start_again_asked = Signal()
    #: Open the project once more, since it may be edited now.
    again_asked = Signal()

    def __init__(self, settings: QSettings, window: "MainWindow") -> None:
        super().__init__(settings, window)
        self._main = window
        self.banners: list[Banner] = []

    @property
    def _copied_folder(self) -> Path | None:
        """The folder that the open file is a copy of."""
        window = self._main
        return None if window.path == window.session.file.path else window.path

    def ask_for_copy(self) -> None:
        """Ask where, and write the project there as another file."""
        name = f"{self._main.path.stem}-copy{SUFFIX}"
        ask_for_file(self.window, self.tr("Save a copy"), self.folder() / name, self._save_copy)

    def ask_to_write_folder(self) -> None:
        """Ask for a folder, warn of what is lost there, and write the project into it."""
        dialog = QFileDialog(self.window, self.tr("Write into a folder"), str(self._copied_folder or self.folder()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self._warn(Path(name)))
        dialog.open()

    def say_read_only(self) -> None:
        """Say, for as long as it is so, that the project can only be read."""
        why = self._main.session.file.read_only
        if why:
            self._put_banner(
                self.tr("Read-only: {}.").format(why),
                [(self.tr("Try again"), self.again_asked.emit), (self.tr("Save a copy…"), self.ask_for_copy)],
            )

    def say_outdated(self) -> None:
        """Say that the folder has changed since its copy is edited."""
        self._put_banner(
            self.tr("{} has changed since you began to edit your copy of it.").format(self._main.path),
            [(self.tr("Start again from the folder"), self._ask_to_start_again)],
        )

    def say_welcome(self) -> None:
        """Say, the first time ever, what this is and what one can do with it."""
        self._put_banner(
            self.tr("This is the first timeline, with five reports. Move the time, click a place, or make your own."),
            [
                (self.tr("New timeline…"), self.ask_for_new),
                (self.tr("How it works"), lambda: show_handbook(self.window)),
            ],
            leaves=True,
        )

    def _put_banner(self, words: str, actions: list[tuple[str, Callable[[], None]]], *, leaves: bool = False) -> None:
        """Put a line above the map; one that ``leaves`` can be dismissed."""
        banner = Banner(words, actions, self._main)
        if leaves:
            banner.add(self.tr("Dismiss"), banner.hide)
        self._main.put_above(banner)
        banner.show()
        self.banners.append(banner)

    def _ask_to_start_again(self) -> None:
        box = QMessageBox(self.window)
        box.setWindowTitle(self.tr("Start again from the folder"))
        box.setText(self.tr("Your edits are put aside as a file of their own, and the folder is read again."))
        box.setInformativeText(self.tr("You find the old copy in {}.").format(copies_dir()))
        again = box.addButton(self.tr("Start again"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        again.clicked.connect(self.start_again_asked)
        box.open()

    def _save_copy(self, path: Path) -> None:
        self.settings.setValue("projects_folder", str(path.parent))
        try:
            self._main.session.file.save_copy(path, replacing=True)
        except MapviewError as error:
            self.failed.emit(str(error))
            return
        self._main.notice.say(
            self.tr("Saved a copy as {}").format(path), action=self.tr("Open it"), do=lambda: self.asked.emit(str(path))
        )

    def _warn(self, folder: Path) -> None:
        present = (folder / PROJECT_FILE).is_file()
        box = QMessageBox(self.window)
        box.setWindowTitle(self.tr("Write into a folder"))
        if present:
            box.setText(self.tr("{} holds a project: its files are written anew.").format(folder))
            box.setInformativeText(
                self.tr("Comments and the layout of its TOML files are lost. {}").format(self._kept())
            )
        else:
            box.setText(self.tr("The timeline is written into {} as TOML files.").format(folder))
            box.setInformativeText(self._kept())
        write = box.addButton(self.tr("Write anew") if present else self.tr("Write"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        write.clicked.connect(lambda: self._write_folder(folder))
        box.open()

    def _kept(self) -> str:
        return self.tr("The texts of the reports and the history stay in the project file; a folder holds none.")

    def _write_folder(self, folder: Path) -> None:
        try:
            unpack(self._main.session.file.path, folder, replacing=True)
            if folder.resolve() == self._copied_folder:
                written_back(folder, copies_dir())
        except MapviewError as error:
            self.failed.emit(str(error))
            return
        self._main.notice.say(
            self.tr("Wrote the timeline into {}").format(folder),
            action=self.tr("Open"),
            do=lambda: show_file(str(folder)),
        )


def ask_for_file(window: QWidget, title: str, first: Path, then: Callable[[Path], None]) -> None:
    """Ask for the place of a project file that is to be written."""
    dialog = QFileDialog(window, title, str(first.parent))
    dialog.setNameFilter(QCoreApplication.translate("Files", "Projects (*.mapview)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
    dialog.selectFile(first.name)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def project_name(path: Path) -> str:
    """Return what a list of projects calls one: its name and the folder that it is in."""
    if path == first_timeline():
        return QCoreApplication.translate("Files", "The first timeline")
    home = Path.home()
    where = path.parent
    short = f"~/{where.relative_to(home).as_posix()}" if where != home and where.is_relative_to(home) else str(where)
    return f"{path.stem if path.suffix == SUFFIX else path.name} — {short}"
