"""Coordinates as people write them: decimal degrees, degrees with minutes and seconds, MGRS and UTM, in two scripts.

All are WGS 84. Grids are computed by the package ``mgrs``, which holds NGA's GEOTRANS.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from math import cos, hypot, radians
from typing import Literal, Self, get_args

from mgrs import MGRS
from mgrs.core import MGRSError

from mapview.errors import BadInputError

Notation = Literal["decimal", "dms", "mgrs", "utm"]
NOTATIONS: tuple[Notation, ...] = get_args(Notation)

#: Of a degree of a great circle on the sphere of the Earth's mean radius, 6371008.8 m.
_METRES_PER_DEGREE = 111_195.08

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫،؛−–", "01234567890123456789.,;--")
_NORTH, _SOUTH, _EAST, _WEST = "NSEW"
_SIDES = {
    "n": _NORTH, "north": _NORTH, "ش": _NORTH, "شمال": _NORTH, "شمالا": _NORTH,
    "s": _SOUTH, "south": _SOUTH, "ج": _SOUTH, "جنوب": _SOUTH, "جنوبا": _SOUTH,
    "e": _EAST, "east": _EAST, "ق": _EAST, "شرق": _EAST, "شرقا": _EAST,
    "w": _WEST, "west": _WEST, "غ": _WEST, "غرب": _WEST, "غربا": _WEST,
}  # fmt: skip
# Possessive, so that no number is read as two.
_NUMBER = r"\d++(?:\.\d++)?+"
_SIDE = "|".join(sorted(_SIDES, key=len, reverse=True))
_COMPONENT = rf"""
    (?:(?P<before>{_SIDE})\s*+)?+ (?P<sign>[+-])?+\s*+
    (?P<degrees>{_NUMBER}) \s*+ (?P<degree_mark>°|º|˚|deg\b|d(?=\s*\d)|درجة)?+ \s*+
    (?:(?P<minutes>{_NUMBER}) \s*+ (?P<minute_mark>'(?!')|′|’|min\b|m(?=\s*\d)|دقيقة)?+ \s*+
      (?:(?P<seconds>{_NUMBER}) \s*+ (?P<second_mark>"|″|”|''|′′|’’|sec\b|s(?=\s*(?:{_SIDE}))|ثانية)?+ \s*+ )?
    )?
    (?(before)|(?P<after>{_SIDE})?+)
"""


def _component(number: int) -> str:
    numbered = re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>_{number}>", _COMPONENT)
    return numbered.replace("(?(before)", f"(?(before_{number})")


_PAIR = re.compile(rf"{_component(1)} \s*+ [,;/]?+ \s*+ {_component(2)}", re.VERBOSE | re.IGNORECASE)
_BARE = re.compile(rf"[+-]?{_NUMBER}(?:(?:\s*+[,;/]\s*+|\s++)[+-]?{_NUMBER})*+")
_MGRS = re.compile(r"(?P<zone>\d{1,2})?+(?P<letters>[A-HJ-NP-Z]{3})(?P<digits>\d*+)")
_UTM = re.compile(
    rf"(?:zone\s*)?(?P<zone>\d{{1,2}})\s*(?P<band>[C-HJ-NP-X])[\s,]+(?P<easting>\d{{6}}(?:\.\d+)?)\s*(?:m?\s*E)?"
    rf"[\s,]+(?P<northing>{_NUMBER})\s*(?:m?\s*N)?",
    re.IGNORECASE,
)
_KILOMETRES = frozenset({"km", "kilometre", "kilometres", "كم", "كيلومتر", "كلم"})
_METRES = frozenset({"m", "metre", "metres", "م", "متر"})
_RADIUS = re.compile(
    rf"({_NUMBER})\s*({'|'.join(sorted(_KILOMETRES | _METRES, key=len, reverse=True))})?", re.IGNORECASE
)
_FARTHEST_M = 20_037_508.0
_HOW = "write 33.8, 42.4 or 33°48′N 42°24′E or 38S KC 594 430"


@dataclass(frozen=True, slots=True)
class Reading:
    """A point that was read: latitude and longitude in WGS 84 degrees.

    ``precision_m`` is the radius in metres about the middle of what the digits leave open. ``told`` says whether the
    text itself tells which number is the latitude; ``exchanged`` that only the second of them can be it.
    """

    lat: float
    lon: float
    precision_m: float
    notation: Notation
    told: bool = True
    exchanged: bool = False

    def turned(self) -> Self | None:
        """Return the reading with the longitude first; None if the text tells the order or that is no point."""
        if self.told or self.exchanged or abs(self.lon) > 90:
            return None
        return replace(self, lat=self.lon, lon=self.lat)


def read_coordinates(text: str) -> Reading:
    """Read a point in any of the notations, with Latin or Arabic digits and letters.

    Raises
    ------
    BadInputError
        If it is no point; the sentence says why, and how to write one.

    Examples
    --------
    >>> read_coordinates("33°48'N 42°24'E").lon, read_coordinates("٤٢٫٤ ق، ٣٣٫٨ ش").lat
    (42.4, 33.8)
    """
    plain = _plain(text)
    if not plain:
        raise BadInputError(f"There are no coordinates yet: {_HOW}.")
    grid = re.sub(r"\s", "", plain).upper()
    found = _MGRS.fullmatch(grid)
    if found is not None:
        return _read_mgrs(grid, found)
    found = _UTM.fullmatch(plain)
    if found is not None:
        return _read_utm(found)
    return _read_degrees(plain)


def write_coordinates(lat: float, lon: float, notation: Notation = "decimal") -> str:
    """Return a point, to about a metre, in Latin digits, as other programs read it.

    Raises
    ------
    BadInputError
        If the notation does not reach there: UTM ends at 84° N and 80° S.

    Examples
    --------
    >>> [write_coordinates(33.8, 42.4, notation) for notation in NOTATIONS]
    ['33.80000, 42.40000', '33°48′00.0″N 42°24′00.0″E', '38S KC 59302 43020', '38S 259302 3743020']
    """
    if notation == "decimal":
        return f"{lat:.5f}, {lon:.5f}"
    if notation == "dms":
        return f"{_dms(lat, 'NS')} {_dms(lon, 'EW')}"
    # Less than a metre south of the equator mgrs 1.6.0 finds a northing that it does not read itself.
    grid: str = _grids().toMGRS(0.0 if -1e-5 < lat < 0 else lat, (lon + 180) % 360 - 180)
    if notation == "mgrs":
        return f"{grid[:-12]} {grid[-12:-10]} {grid[-10:-5]} {grid[-5:]}"
    if not -80 <= lat <= 84:
        raise BadInputError("UTM ends at 84° north and 80° south: use MGRS or degrees.")
    zone, _, easting, northing = _grids().MGRSToUTM(grid)
    return f"{zone}{grid[-13]} {int(easting)} {int(northing)}"


def read_radius(text: str) -> float:
    """Read a radius; a number alone is in metres. Return it in metres.

    Raises
    ------
    BadInputError
        If it is no length, or not above zero.

    Examples
    --------
    >>> read_radius("500"), read_radius("2.5 km"), read_radius("٣ كم")
    (500.0, 2500.0, 3000.0)
    """
    plain = re.sub(r"(?<=\d)[ ,](?=\d{3}\b)", "", _plain(text)).replace(",", ".")
    found = _RADIUS.fullmatch(plain)
    if found is None:
        raise BadInputError("This is no radius: write 500 m or 2.5 km.")
    metres = float(found[1]) * (1000 if (found[2] or "").lower() in _KILOMETRES else 1)
    if not 0 < metres <= _FARTHEST_M:
        raise BadInputError("A radius is above zero and at most half the Earth: write 500 m or 2.5 km.")
    return metres


def write_radius(metres: float) -> str:
    """Return a radius as one types it.

    Examples
    --------
    >>> write_radius(500), write_radius(2500), write_radius(680000)
    ('500 m', '2.5 km', '680 km')
    """
    return f"{metres:.12g} m" if metres < 1000 else f"{metres / 1000:.12g} km"


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance in metres of two points ``lat, lon`` in degrees that lie near each other.

    On a sphere, with meridians taken as parallel: right to a percent within a hundred kilometres outside the poles.
    """
    across = ((b[1] - a[1] + 180) % 360 - 180) * cos(radians((a[0] + b[0]) / 2))
    return hypot(b[0] - a[0], across) * _METRES_PER_DEGREE


@cache
def _grids() -> MGRS:
    return MGRS()


def _plain(text: str) -> str:
    # Marks of direction, and Arabic vowel signs as in شمالاً.
    visible = (letter for letter in text.translate(_DIGITS) if unicodedata.category(letter) not in {"Cf", "Mn"})
    words = " ".join("".join(visible).split())
    return words.removeprefix("geo:").strip("()[] ")


def _read_mgrs(grid: str, found: re.Match[str]) -> Reading:
    digits = found["digits"]
    if len(digits) % 2 or len(digits) > 10:
        raise BadInputError(
            f"{grid} has {len(digits)} digits after its letters: MGRS has as many for easting as for northing,"
            " at most five each."
        )
    lat, lon = _from_grid(grid)
    cell = 10.0 ** (5 - len(digits) // 2)
    return Reading(lat, lon, _rounded(hypot(cell, cell) / 2), "mgrs")


def _read_utm(found: re.Match[str]) -> Reading:
    zone, band = int(found["zone"]), found["band"].upper()
    easting, northing = float(found["easting"]), float(found["northing"])
    precision = _rounded(hypot(*(10.0 ** -_decimals(found[name]) for name in ("easting", "northing"))) / 2)
    # S is the band from 32 to 40 degrees north, and to many the southern half; N alike, but all of it lies north.
    north = _utm_to_grid(zone, "N", easting, northing) if band >= "N" else None
    south = _utm_to_grid(zone, "S", easting, northing) if band < "N" or band == "S" else None
    grid = south if band == "S" and (north is None or not _is_in_band(north, band)) else north or south
    if grid is None:
        raise BadInputError(f"There is no point {found[0]} in UTM: check zone, easting and northing, or {_HOW}.")
    if band not in {_NORTH, _SOUTH} and not _is_in_band(grid, band):
        raise BadInputError(f"{found[0]} lies in band {grid[-13]}, not {band}: check the northing and the letter.")
    return Reading(*_from_grid(grid), precision, "utm")


def _is_in_band(grid: str, band: str) -> bool:
    """Whether a point lies in a band of eight degrees (the last has twelve), or within metres of it."""
    south = -80 + 8 * "CDEFGHJKLMNPQRSTUVWX".index(band)
    north = 84 if band == "X" else south + 8
    return south - 1e-4 <= _from_grid(grid)[0] <= north + 1e-4


def _utm_to_grid(zone: int, half: str, easting: float, northing: float) -> str | None:
    try:
        found: str = _grids().UTMToMGRS(zone, half, easting, northing)
    except MGRSError:
        return None
    return found


def _from_grid(grid: str) -> tuple[float, float]:
    try:
        lat, lon = _grids().toLatLon(grid)
    except MGRSError as error:
        raise BadInputError(f"There is no square {grid} in MGRS: check its zone and letters, or {_HOW}.") from error
    return round(lat, 6), round(lon, 6)


@dataclass(frozen=True, slots=True)
class _Angle:
    """One of the two: degrees, how fine the last digit is in degrees, and the side of the Earth if it is named."""

    degrees: float
    unit: float
    side: str | None
    text: str


def _read_degrees(plain: str) -> Reading:
    problem = None
    # A comma between digits is a decimal one where that leaves two numbers.
    commas = re.sub(r"(?<=\d),(?=\d)", ".", plain) if "." not in plain else plain
    for text in dict.fromkeys((commas, plain)):
        try:
            angles = _angles(text)
            if angles is not None:
                return _placed(*angles)
        except BadInputError as error:
            problem = problem or error
    raise problem or BadInputError(f"These are no coordinates: {_HOW}.")


def _angles(text: str) -> tuple[_Angle, _Angle] | None:
    """Return the two angles that a text holds; None if it does not."""
    if _BARE.fullmatch(text):
        numbers = re.findall(rf"[+-]?{_NUMBER}", text)
        if len(numbers) not in {2, 4, 6}:
            return None
        half = len(numbers) // 2
        return _unmarked(numbers[:half]), _unmarked(numbers[half:])
    found = _PAIR.fullmatch(text)
    return None if found is None else (_marked(found, 1), _marked(found, 2))


def _unmarked(numbers: list[str]) -> _Angle:
    return _angle([number.lstrip("+-") for number in numbers], negative=numbers[0].startswith("-"), side=None)


def _marked(found: re.Match[str], number: int) -> _Angle:
    named = found[f"before_{number}"] or found[f"after_{number}"]
    side = _SIDES[named.lower()] if named else None
    negative = found[f"sign_{number}"] == "-"
    if negative and side:
        raise BadInputError(f"{found[0]} has a minus and the letter {side}: keep one of them.")
    parts = [found[f"{name}_{number}"] for name in ("degrees", "minutes", "seconds")]
    return _angle([part for part in parts if part], negative=negative, side=side)


def _angle(parts: list[str], *, negative: bool, side: str | None) -> _Angle:
    for number, (part, name) in enumerate(zip(parts, ("degrees", "minutes", "seconds"), strict=False)):
        if number and float(part) >= 60:
            raise BadInputError(f"{part} {name} are too many: minutes and seconds go up to 59.")
        if part is not parts[-1] and "." in part:
            raise BadInputError(f"{part} {name} have decimals and are followed by more: only the last number may.")
    degrees = sum(float(part) / 60**number for number, part in enumerate(parts))
    unit = 10.0 ** -_decimals(parts[-1]) / 60 ** (len(parts) - 1)
    turned = negative or side in {_SOUTH, _WEST}
    return _Angle(-degrees if turned else degrees, unit, side, " ".join(parts))


def _placed(first: _Angle, second: _Angle) -> Reading:
    sides = [angle.side for angle in (first, second)]
    across = [side in {_EAST, _WEST} for side in sides if side]
    told = bool(across)
    if all(sides) and across[0] == across[1]:
        what = "longitudes" if across[0] else "latitudes"
        raise BadInputError(f"Both numbers are {what}: name one side N or S and the other E or W.")
    turned = told and (across[0] if sides[0] else not across[-1])
    exchanged = not told and abs(first.degrees) > 90 >= abs(second.degrees)
    lat, lon = (second, first) if turned or exchanged else (first, second)
    if abs(lat.degrees) > 90:
        raise BadInputError(f"Latitude {lat.text} is outside -90 to 90 degrees: check its digits.")
    if abs(lon.degrees) > 180:
        raise BadInputError(f"Longitude {lon.text} is outside -180 to 180 degrees: check its digits.")
    north = lat.unit * _METRES_PER_DEGREE
    east = lon.unit * _METRES_PER_DEGREE * cos(radians(lat.degrees))
    notation: Notation = "dms" if " " in lat.text + lon.text else "decimal"
    precision = _rounded(hypot(north, east) / 2)
    return Reading(round(lat.degrees, 8), round(lon.degrees, 8), precision, notation, told, exchanged)


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _rounded(metres: float) -> float:
    """Return a radius in two digits, whole metres at least."""
    return max(1.0, float(f"{metres:.2g}"))


def _dms(degrees: float, sides: str) -> str:
    tenths = round(abs(degrees) * 36_000)
    whole, rest = divmod(tenths, 36_000)
    minutes, tenths = divmod(rest, 600)
    return f"{whole}°{minutes:02d}′{tenths / 10:04.1f}″{sides[degrees < 0]}"
