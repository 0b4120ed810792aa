"""GeoPackage 1.3 (OGC 12-128r17), written by SQLite itself: a layer of claims as points in WGS 84.

``earliest`` and ``latest`` are columns of type DATE, which the temporal controller of QGIS takes as start and end of a
feature ("Separate Fields for Start and End Date/Time"); NULL is an open bound there too.
"""

import sqlite3
import struct
from contextlib import closing
from typing import BinaryIO

from mapview.domain.dates import iso
from mapview.domain.export_notes import days_without_doubt, described, in_our_era, left_out, outside_our_era
from mapview.domain.records import Record, records
from mapview.domain.snapshot import Snapshot
from mapview.exchange.table import COLUMNS, HELD, cells, without_nul

LAYER = "claims"
_TYPES = {
    **dict.fromkeys(("lat", "lon", "precision_m", "value_min", "value_max"), "REAL"),
    **dict.fromkeys(("anchor_start", "anchor_end"), "INTEGER"),
    **dict.fromkeys(("earliest", "latest", "known_from"), "DATE"),
    "approximate": "BOOLEAN",
}
#: The tables that the standard asks for (Annex C), and the three systems of coordinates (requirement 11).
_SCHEMA = """
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,
AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",
0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]', NULL);
"""


def write_geopackage(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the claims of a snapshot as a GeoPackage."""
    found = records(snapshot)
    notes = "\n".join([described(snapshot), *geopackage_left_out(snapshot)])
    with closing(sqlite3.connect(":memory:")) as file:
        file.executescript(_SCHEMA)
        columns = ", ".join(f'"{name}" {_TYPES.get(name, "TEXT")}' for name in COLUMNS)
        file.execute(f"CREATE TABLE {LAYER} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, {columns})")
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        named = ", ".join(f'"{name}"' for name in COLUMNS)
        file.executemany(f"INSERT INTO {LAYER} (geom, {named}) VALUES ({marks})", map(_row, found))  # noqa: S608 - ours
        lons, lats = [record.place.lon for record in found], [record.place.lat for record in found]
        box = (min(lons), min(lats), max(lons), max(lats)) if found else (None,) * 4
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y,"
            " srs_id) VALUES (?, 'features', ?, ?, ?, ?, ?, ?, 4326)",
            (LAYER, LAYER, notes, *box),
        )
        file.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', 4326, 0, 0)", (LAYER,))
        file.commit()
        stream.write(file.serialize())


def geopackage_left_out(snapshot: Snapshot) -> list[str]:
    """Return what a GeoPackage has no place for."""
    return [
        *left_out(snapshot, "GeoPackage", HELD),
        *outside_our_era(snapshot, "GeoPackage"),
        *days_without_doubt(snapshot, "GeoPackage"),
    ]


def wkb_point(lon: float, lat: float) -> bytes:
    """Return a point as well-known binary, little-endian."""
    return struct.pack("<BIdd", 1, 1, lon, lat)


def _row(record: Record) -> tuple[object, ...]:
    row = cells(record)
    for name, day in (
        ("earliest", record.span.earliest),
        ("latest", record.span.latest),
        ("known_from", record.known_from),
    ):
        row[name] = iso(day) if in_our_era(day) else None
    # Clause 2.1.3: magic, version 0, little-endian without envelope, system of coordinates.
    head = struct.pack("<2sBBi", b"GP", 0, 1, 4326)
    return (head + wkb_point(record.place.lon, record.place.lat), *(without_nul(row[name]) for name in COLUMNS))
