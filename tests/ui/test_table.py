"""The table of claims, driven by mouse and keys."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mapview.domain.dates import parse
from mapview.domain.drafts import ClaimDraft
from mapview.domain.filters import Filter
from mapview.domain.snapshot import Language
from mapview.ui.forms.fields.choice import Choice, WordChoice
from mapview.ui.forms.fields.texts import Area, Line
from mapview.ui.session import Focus, Session, Several
from mapview.ui.table import text_order
from mapview.ui.table.columns import COLUMNS, ColumnKey
from mapview.ui.table.index import Narrowing
from mapview.ui.table.panel import ClaimsTable
from mapview.ui.table.values import ValuesPopup

PATIENCE_MS = 60_000
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
EMBASSY = "araby-asad-absent-embassy"
#: No person has judged it to clash.
FREE = "araby-iraq-most-left"


@pytest.fixture
def table(qtbot: QtBot, session: Session, settings: QSettings) -> ClaimsTable:
    table = ClaimsTable(session, settings)
    qtbot.addWidget(table)
    table.resize(1500, 500)
    table.show()
    qtbot.waitExposed(table)
    table.view.setFocus()
    return table


def write(field: QWidget, text: str) -> None:
    """Type letters of any script; QTest.keyClicks aborts on those beyond Latin-1."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(field, QKeyEvent(kind, 0, NONE, letter))


def shown(table: ClaimsTable) -> list[str]:
    ids = table.table.table.timeline.columns.ids
    return [ids[row] for row in table.table.rows.tolist()]


def said(table: ClaimsTable, column: ColumnKey) -> list[str]:
    at = COLUMNS.index(column)
    return [table.table.said(row, at) for row in range(table.table.rowCount())]


def go_to(table: ClaimsTable, claim: str, column: ColumnKey) -> None:
    """Click a cell."""
    index = table.table.at(claim, COLUMNS.index(column))
    table.view.scrollTo(index)
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, NONE, table.view.visualRect(index).center())


def click_title(table: ClaimsTable, column: ColumnKey) -> None:
    header = table.header
    section = COLUMNS.index(column)
    table.view.scrollTo(table.table.index(0, section))
    at = QPoint(header.sectionViewportPosition(section) + 12, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NONE, at)


def open_field(table: ClaimsTable, claim: str, column: ColumnKey) -> QWidget:
    go_to(table, claim, column)
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    index = table.table.at(claim, COLUMNS.index(column))
    field = table.view.indexWidget(index)
    assert field is not None
    return field


def test_every_claim_has_a_row_that_says_it(table: ClaimsTable, session: Session) -> None:
    assert set(shown(table)) == set(session.project.claims)
    row = shown(table).index(EMBASSY)
    claim = session.project.claims[EMBASSY]
    cells = {column: table.table.said(row, at) for at, column in enumerate(COLUMNS)}
    assert cells["place"] == session.project.places[claim.place].names.en
    assert cells["statement"] == claim.statement.en
    assert cells["when"] == "from 14 January 2026, open"
    assert "Al-Araby" in cells["source"]
    assert "contradicts" in cells["status"]
    assert cells["certainty"] == "certain"
    index = table.table.index(row, COLUMNS.index("when"))
    assert claim.when in table.table.data(index, Qt.ItemDataRole.ToolTipRole)
    assert table.table.data(index, Qt.ItemDataRole.AccessibleTextRole) == f"When: {cells['when']}"
    assert table.count.text() == f"{len(session.project.claims)} of {len(session.project.claims)} claims"


@pytest.mark.parametrize("column", COLUMNS)
def test_a_click_on_a_title_orders_by_it_and_another_turns_it_round(table: ClaimsTable, column: ColumnKey) -> None:
    table.header.setSectionHidden(COLUMNS.index("id"), False)
    before = shown(table)
    click_title(table, column)
    up = shown(table)
    click_title(table, column)
    down = shown(table)
    assert sorted(up) == sorted(down) == sorted(before)
    words = [text for text in said(table, column) if text]
    assert len(set(words)) == 1 or up != down
    click_title(table, column)
    assert shown(table) == before


def test_dates_are_ordered_by_day_and_quantities_by_number(table: ClaimsTable, session: Session) -> None:
    click_title(table, "when")
    days = [parse(session.project.claims[claim].when).earliest for claim in shown(table)]
    known = [-(10**9) if day is None else day for day in days]
    assert known == sorted(known)
    click_title(table, "value")
    lows = [
        value.min
        for claim in shown(table)
        if not isinstance(value := session.project.claims[claim].value, str)
        and value.min is not None
        and not value.approximate
        and value.max is not None
    ]
    assert lows == sorted(lows)


def test_the_filter_finds_words_of_all_columns_however_spelt(qtbot: QtBot, table: ClaimsTable) -> None:
    total = len(shown(table))
    table.filter.setFocus()
    write(table.filter, "الاسد شفق")
    qtbot.waitUntil(lambda: 0 < len(shown(table)) < total, timeout=PATIENCE_MS)
    assert all("Shafaq" in words for words in said(table, "source"))
    assert table.count.text().startswith(f"{len(shown(table))} of {total} claims · ")
    assert "do not match the filter" in table.count.text()
    QTest.mouseClick(table.clear, Qt.MouseButton.LeftButton)
    assert len(shown(table)) == total
    assert table.filter.text() == ""


def test_values_of_a_column_are_counted_and_chosen(qtbot: QtBot, table: ClaimsTable, session: Session) -> None:
    go_to(table, EMBASSY, "modality")
    QTest.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ValuesPopup)
    counts = {item.text(0): int(item.text(1)) for item in popup.items()}
    claims = session.project.claims.values()
    assert counts["planned"] == sum(claim.modality == "planned" for claim in claims)
    QTest.mouseClick(popup.none, Qt.MouseButton.LeftButton)
    assert shown(table) == []
    item = next(item for item in popup.items() if item.text(0) == "planned")
    popup.tree.setCurrentItem(item)
    QTest.keyClick(popup.tree, Qt.Key.Key_Space)
    assert {session.project.claims[claim].modality for claim in shown(table)} == {"planned"}
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None, timeout=PATIENCE_MS)
    table.narrow(Narrowing("harir", table.narrowing.chosen))
    assert 0 < len(shown(table)) < counts["planned"]


def test_the_rows_on_the_map_follow_both_clocks_and_what_is_read(table: ClaimsTable, session: Session) -> None:
    QTest.mouseClick(table.on_map, Qt.MouseButton.LeftButton, NONE, QPoint(8, table.on_map.height() // 2))
    ids = session.timeline.columns.ids
    assert sorted(shown(table)) == sorted(ids[row] for row in session.view.rows)
    assert "not in force or not known on 15 January 2026" in table.count.text()
    session.set_focus(Focus("place", "harir"))
    assert {session.project.claims[claim].place for claim in shown(table)} == {"harir"}
    assert "on other places" in table.count.text()
    session.set_focus(None)
    session.set_at(parse("2025-10-15"))
    assert sorted(shown(table)) == sorted(ids[row] for row in session.view.rows)


def test_the_filter_of_the_map_is_told_apart(table: ClaimsTable, session: Session) -> None:
    table.on_map.setChecked(True)
    before = set(shown(table))
    session.set_filter(Filter(modalities=("planned",)))
    assert {session.project.claims[claim].modality for claim in shown(table)} == {"planned"}
    assert f"{len(before) - len(shown(table))} filtered out on the map" in table.count.text()


def test_nothing_jumps_while_the_time_moves(table: ClaimsTable, session: Session) -> None:
    table.on_map.setChecked(True)
    kept = [claim for claim in shown(table) if session.project.claims[claim].when.startswith("2026-01-14/")][2]
    table.view.show_claim(kept)
    top = table.view.rowViewportPosition(table.view.currentIndex().row())
    session.set_at(parse("2026-01-18"))
    assert table.view.current_claim() == kept
    assert table.view.selected_claims() == (kept,)
    assert abs(table.view.rowViewportPosition(table.view.currentIndex().row()) - top) <= 1


def test_a_click_reads_the_claim_beside_the_map_and_leaves_the_keyboard(
    qtbot: QtBot, table: ClaimsTable, session: Session
) -> None:
    asked: list[str] = []
    session.claim_asked_for.connect(asked.append)
    at = session.at
    go_to(table, EMBASSY, "statement")
    qtbot.waitUntil(lambda: asked == [EMBASSY], timeout=PATIENCE_MS)
    assert session.focus == Focus("place", "ain-al-asad")
    assert session.at == at
    assert table.view.hasFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=PATIENCE_MS)
    assert asked[1] == table.view.current_claim()


def test_control_enter_goes_to_the_date_of_a_claim(table: ClaimsTable, session: Session) -> None:
    session.set_at(parse("2024-10-01"))
    go_to(table, EMBASSY, "statement")
    QTest.keyClick(table.view, Qt.Key.Key_Return, CONTROL)
    assert session.timeline.columns.ids.index(EMBASSY) in session.view.rows


def test_a_date_is_edited_in_words_and_a_bad_one_says_why(table: ClaimsTable, session: Session) -> None:
    before = session.project.claims[EMBASSY].when
    field = open_field(table, EMBASSY, "when")
    assert isinstance(field, Line)
    assert field.text() == before
    write(field, "the ides")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.isVisible()
    assert table.editor.remark.isVisible()
    assert "the ides" in table.editor.remark.text()
    assert field.property("bad") is True
    assert session.project.claims[EMBASSY].when == before
    field.selectAll()
    write(field, "since 12 January 2026")
    assert "12 January 2026" in table.editor.remark.text()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.project.claims[EMBASSY].when == "2026-01-12/.."
    assert (session.file.undo_label or "").startswith("change of the date of")
    assert not table.editor.remark.isVisible()
    assert table.view.current_claim() == EMBASSY
    session.undo()
    assert session.project.claims[EMBASSY].when == before


def test_escape_gives_an_edit_up(table: ClaimsTable, session: Session) -> None:
    field = open_field(table, EMBASSY, "note")
    assert isinstance(field, Area)
    write(field, "never mind")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert session.project.claims[EMBASSY].note != "never mind"
    assert session.file.undo_label is None


def test_a_place_is_found_by_another_spelling(table: ClaimsTable, session: Session) -> None:
    field = open_field(table, FREE, "place")
    assert isinstance(field, Choice)
    field.combo.field.selectAll()
    write(field.combo.field, "التون كوبرى")
    QTest.keyClick(field.combo.field, Qt.Key.Key_Return)
    assert session.project.claims[FREE].place == "altun-kupri"
    assert (session.file.undo_label or "").startswith("change of the place of")


def test_a_name_of_nothing_keeps_the_field_open(table: ClaimsTable, session: Session) -> None:
    field = open_field(table, EMBASSY, "place")
    assert isinstance(field, Choice)
    field.combo.field.selectAll()
    write(field.combo.field, "Atlantis")
    QTest.keyClick(field.combo.field, Qt.Key.Key_Return)
    assert field.isVisible()
    assert "Atlantis" in table.editor.remark.text()
    assert session.file.undo_label is None


def test_a_state_is_chosen_from_its_list(table: ClaimsTable, session: Session) -> None:
    field = open_field(table, EMBASSY, "value")
    assert isinstance(field, WordChoice)
    wanted = next(at for at in range(field.count()) if field.itemData(at) == "present")
    field.setCurrentIndex(wanted)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.project.claims[EMBASSY].value == "present"


def test_a_topic_that_the_value_does_not_fit_is_refused_in_words(table: ClaimsTable, session: Session) -> None:
    other = next(topic for topic in session.project.topics.values() if topic.type == "date")
    field = open_field(table, EMBASSY, "topic")
    assert isinstance(field, Choice)
    field.combo.field.selectAll()
    write(field.combo.field, other.names.en)
    QTest.keyClick(field.combo.field, Qt.Key.Key_Return)
    assert "form" in table.editor.remark.text()
    assert session.file.undo_label is None


def test_a_statement_is_edited_in_the_language_of_the_texts(table: ClaimsTable, session: Session) -> None:
    before = session.project.claims[EMBASSY].statement
    session.set_appearance(language="ar")
    assert table.layoutDirection() == Qt.LayoutDirection.RightToLeft
    field = open_field(table, EMBASSY, "statement")
    assert isinstance(field, Area)
    write(field, "لم يبق أحد.")
    QTest.keyClick(field, Qt.Key.Key_Return)
    after = session.project.claims[EMBASSY].statement
    assert (after.en, after.ar) == (before.en, "لم يبق أحد.")


def select_two(table: ClaimsTable) -> tuple[str, ...]:
    go_to(table, EMBASSY, "statement")
    QTest.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    claims = table.view.selected_claims()
    assert len(claims) == 2
    return claims


def test_several_claims_are_set_at_once_and_undone_at_once(table: ClaimsTable, session: Session) -> None:
    claims = select_two(table)
    before = [session.project.claims[claim] for claim in claims]
    menu = table.menu()
    inner = next(action.menu() for action in menu.actions() if "modality" in action.text())
    next(action for action in inner.actions() if action.text() == "estimated").trigger()
    assert [session.project.claims[claim].modality for claim in claims] == ["estimated"] * 2
    assert session.file.undo_label == "change of the modality of 2 claims"
    assert table.view.selected_claims() == claims
    session.undo()
    assert [session.project.claims[claim] for claim in claims] == before
    menu.deleteLater()


def test_several_claims_open_their_form(table: ClaimsTable, session: Session) -> None:
    asked: list[object] = []
    session.form_asked_for.connect(asked.append)
    claims = select_two(table)
    menu = table.menu()
    next(action for action in menu.actions() if "form" in action.text()).trigger()
    assert asked == [Several(claims)]
    menu.deleteLater()


@pytest.mark.parametrize(("words", "has_value"), [("Duplicate", True), ("Split", False)])
def test_a_claim_is_copied_into_the_form(table: ClaimsTable, session: Session, words: str, has_value: bool) -> None:
    asked: list[object] = []
    session.form_asked_for.connect(asked.append)
    go_to(table, EMBASSY, "statement")
    menu = table.menu()
    next(action for action in menu.actions() if words in action.text()).trigger()
    (draft,) = asked
    claim = session.project.claims[EMBASSY]
    assert isinstance(draft, ClaimDraft)
    assert (draft.source, draft.start, draft.end) == (claim.source, claim.anchor.start, claim.anchor.end)
    assert (draft.value == claim.value) is has_value
    menu.deleteLater()


def test_deleting_takes_judgements_along_and_is_undone_at_once(
    table: ClaimsTable, session: Session, qtbot: QtBot
) -> None:
    conflict = next(iter(session.project.conflicts.values()))
    side = conflict.sides[0]
    before = session.project
    go_to(table, side[0], "statement")
    for other in side[1:]:
        index = table.table.at(other, 3)
        table.view.scrollTo(index)
        QTest.mouseClick(
            table.view.viewport(), Qt.MouseButton.LeftButton, CONTROL, table.view.visualRect(index).center()
        )
    assert set(table.view.selected_claims()) == set(side)
    told: list[str] = []
    table.told.connect(told.append)
    QTest.keyClick(table.view, Qt.Key.Key_Delete)
    assert not set(side) & set(session.project.claims)
    assert told
    assert told[0].startswith("Deleted")
    session.undo()
    assert session.project == before
    assert session.file.undo_label is None


def test_copied_rows_are_plain_and_run_nothing(table: ClaimsTable, session: Session) -> None:
    field = open_field(table, EMBASSY, "note")
    write(field, "=HYPERLINK(1)")
    QTest.keyClick(field, Qt.Key.Key_Return)
    go_to(table, EMBASSY, "statement")
    QTest.keyClick(table.view, Qt.Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    header, row = (line.split("\t") for line in data.text().splitlines())
    cells = dict(zip(header, row, strict=True))
    assert cells["When"] == session.project.claims[EMBASSY].when
    assert cells["Note"] == "'=HYPERLINK(1)"
    assert "<td>&#x27;=HYPERLINK(1)</td>" in data.html()
    QTest.keyClick(table.view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(table.view, Qt.Key.Key_C, CONTROL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == len(session.project.claims) + 1


def test_columns_stay_as_they_were_left(
    qtbot: QtBot, table: ClaimsTable, session: Session, settings: QSettings
) -> None:
    header = table.header
    header.resizeSection(COLUMNS.index("topic"), 222)
    header.moveSection(header.visualIndex(COLUMNS.index("when")), 0)
    menu = table.columns_menu()
    next(action for action in menu.actions() if action.text() == "Note").trigger()
    menu.deleteLater()
    again = ClaimsTable(session, settings)
    qtbot.addWidget(again)
    assert again.header.sectionSize(COLUMNS.index("topic")) == 222
    columns = list(again.view.columns_in_sight())
    assert columns[0] == "when"
    assert "note" not in columns


def test_another_edit_leaves_selection_and_field_alone(table: ClaimsTable, session: Session) -> None:
    claims = select_two(table)
    table.actions_.set_cells(["araby-asad-absent-embassy"], "certainty", "likely")
    assert table.view.selected_claims() == claims
    field = open_field(table, EMBASSY, "note")
    write(field, "half a note")
    table.actions_.set_cells([claims[1]], "certainty", "doubtful")
    assert isinstance(field, Area)
    assert field.isVisible()
    assert field.value() == "half a note"


def test_a_claim_that_is_asked_for_elsewhere_is_shown(table: ClaimsTable, session: Session) -> None:
    last = shown(table)[-1]
    session.show_claim(last)
    assert table.view.current_claim() == last
    assert table.view.viewport().rect().contains(table.view.visualRect(table.view.currentIndex()).center())


@pytest.mark.parametrize("column", ["statement", "note", "id"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_very_many_texts_are_ordered_in_the_background(
    qtbot: QtBot,
    table: ClaimsTable,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    column: ColumnKey,
    language: Language,
) -> None:
    session.set_appearance(language=language)
    before = shown(table)
    table.order_by(column)
    expected = shown(table)
    assert sorted(expected) == sorted(before)
    table.order_by(column)
    backwards = shown(table)
    table.order_by(column)
    assert shown(table) == before
    monkeypatch.setattr(text_order, "MOST_REMEMBERED", 10)
    # An index that has not been asked yet.
    session.set_appearance(language="ar" if language == "en" else "en")
    session.set_appearance(language=language)
    table.order_by(column)
    assert shown(table) == before, "rows stand still until their order is known"
    assert table.count.text().endswith("ordering…")
    qtbot.waitUntil(lambda: shown(table) == expected, timeout=PATIENCE_MS)
    assert not table.count.text().endswith("ordering…")
    table.order_by(column)
    assert shown(table) == backwards, "what is known is turned at once"
    table.order_by(column)
    assert shown(table) == before
