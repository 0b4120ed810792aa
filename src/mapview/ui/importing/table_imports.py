"""Tables into the open project: opened in the background, decided on their page, taken in as one step."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from mapview.errors import MapviewError
from mapview.exchange.importing.mapping import TableMapping, read_mapping, write_mapping
from mapview.store.files import write_whole
from mapview.ui.forms.place_search import gazetteer
from mapview.ui.importing.table_jobs import BroughtIn, bringing_in, opening
from mapview.ui.importing.table_page import TablePage
from mapview.ui.importing.table_state import Opened
from mapview.ui.importing.table_words import did_words, tr
from mapview.ui.jobs import Job
from mapview.ui.session import Session
from mapview.ui.widgets.words import isolated

if TYPE_CHECKING:
    from mapview.ui.main_window import MainWindow

_MAPPING_SUFFIX = ".toml"
#: An import that takes longer leaves the window to be used, and tells there how far it is.
_ASIDE_MS = 600


class TableImports(QObject):
    """Opens the page of each table, one after another, and brings what was decided into the project."""

    under_way = Signal(str)
    finished = Signal(str)
    failed = Signal(str)

    def __init__(self, session: Session, settings: QSettings, window: "MainWindow") -> None:
        super().__init__(window)
        self._session, self._settings, self._window = session, settings, window
        self._waiting: deque[Path] = deque()
        self._job: Job | None = None
        self._storing: Job | None = None
        self.page: TablePage | None = None
        session.project_changed.connect(self._read_again)

    @property
    def busy(self) -> bool:
        """Whether a table is being opened or decided."""
        return self._job is not None or self.page is not None

    def take(self, paths: Iterable[Path]) -> None:
        """Open tables, one after another."""
        self._waiting.extend(paths)
        self.go_on()

    def go_on(self) -> None:
        """Open the next table, if none is open."""
        if self._waiting and not self.busy:
            path = self._waiting.popleft()
            self.under_way.emit(self.tr("Opening {}…").format(isolated(path.name)))
            self._open(path, None, None, self._show)

    def give_up(self) -> None:
        """Open nothing more; an import under way stops, and its page comes back."""
        self._waiting.clear()
        self._stop_opening()
        if self._storing is not None:
            self._storing.give_up()
            self._storing = None
            self._complain(self.tr("Nothing was imported."))

    def close(self) -> None:
        """Leave everything, since the window closes."""
        self.give_up()
        if self.page is not None:
            self.page.reject()

    def _open(
        self, path: Path, how: TableMapping | None, before: Opened | None, then: Callable[[Opened], None]
    ) -> None:
        project = self._session.project
        job = self._job = Job(lambda: opening(path, project, how, before), self)

        def show(opened: Opened) -> None:
            if self._job is job:
                self._job = None
                then(opened)

        def fail(why: str) -> None:
            if self._job is job:
                self._job = None
                if self.page is not None:
                    self.page.state.questions_changed.emit()
                    self.page.options.look_again()
                    self.page.complain(why)
                else:
                    self.failed.emit(why)
                    self.go_on()

        job.finished.connect(show)
        job.failed.connect(fail)
        job.start()

    def _show(self, opened: Opened) -> None:
        self.finished.emit("")
        page = self.page = TablePage(opened, self._session, self._window)
        page.reopen_asked.connect(self._reopen)
        page.load_asked.connect(self._ask_for_mapping)
        page.save_asked.connect(self._ask_where_mapping)
        page.rows_asked.connect(self._ask_where_rows)
        page.import_asked.connect(self._import)
        page.finished.connect(self._forget_page)
        page.open()

    def _forget_page(self) -> None:
        self.page = None
        self._stop_opening()
        if self._storing is not None:
            self._storing.give_up()
            self._storing = None
            self.finished.emit(self.tr("Nothing was imported."))
        self.go_on()

    def _stop_opening(self) -> None:
        if self._job is not None:
            self._job.give_up()
            self._job = None

    def _read_again(self) -> None:
        if self.page is not None:
            self.page.read_again()

    def _reopen(self, wanted: dict[str, object]) -> None:
        page = self._at_work()
        before = page.state.as_opened()
        self._open(before.path, replace(before.mapping, **wanted), before, page.begin)  # type: ignore[arg-type]

    def _ask_for_mapping(self) -> None:
        page = self._at_work()
        dialog = QFileDialog(page, self.tr("Load a mapping"), str(page.state.opened.path.parent))
        dialog.setNameFilters([self.tr("Mappings (*.toml)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._load(Path(name)))
        dialog.open()

    def _load(self, path: Path) -> None:
        page = self._at_work()
        try:
            mapping = read_mapping(path)
        except MapviewError as error:
            page.complain(str(error))
            return
        self._open(page.state.opened.path, mapping, None, page.begin)

    def _ask_where_mapping(self) -> None:
        page = self._at_work()
        path = page.state.opened.path
        dialog = self._saving(self.tr("Save the mapping"), path.with_name(f"{path.stem}{_MAPPING_SUFFIX}"))
        dialog.setNameFilter(self.tr("Mappings (*.toml)"))
        dialog.setDefaultSuffix(_MAPPING_SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(
            lambda name: self._write(lambda: write_mapping(page.state.ready(), Path(name)), name)
        )
        dialog.open()

    def _ask_where_rows(self) -> None:
        page = self._at_work()
        path = page.state.opened.path
        name = self.tr("{} left out").format(path.stem)
        dialog = self._saving(self.tr("Save the rows that are left out"), path.with_name(f"{name}.csv"))
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setDefaultSuffix("csv")
        text = page.left_out_text().encode("utf-8-sig")

        def written(stream: BinaryIO) -> None:
            stream.write(text)

        dialog.fileSelected.connect(lambda name: self._write(lambda: write_whole(Path(name), written), name))
        dialog.open()

    def _saving(self, title: str, first: Path) -> QFileDialog:
        dialog = QFileDialog(self._at_work(), title, str(first.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(first.name)
        return dialog

    def _write(self, write: Callable[[], None], name: str) -> None:
        page = self.page
        try:
            write()
        except MapviewError as error:
            if page is not None:
                page.complain(str(error))
            return
        if page is not None:
            page.tell(self.tr("Wrote {}.").format(isolated(name)))

    def _import(self, mapping: TableMapping) -> None:
        """Bring the table into the project by a mapping, as one step."""
        page, session = self._at_work(), self._session
        table = page.state.table
        job = self._storing = Job(bringing_in(session.file, table, mapping, gazetteer, _label(table.name)), self)
        self._say_storing(job, 0.0)

        def finish(brought: BroughtIn) -> None:
            wanted = self._storing is job
            self._storing = None if wanted else self._storing
            if wanted or brought.stored is not None:
                # What is stored is there, even if it was given up at the last moment.
                self._take_over(page if wanted else None, table.name, brought)

        def fail(why: str) -> None:
            if self._storing is job:
                self._storing = None
                self._complain(why)

        job.progressed.connect(lambda share: self._say_storing(job, share))
        job.finished.connect(finish)
        job.failed.connect(fail)
        QTimer.singleShot(_ASIDE_MS, job, lambda: self._step_aside(job))
        job.start()

    def _step_aside(self, job: Job) -> None:
        """Hide the page of an import that takes long, so that the window can be used meanwhile."""
        if self._storing is job and self.page is not None:
            self.page.hide()

    def _say_storing(self, job: Job, share: float) -> None:
        if self._storing is job and self.page is not None:
            words = tr("Importing… {}").format(f"{share:.0%}")
            self.page.say_storing(words)
            if not self.page.isVisible():
                self.under_way.emit(f"{isolated(self.page.state.table.name)}: {words}")

    def _complain(self, why: str) -> None:
        """Say on the page, which comes back if it was aside, why nothing was imported."""
        page = self._at_work()
        self.finished.emit("")
        page.complain(why)
        page.open()

    def _take_over(self, page: TablePage | None, name: str, brought: BroughtIn) -> None:
        """Show what came into the project; make the change if its file has not stored it yet."""
        session, taken = self._session, brought.taken
        was_empty = not session.project.claims
        try:
            if brought.stored is not None and brought.timeline is not None:
                session.adopt(brought.stored, brought.timeline)
            elif taken.change is not None:
                documents = [taken.document] if taken.document is not None else []
                session.edit(taken.change, _label(name), documents)
        except MapviewError as error:
            if page is not None:
                self._complain(str(error))
            else:
                self.failed.emit(str(error))
            return
        self._bring_into_sight(was_empty=was_empty)
        self.finished.emit(f"{isolated(name)}: {did_words(taken)}")
        if page is not None and taken.left_out:
            page.say_imported(taken)
            page.open()
        elif page is not None:
            page.accept()

    def _bring_into_sight(self, *, was_empty: bool) -> None:
        """If there was nothing before, go to a day, a topic and a part of the map where there is something to see."""
        session = self._session
        if was_empty and session.project.claims:
            session.set_topic(next(iter(session.project.claims.values())).topic)
            session.set_day(session.last_day)
            self._window.map.fit()

    def _at_work(self) -> TablePage:
        assert self.page is not None  # noqa: S101 - only its own signals lead here
        return self.page


def _label(name: str) -> str:
    return tr("import of {}").format(name)
