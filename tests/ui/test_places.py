"""Places made, found, moved and merged as a hand would: on the real page, in the real form."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mapview.domain.changes import Put
from mapview.domain.drafts import PlaceDraft
from mapview.domain.model import Project, Text
from mapview.gazetteer.coordinates import distance_m, read_coordinates
from mapview.store.project_file import ProjectFile
from mapview.ui.forms.place_form import PlaceForm
from mapview.ui.forms.place_merge import MergeDialog
from mapview.ui.main_window import MainWindow
from mapview.ui.map.messages import Ghost, SetView
from mapview.ui.map.place_actions import PlaceActions
from mapview.ui.map.sketch import Drawing
from mapview.ui.session import Focus, Session
from mapview.ui.widgets.notice import Notice

PATIENCE_MS = 60_000
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier

Ask = Callable[[MainWindow, str], Any]


def write(field: QWidget, text: str) -> None:
    """Type letters of any script; QTest.keyClicks aborts on those beyond Latin-1."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(field, QKeyEvent(kind, 0, NONE, letter))


def open_form(window: MainWindow, wanted: object) -> PlaceForm:
    window.session.form_asked_for.emit(wanted)
    form = window.forms.form
    assert isinstance(form, PlaceForm)
    return form


def page_widget(window: MainWindow) -> QWidget:
    found = window.map.view.focusProxy()
    assert found is not None
    return found


def click(window: MainWindow, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseMove(page_widget(window), at)
    QTest.mouseClick(page_widget(window), button, NONE, at)


def press_key(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(page_widget(window), key, modifiers)


def focus_map(window: MainWindow, ask: Ask) -> None:
    window.map.setFocus()
    ask(window, "document.querySelector('.mv-map').focus()")


def drag_by(window: MainWindow, start: QPoint, by: QPoint) -> None:
    target = page_widget(window)
    QTest.mouseMove(target, start)
    QTest.mousePress(target, LEFT, NONE, start)
    for step in range(1, 9):
        QTest.mouseMove(target, start + by * step / 8)
    QTest.mouseRelease(target, LEFT, NONE, start + by)


def point_of(window: MainWindow, ask: Ask, lat: float, lon: float) -> QPoint:
    """Return where a point in degrees lies on the page."""
    found = ask(window, f"(({{x, y}}) => ({{x, y}}))(map_view.latLngToContainerPoint([{lat}, {lon}]))")
    return window.map.point(found["x"], found["y"])


def count(window: MainWindow, ask: Ask, selector: str) -> int:
    found: int = ask(window, f"document.querySelectorAll('{selector}').length")
    return found


@pytest.fixture
def near_harir(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window looking at the north of Iraq from near by, so that a pixel is tens of metres."""
    window.map.post(SetView(36.45, 44.3, 10))
    qtbot.waitUntil(lambda: window.session.frame is not None and window.session.frame.zoom == 10, timeout=PATIENCE_MS)
    return window


def test_a_place_of_the_gazetteer_by_keys_alone(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    form = open_form(window, PlaceDraft(Text()))
    assert form.search.field.hasFocus() or not form.isVisible()
    write(form.search.field, "هيت")
    names = [found.title for found in form.search.list.candidates.rows]
    assert len(names) > 1
    assert "هيت" in names[0]
    qtbot.waitUntil(lambda: count(window, ask, ".mv-ghost") == len(names), timeout=PATIENCE_MS)
    QTest.keyClick(form.search.field, Qt.Key.Key_Down)
    assert form.search.chosen == 1
    QTest.keyClick(form.search.field, Qt.Key.Key_Up)
    QTest.keyClick(form.search.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: count(window, ask, ".mv-ghost") == 0, timeout=PATIENCE_MS)
    assert form.names.value().ar == "هيت"
    assert form.names.value().en
    assert form.kind_field.value() == "town"
    assert form.origin.value().startswith("Who's On First")
    assert "wof:" in form.ids.value()
    assert form.problems() == []
    QTest.keyClick(form.names.en, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (made,) = [place for place in window.session.project.places.values() if place.names.ar == "هيت"]
    assert distance_m((made.lat, made.lon), (33.64, 42.83)) < 10_000
    assert made.parent == "anbar"
    assert window.session.file.undo_label is not None
    assert made.names.en in window.session.file.undo_label


def test_a_candidate_is_taken_on_the_map(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    form = open_form(window, PlaceDraft(Text("Harir")))
    qtbot.waitUntil(lambda: count(window, ask, ".mv-ghost") > 2, timeout=PATIENCE_MS)
    number = next(i for i, ghost in enumerate(form.search.ghosts) if i and window.map._sees(ghost.lat, ghost.lon))
    ghost = form.search.ghosts[number]
    click(window, point_of(window, ask, ghost.lat, ghost.lon))
    qtbot.waitUntil(lambda: form.point.point() is not None, timeout=PATIENCE_MS)
    assert form.point.point() == (ghost.lat, ghost.lon)


def test_a_place_is_placed_by_a_click_and_dragged(near_harir: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    window = near_harir
    form = open_form(window, PlaceDraft(Text()))
    write(form.names.en, "Bridge")
    QTest.mouseClick(form.point.aim, LEFT)
    qtbot.waitUntil(lambda: count(window, ask, ".mv-aiming") == 1, timeout=PATIENCE_MS)
    before = window.session.focus
    spot = point_of(window, ask, 36.4, 44.2)
    click(window, spot)
    qtbot.waitUntil(lambda: form.point.point() is not None, timeout=PATIENCE_MS)
    point = form.point.point()
    assert point is not None
    assert distance_m(point, (36.4, 44.2)) < 200
    assert window.session.focus == before
    assert not form.point.aim.isChecked()
    assert "Erbil" in form.point_row.below.text()
    assert form.origin.value() == "placed on the map"
    qtbot.waitUntil(lambda: count(window, ask, ".mv-handle") == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: count(window, ask, ".mv-aiming") == 0, timeout=PATIENCE_MS)
    drag_by(window, spot, QPoint(60, -40))
    goal = ask(
        window, f"(({{lat, lng}}) => [lat, lng])(map_view.containerPointToLatLng([{spot.x() + 60}, {spot.y() - 40}]))"
    )
    qtbot.waitUntil(lambda: distance_m(form.point.point() or (0, 0), tuple(goal)) < 300, timeout=PATIENCE_MS)
    form.names.en.setFocus()
    QTest.keyClick(form.names.en, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    made = window.session.project.places["bridge"]
    assert distance_m((made.lat, made.lon), tuple(goal)) < 300
    qtbot.waitUntil(lambda: count(window, ask, ".mv-handle") == 0, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "bridge" in ask(window, "window.mapview.state().places"), timeout=PATIENCE_MS)


def test_escape_on_the_map_stops_aiming(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    form = open_form(window, PlaceDraft(Text("Bridge")))
    form.point.aim.setChecked(True)
    qtbot.waitUntil(lambda: count(window, ask, ".mv-aiming") == 1, timeout=PATIENCE_MS)
    focus_map(window, ask)
    press_key(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not form.point.aim.isChecked(), timeout=PATIENCE_MS)
    assert window.forms.form is form
    form.point.aim.setChecked(True)
    form.names.en.setFocus()
    QTest.keyClick(form.names.en, Qt.Key.Key_Escape)
    assert not form.point.aim.isChecked()
    assert window.forms.form is form


def test_enter_places_it_in_the_middle_of_the_map(near_harir: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    form = open_form(near_harir, PlaceDraft(Text("Bridge")))
    form.names.en.setFocus()
    QTest.keyClick(form.names.en, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: count(near_harir, ask, ".mv-aiming:focus") == 1, timeout=PATIENCE_MS)
    press_key(near_harir, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.point.point() is not None, timeout=PATIENCE_MS)
    assert form.point.line.hasFocus()
    frame, point = near_harir.session.frame, form.point.point()
    assert frame is not None
    assert point is not None
    assert distance_m(point, (frame.lat, frame.lon)) < 200


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("33°48'12\"N 42°26'E", (33.80333, 42.43333)),
        ("٣٣٫٨ ش، ٤٢٫٤ ق", (33.8, 42.4)),
        ("38S KC 59302 43020", (33.80000, 42.39999)),
    ],
)
def test_typed_coordinates(window: MainWindow, typed: str, point: tuple[float, float]) -> None:
    form = open_form(window, PlaceDraft(Text("Bridge")))
    write(form.point.line, typed)
    found = form.point.point()
    assert found is not None
    assert distance_m(found, point) < 3
    assert "38S" in form.point_row.below.text().replace("\u00a0", " ")
    assert typed in form.origin.value()
    assert form.radius.value()


@pytest.mark.parametrize(
    ("typed", "said"), [("0, 0", "Ghana"), ("95, 200", "Latitude 95"), ("33 70 N 42 E", "70"), ("here", "38S KC")]
)
def test_bad_coordinates_are_told_below_the_field(window: MainWindow, typed: str, said: str) -> None:
    form = open_form(window, PlaceDraft(Text("Bridge")))
    write(form.point.line, typed)
    assert said in form.point_row.below.text()
    assert form.commit() is None


def test_exchanged_coordinates_are_offered_the_right_way(window: MainWindow) -> None:
    form = open_form(window, PlaceDraft(Text("Bridge")))
    write(form.point.line, "44.2, 36.4")
    assert form.point.exchange.isVisibleTo(form)
    QTest.mouseClick(form.point.exchange, LEFT)
    assert form.point.point() == (36.4, 44.2)
    assert not form.point.exchange.isVisibleTo(form)


def test_what_is_typed_stays_when_the_gazetteer_fills_in(window: MainWindow) -> None:
    form = open_form(window, PlaceDraft(Text()))
    write(form.names.en, "Heet")
    write(form.search.field, "Hit")
    QTest.keyClick(form.search.field, Qt.Key.Key_Return)
    assert form.names.value().en == "Heet"
    assert form.names.value().ar == "هيت"
    assert "Hīt" in form.aliases.value()


def test_the_place_that_exists_is_offered(window: MainWindow) -> None:
    harir = window.session.project.places["harir"]
    form = open_form(window, PlaceDraft(Text("Hareer"), "base", harir.lat, harir.lon, 500, "a map"))
    assert form.twin_button.isVisibleTo(form)
    assert harir.names.en in form.twin_button.text()
    saved: list[str] = []
    form.saved.connect(saved.append)
    before = window.session.project
    QTest.mouseClick(form.twin_button, LEFT)
    assert saved == ["harir"]
    assert window.session.project == before


def test_the_radius_is_a_circle_on_the_map(near_harir: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    form = open_form(near_harir, near_harir.session.project.places["harir"])
    form.radius.selectAll()
    write(form.radius, "5 km")
    drawn = "document.querySelector('.mv-circle').getBoundingClientRect().width"
    pixel = "map_view.distance(map_view.containerPointToLatLng([0, 300]), map_view.containerPointToLatLng([1, 300]))"
    qtbot.waitUntil(lambda: count(near_harir, ask, ".mv-circle") == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: ask(near_harir, f"{drawn} * {pixel}") == pytest.approx(10_000, rel=0.05), timeout=PATIENCE_MS
    )
    assert form.commit() == "harir"
    assert near_harir.session.project.places["harir"].precision_m == 5000


def test_a_mark_stands_fast_until_it_is_to_be_moved(near_harir: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    window, session = near_harir, near_harir.session
    before = session.project.places["harir"]
    start = point_of(window, ask, before.lat, before.lon)
    seen = session.frame
    drag_by(window, start, QPoint(50, 0))
    qtbot.waitUntil(lambda: session.frame != seen, timeout=PATIENCE_MS)
    window.places.move("harir")
    qtbot.waitUntil(lambda: count(window, ask, ".mv-handle") == 1, timeout=PATIENCE_MS)
    assert session.project.places["harir"] == before
    start = point_of(window, ask, before.lat, before.lon)
    drag_by(window, start, QPoint(50, 30))
    qtbot.waitUntil(lambda: session.project.places["harir"] != before, timeout=PATIENCE_MS)
    moved = session.project.places["harir"]
    assert moved.lat < before.lat
    assert moved.lon > before.lon
    assert moved.coordinates_from == "placed on the map"
    assert session.file.undo_label is not None
    assert "move of" in session.file.undo_label
    assert "Harir" in session.file.undo_label
    window.undo()
    assert session.project.places["harir"] == before
    assert session.file.undo_label is None
    focus_map(window, ask)
    press_key(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: count(window, ask, ".mv-handle") == 0, timeout=PATIENCE_MS)


def test_a_handle_is_moved_by_keys(near_harir: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    window, session = near_harir, near_harir.session
    before = session.project.places["harir"]
    window.places.move("harir")
    qtbot.waitUntil(lambda: count(window, ask, ".mv-handle") == 1, timeout=PATIENCE_MS)
    window.map.setFocus()
    ask(window, "document.querySelector('.mv-handle-at').focus()")
    for _ in range(3):
        press_key(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press_key(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.project.places["harir"] != before, timeout=PATIENCE_MS)
    after = session.project.places["harir"]
    assert after.lon > before.lon
    assert after.lat == pytest.approx(before.lat, abs=0.001)


def test_a_right_click_opens_the_menu_of_what_is_there(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    found = ask(window, "window.mapview.pointOf('harir')")
    click(window, window.map.point(found["x"], found["y"]), RIGHT)
    qtbot.waitUntil(lambda: window.places.menu is not None and window.places.menu.isVisible(), timeout=PATIENCE_MS)
    menu = window.places.menu
    assert menu is not None
    words = [action.text().replace("&", "") for action in menu.actions()]
    assert "Edit place…" in words
    assert "Merge into another place…" in words
    menu.actions()[0].trigger()
    assert isinstance(window.forms.form, PlaceForm)
    assert window.forms.form.original == window.session.project.places["harir"]
    menu.close()


def test_a_right_click_beside_all_marks_starts_a_place_there(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    spot = point_of(window, ask, 31.0, 42.0)
    click(window, spot, RIGHT)
    qtbot.waitUntil(lambda: window.places.menu is not None and window.places.menu.isVisible(), timeout=PATIENCE_MS)
    menu = window.places.menu
    assert menu is not None
    copy = menu.actions()[1].menu()
    assert copy is not None
    copies = {action.text().split("\t")[0].replace("&", ""): action for action in copy.actions()}
    assert list(copies) == ["Decimal degrees", "Degrees, minutes, seconds", "MGRS", "UTM"]
    copies["MGRS"].trigger()
    copied = read_coordinates(QGuiApplication.clipboard().text())
    assert copied.notation == "mgrs"
    assert distance_m((copied.lat, copied.lon), (31.0, 42.0)) < 3000
    menu.actions()[0].trigger()
    assert isinstance(window.forms.form, PlaceForm)
    point = window.forms.form.point.point()
    assert point is not None
    assert distance_m(point, (copied.lat, copied.lon)) < 3
    menu.close()


def test_the_menu_key_in_the_list(window: MainWindow) -> None:
    places = window.lists.places
    places.setCurrentIndex(places.entries.index(0, 0))
    at = places.visualRect(places.currentIndex()).center()
    places.customContextMenuRequested.emit(at)
    menu = window.places.menu
    assert menu is not None
    menu.actions()[2].trigger()
    assert window.places.moving == places.entries.entry(0).id
    menu.close()


def test_two_places_are_merged_and_parted_again(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    session = window.session
    before = session.project
    moving = {claim.id for claim in before.claims.values() if claim.place == "erbil-air-base"} or {
        claim.id for claim in before.claims.values() if claim.place == "harir"
    }
    gone = before.claims[next(iter(moving))].place
    kept = "al-baghdadi"
    window.places.merge(gone)
    (dialog,) = window.findChildren(MergeDialog)
    assert not dialog.ok.isEnabled()
    write(dialog.choice.combo.field, "البغدادي")
    assert dialog.ok.isEnabled()
    assert f"claims: {len(moving)}" in dialog.effect.text()
    assert "apart" in dialog.effect.text()
    QTest.mouseClick(dialog.ok, LEFT)
    assert gone not in session.project.places
    assert {claim.id for claim in session.project.claims.values() if claim.place == kept} >= moving
    assert session.focus == Focus("place", kept)
    qtbot.waitUntil(lambda: gone not in ask(window, "window.mapview.state().places"), timeout=PATIENCE_MS)
    window.undo()
    assert session.project == before


def test_an_edit_leaves_view_time_and_selection(near_harir: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    window, session = near_harir, near_harir.session
    session.set_focus(Focus("place", "harir"))
    qtbot.waitUntil(lambda: ask(window, "window.mapview.state().selected") == "harir", timeout=PATIENCE_MS)
    said = "[window.mapview.getView(), window.mapview.state().time, window.mapview.state().selected]"
    before = ask(window, said)
    place = session.project.places["harir"]
    session.edit(Put(replace(place, names=Text("Renamed", "باسم آخر"), lat=place.lat + 0.01)), "edit of Harir")
    moved = "window.mapview.pointOf('harir').y"
    at = ask(window, moved)
    qtbot.waitUntil(lambda: ask(window, moved) < at or ask(window, "window.mapview.frames") > 3, timeout=PATIENCE_MS)
    assert ask(window, said) == before


def test_ghosts_of_another_give_way_and_come_back(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    sketch = window.session.sketch
    clicked: list[tuple[str, int]] = []
    sketch.ghost_clicked.connect(lambda owner, index: clicked.append((owner, index)))
    sketch.set_ghosts("reader", (Ghost(34.0, 43.0, "One"), Ghost(34.5, 43.5, "Two")), chosen=1)
    qtbot.waitUntil(lambda: count(window, ask, ".mv-ghost") == 2, timeout=PATIENCE_MS)
    sketch.set_ghosts("form", (Ghost(35.0, 44.0, "Three"),))
    qtbot.waitUntil(lambda: count(window, ask, ".mv-ghost") == 1, timeout=PATIENCE_MS)
    sketch.clear("form")
    qtbot.waitUntil(lambda: count(window, ask, ".mv-ghost") == 2, timeout=PATIENCE_MS)
    assert ask(window, "document.querySelector('.mv-name').textContent") == "Two"
    click(window, point_of(window, ask, 34.0, 43.0))
    qtbot.waitUntil(lambda: clicked == [("reader", 0)], timeout=PATIENCE_MS)
    window.map.reload()
    qtbot.waitUntil(lambda: window.map.is_ready, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: count(window, ask, ".mv-ghost") == 2, timeout=PATIENCE_MS)


def test_a_place_that_can_only_be_read(qtbot: QtBot, seeds: Project, tmp_path: Path) -> None:
    path = tmp_path / "read.mapview"
    ProjectFile.create(path, seeds).close()
    with ProjectFile.open(path, read_only=True) as file:
        session = Session(file)
        form = PlaceForm(session, session.project.places["harir"])
        qtbot.addWidget(form)
        form.show()
        assert form.commit() is None
        assert session.sketch.shown == Drawing()
        parent = QWidget()
        qtbot.addWidget(parent)
        actions = PlaceActions(session, Notice("light", parent), lambda: None, parent)
        menu = actions.menu_of_place("harir")
        able = [action.text().replace("&", "") for action in menu.actions() if action.isEnabled() and action.text()]
        assert able == ["Copy coordinates"]
