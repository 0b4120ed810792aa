"""The time bar by mouse and by keys: modes, play, stops, completion, bookmarks and the histogram."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QColor, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from mapview.domain.course import STOPS, Stop
from mapview.domain.dates import day_number, parse
from mapview.domain.filters import Filter
from mapview.domain.model import Text
from mapview.ui.claims.panel import ClaimsPanel
from mapview.ui.clocks.axis_painter import BASE, HEIGHT, TOP
from mapview.ui.clocks.bar import TimeBar
from mapview.ui.clocks.bookmarks import Bookmarks, SavedViewsDialog
from mapview.ui.clocks.known_field import KnownField
from mapview.ui.clocks.layer_colours import STACKS
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus, Session
from mapview.ui.widgets.theme import COLOURS, apply_theme

LEFT = Qt.MouseButton.LeftButton
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
)  # fmt: skip
AT = day_number(2026, 1, 15)


@pytest.fixture
def bar(qtbot: QtBot, qapp: Any, session: Session, settings: QSettings) -> Iterator[TimeBar]:
    apply_theme(qapp, session.theme)
    bar = TimeBar(session, settings)
    bar.offer(Bookmarks(session, lambda _box: None, bar))
    bar.resize(1400, bar.sizeHint().height())
    bar.show()
    bar.axis.setFocus()
    qtbot.addWidget(bar)
    yield bar
    bar.stop()


def at(bar: TimeBar, day: int, *, offset: float = 0.5, y: int = TOP + HEIGHT // 2) -> QPoint:
    """A point of the axis on a day."""
    return QPoint(round(bar.axis.scale.x(day + offset)), y)


def drag(qtbot: QtBot, bar: TimeBar, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(bar.axis, LEFT, pos=start)
    for step in range(1, 6):
        qtbot.mouseMove(bar.axis, start + (end - start) * step / 5)
    qtbot.mouseRelease(bar.axis, LEFT, pos=end)


def press(qtbot: QtBot, bar: TimeBar, key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(bar.axis, key, modifiers)


# -- modes -------------------------------------------------------------------------------------------------------


def test_panels_in_sight_follow_the_hand_and_the_others_when_it_lets_go(
    qtbot: QtBot, bar: TimeBar, session: Session
) -> None:
    seen, unseen = ClaimsPanel(session), ClaimsPanel(session)
    for panel in (seen, unseen):
        qtbot.addWidget(panel)
    seen.show()
    session.set_focus(Focus("place", "ain-al-asad"))
    before = list(unseen.cards.claims.rows)
    qtbot.mousePress(bar.axis, LEFT, pos=at(bar, AT))
    qtbot.mouseMove(bar.axis, at(bar, AT - 60))
    assert before != seen.cards.claims.wanted()
    qtbot.waitUntil(lambda: seen.cards.claims.rows == seen.cards.claims.wanted())
    assert unseen.cards.claims.rows == before
    qtbot.mouseRelease(bar.axis, LEFT, pos=at(bar, AT - 60))
    assert unseen.cards.claims.rows == unseen.cards.claims.wanted()


def test_an_instant_follows_hand_and_keys(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    target = AT + 60
    drag(qtbot, bar, at(bar, AT), at(bar, target))
    (first, last) = session.days
    assert first == last == bar.axis.scale.day(at(bar, target).x())
    session.set_day(AT)
    press(qtbot, bar, Qt.Key.Key_Right)
    assert session.days == (AT + 1, AT + 1)
    press(qtbot, bar, Qt.Key.Key_Left, SHIFT)
    assert session.days == (day_number(2025, 12, 16),) * 2
    press(qtbot, bar, Qt.Key.Key_Home)
    assert session.days[1] == session.first_day
    press(qtbot, bar, Qt.Key.Key_End)
    assert session.days[1] == session.last_day


def test_a_range_is_made_by_key_and_dragged_by_its_ends_and_its_middle(
    qtbot: QtBot, bar: TimeBar, session: Session
) -> None:
    press(qtbot, bar, Qt.Key.Key_R)
    assert session.clocks.mode == "range"
    assert bar.modes["range"].isChecked()
    first, last = session.days
    assert (last, last - first) == (AT, 29)
    drag(qtbot, bar, at(bar, first, offset=0), at(bar, first - 100, offset=0))
    assert session.days[1] == last
    assert abs(session.days[0] - (first - 100)) <= 1
    drag(qtbot, bar, at(bar, last, offset=1), at(bar, last + 80, offset=1))
    assert abs(session.days[1] - (last + 80)) <= 1
    first, last = session.days
    middle = (first + last) // 2
    drag(qtbot, bar, at(bar, middle), at(bar, middle - 50))
    assert session.days[1] - session.days[0] == last - first
    assert abs(session.days[0] - (first - 50)) <= 1


def test_the_ends_of_a_range_do_not_pass_each_other(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    press(qtbot, bar, Qt.Key.Key_R)
    first, last = session.days
    drag(qtbot, bar, at(bar, first, offset=0), at(bar, last + 200))
    assert session.days == (last, last)


def test_the_ends_of_a_range_by_keys(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    press(qtbot, bar, Qt.Key.Key_R)
    first, last = session.days
    press(qtbot, bar, Qt.Key.Key_Left, ALT)
    press(qtbot, bar, Qt.Key.Key_Up, ALT)
    assert session.days == (first - 1, last + 1)
    press(qtbot, bar, Qt.Key.Key_Right, ALT)
    press(qtbot, bar, Qt.Key.Key_Down, ALT)
    press(qtbot, bar, Qt.Key.Key_Right)
    assert session.days == (first + 1, last + 1)
    press(qtbot, bar, Qt.Key.Key_Up, ALT | SHIFT)
    assert session.days == (first + 1, day_number(2026, 2, 16))


def test_a_range_from_right_to_left(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    bar.resize(1390, bar.height())
    qtbot.waitUntil(lambda: bar.axis.scale.mirrored, timeout=5_000)
    press(qtbot, bar, Qt.Key.Key_R)
    first, last = session.days
    drag(qtbot, bar, at(bar, first, offset=0), at(bar, first - 60, offset=0))
    drag(qtbot, bar, at(bar, last, offset=1), at(bar, last + 60, offset=1))
    assert abs(session.days[0] - (first - 60)) <= 1
    assert abs(session.days[1] - (last + 60)) <= 1
    first, last = session.days
    press(qtbot, bar, Qt.Key.Key_Left)
    assert session.days == (first + 1, last + 1)


def test_a_range_shows_what_holds_on_any_of_its_days(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    on_a_day = set(session.tally.rows.tolist())
    press(qtbot, bar, Qt.Key.Key_R)
    in_a_range = set(session.tally.rows.tolist())
    assert on_a_day < in_a_range
    press(qtbot, bar, Qt.Key.Key_I)
    assert set(session.tally.rows.tolist()) == on_a_day


def test_everything_up_to_a_day(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    qtbot.mouseClick(bar.modes["cumulative"], LEFT)
    assert session.days == (session.first_day, AT)
    assert bar.date.text().startswith("up to 15 January 2026")
    drag(qtbot, bar, at(bar, AT), at(bar, AT - 90))
    assert session.days[0] == session.first_day
    assert abs(session.days[1] - (AT - 90)) <= 1
    before = len(session.tally.rows)
    press(qtbot, bar, Qt.Key.Key_End)
    assert len(session.tally.rows) > before
    press(qtbot, bar, Qt.Key.Key_R)
    assert session.days[1] - session.days[0] == 29


def test_a_typed_day_ends_what_is_cumulative(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    press(qtbot, bar, Qt.Key.Key_C)
    bar.date.selectAll()
    qtbot.keyClicks(bar.date, "2025-12-01")
    qtbot.keyClick(bar.date, Qt.Key.Key_Return)
    assert session.days == (session.first_day, day_number(2025, 12, 1))
    assert session.clocks.mode == "cumulative"


def test_the_wheel_goes_from_decades_to_days_and_no_further(qtbot: QtBot, bar: TimeBar) -> None:
    for _ in range(60):
        press(qtbot, bar, Qt.Key.Key_Plus)
    assert bar.axis.scale.last - bar.axis.scale.first + 1 == pytest.approx(7)
    press(qtbot, bar, Qt.Key.Key_0)
    assert bar.axis.scale.last - bar.axis.scale.first > 3650


# -- stops -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", STOPS)
def test_the_buttons_go_from_stop_to_stop(qtbot: QtBot, bar: TimeBar, session: Session, stop: Stop) -> None:
    bar.go_by(stop)
    days = [int(day) for day in session.course.days(stop)]
    on = next(day for day in days if day > AT)
    back = max(day for day in days if day < on)
    qtbot.mouseClick(bar.next, LEFT)
    assert session.days == (on, on)
    qtbot.mouseClick(bar.previous, LEFT)
    assert session.days == (back, back)
    session.set_day(session.last_day)
    assert bar.next.isEnabled() == any(day > session.last_day for day in days)


def test_the_choices_are_remembered(qtbot: QtBot, bar: TimeBar, session: Session, settings: QSettings) -> None:
    for action in (*bar.stops.actions(), *bar.choices.actions()):
        if action.text().startswith("C&onflicts") or "Skip" in action.text():
            action.trigger()
    for action in bar.stacks.actions():
        if action.text() == "&Topic":
            action.trigger()
    later = TimeBar(session, settings)
    qtbot.addWidget(later)
    assert later.axis.layer == "topic"
    assert later.skip.isChecked()
    assert later.next.toolTip().startswith("Next unsettled conflict")


# -- play --------------------------------------------------------------------------------------------------------


def test_time_runs_back_and_stops_at_the_beginning(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    session.set_day(session.first_day + 30)
    bar.speed.setCurrentIndex(bar.speed.findData(365))
    press(qtbot, bar, Qt.Key.Key_Space, SHIFT)
    assert bar.is_playing
    qtbot.waitUntil(lambda: not bar.is_playing, timeout=20_000)
    assert session.days[1] == session.first_day


def test_turning_round_while_playing(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    bar.speed.setCurrentIndex(bar.speed.findData(90))
    qtbot.mouseClick(bar.play, LEFT)
    qtbot.waitUntil(lambda: session.days[1] > AT + 3, timeout=20_000)
    reached = session.days[1]
    qtbot.mouseClick(bar.play_back, LEFT)
    assert bar.is_playing
    qtbot.waitUntil(lambda: session.days[1] < reached - 3, timeout=20_000)
    qtbot.mouseClick(bar.play_back, LEFT)
    assert not bar.is_playing


def test_empty_stretches_are_skipped_if_asked(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    session.set_known("locked")
    session.set_day(session.first_day)
    assert not len(session.view.rows)
    filled = session.course.next_filled(1, session.clocks)
    assert filled is not None
    assert filled - session.first_day > 300
    bar.speed.setCurrentIndex(bar.speed.findData(1))
    bar.skip.setChecked(True)
    bar.toggle_play(1)
    seen: list[int] = []
    session.view_changed.connect(lambda: seen.append(session.days[1]))
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert seen[0] == filled
    assert len(session.view.rows)


def test_a_stretch_that_shows_claims_is_not_skipped(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    changes = session.course.days("change")
    widest = int(np.argmax(np.diff(changes)))
    session.set_day(int(changes[widest]))
    assert len(session.view.rows)
    bar.speed.setCurrentIndex(bar.speed.findData(7))
    bar.skip.setChecked(True)
    seen: list[int] = []
    session.view_changed.connect(lambda: seen.append(session.days[1]))
    bar.toggle_play(1)
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert seen[0] < int(changes[widest + 1])


# -- known time --------------------------------------------------------------------------------------------------


def test_known_time_follows_the_event_time(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    field = KnownField(session)
    qtbot.addWidget(field)
    field.activated.emit(1)
    assert session.clocks.known == "locked"
    assert field.currentText().startswith("As known then")
    session.set_day(day_number(2026, 1, 14))
    assert session.known == day_number(2026, 1, 14)
    assert "14 January 2026" in field.currentText()
    columns = session.timeline.columns
    assert (columns.known[session.view.rows] <= day_number(2026, 1, 14)).all()
    hidden = session.timeline.view(session.at).rows
    assert (columns.known[hidden] > day_number(2026, 1, 14)).any()
    course = session.course
    press(qtbot, bar, Qt.Key.Key_Right)
    assert session.known == day_number(2026, 1, 15)
    # The histogram shows each day as it was known then, so that a step leaves it alone.
    assert session.course is course
    field.activated.emit(0)
    assert session.known is None


def test_doubtful_publication_is_marked_in_the_list(qtbot: QtBot, session: Session) -> None:
    field = KnownField(session)
    qtbot.addWidget(field)
    items = [field.itemText(row) for row in range(field.count())]
    assert any("Euronews (uncertain date)" in item for item in items)
    assert any("Shafaq News" in item and "uncertain" not in item for item in items)


# -- histogram ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", list(STACKS))
def test_the_histogram_adds_up_however_it_is_stacked(bar: TimeBar, session: Session, layer: Any) -> None:
    bar.stack_by(layer)
    bars = bar.axis.bars()
    whole = session.timeline.histogram(bars.edges, None, "source").sum(axis=0)
    assert bars.counts.sum(axis=0).tolist() == whole.tolist()
    coloured = [shown.colour for shown in bars.layers if shown.colour is not None]
    assert len(coloured) == len(set(coloured))
    strengths = bars.strengths[bars.counts > 0]
    assert 0.3 <= strengths.min() < strengths.max() == 1


def test_the_histogram_is_painted_in_the_colours_of_its_key(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    bars = bar.axis.bars()
    day = day_number(2026, 5, 1)
    count = bars.at(day)
    assert count[0] > 0
    image = bar.axis.grab().toImage()
    ratio = image.devicePixelRatio()
    point = QPoint(round(bar.axis.scale.x(day) * ratio), round((BASE - 2) * ratio))
    colours = COLOURS[session.theme]
    strength = bars.strengths[0, int(np.searchsorted(bars.edges, day, side="right")) - 1]
    assert 0.3 < strength < 1
    ink, ground = QColor(colours.series[0]), QColor(colours.panel)
    for channel in ("red", "green", "blue"):
        expected = getattr(ink, channel)() * strength + getattr(ground, channel)() * (1 - strength)
        assert abs(getattr(image.pixelColor(point), channel)() - expected) <= 3
    filtered = Filter(topics=("location",))
    session.set_filter(filtered)
    assert bar.axis.bars().counts.sum() < bars.counts.sum()


def test_the_pointer_is_told_the_day_and_its_claims(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    qtbot.mouseMove(bar.axis, at(bar, day_number(2026, 5, 1)))
    assert "2026" in bar.axis.toolTip()
    assert "Al-Araby" in bar.axis.toolTip()


# -- completion --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "offered", "edtf"),
    [
        ("oct 2025", "October 2025", "2025-10"),
        ("14 jan", "14 January 2026", "2026-01-14"),
        ("2026-01-1", "14 January 2026", "2026-01-14"),
    ],
)
def test_dates_are_completed(qtbot: QtBot, bar: TimeBar, session: Session, typed: str, offered: str, edtf: str) -> None:
    session.set_day(session.first_day)
    bar.date.setFocus()
    bar.date.selectAll()
    qtbot.keyClicks(bar.date, typed)
    popup = bar.date.completer().popup()
    assert popup is not None
    assert popup.isVisible()
    words = [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]
    assert offered in words
    for _ in range(words.index(offered) + 1):
        qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert session.at == parse(edtf)


def test_arabic_dates_are_completed(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    session.set_appearance(language="ar")
    bar.date.selectAll()
    # As a keyboard of another script commits it: keyClicks knows ASCII alone.
    typed = QInputMethodEvent()
    typed.setCommitString("١٤ كانون")
    QApplication.sendEvent(bar.date, typed)
    popup = bar.date.completer().popup()
    assert popup is not None
    assert any("٢٠٢٦" in str(popup.model().index(row, 0).data()) for row in range(popup.model().rowCount()))


def test_what_is_typed_counts_if_nothing_is_chosen(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    bar.date.selectAll()
    qtbot.keyClicks(bar.date, "2025-12")
    qtbot.keyClick(bar.date, Qt.Key.Key_Return)
    assert session.at == parse("2025-12")


# -- claims ------------------------------------------------------------------------------------------------------


def test_a_chosen_claim_takes_the_time_to_its_date_if_asked(bar: TimeBar, session: Session) -> None:
    claim = next(claim for claim in session.project.claims.values() if claim.when == "2025-10-11")
    session.claim_asked_for.emit(claim.id)
    assert session.days[1] == AT
    bar.follow_claims.setChecked(True)
    session.claim_asked_for.emit(claim.id)
    assert session.days == (day_number(2025, 10, 11),) * 2


# -- bookmarks ---------------------------------------------------------------------------------------------------


def test_a_bookmark_brings_everything_back(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    boxes: list[Any] = []
    bookmarks = Bookmarks(session, boxes.append, bar)
    narrow = Filter(modalities=("reported",))
    press(qtbot, bar, Qt.Key.Key_R)
    days = session.days
    session.set_known("locked")
    session.set_filter(narrow)
    session.set_focus(Focus("place", "kuwait"))
    topic = list(session.project.topics)[2]
    session.set_topic(topic)
    bookmarks.save("The last weeks")
    (view,) = session.project.views.values()
    assert (view.name, view.known, view.at) == (Text("The last weeks"), "locked", "2025-12-17/2026-01-15")
    session.set_mode("instant")
    session.set_day(session.first_day)
    session.set_known(None)
    session.set_filter(Filter())
    session.set_focus(None)
    session.set_topic(next(iter(session.project.topics)))
    bookmarks.go_to(view.id)
    assert (session.days, session.clocks.mode, session.clocks.known) == (days, "range", "locked")
    assert (session.filter, session.focus, session.topic) == (narrow, Focus("place", "kuwait"), topic)


@pytest.mark.parametrize(
    ("mode", "at_text", "written"),
    [
        ("instant", "2026-01-15", "2026-01-15"),
        ("instant", "2025-12", "2025-12"),
        ("instant", "2025", "2025"),
        ("cumulative", "2026-01-15", "../2026-01-15"),
    ],
)
def test_modes_come_back_from_bookmarks(bar: TimeBar, session: Session, mode: Any, at_text: str, written: str) -> None:
    bookmarks = Bookmarks(session, lambda _box: None, bar)
    session.set_at(parse(at_text))
    session.set_mode(mode)
    # Changing to an instant leaves the last day.
    if mode == "instant":
        session.set_at(parse(at_text))
    clocks = session.clocks
    bookmarks.save("One")
    assert next(iter(session.project.views.values())).at == written
    session.set_mode("range")
    session.set_day(session.first_day)
    bookmarks.go_to("one")
    assert session.clocks == clocks


def test_a_flag_on_the_axis_leads_back(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    Bookmarks(session, lambda _box: None, bar).save("Mid-January")
    session.set_day(AT + 200)
    qtbot.mouseMove(bar.axis, at(bar, AT, y=6))
    assert "Mid-January" in bar.axis.toolTip()
    qtbot.mouseClick(bar.axis, LEFT, pos=at(bar, AT, y=6))
    assert session.days == (AT, AT)


def test_bookmarks_are_offered_where_a_date_is_typed(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    Bookmarks(session, lambda _box: None, bar).save("Committee's announcement")
    session.set_day(session.first_day)
    bar.date.selectAll()
    qtbot.keyClicks(bar.date, "comm")
    popup = bar.date.completer().popup()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert session.days == (AT, AT)


def test_bookmarks_are_renamed_and_deleted_and_come_back(qtbot: QtBot, bar: TimeBar, session: Session) -> None:
    bookmarks = Bookmarks(session, lambda _box: None, bar)
    bookmarks.save("One")
    bookmarks.save("Two")
    bookmarks.open_dialog()
    dialog = bar.findChild(SavedViewsDialog)
    assert dialog is not None
    dialog.views.setCurrentRow(0)
    qtbot.mouseClick(dialog.rename, LEFT)
    editor = dialog.views.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "First")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.project.views["one"].name.en == "First", timeout=5_000)
    qtbot.waitUntil(lambda: dialog.views.item(0).text() == "First", timeout=5_000)
    dialog.views.setCurrentRow(1)
    qtbot.keyClick(dialog.views, Qt.Key.Key_Delete)
    assert list(session.project.views) == ["one"]
    session.undo()
    session.undo()
    assert [view.name.en for view in session.project.views.values()] == ["One", "Two"]
    dialog.reject()


# -- the keyboard alone, in the window -----------------------------------------------------------------------------


def test_the_whole_bar_by_keys_alone(qtbot: QtBot, window: MainWindow) -> None:
    """Time axis, modes, stops, play, typed date, a bookmark and back to it, without a mouse."""
    session, axis = window.session, window.time_bar.axis

    def menu(key: str) -> None:
        action = next(one for one in window.findChildren(QAction) if one.shortcut().toString() == key)
        action.trigger()

    menu("Ctrl+4")
    qtbot.waitUntil(axis.hasFocus, timeout=5_000)
    qtbot.keyClick(axis, Qt.Key.Key_R)
    qtbot.keyClick(axis, Qt.Key.Key_Left, ALT)
    assert session.days == (day_number(2025, 12, 16), AT)
    qtbot.keyClick(axis, Qt.Key.Key_Right, CTRL | SHIFT)
    began = session.days[1]
    assert began == next(int(day) for day in session.course.days("claim") if day > AT)
    menu("Ctrl+Shift+Up")
    assert session.days[1] in session.course.days("conflict")
    assert session.days[1] < began
    menu("Ctrl+B")
    dialog = window.findChild(QInputDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "By keys")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    kept = session.days
    qtbot.keyClick(axis, Qt.Key.Key_I)
    menu("Ctrl+Space")
    assert window.time_bar.is_playing
    menu("Ctrl+Space")
    menu("Ctrl+G")
    qtbot.waitUntil(window.time_bar.date.hasSelectedText, timeout=5_000)
    qtbot.keyClicks(window.time_bar.date, "by k")
    popup = window.time_bar.date.completer().popup()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert (session.days, session.clocks.mode) == (kept, "range")


def test_a_card_that_is_clicked_takes_the_time_to_its_date_if_asked(qtbot: QtBot, window: MainWindow) -> None:
    session, cards = window.session, window.claims.cards
    window.time_bar.follow_claims.setChecked(True)
    claim = next(claim for claim in session.project.claims.values() if claim.when == "2025-10-11/..")
    session.set_focus(Focus("place", claim.place))
    row = cards.claims.row_of(claim.id)
    assert row is not None
    index = cards.claims.index(row)
    cards.scrollTo(index)
    qtbot.mouseClick(cards.viewport(), LEFT, pos=cards.visualRect(index).center())
    assert session.days == (day_number(2025, 10, 11),) * 2


def test_the_date_of_the_claim_that_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    claim = next(claim for claim in session.project.claims.values() if claim.when == "2025-10-11/..")
    session.show_claim(claim.id)
    assert session.days[1] == AT
    window.go_to_date_of_claim()
    assert session.days == (day_number(2025, 10, 11),) * 2


@pytest.mark.parametrize("typed", ["15 ja", "1"])
def test_every_offer_is_seen_whole(qtbot: QtBot, bar: TimeBar, typed: str) -> None:
    bar.date.setFocus()
    bar.date.selectAll()
    qtbot.keyClicks(bar.date, typed)
    popup = bar.date.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    seen = min(popup.model().rowCount(), bar.date.completer().maxVisibleItems())
    assert popup.visualRect(popup.model().index(seen - 1, 0)).bottom() < popup.viewport().height()
