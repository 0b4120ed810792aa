"""What a picture says of itself, so that MapView can go back to the view that it shows: JSON, and back.

The JSON may have been changed by anybody on its way, so that what is read is checked like a saved view.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast, get_args

from mapview.domain import filters
from mapview.domain.clocks import written
from mapview.domain.dates import Span, iso, parse
from mapview.domain.filters import BoundingBox, is_box
from mapview.domain.model import LOCKED, Project, SavedView, Text
from mapview.domain.snapshot import Language, Snapshot, Theme
from mapview.errors import BadInputError

T = TypeVar("T")

FORMAT = "mapview-view"
_VERSION = 1
_EVERYTHING = "../.."
_MOST_CHARACTERS = 1_000_000
#: Of degrees: a tenth of a metre.
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """Which view of which project a picture shows; ``project`` is the project's id, if it has one."""

    project: str | None
    title: Text
    view: SavedView
    theme: Theme
    language: Language

    def is_of(self, project: Project) -> bool:
        """Whether a project is the one: by its id, or by its title where one of the two has none."""
        if self.project is not None and project.id is not None:
            return self.project == project.id
        return self.title == project.title


def record_of(snapshot: Snapshot, version: str) -> dict[str, Any]:
    """Return what a picture of a snapshot says of itself.

    Parameters
    ----------
    version
        Of MapView.
    """
    project, paper = snapshot.timeline.project, snapshot.paper
    known = _EVERYTHING if snapshot.known is None else iso(snapshot.known)
    return {
        "format": FORMAT,
        "version": _VERSION,
        "mapview": version,
        "project": {"id": project.id, "title": _pair(project.title)},
        "at": written(snapshot.at or Span(None, None), snapshot.mode),
        "mode": snapshot.mode,
        "known": LOCKED if snapshot.locked else known,
        "known_day": iso(snapshot.known),
        "filter": str(snapshot.filter) or str(snapshot.narrowed_by),
        "topic": snapshot.topic or project.start_topic or None,
        "place": snapshot.place,
        "area": None if snapshot.bbox is None else [round(degrees, _DECIMALS) for degrees in snapshot.bbox],
        "caption": _pair(snapshot.caption),
        "theme": snapshot.theme,
        "language": snapshot.language,
        "size": list(snapshot.size),
        "scale": snapshot.scale,
        "paper": None if paper is None else [paper.width_mm, paper.height_mm, paper.dpi],
    }


def read_record(text: str) -> ViewRecord:
    """Read what a picture says of itself.

    Raises
    ------
    BadInputError
        If it is no such JSON, or something in it is wrong.
    """
    try:
        found = json.loads(text) if len(text) <= _MOST_CHARACTERS else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadInputError("The picture does not say which view it shows: open the project itself.")
    if found.get("version") != _VERSION:
        raise BadInputError("The picture was made by a newer version of MapView: update MapView to open it.")
    project: dict[str, Any] = _take(found, "project", dict) or {}
    return ViewRecord(
        project=_take(project, "id", str),
        title=_text(project, "title"),
        view=SavedView(
            id="",
            name=Text(),
            caption=_text(found, "caption"),
            at=_written_date(found, "at"),
            known=LOCKED if found.get("known") == LOCKED else _written_date(found, "known"),
            place=_take(found, "place", str),
            topic=_take(found, "topic", str),
            bbox=_box(found, "area"),
            filter=filters.parse(_take(found, "filter", str) or ""),
        ),
        theme=cast("Theme", _one_of(found, "theme", get_args(Theme))),
        language=cast("Language", _one_of(found, "language", get_args(Language))),
    )


def _pair(text: Text) -> dict[str, str]:
    return {"en": text.en, "ar": text.ar}


def _take(table: Mapping[str, Any], key: str, kind: Callable[..., T]) -> T | None:
    value = table.get(key)
    if value is not None and type(value) is not kind:
        raise _wrong(key, value)
    return cast("T | None", value)


def _text(table: Mapping[str, Any], key: str) -> Text:
    pair: dict[str, Any] = _take(table, key, dict) or {}
    return Text(_take(pair, "en", str) or "", _take(pair, "ar", str) or "")


def _written_date(table: Mapping[str, Any], key: str) -> str:
    date = _take(table, key, str) or _EVERYTHING
    parse(date)
    return date


def _box(table: Mapping[str, Any], key: str) -> BoundingBox | None:
    value: list[Any] | None = _take(table, key, list)
    if value is None:
        return None
    if len(value) != 4 or not all(type(degrees) in {int, float} for degrees in value):
        raise _wrong(key, value)
    west, south, east, north = map(float, value)
    box = west, south, east, north
    if not is_box(box):
        raise _wrong(key, value)
    return box


def _one_of(table: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
    value = _take(table, key, str)
    if value not in known:
        raise _wrong(key, value)
    return value


def _wrong(key: str, value: object) -> BadInputError:
    return BadInputError(f"What the picture says of its view is wrong ({key}: {str(value)[:80]!r}): open the project.")
