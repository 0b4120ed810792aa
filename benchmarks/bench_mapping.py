"""Time a CSV of 1,000,000 rows brought into a project by the page of a table, beside the command that does the same.

Usage: ``python -m benchmarks.bench_mapping [ROWS…]``. From the file that is dropped to the first rows as they will be
read, to the whole table counted, to the claims on the map; then taken back. While that goes on, a timer of 5 ms tells
how long the window was away from its events. Window and command are processes of their own, so that the most memory
that each of them had can be told; neither counts that of the map's page.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.bench_import import MAPPING, ROWS, make, timed
from benchmarks.bench_stalls import BAR_MS, Watcher, until_calm
from benchmarks.bench_window import open_window_on
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest

from mapview.domain.starter import starter_project
from mapview.exchange.import_tables import open_table
from mapview.exchange.importing.mapping import remember, write_mapping
from mapview.store.project_file import ProjectFile
from mapview.ui import app
from mapview.ui.main_window import MainWindow

_PATIENCE_S = 900.0
_STALLS = 4
#: Of the command's processor time, for what the window shows besides.
MOST_TIMES = 1.25


def waited(until: Callable[[], bool]) -> float:
    """Run the event loop until something holds; return for how many seconds."""
    began, loop = time.perf_counter(), QEventLoop()
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: loop.quit() if until() or time.perf_counter() - began > _PATIENCE_S else None)
    timer.start()
    loop.exec()
    if not until():
        sys.exit("the window did not come to an end")
    return time.perf_counter() - began


def told(watcher: Watcher, name: str, spent_s: float) -> None:
    """Print what a part took, and its longest stalls."""
    longest = max(watcher.gaps, default=0.0)
    over = f"{len(watcher.stalls)} times over {BAR_MS:g} ms" if watcher.stalls else f"never over {BAR_MS:g} ms"
    print(f"  {name}: {spent_s:.1f} s; away for at most {longest:.0f} ms, {over}", flush=True)
    for stall, worked, where in sorted(watcher.stalls, reverse=True)[:_STALLS]:
        print(f"      {stall:.0f} ms, at work for {worked:.0f} ms, in {where}", flush=True)
    watcher.begin()


def through_the_page(window: MainWindow, table: Path) -> None:
    """Import a table by its page as soon as that can be asked for, and take it back."""
    watcher = Watcher()
    until_calm(watcher, 2.0)
    watcher.begin()
    began, worked = time.perf_counter(), time.process_time()
    imports, session = window.imports, window.session
    imports.tables.take([table])
    told(watcher, "opened", waited(lambda: imports.tables.page is not None))
    page = imports.tables.page
    assert page is not None  # noqa: S101
    told(watcher, "first rows as they will be read", waited(lambda: bool(page.preview.model.rows)))
    if "--count" in sys.argv:
        told(watcher, "all rows counted", waited(lambda: page.counted is not None))
    QTest.mouseClick(page.proceed, Qt.MouseButton.LeftButton)
    told(watcher, "from Import to the claims in the window", waited(lambda: imports.tables.page is None))
    whole, worked = time.perf_counter() - began, time.process_time() - worked
    until_calm(watcher, 2.0)
    told(watcher, f"{len(session.project.claims):,} claims; until the window is calm", watcher.busy - began - whole)
    ratio = worked / float(sys.argv[3])
    verdict = "within" if ratio <= MOST_TIMES else "OVER"
    print(f"  in all {whole:.1f} s, {worked:.1f} s of a processor; {memory_mb()} MB at the most", flush=True)
    print(f"    {ratio:.2f} times the command's, {verdict} {MOST_TIMES:g} if nothing is counted before", flush=True)
    window.undo()
    told(watcher, "taken back", waited(lambda: not imports.moves.busy))


def memory_mb() -> int:
    """Return the most memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


def measure_window(table: Path) -> None:
    """Open a window on an empty project and import a table."""
    app.application()
    remember(MAPPING, open_table(table).table.columns)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.mapview"
        with ProjectFile.create(path, starter_project("Bench")) as file:
            window = open_window_on(file, QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat))
            print(f"  the window alone: {memory_mb()} MB")
            through_the_page(window, table)
            window.close()
            window.deleteLater()
            app.application().processEvents()


def main() -> None:
    """Make the tables and measure; the window's part runs in a process of its own."""
    if sys.argv[1:2] == ["--window"]:
        measure_window(Path(sys.argv[2]))
        return
    for rows in [int(size) for size in sys.argv[1:]] or ROWS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            os.environ["MAPVIEW_DATA_DIR"] = str(folder / "data")
            table, mapping = folder / "events.csv", folder / "events.toml"
            make(table, rows)
            write_mapping(MAPPING, mapping)
            print(f"table of {rows:,} rows, {table.stat().st_size / 1e6:.0f} MB")
            command = ["import", str(folder / "by-command.mapview"), str(table), "--mapping", str(mapping)]
            beside = timed(["-m", "mapview", *command])
            print(f"  the command: {beside}", flush=True)
            for more in ([], ["--count"]):
                print("  the window, Import pressed when all rows are counted" if more else "  the window")
                command = [sys.executable, "-m", "benchmarks.bench_mapping", "--window", str(table)]
                command += [str(beside.processor_s), *more]
                subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
