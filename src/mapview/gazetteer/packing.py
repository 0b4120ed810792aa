"""Packs rows into an index file: names as sorted keys, records, and columns for ranking and for nearness."""

import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable
from math import pi, sqrt
from pathlib import Path
from typing import Any

from mapview.domain.model import PLACE_KINDS
from mapview.gazetteer.blocks import BlockWriter, sort_key
from mapview.gazetteer.kind_words import strip_kind_words
from mapview.gazetteer.normalise import bare, fold, is_arabic, skeletons
from mapview.gazetteer.rows import Row

#: How a key came from a name, in the order of their worth: a main name, an alias, either without articles, and a
#: name without its kind word.
MAIN, ALIAS, BARE_MAIN, BARE_ALIAS, KINDLESS = range(5)
#: lat and lon above -180 in 1/20,000 degree (some 5 m; three bytes each), kind, prominence,
#: country (its place in the list in the meta).
COLUMN_SIZE = 9
_MAX_KEY = 80
#: Prominence of a place of some 5,000 people.
LARGE = 32
#: Prominence from which a town's record lists its aliases in Latin letters too; all of them are keys.
_LISTED = 48
#: Where names reach Latin letters by transliteration, in several spellings.
TRANSLITERATED = frozenset(
    (
        "AE",
        "AF",
        "AM",
        "AZ",
        "BH",
        "CY",
        "DZ",
        "EG",
        "GE",
        "IL",
        "IR",
        "KG",
        "KZ",
        "LB",
        "LY",
        "MA",
        "MR",
        "OM",
        "PK",
        "PS",
        "QA",
        "SA",
        "SD",
        "SO",
        "TJ",
        "TM",
        "TN",
        "TR",
        "UZ",
        "YE",
    )
)


def pack(rows: Iterable[Row], path: Path, made_from: Path | None = None) -> None:
    """Write an index of rows, all of them found by every means; ``made_from`` is the CSV that they stand in."""
    _write(list(rows), path, made_from, thorough=True)


def pack_world(rows: Iterable[Row], path: Path) -> None:
    """Write an index of many rows, smaller: sound and typing errors at a name's beginning find only some.

    Those are the places from :data:`LARGE` on, and for sound the countries whose names reach Latin letters by
    transliteration.
    """
    _write(list(rows), path, None, thorough=False)


def _write(rows: list[Row], path: Path, made_from: Path | None, *, thorough: bool) -> None:
    ordered = sorted(rows, key=lambda row: (cell(row.lat, row.lon), row.lat, row.lon, row.id))
    names: dict[str, dict[int, int]] = defaultdict(dict)
    sounds: dict[str, set[int]] = defaultdict(set)
    large: set[str] = set()
    for number, row in enumerate(ordered):
        for key, way in _keys(row):
            names[key][number] = min(way, names[key].get(number, way))
            if len(key) > 3 and (thorough or row.prominence >= LARGE):
                large.add(key[::-1])
        if thorough or row.prominence >= LARGE or row.country in TRANSLITERATED:
            for name in row.names:
                for key in skeletons(fold(name)):
                    sounds[key].add(number)
    writer = BlockWriter()
    lines = [f"{key}\t{_postings(names[key], ordered)}" for key in sorted(names, key=sort_key)]
    writer.add_table("names", lines, block=48, is_sorted=True)
    writer.add_table("reversed", sorted(large, key=sort_key), block=128, is_sorted=True)
    lines = [f"{key}\t{_by_prominence(sounds[key], ordered)}" for key in sorted(sounds, key=sort_key)]
    writer.add_table("sounds", lines, block=48, is_sorted=True)
    writer.add_table("records", [_record(row, thorough=thorough) for row in ordered], block=24, is_sorted=False)
    if thorough:
        ids = {row.id: number for number, row in enumerate(ordered)}
        writer.add_table("ids", [f"{i}\t{ids[i]}" for i in sorted(ids, key=sort_key)], block=48, is_sorted=True)
    else:
        writer.add_section("geonames", array("I", (int(row.geonames_id) for row in ordered)).tobytes())
    countries = sorted({row.country for row in ordered})
    writer.add_section("columns", b"".join(_columns(row, countries) for row in ordered))
    cells: dict[int, list[int]] = {}
    for number, row in enumerate(ordered):
        cells.setdefault(cell(row.lat, row.lon), [number, 0])[1] = number + 1
    meta = {
        "places": len(ordered),
        "countries": countries,
        "cells": {str(key): span for key, span in cells.items()},
    }
    if made_from:
        meta["csv_sha256"] = hashlib.sha256(made_from.read_bytes()).hexdigest()
    writer.write(path, meta)


def cell(lat: float, lon: float) -> int:
    """Return the number of the whole-degree cell of a point, rows from the south.

    Examples
    --------
    >>> cell(33.3, 44.4) == cell(33.9, 44.1), cell(-90, -180)
    (True, 0)
    """
    return min(179, int(lat + 90)) * 360 + int(lon + 180) % 360


def _keys(row: Row) -> Iterable[tuple[str, int]]:
    main = {row.name_en, row.name_ar, row.name_ku}
    for name in row.names:
        key = fold(name)[:_MAX_KEY]
        yield key, MAIN if name in main else ALIAS
        short = bare(key)
        if short != key:
            kindless = bool(strip_kind_words(key)[1])
            yield short, KINDLESS if kindless else BARE_MAIN if name in main else BARE_ALIAS
    for code in (row.icao, row.wikidata_id):
        if code:
            yield fold(code), ALIAS


def _by_prominence(numbers: set[int], rows: list[Row]) -> str:
    return " ".join(map(str, sorted(numbers, key=lambda number: (-rows[number].prominence, number))))


def _postings(postings: dict[int, int], rows: list[Row]) -> str:
    """Return the places of a key, the most prominent first: number, then a digit for the way."""
    order = sorted(postings, key=lambda number: (-rows[number].prominence, number))
    return " ".join(f"{number}{postings[number]}" for number in order)


def _record(row: Row, *, thorough: bool) -> str:
    """Return a place's texts as a JSON list; of the world's towns only what :func:`texts` cannot tell."""
    if not thorough:
        kept = row.aliases if row.prominence >= _LISTED else [name for name in row.aliases if is_arabic(name)]
        return "|".join([row.name_en, row.name_ar, str(row.population), *kept])
    values = [
        row.id, row.name_en, row.name_ar, row.name_ku, "|".join(row.aliases), row.precision_m, row.parent,
        row.geonames_id, row.wof_id, row.wikidata_id, row.icao, row.population, row.coordinates_from,
    ]  # fmt: skip
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def texts(line: str, country: str, geonames_id: int) -> list[Any]:
    """Return what a record holds, the world's towns' filled up: the values in the order of the longer form."""
    if not geonames_id:
        values: list[Any] = json.loads(line)
        return values
    en, ar, people, *aliases = line.split("|")
    population = int(people)
    return [
        f"gn-{geonames_id}", en, ar, "", "|".join(aliases), town_precision_m(population),
        f"country-{country.lower()}", str(geonames_id), "", "", "", population, f"GeoNames {geonames_id}",
    ]  # fmt: skip


def town_precision_m(population: int) -> int:
    """Return the radius of a town of 4,000 people per square kilometre, 1 km at least."""
    return max(1_000, round(sqrt(population / 4_000 / pi) * 10) * 100)


def _columns(row: Row, countries: list[str]) -> bytes:
    degrees = b"".join(round((value + 180) * 2e4).to_bytes(3, "little") for value in (row.lat, row.lon))
    return degrees + bytes([PLACE_KINDS.index(row.kind), row.prominence, countries.index(row.country)])
