"""Documents into the project by menu, drop and paste, confirmed and undone as a hand would."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from mapview.domain.starter import starter_project
from mapview.reading.documents import read_bytes
from mapview.store.project_file import ProjectFile
from mapview.ui.importing.page import ImportPage
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Session

PATIENCE_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Troops leave</title>'
    '<meta property="article:published_time" content="2026-01-14T10:00:00Z">'
    '<meta property="og:site_name" content="The Gazette"><link rel="canonical" href="https://example.org/a"></head>'
    "<body><article><p>" + "Words of an article that stand here. " * 12 + "</p></article></body></html>"
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE, encoding="utf-8")
    (folder / "b.txt").write_bytes(
        "غادرت القوات قاعدة عين الأسد يوم الأربعاء وقال مسؤول إن التسليم تم".encode("cp1256")
    )
    (folder / "c.txt").write_text("", encoding="utf-8")
    (folder / "d.docx").write_bytes(b"PK\x03\x04 no archive at all")
    return folder


def drop(window: MainWindow, data: QMimeData) -> None:
    """Drop something on the middle of the window, through the application as the system does."""
    target, copy = window, Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at = QPoint(window.width() // 2, window.height() // 2)
    entered = QDragEnterEvent(at, copy, data, buttons, keys)
    QApplication.sendEvent(target, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(at), copy, data, buttons, keys))


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, shift: bool = False) -> None:
    """Press Ctrl, or Ctrl and Shift, and a key in the window."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    QTest.keyClick(window, key, CONTROL | Qt.KeyboardModifier.ShiftModifier if shift else CONTROL)


def page_of(qtbot: QtBot, window: MainWindow) -> ImportPage:
    qtbot.waitUntil(lambda: window.imports.page is not None and window.imports.page.isVisible(), timeout=PATIENCE_MS)
    page = window.imports.page
    assert page is not None
    return page


def proceed(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    QTest.mouseClick(page.proceed, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.imports.page is None, timeout=PATIENCE_MS)


def test_files_dropped_are_shown_completed_imported_and_undone(qtbot: QtBot, empty: MainWindow, reports: Path) -> None:
    drop(empty, files(reports))
    page = page_of(qtbot, empty)
    assert [page.list.item(row).text().split("\n")[1] for row in range(4)] == [
        "new source", "new source", "cannot be read", "cannot be read",
    ]  # fmt: skip
    assert page.proceed.text().replace("&", "") == "Import 2"
    assert page.fields["publisher"].text() == "The Gazette"
    assert page.fields["published"].text() == "2026-01-14"
    assert page.marks["publisher"].text() == "stated by the document"
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.fields["title"].text() == ""
    assert page.marks["title"].text() == "not stated"
    assert page.marks["language"].text() == "told by its letters"
    assert "Windows-1256" in page.about.text()
    QTest.keyClicks(page.fields["publisher"], "Agency")
    QTest.keyClicks(page.fields["published"], "yesterdayish")
    assert not page.proceed.isEnabled()
    assert "yesterdayish" in page.hint.text()
    page.fields["published"].selectAll()
    QTest.keyClicks(page.fields["published"], "14 January 2026")
    assert page.marks["publisher"].text() == "yours"
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert "empty" in page.about.text()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert "damaged" in page.about.text()
    proceed(qtbot, empty)
    sources = empty.session.project.sources
    assert list(sources) == ["the-gazette-2026-01-14", "agency-2026-01-14"]
    assert sources["the-gazette-2026-01-14"].url == "https://example.org/a"
    assert sources["agency-2026-01-14"].title == "[b.txt]"
    assert all(empty.session.file.document(source.sha256) for source in sources.values())
    assert empty.session.focus is not None
    assert empty.session.focus.id == "the-gazette-2026-01-14"
    assert empty.reader_dock.isVisible()
    assert "2 new sources" in empty.notice.words.text()
    press(qtbot, empty, Qt.Key.Key_Z)
    assert empty.session.project.sources == {}
    press(qtbot, empty, Qt.Key.Key_Z, shift=True)
    assert list(empty.session.project.sources) == list(sources)
    drop(empty, files(reports / "a.html"))
    page = page_of(qtbot, empty)
    assert "There already" in page.about.text()
    assert not page.proceed.isEnabled()
    QTest.keyClick(page, Qt.Key.Key_Escape)


def test_another_encoding_is_chosen(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_bytes("قاعدة حرير في أربيل".encode("cp1256"))
    drop(empty, files(path))
    page = page_of(qtbot, empty)
    QTest.keyClicks(page.fields["publisher"], "Agency")
    page.encoding.setFocus()
    QTest.keyClick(page.encoding, Qt.Key.Key_End)
    assert "Turkish" in page.encoding.currentText()
    qtbot.waitUntil(lambda: "Turkish" in page.about.text(), timeout=PATIENCE_MS)
    assert "قاعدة" not in page.preview.toPlainText()
    assert page.fields["publisher"].text() == "Agency"
    assert page.fields["language"].text() == ""
    QTest.keyClick(page.encoding, Qt.Key.Key_Home)
    assert "قاعدة" in page.preview.toPlainText()
    assert page.fields["publisher"].text() == "Agency"
    assert page.fields["language"].text() == "ar"
    page.reject()


def test_a_pasted_text_and_a_near_copy_of_it(qtbot: QtBot, empty: MainWindow) -> None:
    words = " ".join(f"word{number}" for number in range(150))
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(words)
    press(qtbot, empty, Qt.Key.Key_V, shift=True)
    page = page_of(qtbot, empty)
    QTest.keyClicks(page.fields["title"], "First")
    proceed(qtbot, empty)
    assert empty.session.project.sources["first"].how == "pasted"
    clipboard.setText(f"{words} and an end of its own")
    press(qtbot, empty, Qt.Key.Key_V, shift=True)
    page = page_of(qtbot, empty)
    assert page.repeats.isVisible()
    assert "First" in page.repeats.itemText(1)
    page.repeats.setFocus()
    QTest.keyClick(page.repeats, Qt.Key.Key_Down)
    proceed(qtbot, empty)
    (copy,) = (source for source in empty.session.project.sources.values() if source.repeats)
    assert copy.repeats == "first"
    clipboard.clear()
    press(qtbot, empty, Qt.Key.Key_V, shift=True)
    assert "no text to paste" in empty.notice.words.text()


def test_originals_are_attached_to_the_first_timeline(qtbot: QtBot, window: MainWindow, originals: Path) -> None:
    window.imports.ask_for_originals()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(originals))
    dialog.close()
    page = page_of(qtbot, window)
    assert [item.fate for item in page.items] == ["original"] * 5
    proceed(qtbot, window)
    session = window.session
    assert all(session.file.document(source.sha256) for source in session.project.sources.values())
    assert session.file.undo_label is None
    assert "5 originals attached" in window.notice.words.text()


def test_an_original_in_another_version_is_offered_with_its_anchors(
    qtbot: QtBot, window: MainWindow, originals: Path, tmp_path: Path
) -> None:
    path = tmp_path / "page.txt"
    raw = (originals / "004_79ff55134d49f6d6.txt").read_bytes()
    path.write_bytes(b"A heading.\n" + raw)
    sha256 = read_bytes(raw).document.sha256
    source = next(one.id for one in window.session.project.sources.values() if one.sha256 == sha256)
    window.session.original_asked_for.emit(source)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()
    page = page_of(qtbot, window)
    assert page.items[0].fate == "adopted"
    assert "moved" in page.about.text()
    proceed(qtbot, window)
    assert window.session.project.sources[source].sha256 == page.items[0].incoming.sha256  # type: ignore[union-attr]
    assert "import of page.txt" in (window.session.file.undo_label or "")


def test_a_read_only_project_takes_nothing_and_says_so(
    qtbot: QtBot, qapp: Any, tmp_path: Path, settings: QSettings, reports: Path
) -> None:
    ProjectFile.create(tmp_path / "mine.mapview", starter_project("Mine")).close()
    with ProjectFile.open(tmp_path / "mine.mapview", read_only=True) as file:
        window = MainWindow(Session(file), settings)
        window.show()
        drop(window, files(reports / "a.html"))
        assert "Nothing can be imported here" in window.notice.words.text()
        mine = [action for action in window.actions_.writers if "ocument" in action.text()]
        assert len(mine) == 2
        for action in mine:
            assert not action.isEnabled()
            assert "Read-only" in action.toolTip()
        window.close()
        window.deleteLater()
        qapp.sendPostedEvents(window, 52)


def test_reading_can_be_given_up(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"report {number} " * 200, encoding="utf-8")
    drop(empty, files(folder))
    qtbot.waitUntil(lambda: "Reading" in empty.notice.words.text(), timeout=PATIENCE_MS)
    QTest.mouseClick(empty.notice.action, Qt.MouseButton.LeftButton)
    assert not empty.imports.busy
    assert "Nothing was imported" in empty.notice.words.text()
    assert empty.imports.page is None
    assert empty.session.project.sources == {}


def test_a_dropped_project_is_opened_and_a_link_is_not_fetched(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    asked: list[str] = []
    empty.open_asked.connect(asked.append)
    other = tmp_path / "other.mapview"
    drop(empty, files(other))
    assert asked == [str(other)]
    link = QMimeData()
    link.setUrls([QUrl("https://example.org/article")])
    drop(empty, link)
    assert "fetches nothing" in empty.notice.words.text()


def test_a_full_disk_keeps_what_was_typed(qtbot: QtBot, empty: MainWindow, reports: Path) -> None:
    connection = empty.session.file._connection
    long = PAGE.replace("</article>", "".join(f"<p>Paragraph {n} says more.</p>" for n in range(5000)) + "</article>")
    (reports / "a.html").write_text(long, encoding="utf-8")
    drop(empty, files(reports / "a.html"))
    page = page_of(qtbot, empty)
    page.fields["publisher"].selectAll()
    QTest.keyClicks(page.fields["publisher"], "Another Gazette")
    (count,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {count}")
    QTest.mouseClick(page.proceed, Qt.MouseButton.LeftButton)
    assert page.isVisible()
    assert "disk is full" in page.hint.text()
    assert page.fields["publisher"].text() == "Another Gazette"
    assert empty.session.project.sources == {}
    connection.execute("PRAGMA max_page_count = 1000000")
    proceed(qtbot, empty)
    assert list(empty.session.project.sources) == ["another-gazette-2026-01-14"]


def test_a_huge_file_and_one_that_nobody_may_read_are_listed(qtbot: QtBot, empty: MainWindow, tmp_path: Path) -> None:
    huge, locked = tmp_path / "huge.txt", tmp_path / "gone.txt"
    with huge.open("wb") as stream:
        stream.truncate(200_000_000)
    drop(empty, files(huge, locked))
    page = page_of(qtbot, empty)
    assert "more than 100 MB" in page.about.text()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert "cannot be read" in page.about.text()
    assert not page.proceed.isEnabled()
    assert "Nothing here can be imported" in page.hint.text()
    page.reject()


def test_drops_on_the_map_reach_the_window(qtbot: QtBot, empty: MainWindow) -> None:
    view = empty.map.view
    qtbot.waitUntil(lambda: not any(part.acceptDrops() for part in view.findChildren(QWidget)), timeout=PATIENCE_MS)
    assert not view.acceptDrops()
    assert empty.acceptDrops()
