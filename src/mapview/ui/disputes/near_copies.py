"""Sources whose texts share so much that they may be one voice, found out as it is asked for."""

from PySide6.QtCore import QObject, Signal

from mapview.domain.copies import AT_LEAST, Offer, offer
from mapview.store.copies import NearCopy, near_copies_steps
from mapview.store.project_file import ProjectFile
from mapview.ui.jobs import Job
from mapview.ui.reader.anchors import Anchors


class NearCopies(QObject):
    """Compares the documents of a project with each other, in a job, as it is asked for."""

    #: What was asked for is there.
    told = Signal()

    def __init__(self, file: ProjectFile, anchors: Anchors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._anchors = anchors
        #: By the hash of a text; ``_held`` are the documents that they were found among.
        self._found: dict[str, list[NearCopy]] = {}
        self._held: frozenset[str] = frozenset()
        self._stale = True
        self._waiting: dict[str, None] = {}
        self._job: Job | None = None
        #: What the documents were when the job began.
        self._compared: frozenset[str] = frozenset()

    def look_again(self) -> None:
        """Take notice that the project or its documents have changed."""
        self._stale = True

    def of(self, source: str) -> list[Offer]:
        """Return what can be offered on a source, as far as it is known; the rest is told later."""
        if self._stale:
            self._stale, held = False, self._file.document_hashes()
            if held != self._held:
                self._found, self._held = {}, held
        sha256 = self._anchors.hash_of(source)
        if sha256 is None:
            return []
        if sha256 not in self._found:
            self._waiting[sha256] = None
            self._compare()
            return []
        near = {copy.sha256: max(copy.share, copy.covered) for copy in self._found[sha256]}
        project = self._file.project
        found = []
        for other in project.sources:
            share = near.get(self._anchors.hash_of(other) or "")
            if share is not None and other != source:
                offered = offer(project.sources, source, other, share)
                if offered is not None:
                    found.append(offered)
        return sorted(found, key=lambda offered: -offered.share)

    def _compare(self) -> None:
        if self._job is None and self._waiting and self._file.is_open:
            wanted, self._waiting, self._compared = list(self._waiting), {}, self._held
            path = self._file.path
            job = self._job = Job(lambda: near_copies_steps(path, wanted, AT_LEAST), self)
            job.finished.connect(self._take)
            job.failed.connect(self._give_up)
            job.start()

    def _take(self, found: dict[str, list[NearCopy]]) -> None:
        if self._compared == self._held:
            self._found |= found
        self._give_up()
        self._compare()
        self.told.emit()

    def _give_up(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
