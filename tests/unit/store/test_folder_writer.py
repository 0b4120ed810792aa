import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from tests.helpers.rich_projects import ordered, rich_projects

from mapview.config import resource_path
from mapview.domain.model import Project, Text
from mapview.errors import BadInputError, FileProblemError
from mapview.store.folder import load_folder
from mapview.store.folder_writer import folder_files, in_folder_order, write_folder


@given(rich_projects())
def test_reading_what_was_written_gives_the_project_back(project: Project) -> None:
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top) / "project"
        write_folder(project, folder)
        found = load_folder(folder)
        assert found == project
        assert ordered(found) == ordered(in_folder_order(project))


def test_the_first_timeline_is_written_as_it_was_by_hand_but_for_comments() -> None:
    seeds = resource_path("seeds")
    for name, text in folder_files(load_folder(seeds)).items():
        by_hand = (seeds / name).read_text(encoding="utf-8").split("\n")
        assert text.split("\n") == "\n".join(line for line in by_hand if not line.startswith("#")).lstrip().split("\n")


def test_a_folder_that_holds_something_is_not_touched_unasked(tmp_path: Path) -> None:
    project = load_folder(resource_path("seeds"))
    (tmp_path / "letter.txt").write_text("mine")
    for replacing in (False, True):
        with pytest.raises(FileProblemError, match="is not empty"):
            write_folder(project, tmp_path, replacing=replacing)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(FileProblemError, match="is a file"):
        write_folder(project, tmp_path / "letter.txt")


def test_replacing_takes_away_sources_that_are_gone_and_nothing_else(tmp_path: Path) -> None:
    project = load_folder(resource_path("seeds"))
    folder = tmp_path / "project"
    write_folder(project, folder)
    (folder / "README.md").write_text("mine")
    gone = next(iter(project.sources))
    kept = {name: source for name, source in project.sources.items() if name != gone}
    smaller = replace(
        project,
        sources={name: replace(source, repeats=None) for name, source in kept.items()},
        claims={name: claim for name, claim in project.claims.items() if claim.source != gone},
        conflicts={},
    )
    with pytest.raises(FileProblemError, match="is not empty"):
        write_folder(smaller, folder)
    write_folder(smaller, folder, replacing=True)
    assert load_folder(folder) == smaller
    assert (folder / "README.md").read_text() == "mine"


def test_no_id_reaches_outside_the_folder(tmp_path: Path) -> None:
    project = load_folder(resource_path("seeds"))
    source = replace(next(iter(project.sources.values())), id="../../outside")
    with pytest.raises(BadInputError, match="is no id"):
        write_folder(Project(Text("Trial"), "", sources={source.id: source}), tmp_path / "a" / "b")
    assert list(tmp_path.rglob("*")) == []
