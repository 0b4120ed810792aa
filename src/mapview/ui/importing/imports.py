"""Documents into the open project: by menu, drag and drop or paste; read in the background, shown, then taken in."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QSettings, QStandardPaths, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from mapview.errors import MapviewError
from mapview.reading.documents import files_in
from mapview.reading.intake import Taken, change_of
from mapview.store.database import SUFFIX
from mapview.store.folder import PROJECT_FILE
from mapview.ui.importing.job import Given, Item, read_again, read_all
from mapview.ui.importing.page import ImportPage
from mapview.ui.jobs import Job
from mapview.ui.session import Focus, Session

if TYPE_CHECKING:
    from mapview.ui.main_window import MainWindow


class Imports(QObject):
    """Takes what a person gives, has it read and shown, and brings it into the project as one step."""

    #: How far reading is, in words.
    under_way = Signal(str)
    #: What came in, in words.
    finished = Signal(str)
    failed = Signal(str)
    #: A project was dropped, to be opened.
    project_dropped = Signal(str)

    def __init__(self, session: Session, settings: QSettings, window: "MainWindow") -> None:
        super().__init__(window)
        self._session, self._settings, self._window = session, settings, window
        self._job: Job | None = None
        self.page: ImportPage | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        window.map.ready.connect(self._leave_drops_to_the_window)
        session.original_asked_for.connect(self.ask_for_original)

    @property
    def busy(self) -> bool:
        """Whether documents are being read."""
        return self._job is not None

    def ask_for_files(self) -> None:
        """Ask for documents, then read them."""
        dialog = self._dialog(self.tr("Import documents"), QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.take_files(map(Path, names)))
        dialog.open()

    def ask_for_originals(self) -> None:
        """Ask for a folder of reports, then attach those that are originals of the project's sources."""
        dialog = self._dialog(self.tr("Attach the originals in a folder"), QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.take_files([Path(name)], originals_only=True))
        dialog.open()

    def ask_for_original(self, source: str = "") -> None:
        """Ask for the original of a source."""
        if self._refuses():
            return
        dialog = self._dialog(self.tr("Attach the original"), QFileDialog.FileMode.ExistingFile)
        known = source if source in self._session.project.sources else None
        dialog.fileSelected.connect(lambda name: self._read([_given_file(Path(name), known)]))
        dialog.open()

    def paste(self) -> None:
        """Read what the clipboard holds."""
        self.take_data(QGuiApplication.clipboard().mimeData(), "pasted")

    def take_data(self, data: QMimeData | None, how: str) -> None:
        """Read what was pasted or dropped: files, or text."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data else []
        if files:
            self.take_files(files)
        elif data is not None and data.text().strip() and not _is_address(data):
            # What a person selected in a browser comes as text too, just as they saw it.
            self._read([Given("", how, raw=data.text().encode("utf-8", "surrogatepass"))])
        elif data is not None and data.hasHtml():
            page = f"<html><body><article>{data.html()}</article></body></html>"
            self._read([Given("", how, raw=page.encode("utf-8", "surrogatepass"))])
        elif data is not None and _is_address(data):
            self.failed.emit(
                self.tr("MapView fetches nothing from the network: save the page in the browser and import the file.")
            )
        else:
            self.failed.emit(self.tr("There is no text to paste: copy the text of a report first, or a file."))

    def take_files(self, paths: Iterable[Path], *, originals_only: bool = False) -> None:
        """Read files and what is in folders; a project among them is opened instead."""
        given = list(paths)
        project = next((path for path in given if _is_project(path)), None)
        if project is not None:
            self.project_dropped.emit(str(project))
            return
        self._settings.setValue("import_folder", str(given[0].parent if given[0].is_file() else given[0]))
        files = [_given_file(path) for path in files_in(given)]
        if not files:
            self.failed.emit(self.tr("{} holds no files: choose another folder.").format(given[0]))
            return
        self._read(files, originals_only=originals_only)

    def give_up(self) -> None:
        """Stop reading."""
        if self._job is not None:
            self._job.give_up()
            self._job = None
            self.finished.emit(self.tr("Nothing was imported."))

    def close(self) -> None:
        """Stop reading, since the window closes."""
        if self._job is not None:
            self._job.give_up()
            self._job = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take what is dropped on the window."""
        if not isinstance(event, QDropEvent) or event.source() is not None:
            # What is dragged within the window, such as a selected passage, does not come in.
            return super().eventFilter(watched, event)
        if event.type() in {QEvent.Type.DragEnter, QEvent.Type.DragMove}:
            data = event.mimeData()
            if data.hasUrls() or data.hasText() or data.hasHtml():
                event.acceptProposedAction()
                return True
        if event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self.take_data(event.mimeData(), "dropped")
            return True
        return super().eventFilter(watched, event)

    def _leave_drops_to_the_window(self) -> None:
        """Keep the page from opening what is dropped on it; its inner widget is a new one after a crash."""
        view = self._window.map.view
        for part in (view, *view.findChildren(QWidget)):
            part.setAcceptDrops(False)

    def _refuses(self) -> bool:
        """Whether nothing can come in now, which is told."""
        why = self._session.file.read_only
        if why:
            self.failed.emit(self.tr("Nothing can be imported here: {}.").format(why))
        elif self.busy or self.page is not None:
            self.failed.emit(self.tr("Another import is under way: finish or cancel it first."))
            return True
        return bool(why)

    def _read(self, given: list[Given], *, originals_only: bool = False) -> None:
        if self._refuses():
            return
        session = self._session
        job = Job(read_all(session.project, session.file.path, given), self)
        self._job = job
        count = len(given)
        what = self.tr("{} documents").format(count) if count > 1 else given[0].name or self.tr("the text")
        words = self.tr("Reading {}…").format(what)
        job.progressed.connect(lambda share: self._progress(job, f"{words} {share:.0%}"))

        def show(items: list[Item]) -> None:
            if self._job is job:
                self._job = None
                self._show(_for_originals(items) if originals_only else items)

        def fail(why: str) -> None:
            self._job = None
            self.failed.emit(why)

        job.finished.connect(show)
        job.failed.connect(fail)
        job.start()

    def _progress(self, job: Job, words: str) -> None:
        if self._job is job:
            self.under_way.emit(words)

    def _show(self, items: list[Item]) -> None:
        """Show what was read, to be confirmed."""
        self.finished.emit("")
        session = self._session
        again = _reader(session)
        page = ImportPage(session.project, items, again, self._take, self._window)
        self.page = page
        page.finished.connect(self._forget_page)
        page.open()

    def _forget_page(self) -> None:
        self.page = None

    def _take(self, taken: list[Taken]) -> str:
        """Bring what was confirmed into the project; return why it could not be."""
        session = self._session
        try:
            change, documents, ids = change_of(session.project, taken)
            if change is None:
                session.keep(documents)
            else:
                session.edit(change, self._label(taken[0].report.document.name, len(taken)), documents)
        except MapviewError as error:
            return str(error)
        new = sum(one.become == "source" for one in taken)
        said = [self.tr("{} new sources").format(new) if new > 1 else self.tr("1 new source")] if new else []
        if len(taken) > new:
            count = len(taken) - new
            said.append(self.tr("{} originals attached").format(count) if count > 1 else self.tr("1 original attached"))
        session.set_focus(Focus("source", ids[0]))
        session.passage_asked_for.emit(ids[0], 0, 0)
        self.finished.emit(", ".join(said))
        return ""

    def _label(self, name: str, count: int) -> str:
        if count > 1:
            return self.tr("import of {} documents").format(count)
        return self.tr("import of {}").format(name or self.tr("a pasted text"))

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = str(self._settings.value("import_folder", documents or str(Path.home())))
        dialog = QFileDialog(self._window, title, folder)
        if mode != QFileDialog.FileMode.Directory:
            dialog.setNameFilters(
                [self.tr("Documents (*.txt *.html *.htm *.xhtml *.pdf *.docx)"), self.tr("All files (*)")]
            )
        dialog.setFileMode(mode)
        return dialog


def _reader(session: Session) -> Callable[[Item, str], Item]:
    def again(before: Item, encoding: str) -> Item:
        return read_again(session.project, session.file.path, before, encoding or None)

    return again


def _for_originals(items: list[Item]) -> list[Item]:
    """Return items so that only originals of sources come in, unless a person says otherwise."""
    for item in items:
        if item.fate == "source":
            item.fate = "adopted" if item.incoming and item.incoming.adoption else "leave"
    return items


def _given_file(path: Path, source: str | None = None) -> Given:
    return Given(path.name, f"file {path.name}", path, source=source)


def _is_project(path: Path) -> bool:
    return path.suffix == SUFFIX or (path / PROJECT_FILE).is_file()


def _is_address(data: QMimeData) -> bool:
    """Whether a link was given and no text."""
    text = data.text().strip()
    return bool(data.urls()) and (not text or text in {url.toString() for url in data.urls()})
