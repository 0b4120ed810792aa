"""Labels of the basemap: names in English and Arabic, and their placement at every zoom."""

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from babel import Locale
from PySide6.QtGui import QGuiApplication

from basemap_arabic import LANGS, REGION_COUNTRIES, ArabicNames
from basemap_placement import Label, place
from mapview.render.basemap_file import LabelTable
from mapview.render.basemap_labels import LabelKind, text_width

ZOOMS = range(13)
MAX_LATITUDE = 84.0
# Countries that Natural Earth gives no ISO code, and names shorter or clearer than CLDR's.
ISO_CODES = {"FRA": "FR", "NOR": "NO"}
COUNTRY_NAMES = {
    "N. Cyprus": ("Northern Cyprus", "قبرص الشمالية"),
    "Somaliland": ("Somaliland", "أرض الصومال"),
    "PS": ("Palestine", "فلسطين"),
    "HK": ("Hong Kong", "هونغ كونغ"),
    "MO": ("Macao", "ماكاو"),
    "MM": ("Myanmar", "ميانمار"),
    "CD": ("DR Congo", "الكونغو الديمقراطية"),
    "CG": ("Congo", "الكونغو"),
    "TR": ("Turkey", "تركيا"),
    "SA": ("Saudi Arabia", "السعودية"),
    "AE": ("United Arab Emirates", "الإمارات"),
    "QA": ("Qatar", "قطر"),
    "CI": ("Côte d’Ivoire", "ساحل العاج"),
}
NO_COUNTRIES = {"Siachen Glacier", "Ashmore and Cartier Is.", "Indian Ocean Ter."}
# Where the middle of the largest part is not where a reader looks for the name: lat, lon.
COUNTRY_POINTS = {"IQ": (32.9, 42.6), "US": (39.5, -98.6), "CA": (58.0, -105.0), "RU": (62.0, 97.0)}
NO_REGIONS = re.compile(r"minor island|UNDOF|neutral|no man|\d", re.IGNORECASE)
TOWN_ZOOMS = ((1_000_000, 7), (200_000, 8), (60_000, 9), (20_000, 10), (5_000, 11), (0, 12))
MIN_POPULATION = 15_000
LARGE_CAPITAL = 1_000_000


def build_labels(source: Path, whosonfirst: Path, region_zooms: Callable[[Any], Any]) -> LabelTable:
    """Return all labels, placed."""
    _app = QGuiApplication.instance() or QGuiApplication([])
    names = ArabicNames(whosonfirst)
    labels = [*countries(source), *regions(source, names, region_zooms), *towns(source, names)]
    labels.sort(key=lambda label: (label.priority, label.x, label.y))
    widths = {
        lang: np.array([text_width(label.kind, label.names[lang]) for label in labels], dtype=np.uint16)
        for lang in LANGS
    }
    placements = {
        lang: np.array([place(labels, lang, widths[lang], zoom) for zoom in ZOOMS], dtype=np.uint8) for lang in LANGS
    }
    return LabelTable(
        x=np.array([label.x for label in labels]),
        y=np.array([label.y for label in labels]),
        kind=np.array([label.kind for label in labels], dtype=np.uint8),
        names={lang: [label.names[lang] for label in labels] for lang in LANGS},
        widths=widths,
        placements=placements,
    )


def countries(source: Path) -> Iterator[Label]:
    """Yield the labels of countries, from the zoom at which the name fits the land."""
    english, arabic = Locale("en").territories, Locale("ar").territories
    about, _, geometries, columns = pyogrio.raw.read(source, layer="countries_50m")
    table = dict(zip(about["fields"], columns, strict=True))
    for geometry, name, adm0, code, rank in zip(
        shapely.from_wkb(geometries), table["name"], table["adm0_a3"], table["iso_a2"], table["labelrank"], strict=True
    ):
        if name in NO_COUNTRIES:
            continue
        iso = ISO_CODES.get(adm0, code)
        names = COUNTRY_NAMES.get(iso) or COUNTRY_NAMES.get(name) or (english[iso], arabic[iso])
        largest = max(shapely.get_parts(geometry), key=shapely.area)
        if iso in COUNTRY_POINTS:
            lat, lon = COUNTRY_POINTS[iso]
        else:
            centre = shapely.maximum_inscribed_circle(largest, tolerance=0.05).coords[0]
            lon, lat = centre
        x, y = world(lat, lon)
        west, south, east, north = largest.bounds
        left, top = world(min(north, MAX_LATITUDE), west)
        right, bottom = world(max(south, -MAX_LATITUDE), east)
        text = {"en": broken(names[0]), "ar": broken(names[1])}
        width = text_width(LabelKind.COUNTRY, text["en"])
        # The name may overhang the land a little, as on paper; islands get theirs once they are some size.
        room = math.sqrt((right - left) * (bottom - top)) * 1.5
        fits = max(2, math.ceil(math.log2(width / (256 * room)))) if room > 0 else 7
        yield Label(
            LabelKind.COUNTRY, x, y, min(fits, 7), max(min(fits + 4, 8), 6), 0.2 * float(rank) + 0.1 * fits, text
        )


def regions(source: Path, names: ArabicNames, zooms: Callable[[Any], Any]) -> Iterator[Label]:
    """Yield the labels of first-level regions at the zooms where there is room between their borders."""
    about, _, geometries, columns = pyogrio.raw.read(source, layer="admin_1_labels_10m")
    table = dict(zip(about["fields"], columns, strict=True))
    points = shapely.get_coordinates(shapely.from_wkb(geometries))
    places = np.array([world(lat, lon) for lon, lat in points])
    first = zooms(shapely.points(places)) + 1
    depth = inland(source, points)
    best: dict[tuple[str, str], int] = {}
    for i, key in enumerate(zip(table["iso_a2"], table["name"], strict=True)):
        # A region of several islands has several labels; the one deepest inland stays.
        if key[1] and not NO_REGIONS.search(key[1]) and (key not in best or depth[i] > depth[best[key]]):
            best[key] = i
    for (country, name), i in best.items():
        zoom, (x, y) = int(first[i]), places[i]
        text = {lang: broken(name) for lang, name in names.region(name, country).items()}
        yield Label(LabelKind.REGION, x, y, zoom, 9, 6.8 + 0.1 * zoom, text)


def inland(source: Path, points: Any) -> Any:
    """Return how far points (lon, lat) are from the edge of their country, in degrees."""
    _, _, geometries, _ = pyogrio.raw.read(source, layer="countries_50m")
    edges = shapely.boundary(shapely.from_wkb(geometries))
    tree = shapely.STRtree(edges)
    _, distance = tree.query_nearest(shapely.points(points), return_distance=True, all_matches=False)
    return distance


def towns(source: Path, names: ArabicNames) -> Iterator[Label]:
    """Yield the labels of towns: Natural Earth's with its zooms, GeoNames' smaller ones by population."""
    about, _, geometries, columns = pyogrio.raw.read(source, layer="places_10m")
    table = dict(zip(about["fields"], columns, strict=True))
    points = shapely.get_coordinates(shapely.from_wkb(geometries))
    shown, spots = set(), []
    for row, (lon, lat) in enumerate(points):
        if abs(lat) > MAX_LATITUDE or "station" in table["featurecla"][row].lower():
            continue
        number = table["geonameid"][row]
        number = names.checked(0 if np.isnan(number) else int(number), table["name"][row], lat, lon)
        shown.add(number)
        capital = table["featurecla"][row] == "Admin-0 capital"
        population = max(0, int(table["pop_max"][row]))
        zoom = float(table["min_zoom"][row])
        if capital:
            zoom = min(zoom, 4.0)
        elif table["featurecla"][row].startswith("Admin-1") and table["iso_a2"][row] in REGION_COUNTRIES:
            # In the region of the first timeline a governorate's seat shows earlier.
            zoom = max(zoom - 0.7, 3.0)
        kind = LabelKind.CAPITAL if capital else LabelKind.CITY if zoom <= 6.2 else LabelKind.TOWN
        x, y = world(lat, lon)
        spots.append((x, y))
        yield Label(
            kind,
            x,
            y,
            max(2, math.floor(zoom)),
            99,
            (0.0 if capital else 1.0) + zoom - min(population, 30e6) / 1e8,
            names.town(number, table["name"][row], table["iso_a2"][row]),
            large=population > LARGE_CAPITAL,
        )
    tree = shapely.STRtree(shapely.points(np.array(spots)))
    for number, city in names.cities.items():
        population = city["population"]
        small = population < MIN_POPULATION and city["countrycode"] not in REGION_COUNTRIES
        if number in shown or small or abs(city["latitude"]) > MAX_LATITUDE:
            continue
        x, y = world(city["latitude"], city["longitude"])
        zoom = next(zoom for least, zoom in TOWN_ZOOMS if population >= least)
        nearest = spots[int(tree.nearest(shapely.Point(x, y)))]
        if math.dist(nearest, (x, y)) < 12 / (256 * 2**8):
            # Most likely a quarter of the city next to it.
            zoom = max(zoom, 11)
        yield Label(
            LabelKind.TOWN,
            x,
            y,
            zoom,
            99,
            1.5 + zoom - min(population, 30e6) / 1e8,
            names.town(number, city["name"], city["countrycode"]),
        )


def broken(name: str) -> str:
    """Return a long name in two lines, broken at the space nearest its middle."""
    if len(name) < 14 or " " not in name:
        return name
    spaces = [i for i, char in enumerate(name) if char == " "]
    at = min(spaces, key=lambda i: abs(i - len(name) / 2))
    return name[:at] + "\n" + name[at + 1 :]


def world(lat: float, lon: float) -> tuple[float, float]:
    """Return Web Mercator world coordinates, 0..1."""
    phi = math.radians(lat)
    return lon / 360 + 0.5, 0.5 - math.log(math.tan(math.pi / 4 + phi / 2)) / (2 * math.pi)
