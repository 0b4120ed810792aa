"""What the window shows before anybody has moved the map, and which basemap names it leaves out."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS

from mapview.domain.filters import Filter
from mapview.ui.main_window import MainWindow

Ask = Callable[[MainWindow, str], Any]

_SEEN = """(() => {
  const map = document.querySelector(".mv-map, .folium-map").getBoundingClientRect();
  const legend = document.querySelector(".mv-legend").getBoundingClientRect();
  const marks = Object.keys(window.mapview.state().places).map((id) => window.mapview.pointOf(id));
  const { left, right, top, bottom } = legend;
  const { width, height } = map;
  return { width, height, legend: [left - map.left, top - map.top, right - map.left, bottom - map.top], marks };
})()"""


def seen(ask: Ask, window: MainWindow) -> dict[str, Any]:
    found = ask(window, _SEEN)
    assert isinstance(found, dict)
    return found


def is_clear(view: dict[str, Any]) -> bool:
    """Whether all marks stand within the map and none below the legend."""
    left, top, right, bottom = view["legend"]
    return all(
        8 < mark["x"] < view["width"] - 8
        and 8 < mark["y"] < view["height"] - 8
        and not (left < mark["x"] < right and top < mark["y"] < bottom)
        for mark in view["marks"]
    )


def reach(view: dict[str, Any]) -> float:
    """Return the greater share of the map's width or height over which marks stand."""
    across, down = [mark["x"] for mark in view["marks"]], [mark["y"] for mark in view["marks"]]
    return max((max(across) - min(across)) / view["width"], (max(down) - min(down)) / view["height"])


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1400, 900), (1920, 1080)])
def test_places_fill_the_map_until_somebody_moves_it(
    qtbot: QtBot, window: MainWindow, ask: Ask, size: tuple[int, int]
) -> None:
    window.resize(*size)

    def is_well() -> bool:
        view = seen(ask, window)
        return is_clear(view) and reach(view) > 0.65

    qtbot.waitUntil(is_well, timeout=PATIENCE_MS)
    before = seen(ask, window)["width"]
    window.lists_dock.hide()
    qtbot.waitUntil(lambda: seen(ask, window)["width"] > before, timeout=PATIENCE_MS)
    qtbot.waitUntil(is_well, timeout=PATIENCE_MS)


def test_a_map_that_was_moved_stays(qtbot: QtBot, window: MainWindow, ask: Ask) -> None:
    window.resize(1400, 900)
    qtbot.waitUntil(lambda: is_clear(seen(ask, window)), timeout=PATIENCE_MS)
    zoom = ask(window, "window.mapview.getView().zoom")
    target = window.map.view.focusProxy()
    assert target is not None
    button = ask(
        window,
        "(({x, y}) => ({x: x + 9, y: y + 9}))"
        "(document.querySelector('.leaflet-control-zoom-in').getBoundingClientRect())",
    )
    QTest.mouseClick(
        target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(int(button["x"]), int(button["y"]))
    )
    qtbot.waitUntil(lambda: ask(window, "window.mapview.getView().zoom") == zoom + 1, timeout=PATIENCE_MS)
    window.lists_dock.hide()
    before = seen(ask, window)["width"]
    window.claims_dock.hide()
    window.disputes_dock.hide()
    qtbot.waitUntil(lambda: seen(ask, window)["width"] > before, timeout=PATIENCE_MS)
    ask(window, "window.mapview.frames")
    assert ask(window, "window.mapview.getView().zoom") == zoom + 1


def test_the_map_keeps_its_room_in_a_small_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 700)
    window.show_reader()
    qtbot.waitUntil(lambda: window.map.width() >= 0.4 * window.width(), timeout=PATIENCE_MS)


def test_names_of_the_basemap_give_way_where_marks_stand(qtbot: QtBot, window: MainWindow, ask: Ask) -> None:
    covered = (
        "Array.from(document.querySelectorAll('.leaflet-tile'))"
        ".map((one) => one.src.split('covered=')[1] || '').sort().join('')"
    )
    qtbot.waitUntil(lambda: len(ask(window, covered)) > 0, timeout=PATIENCE_MS)
    whole = ask(window, covered)
    window.session.set_filter(Filter(place_kinds=("country",)))
    qtbot.waitUntil(lambda: 0 < len(ask(window, covered)) < len(whole), timeout=PATIENCE_MS)
    window.session.set_filter(Filter())
    qtbot.waitUntil(lambda: ask(window, covered) == whole, timeout=PATIENCE_MS)
