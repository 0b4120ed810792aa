"""How the account of a place grew, in the claims panel."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mapview.domain.dates import parse
from mapview.domain.filters import Filter
from mapview.domain.model import Project, Text
from mapview.store.project_file import ProjectFile
from mapview.ui.claims.panel import ClaimsPanel
from mapview.ui.disputes.account_panel import AccountPanel
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus, Session


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[ClaimsPanel]:
    panel = ClaimsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(400, 800)
    panel.show()
    qtbot.waitExposed(panel)
    session.set_focus(Focus("place", "ain-al-asad"))
    panel.show_account()
    assert panel.account.isVisible()
    yield panel
    panel.close()


def days(account: AccountPanel) -> list[int]:
    return [entry.chapter.day for entry in account.entries]


def day(date: str) -> int:
    found = parse(date).latest
    assert found is not None
    return found


def said(account: AccountPanel, row: int) -> str:
    model = account.view.chapters
    return str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole))


def test_each_day_of_publication_says_what_was_new_and_how_statuses_stood(panel: ClaimsPanel) -> None:
    account = panel.account
    assert days(account)[:2] == [day("2026-01-18"), day("2026-01-14")]
    newest = said(account, 0)
    for part in ("18 January 2026", "Sputnik Arabic", "New: 3 of 14 claims", "Coalition presence: a remnant"):
        assert part in newest
    assert "Coalition presence now disputed, before corroborated" in newest
    assert newest.endswith("disputed")
    before = said(account, 1)
    assert "Coalition presence corroborated" in before
    assert "New: 5 of 11 claims" in before


def test_the_order_can_be_turned(panel: ClaimsPanel) -> None:
    newest_first = days(panel.account)
    assert newest_first == sorted(newest_first, reverse=True)
    QTest.keyClick(panel.account.order, Qt.Key.Key_Space)
    assert days(panel.account) == newest_first[::-1]
    assert "Oldest first" in panel.account.order.text().replace("&", "")


def test_enter_on_a_chapter_makes_it_the_known_time(panel: ClaimsPanel, session: Session) -> None:
    view = panel.account.view
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert session.known == day("2026-01-14")
    assert session.view.statuses_of("ain-al-asad")["coalition-presence"] == "corroborated"
    assert (view.present_row, view.currentIndex().row()) == (1, 1)
    assert "not known yet" in said(panel.account, 0)
    assert "not known yet" not in said(panel.account, 1)
    QTest.keyClick(panel.account.everything, Qt.Key.Key_Space)
    assert session.known is None
    assert not panel.account.everything.isVisible()


def test_a_click_makes_a_chapter_the_known_time(panel: ClaimsPanel, session: Session) -> None:
    view = panel.account.view
    where = view.visualRect(view.chapters.index(1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert session.known == day("2026-01-14")


def test_what_follows_the_time_hides_what_came_later(panel: ClaimsPanel, session: Session) -> None:
    session.set_at(parse("2026-01-14"))
    session.set_known("locked")
    assert days(panel.account)[0] == day("2026-01-14")
    assert "What came out later is hidden" in panel.account.said.text()


def test_the_account_is_of_the_event_time_or_of_all(panel: ClaimsPanel, session: Session) -> None:
    counts = [entry.claims for entry in panel.account.entries]
    assert "15 January 2026" in panel.account.said.text()
    QTest.keyClick(panel.account.all_times, Qt.Key.Key_Space)
    assert panel.account.entries[0].claims > counts[0]
    of_place = [claim for claim in session.project.claims.values() if claim.place == "ain-al-asad"]
    assert panel.account.entries[0].claims == len(of_place)


def test_the_tab_is_there_for_places_alone(panel: ClaimsPanel, session: Session) -> None:
    session.set_focus(Focus("source", "sputnik-2026-01-18"))
    assert not panel.tabs.isVisible()
    assert not panel.account.isVisible()
    assert panel.cards.isVisible()
    session.set_focus(Focus("place", "harir"))
    assert panel.account.isVisible()
    session.show_claim("araby-asad-absent-embassy")
    assert panel.cards.isVisible()
    assert panel.cards.current_claim() == "araby-asad-absent-embassy"


def test_a_time_without_claims_says_so(panel: ClaimsPanel, session: Session) -> None:
    session.set_focus(Focus("place", "harir"))
    session.set_filter(Filter(sources=("euronews-undated",)))
    assert panel.account.entries == []
    assert "No source speaks of this place for 15 January 2026." in panel.account.said.text()


def test_arabic_chapters_have_arabic_digits(panel: ClaimsPanel, session: Session) -> None:
    session.set_appearance(language="ar")
    assert "١٨ كانون الثاني ٢٠٢٦" in said(panel.account, 0)


def test_an_empty_project_has_no_account(qtbot: QtBot, tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "empty.mapview", Project(Text("Empty"), start_topic="")) as file:
        panel = ClaimsPanel(Session(file))
        qtbot.addWidget(panel)
        panel.show()
        panel.show_account()
        assert not panel.account.isVisible()
        panel.close()


def test_a_key_leads_to_the_account(qtbot: QtBot, window: MainWindow) -> None:
    window.session.set_focus(Focus("place", "iraq"))
    QTest.keyClick(window, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    # Its chapters are gathered a moment at a time.
    qtbot.waitUntil(lambda: window.claims.account.isVisible() and bool(window.claims.account.entries))
    assert window.claims.account.view.hasFocus() or window.focusWidget() is window.claims.account.view
    QTest.keyClick(window.claims.account.view, Qt.Key.Key_Down)
    QTest.keyClick(window.claims.account.view, Qt.Key.Key_Space)
    assert (
        window.session.known
        == window.claims.account.entries[window.claims.account.view.currentIndex().row()].chapter.day
    )
