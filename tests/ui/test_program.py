"""The program as a process of its own: it opens, closes, remembers, and leaves without a crash."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mapview.config import resource_path

_OPEN_AND_CLOSE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from mapview.ui import app
from mapview.ui.program import open_window
program = app.application()

def look():
    window = next((one for one in program.topLevelWidgets() if one.inherits("QMainWindow")), None)
    if window is not None and window.map.is_ready:
        print(window.windowTitle())
        window.close()

timer = QTimer(interval=50)
timer.timeout.connect(look)
timer.start()
sys.exit(open_window(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
"""


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"MAPVIEW_DATA_DIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", _OPEN_AND_CLOSE, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_opens_closes_and_leaves_a_log(tmp_path: Path) -> None:
    first = run(tmp_path)
    assert first.returncode == 0, first.stderr
    assert "MapView" in first.stdout
    assert "Release of profile requested" not in first.stderr
    assert "The page is ready" in (tmp_path / "mapview.log").read_text(encoding="utf-8")
    assert "ERROR" not in (tmp_path / "mapview.log").read_text(encoding="utf-8")


def test_it_opens_the_last_project_again(tmp_path: Path, other_project: Path) -> None:
    assert "Another timeline" in run(tmp_path, str(other_project)).stdout
    assert "Another timeline" in run(tmp_path).stdout


def test_it_opens_the_project_of_a_picture(tmp_path: Path, other_project: Path) -> None:
    run(tmp_path, str(other_project))
    picture = tmp_path / "map.png"
    command = [sys.executable, "-m", "mapview", "export", str(resource_path("seeds")), str(picture), "--at", "2026-01"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert "withdrawal" in run(tmp_path, str(picture)).stdout


@pytest.fixture
def other_project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "sources").mkdir(parents=True)
    (folder / "project.toml").write_text(
        'title = { en = "Another timeline", ar = "خط زمني آخر" }\nstart_topic = "presence"\n'
        '[[topics]]\nid = "presence"\nnames = { en = "Presence", ar = "الوجود" }\ntype = "text"\n',
        encoding="utf-8",
    )
    (folder / "places.toml").write_text("", encoding="utf-8")
    (folder / "utterances.toml").write_text("", encoding="utf-8")
    return folder
