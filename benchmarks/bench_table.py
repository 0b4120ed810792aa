"""The table of claims and the search field on a project of 100,000 claims and 10,000 documents.

Each figure is what blocks the window, painting included.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from benchmarks.bench_project_file import QUERIES, large_project
from PySide6.QtCore import QSettings

from mapview.domain.changes import Put
from mapview.store.documents import Document
from mapview.store.new_file import write_file
from mapview.store.project_file import ProjectFile
from mapview.ui import app
from mapview.ui.lists.search_finds import Finder
from mapview.ui.session import Session
from mapview.ui.table.columns import COLUMNS
from mapview.ui.table.index import Narrowing
from mapview.ui.table.panel import ClaimsTable
from mapview.ui.widgets.theme import apply_theme

ORDER_BAR_MS, KEY_BAR_MS = 300.0, 50.0


def timed(do: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes with what it makes the window paint."""
    began = time.perf_counter()
    do()
    app.application().processEvents()
    return (time.perf_counter() - began) * 1000


def report(name: str, taken: float, bar: float | None = None) -> None:
    """Print a figure."""
    verdict = "" if bar is None else f" ({'within' if taken <= bar else 'OVER'} {bar:g} ms)"
    print(f"{name}: {taken:.0f} ms{verdict}", flush=True)


def measure_table(session: Session, settings: QSettings) -> None:
    """Time what a reader of the table does."""
    table = ClaimsTable(session, settings)
    table.resize(1600, 600)
    report("table: first shown", timed(table.show))
    longest, began = 0.0, time.perf_counter()
    while table.is_preparing:
        longest = max(longest, timed(lambda: None))
    report(f"table: reads ahead for {time.perf_counter() - began:.1f} s, blocking at most", longest)
    orders = {column: timed(partial(table.order_by, column)) for column in COLUMNS}
    slowest = max(orders, key=orders.__getitem__)
    report(f"table: ordered by a column, the slowest ({slowest})", orders[slowest], ORDER_BAR_MS)
    report("table: filtered by a word, the first time", timed(partial(table.narrow, Narrowing("base"))))
    report("table: filtered by two words", timed(partial(table.narrow, Narrowing("base convoy"))))
    table.show_all()
    bar = table.view.verticalScrollBar()
    pages = [timed(partial(bar.setValue, at)) for at in np.linspace(0, bar.maximum(), 100).astype(int).tolist()]
    report("table: scrolled by pages, the slowest of 100", max(pages))
    table.on_map.setChecked(True)
    days = range(session.first_day, session.first_day + 60)
    report(
        "table: a step of the slider as on the map, median",
        statistics.median(timed(partial(session.set_day, day)) for day in days),
    )
    table.on_map.setChecked(False)
    claim = next(iter(session.project.claims.values()))
    report("table: one edit", timed(lambda: session.edit(Put(replace(claim, note="noted")), "note")))
    table.close()


def measure_search(session: Session) -> None:
    """Time each key of the search field."""
    finder = Finder(session)
    keys = [query[:end] for query in QUERIES for end in range(1, len(query) + 1)]
    taken = [timed(partial(finder.finds, key)) for key in keys]
    report(f"search field: a key, median of {len(keys)}", statistics.median(taken))
    report("search field: a key, 95 of 100", float(np.percentile(taken, 95)), KEY_BAR_MS)
    worst = int(np.argmax(taken))
    report(f"search field: a key, the slowest ({keys[worst]!r})", taken[worst], KEY_BAR_MS)


def main() -> None:
    """Print all figures."""
    apply_theme(app.application(), "light")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.mapview"
        project, texts = large_project()
        write_file(path, project, (Document(text, text.encode()) for text in texts))
        with ProjectFile.open(path) as file:
            session = Session(file)
            measure_table(session, QSettings(str(path.with_name("table.ini")), QSettings.Format.IniFormat))
            measure_search(session)


if __name__ == "__main__":
    main()
