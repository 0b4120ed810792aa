"""Time the gazetteer: first look-up, 1,000 exact names, 1,000 misspelt ones, 1,000 points.

The names are main names of five letters or more, half from the region's CSV, half from the world's tier, drawn with a
fixed seed. A misspelt name is a real one with one letter left out, doubled, swapped with the next, or replaced,
at a random place. "Found first" is the share whose first match has the name that was misspelt.

Run: python benchmarks/bench_gazetteer.py
"""

import csv
import random
import statistics
import sys
import time
from collections.abc import Callable

from mapview.config import resource_path
from mapview.gazetteer.index import Gazetteer, Match
from mapview.gazetteer.normalise import fold, is_arabic

COUNT = 1_000
SEED = 20260118
EXACT_BUDGET_MS = 0.1
MISSPELT_BUDGET_MS = 5.0
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def names(gazetteer: Gazetteer, count: int, rng: random.Random) -> list[str]:
    """Return real names, half of the region and half of the world."""
    with resource_path("data/gazetteer.csv").open(encoding="utf-8", newline="") as stream:
        region = [row[column] for row in csv.DictReader(stream) for column in ("name_en", "name_ar")]
    world = [entry.names["en"] for entry in gazetteer.sample(count * 2, rng, tier=1) if "en" in entry.names]
    drawn = rng.sample([name for name in region if len(fold(name)) >= 5], count // 2)
    return drawn + rng.sample([name for name in world if len(fold(name)) >= 5], count - count // 2)


def misspell(name: str, rng: random.Random) -> str:
    """Return a name with one typing error."""
    letters = _ARABIC if is_arabic(name) else _LATIN
    place = rng.randrange(len(name) - 1)
    before, letter, after = name[:place], name[place], name[place + 1 :]
    edits = (before + after, before + letter * 2 + after, before + after[:1] + letter + after[1:])
    return rng.choice((*edits, before + rng.choice(letters) + after))


def timed(look_up: Callable[[str], list[Match]], queries: list[str]) -> tuple[list[float], list[list[Match]]]:
    """Return the milliseconds and the matches of each query."""
    times, found = [], []
    for query in queries:
        start = time.perf_counter()
        matches = look_up(query)
        times.append((time.perf_counter() - start) * 1e3)
        found.append(matches)
    return times, found


def share_found_first(wanted: list[str], found: list[list[Match]]) -> float:
    """Return the share of queries whose first match has the wanted name."""
    hits = 0
    for name, matches in zip(wanted, found, strict=True):
        if matches:
            entry = matches[0].entry
            hits += fold(name) in {fold(other) for other in (*entry.names.values(), *entry.aliases)}
    return hits / len(wanted)


def report(what: str, times: list[float], budget: float | None = None) -> bool:
    """Print mean, median and 95th percentile in milliseconds, and whether the mean keeps its budget."""
    mean = statistics.fmean(times)
    percentile = statistics.quantiles(times, n=20)[-1]
    verdict = "" if budget is None else f"   budget {budget} ms: {'kept' if mean <= budget else 'MISSED'}"
    median = statistics.median(times)
    sys.stdout.write(f"{what:<28} mean {mean:7.3f}  median {median:7.3f}  95% {percentile:7.3f} ms{verdict}\n")
    return budget is None or mean <= budget


def main() -> int:
    """Print the figures; exit status 1 where a budget is missed."""
    start = time.perf_counter()
    gazetteer = Gazetteer.load()
    gazetteer.search("بغداد")
    sys.stdout.write(f"{'open and first look-up':<28} {(time.perf_counter() - start) * 1e3:12.1f} ms\n")
    rng = random.Random(SEED)
    wanted = names(gazetteer, COUNT, rng)
    misspelt = [misspell(name, rng) for name in wanted]
    exact_times, exact = timed(gazetteer.search, wanted)
    typing_times, typed = timed(gazetteer.search, misspelt)
    points = [(rng.uniform(29, 37), rng.uniform(36, 48)) for _ in range(COUNT)]
    start = time.perf_counter()
    for lat, lon in points:
        gazetteer.nearest(lat, lon)
    reverse_ms = (time.perf_counter() - start) * 1e3 / COUNT
    kept = report("1,000 exact names", exact_times, EXACT_BUDGET_MS)
    sys.stdout.write(f"{'  found first':<28} {share_found_first(wanted, exact):12.1%}\n")
    kept &= report("1,000 misspelt names", typing_times, MISSPELT_BUDGET_MS)
    sys.stdout.write(f"{'  found first':<28} {share_found_first(wanted, typed):12.1%}\n")
    sys.stdout.write(f"{'1,000 points, nearest':<28} mean {reverse_ms:7.3f} ms\n")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
