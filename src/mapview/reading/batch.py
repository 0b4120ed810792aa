"""Many documents read in the background by processes of their own, one a core.

Each process reads one document at a time and has its own end of a pipe. Nothing is forked, so that it works from
within a program with windows and threads; a process that dies costs the document that it was reading and is replaced.
"""

import contextlib
import logging
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from mapview.errors import BadDateError, MissingPartError
from mapview.reading.cues import Cues
from mapview.reading.suggest import Reading, read_document

_log = logging.getLogger(__name__)
_READY = "ready"
#: So much kinder than the window is to it, that a window stays smooth on a machine with two cores.
_NICENESS = 5
_LAST_WORDS_S = 2.0
#: More processes than this read no faster than the disk and the window can take what they find.
_MOST_PROCESSES = 8
#: Held while a process is started, ended or asked how it ended. multiprocessing asks that of all processes when it
#: starts one, and the system answers once: another thread that asked at that moment would take its own for running.
_asking = threading.Lock()


@dataclass(frozen=True, slots=True)
class Item:
    """A document to read; ``published`` in EDTF, ``language`` as far as anybody knows.

    With ``claims_only`` its reading holds no more than suggested claims: the rest takes long to hand over.
    """

    id: str
    text: str
    published: str | None = None
    language: str | None = None
    claims_only: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item: its reading, or a sentence that says why there is none."""

    id: str
    reading: Reading | None
    error: str = ""


def read_in_steps(
    items: Iterable[Item],
    total: int,
    taken: Callable[[Outcome], None],
    cues: Cues | None = None,
    processes: int | None = None,
) -> Generator[float, None, int]:
    """Read documents as a job: yield how far it is, 0 to 1, after each; return how many were read.

    Close the generator to give up: the processes end at once, whatever they are reading.

    Parameters
    ----------
    items
        The documents; they are asked for one by one as they are read, in the thread that asks for the steps.
    total
        How many they are.
    taken
        Gets each outcome as it comes, in the thread that asks for the steps. The order is that of finishing.
    cues
        The words that suggest topics, modalities and units; by default those that MapView brings along.
    processes
        How many to read with; by default one a core.

    Raises
    ------
    MissingPartError
        If no process can be started.
    """
    read = 0
    with contextlib.closing(read_all(items, cues, min(processes or _cores(), max(total, 1)))) as outcomes:
        yield 0.0
        for done, outcome in enumerate(outcomes, 1):
            taken(outcome)
            read += outcome.reading is not None
            yield min(done / max(total, 1), 1.0)
    return read


def read_all(
    items: Iterable[Item], cues: Cues | None = None, processes: int | None = None
) -> Generator[Outcome, None, None]:
    """Yield the outcome of each document in the order of finishing; no more than one a process is held in memory.

    Raises
    ------
    MissingPartError
        If no process can be started.
    """
    waiting = iter(items)
    readers: dict[Connection, _Reader] = {}
    try:
        for _ in range(processes or _cores()):
            _hire(readers, waiting, cues)
        while readers:
            answering = wait(list(readers))
            for reader in [reader for pipe, reader in readers.items() if pipe in answering]:
                outcome = reader.answer()
                if outcome is None and not reader.is_dead:
                    continue
                if outcome:
                    yield outcome
                if reader.is_dead or not reader.give(waiting):
                    del readers[reader.pipe]
                    reader.end()
                if reader.is_dead:
                    _hire(readers, waiting, cues)
    finally:
        for reader in readers.values():
            reader.end()


def _hire(readers: "dict[Connection, _Reader]", waiting: Iterator[Item], cues: Cues | None) -> None:
    """Start one more process if there is a document for it."""
    item = next(waiting, None)
    if item is not None:
        reader = _Reader(item, cues)
        readers[reader.pipe] = reader


def _cores() -> int:
    # Not os.cpu_count(): a container or taskset may allow fewer.
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, _MOST_PROCESSES))


class _Reader:
    """A process that reads, and the document that it has; the first is given before it is ready."""

    def __init__(self, item: Item, cues: Cues | None) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.is_dead = False
        self._is_ready = False
        self._item = item
        self._process: BaseProcess = context.Process(target=_read_for, args=(theirs, cues), daemon=True)
        with _asking:
            self._process.start()
        # The process has its own copy of this end; while ours is open its death would go unnoticed.
        theirs.close()

    def answer(self) -> Outcome | None:
        """Return what came of the document; None if the process has only become ready.

        Raises
        ------
        MissingPartError
            If the process died before it could read anything.
        """
        try:
            message = self.pipe.recv()
        except (EOFError, OSError):
            return self._died()
        if message == _READY:
            self._is_ready = True
            self._send()
            return None
        outcome: Outcome = message
        return outcome

    def give(self, waiting: Iterator[Item]) -> bool:
        """Hand over the next document; tell whether there was one."""
        item = next(waiting, None)
        if item is not None:
            self._item = item
            self._send()
        return item is not None

    def end(self) -> None:
        """End the process, whatever it does."""
        self.pipe.close()
        with _asking:
            self._process.terminate()
        if self._ended(_LAST_WORDS_S) is None:
            with _asking:
                self._process.kill()
            self._ended(None)
        with _asking:
            self._process.close()

    def _ended(self, within_s: float | None) -> int | None:
        """Wait for the process to end; return its exit code, None if it goes on."""
        # So that what is asked for is there, and nobody waits for it with the lock held.
        if not wait([self._process.sentinel], within_s):
            return None
        with _asking:
            self._process.join()
            return self._process.exitcode

    def _send(self) -> None:
        # A process that has died says so at the next answer.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send(self._item)

    def _died(self) -> Outcome:
        code = self._ended(_LAST_WORDS_S)
        if not self._is_ready:
            raise MissingPartError(
                f"No process for reading could be started (it ended with {code}): run mapview doctor, and see the log."
            )
        self.is_dead = True
        _log.error("A reading process ended with %s while it read %s.", code, self._item.id)
        return Outcome(
            self._item.id, None,
            f"The reading of {self._item.id} ended with {code} before it was done: read it alone, or in parts.",
        )  # fmt: skip


def _read_for(pipe: Connection, cues: Cues | None) -> None:
    """Read what comes through a pipe until it is closed; runs in a process of its own."""
    # Control-C reaches every process of a terminal; the one that started this decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    # The tables are opened now, while the first document is on its way.
    read_document("Baghdad, 5 May 2024", cues=cues)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(_READY)
        while True:
            pipe.send(_outcome(pipe.recv(), cues))


def _outcome(item: Item, cues: Cues | None) -> Outcome:
    try:
        reading = read_document(item.text, item.published, item.language, cues)
        if item.claims_only:
            reading = Reading(reading.language, (), (), reading.claims)
        return Outcome(item.id, reading)
    except BadDateError as error:
        return Outcome(item.id, None, f"{item.id} has a bad publication date: {error}")
    except Exception as error:  # noqa: BLE001 - one document must not end the reading of a thousand
        _log.exception("Reading %s failed.", item.id)
        return Outcome(item.id, None, f"{item.id} could not be read ({type(error).__name__}: {error}).")
