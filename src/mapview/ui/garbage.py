"""Garbage is collected in the main thread alone, in small parts, with a large project left out.

Python collects in whichever thread happens to allocate, and a widget or timer that a job's thread takes apart brings
the program down. A full collection over a project of 100,000 places held the window up for a tenth of a second.
"""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 100
#: glibc's mallopt: from which size on a block goes back to the system when it is freed.
_M_MMAP_THRESHOLD, _LARGE_BYTES = -3, 4 * 1024 * 1024

#: Who makes very much that is no garbage yet: one for each.
_making: list[None] = []


class Garbage(QObject):
    """Collects garbage from time to time, as often as Python would; Python itself no longer does."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what is due, unless it would be looked for in vain among very much that is just being made."""
        if _making:
            return
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[0]:
            gc.collect(2 if due[2] else 1 if due[1] else 0)


@contextmanager
def left_alone() -> Iterator[None]:
    """Collect no garbage meanwhile: a thread makes a million things, and a window would wait for a look at them."""
    _making.append(None)
    try:
        yield
    finally:
        _making.pop()


def leave_out_what_is_there() -> None:
    """Never again look through what is there now, a project that was opened and its window; forget what was before."""
    # Looking through a large project for the little that was before the first one takes 150 ms.
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()


def give_back_large_blocks() -> None:
    """Let freed arrays leave the program: glibc would keep those of up to 32 MB, 100 MB after a million claims."""
    _glibc("mallopt", _M_MMAP_THRESHOLD, _LARGE_BYTES)


def give_back_small_blocks() -> None:
    """Let freed pages leave the program that lie among others, which glibc keeps: 30 MB after a million claims."""
    _glibc("malloc_trim", 0)


def _glibc(name: str, *values: int) -> None:
    if sys.platform == "linux":
        # Other C libraries have no such function, nor the habit.
        function = getattr(ctypes.CDLL(None), name, None)
        if function is not None:
            function(*values)
