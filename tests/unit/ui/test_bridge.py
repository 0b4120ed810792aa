import json

import pytest

from mapview.errors import BadInputError
from mapview.ui.map.bridge import MapLine
from mapview.ui.map.messages import Select, SetTime


def test_commands_wait_in_order_until_the_page_listens() -> None:
    line = MapLine()
    sent: list[str] = []
    line.bridge.command.connect(sent.append)
    line.post(SetTime(1, 1))
    line.post(Select("harir"))
    assert sent == []
    line.bridge.pageReady()
    line.post(Select(None))
    assert [json.loads(text)["type"] for text in sent] == ["setTime", "select", "select"]


def test_after_a_death_nothing_old_is_sent() -> None:
    line = MapLine()
    sent: list[str] = []
    line.bridge.command.connect(sent.append)
    line.post(SetTime(1, 1))
    line.hang_up()
    line.bridge.pageReady()
    assert sent == []


def test_a_page_is_ready_once() -> None:
    line = MapLine()
    line.page_is_ready()
    with pytest.raises(BadInputError, match="twice"):
        line.page_is_ready()


def test_the_page_reaches_two_slots_and_one_signal() -> None:
    meta = MapLine().bridge.metaObject()
    own = range(meta.methodOffset(), meta.methodCount())
    names = {bytes(meta.method(number).name().data()).decode() for number in own}
    assert names == {"pageReady", "send", "command"}
    assert meta.propertyCount() == meta.propertyOffset()
