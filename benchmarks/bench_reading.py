"""How fast a document is read on one core, how soon the reader is ready, and how much memory it takes.

A document is of the length of a news report (some 2,500 characters), put together from sentences of our own with
places drawn from the gazetteer, half of them Arabic.
"""

import random
import resource
import subprocess
import sys
import time

DOCUMENTS = 200
SENTENCES = 26
PER_SECOND, READY_S, MEMORY_MB = 50, 0.3, 250
ARABIC = (
    "أعلنت الوزارة، يوم {day}، أن نحو {number} جندي انسحبوا من {place} باتجاه {other}. ",
    "وقال المتحدث إن العملية ستكتمل خلال الأشهر الستة المقبلة في {place}، بعد اتفاق أبرم عام {year}. ",
    "وكانت القوات قد وصلت إلى {place} في أواخر أيلول {year}، ثم انتقلت إلى {other}. ",
)
ENGLISH = (
    "The ministry said on {day} that about {number} troops had left {place} for {other}. ",
    "The spokesman added that the handover of {place} would be finished within six months, after a deal of {year}. ",
    "Forces reached {place} in late September {year} and moved on to {other} three weeks later. ",
)


def main() -> int:
    """Measure, print a line a figure, and return 1 if one misses its mark."""
    ready = _ready()
    rate, memory = (float(value) for value in _python("--inner").split())
    figures = (
        ("documents a second per core", rate, PER_SECOND, rate >= PER_SECOND),
        ("ready after s", ready, READY_S, ready <= READY_S),
        ("memory of the process MB", memory, MEMORY_MB, memory <= MEMORY_MB),
    )
    for name, value, mark, reached in figures:
        print(f"reading: {name}: {value:.2f} (mark {mark}) {'ok' if reached else 'MISSED'}")
    return 0 if all(reached for *_, reached in figures) else 1


def _ready() -> float:
    """Return the seconds from the import of the reader to the result of a first short document, the best of five."""
    code = (
        "import time; start = time.perf_counter(); from mapview.reading.suggest import suggest_document; "
        "suggest_document('Troops left Baghdad on 5 May 2024.'); print(time.perf_counter() - start)"
    )
    runs = [subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True) for _ in range(5)]
    return min(float(run.stdout) for run in runs)


def _python(argument: str) -> str:
    command = [sys.executable, __file__, argument]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _inner() -> None:
    # Imported here, so that the memory measured is the reading process's own.
    from mapview.gazetteer.index import Gazetteer  # noqa: PLC0415
    from mapview.reading.suggest import suggest_document  # noqa: PLC0415

    rng = random.Random(20260114)
    gazetteer = Gazetteer.load()
    places = gazetteer.sample(300, rng) + gazetteer.sample(300, rng, tier=1)
    documents = [
        _document(rng, places, ENGLISH if i % 2 else ARABIC, "en" if i % 2 else "ar") for i in range(DOCUMENTS)
    ]
    start = time.process_time()
    for text in documents:
        suggest_document(text, "2026-01-14")
    rate = DOCUMENTS / (time.process_time() - start)
    print(rate, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _document(rng: random.Random, places: list, sentences: tuple[str, ...], language: str) -> str:
    days = ("الأحد", "الثلاثاء") if language == "ar" else ("Sunday", "Tuesday")
    named = [place.names.get(language, place.name) for place in places]
    return "".join(
        rng.choice(sentences).format(
            day=rng.choice(days), number=rng.randrange(100, 5000), year=rng.randrange(2003, 2026),
            place=rng.choice(named), other=rng.choice(named),
        )
        for _ in range(SENTENCES)
    )  # fmt: skip


if __name__ == "__main__":
    if "--inner" in sys.argv:
        _inner()
    else:
        sys.exit(main())
