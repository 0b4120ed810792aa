"""A timeline of two sources, built from the reports themselves with mouse and keys alone."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from tests.helpers.pages import packed

from mapview.domain.dates import parse
from mapview.domain.model import Text
from mapview.ui.forms.claim_form import ClaimForm
from mapview.ui.forms.place_form import PlaceForm
from mapview.ui.importing.page import ImportPage
from mapview.ui.main_window import MainWindow
from mapview.ui.page_dialog import PageDialog
from mapview.ui.program import Program

PATIENCE_MS = 60_000
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT = Qt.MouseButton.LeftButton


def write(text: str, field: QWidget) -> None:
    """Type letters of any script; QTest.keyClicks aborts on those beyond Latin-1."""
    field.setFocus()
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(field, QKeyEvent(kind, 0, NONE, letter))


def choose(window: QWidget, path: Path, qtbot: QtBot) -> None:
    """Paste a file's name into the dialog that is open."""
    qtbot.waitUntil(lambda: bool(window.findChildren(QFileDialog)), timeout=PATIENCE_MS)
    dialog = window.findChildren(QFileDialog)[-1]
    name = dialog.findChild(QLineEdit)
    assert isinstance(name, QLineEdit)
    name.selectAll()
    # Typed letter by letter, names are completed in a popup that takes Enter for itself.
    QGuiApplication.clipboard().setText(str(path))
    QTest.keyClick(name, Qt.Key.Key_V, CTRL)
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible(), timeout=PATIENCE_MS)


def take(words: str, field: QLineEdit) -> None:
    """Type what something is called into a field that offers such, and go on."""
    field.selectAll()
    write(words, field)
    QTest.keyClick(field, Qt.Key.Key_Return)


def window_of(program: Program, qtbot: QtBot) -> MainWindow:
    qtbot.waitUntil(lambda: program.window is not None and program.window.map.is_ready, timeout=PATIENCE_MS)
    window = program.window
    assert window is not None
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    return window


def bring_in(window: MainWindow, qtbot: QtBot, report: Path, publisher: str) -> None:
    """Drop a report, say who published it, and confirm."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(report))])
    at, copy = QPoint(window.width() // 2, window.height() // 2), Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(at, copy, data, LEFT, NONE))
    QApplication.sendEvent(window, QDropEvent(QPointF(at), copy, data, LEFT, NONE))
    qtbot.waitUntil(lambda: window.imports.page is not None, timeout=PATIENCE_MS)
    page = window.imports.page
    assert isinstance(page, ImportPage)
    write(publisher, page.fields["publisher"])
    QTest.mouseClick(page.proceed, LEFT)
    qtbot.waitUntil(lambda: window.imports.page is None, timeout=PATIENCE_MS)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)


def find(window: MainWindow, words: str, qtbot: QtBot) -> None:
    """Select words by looking for them."""
    reader = window.reader
    QTest.mouseClick(reader.text.viewport(), LEFT)
    QTest.keyClick(reader.text, Qt.Key.Key_Slash)
    write(words, reader.find_bar.field)
    text = reader.text
    qtbot.waitUntil(lambda: text.source_text[slice(*text.selection())] == words, timeout=PATIENCE_MS)
    QTest.keyClick(reader.find_bar.field, Qt.Key.Key_Escape)


def drag(window: MainWindow, words: str, qtbot: QtBot) -> None:
    """Select words with the mouse, which finds them where they were found by keys."""
    find(window, words, qtbot)
    text = window.reader.text
    cursor = text.textCursor()
    ends = []
    # Arabic begins at the right.
    for position, outwards in ((cursor.selectionStart(), 2), (cursor.selectionEnd(), -2)):
        cursor.setPosition(position)
        ends.append(text.cursorRect(cursor).center() + QPoint(outwards, 0))
    QTest.mouseClick(text.viewport(), LEFT, NONE, QPoint(4, 4))
    QTest.mousePress(text.viewport(), LEFT, NONE, ends[0])
    QTest.mouseMove(text.viewport(), (ends[0] + ends[1]) / 2)
    QTest.mouseMove(text.viewport(), ends[1])
    QTest.mouseRelease(text.viewport(), LEFT, NONE, ends[1])


def claim(window: MainWindow, words: str, value: str, when: str, statement: str) -> ClaimForm:
    """Make a claim of the passage that is selected, as far as it goes without its place."""
    text = window.reader.text
    start, end = text.selection()
    assert text.source_text[start:end] == words
    QTest.keyClick(text, Qt.Key.Key_Return)
    form = window.forms.form
    assert isinstance(form, ClaimForm)
    take("Presence", form.topic.combo.field)
    form.value.state.setFocus()
    write(value, form.value.state)
    form.when.selectAll()
    write(when, form.when)
    write(statement, form.statement.both.en)
    return form


def test_a_timeline_of_two_sources(program: Program, qtbot: QtBot, originals: Path, tmp_path: Path) -> None:
    welcome = program.show_welcome()
    QTest.mouseClick(welcome.new, LEFT)
    choose(welcome, tmp_path / "mine.mapview", qtbot)
    window = window_of(program, qtbot)

    bring_in(window, qtbot, originals / "002_c21eda2f3a7e994b.txt", "Second Paper")
    drag(window, "عين الأسد", qtbot)
    form = claim(window, "عين الأسد", "absent", "since 14 January 2026", "They have left.")
    form.place.combo.field.selectAll()
    write("Ain al-Asad", form.place.combo.field)
    QTest.mouseClick(form.place.new_button, LEFT)
    place = window.forms.form
    assert isinstance(place, PlaceForm)
    place.search.field.selectAll()
    write("Ain al-Asad", place.search.field)
    qtbot.waitUntil(lambda: bool(place.search.list.candidates.rows), timeout=PATIENCE_MS)
    QTest.keyClick(place.search.field, Qt.Key.Key_Return)
    QTest.keyClick(place.names.en, Qt.Key.Key_Return, CTRL)
    assert window.forms.form is form
    assert form.problems() == []
    QTest.keyClick(form.statement.both.en, Qt.Key.Key_Return, CTRL)
    (base,) = window.session.project.places

    bring_in(window, qtbot, originals / "004_79ff55134d49f6d6.txt", "First Agency")
    find(window, "عين الأسد", qtbot)
    form = claim(window, "عين الأسد", "present", "since 11 October 2025", "They are there.")
    take("Asad", form.place.combo.field)
    assert form.problems() == []
    QTest.keyClick(form.statement.both.en, Qt.Key.Key_Return, CTRL)

    session = window.session
    made = list(session.project.claims.values())
    assert [(one.place, one.value, one.when) for one in made] == [
        (base, "absent", "2026-01-14/.."), (base, "present", "2025-10-11/.."),
    ]  # fmt: skip
    assert [session.project.sources[one.source].publisher for one in made] == [
        Text("Second Paper"), Text("First Agency"),
    ]  # fmt: skip
    assert [session.project.sources[one.source].published for one in made] == ["2026-01-14", "2025-10-11"]
    window.time_bar.date.selectAll()
    write("15 January 2026", window.time_bar.date)
    QTest.keyClick(window.time_bar.date, Qt.Key.Key_Return)
    assert session.at == parse("2026-01-15")
    assert session.tally.status_of_place(session.timeline.columns.place_ids.index(base)) == "disputed"
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert list(session.project.claims) == [made[0].id]
    QTest.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert list(session.project.claims) == [one.id for one in made]

    QTest.keyClick(window, Qt.Key.Key_W, CTRL)
    assert program.welcome is not None
    QTest.mouseClick(program.welcome.recent[0], LEFT)
    window = window_of(program, qtbot)
    assert list(window.session.project.claims.values()) == made
    assert window.session.file.undo_label is not None
    QTest.keyClick(window, Qt.Key.Key_E, CTRL | SHIFT)
    qtbot.waitUntil(lambda: bool(window.findChildren(PageDialog)), timeout=PATIENCE_MS)
    QTest.keyClick(window.findChildren(PageDialog)[-1], Qt.Key.Key_Return)
    choose(window, tmp_path / "mine.html", qtbot)
    qtbot.waitUntil(lambda: "Wrote" in window.notice.words.text(), timeout=PATIENCE_MS)
    page = (tmp_path / "mine.html").read_text(encoding="utf-8")
    assert "They have left." in packed(page, "cards")
    assert "Second Paper" in page
