import io
import json
from dataclasses import replace
from typing import Any

import pytest

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.exchange.exporting.geojson import write_geojson
from mapview.exchange.table import COLUMNS
from mapview.store.folder import load_folder


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return Timeline.of(load_folder(resource_path("seeds")))


def written(snapshot: Snapshot) -> Any:
    stream = io.BytesIO()
    write_geojson(snapshot, stream)
    return json.loads(stream.getvalue())


def faults(found: Any) -> list[str]:
    """Name what breaks the rules of RFC 7946 for a collection of points."""
    said = []
    if found.get("type") != "FeatureCollection" or not isinstance(found.get("features"), list):
        return ["no collection"]
    if {"coordinates", "geometries", "geometry", "properties"} & set(found):
        said.append("members of other types (section 7.1)")
    for feature in found["features"]:
        if feature.get("type") != "Feature" or not {"geometry", "properties"} <= set(feature):
            said.append("no feature (3.2)")
        if not isinstance(feature.get("id", ""), str | int):
            said.append("an id is a string or a number (3.2)")
        geometry = feature["geometry"]
        lon, lat = geometry["coordinates"]
        if geometry["type"] != "Point" or not (-180 <= lon <= 180 and -90 <= lat <= 90):
            said.append("no point in degrees, longitude first (3.1.2, 4)")
        if not isinstance(feature["properties"], dict | None):
            said.append("properties are an object or null (3.2)")
    return said


def test_it_is_geojson_with_every_column(timeline: Timeline) -> None:
    found = written(Snapshot(timeline))
    assert faults(found) == []
    assert len(found["features"]) == len(timeline.project.claims)
    assert all(set(COLUMNS) <= set(feature["properties"]) for feature in found["features"])
    assert faults(
        {**found, "features": [{**found["features"][0], "geometry": {"type": "Point", "coordinates": [33, 142]}}]}
    )


def test_times_stand_under_the_usual_names_and_open_ones_are_absent(timeline: Timeline) -> None:
    for feature in written(Snapshot(timeline))["features"]:
        span = dates.parse(feature["properties"]["when"])
        assert feature["properties"].get("start") == feature["properties"].get("time") == dates.iso(span.earliest)
        assert feature["properties"].get("end") == dates.iso(span.latest)
        bounds = feature.get("when", {"timespans": [{}]})["timespans"][0]
        assert bounds.get("start", {}).get("earliest") == dates.iso(span.earliest)
        assert bounds.get("end", {}).get("latest") == dates.iso(span.latest)


def test_it_honours_both_clocks_and_the_area_and_says_so(timeline: Timeline) -> None:
    at, known = dates.parse("2026-01-15"), dates.parse("2026-01-14").latest
    found = written(Snapshot(timeline, at=at, known=known, bbox=(42, 33.5, 43, 34)))
    shown = {timeline.columns.ids[row] for row in timeline.view(at, known).rows}
    assert {feature["id"] for feature in found["features"]} < shown
    assert "on 2026-01-15" in found["notes"][0]
    assert "known on 2026-01-14" in found["notes"][0]


def test_what_has_no_place_is_listed_in_the_file(timeline: Timeline) -> None:
    assert any("reasons of asserted conflicts (" in note for note in written(Snapshot(timeline))["notes"])


def test_days_before_the_year_1_are_absent_and_doubt_is_told(timeline: Timeline) -> None:
    first, second, *_ = timeline.project.claims.values()
    claims = {first.id: replace(first, when="-0043"), second.id: replace(second, when="2024~/")}
    old = Timeline.of(replace(timeline.project, claims=claims, conflicts={}, decisions={}, views={}))
    found = written(Snapshot(old))
    ancient = next(one["properties"] for one in found["features"] if one["id"] == first.id)
    assert ancient["when"] == "-0043"
    assert {ancient.get(name) for name in ("earliest", "latest", "start", "end", "time")} == {None}
    notes = " ".join(found["notes"])
    assert "2 of them stand in the field when" in notes
    assert "1 dates are uncertain or approximate, 1 have an unknown bound" in notes
