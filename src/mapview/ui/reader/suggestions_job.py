"""Reading in the background: one document as it is opened, or all of a project."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mapview.domain.snapshot import Language
from mapview.reading.batch import Item, Outcome, read_in_steps
from mapview.reading.cues import Cues
from mapview.reading.suggest import Reading, Suggestion, read_document
from mapview.store.database import connect
from mapview.store.documents import read_document as stored_document
from mapview.ui.jobs import Job, Steps
from mapview.ui.reader.found import found_marks
from mapview.ui.reader.marks import Mark

#: A text up to this many code points is read at once, in a thread; of a longer one only its beginning, so that
#: something is underlined while processes start, which read the rest in parts. What comes of a part is unpickled
#: without a pause: parts are as long as the window may wait.
_AT_ONCE, _FIRST, _PART = 30_000, 5_000, 8_000


@dataclass(frozen=True, slots=True)
class Found:
    """What was read in a document or in a part of it, in the code points of the whole."""

    marks: tuple[Mark, ...]
    reading: Reading


class DocumentReading(QObject):
    """The reading of one document; what is found is told part by part."""

    found = Signal(object)
    finished = Signal()
    failed = Signal(str)

    def __init__(self, text: str, published: str | None, cues: Cues, language: Language) -> None:
        # Without a parent: the thread may outlive the window.
        super().__init__()
        self._text, self._published, self._cues, self._language = text, published, cues, language
        self._job = Job(self._steps)
        self._job.finished.connect(self.finished)
        self._job.failed.connect(self.failed)

    def start(self) -> None:
        """Begin, as soon as a thread is free."""
        self._job.start()

    def give_up(self) -> None:
        """Stop; nothing is told afterwards."""
        self._job.give_up()
        self.blockSignals(True)

    def _steps(self) -> Steps:
        text = self._text
        yield 0.0
        if len(text) <= _AT_ONCE:
            self._tell(read_document(text, self._published, None, self._cues))
            return
        parts = list(parts_of(text))
        first = parts.pop(0)
        self._tell(read_document(text[slice(*first)], self._published, None, self._cues))
        yield 0.0
        items = (Item(str(start), text[start:end], self._published) for start, end in parts)
        yield from read_in_steps(items, len(parts), self._take, self._cues)

    def _take(self, outcome: Outcome) -> None:
        if outcome.reading is not None:
            self._tell(shifted(outcome.reading, int(outcome.id)))

    def _tell(self, reading: Reading) -> None:
        self.found.emit(Found(tuple(found_marks(reading, self._text, self._language)), reading))


def parts_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts in which a long text is read: they end with a paragraph if one ends in time."""
    start = 0
    while start < len(text):
        length = _PART if start else _FIRST
        end = min(start + length, len(text))
        if end < len(text):
            ends = (text.rfind(mark, start + length // 2, end) for mark in ("\n", " "))
            end = next((found + 1 for found in ends if found > start), end)
        yield start, end
        start = end


def shifted(reading: Reading, by: int) -> Reading:
    """Return the reading of a part as one of the whole, in which it begins at this code point."""
    return replace(
        reading,
        places=tuple(replace(each, start=each.start + by, end=each.end + by) for each in reading.places),
        dates=tuple(replace(each, start=each.start + by, end=each.end + by) for each in reading.dates),
        claims=tuple(_shifted(each, by) for each in reading.claims),
        amounts=tuple(replace(each, start=each.start + by, end=each.end + by) for each in reading.amounts),
        speakers=tuple((start + by, end + by) for start, end in reading.speakers),
    )


def read_all_steps(
    path: Path, documents: list[tuple[str, str | None]], taken: Callable[[str, Reading], None], cues: Cues
) -> Callable[[], Steps]:
    """Return the steps of a job that reads documents of a project file with all cores.

    Parameters
    ----------
    documents
        Their SHA-256, and when each was published.
    taken
        Gets each reading with the document's SHA-256, in the job's thread.
    """

    def take(outcome: Outcome) -> None:
        if outcome.reading is not None:
            taken(outcome.id, outcome.reading)

    def steps() -> Steps:
        # A connection of its own, since the window's belongs to the window's thread.
        with closing(connect(path, writing=False)) as connection:

            def items() -> Iterator[Item]:
                for sha256, published in documents:
                    document = stored_document(connection, sha256)
                    yield Item(sha256, document.text if document else "", published, claims_only=True)

            return (yield from read_in_steps(items(), len(documents), take, cues))

    return steps


def _shifted(claim: Suggestion, by: int) -> Suggestion:
    amount = claim.amount and replace(claim.amount, start=claim.amount.start + by, end=claim.amount.end + by)
    named = claim.named[0] + by, claim.named[1] + by
    return replace(claim, start=claim.start + by, end=claim.end + by, named=named, amount=amount)
