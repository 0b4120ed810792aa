"""The history of a project, driven by keys and mouse."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS

from mapview.domain.changes import Macro, Put, Remove
from mapview.domain.model import Text
from mapview.domain.removal import remove_claims
from mapview.store.bulk import finished
from mapview.store.showing import timeline_of
from mapview.ui.history import HistoryDialog
from mapview.ui.importing.many_moves import ManyMoves
from mapview.ui.session import Session

CLAIM = "araby-iraq-most-left"


@pytest.fixture
def edited(session: Session) -> Session:
    """A session with three steps."""
    claim = session.project.claims[CLAIM]
    session.edit(Put(replace(claim, when="2026-01-10/..")), "change of the date of “Most”")
    session.edit(Put(replace(session.project.claims[CLAIM], place="harir", note="seen")), "move of “Most”")
    place = session.project.places["harir"]
    session.edit(Put(replace(place, names=Text("Harir airfield", place.names.ar), lat=36.5)), "move of Harir")
    return session


@pytest.fixture
def dialog(qtbot: QtBot, edited: Session) -> Iterator[HistoryDialog]:
    dialog = HistoryDialog(edited, ManyMoves(edited, edited))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    yield dialog
    dialog.close()


def labels(dialog: HistoryDialog) -> list[str]:
    return [dialog.model.label(step) for step in dialog.model.steps]


def test_steps_are_listed_with_their_time(dialog: HistoryDialog) -> None:
    assert labels(dialog) == ["move of Harir", "move of “Most”", "change of the date of “Most”", "The beginning"]
    said = dialog.model.data(dialog.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("move of Harir, ")
    assert said.endswith(", done")
    assert ":" in said
    assert not dialog.go_button.isEnabled()


def test_a_step_says_what_changed_from_what_to_what(dialog: HistoryDialog, edited: Session) -> None:
    dialog.steps.setFocus()
    QTest.keyClick(dialog.steps, Qt.Key.Key_Down)
    said = dialog.details.text()
    assert "Claim changed" in said
    assert edited.project.claims[CLAIM].statement.en in said
    for part in ("place", "Iraq", "Harir airfield", "note", "seen"):
        assert part in said
    assert "latitude" not in said
    QTest.keyClick(dialog.steps, Qt.Key.Key_Down)
    assert "from 10 January 2026, open" in dialog.details.text()
    assert "from 14 January 2026, open" in dialog.details.text()


def test_going_back_and_forth_is_one_action(qtbot: QtBot, dialog: HistoryDialog, edited: Session) -> None:
    told: list[None] = []
    edited.project_changed.connect(lambda: told.append(None))
    after = edited.project
    QTest.keyClick(dialog.steps, Qt.Key.Key_End)
    assert "undoes 3" in dialog.go_button.text()
    QTest.mouseClick(dialog.go_button, Qt.MouseButton.LeftButton)
    assert edited.file.undo_label is None
    assert edited.project.claims[CLAIM].when == "2026-01-14/.."
    assert len(told) == 1
    assert dialog.model.data(dialog.model.index(0), Qt.ItemDataRole.AccessibleTextRole).endswith(", undone")
    QTest.keyClick(dialog.steps, Qt.Key.Key_Home)
    assert "does 3 again" in dialog.go_button.text()
    QTest.keyClick(dialog.go_button, Qt.Key.Key_Space)
    assert edited.project == after
    assert edited.file.redo_label is None
    assert len(told) == 2


def test_a_new_edit_takes_the_place_of_what_was_undone(dialog: HistoryDialog, edited: Session) -> None:
    edited.undo()
    claim = edited.project.claims[CLAIM]
    edited.edit(Put(replace(claim, note="otherwise")), "note")
    assert labels(dialog)[:2] == ["note", "move of “Most”"]
    assert dialog.model.present() == 0


def test_what_is_added_and_deleted_is_told(dialog: HistoryDialog, edited: Session) -> None:
    claim = edited.project.claims[CLAIM]
    edited.edit(Put(replace(claim, id="another", statement=Text("<b>Another</b>"))), "new claim")
    dialog.steps.setCurrentIndex(dialog.model.index(0))
    assert "Claim added" in dialog.details.text()
    assert "&lt;b&gt;Another&lt;/b&gt;" in dialog.details.text()
    edited.edit(remove_claims(edited.project, ["another", CLAIM]).change, "deletion of 2 claims")
    dialog.steps.setCurrentIndex(dialog.model.index(0))
    assert dialog.details.text().count("Claim deleted") == 2


def test_many_changes_are_told_in_part(dialog: HistoryDialog, edited: Session) -> None:
    claim = edited.project.claims[CLAIM]
    edited.edit(Macro(tuple(Put(replace(claim, id=f"many-{number}")) for number in range(100))), "import")
    dialog.steps.setCurrentIndex(dialog.model.index(0))
    assert "and 40 more" in dialog.details.text()
    edited.edit(Macro(tuple(Remove("claims", f"many-{number}") for number in range(100))), "deletion")


def test_a_step_of_very_many_claims_says_how_many(qtbot: QtBot, edited: Session) -> None:
    claims = [replace(claim, note="brought") for claim in edited.project.claims.values()]
    count = len(claims)
    claims += [replace(claims[0], id=f"brought-{number}") for number in range(1200)]
    with edited.file.bulk() as edit:
        edit.put(claims, edited.project)
        finished(edit.store(Macro(()), "import of table.csv"))
        stored = edit.result()
    edited.adopt(stored, timeline_of(stored.project))
    edited.edit(Put(replace(edited.project.claims[CLAIM], note="again")), "note on “Most”")
    moves = ManyMoves(edited, edited)
    dialog = HistoryDialog(edited, moves)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    assert labels(dialog)[:3] == [
        "note on “Most”",
        f"import of table.csv, {count + 1200:,} claims",
        "move of Harir",
    ]
    dialog.steps.setCurrentIndex(dialog.model.index(1))
    assert "1,200 claims added" in dialog.details.text()
    assert f"{count} claims changed" in dialog.details.text()
    # What lies before, between and after goes along, the many in the background.
    dialog.steps.setCurrentIndex(dialog.model.index(3))
    dialog.go()
    assert moves.busy
    assert not dialog.go_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.model.present() == 3 and not moves.busy, timeout=PATIENCE_MS)
    assert len(edited.timeline.project.claims) == count
    assert "claims added" not in dialog.details.text()
    dialog.steps.setCurrentIndex(dialog.model.index(0))
    dialog.go()
    qtbot.waitUntil(lambda: dialog.model.present() == 0 and not moves.busy, timeout=PATIENCE_MS)
    assert len(edited.timeline.project.claims) == count + 1200
    assert edited.project.claims[CLAIM].note == "again"
