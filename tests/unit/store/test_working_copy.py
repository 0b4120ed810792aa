import shutil
from pathlib import Path

import pytest

from mapview.config import resource_path
from mapview.domain.changes import Put
from mapview.domain.model import Text, Utterance
from mapview.store.folder import load_folder
from mapview.store.project_file import ProjectFile
from mapview.store.working_copy import start_again, working_copy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_path("seeds"), tmp_path / "seeds"))


def edit(path: Path) -> None:
    with ProjectFile.open(path) as file:
        file.apply(Put(Utterance("trial", Text("A speaker"))), "New utterance")


def change(folder: Path) -> None:
    path = folder / "utterances.toml"
    path.write_text(path.read_text("utf-8") + '\n[[utterances]]\nid = "new"\nspeaker = { en = "One" }\n', "utf-8")


def test_a_folder_is_packed_once_and_edits_of_the_copy_stay(folder: Path, tmp_path: Path) -> None:
    first = working_copy(folder, tmp_path / "copies")
    edit(first.path)
    again = working_copy(folder, tmp_path / "copies")
    assert again == first
    with ProjectFile.open(again.path) as file:
        assert "trial" in file.project.utterances
    assert "trial" not in load_folder(folder).utterances


def test_a_changed_folder_is_packed_anew_if_nothing_was_edited(folder: Path, tmp_path: Path) -> None:
    copy = working_copy(folder, tmp_path / "copies")
    change(folder)
    assert working_copy(folder, tmp_path / "copies") == copy
    with ProjectFile.open(copy.path) as file:
        assert "new" in file.project.utterances


def test_an_edited_copy_of_a_changed_folder_is_outdated_and_can_be_put_aside(folder: Path, tmp_path: Path) -> None:
    copy = working_copy(folder, tmp_path / "copies")
    edit(copy.path)
    change(folder)
    assert working_copy(folder, tmp_path / "copies").outdated
    fresh = start_again(folder, tmp_path / "copies")
    assert not fresh.outdated
    with ProjectFile.open(fresh.path) as file:
        assert "new" in file.project.utterances
        assert "trial" not in file.project.utterances
    with ProjectFile.open(fresh.path.with_name(f"{fresh.path.stem}.1.mapview")) as file:
        assert "trial" in file.project.utterances


def test_two_folders_of_one_name_have_copies_of_their_own(folder: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "elsewhere" / "seeds"))
    assert working_copy(folder, tmp_path / "copies").path != working_copy(other, tmp_path / "copies").path
