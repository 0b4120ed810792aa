"""The reader driven as a hand would: mouse and keys on a text of ours, in both scripts."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mapview.domain.changes import Put
from mapview.domain.drafts import ClaimDraft
from mapview.domain.model import Anchor, Claim, Place, Project, Source, State, Text, Topic
from mapview.store.documents import Document
from mapview.store.project_file import ProjectFile
from mapview.ui.claims.cards import Card
from mapview.ui.claims.panel import ClaimsPanel
from mapview.ui.main_window import MainWindow
from mapview.ui.reader.marks import Mark, Marks
from mapview.ui.reader.panel import Reader
from mapview.ui.reader.text import ReadText
from mapview.ui.session import Focus, Session
from mapview.ui.widgets.theme import apply_theme

ARABIC = "أعلن متحدث 😀 أن الرتل غادر أربيل في 5 أيار 2024 نحو الكويت."
ENGLISH = "Troops withdrew from Erbil on 5 May 2024, and nobody is left in Erbil."
TEXT = f"{ARABIC}\n\n{ENGLISH}\nAFP: قال المتحدث إن الجنود في بغداد.\n"
NoKey = Qt.KeyboardModifier.NoModifier


def anchor(text: str, passage: str) -> Anchor:
    start = text.index(passage)
    return Anchor(start, start + len(passage), hashlib.sha256(passage.encode()).hexdigest(), passage[:5])


def made_project() -> Project:
    states = (State("present", Text("present"), "orange"), State("absent", Text("absent"), "blue"))
    topic = Topic("presence", Text("Presence", "الوجود"), "state", states, (("present", "absent"),))
    source = Source("report", "A report of ours", Text("Desk"), None, "ar", "2024-05-06", "2024-05-07", "typed",
                    hashlib.sha256(TEXT.encode()).hexdigest())  # fmt: skip
    other = Source("other", "Another one", Text("Wire"), None, "en", None, "2024-05-08", "typed", "0" * 64)
    erbil = Place("erbil", Text("Erbil", "أربيل"), "city", 36.19, 44.01, 8000.0, "by hand", ids={"geonames": "95446"})
    kuwait = Place("kuwait", Text("Kuwait", "الكويت"), "country", 29.42, 47.33, 175000.0, "by hand",
                   ids={"geonames": "285570"})  # fmt: skip

    def claim(name: str, place: str, value: str, passage: str) -> Claim:
        statement = Text(f"Statement of {name}", f"نص {name}")
        return Claim(name, place, "presence", value, statement, "2024-05-05/..", "report", anchor(TEXT, passage))

    claims = [
        claim("left", "erbil", "absent", "withdrew from Erbil on 5 May 2024"),
        claim("nobody", "erbil", "absent", "5 May 2024, and nobody is left"),
        claim("column", "kuwait", "present", "غادر أربيل في 5 أيار 2024 نحو الكويت"),
        claim("still", "erbil", "present", "is left in Erbil"),
    ]
    return Project(
        Text("Trial"), "presence", {"erbil": erbil, "kuwait": kuwait}, {"presence": topic},
        sources={"report": source, "other": other}, claims={one.id: one for one in claims},
    )  # fmt: skip


@pytest.fixture
def session(qapp: Any, tmp_path: Path) -> Iterator[Session]:
    document = Document(TEXT, TEXT.encode())
    with ProjectFile.create(tmp_path / "trial.mapview", made_project(), [document]) as file:
        yield Session(file)


@pytest.fixture
def reader(qtbot: QtBot, qapp: Any, session: Session, tmp_path: Path) -> Reader:
    apply_theme(qapp, session.theme)
    reader = Reader(session, QSettings(str(tmp_path / "reader.ini"), QSettings.Format.IniFormat))
    reader.resize(520, 800)
    qtbot.addWidget(reader)
    reader.show()
    session.passage_asked_for.emit("report", 0, 0)
    return reader


def point_of(text: ReadText, claim: str) -> QPoint:
    mark = next(mark for mark in text.claim_marks.all if mark.id == claim)
    return text.boxes_of(mark)[0].center().toPoint()


def select(text: ReadText, passage: str) -> None:
    """Select a passage with the keys, from its beginning."""
    start = text.source_text.index(passage)
    text.go_to(start, start)
    for _ in range(300):
        if text.selection() == (start, start + len(passage)):
            return
        QTest.keyClick(text, Qt.Key.Key_Right if text.source_text[start] < "\u0600" else Qt.Key.Key_Left,
                       Qt.KeyboardModifier.ShiftModifier)  # fmt: skip
    raise AssertionError(f"{passage!r} cannot be selected by keys")


def test_the_text_and_its_claims_are_shown(reader: Reader) -> None:
    assert reader.text.toPlainText() == TEXT
    assert [mark.id for mark in reader.text.claim_marks.all] == ["column", "left", "nobody", "still"]
    assert {mark.id for mark in reader.text.claim_marks.all if mark.doubtful} == {"left", "nobody", "still"}
    assert "4 verified" in reader.head.about.accessibleName()


def test_a_card_leads_to_the_passage(reader: Reader, session: Session) -> None:
    found = session.project.claims["nobody"].anchor
    session.passage_asked_for.emit("report", found.start, found.end)
    assert reader.text.chosen == (found.start, found.end)
    assert reader.text.caret() == found.start


def test_a_click_on_a_highlight_goes_to_its_claim_and_again_to_the_next(
    qtbot: QtBot, reader: Reader, session: Session
) -> None:
    asked: list[str] = []
    session.claim_asked_for.connect(asked.append)
    text = reader.text
    both = text.boxes_of(next(mark for mark in text.claim_marks.all if mark.id == "nobody"))[0]
    where = QPoint(round(both.left()) + 12, round(both.center().y()))
    assert {mark.id for mark in text.marks_at(where) if mark.kind == "claim"} == {"left", "nobody"}
    for _ in range(2):
        QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, NoKey, where)
    assert sorted(asked) == ["left", "nobody"]
    assert session.focus is not None
    assert session.focus.id == "erbil"


def test_a_highlight_in_arabic_is_where_its_words_are(reader: Reader, session: Session) -> None:
    asked: list[str] = []
    session.claim_asked_for.connect(asked.append)
    text = reader.text
    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, NoKey, point_of(text, "column"))
    assert asked == ["column"]
    # The Arabic paragraph stands at the right margin, the English one at the left.
    arabic = text.document().firstBlock().layout().lineAt(0).naturalTextRect()
    english = text.document().findBlockByNumber(2).layout().lineAt(0).naturalTextRect()
    mixed = text.document().findBlockByNumber(3).layout().lineAt(0).naturalTextRect()
    assert arabic.right() == pytest.approx(text.viewport().width() - 20, abs=1)
    assert mixed.right() == pytest.approx(text.viewport().width() - 20, abs=1)
    assert english.left() == pytest.approx(20, abs=1)


def test_keys_select_a_passage_and_enter_asks_for_its_claim(reader: Reader, session: Session) -> None:
    wanted: list[ClaimDraft] = []
    session.form_asked_for.connect(wanted.append)
    select(reader.text, "withdrew from Erbil")
    assert reader.selection_bar.isVisible()
    QTest.keyClick(reader.text, Qt.Key.Key_Return)
    (draft,) = wanted
    assert (draft.source, TEXT[draft.start : draft.end]) == ("report", "withdrew from Erbil")
    assert (draft.place, draft.when, draft.modality) == ("erbil", "2024-05-05", "reported")


def test_keys_select_in_arabic_to_the_code_point(reader: Reader, session: Session) -> None:
    wanted: list[ClaimDraft] = []
    session.form_asked_for.connect(wanted.append)
    select(reader.text, "الرتل غادر أربيل")
    QTest.mouseClick(reader.selection_bar.new_claim, Qt.MouseButton.LeftButton)
    (draft,) = wanted
    assert TEXT[draft.start : draft.end] == "الرتل غادر أربيل"
    assert (draft.place, draft.when) == ("erbil", "2024-05-05")


def test_a_mouse_selects_words(reader: Reader) -> None:
    text = reader.text
    where = point_of(text, "still")
    QTest.mouseDClick(text.viewport(), Qt.MouseButton.LeftButton, NoKey, where)
    start, end = text.selection()
    assert TEXT[start:end] in {"is", "left", "in", "Erbil"}


def test_too_long_a_passage_is_told_at_once(qtbot: QtBot, qapp: Any, tmp_path: Path) -> None:
    long = "word " * 200
    project = made_project()
    report = Source("long", "Long", None, None, "en", None, "2024-05-08", "typed", Document(long, b"").sha256)
    with ProjectFile.create(tmp_path / "long.mapview", project, [Document(TEXT, b""), Document(long, b"")]) as file:
        session = Session(file)
        session.edit(Put(report), "report")
        reader = Reader(session)
        qtbot.addWidget(reader)
        reader.resize(500, 700)
        reader.show()
        wanted: list[object] = []
        session.form_asked_for.connect(wanted.append)
        session.passage_asked_for.emit("long", 0, 0)
        QTest.keyClick(reader.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert "300 at most" in reader.selection_bar.words.text()
        assert not reader.selection_bar.new_claim.isEnabled()
        QTest.keyClick(reader.text, Qt.Key.Key_Return)
        assert wanted == []


LETTERS = st.text(st.sampled_from("abc ابت 12 ٣٤ 😀👩\u200d🚒دَ\u0301\u200f\u2067\u2069\n،."), min_size=1, max_size=60)


@settings(max_examples=60)
@given(LETTERS, st.data())
def test_any_selection_maps_to_code_points_and_back(reader: Reader, letters: str, data: st.DataObject) -> None:
    text = reader.text
    text.read(letters)
    start = data.draw(st.integers(0, len(letters)))
    end = data.draw(st.integers(start, len(letters)))
    text.select(start, end)
    found = text.selection()
    assert letters[slice(*found)] == letters[start:end].strip()
    if letters[start:end].strip():
        assert start <= found[0] < found[1] <= end
    assert text.caret() == end
    # Qt moves by what is one character to a reader, of which a code point may be only a part.
    QTest.keyClick(text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    cursor = text.textCursor()
    held = letters[: text.caret()]
    assert len(held.encode("utf-16-le")) // 2 == cursor.position()


def test_copied_text_is_the_report_s_without_bidi_marks(reader: Reader) -> None:
    text = reader.text
    text.read("\u202bقال\u00a0إن\u202c \u200fبغداد")
    QTest.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "قال\u00a0إن بغداد"


def test_finding_goes_through_all_spellings(qtbot: QtBot, reader: Reader) -> None:
    text, bar = reader.text, reader.find_bar
    QTest.keyClick(text, Qt.Key.Key_Slash)
    assert bar.isVisible()
    bar.field.setText("اربيل")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 1")
    assert TEXT[slice(*text.selection())] == "أربيل"
    bar.field.setText("erbil")
    qtbot.waitUntil(lambda: bar.count.text().endswith("of 2"))
    first = text.selection()
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert text.selection() != first
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert text.selection() == first
    bar.field.setText("nothing of this")
    qtbot.waitUntil(lambda: bar.count.text() == "not found")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_keys_go_from_claim_to_claim_and_out(reader: Reader, session: Session) -> None:
    asked: list[str] = []
    session.claim_asked_for.connect(asked.append)
    text = reader.text
    seen = []
    for _ in range(5):
        reader.go_to_claim(1)
        seen.append(text.chosen)
    marks = [(mark.start, mark.end) for mark in text.claim_marks.all]
    assert seen == [*marks, marks[0]]
    reader.go_to_claim(-1)
    assert text.chosen == marks[-1]
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert asked == ["still"]
    left: list[bool] = []
    reader.left.connect(lambda: left.append(True))
    QTest.keyClick(text, Qt.Key.Key_Escape)
    assert left == [True]
    assert text.chosen is None


def test_text_grows_and_shrinks_and_the_size_is_kept(reader: Reader, session: Session) -> None:
    before = reader.text.size_px
    QTest.mouseClick(reader.head.larger, Qt.MouseButton.LeftButton)
    assert reader.text.size_px > before
    again = Reader(session, reader._settings)
    assert again.text.size_px == reader.text.size_px
    again.deleteLater()


def test_a_source_without_a_text_says_so_and_asks_for_it(reader: Reader, session: Session) -> None:
    asked: list[str] = []
    session.original_asked_for.connect(asked.append)
    session.passage_asked_for.emit("other", 0, 0)
    assert not reader.text.isVisible()
    assert reader.hint.isVisible()
    QTest.mouseClick(reader.head.attach, Qt.MouseButton.LeftButton)
    assert asked == ["other"]


def test_the_chooser_filters_and_chooses_by_keys(qtbot: QtBot, reader: Reader) -> None:
    chooser = reader.head.chooser
    QTest.mouseClick(chooser, Qt.MouseButton.LeftButton)
    assert chooser.popup.isVisible()
    QTest.keyClicks(chooser.list.filter, "wire")
    assert chooser.entries.entries.rowCount() == 1
    QTest.keyClick(chooser.list.filter, Qt.Key.Key_Return)
    assert reader.source == "other"
    assert not chooser.popup.isVisible()


def test_claims_are_shown_where_they_stand_in_a_changed_text(qtbot: QtBot, qapp: Any, tmp_path: Path) -> None:
    changed = "A line that is new.\n" + TEXT.replace("is left in Erbil", "was there at all")
    document = Document(changed, changed.encode())
    with ProjectFile.create(tmp_path / "changed.mapview", made_project()) as file:
        session = Session(file)
        session.keep([document])
        reader = Reader(session)
        qtbot.addWidget(reader)
        reader.resize(520, 800)
        reader.show()
        session.passage_asked_for.emit("report", 0, 0)
        text = reader.text
        assert text.source_text == changed
        assert [mark.id for mark in text.claim_marks.all] == ["column", "left"]
        assert "2 moved" in reader.head.about.accessibleName()
        assert session.anchors.verdict("still") in {"changed", "lost"}
        found = session.project.claims["left"].anchor
        session.passage_asked_for.emit("report", found.start, found.end)
        assert text.chosen is not None
        assert changed[slice(*text.chosen)] == "withdrew from Erbil on 5 May 2024"
        said: list[str] = []
        reader.failed.connect(said.append)
        lost = session.project.claims["still"].anchor
        session.passage_asked_for.emit("report", lost.start, lost.end)
        assert "does not stand" in said[0]
        QTest.mouseClick(reader.head.adopt, Qt.MouseButton.LeftButton)
        assert session.project.sources["report"].sha256 == document.sha256
        assert session.anchors.verdict("left") == "verified"
        assert not reader.head.adopt.isVisible()
        session.undo()
        assert session.project.sources["report"].sha256 != document.sha256


def test_a_long_text_is_laid_out_where_it_is_seen(reader: Reader) -> None:
    text = reader.text
    long = f"{TEXT}\n" * 2000
    text.read(long)
    start = len(long) - len(TEXT) - 1 + TEXT.index("withdrew")
    text.mark_claims(Marks([Mark(start, start + 8, "claim", "late")]))
    text.choose(start, start + 8)
    (box,) = text.boxes_of(text.claim_marks.all[0])
    assert text.viewport().rect().contains(box.toRect())
    laid_out = 0
    block = text.document().firstBlock()
    while block.isValid():
        laid_out += block.layout().lineCount() > 0
        block = block.next()
    assert laid_out < 200


def test_in_the_window_a_card_leads_to_the_passage_and_a_passage_to_the_form(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    session.show_claim("still")
    cards = window.claims.cards
    cards.setFocus()
    QTest.keyClick(cards, Qt.Key.Key_P)
    found = session.project.claims["still"].anchor
    assert window.reader.isVisible()
    assert window.reader.text.chosen == (found.start, found.end)
    qtbot.waitUntil(lambda: window.reader.width() >= 400)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.reader.text.chosen != (found.start, found.end)
    QTest.keyClick(window.reader.text, Qt.Key.Key_Escape)
    assert window.focusWidget() is cards
    window.show_reader()
    select(window.reader.text, "withdrew from Erbil")
    wanted: list[ClaimDraft] = []
    session.form_asked_for.connect(wanted.append)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert [draft.place for draft in wanted] == ["erbil"]
    assert window.forms_dock.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.reader.find_bar.isVisible()
    qtbot.waitUntil(lambda: not window.reader.suggestions.is_reading, timeout=20_000)


def test_a_card_tells_that_its_passage_has_moved(qtbot: QtBot, qapp: Any, tmp_path: Path) -> None:
    changed = f"A line that is new.\n{TEXT}"
    with ProjectFile.create(tmp_path / "moved.mapview", made_project()) as file:
        session = Session(file)
        panel = ClaimsPanel(session)
        qtbot.addWidget(panel)
        panel.show()
        session.set_focus(Focus("place", "erbil"))
        before = [row.content.anchor for row in panel.cards.claims.rows if isinstance(row.content, Card)]
        assert before == ["not available"] * 3
        session.keep([Document(changed, changed.encode())])
        qtbot.waitUntil(
            lambda: (
                [row.content.anchor for row in panel.cards.claims.rows if isinstance(row.content, Card)]
                == ["moved"] * 3
            )
        )
        assert "passage moved" in panel.cards.claims.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
