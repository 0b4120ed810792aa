"""The window driven as a hand would: mouse and keys on real widgets and on the real page."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from mapview.config import log_path
from mapview.domain.dates import day_number, parse
from mapview.ui.claims.model import Heading
from mapview.ui.exporting.exports import PictureDialog
from mapview.ui.log import Uncaught
from mapview.ui.main_window import MainWindow
from mapview.ui.map.messages import Painted
from mapview.ui.page_dialog import PageDialog
from mapview.ui.session import Focus, Session

PATIENCE_MS = 60_000

Ask = Callable[[MainWindow, str], Any]


def day_ms(day: int) -> int:
    return day * 86_400_000


def drag(window: MainWindow, first: int, last: int, steps: int = 8) -> None:
    axis = window.time_bar.axis
    ends = [QPoint(round(axis.scale.x(day + 0.5)), 40) for day in (first, last)]
    QTest.mousePress(axis, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, ends[0])
    for step in range(1, steps + 1):
        QTest.mouseMove(axis, ends[0] + (ends[1] - ends[0]) * step / steps)
    QTest.mouseRelease(axis, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, ends[1])


def write(field: QLineEdit, text: str) -> None:
    """Type letters of any script; QTest.keyClicks aborts on those beyond Latin-1."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def claims_in_panel(window: MainWindow) -> list[str]:
    return [row.key for row in window.claims.cards.claims.rows if not isinstance(row.content, Heading)]


def test_dragging_the_slider_moves_panel_and_page(qtbot: QtBot, window: MainWindow, ask: Ask) -> None:
    session = window.session
    session.set_focus(Focus("place", "ain-al-asad"))
    first, last = day_number(2026, 1, 18), day_number(2025, 10, 15)
    before = claims_in_panel(window)
    drag(window, first, last)
    assert session.days == (last, last)
    after = claims_in_panel(window)
    assert after
    assert after != before
    expected = [
        session.timeline.columns.ids[row]
        for row in session.timeline.view(session.at).rows
        if session.timeline.place_of(row) == "ain-al-asad"
    ]
    assert after == expected
    qtbot.waitUntil(lambda: ask(window, "window.mapview.state().time") == day_ms(last), timeout=PATIENCE_MS)
    shown = ask(window, "window.mapview.state().places['ain-al-asad']")
    assert shown["claims"] == len(expected)


def test_clicking_a_marker_opens_its_claims(qtbot: QtBot, window: MainWindow, ask: Ask) -> None:
    point = ask(window, "window.mapview.pointOf('harir')")
    view = window.map.view
    target = view.focusProxy()
    at = window.map.point(point["x"], point["y"])
    QTest.mouseMove(target, at)
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    qtbot.waitUntil(lambda: window.session.focus == Focus("place", "harir"), timeout=PATIENCE_MS)
    assert claims_in_panel(window)
    project = window.session.project
    assert {project.claims[claim].place for claim in claims_in_panel(window)} == {"harir"}
    assert project.places["harir"].names.en in window.claims.header.accessibleName()


def test_a_card_says_who_when_how_and_what_contradicts_it(window: MainWindow) -> None:
    window.session.set_focus(Focus("place", "ain-al-asad"))
    model = window.claims.cards.claims
    row = model.row_of("araby-asad-absent-embassy")
    assert row is not None
    said = model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole)
    claim = window.session.project.claims["araby-asad-absent-embassy"]
    speaker = window.session.project.utterances[claim.utterance or ""].speaker.en
    for part in (claim.statement.en, claim.statement.ar, "Al-Araby Al-Jadeed", "14 January 2026", "absent", speaker):
        assert part in said
    assert claim.anchor.cue in said
    assert "reported" in said
    assert "contradicts" in said.casefold()


def test_cards_keep_their_place_while_time_moves(qtbot: QtBot, window: MainWindow) -> None:
    window.session.set_focus(Focus("place", "iraq"))
    view = window.claims.cards
    view.verticalScrollBar().setValue(600)
    at = view.indexAt(QPoint(20, 200))
    key, top = view.claims.rows[at.row()].key, view.visualRect(at).top()
    window.session.set_at(parse("2026-01-16"))
    row = view.claims.row_of(key)
    if row is None:
        pytest.fail("the card that is looked at should hold on both days")
    first = view.indexAt(QPoint(20, 1))
    assert first.isValid()
    assert abs(view.visualRect(view.claims.index(row)).top() - top) <= view.viewport().height()
    assert view.verticalScrollBar().value() > 0


def test_a_link_to_a_contradicting_claim_goes_there(window: MainWindow) -> None:
    window.session.set_focus(Focus("place", "ain-al-asad"))
    menu = window.claims.cards.menu_for("araby-asad-absent-embassy")
    links = [action for action in menu.actions() if action.text().startswith("Go to")]
    assert links
    links[0].trigger()
    current = window.claims.cards.current_claim()
    assert current is not None
    assert current != "araby-asad-absent-embassy"
    menu.deleteLater()


def test_the_time_axis_by_keyboard(window: MainWindow) -> None:
    axis, session = window.time_bar.axis, window.session
    axis.setFocus()
    for key, modifier, day in (
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, (2026, 1, 14)),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, (2026, 1, 15)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, (2025, 12, 15)),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, (2026, 1, 15)),
    ):
        QTest.keyClick(axis, key, modifier)
        assert session.days[0] == day_number(*day)
    QTest.keyClick(axis, Qt.Key.Key_Home)
    assert session.days[0] == session.first_day
    QTest.keyClick(axis, Qt.Key.Key_End)
    assert session.days[1] == session.last_day
    assert axis.value() == session.last_day


def test_the_wheel_zooms_about_the_pointer(window: MainWindow, qtbot: QtBot) -> None:
    axis = window.time_bar.axis
    before = axis.scale
    axis.zoom(0.5, 300)
    assert axis.scale.per_day > before.per_day
    assert axis.scale.day(300) == before.day(300)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [("2025-10-15", "2025-10-15"), ("14 January 2026", "2026-01-14"), ("2026-01", "2026-01"), ("2025", "2025")],
)
def test_typed_dates(window: MainWindow, typed: str, edtf: str) -> None:
    field = window.time_bar.date
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    span = parse(edtf)
    assert window.session.days == (span.earliest, span.latest)


def test_outside_the_timeline_the_window_says_so(window: MainWindow) -> None:
    window.session.set_at(parse("2060"))
    assert window.notice.isVisible()
    assert "outside the timeline" in window.notice.words.text().casefold()


def test_a_bad_date_is_marked_and_changes_nothing(window: MainWindow) -> None:
    field, before = window.time_bar.date, window.session.days
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "the ides")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.session.days == before
    assert field.property("bad") is True
    assert window.notice.isVisible()
    assert "the ides" in window.notice.words.text()
    assert "2026-01-14" in window.notice.words.text()
    assert "the ides" in field.accessibleDescription()


@pytest.mark.parametrize("leave", ["Escape", "focus", "another date"])
def test_a_bad_date_gives_way(window: MainWindow, leave: str) -> None:
    field, shown = window.time_bar.date, window.time_bar.date.text()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "14/01/2026")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.property("bad") is True
    assert window.notice.isVisible()
    if leave == "Escape":
        QTest.keyClick(field, Qt.Key.Key_Escape)
    elif leave == "focus":
        window.time_bar.axis.setFocus()
    else:
        field.selectAll()
        write(field, "١٤ كانون الثاني ٢٠٢٦")
        QTest.keyClick(field, Qt.Key.Key_Return)
        shown = "14 January 2026"
        assert window.session.days == (day_number(2026, 1, 14),) * 2
    assert field.text() == shown
    assert field.property("bad") is False
    assert field.accessibleDescription() == ""
    assert not window.notice.isVisible()


@pytest.mark.parametrize("typed", ["2025/..", "2025/", "soon", "14/01/2026"])
def test_a_known_day_must_be_a_day(window: MainWindow, typed: str) -> None:
    window.session.set_known(day_number(2026, 1, 15))
    field = window.known.lineEdit()
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.session.known == day_number(2026, 1, 15)
    assert field.text() == typed
    assert window.notice.isVisible()
    assert typed in window.notice.words.text()
    QTest.keyClick(window.known, Qt.Key.Key_Escape)
    assert field.text() == "15 January 2026"
    assert not window.notice.isVisible()


def test_a_known_day_in_arabic_digits(window: MainWindow) -> None:
    field = window.known.lineEdit()
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    write(field, "٢٠٢٥-١٢-٣١")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.session.known == day_number(2025, 12, 31)


def test_what_nobody_caught_reaches_the_reader(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, expected_log: list[str]
) -> None:
    expected_log.append("Not caught")
    uncaught = Uncaught()
    uncaught.told.connect(window.notice.complain)
    monkeypatch.setattr(sys, "excepthook", uncaught.log)

    def fail() -> None:
        raise LookupError("of the test")

    QTimer.singleShot(0, window, fail)
    qtbot.waitUntil(window.notice.isVisible, timeout=PATIENCE_MS)
    assert str(log_path()) in window.notice.words.text()


def test_what_fails_while_it_is_told_is_logged_only(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, expected_log: list[str], caplog: Any
) -> None:
    expected_log.append("Not caught")
    uncaught = Uncaught()
    monkeypatch.setattr(sys, "excepthook", uncaught.log)

    def fail(_words: str = "") -> None:
        raise LookupError("of the test")

    uncaught.told.connect(fail)
    QTimer.singleShot(0, window, fail)
    qtbot.waitUntil(lambda: caplog.text.count("Not caught") == 2, timeout=PATIENCE_MS)


def test_playing_moves_time_and_stops_at_the_end(qtbot: QtBot, window: MainWindow) -> None:
    session, bar = window.session, window.time_bar
    session.set_day(session.last_day - 2)
    bar.speed.setCurrentIndex(bar.speed.count() - 1)
    QTest.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    assert bar.is_playing
    qtbot.waitUntil(lambda: not bar.is_playing, timeout=PATIENCE_MS)
    assert session.days[1] == session.last_day


def test_known_time_hides_what_came_later(window: MainWindow) -> None:
    session = window.session
    field = window.known.lineEdit()
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2025-12-31")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.known == day_number(2025, 12, 31)
    columns = session.timeline.columns
    assert (columns.known[session.tally.rows] <= session.known).all()


def test_choosing_a_topic_recolours_the_page(qtbot: QtBot, window: MainWindow, ask: Ask) -> None:
    window.lists.setCurrentIndex(2)
    topics = window.lists.topics
    index = topics.entries.index(1, 0)
    QTest.mouseClick(
        topics.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, topics.visualRect(index).center()
    )
    chosen = list(window.session.project.topics)[1]
    assert window.session.topic == chosen
    name = window.session.project.topics[chosen].names.en
    qtbot.waitUntil(lambda: name in ask(window, "document.body.textContent"), timeout=PATIENCE_MS)


def test_the_filter_folds_arabic(window: MainWindow) -> None:
    field = window.lists.currentWidget().findChild(QLineEdit)
    write(field, "الاسد")
    places = window.lists.places
    shown = [places.entries.index(row, 0).data() for row in range(places.entries.rowCount())]
    assert shown == [window.session.project.places["ain-al-asad"].names.en]


def test_search_goes_to_what_is_chosen(window: MainWindow) -> None:
    window.search.setFocus()
    write(window.search, "التون كوبرى")
    assert window.search.finds.isVisible()
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.session.focus == Focus("place", "altun-kupri")
    assert not window.search.finds.isVisible()


def test_a_source_shows_its_claims_alone(qtbot: QtBot, window: MainWindow, ask: Ask) -> None:
    window.claims.go("source:shafaq-2025-10-11")
    project = window.session.project
    assert {project.claims[claim].source for claim in claims_in_panel(window)} == {"shafaq-2025-10-11"}
    total = "Object.values(window.mapview.state().places).reduce((sum, place) => sum + place.claims, 0)"
    qtbot.waitUntil(lambda: ask(window, total) == len(claims_in_panel(window)), timeout=PATIENCE_MS)


def test_both_themes_and_languages_reach_page_and_panel(qtbot: QtBot, window: MainWindow, ask: Ask) -> None:
    window.session.set_focus(Focus("place", "ain-al-asad"))
    window.session.set_appearance(theme="dark", language="ar")
    qtbot.waitUntil(lambda: ask(window, "document.documentElement.dataset.theme") == "dark", timeout=PATIENCE_MS)
    assert ask(window, "document.documentElement.dir") == "rtl"
    assert window.session.project.places["ain-al-asad"].names.ar in window.claims.header.accessibleName()
    assert "كانون الثاني" in window.time_bar.date.text()


def test_a_dead_renderer_comes_back_at_the_same_view(
    qtbot: QtBot, window: MainWindow, ask: Ask, expected_log: list[str]
) -> None:
    session = window.session
    session.set_focus(Focus("place", "harir"))
    session.set_day(day_number(2025, 10, 15))
    qtbot.waitUntil(lambda: ask(window, "window.mapview.state().selected") == "harir", timeout=PATIENCE_MS)
    window.map.web.page.runJavaScript("window.mapview.setView(33.5, 43.5, 8)")
    qtbot.waitUntil(lambda: session.frame is not None and session.frame.zoom == 8, timeout=PATIENCE_MS)
    os.kill(window.map.web.page.renderProcessPid(), signal.SIGKILL)
    qtbot.waitUntil(lambda: not window.map.is_ready, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.map.is_ready, timeout=PATIENCE_MS)
    assert window.notice.isVisible()
    state = ask(window, "window.mapview.state()")
    assert state["selected"] == "harir"
    assert state["time"] == day_ms(day_number(2025, 10, 15))
    view = ask(window, "window.mapview.getView()")
    assert (view["lat"], view["lon"], view["zoom"]) == (pytest.approx(33.5), pytest.approx(43.5), 8)


def choose_file(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    qtbot.waitUntil(lambda: bool(window.findChildren(QFileDialog)), timeout=PATIENCE_MS)
    dialog = window.findChildren(QFileDialog)[0]
    name = dialog.findChild(QLineEdit)
    assert isinstance(name, QLineEdit)
    name.setText(str(path))
    with qtbot.waitSignal(window.exports.written, timeout=60_000) as written:
        QTest.keyClick(name, Qt.Key.Key_Return)
    assert written.args == [str(path)]
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=PATIENCE_MS)


def test_export_writes_a_picture_and_a_page(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    drag(window, day_number(2026, 1, 18), day_number(2026, 1, 10))
    window.session.set_focus(Focus("place", "ain-al-asad"))
    assert window.export_button.menu() is window.actions_.export_menu
    picture, page, _ = window.actions_.export_menu.actions()
    picture.trigger()
    dialog = window.findChild(PictureDialog)
    assert isinstance(dialog, QDialog)
    dialog.sizes.setCurrentIndex(1)
    dialog.proceed.click()
    # As under a hand, which takes its time to choose a file.
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=PATIENCE_MS)
    choose_file(qtbot, window, tmp_path / "map.png")
    image = QImage(str(tmp_path / "map.png"))
    assert (image.width(), image.height()) == (1920, 1080)
    page.trigger()
    asked = window.findChild(PageDialog)
    assert isinstance(asked, QDialog)
    asked.proceed.click()
    qtbot.waitUntil(lambda: not isValid(asked), timeout=PATIENCE_MS)
    choose_file(qtbot, window, tmp_path / "map.html")
    text = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in text
    assert str(tmp_path / "map.html") in window.notice.words.text()
    assert sorted(path.name for path in tmp_path.glob("map*")) == ["map.html", "map.png"]


def test_an_export_that_cannot_be_written_says_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    with qtbot.waitSignal(window.exports.failed, timeout=60_000):
        window.exports.write_page(tmp_path / "missing" / "map.html")
    assert "missing" in window.notice.words.text()


def test_every_panel_can_hide_and_the_layout_is_remembered(
    window: MainWindow, session: Session, settings: QSettings, qtbot: QtBot
) -> None:
    window.lists_dock.toggleViewAction().trigger()
    assert not window.lists_dock.isVisible()
    window.close()
    again = MainWindow(session, settings)
    again.show()
    qtbot.waitUntil(lambda: again.map.is_ready, timeout=PATIENCE_MS)
    assert not again.lists_dock.isVisible()
    assert again.claims_dock.isVisible()
    again.close()
    again.deleteLater()


def test_the_page_is_told_times_no_faster_than_it_paints(qtbot: QtBot, window: MainWindow) -> None:
    told: list[str] = []
    painted: list[Painted] = []
    window.map.web.line.bridge.command.connect(told.append)
    window.map.painted.connect(painted.append)
    first = window.session.first_day
    for step in range(200):
        window.session.set_day(first + step)
    qtbot.waitUntil(lambda: bool(painted) and painted[-1].day0 == first + 199, timeout=PATIENCE_MS)
    assert len([message for message in told if "setTime" in message]) < 20


def test_links_to_anywhere_are_blocked(qtbot: QtBot, window: MainWindow, ask: Ask, expected_log: list[str]) -> None:
    expected_log += ["blocked", "Failed to load", "ERR_BLOCKED", "Content Security", "Refused"]
    window.map.web.page.runJavaScript(
        "window.outcome = null; fetch('https://example.org/').then(() => { window.outcome = 'loaded'; },"
        " () => { window.outcome = 'refused'; })"
    )
    qtbot.waitUntil(lambda: ask(window, "window.outcome") is not None, timeout=PATIENCE_MS)
    assert ask(window, "window.outcome") == "refused"


def baseline(field: QLineEdit, text: str) -> int:
    """The lowest row with ink of a text whose letters stand on the line."""
    field.setText(text)
    image = field.grab().toImage()
    ratio = image.devicePixelRatio()
    ground = image.pixelColor(image.width() // 2, round(5 * ratio))
    inked = [
        y
        for y in range(round(4 * ratio), image.height() - round(4 * ratio))
        for x in range(round(30 * ratio), image.width() - round(30 * ratio))
        if abs(image.pixelColor(x, y).lightness() - ground.lightness()) > 120
    ]
    return max(inked)


@pytest.mark.parametrize("which", ["date", "search", "filter", "known"])
def test_both_scripts_stand_on_one_line_in_a_field(window: MainWindow, which: str) -> None:
    known = window.known.lineEdit()
    filters = window.lists.currentWidget().findChild(QLineEdit)
    assert isinstance(known, QLineEdit)
    assert isinstance(filters, QLineEdit)
    field = {"date": window.time_bar.date, "search": window.search, "filter": filters, "known": known}[which]
    height = field.height()
    latin, arabic = baseline(field, 6 * "HIHI"), baseline(field, 12 * "ااا")
    assert abs(latin - arabic) <= 2 * field.devicePixelRatioF()
    assert field.height() == height


def test_a_place_says_its_status(window: MainWindow) -> None:
    places = window.lists.places
    said = {
        places.entries.index(row, 0).data(): (
            places.entries.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole),
            places.entries.index(row, 0).data(Qt.ItemDataRole.ToolTipRole),
        )
        for row in range(places.entries.rowCount())
    }
    asad = window.session.project.places["ain-al-asad"].names.en
    assert all("disputed" in words for words in said[asad])


@pytest.mark.parametrize("which", ["date", "search", "known"])
def test_the_menus_keys_work_from_a_field_too(qtbot: QtBot, window: MainWindow, which: str) -> None:
    field = {"date": window.time_bar.date, "search": window.search, "known": window.known.lineEdit()}[which]
    assert isinstance(field, QLineEdit)
    for letter in (Qt.Key.Key_E, Qt.Key.Key_D):
        # What Qt asks a field before it gives a key to the menus.
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, letter, Qt.KeyboardModifier.ControlModifier)
        asked.ignore()
        QCoreApplication.sendEvent(field, asked)
        assert not asked.isAccepted()
    # A field keeps the keys that move within its text.
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    asked.ignore()
    QCoreApplication.sendEvent(field, asked)
    assert asked.isAccepted()
