"""Edits of very many claims: the same project as claim by claim, undone and redone exactly, and whole or not at all."""

import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.rich_projects import edits, ordered, rich_claims, rich_places, rich_projects

from mapview.config import resource_path
from mapview.domain.changes import Change, Macro, Put, Remove
from mapview.domain.model import Claim, Project
from mapview.errors import BadInputError, FileProblemError
from mapview.store import claim_columns, search_many, stored_claims
from mapview.store.bulk import copy_path, finished
from mapview.store.documents import Document
from mapview.store.folder import load_folder
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


def bring(
    file: ProjectFile,
    claims: list[Claim],
    rest: Change | None = None,
    *,
    around: Project | None = None,
    parts: int = 3,
    meanwhile: Callable[[], None] | None = None,
) -> None:
    """Make a bulk edit, its claims in parts."""
    change = rest or Macro(())
    around = around or change.apply(file.project)[0]
    size = max(len(claims) // parts, 1)
    with file.bulk() as edit:
        for start in range(0, len(claims), size):
            edit.put(claims[start : start + size], around)
        if meanwhile is not None:
            meanwhile()
        shares = list(edit.store(change, "A bulk edit"))
        assert shares == sorted(shares)
        stored = edit.result()
    file.adopt(stored)


def noted(project: Project, note: str) -> list[Claim]:
    return [replace(claim, note=note) for claim in project.claims.values()]


def indexed(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        connection.execute("INSERT INTO search_words (search_words) VALUES ('integrity-check')")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return sorted(
            connection.execute(
                "SELECT kind, id, words, roots FROM search_words JOIN search_entries ON number = search_words.rowid"
            )
        )
    finally:
        connection.close()


def schema(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return sorted(connection.execute("SELECT type, name FROM sqlite_master"))
    finally:
        connection.close()


@st.composite
def many(draw: st.DrawFn, project: Project) -> tuple[list[Claim], Change]:
    """Draw claims, new and changed ones, and what comes with them."""
    present = [draw(rich_claims(claim)) for claim in project.claims.values()]
    changed = draw(st.lists(st.sampled_from(present), unique_by=lambda one: one.id)) if present else []
    place = draw(rich_places(next(iter(project.places.values()))))
    place = replace(place, id=draw(st.sampled_from(["place-a", "place-b"])), parent=None)
    numbers = draw(st.lists(st.integers(0, 99), unique=True, max_size=4)) if present else []
    new = [replace(present[0], id=f"many-{number}", place=place.id) for number in numbers]
    new = [one for one in new if one.id not in project.claims]
    return draw(st.permutations(changed + new)), Macro((Put(place),))


@pytest.mark.parametrize("few", [0, 2_000])
@given(st.data(), rich_projects())
@settings(max_examples=30)
def test_any_bulk_edits_are_as_if_made_claim_by_claim(few: int, data: st.DataObject, project: Project) -> None:
    with (
        patch.object(stored_claims, "MANY", 3),
        patch.object(claim_columns, "_AT_ONCE", 2),
        patch.object(search_many, "_FEW", few),
        tempfile.TemporaryDirectory() as folder,
    ):
        path, other = Path(folder) / "project.mapview", Path(folder) / "other.mapview"
        with ProjectFile.create(path, project) as file, ProjectFile.create(other, project) as plain:
            for _ in range(data.draw(st.integers(1, 6))):
                action = data.draw(st.sampled_from(["bulk", "bulk", "edit", "undo", "undo", "redo"]))
                if action == "bulk":
                    claims, rest = data.draw(many(plain.project))
                    bring(file, claims, rest)
                    plain.apply(Macro((rest, *map(Put, claims))), "A bulk edit")
                elif action == "edit":
                    change = data.draw(edits(plain.project))
                    file.apply(change, "An edit")
                    plain.apply(change, "An edit")
                else:
                    assert getattr(file, action)() == getattr(plain, action)()
                assert ordered(file.project) == ordered(plain.project)
                assert (file.undo_label, file.redo_label) == (plain.undo_label, plain.redo_label)
                assert [step.state for step in file.steps()] == [step.state for step in plain.steps()]
        assert ordered(load_project(path)) == ordered(load_project(other))
        assert indexed(path) == indexed(other)
        assert schema(path) == schema(other)
        with ProjectFile.open(path) as file:
            while file.undo() is not None:
                pass
            assert ordered(file.project) == ordered(project)


def test_a_step_of_many_says_how_many(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as file:
        bring(file, [*noted(seeds, "Anew"), replace(next(iter(seeds.claims.values())), id="another")])
        (step,) = file.steps()
        assert (step.label, step.claims_added, step.claims_changed) == ("A bulk edit", 1, len(seeds.claims))
        assert file.many_to_move("undo") == len(seeds.claims) + 1
        assert file.many_to_move("redo") == 0
        assert {hit.id for hit in file.search("Anew", 500)} == set(seeds.claims)
        assert file.changes_of(step.number) == (Macro(()), Macro(()))
        file.undo()
        assert (file.many_to_move("undo"), file.many_to_move("redo")) == (0, len(seeds.claims) + 1)


def test_what_an_overtaken_step_put_apart_goes(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as file:
        for note in ("One", "Two"):
            bring(file, noted(seeds, note))
            file.undo()
        bring(file, noted(seeds, "Three"))
        states = [step.state for step in file.steps()]
    connection = sqlite3.connect(path)
    notes = connection.execute("SELECT DISTINCT step FROM claims_apart").fetchall()
    connection.close()
    assert (states, notes) == (["done", "dropped", "dropped"], [(3,)])


def test_a_step_given_up_leaves_nothing(path: Path, seeds: Project) -> None:
    whole = path.read_bytes()
    with ProjectFile.open(path) as file:
        for wanted in range(5):
            with file.bulk() as edit:
                edit.put(noted(seeds, "Anew"), seeds)
                steps = edit.store(Macro(()), "Given up")
                for _ in range(wanted):
                    next(steps)
                assert copy_path(path).exists()
            assert not copy_path(path).exists()
        assert path.read_bytes() == whole
        assert ordered(file.project) == ordered(seeds)
        file.apply(Put(noted(seeds, "By hand")[0]), "Edit")


def test_an_edit_meanwhile_is_refused_and_reading_goes_on(path: Path, seeds: Project) -> None:
    first = noted(seeds, "By hand")[0]
    with ProjectFile.open(path) as file:
        file.apply(Put(first), "Edit")
        with file.bulk() as edit:
            edit.put(noted(seeds, "Anew"), seeds)
            with pytest.raises(FileProblemError, match="is being changed by an import"):
                file.apply(Put(first), "Edit")
            with pytest.raises(FileProblemError, match="is being changed by an import"):
                file.undo()
            assert file.search("Ain al-Asad")
            finished(edit.store(Macro(()), "Bulk edit"))
            stored = edit.result()
        # The file is another one now, and this one has yet to hear of it.
        with pytest.raises(FileProblemError, match="is being changed by an import"):
            file.apply(Put(first), "Edit")
        file.adopt(stored)
        file.apply(Put(first), "Edit")
        assert [step.label for step in file.steps()] == ["Edit", "Bulk edit", "Edit"]


def test_another_thread_makes_it(path: Path, seeds: Project) -> None:
    with ProjectFile.open(path) as file:
        done = []

        def work() -> None:
            with file.bulk() as edit:
                edit.put(noted(seeds, "Anew"), seeds)
                finished(edit.store(Macro(()), "Bulk edit"))
                done.append(edit.result())

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        file.adopt(done.pop())
        moving = file.moving("undo")
        thread = threading.Thread(target=lambda: done.append(finished(moving)))
        thread.start()
        thread.join()
        file.adopt(done.pop())
        assert ordered(file.project) == ordered(seeds)


def test_somebody_elses_edit_is_not_lost(path: Path, seeds: Project) -> None:
    def edit() -> None:
        connection = sqlite3.connect(path)
        connection.execute("INSERT INTO steps (label, change, inverse, state) VALUES ('Theirs', '', '', 'done')")
        connection.execute("INSERT INTO log (at, action, step) SELECT 'now', 'do', id FROM steps")
        connection.commit()
        connection.close()

    with ProjectFile.open(path) as file:
        with pytest.raises(FileProblemError, match="changed by another program"):
            bring(file, noted(seeds, "Anew"), meanwhile=edit)
        assert [step.label for step in file.steps()] == ["Theirs"]
    assert ordered(load_project(path)) == ordered(seeds)


def test_a_file_that_was_closed_meanwhile_stays(path: Path, seeds: Project) -> None:
    file = ProjectFile.open(path)
    with pytest.raises(FileProblemError, match="was closed"):
        bring(file, noted(seeds, "Anew"), meanwhile=file.close)
    assert ordered(load_project(path)) == ordered(seeds)
    assert not copy_path(path).exists()


def faulty(seeds: Project) -> Iterator[tuple[list[Claim], Change, Project, str]]:
    claims = noted(seeds, "Anew")
    one = claims[0]
    yield [*claims, replace(one, id="No id")], Macro(()), seeds, "is no id"
    yield [*claims, replace(one, when="yesterday")], Macro(()), seeds, "no EDTF"
    yield [*claims, replace(one, place="nowhere")], Macro(()), seeds, "no place 'nowhere'"
    somewhere = replace(seeds.places[one.place], id="somewhere")
    around = replace(seeds, places={**seeds.places, "somewhere": somewhere})
    yield [replace(one, id="new", place="somewhere")], Macro(()), around, "no place 'somewhere'"
    yield claims, Put(replace(somewhere, lat=100.0)), seeds, "latitude"
    conflict = next(iter(seeds.conflicts.values()))
    side = conflict.sides[0][0]
    elsewhere = next(name for name in seeds.places if name != conflict.place)
    yield [replace(seeds.claims[side], place=elsewhere)], Macro(()), seeds, "because of conflict"


@pytest.mark.parametrize("number", range(6))
def test_what_is_wrong_is_refused(path: Path, seeds: Project, number: int) -> None:
    claims, rest, around, said = list(faulty(seeds))[number]
    with ProjectFile.open(path) as file:
        with pytest.raises(BadInputError, match=said):
            bring(file, claims, rest, around=around)
        assert ordered(load_project(path)) == ordered(seeds)
        assert not file.steps()


def test_of_two_new_claims_with_one_id_the_last_counts(tmp_path: Path, seeds: Project) -> None:
    bare = replace(seeds, claims={}, conflicts={}, decisions={})
    claims = noted(seeds, "First")
    with ProjectFile.create(tmp_path / "bare.mapview", bare) as file:
        bring(file, [*claims, replace(claims[0], note="Last"), replace(claims[1], note="Last")], parts=40)
        assert list(file.project.claims) == list(seeds.claims)
        assert [claim.note for claim in file.project.claims.values()][:3] == ["Last", "Last", "First"]
        assert {hit.id for hit in file.search("Last", 500, ["claims"])} >= {claims[0].id, claims[1].id}
        assert file.steps()[0].claims_added == len(claims)


def test_of_two_claims_with_one_id_the_last_counts(path: Path, seeds: Project) -> None:
    one = next(iter(seeds.claims.values()))
    first, last = (replace(one, note=note, id=name) for note, name in (("First", "new"), ("Last", "new")))
    with ProjectFile.open(path) as file:
        bring(file, [first, replace(one, note="First"), last, replace(one, note="Last")], parts=1)
        bring(file, [replace(first, id="newer"), replace(one, note="Second"), replace(last, id="newer")], parts=3)
        assert file.project.claims["new"].note == file.project.claims["newer"].note == "Last"
        assert file.project.claims[one.id].note == "Second"
        file.undo()
        assert file.project.claims[one.id].note == "Last"
        file.undo()
        assert ordered(file.project) == ordered(seeds)


def test_documents_come_along_and_stay(path: Path, seeds: Project) -> None:
    document = Document("A table,1\n", b"A table,1\n", "text/csv", "table.csv")
    with ProjectFile.open(path) as file:
        with file.bulk() as edit:
            edit.put(noted(seeds, "Anew"), seeds)
            edit.keep([document])
            finished(edit.store(Macro(()), "Bulk edit"))
            stored = edit.result()
        file.adopt(stored)
        file.undo()
        assert file.document(document.sha256) == document


def test_a_copy_that_a_killed_process_left_goes(path: Path) -> None:
    copy_path(path).write_bytes(b"half of a project")
    ProjectFile.open(path, read_only=True).close()
    assert copy_path(path).exists()
    ProjectFile.open(path).close()
    assert not copy_path(path).exists()


def test_a_link_to_the_file_stays_one(path: Path, seeds: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.mapview"
    link.symlink_to(path)
    with ProjectFile.open(link) as file:
        bring(file, noted(seeds, "Anew"))
        file.apply(Put(noted(seeds, "By hand")[0]), "Edit")
    assert link.is_symlink()
    assert len(load_project(path).claims) == len(seeds.claims)
    assert {claim.note for claim in load_project(path).claims.values()} == {"Anew", "By hand"}


def test_removals_after_it_are_undone_before_it(path: Path, seeds: Project) -> None:
    one = next(iter(seeds.claims.values()))
    with ProjectFile.open(path) as file:
        bring(file, [replace(one, id=f"new-{number}") for number in range(5)])
        after = ordered(file.project)
        file.apply(Macro((Remove("claims", "new-2"), Put(replace(one, id="between"), 0))), "Edit")
        file.undo()
        file.undo()
        assert ordered(file.project) == ordered(seeds)
        file.redo()
        assert ordered(file.project) == after
