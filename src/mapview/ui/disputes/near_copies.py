"""Sources whose texts share so much that they may be one voice, found out as it is asked for."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from mapview.domain.columns import known_from
from mapview.domain.model import Project
from mapview.domain.register import speaker_of
from mapview.store.copies import NearCopy
from mapview.store.project_file import ProjectFile
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
    """Compares the documents of a project with each other, one at a time, so that the window stays live."""

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
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._compare_next)

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
            self._timer.start()
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

    def _compare_next(self) -> None:
        if not self._file.is_open:
            self._timer.stop()
            return
        sha256 = next(iter(self._waiting), None)
        if sha256 is not None:
            del self._waiting[sha256]
            document = self._file.document(sha256)
            self._found[sha256] = self._file.near_copies(document.text, _AT_LEAST) if document else []
        if not self._waiting:
            self._timer.stop()
            self.told.emit()


def _offer(project: Project, one: str, other: str, share: float) -> Offer | None:
    """Name the one that became known later a copy of the other, unless they speak with one voice already."""
    sources = project.sources
    if speaker_of(sources[one], sources) == speaker_of(sources[other], sources):
        return None
    original, copy = sorted((one, other), key=lambda name: (known_from(sources[name]), name))
    return None if sources[copy].repeats is not None else Offer(copy, original, share)
