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

from mapview.domain.changes import Change, Macro, Put, Remove
from mapview.domain.coinciding import Coinciding
from mapview.domain.dates import Span
from mapview.domain.filters import Filter
from mapview.domain.histogram import Layer
from mapview.domain.model import AssertedConflict, Decision, Project, State, Text, Topic, Utterance
from mapview.domain.timeline import Timeline
from mapview.render.map_data import columns_blob
from mapview.store.new_file import write_file
from mapview.store.project_file import ProjectFile

SIZES = (100_000, 1_000_000)
OPEN_S, MEMORY_MB, CONFLICTS_S, EDIT_MS, BLOCKING_MS, STEP_MS = 4.0, 600.0, 5.0, 20.0, 50.0, 10.0
STEPS, EDITS, JUDGEMENTS = 50, 20, 100
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
        timeline = time_edits(file, timeline, edits_of_claims(timeline) | edits_of_others(timeline))
        measure_judged(file, timeline)
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
    pairs = timed(lambda: Coinciding.of(timeline.columns, timeline.project.topics.values())) / 1000
    listed = timed(lambda: timeline.view().conflicts()) / 1000
    judged = verdict(pairs + listed, CONFLICTS_S)
    count = len(timeline.conflict_pairs)
    print(
        f"conflicts of the whole project: {count:,} pairs in {pairs:.2f} s, listed in {listed:.2f} s"
        f" {judged} {CONFLICTS_S:g} s"
    )


def measure_judged(file: ProjectFile, timeline: Timeline) -> None:
    """Time the index after single edits of a project with many decisions and asserted conflicts."""
    judgements = judgements_on(timeline)
    change = Macro(tuple(map(Put, judgements)))
    file.apply(change, "judgements")
    timeline = timeline.after(file.project, change)
    print(f"with {len(judgements)} judgements of a person:", flush=True)
    decision, assertion = judgements[0], judgements[-1]
    assert isinstance(decision, Decision)  # noqa: S101
    assert isinstance(assertion, AssertedConflict)  # noqa: S101
    kinds: dict[str, Callable[[int], Change]] = {
        "a decision": lambda n: Put(replace(decision, kind=("both-stand", "explained")[n % 2], note=Text("Why."))),
        "a person's reason": lambda n: Put(replace(assertion, reason=Text(f"Reason {n}"))),
    }
    time_edits(file, timeline, kinds | edits_of_claims(timeline) | rules(timeline.project))


def time_edits(file: ProjectFile, timeline: Timeline, kinds: dict[str, Callable[[int], Change]]) -> Timeline:
    """Print how long the index takes after single edits, conflicts included; return the index after them."""
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
    return timeline


def edits_of_claims(timeline: Timeline) -> dict[str, Callable[[int], Change]]:
    """Return edits of claims, made anew from a number."""
    columns, present = timeline.columns, timeline.project.claims
    claims = [present[columns.ids[number * 997 % len(columns)]] for number in range(EDITS)]
    old = [columns.ids[(number * 997 + 498) % len(columns)] for number in range(EDITS)]
    return {
        "another time for a claim": lambda n: Put(replace(claims[n], when=f"2025-{n % 12 + 1:02}/..")),
        "another note for a claim": lambda n: Put(replace(claims[n], note=f"Note {n}")),
        "a new claim": lambda n: Put(replace(claims[n], id=f"new-{n}")),
        "the new claim taken out": lambda n: Remove("claims", f"new-{n}"),
        "an old claim taken out": lambda n: Remove("claims", old[n]),
    }


def edits_of_others(timeline: Timeline) -> dict[str, Callable[[int], Change]]:
    """Return edits of what claims refer to."""
    project = timeline.project
    place, source = next(iter(project.places.values())), next(iter(project.sources.values()))
    said = Utterance("said", Text("Somebody"))
    return {
        "a place moved": lambda n: Put(replace(place, lat=30 + n / 10)),
        "another name for a place": lambda n: Put(replace(place, names=Text(f"Name {n}"))),
        "a new place": lambda n: Put(replace(place, id=f"new-{n}")),
        "the new place taken out": lambda n: Remove("places", f"new-{n}"),
        "another day for a source": lambda n: Put(replace(source, published=f"2025-03-{n + 1:02}")),
        "another title for a source": lambda n: Put(replace(source, title=f"Report {n}")),
        "another publisher for a source": lambda n: Put(replace(source, publisher=Text(f"Publisher {n % 3}"))),
        "a new source": lambda n: Put(replace(source, id=f"new-{n}")),
        "a new utterance": lambda n: Put(replace(said, id=f"said-{n}")),
        "another speaker of an utterance": lambda n: Put(replace(said, id="said-1", speaker=Text(f"Speaker {n}"))),
        "a new topic": lambda n: Put(Topic(f"new-{n}", Text("New"), "text")),
        **rules(project),
    }


def rules(project: Project) -> dict[str, Callable[[int], Change]]:
    """Return edits of topics."""
    topics = project.topics.values()
    stated = next(topic for topic in topics if topic.type == "state")
    counted = next(topic for topic in topics if topic.type == "quantity")
    excluding = ((), stated.exclusive)
    fourth = State("gone", Text("gone"), "yellow")
    three = tuple(state for state in stated.states if state.id != fourth.id)
    orders = ((*three, fourth), (fourth, *three), three)
    return {
        "another name for a topic": lambda n: Put(replace(stated, names=Text(f"Topic {n}"))),
        "another rule for a topic of states": lambda n: Put(replace(stated, exclusive=excluding[n % 2])),
        "another rule for a topic of quantities": lambda n: Put(replace(counted, apart=n % 2 == 1)),
        "other states of a topic": lambda n: Put(replace(stated, states=orders[n % 3])),
    }


def judgements_on(timeline: Timeline) -> list[Decision | AssertedConflict]:
    """Return decisions on some of the conflicts, and conflicts that a person asserts."""
    columns, found = timeline.columns, []
    for number in range(JUDGEMENTS):
        pair = timeline.derived[number * 997 % len(timeline.derived)].tolist()
        claims = tuple(sorted(columns.ids[row] for row in pair))
        kind, prefers = ("prefer", claims[0]) if number % 2 else ("explained", None)
        found.append(Decision(f"decided-{number}", claims, kind, "2026-01-14", prefers, Text("Why.")))
    for number in range(JUDGEMENTS // 4):
        one, other = timeline.derived[number * 991 % len(timeline.derived)].tolist()
        sides = ((columns.ids[one],), (columns.ids[other],))
        place, topic = timeline.place_of(one), timeline.topic_of(one)
        found.append(AssertedConflict(f"asserted-{number}", place, topic, sides, Text("Because.")))
    return found


def report(name: str, times: list[float], bar: float | None = None) -> None:
    """Print the figures of a measurement, in milliseconds."""
    judged = "" if bar is None else f" {verdict(statistics.median(times), bar)} {bar:g} ms (median)"
    print(f"{name}: {figures(times)}{judged}", flush=True)


if __name__ == "__main__":
    main()
