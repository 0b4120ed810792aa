"""A killed program comes back where it was: the file, the panels, the place, the time, the topic, the map."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_WORK = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from mapview.domain.changes import Put
from mapview.domain.model import Text, Utterance
from mapview.domain.dates import parse
from mapview.ui import app
from mapview.ui.program import open_window
from mapview.ui.map.messages import SetView
from mapview.ui.recovery import kept_of
from mapview.ui.session import Focus
program = app.application()
steps = iter(range(10**6))
work = sys.argv[1] == "work"

def window():
    return next((one for one in program.topLevelWidgets() if one.inherits("QMainWindow")), None)

def tell(event):
    shown = window()
    session, frame = shown.session, shown.session.frame
    print(json.dumps({
        event: True, "title": shown.windowTitle(), "days": session.days, "known": session.clocks.known,
        "topic": session.topic, "focus": session.focus and session.focus.id, "mode": session.clocks.mode,
        "panels": [shown.lists_dock.isVisible(), shown.table_dock.isVisible(), shown.reader_dock.isVisible()],
        "map": frame and [round(frame.lat, 2), round(frame.lon, 2), round(frame.zoom, 1)],
        "read": shown.reader.source, "utterances": list(session.project.utterances)[-1:],
    }), flush=True)

def look():
    shown = window()
    if shown is None or not shown.map.is_ready or shown.session.frame is None:
        return
    timer.stop()
    if not work:
        tell("back")
        shown.close()
        return
    session = shown.session
    session.set_at(parse("2025-11"))
    session.set_known("locked")
    session.set_topic("role")
    session.set_focus(Focus("place", "harir"))
    shown.lists_dock.hide()
    shown.table_dock.show()
    session.passage_asked_for.emit("shafaq-2025-10-11", 0, 0)
    session.edit(Put(Utterance("said-last", Text("Somebody"))), "last edit")
    shown.map.post(SetView(36.0, 44.0, 9.0))
    later.start()

def wait():
    shown = window()
    frame = kept_of(shown._settings, shown.path).get("frame")
    if frame and abs(frame[2] - 9) < 0.1:
        tell("done")
        later.stop()

timer, later = QTimer(interval=50), QTimer(interval=50)
timer.timeout.connect(look)
later.timeout.connect(wait)
timer.start()
sys.exit(open_window(Path(sys.argv[2]) if len(sys.argv) > 2 else None))
"""


def start(data: Path, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"MAPVIEW_DATA_DIR": str(data), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-c", _WORK, *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )


def line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said, "the program ended without a word"
    found: dict[str, Any] = json.loads(said)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_a_killed_program_comes_back_where_it_was(tmp_path: Path) -> None:
    with start(tmp_path, "work") as first:
        before = line(first)
        assert before.pop("done")
        first.send_signal(signal.SIGKILL)
    with start(tmp_path, "look") as second:
        after = line(second)
        assert after.pop("back")
        assert second.wait(timeout=60) == 0
    assert after == before
    assert before["utterances"] == ["said-last"]
    assert before["panels"] == [False, True, True]
    assert before["known"] == "locked"
