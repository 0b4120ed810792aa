"""Forms filled by mouse and keys, and what they leave in the project."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mapview.domain.changes import Put
from mapview.domain.dates import parse
from mapview.domain.drafts import ClaimDraft, PlaceDraft
from mapview.domain.model import (
    AssertedConflict,
    Claim,
    Place,
    Project,
    Quantity,
    Source,
    State,
    Text,
    Topic,
    Utterance,
)
from mapview.store.documents import Document
from mapview.store.passages import anchor_of
from mapview.store.project_file import ProjectFile
from mapview.ui.claims.edit_menus import entity_menu
from mapview.ui.forms.claim_form import ClaimForm
from mapview.ui.forms.conflict_form import ConflictForm
from mapview.ui.forms.panel import FormsPanel
from mapview.ui.forms.several_form import SeveralForm
from mapview.ui.forms.source_form import SourceForm
from mapview.ui.forms.title_form import TitleForm
from mapview.ui.forms.topic_form import TopicForm
from mapview.ui.forms.utterance_form import UtteranceForm
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus, New, ProjectTitle, Session, Several, Split
from mapview.ui.widgets.theme import apply_theme

PATIENCE_MS = 60_000
REPORT = "The garrison left the old fort on Monday. About 40 soldiers stayed at the river camp.\n"
CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


def small_project() -> tuple[Project, Document]:
    document = Document(REPORT, REPORT.encode())
    source = Source(
        "gazette", "The garrison leaves", Text("The Gazette", "الجريدة"), None, "en", "2025-10-08", "2026-01-01",
        "typed from paper", document.sha256,
    )  # fmt: skip
    other = Source("courier", "Fort", None, None, "en", None, "2026-01-02", "typed from paper", "0" * 64)
    fort = Place("old-fort", Text("Old Fort", "الحصن القديم"), "base", 33.0, 44.0, 500.0, "a map")
    camp = Place("river-camp", Text("River Camp", "مخيم النهر"), "camp", 33.5, 44.5, 500.0, "a map")
    presence = Topic(
        "presence", Text("Presence", "الوجود"), "state",
        (State("there", Text("there", "حاضر"), "vermillion"), State("gone", Text("gone", "غائب"), "blue")),
        (("there", "gone"),),
    )  # fmt: skip
    strength = Topic("strength", Text("Strength", "العدد"), "quantity", apart=True, unit=Text("soldiers", "جندي"))
    leaving = Topic("leaving", Text("Day of leaving", "يوم الرحيل"), "date", apart=True)
    claims = [
        Claim("fort-gone", "old-fort", "presence", "gone", Text("The fort is empty."), "2025-10-06/..", "gazette",
              anchor_of(REPORT, 0, 41)),
        Claim("fort-there", "old-fort", "presence", "there", Text("Some have stayed."), "2025-10-08/..", "gazette",
              anchor_of(REPORT, 42, 80), utterance="officer"),
        Claim("fort-guard", "old-fort", "strength", Quantity(40, 40, approximate=True), Text("Forty stay."),
              "2025-10-08", "gazette", anchor_of(REPORT, 42, 80)),
    ]  # fmt: skip
    project = Project(
        Text("A garrison", "حامية"),
        "presence",
        places={place.id: place for place in (fort, camp)},
        topics={topic.id: topic for topic in (presence, strength, leaving)},
        utterances={"officer": Utterance("officer", Text("An officer", "ضابط"), "2025-10-07")},
        sources={"gazette": source, "courier": other},
        claims={claim.id: claim for claim in claims},
        conflicts={
            "guard": AssertedConflict(
                "guard", "old-fort", "strength", (("fort-gone",), ("fort-guard",)), Text("An empty fort has no guard.")
            )
        },
    )
    return project, document


@pytest.fixture
def session(qapp: Any, tmp_path: Path) -> Iterator[Session]:
    project, document = small_project()
    with ProjectFile.create(tmp_path / "garrison.mapview", project, [document]) as file:
        session = Session(file)
        session.set_at(parse("2025-10-08"))
        yield session


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> FormsPanel:
    panel = FormsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(390, 900)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def write(text: str, field: QWidget | None = None) -> None:
    """Type letters of any script, where the cursor is or into a field."""
    if field is not None:
        field.setFocus()
    for letter in text:
        target = QApplication.focusWidget()
        assert target is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(target, QKeyEvent(kind, 0, NONE, letter))


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def claim_form(panel: FormsPanel) -> ClaimForm:
    assert isinstance(panel.form, ClaimForm)
    return panel.form


def draft_of_passage() -> ClaimDraft:
    return ClaimDraft(source="gazette", start=42, end=REPORT.index(".", 60) + 1)


def test_a_claim_is_made_with_keys_alone(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(draft_of_passage())
    form = claim_form(panel)
    assert QApplication.focusWidget() is form.place.combo.field or form.place.combo.hasFocus()
    write("river")
    press(Qt.Key.Key_Escape)  # closes the list of what is found, not the form
    press(Qt.Key.Key_Return)
    assert form.place.value() == "river-camp"
    write("strength", form.topic.combo)
    write("about 40", form.value.quantity)
    write("since 8 October 2025", form.when)
    assert form.value_row.below.text() == "about 40 soldiers"
    assert "from 8 October 2025, open" in form.when_row.below.text()
    assert not form.footer.save.isEnabled()
    assert "own words" in form.footer.words.text()
    write("Forty are left at the camp.", form.statement.both.en)
    assert form.footer.save.isEnabled(), form.problems()
    press(Qt.Key.Key_Return, CTRL)
    claim = next(reversed(session.project.claims.values()))
    assert (claim.place, claim.topic, claim.value) == ("river-camp", "strength", Quantity(40, 40, approximate=True))
    assert (claim.when, claim.source, claim.statement) == (
        "2025-10-08/..", "gazette", Text("Forty are left at the camp.")
    )  # fmt: skip
    passage = REPORT[claim.anchor.start : claim.anchor.end]
    assert passage == "About 40 soldiers stayed at the river camp."
    assert claim.anchor.cue == "About 40 soldiers stayed at"
    assert session.file.undo_label == "new claim on \u2068River Camp\u2069"
    assert session.focus == Focus("place", "river-camp")
    assert panel.form is None


def test_arabic_is_typed_where_it_belongs(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(draft_of_passage())
    form = claim_form(panel)
    write("مخيم", form.place.combo)
    form.place.combo.settle()
    assert form.place.value() == "river-camp"
    write("العدد", form.topic.combo)
    write("نحو ٤٠", form.value.quantity)
    write("٨ تشرين الأول ٢٠٢٥", form.when)
    write("بقي أربعون.", form.statement.both.ar)
    assert form.statement.both.ar.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert form.problems() == []
    press(Qt.Key.Key_Return, CTRL)
    claim = next(reversed(session.project.claims.values()))
    assert (claim.value, claim.when) == (Quantity(40, 40, approximate=True), "2025-10-08")
    assert claim.statement == Text(ar="بقي أربعون.")


def test_relative_words_count_from_the_day_of_who_says_them(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(draft_of_passage())
    form = claim_form(panel)
    write("yesterday", form.when)
    assert form.when.known() == "2025-10-07"
    form.utterance.set_value("officer")
    assert form.when.known() == "2025-10-06"
    form.source.set_value("courier")
    form.utterance.set_value(None)
    assert form.when.known() is None
    assert "not known" in form.when_row.below.text()


def test_what_is_wrong_is_said_beside_its_field(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(ClaimDraft(place="old-fort", topic="strength"))
    form = claim_form(panel)
    assert form.when_row.problem == ""
    write("the ides", form.when)
    write("many", form.value.quantity)
    write("Atlantis", form.source.combo)
    for row, part in ((form.when_row, "the ides"), (form.value_row, "many"), (form.source_row, "Atlantis")):
        assert part in row.problem
        assert row.below.isVisible()
        assert row.below.property("kind") == "problem"
    assert not form.footer.save.isEnabled()
    for name in ("When", "Value", "Source"):
        assert name in form.footer.words.text()
    before = session.project
    press(Qt.Key.Key_Return, CTRL)
    assert session.project == before
    assert form.passage_row.problem, "trying to save says what is still missing"


def test_a_suggestion_is_only_an_offer(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(draft_of_passage())
    form = claim_form(panel)
    form.place.set_value("river-camp")
    form.topic.set_value("presence")
    form.value.state.set_value("there")
    write("2025-10", form.when)
    assert form.statement.value() == Text()
    assert not form.footer.save.isEnabled()
    QTest.mouseClick(form.statement.use, Qt.MouseButton.LeftButton)
    assert form.statement.value() == Text("River Camp, Presence: there.", "مخيم النهر، الوجود: حاضر.")
    assert form.footer.save.isEnabled()
    assert "all of October 2025" in form.when_row.below.text()


def test_a_new_place_comes_back_chosen(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(draft_of_passage())
    form = claim_form(panel)
    write("Watchtower", form.place.combo)
    form.place.new_button.click()
    assert panel.form is not form
    assert panel.tabs.isVisible()
    assert panel.tabs.count() == 2
    place = Place("watchtower", Text("Watchtower"), "site", 33.1, 44.1, 50.0, "a map")
    session.edit(Put(place), "new place Watchtower")
    assert panel.form is not None
    panel.form.saved.emit("watchtower")
    assert panel.form is form
    assert form.place.value() == "watchtower"


def test_a_new_topic_is_made_on_the_way(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(draft_of_passage())
    form = claim_form(panel)
    write("Morale", form.topic.combo)
    form.topic.new_button.click()
    topic = panel.form
    assert isinstance(topic, TopicForm)
    assert topic.names.value() == Text("Morale")
    topic.type.set_value("text")
    topic.type.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    assert panel.form is form
    assert form.topic.value() == "morale"
    assert session.project.topics["morale"].type == "text"


def test_a_draft_brings_place_and_speaker_along_in_one_step(panel: FormsPanel, session: Session) -> None:
    tower = PlaceDraft(Text("Watchtower", "برج المراقبة"), "site", 33.1, 44.1, 50.0, "a map")
    draft = ClaimDraft(
        source="gazette", start=0, end=41, new_place=tower, topic="presence", value="gone",
        statement=Text("Nobody is left."), when="2025-10-06", speaker=Text("A shepherd"),
    )  # fmt: skip
    session.form_asked_for.emit(draft)
    form = claim_form(panel)
    assert form.problems() == []
    press(Qt.Key.Key_Return, CTRL)
    claim = next(reversed(session.project.claims.values()))
    assert session.project.places[claim.place].names.en == "Watchtower"
    assert session.project.utterances[claim.utterance or ""].speaker == Text("A shepherd")
    session.undo()
    assert session.project == small_project()[0]


def test_save_and_next_keeps_source_place_and_topic(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(draft_of_passage())
    form = claim_form(panel)
    form.place.set_value("river-camp")
    form.topic.set_value("strength")
    write("40", form.value.quantity)
    write("2025-10-08", form.when)
    write("Forty.", form.statement.both.en)
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert len(session.project.claims) == 4
    assert panel.form is form
    assert (form.source.value(), form.place.value(), form.topic.value()) == ("gazette", "river-camp", "strength")
    assert (form.value.quantity.text(), form.when.text(), form.statement.value()) == ("", "", Text())
    assert form.passage.value() is None
    assert not form.is_dirty
    session.form_asked_for.emit(ClaimDraft(source="gazette", start=0, end=41))
    assert panel.form is form, "a passage goes to the form that has none yet"
    anchor = form.passage.value()
    assert anchor is not None
    assert (anchor.start, form.place.value()) == (0, "river-camp")


def test_a_changed_claim_says_what_was_changed(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-there"])
    form = claim_form(panel)
    form.when.selectAll()
    write("9 October 2025", form.when)
    press(Qt.Key.Key_Return, CTRL)
    assert session.project.claims["fort-there"].when == "2025-10-09"
    assert session.file.undo_label == "change of the date of a claim on \u2068Old Fort\u2069"


def test_saving_an_untouched_form_changes_nothing(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-there"])
    press(Qt.Key.Key_Return, CTRL)
    assert session.file.undo_label is None
    assert panel.form is None


def test_a_claim_in_a_conflict_cannot_leave_its_place(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-guard"])
    form = claim_form(panel)
    form.place.set_value("river-camp")
    assert "An empty fort has no guard." in form.place_row.problem
    form.place.set_value("old-fort")
    form.when.set_value("2024")
    assert "An empty fort has no guard." in form.when_row.problem


def test_splitting_needs_a_difference(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(Split("fort-guard"))
    form = claim_form(panel)
    assert not form.footer.save.isEnabled()
    form.place.set_value("river-camp")
    assert form.problems() == []
    press(Qt.Key.Key_Return, CTRL)
    claim = next(reversed(session.project.claims.values()))
    assert claim.anchor == session.project.claims["fort-guard"].anchor
    assert claim.place == "river-camp"
    assert session.file.undo_label == "split of a claim on \u2068River Camp\u2069"


def test_nothing_typed_is_lost_silently(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-there"])
    form = claim_form(panel)
    write("x", form.when)
    press(Qt.Key.Key_Escape)
    assert panel.form is form
    assert form.footer.discard.isVisible()
    press(Qt.Key.Key_Escape)
    assert not form.footer.discard.isVisible()
    session.form_asked_for.emit(New("utterances"))
    assert isinstance(panel.form, UtteranceForm)
    assert panel.forms[0] is form
    session.form_asked_for.emit(session.project.topics["presence"])
    assert len(panel.forms) == 2, "an untouched form gives way"
    press(Qt.Key.Key_Escape)
    assert panel.form is form
    assert form.when.text().startswith("x") or form.when.text().endswith("x")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Space)
    assert panel.form is None


def test_the_same_thing_is_open_once(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-there"])
    form = claim_form(panel)
    write("x", form.note)
    session.form_asked_for.emit(session.project.sources["gazette"])
    session.form_asked_for.emit(session.project.claims["fort-there"])
    assert panel.form is form


def test_a_form_follows_undo_and_redo(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-there"])
    form = claim_form(panel)
    write(" now", form.note)
    press(Qt.Key.Key_Return, CTRL)
    session.form_asked_for.emit(session.project.claims["fort-there"])
    form = claim_form(panel)
    assert form.note.value() == "now"
    session.undo()
    assert form.note.value() == ""
    write("typed", form.note)
    session.redo()
    assert form.note.value() == "typed"
    assert "overwrites" in form.footer.words.text()


def test_a_source_is_made_of_a_pasted_text(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(New("sources"))
    form = panel.form
    assert isinstance(form, SourceForm)
    write("The fort is quiet", form.name)
    QApplication.clipboard().setText("Quiet days\r\nat the fort.")
    form.text.setFocus()
    press(Qt.Key.Key_V, CTRL)
    write("النشرة", form.publisher.ar)
    write("early October 2025", form.published)
    assert "known from" in form.published_row.below.text()
    write("typed from paper", form.how)
    write("example.org", form.url)
    assert "https://" in form.url_row.problem
    form.url.selectAll()
    write("https://example.org/quiet", form.url)
    press(Qt.Key.Key_Return, CTRL)
    source = next(reversed(session.project.sources.values()))
    assert (source.published, source.publisher) == ("2025-10-0X", Text(ar="النشرة"))
    document = session.file.document(source.sha256)
    assert document is not None
    assert document.text == "Quiet days\nat the fort."
    assert session.focus == Focus("source", source.id)


def test_sources_do_not_repeat_each_other_in_a_circle(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.sources["courier"])
    form = panel.form
    assert isinstance(form, SourceForm)
    form.repeats.set_value("gazette")
    press(Qt.Key.Key_Return, CTRL)
    assert session.project.sources["courier"].repeats == "gazette"
    session.form_asked_for.emit(session.project.sources["gazette"])
    form = panel.form
    assert isinstance(form, SourceForm)
    form.repeats.set_value("courier")
    assert "copies this one already" in form.repeats_row.problem


def test_a_topic_keeps_what_its_claims_need(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.topics["presence"])
    form = panel.form
    assert isinstance(form, TopicForm)
    form.type.set_value("date")
    assert "2 of 2" in form.type_row.problem
    form.type.set_value("state")
    QTest.mouseClick(form.states.add_button, Qt.MouseButton.LeftButton)
    write("returning")
    assert form.problems() == []
    assert len(form.states._boxes) == 3
    first = form.states.rows[0]
    menu = first.more.menu()
    menu.actions()[2].trigger()
    assert "there" in form.states_row.problem
    press(Qt.Key.Key_Return, CTRL)
    assert len(session.project.topics["presence"].states) == 2


def test_states_are_added_ordered_and_paired(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(New("topics"))
    form = panel.form
    assert isinstance(form, TopicForm)
    write("Bridge", form.names.en)
    for name in ("open", "closed", "broken"):
        QTest.mouseClick(form.states.add_button, Qt.MouseButton.LeftButton)
        write(name)
    form.states.rows[2].more.menu().actions()[0].trigger()
    assert [row.names.value().en for row in form.states.rows] == ["open", "broken", "closed"]
    for box in form.states._boxes.values():
        if "open" in box.accessibleName() and "closed" in box.accessibleName():
            QTest.keyClick(box, Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CTRL)
    topic = session.project.topics["bridge"]
    assert [state.id for state in topic.states] == ["open", "broken", "closed"]
    assert topic.exclusive == (("open", "closed"),)
    assert len({state.colour for state in topic.states}) == 3


def test_an_utterance_is_edited(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.utterances["officer"])
    form = panel.form
    assert isinstance(form, UtteranceForm)
    assert "1" in form.speaker_row.below.text()
    form.date.selectAll()
    write("8 October 2025", form.date)
    press(Qt.Key.Key_Return, CTRL)
    assert session.project.utterances["officer"].date == "2025-10-08"


def test_a_conflict_is_asserted(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(New("conflicts"))
    form = panel.form
    assert isinstance(form, ConflictForm)
    form.place.set_value("old-fort")
    form.topic.set_value("presence")
    write("They speak of the same day.", form.reason.en)
    sides = {"fort-there": "1", "fort-gone": "2"}
    for row in list(form.sides.rows):
        if row.claim in sides:
            row.side.setFocus()
            press(Qt.Key.Key_1 if sides[row.claim] == "1" else Qt.Key.Key_2)
    assert form.problems() == []
    press(Qt.Key.Key_Return, CTRL)
    conflict = next(reversed(session.project.conflicts.values()))
    assert set(conflict.sides) == {("fort-there",), ("fort-gone",)}
    assert conflict.reason.en == "They speak of the same day."


def test_the_project_is_given_another_title(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(ProjectTitle())
    form = panel.form
    assert isinstance(form, TitleForm)
    form.words.en.selectAll()
    write("The garrison's year", form.words.en)
    press(Qt.Key.Key_Return, CTRL)
    assert session.project.title == Text("The garrison's year", "حامية")


def test_several_claims_are_changed_where_touched(panel: FormsPanel, session: Session) -> None:
    before = dict(session.project.claims)
    session.form_asked_for.emit(Several(("fort-gone", "fort-there")))
    form = panel.form
    assert isinstance(form, SeveralForm)
    assert not form.footer.save.isEnabled()
    form.certainty.set_value("likely")
    write("to be checked", form.note)
    press(Qt.Key.Key_Return, CTRL)
    for name in ("fort-gone", "fort-there"):
        claim = session.project.claims[name]
        assert (claim.certainty, claim.note) == ("likely", "to be checked")
        assert (claim.place, claim.when, claim.value) == (before[name].place, before[name].when, before[name].value)
    assert session.file.undo_label == "change of 2 claims"
    session.undo()
    assert dict(session.project.claims) == before


def test_several_claims_keep_values_that_fit(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(Several(("fort-gone", "fort-guard")))
    form = panel.form
    assert isinstance(form, SeveralForm)
    form.topic.set_value("strength")
    assert "1 of 2" in form.topic_row.problem
    form.topic.set_value(None)
    form.source.set_value("courier")
    assert "2" in form.source_row.problem
    form.source.set_value(None)
    form.place.set_value("river-camp")
    assert "An empty fort" in form.place_row.problem


def test_a_read_only_project_is_looked_at(qtbot: QtBot, session: Session) -> None:
    with ProjectFile.open(session.file.path, read_only=True) as file:
        looking = Session(file)
        panel = FormsPanel(looking)
        qtbot.addWidget(panel)
        panel.show()
        told: list[str] = []
        panel.told.connect(told.append)
        looking.form_asked_for.emit(ClaimDraft())
        assert panel.form is None
        assert "looked at only" in told[0]
        looking.form_asked_for.emit(looking.project.claims["fort-gone"])
        form = claim_form(panel)
        assert "looked at only" in form.footer.words.text()
        assert not form.footer.save.isVisible()
        assert not form.when.isEnabled()
        QTest.mouseClick(form.footer.cancel, Qt.MouseButton.LeftButton)
        assert panel.form is None


def test_a_drafted_statement_is_marked_until_it_is_changed(panel: FormsPanel, session: Session) -> None:
    draft = replace(draft_of_passage(), statement=Text("Made of names."))
    session.form_asked_for.emit(draft)
    form = claim_form(panel)
    assert "draft" in form.statement_row.below.text()
    write("Our own. ", form.statement.both.en)
    assert not form.statement_row.below.isVisible()


def test_a_claim_takes_another_passage_from_the_reader(panel: FormsPanel, session: Session) -> None:
    asked: list[tuple[str, int, int]] = []
    session.passage_asked_for.connect(lambda *where: asked.append(where))
    session.form_asked_for.emit(session.project.claims["fort-gone"])
    form = claim_form(panel)
    session.form_asked_for.emit(ClaimDraft(source="gazette", start=42, end=80))
    assert panel.form is not form, "a claim that was not asked to keeps its passage"
    press(Qt.Key.Key_Escape)
    session.form_asked_for.emit(session.project.claims["fort-gone"])
    form = claim_form(panel)
    QTest.mouseClick(form.passage.select, Qt.MouseButton.LeftButton)
    assert asked == [("gazette", 0, 41)]
    session.form_asked_for.emit(ClaimDraft(source="gazette", start=42, end=80, place="river-camp"))
    assert panel.form is form
    assert form.place.value() == "old-fort"
    press(Qt.Key.Key_Return, CTRL)
    assert session.project.claims["fort-gone"].anchor == anchor_of(REPORT, 42, 80)
    assert session.file.undo_label == "change of the passage of a claim on \u2068Old Fort\u2069"


def test_a_passage_of_another_source_does_not_fit(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-gone"])
    form = claim_form(panel)
    form.source.set_value("courier")
    assert "another source" in form.passage_row.problem


def test_the_wheel_scrolls_the_form_and_changes_nothing(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-gone"])
    form = claim_form(panel)
    for field in (form.place.combo, form.value.state, form.modality):
        field.setFocus()
        centre = QPointF(field.rect().center())
        event = QWheelEvent(
            centre, QPointF(field.mapToGlobal(centre.toPoint())), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QCoreApplication.sendEvent(field, event)
    assert not form.is_dirty


def test_arrows_open_what_there_is_to_choose(panel: FormsPanel, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-gone"])
    form = claim_form(panel)
    form.place.setFocus()
    press(Qt.Key.Key_Down)
    assert form.place.value() == "old-fort"
    assert form.place.combo.view().isVisible()
    form.place.combo.hidePopup()


@pytest.fixture
def whole(session: Session, settings: QSettings, qtbot: QtBot, qapp: Any) -> Iterator[MainWindow]:
    """The window with the garrison in it; its map need not be painted."""
    apply_theme(qapp, session.theme)
    window = MainWindow(session, settings)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.map.is_ready, timeout=PATIENCE_MS)
    yield window
    window.forms.give_up()
    window.close()
    window.deleteLater()
    qapp.sendPostedEvents(window, 52)  # QEvent.Type.DeferredDelete


def test_cards_are_edited_and_deleted_by_keys(whole: MainWindow, session: Session) -> None:
    session.show_claim("fort-guard")
    whole.claims.cards.setFocus()
    press(Qt.Key.Key_E)
    assert whole.forms_dock.isVisible()
    assert claim_form(whole.forms).value.quantity.text() == "about 40"
    press(Qt.Key.Key_Escape)
    assert not whole.forms_dock.isVisible()
    before = session.project
    session.show_claim("fort-guard")
    whole.claims.cards.setFocus()
    press(Qt.Key.Key_Delete)
    assert "fort-guard" not in session.project.claims
    assert "guard" not in session.project.conflicts
    assert "Asserted conflicts that went with them: 1" in whole.notice.words.text()
    QTest.mouseClick(whole.notice.action, Qt.MouseButton.LeftButton)
    assert session.project == before


def test_a_place_with_claims_goes_with_them_in_one_step(whole: MainWindow, session: Session) -> None:
    before = session.project
    whole.lists.places.setFocus()
    whole.lists.places.setCurrentIndex(whole.lists.places.entries.index(0, 0))
    press(Qt.Key.Key_Delete)
    assert session.project == before
    assert "3" in whole.notice.words.text()
    QTest.mouseClick(whole.notice.action, Qt.MouseButton.LeftButton)
    assert list(session.project.places) == ["river-camp"]
    assert not session.project.claims
    assert not session.project.conflicts
    assert session.file.undo_label == "deletion of \u2068Old Fort\u2069 with its claims"
    whole.actions_.undo.trigger()
    assert session.project == before


def test_what_no_claim_uses_goes_at_once(whole: MainWindow, session: Session) -> None:
    session.removal_asked_for.emit((session.project.places["river-camp"],))
    assert list(session.project.places) == ["old-fort"]
    session.removal_asked_for.emit((session.project.utterances["officer"],))
    assert session.project.claims["fort-there"].utterance is None


def test_lists_edit_what_they_show(whole: MainWindow, session: Session) -> None:
    places = whole.lists.places
    places.setFocus()
    places.setCurrentIndex(places.entries.index(1, 0))
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert whole.forms.form is not None
    assert "River Camp" in whole.forms.form.title
    menu = entity_menu(session.project.topics["strength"], session, places)
    menu.actions()[1].trigger()
    assert claim_form(whole.forms).topic.value() == "strength"
    menu.deleteLater()


def test_the_saved_claim_is_shown_and_the_time_moves_only_to_show_it(whole: MainWindow, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-there"])
    form = claim_form(whole.forms)
    form.note.set_value("seen")
    form.save()
    assert session.at == parse("2025-10-08")
    assert whole.claims.cards.current_claim() == "fort-there"
    session.removal_asked_for.emit((session.project.conflicts["guard"],))
    session.form_asked_for.emit(session.project.claims["fort-gone"])
    form = claim_form(whole.forms)
    form.when.set_value("2025-10-20/..")
    form.save()
    assert session.at == parse("2025-10-20")
    assert "20 October 2025" in whole.notice.words.text()


def test_leaving_asks_about_an_unfinished_form(whole: MainWindow, session: Session) -> None:
    session.form_asked_for.emit(session.project.claims["fort-there"])
    write("x", claim_form(whole.forms).note)
    whole.close()
    assert whole.isVisible()
    assert "not finished" in whole.notice.words.text()
    QTest.mouseClick(whole.notice.action, Qt.MouseButton.LeftButton)
    assert not whole.isVisible()
