"""Nothing leaves the machine: not by Python, not by Qt, not by any process of the web engine."""

import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mapview.domain.dates import day_number
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus

PATIENCE_MS = 60_000
_LOCAL = ("00000000", "0100007F", "0" * 32, "0" * 24 + "01000000", "0000000000000000FFFF00000100007F")


def descendants(process: int) -> Iterator[int]:
    yield process
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process:
            yield from descendants(int(folder.name))


def sockets_to_elsewhere(process: int) -> list[str]:
    """The remote addresses of the inet sockets of a process and its descendants."""
    remote: dict[str, str] = {}
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            address = fields[2].partition(":")[0]
            if address not in _LOCAL:
                remote[fields[9]] = fields[2]
    inodes = [inode for one in descendants(process) for inode in socket_inodes(one)]
    return [remote[inode] for inode in inodes if inode in remote]


def socket_inodes(process: int) -> Iterator[str]:
    folder = Path(f"/proc/{process}/fd")
    for entry in folder.iterdir() if os.access(folder, os.R_OK) else []:
        # A descriptor may be closed between the listing and the look.
        with contextlib.suppress(OSError):
            link = str(entry.readlink())
            if link.startswith("socket:["):
                yield link[8:-1]


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="sockets of other processes are seen on Linux only")
def test_scrubbing_clicking_and_exporting_open_no_socket_to_elsewhere(
    qtbot: QtBot, window: MainWindow, ask: Callable[[MainWindow, str], Any], tmp_path: Path
) -> None:
    seen: list[str] = []

    def look() -> None:
        seen.extend(sockets_to_elsewhere(os.getpid()))

    for day in range(day_number(2025, 10, 1), day_number(2026, 1, 20), 5):
        window.session.set_day(day)
        qtbot.waitUntil(lambda day=day: ask(window, "window.mapview.state().time") == day * 86_400_000)
        look()
    point = ask(window, "window.mapview.pointOf('ain-al-asad')")
    at = window.map.point(point["x"], point["y"])
    QTest.mouseClick(window.map.view.focusProxy(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    qtbot.waitUntil(lambda: window.session.focus == Focus("place", "ain-al-asad"), timeout=PATIENCE_MS)
    look()
    with qtbot.waitSignal(window.exports.written, timeout=PATIENCE_MS):
        window.exports.write_page(tmp_path / "map.html")
    look()
    with qtbot.waitSignal(window.exports.written, timeout=PATIENCE_MS):
        window.exports.write_picture(tmp_path / "map.png", (800, 500), 1.0)
    look()
    assert (tmp_path / "map.html").stat().st_size > 100_000
    assert (tmp_path / "map.png").stat().st_size > 10_000
    assert seen == []


def test_the_guard_of_these_tests_can_fail() -> None:
    with socket.socket() as sender, pytest.raises(AssertionError, match="a socket to"):
        sender.connect(("192.0.2.1", 80))


def test_the_look_at_sockets_can_find_one() -> None:
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        # Connecting a datagram socket sends nothing; it needs a route, which a machine without network lacks.
        try:
            socket.socket.__base__.connect(sender, ("192.0.2.1", 9))  # type: ignore[attr-defined]
        except OSError:
            pytest.skip("this machine has no route to anywhere")
        assert sockets_to_elsewhere(os.getpid())
    finally:
        sender.close()
