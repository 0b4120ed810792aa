"""Waiting for Qt in a command, which Control-C ends."""

import signal
from types import FrameType

from PySide6.QtCore import QEventLoop


def run(loop: QEventLoop) -> None:
    """Run an event loop in the main thread until it is told to quit.

    Raises
    ------
    KeyboardInterrupt
        If Control-C ended it. Raised in one of Qt's slots, it would be printed and forgotten.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        loop.exec()
        return
    asked = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        loop.quit()

    signal.signal(signal.SIGINT, stop)
    try:
        loop.exec()
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if asked:
        raise KeyboardInterrupt
