import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapview.domain import dates
from mapview.domain.changes import Put
from mapview.domain.model import Claim, Project, Source
from mapview.domain.starter import starter_project
from mapview.errors import BadInputError
from mapview.exchange.import_tables import import_tables, open_table
from mapview.exchange.importing.cell_dates import read_date
from mapview.exchange.importing.mapping import TableMapping, from_toml, remember, remembered, to_toml
from mapview.exchange.importing.propose import propose
from mapview.exchange.importing.tables import Table, table_of
from mapview.exchange.importing.take import Taken, left_out_csv, take
from mapview.gazetteer.index import Gazetteer
from mapview.store.encodings import normalised_text
from mapview.store.originals import check_anchors
from mapview.store.project_file import ProjectFile

TABLES = Path(__file__).parents[3] / "data" / "tables"
GAZETTEER = Gazetteer.load()
UNITS = TableMapping(
    "units",
    {"place": "Site", "start": "Date", "statement": "Event", "value": "Unit number", "url": "Source links",
     "published": "Dates of sources"},
    {"topic": "events"},
)  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPVIEW_DATA_DIR", str(tmp_path / "data"))


def taken_of(table: Table, mapping: TableMapping, project: Project | None = None) -> Taken:
    steps = take(table, mapping, project or starter_project("Trial"), GAZETTEER, obtained="2026-02-01")
    while True:
        try:
            assert 0 <= next(steps) <= 1
        except StopIteration as end:
            found: Taken = end.value
            return found


def read(name: str, mapping: TableMapping | None = None) -> Taken:
    table = open_table(TABLES / name).table
    return taken_of(table, mapping or propose(table).mapping)


def claims(taken: Taken) -> list[Claim]:
    assert taken.change is not None
    return [step.entity for step in taken.change.changes if isinstance(step, Put) and isinstance(step.entity, Claim)]


def reasons(taken: Taken) -> dict[int, str]:
    return {one.row: one.reason for one in taken.left_out}


def test_a_doubtful_unit_and_two_links_in_a_cell() -> None:
    taken = read("units.csv", UNITS)
    first, second, other = claims(taken)
    assert (first.value, second.value, other.value) == ("102?", "102?", "7")
    assert first.when == second.when == "2026-01-14"
    assert taken.change is not None
    made = {step.entity.id: step.entity for step in taken.change.changes if isinstance(step.entity, Source)}
    assert (made[first.source].url, made[first.source].published) == ("https://example.org/a", "2026-01-15")
    assert (made[second.source].url, made[second.source].published) == ("https://example.com/b", "2026-01-16")
    assert "same as row 4" in reasons(taken)[5]
    assert "no date" in reasons(taken)[6]
    assert set(reasons(taken)) == {5, 6}


def test_a_doubtful_number_is_a_possible_one() -> None:
    table = table_of("a.csv", "place,date,n,lat,lon\nOne,2024,102?,33,44\n")
    mapping = TableMapping(
        "a", {"place": "place", "start": "date", "value": "n", "lat": "lat", "lon": "lon"}, {"topic": "people"}
    )
    (claim,) = claims(taken_of(table, mapping))
    assert (claim.value.min, claim.certainty) == (102, "possible")  # type: ignore[union-attr]


def test_every_claim_points_into_its_row() -> None:
    table = open_table(TABLES / "units.csv").table
    first = claims(taken_of(table, UNITS))[0]
    assert table.text[first.anchor.start : first.anchor.end].startswith("102?,Ain al-Asad,14/01/2026,")
    assert table.text == (TABLES / "units.csv").read_text("utf-8")


def test_a_semicolon_table_in_windows_1256() -> None:
    taken = read("bases_1256.csv")
    one, two = claims(taken)
    assert taken.left_out == ()
    assert (one.when, two.when) == ("2026-01-14", "2025-12-25")
    assert one.statement.ar.startswith("خرجت آخر")
    assert one.statement.en == ""


def test_years_before_our_era_and_ends_before_starts() -> None:
    taken = read("ancient.csv")
    assert [claim.when for claim in claims(taken)] == ["-0611/-0538", "-0700/-0611", "0226/0637"]
    (seleucia,) = taken.left_out
    assert (seleucia.row, seleucia.column) == (5, "end")
    assert "before it starts" in seleucia.reason


def test_points_in_every_notation_and_those_that_cannot_be_meant() -> None:
    taken = read("points.csv")
    assert taken.change is not None
    found = reasons(taken)
    assert "exchanged: Baghdad lies near 33.31, 44.36" in found[6]
    assert "0, 0 lies in the sea" in found[7]
    assert 10 in found
    assert set(found) == {6, 7, 10}
    by_name = {step.entity.names.en: step.entity for step in taken.change.changes if hasattr(step.entity, "names")}
    for name in ("One", "Two", "Four"):
        assert (by_name[name].lat, by_name[name].lon) == pytest.approx((33.3, 44.4))


def test_a_bare_year_stays_one_and_a_formula_is_text() -> None:
    found = {claim.statement.en: claim for claim in claims(read("points.csv"))}
    assert found["a year alone"].when == "2024"
    assert found['=HYPERLINK("https://example.org","see")'].value == '=HYPERLINK("https://example.org","see")'


@pytest.mark.parametrize(
    ("days", "order"), [(("05/03/2024", "25/03/2024"), "2024-03-05"), (("05/03/2024", "03/25/2024"), "2024-05-03")]
)
def test_the_order_of_day_and_month_is_that_of_the_days_that_have_one(days: tuple[str, ...], order: str) -> None:
    table = table_of("a.csv", "place,date,what,lat,lon\n" + "".join(f"P,{day},{day},33,44\n" for day in days))
    assert claims(taken_of(table, propose(table).mapping))[0].when == order


def test_an_open_order_is_asked_for() -> None:
    table = table_of("a.csv", "place,date,what,lat,lon\nP,05/03/2024,x,33,44\n")
    proposal = propose(table)
    assert any("date_order" in question for question in proposal.questions)
    with pytest.raises(BadInputError, match="date_order"):
        taken_of(table, proposal.mapping)


def test_days_in_both_orders_are_refused() -> None:
    table = table_of("a.csv", "place,date,what,lat,lon\nP,25/03/2024,x,33,44\nP,03/25/2024,y,33,44\n")
    with pytest.raises(BadInputError, match=r"row 2.*row 3"):
        taken_of(table, propose(table).mapping)


def test_names_that_may_mean_several_places_wait_for_a_decision() -> None:
    table = table_of("a.csv", "place,date,what\nHarir,2024,x\nQwxzplk,2024,y\n")
    mapping = propose(table).mapping
    taken = taken_of(table, mapping)
    harir, unknown = taken.left_out
    assert {"harir", "harir-air-base"} <= {place["id"] for place in harir.candidates}
    assert "no place named Qwxzplk" in unknown.reason
    decided = taken_of(table, from_toml(to_toml(mapping) + '[places]\n"harir" = "harir-air-base"\n'))
    assert claims(decided)[0].place == "harir-air-base"


def test_a_number_is_no_name_of_a_place() -> None:
    text = 'place,date,what,lat,lon\n44.2533,2024,x,,\n44.2533,2024,y,33,44\n"33.80000, 42.40000",2024,z,33.8,42.4\n'
    found = reasons(taken_of(table_of("a.csv", text), propose(table_of("a.csv", text)).mapping))
    assert set(found) == {2, 3}
    assert all("44.2533 has no letter" in reason for reason in found.values())


def test_an_import_again_changes_nothing_and_a_corrected_one_updates(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    text = "id,place,lat,lon,date,what\n1,P,33,44,2024-01-05,first\n2,Q,34,45,2024-01-06,second\n"
    path.write_text(text, "utf-8")
    mapping = tmp_path / "t.toml"
    mapping.write_text(to_toml(propose(open_table(path).table).mapping), "utf-8")
    project = tmp_path / "p.mapview"
    first = import_tables(project, [path], mapping)
    assert first["tables"][0]["added"] == 2
    again = import_tables(project, [path])
    assert (again["tables"][0]["added"], again["tables"][0]["unchanged"]) == (0, 2)
    path.write_text(text.replace("second", "corrected").replace("1,P", "3,R,33,44,2024-01-05,new\n1,P"), "utf-8")
    third = import_tables(project, [path])
    assert (third["tables"][0]["added"], third["tables"][0]["updated"]) == (1, 2)
    path.write_text(text.splitlines()[0] + "\n1,P,33,44,2024-01-05,first\n", "utf-8")
    assert import_tables(project, [path])["tables"][0]["gone"] == ["t-2", "t-3"]
    with ProjectFile.open(project) as file:
        assert {one.verdict for one in check_anchors(file.project, file.document_texts())} == {"verified"}
        assert len(file.project.claims) == 3
        assert file.undo() == "import of t.csv"
        assert {claim.statement.en for claim in file.project.claims.values()} == {"first", "corrected", "new"}
        assert {one.verdict for one in check_anchors(file.project, file.document_texts())} == {"verified"}


def test_another_file_with_the_same_header_is_another_table(tmp_path: Path) -> None:
    project, header = tmp_path / "p.mapview", "id,place,lat,lon,date,what,topic\n"
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(f"{header}1,P,33,44,2024,{name},events\n", "utf-8")
        assert import_tables(project, [tmp_path / f"{name}.csv"])["tables"][0]["added"] == 1
    with ProjectFile.open(project) as file:
        assert set(file.project.claims) == {"one-1", "two-1"}
        assert {one.verdict for one in check_anchors(file.project, file.document_texts())} == {"verified"}


def test_what_people_made_of_a_claim_stays_where_the_table_is_silent() -> None:
    table = table_of("a.csv", "id,place,lat,lon,date,what\n1,P,33,44,2024,first\n")
    mapping = propose(table).mapping
    taken = taken_of(table, mapping)
    assert taken.change is not None
    project, _ = taken.change.apply(starter_project("Trial"))
    project, _ = Put(replace(project.claims["a-1"], certainty="likely", note="seen")).apply(project)
    later = table_of("a.csv", "id,place,lat,lon,date,what\n1,P,33,44,2025,first\n")
    (claim,) = claims(taken_of(later, mapping, project))
    assert (claim.when, claim.certainty, claim.note) == ("2025", "likely", "seen")


def test_rows_left_out_are_put_right_and_come_again(tmp_path: Path) -> None:
    table = open_table(TABLES / "ancient.csv").table
    mapping = propose(table).mapping
    taken = taken_of(table, mapping)
    assert taken.change is not None
    project, _ = taken.change.apply(starter_project("Trial"))
    rows = list(csv.reader(io.StringIO(left_out_csv(table, taken.left_out))))
    assert rows[0][:3] == ["row", "column to check", "reason"]
    fixed = left_out_csv(table, taken.left_out).replace("AD 637,300 BCE", "300 BCE,AD 637")
    again = taken_of(table_of("fixed.csv", fixed.replace("\r\n", "\n")), mapping, project)
    assert (again.added, again.left_out) == (1, ())


def test_the_list_of_rows_left_out_holds_no_formula_and_comes_back_as_it_was() -> None:
    cells = ['=HYPERLINK("http://evil","x")', "never", "'=1+1", "-33", "@n"]
    table = table_of(
        "a.csv", "place,date,what,lat,+lon\n" + ",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in cells)
    )
    columns = {"place": "place", "when": "date", "statement": "what", "lat": "lat", "lon": "+lon"}
    taken = taken_of(table, TableMapping("a", columns, {"topic": "events"}))
    text = left_out_csv(table, taken.left_out)
    assert "\u2068" in taken.left_out[0].reason
    assert not any("\u2066" <= letter <= "\u2069" for letter in text)
    for row in csv.reader(io.StringIO(text)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    again = table_of("a-left-out.csv", text.replace("\r\n", "\n"))
    assert again.columns[3:] == table.columns
    assert [row.cells[3:] for row in again.rows()] == [tuple(cells)]


def test_a_mapping_is_known_by_its_header(tmp_path: Path) -> None:
    remember(UNITS, ("Site", "Date"), tmp_path)
    found = remembered(("site", " DATE"), tmp_path)
    assert found is not None
    assert (found.columns, found.header) == (UNITS.columns, ("Site", "Date"))
    assert remembered(("Site",), tmp_path) is None


@pytest.mark.parametrize(
    "text",
    [
        'table = "a"\nwrong = 1',
        "columns = {}",
        'table = "a"\n[columns]\nwho = "x"',
        'table = "a"\ndate_order = "x"',
        "table =",
    ],
)
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        from_toml(text)


def test_a_mapping_that_does_not_fit_says_why() -> None:
    with pytest.raises(BadInputError, match="lacks"):
        taken_of(table_of("a.csv", "x,y\n1,2\n"), UNITS)


def test_rows_that_are_too_long_or_broken_are_told() -> None:
    text = 'place,date,what,lat,lon\nP,2024,x,33,44,more\nQ,2024,"bro"ken,33,44\nR,2024,fine,33,44\n'
    table = table_of("a.csv", text)
    mapping = TableMapping(
        "a", {"place": "place", "start": "date", "statement": "what", "lat": "lat", "lon": "lon"}, {"topic": "events"}
    )
    taken = taken_of(table, mapping)
    assert "6 cells where the header has 5" in reasons(taken)[2]
    assert "quotation mark" in reasons(taken)[3]
    assert [claim.statement.en for claim in claims(taken)] == ["fine"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "t.csv"
    rows = [["place", "date", "what"], *([f"بغداد {n}", "2024-01-05", "وصلت الشاحنات إلى القاعدة"] for n in range(20))]
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    table = open_table(path).table
    assert table.columns == ("place", "date", "what")
    assert [row.cells for row in table.rows()] == [tuple(row) for row in rows[1:]]


def test_merged_cells_stand_for_each_of_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(
        _xlsx([["Place", "Date", "Event"], ["Harir", "2024-01-05", "a"], ["", "2024-01-06", "b"]], "A2:A3")
    )
    table = open_table(path).table
    assert [row.cells[0] for row in table.rows()] == ["Harir", "Harir"]
    assert [row.number for row in table.rows()] == [2, 3]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    for name in ("bomb.xlsx", "bomb.kmz"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("doc.kml", b"0" * 50_000_000)
        with pytest.raises(BadInputError, match="would unpack"):
            open_table(tmp_path / name)


def test_xml_with_entities_is_refused(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>'
    file = (TABLES / "units.csv").as_uri()
    secret = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{file}">]><kml><Placemark><name>&a;</name></Placemark></kml>'
    for text in (laughs, secret):
        (tmp_path / "a.kml").write_text(text, "utf-8")
        with pytest.raises(BadInputError, match="entities"):
            open_table(tmp_path / "a.kml")


def test_empty_features_beyond_number_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapview.exchange.importing.records.MOST_ROWS", 1000)
    path = tmp_path / "a.geojson"
    path.write_text('{"type":"FeatureCollection","features":[' + ",".join(["{}"] * 1001) + "]}", "utf-8")
    with pytest.raises(BadInputError, match="more than 1000"):
        open_table(path)


def test_an_empty_feature_is_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    point = '{"type":"Point","coordinates":[44.2,33.3]}'
    whole = '{"type":"Feature","geometry":' + point + ',"properties":{"name":"A","date":"2024-05-06"}}'
    path.write_text('{"type":"FeatureCollection","features":[{"type":"Feature"},' + whole + "]}", "utf-8")
    incoming = open_table(path)
    assert incoming.mapping is not None
    found = taken_of(incoming.table, incoming.mapping)
    assert (found.added, [one.row for one in found.left_out]) == (1, [2])


@pytest.mark.parametrize(
    "text", ["", "{", "[1,", "{]", '{"type": "FeatureCollection", "features": [', "null", "[" * 100_000]
)
def test_damaged_json_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInputError):
        open_table(path)


def _feature(**more: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [44.4, 33.3]}, **more}


FEATURES: dict[str, tuple[dict[str, object], list[str]]] = {
    "properties": (
        _feature(properties={"name": "A", "start_date": "2024-01", "end_date": "2024-03"}),
        ["2024-01/2024-03"],
    ),
    "leaflet": (
        _feature(properties={"name": "A", "start": 1704412800000, "end": 1704499200000}),
        ["2024-01-05/2024-01-06"],
    ),
    "stamped": (
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[44.4, 33.3], [45, 34]]},
         "properties": {"name": "A", "times": ["2024-01-05", "2024-02-05"]}},
        ["2024-01-05", "2024-02-05"],
    ),
    "linked places": (
        _feature(**{"@id": "x", "properties": {"title": "A"}, "names": [{"toponym": "A"}],
                    "when": {"timespans": [{"start": {"in": "-0500"},
                                            "end": {"earliest": "1500", "latest": "1510"}}]}}),
        ["-0500/1510~"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("style", FEATURES)
def test_times_of_features(tmp_path: Path, style: str) -> None:
    feature, whens = FEATURES[style]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    incoming = open_table(path)
    assert incoming.mapping is not None
    taken = taken_of(incoming.table, incoming.mapping)
    assert [claim.when for claim in claims(taken)] == whens, taken.left_out


def test_kml_and_gpx(tmp_path: Path) -> None:
    kml = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>A</name><description>left</description>'
        "<TimeSpan><begin>2024-01-05</begin></TimeSpan><Point><coordinates>44.4,33.3,0</coordinates></Point></Placemark>"
        "<Placemark><name>B</name><TimeStamp><when>2024-02</when></TimeStamp><Polygon><outerBoundaryIs><LinearRing>"
        "<coordinates>44,33 45,33 45,34 44,33</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        "</Document></kml>"
    )
    gpx = (
        '<gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="33.3" lon="44.4"><time>2024-01-05T10:00:00Z</time>'
        "<name>A</name></wpt></gpx>"
    )
    (tmp_path / "a.kml").write_text(kml, "utf-8")
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as packed:
        packed.writestr("doc.kml", kml)
    (tmp_path / "a.gpx").write_text(gpx, "utf-8")
    for name, whens in (
        ("a.kml", ["2024-01-05/..", "2024-02"]),
        ("a.kmz", ["2024-01-05/..", "2024-02"]),
        ("a.gpx", ["2024-01-05"]),
    ):
        incoming = open_table(tmp_path / name)
        assert incoming.mapping is not None
        taken = taken_of(incoming.table, incoming.mapping)
        assert [claim.when for claim in claims(taken)] == whens, taken.left_out


def test_a_timelinejs_table_and_its_title_slide(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Year,Month,Day,End Year,End Month,End Day,Headline,Text,Media,Location\n,,,,,,The title,,,\n"
        '2024,1,5,,,,Left,words,https://example.org/x,"33.3, 44.4"\n',
        "utf-8",
    )
    incoming = open_table(path)
    assert incoming.mapping is not None
    columns = {role: name for role, name in incoming.mapping.columns.items() if role != "place"} | {
        "coordinates": "place"
    }
    taken = taken_of(incoming.table, replace(incoming.mapping, columns=columns))  # type: ignore[arg-type]
    assert [claim.when for claim in claims(taken)] == ["2024-01-05"]
    assert "no date" in taken.left_out[0].reason


@given(st.integers(-9998, 9999), st.integers(1, 12), st.integers(1, 28))
def test_a_day_in_edtf_stays_itself(year: int, month: int, day: int) -> None:
    said = dates.iso(dates.day_number(year, month, day))
    assert said is not None
    assert read_date(said, None) == said


@given(st.text(max_size=40))
def test_any_cell_is_a_date_or_refused(said: str) -> None:
    try:
        found = read_date(said, "day-first")
    except BadInputError:
        return
    dates.parse(found)


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_table_is_read_without_losing_a_row(rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([["place", "date", "what"], *rows])
    table = table_of("a.csv", normalised_text(buffer.getvalue()), delimiter=",", header=1)
    mapping = TableMapping("a", {"place": "place", "start": "date", "statement": "what"}, {"topic": "events"})
    taken = taken_of(table, mapping)
    told = sum(any(cell.strip() for cell in row.cells) for row in table.rows())
    assert len(taken.left_out) + taken.added == told


def _xlsx(rows: list[list[str]], merged: str) -> bytes:
    cells = "".join(
        f'<row r="{n}">' + "".join(
            f'<c r="{"ABC"[m]}{n}" t="inlineStr"><is><t>{cell}</t></is></c>' for m, cell in enumerate(row) if cell
        ) + "</row>"
        for n, row in enumerate(rows, 1)
    )  # fmt: skip
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    relations = f'<Relationships xmlns="{package}/relationships">'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{relations}<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/_rels/workbook.xml.rels": f'{relations}<Relationship Id="r1" Type="{office}/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>'
        f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells></worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return buffer.getvalue()


POINTS = TableMapping(
    "a", {"place": "place", "lat": "lat", "lon": "lon", "start": "from", "end": "to", "statement": "event"},
    {"topic": "events"},
)  # fmt: skip


def test_a_mark_that_is_not_closed_costs_its_own_row_alone() -> None:
    rows = 'A,33,44,2024,,"open\nB,33,45,2024,,b\nC,33,46,2024,,"he said "go" loudly"\nD,33,47,2024,,12" gun\n'
    taken = taken_of(table_of("a.csv", f"place,lat,lon,from,to,event\n{rows}"), POINTS)
    assert [claim.statement.en for claim in claims(taken)] == ["b", '12" gun']
    assert set(reasons(taken)) == {2, 4}


def test_a_cell_as_long_as_a_book_says_so() -> None:
    long = "x" * 200_000
    rows = f"A,33,44,2024,,{long}\nB,33,45,2024,,b\n"
    taken = taken_of(table_of("a.csv", f"place,lat,lon,from,to,event\n{rows}"), POINTS)
    assert "more than 131072 characters" in reasons(taken)[2]
    assert len(claims(taken)) == 1


@pytest.mark.parametrize(
    ("first", "last", "when"),
    [
        ("1800/1810", "1850", "1800~/1850"),
        ("mid-2024", "late 2024", "2024-05~/2024-12~"),
        ("since 2003", "2011", "2003/2011"),
        ("mid-2024", "", "2024-05~/2024-08~"),
        ("", "2011", "/2011"),
    ],
)
def test_spans_in_columns_of_starts_and_ends_give_their_bounds(first: str, last: str, when: str) -> None:
    taken = taken_of(table_of("a.csv", f"place,lat,lon,from,to,event\nA,33,44,{first},{last},x\n"), POINTS)
    assert [claim.when for claim in claims(taken)] == [when]


def test_only_what_can_be_a_longitude_seems_exchanged() -> None:
    taken = taken_of(table_of("a.csv", "place,lat,lon,from,to,event\nA,3619,44,2024,,x\nB,144,44,2024,,x\n"), POINTS)
    assert "exchanged" not in reasons(taken)[2]
    assert "exchanged" in reasons(taken)[3]
