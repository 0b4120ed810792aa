"""Formats as other programs and other people write them."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
import xlsxwriter

from mapview.domain.changes import Put
from mapview.domain.model import Claim
from mapview.domain.starter import starter_project
from mapview.errors import BadInputError
from mapview.exchange.import_tables import import_tables, open_table, propose_for
from mapview.exchange.importing.take import Taken, preview
from mapview.gazetteer.index import Gazetteer


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPVIEW_DATA_DIR", str(tmp_path / "data"))


def seen(path: Path) -> Taken:
    incoming = open_table(path)
    assert incoming.mapping is not None
    return preview(incoming.table, incoming.mapping, starter_project("Trial"), Gazetteer.load())


def claims(taken: Taken) -> list[Claim]:
    assert taken.change is not None
    return [one.entity for one in taken.change.changes if isinstance(one, Put) and isinstance(one.entity, Claim)]


def feature(lon: float = 44.4, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, 33.3]}
    return {"type": "Feature", "geometry": geometry, "properties": {"name": f"at {lon}", **properties}}


def written(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.mark.parametrize("name", ["a.geojson", "a.geojsonl", "a.ndjson", "a.geojsons"])
def test_a_feature_a_line(tmp_path: Path, name: str) -> None:
    mark = "\x1e" if name.endswith("s") else ""
    lines = [f"{mark}{json.dumps(feature(44 + day / 10, date=f'2026-01-0{day}'))}\n" for day in range(1, 4)]
    (tmp_path / name).write_text("".join(lines), "utf-8")
    assert [claim.when for claim in claims(seen(tmp_path / name))] == ["2026-01-01", "2026-01-02", "2026-01-03"]


def test_what_stands_after_the_features_is_not_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path / "a.geojson", feature(date="2026"))
    path.write_text(path.read_text("utf-8") + " and more", "utf-8")
    with pytest.raises(BadInputError, match="no whole JSON"):
        open_table(path)


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ({"start": 1768348800000, "end": 1768435200000}, "2026-01-14/2026-01-15"),
        ({"start": 1768348800, "end": 1768435200}, "2026-01-14/2026-01-15"),
        ({"time": -14182940000}, "1969-07-20"),
        ({"startTime": "2026-01-14", "endTime": "2026-01-15"}, "2026-01-14/2026-01-15"),
        ({"valid_from": "2026-01-14", "valid_to": "2026-01"}, "2026-01-14/2026-01"),
        ({"incident_date": "14 January 2026"}, "2026-01-14"),
        ({"year": 2026}, "2026"),
    ],
)
def test_times_under_their_usual_names(tmp_path: Path, said: dict[str, Any], when: str) -> None:
    assert [claim.when for claim in claims(seen(written(tmp_path / "a.geojson", feature(**said))))] == [when]


def test_texts_of_popups_and_nested_sources(tmp_path: Path) -> None:
    source = {"title": "A report", "url": "https://example.org/a"}
    path = written(tmp_path / "a.geojson", feature(date="2026", popup="<b>They left</b><br>2 &amp; 3", source=source))
    taken = seen(path)
    assert claims(taken)[0].statement.en == "They left 2 & 3"
    made = {one.entity.id: one.entity for one in taken.change.changes if isinstance(one, Put)}  # type: ignore[union-attr]
    cited = made[claims(taken)[0].source]
    assert (cited.title, cited.url) == ("A report", "https://example.org/a")


def linked(**members: Any) -> dict[str, Any]:
    return {"@id": "http://example.org/1", **feature(), "properties": {"title": "Abingdon"}, **members}


SPAN = {"timespans": [{"start": {"in": "1600"}, "end": {"in": "1699"}}]}


def test_the_time_of_linked_places_may_be_that_of_a_part(tmp_path: Path) -> None:
    named = linked(names=[{"toponym": "Abbandun", "when": SPAN}, {"toponym": "Abingdon"}])
    (claim,) = claims(seen(written(tmp_path / "a.json", named)))
    assert (claim.when, claim.statement.en) == ("1600/1699", "Abbandun")
    there = [{"type": "Point", "coordinates": [lon, 33.3], "when": SPAN} for lon in (44.1, 44.9)]
    placed = linked(geometry={"type": "GeometryCollection", "geometries": there})
    assert len({claim.id for claim in claims(seen(written(tmp_path / "b.json", placed)))}) == 2


def test_certainty_period_and_duration_of_linked_places(tmp_path: Path) -> None:
    when = {**SPAN, "certainty": "less-certain", "periods": [{"name": "Stuart"}], "duration": "P20Y"}
    path = written(tmp_path / "a.json", linked(when=when, types=[{"label": "town"}]))
    (claim,) = claims(seen(path))
    assert claim.certainty == "likely"
    table = open_table(path).table
    row = dict(zip(table.columns, next(table.rows()).cells, strict=True))
    assert (row["period"], row["duration"], "town" in row["types"]) == ("Stuart", "P20Y", True)
    only = seen(written(tmp_path / "b.json", linked(when={"periods": [{"name": "Stuart"}]})))
    assert "“Stuart”" in only.left_out[0].reason


def test_lp_tsv_takes_a_point_of_either_kind_and_a_name_for_a_description(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(
        "id\ttitle\ttitle_source\tlon\tlat\tgeowkt\tstart\tend\tdescription\n"
        "1\tAcre\tAtlas\t35.08\t32.92\t\t1850\t1900\tA port\n"
        "2\tGaza\tAtlas\t\t\tPOINT(34.46 31.5)\t1800/1810\t1850\t\n",
        "utf-8",
    )
    taken = seen(path)
    assert [(claim.when, claim.statement.en) for claim in claims(taken)] == [
        ("1850/1900", "A port"), ("1800~/1850", "Gaza"),
    ]  # fmt: skip


def test_a_list_of_plain_objects_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    row = {"id": "1", "date": "02/25/2022", "latitude": "50.08", "longitude": 36.25, "location": "Kharkiv",
           "description": "x", "sources": [{"path": "https://e.org/1"}, {"path": "https://e.org/2"}]}  # fmt: skip
    path.write_text(json.dumps([row]), "utf-8")
    mapping = propose_for(path).mapping
    assert (mapping.columns["url"], mapping.columns["lat"], mapping.date_order) == (
        "sources",
        "latitude",
        "month-first",
    )
    taken = preview(open_table(path).table, mapping, starter_project("Trial"), Gazetteer.load())
    assert [(claim.when, claim.id) for claim in claims(taken)] == [
        ("2022-02-25", "a-1"), ("2022-02-25", "a-1-source-2"),
    ]  # fmt: skip


KML = '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>{}</Document></kml>'


def test_kml_with_folders_tracks_and_texts_of_html(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    point = "<Point><coordinates>42.4,33.8,0</coordinates></Point>"
    said = '&lt;p&gt;Left&lt;/p&gt;&lt;a href="https://example.org/"&gt;x&lt;/a&gt;'
    child = f"<Placemark><name>A</name><description>{said}</description>{point}</Placemark>"
    folder = f"<Folder><name>September</name><TimeSpan><begin>2025-09-01</begin></TimeSpan>{child}</Folder>"
    fixes = "".join(f"<when>2026-01-1{day}T10:00:00Z</when><gx:coord>44.{day} 33.1 0</gx:coord>" for day in (4, 5))
    track = f"<Placemark><name>B</name><gx:Track>{fixes}</gx:Track></Placemark>"
    ring = "<LinearRing><coordinates>42,33 43,33 43,34 42,33</coordinates></LinearRing>"
    shapes = f"<MultiGeometry>{point}<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon></MultiGeometry>"
    several = f"<Placemark><name>C</name><TimeStamp><when>2026</when></TimeStamp>{shapes}</Placemark>"
    path.write_text(KML.format(folder + track + several), "utf-8")
    found = claims(seen(path))
    assert [claim.when for claim in found] == ["2025-09-01/..", "2026-01-14", "2026-01-15", "2026"]
    assert found[0].statement.en == "Left x"
    table = open_table(path).table
    rows = [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows()]
    assert (rows[0]["folder"], rows[0]["url"]) == ("September", "https://example.org/")
    assert rows[3]["coordinates"].startswith("GEOMETRYCOLLECTION (POINT")


def shapefile(path: Path, encoding: str, *, says: bool) -> None:
    raw = pytest.importorskip("pyogrio.raw")
    points = np.array([shapely.to_wkb(shapely.Point(42.44, 33.78))], dtype=object)
    fields = [np.array(["قاعدة عين الأسد"], dtype=object), np.array(["2026-01-14"], dtype="datetime64[D]")]
    raw.write(path, points, fields, ["NAME", "DATE"], driver="ESRI Shapefile", geometry_type="Point", crs="EPSG:4326",
              encoding=encoding)  # fmt: skip
    if not says:
        path.with_suffix(".cpg").unlink()


@pytest.mark.parametrize("encoding", ["cp1256", "UTF-8"])
@pytest.mark.parametrize("says", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_an_arabic_shapefile_whether_or_not_it_says_its_encoding(
    tmp_path: Path, encoding: str, *, says: bool, packed: bool
) -> None:
    path = tmp_path / "a.shp"
    shapefile(path, encoding, says=says)
    if packed:
        files = list(tmp_path.glob("a.*"))
        path = tmp_path / "a.shp.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for one in files:
                archive.write(one, f"data/{one.name}")
    (claim,) = claims(seen(path))
    assert (claim.statement.ar, claim.when) == ("قاعدة عين الأسد", "2026-01-14")


def test_an_archive_without_a_shapefile_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    pytest.importorskip("pyogrio")
    with pytest.raises(BadInputError, match="holds no Shapefile"):
        open_table(tmp_path / "a.zip")


def test_layers_that_are_not_read_are_asked_about(tmp_path: Path) -> None:
    raw = pytest.importorskip("pyogrio.raw")
    path = tmp_path / "a.gpkg"
    for name in ("bases", "roads"):
        points = np.array([shapely.to_wkb(shapely.Point(42.44, 33.78))], dtype=object)
        fields = [np.array([name], dtype=object), np.array(["2026-01-14"], dtype="datetime64[D]")]
        raw.write(path, points, fields, ["name", "start"], driver="GPKG", geometry_type="Point", crs="EPSG:4326",
                  layer=name)  # fmt: skip
    with pytest.raises(BadInputError, match="not 'roads'"):
        import_tables(tmp_path / "p.mapview", [path])
    mapping = tmp_path / "m.toml"
    mapping.write_text(propose_for(path).as_toml().replace('sheet = "bases"', 'sheet = "roads"'), "utf-8")
    (table,) = import_tables(tmp_path / "p.mapview", [path], mapping)["tables"]
    assert table["added"] == 1
    # The layer was chosen, so the same file again is no question.
    assert import_tables(tmp_path / "p.mapview", [path], mapping)["tables"][0]["unchanged"] == 1


def workbook(path: Path, *names: str) -> None:
    with xlsxwriter.Workbook(path) as book:
        note = book.add_worksheet("Read me")
        note.write("A1", "What this is")
        note.write("A3", "Whom to ask")
        for name in names:
            sheet = book.add_worksheet(name)
            sheet.merge_range("B1:C1", "Coordinates")
            for column, cell in enumerate(("Place", None, None, "Date", "Event")):
                if cell:
                    sheet.write(0, column, cell)
            sheet.write_row(1, 1, ["Lat", "Lon"])
            sheet.write_row(2, 0, ["A", 33.1, 44.1, "2026-01-14", "x"])
            sheet.write_row(3, 0, ["B", 33.2, 44.2, 46036, "x"])


def test_a_page_of_notes_comes_before_and_names_stand_in_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook(path, "2026")
    proposal = propose_for(path)
    assert (proposal.mapping.sheet, proposal.mapping.header_row) == ("2026", 2)
    assert proposal.mapping.header == ("Place", "Lat", "Lon", "Date", "Event")
    taken = preview(open_table(path).table, proposal.mapping, starter_project("Trial"), Gazetteer.load())
    assert [claim.when for claim in claims(taken)] == ["2026-01-14"]
    assert "2026-01-14" in taken.left_out[0].reason


def test_other_filled_sheets_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook(path, "2025", "2026")
    proposal = propose_for(path)
    assert proposal.mapping.sheet == "2025"
    assert any("not '2026'" in question for question in proposal.questions)
