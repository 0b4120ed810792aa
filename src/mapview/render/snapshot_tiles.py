"""Which tiles an HTML snapshot carries, and their bytes."""

import base64
import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from mapview.domain.snapshot import Snapshot
from mapview.render.basemap import TILE_CSS_PX, TileStyle
from mapview.render.ground import Ground
from mapview.render.map_data import names_on_map
from mapview.render.mercator import degrees, position
from mapview.render.user_basemap import UserBasemap

Box = tuple[float, float, float, float]
Tile = tuple[int, int, int]

#: Bytes of tiles before base64: with fonts, scripts and data a page of the seeds stays under 4 MB.
BUDGET_BYTES = 1_700_000
#: A tile takes 10 to 20 ms to paint; this many keep an export under five seconds.
BUDGET_TILES = 240
#: The same for a person's own tiles, whose pictures take more room and are asked for to be seen close by.
USER_BUDGET_BYTES, USER_BUDGET_TILES = 6_000_000, 480
_MIN_ZOOM, _MAX_AREA_ZOOM, _MAX_PLACE_ZOOM = 1, 8, 11
_MIN_FULL_ZOOM = 4
_MAX_USER_ZOOM = 16
#: The window in which a reader is likely to open the page, CSS pixels of its map.
_WINDOW = (1280, 800)
_WEBP_QUALITY = 78
#: Free border around the area, as a share of it, and in degrees for an area that is a point.
_MARGIN_SHARE, _MARGIN_DEGREES = 0.2, 0.8

PREFIX = "data:image/webp;base64,"


def area(snapshot: Snapshot) -> Box:
    """Return (west, south, east, north) of what a snapshot shows, in degrees: its box, or all places with claims."""
    if snapshot.bbox is not None:
        return snapshot.bbox
    project = snapshot.timeline.project
    claimed = {claim.place for claim in project.claims.values()}
    places = [place for place in project.places.values() if place.id in claimed] or list(project.places.values())
    if not places:
        return -60.0, -40.0, 100.0, 65.0
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    return min(lons), min(lats), max(lons), max(lats)


def embedded_tiles(snapshot: Snapshot, basemap: Ground) -> dict[str, str]:
    """Return the tiles of a snapshot's area as base64 WebP by ``z/x/y``.

    Low zooms come first, then the area to zoom 8, then what lies around its places, until a budget is spent; the page
    enlarges the nearest tile above for those that are missing. Of a person's own tiles those around the places go as
    deep as the map does, within a larger budget.
    """
    most_bytes, most_tiles, deepest = BUDGET_BYTES, BUDGET_TILES, _MAX_PLACE_ZOOM
    if isinstance(basemap, UserBasemap):
        most_bytes, most_tiles = USER_BUDGET_BYTES, USER_BUDGET_TILES
        deepest = max(deepest, min(basemap.max_zoom, _MAX_USER_ZOOM))
    style = TileStyle(snapshot.theme, snapshot.language, omit=names_on_map(snapshot.timeline, basemap.said))

    def encoded(tile: Tile) -> bytes:
        z, x, y = tile
        return basemap.tile_bytes(z, x, y, style, 512, "webp", _WEBP_QUALITY)

    wanted = list(islice(dict.fromkeys(_wanted(snapshot, deepest)), most_tiles))
    found: dict[str, str] = {}
    size = 0
    # Pictures are painted and packed outside Python's lock, so that threads share the work; more of them than there are
    # processors wait for the lock so often that a page took a quarter longer.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for (z, x, y), body in zip(wanted, threads.map(encoded, wanted), strict=True):
            size += len(body)
            if size > most_bytes:
                threads.shutdown(wait=False, cancel_futures=True)
                break
            found[f"{z}/{x}/{y}"] = base64.b64encode(body).decode("ascii")
    return found


def _wanted(snapshot: Snapshot, deepest: int) -> Iterator[Tile]:
    box = area(snapshot)
    padded = _padded(box)
    for z in range(_MIN_ZOOM, _MAX_AREA_ZOOM + 1):
        # At low zooms the window shows more than the area, along one side or both.
        yield from _tiles(_around_both(_window_around(box, z), padded), z)
    project = snapshot.timeline.project
    claimed = {claim.place for claim in project.claims.values()}
    sites = [
        (place.lat, place.lon)
        for place in project.places.values()
        if place.id in claimed and padded[0] <= place.lon <= padded[2] and padded[1] <= place.lat <= padded[3]
    ]
    for z in range(_MAX_AREA_ZOOM + 1, deepest + 1):
        yield from _around(sites, z)


def _padded(box: Box) -> Box:
    west, south, east, north = box
    across = max((east - west) * _MARGIN_SHARE, _MARGIN_DEGREES)
    along = max((north - south) * _MARGIN_SHARE, _MARGIN_DEGREES)
    return west - across, south - along, east + across, north + along


def _window_around(box: Box, z: int) -> Box:
    """Return the box that a window shows at a zoom when its middle is the middle of the area."""
    west, south, east, north = box
    x, y = position((south + north) / 2, (west + east) / 2, z)
    # Far out the world is small in the window, and what lies around the area may be coarse.
    share = 2 if z > _MIN_FULL_ZOOM else 4
    half_x, half_y = (side / TILE_CSS_PX / share for side in _WINDOW)
    top, left = degrees(x - half_x, y - half_y, z)
    bottom, right = degrees(x + half_x, y + half_y, z)
    return left, bottom, right, top


def _around_both(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _tiles(box: Box, z: int) -> Iterator[Tile]:
    west, south, east, north = box
    left, top = position(north, west, z)
    right, bottom = position(south, east, z)
    last = 2**z - 1
    for y in range(max(0, math.floor(top)), min(last, math.floor(bottom)) + 1):
        for x in range(math.floor(left), math.floor(right) + 1):
            yield z, x % (last + 1), y


def _around(sites: Sequence[tuple[float, float]], z: int) -> Iterator[Tile]:
    last = 2**z - 1
    for lat, lon in sites:
        x, y = (math.floor(part) for part in position(lat, lon, z))
        for row in range(max(0, y - 1), min(last, y + 1) + 1):
            for column in (x - 1, x, x + 1):
                yield z, column % (last + 1), row
