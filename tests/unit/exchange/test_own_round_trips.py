"""A project to a file and back through the importers: everything that the format can hold is there again."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from tests.helpers.rich_projects import rich_projects

from mapview.config import resource_path
from mapview.domain.model import Project, Text, Topic
from mapview.domain.snapshot import Snapshot
from mapview.domain.starter import starter_project
from mapview.domain.timeline import Timeline
from mapview.exchange import registry
from mapview.exchange.exporting.kml import xml_text
from mapview.exchange.import_tables import open_table
from mapview.exchange.importing.propose import propose
from mapview.exchange.importing.take import Taken, take
from mapview.export_formats import register_formats
from mapview.gazetteer.index import Gazetteer
from mapview.store.folder import load_folder

FORMATS = ("csv", "xlsx", "geojson", "gpkg", "kml", "lpf.json", "annotations.json", "parquet")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
some = settings(max_examples=20)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    register_formats()
    return Gazetteer.load()


def written(project: Project, path: Path) -> Path:
    registry.export(Snapshot(Timeline.of(project)), path)
    return path


def read(path: Path, into: Project, gazetteer: Gazetteer) -> Taken:
    incoming = open_table(path)
    mapping = incoming.mapping or propose(incoming.table).mapping
    assert mapping.own
    steps = take(incoming.table, mapping, into, gazetteer)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            taken: Taken = end.value
            return taken


def changed(thing: Any, change: Callable[[str], str]) -> Any:
    """Return a thing with every text in it changed."""
    if isinstance(thing, str):
        return change(thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{one.name: changed(getattr(thing, one.name), change) for one in fields(thing)})
    if isinstance(thing, Mapping):
        return {name: changed(each, change) for name, each in thing.items()}
    return tuple(changed(each, change) for each in thing) if isinstance(thing, tuple) else thing


def held(thing: Any, extension: str) -> Any:
    """Return a thing with its texts as a table has them: NFC, LF for CR, U+FFFD for what it has no place for."""

    def change(text: str) -> str:
        text = xml_text(text) if extension == "kml" else text.replace("\0", "\ufffd")
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))

    return changed(thing, change)


def expected(project: Project, extension: str) -> dict[str, dict[str, Any]]:
    """Return what of a project a table can hold, by kind and id."""
    claims = project.claims.values()
    used = {
        "places": {claim.place for claim in claims},
        "sources": {claim.source for claim in claims},
        "utterances": {claim.utterance for claim in claims if claim.utterance is not None},
    }
    found = {kind: {name: getattr(project, kind)[name] for name in ids} for kind, ids in used.items()}
    for name, place in found["places"].items():
        found["places"][name] = replace(place, aliases=(), ids={}, parent=None)
    for name, source in found["sources"].items():
        found["sources"][name] = replace(source, repeats=source.repeats if source.repeats in used["sources"] else None)
    topics = {claim.topic: project.topics[claim.topic] for claim in claims}
    found |= {"claims": dict(project.claims), "topics": {name: bare(topic, project) for name, topic in topics.items()}}
    return {kind: {name: held(one, extension) for name, one in things.items()} for kind, things in found.items()}


def bare(topic: Topic, project: Project) -> Topic:
    """Return a topic with its states' ids alone, those that claims have, in no order and without its rule."""
    values = {claim.value for claim in project.claims.values() if claim.topic == topic.id}
    states = tuple(
        replace(state, names=Text(), colour="")
        for state in sorted(topic.states, key=lambda state: state.id)
        if state.id in values
    )
    return replace(topic, states=states, exclusive=(), apart=False)


@pytest.mark.parametrize("extension", [name for name in FORMATS if name not in {"xlsx", "parquet"}])
@some
@given(project=rich_projects())
def test_any_project_comes_back(tmp_path: Path, gazetteer: Gazetteer, extension: str, project: Project) -> None:
    assume(project.claims)
    if extension == "csv":
        # A file with many control characters is taken for binary data.
        project = changed(project, lambda text: CONTROL.sub("\u25a1", text))
    path = written(project, tmp_path / f"out.{extension}")
    empty = Project(project.title, "")
    taken = read(path, empty, gazetteer)
    assert taken.left_out == ()
    assert taken.change is not None
    after, _ = taken.change.apply(empty)
    back = {kind: dict(getattr(after, kind)) for kind in ("places", "sources", "utterances", "claims", "topics")}
    back["topics"] = {name: bare(topic, after) for name, topic in back["topics"].items()}
    assert back == expected(project, extension)


@pytest.mark.parametrize("extension", FORMATS)
def test_the_first_timeline_comes_back_and_changes_nothing_where_it_is(
    tmp_path: Path, gazetteer: Gazetteer, extension: str
) -> None:
    project = load_folder(resource_path("seeds"))
    path = written(project, tmp_path / f"out.{extension}")
    again = read(path, project, gazetteer)
    assert (again.added, again.updated, again.unchanged) == (0, 0, len(project.claims))
    assert again.change is None
    assert again.left_out == ()
    fresh = replace(
        project, places={}, topics={}, sources={}, utterances={}, claims={}, conflicts={}, decisions={}, views={}
    )
    taken = read(path, fresh, gazetteer)
    assert taken.change is not None
    after, _ = taken.change.apply(fresh)
    assert dict(after.claims) == dict(project.claims)
    assert taken.document is None


def test_the_topics_of_a_new_project_take_the_states_of_the_file(tmp_path: Path, gazetteer: Gazetteer) -> None:
    project = load_folder(resource_path("seeds"))
    begun = starter_project("Begun")
    taken = read(written(project, tmp_path / "out.csv"), begun, gazetteer)
    assert (taken.added, taken.left_out) == (len(project.claims), ())
    assert taken.change is not None
    after, _ = taken.change.apply(begun)
    before, now = (one.topics["movements"] for one in (begun, after))
    assert now.states[: len(before.states)] == before.states
    claimed = {claim.value for claim in project.claims.values() if claim.topic == "movements"}
    assert claimed <= {state.id for state in now.states}
