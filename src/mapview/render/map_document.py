"""The map page as a folium document: Leaflet, our layer and nothing from the net."""

import importlib.resources
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mapview.config import resource_path
from mapview.domain.snapshot import Language, Theme
from mapview.errors import MissingPartError
from mapview.render.fonts import font_face_css
from mapview.render.lean_imports import later

# Folium asks pandas whether something is a table, and requests for what lies on the net: most of the second it takes.
with later("pandas", "requests"):
    import folium
    from branca.element import Element, Figure, MacroElement
    from folium.template import Template

#: Everything that the window's pages load begins with this; the window answers it.
APP_URL = "mapview://app/"
DATA_URL = APP_URL + "data/map.bin"
TILE_URL = APP_URL + "tiles/{theme}/{lang}/{z}/{x}/{y}.png"
CHANNEL_URL = APP_URL + "qwebchannel.js"

MIN_ZOOM, MAX_ZOOM = 2, 16
#: Of the zoom levels at which the window's map comes to rest.
ZOOM_STEP = 0.25

#: In the order in which a page needs them.
MAP_SCRIPTS = (
    "leaflet/leaflet.js",
    "map/engine.js",
    "map/packed.js",
    "map/layout.js",
    "map/marks.js",
    "map/looks.js",
    "map/cells.js",
    "map/arrangement.js",
    "map/signs.js",
    "map/labels.js",
    "map/claim_layer.js",
    "map/tiles.js",
    "map/legend.js",
    "map/controls.js",
    "map/area.js",
    "map/page.js",
)
MAP_STYLES = ("leaflet/leaflet.css", "map/map.css")
_WINDOW_SCRIPTS = ("map/outline.js", "map/editing.js", "map/bridge.js")
_WINDOW_STYLES = ("map/editing.css",)
_MIME = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".png": "image/png"}


@dataclass(frozen=True, slots=True)
class View:
    """The middle of a map in degrees and its zoom level (256-pixel tiles)."""

    lat: float
    lon: float
    zoom: float


class ClaimMap(folium.Map):
    """A folium map without folium's own assets, all of which lie on the net.

    Parameters
    ----------
    scripts, styles
        Pairs of a name and a URL.
    options
        Of Leaflet's ``L.map``, in folium's spelling (``zoom_snap``).
    """

    def __init__(
        self, scripts: Sequence[tuple[str, str]], styles: Sequence[tuple[str, str]], options: dict[str, Any]
    ) -> None:
        super().__init__(tiles=None)
        # Folium numbers its elements at random; a page that is written twice must be the same twice.
        self._name, self._id = "Map", "view"
        self._template = template("claim_map.html")
        # On the instance: the class's own lists are shared by all maps of folium.
        self.default_js = list(scripts)
        self.default_css = list(styles)
        self.options = options


class ClaimLayer(MacroElement):
    """Our layer on a map: starts the page on it.

    Parameters
    ----------
    page_options
        As ``page.js`` reads them.
    then
        JavaScript functions to call with the page, by name.
    """

    def __init__(self, page_options: dict[str, Any], then: Sequence[str] = ()) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Page", "view"
        self._template = template("claim_layer.html")
        self.page_options = page_options
        self.then = tuple(then)


class Markup(Element):
    """A piece of a page, written as it is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: Any) -> str:
        """Return the markup."""
        return self._text


class MapPage(Figure):
    """A whole document around one map.

    Parameters
    ----------
    theme, language
        Of the page at the start.
    title
        Of the document, as text.
    before, after
        Markup around the map's element.
    """

    def __init__(self, theme: Theme, language: Language, title: str = "", before: str = "", after: str = "") -> None:
        super().__init__()
        self._template = template("page.html")
        self.theme = theme
        self.language = language
        self.title = title
        self.before = before
        self.after = after


def template(name: str) -> Template:
    """Return a template of ours by its file name.

    Raises
    ------
    MissingPartError
        If there is none.
    """
    found: Template = Template(resource_path(f"resources/templates/{name}").read_text(encoding="utf-8"))
    return found


def page_file(path: str) -> tuple[str, bytes]:
    """Return a file that pages load, for whoever answers :data:`APP_URL`.

    Parameters
    ----------
    path
        Below :data:`APP_URL`: ``map/…``, ``leaflet/…`` or ``fonts/…``.

    Returns
    -------
    Its MIME type and its bytes.

    Raises
    ------
    MissingPartError
        If pages load no such file.
    """
    folder, _, name = path.partition("/")
    suffix = Path(name).suffix
    if folder not in _FOLDERS or suffix not in _MIME or Path(name).name != name:
        raise MissingPartError(f"The map page has no file {path}: install MapView again.")
    found = _FOLDERS[folder]() / name
    if not found.is_file():
        raise MissingPartError(f"The map page lacks its file {path}: install MapView again.")
    return _MIME[suffix], found.read_bytes()


def window_page(
    theme: Theme,
    language: Language,
    view: View | None = None,
    ground: str = "",
    days: tuple[int | None, int | None] = (None, None),
    known: int | None = None,
) -> str:
    """Return the page of the window: scripts, tiles and data come from :data:`APP_URL`.

    Parameters
    ----------
    theme, language
        To start with; the page changes both on command.
    view
        Where to look; None: at all places with claims.
    ground
        Tells basemaps apart, so that no tile of one is taken for that of another.
    days, known
        What both clocks show first, in days from 1970-01-01; None: all of time, all sources.
    """
    options = page_options("window", theme, language) | {
        "day0": days[0],
        "day1": days[1],
        "known": known,
        "tiles": f"{TILE_URL}?ground={quote(ground)}",
        "view": None if view is None else {"lat": view.lat, "lon": view.lon, "zoom": view.zoom},
    }
    page = MapPage(theme, language)
    return render(
        page,
        ClaimLayer(options, then=["MapViewEditing.start", "MapViewBridge.connect"]),
        scripts=[CHANNEL_URL, *(APP_URL + path for path in (*MAP_SCRIPTS, *_WINDOW_SCRIPTS))],
        styles=[APP_URL + path for path in (*MAP_STYLES, *_WINDOW_STYLES)],
        head=[style(font_face_css(embed=False))],
    )


def page_options(mode: str, theme: Theme, language: Language) -> dict[str, Any]:
    """Return what ``page.js`` needs to start, for a page that loads its data from :data:`APP_URL`."""
    return {
        "mode": mode,
        "theme": theme,
        "lang": language,
        "dataUrl": DATA_URL,
        "tiles": TILE_URL,
        "view": None,
        "bbox": None,
        "day0": None,
        "day1": None,
        "known": None,
        "place": None,
    }


def render(
    page: MapPage,
    layer: ClaimLayer,
    *,
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
    head: Sequence[str],
    animate: bool = True,
) -> str:
    """Return a page as HTML.

    Parameters
    ----------
    page
        The document; it gets a map with the layer.
    layer
        Starts the page.
    scripts, styles
        URLs; empty where the page carries them in ``head``.
    head
        Elements of the head, as markup.
    animate
        False for a picture: nothing fades, and any zoom will do.
    """
    options = {
        # Where the page looks until it has its data; it asks for tiles after that.
        "center": [20, 20],
        "zoom": MIN_ZOOM,
        "min_zoom": MIN_ZOOM,
        "max_zoom": MAX_ZOOM,
        # A picture must show just the box that was asked for; a window may round it.
        "zoom_snap": ZOOM_STEP if animate else 0.05,
        "zoom_delta": 1,
        "wheel_px_per_zoom_level": 90,
        "world_copy_jump": True,
        "zoom_control": False,
        "attribution_control": False,
        "fade_animation": animate,
        "zoom_animation": animate,
        "keyboard": animate,
    }
    claim_map = ClaimMap(
        scripts=[(Path(url).stem, url) for url in scripts],
        styles=[(Path(url).stem + "_css", url) for url in styles],
        options=options,
    )
    claim_map.add_child(layer)
    page.add_child(claim_map)
    for number, markup in enumerate(head):
        page.header.add_child(Markup(markup), name=f"head_{number}")
    return page.render()


def style(css: str) -> str:
    """Return CSS as an element of the head."""
    return f"<style>{css}</style>"


def _leaflet() -> Path:
    """Return the folder of Leaflet, which comes from the package XStatic-Leaflet."""
    folder = importlib.resources.files("xstatic.pkg.leaflet") / "data"
    return Path(str(folder))


_FOLDERS = {
    "map": lambda: resource_path("resources/map"),
    "fonts": lambda: resource_path("resources/fonts"),
    "leaflet": _leaflet,
}
