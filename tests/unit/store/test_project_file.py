import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.rich_projects import edits, ordered, rich_projects

from mapview.config import resource_path
from mapview.domain.changes import KINDS, Macro, Put, Remove, Retitle
from mapview.domain.model import CueWords, Decision, Project, SavedView, Text, rejection_of
from mapview.errors import BadInputError, FileProblemError, UnknownIdError
from mapview.store import rows
from mapview.store.change_json import change_to_json
from mapview.store.database import APPLICATION_ID, backup_path, latest_version
from mapview.store.documents import Document
from mapview.store.folder import load_folder
from mapview.store.originals import sha256_of
from mapview.store.packing import load_project
from mapview.store.project_file import ProjectFile


@pytest.fixture(scope="module")
def seeds() -> Project:
    return load_folder(resource_path("seeds"))


@pytest.fixture
def path(tmp_path: Path, seeds: Project) -> Path:
    path = tmp_path / "project.mapview"
    ProjectFile.create(path, seeds).close()
    return path


def noted(project: Project, note: str, number: int = 0) -> Put:
    return Put(replace(list(project.claims.values())[number], note=note))


def indexed(path: Path) -> list[tuple[object, ...]]:
    """Return everything that a file's search index holds, in an order of its own."""
    connection = sqlite3.connect(path)
    try:
        return sorted(
            connection.execute(
                "SELECT kind, id, words, roots FROM search_words JOIN search_entries ON number = search_words.rowid"
            )
        )
    finally:
        connection.close()


@given(st.data(), rich_projects())
@settings(max_examples=40)
def test_any_edits_are_kept_and_undone_bit_for_bit(data: st.DataObject, project: Project) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "project.mapview"
        states = [project]
        with ProjectFile.create(path, project) as file:
            assert ordered(file.project) == ordered(project)
            index = indexed(path)
            for number in range(data.draw(st.integers(1, 4))):
                file.apply(data.draw(edits(file.project)), f"Edit {number}")
                states.append(file.project)
        with ProjectFile.open(path) as file:
            for state in states[:0:-1]:
                assert ordered(file.project) == ordered(state)
                assert file.undo() is not None
            assert file.undo() is None
            assert ordered(file.project) == ordered(project)
        assert indexed(path) == index
        with ProjectFile.open(path) as file:
            assert ordered(file.project) == ordered(project)
            for _ in states[1:]:
                assert file.redo() is not None
            assert file.redo() is None
        with ProjectFile.open(path) as file:
            assert ordered(file.project) == ordered(states[-1])
        rebuilt = Path(folder) / "again.mapview"
        ProjectFile.create(rebuilt, states[-1]).close()
        assert indexed(path) == indexed(rebuilt)


def test_an_edit_after_undoing_ends_what_could_be_redone(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as file:
        for label in ("one", "two", "three"):
            file.apply(noted(file.project, label), label)
        assert (file.undo(), file.undo()) == ("three", "two")
        assert (file.undo_label, file.redo_label) == ("one", "two")
        file.apply(noted(file.project, "four"), "four")
        assert (file.undo_label, file.redo_label) == ("four", None)
        entries = [(entry.action, entry.label) for _, entry in file.log()]
    assert entries == [
        ("do", "four"), ("undo", "two"), ("undo", "three"), ("do", "three"), ("do", "two"), ("do", "one"),
    ]  # fmt: skip
    with ProjectFile.open(path) as file:
        assert (file.undo(), file.undo(), file.undo()) == ("four", "one", None)
        assert ordered(file.project) == ordered(seeds)


def test_the_log_says_what_stood_there_before(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as file:
        change = noted(seeds, "seen")
        file.apply(change, "Note")
        ((number, entry),) = file.log()
        assert (entry.change, entry.inverse) == (change, Put(next(iter(seeds.claims.values()))))
        assert file.log(before=number) == []


def test_many_insertions_at_one_place_keep_the_order(path: Path) -> None:
    """More often than the gap between two ranks can be halved."""
    with ProjectFile.open(path) as file:
        claim = list(file.project.claims.values())[3]
        for number in range(120):
            file.apply(Put(replace(claim, id=f"between-{number}"), 3), "Insert")
        wanted = ordered(file.project)
    with ProjectFile.open(path) as file:
        assert ordered(file.project) == wanted
        for _ in range(120):
            file.undo()
        assert list(file.project.claims)[3] == claim.id


def test_what_is_wrong_is_refused_and_nothing_changes(path: Path, seeds: Project) -> None:
    claim = next(iter(seeds.claims.values()))
    place = claim.place
    with ProjectFile.open(path) as file:
        for change, said in (
            (Remove("places", place), "cannot be taken out because"),
            (Put(replace(claim, when="soon")), "no EDTF"),
            (Put(replace(claim, id="new-claim", place="nowhere")), "no place 'nowhere'"),
            (Retitle(Text("Title"), "no-topic"), "'no-topic'"),
            (Macro((noted(seeds, "half"), Put(replace(claim, modality="guessed")))), "no modality"),  # type: ignore[arg-type]
            (noted(seeds, "half \ud800"), "half of a character"),
        ):
            with pytest.raises(BadInputError, match=said):
                file.apply(change, "Wrong")
            assert file.project == seeds
        with pytest.raises(UnknownIdError):
            file.apply(Remove("claims", "nowhere"), "Wrong")
        assert file.undo_label is None
    with ProjectFile.open(path) as file:
        assert ordered(file.project) == ordered(seeds)
        assert file.log() == []


def test_a_change_that_makes_something_else_wrong_is_refused(path: Path, seeds: Project) -> None:
    presence = seeds.topics["coalition-presence"]
    used = next(claim for claim in seeds.claims.values() if claim.topic == presence.id)
    fewer = replace(
        presence,
        states=tuple(state for state in presence.states if state.id != used.value),
        exclusive=tuple(pair for pair in presence.exclusive if used.value not in pair),
    )
    extra = replace(presence, states=(*presence.states, replace(presence.states[0], id="extra")))
    conflict = next(iter(seeds.conflicts.values()))
    claim = seeds.claims[conflict.sides[0][0]]
    elsewhere = next(name for name in seeds.places if name != claim.place)
    with ProjectFile.open(path) as file:
        for change, said in (
            (Put(fewer), f"Topic .* because of claim .* '{used.value}' is no state"),
            (Put(replace(presence, type="text", states=(), exclusive=())), None),
            (Put(replace(claim, place=elsewhere)), f"because of conflict '{conflict.id}'.* another place"),
            (Put(replace(claim, when="1066")), f"because of conflict '{conflict.id}'.* shares no day"),
        ):
            if said is None:
                file.apply(change, "A text may say what a state said")
                file.undo()
            else:
                with pytest.raises(BadInputError, match=said):
                    file.apply(change, "Wrong")
            assert ordered(file.project) == ordered(seeds)
        file.apply(Macro((Put(extra), Put(CueWords("more", "en", ("more",), presence.id, "extra")))), "More")
        with pytest.raises(BadInputError, match="because of cue 'more'"):
            file.apply(Put(presence), "Fewer")
        assert file.undo() == "More"


def test_documents_come_with_a_change_and_stay_when_it_is_undone(path: Path, seeds: Project) -> None:
    document = Document("A new report about Taji.\n", b"A new report about Taji.\r\n", "text/plain", "taji.txt")
    source = replace(next(iter(seeds.sources.values())), id="new", sha256=document.sha256)
    with ProjectFile.open(path) as file:
        file.apply(Put(source), "Import", [document])
        assert [hit.id for hit in file.search("taji", kinds=["documents"])] == [document.sha256]
        file.undo()
        assert file.search("taji", kinds=["documents"]) == []
        file.redo()
    with ProjectFile.open(path) as file:
        assert file.document(document.sha256) == document
        assert file.document_texts() == {document.sha256: document.text}
        assert file.document("0" * 64) is None
        assert [hit.id for hit in file.search("taji", kinds=["documents"])] == [document.sha256]


def test_documents_are_listed_without_their_texts(path: Path) -> None:
    with ProjectFile.open(path) as file:
        assert file.document_list() == []
        file.add_documents([Document("One.", b"One."), Document("أ two\n", b"x", "application/pdf", "two.pdf")])
        listed = {(entry.sha256, entry.name, entry.media_type, entry.length) for entry in file.document_list()}
        plan = file._connection.execute(
            "EXPLAIN QUERY PLAN SELECT sha256, name, media_type, added, length FROM documents ORDER BY added, sha256"
        ).fetchall()
    assert listed == {
        (sha256_of("One."), "", "text/plain", 4),
        (sha256_of("أ two\n"), "two.pdf", "application/pdf", 6),
    }
    assert "COVERING INDEX" in str(plan)


def test_rejected_suggestions_are_remembered_and_rejecting_them_is_undone(path: Path) -> None:
    one = rejection_of("a" * 64, 10, 60, "ain-al-asad", "coalition-presence")
    other = rejection_of("a" * 64, 10, 60, "geonames:1", None)
    with ProjectFile.open(path) as file:
        file.reject([one, other, rejection_of("b" * 64, 10, 60, "ain-al-asad", None)], "Rejection of 3 suggestions")
    with ProjectFile.open(path) as file:
        assert file.rejections("a" * 64) == [one, other]
        assert rejection_of("a" * 64, 10, 60, "geonames:1", None).id in file.project.rejections
        file.reject([one], "Again")
        assert len(file.project.rejections) == 3
        assert (file.undo(), file.undo()) == ("Again", "Rejection of 3 suggestions")
        assert file.rejections("a" * 64) == []


def test_the_steps_say_what_stands_and_what_does_not(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as file:
        for label in ("one", "two"):
            file.apply(noted(seeds, label), label)
        file.undo()
        file.apply(noted(seeds, "three"), "three")
        file.apply(noted(seeds, "four"), "four")
        file.undo()
        found = file.steps()
        assert [(step.label, step.state) for step in found] == [
            ("four", "undone"), ("three", "done"), ("two", "dropped"), ("one", "done"),
        ]  # fmt: skip
        assert [step.at for step in found] == sorted((step.at for step in found), reverse=True)
        assert file.steps(limit=2) == found[:2]
        assert file.steps(before=found[1].number) == found[2:]


def test_what_a_decision_or_a_view_names_cannot_be_taken_out(path: Path, seeds: Project) -> None:
    in_conflict = {name for c in seeds.conflicts.values() for side in c.sides for name in side}
    one, other = sorted(name for name in seeds.claims if name not in in_conflict)[:2]
    with ProjectFile.open(path) as file:
        file.apply(Put(Decision("decided", (one, other), "prefer", "2026-01-14", prefers=one)), "Decision")
        with pytest.raises(BadInputError, match="because decision 'decided' refers to it"):
            file.apply(Remove("claims", other), "Removal")
        file.apply(Macro((Remove("decisions", "decided"), Remove("claims", other))), "Removal")
        place = Put(replace(next(iter(seeds.places.values())), id="new"))
        file.apply(Macro((place, Put(SavedView("january", Text("January"), place="new")))), "View")
        with pytest.raises(BadInputError, match="because view 'january' refers to it"):
            file.apply(Remove("places", "new"), "Removal")


def test_the_second_to_open_reads_only(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as first, ProjectFile.open(path) as second:
        assert "another window" in second.read_only
        assert first.read_only == ""
        with pytest.raises(FileProblemError, match="another window"):
            second.apply(noted(seeds, "mine"), "Note")
        first.apply(noted(seeds, "mine"), "Note")
    with ProjectFile.open(path) as third:
        assert third.read_only == ""
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_an_edit_by_another_program_is_noticed(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as file:
        other = sqlite3.connect(path)
        other.execute("INSERT INTO steps (label, change, inverse, state) VALUES ('', '{}', '{}', 'dropped')")
        other.execute("INSERT INTO log (at, action, step) SELECT '2026-01-01', 'do', max(id) FROM steps")
        other.commit()
        other.close()
        with pytest.raises(FileProblemError, match="changed by another program"):
            file.apply(noted(seeds, "mine"), "Note")


def test_a_file_that_was_moved_away_takes_no_edits(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as file:
        path.rename(path.with_name("elsewhere.mapview"))
        with pytest.raises(FileProblemError, match="is not where it was"):
            file.apply(noted(seeds, "mine"), "Note")
        copy = path.with_name("copy.mapview")
        file.save_copy(copy)
    with ProjectFile.open(copy) as file:
        assert ordered(file.project) == ordered(seeds)


def test_a_locked_file_is_one_sentence_and_stays_as_it_is(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as file:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(FileProblemError, match="locked by another program"):
            file.apply(noted(seeds, "mine"), "Note")
        assert file.project == seeds
        with pytest.raises(FileProblemError, match="locked by another program"):
            ProjectFile.open(path)
        other.close()
        file.apply(noted(seeds, "mine"), "Note")


def test_a_full_disk_is_one_sentence_and_the_next_edit_works(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as file:
        pages = file._connection.execute("PRAGMA page_count").fetchone()[0]
        file._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(FileProblemError, match="disk is full"):
            file.apply(noted(seeds, "long " * 10000), "Note")
        assert file.project == seeds
        assert file.undo_label is None
        file._connection.execute("PRAGMA max_page_count = 1073741823")
        file.apply(noted(seeds, "long " * 10000), "Note")
    with ProjectFile.open(path) as file:
        assert next(iter(file.project.claims.values())).note.startswith("long long")


def unreadable(path: Path, kind: str) -> None:
    whole = path.read_bytes()
    if kind == "truncated":
        path.write_bytes(whole[: len(whole) // 2])
    elif kind == "cut within the first page":
        path.write_bytes(whole[:700])
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "text":
        path.write_text("This is a letter, and a rather long one. " * 50)
    elif kind == "overwritten":
        path.write_bytes(whole[:100] + b"\xff" * 4000 + whole[4100:])
    elif kind == "other program":
        path.unlink()
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE notes (text)")
        other.close()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("truncated", "damaged or cut short"),
        ("cut within the first page", "damaged or cut short|no project file"),
        ("empty", "no project file"),
        ("text", "no project file"),
        ("overwritten", "damaged or cut short"),
        ("other program", "no project file"),
    ],
)
def test_what_is_no_project_file_is_one_sentence_and_stays_as_it_is(path: Path, kind: str, said: str) -> None:
    unreadable(path, kind)
    before = path.read_bytes()
    with pytest.raises(FileProblemError, match=said) as caught:
        ProjectFile.open(path)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="is not there"):
        ProjectFile.open(tmp_path / "nothing.mapview")
    with pytest.raises(FileProblemError, match="is no file"):
        ProjectFile.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_unasked(path: Path, seeds: Project) -> None:
    before = path.read_bytes()
    with pytest.raises(FileProblemError, match="is there already"):
        ProjectFile.create(path, Project(Text("Empty"), ""))
    assert path.read_bytes() == before
    with pytest.raises(FileProblemError, match="cannot be written"):
        ProjectFile.create(path.parent / "no-folder" / "a.mapview", seeds)
    dangling = replace(seeds, places={})
    with pytest.raises(BadInputError):
        ProjectFile.create(path, dangling, replacing=True)
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """Give a folder as somebody whom permissions bind: root may write anything."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        os.chown(folder, 65534, -1)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_read_only_file_opens_to_be_read(unprivileged: Path, seeds: Project) -> None:
    path = unprivileged / "project.mapview"
    ProjectFile.create(path, seeds).close()
    path.chmod(0o444)
    unprivileged.chmod(0o555)
    with ProjectFile.open(path) as file:
        assert "cannot be written" in file.read_only
        assert ordered(file.project) == ordered(seeds)
        assert file.search("harir")
        with pytest.raises(FileProblemError, match="cannot be edited"):
            file.apply(noted(seeds, "mine"), "Note")


def test_a_newer_file_is_refused_and_stays_as_it_is(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {latest_version() + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(FileProblemError, match="newer version of MapView"):
        ProjectFile.open(path)
    assert path.read_bytes() == before


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """The migrations of a MapView that is one version ahead."""
    folder = tmp_path / "migrations"
    shutil.copytree(resource_path("store/migrations"), folder)
    (folder / f"{latest_version() + 1:04}.sql").write_text(
        "ALTER TABLE claims ADD COLUMN seen INTEGER;\nUPDATE claims SET seen = 1; -- a remark; with a stop\n"
        "CREATE TRIGGER t AFTER INSERT ON log BEGIN SELECT 1; SELECT 2; END;\n"
    )
    return folder


def test_an_older_file_is_upgraded_with_a_copy_beside_it(path: Path, migrations: Path, seeds: Project) -> None:
    before, version = path.read_bytes(), latest_version()
    with ProjectFile.open(path, read_only=True, migrations=migrations) as file:
        assert ordered(file.project) == ordered(seeds)
    assert path.read_bytes() == before
    with ProjectFile.open(path, migrations=migrations) as file:
        assert ordered(file.project) == ordered(seeds)
        file.apply(noted(seeds, "mine"), "Note")
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (version + 1,)
    assert connection.execute("SELECT count(*) FROM claims WHERE seen = 1").fetchone() == (len(seeds.claims),)
    connection.close()
    with ProjectFile.open(backup_path(path, version)) as file:
        assert ordered(file.project) == ordered(seeds)


@pytest.fixture
def first_version(tmp_path: Path, seeds: Project) -> Path:
    """A file as the first version of MapView wrote it: by its SQL, with nothing of what came later."""
    path = tmp_path / "old.mapview"
    connection = sqlite3.connect(path)
    connection.executescript(resource_path("store/migrations/0001.sql").read_text(encoding="utf-8"))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    title = (seeds.title.en, seeds.title.ar, seeds.start_topic)
    connection.execute("INSERT INTO project VALUES (1, ?, ?, ?)", title)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for kind in (kind for kind in KINDS if kind in tables):
        rows.insert(connection, kind, enumerate(getattr(seeds, kind).values()))
    claim = next(iter(seeds.claims.values()))
    connection.execute(
        "INSERT INTO steps (label, change, inverse, state) VALUES ('Note', ?, ?, 'done')",
        [change_to_json(Put(replace(claim, note=note))) for note in (claim.note, "before")],
    )
    connection.execute("INSERT INTO log (at, action, step) VALUES ('2026-01-01T00:00:00.000+00:00', 'do', 1)")
    connection.execute(
        "INSERT INTO documents VALUES (?, 'أ b', 'text/plain', 'a.txt', '2026-01-01', x'00')", ("0" * 64,)
    )
    connection.commit()
    connection.close()
    return path


def test_a_file_of_the_first_version_is_upgraded_with_a_copy_beside_it(first_version: Path, seeds: Project) -> None:
    before = first_version.read_bytes()
    seeds = replace(seeds, decisions={}, views={}, cues={}, rejections={}, id=None)
    assert ordered(load_project(first_version)) == ordered(seeds)
    assert first_version.read_bytes() == before
    view = SavedView("january", Text("January"), at="2026-01")
    with ProjectFile.open(first_version) as file:
        assert ordered(file.project) == ordered(seeds)
        assert file.search("harir")
        assert [(entry.name, entry.length) for entry in file.document_list()] == [("a.txt", 3)]
        file.apply(Put(view), "New view")
        assert (file.undo(), file.undo()) == ("New view", "Note")
        assert next(iter(file.project.claims.values())).note == "before"
        assert (file.redo(), file.redo()) == ("Note", "New view")
    with ProjectFile.open(first_version) as file:
        assert ordered(file.project) == ordered(replace(seeds, views={view.id: view}))
    backup = sqlite3.connect(backup_path(first_version, 1))
    assert backup.execute("PRAGMA user_version").fetchone() == (1,)
    assert backup.execute("SELECT count(*) FROM claims").fetchone() == (len(seeds.claims),)
    backup.close()


def test_an_upgrade_that_fails_changes_nothing(path: Path, migrations: Path, seeds: Project) -> None:
    (migrations / f"{latest_version() + 2:04}.sql").write_text("UPDATE claims SET no_such_column = 1;\n")
    with pytest.raises(FileProblemError):
        ProjectFile.open(path, migrations=migrations)
    with ProjectFile.open(path) as file:
        assert file.read_only == ""
        assert ordered(file.project) == ordered(seeds)
