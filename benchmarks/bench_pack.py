"""The evidence pack: how large it is, how long it takes to write, and how soon it answers in Chromium.

Interactive is the moment at which the page has painted its first frame with data and, its slider moved, painted that
day too; counted from the beginning of the navigation, from a file, in 1280 x 800 with software rendering. The main
thread's time stands beside it, since others may use the machine.
"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench_page import browser, main_thread_ms
from benchmarks.generator import made_project

from mapview.domain.dates import Span
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.evidence_pack import write_evidence_pack

#: Claims, places, and the bars of size in megabytes and of seconds until interactive; None: no bar.
SIZES = ((10_000, 2_000, 8.0, 1.5), (100_000, 20_000, None, None))
RUNS = 5
_INTERACTIVE = """
const done = arguments[0];
const look = () => (window.mapview ? go() : setTimeout(look, 5));
const go = async () => {
  await mapview.ready;
  const first = performance.now();
  const slider = document.getElementById("mv-slider");
  slider.value = String(Number(slider.value) - 30);
  slider.dispatchEvent(new Event("input"));
  await mapview.whenPainted();
  done([first, performance.now()]);
};
look();
"""
_SEARCH = """
const done = arguments[0];
const before = document.getElementById("mv-count").textContent;
document.getElementById("mv-tab-filters").click();
const box = document.getElementById("mv-search");
box.value = "statement 77";
const start = performance.now();
box.dispatchEvent(new Event("input"));
const look = () => {
  if (document.getElementById("mv-count").textContent === before) setTimeout(look, 5);
  else done(performance.now() - start);
};
look();
"""


def main() -> None:
    """Print all figures."""
    if not shutil.which("chromedriver"):
        print("skipped: Chromium and chromedriver are not installed")
        return
    with tempfile.TemporaryDirectory() as root:
        for claims, places, size_bar, time_bar in SIZES:
            path = Path(root) / f"{claims}.html"
            timeline = Timeline.of(made_project(places, claims, seed=3))
            day = (timeline.span or (0, 0))[0] + 500
            began = time.perf_counter()
            with path.open("wb") as stream:
                write_evidence_pack(Snapshot(timeline, Span(day, day)), stream)
            taken = time.perf_counter() - began
            size = path.stat().st_size / 1e6
            painted, answered, searched, worked = [], [], [], []
            for _ in range(RUNS):
                with browser() as driver:
                    driver.get(path.as_uri())
                    first, interactive = driver.execute_async_script(_INTERACTIVE)
                    painted.append(first / 1000)
                    answered.append(interactive / 1000)
                    worked.append(main_thread_ms(driver) / 1000)
                    searched.append(driver.execute_async_script(_SEARCH) / 1000)
            bars = "no bar" if size_bar is None else f"bars {size_bar:g} MB, {time_bar:g} s"
            print(
                f"{claims:,} claims on {places:,} places: {size:.2f} MB, written in {taken:.1f} s; first frame "
                f"{statistics.median(painted):.2f} s, interactive {statistics.median(answered):.2f} s (worst "
                f"{max(answered):.2f}); main thread until then {statistics.median(worked):.2f} s; "
                f"first search {statistics.median(searched):.2f} s ({bars})",
                flush=True,
            )


if __name__ == "__main__":
    sys.exit(main())
