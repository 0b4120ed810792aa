"""Killing an editing run at a random moment, and judging what it leaves."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.editing_run import fingerprint

from mapview.store.project_file import ProjectFile


@dataclass(frozen=True, slots=True)
class Leftover:
    """What a killed run left: ``told`` edits it had said were stored, ``kept`` are in the file.

    ``journal`` says whether it was killed within a transaction, so that a journal had to be rolled back.
    """

    told: int
    kept: int
    journal: bool


def kill_an_editing_run(path: Path, seed: int, longest_s: float = 0.25) -> Leftover:
    """Start an editing run, kill it (SIGKILL) at a random moment after its first edit, and judge the file.

    Raises
    ------
    AssertionError
        If an edit is missing that the run had said was stored, if the file is damaged, or if undo does not lead back.
    """
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.editing_run", str(path), str(seed)], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    first = run.stdout.readline()
    # The moment is what is random here; nothing is waited for.
    time.sleep(random.Random(seed).uniform(0, longest_s))  # noqa: S311
    run.send_signal(signal.SIGKILL)
    lines = [first, *run.stdout.read().splitlines(keepends=True)]
    run.stdout.close()
    run.wait()
    told = [line.split() for line in lines if line.endswith("\n")]
    journal = path.with_name(f"{path.name}-journal").exists()
    kept = _judge(path, [(int(number), digest) for number, digest in told])
    return Leftover(len(told), kept, journal)


def _judge(path: Path, told: list[tuple[int, str]]) -> int:
    assert told, "the run died before its first edit"
    last, digest = told[-1]
    with ProjectFile.open(path) as file:
        assert file.read_only == "", file.read_only
        newest = file.log(limit=1)[0][0]
        # One edit may have been stored whose line was not written any more.
        assert last <= newest <= last + 1, f"entry {last} was told, the newest is {newest}"
        assert newest > last or fingerprint(file.project) == digest
        before = fingerprint(file.project)
        if file.undo() is not None:
            file.redo()
        assert fingerprint(file.project) == before
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO search_words (search_words) VALUES ('integrity-check')")
    finally:
        connection.close()
    return newest
