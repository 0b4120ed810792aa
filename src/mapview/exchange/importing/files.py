"""Files with tables by their extension; what a format itself says of its columns comes as a mapping."""

from collections.abc import Callable, Mapping
from pathlib import Path

from mapview.exchange.importing.delimited import read_delimited
from mapview.exchange.importing.geojson import read_geojson
from mapview.exchange.importing.kml import read_gpx, read_kml, read_kmz
from mapview.exchange.importing.mapping import TableMapping
from mapview.exchange.importing.records import Incoming
from mapview.exchange.importing.sheets import filled_sheets, read_parquet, read_sheet, sheet_names
from mapview.exchange.importing.vector import read_vector

#: Opens a file; a mapping says in which encoding, with which delimiter, which sheet.
Importer = Callable[[Path, TableMapping | None], Incoming]


def _sheet(path: Path, mapping: TableMapping | None) -> Incoming:
    if mapping is None:
        names, filled = sheet_names(path), filled_sheets(path)
        if len(names) < 2 or not filled:
            return Incoming(read_sheet(path))
        return Incoming(read_sheet(path, sheet=filled[0])).of_sheet(filled[0], filled)
    return Incoming(read_sheet(path, sheet=mapping.sheet or None, header=mapping.header_row))


def _parquet(path: Path, _mapping: TableMapping | None) -> Incoming:
    return Incoming(read_parquet(path))


#: The importers that MapView brings along, by extension.
IMPORTERS: Mapping[str, Importer] = {
    "csv": read_delimited,
    "tsv": read_delimited,
    "tab": read_delimited,
    "xlsx": _sheet,
    "xlsm": _sheet,
    "xls": _sheet,
    "ods": _sheet,
    "parquet": _parquet,
    "geojson": read_geojson,
    "json": read_geojson,
    "geojsonl": read_geojson,
    "geojsons": read_geojson,
    "geojsonseq": read_geojson,
    "ndjson": read_geojson,
    "jsonld": read_geojson,
    "kml": read_kml,
    "kmz": read_kmz,
    "gpx": read_gpx,
    "gpkg": read_vector,
    "shp": read_vector,
    "fgb": read_vector,
    "zip": read_vector,
}
