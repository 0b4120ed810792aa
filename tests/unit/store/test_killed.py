from pathlib import Path

import pytest
from tests.helpers.editing_run import fingerprint
from tests.helpers.killing import kill_an_editing_run

from mapview.config import resource_path
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile


def test_a_killed_run_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    """The same with 200 runs is in benchmarks/bench_project_file.py."""
    path = tmp_path / "project.mapview"
    seeds = load_folder(resource_path("seeds"))
    ProjectFile.create(path, seeds).close()
    for seed in range(20):
        kill_an_editing_run(path, seed)
    with ProjectFile.open(path) as file:
        while file.undo() is not None:
            pass
        assert fingerprint(file.project) == fingerprint(seeds)


def test_a_lost_edit_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "project.mapview"
    ProjectFile.create(path, load_folder(resource_path("seeds"))).close()
    whole = path.read_bytes()
    monkeypatch.setattr("tests.helpers.killing.subprocess.Popen", _restoring(path, whole))
    with pytest.raises((AssertionError, IndexError)):
        kill_an_editing_run(path, 1)


def _restoring(path: Path, whole: bytes) -> type:
    import subprocess  # noqa: PLC0415

    class Restoring(subprocess.Popen):  # type: ignore[type-arg]
        def wait(self, timeout: float | None = None) -> int:
            status = super().wait(timeout)
            path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
            path.write_bytes(whole)
            return status

    return Restoring
