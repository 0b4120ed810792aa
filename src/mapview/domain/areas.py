"""Areas drawn on the map: corners, joined by sides that run straight in latitude and longitude.

A side takes the shorter way round in longitude, so that an area may lie across the antimeridian; its corners keep
longitudes of -180 to 180. An area may not go around a pole. Where sides cross, the even-odd rule says what is inside.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from mapview.errors import BadInputError

#: Latitude and longitude, WGS 84 degrees.
Corner = tuple[float, float]

LEAST_CORNERS, MOST_CORNERS = 3, 500


def read_corners(values: Iterable[str]) -> tuple[Corner, ...]:
    """Read corners, each a latitude and a longitude with a space between them.

    Raises
    ------
    BadInputError
        If one is no such pair of numbers.

    Examples
    --------
    >>> read_corners(["33 42", "33 44.5", "35 43"])
    ((33.0, 42.0), (33.0, 44.5), (35.0, 43.0))
    """
    corners: list[Corner] = []
    for value in values:
        try:
            lat, lon = map(float, value.split())
        except ValueError:
            raise BadInputError(
                f"{value!r} is no corner of an area: write latitude and longitude in degrees,"
                " as in area=33 42,33 44,35 43."
            ) from None
        corners.append((lat, lon))
    return tuple(corners)


def written(corner: Corner) -> str:
    """Return a corner as :func:`read_corners` reads it."""
    return " ".join(repr(float(degrees)) for degrees in corner)


def fault_of(corners: Sequence[Corner]) -> str | None:
    """Return what is wrong with the corners of an area, None if nothing.

    Examples
    --------
    >>> fault_of([(60, 0), (60, 120), (60, -120)])
    'an area cannot go around a pole: draw it beside'
    """
    if not LEAST_CORNERS <= len(corners) <= MOST_CORNERS:
        return f"an area has {LEAST_CORNERS} to {MOST_CORNERS} corners, not {len(corners)}"
    for lat, lon in corners:
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            return f"{lat:g} {lon:g} is no corner: latitude is -90 to 90, longitude -180 to 180 degrees"
    if abs(_steps(np.array(corners, float)[:, 1]).sum()) > 1:
        return "an area cannot go around a pole: draw it beside"
    return None


def inside(corners: Sequence[Corner], lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points lie in an area; of those on its edge some do.

    Parameters
    ----------
    corners
        Of an area without fault.
    lat, lon
        The points in degrees.

    Examples
    --------
    >>> across = [(-10, 170), (-10, -170), (10, -170), (10, 170)]
    >>> inside(across, np.zeros(3), np.array([175.0, -175.0, 0.0])).tolist()
    [True, True, False]
    """
    found = np.array(corners, float)
    lats, lons = found[:, 0], found[0, 1] + np.concatenate(([0.0], _steps(found[:, 1])[:-1].cumsum()))
    within = np.zeros(len(lat), bool)
    # An unrolled area reaches at most a turn beyond -180 to 180 on either side.
    for turn in (-360.0, 0.0, 360.0):
        near = np.flatnonzero(
            (lats.min() <= lat) & (lat <= lats.max()) & (lons.min() <= lon + turn) & (lon + turn <= lons.max())
        )
        within[near] |= _odd_crossings(lats, lons, lat[near], lon[near] + turn)
    return within


def _steps(lons: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the way in longitude from each corner to the next one, the last to the first, at most half a turn."""
    steps: NDArray[np.float64] = (np.roll(lons, -1) - lons + 180.0) % 360.0 - 180.0
    return steps


def _odd_crossings(
    lats: NDArray[np.float64], lons: NDArray[np.float64], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return which points see an odd number of sides to their east."""
    odd = np.zeros(len(lat), bool)
    for lat0, lon0, lat1, lon1 in zip(lats, lons, np.roll(lats, -1), np.roll(lons, -1), strict=True):
        if lat0 == lat1:
            continue
        spans = (lat0 <= lat) != (lat1 <= lat)
        odd ^= spans & (lon < lon0 + (lat - lat0) * ((lon1 - lon0) / (lat1 - lat0)))
    return odd
