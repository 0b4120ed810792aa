"""The export dialog: every kind of file is written from it, with a preview; it can be stopped, and says what fails."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from mapview.domain.dates import parse
from mapview.domain.filters import Filter
from mapview.render.picture_texts import view_in_picture
from mapview.ui.exporting.choices import Choices, choices_kept, kept, snapshot_of
from mapview.ui.exporting.dialog import _KIND_ROLE, ExportDialog
from mapview.ui.exporting.kinds import KINDS, ExportKind
from mapview.ui.main_window import MainWindow
from mapview.ui.session import Focus, Session

PATIENCE_MS = 60_000
OF = {kind.extension: kind for kind in KINDS}


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow) -> Callable[[str], ExportDialog]:
    """Open the dialog by its keys and choose a kind of file in its list by keys."""

    def open_at(extension: str) -> ExportDialog:
        qtbot.waitUntil(lambda: window.session.frame is not None, timeout=PATIENCE_MS)
        window.exports.ask_for_any()
        dialog = window.findChildren(ExportDialog)[-1]
        dialog.kinds.setCurrentRow(1)
        while dialog.kind.extension != extension:
            row = dialog.kinds.currentRow()
            QTest.keyClick(dialog.kinds, Qt.Key.Key_Down)
            assert dialog.kinds.currentRow() > row
        return dialog

    return open_at


def previewed(qtbot: QtBot, dialog: ExportDialog) -> None:
    qtbot.waitUntil(lambda: not dialog._settled.isActive() and not dialog.preview.is_busy, timeout=PATIENCE_MS)


def choose(field: QComboBox, data: object) -> None:
    at = field.findData(data)
    assert at >= 0
    field.setCurrentIndex(at)


def export_to(qtbot: QtBot, dialog: ExportDialog, path: Path) -> None:
    """Press the button, type a file's name, and press Return."""
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QFileDialog)), timeout=PATIENCE_MS)
    (chooser,) = dialog.findChildren(QFileDialog)
    name = chooser.findChild(QLineEdit)
    assert isinstance(name, QLineEdit)
    name.setText(str(path))
    QTest.keyClick(name, Qt.Key.Key_Return)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.group != "film"], ids=lambda kind: kind.extension)
def test_every_kind_of_file_is_previewed_and_written(
    qtbot: QtBot, window: MainWindow, opened: Callable[[str], ExportDialog], tmp_path: Path, kind: ExportKind
) -> None:
    dialog = opened(kind.extension)
    previewed(qtbot, dialog)
    assert not dialog.problem.isVisible()
    assert dialog.notes.text()
    if kind.group in {"data", "sources"}:
        assert dialog.preview.currentWidget() is dialog.preview.text
        assert len(dialog.preview.text.toPlainText()) > 100
    elif kind.group in {"page", "report"}:
        page = dialog.preview.page
        assert page is not None
        assert dialog.preview.currentWidget() is page
        said: list[str] = []
        page.web.page.toPlainText(said.append)
        qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE_MS)
        assert "withdrawal" in said[0]
    else:
        assert dialog.preview.picture.pixmap().width() > 150
    path = tmp_path / f"out.{kind.extension}"
    with qtbot.waitSignal(window.exports.written, timeout=PATIENCE_MS) as written:
        export_to(qtbot, dialog, path)
    assert written.args == [str(path)]
    assert path.stat().st_size > 300
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=PATIENCE_MS)
    assert str(path) in window.notice.words.text()
    assert not window.exports.busy


@pytest.mark.parametrize("extension", ["gif", "mp4"])
def test_a_film_is_written_with_its_span_and_steps(
    qtbot: QtBot, window: MainWindow, opened: Callable[[str], ExportDialog], tmp_path: Path, extension: str
) -> None:
    dialog = opened(extension)
    QTest.keyClicks(dialog.options.begin, "2026-01-12")
    QTest.keyClicks(dialog.options.end, "2026-01-15")
    choose(dialog.options.step, "1d")
    previewed(qtbot, dialog)
    assert dialog.notes.text().startswith("4 frames, 1 second")
    path = tmp_path / f"out.{extension}"
    with qtbot.waitSignal(window.exports.written, timeout=PATIENCE_MS):
        export_to(qtbot, dialog, path)
    assert path.stat().st_size > 1000


def test_a_film_can_be_stopped_and_leaves_nothing(
    qtbot: QtBot, window: MainWindow, opened: Callable[[str], ExportDialog], tmp_path: Path
) -> None:
    dialog = opened("gif")
    choose(dialog.options.step, "7d")
    previewed(qtbot, dialog)
    export_to(qtbot, dialog, tmp_path / "out.gif")
    qtbot.waitUntil(lambda: dialog.progress.isVisible() and dialog.progress.value() > 0, timeout=PATIENCE_MS)
    assert dialog.cancel.text() == "Stop"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.notes.text() == "Stopped. Nothing was written."
    assert dialog.export.isEnabled()
    assert not window.exports.busy
    # The thread that writes takes its beginning away.
    qtbot.waitUntil(lambda: not list(tmp_path.glob("*.gif*")), timeout=PATIENCE_MS)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=PATIENCE_MS)


def test_what_goes_wrong_is_said_in_the_dialog_which_stays(
    qtbot: QtBot, window: MainWindow, opened: Callable[[str], ExportDialog], session: Session, tmp_path: Path
) -> None:
    dialog = opened("csv")
    snapshot = snapshot_of(session, Choices(), OF["csv"])
    assert dialog._settled.isActive()
    dialog.write(snapshot, tmp_path / "missing" / "out.csv")
    assert not dialog._settled.isActive()
    qtbot.waitUntil(dialog.problem.isVisible, timeout=PATIENCE_MS)
    assert "missing" in dialog.problem.text()
    assert dialog.export.isEnabled()
    dialog.reject()


@pytest.mark.parametrize(
    ("extension", "field", "typed", "said"),
    [
        ("gif", "begin", "someday", "someday"),
        ("pdf", "own_paper", "large", "millimetres"),
        ("pdf", "own_paper", "50 x 50", "too small for its legend"),
        ("png", "own_paper", "9000 x 50", "40 to 2000 mm"),
    ],
)
def test_a_choice_that_cannot_be_is_told_before_anything_is_written(
    qtbot: QtBot,
    opened: Callable[[str], ExportDialog],
    expected_log: list[str],
    extension: str,
    field: str,
    typed: str,
    said: str,
) -> None:
    expected_log += ["picture-too-small"]
    dialog = opened(extension)
    line: QLineEdit = getattr(dialog.options, field)
    if field == "own_paper":
        choose(dialog.options.sizes, "own")
    line.clear()
    QTest.keyClicks(line, typed)
    previewed(qtbot, dialog)
    qtbot.waitUntil(dialog.problem.isVisible, timeout=PATIENCE_MS)
    assert said in dialog.problem.text()
    dialog.reject()


def test_choices_reach_the_picture_and_are_remembered(
    qtbot: QtBot,
    window: MainWindow,
    session: Session,
    settings: QSettings,
    opened: Callable[[str], ExportDialog],
    tmp_path: Path,
) -> None:
    session.set_focus(Focus("place", "ain-al-asad"))
    session.set_filter(Filter(modalities=("reported",)))
    dialog = opened("png")
    options = dialog.options
    choose(options.sizes, "a5-landscape")
    choose(options.dpi, 150)
    choose(options.theme, "dark")
    choose(options.language, "ar")
    choose(options.area, "place")
    choose(options.time, True)
    choose(options.filters, True)
    typed = QInputMethodEvent()
    typed.setCommitString("قبل الإخلاء")
    QApplication.sendEvent(options.caption, typed)
    previewed(qtbot, dialog)
    path = tmp_path / "out.png"
    with qtbot.waitSignal(window.exports.written, timeout=PATIENCE_MS):
        export_to(qtbot, dialog, path)
    image, record = QImage(str(path)), view_in_picture(path)
    assert (image.width(), image.height()) == (1240, 874)
    assert (record.theme, record.language, record.view.caption.en) == ("dark", "ar", "قبل الإخلاء")
    assert (record.view.at, record.view.filter) == ("../..", Filter())
    place, bbox = session.project.places["ain-al-asad"], record.view.bbox
    assert bbox is not None
    assert bbox[0] < place.lon < bbox[2]
    assert bbox[2] - bbox[0] < 2
    again = opened("png")
    assert again.options.choices() == choices_kept(str(settings.value("export_choices")))
    assert (again.options.choices().paper, again.options.choices().caption) == ("a5-landscape", "")
    again.reject()


def test_the_list_goes_by_keys_over_its_headings_and_shows_only_what_a_kind_has(
    qtbot: QtBot, opened: Callable[[str], ExportDialog]
) -> None:
    dialog = opened("pdf")
    form = dialog.options.form
    assert form.isRowVisible(dialog.options.dpi)
    assert not form.isRowVisible(dialog.options.step)
    for _ in range(len(KINDS)):
        QTest.keyClick(dialog.kinds, Qt.Key.Key_Down)
        assert dialog.kinds.currentItem().data(_KIND_ROLE) is not None
    assert dialog.kind == KINDS[-1]
    assert not form.isRowVisible(dialog.options.dpi)
    assert not form.isRowVisible(dialog.options.caption)
    dialog.reject()


def test_data_of_the_chosen_place_alone_if_that_is_chosen(session: Session) -> None:
    session.set_focus(Focus("place", "ain-al-asad"))
    everything = snapshot_of(session, Choices(area="all"), OF["csv"])
    assert (everything.place, everything.bbox, everything.at) == (None, None, parse("2026-01-15"))
    assert snapshot_of(session, Choices(area="place"), OF["csv"]).place == "ain-al-asad"
    assert snapshot_of(session, Choices(area="all"), OF["png"]).place == "ain-al-asad"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"scale": "large", "maps": null, "size": [1], "other": 5}'])
def test_kept_choices_that_cannot_be_read_are_as_at_first(text: str) -> None:
    assert choices_kept(text) == Choices()
    assert choices_kept(kept(Choices(maps=4, size=(10, 20)))) == Choices(maps=4, size=(10, 20))


def test_what_is_printed_is_light_in_a_dark_window_unless_asked(session: Session) -> None:
    session.set_appearance(theme="dark")
    choices = Choices(theme=session.theme)
    assert snapshot_of(session, choices, OF["pdf"]).theme == "light"
    assert snapshot_of(session, replace(choices, ink="dark"), OF["pdf"]).theme == "dark"
    assert snapshot_of(session, choices, OF["png"]).theme == "dark"


def test_the_preview_of_a_film_plays_some_frames_and_says_its_length_span_and_size(
    qtbot: QtBot, window: MainWindow, opened: Callable[[str], ExportDialog], tmp_path: Path
) -> None:
    dialog = opened("webp")
    choose(dialog.options.step, "1m")
    assert dialog.options.begin.placeholderText() == "2024-07-17"
    qtbot.waitUntil(lambda: "About" in dialog.notes.text(), timeout=PATIENCE_MS)
    assert dialog.notes.text().startswith("29 frames, 7 seconds, 17 July 2024 to 16 November 2026. About ")
    first = dialog.preview.picture.pixmap().toImage()
    qtbot.waitUntil(lambda: dialog.preview.picture.pixmap().toImage() != first, timeout=PATIENCE_MS)


def test_several_maps_ask_from_when_to_when(
    qtbot: QtBot, window: MainWindow, opened: Callable[[str], ExportDialog]
) -> None:
    dialog = opened("png")
    assert not dialog.options.begin.isVisible()
    choose(dialog.options.maps, 4)
    assert dialog.options.begin.isVisible()
    QTest.keyClicks(dialog.options.begin, "2025-10-01")
    QTest.keyClicks(dialog.options.end, "2026-01-31")
    snapshot = snapshot_of(window.session, dialog.options.choices(), OF["png"])
    assert [at.earliest for at in snapshot.dates][::3] == [parse("2025-10-01").earliest, parse("2026-01-31").earliest]
    previewed(qtbot, dialog)
