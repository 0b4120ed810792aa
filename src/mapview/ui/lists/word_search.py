"""Looks for the words of a filter without holding up the window: in a job, as soon as there are many claims."""

from PySide6.QtCore import QCoreApplication, QObject, Signal

from mapview.domain.filtering import Held
from mapview.domain.filters import Filter
from mapview.domain.timeline import Timeline
from mapview.gazetteer.normalise import fold
from mapview.ui.claims.claim_words import held_steps
from mapview.ui.jobs import Job

#: So few claims are looked through at once, in some 15 ms.
_FEW = 3_000
#: After more edits of claims than these all are looked through again rather than each that was edited.
_MOST_EDITS = 2_000


class WordSearch(QObject):
    """What is known of the words that a filter asks for; one search at a time, and a new one ends the one before."""

    #: A search began or ended.
    changed = Signal()
    #: A search has come to its end: the filter can be shown.
    found = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: Held | None = None
        self._job: Job | None = None
        #: The filter whose words are being looked for.
        self.wanted: Filter | None = None
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.give_up)

    def held(self, text: str, timeline: Timeline) -> Held | None:
        """Return which claims hold a text, None if that is still to be looked for."""
        columns, found = timeline.columns, self._held
        if found is None or found.text != text or len(columns.names) - len(found.of_record) > _MOST_EDITS:
            found = None
        else:
            found = found.after(columns, timeline.project.claims, fold)
        if found is None and len(columns) <= _FEW:
            found = _at_once(timeline, text)
        if found is not None:
            self._held = found
        return found

    def look_for(self, wanted: Filter, timeline: Timeline) -> None:
        """Look for the words of a filter; ``found`` tells when it can be shown."""
        self._stop()
        self.wanted = wanted
        job = self._job = Job(lambda: held_steps(timeline, wanted.text), self)
        job.finished.connect(self._finish)
        job.failed.connect(self._fail)
        job.start()
        self.changed.emit()

    def give_up(self) -> None:
        """Look no longer."""
        if self._stop():
            self.changed.emit()

    def _stop(self) -> bool:
        job, self._job, self.wanted = self._job, None, None
        if job is None:
            return False
        job.finished.disconnect(self._finish)
        job.failed.disconnect(self._fail)
        job.give_up()
        job.deleteLater()
        return True

    def _finish(self, held: Held) -> None:
        wanted = self.wanted
        if wanted is None or wanted.text != held.text:
            # What was on its way from a search that has been given up.
            return
        self._held = held
        self._stop()
        self.found.emit(wanted)
        self.changed.emit()

    def _fail(self, sentence: str) -> None:
        if self._stop():
            self.changed.emit()
            self.failed.emit(sentence)


def _at_once(timeline: Timeline, text: str) -> Held:
    steps = held_steps(timeline, text)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Held = end.value
            return found
