"""Builds the tables in ``resources/reading``: which names to look for, and areas without a border.

The names are those of the gazetteer's indexes, so build these first (``scripts/build_gazetteer.py``); islands and
ranges come from Natural Earth.
"""

import argparse
import csv
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import marisa_trie
from shapely import LineString, Point, STRtree, from_wkb, get_parts

from mapview.config import resource_path
from mapview.gazetteer.index import Tier
from mapview.gazetteer.normalise import bare, fold, is_arabic
from mapview.gazetteer.rows import clean, read_rows
from mapview.reading.names import AREA_COLUMNS, TIERS, admissible
from mapview.reading.words import word_frequencies

GAZETTEER = resource_path("data/gazetteer.csv")
LEAST_RANK = 5
KINDS = {"Island": "area", "Island group": "area", "Peninsula": "area", "Pen/cape": "area", "Range/mtn": "area",
         "Desert": "area", "Plateau": "area", "Basin": "area", "Delta": "area", "Valley": "area",
         "Plain": "area"}  # fmt: skip


def main() -> None:
    """Build the tables from what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--natural-earth", type=Path, required=True, help="Natural Earth as one GeoPackage")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of areas.csv and region_names.csv")
    parser.add_argument("--out", type=Path, default=Path("resources/reading"))
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    areas = list(all_areas(arguments.data, arguments.natural_earth))
    with (arguments.out / "areas.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(AREA_COLUMNS)
        writer.writerows(areas)
    common = word_frequencies()
    found = set(gazetteer_keys())
    for area in areas:
        found |= {key for name in (area[2], area[3], *area[4].split("|")) for key in keys_of(name)}
    found |= set(written_together(found, common))
    marisa_trie.Trie(sorted(found)).save(str(arguments.out / "names.marisa"))
    print(f"{len(found)} names, {len(areas)} areas")


def gazetteer_keys() -> Iterator[str]:
    """Yield the folded names of both tiers that a text may hold."""
    for name in TIERS:
        names = Tier(resource_path(name)).file
        for length in range(2, 49):
            yield from (key for key in names.with_prefix("names", "", length) if admissible(key))


def keys_of(name: str) -> tuple[str, ...]:
    """Return the keys of a name: folded, and without article and kind word."""
    key = fold(name)
    return tuple(dict.fromkeys(form for form in (key, bare(key)) if admissible(form)))


def written_together(names: Iterable[str], common: dict[str, tuple[int]]) -> Iterator[str]:
    """Yield Arabic names of two words as one, as tags write them: حفرالباطن; not where that is another word."""
    for name in names:
        first, _, second = name.partition(" ")
        if is_arabic(name) and second.startswith("ال") and " " not in second and len(first) > 2:
            joined = first + second
            if joined not in common:
                yield f"{joined}"


def all_areas(data: Path, natural_earth: Path) -> Iterator[tuple[object, ...]]:
    """Yield the areas: the hand-made ones, further names of regions, and islands and ranges of Natural Earth."""
    known: set[str] = set()
    with (data / "areas.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            known |= {fold(name) for name in (row["name_en"], *row["aliases"].split("|"))}
            precision = round(float(row["precision_km"]) * 1000)
            yield (row["id"], row["kind"], row["name_en"], row["name_ar"], row["aliases"], row["lat"], row["lon"],
                   precision, row["country"], row["prominence"], "MapView's own, the middle of the area")  # fmt: skip
    points = dict(middles_of_regions(natural_earth)) | dict(country_points(data))
    with (data / "region_names.csv").open(encoding="utf-8", newline="") as stream:
        further = {row["id"]: row["names"] for row in csv.DictReader(stream)}
    for identity in sorted({*points, *further}):
        lat, lon, origin = points.get(identity, ("", "", ""))
        yield (identity, "", "", "", further.get(identity, ""), lat, lon, "", "", "", origin)
    query = "SELECT name, featurecla, scalerank, geom FROM regions_10m WHERE name IS NOT NULL ORDER BY scalerank, name"
    with sqlite3.connect(natural_earth) as database:
        for name, feature, rank, geometry in database.execute(query):
            title = name.title() if name.isupper() else name
            if feature not in KINDS or rank > LEAST_RANK or fold(title) in known:
                continue
            known.add(fold(title))
            lat, lon = middle(geometry)
            slug = fold(title).encode("ascii", "ignore").decode().replace(" ", "-")
            yield (f"area-ne-{slug}", "area", title, "", "", f"{lat:.2f}", f"{lon:.2f}", 150_000, "", 60 - 4 * rank,
                   "Natural Earth 1:10m, middle of the bounding box")  # fmt: skip


def country_points(data: Path) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Yield the points at which atlases put the countries, where a point inside would stand on an island."""
    with (data / "country_points.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield (
                f"country-{row['country'].lower()}",
                (row["lat"], row["lon"], "The World Factbook, middle of the country"),
            )


def middles_of_regions(natural_earth: Path) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Yield of the regions with several labels, one on each island, the label farthest from coasts and borders."""
    rows = {(row.country, row.name_en): row.id for row in read_rows(GAZETTEER) if row.kind == "region"}
    labels: dict[str, list[Point]] = {}
    with sqlite3.connect(natural_earth) as database:
        for name, country, geometry in database.execute("SELECT name, iso_a2, geom FROM admin_1_labels_10m"):
            if (country, clean(name or "")) in rows:
                labels.setdefault(rows[country, clean(name)], []).append(from_wkb(wkb(geometry)))
        lines = [
            from_wkb(wkb(geometry))
            for (geometry,) in database.execute("SELECT geom FROM admin_1_lines_10m WHERE geom IS NOT NULL")
        ]
        for (geometry,) in database.execute("SELECT geom FROM land_10m"):
            lines += [ring for part in get_parts(from_wkb(wkb(geometry))) for ring in (part.exterior, *part.interiors)]
    edges = STRtree([piece for line in lines for piece in pieces(line)])
    for identity, points in labels.items():
        if len(points) > 1:
            best = max(points, key=lambda point: edges.geometries[edges.nearest(point)].distance(point))
            yield identity, (f"{best.y:.4f}", f"{best.x:.4f}", "Natural Earth 1:10m, the label farthest inland")


def pieces(line: Any) -> Iterator[Any]:
    """Cut a line into short pieces, so that the tree tells the nearest one quickly."""
    for part in get_parts(line) if line.geom_type.startswith("Multi") else [line]:
        points = list(part.coords)
        yield from (LineString(points[i : i + 33]) for i in range(0, len(points) - 1, 32))


def wkb(geometry: bytes) -> bytes:
    """Return the WKB after the header of a GeoPackage geometry (OGC 12-128r17, 2.1.3)."""
    envelope = (0, 32, 48, 48, 64)[(geometry[3] >> 1) & 7]
    return geometry[8 + envelope :]


def middle(geometry: bytes) -> tuple[float, float]:
    """Return the middle of a GeoPackage geometry's envelope, latitude first (OGC 12-128r17, 2.1.3)."""
    west, east, south, north = struct.unpack_from("<4d", geometry, 8)
    return (south + north) / 2, (west + east) / 2


if __name__ == "__main__":
    main()
