"""Time a CSV of 1,000,000 rows brought into a project by the commands: import, undo, redo, import again.

Usage: ``python -m benchmarks.bench_import [ROWS…]``. The tables are made here, always the same. Each command is a
process of its own, so that its memory can be told. Beside it, in the same run, stand two peers that do far less:
pandas reads the file, and SQLite's ``executemany`` stores its rows as they are.
"""

import csv
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from mapview.domain.starter import starter_project
from mapview.exchange.import_tables import open_table
from mapview.exchange.importing.bring import bringing
from mapview.exchange.importing.mapping import TableMapping, write_mapping
from mapview.gazetteer.index import Gazetteer
from mapview.store.project_file import ProjectFile

ROWS, PLACES, SOURCES = (100_000, 1_000_000), 2_000, 500
WHOLE_S, MEMORY_MB = 60.0, 1_000.0
#: What starting takes, whatever the table.
START_S = 2.0
MAPPING = TableMapping(
    "events",
    {
        "id": "id", "place": "place", "lat": "lat", "lon": "lon", "start": "date", "statement": "what",
        "publisher": "publisher", "published": "published",
    },
    {"topic": "events"},
    date_order="day-first",
)  # fmt: skip


def main() -> None:
    """Make the tables and measure; a peer is measured when this is called with its name."""
    if sys.argv[1:2] and sys.argv[1] in PEERS:
        PEERS[sys.argv[1]](Path(sys.argv[2]))
        return
    for rows in map(int, sys.argv[1:]) if sys.argv[1:] else ROWS:
        with tempfile.TemporaryDirectory() as name:
            measure(Path(name), rows)


def measure(folder: Path, rows: int) -> None:
    """Print what each command takes for a table of so many rows."""
    table, mapping, project = folder / "events.csv", folder / "events.toml", folder / "events.mapview"
    make(table, rows)
    write_mapping(MAPPING, mapping)
    os.environ["MAPVIEW_DATA_DIR"] = str(folder / "data")
    print(f"table of {rows:,} rows, {table.stat().st_size / 1e6:.0f} MB")
    peers = {name: timed(["-m", "benchmarks.bench_import", name, str(table)]) for name in PEERS}
    for name, peer in peers.items():
        print(f"  {name}: {peer}")
    bring = ["import", str(project), str(table), "--mapping", str(mapping)]
    for words, command in (
        ("import", bring), ("undo", ["undo", str(project)]), ("redo", ["redo", str(project)]), ("import again", bring),
    ):  # fmt: skip
        taken = timed(["-m", "mapview", *command])
        ratios = ", ".join(f"{taken.processor_s / peer.processor_s:.0f} times {name}" for name, peer in peers.items())
        print(f"  {words}: {taken} ({ratios})", flush=True)
        if words == "import":
            fits = taken.spent_s <= WHOLE_S * rows / max(ROWS) + START_S and taken.memory_mb <= MEMORY_MB
            bar = f"{'within' if fits else 'OVER'} {WHOLE_S:.0f} s and {MEMORY_MB:.0f} MB a million"
            print(f"    {bar}; the file has {project.stat().st_size / 1e6:.0f} MB")
    print(f"  longest time between two moments to cancel: {longest_step(folder, table) * 1000:.0f} ms")


def make(path: Path, rows: int) -> None:
    """Write a table of events at places around Iraq."""
    rng = random.Random(6)
    places = [(f"Site {n}", f"{rng.uniform(29, 37):.4f}", f"{rng.uniform(39, 48):.4f}") for n in range(PLACES)]
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id,place,lat,lon,date,what,publisher,published\n")
        for number in range(rows):
            place, lat, lon = rng.choice(places)
            day = f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(2015, 2025)}"
            who = rng.randrange(SOURCES)
            stream.write(f"e{number},{place},{lat},{lon},{day},a convoy of {number % 90} vehicles passed,")
            stream.write(f"Paper {who},{2015 + who % 11}-05-01\n")


class Cost(NamedTuple):
    """What a process took: seconds by the clock, seconds of a processor, and the most memory in MB."""

    spent_s: float
    processor_s: float
    memory_mb: float

    def __str__(self) -> str:
        return f"{self.spent_s:.1f} s, {self.processor_s:.1f} s of a processor, {self.memory_mb:.0f} MB"


def timed(command: list[str]) -> Cost:
    """Run Python with some arguments and return what it took."""
    began = time.perf_counter()
    run = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        sys.exit(f"{' '.join(command)} ended with {run.returncode}.")
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def longest_step(folder: Path, table: Path) -> float:
    """Return the longest time in seconds between two moments at which an import can be given up."""
    with ProjectFile.create(folder / "stepped.mapview", starter_project("Bench")) as file:
        steps = bringing(file, open_table(table).table, MAPPING, Gazetteer.load(), "import")
        worst, last = 0.0, time.perf_counter()
        for _ in steps:
            now = time.perf_counter()
            worst, last = max(worst, now - last), now
        return max(worst, time.perf_counter() - last)


def read_by_pandas(table: Path) -> None:
    """Read a table as the first peer."""
    pd.read_csv(table)


def stored_by_sqlite(table: Path) -> None:
    """Store the rows of a table, as they are, as the second peer."""
    with table.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        columns = next(rows)
        connection = sqlite3.connect(table.with_suffix(".db"))
        connection.execute(f"CREATE TABLE events ({', '.join(columns)})")
        connection.executemany(f"INSERT INTO events VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608
        connection.commit()
        connection.close()


PEERS = {"pandas.read_csv": read_by_pandas, "SQLite's executemany": stored_by_sqlite}


if __name__ == "__main__":
    main()
