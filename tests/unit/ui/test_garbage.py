import gc
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mapview.ui.garbage import Garbage, leave_out_what_is_there, left_alone


class Circle:
    def __init__(self) -> None:
        self.self = self


def test_garbage_is_collected_when_the_program_looks_and_not_before(qtbot: QtBot) -> None:
    gone = [weakref.ref(Circle()) for _ in range(2 * gc.get_threshold()[0])]
    assert not gc.isenabled()
    assert all(one() is not None for one in gone)

    def are_gone() -> bool:
        # What is freed meanwhile counts against what was made.
        for _ in range(gc.get_threshold()[0]):
            Circle()
        return all(one() is None for one in gone)

    qtbot.waitUntil(are_gone)


def test_what_is_there_is_left_out_until_another_project_is_opened() -> None:
    circle = Circle()
    gone = weakref.ref(circle)
    leave_out_what_is_there()
    assert gc.get_freeze_count() > 1000
    del circle
    gc.collect()
    assert gone() is not None
    leave_out_what_is_there()
    assert gone() is None


def test_none_is_looked_for_while_a_thread_makes_very_much(qtbot: QtBot) -> None:
    parent = QObject()
    garbage = Garbage(parent)
    with left_alone():
        gone = [weakref.ref(Circle()) for _ in range(2 * gc.get_threshold()[0])]
        garbage.look()
        assert all(one() is not None for one in gone)

    def are_gone() -> bool:
        # What is freed meanwhile counts against what was made.
        for _ in range(gc.get_threshold()[0]):
            Circle()
        return all(one() is None for one in gone)

    qtbot.waitUntil(are_gone)
