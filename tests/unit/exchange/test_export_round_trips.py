"""What leaves is read back, by other programs where this machine has them: all that a format can hold is there."""

import io
import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest
from hypothesis import given, settings
from lxml import etree
from python_calamine import CalamineWorkbook
from tests.helpers.rich_projects import rich_projects

from mapview.config import resource_path
from mapview.domain import dates
from mapview.domain.export_notes import in_our_era
from mapview.domain.model import Project, Text
from mapview.domain.records import records
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.exchange.exporting import geojson, geopackage, kml, linked_places, spreadsheet
from mapview.exchange.table import COLUMNS, cells, without_nul, write_csv
from mapview.store.folder import load_folder

some = settings(max_examples=25)


@pytest.fixture(scope="module")
def seeds() -> Snapshot:
    return Snapshot(Timeline.of(load_folder(resource_path("seeds"))))


def bytes_of(write: Any, snapshot: Snapshot) -> bytes:
    stream = io.BytesIO()
    write(snapshot, stream)
    return stream.getvalue()


def rows_of(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [cells(record) for record in records(snapshot)]


@some
@given(rich_projects())
def test_geojson_keeps_every_column(project: Project) -> None:
    snapshot = Snapshot(Timeline.of(project))
    features = json.loads(bytes_of(geojson.write_geojson, snapshot))["features"]
    for feature, row in zip(features, rows_of(snapshot), strict=True):
        found = {**feature["properties"], "conflicts_with": " ".join(feature["properties"]["conflicts_with"])}
        assert {name: found[name] for name in COLUMNS} == row
        assert feature["geometry"]["coordinates"] == [row["lon"], row["lat"]]


@some
@given(rich_projects())
def test_a_geopackage_keeps_every_column(project: Project) -> None:
    snapshot = Snapshot(Timeline.of(project))
    file = sqlite3.connect(":memory:")
    file.deserialize(bytes_of(geopackage.write_geopackage, snapshot))
    file.row_factory = sqlite3.Row
    found = [dict(row) for row in file.execute("SELECT * FROM claims ORDER BY fid")]
    assert file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    file.close()
    for read, row, record in zip(found, rows_of(snapshot), records(snapshot), strict=True):
        if not in_our_era(record.span.earliest):
            row["earliest"] = None
        if not in_our_era(record.span.latest):
            row["latest"] = None
        assert {name: read[name] for name in COLUMNS} == {name: without_nul(cell) for name, cell in row.items()}
        assert read["geom"] == b"GP\x00\x01\xe6\x10\x00\x00" + geopackage.wkb_point(row["lon"], row["lat"])


@some
@given(rich_projects())
def test_kml_keeps_every_column_that_xml_can_hold(project: Project) -> None:
    snapshot = Snapshot(Timeline.of(project))
    root = etree.fromstring(bytes_of(kml.write_kml, snapshot))
    names = {"k": kml.NAMESPACE}
    for mark, row in zip(root.iterfind(".//k:Placemark", names), rows_of(snapshot), strict=True):
        found = {
            data.get("name"): data.findtext("k:value", namespaces=names) for data in mark.iterfind(".//k:Data", names)
        }
        # XML takes a carriage return for a line feed.
        held = {name: re.sub("\r\n?", "\n", kml.xml_text(str(cell))) for name, cell in row.items() if cell is not None}
        assert {name: re.sub("\r\n?", "\n", said or "") for name, said in found.items()} == held
        assert mark.findtext("k:Point/k:coordinates", namespaces=names) == f"{row['lon']!r},{row['lat']!r}"
        begin = mark.findtext("k:TimeSpan/k:begin", namespaces=names)
        assert begin in {row["earliest"], None}


@some
@given(rich_projects())
def test_linked_places_keep_places_claims_and_dates(project: Project) -> None:
    snapshot = Snapshot(Timeline.of(project))
    features = json.loads(bytes_of(linked_places.write_linked_places, snapshot))["features"]
    by_place = {feature["@id"]: feature for feature in features}
    assert sum(len(feature["claims"]) for feature in features) == len(project.claims)
    for record in records(snapshot):
        feature = by_place[f"urn:x-mapview:place:{record.place.id}"]
        toponyms = [name["toponym"] for name in feature["names"]]
        assert toponyms == [*filter(None, (record.place.names.en, record.place.names.ar)), *record.place.aliases]
        assert feature["geometry"]["geometries"][0]["coordinates"] == [record.place.lon, record.place.lat]
        (claim,) = (one for one in feature["claims"] if one["claim"] == record.claim.id)
        assert claim["edtf"] == record.claim.when
        assert claim["statement_ar"] == record.claim.statement.ar
        if "when" in claim:
            assert claim["when"]["label"] == record.claim.when
            (timespan,) = claim["when"]["timespans"]
            assert covered(timespan) == (record.span.earliest, record.span.latest)


def covered(timespan: Any) -> tuple[int | None, int | None]:
    """Read a timespan as the specification does: the earliest day of its start, the latest of its end."""
    start = timespan["start"]
    end = timespan.get("end", start)
    first = dates.parse(start["in"]).earliest if "in" in start else day(start.get("earliest"))
    last = dates.parse(end["in"]).latest if "in" in end else day(end.get("latest"))
    return first, last


def day(said: str | None) -> int | None:
    return None if said is None else dates.parse(said).earliest


def test_an_outsider_reads_geopackage_and_kml(seeds: Snapshot, tmp_path: Path) -> None:
    expected = rows_of(seeds)
    for name, write in (("out.gpkg", geopackage.write_geopackage), ("out.kml", kml.write_kml)):
        path = tmp_path / name
        path.write_bytes(bytes_of(write, seeds))
        assert pyogrio.read_info(path)["features"] == len(expected)
        _, _, geometry, columns = pyogrio.raw.read(path)
        named = dict(zip(pyogrio.read_info(path)["fields"], columns, strict=True))
        assert [bytes(point)[-16:] for point in geometry] == [
            geopackage.wkb_point(row["lon"], row["lat"])[-16:] for row in expected
        ]
        assert named["statement_en"].tolist() == [row["statement_en"] for row in expected]


def test_the_days_of_a_geopackage_are_dates_to_an_outsider(seeds: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    path.write_bytes(bytes_of(geopackage.write_geopackage, seeds))
    info = pyogrio.read_info(path)
    types = dict(zip(info["fields"], info["dtypes"], strict=True))
    assert types["earliest"] == types["latest"] == "datetime64[D]"
    assert "no place for" in info["layer_metadata"]["DESCRIPTION"]


def test_a_workbook_read_by_an_outsider_has_every_claim_source_and_conflict(seeds: Snapshot) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(bytes_of(spreadsheet.write_spreadsheet, seeds)))
    head, *rows = book.get_sheet_by_name("Claims").to_python()
    assert tuple(head) == COLUMNS
    for read, row in zip(rows, rows_of(seeds), strict=True):
        for name, cell in zip(COLUMNS, read, strict=True):
            said = cell.isoformat() if hasattr(cell, "isoformat") else cell
            assert said == (row[name] if row[name] is not None else ""), name
    sources = book.get_sheet_by_name("Sources").to_python()[1:]
    assert {row[0] for row in sources} == set(seeds.timeline.project.sources)
    assert len(book.get_sheet_by_name("Conflicts").to_python()) - 1 == len(seeds.timeline.view().conflicts())


HOSTILE = '=HYPERLINK("https://example.org","x")'


def hostile() -> Snapshot:
    project = load_folder(resource_path("seeds"))
    claim = next(iter(project.claims.values()))
    claims = {**project.claims, claim.id: replace(claim, statement=Text(HOSTILE), note="<script>alert(1)</script>")}
    return Snapshot(Timeline.of(replace(project, claims=claims)))


def test_formulas_leave_as_text() -> None:
    snapshot = hostile()
    book = bytes_of(spreadsheet.write_spreadsheet, snapshot)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = b"".join(parts.read(name) for name in parts.namelist() if "worksheets" in name)
        assert b"<f>" not in sheets
        assert b"hyperlink" not in sheets.lower()
        assert b"HYPERLINK" in parts.read("xl/sharedStrings.xml")
    table = pd.read_csv(io.BytesIO(bytes_of(write_csv, snapshot)))
    assert f"'{HOSTILE}" in set(table["statement_en"])
