"""The page alone, in Chromium at 1280 x 800 with software rendering: steps, main-thread time beside peers, memory.

A step calls ``mapview.setDays`` and ends with the painted frame that shows that day; the screen's 60 frames a second
let none take less than what is left of a frame. Main-thread time is Chromium's own count (``TaskDuration``) of script,
layout and painting. The peers get 50,000 claims: Leaflet's circle markers on its canvas, added and removed as claims
begin and end, and Leaflet.timeline, which npm fetches once into a cache in the user's folder; each row is told beside
the one that takes the main thread less.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.generator import made_project
from benchmarks.processes import page_memory_mb
from platformdirs import user_cache_path
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from mapview.domain.columns import OPEN_END, OPEN_START
from mapview.domain.timeline import Timeline
from mapview.errors import MapviewError
from mapview.render.basemap import Basemap, TileStyle
from mapview.render.fonts import font_face_css
from mapview.render.map_data import page_data
from mapview.render.map_document import (
    APP_URL,
    MAP_SCRIPTS,
    MAP_STYLES,
    ClaimLayer,
    MapPage,
    page_file,
    page_options,
    render,
    style,
)
from mapview.render.snapshot import have_application

STEPS = 300
PEER_STEPS = 40
PEER_CLAIMS = 50_000
#: Claims, places, the bars of the median and the 95th percentile in milliseconds, and of the main thread's time as a
#: share of the better peer's. The peers, which take far fewer claims, come first.
SIZES = (
    (PEER_CLAIMS, PEER_CLAIMS // 10, 17.0, 33.0, 0.2),
    (100_000, 10_000, 17.0, 33.0, 1.0),
    (1_000_000, 100_000, 25.0, 50.0, 1.0),
)
MEMORY_BAR_MB = 500
OWN = "MapView"
TIMELINE = "leaflet.timeline@1.6.0"

_SCRUB = """
const [first, last, steps, done] = [...arguments];
(async () => {
  const taken = [];
  for (let i = 0; i < steps; i++) {
    const day = first + Math.round(((last - first) * i) / steps);
    const start = performance.now();
    mapview.setDays(day, day);
    await mapview.whenPainted();
    taken.push(performance.now() - start);
  }
  done(taken);
})();
"""
_SCRUB_PEER = """
const [first, steps, done] = [...arguments];
(async () => {
  const taken = [];
  for (let i = 0; i < steps; i++) {
    const start = performance.now();
    window.moveTo(first + i);
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    taken.push(performance.now() - start);
  }
  done(taken);
})();
"""
_COMPLETE = """
const done = arguments[0];
const off = mapview.onFrame((frame) => { if (frame.complete) { off(); done(); } });
mapview.whenPainted();
"""


@dataclass(frozen=True, slots=True)
class Steps:
    """What steps took: milliseconds to the painted frame, each; milliseconds of the main thread; seconds to open."""

    taken: list[float]
    own: float
    opened: float
    memory_mb: float


def write_data(claims: int, places: int, folder: Path) -> None:
    """Write what the page and its peers are given of a made timeline."""
    timeline = Timeline.of(made_project(places, claims, seed=11))
    (folder / "map.bin").write_bytes(page_data(timeline, "en", "light", "made"))
    (folder / "span.json").write_text(json.dumps(timeline.span))
    if claims == PEER_CLAIMS:
        rows, points = timeline.columns, timeline.facets.points[timeline.columns.place]
        ends = np.column_stack((np.where(rows.earliest == OPEN_START, 0, rows.earliest), rows.latest))
        ends[rows.latest == OPEN_END, 1] = 10**6
        (folder / "rows.json").write_text(json.dumps(np.column_stack((points.round(5), ends)).tolist()))


def page(origin: str) -> str:
    """Return the window's page, without the window."""
    options = page_options("window", "light", "en")
    options = {
        key: value.replace(APP_URL, origin) if isinstance(value, str) else value for key, value in options.items()
    }
    return render(
        MapPage("light", "en"),
        ClaimLayer(options),
        scripts=[origin + path for path in MAP_SCRIPTS],
        styles=[origin + path for path in MAP_STYLES],
        head=[style(font_face_css(embed=True))],
    )


def peer_page(name: str) -> str:
    """Return a page with a bare Leaflet map."""
    library = '<script src="/timeline.js"></script>' if name == "timeline" else ""
    return (
        '<!doctype html><link rel="stylesheet" href="/leaflet/leaflet.css"><style>html,body,#map{height:100%;margin:0}'
        f'</style><div id="map"></div><script src="/leaflet/leaflet.js"></script>{library}'
        '<script src="/peer.js"></script>'
    )


def timeline_library() -> Path | None:
    """Return Leaflet.timeline's script, fetched by npm if it is not there; None if that fails."""
    folder = user_cache_path("mapview-benchmarks")
    script = folder / "node_modules/leaflet.timeline/dist/leaflet.timeline.js"
    npm = shutil.which("npm")
    if not script.exists() and npm is not None:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([npm, "install", "--silent", "--prefix", str(folder), TIMELINE], check=False, timeout=120)
    return script if script.exists() else None


@contextmanager
def served(folder: Path, library: Path | None) -> Iterator[str]:
    """Serve pages, data and tiles on this machine; yields the address."""
    have_application()
    basemap = Basemap.load()

    def answer(path: str) -> tuple[str, bytes]:
        name = path.removeprefix("/").partition("?")[0]
        if name.startswith("tiles/"):
            z, x, y = (int(part) for part in name.removesuffix(".png").split("/")[-3:])
            return "image/png", basemap.tile_png(z, x, y, TileStyle("light", "en"), 512)
        own: dict[str, Callable[[], tuple[str, bytes]]] = {
            "": lambda: ("text/html", page(origin).encode()),
            "plain": lambda: ("text/html", peer_page("plain").encode()),
            "timeline": lambda: ("text/html", peer_page("timeline").encode()),
            "peer.js": lambda: ("text/javascript", Path(__file__).with_name("page_peer.js").read_bytes()),
            "timeline.js": lambda: ("text/javascript", library.read_bytes() if library else b""),
            "rows.json": lambda: ("application/json", (folder / "rows.json").read_bytes()),
            "data/map.bin": lambda: ("application/octet-stream", (folder / "map.bin").read_bytes()),
        }
        return own[name]() if name in own else page_file(name)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                kind, body = answer(self.path)
            except MapviewError:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            # A browser that moves on hangs up.
            with suppress(ConnectionError):
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    origin = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield origin
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium without a window and without a graphics card."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for argument in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"):
        options.add_argument(argument)
    found = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))
    try:
        metrics = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        found.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        found.execute_cdp_cmd("Performance.enable", {"timeDomain": "timeTicks"})
        found.set_script_timeout(600)
        yield found
    finally:
        found.quit()


def main_thread_ms(driver: webdriver.Chrome) -> float:
    """Return how long the page's main thread has been at work."""
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return 1000 * next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def steps_of_page(driver: webdriver.Chrome, origin: str, folder: Path) -> Steps:
    """Scrub through a timeline."""
    driver.get(origin)
    driver.execute_async_script("mapview.ready.then(arguments[0])")
    opened = float(driver.execute_script("return performance.now()")) / 1000
    driver.execute_async_script(_COMPLETE)
    first, last = json.loads((folder / "span.json").read_text())
    last = min(last, first + 730)
    driver.execute_async_script(_SCRUB, first, last, 30)
    before = main_thread_ms(driver)
    taken = driver.execute_async_script(_SCRUB, first + 60, last, STEPS)
    own = (main_thread_ms(driver) - before) / STEPS
    driver.execute_script("window.gc && gc()")
    return Steps(taken, own, opened, page_memory_mb(driver.service.process.pid))


def steps_of_peer(driver: webdriver.Chrome, origin: str, folder: Path, name: str) -> Steps:
    """Scrub through the same claims as a peer shows them."""
    driver.get(origin + name)
    driver.execute_async_script("const done = arguments[1]; startPeer(arguments[0]).then(() => done())", name)
    opened = float(driver.execute_script("return performance.now()")) / 1000
    first, _ = json.loads((folder / "span.json").read_text())
    driver.execute_async_script(_SCRUB_PEER, first + 360, 2)
    before = main_thread_ms(driver)
    taken = driver.execute_async_script(_SCRUB_PEER, first + 362, PEER_STEPS)
    own = (main_thread_ms(driver) - before) / PEER_STEPS
    return Steps(taken, own, opened, page_memory_mb(driver.service.process.pid))


def measured(claims: int, places: int, root: Path, library: Path | None) -> dict[str, Steps]:
    """Return the page's steps, and of the peers' size also theirs, by name."""
    folder = root / str(claims)
    folder.mkdir()
    # In a process of its own, which takes the memory of a million claims with it.
    command = [sys.executable, "-m", "benchmarks.bench_page", "data", str(claims), str(places), str(folder)]
    subprocess.run(command, check=True)
    with served(folder, library) as origin, browser() as driver:
        found = {OWN: steps_of_page(driver, origin, folder)}
        if claims == PEER_CLAIMS:
            found["Leaflet's markers"] = steps_of_peer(driver, origin, folder, "plain")
            if library is not None:
                found["Leaflet.timeline"] = steps_of_peer(driver, origin, folder, "timeline")
    return found


def told(steps: Steps, peer: Steps, bars: tuple[float, float, float]) -> str:
    """Put steps into words, with their ratios to the better peer's in the same run; the last bar is of such a ratio."""
    median, late, share = bars
    half, most = np.percentile(steps.taken, [50, 95])
    return (
        f"step p50 {half:.1f} ms (bar {median:g}, {half / np.median(peer.taken):.2f} of the better peer's), p95 "
        f"{most:.1f} ms (bar {late:g}, {most / np.percentile(peer.taken, 95):.2f}); main thread {steps.own:.1f} ms "
        f"({steps.own / peer.own:.2f} of the better peer's, bar {share:g}); first painted {steps.opened:.2f} s; memory "
        f"of the page {steps.memory_mb:.0f} MB (bar {MEMORY_BAR_MB}, {steps.memory_mb / peer.memory_mb:.2f})"
    )


def main() -> None:
    """Print all figures."""
    if sys.argv[1:2] == ["data"]:
        write_data(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
        return
    if not shutil.which("chromedriver"):
        print("skipped: Chromium and chromedriver are not installed")
        return
    library = timeline_library()
    if library is None:
        print("Leaflet.timeline is left out: npm could not fetch it")
    with tempfile.TemporaryDirectory() as root:
        peer: Steps | None = None
        for claims, places, *bars in SIZES:
            found = measured(claims, places, Path(root), library)
            own = found.pop(OWN)
            for name, steps in found.items():
                print(
                    f"{name} at {claims:,} claims, a peer: step p50 {np.median(steps.taken):.1f} ms, "
                    f"main thread {steps.own:.1f} ms",
                    flush=True,
                )
            peer = peer or min(found.values(), key=lambda steps: steps.own)
            print(f"{claims:,} claims on {places:,} places: {told(own, peer, (bars[0], bars[1], bars[2]))}", flush=True)


if __name__ == "__main__":
    main()
