import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.model import Claim
from mapview.domain.snapshot import Snapshot
from mapview.domain.starter import starter_project
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError, MissingPartError
from mapview.exchange import registry
from mapview.exchange.import_tables import import_tables, open_table, propose_for
from mapview.exchange.importing.files import IMPORTERS
from mapview.exchange.importing.mapping import mapping_faults
from mapview.exchange.importing.take import Taken, preview
from mapview.export_formats import register_formats
from mapview.gazetteer.index import Gazetteer
from mapview.store.folder import load_folder


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MAPVIEW_DATA_DIR", str(tmp_path / "data"))
    yield
    registry._others.cache_clear()


def seen(path: Path) -> Taken:
    incoming = open_table(path)
    assert incoming.mapping is not None
    assert list(mapping_faults(incoming.mapping, incoming.table.columns)) == []
    return preview(incoming.table, incoming.mapping, starter_project("Trial"), Gazetteer.load())


def test_a_geopackage(tmp_path: Path) -> None:
    raw = pytest.importorskip("pyogrio.raw")
    path = tmp_path / "a.gpkg"
    points = np.array([shapely.to_wkb(shapely.Point(44.4, 33.3)), None], dtype=object)
    days = np.array(["2024-01-05", "NaT"], dtype="datetime64[D]")
    fields = [np.array(["A", "B"], dtype=object), days]
    raw.write(path, points, fields, ["name", "start"], driver="GPKG", geometry_type="Point", crs="EPSG:4326")
    taken = seen(path)
    assert taken.added == 1
    assert "no date" in taken.left_out[0].reason


def test_a_geopackage_in_other_coordinates_is_refused(tmp_path: Path) -> None:
    raw = pytest.importorskip("pyogrio.raw")
    path = tmp_path / "a.gpkg"
    points = np.array([shapely.to_wkb(shapely.Point(444000, 3690000))], dtype=object)
    fields = [np.array(["A"], dtype=object)]
    raw.write(path, points, fields, ["name"], driver="GPKG", geometry_type="Point", crs="EPSG:32638")
    with pytest.raises(BadInputError, match="WGS 84"):
        open_table(path)


def test_parquet_names_the_package_that_it_needs(tmp_path: Path) -> None:
    if find_spec("pyarrow") is not None:
        pytest.skip("pyarrow is installed")
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(MissingPartError, match="pyarrow"):
        open_table(tmp_path / "a.parquet")


def test_linked_places_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(
        "id\ttitle\ttitle_source\tstart\tend\tlon\tlat\tdescription\n"
        "x1\tA\tAn atlas\t-0500\t1500\t44.4\t33.3\tA town\n",
        "utf-8",
    )
    taken = seen(path)
    assert (taken.added, taken.left_out) == (1, ())
    assert taken.change is not None
    assert taken.change.changes[-1].entity.when == "-0500/1500"  # type: ignore[union-attr]


def test_annotations_say_what_they_lack(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    one = {
        "type": "Annotation", "id": "urn:1", "created": "2024-01-05",
        "body": [{"type": "TextualBody", "value": "They left"}, {"purpose": "tagging", "value": "Ain al-Asad"}],
        "target": {"source": "https://example.org/a",
                   "selector": {"type": "TextPositionSelector", "start": 3, "end": 9}},
    }  # fmt: skip
    path.write_text(json.dumps([one]), "utf-8")
    incoming = open_table(path)
    assert incoming.mapping is not None
    row = dict(zip(incoming.table.columns, next(incoming.table.rows()).cells, strict=True))
    assert (row["place"], row["statement"], row["url"]) == ("Ain al-Asad", "They left", "https://example.org/a")
    assert (row["start"], row["end"]) == ("3", "9")
    assert any("when" in question for question in propose_for(path).questions)


def test_other_packages_add_importers_and_exporters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    points = {
        "mapview.importers": EntryPoint("zzz", "mapview.exchange.importing.geojson:read_geojson", "mapview.importers"),
        "mapview.exporters": EntryPoint("yyy", "mapview.exchange.table:write_csv", "mapview.exporters"),
    }
    monkeypatch.setattr(registry, "entry_points", lambda group: [points[group]])
    registry._others.cache_clear()
    assert {"csv", "zzz"} <= set(registry.import_extensions())
    assert registry.importer_for(tmp_path / "a.zzz") is IMPORTERS["geojson"]
    assert "yyy" in registry.extensions()
    assert registry.exporter_for(tmp_path / "a.yyy").__name__ == "write_csv"
    assert registry.importer_for(tmp_path / "a.txt") is None


def test_scripts_in_a_feature_are_text(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    said = "<script>alert(1)</script>"
    feature = {
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [44.4, 33.3]},
        "properties": {"name": said, "date": "2024", "description": said},
    }  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    taken = seen(path)
    assert taken.change is not None
    assert taken.change.changes[-1].entity.statement.en == said  # type: ignore[union-attr]


def test_an_opendocument_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    office, kind = "urn:oasis:names:tc:opendocument:xmlns:", "application/vnd.oasis.opendocument.spreadsheet"
    rows = (("Place", "Date", "Event"), ("Harir", "2024-01-05", "=1+1"))
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0"'
        f' xmlns:text="{office}text:1.0"><office:body><office:spreadsheet><table:table table:name="One">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{office}manifest:1.0"/>'
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    table = open_table(path).table
    assert table.columns == rows[0]
    assert [row.cells for row in table.rows()] == [rows[1]]


EVENT = {
    "unique_id": "e1", "start_date": {"year": "2024", "month": 3}, "end_date": {"year": 2024, "month": 4, "day": 5},
    "text": {"headline": "They <b>left</b>", "text": "<p>All of them.</p>"}, "media": {"url": "https://example.org/a"},
    "location": {"name": "Harir air base", "lat": 36.53, "lon": 44.35},
}  # fmt: skip


def test_events_of_timelinejs(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    title = {"text": {"headline": "A title"}}
    path.write_text(json.dumps({"title": title, "events": [EVENT]}), "utf-8")
    taken = seen(path)
    assert (taken.added, taken.left_out) == (1, ())
    assert taken.change is not None
    claim = taken.change.changes[-1].entity  # type: ignore[union-attr]
    assert (claim.id, claim.when, claim.statement.en) == ("a-e1", "2024-03/2024-04-05", "They left")
    assert any(getattr(step.entity, "url", "") == "https://example.org/a" for step in taken.change.changes)  # type: ignore[union-attr]


def test_a_table_of_timelinejs_without_a_place_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    header = "Year,Month,Day,Time,End Year,End Month,End Day,Headline,Text,Media,Media Credit,Type\n"
    path.write_text(f"{header},,,,,,,The title,,,,title\n2024,3,,,,,,They left,,,,\n", "utf-8")
    with pytest.raises(BadInputError) as refused:
        import_tables(tmp_path / "p.mapview", [path])
    assert "one place for all rows under [fixed]" in str(refused.value)
    assert "mapview mapping a.csv --write FILE" in str(refused.value)
    proposal, mapping = propose_for(path), tmp_path / "a.toml"
    text = proposal.as_toml().replace("\n[fixed]\n", '\n[fixed]\nplace = "Ain al-Asad"\n')
    mapping.write_text(text, "utf-8")
    (table,) = import_tables(tmp_path / "p.mapview", [path], mapping)["tables"]
    assert (table["added"], table["left_out"]) == (1, 0)


@pytest.mark.parametrize("extension", ["timeline.json", "timeline.csv"])
def test_own_timelinejs_comes_back_with_its_places(tmp_path: Path, extension: str) -> None:
    register_formats()
    project = load_folder(resource_path("seeds"))
    path = tmp_path / f"x.{extension}"
    registry.export(Snapshot(Timeline.of(project)), path)
    incoming = open_table(path)
    assert incoming.mapping is not None
    bare = replace(project, claims={}, conflicts={}, decisions={}, rejections={}, views={})
    taken = preview(incoming.table, incoming.mapping, bare, Gazetteer.load(), 100_000)
    started = [claim for claim in project.claims.values() if dates.parse(claim.when).earliest is not None]
    assert taken.left_out == ()
    assert taken.added == len(started)
    assert taken.change is not None
    found = [step.entity for step in taken.change.changes if isinstance(step.entity, Claim)]  # type: ignore[union-attr]
    assert {one.place for one in found} == {one.place for one in started}
    assert sorted(one.when for one in found) == sorted(one.when for one in started)
    assert {(one.place, " ".join(one.statement.en.split())) for one in found} == {
        (one.place, " ".join(one.statement.en.split())) for one in started
    }


@pytest.mark.parametrize(
    "when",
    [
        "2024?",
        "2024-03~",
        "199X",
        "2026-33",
        "2024-XX-14",
        "[2024-01,2024-03]",
        "2003/",
        "2003/..",
        "2025-05~/2025-08~",
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_date_comes_back_from_timelinejs_surer_than_it_was(tmp_path: Path, when: str, language: Any) -> None:
    register_formats()
    project = load_folder(resource_path("seeds"))
    name, claim = next(iter(project.claims.items()))
    one = replace(project, claims={name: replace(claim, when=when)}, conflicts={}, decisions={}, views={})
    path = tmp_path / "x.timeline.json"
    registry.export(Snapshot(Timeline.of(one), language=language), path)
    taken = seen(path)
    assert taken.change is not None
    assert taken.change.changes[-1].entity.when == when  # type: ignore[union-attr]
