"""Documents into the open project: by menu, drag and drop or paste; read in the background, shown, then taken in.

Tables among what is given go to :mod:`mapview.ui.importing.table_imports`.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QSettings, QStandardPaths, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from mapview.errors import MapviewError
from mapview.exchange.registry import import_extensions, importer_for
from mapview.reading.documents import files_in
from mapview.reading.intake import Taken, change_of
from mapview.render.picture_texts import is_picture
from mapview.store.database import SUFFIX
from mapview.store.folder import PROJECT_FILE
from mapview.ui.importing.job import Given, Item, read_again, read_all
from mapview.ui.importing.many_moves import ManyMoves
from mapview.ui.importing.page import ImportPage
from mapview.ui.jobs import Job, in_thread
from mapview.ui.session import Focus, Session

if TYPE_CHECKING:
    from mapview.ui.importing.table_imports import TableImports
    from mapview.ui.main_window import MainWindow


#: What belongs to a Shapefile and is read with it.
_BESIDE_SHAPES = frozenset({".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix"})


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
        #: Tables that wait until the documents given with them are in.
        self._waiting: list[Path] = []
        self.page: ImportPage | None = None
        self._tables: TableImports | None = None
        #: Takes large imports back.
        self.moves = ManyMoves(session, self)
        self.moves.under_way.connect(self.under_way)
        self.moves.finished.connect(self.finished)
        self.moves.failed.connect(self.failed)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        window.map.ready.connect(self._leave_drops_to_the_window)
        window.map.ready.connect(_load_table_imports)
        session.original_asked_for.connect(self.ask_for_original)

    @property
    def tables(self) -> "TableImports":
        """What takes tables in."""
        if self._tables is None:
            # Reading tables takes libraries that a window need not wait for when it opens.
            from mapview.ui.importing.table_imports import TableImports  # noqa: PLC0415

            self._tables = TableImports(self._session, self._settings, self._window)
            self._tables.under_way.connect(self.under_way)
            self._tables.finished.connect(self.finished)
            self._tables.failed.connect(self.failed)
        return self._tables

    @property
    def busy(self) -> bool:
        """Whether documents or tables are being read."""
        return self._job is not None or (self._tables is not None and self._tables.busy)

    def ask_for_files(self) -> None:
        """Ask for documents and tables, then read them."""
        dialog = self._dialog(self.tr("Import documents or tables"), QFileDialog.FileMode.ExistingFiles)
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
        """Read files and what is in folders; a project among them, or a picture of one, is opened instead."""
        given = list(paths)
        project = next((path for path in given if _is_project(path) or is_picture(path)), None)
        if project is not None:
            self.project_dropped.emit(str(project))
            return
        self._settings.setValue("import_folder", str(given[0].parent if given[0].is_file() else given[0]))
        found = list(files_in(given))
        tables = [path for path in found if importer_for(path) is not None]
        files = [_given_file(path) for path in found if path not in tables and not _belongs_to_shape(path, tables)]
        if not found or (originals_only and not files):
            self.failed.emit(self.tr("{} holds no files: choose another folder.").format(given[0]))
            return
        if self._refuses():
            return
        if files:
            self._read(files, originals_only=originals_only)
        if tables and not originals_only:
            self._take_tables(tables)

    def give_up(self) -> None:
        """Stop reading, or taking back."""
        self.moves.give_up()
        self._waiting.clear()
        if self._tables is not None and self._tables.busy:
            self._tables.give_up()
            self.finished.emit(self.tr("Nothing was imported."))
        if self._job is not None:
            self._job.give_up()
            self._job = None
            self.finished.emit(self.tr("Nothing was imported."))

    def close(self) -> None:
        """Stop reading and taking back, since the window closes."""
        self.moves.give_up()
        self._waiting.clear()
        if self._tables is not None:
            self._tables.close()
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

    def _take_tables(self, paths: list[Path]) -> None:
        """Open tables, after the documents that came with them."""
        self._waiting = paths
        if paths and self._job is None and self.page is None:
            waiting, self._waiting = self._waiting, []
            self.tables.take(waiting)

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
            self._take_tables(self._waiting)

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
        self._take_tables(self._waiting)

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
            documents = "*.txt *.html *.htm *.xhtml *.pdf *.docx"
            tables = " ".join(f"*.{extension}" for extension in import_extensions())
            dialog.setNameFilters(
                [
                    self.tr("Documents and tables ({})").format(f"{documents} {tables}"),
                    self.tr("Documents ({})").format(documents),
                    self.tr("Tables and maps ({})").format(tables),
                    self.tr("All files (*)"),
                ]
            )
        dialog.setFileMode(mode)
        return dialog


def _load_table_imports() -> None:
    """Load what the first table would wait for, beside the window."""

    def load() -> None:
        import mapview.ui.importing.table_imports  # noqa: F401, PLC0415

    in_thread(load)


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


def _belongs_to_shape(path: Path, tables: list[Path]) -> bool:
    """Whether a file is one of those that a Shapefile consists of."""
    return path.suffix.lower() in _BESIDE_SHAPES and path.with_suffix(".shp") in tables


def _is_address(data: QMimeData) -> bool:
    """Whether a link was given and no text."""
    text = data.text().strip()
    return bool(data.urls()) and (not text or text in {url.toString() for url in data.urls()})
