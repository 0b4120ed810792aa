"""Sources whose texts share so much that they may be one voice, found out as it is asked for."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from mapview.domain.columns import known_from
from mapview.domain.model import Project
from mapview.domain.register import speaker_of
from mapview.store.copies import NearCopy, near_copies_steps
from mapview.store.project_file import ProjectFile
from mapview.ui.jobs import Job
from mapview.ui.reader.anchors import Anchors

#: From this share on, of one text or of the other, two sources are offered as one voice.
_AT_LEAST = 0.8


@dataclass(frozen=True, slots=True)
class Offer:
    """A source that may repeat another one; ``share`` is how much of one text stands in the other, 0 to 1."""

    copy: str
    original: str
    share: float


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
                offer = _offer(project, source, other, share)
                if offer is not None:
                    found.append(offer)
        return sorted(found, key=lambda offer: -offer.share)

    def _compare(self) -> None:
        if self._job is None and self._waiting and self._file.is_open:
            wanted, self._waiting, self._compared = list(self._waiting), {}, self._held
            path = self._file.path
            job = self._job = Job(lambda: near_copies_steps(path, wanted, _AT_LEAST), self)
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


def _offer(project: Project, one: str, other: str, share: float) -> Offer | None:
    """Name the one that became known later a copy of the other, unless they speak with one voice already."""
    sources = project.sources
    if speaker_of(sources[one], sources) == speaker_of(sources[other], sources):
        return None
    original, copy = sorted((one, other), key=lambda name: (known_from(sources[name]), name))
    return None if sources[copy].repeats is not None else Offer(copy, original, share)
