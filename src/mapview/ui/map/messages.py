"""Every message between the window and its page, as dataclasses; resources/map/bridge.js is the other half.

Commands go to the page, events come from it; both are JSON objects whose ``type`` names them. Whatever the page sends
is checked field by field: page scripts are not trusted.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from mapview.domain.areas import Corner
from mapview.domain.snapshot import Language, Theme
from mapview.errors import BadInputError


@dataclass(frozen=True, slots=True)
class SetTime:
    """Show the claims in force on any day from ``day0`` to ``day1``, days from 1970-01-01; None: of all time."""

    type: ClassVar = "setTime"
    day0: int | None
    day1: int | None


@dataclass(frozen=True, slots=True)
class SetKnown:
    """Count the sources known on a day; None: all of them."""

    type: ClassVar = "setKnown"
    day: int | None


@dataclass(frozen=True, slots=True)
class Select:
    """Mark a place as the one whose claims are read; None: none."""

    type: ClassVar = "select"
    place: str | None


@dataclass(frozen=True, slots=True)
class SetTopic:
    """Colour the marks by the values of a topic."""

    type: ClassVar = "setTopic"
    topic: str


@dataclass(frozen=True, slots=True)
class SetView:
    """Move the map to a centre in WGS 84 degrees and a zoom level."""

    type: ClassVar = "setView"
    lat: float
    lon: float
    zoom: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Move the map to (west, south, east, north) in degrees; None: to all places with claims."""

    type: ClassVar = "fit"
    bbox: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class SetTheme:
    """Change the colours and the language of the page and its tiles."""

    type: ClassVar = "setTheme"
    theme: Theme
    lang: Language


@dataclass(frozen=True, slots=True)
class SetFilter:
    """Count only the claims that pass, and of them only those out of some sources; None: all.

    ``passing`` has a bit for each row of the columns, as :func:`mapview.render.map_data.packed` writes it, in base64;
    places of which no claim passes are not drawn. ``claims`` is the number of rows. ``area`` is what is drawn of the
    filter: corners of latitude and longitude. Of what passes, places and topics with some ``statuses`` are shown; none:
    all.
    """

    type: ClassVar = "setFilter"
    claims: int
    passing: str | None = None
    sources: tuple[str, ...] | None = None
    area: tuple[Corner, ...] | None = None
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reload:
    """Fetch the data of the project again."""

    type: ClassVar = "reload"


@dataclass(frozen=True, slots=True)
class Ghost:
    """A candidate for a place, in WGS 84 degrees."""

    lat: float
    lon: float
    name: str


@dataclass(frozen=True, slots=True)
class Handle:
    """A mark that can be dragged, in WGS 84 degrees, with a circle of ``precision_m`` metres."""

    lat: float
    lon: float
    precision_m: float
    name: str


@dataclass(frozen=True, slots=True)
class SetGhosts:
    """Draw candidates with numbers from 1; ``chosen`` is the position of the one that stands out."""

    type: ClassVar = "setGhosts"
    ghosts: tuple[Ghost, ...]
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class SetHandle:
    """Draw the mark that can be dragged; None: none."""

    type: ClassVar = "setHandle"
    handle: Handle | None


@dataclass(frozen=True, slots=True)
class SetAim:
    """Take the next clicks for points, or for corners of an area, and say what for; None: for what they are."""

    type: ClassVar = "setAim"
    hint: str | None
    encloses: bool = False


Command = (
    SetTime
    | SetKnown
    | Select
    | SetTopic
    | SetView
    | Fit
    | SetTheme
    | SetFilter
    | Reload
    | SetGhosts
    | SetHandle
    | SetAim
)


@dataclass(frozen=True, slots=True)
class Ready:
    """The page has its data and obeys commands."""


@dataclass(frozen=True, slots=True)
class PlaceClicked:
    """A mark was clicked, or the map beside all marks (None)."""

    place: str | None


@dataclass(frozen=True, slots=True)
class ViewChanged:
    """The map was moved; ``bbox`` is (west, south, east, north) in degrees."""

    lat: float
    lon: float
    zoom: float
    bbox: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Painted:
    """A frame of the map is painted; ``complete`` if fonts and tiles are in and nothing fades."""

    frame: int
    day0: int | None
    day1: int | None
    complete: bool
    tile_errors: int


@dataclass(frozen=True, slots=True)
class JsError:
    """A script of the page failed, in a line of a file."""

    message: str
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class GhostClicked:
    """A candidate was clicked; ``index`` is its position, from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class MapClicked:
    """A point of the map was clicked while it aims, in WGS 84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class AreaDrawn:
    """An area was drawn while the page took corners: latitudes and longitudes in degrees, which may be no good area."""

    corners: tuple[Corner, ...]


@dataclass(frozen=True, slots=True)
class Dragged:
    """The handle was dragged to a point in WGS 84 degrees; ``done`` if it was let go."""

    lat: float
    lon: float
    done: bool


@dataclass(frozen=True, slots=True)
class Left:
    """Escape was pressed on the map."""


@dataclass(frozen=True, slots=True)
class MenuAsked:
    """A menu was asked for, on a place or beside all, at a point in degrees and in the page's CSS pixels."""

    place: str | None
    lat: float
    lon: float
    x: float
    y: float


Event = (
    Ready
    | PlaceClicked
    | ViewChanged
    | Painted
    | GhostClicked
    | MapClicked
    | AreaDrawn
    | Dragged
    | Left
    | MenuAsked
    | JsError
)


def encode(command: Command) -> str:
    """Return a command as the JSON that the page reads."""
    return json.dumps({"type": command.type, **asdict(command)}, ensure_ascii=False)


def decode(text: str) -> Event:
    """Read an event of the page.

    Raises
    ------
    BadInputError
        If it is no JSON object, of an unknown type, or a field is missing or of the wrong type.

    Examples
    --------
    >>> decode('{"type": "placeClicked", "place": "harir"}')
    PlaceClicked(place='harir')
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise BadInputError(f"The page sent what is no JSON: {text[:80]!r}.") from error
    if not isinstance(found, dict):
        raise BadInputError(f"The page sent no object: {text[:80]!r}.")
    kind = found.get("type")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise BadInputError(f"The page sent a message of the unknown type {kind!r}.")
    return reader(found)


def _text(message: Mapping[str, Any], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str):
        raise _bad(message, name, "a text")
    return value


def _text_or_none(message: Mapping[str, Any], name: str) -> str | None:
    return None if name in message and message[name] is None else _text(message, name)


def _number(message: Mapping[str, Any], name: str) -> float:
    return _as_number(message.get(name), message, name)


def _degrees(message: Mapping[str, Any], name: str, limit: float) -> float:
    value = _number(message, name)
    if abs(value) > limit:
        raise _bad(message, name, f"a number from -{limit:g} to {limit:g}")
    return value


def _as_number(value: object, message: Mapping[str, Any], name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _bad(message, name, "a number")
    return float(value)


def _whole(message: Mapping[str, Any], name: str) -> int:
    value = message.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _bad(message, name, "a whole number")
    return value


def _whole_or_none(message: Mapping[str, Any], name: str) -> int | None:
    return None if message.get(name) is None else _whole(message, name)


def _flag(message: Mapping[str, Any], name: str) -> bool:
    value = message.get(name)
    if not isinstance(value, bool):
        raise _bad(message, name, "true or false")
    return value


def _box(message: Mapping[str, Any], name: str) -> tuple[float, float, float, float]:
    value = message.get(name)
    if not isinstance(value, list) or len(value) != 4:
        raise _bad(message, name, "four numbers")
    west, south, east, north = (_as_number(number, message, name) for number in value)
    return west, south, east, north


def _corners(message: Mapping[str, Any], name: str) -> tuple[Corner, ...]:
    value = message.get(name)
    if not isinstance(value, list) or not all(isinstance(corner, list) and len(corner) == 2 for corner in value):
        raise _bad(message, name, "a list of pairs of numbers")
    return tuple((_as_number(lat, message, name), _as_number(lon, message, name)) for lat, lon in value)


def _bad(message: Mapping[str, Any], name: str, wanted: str) -> BadInputError:
    return BadInputError(f"The page sent {message.get('type')} whose {name} is {message.get(name)!r}, not {wanted}.")


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Event]] = {
    "ready": lambda _message: Ready(),
    "placeClicked": lambda message: PlaceClicked(_text_or_none(message, "place")),
    "viewChanged": lambda message: ViewChanged(
        _number(message, "lat"), _number(message, "lon"), _number(message, "zoom"), _box(message, "bbox")
    ),
    "painted": lambda message: Painted(
        _whole(message, "frame"),
        _whole_or_none(message, "day0"),
        _whole_or_none(message, "day1"),
        _flag(message, "complete"),
        _whole(message, "tileErrors"),
    ),
    "ghostClicked": lambda message: GhostClicked(_whole(message, "index")),
    "mapClicked": lambda message: MapClicked(_degrees(message, "lat", 90), _degrees(message, "lon", 180)),
    "areaDrawn": lambda message: AreaDrawn(_corners(message, "corners")),
    "dragged": lambda message: Dragged(
        _degrees(message, "lat", 90), _degrees(message, "lon", 180), _flag(message, "done")
    ),
    "left": lambda _message: Left(),
    "menuAsked": lambda message: MenuAsked(
        _text_or_none(message, "place"),
        _degrees(message, "lat", 90),
        _degrees(message, "lon", 180),
        _number(message, "x"),
        _number(message, "y"),
    ),
    "jsError": lambda message: JsError(_text(message, "message"), _text(message, "source"), _whole(message, "line")),
}
