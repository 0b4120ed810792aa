"""Tables brought into a project file in bulk: as if row by row, undone and redone exactly, whole or not at all."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.rich_projects import ordered

from mapview.cli import commands
from mapview.domain.changes import Put, Retitle
from mapview.domain.starter import starter_project
from mapview.errors import BadInputError, FileProblemError
from mapview.exchange import import_tables
from mapview.exchange.import_tables import open_table, store
from mapview.exchange.importing import bring
from mapview.exchange.importing.bring import Brought, bringing
from mapview.exchange.importing.mapping import TableMapping, write_mapping
from mapview.exchange.importing.propose import propose
from mapview.exchange.importing.tables import Table, table_of
from mapview.gazetteer.index import Gazetteer
from mapview.store import stored_claims
from mapview.store.bulk import copy_path, finished
from mapview.store.packing import load_project
from mapview.store.project_file import ProjectFile

GAZETTEER = Gazetteer.load()
BY_ID = TableMapping(
    "sightings",
    {"id": "id", "place": "place", "lat": "lat", "lon": "lon", "start": "day", "statement": "what", "value": "count",
     "publisher": "paper", "url": "link"},
    {"topic": "convoys"},
    date_order="day-first",
    value_type="quantity",
    unit="vehicles",
)  # fmt: skip
BY_CONTENT = replace(BY_ID, columns={role: name for role, name in BY_ID.columns.items() if role != "id"})
HEADER = "id,place,lat,lon,day,what,count,paper,link"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPVIEW_DATA_DIR", str(tmp_path / "data"))


cells = st.tuples(
    st.sampled_from(["Site A", "Site B", "موقع", "Harir", "nowhere at all"]),
    st.sampled_from([("33.5", "42.4"), ("36.5", "44.35"), ("", ""), ("95", "44")]),
    st.sampled_from(["01/02/2024", "2024", "31/12/2023", "soon", ""]),
    st.sampled_from(["a convoy passed", "مرت قافلة", '"two, in fact"', ""]),
    st.sampled_from(["5", "about 7", "10-20", "102?", "many"]),
    st.sampled_from(["", "Paper", "صحيفة"]),
    st.sampled_from(["", "https://example.org/a", "https://example.org/a https://example.com/b", "ftp://x"]),
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows = draw(st.lists(cells, max_size=8))
    lines = [
        ",".join([f"r{draw(st.integers(0, 9))}", place, *point, day, what, count, paper, link])
        for place, point, day, what, count, paper, link in rows
    ]
    return table_of("sightings.csv", "\n".join([HEADER, *lines]) + "\n")


@contextmanager
def in_bulk() -> Iterator[None]:
    """Have any edit of claims stored in bulk, in parts of two rows, and read out of the file."""
    with (
        patch.object(bring, "MANY_CHANGED", 1),
        patch.object(bring, "_AT_ONCE", 2),
        patch.object(stored_claims, "MANY", 1),
    ):
        yield


@given(st.lists(tables(), min_size=1, max_size=3), st.sampled_from([BY_ID, BY_CONTENT]))
@settings(max_examples=60)
def test_in_bulk_or_row_by_row_makes_the_same_project(given: list[Table], mapping: TableMapping) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "bulk.mapview", Path(folder) / "single.mapview"
        start = starter_project("Trial")
        with ProjectFile.create(path, start) as file, ProjectFile.create(other, start) as single:
            states = [ordered(file.project)]
            for table in given:
                with in_bulk():
                    taken = store(file, table, mapping, GAZETTEER, obtained="2026-02-01")
                plain = store(single, table, mapping, GAZETTEER, obtained="2026-02-01")
                assert replace(taken, change=None) == replace(plain, change=None)
                assert ordered(file.project) == ordered(single.project)
                if taken.change is not None:
                    states.append(ordered(file.project))
                assert file.document(taken.document.sha256) == taken.document if taken.change else True
            assert len(file.steps()) == len(states) - 1
            for state in states[-2::-1]:
                assert file.undo() is not None
                assert ordered(file.project) == state
            for state in states[1:]:
                assert file.redo() is not None
                assert ordered(file.project) == state
        assert ordered(load_project(path)) == states[-1]


def sightings(count: int, said: str = "passed") -> Table:
    lines = [
        f"r{n},Site {n % 7},33.{n % 7},42.{n % 7},{n % 28 + 1:02d}/03/2024,{said} {n},{n},Paper {n % 3},"
        for n in range(count)
    ]
    return table_of("sightings.csv", "\n".join([HEADER, *lines]) + "\n")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ProjectFile]:
    with ProjectFile.create(tmp_path / "project.mapview", starter_project("Trial")) as file:
        yield file


def test_many_rows_are_one_step_that_is_told_by_numbers(file: ProjectFile) -> None:
    taken = store(file, sightings(2500), BY_ID, GAZETTEER)
    (step,) = file.steps()
    assert (taken.added, step.label, step.claims_added, step.claims_changed) == (
        2500,
        "import of sightings.csv",
        2500,
        0,
    )
    assert len(file.project.claims) == 2500
    assert [hit.id for hit in file.search("passed 2417", kinds=["claims"])] == ["sightings-r2417"]
    file.undo()
    assert not file.project.claims
    assert file.project.places == {}
    assert file.search("passed 2417", kinds=["claims"]) == []
    file.redo()
    assert [hit.id for hit in file.search("passed 2417", kinds=["claims"])] == ["sightings-r2417"]


def test_the_same_rows_again_change_nothing_and_others_update(file: ProjectFile) -> None:
    store(file, sightings(2500), BY_ID, GAZETTEER)
    first = ordered(file.project)
    again = store(file, sightings(2500), BY_ID, GAZETTEER)
    assert (again.added, again.updated, again.unchanged, again.change) == (0, 0, 2500, None)
    # A person's edits stay where the table says nothing of them.
    name = "sightings-r7"
    file.apply(Put(replace(file.project.claims[name], note="seen by us", certainty="doubtful")), "Edit")
    edited = ordered(file.project)
    more = store(file, sightings(3000, "went by"), BY_ID, GAZETTEER)
    assert (more.added, more.updated, more.unchanged, more.gone) == (500, 2500, 0, ())
    now = file.project.claims[name]
    assert (now.statement.en, now.note, now.certainty) == ("went by 7", "seen by us", "doubtful")
    assert [step.claims_changed for step in file.steps()] == [2500, 0, 0]
    assert len({claim.anchor.start for claim in file.project.claims.values()}) == 3000
    file.undo()
    assert ordered(file.project) == edited
    assert [hit.id for hit in file.search("passed 2417", kinds=["claims"])] == ["sightings-r2417"]
    file.undo()
    assert ordered(file.project) == first
    file.redo()
    file.redo()
    assert file.project.claims[name] == now
    assert file.search("passed 2417", kinds=["claims"]) == []


def test_rows_that_are_gone_keep_the_text_they_stand_in(file: ProjectFile) -> None:
    whole, part = sightings(2600), sightings(100, "went by")
    store(file, whole, BY_ID, GAZETTEER)
    before = ordered(file.project)
    taken = store(file, part, BY_ID, GAZETTEER)
    assert (taken.updated, len(taken.gone)) == (100, 2500)
    for name in taken.gone:
        claim = file.project.claims[name]
        document = file.document(file.project.sources[claim.source].sha256)
        assert document is not None
        assert document.text[claim.anchor.start : claim.anchor.end].startswith(name.removeprefix("sightings-"))
    file.undo()
    assert ordered(file.project) == before


def test_given_up_between_any_two_steps_it_leaves_the_file_as_it_was(file: ProjectFile) -> None:
    store(file, sightings(10), BY_ID, GAZETTEER)
    whole, before, wanted = file.path.read_bytes(), ordered(file.project), 0
    while True:
        steps = bringing(file, sightings(9000), BY_ID, GAZETTEER, "import")
        if len(list(islice(steps, wanted))) < wanted:
            break
        steps.close()
        assert file.path.read_bytes() == whole
        assert not copy_path(file.path).exists()
        file.apply(Put(replace(file.project.claims["sightings-r1"], note="mine")), "Edit")
        file.undo()
        whole = file.path.read_bytes()
        assert ordered(file.project) == before
        wanted += 1
    assert wanted > 5


def test_an_edit_while_rows_are_read_is_not_overwritten(file: ProjectFile) -> None:
    store(file, sightings(10), BY_ID, GAZETTEER)
    steps = bringing(file, sightings(9000), BY_ID, GAZETTEER, "import")
    with patch.object(bring, "MANY_CHANGED", 7_000):
        next(steps)
        file.apply(Put(replace(file.project.claims["sightings-r1"], note="mine")), "Edit")
        with pytest.raises(FileProblemError, match="import the table again"):
            finished(steps)
    assert file.project.claims["sightings-r1"].note == "mine"


def test_the_commands_say_how_many_claims_they_move(tmp_path: Path) -> None:
    path = tmp_path / "project.mapview"
    with ProjectFile.create(path, starter_project("Trial")) as file:
        store(file, sightings(2500), BY_ID, GAZETTEER)
        name = file.project.title
        file.apply(Retitle(replace(name, en="Other"), ""), "new title")
    for command, said in (
        ("undo", "Undid: new title"),
        ("undo", "Undid: import of sightings.csv, 2,500 claims"),
        ("redo", "Did again: import of sightings.csv, 2,500 claims"),
    ):
        assert CliRunner().invoke(commands, [command, str(path)]).output.strip() == said


@pytest.mark.skipif(os.name != "posix", reason="terminals as of POSIX")
def test_a_terminal_sees_how_far_it_is_and_a_pipe_does_not(tmp_path: Path) -> None:
    table, mapping = tmp_path / "sightings.csv", tmp_path / "sightings.toml"
    table.write_text(sightings(3000).text, encoding="utf-8")
    write_mapping(BY_ID, mapping)
    command = [sys.executable, "-m", "mapview", "import", "PROJECT", str(table), "--mapping", str(mapping)]
    terminal, end = os.openpty()
    for number, errors in enumerate((end, subprocess.PIPE)):
        command[4] = str(tmp_path / f"project-{number}.mapview")
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=errors, check=True, text=True)
        assert "3000 added" in run.stdout
    said = os.read(terminal, 10_000).decode()
    os.close(terminal)
    os.close(end)
    assert "sightings.csv: 60%" in said
    assert said.endswith("\r\033[K")
    assert run.stderr == ""


def test_few_changes_are_left_to_be_made(file: ProjectFile) -> None:
    brought: Brought = finished(bringing(file, sightings(50), BY_ID, GAZETTEER, "import"))
    assert brought.stored is None
    assert brought.taken.change is not None
    assert not file.project.claims


def test_what_mapview_exported_comes_back_in_bulk(file: ProjectFile, tmp_path: Path) -> None:
    store(file, sightings(2500), BY_ID, GAZETTEER)
    table = tmp_path / "out.csv"
    subprocess.run([sys.executable, "-m", "mapview", "export", str(file.path), str(table)], check=True)
    with ProjectFile.create(tmp_path / "other.mapview", starter_project("Other")) as other:
        incoming = open_table(table).table
        taken = store(other, incoming, propose(incoming).mapping, GAZETTEER)
        assert (taken.added, other.steps()[0].claims_added) == (2500, 2500)
        assert other.project.claims == file.project.claims
        other.undo()
        assert not other.project.claims


def test_a_mapping_that_does_not_fit_leaves_no_new_file(tmp_path: Path) -> None:
    table, mapping, project = tmp_path / "a.csv", tmp_path / "a.toml", tmp_path / "new.mapview"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    write_mapping(BY_ID, mapping)
    with pytest.raises(BadInputError):
        import_tables.import_tables(project, [table], mapping)
    assert list(tmp_path.glob("*.mapview*")) == []


@pytest.mark.skipif(os.name != "posix", reason="signals as of POSIX")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_command_that_is_stopped_leaves_the_file_as_it_was(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    path, table, mapping = tmp_path / "project.mapview", tmp_path / "sightings.csv", tmp_path / "sightings.toml"
    with ProjectFile.create(path, starter_project("Trial")) as file:
        store(file, sightings(10), BY_ID, GAZETTEER)
        before = ordered(file.project)
    whole = path.read_bytes()
    table.write_text(sightings(60_000).text, encoding="utf-8")
    write_mapping(BY_ID, mapping)
    command = [sys.executable, "-m", "mapview", "import", str(path), str(table), "--mapping", str(mapping)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    # The copy is there from the first rows on until it takes the place of the file.
    while not copy_path(path).exists() and run.poll() is None:
        pass
    run.send_signal(sent)
    _, said = run.communicate(timeout=100)
    assert (run.returncode, "Traceback" in said) == (status, False)
    assert path.read_bytes() == whole
    with ProjectFile.open(path) as file:
        assert ordered(file.project) == before
        assert not copy_path(path).exists()
        assert file.undo_label == "import of sightings.csv"
