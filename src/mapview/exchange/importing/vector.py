"""GeoPackage, FlatGeobuf and Shapefile by GDAL, in the optional package ``pyogrio``."""

import glob
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import shapely

from mapview.errors import BadInputError, MissingPartError
from mapview.exchange.importing.geojson import properties_said
from mapview.exchange.importing.mapping import TableMapping
from mapview.exchange.importing.records import Incoming, Record, incoming
from mapview.exchange.importing.tables import MOST_ROWS, raw_bytes, refuse_zip_bomb
from mapview.store.encodings import decode

#: In Latin-1 a text is its bytes.
_AS_BYTES = "ISO-8859-1"
#: What byte 29 of a dBASE table says where its code page is not known, or only that of the machine it was made on.
_ANY_CODE_PAGE, _DBF_HEADER = frozenset({b"", b"\x00", b"\x03", b"\x57"}), 32


def read_vector(path: Path, mapping: TableMapping | None = None) -> Incoming:
    """Read a layer, the first with places or the one that the mapping calls its sheet; its coordinates must be WGS 84.

    A Shapefile may come packed, with the files beside it. Its texts are in the encoding that the mapping or a ``.cpg``
    says, else in the likeliest.

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
    packed = _packed_shapes(path, raw) if path.suffix.lower() == ".zip" else []
    layers = packed or [str(name) for name, kind in _layers(path) if kind]
    layer = (mapping.sheet if mapping else "") or next(iter(layers), None)
    if packed and layer not in packed:
        raise BadInputError(f"{path.name} holds no {layer}: it has {', '.join(packed)}.")
    where = f"/vsizip/{{{path.absolute()}}}/{layer}" if packed else path
    encoding = (mapping.encoding if mapping else "") or (_encoding(path, layer if packed else None) or None)
    try:
        # Named even if it is the first: of several pyogrio takes that one and warns.
        meta, _, geometries, columns = pyogrio.raw.read(
            where, layer=None if packed else layer, max_features=MOST_ROWS + 1, encoding=encoding
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, LookupError) as error:
        raise BadInputError(f"{path.name} cannot be read ({error}): check it in the program that made it.") from error
    if encoding == _AS_BYTES:
        columns = _decoded(columns)
    crs = str(meta["crs"] or "")
    if crs and "4326" not in crs and "CRS84" not in crs:
        raise BadInputError(f"{path.name} has its coordinates in {crs[:60]}: save it in WGS 84 (EPSG:4326).")
    found = incoming(path, raw, "application/octet-stream", _records(meta["fields"], geometries, columns))
    return found if len(layers) < 2 or layer is None else found.of_sheet(layer, layers)


def _packed_shapes(path: Path, raw: bytes) -> list[str]:
    refuse_zip_bomb(raw, path.name)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        shapes = [name for name in packed.namelist() if name.lower().endswith(".shp") and "__MACOSX" not in name]
    if not shapes:
        raise BadInputError(f"{path.name} holds no Shapefile: unpack it and give the files in it.")
    return shapes


def _encoding(path: Path, packed: str | None) -> str:
    """Return Latin-1, to have the bytes of a Shapefile's texts, if nothing beside it says what they are."""
    if path.suffix.lower() not in {".shp", ".zip"}:
        return ""
    if packed is None:
        beside = {one.suffix.lower(): one for one in path.parent.glob(f"{glob.escape(path.stem)}.*")}
        says = ".cpg" in beside
        table = beside[".dbf"].read_bytes()[:_DBF_HEADER] if ".dbf" in beside else b""
    else:
        with zipfile.ZipFile(path) as files:
            names = {name.lower(): name for name in files.namelist()}
            stem = packed[:-4].lower()
            says = f"{stem}.cpg" in names
            table = files.read(names[f"{stem}.dbf"])[:_DBF_HEADER] if f"{stem}.dbf" in names else b""
    return "" if says or table[29:30] not in _ANY_CODE_PAGE else _AS_BYTES


def _decoded(columns: Sequence[Any]) -> list[Any]:
    texts = [cell for column in columns if column.dtype == object for cell in column if isinstance(cell, str)]
    _, name = decode("\n".join(texts).encode(_AS_BYTES) or b" ")
    return [
        [cell.encode(_AS_BYTES).decode(name, "replace") if isinstance(cell, str) else cell for cell in column]
        if column.dtype == object
        else column
        for column in columns
    ]


def layer_names(path: Path) -> list[str]:
    """Return the names of the layers of a GeoPackage or Shapefile.

    Raises
    ------
    BadInputError
        If it is damaged.
    """
    return [str(name) for name, _ in _layers(path)]


def _layers(path: Path) -> Any:
    """Return the names of layers and their kinds of geometry, None for plain tables."""
    import pyogrio  # noqa: PLC0415 - optional, and there if a layer was read

    try:
        return pyogrio.list_layers(path)
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
