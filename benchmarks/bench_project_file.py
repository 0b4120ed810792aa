"""Time the project file: opening 100,000 claims, one edit, search over 10,000 documents, memory, and 200 killed runs.

Usage: ``python -m benchmarks.bench_project_file [--no-kill]``. The project and its documents are made here, from words
of the gazetteer, always the same.
"""

import contextlib
import functools
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from tests.helpers.killing import kill_an_editing_run

from mapview.config import resource_path
from mapview.domain.changes import Change, Macro, Put, Remove
from mapview.domain.model import Anchor, Claim, Place, Project, Source, State, Text, Topic
from mapview.store.documents import Document
from mapview.store.folder import load_folder
from mapview.store.new_file import write_file
from mapview.store.originals import sha256_of
from mapview.store.packing import load_project, pack, unpack
from mapview.store.project_file import ProjectFile

CLAIMS, PLACES, SOURCES = 100_000, 1_000, 10_000
OPEN_S, EDIT_MS, SEARCH_MS = 1.5, 10.0, 50.0
KILLS = 200
QUERIES = (
    "بغداد", "بالأنبار", "الاسد", "قاعدة عين الأسد", "والموصل", "«عين الأسد»", "للكويت", "انسحاب القوات الأمريكية",
    "ba", "ain al-asad", "harir", "kuwait base", "al", "ال", "في", "the", "convoy left the base on friday", "zzz",
)  # fmt: skip
ARABIC = (
    "في من على إلى عن أن القوات الأمريكية قاعدة عين الأسد الأنبار بغداد أربيل حرير التحالف الدولي انسحاب العراق "
    "قال مسؤول أمني اليوم أمس الجمعة وغادر الرتل الحدود الكويت الموصل كركوك البصرة مصدر أكد والجيش وبالتنسيق للقاعدة"
)
ENGLISH = "the of to in base convoy left on friday forces coalition said official air Iraq Ain al-Asad Harir Erbil gate"


def main() -> None:
    """Print one line for each measurement; each part runs in a process of its own, as a window would."""
    if len(sys.argv) > 2 and sys.argv[1] == "--part":
        PARTS[sys.argv[2]](Path(sys.argv[3]))
        return
    parts = [part for part in PARTS if part != "kill" or "--no-kill" not in sys.argv]
    with tempfile.TemporaryDirectory() as folder:
        for part in parts:
            path = Path(folder) / ("killed.mapview" if part == "kill" else "large.mapview")
            command = [sys.executable, "-m", "benchmarks.bench_project_file", "--part", part, str(path), *sys.argv[1:]]
            subprocess.run(command, check=True)


def measure_making(path: Path) -> None:
    """Time the writing of the large project."""
    project, texts = large_project()
    documents = (Document(text, text.encode()) for text in texts)
    with clock() as took:
        write_file(path, project, documents)
    letters = sum(map(len, texts)) / len(texts)
    print(
        f"made: {CLAIMS} claims, {PLACES} places, {SOURCES} documents of {letters:.0f} code points on average:"
        f" {took():.1f} s, {path.stat().st_size / 1e6:.0f} MB"
    )


def measure_opening(path: Path) -> None:
    """Time the opening in processes of their own, and the memory that it takes."""
    script = (
        "import resource, sys, time; from pathlib import Path; from mapview.store.project_file import ProjectFile;"
        "resident = lambda: int(Path('/proc/self/statm').read_text().split()[1]) * resource.getpagesize();"
        "before = resident(); began = time.perf_counter();"
        "file = ProjectFile.open(Path(sys.argv[1])); took = time.perf_counter() - began;"
        "print(took, resident() - before, len(file.project.claims))"
    )
    runs = []
    for _ in range(5):
        out = subprocess.run(
            [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True
        ).stdout.split()
        if int(out[2]) != CLAIMS:
            raise SystemExit(f"{out[2]} claims were read, not {CLAIMS}")
        runs.append((float(out[0]), int(out[1]) / 1e6))
    seconds, memory = (statistics.median(values) for values in zip(*runs, strict=True))
    print(f"open: {seconds:.2f} s {verdict(seconds, OPEN_S)} {OPEN_S} s; memory {memory:.0f} MB")


def measure_work(path: Path) -> None:
    """Time edits and searches in one process."""
    with ProjectFile.open(path) as file:
        measure_edits(file)
        measure_search(file)


def measure_edits(file: ProjectFile) -> None:
    """Time single edits, each a transaction on disk, and their undoing."""
    chance = random.Random(1)
    claims = list(file.project.claims.values())
    place = next(iter(file.project.places.values()))

    def changed(number: int) -> Change:
        return Put(replace(claims[chance.randrange(CLAIMS)], note=f"Note {number}"))

    def added(number: int) -> Change:
        return Put(replace(claims[chance.randrange(CLAIMS)], id=f"new-{number}"))

    def taken_out(number: int) -> Change:
        return Remove("claims", f"new-{number}")

    kinds: dict[str, Callable[[int], Change]] = {
        "change a claim": changed,
        "add a claim": added,
        "take a claim out": taken_out,
        "move a place": lambda _n: Put(replace(place, lat=chance.uniform(30, 36))),
    }
    for name, make in kinds.items():
        changes = [make(number) for number in range(100)]
        times = [timed(functools.partial(file.apply, change, name)) for change in changes]
        print(f"edit, {name}: {figures(times)} {verdict(statistics.median(times), EDIT_MS)} {EDIT_MS:g} ms (median)")
    print(f"undo: {figures([timed(file.undo) for _ in range(200)])}")
    print(f"redo: {figures([timed(file.redo) for _ in range(200)])}")
    many = Macro(tuple(Put(replace(claims[n], id=f"many-{n}")) for n in range(1000)))
    print(f"one edit of 1,000 claims: {timed(lambda: file.apply(many, 'Import')):.0f} ms")


def measure_search(file: ProjectFile) -> None:
    """Time what a person would type, twenty hits with their snippets."""
    for kinds in (("documents",), None):
        times = {}
        for query in QUERIES:
            found = len(file.search(query, kinds=kinds))
            times[query] = statistics.median(
                timed(functools.partial(file.search, query, kinds=kinds)) for _ in range(5)
            )
            if "--each" in sys.argv:
                print(f"  {query!r}: {found} hits, {times[query]:.1f} ms")
        what = "documents" if kinds else "everything"
        worst = max(times, key=times.__getitem__)
        print(
            f"search, {what}: {figures(list(times.values()))} {verdict(times[worst], SEARCH_MS)} {SEARCH_MS:g} ms"
            f" (the slowest: {worst!r})"
        )
    print(
        f"memory after edits and searches: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most"
    )


def measure_packing(path: Path) -> None:
    """Time the way to a folder and back, and compare."""
    folder = path.parent
    with clock() as took:
        unpack(path, folder / "large")
    print(f"unpack: {took():.1f} s")
    with clock() as took:
        pack(folder / "large", folder / "again.mapview")
    print(f"pack: {took():.1f} s")
    if load_project(path) != load_project(folder / "again.mapview"):
        raise SystemExit("packing the unpacked project gave another project")


def measure_kills(path: Path) -> None:
    """Kill editing runs at random moments and judge what they leave."""
    ProjectFile.create(path, load_folder(resource_path("seeds"))).close()
    told = rolled_back = 0
    for seed in range(KILLS):
        left = kill_an_editing_run(path, seed)
        told += left.told
        rolled_back += left.journal
    print(
        f"killed {KILLS} editing runs ({rolled_back} within a transaction): all of {told} edits that were said to be"
        " stored are there, no file is damaged, undo works"
    )


def large_project() -> tuple[Project, list[str]]:
    """Return a project of random claims with the texts of its sources."""
    chance = random.Random(1)
    names = [name for name in place_names() if name]
    places = {
        f"place-{n}": Place(
            f"place-{n}", Text(chance.choice(names), chance.choice(names)), "town", chance.uniform(29, 37),
            chance.uniform(38, 48), 1000.0, "made for a benchmark",
        )
        for n in range(PLACES)
    }  # fmt: skip
    words = ARABIC.split() * 30 + names
    texts = [" ".join(chance.choices(words, k=chance.randrange(100, 900))) for _ in range(SOURCES)]
    sources = {
        f"source-{n}": Source(
            f"source-{n}", f"Report {n} {chance.choice(names)}", Text(f"Publisher {n % 50}"), None, "ar",
            f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}", "2026-11-22", "made for a benchmark", sha256_of(text),
        )
        for n, text in enumerate(texts)
    }  # fmt: skip
    states = tuple(State(name, Text(name), colour) for name, colour in (("present", "blue"), ("absent", "orange")))
    topics = {
        "presence": Topic("presence", Text("Presence"), "state", states),
        "remark": Topic("remark", Text("Remark"), "text"),
    }
    claims = {}
    for n in range(CLAIMS):
        source = chance.randrange(SOURCES)
        start = chance.randrange(100)
        topic = chance.choice(("presence", "remark"))
        claims[f"claim-{n}"] = Claim(
            id=f"claim-{n}",
            place=f"place-{chance.randrange(PLACES)}",
            topic=topic,
            value=chance.choice(("present", "absent")) if topic == "presence" else chance.choice(names),
            statement=Text(
                " ".join(chance.choices(ENGLISH.split(), k=10)), " ".join(chance.choices(ARABIC.split(), k=9))
            ),
            when=f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}/..",
            source=f"source-{source}",
            anchor=Anchor(start, start + 60, sha256_of(texts[source][start : start + 60]), "في من على"),
        )
    return Project(Text("Large"), "presence", places, topics, {}, sources, claims), texts


def place_names() -> list[str]:
    """Return names of places of the region in Arabic and English."""
    lines = resource_path("data/gazetteer.csv").read_text(encoding="utf-8").splitlines()
    return [field for line in lines[1:8000:5] for field in line.split(",")[1:4] if field and not field[0].isdigit()]


@contextlib.contextmanager
def clock() -> Iterator[Callable[[], float]]:
    """Give a function that tells the seconds since the block began, until its end."""
    began = time.perf_counter()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else time.perf_counter()) - began
    ended.append(time.perf_counter())


def timed(do: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    began = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - began)


def figures(times: list[float]) -> str:
    """Return median, 95th percentile and maximum in words."""
    times = sorted(times)
    return (
        f"median {statistics.median(times):.1f} ms, 95% {times[int(0.95 * (len(times) - 1))]:.1f} ms,"
        f" worst {times[-1]:.1f} ms"
    )


def verdict(value: float, bar: float) -> str:
    """Return whether a figure keeps within its bar."""
    return "within" if value <= bar else "OVER"


PARTS: dict[str, Callable[[Path], None]] = {
    "make": measure_making,
    "open": measure_opening,
    "work": measure_work,
    "pack": measure_packing,
    "kill": measure_kills,
}

if __name__ == "__main__":
    main()
