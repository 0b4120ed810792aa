"""Filters by mouse and by keys: the tab, the line above the map, what the lists, the map and the panel show."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS

from mapview.domain.changes import Put
from mapview.domain.filters import Filter
from mapview.ui.clocks.bookmarks import Bookmarks
from mapview.ui.lists import word_search
from mapview.ui.lists.facets_model import ROW_ROLE
from mapview.ui.lists.filters_panel import FilterChips, FiltersPanel
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus, Frame, Session
from mapview.ui.widgets.theme import apply_theme

Ask = Callable[[MainWindow, str], Any]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, qapp: Any, session: Session, settings: QSettings) -> FiltersPanel:
    apply_theme(qapp, session.theme)
    panel = FiltersPanel(session, Bookmarks(session, lambda _box: None, _top(qtbot)))
    panel.resize(280, 1400)
    panel.show()
    qtbot.addWidget(panel)
    return panel


def _top(qtbot: QtBot) -> QWidget:
    top = QWidget()
    qtbot.addWidget(top)
    return top


def row(panel: FiltersPanel, words: str) -> Any:
    """The index of a row of the facets, by its words."""
    model = panel.facets.facets
    found = [place for place, one in enumerate(model.rows) if one.words == words]
    assert found, [one.words for one in model.rows]
    return model.index(found[0])


def click(qtbot: QtBot, panel: FiltersPanel, words: str) -> None:
    index = row(panel, words)
    panel.facets.scrollTo(index)
    qtbot.mouseClick(panel.facets.viewport(), LEFT, pos=panel.facets.visualRect(index).center())


def count(panel: FiltersPanel, words: str) -> int:
    return panel.facets.facets.count_of(row(panel, words).data(ROW_ROLE))


def test_a_value_narrows_and_says_how_much_it_hides(qtbot: QtBot, panel: FiltersPanel, session: Session) -> None:
    there = len(session.tally.rows)
    planned = count(panel, "planned")
    assert 0 < planned < there
    assert panel.count.text() == "No claim is hidden by filters."
    click(qtbot, panel, "planned")
    assert session.filter == Filter(modalities=("planned",))
    assert len(session.tally.rows) == planned
    assert panel.count.text() == f"{there - planned} of {there} claims hidden by filters"
    # The other modalities are counted as if planned were not asked for.
    assert count(panel, "reported") > 0
    click(qtbot, panel, "announced")
    assert session.filter.modalities == ("planned", "announced")
    assert len(session.tally.rows) > planned
    click(qtbot, panel, "planned")
    click(qtbot, panel, "announced")
    assert session.filter == Filter()


def test_statuses_are_filtered_and_counted(qtbot: QtBot, panel: FiltersPanel, session: Session) -> None:
    there = len(session.tally.rows)
    by_status = {name: count(panel, name) for name in ("disputed", "single source", "corroborated", "superseded")}
    assert sum(by_status.values()) == there
    click(qtbot, panel, "disputed")
    assert session.filter == Filter(statuses=("disputed",))
    assert 0 < len(session.tally.rows) == by_status["disputed"] < there
    assert {session.tally.status_of_row(row) for row in session.tally.rows.tolist()} == {"disputed"}
    assert panel.count.text() == f"{there - by_status['disputed']} of {there} claims hidden by filters"
    assert {name: count(panel, name) for name in by_status} == by_status
    click(qtbot, panel, "single source")
    assert len(session.tally.rows) == by_status["disputed"] + by_status["single source"]


def test_sources_without_a_publisher_are_filtered(qtbot: QtBot, panel: FiltersPanel, session: Session) -> None:
    unstated = count(panel, "publisher not stated")
    assert unstated > 0
    click(qtbot, panel, "publisher not stated")
    assert session.filter == Filter(publishers=("",))
    assert len(session.tally.rows) == unstated
    sources = {session.project.claims[session.timeline.columns.ids[row]].source for row in session.tally.rows.tolist()}
    assert all(session.project.sources[source].publisher is None for source in sources)


def test_the_map_shows_what_has_the_status(qtbot: QtBot, window: MainWindow, ask: Ask, expected_log: list[str]) -> None:
    expected_log.append("willReadFrequently")
    session = window.session
    session.set_focus(Focus("place", "kuwait"))
    drawn = (
        "(() => {{ const c = document.querySelector('.mv-claims'); const r = devicePixelRatio;"
        " return c.getContext('2d').getImageData({x} * r, {y} * r, 1, 1).data[3]; }})()"
    )
    at = ask(window, "window.mapview.pointOf('kuwait')")
    pixel = drawn.format(x=at["x"], y=at["y"])
    qtbot.waitUntil(lambda: ask(window, pixel) > 0, timeout=PATIENCE_MS)
    session.set_filter(Filter(statuses=("disputed",)))
    shown = {
        session.timeline.place_of(row): int(session.tally.by_place[session.timeline.columns.place[row]])
        for row in session.tally.rows.tolist()
    }

    def on_map() -> dict[str, int]:
        places = ask(window, "window.mapview.state().places")
        return {name: place["claims"] for name, place in places.items() if place["claims"]}

    qtbot.waitUntil(lambda: on_map() == shown, timeout=PATIENCE_MS)
    states = ask(window, "window.mapview.state().places")
    assert {place["status"] for place in states.values()} == {"disputed", "unreported"}
    qtbot.waitUntil(lambda: ask(window, "window.mapview.pointOf('kuwait')") is None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: ask(window, pixel) == 0, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.claims.hint.accessibleName().startswith("Filters hide"), timeout=PATIENCE_MS)
    session.set_filter(Filter())
    qtbot.waitUntil(lambda: len(on_map()) > len(shown), timeout=PATIENCE_MS)


def test_counts_follow_time_and_the_order_stays(panel: FiltersPanel, session: Session) -> None:
    before = [one.words for one in panel.facets.facets.rows]
    shown = count(panel, "reported")
    assert shown == int((session.timeline.columns.modality[session.tally.rows] == 0).sum())
    session.set_day(session.first_day)
    assert [one.words for one in panel.facets.facets.rows] == before
    assert count(panel, "reported") == int((session.timeline.columns.modality[session.tally.rows] == 0).sum()) != shown


def test_filters_by_keys_alone(qtbot: QtBot, panel: FiltersPanel, session: Session) -> None:
    panel.facets.setFocus()
    panel.facets.setCurrentIndex(panel.facets.facets.index(0))
    qtbot.keyClick(panel.facets, Qt.Key.Key_Space)  # opens the sources
    qtbot.keyClick(panel.facets, Qt.Key.Key_Down)
    qtbot.keyClick(panel.facets, Qt.Key.Key_Return)
    (source,) = session.filter.sources
    assert source in session.project.sources
    columns = session.timeline.columns
    assert {columns.source_ids[number] for number in columns.source[session.tally.rows].tolist()} == {source}
    qtbot.keyClick(panel.facets, Qt.Key.Key_Space)
    assert session.filter == Filter()


def test_words_are_found_however_they_are_spelt(qtbot: QtBot, panel: FiltersPanel, session: Session) -> None:
    typed = QInputMethodEvent()
    typed.setCommitString("قاعده")
    QApplication.sendEvent(panel.text, typed)
    qtbot.keyClick(panel.text, Qt.Key.Key_Return)
    assert session.filter.text == "قاعده"
    assert 0 < len(session.tally.rows) < session.tally.there
    panel.text.clear()
    panel.text.textEdited.emit("")
    qtbot.waitUntil(lambda: session.filter == Filter(), timeout=5_000)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are looked for in a job, as in a project of very many claims."""
    monkeypatch.setattr(word_search, "_FEW", 0)


@pytest.mark.usefixtures("large")
def test_nothing_is_filtered_by_words_before_they_were_looked_for(
    qtbot: QtBot, panel: FiltersPanel, session: Session
) -> None:
    before = session.tally.rows.tolist()
    session.set_filter(Filter(text="coalition"))
    assert session.filter == Filter()
    assert session.tally.rows.tolist() == before
    assert panel.count.text() == "Looking for the words in all claims…"
    # What else is asked for meanwhile is asked for together with the words.
    click(qtbot, panel, "reported")
    assert session.wanted_filter == Filter(modalities=("reported",), text="coalition")
    qtbot.waitUntil(lambda: session.filter == session.wanted_filter != Filter(), timeout=5_000)
    assert 0 < len(session.tally.rows) < len(before)
    assert "hidden by filters" in panel.count.text()


@pytest.mark.usefixtures("large")
def test_a_search_that_nobody_waits_for_changes_nothing(qtbot: QtBot, panel: FiltersPanel, session: Session) -> None:
    session.set_filter(Filter(text="coalition"))
    session.set_filter(Filter(text="no such word"))
    session.set_filter(Filter())
    assert session.wanted_filter == Filter()
    assert panel.count.text() == "No claim is hidden by filters."
    session.set_filter(Filter(text="base"))
    qtbot.waitUntil(lambda: session.filter == Filter(text="base"), timeout=5_000)


@pytest.mark.usefixtures("large")
def test_an_edit_is_looked_through_alone(qtbot: QtBot, session: Session) -> None:
    session.set_filter(Filter(text="unheard"))
    qtbot.waitUntil(lambda: session.filter.text == "unheard", timeout=5_000)
    assert not len(session.tally.rows)
    claim = session.project.claims[session.timeline.columns.ids[0]]
    session.edit(Put(replace(claim, note="Unheard of.", when="../..")), "a note")
    assert session.filter.text == "unheard"
    assert [session.timeline.columns.ids[row] for row in session.tally.rows] == [claim.id]
    session.undo()
    assert not len(session.tally.rows)


def test_the_area_is_what_the_map_shows(qtbot: QtBot, panel: FiltersPanel, session: Session) -> None:
    assert not panel.area.isEnabled()
    session.frame = Frame(33.7, 42.5, 8, (42.0, 33.0, 43.0, 34.5))
    session.set_day(session.days[1] + 1)
    qtbot.mouseClick(panel.area, LEFT)
    assert session.filter.bbox == (42.0, 33.0, 43.0, 34.5)
    for place in {session.timeline.place_of(one) for one in session.tally.rows.tolist()}:
        assert 42 <= session.project.places[place].lon <= 43
    qtbot.mouseClick(panel.area, LEFT)
    assert session.filter.bbox is None


def test_more_values_come_on_demand_and_sections_close(qtbot: QtBot, panel: FiltersPanel) -> None:
    rows = panel.facets.facets.rows
    (rest,) = (one for one in rows if one.kind == "rest" and one.facet == "topics")
    before = sum(one.facet == "topics" for one in rows)
    click(qtbot, panel, rest.words)
    assert sum(one.facet == "topics" for one in panel.facets.facets.rows) > before
    click(qtbot, panel, "Topic")
    assert [one.kind for one in panel.facets.facets.rows if one.facet == "topics"] == ["section"]


def test_parts_above_the_map_go_one_by_one(qtbot: QtBot, qapp: Any, session: Session) -> None:
    chips = FilterChips(session)
    qtbot.addWidget(chips)
    assert not chips.isVisibleTo(None)
    session.set_filter(Filter(modalities=("planned", "denied", "announced"), text="two words"))
    assert [chip.text()[1:-1] for chip in chips.chips] == [
        "Modality: \u2068planned\u2069, \u2068denied\u2069 +1", "“\u2068two words\u2069”"
    ]  # fmt: skip
    assert "hidden by filters" in chips.count.text()
    qtbot.mouseClick(chips.chips[0], LEFT)
    assert session.filter == Filter(text="two words")
    qtbot.mouseClick(chips.clear, LEFT)
    assert session.filter == Filter()
    assert chips.isHidden()


def test_a_named_filter_leaves_time_alone(qtbot: QtBot, panel: FiltersPanel, session: Session) -> None:
    session.set_filter(Filter(certainties=("likely",)))
    save = panel.menu().actions()[0]
    save.trigger()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QInputDialog) and one.isVisible())
    dialog.setTextValue("Doubt")
    dialog.accept()
    (view,) = session.project.views.values()
    assert (view.at, view.filter) == (None, Filter(certainties=("likely",)))
    session.set_filter(Filter())
    days = session.days
    next(action for action in panel.menu().actions() if action.text() == "Doubt").trigger()
    assert session.filter == Filter(certainties=("likely",))
    assert session.days == days


def test_everything_in_the_window_follows(qtbot: QtBot, window: MainWindow, ask: Ask) -> None:
    session = window.session
    session.set_focus(Focus("place", "ain-al-asad"))
    whole = len(window.claims.cards.claims.rows)
    session.set_filter(Filter(publishers=("Shafaq News",)))
    hidden = f"{session.tally.hidden} of {session.tally.there} claims hidden by filters"
    assert window.filter_chips.isVisible()
    assert window.filter_chips.count.text() == hidden
    page = window.lists.widget(0)
    assert page.hidden.text() == hidden  # type: ignore[union-attr]
    assert 0 < len(window.claims.cards.claims.rows) < whole
    assert "hidden by filters" in window.claims.header.accessibleName()
    shown = {session.timeline.place_of(one) for one in session.tally.rows.tolist()}

    def on_the_page() -> bool:
        counts = ask(window, "window.mapview.state().places")
        return {name for name, place in counts.items() if place["claims"]} == shown

    qtbot.waitUntil(on_the_page, timeout=20_000)
    session.set_filter(Filter())
    assert window.filter_chips.isHidden()
    assert page.hidden.isHidden()  # type: ignore[union-attr]


def test_an_edit_keeps_the_filter(panel: FiltersPanel, session: Session) -> None:
    session.set_filter(Filter(modalities=("planned",)))
    shown = len(session.tally.rows)
    bookmarks = Bookmarks(session, lambda _box: None, panel)
    bookmarks.save("Any")
    assert len(session.tally.rows) == shown
    assert count(panel, "planned") == shown
