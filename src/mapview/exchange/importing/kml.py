"""KML, KMZ and GPX. Their XML is read without entities, without the network and within libxml2's own limits."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from mapview.errors import BadInputError
from mapview.exchange.importing.mapping import Role, TableMapping
from mapview.exchange.importing.records import Incoming, Record, incoming, without_markup
from mapview.exchange.importing.tables import raw_bytes, refuse_zip_bomb
from mapview.exchange.table import COLUMNS

_LINK = re.compile(r"""<a\s[^>]*?href=["'](https?://[^"']+)["']""", re.IGNORECASE)
_KML, _KMZ, _GPX = "application/vnd.google-earth.kml+xml", "application/vnd.google-earth.kmz", "application/gpx+xml"


def read_kml(path: Path, _mapping: TableMapping | None = None) -> Incoming:
    """Read the placemarks of a KML file, with TimeStamp and TimeSpan; a missing end of a TimeSpan is open.

    Raises
    ------
    FileProblemError
        If the file cannot be opened.
    BadInputError
        If it is no KML, or holds entities.
    """
    raw = raw_bytes(path)
    return incoming(path, raw, _KML, _placemarks(_parsed(raw, path.name)))


def read_kmz(path: Path, _mapping: TableMapping | None = None) -> Incoming:
    """Read the first KML file in a KMZ; see :func:`read_kml`."""
    raw = raw_bytes(path)
    refuse_zip_bomb(raw, path.name)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            name = next((one for one in packed.namelist() if one.lower().endswith(".kml")), None)
            if name is None:
                raise BadInputError(f"{path.name} holds no KML file: choose another one.")
            inside = packed.read(name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise BadInputError(f"{path.name} is damaged or locked by a password: save it again.") from error
    return incoming(path, raw, _KMZ, _placemarks(_parsed(inside, path.name)))


def read_gpx(path: Path, _mapping: TableMapping | None = None) -> Incoming:
    """Read the waypoints and the track points of a GPX file, each with its time.

    Raises
    ------
    FileProblemError
        If the file cannot be opened.
    BadInputError
        If it is no GPX, or holds entities.
    """
    raw = raw_bytes(path)
    return incoming(path, raw, _GPX, _points(_parsed(raw, path.name)))


def _parsed(raw: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise BadInputError(f"{name} is no whole XML ({error.msg}): save it again.") from error
    if root.getroottree().docinfo.doctype or any(True for _ in root.iter(etree.Entity)):
        raise BadInputError(f"{name} defines entities of its own, which no map needs: it is not read.")
    return root


def _placemarks(root: etree._Element) -> Iterator[Record]:
    for mark in root.iter("{*}Placemark"):
        described = _text(mark, "description")
        link = _LINK.search(described)
        said: dict[Role, str] = {
            "id": mark.get("id") or "",
            "place": _text(mark, "name"),
            "statement": without_markup(described),
            "url": html.unescape(link[1]) if link else "",
            "coordinates": _geometry(mark),
        }
        more = {data.get("name") or "": data.findtext("{*}value") or "" for data in mark.iter("{*}Data")}
        more |= {data.get("name") or "": (data.text or "").strip() for data in mark.iter("{*}SimpleData")}
        if "anchor_sha256" in more:
            # MapView leaves out what is empty.
            more = dict.fromkeys(COLUMNS, "") | more
        folders = [name for one in mark.iterancestors("{*}Folder") if (name := _text(one, "name"))]
        if folders:
            more["folder"] = " / ".join(reversed(folders))
        fixes = _fixes(mark)
        for number, (when, where) in enumerate(fixes, 1):
            own = {**said, "when": when, "coordinates": where}
            if said["id"] and len(fixes) > 1:
                own["id"] = f"{said['id']} {number}"
            yield Record(own, more)
        if not fixes:
            yield Record({**said, **_time(mark)}, more)


def _time(mark: etree._Element) -> dict[Role, str]:
    """Return the time of a placemark, or of the nearest folder about it that has one."""
    for element in (mark, *mark.iterancestors("{*}Folder", "{*}Document")):
        when = _text(element, "TimeStamp/{*}when")
        start, end = _text(element, "TimeSpan/{*}begin"), _text(element, "TimeSpan/{*}end")
        if when:
            return {"when": when}
        if start or end:
            return {"start": start or "..", "end": end or ".."}
    return {}


def _fixes(mark: etree._Element) -> list[tuple[str, str]]:
    """Return the times of a placemark's tracks, each with its point as WKT."""
    found: list[tuple[str, str]] = []
    for track in mark.iter("{*}Track"):
        times = [(when.text or "").strip() for when in track.iterfind("{*}when")]
        points = [(where.text or "").split()[:2] for where in track.iterfind("{*}coord")]
        found += [(when, f"POINT ({' '.join(where)})") for when, where in zip(times, points, strict=False)]
    return found


def _geometry(mark: etree._Element) -> str:
    """Return the geometries of a placemark as WKT; KML writes longitude, latitude and height."""
    shapes = [
        f"{kind.upper()} {before}{', '.join(points)}{after}"
        for kind, before, after in (("Point", "(", ")"), ("LineString", "(", ")"), ("Polygon", "((", "))"))
        for element in mark.iter(f"{{*}}{kind}")
        if (points := _corners(element))
    ]
    return shapes[0] if len(shapes) == 1 else f"GEOMETRYCOLLECTION ({', '.join(shapes)})" if shapes else ""


def _corners(element: etree._Element) -> list[str]:
    # Of an area this is the outer ring, which comes first.
    coordinates = next(element.iter("{*}coordinates"), None)
    text = coordinates.text if coordinates is not None else None
    return [" ".join(point.split(",")[:2]) for point in (text or "").split()]


def _points(root: etree._Element) -> Iterator[Record]:
    for kind in ("wpt", "rtept", "trkpt"):
        for point in root.iter(f"{{*}}{kind}"):
            track = next(point.iterancestors("{*}trk", "{*}rte"), None)
            named = _text(track, "name") if track is not None else ""
            said: dict[Role, str] = {
                "place": _text(point, "name") or named,
                "statement": _text(point, "desc") or _text(point, "cmt") or _text(point, "name") or named,
                "when": _text(point, "time"),
                "coordinates": f"POINT ({point.get('lon')} {point.get('lat')})",
                "url": next((link.get("href") or "" for link in point.iter("{*}link")), ""),
            }
            yield Record(said, {"of": kind})


def _text(element: etree._Element, path: str) -> str:
    found = element.find("/".join(part if part.startswith("{") else f"{{*}}{part}" for part in path.split("/")))
    return (found.text or "").strip() if found is not None else ""
