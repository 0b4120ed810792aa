"""What no edit lets in, opened all the same: a window shows it or says in a sentence what is wrong, and stays up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from pytestqt.qtbot import QtBot
from tests.unit.store.test_bad_input import REFUSED, SOUND, in_both_forms

from mapview.store.new_file import write_file
from mapview.ui.log import Uncaught
from mapview.ui.program import Program
from mapview.ui.projects import open_project
from mapview.ui.session import Focus

PATIENCE_MS = 60_000
#: What a project file opens with all the same; ``mapview check`` lists it.
HARMLESS = {
    "a text for a quantity", "a range without ends", "a range upside down", "an empty text",
    "sources that repeat each other", "two decisions on the same", "a rejection that ends before it starts",
}  # fmt: skip


@pytest.fixture
def program(qapp: Any, qtbot: QtBot, settings: QSettings, tmp_path: Path) -> Iterator[Program]:
    write_file(tmp_path / "sound.mapview", SOUND)
    program = Program(settings, Uncaught())
    first = program.show(open_project(tmp_path / "sound.mapview"))
    qtbot.waitUntil(lambda: first.map.is_ready, timeout=PATIENCE_MS)
    yield program
    assert program.window is not None
    program.window.close()
    program.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_what_is_refused_is_told_and_the_window_stays(program: Program, tmp_path: Path) -> None:
    window = program.window
    assert window is not None
    for number, (name, (make, said)) in enumerate(REFUSED.items()):
        folder, file = in_both_forms(make(), tmp_path / str(number))
        program.open(str(folder))
        assert str(folder) in window.notice.words.text(), name
        if name in HARMLESS:
            continue
        program.open(str(file))
        assert "The project cannot be shown: " in window.notice.words.text(), name
        assert said in window.notice.words.text(), name
        assert program.window is window


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_what_a_file_opens_with_is_shown(program: Program, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    _, file = in_both_forms(REFUSED[name][0](), tmp_path / "bad")
    before = program.window
    program.open(str(file))
    window = program.window
    assert window is not None
    assert window is not before
    qtbot.waitUntil(lambda: window.map.is_ready, timeout=PATIENCE_MS)
    window.table_dock.show()
    window.session.set_focus(Focus("place", "place-0"))
    QCoreApplication.processEvents()
    assert len(window.session.timeline.columns) >= len(SOUND.claims)
    assert "went wrong" not in window.notice.words.text()
