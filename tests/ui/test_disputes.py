"""Conflicts in the window: the list at the two clocks, claims side by side, decisions, near-copies."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mapview.config import resource_path
from mapview.domain.changes import Put
from mapview.domain.dates import parse
from mapview.domain.filters import Filter
from mapview.domain.model import Decision, Project, Text
from mapview.store.documents import Document
from mapview.store.project_file import ProjectFile
from mapview.ui.claims.model import Heading
from mapview.ui.disputes.panel import DisputesPanel
from mapview.ui.forms.conflict_form import ConflictForm
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus, Session

ASAD = ("ain-al-asad", "coalition-presence")
EMBASSY, REMNANT = "araby-asad-absent-embassy", "sputnik-asad-remnant"


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[DisputesPanel]:
    panel = DisputesPanel(session)
    qtbot.addWidget(panel)
    panel.resize(420, 800)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    panel.close()


def listed(panel: DisputesPanel) -> list[tuple[str, str]]:
    return [(each.conflict.place, each.conflict.topic) for each in panel.disputes]


def choose(panel: DisputesPanel, place: str, topic: str) -> None:
    panel.list.choose(listed(panel).index((place, topic)))


def row_words(panel: DisputesPanel, row: int) -> str:
    model = panel.list.model_
    return str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole))


def decide(panel: DisputesPanel, kind: str, note: str = "", prefers: str | None = None) -> None:
    box = panel.decision
    QTest.keyClick(box.buttons[kind], Qt.Key.Key_Space)
    if prefers is not None:
        box.claim.setFocus()
        while box.claim.value() != prefers:
            before = box.claim.currentIndex()
            QTest.keyClick(box.claim, Qt.Key.Key_Down)
            assert box.claim.currentIndex() > before
    QTest.keyClicks(box.note.en, note)
    assert box.record.isEnabled(), box.hint.text()
    QTest.keyClick(box.record, Qt.Key.Key_Space)


def told_in_docs() -> tuple[set[frozenset[str]], set[str]]:
    """The derived conflicts (their claims) and the asserted ones (their ids) that the account of the seeds explains."""
    text = (resource_path("seeds").parent / "docs" / "first-timeline.md").read_text(encoding="utf-8")
    derived, asserted = text.split("### Derived by a topic's rule")[1].split("### Asserted, with a reading")
    asserted = asserted.split("### Looked at")[0]
    rows = [line.split("|")[2] for line in derived.splitlines() if line.startswith("| ") and "`" in line]
    claims = {frozenset(re.findall("`([a-z0-9-]+)`", row)) for row in rows}
    return claims, set(re.findall(r"^\| `([a-z-]+)`", asserted, re.MULTILINE))


def test_the_conflicts_of_the_first_timeline_appear_and_no_others(panel: DisputesPanel) -> None:
    derived, asserted = told_in_docs()
    assert len(derived) == 4
    assert len(asserted) == 6
    QTest.mouseClick(panel.all_times, Qt.MouseButton.LeftButton, pos=QPoint(8, panel.all_times.height() // 2))
    assert panel.all_times.isChecked()
    found = list(panel.disputes)
    assert {frozenset(each.conflict.claims) for each in found if each.assertion is None} == derived
    assert {each.assertion.id for each in found if each.assertion} == asserted
    for row, each in enumerate(found):
        panel.list.choose(row)
        said = panel.head.accessibleName()
        if each.assertion:
            assert each.assertion.reason.en in said
        else:
            assert re.search("share no day|excludes", said)
        assert {card.claim for card in panel.sides.cards} == set(each.conflict.claims)


def test_the_list_follows_both_clocks(panel: DisputesPanel, session: Session) -> None:
    counts: list[int] = []
    panel.counted.connect(counts.append)
    assert ASAD in listed(panel)
    session.set_known(parse("2026-01-14").latest)
    assert ASAD not in listed(panel)
    assert counts[-1] == len(panel.disputes)
    session.set_known(None)
    session.set_at(parse("2010-05-05"))
    assert (ASAD in listed(panel), counts[-1]) == (False, len(panel.disputes))


def test_known_on_hides_later_claims_in_all_times_too(panel: DisputesPanel, session: Session) -> None:
    panel.all_times.setChecked(True)
    session.set_at(parse("2026-01-14"))
    session.set_known("locked")
    for dispute in panel.disputes:
        for claim in dispute.conflict.claims:
            assert session.project.claims[claim].source not in {"sputnik-2026-01-18", "report-001-undated"}


def test_claims_stand_side_by_side_with_what_they_say(panel: DisputesPanel, session: Session) -> None:
    choose(panel, *ASAD)
    cards = {card.claim: card for card in panel.sides.cards}
    said = cards[EMBASSY].accessibleName()
    claim = session.project.claims[EMBASSY]
    for part in ("Side 1", "absent", "14 January 2026", claim.statement.en, "Al-Araby Al-Jadeed", "reported"):
        assert part in said
    assert f"The passage is not at hand. It begins: {claim.anchor.cue}" in said


def test_columns_follow_the_width(panel: DisputesPanel) -> None:
    choose(panel, *ASAD)
    assert len({card.x() for card in panel.sides.cards}) == 1
    panel.resize(1200, 800)
    assert len({card.x() for card in panel.sides.cards}) == 3
    assert max(card.geometry().right() for card in panel.sides.cards) < panel.sides.width()


def test_passages_come_from_documents_at_hand(qtbot: QtBot, panel: DisputesPanel, session: Session) -> None:
    text = "He said that nobody is left at the base. The rest is silence."
    document = Document(text, text.encode())
    claim = session.project.claims[EMBASSY]
    source = session.project.sources[claim.source]
    session.edit(Put(replace(source, sha256=document.sha256)), "source", [document])
    from mapview.store.passages import anchor_of  # noqa: PLC0415

    session.edit(Put(replace(claim, anchor=anchor_of(text, 13, 39))), "claim")
    choose(panel, *ASAD)
    qtbot.waitUntil(lambda: "nobody is left at the base" in _card(panel, EMBASSY).accessibleName())


def _card(panel: DisputesPanel, claim: str):  # type: ignore[no-untyped-def]
    return next(card for card in panel.sides.cards if card.claim == claim)


def test_a_decision_needs_what_it_says(panel: DisputesPanel) -> None:
    choose(panel, *ASAD)
    box = panel.decision
    assert not box.record.isEnabled()
    QTest.keyClick(box.buttons["prefer"], Qt.Key.Key_Space)
    assert not box.record.isEnabled()
    assert "Choose the claim" in box.hint.text()
    QTest.keyClick(box.buttons["explained"], Qt.Key.Key_Space)
    assert "note" in box.hint.text()
    box.note.ar.insertPlainText("تفسير")
    assert box.record.isEnabled()


def test_a_decision_is_recorded_shown_changed_and_withdrawn(panel: DisputesPanel, session: Session) -> None:
    choose(panel, *ASAD)
    before = listed(panel)
    decide(panel, "prefer", "The embassy was there", EMBASSY)
    (decision,) = session.project.decisions.values()
    assert (decision.kind, decision.prefers, decision.note.en) == ("prefer", EMBASSY, "The embassy was there")
    assert decision.claims == tuple(sorted(panel.current.conflict.claims if panel.current else ()))
    assert str(session.file.undo_label).startswith("decision on ")
    assert listed(panel) == before, "a decision hides nothing"
    assert row_words(panel, before.index(ASAD)).endswith("· decided")
    assert "Preferred: " in panel.decision.said.text()
    assert "The embassy was there" in panel.decision.said.text()
    assert "preferred by a decision" in _card(panel, EMBASSY).accessibleName()
    assert "set aside by a decision" in _card(panel, REMNANT).accessibleName()
    assert not panel.decision.record.isVisible()

    QTest.keyClick(panel.decision.change, Qt.Key.Key_Space)
    assert panel.decision.note.en.value() == "The embassy was there"
    decide(panel, "both-stand")
    (changed,) = session.project.decisions.values()
    assert (changed.id, changed.kind, changed.prefers) == (decision.id, "both-stand", None)

    QTest.keyClick(panel.decision.withdraw, Qt.Key.Key_Space)
    assert not session.project.decisions
    assert row_words(panel, before.index(ASAD)).endswith("· undecided")
    assert panel.decision.record.isVisible()
    session.undo()
    assert session.project.decisions == {decision.id: changed}
    assert "both stand" in panel.decision.said.text()


def test_a_change_can_be_given_up(panel: DisputesPanel, session: Session) -> None:
    choose(panel, *ASAD)
    decide(panel, "both-stand", "kept")
    QTest.keyClick(panel.decision.change, Qt.Key.Key_Space)
    QTest.keyClicks(panel.decision.note.en, "lost")
    QTest.keyClick(panel.decision.cancel, Qt.Key.Key_Space)
    assert next(iter(session.project.decisions.values())).note == Text("kept")
    assert "kept" in panel.decision.said.text()


def test_an_unfinished_decision_waits_for_its_conflict(panel: DisputesPanel) -> None:
    choose(panel, *ASAD)
    QTest.keyClick(panel.decision.buttons["both-stand"], Qt.Key.Key_Space)
    QTest.keyClicks(panel.decision.note.en, "half a thou")
    QTest.keyClick(panel.list, Qt.Key.Key_Up)
    assert panel.decision.note.en.value() == ""
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel.decision.note.en.value() == "half a thou"
    assert panel.decision.buttons["both-stand"].isChecked()


def test_a_decision_on_some_claims_leaves_a_conflict_partly_decided(panel: DisputesPanel, session: Session) -> None:
    choose(panel, *ASAD)
    pair = tuple(sorted((EMBASSY, REMNANT)))
    session.edit(Put(Decision("half", pair, "both-stand", "2026-01-20")), "half a decision")
    assert row_words(panel, listed(panel).index(ASAD)).endswith("· partly decided")
    assert panel.decision.said.text().startswith("Decided for a part of these claims:")
    assert panel.decision.record.isVisible()


def test_a_decision_survives_a_restart(qtbot: QtBot, tmp_path: Path, seeds: Project) -> None:
    path = tmp_path / "kept.mapview"

    def opened(file: ProjectFile) -> DisputesPanel:
        session = Session(file)
        session.set_at(parse("2026-01-15"))
        panel = DisputesPanel(session)
        qtbot.addWidget(panel)
        panel.show()
        choose(panel, *ASAD)
        return panel

    with ProjectFile.create(path, seeds) as file:
        panel = opened(file)
        decide(panel, "explained", "Two kinds of forces")
        panel.close()
    with ProjectFile.open(path) as file:
        panel = opened(file)
        assert row_words(panel, listed(panel).index(ASAD)).endswith("· decided")
        assert "Two kinds of forces" in panel.decision.said.text()
        assert str(file.undo_label).startswith("decision on ")
        panel.close()


def test_one_can_go_to_a_day_of_the_clash(panel: DisputesPanel, session: Session) -> None:
    panel.all_times.setChecked(True)
    choose(panel, "iraq", "full-withdrawal")
    session.set_at(parse("2026-01-15"))
    assert "1 September 2024" in panel.go.text()
    QTest.keyClick(panel.go, Qt.Key.Key_Space)
    assert session.days == (parse("2024-09-01").earliest,) * 2
    panel.all_times.setChecked(False)
    assert ("iraq", "full-withdrawal") in listed(panel)


def test_the_chosen_conflict_stays_chosen_while_time_moves(panel: DisputesPanel, session: Session) -> None:
    choose(panel, "iraq", "end-of-mission")
    session.set_at(parse("2025-06-01"))
    assert panel.current is not None
    assert panel.current.conflict.topic == "end-of-mission"
    assert panel.list.currentIndex().row() == listed(panel).index(("iraq", "end-of-mission"))


def test_an_empty_list_says_so(panel: DisputesPanel, session: Session) -> None:
    session.set_filter(Filter(sources=("euronews-undated",)))
    assert panel.hint.isVisible()
    assert "15 January 2026" in panel.hint.accessibleName()
    assert not panel.list.isVisible()


def test_arabic_content_begins_at_the_right(panel: DisputesPanel, session: Session) -> None:
    session.set_appearance(language="ar")
    choose(panel, *ASAD)
    panel.resize(1200, 800)
    cards = panel.sides.cards
    assert cards[0].x() > cards[1].x()
    assert "الجانب ١" in cards[0].accessibleName()
    assert panel.list.layoutDirection() == Qt.LayoutDirection.RightToLeft
    decide(panel, "both-stand")
    assert "تبقى كلتاهما" in panel.decision.said.text()


def test_read_only_projects_show_decisions_and_take_none(qtbot: QtBot, tmp_path: Path, seeds: Project) -> None:
    path = tmp_path / "only.mapview"
    ProjectFile.create(path, seeds).close()
    with ProjectFile.open(path, read_only=True) as file:
        session = Session(file)
        session.set_at(parse("2026-01-15"))
        panel = DisputesPanel(session)
        qtbot.addWidget(panel)
        panel.show()
        assert "Nobody has decided" in panel.decision.said.text()
        assert not panel.decision.record.isVisible()
        assert "Prefer this" not in panel.sides.cards[0].accessibleName()
        panel.close()


# The window.


def test_the_tab_counts_the_conflicts_of_the_time(window: MainWindow) -> None:
    assert window.disputes_dock.windowTitle() == f"Conflicts {len(window.disputes.disputes)}"
    window.session.set_known(parse("2025-10-11").latest)
    assert window.disputes_dock.windowTitle() == f"Conflicts {len(window.disputes.disputes)}".removesuffix(" 0")


def test_keys_go_to_conflicts_and_through_them(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.disputes.list.isVisible)
    first = window.disputes.current
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.disputes.current is not first
    QTest.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert first is not None
    assert window.disputes.current is not None
    assert window.disputes.current.conflict == first.conflict
    QTest.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert window.disputes.list.currentIndex().row() == len(window.disputes.disputes) - 1


def test_contradicts_leads_to_the_conflict_and_back(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    session.set_focus(Focus("place", "ain-al-asad"))
    view = window.claims.cards
    view.show_claim(EMBASSY)
    QTest.keyClick(view, Qt.Key.Key_C)
    qtbot.waitUntil(window.disputes.list.isVisible)
    assert window.disputes.current is not None
    assert EMBASSY in window.disputes.current.conflict.claims
    card = _card(window.disputes, REMNANT)
    QTest.keyClick(card, Qt.Key.Key_Return)
    qtbot.waitUntil(view.isVisible)
    assert view.current_claim() == REMNANT


def test_the_badge_leads_to_the_conflict(qtbot: QtBot, window: MainWindow) -> None:
    window.session.set_focus(Focus("place", "ain-al-asad"))
    view = window.claims.cards
    view.show_claim(REMNANT)
    row = view.claims.row_of(REMNANT)
    assert row is not None
    index = view.claims.index(row)
    layout = view.card_delegate.layout_of(view.claims.rows[row])
    box = next(box for box, badge, _ in layout._badges if badge.text.startswith("contradicts"))
    point = (view.card_delegate.text_corner(view.claims.rows[row], view.visualRect(index)) + box.center()).toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    qtbot.waitUntil(window.disputes.list.isVisible)
    assert window.disputes.current is not None
    assert REMNANT in window.disputes.current.conflict.claims


def test_decisions_show_on_cards_and_in_the_header(window: MainWindow) -> None:
    session = window.session
    session.set_focus(Focus("place", "ain-al-asad"))
    window.show_disputes()
    choose(window.disputes, *ASAD)
    decide(window.disputes, "prefer", "because", EMBASSY)
    model = window.claims.cards.claims
    said = {
        row.key: model.data(model.index(at), Qt.ItemDataRole.AccessibleTextRole) for at, row in enumerate(model.rows)
    }
    assert "preferred by a decision" in said[EMBASSY]
    assert "Set aside by a decision. Preferred: absent, Al-Araby Al-Jadeed (quoting Unnamed" in said[REMNANT]
    assert "because" in said[REMNANT]
    assert "Conflicts: 2, decided: 1" in window.claims.header.accessibleName().replace("\u2068", "")


def test_space_on_a_card_begins_a_decision_for_it(window: MainWindow) -> None:
    window.show_disputes()
    choose(window.disputes, *ASAD)
    QTest.keyClick(window.disputes.list, Qt.Key.Key_Return)
    QTest.keyClick(_card(window.disputes, REMNANT), Qt.Key.Key_Space)
    box = window.disputes.decision
    assert (box.buttons["prefer"].isChecked(), box.claim.value()) == (True, REMNANT)
    box.note.en.setFocus()
    QTest.keyClick(box.note.en, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert next(iter(window.session.project.decisions.values())).prefers == REMNANT


def test_selected_cards_are_set_against_each_other(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    session.set_focus(Focus("place", "ain-al-asad"))
    view = window.claims.cards
    view.show_claim(EMBASSY)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = view.selected_claims()
    assert len(chosen) == 2
    QTest.keyClick(view, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: isinstance(window.forms.form, ConflictForm))
    form = window.forms.form
    assert isinstance(form, ConflictForm)
    assert form.sides.value() == tuple((claim,) for claim in chosen)
    QTest.keyClicks(form.reason.en, "They cannot both be")
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.forms.form is None
    made = [each.assertion for each in window.disputes.disputes if each.assertion]
    assert any(assertion.sides == tuple((claim,) for claim in chosen) for assertion in made)


def test_one_card_alone_makes_no_conflict(window: MainWindow) -> None:
    window.session.set_focus(Focus("place", "ain-al-asad"))
    window.claims.cards.show_claim(EMBASSY)
    QTest.keyClick(window.claims.cards, Qt.Key.Key_A)
    assert window.forms.form is None


def test_headings_say_who_bears_out_what_is_corroborated(window: MainWindow) -> None:
    window.session.set_known(parse("2026-01-14").latest)
    window.session.set_focus(Focus("place", "ain-al-asad"))
    model = window.claims.cards.claims
    (at,) = [
        at
        for at, row in enumerate(model.rows)
        if isinstance(row.content, Heading) and row.content.id == "coalition-presence"
    ]
    said = str(model.data(model.index(at), Qt.ItemDataRole.AccessibleTextRole))
    assert "2 independent voices, each borne out by another: " in said
    assert "US embassy" in said
    assert model.data(model.index(at), Qt.ItemDataRole.ToolTipRole)


# Near-copies.

WORDS = ("convoy", "column", "gate", "tower", "runway", "hangar", "fence", "road", "depot", "camp")


def text_of(start: int) -> str:
    """A text of its own: no two runs of five words of different starts are alike."""
    return " ".join(f"{WORDS[number % len(WORDS)]}{start + number}" for number in range(120))


@pytest.fixture
def copied(session: Session) -> Session:
    """Two sources with nearly one text."""
    original = text_of(0)
    copy = original + " and a line of another hand."
    documents = [Document(text, text.encode()) for text in (original, copy)]
    for source, document in zip(("al-araby-2026-01-14", "sputnik-2026-01-18"), documents, strict=True):
        session.edit(Put(replace(session.project.sources[source], sha256=document.sha256)), "text", [document])
    return session


def test_near_copies_are_offered_and_counted_as_one(qtbot: QtBot, copied: Session) -> None:
    panel = DisputesPanel(copied)
    qtbot.addWidget(panel)
    panel.show()
    choose(panel, *ASAD)
    qtbot.waitUntil(panel.copies.isVisible)
    (button,) = panel.copies.buttons
    assert "Sputnik Arabic" in button.accessibleDescription()
    assert "share 100 %" in button.accessibleDescription()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert copied.project.sources["sputnik-2026-01-18"].repeats == "al-araby-2026-01-14"
    assert "counted as a repeat of" in str(copied.file.undo_label)
    assert not panel.copies.isVisible()
    copied.undo()
    assert copied.project.sources["sputnik-2026-01-18"].repeats is None
    assert panel.copies.isVisible()
    panel.close()


def test_an_exported_page_tells_of_near_copies(qtbot: QtBot, copied: Session, tmp_path: Path) -> None:
    from mapview.ui.exporting.running import Running  # noqa: PLC0415

    out = tmp_path / "page.html"
    running = Running(copied.snapshot(), out, {}, copied.file.path)
    with qtbot.waitSignal(running.done, timeout=60_000):
        running.start()
    assert "share 100% of a text; nobody has counted them as one." in out.read_text(encoding="utf-8")


def test_sources_offer_their_near_copies(qtbot: QtBot, copied: Session) -> None:
    from mapview.ui.claims.panel import ClaimsPanel  # noqa: PLC0415

    panel = ClaimsPanel(copied)
    qtbot.addWidget(panel)
    panel.show()
    copied.set_focus(Focus("source", "al-araby-2026-01-14"))
    qtbot.waitUntil(panel.copies.isVisible)
    copied.set_focus(Focus("source", "shafaq-2025-10-11"))
    assert not panel.copies.isVisible()
    panel.close()


def test_different_texts_are_not_offered(qtbot: QtBot, session: Session) -> None:
    for number, source in enumerate(("al-araby-2026-01-14", "sputnik-2026-01-18")):
        text = text_of(1000 * number)
        document = Document(text, text.encode())
        session.edit(Put(replace(session.project.sources[source], sha256=document.sha256)), "text", [document])
    with qtbot.waitSignal(session.near_copies.told):
        session.near_copies.of("al-araby-2026-01-14")
    assert session.near_copies.of("al-araby-2026-01-14") == []


def test_a_click_on_a_passage_asks_for_it(qtbot: QtBot, window: MainWindow) -> None:
    window.show_disputes()
    choose(window.disputes, *ASAD)
    card = _card(window.disputes, EMBASSY)
    point = next(
        QPoint(x, y)
        for y in range(0, card.height(), 3)
        for x in range(0, card.width(), 3)
        if card._layout.link_at(QPointF(x - 12, y - 12)) == f"passage:{EMBASSY}"
    )
    with qtbot.waitSignal(window.session.passage_asked_for) as asked:
        QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=point)
    assert asked.args is not None
    assert asked.args[0] == window.session.project.claims[EMBASSY].source
