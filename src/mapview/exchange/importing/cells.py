"""What stands in a cell besides dates: numbers and points as people write them, and nothing guessed."""

import re
from dataclasses import dataclass
from typing import Any, Literal

import shapely

from mapview.domain.model import Quantity
from mapview.errors import BadInputError
from mapview.exchange.importing.cell_dates import plain, quoted
from mapview.gazetteer.coordinates import Reading, read_coordinates

_NUMBER = r"\d+(?:[ ,'\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_QUANTITY = re.compile(
    rf"(?P<how>~|≈|>=|<=|≥|≤|>|<|about|around|some|nearly|approx\.?|at least|up to|more than|over|less than|fewer than|"
    rf"نحو|حوالي|زهاء|اكثر من|أكثر من|اقل من|أقل من)?\s*"
    rf"(?P<low>-?(?:{_NUMBER}))(?:\s*(?:-|–|to|الى|إلى)\s*(?P<high>-?(?:{_NUMBER})))?(?P<more>\+)?",
    re.IGNORECASE,
)
#: With a point before three digits, which sets thousands apart where decimals have a comma.
_TWO_WAYS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_LEAST = frozenset({">=", "≥", ">", "at least", "more than", "over", "اكثر من", "أكثر من"})
_MOST = frozenset({"<=", "≤", "<", "up to", "less than", "fewer than", "اقل من", "أقل من"})
_MAP_LINK = re.compile(
    r"^https?://\S*(?:/@|[?&](?:q|ll|query)=|#map=[\d.]+/)(-?\d{1,3}\.\d+)(?:,|%2C|/)(-?\d{1,3}\.\d+)", re.IGNORECASE
)
_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Point:
    """A point in WGS 84 degrees, and the radius in metres about it of what was written, 0 if that says none."""

    lat: float
    lon: float
    precision_m: float = 0.0


def read_quantity(cell: str) -> tuple[Quantity, bool]:
    """Read a number or a range, and whether a question mark doubts it; 2,500 is two thousand and five hundred.

    Raises
    ------
    BadInputError
        If it is none.

    Examples
    --------
    >>> read_quantity("2,500"), read_quantity("102?")[1]
    ((Quantity(min=2500.0, max=2500.0, approximate=False), False), True)
    >>> read_quantity("about 40")[0], read_quantity("> 900")[0].max, read_quantity("10-20")[0].max
    (Quantity(min=40.0, max=40.0, approximate=True), None, 20.0)
    """
    said = plain(cell)
    doubted = said.endswith(("?", "؟"))
    found = _QUANTITY.fullmatch(said.rstrip("?؟ "))
    if found is None:
        raise BadInputError(f"{quoted(cell)} is no number: write 2500, about 2500, 10-20 or > 900")
    low = _as_number(found["low"])
    how = (found["how"] or "").lower()
    if found["high"] is not None:
        high = _as_number(found["high"])
        if high < low:
            raise BadInputError(f"{quoted(cell)} is a range whose end is below its start: exchange them")
        return Quantity(low, high, approximate=bool(how)), doubted
    if how in _LEAST or found["more"]:
        return Quantity(low, None), doubted
    if how in _MOST:
        return Quantity(None, low), doubted
    return Quantity(low, low, approximate=bool(how)), doubted


def read_degrees(cell: str, which: Literal["latitude", "longitude"]) -> float:
    """Read a latitude or a longitude alone, in decimal degrees or in degrees, minutes and seconds.

    Raises
    ------
    BadInputError
        If it is none, or lies outside the Earth.
    """
    said = plain(cell)
    try:
        degrees = float(said.replace(",", ".")) if said.count(",") <= 1 else float("nan")
    except ValueError:
        # Beside a zero of the other kind it is a pair.
        other = "0°0′E" if which == "latitude" else "0°0′N"
        reading = read_coordinates(f"{said} {other}")
        degrees = reading.lat if which == "latitude" else reading.lon
    limit = 90 if which == "latitude" else 180
    if not abs(degrees) <= limit:
        raise BadInputError(f"{quoted(cell)} is no {which}, which goes from -{limit} to {limit} degrees")
    return degrees


def read_point(cell: str) -> Point:
    """Read a point in one cell: decimal degrees, DMS, MGRS, UTM, WKT or GeoJSON in WGS 84 (longitude first).

    Of an address at Google Maps or OpenStreetMap it is the point that the map shows.

    Of a line or an area it is a point inside, with the radius that holds all of it.

    Raises
    ------
    BadInputError
        If it is none, or if only one order of its numbers makes a point but not the usual one.
    """
    if re.match(r"\s*(?:SRID=4326;)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\b", cell, re.IGNORECASE):
        try:
            shape = shapely.from_wkt(cell.strip().upper().removeprefix("SRID=4326;"))
        except shapely.errors.ShapelyError as error:
            raise BadInputError(f"{quoted(cell)} is no whole WKT: write POINT(42.4 33.8)") from error
        return point_in(shape)
    if cell.lstrip().startswith("{"):
        return _geojson_point(cell)
    linked = _MAP_LINK.search(cell)
    reading: Reading = read_coordinates(f"{linked[1]}, {linked[2]}" if linked else cell)
    if reading.exchanged:
        raise BadInputError(
            f"{quoted(cell)} has no latitude first: if the longitude comes first, write {reading.lat}, {reading.lon}"
        )
    return Point(reading.lat, reading.lon, reading.precision_m)


def _geojson_point(cell: str) -> Point:
    try:
        shape = shapely.from_geojson(cell)
    except shapely.errors.ShapelyError as error:
        raise BadInputError(f"{quoted(cell)} is no geometry in GeoJSON: write 33.8, 42.4") from error
    return point_in(shape)


def point_in(shape: Any) -> Point:
    """Return a point inside a shape in WGS 84 (x is the longitude), with the radius that holds all of it.

    Raises
    ------
    BadInputError
        If the shape is empty or lies outside the Earth.
    """
    if shape is None or shape.is_empty:
        raise BadInputError("its geometry is empty: give it a point")
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadInputError(
            f"its geometry lies outside the Earth's degrees ({west:g} to {east:g} by {south:g} to {north:g}):"
            " give it in WGS 84, longitude first"
        )
    inside = shape.representative_point()
    radius = round(float(shapely.hausdorff_distance(inside, shape)) * _METRES_PER_DEGREE)
    return Point(round(inside.y, 8), round(inside.x, 8), radius)


def _as_number(said: str) -> float:
    if re.fullmatch(r"-?\d+(?:[ ,'\u00a0\u202f]\d{3})+(?:\.\d+)?", said):
        return float(re.sub(r"[ ,'\u00a0\u202f]", "", said))
    if _TWO_WAYS.fullmatch(said):
        whole = said.replace(".", "")
        raise BadInputError(f"{quoted(said)} may be {whole} or {float(said):g}: write the one that is meant")
    return float(said.replace(",", "."))
