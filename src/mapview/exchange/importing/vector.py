"""GeoPackage and Shapefile by GDAL, in the optional package ``pyogrio``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from mapview.errors import BadInputError, MissingPartError
from mapview.exchange.importing.geojson import properties_said
from mapview.exchange.importing.mapping import TableMapping
from mapview.exchange.importing.records import Incoming, Record, incoming
from mapview.exchange.importing.tables import MOST_ROWS, raw_bytes


def read_vector(path: Path, mapping: TableMapping | None = None) -> Incoming:
    """Read a layer, the first or the one that the mapping calls its sheet; its coordinates must be WGS 84.

    Raises
    ------
    MissingPartError
        If pyogrio is not installed.
    FileProblemError
        If the file cannot be opened.
    BadInputError
        If it is damaged, has no such layer, or other coordinates than WGS 84.
    """
    try:
        import pyogrio  # noqa: PLC0415 - optional
        import pyogrio.raw  # noqa: PLC0415
    except ImportError as error:
        raise MissingPartError(f"{path.name} needs pyogrio to be read: pip install 'mapview[geo]'.") from error
    raw = raw_bytes(path)
    # Named even if it is the first: of several pyogrio takes that one and warns.
    layer = mapping.sheet if mapping is not None and mapping.sheet else next(iter(layer_names(path)), None)
    try:
        meta, _, geometries, columns = pyogrio.raw.read(path, layer=layer, max_features=MOST_ROWS + 1)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise BadInputError(f"{path.name} cannot be read ({error}): check it in the program that made it.") from error
    crs = str(meta["crs"] or "")
    if crs and "4326" not in crs and "CRS84" not in crs:
        raise BadInputError(f"{path.name} has its coordinates in {crs[:60]}: save it in WGS 84 (EPSG:4326).")
    return incoming(path, raw, "application/octet-stream", _records(meta["fields"], geometries, columns))


def layer_names(path: Path) -> list[str]:
    """Return the names of the layers of a GeoPackage or Shapefile.

    Raises
    ------
    BadInputError
        If it is damaged.
    """
    import pyogrio  # noqa: PLC0415 - optional, and there if a layer was read

    try:
        return [str(name) for name, _ in pyogrio.list_layers(path)]
    except (pyogrio.errors.DataSourceError, ValueError) as error:
        raise BadInputError(f"{path.name} cannot be read ({error}): check it in the program that made it.") from error


def _records(fields: Any, geometries: Any, columns: Any) -> Iterator[Record]:
    count = len(columns[0]) if len(columns) else len(geometries)
    for number in range(count):
        properties = {str(name): _cell(columns[at][number]) for at, name in enumerate(fields)}
        shape = shapely.from_wkb(geometries[number]) if geometries is not None and geometries[number] else None
        wkt = shapely.to_wkt(shapely.force_2d(shape), rounding_precision=8) if shape is not None else ""
        yield Record({**properties_said(properties), "coordinates": wkt}, properties)


def _cell(value: Any) -> str:
    # numpy says "NaT" and "nan" where there is nothing.
    return "" if value is None or str(value) in {"NaT", "nan", "None"} else str(value)
