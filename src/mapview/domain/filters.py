"""What a view is narrowed down to: a filter over claims, and its text for ``--filter`` and for saved views.

A text has parts set apart by semicolons, each a key and its values: ``modality=planned,denied; place-kind=air_base``.
A value with a comma, a semicolon, a quotation mark or space at its ends stands in quotation marks, doubled within.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mapview.domain.areas import Corner, read_corners, written
from mapview.errors import BadInputError

BoundingBox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Filter:
    """What claims must have to be shown; what is empty is not asked for.

    Of the values of one kind a claim has one, and it passes every kind that is asked for. ``sources`` and ``topics``
    are ids; ``publishers`` are names, in whichever of the two languages, the empty one for sources that state none;
    ``languages`` are those of the sources; ``statuses`` are those of the claim's place and topic at the two clocks of
    a view, judged among the claims that pass all else. ``place_kinds``, ``bbox`` (west, south, east, north; WGS 84
    degrees) and ``area`` (corners, see :mod:`mapview.domain.areas`) look at the place, and ``text`` holds words to be
    found in the claim.

    Examples
    --------
    >>> narrow = Filter(modalities=("planned", "denied"), publishers=("News, daily",))
    >>> str(narrow)
    'publisher="News, daily"; modality=planned,denied'
    >>> parse(str(narrow)) == narrow
    True
    """

    sources: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    certainties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    place_kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    bbox: BoundingBox | None = None
    area: tuple[Corner, ...] = ()
    text: str = ""

    def __str__(self) -> str:
        """Return the text that :func:`parse` reads back; empty if nothing is asked for."""
        parts = [
            f"{key}={','.join(_written(value) for value in getattr(self, name))}"
            for key, name in _LISTS.items()
            if getattr(self, name)
        ]
        if self.bbox is not None:
            parts.append(f"bbox={','.join(repr(float(degrees)) for degrees in self.bbox)}")
        if self.area:
            parts.append(f"area={','.join(map(written, self.area))}")
        if self.text:
            parts.append(f"text={_written(self.text)}")
        return "; ".join(parts)


_LISTS = {
    "source": "sources",
    "publisher": "publishers",
    "topic": "topics",
    "modality": "modalities",
    "certainty": "certainties",
    "language": "languages",
    "place-kind": "place_kinds",
    "status": "statuses",
}
#: Of these an empty value says something: what is not stated.
_MAY_BE_EMPTY = frozenset({"publisher"})
KEYS = (*_LISTS, "bbox", "area", "text")

_PLAIN = re.compile(r'[^\s",;](?:[^",;]*[^\s",;])?')
_VALUE = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^",;]*))\s*(?:([,;])|\Z)')
_KEY = re.compile(r"\s*([^=;,\"]*?)\s*=")


def parse(text: str) -> Filter:
    """Read a filter's text.

    Raises
    ------
    BadInputError
        If it is none, or asks for a kind of thing twice.

    Examples
    --------
    >>> parse("modality=planned, denied; text=two words")
    Filter(sources=(), publishers=(), topics=(), modalities=('planned', 'denied'), certainties=(), languages=(), \
place_kinds=(), statuses=(), bbox=None, area=(), text='two words')
    """
    found: dict[str, tuple[str, ...] | BoundingBox | tuple[Corner, ...] | str] = {}
    for key, values in _parts(text):
        if key not in KEYS:
            raise BadInputError(f"{key!r} is nothing to filter by: use one of {', '.join(KEYS)}.")
        name = _LISTS.get(key, key)
        if name in found:
            raise BadInputError(f"The filter asks for {key!r} twice: write all its values after one {key}=.")
        if key == "bbox":
            found[name] = _box(values)
        elif key == "area":
            found[name] = read_corners(values)
        elif key == "text":
            found[name] = _only(values)
        else:
            found[name] = tuple(values)
    return Filter(**found)  # type: ignore[arg-type]


def is_box(box: BoundingBox) -> bool:
    """Whether a box (west, south, east, north) lies on the globe, west below east and south below north."""
    west, south, east, north = box
    return -180 <= west < east <= 180 and -90 <= south < north <= 90


def drawn_area(narrow: Filter) -> tuple[Corner, ...]:
    """Return the corners of what a filter leaves of the map, of its area if it has one, else of its box."""
    if narrow.area or narrow.bbox is None:
        return narrow.area
    west, south, east, north = narrow.bbox
    # Corners between, since a side would take the shorter way round a wide box.
    middle = (west + east) / 2
    return (south, west), (south, middle), (south, east), (north, east), (north, middle), (north, west)


def _parts(text: str) -> Iterator[tuple[str, list[str]]]:
    position = 0
    while text[position:].strip():
        key = _KEY.match(text, position)
        if key is None:
            raise BadInputError(
                f"{text[position:].strip()!r} is no part of a filter: write it as modality=planned,denied; topic=…"
            )
        position, values, comma, quoted_only = key.end(), [], True, True
        while comma:
            value = _VALUE.match(text, position)
            if value is None:
                raise BadInputError(
                    f"{text[position:].strip()!r} cannot be read in the filter: a value with a quotation mark"
                    ' stands in quotation marks, doubled within, as in "the ""Green Zone""".'
                )
            quoted, plain, mark = value.groups()
            values.append(plain.strip() if quoted is None else quoted.replace('""', '"'))
            # An empty value beside others may be a comma too many, unless it stands in quotation marks.
            quoted_only = quoted_only and bool(values[-1] or quoted is not None)
            position, comma = value.end(), mark == ","
        if not all(values) and not (key[1] in _MAY_BE_EMPTY and (len(values) == 1 or quoted_only)):
            raise BadInputError(f"The filter says {key[1]!r} without a value: add one after the =, or leave it out.")
        yield key[1], values


def _box(values: list[str]) -> BoundingBox:
    try:
        west, south, east, north = (float(value) for value in values)
    except ValueError:
        raise BadInputError("A bbox is four numbers, west,south,east,north in degrees: bbox=42,33,44,35.") from None
    return west, south, east, north


def _only(values: list[str]) -> str:
    if len(values) > 1:
        raise BadInputError("A text with a comma stands in quotation marks in a filter.")
    return values[0]


def _written(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else '"{}"'.format(value.replace('"', '""'))
