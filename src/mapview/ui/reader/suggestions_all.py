"""Reading all documents of a project in the background, and going from one with suggestions to the next."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from mapview.reading.accept import project_cues, still_open
from mapview.reading.suggest import Reading, Suggestion
from mapview.ui.jobs import Job
from mapview.ui.reader.suggestions import MOST
from mapview.ui.reader.suggestions_job import read_all_steps
from mapview.ui.session import Session
from mapview.ui.widgets.theme import XS, M, S


class AllReading(QObject):
    """Reads every document with all cores; knows afterwards what each suggests."""

    #: How far it is, 0 to 1.
    progressed = Signal(float)
    #: It has begun or ended.
    changed = Signal()
    told = Signal(str)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._given_up: Job | None = None
        self._by_document: dict[str, tuple[Suggestion, ...]] = {}
        self._total = 0

    @property
    def is_running(self) -> bool:
        """Whether documents are being read."""
        return self._job is not None

    def start(self) -> None:
        """Read all documents, those read before too: the project may know more cue words by now."""
        if self._job is not None:
            return
        project, anchors = self._session.project, self._session.anchors
        documents = {
            sha256: source.published for source in project.sources.values() if (sha256 := anchors.hash_of(source.id))
        }
        if not documents:
            self.told.emit(self.tr("No source has its text in the project yet: attach the reports first."))
            return
        self._by_document, self._total = {}, len(documents)
        found = self._by_document

        def taken(sha256: str, reading: Reading) -> None:
            found[sha256] = reading.claims[:MOST]

        steps = read_all_steps(self._session.file.path, list(documents.items()), taken, project_cues(project))
        self._job = Job(steps)
        self._job.progressed.connect(self.progressed)
        self._job.finished.connect(self._finish)
        self._job.failed.connect(self._fail)
        self._job.start()
        self.changed.emit()

    def give_up(self) -> None:
        """Stop reading; what was found so far stays."""
        if self._job is not None:
            self._job.give_up()
            # Its thread may go on for a moment, and must not be the one that takes it apart.
            self._given_up = self._job
            self._end()
            read = len(self._by_document)
            self.told.emit(self.tr("Stopped: {} of {} documents were read.").format(read, self._total))

    @property
    def has_read(self) -> bool:
        """Whether anything was read."""
        return bool(self._by_document)

    def open_count(self, sha256: str) -> int | None:
        """Return how many suggestions of a document are open; None if it was not read."""
        found = self._by_document.get(sha256)
        return None if found is None else len(still_open(found, sha256, self._session.project))

    def next_source(self, after: str | None) -> str | None:
        """Return the next source with open suggestions after one, round the end; None if there is none."""
        names = list(self._session.project.sources)
        at = names.index(after) + 1 if after in names else 0
        for name in (*names[at:], *names[:at]):
            sha256 = self._session.anchors.hash_of(name)
            if sha256 is not None and self.open_count(sha256):
                return name
        return None

    def _finish(self, read: int) -> None:
        self._end()
        some = sum(bool(found) for found in self._by_document.values())
        words = self.tr("{} of {} documents were read; {} of them suggest claims.")
        self.told.emit(words.format(read, self._total, some))

    def _fail(self, words: str) -> None:
        self._end()
        self.failed.emit(words)

    def _end(self) -> None:
        self._job = None
        self.changed.emit()


class AllReadingRow(QWidget):
    """Says how far the reading of all documents is, and stops it."""

    def __init__(self, reading: AllReading, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading = reading
        words = QLabel(self.tr("Reading all documents"), self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(S)
        self.bar.setAccessibleName(words.text())
        self.cancel = QToolButton(self)
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.clicked.connect(reading.give_up)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, XS, S, XS)
        row.setSpacing(S)
        row.addWidget(words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        reading.progressed.connect(self._show)
        reading.changed.connect(self._tell)
        self._tell()

    def _show(self, done: float) -> None:
        self.bar.setValue(round(1000 * done))

    def _tell(self) -> None:
        self.setVisible(self._reading.is_running)
        if self._reading.is_running:
            self.bar.setValue(0)
