"""Time a CSV of 1,000,000 rows read into a change, and a share of them stored as one step of undo and taken back.

Usage: ``python -m benchmarks.bench_import [ROWS]``. The table is made here, always the same. Each part has a process of
its own, so that its memory can be told.
"""

import multiprocessing
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from mapview.domain.starter import starter_project
from mapview.exchange.import_tables import open_table
from mapview.exchange.importing.mapping import TableMapping
from mapview.exchange.importing.take import Taken, take
from mapview.gazetteer.index import Gazetteer
from mapview.store.project_file import ProjectFile

ROWS, PLACES, SOURCES = 1_000_000, 2_000, 500
#: Storing, and taking back, a million rows as one step takes so long that a share of them is stored.
STORED_SHARE = 50
WHOLE_S, MEMORY_MB = 60.0, 1_000.0
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
    """Make the table and measure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        table = Path(name) / "events.csv"
        make(table, rows)
        print(f"table of {rows:,} rows, {table.stat().st_size / 1e6:.0f} MB")
        small = Path(name) / "some.csv"
        make(small, rows // STORED_SHARE)
        for part, path, count in ((reading, table, rows), (storing, small, rows // STORED_SHARE)):
            process = multiprocessing.get_context("spawn").Process(target=part, args=(path, count))
            process.start()
            process.join()


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


def reading(path: Path, rows: int) -> None:
    """Time opening and taking the table, and the longest time between two yields."""
    began = time.perf_counter()
    taken, worst = read(path)
    spent = time.perf_counter() - began
    each = f"{spent / rows * 1e6:.0f} us each, longest step {worst * 1000:.0f} ms"
    print(f"{rows:,} rows read: {spent:.1f} s, {each}, {memory():.0f} MB")
    if taken.added != rows:
        sys.exit("rows were left out")


def storing(path: Path, rows: int) -> None:
    """Time the whole import, and one undo."""
    target = path.with_suffix(".mapview")
    with ProjectFile.create(target, starter_project("Bench")) as file:
        began = time.perf_counter()
        taken, _ = read(path)
        if taken.change is None:
            sys.exit("nothing was read")
        file.apply(taken.change, "import", [taken.document])
        spent, used = time.perf_counter() - began, memory()
        fits = "within" if spent <= WHOLE_S * rows / ROWS and used <= MEMORY_MB else "OVER"
        size = target.stat().st_size / 1e6
        print(f"{rows:,} rows read and stored: {spent:.1f} s, {used:.0f} MB, file {size:.0f} MB: {fits}")
        del taken
        began = time.perf_counter()
        file.undo()
        print(f"undone: {time.perf_counter() - began:.1f} s, {memory():.0f} MB")


def read(path: Path) -> tuple[Taken, float]:
    """Return what the table becomes, and the longest step in seconds."""
    table = open_table(path).table
    steps = take(table, MAPPING, starter_project("Bench"), Gazetteer.load())
    worst, last = 0.0, time.perf_counter()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Taken = end.value
            return found, worst
        now = time.perf_counter()
        worst, last = max(worst, now - last), now


def memory() -> float:
    """Return the most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
