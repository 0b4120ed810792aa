"""Opening a project of a million claims: the program's own process, from its start to the first painted map; memory.

``mapview PROJECT`` runs as a person starts it, with a window, in a process that besides listens to what its map says.
Time runs until the frame that first shows marks is painted, and on until all tiles are in. Memory is the proportional
set size of the program's process and of its page's once both are at rest, and the most that Python has taken till then
(Linux). The peer is the first timeline, opened in the same way and run: what Python, Qt and a page take without claims.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from benchmarks.processes import memory_mb, page_memory_mb

from mapview.config import resource_path

CLAIMS, PLACES = 1_000_000, 100_000
RUNS = 3
OPEN_BAR_S, PYTHON_BAR_MB, PAGE_BAR_MB = 4.0, 600, 500
_REST_MS = 3000


def make(path: Path) -> None:
    """Write the project."""
    from benchmarks.generator import made_project  # noqa: PLC0415 - which no program has loaded that opens it

    from mapview.store.new_file import write_file  # noqa: PLC0415

    write_file(path, made_project(PLACES, CLAIMS, seed=11), ())


def run() -> None:
    """Run ``mapview PROJECT``; what it loads comes in its own order, which matters to what PySide makes of it."""
    from mapview.cli import main as mapview  # noqa: PLC0415, I001
    from mapview.ui import app  # noqa: PLC0415
    from PySide6.QtCore import QTimer  # noqa: PLC0415

    app.application()
    QTimer.singleShot(0, listen)
    mapview()


def listen() -> None:
    """Print ``painted``, ``complete`` and figures of memory as the map of the window that opens comes so far."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from mapview.ui.main_window import MainWindow  # noqa: PLC0415
    from mapview.ui.map.messages import Painted  # noqa: PLC0415

    (window,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
    told: list[Painted] = []

    def weigh() -> None:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(memory_mb(os.getpid()), page_memory_mb(os.getpid()), most, flush=True)
        window.close()

    def look(frame: Painted) -> None:
        if frame.complete and not told:
            told.append(frame)
            print("complete", flush=True)
            QTimer.singleShot(_REST_MS, weigh)

    window.map.ready.connect(lambda: print("painted", flush=True))
    window.map.painted.connect(look)


def open_once(project: Path, folder: Path) -> list[float]:
    """Return seconds to the first painted and to the complete map; megabytes of Python, page, and Python at most."""
    command = [sys.executable, "-m", "benchmarks.bench_opening", str(project)]
    start = time.perf_counter()
    taken: list[float] = []
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"MAPVIEW_DATA_DIR": str(folder)},
    ) as process:
        for line in process.stdout or ():
            if line.strip() in {"painted", "complete"}:
                taken.append(time.perf_counter() - start)
            else:
                taken += map(float, line.split())
    return taken


def report(project: Path, folder: Path) -> np.ndarray:
    """Return the medians of several openings; the first one warms the disk's cache."""
    return np.median([open_once(project, folder) for _ in range(RUNS + 1)][1:], axis=0)


def main() -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = folder / "million.mapview"
        # In a process of its own, which takes the memory of a million claims with it.
        subprocess.run([sys.executable, "-m", "benchmarks.bench_opening", "make", str(project)], check=True)
        small = report(resource_path("seeds"), folder)
        painted, complete, python, page, most = large = report(project, folder)
    ratios = large / small
    print(
        f"open {CLAIMS:,} claims: first painted map {painted:.2f} s (bar {OPEN_BAR_S:g}), {ratios[0]:.1f} times the "
        f"first timeline's; all tiles in {complete:.2f} s, {ratios[1]:.1f} times"
    )
    print(
        f"memory of Python {python:.0f} MB (bar {PYTHON_BAR_MB}), {ratios[2]:.1f} times the first timeline's, at most "
        f"{most:.0f} MB; of the page {page:.0f} MB (bar {PAGE_BAR_MB}), {ratios[3]:.1f} times"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(Path(sys.argv[2]))
    elif sys.argv[1:]:
        run()
    else:
        main()
