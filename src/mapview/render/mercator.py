"""Web Mercator: where degrees lie among tiles (OGC 17-083r4, annex D)."""

import math

MAX_LATITUDE = 85.05


def position(lat: float, lon: float, z: int) -> tuple[float, float]:
    """Return x and y in tiles of a zoom level, from the north-west corner of the world."""
    clipped = math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, lat)))
    count = 2.0**z
    return (lon + 180) / 360 * count, (1 - math.asinh(math.tan(clipped)) / math.pi) / 2 * count


def degrees(x: float, y: float, z: int) -> tuple[float, float]:
    """Return latitude and longitude of a position in tiles."""
    count = 2.0**z
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / count)))), x / count * 360 - 180
