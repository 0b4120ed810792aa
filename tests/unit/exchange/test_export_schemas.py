"""GeoJSON and Linked Places by JSON schemas: another package's for one, that of its description for the other."""

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

from geojson_pydantic import FeatureCollection
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from tests.helpers.rich_projects import rich_projects

from mapview.config import resource_path
from mapview.domain.model import Project
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.exchange.exporting.geojson import write_geojson
from mapview.exchange.exporting.linked_places import write_linked_places
from mapview.store.folder import load_folder

some = settings(max_examples=25)


@cache
def geojson() -> Draft202012Validator:
    return Draft202012Validator(FeatureCollection.model_json_schema())


@cache
def linked_places() -> Draft202012Validator:
    schema = json.loads((Path(__file__).parents[2] / "data" / "schemas" / "linked_places.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def written(write: Any, project: Project) -> Any:
    stream = io.BytesIO()
    write(Snapshot(Timeline.of(project)), stream)
    return json.loads(stream.getvalue())


def faults(document: Any, *validators: Draft202012Validator) -> list[str]:
    return [f"{one.json_path}: {one.message}"[:300] for schema in validators for one in schema.iter_errors(document)]


@some
@given(rich_projects())
def test_any_project_is_valid(project: Project) -> None:
    assert faults(written(write_geojson, project), geojson()) == []
    assert faults(written(write_linked_places, project), geojson(), linked_places()) == []


def test_the_first_timeline_is_valid_and_the_schemas_are_no_sieve() -> None:
    project = load_folder(resource_path("seeds"))
    document = written(write_linked_places, project)
    assert faults(document, geojson(), linked_places()) == []
    document["features"][0]["names"] = []
    document["features"][1]["geometry"]["geometries"][0]["coordinates"] = [44.0, 91.0]
    document["features"][2]["@id"] = "no iri"
    assert len(faults(document, linked_places())) == 3
    features = written(write_geojson, project)
    assert faults(features, geojson()) == []
    features["features"][0]["geometry"]["coordinates"] = ["44", 33]
    assert faults(features, geojson()) != []
