"""Libraries that are mentioned are loaded when they are used."""

import sys
from pathlib import Path

import pytest

from mapview.render.lean_imports import later


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a module that imports a heavy one, asks it for something and can be imported."""
    (tmp_path / "made_heavy.py").write_text("import sys\nweight = 9\n", encoding="utf-8")
    (tmp_path / "made_library.py").write_text(
        "import made_heavy as heavy\ndef weigh():\n    return heavy.weight\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "made_heavy", raising=False)
    monkeypatch.delitem(sys.modules, "made_library", raising=False)
    return "made_library"


def test_a_module_is_loaded_when_it_is_asked_for_something(library: str) -> None:
    with later("made_heavy"):
        found = __import__(library)
    assert "made_heavy" not in sys.modules
    assert found.weigh() == 9
    assert sys.modules["made_heavy"].weight == 9


def test_a_module_that_is_there_stays_what_it_is(library: str) -> None:
    there = __import__("made_heavy")
    with later("made_heavy"):
        found = __import__(library)
    assert found.heavy is there


def test_what_fails_within_leaves_nothing_behind() -> None:
    with pytest.raises(ModuleNotFoundError), later("made_absent"):
        __import__("made_missing")
    assert "made_absent" not in sys.modules
