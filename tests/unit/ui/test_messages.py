import json
from typing import Any

import pytest

from mapview.errors import BadInputError
from mapview.ui.map import messages

PAINTED = {"type": "painted", "frame": 3, "day0": 20000, "day1": None, "complete": True, "tileErrors": 0}
VIEW = {"type": "viewChanged", "lat": 33, "lon": 44.5, "zoom": 6.5, "bbox": [40, 30, 48, 37]}

DRAGGED = {"type": "dragged", "lat": 33.8, "lon": 42.4, "done": True}
MENU = {"type": "menuAsked", "place": "harir", "lat": 36.5, "lon": 44.3, "x": 10, "y": 20.5}


def test_events_become_dataclasses() -> None:
    assert messages.decode(json.dumps(PAINTED)) == messages.Painted(3, 20000, None, True, 0)
    assert messages.decode(json.dumps(VIEW)) == messages.ViewChanged(33.0, 44.5, 6.5, (40.0, 30.0, 48.0, 37.0))
    assert messages.decode('{"type": "ready"}') == messages.Ready()
    assert messages.decode('{"type": "placeClicked", "place": null}') == messages.PlaceClicked(None)
    assert messages.decode('{"type": "ghostClicked", "index": 2}') == messages.GhostClicked(2)
    assert messages.decode(json.dumps(DRAGGED)) == messages.Dragged(33.8, 42.4, True)
    assert messages.decode(json.dumps(MENU)) == messages.MenuAsked("harir", 36.5, 44.3, 10.0, 20.5)
    assert messages.decode('{"type": "mapClicked", "lat": 1, "lon": -180}') == messages.MapClicked(1.0, -180.0)
    drawn = messages.decode('{"type": "areaDrawn", "corners": [[1, 2], [3.5, 4]]}')
    assert drawn == messages.AreaDrawn(((1.0, 2.0), (3.5, 4.0)))
    assert messages.decode('{"type": "left"}') == messages.Left()


@pytest.mark.parametrize(
    "sent",
    [
        "no json",
        "[]",
        '"ready"',
        "{}",
        '{"type": 3}',
        '{"type": "eval"}',
        '{"type": "placeClicked"}',
        '{"type": "placeClicked", "place": 3}',
        json.dumps(PAINTED | {"frame": 1.5}),
        json.dumps(PAINTED | {"frame": True}),
        json.dumps(PAINTED | {"complete": 1}),
        json.dumps(PAINTED | {"day0": "2026"}),
        json.dumps(VIEW | {"bbox": [1, 2, 3]}),
        json.dumps(VIEW | {"bbox": [1, 2, 3, "4"]}),
        json.dumps(VIEW | {"lat": None}),
        json.dumps(VIEW | {"lat": float("nan")}),
        '{"type": "ghostClicked", "index": 1.5}',
        '{"type": "mapClicked", "lat": 91, "lon": 0}',
        '{"type": "mapClicked", "lat": 0, "lon": "0"}',
        json.dumps(DRAGGED | {"done": "yes"}),
        json.dumps(DRAGGED | {"lon": 180.5}),
        '{"type": "areaDrawn", "corners": [[1, 2], [3]]}',
        '{"type": "areaDrawn", "corners": [[1, 2], [3, "4"]]}',
        '{"type": "areaDrawn"}',
        json.dumps(MENU | {"place": 3}),
        json.dumps(MENU | {"x": None}),
        '{"type": "jsError", "message": "x", "source": "y", "line": "z"}',
    ],
)
def test_what_the_page_should_not_send_raises(sent: str) -> None:
    with pytest.raises(BadInputError):
        messages.decode(sent)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (messages.SetTime(1, 2), {"type": "setTime", "day0": 1, "day1": 2}),
        (messages.SetKnown(None), {"type": "setKnown", "day": None}),
        (messages.Fit((1.0, 2.0, 3.0, 4.0)), {"type": "fit", "bbox": [1.0, 2.0, 3.0, 4.0]}),
        (
            messages.SetFilter(claims=3, sources=("a",)),
            {"type": "setFilter", "claims": 3, "passing": None, "sources": ["a"], "area": None, "statuses": []},
        ),
        (
            messages.SetGhosts((messages.Ghost(33.3, 44.4, "Baghdad"),), 0),
            {"type": "setGhosts", "ghosts": [{"lat": 33.3, "lon": 44.4, "name": "Baghdad"}], "chosen": 0},
        ),
        (messages.SetHandle(None), {"type": "setHandle", "handle": None}),
        (
            messages.SetHandle(messages.Handle(33.3, 44.4, 500.0, "Baghdad")),
            {"type": "setHandle", "handle": {"lat": 33.3, "lon": 44.4, "precision_m": 500.0, "name": "Baghdad"}},
        ),
        (messages.SetAim("Click."), {"type": "setAim", "hint": "Click.", "encloses": False}),
        (messages.SetTheme("dark", "ar"), {"type": "setTheme", "theme": "dark", "lang": "ar"}),
    ],
)
def test_commands_become_json(command: messages.Command, expected: dict[str, Any]) -> None:
    assert json.loads(messages.encode(command)) == expected
