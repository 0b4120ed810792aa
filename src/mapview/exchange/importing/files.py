"""Files with tables by their extension; what a format itself says of its columns comes as a mapping."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mapview.exchange.importing.mapping import TableMapping
from mapview.exchange.importing.sheets import read_parquet, read_sheet
from mapview.exchange.importing.tables import Table, read_text_table


@dataclass(frozen=True, slots=True)
class Incoming:
    """A table, and how it is to be read if its format says so."""

    table: Table
    mapping: TableMapping | None = None


#: Opens a file; a mapping says in which encoding, with which delimiter, which sheet.
Importer = Callable[[Path, TableMapping | None], Incoming]


def _text(path: Path, mapping: TableMapping | None) -> Incoming:
    if mapping is None:
        return Incoming(read_text_table(path))
    return Incoming(
        read_text_table(
            path,
            encoding=mapping.encoding or None,
            delimiter=mapping.delimiter or None,
            header=mapping.header_row,
        )
    )


def _sheet(path: Path, mapping: TableMapping | None) -> Incoming:
    if mapping is None:
        return Incoming(read_sheet(path))
    return Incoming(read_sheet(path, sheet=mapping.sheet or None, header=mapping.header_row))


def _parquet(path: Path, _mapping: TableMapping | None) -> Incoming:
    return Incoming(read_parquet(path))


#: The importers that MapView brings along, by extension.
IMPORTERS: Mapping[str, Importer] = {
    "csv": _text,
    "tsv": _text,
    "tab": _text,
    "xlsx": _sheet,
    "xlsm": _sheet,
    "xls": _sheet,
    "ods": _sheet,
    "parquet": _parquet,
}
