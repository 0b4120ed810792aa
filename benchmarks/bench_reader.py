"""The reader: opening a long document with 2,000 claims, scrolling to another place, finding, underlining.

Opening ends when the text is painted at the passage that was asked for. The longest stay away from the event loop is
told for the reading of a report in the background, while the text is painted all the time.
"""

import hashlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from mapview.domain.model import Anchor, Claim, Place, Project, Source, State, Text, Topic
from mapview.store.documents import Document
from mapview.store.project_file import ProjectFile
from mapview.ui import app
from mapview.ui.reader.panel import Reader
from mapview.ui.session import Session
from mapview.ui.widgets.theme import apply_theme

_PARAGRAPH = (
    "انسحبت القوات من قاعدة عين الأسد في محافظة الأنبار في 14 كانون الثاني 2026، وفق ما قال متحدث في بغداد. "
    "نحو 300 جندي ما زالوا في أربيل، ولم يُعلن موعد مغادرتهم بعد.\n"
)
CLAIMS = 2_000
MEGABYTES = (2, 10)
OPEN_BAR_MS, STEP_BAR_MS, AWAY_BAR_MS = 300, 50, 50


def made(text: str, claims: int) -> Project:
    """Return a project with one source and claims spread over its text."""
    source = Source("long", "Long", None, None, "ar", "2026-01-15", "2026-01-16", "made", Document(text, b"").sha256)
    topic = Topic("presence", Text("Presence"), "state", (State("absent", Text("absent"), "blue"),))
    place = Place("base", Text("Base"), "base", 33.8, 42.4, 1000.0, "made")
    found = {}
    for number in range(claims):
        start = number * (len(text) // (claims + 1))
        passage = text[start : start + 120]
        anchor = Anchor(start, start + 120, hashlib.sha256(passage.encode()).hexdigest(), passage[20:40])
        name = f"claim-{number}"
        found[name] = Claim(name, "base", "presence", "absent", Text("Nobody is there."), "2026-01-14", "long", anchor)
    return Project(
        Text("Reader"), "presence", {"base": place}, {"presence": topic}, sources={"long": source}, claims=found
    )


def run_until(done: Callable[[], bool]) -> None:
    """Run the event loop until something is done."""
    loop = QEventLoop()
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: loop.quit() if done() else None)
    timer.start()
    loop.exec()


def long_document(folder: Path, megabytes: int) -> None:
    """Open a long document, go elsewhere in it, and find a word."""
    text = _PARAGRAPH * (megabytes * 1_000_000 // len(_PARAGRAPH.encode())) + "وأخيرا الموصل.\n"
    with ProjectFile.create(folder / f"{megabytes}.mapview", made(text, CLAIMS), [Document(text, b"")]) as file:
        session = Session(file)
        reader = Reader(session)
        reader.resize(520, 900)
        reader.show()
        app.application().processEvents()
        anchor = session.project.claims[f"claim-{CLAIMS // 2}"].anchor
        start = time.perf_counter()
        session.passage_asked_for.emit("long", anchor.start, anchor.end)
        reader.text.viewport().repaint()
        opened = time.perf_counter()
        reader.suggestions.read(None, None, "")
        reader.text.choose(len(text) - 90, len(text) - 50)
        reader.text.viewport().repaint()
        moved = time.perf_counter()
        reader.find_bar.open()
        reader.find_bar.field.setText("الموصل")
        run_until(lambda: bool(reader.find_bar.found))
        found = time.perf_counter()
        print(f"{megabytes} MB, {CLAIMS} claims: opened in {1000 * (opened - start):.0f} ms (bar {OPEN_BAR_MS}),")
        print(f"  another place in {1000 * (moved - opened):.0f} ms (bar {STEP_BAR_MS}),")
        print(f"  its last word found in {1000 * (found - moved):.0f} ms")
        reader.close_down()
        reader.close()


def reading(folder: Path) -> None:
    """Open reports of the length of news, and wait for their underlines while the text is painted."""
    text = _PARAGRAPH * 20
    for turn in ("the first report, tables opened", "the next report"):
        words = f"{turn}\n{text}"
        with ProjectFile.create(folder / f"{turn}.mapview", made(words, 10), [Document(words, b"")]) as file:
            session = Session(file)
            reader = Reader(session)
            reader.resize(520, 900)
            reader.show()
            app.application().processEvents()
            away: list[float] = []
            last = [time.perf_counter()]

            def tick(reader: Reader = reader, away: list[float] = away, last: list[float] = last) -> None:
                away.append(time.perf_counter() - last[0])
                last[0] = time.perf_counter()
                reader.text.viewport().update()

            ticker = QTimer(interval=0)
            ticker.timeout.connect(tick)
            start = time.perf_counter()
            session.passage_asked_for.emit("long", 0, 0)
            last[0] = opened = time.perf_counter()
            ticker.start()
            run_until(lambda reader=reader: not reader.suggestions.is_reading)
            ticker.stop()
            done = time.perf_counter()
            print(f"{turn}: {len(words)} characters opened in {1000 * (opened - start):.0f} ms,")
            print(
                f"  read in {1000 * (done - opened):.0f} ms, longest away {1000 * max(away):.0f} ms (bar {AWAY_BAR_MS})"
            )
            reader.close_down()
            reader.close()


def main() -> None:
    """Print all figures."""
    apply_theme(app.application(), "light")
    with tempfile.TemporaryDirectory() as name:
        for megabytes in MEGABYTES:
            long_document(Path(name), megabytes)
        reading(Path(name))


if __name__ == "__main__":
    main()
