"""Snapshots as pages: one HTML file that stands alone, and the page from which a picture is taken."""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO

from PySide6.QtGui import QGuiApplication

from mapview.domain.filters import drawn_area
from mapview.domain.snapshot import Snapshot
from mapview.render.basemap import Basemap
from mapview.render.fonts import font_face_css
from mapview.render.ground import Ground, ground
from mapview.render.map_document import (
    APP_URL,
    CHANNEL_URL,
    MAP_SCRIPTS,
    MAP_STYLES,
    ClaimLayer,
    MapPage,
    page_file,
    page_options,
    render,
    style,
    template,
)
from mapview.render.packed_table import Json, packed_table
from mapview.render.page_texts import export_texts
from mapview.render.snapshot_data import (
    cards,
    conflict_entries,
    left_out_words,
    pack_meta,
    snapshot_meta,
    start_days,
    view_in_words,
)
from mapview.render.snapshot_tiles import PREFIX, area, embedded_tiles

_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", flags=re.DOTALL)
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", flags=re.MULTILINE)
_LOCAL_IMAGE = re.compile(r"url\((?!data:)[^)]*\)")
_EXPORT_SCRIPTS = (
    "map/words.js",
    "map/clocks.js",
    "map/time_axis.js",
    "map/time_key.js",
    "map/course.js",
    "map/time_bar.js",
    "map/voices.js",
    "map/cards.js",
    "map/conflict_list.js",
    "map/source_list.js",
    "map/panel.js",
    "map/print.js",
    "map/paper.js",
    "map/fold.js",
    "map/claim_table.js",
    "map/filter_state.js",
    "map/filters.js",
    "map/about.js",
    "map/tour.js",
    "map/fragment.js",
    "map/export.js",
)
_PICTURE_SCRIPTS = ("map/picture.js", "map/print.js", "map/bridge.js")
_CSP_PLACE = "MAPVIEW-CSP"
_INLINE_DATA = {
    "dataUrl": None,
    "metaElement": "mapview-meta",
    "columnsElement": "mapview-columns",
    "cardsElement": "mapview-cards",
}

# Qt deletes what Python lets go of, and an application must live as long as its fonts.
_application: list[QGuiApplication] = []


def write_html(snapshot: Snapshot, stream: BinaryIO, files: Callable[[], tuple[bytes, Json]]) -> None:
    """Write a snapshot as one HTML file that loads nothing from anywhere.

    The file holds Leaflet, our scripts, the fonts, the basemap's tiles of its area and all claims, so that both clocks
    can be moved in it. Its Content-Security-Policy allows only the scripts and styles that it was written with.

    Parameters
    ----------
    snapshot
        Where the page starts; without an event time it shows all claims whatever their time.
    stream
        Where to write the UTF-8 bytes.
    files
        Returns all claims as CSV and as the document of GeoJSON, one row and one feature for each row of the
        timeline's columns, which the page searches and offers to save; it is called while the tiles are painted.

    Raises
    ------
    MissingPartError
        If a resource is missing.
    """
    have_application()
    basemap = ground(snapshot.basemap)
    with ThreadPoolExecutor(1) as beside:
        tiles = beside.submit(_tiles_json, snapshot, basemap)
        data = _pack_data(snapshot, basemap.attribution, *files())
        data["mapview-tiles"] = "application/json", tiles.result()
    page = _page(snapshot, "snapshot.html", data)
    options = page_options("export", snapshot.theme, snapshot.language) | _start(snapshot)
    options |= _INLINE_DATA | {"tiles": None, "tilesElement": "mapview-tiles"}
    # A person's own tiles look the same in both themes.
    options["darkTiles"] = snapshot.theme == "dark" and isinstance(basemap, Basemap)
    html = render(
        page,
        ClaimLayer(options, then=["MapViewExport.start"]),
        head=[
            f'<meta http-equiv="Content-Security-Policy" content="{_CSP_PLACE}">',
            '<meta name="referrer" content="no-referrer">',
            style(font_face_css(embed=True)),
            *(style(_stylesheet(path)) for path in (*MAP_STYLES, "map/export.css")),
            *(f"<script>{_script(path)}</script>" for path in (*MAP_SCRIPTS, *_EXPORT_SCRIPTS)),
        ],
    )
    # A browser reads CR LF as LF before it takes the hash of a block.
    html = html.replace("\r\n", "\n")
    stream.write(html.replace(_CSP_PLACE, _policy(html), 1).encode("utf-8"))


def _pack_data(snapshot: Snapshot, attribution: str, csv_file: bytes, geojson: Json) -> dict[str, tuple[str, str]]:
    """Return the blocks (MIME type, text) by id in which a page carries its claims."""
    table, cells = packed_table(csv_file, geojson)
    found, columns = pack_meta(snapshot, attribution, hashlib.sha256(csv_file).hexdigest())
    conflicts = conflict_entries(snapshot.timeline, snapshot.language)
    return {
        "mapview-meta": ("application/json", _json(found)),
        "mapview-columns": ("text/plain", _packed(columns)),
        "mapview-cards": ("text/plain", _packed(_lines(cards(snapshot)))),
        "mapview-conflicts": ("text/plain", _packed(_lines(conflicts))),
        "mapview-table": ("text/plain", _packed(_lines([table, *cells]))),
    }


def picture_page(snapshot: Snapshot) -> str:
    """Return the page of the window's hidden view from which a picture of a snapshot is taken.

    The page holds its data; scripts, fonts and tiles come from the window. Its CSS pixels are those of the picture
    divided by the scale: the view's zoom factor is ``snapshot.scale``. It is ready to be taken when it reports a
    ``painted`` frame that is ``complete``. Without an event time it shows all claims whatever their time.

    Parameters
    ----------
    snapshot
        What to show; ``place`` is marked.

    Raises
    ------
    MissingPartError
        If a resource is missing.
    """
    have_application()
    # A picture tells the claims of the chosen place alone.
    said = cards(snapshot, snapshot.place) if snapshot.place else []
    found, columns = snapshot_meta(snapshot, ground(snapshot.basemap).attribution)
    data = {
        "mapview-meta": ("application/json", _json(found)),
        "mapview-columns": ("text/plain", _packed(columns)),
        "mapview-cards": ("text/plain", _packed(_lines(said))),
    }
    page = _page(snapshot, "picture.html", data)
    options = page_options("picture", snapshot.theme, snapshot.language) | _start(snapshot) | _INLINE_DATA
    if snapshot.basemap is None:
        options["enlargedTo"] = 1
    if snapshot.dates:
        # Maps as small as those of a sheet have room for the places of the claims alone.
        options["tiles"] += "?labels=none"
    return render(
        page,
        ClaimLayer(options, then=["MapViewPicture.start", "MapViewPrint.start", "MapViewBridge.connect"]),
        scripts=[CHANNEL_URL, *(APP_URL + path for path in (*MAP_SCRIPTS, *_PICTURE_SCRIPTS))],
        styles=[APP_URL + path for path in (*MAP_STYLES, "map/picture.css")],
        head=[style(font_face_css(embed=False))],
        animate=False,
    )


def _start(snapshot: Snapshot) -> dict[str, Any]:
    days = start_days(snapshot)
    return {
        "bbox": None if snapshot.bbox is None else list(area(snapshot)),
        "day0": None if days is None else days[0],
        "day1": None if days is None else days[1],
        "known": snapshot.known,
        "place": snapshot.place,
        "area": drawn_area(snapshot.narrowed_by) or None,
    }


def have_application() -> None:
    """See to it that Qt can paint; without a window nothing of it is shown."""
    if QGuiApplication.instance() is None:
        _application.append(QGuiApplication(["mapview", "-platform", "offscreen"]))


def _page(snapshot: Snapshot, template_name: str, data: dict[str, tuple[str, str]]) -> MapPage:
    """Return a document with the markup of a template around the map and data blocks (MIME type, text) by id."""
    texts = export_texts(snapshot.language)
    title = snapshot.timeline.project.title.in_language(snapshot.language)
    view = view_in_words(snapshot)
    parts: Any = template(template_name).make_module(
        {
            **{name: texts[name] for name in ("outside", "sources")},
            "texts": texts,
            "title": title,
            "caption": snapshot.caption.in_language(snapshot.language).strip(),
            "is_outside": _is_outside(snapshot),
            "event": texts["all_times"] if snapshot.at is None else view["atWords"] or texts["all_times"],
            "known": f"{texts['known_on']}: {view['knownWords']}" if view["knownWords"] else "",
            "left_out": left_out_words(snapshot),
            "data": [{"id": name, "type": mime, "text": text} for name, (mime, text) in data.items()],
        }
    )
    return MapPage(snapshot.theme, snapshot.language, title, before=str(parts.before()), after=str(parts.after()))


def _is_outside(snapshot: Snapshot) -> bool:
    """Whether the event time lies before or after everything that the timeline dates."""
    days, span = start_days(snapshot), snapshot.timeline.span
    return days is not None and span is not None and (days[1] < span[0] or days[0] > span[1])


def _packed(data: bytes) -> str:
    """Return bytes deflated (RFC 1950) and in base64, as ``packed.js`` takes them."""
    return base64.b64encode(zlib.compress(data)).decode("ascii")


def _lines(documents: Sequence[object]) -> bytes:
    """Return one JSON document a line, which the page reads one by one: of very many few are ever looked at."""
    return b"\n".join(b"" if one is None else _plain_json(one) for one in documents)


def _plain_json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(
        "utf-8", "surrogatepass"
    )


def _tiles_json(snapshot: Snapshot, basemap: Ground) -> str:
    return _json({"prefix": PREFIX, "images": embedded_tiles(snapshot, basemap)})


def _json(document: object) -> str:
    """Return JSON that no HTML parser can mistake for markup."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    escapes: dict[str, str | int | None] = {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
    return text.translate(str.maketrans(escapes))


def _script(path: str) -> str:
    text = page_file(path)[1].decode("utf-8")
    # A debugger would look for the map beside the file.
    return _SOURCE_MAP.sub("", text)


def _stylesheet(path: str) -> str:
    text = page_file(path)[1].decode("utf-8")
    # Leaflet's sheet names images of controls that these pages do not have.
    return _LOCAL_IMAGE.sub("none", text)


def _policy(html: str) -> str:
    """Return the Content-Security-Policy that lets just the inline blocks of a page run (W3C CSP Level 3)."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for kind, text in _INLINE.findall(html):
        digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
        hashes[kind].append(f"'sha256-{digest}'")
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(hashes['script'])}",
            f"style-src {' '.join(hashes['style'])}",
            "img-src data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
