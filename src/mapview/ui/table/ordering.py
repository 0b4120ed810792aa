"""By which column the table is ordered; the order of very many texts is found without holding up the window."""

from PySide6.QtCore import QObject, Signal

from mapview.ui.jobs import Job
from mapview.ui.table.columns import ColumnKey
from mapview.ui.table.index import TableIndex
from mapview.ui.table.text_order import Ranks, text_ranks

#: The column, and whether from its end; None: the timeline's order.
Order = tuple[ColumnKey | None, bool]


class Ordering(QObject):
    """The order that is asked for, and the last one that is known: that is shown while the other is being found."""

    #: What was asked for last is known now.
    found = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked: Order = (None, False)
        self._known: Order = self.asked
        self._job: tuple[TableIndex, ColumnKey, Job] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an order is being found."""
        return self._job is not None

    def known(self, index: TableIndex) -> Order:
        """Return the order to show the rows of an index in, and begin to find the one that is asked for if need be."""
        column, _ = self.asked
        if column is None or not index.must_learn(column):
            self._leave()
            self._known = self.asked
        elif self._job is None or self._job[:2] != (index, column):
            self._find(index, column)
        if index.must_learn(self._known[0]):
            self._known = (None, False)
        return self._known

    def _find(self, index: TableIndex, column: ColumnKey) -> None:
        self._leave()
        job = Job(lambda: text_ranks(index.timeline, column, index.language), self)
        self._job = index, column, job
        job.finished.connect(self._learn)
        job.failed.connect(self._fail)
        job.start()

    def _learn(self, ranks: Ranks) -> None:
        if self._job is not None and self.sender() is self._job[2]:
            index, column, _ = self._job
            self._leave()
            index.learn(column, ranks)
            self.found.emit()

    def _fail(self, why: str) -> None:
        if self._job is not None and self.sender() is self._job[2]:
            self._leave()
            self.failed.emit(why)

    def _leave(self) -> None:
        if self._job is not None:
            job = self._job[2]
            self._job = None
            job.give_up()
            job.deleteLater()
