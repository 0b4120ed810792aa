"""Spreadsheets and Parquet as tables: XLSX, XLSM, XLS and ODS by calamine, which runs no formula and no macro."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from mapview.errors import BadInputError, MissingPartError
from mapview.exchange.importing.tables import Table, raw_bytes, refuse_zip_bomb, written

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEDIA_TYPES = {".xlsx": _XLSX, ".xlsm": _XLSX, ".ods": "application/vnd.oasis.opendocument.spreadsheet",
                ".xls": "application/vnd.ms-excel"}  # fmt: skip


def read_sheet(path: Path, *, sheet: str | None = None, header: int | None = None) -> Table:
    """Read a sheet of a spreadsheet, the first by default; formulas count by the values they had when saved.

    A merged cell stands for each of its rows. Days that the spreadsheet knows as days need no order of day and month.

    Raises
    ------
    FileProblemError
        If it cannot be opened.
    BadInputError
        If it is damaged, locked by a password, too large, empty, or has no such sheet.
    """
    raw = raw_bytes(path)
    try:
        book = _book(raw, path)
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise BadInputError(f"{path.name} has no sheet {sheet!r}: it has {', '.join(names)}.")
        found = book.get_sheet_by_name(sheet or names[0])
        rows = found.to_python(skip_empty_area=False)
    except PasswordError as error:
        raise BadInputError(f"{path.name} is locked by a password: save it without one.") from error
    except CalamineError as error:
        raise BadInputError(f"{path.name} is damaged or no spreadsheet ({error}): save it again.") from error
    if not rows:
        raise BadInputError(f"{path.name} has nothing in its sheet {sheet or names[0]!r}: name another by sheet.")
    cells = [[_as_text(cell) for cell in row] for row in rows]
    _fill_merged(cells, found)
    return written(path.name, cells, raw, _MEDIA_TYPES[path.suffix.lower()], header)


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of a spreadsheet.

    Raises
    ------
    FileProblemError, BadInputError
        As :func:`read_sheet`.
    """
    try:
        return list(_book(raw_bytes(path), path).sheet_names)
    except CalamineError as error:
        raise BadInputError(f"{path.name} is damaged or no spreadsheet ({error}): save it again.") from error


def read_parquet(path: Path) -> Table:
    """Read a Parquet file, which takes pandas and pyarrow.

    Raises
    ------
    MissingPartError
        If pyarrow is not installed.
    BadInputError
        If it is damaged.
    """
    import pandas as pd  # noqa: PLC0415 - takes half a second

    raw = raw_bytes(path)
    try:
        frame = pd.read_parquet(io.BytesIO(raw))
    except ImportError as error:
        raise MissingPartError(f"{path.name} needs pyarrow to be read: pip install 'mapview[parquet]'.") from error
    except (ValueError, OSError) as error:
        raise BadInputError(f"{path.name} is damaged or no Parquet file: save it again.") from error

    def rows() -> Iterator[list[str]]:
        yield [str(name) for name in frame.columns]
        for row in frame.itertuples(index=False):
            yield ["" if pd.api.types.is_scalar(cell) and pd.isna(cell) else _as_text(cell) for cell in row]

    return written(path.name, rows(), raw, "application/vnd.apache.parquet", 1)


def _book(raw: bytes, path: Path) -> CalamineWorkbook:
    if path.suffix.lower() != ".xls":
        refuse_zip_bomb(raw, path.name)
    return CalamineWorkbook.from_filelike(io.BytesIO(raw))


def _as_text(cell: object) -> str:
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return repr(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
        case datetime():
            return cell.isoformat() if cell.time() != datetime.min.time() else cell.date().isoformat()
        case date():
            return cell.isoformat()
        case None:
            return ""
    return str(cell)


def _fill_merged(cells: list[list[str]], sheet: CalamineSheet) -> None:
    """Write the value of a cell that is merged over several rows into each of them."""
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in range(top + 1, min(bottom + 1, len(cells))):
            if left < len(cells[row]) and not cells[row][left]:
                cells[row][left] = cells[top][left]
