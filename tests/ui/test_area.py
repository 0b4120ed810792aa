"""An area drawn on the map, by mouse and by keys alone, and what it filters: on the real page, in the real window."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mapview.domain.areas import inside
from mapview.domain.dates import parse
from mapview.domain.filters import Filter
from mapview.gazetteer.normalise import fold
from mapview.ui.main_window import MainWindow
from mapview.ui.map.messages import SetView

PATIENCE_MS = 60_000
LEFT = Qt.MouseButton.LeftButton
#: The path of what is being drawn.
OUTLINE = "(document.querySelector('.mv-outline') || document.body).getAttribute('d') || ''"
NONE = Qt.KeyboardModifier.NoModifier

Ask = Callable[[MainWindow, str], Any]


def page_widget(window: MainWindow) -> QWidget:
    found = window.map.view.focusProxy()
    assert found is not None
    return found


def aiming(window: MainWindow, ask: Ask) -> bool:
    return bool(ask(window, "document.querySelectorAll('.mv-aiming').length"))


def point_of(window: MainWindow, ask: Ask, lat: float, lon: float) -> QPoint:
    at = ask(window, f"map_view.latLngToContainerPoint([{lat}, {lon}])")
    return window.map.point(at["x"], at["y"])


def drawn(ask: Ask, window: MainWindow) -> list[str]:
    """The places with a mark on the map."""
    ids = ask(window, "Object.keys(mapview.state().places).filter((id) => mapview.pointOf(id) !== null)")
    assert isinstance(ids, list)
    return ids


@pytest.fixture
def iraq(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with the whole timeline in view, ready to take an area."""
    window.map.post(SetView(34.5, 43.0, 6))
    qtbot.waitUntil(lambda: window.session.frame is not None and abs(window.session.frame.zoom - 6) < 0.1)
    window.lists.setCurrentWidget(window.filters)
    return window


def start(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    QTest.mouseClick(window.filters.draw, LEFT)
    qtbot.waitUntil(lambda: aiming(window, ask), timeout=PATIENCE_MS)


def within(window: MainWindow) -> set[str]:
    """The places in the area that is filtered by."""
    places = list(window.session.project.places.values())
    found = inside(
        window.session.filter.area,
        np.array([place.lat for place in places]),
        np.array([place.lon for place in places]),
    )
    return {place.id for place, is_in in zip(places, found.tolist(), strict=True) if is_in}


def test_an_area_is_drawn_freely_shown_and_taken_away(iraq: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    window, session = iraq, iraq.session
    before = drawn(ask, window)
    view = session.frame
    start(window, qtbot, ask)
    around = [(35.2, 43.4), (35.2, 45.3), (37.2, 45.3), (37.2, 43.4), (35.3, 43.4)]
    points = [point_of(window, ask, lat, lon) for lat, lon in around]
    target = page_widget(window)
    QTest.mouseMove(target, points[0])
    QTest.mousePress(target, LEFT, NONE, points[0])
    for first, second in pairwise(points):
        for step in (1, 2):
            before_move = ask(window, OUTLINE)
            QTest.mouseMove(target, first + (second - first) * step / 2)
            # The page sees one move a frame.
            qtbot.waitUntil(lambda before=before_move: ask(window, OUTLINE) != before, timeout=PATIENCE_MS)
    QTest.mouseRelease(target, LEFT, NONE, points[-1])
    qtbot.waitUntil(lambda: bool(session.filter.area), timeout=PATIENCE_MS)
    assert session.frame == view, "drawing does not move the map"
    assert {"erbil-air-base", "harir"} <= within(window)
    assert "ain-al-asad" not in within(window)
    assert not window.filters.draw.isChecked()
    qtbot.waitUntil(lambda: not aiming(window, ask), timeout=PATIENCE_MS)
    shown = set(drawn(ask, window))
    assert shown == within(window) & set(before) != set(before)
    assert ask(window, "document.querySelectorAll('.mv-area').length") == 1
    assert "area" in window.filter_chips.chips[0].toolTip()
    # The map moves again under the mouse, and the button takes the area away.
    QTest.mouseClick(window.filters.area, LEFT)
    assert session.filter == Filter()
    qtbot.waitUntil(lambda: drawn(ask, window) == before, timeout=PATIENCE_MS)
    assert ask(window, "document.querySelectorAll('.mv-area').length") == 0


def test_an_area_by_clicks_on_its_corners(iraq: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    window, session = iraq, iraq.session
    start(window, qtbot, ask)
    corners = [(32.5, 41.5), (32.5, 43.5), (34.8, 43.0)]
    for number, (lat, lon) in enumerate([*corners, corners[0]]):
        at = point_of(window, ask, lat, lon)
        QTest.mouseMove(page_widget(window), at)
        QTest.mouseClick(page_widget(window), LEFT, NONE, at)
        if number < len(corners):
            qtbot.waitUntil(lambda: ask(window, "Boolean(document.querySelector('.mv-outline-start'))"))
            qtbot.waitUntil(lambda sides=number: ask(window, OUTLINE).count("L") >= sides, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: bool(session.filter.area), timeout=PATIENCE_MS)
    assert np.allclose(session.filter.area, corners, atol=0.02)
    assert "ain-al-asad" in within(window)


def test_an_area_by_keys_alone(iraq: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    window, session = iraq, iraq.session
    QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: aiming(window, ask), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: ask(window, "document.activeElement.matches('.mv-map')"), timeout=PATIENCE_MS)
    target = page_widget(window)

    def corner(key: Qt.Key, times: int) -> None:
        before = ask(window, "mapview.getView()")
        for _ in range(times):
            QTest.keyClick(target, key)
        qtbot.waitUntil(lambda: ask(window, "mapview.getView()") != before, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: not ask(window, "Boolean(map_view._panAnim && map_view._panAnim._inProgress)"))
        QTest.keyClick(target, Qt.Key.Key_Return)

    QTest.keyClick(target, Qt.Key.Key_Return)
    corner(Qt.Key.Key_Right, 3)
    corner(Qt.Key.Key_Up, 3)
    corner(Qt.Key.Key_Up, 1)
    QTest.keyClick(target, Qt.Key.Key_Backspace)
    corner(Qt.Key.Key_Down, 1)  # on the third corner, to close
    qtbot.waitUntil(lambda: bool(session.filter.area), timeout=PATIENCE_MS)
    (lat0, lon0), (lat1, lon1), (lat2, lon2) = session.filter.area
    assert lon1 > lon0
    assert lat2 > lat1
    assert lat0 == pytest.approx(lat1, abs=0.01)
    assert lon1 == pytest.approx(lon2, abs=0.01)


def test_escape_gives_up(iraq: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    start(iraq, qtbot, ask)
    QTest.keyClick(page_widget(iraq), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not iraq.filters.draw.isChecked(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not aiming(iraq, ask), timeout=PATIENCE_MS)
    assert iraq.session.filter == Filter()


def test_what_is_no_area_is_refused_in_words(iraq: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    start(iraq, qtbot, ask)
    iraq.session.sketch.enclose(((80.0, 0.0), (80.0, 120.0), (80.0, -120.0)))
    assert "around a pole" in iraq.notice.words.text()
    assert iraq.session.filter == Filter()


@pytest.mark.parametrize(
    ("day", "narrow"),
    [
        ("2026-01-15", Filter()),
        ("2026-01-15", Filter(modalities=("planned", "announced"))),
        ("2025-11", Filter(place_kinds=("air_base",))),
        ("2025-10-12", Filter(area=((35.0, 43.0), (35.0, 46.0), (38.0, 44.5)))),
        ("2026-01-02", Filter(text="harir")),
    ],
)
def test_map_lists_and_table_hold_the_same_claims_and_say_how_many_do_not_pass(
    window: MainWindow, qtbot: QtBot, ask: Ask, day: str, narrow: Filter
) -> None:
    session = window.session
    session.set_at(parse(day))
    session.set_filter(narrow)
    window.table.on_map.setChecked(True)
    window.table_dock.show()
    at, known = parse(day), session.known
    passing = session.timeline.view(at, known, session.timeline.facets.narrowed(narrow, fold))
    wanted = {session.timeline.columns.ids[row] for row in passing.rows.tolist()}
    there = len(session.timeline.view(at, known).rows)

    def counted() -> dict[str, int]:
        found = ask(window, "mapview.state().places")
        return {place: said["claims"] for place, said in found.items() if said["claims"]}

    expected = Counter(session.project.claims[claim].place for claim in wanted)
    qtbot.waitUntil(lambda: counted() == expected, timeout=PATIENCE_MS)
    table = window.table.table.table

    def in_table() -> set[str]:
        return {table.timeline.columns.ids[row] for row in window.table.table.rows.tolist()}

    qtbot.waitUntil(lambda: in_table() == wanted, timeout=PATIENCE_MS)

    def listed() -> dict[str, int]:
        model = window.lists.places.entries
        counts = {model.entry(row).id: model.count_of(row) for row in range(model.rowCount())}
        return {place: count for place, count in counts.items() if count}

    qtbot.waitUntil(lambda: listed() == expected, timeout=PATIENCE_MS)
    hidden = there - len(wanted)
    said = f"{hidden} of {there} claims hidden by filters"
    assert (said in window.filter_chips.count.text()) == bool(hidden)
