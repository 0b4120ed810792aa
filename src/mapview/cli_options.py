"""What the commands' options take: dates, points, boxes, sizes and places of a project; and how JSON is printed."""

import json
from pathlib import Path

import click

from mapview.domain import dates, filters
from mapview.domain.dates import Span
from mapview.domain.filters import Filter
from mapview.domain.model import Place
from mapview.domain.rules import DanglingId, filter_faults
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError, UnknownIdError


class EdtfType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.5 on only
    """An EDTF date, kept as it was written."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the date as it was written, if it is one."""
        del param, ctx
        dates.parse(value)
        return value


class FilterType(click.ParamType):  # type: ignore[type-arg]
    """What claims are narrowed to, as docs/format.md describes it."""

    name = "filter"

    def convert(self, value: str | Filter, param: click.Parameter | None, ctx: click.Context | None) -> Filter:
        """Return the filter that a text says."""
        del param, ctx
        return value if isinstance(value, Filter) else filters.parse(value)


class NumbersType(click.ParamType):  # type: ignore[type-arg]
    """Numbers with a separator between them, as many as there are names."""

    def __init__(self, names: str, separator: str = ",") -> None:
        self.name = names
        self.separator = separator

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        """Return the numbers."""
        del param, ctx
        try:
            numbers = tuple(float(part) for part in value.split(self.separator))
        except ValueError:
            numbers = ()
        if len(numbers) != len(self.name.split(self.separator)) or not all(abs(n) < float("inf") for n in numbers):
            raise BadInputError(f"{value!r} is not {self.name}: write numbers in this order.")
        return numbers


class PointType(NumbersType):
    """Latitude and longitude in degrees."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        """Return latitude and longitude, if the earth has such a point."""
        lat, lon = super().convert(value, param, ctx)
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise BadInputError(f"{value!r} is no point: latitude is -90 to 90, longitude -180 to 180 degrees.")
        return lat, lon


EDTF = EdtfType()
FILTER = FilterType()
LAT_LON = PointType("LAT,LON")
BBOX = NumbersType("W,S,E,N")
SIZE = NumbersType("WIDTHxHEIGHT", "x")


def open_timeline(project: Path) -> Timeline:
    """Return the timeline of a project, of either form.

    Raises
    ------
    MapviewError
        If it cannot be read.
    """
    from mapview.store.packing import load_project  # noqa: PLC0415
    from mapview.store.showing import timeline_of  # noqa: PLC0415

    return timeline_of(load_project(project))


def span_of(at: str | None) -> Span | None:
    """Return the days of an event time, None for all."""
    return None if at is None else dates.parse(at)


def day_of(known: str | None) -> int | None:
    """Return the last day of a known time; one that is open at its end leaves nothing out."""
    return None if known is None else dates.parse(known).latest


def place_id(timeline: Timeline, wanted: str | None) -> str | None:
    """Find a place of the project by its id, else by a name, folded as the gazetteer does."""
    places = timeline.project.places
    if wanted is None or wanted in places:
        return wanted
    from mapview.gazetteer.normalise import keys  # noqa: PLC0415

    folded = set(keys(wanted))
    found = [
        place.id
        for place in places.values()
        if any(folded & set(keys(name)) for name in _names(place))
    ]  # fmt: skip
    if not found:
        raise UnknownIdError(f"The project has no place {wanted!r}: give an id or a name from its places.")
    if len(found) > 1:
        raise UnknownIdError(f"{wanted!r} may be any of {', '.join(found)}: give one of these ids.")
    return found[0]


def topic_id(timeline: Timeline, wanted: str | None) -> str | None:
    """Return the id of a topic of the project, None for none.

    Raises
    ------
    UnknownIdError
        If the project has no such topic.
    """
    topics = timeline.project.topics
    if wanted is not None and wanted not in topics:
        raise UnknownIdError(f"The project has no topic {wanted!r}: give one of {', '.join(topics)}.")
    return wanted


def checked_filter(timeline: Timeline, narrow: Filter) -> Filter:
    """Return a filter, if the project has what it asks for.

    Raises
    ------
    UnknownIdError
        If it names something that the project does not have.
    BadInputError
        If something else is wrong with it.
    """
    for fault in filter_faults(narrow, timeline.project):
        if isinstance(fault, DanglingId):
            raise UnknownIdError(f"In the filter {fault.message.split(':')[0]}: name one that the project has.")
        raise BadInputError(f"In the filter {fault.message}.")
    return narrow


def _names(place: Place) -> tuple[str, ...]:
    return tuple(filter(None, (place.names.en, place.names.ar, *place.aliases)))


def checked_bbox(bbox: tuple[float, float, float, float] | None) -> tuple[float, float, float, float] | None:
    """Return a box (west, south, east, north) in degrees, if it is one."""
    if bbox is not None:
        west, south, east, north = bbox
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise BadInputError("A bounding box is W,S,E,N in degrees, west below east and south below north.")
    return bbox


def checked_size(size: tuple[float, float]) -> tuple[int, int]:
    """Return a picture's width and height in pixels, if they are within reach."""
    width, height = int(size[0]), int(size[1])
    if not (min(width, height) >= 200 and max(width, height) <= 7680):
        raise BadInputError("A picture has 200 to 7680 pixels a side, such as --size 1600x1000.")
    return width, height


def checked_scale(scale: float) -> float:
    """Return by how much text, marks and tiles are enlarged, if it is within reason."""
    if not 0.25 <= scale <= 5:
        raise BadInputError("A scale lies between 0.25 and 5.")
    return scale


project_argument = click.argument("project", type=click.Path(path_type=Path))
at_option = click.option("--at", type=EDTF, help="Event time: claims in force on any day of it. Default: all.")
known_option = click.option("--known", type=EDTF, help="Known time: sources known by its last day. Default: all.")
filter_option = click.option(
    "--filter",
    "narrow",
    type=FILTER,
    default=Filter(),
    metavar="FILTER",
    help='Only the claims that pass, such as "modality=planned,denied; topic=us-personnel"; see docs/format.md.',
)
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def print_json(document: object) -> None:
    """Print a document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
