"""Undo and redo of an edit of very many claims, such as the import of a large table, in the background."""

from PySide6.QtCore import QObject, Signal

from mapview.domain.timeline import Timeline
from mapview.store.bulk import Stored
from mapview.store.project_file import Action
from mapview.store.showing import timeline_of
from mapview.ui.jobs import Job, Steps
from mapview.ui.session import Session


class ManyMoves(QObject):
    """Takes back, or makes again, what would stop the window if it were done at once."""

    #: How far it is, in words.
    under_way = Signal(str)
    #: What was done, in words.
    finished = Signal(str)
    failed = Signal(str)
    #: It was taken back or made again, and is shown.
    moved = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being taken back or made again."""
        return self._job is not None

    def start(self, action: Action) -> bool:
        """Begin, if what comes next is an edit of very many claims; return whether it is."""
        session = self._session
        if not self.busy and not session.file.many_to_move(action):
            return False
        if self.busy:
            self.failed.emit(self.tr("An undo is under way: wait until it is done, or cancel it."))
            return True
        undo = action == "undo"
        label = (session.file.undo_label if undo else session.file.redo_label) or ""
        words = self.tr("Undoing {}… {}") if undo else self.tr("Doing {} again… {}")
        done = self.tr("Undid {}") if undo else self.tr("Did {} again")
        # Which edit it is, is looked up here: the file's connection is this thread's.
        moving = session.file.moving(action)

        def steps() -> Steps:
            stored = yield from moving
            return stored, timeline_of(stored.project)

        job = self._job = Job(steps, self)

        def finish(found: tuple[Stored, Timeline]) -> None:
            # What is stored is there, even if it was given up at the last moment.
            self._job = None if self._job is job else self._job
            session.adopt(*found)
            self.moved.emit()
            self.finished.emit(done.format(label))

        def fail(why: str) -> None:
            if self._job is job:
                self._job = None
                self.failed.emit(why)

        def progress(share: float) -> None:
            if self._job is job:
                self.under_way.emit(words.format(label, f"{share:.0%}"))

        job.finished.connect(finish)
        job.failed.connect(fail)
        job.progressed.connect(progress)
        job.start()
        return True

    def give_up(self) -> None:
        """Stop; everything is as it was."""
        if self._job is not None:
            self._job.give_up()
            self._job = None
            self.finished.emit(self.tr("Nothing was changed."))
