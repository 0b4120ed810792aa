"""The index of claims: opening, views, counts, conflicts and edits, at 100,000 and at 1,000,000 claims.

Each size is measured in a process of its own, so that its memory is its own too. Bars are those of a million claims.
``python -m benchmarks.bench_timeline 100000`` measures one size.
"""

import functools
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from benchmarks.bench_project_file import figures, timed, verdict
from benchmarks.generator import made_project

from mapview.domain.changes import Change, Put, Remove
from mapview.domain.conflicts import derived_pairs
from mapview.domain.dates import Span
from mapview.domain.filters import Filter
from mapview.domain.histogram import Layer
from mapview.domain.model import Text
from mapview.domain.timeline import Timeline
from mapview.render.map_data import columns_blob
from mapview.store.new_file import write_file
from mapview.store.project_file import ProjectFile

SIZES = (100_000, 1_000_000)
OPEN_S, MEMORY_MB, CONFLICTS_S, EDIT_MS, BLOCKING_MS, STEP_MS = 4.0, 600.0, 5.0, 20.0, 50.0, 10.0
STEPS, EDITS = 50, 20
LAYERS: tuple[Layer, ...] = ("source", "publisher", "topic", "modality")


def main() -> None:
    """Print one line for each measurement."""
    if sys.argv[1:2] == ["--make"]:
        claims = int(sys.argv[2])
        write_file(Path(sys.argv[3]), made_project(claims // 10, claims, seed=11))
    elif sys.argv[1:2] == ["--open"]:
        measure(Path(sys.argv[2]))
    else:
        for claims in [int(size) for size in sys.argv[1:]] or SIZES:
            print(f"-- {claims:,} claims on {claims // 10:,} places", flush=True)
            with tempfile.TemporaryDirectory() as folder:
                path = str(Path(folder) / "made.mapview")
                for part in (["--make", str(claims), path], ["--open", path]):
                    subprocess.run([sys.executable, "-m", "benchmarks.bench_timeline", *part], check=True)


def measure(path: Path) -> None:
    """Open a project file and do what the window does."""
    began = time.perf_counter()
    with ProjectFile.open(path) as file:
        timeline = Timeline.of(file.project)
        first, last = timeline.span or (0, 0)
        timeline.view(Span(last, last)).counts()
        took = time.perf_counter() - began
        print(f"from the file to the first view: {took:.2f} s {verdict(took, OPEN_S)} {OPEN_S:g} s")
        report("the page's columns", [timed(functools.partial(columns_blob, timeline)) for _ in range(3)])
        days = np.linspace(first, last, STEPS).astype(int).tolist()
        measure_steps(timeline, days)
        measure_conflicts(timeline)
        measure_edits(file, timeline)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at most: {peak:.0f} MB {verdict(peak, MEMORY_MB)} {MEMORY_MB:g} MB")


def measure_steps(timeline: Timeline, days: list[int]) -> None:
    """Time what follows a step of the slider, each from the two clocks on."""
    wanted = Filter(modalities=("reported", "announced"), place_kinds=("town", "base", "site"))
    narrowed = timeline.facets.narrowed(wanted)
    places = timeline.columns.place_ids

    def panel(day: int) -> None:
        place = places[day % len(places)]
        view = timeline.view(Span(day, day), day)
        view.statuses_of(place)
        rows = timeline.columns.rows_of_place(timeline.columns.register.places.at[place])
        for row in np.flatnonzero(view.shown[rows]) + rows.start:
            _ = timeline.project.claims[timeline.columns.ids[int(row)]]

    steps: dict[str, tuple[Callable[[int], object], float | None]] = {
        "claims and statuses of one place": (panel, STEP_MS),
        "counts for all filters": (lambda day: timeline.view(Span(day, day), day).counts(), STEP_MS),
        "the same, filtered": (lambda day: timeline.view(Span(day, day), day, narrowed).counts(), STEP_MS),
        "statuses of all places": (lambda day: timeline.view(Span(day, day), day).topic_statuses(), None),
        "staleness of all places": (lambda day: timeline.view(Span(day, day), day).staleness(), None),
        "days of change": (timeline.changes, None),
    }
    for name, (step, bar) in steps.items():
        report(name, [timed(functools.partial(step, day)) for day in days], bar)
    edges = np.unique(np.linspace(days[0], days[-1], 400).astype(np.int64))
    for by in LAYERS:
        times = [timed(functools.partial(timeline.histogram, edges, day, by)) for day in days[::10]]
        report(f"histogram by {by}", times)


def measure_conflicts(timeline: Timeline) -> None:
    """Time the conflicts of the whole project, as pairs and as a list in words."""
    topics = list(timeline.project.topics.values())
    pairs = timed(lambda: derived_pairs(timeline.columns, topics)) / 1000
    listed = timed(lambda: timeline.view().conflicts()) / 1000
    judged = verdict(pairs + listed, CONFLICTS_S)
    count = len(timeline.conflict_pairs)
    print(
        f"conflicts of the whole project: {count:,} pairs in {pairs:.2f} s, listed in {listed:.2f} s"
        f" {judged} {CONFLICTS_S:g} s"
    )


def measure_edits(file: ProjectFile, timeline: Timeline) -> None:
    """Time the index after single edits, conflicts included, and the edits themselves."""
    project = file.project
    claims = [project.claims[timeline.columns.ids[number * 997 % len(timeline.columns)]] for number in range(EDITS)]
    old = [timeline.columns.ids[(number * 997 + 498) % len(timeline.columns)] for number in range(EDITS)]
    place, source = next(iter(project.places.values())), next(iter(project.sources.values()))
    topic = next(iter(project.topics.values()))
    rules = ((), topic.exclusive)
    kinds: dict[str, Callable[[int], Change]] = {
        "another time for a claim": lambda n: Put(replace(claims[n], when=f"2025-{n % 12 + 1:02}/..")),
        "another note for a claim": lambda n: Put(replace(claims[n], note=f"Note {n}")),
        "a new claim": lambda n: Put(replace(claims[n], id=f"new-{n}")),
        "the new claim taken out": lambda n: Remove("claims", f"new-{n}"),
        "an old claim taken out": lambda n: Remove("claims", old[n]),
        "a place moved": lambda n: Put(replace(place, lat=30 + n / 10)),
        "another day for a source": lambda n: Put(replace(source, published=f"2025-03-{n + 1:02}")),
        "another title for a source": lambda n: Put(replace(source, title=f"Report {n}")),
        "another name for a topic": lambda n: Put(replace(topic, names=Text(f"Topic {n}"))),
        "another rule for a topic": lambda n: Put(replace(topic, exclusive=rules[n % 2])),
    }
    for name, make in kinds.items():
        stored, indexed = [], []
        for number in range(EDITS):
            change = make(number)
            stored.append(timed(functools.partial(file.apply, change, name)))
            began = time.perf_counter()
            timeline = timeline.after(file.project, change)
            indexed.append(1000 * (time.perf_counter() - began))
        report(f"index after {name}", indexed, EDIT_MS)
        report("  stored and indexed", [sum(both) for both in zip(stored, indexed, strict=True)], BLOCKING_MS)


def report(name: str, times: list[float], bar: float | None = None) -> None:
    """Print the figures of a measurement, in milliseconds."""
    judged = "" if bar is None else f" {verdict(statistics.median(times), bar)} {bar:g} ms (median)"
    print(f"{name}: {figures(times)}{judged}", flush=True)


if __name__ == "__main__":
    main()
