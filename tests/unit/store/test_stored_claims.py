"""Claims that stay in the file behave as if they were in memory, in every state of the project that is still held."""

import tempfile
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.indexes import as_comparable
from tests.helpers.rich_projects import edits, ordered, rich_projects

from mapview.domain.changes import Put
from mapview.domain.model import Project
from mapview.domain.timeline import Timeline
from mapview.errors import FileProblemError
from mapview.store import claim_columns, stored_claims
from mapview.store.new_file import write_file
from mapview.store.packing import load_project
from mapview.store.project_file import ProjectFile
from mapview.store.stored_claims import StoredClaims


@given(st.data(), rich_projects().filter(lambda project: project.claims))
@settings(max_examples=60)
def test_every_state_stays_what_it_was(data: st.DataObject, project: Project) -> None:
    with (
        patch.object(stored_claims, "MANY", 1),
        patch.object(stored_claims, "_AT_ONCE", 2),
        patch.object(claim_columns, "_AT_ONCE", 2),
        tempfile.TemporaryDirectory() as folder,
        ProjectFile.create(Path(folder) / "trial.mapview", project) as file,
    ):
        states = [(file.project, project)]
        timeline = Timeline.of(file.project)
        for _ in range(data.draw(st.integers(1, 5))):
            action = data.draw(st.sampled_from(["edit", "edit", "undo", "redo"]))
            if action == "edit":
                change = data.draw(edits(states[-1][1]))
                file.apply(change, "An edit")
                states.append((file.project, change.apply(states[-1][1])[0]))
                timeline = timeline.after(file.project, change)
                assert as_comparable(timeline) == as_comparable(Timeline.of(states[-1][1]))
            elif getattr(file, action)() is not None:
                states.append((file.project, eager(Path(folder) / "trial.mapview")))
                timeline = Timeline.of(file.project)
        for lazy, plain in states:
            assert isinstance(lazy.claims, StoredClaims)
            assert ordered(lazy) == ordered(plain)
            assert list(reversed(lazy.claims)) == list(plain.claims)[::-1]
            assert lazy == plain
            assert len(lazy.claims) == len(plain.claims)
            assert all(name in lazy.claims and lazy.claims[name] == claim for name, claim in plain.claims.items())
            assert "nothing" not in lazy.claims
            assert as_comparable(Timeline.of(lazy)) == as_comparable(Timeline.of(plain))


def eager(path: Path) -> Project:
    with patch.object(stored_claims, "MANY", 10**9):
        return load_project(path)


@given(rich_projects().filter(lambda project: project.claims))
@settings(max_examples=5)
def test_claims_are_read_after_the_file_was_closed(project: Project) -> None:
    with patch.object(stored_claims, "MANY", 1), tempfile.TemporaryDirectory() as folder:
        write_file(Path(folder) / "trial.mapview", project)
        with ProjectFile.open(Path(folder) / "trial.mapview") as file:
            held = file.project
        assert held == project


@given(rich_projects().filter(lambda project: project.claims))
@settings(max_examples=5)
def test_a_file_edited_elsewhere_is_not_mixed_with_what_was_read_before(project: Project) -> None:
    place = next(iter(project.places.values()))
    with patch.object(stored_claims, "MANY", 1), tempfile.TemporaryDirectory() as folder:
        write_file(Path(folder) / "trial.mapview", project)
        with (
            ProjectFile.open(Path(folder) / "trial.mapview", read_only=True) as looking,
            ProjectFile.open(Path(folder) / "trial.mapview") as editing,
        ):
            assert list(looking.project.claims.values()) == list(project.claims.values())
            editing.apply(Put(place), "A place")
            with pytest.raises(FileProblemError, match="open it again"):
                list(looking.project.claims.values())
