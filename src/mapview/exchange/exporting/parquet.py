"""Parquet by pyarrow, an optional part: the columns of the table with their types, and the points as GeoParquet 1.1."""

import json
from importlib.util import find_spec
from typing import Any, BinaryIO

from mapview.domain.export_notes import described, left_out
from mapview.domain.records import Record, records
from mapview.domain.snapshot import Snapshot
from mapview.errors import MissingPartError
from mapview.exchange.exporting.geopackage import wkb_point
from mapview.exchange.table import COLUMNS, HELD, cells

_NUMBERS = frozenset({"lat", "lon", "precision_m", "value_min", "value_max"})
_POSITIONS = frozenset({"anchor_start", "anchor_end"})
_DAYS = frozenset({"earliest", "latest", "known_from"})


def write_parquet(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the claims of a snapshot as Parquet.

    Raises
    ------
    MissingPartError
        If pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise MissingPartError("Parquet needs pyarrow: install it with pip install 'mapview[parquet]'.")
    import pyarrow as pa  # noqa: PLC0415 - optional
    from pyarrow import parquet  # noqa: PLC0415

    found = records(snapshot)
    rows = [{**cells(record), **_days(record)} for record in found]
    columns = {name: pa.array([row[name] for row in rows], _type(name, pa)) for name in COLUMNS}
    columns["geometry"] = pa.array([wkb_point(record.place.lon, record.place.lat) for record in found], pa.binary())
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        # Without a crs the specification means longitude and latitude in WGS 84.
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
    }
    notes = json.dumps([described(snapshot), *parquet_left_out(snapshot)], ensure_ascii=False)
    table = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo), "notes": notes})
    parquet.write_table(table, stream)


def parquet_left_out(snapshot: Snapshot) -> list[str]:
    """Return what a Parquet table has no place for."""
    return left_out(snapshot, "Parquet", HELD)


def _days(record: Record) -> dict[str, int | None]:
    return {"earliest": record.span.earliest, "latest": record.span.latest, "known_from": record.known_from}


def _type(name: str, pa: Any) -> Any:
    if name in _NUMBERS:
        return pa.float64()
    if name in _POSITIONS:
        return pa.int64()
    if name in _DAYS:
        return pa.date32()
    return pa.bool_() if name == "approximate" else pa.string()
