"""Films: how long a frame takes to be taken and to be written, on the first timeline and on 100,000 claims."""

import io
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from benchmarks.generator import made_project
from PySide6.QtCore import QEventLoop, QTimer

from mapview.config import resource_path
from mapview.domain.film import Film, Step
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.exchange.films.kinds import FILMS
from mapview.exchange.films.shots import Shot
from mapview.store.folder import load_folder
from mapview.ui import app
from mapview.ui.map.film import Filming

SIZE = 1280, 800
BAR_S = 0.3


def film_of(timeline: Timeline, frames: int) -> Film:
    """Return a film of so many frames of a day each, up to the end of the timeline."""
    last = timeline.span[1] if timeline.span else 0
    return Film(last - frames + 1, last, Step(1, "d"))


def shots_of(snapshot: Snapshot) -> tuple[list[Shot], float, list[float]]:
    """Return the frames of a film, the seconds until the first one and those between the others."""
    shots: list[Shot] = []
    times: list[float] = []

    def keep(found: Iterator[Shot]) -> None:
        for shot in found:
            times.append(time.perf_counter())
            shots.append(shot)

    loop = QEventLoop()
    filming = Filming(snapshot, keep)
    filming.done.connect(loop.quit)
    filming.failed.connect(lambda words: (print(words), loop.quit()))
    began = time.perf_counter()
    QTimer.singleShot(0, filming, filming.start)
    loop.exec()
    filming.close()
    return shots, times[0] - began, [later - earlier for earlier, later in pairwise(times)]


def main() -> None:
    """Print all figures."""
    app.application()
    for name, project, frames in (
        ("first timeline", load_folder(resource_path("seeds")), 60),
        ("100,000 claims on 10,000 places", made_project(10_000, 100_000, seed=1), 40),
    ):
        timeline = Timeline.of(project)
        snapshot = Snapshot(timeline, size=SIZE)
        shots, first, between = shots_of(replace(snapshot, film=film_of(timeline, frames)))
        median, worst = statistics.median(between), max(between)
        verdict = "within" if median <= BAR_S else "OVER"
        print(f"{name}: first frame {first:.1f} s, then {median:.3f} s each, worst {worst:.3f} s ({verdict} {BAR_S} s)")
        for kind, write in FILMS.items():
            stream = io.BytesIO()
            began = time.perf_counter()
            write(shots, stream)
            each = (time.perf_counter() - began) / len(shots)
            size = len(stream.getvalue()) / 1e6
            print(f"  .{kind}: {each:.3f} s a frame, {size:.2f} MB for {len(shots)} frames", flush=True)


if __name__ == "__main__":
    main()
