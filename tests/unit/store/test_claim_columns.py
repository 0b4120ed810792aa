"""Columns that are stored in a project file are never stale, whoever wrote to the file, and never in the way."""

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from tests.helpers.indexes import as_comparable
from tests.helpers.projects import projects
from tests.helpers.rich_projects import rich_projects

from mapview.config import resource_path
from mapview.domain.changes import Put
from mapview.domain.model import Project
from mapview.domain.timeline import Timeline
from mapview.store import claim_columns, stored_claims
from mapview.store.folder import load_folder
from mapview.store.new_file import write_file
from mapview.store.project_file import ProjectFile
from mapview.store.rows import read_project

# ruff: noqa: S608 - what another program might run on a file

_COPY = "INSERT {how} INTO claims SELECT {rank}, {id}, {rest} FROM claims WHERE id = '{of}'"
_REST = (
    "place, topic, value, value_min, value_max, value_approximate, statement_en, statement_ar, in_force, source,"
    " anchor_start, anchor_end, anchor_sha256, anchor_cue, utterance, modality, certainty, note"
)


@pytest.fixture(scope="module")
def seeds() -> Project:
    return load_folder(resource_path("seeds"))


@pytest.fixture
def path(tmp_path: Path, seeds: Project) -> Iterator[Path]:
    with patch.object(stored_claims, "MANY", 1):
        write_file(tmp_path / "large.mapview", seeds)
        yield tmp_path / "large.mapview"


def elsewhere(path: Path, *statements: str) -> None:
    """Have another program, which knows nothing of MapView, write to a file."""
    script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); [c.execute(s) for s in sys.argv[2:]]; c.commit()"
    subprocess.run([sys.executable, "-c", script, str(path), *statements], check=True)


def is_read_from_columns(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        return claim_columns._stored(connection) is not None
    finally:
        connection.close()


def assert_right(path: Path) -> None:
    connection = sqlite3.connect(path)
    plain = read_project(connection)
    connection.close()
    for read_only in (True, False, True):
        with ProjectFile.open(path, read_only=read_only) as file:
            assert as_comparable(Timeline.of(file.project)) == as_comparable(Timeline.of(plain))
            assert list(file.project.claims) == list(plain.claims)


def test_a_new_file_has_them_and_they_are_used(path: Path) -> None:
    assert is_read_from_columns(path)
    assert_right(path)


def test_a_small_file_has_none(tmp_path: Path, seeds: Project) -> None:
    write_file(tmp_path / "small.mapview", seeds)
    with ProjectFile.open(tmp_path / "small.mapview") as file:
        file.apply(Put(replace(next(iter(seeds.claims.values())), note="seen")), "A note")
    connection = sqlite3.connect(tmp_path / "small.mapview")
    for table in ("claim_columns", "claim_columns_state", "claims_rewritten"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize("number", range(8))
def test_what_another_program_writes_is_read(path: Path, seeds: Project, number: int) -> None:
    named = {claim for conflict in seeds.conflicts.values() for side in conflict.sides for claim in side}
    named |= {claim for decision in seeds.decisions.values() for claim in decision.claims}
    first, *_, last = list(seeds.claims)
    free = next(claim for claim in seeds.claims if claim not in named)
    copy = _COPY.format(how="", rank="rank + 7", id="'another'", rest=_REST, of=first)
    replacing_rank = _COPY.format(how="OR REPLACE", rank="rank", id="'another'", rest=_REST, of=free)
    edits = (
        (f"UPDATE claims SET in_force = '1999-01-01/..' WHERE id = '{first}'",),
        (f"UPDATE claims SET rank = -5 WHERE id = '{last}'",),
        ("UPDATE claims SET rank = -rank",),
        ("UPDATE OR REPLACE claims SET modality = 'estimated'",),
        (copy,),
        (copy, "UPDATE claims SET place = (SELECT max(id) FROM places) WHERE id = 'another'"),
        (copy, f"DELETE FROM claims WHERE id = '{free}'"),
        (replacing_rank,),
    )
    elsewhere(path, *edits[number])
    assert is_read_from_columns(path)
    assert_right(path)


def test_a_row_that_is_replaced_by_its_id_shows_in_the_count(path: Path, seeds: Project) -> None:
    first = next(iter(seeds.claims))
    moved = _COPY.format(how="OR REPLACE", rank="rank + 3", id="id", rest=_REST, of=first)
    elsewhere(path, moved)
    assert not is_read_from_columns(path)
    assert_right(path)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE claim_columns SET numbers = zeroblob(length(numbers)) WHERE field = 'when'",
        "UPDATE claim_columns SET words = replace(words, '2026', '2016') WHERE field = 'when'",
        "UPDATE claim_columns SET words = '[' WHERE field = 'id'",
        "DELETE FROM claim_columns WHERE field = 'rank'",
        "DELETE FROM claim_columns",
        "DELETE FROM claim_columns_state",
        "UPDATE claim_columns_state SET layout = 0",
    ],
)
def test_what_is_damaged_or_missing_is_made_anew(path: Path, damage: str) -> None:
    elsewhere(path, damage)
    assert not is_read_from_columns(path)
    assert_right(path)


def test_without_its_triggers_nothing_is_believed(path: Path, seeds: Project) -> None:
    connection = sqlite3.connect(path)
    (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'claims_rewritten_update'").fetchone()
    connection.close()
    claim = next(iter(seeds.claims))
    elsewhere(path, "DROP TRIGGER claims_rewritten_update", f"UPDATE claims SET in_force = '1999' WHERE id = '{claim}'")
    elsewhere(path, sql)
    assert not is_read_from_columns(path)
    assert_right(path)


@given(rich_projects().filter(lambda project: project.claims), projects().filter(lambda project: project.claims))
@settings(max_examples=15)
def test_what_is_stored_is_what_is_read(project: Project, other: Project) -> None:
    for one in (project, other):
        with patch.object(stored_claims, "MANY", 1), tempfile.TemporaryDirectory() as folder:
            write_file(Path(folder) / "trial.mapview", one)
            assert is_read_from_columns(Path(folder) / "trial.mapview")
            assert_right(Path(folder) / "trial.mapview")
