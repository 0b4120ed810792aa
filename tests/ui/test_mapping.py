"""Tables into the project on their page: asked, decided, corrected, imported, undone and imported again by hand."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QThreadPool, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mapview.exchange.importing.mapping import read_mapping
from mapview.ui.forms.fields.texts import Line
from mapview.ui.importing.table_cells import CELL_ROLE
from mapview.ui.importing.table_fields import Elided
from mapview.ui.importing.table_page import TablePage
from mapview.ui.main_window import MainWindow

PATIENCE_MS = 60_000
TABLES = Path(__file__).parents[1] / "data" / "tables"
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def drop(window: MainWindow, *paths: Path) -> None:
    """Drop files on the middle of the window, through the application as the system does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, copy = QPoint(window.width() // 2, window.height() // 2), Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(at, copy, data, LEFT, NONE))
    QApplication.sendEvent(window, QDropEvent(QPointF(at), copy, data, LEFT, NONE))


def page_of(qtbot: QtBot, window: MainWindow) -> TablePage:
    """Wait for the page of a table."""
    qtbot.waitUntil(lambda: window.imports.tables.page is not None, timeout=PATIENCE_MS)
    page = window.imports.tables.page
    assert page is not None
    settle(qtbot, page)
    return page


def opened(qtbot: QtBot, window: MainWindow, *paths: Path) -> TablePage:
    drop(window, *paths)
    return page_of(qtbot, window)


def settle(qtbot: QtBot, page: TablePage) -> None:
    """Wait until a page has read what it is to read."""
    qtbot.waitUntil(lambda: not page.reading.is_busy, timeout=PATIENCE_MS)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT)


def questions(page: TablePage) -> list[str]:
    return [card.accessibleName() for card in page.questions.cards]


def answer(qtbot: QtBot, page: TablePage, question: str, beginning: str) -> None:
    """Press the button of a question whose words begin so."""
    card = next(card for card in page.questions.cards if question in card.accessibleName())
    buttons = card.findChildren(QPushButton)
    click(next(one for one in buttons if one.text().replace("&", "").startswith(beginning)))
    settle(qtbot, page)


def choose(qtbot: QtBot, page: TablePage, column: str, words: str) -> None:
    """Choose with the keyboard what a column says."""
    box = page.columns.boxes[column]
    box.setFocus()
    QTest.keyClicks(box, words)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.currentText() == words
    settle(qtbot, page)


def show_tab(page: TablePage, part: QWidget) -> None:
    """Click on the tab of a part of the page."""
    bar = page.tabs.tabBar()
    QTest.mouseClick(bar, LEFT, NONE, bar.tabRect(page.tabs.indexOf(part)).center())
    assert page.tabs.currentWidget() is part


def click_on(view: QAbstractItemView, index: QModelIndex) -> None:
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(index).center())


def type_into(qtbot: QtBot, page: TablePage, number: int, column: str, words: str) -> None:
    """Correct a cell of a row that is left out, as a hand would."""
    model = page.rows.model
    row = next(at for at, one in enumerate(model.rows) if one.number == number)
    index = model.index(row, 2 + page.state.table.columns.index(column))
    click_on(page.rows.table, index)
    QTest.keyClick(page.rows.table, Qt.Key.Key_F2)
    (editor,) = (line for line in page.rows.table.viewport().findChildren(Line) if line.isVisible())
    QTest.keyClicks(editor, words)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words in page.rows.model.rows[row].cells, timeout=PATIENCE_MS)
    settle(qtbot, page)


def preview(page: TablePage) -> dict[int, dict[str, str]]:
    """Return what the preview says, by the numbers of rows and the names of columns."""
    model = page.preview.model
    found = {}
    for row in range(model.rowCount()):
        cells = [model.index(row, column).data(CELL_ROLE) for column in range(model.columnCount())]
        names = ("row", "place", "when", "topic", "says", "source")
        found[int(cells[0].words)] = {
            name: f"{'! ' if cell.bad else ''}{cell.words} | {cell.quiet}"
            for name, cell in zip(names, cells, strict=True)
        }
    return found


def proceed(qtbot: QtBot, window: MainWindow, page: TablePage) -> None:
    """Import, and wait until it is done."""
    assert page.proceed.isEnabled(), page.hint.text()
    click(page.proceed)
    qtbot.waitUntil(lambda: window.imports.tables.page is None or page.cancel.text() == "Close", timeout=PATIENCE_MS)


def undo(qtbot: QtBot, window: MainWindow, *, again: bool = False) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier if again else CONTROL)


def test_a_table_of_a_stranger_is_read_corrected_imported_undone_and_imported_again(
    qtbot: QtBot, empty: MainWindow
) -> None:
    page = opened(qtbot, empty, TABLES / "units.csv")
    assert questions(page) == ["What are the rows about?"]
    assert not page.proceed.isEnabled()
    assert "One question is open" in page.hint.text()
    choose(qtbot, page, "Dates of sources", "Published on")
    answer(qtbot, page, "about", "Use it")
    assert "Will add 3 claims, update 0, leave out 2 rows" in page.hint.text()
    said = preview(page)
    assert said[3]["place"].startswith("Ain al-Asad air base | 33.786, 42.441")
    assert said[3]["when"] == "14 January 2026 | 2026-01-14"
    assert said[3]["says"] == "102? | A column drove out of the gate"
    assert "and 1 more" in said[3]["source"]
    assert "15 January 2026" in said[3]["source"]
    assert "same as row 4" in said[5]["says"]
    assert said[6]["when"].startswith("! nothing | it has no date")
    show_tab(page, page.rows)
    assert [row.number for row in page.rows.model.rows] == [5, 6]
    type_into(qtbot, page, 6, "Date", "99/99/2026")
    assert "99/99/2026" in page.rows.model.rows[1].reason
    assert "leave out 2 rows" in page.hint.text()
    type_into(qtbot, page, 6, "Date", "16/01/2026")
    assert page.rows.model.rows[1].reason == ""
    assert page.tabs.tabText(1).replace("&", "") == "Left out (1)"
    assert page.proceed.text().replace("&", "") == "Import 4 claims"
    proceed(qtbot, empty, page)
    assert "Added 4 claims, updated 0, left out 1 row." in page.hint.text()
    assert page.isVisible()
    assert empty.session.file.undo_label == "import of units.csv"
    project = empty.session.project
    fixed = next(claim for claim in project.claims.values() if claim.when == "2026-01-16")
    text = empty.session.file.document(project.sources[fixed.source].sha256).text  # type: ignore[union-attr]
    assert text[fixed.anchor.start : fixed.anchor.end].startswith("12,Ain al-Asad,,")
    assert "Date is “” in the table, read as “16/01/2026”" in fixed.note
    click(page.cancel)
    undo(qtbot, empty)
    assert empty.session.project.claims == {}
    undo(qtbot, empty, again=True)
    assert len(empty.session.project.claims) == 4
    page = opened(qtbot, empty, TABLES / "units.csv")
    assert questions(page) == []
    assert "was read last" in page.origin.text()
    assert "nothing to import: 4 claims are there already" in page.hint.text()
    assert not page.proceed.isEnabled()
    page.reject()


def test_days_places_and_columns_that_are_open_are_asked_for(qtbot: QtBot, empty: MainWindow) -> None:
    page = opened(qtbot, empty, TABLES / "visits.csv")
    assert [question.split()[0:2] for question in questions(page)] == [
        ["Which", "column"], ["What", "are"], ["Which", "comes"],
    ]  # fmt: skip
    choose(qtbot, page, "What was seen", "Statement")
    choose(qtbot, page, "Seen by", "Publisher")
    answer(qtbot, page, "about", "Use it")
    assert preview(page)[2]["when"].startswith("! \u206805/03/2024\u2069 | day or month first")
    assert not page.proceed.isEnabled()
    answer(qtbot, page, "comes first", "Month first: 3 May 2024")
    assert preview(page)[2]["when"] == "3 May 2024 | 2024-05-03"
    assert "3 names of places are to be decided" in page.hint.text()
    show_tab(page, page.places)
    names, candidates = page.places.list, page.places.candidates
    assert names.count() == 3
    assert names.currentItem().text() == "Harir"
    air_base = next(row for row in range(candidates.count()) if "air base" in candidates.item(row).text())
    click_on(candidates, candidates.model().index(air_base, 0))
    settle(qtbot, page)
    assert names.currentItem().text() == "Baghdad"
    candidates.setFocus()
    QTest.keyClick(candidates, Qt.Key.Key_Home)
    QTest.keyClick(candidates, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert names.currentItem().text() == "Qasr Zirwan"
    assert "no place named Qasr Zirwan" in page.places.about.text()
    QTest.keyClicks(page.places.point, "nowhere")
    click(page.places.make)
    assert page.places.problem.isVisible()
    page.places.point.selectAll()
    QTest.keyClicks(page.places.point, "33°30'N 44°30'E")
    QTest.keyClick(page.places.point, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert "Will add 4 claims, update 0, leave out 0 rows" in page.hint.text()
    proceed(qtbot, empty, page)
    project = empty.session.project
    assert empty.imports.tables.page is None
    assert "visits.csv" in empty.notice.words.text()
    assert "Added 4 claims" in empty.notice.words.text()
    made = next(place for place in project.places.values() if place.names.en == "Qasr Zirwan")
    assert (made.lat, made.lon) == (33.5, 44.5)
    assert sum(claim.place == "harir-air-base" for claim in project.claims.values()) == 2
    page = opened(qtbot, empty, TABLES / "visits.csv")
    assert questions(page) == []
    assert "nothing to import" in page.hint.text()
    assert page.places.open == 0
    show_tab(page, page.places)
    assert page.places.list.count() == 3
    page.reject()


def test_a_name_is_looked_up_under_another_one_and_left_open_again(qtbot: QtBot, empty: MainWindow) -> None:
    page = opened(qtbot, empty, TABLES / "visits.csv")
    choose(qtbot, page, "What was seen", "Statement")
    answer(qtbot, page, "comes first", "Day first")
    show_tab(page, page.places)
    names = page.places.list
    unknown = names.findItems("Qasr Zirwan", Qt.MatchFlag.MatchExactly)[0]
    click_on(names, names.indexFromItem(unknown))
    QTest.keyClicks(page.places.search.field, "Hit")
    QTest.keyClick(page.places.search.field, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert page.places.open == 2
    assert len(page.state.mapping.places) == 1
    click_on(names, names.indexFromItem(names.findItems("Qasr Zirwan", Qt.MatchFlag.MatchExactly)[0]))
    click(page.places.leave)
    settle(qtbot, page)
    assert page.places.open == 3
    assert page.state.mapping.places == {}
    page.reject()


def test_days_in_both_orders_leave_the_others_out(qtbot: QtBot, empty: MainWindow) -> None:
    page = opened(qtbot, empty, TABLES / "both_orders.csv")
    assert any("comes first" in question for question in questions(page))
    answer(qtbot, page, "about", "Use it")
    answer(qtbot, page, "comes first", "Day first")
    (left_out,) = page.rows.model.rows
    assert left_out.number == 3
    assert "is not day first" in left_out.reason
    said = preview(page)
    assert said[4]["when"] == "4 May 2024 | 2024-05-04"
    page.options.order.setFocus()
    QTest.keyClick(page.options.order, Qt.Key.Key_End)
    settle(qtbot, page)
    assert preview(page)[4]["when"] == "5 April 2024 | 2024-04-05"
    page.reject()


def test_an_arabic_table_in_windows_1256_and_the_wrong_encoding(qtbot: QtBot, empty: MainWindow) -> None:
    page = opened(qtbot, empty, TABLES / "bases_1256.csv")
    assert "Windows-1256" in page.about.accessibleName()
    assert "semicolon" in page.about.accessibleName()
    assert preview(page)[2]["says"].startswith("خرجت آخر")
    page.options.encoding.setFocus()
    QTest.keyClick(page.options.encoding, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: "Turkish" in page.about.accessibleName(), timeout=PATIENCE_MS)
    settle(qtbot, page)
    assert "الموقع" not in page.columns.boxes
    QTest.keyClicks(page.options.encoding, "Windows-1256")
    qtbot.waitUntil(lambda: "1256" in page.about.accessibleName(), timeout=PATIENCE_MS)
    settle(qtbot, page)
    answer(qtbot, page, "about", "Use it")
    assert page.state.ready().encoding == "cp1256"
    assert "Will add 2 claims" in page.hint.text()
    assert page.rows.table.layoutDirection() == Qt.LayoutDirection.RightToLeft
    proceed(qtbot, empty, page)
    assert {claim.when for claim in empty.session.project.claims.values()} == {"2026-01-14", "2025-12-25"}


def test_ends_before_starts_and_years_before_our_era(qtbot: QtBot, empty: MainWindow) -> None:
    page = opened(qtbot, empty, TABLES / "ancient.csv")
    answer(qtbot, page, "about", "Use it")
    assert preview(page)[2]["when"].endswith("| -0611/-0538")
    assert "BC" in preview(page)[2]["when"]
    first_rows, wrong = page.preview.table, page.preview.model.index(3, 2)
    click_on(first_rows, wrong)
    assert "before it starts" in page.preview.words.text()
    QTest.mouseDClick(first_rows.viewport(), LEFT, NONE, first_rows.visualRect(wrong).center())
    assert page.tabs.currentWidget() is page.rows
    assert page.rows.table.currentIndex().column() == 2 + page.state.table.columns.index("end")
    type_into(qtbot, page, 5, "end", "AD 700")
    assert "leave out 0 rows" in page.hint.text()
    click(page.rows.put_back)
    settle(qtbot, page)
    assert "leave out 1 row" in page.hint.text()
    assert "before it starts" in page.rows.model.rows[0].reason
    page.reject()


def test_points_that_cannot_be_meant_and_formulas(qtbot: QtBot, empty: MainWindow) -> None:
    page = opened(qtbot, empty, TABLES / "points.csv")
    answer(qtbot, page, "about", "Use it")
    said = preview(page)
    assert said[3]["place"].startswith("Two | 33.300, 44.400")
    assert "seem exchanged" in said[6]["place"]
    assert "sea off Ghana" in said[7]["place"]
    assert said[8]["when"] == "2024 | 2024"
    assert said[9]["says"].startswith('=HYPERLINK("https://example.org","see")')
    show_tab(page, page.rows)
    type_into(qtbot, page, 6, "coords", "33.31, 44.36")
    assert [row.number for row in page.rows.model.rows if row.reason] == [7, 10]
    page.reject()


def test_a_sheet_with_merged_cells_and_another_sheet(qtbot: QtBot, empty: MainWindow) -> None:
    page = opened(qtbot, empty, TABLES / "shifts.xlsx")
    assert page.options.sheet.isVisible()
    assert "Shifts" in page.options.sheet.currentText()
    where = page.questions.cards[0].findChildren(QWidget)
    assert where
    choose(qtbot, page, "Crossing", "Place name")
    choose(qtbot, page, "What changed", "Statement")
    answer(qtbot, page, "about", "Use it")
    said = preview(page)
    assert [number for number, cells in said.items() if "Trebil" in cells["place"]] == [3, 4, 5]
    page.options.sheet.setFocus()
    QTest.keyClick(page.options.sheet, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: page.state.table.columns == ("Read the second sheet.",), timeout=PATIENCE_MS)
    settle(qtbot, page)
    assert len(questions(page)) >= 3
    assert not page.proceed.isEnabled()
    page.reject()


def test_a_mapping_is_saved_loaded_and_what_it_names_in_vain_is_told(
    qtbot: QtBot, empty: MainWindow, tmp_path: Path
) -> None:
    page = opened(qtbot, empty, TABLES / "visits.csv")
    choose(qtbot, page, "What was seen", "Statement")
    answer(qtbot, page, "about", "Use it")
    answer(qtbot, page, "comes first", "Day first")
    click(page.save)
    path = tmp_path / "visits.toml"
    _choose_file(page, path)
    mapping = read_mapping(path)
    assert mapping.columns["statement"] == "What was seen"
    assert mapping.date_order == "day-first"
    assert "visits.toml" in page.hint.text()
    page.reject()
    page = opened(qtbot, empty, TABLES / "visits.csv")
    assert len(questions(page)) == 3
    click(page.load)
    _choose_file(page, path)
    qtbot.waitUntil(lambda: "loaded" in page.origin.text(), timeout=PATIENCE_MS)
    settle(qtbot, page)
    assert questions(page) == []
    page.reject()
    page = opened(qtbot, empty, TABLES / "ancient.csv")
    click(page.load)
    _choose_file(page, path)
    qtbot.waitUntil(lambda: "lacks" in page.origin.text(), timeout=PATIENCE_MS)
    assert "What was seen" in page.origin.text()
    path.write_text("no mapping", "utf-8")
    click(page.load)
    _choose_file(page, path)
    assert "is no mapping" in page.hint.text()
    page.reject()


def test_every_wrong_cell_of_a_row_is_marked(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(
        "place,lat,lon,date,what,topic,link\nOne,north,44,never,x,events,https://example.org/a\n"
        "Two,33,44,2024,y,events,https://example.org/b\nThree,33,44,2024,z,events,https://example.org/c\n"
        "Four,33,44,2024,z,events,https://example.org/d\nFive,33,44,2024,z,events,https://example.org/e\n",
        "utf-8",
    )
    page = opened(qtbot, empty, path)
    show_tab(page, page.rows)
    model = page.rows.model
    assert [row.number for row in model.rows] == [2]
    marked = [
        model.headerData(column, Qt.Orientation.Horizontal)
        for column in range(2, model.columnCount())
        if model.index(0, column).data(CELL_ROLE).bad
    ]
    assert [str(name).strip("\u2068\u2069") for name in marked] == ["lat", "date"]


def test_rows_that_are_left_out_are_saved(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    page = opened(qtbot, empty, TABLES / "units.csv")
    answer(qtbot, page, "about", "Use it")
    show_tab(page, page.rows)
    click(page.rows.save)
    path = tmp_path / "left.csv"
    _choose_file(page, path)
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert rows[0][:4] == ["row", "column to check", "reason", "Unit number"]
    assert [row[0] for row in rows[1:]] == ["5", "6"]
    page.reject()


def test_a_corrected_file_updates_and_what_is_gone_is_told(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    text = "id,place,lat,lon,date,what\n1,P,33,44,2024-01-05,first\n2,Q,34,45,2024-01-06,second\n"
    path.write_text(text, "utf-8")
    page = opened(qtbot, empty, path)
    answer(qtbot, page, "about", "Use it")
    proceed(qtbot, empty, page)
    path.write_text(text.replace("second", "corrected").replace("1,P,33,44,2024-01-05,first\n", ""), "utf-8")
    page = opened(qtbot, empty, path)
    assert "Will add 0 claims, update 1, leave out 0 rows." in page.hint.text()
    assert "1 claim of an earlier version are no longer" in page.hint.text()
    proceed(qtbot, empty, page)
    said = {claim.statement.en for claim in empty.session.project.claims.values()}
    assert said == {"first", "corrected"}


def test_a_map_file_needs_no_answers(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "m.geojson"
    feature = {
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [44.4, 33.3]},
        "properties": {"name": "Bridge", "description": "It was closed", "date": "2024-01-05", "lanes": 2},
    }  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    page = opened(qtbot, empty, path)
    assert questions(page) == []
    assert "format says" in page.origin.text()
    assert page.columns.boxes["lanes"].currentText() == "not used"
    proceed(qtbot, empty, page)
    (claim,) = empty.session.project.claims.values()
    assert (claim.when, claim.statement.en) == ("2024-01-05", "It was closed")


KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark id="1"><name>Bridge</name>
<description>It was closed</description><TimeStamp><when>2024-01-05</when></TimeStamp>
<Point><coordinates>44.4,33.3,0</coordinates></Point></Placemark></Document></kml>"""
GPX = """<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><wpt lat="33.3" lon="44.4">
<time>2024-01-05T10:00:00Z</time><name>Bridge</name><desc>It was closed</desc></wpt></gpx>"""
ANNOTATION = """[{"type": "Annotation", "id": "urn:1", "body": [{"type": "TextualBody", "value": "It was closed"},
{"purpose": "tagging", "value": "Ain al-Asad"}], "target": {"source": "https://example.org/a"}}]"""
SLIDES = "Year,Month,Day,Headline,Location\n2024,1,5,It was closed,Ain al-Asad\n"
ATLAS = (
    "id\ttitle\ttitle_source\tstart\tend\tlon\tlat\tdescription\n"
    "x1\tBridge\tAn atlas\t2024\t\t44.4\t33.3\tIt was closed\n"
)


@pytest.mark.parametrize(
    ("name", "text", "asked"),
    [
        ("m.kml", KML, 0), ("m.gpx", GPX, 0), ("m.jsonld", ANNOTATION, 1), ("slides.csv", SLIDES, 0),
        ("atlas.tsv", ATLAS, 0),
    ],
)  # fmt: skip
def test_formats_that_say_what_is_what(
    qtbot: QtBot, empty: MainWindow, tmp_path: Path, name: str, text: str, asked: int
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    page = opened(qtbot, empty, path)
    assert len(questions(page)) == asked
    if asked:
        page.options.more.setChecked(True)
        QTest.keyClicks(page.options.fixed["when"], "5 January 2024")
        QTest.keyClick(page.options.fixed["when"], Qt.Key.Key_Return)
        settle(qtbot, page)
    assert "Will add 1 claim, update 0, leave out 0 rows" in page.hint.text()
    proceed(qtbot, empty, page)
    (claim,) = empty.session.project.claims.values()
    assert claim.statement.en == "It was closed"
    assert claim.when.startswith("2024")


def test_layers_of_a_geopackage(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    raw = pytest.importorskip("pyogrio.raw")
    path = tmp_path / "m.gpkg"
    for layer, day in (("first", "2024-01-05"), ("second", "2024-02-06")):
        points = np.array([shapely.to_wkb(shapely.Point(44.4, 33.3))], dtype=object)
        fields = [np.array([f"Bridge {layer}"], dtype=object), np.array([day], dtype="datetime64[D]")]
        raw.write(path, points, fields, ["name", "start"], layer=layer, driver="GPKG", geometry_type="Point",
                  crs="EPSG:4326", append=path.exists())  # fmt: skip
    page = opened(qtbot, empty, path)
    assert "Bridge first" in preview(page)[2]["place"]
    page.options.sheet.setFocus()
    QTest.keyClick(page.options.sheet, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: "second" in str(preview(page)), timeout=PATIENCE_MS)
    settle(qtbot, page)
    proceed(qtbot, empty, page)
    assert [claim.when for claim in empty.session.project.claims.values()] == ["2024-02-06"]


def test_what_a_file_holds_is_text_and_never_markup(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "<b>t.csv"
    evil = "<img src=x onerror=alert(1)>"
    path.write_text(f"place,date,<b>what</b>,lat,lon\n{evil},2024,<script>x</script>,33,44\n{evil},2025,y,0,0\n")
    page = opened(qtbot, empty, path)
    choose(qtbot, page, "<b>what</b>", "Statement")
    labels = [label for label in page.findChildren(QLabel) if "<" in label.text()]
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    for part in page.findChildren(Elided):
        assert "<img" not in part.toolTip()
    for column in range(page.preview.model.columnCount()):
        tip = page.preview.model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
        assert "<img" not in tip
        assert "<script" not in tip
    assert evil in preview(page)[2]["place"]
    page.reject()


def test_everything_is_reached_by_tab(qtbot: QtBot, empty: MainWindow) -> None:
    page = opened(qtbot, empty, TABLES / "units.csv")
    answer(qtbot, page, "about", "Use it")
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=PATIENCE_MS)
    page.load.setFocus()
    met: list[QWidget] = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in met:
            break
        met.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted = [page.save, *page.columns.boxes.values(), page.options.more, page.options.encoding, page.tabs.tabBar(),
              page.preview.table, page.cancel, page.proceed]  # fmt: skip
    assert [part for part in wanted if part not in met] == []
    places = [met.index(part) for part in wanted if part is not page.save]
    assert places == sorted(places)
    page.reject()


def test_documents_come_before_the_tables_given_with_them(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("The convoy left the base in the morning, an official said on Monday.", "utf-8")
    drop(empty, TABLES / "units.csv", report)
    qtbot.waitUntil(lambda: empty.imports.page is not None, timeout=PATIENCE_MS)
    assert empty.imports.page is not None
    assert [item.given.name for item in empty.imports.page.items] == ["report.txt"]
    empty.imports.page.reject()
    page = page_of(qtbot, empty)
    assert page.state.table.name == "units.csv"
    drop(empty, TABLES / "ancient.csv")
    assert "Another import is under way" in empty.notice.words.text()
    page.reject()
    assert not empty.imports.busy


def test_a_page_that_is_left_reads_nothing_more(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"{n},P{n},33.{n % 100},44.{n % 97},2024-01-05,row {n}\n" for n in range(30_000))
    path.write_text(f"id,place,lat,lon,date,what\n{rows}", "utf-8")
    drop(empty, path)
    qtbot.waitUntil(lambda: empty.imports.tables.page is not None, timeout=PATIENCE_MS)
    page = empty.imports.tables.page
    assert page is not None
    qtbot.waitUntil(lambda: "Reading the table" in page.hint.text() or page.counted is not None, timeout=PATIENCE_MS)
    page.reject()
    assert not empty.imports.busy
    assert empty.session.project.claims == {}


def test_a_large_table_is_taken_back_in_the_background(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"{n},P{n % 50},33.{n % 50},44.{n % 50},2024-01-05,row {n}\n" for n in range(2_500))
    path.write_text(f"id,place,lat,lon,date,what\n{rows}", "utf-8")
    page = opened(qtbot, empty, path)
    answer(qtbot, page, "about", "Use it")
    proceed(qtbot, empty, page)
    assert len(empty.session.project.claims) == 2_500
    assert "Added 2,500 claims" in empty.notice.words.text()
    undo(qtbot, empty)
    qtbot.waitUntil(lambda: "Undid import of many.csv" in empty.notice.words.text(), timeout=PATIENCE_MS)
    assert len(empty.session.project.claims) == 0
    undo(qtbot, empty, again=True)
    qtbot.waitUntil(lambda: len(empty.session.project.claims) == 2_500, timeout=PATIENCE_MS)
    assert empty.session.file.undo_label == "import of many.csv"


def test_escape_leaves_unless_something_was_decided(qtbot: QtBot, empty: MainWindow) -> None:
    page = opened(qtbot, empty, TABLES / "units.csv")
    choose(qtbot, page, "Event", "Note")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.isVisible()
    assert "would be lost" in page.hint.text()
    click(page.cancel)
    assert empty.imports.tables.page is None
    page = opened(qtbot, empty, TABLES / "units.csv")
    assert page.columns.boxes["Event"].currentText() == "Statement"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert empty.imports.tables.page is None


def test_an_import_that_is_given_up_leaves_the_project_as_it_was(
    qtbot: QtBot, empty: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"{n},P{n % 50},33.{n % 50},44.{n % 50},2024-01-05,row {n}\n" for n in range(20_000))
    path.write_text(f"id,place,lat,lon,date,what\n{rows}", "utf-8")
    page = opened(qtbot, empty, path)
    answer(qtbot, page, "about", "Use it")
    click(page.proceed)
    qtbot.waitUntil(lambda: "Importing" in empty.notice.words.text(), timeout=PATIENCE_MS)
    assert not page.isVisible()
    assert not page.proceed.isEnabled()
    click(empty.notice.action)
    assert page.isVisible()
    assert "Nothing was imported" in page.hint.text()
    click(page.cancel)
    assert empty.imports.tables.page is None
    # What has just begun to end may take a moment more to let go of the file.
    qtbot.waitUntil(lambda: QThreadPool.globalInstance().activeThreadCount() == 0, timeout=PATIENCE_MS)
    assert empty.session.project.claims == {}
    page = opened(qtbot, empty, TABLES / "ancient.csv")
    answer(qtbot, page, "about", "Use it")
    proceed(qtbot, empty, page)
    assert len(empty.session.project.claims) == 3
    page.reject()


def test_an_import_waits_for_no_count_and_shows_afterwards_what_it_left_out(
    qtbot: QtBot, empty: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"{n},P{n % 50},33.{n % 50},44.{n % 50},2024-01-05,row {n}\n" for n in range(9_000))
    path.write_text(f"id,place,lat,lon,date,what\n{rows}last,P1,33.1,44.1,no day,row\n", "utf-8")
    page = opened(qtbot, empty, path)
    answer(qtbot, page, "about", "Use it")
    page.read_again()
    qtbot.waitUntil(lambda: not page.reading.is_looking, timeout=PATIENCE_MS)
    assert page.counted is None
    click(page.proceed)
    qtbot.waitUntil(lambda: len(empty.session.project.claims) == 9_000, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: page.counted is not None, timeout=PATIENCE_MS)
    assert page.isVisible()
    assert page.tabs.tabText(1) == "Left &out (1)"
    assert [one.number for one in page.rows.model.rows] == [9_002]
    assert not page.proceed.isEnabled()
    page.reject()


def test_the_page_belongs_to_its_window(qtbot: QtBot, empty: MainWindow) -> None:
    page = opened(qtbot, empty, TABLES / "units.csv")
    assert page.windowModality() == Qt.WindowModality.WindowModal
    page.reject()


def test_what_was_left_out_is_not_shown_while_it_is_open_how_the_table_is_read(
    qtbot: QtBot, empty: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("place,lat,lon,date,what\nHere,33,44,2024-01-05,one\nHere,33,44,some day,two\n", "utf-8")
    page = opened(qtbot, empty, path)
    answer(qtbot, page, "about", "Use it")
    assert page.tabs.tabText(1) == "Left &out (1)"
    choose(qtbot, page, "date", "Note")
    assert questions(page) == ["Which column says when?"]
    assert page.tabs.tabText(1) == "Left &out"
    assert page.rows.model.rows == []
    assert "once it is clear" in page.rows.words.text()
    page.state.set_roles("date", ("start",))
    settle(qtbot, page)
    assert page.tabs.tabText(1) == "Left &out (1)"
    page.reject()


def test_a_damaged_file_says_so(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    broken = tmp_path / "b.xlsx"
    broken.write_bytes(b"PK\x03\x04 no archive")
    drop(empty, broken)
    qtbot.waitUntil(lambda: "damaged" in empty.notice.words.text(), timeout=PATIENCE_MS)
    assert not empty.imports.busy


def _choose_file(page: TablePage, path: Path) -> None:
    """Choose a file in the dialog that is open."""
    dialog = next(one for one in page.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(str(path))
    dialog.close()
    dialog.deleteLater()
