"""What leaves comes back through the importers: the claims of the first timeline, format by format."""

from dataclasses import replace
from pathlib import Path

import pytest

from mapview.config import resource_path
from mapview.domain.model import Claim, Project, Quantity
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.exchange import registry
from mapview.exchange.import_tables import open_table
from mapview.exchange.importing.mapping import Role, TableMapping
from mapview.exchange.importing.take import Taken, take
from mapview.export_formats import register_formats
from mapview.gazetteer.index import Gazetteer
from mapview.store.folder import load_folder

COLUMNS: dict[Role, str] = {
    "id": "claim", "place": "place_en", "lat": "lat", "lon": "lon", "kind": "kind", "topic": "topic", "value": "value",
    "statement": "statement_en", "when": "when", "source": "source_title", "publisher": "publisher",
    "published": "published", "url": "url", "modality": "modality", "certainty": "certainty", "note": "note",
}  # fmt: skip


@pytest.fixture(scope="module")
def project() -> Project:
    return load_folder(resource_path("seeds"))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def read_back(path: Path, into: Project, gazetteer: Gazetteer) -> Taken:
    table = open_table(path).table
    # What an importer fills itself has the plain name; the property of the same name stands beside it.
    columns = {
        role: f"{name} (property)" if f"{name} (property)" in table.columns else name for role, name in COLUMNS.items()
    }
    steps = take(table, TableMapping("back", columns), into, gazetteer, obtained="2026-11-22")
    while True:
        try:
            next(steps)
        except StopIteration as end:
            taken: Taken = end.value
            return taken


def said(claim: Claim, project: Project) -> tuple[object, ...]:
    place = project.places[claim.place]
    return (
        place.names.en, place.lat, place.lon, claim.topic, claim.value, claim.statement.en, claim.when, claim.modality,
        claim.certainty, claim.note, project.sources[claim.source].published,
    )  # fmt: skip


@pytest.mark.parametrize("extension", ["csv", "xlsx", "geojson", "kml", "gpkg"])
def test_claims_come_back_as_they_left(project: Project, gazetteer: Gazetteer, tmp_path: Path, extension: str) -> None:
    register_formats()
    path = tmp_path / f"out.{extension}"
    registry.export(Snapshot(Timeline.of(project)), path)
    bare = replace(project, claims={}, conflicts={}, decisions={}, views={})
    taken = read_back(path, bare, gazetteer)
    assert taken.change is not None
    after, _ = taken.change.apply(bare)
    # A quantity leaves in columns of its own, which no role of a table takes together yet.
    quantities = {name for name, claim in project.claims.items() if isinstance(claim.value, Quantity)}
    assert len(taken.left_out) <= len(quantities)
    back = {name: after.claims[f"back-{name}"] for name in project.claims if name not in quantities}
    assert {name: said(claim, after) for name, claim in back.items()} == {
        name: said(project.claims[name], project) for name in back
    }
