import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.helpers.rich_projects import ordered, rich_projects

from mapview.config import resource_path
from mapview.domain.changes import Put, Remove
from mapview.domain.model import Project, Text, Topic, Utterance
from mapview.errors import BadInputError, FileProblemError
from mapview.reading.documents import ReadReport
from mapview.reading.originals import reports_in
from mapview.store.documents import Document
from mapview.store.folder import load_folder
from mapview.store.folder_writer import folder_files, in_folder_order, write_folder
from mapview.store.packing import LeftBehind, load_project, pack, read_with_problems, unpack
from mapview.store.project_file import ProjectFile


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_first_timeline_is_packed_and_unpacked_without_loss(tmp_path: Path) -> None:
    seeds, file, folder = resource_path("seeds"), tmp_path / "first.mapview", tmp_path / "again"
    assert pack(seeds, file) == 0
    assert unpack(file, folder) == LeftBehind(documents=0, steps=0)
    assert ordered(load_folder(folder)) == ordered(load_folder(seeds)) == ordered(load_project(file))
    by_hand = {name: text.decode() for name, text in contents(seeds).items()}
    for name, raw in contents(folder).items():
        lines = [line for line in by_hand[name].split("\n") if not line.startswith("#")]
        assert raw.decode() == "\n".join(lines).lstrip("\n")
    again, third = tmp_path / "again.mapview", tmp_path / "third"
    pack(folder, again)
    unpack(again, third)
    assert contents(third) == contents(folder)


@given(rich_projects())
@settings(max_examples=60)
def test_packing_and_unpacking_is_the_identity(project: Project) -> None:
    with tempfile.TemporaryDirectory() as top:
        first, file, second = Path(top) / "first", Path(top) / "file.mapview", Path(top) / "second"
        write_folder(project, first)
        pack(first, file)
        assert ordered(load_project(file)) == ordered(load_folder(first)) == ordered(in_folder_order(project))
        unpack(file, second)
        assert contents(second) == contents(first)


@given(rich_projects())
@settings(max_examples=20)
def test_a_file_in_any_order_is_unpacked_in_the_order_of_folders(project: Project) -> None:
    with tempfile.TemporaryDirectory() as top:
        file, folder = Path(top) / "file.mapview", Path(top) / "folder"
        ProjectFile.create(file, project).close()
        assert ordered(load_project(file)) == ordered(project)
        unpack(file, folder)
        assert load_folder(folder) == project


def test_an_empty_project_goes_both_ways(tmp_path: Path) -> None:
    ProjectFile.create(tmp_path / "new.mapview", Project(Text("New"), "")).close()
    unpack(tmp_path / "new.mapview", tmp_path / "new")
    pack(tmp_path / "new", tmp_path / "again.mapview")
    with ProjectFile.open(tmp_path / "again.mapview") as file:
        assert file.project == Project(Text("New"), "")
        file.apply(Put(Topic("remark", Text("Remark"), "text")), "New topic")
    unpack(tmp_path / "again.mapview", tmp_path / "new", replacing=True)
    assert list(load_folder(tmp_path / "new").topics) == ["remark"]


def test_originals_come_into_the_file_and_never_into_a_folder(originals: Path, tmp_path: Path) -> None:
    reports = [found.document for found in reports_in(originals) if isinstance(found, ReadReport)]
    reports += [Document("This is no source's text.", b""), *reports]
    file, folder = tmp_path / "first.mapview", tmp_path / "again"
    assert pack(resource_path("seeds"), file, reports) == 5
    with ProjectFile.open(file) as opened:
        kept = opened.document_texts()
        assert set(kept) == {source.sha256 for source in opened.project.sources.values()} == opened.document_hashes()
        opened.apply(Put(Utterance("new", Text("A spokesman"))), "New utterance")
    assert unpack(file, folder) == LeftBehind(documents=5, steps=1)
    written = "".join(text.decode() for text in contents(folder).values())
    assert not any(text[start : start + 200] in written for text in kept.values() for start in range(0, 1500, 50))


def test_a_project_is_read_in_either_form(tmp_path: Path) -> None:
    seeds, file = resource_path("seeds"), tmp_path / "first.mapview"
    pack(seeds, file)
    before = file.read_bytes()
    assert ordered(load_project(seeds)) == ordered(load_project(file))
    assert read_with_problems(file) == read_with_problems(seeds)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]
    for path in (tmp_path / "nothing.mapview", tmp_path / "nothing"):
        with pytest.raises(FileProblemError, match="is not there"):
            load_project(path)


def test_a_damaged_file_is_found_when_it_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "first.mapview"
    pack(resource_path("seeds"), file)
    raw = bytearray(file.read_bytes())
    # Within an index, which reading the project does not touch.
    raw[-4096 * 3 : -4096 * 2] = b"\xff" * 4096
    file.write_bytes(raw)
    with pytest.raises(FileProblemError, match="damaged"):
        read_with_problems(file)


def test_what_cannot_be_packed_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    write_folder(load_folder(resource_path("seeds")), folder)
    with pytest.raises(FileProblemError, match=r"another ending than \.mapview"):
        pack(folder, tmp_path / "first.txt")
    (folder / "places.toml").write_text("")
    with pytest.raises(BadInputError, match="no place"):
        pack(folder, tmp_path / "first.mapview")
    assert list(tmp_path.iterdir()) == [folder]


def test_what_is_taken_out_goes_from_the_folder_too(tmp_path: Path) -> None:
    file, folder = tmp_path / "first.mapview", tmp_path / "project"
    pack(resource_path("seeds"), file)
    unpack(file, folder)
    with ProjectFile.open(file) as opened:
        in_conflict = {claim for c in opened.project.conflicts.values() for side in c.sides for claim in side}
        gone = next(claim for claim in opened.project.claims if claim not in in_conflict)
        opened.apply(Remove("claims", gone), "Removal")
        changed = folder_files(opened.project)
    with pytest.raises(FileProblemError, match="is not empty"):
        unpack(file, folder)
    unpack(file, folder, replacing=True)
    assert {name: raw.decode() for name, raw in contents(folder).items()} == changed
    assert gone not in load_folder(folder).claims


def test_the_id_of_a_project_stays_with_it_in_both_forms(tmp_path: Path) -> None:
    seeds, file, folder = resource_path("seeds"), tmp_path / "first.mapview", tmp_path / "again"
    pack(seeds, file)
    unpack(file, folder)
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "project.toml").write_text('title = { en = "Old" }\nstart_topic = ""\n')
    pack(tmp_path / "without", tmp_path / "without.mapview")
    assert load_project(file).id == load_project(folder).id == load_folder(seeds).id is not None
    assert load_project(tmp_path / "without.mapview").id is None
