"""What the window's pages are made of: the routes of the ``mapview://`` scheme for one timeline."""

from collections.abc import Callable, Mapping
from typing import Literal, cast

from mapview.domain.snapshot import Language, Theme
from mapview.domain.timeline import Timeline, View
from mapview.errors import BadInputError
from mapview.render.basemap import Basemap, TileStyle
from mapview.render.ground import Ground, ground
from mapview.render.map_data import names_on_map, page_data
from mapview.render.map_document import page_file
from mapview.ui.map.scheme import Answer, Route, web_channel_script

TilePx = Literal[256, 512, 1024]
#: Between two zooms of tiles a page never needs more.
_MOST_ENLARGED = 2.0


def routes(
    shown: Callable[[], View],
    page: Callable[[], str],
    tile_px: TilePx = 512,
    basemap: Callable[[], str | None] = lambda: None,
) -> list[Route]:
    """Return who answers what a map page asks for.

    Parameters
    ----------
    shown
        Returns the view whose timeline and filter the page shows at the time of asking, in any thread.
    page
        Returns the document itself.
    tile_px
        Device pixels along the side of a tile; it covers 256 CSS pixels.
    basemap
        Returns the file of a person's own tiles, None for MapView's, in any thread.
    """

    def document(rest: str, _query: Mapping[str, str]) -> Answer:
        if rest:
            raise BadInputError(f"The map page has no part {rest}.")
        return "text/html", page().encode()

    def data(rest: str, query: Mapping[str, str]) -> Answer:
        if rest != "map.bin":
            raise BadInputError(f"The map page has no data {rest}.")
        theme, language = _theme(query.get("theme", "light")), _language(query.get("lang", "en"))
        view = shown()
        passing = None if view.narrowed is None else view.narrowed.mask
        found = page_data(view.timeline, language, theme, ground(basemap()).attribution, passing)
        return "application/octet-stream", found

    def own_file(folder: str) -> Route:
        return Route(f"{folder}/", lambda rest, _query: page_file(f"{folder}/{rest}"))

    return [
        Route("", document),
        Route("data/", data, slow=True),
        Route(
            "tiles/", lambda rest, query: _tile(ground(basemap()), rest, query, shown().timeline, tile_px), slow=True
        ),
        Route("qwebchannel.js", lambda _rest, _query: ("text/javascript", web_channel_script())),
        *(own_file(folder) for folder in ("map", "leaflet", "fonts")),
    ]


def _tile(below: Ground, rest: str, query: Mapping[str, str], timeline: Timeline, tile_px: TilePx) -> Answer:
    """Answer ``{theme}/{lang}/{z}/{x}/{y}.png?enlarged={factor}``.

    With ``labels=none`` it has no names; with ``covered=l,t,r,b;…`` none where the claims have theirs.
    """
    try:
        theme, language, z, x, y = rest.removesuffix(".png").split("/")
        place = int(z), int(x), int(y)
        enlarged = min(max(float(query.get("enlarged", 1)), 1.0), _MOST_ENLARGED)
        covered = tuple(_box(text) for text in query.get("covered", "").split(";") if text)
    except ValueError as error:
        raise BadInputError(f"{rest} names no tile.") from error
    style = TileStyle(
        _theme(theme),
        _language(language),
        labels=query.get("labels") != "none",
        omit=names_on_map(timeline, below.said),
        enlarged=enlarged,
        covered=covered,
    )
    # As many pixels more as it is shown larger: names that a page stretches or shrinks a little are hard to read.
    size = round(tile_px * enlarged)
    if isinstance(below, Basemap):
        return "image/png", below.tile_png(*place, style, size)
    return below.tile(*place, style, size)


def _box(text: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = map(int, text.split(","))
    return left, top, right, bottom


def _theme(text: str) -> Theme:
    if text not in {"light", "dark"}:
        raise BadInputError(f"There is no theme {text!r}: use light or dark.")
    return cast("Theme", text)


def _language(text: str) -> Language:
    if text not in {"en", "ar"}:
        raise BadInputError(f"There is no language {text!r}: use en or ar.")
    return cast("Language", text)
