"""Spreadsheets and Parquet as tables: XLSX, XLSM, XLS and ODS by calamine, which runs no formula and no macro."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import numpy as np
import shapely
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from mapview.errors import BadInputError, MissingPartError
from mapview.exchange.importing.tables import Table, raw_bytes, refuse_zip_bomb, written

#: Names of groups stand in one of so many first rows.
_GROUPS_WITHIN = 10
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
    below_groups = _below_groups(cells, found)
    header = header or below_groups
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


def filled_sheets(path: Path) -> list[str]:
    """Return the names of the sheets that are shown and have more than one row and more than one column.

    Raises
    ------
    FileProblemError, BadInputError
        As :func:`read_sheet`.
    """
    try:
        book = _book(raw_bytes(path), path)
        shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        sheets = [(name, book.get_sheet_by_name(name)) for name in shown if name in book.sheet_names]
        return [name for name, sheet in sheets if sheet.height > 1 and sheet.width > 1]
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
        case None:
            found = ""
        case bool():
            found = "true" if cell else "false"
        case float():
            found = repr(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
        case datetime():
            found = cell.isoformat() if cell.time() != datetime.min.time() else cell.date().isoformat()
        case date():
            found = cell.isoformat()
        case bytes():
            found = _shape(cell)
        case list() | np.ndarray():
            found = "; ".join(map(_as_text, cell))
        case _:
            found = str(cell)
    return found


def _shape(cell: bytes) -> str:
    """Return a geometry of GeoParquet in WKT."""
    try:
        wkt: str = shapely.to_wkt(shapely.force_2d(shapely.from_wkb(cell)), rounding_precision=8)
    except shapely.errors.ShapelyError:
        return cell.hex()
    return wkt


def _below_groups(cells: list[list[str]], sheet: CalamineSheet) -> int | None:
    """Return the row of the names of columns, counted from 1, where names of groups are merged over it; else None.

    A column without a group has its name above, and columns of one name in several groups get the group's before it.
    """
    across = [
        (top, left, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top == bottom and right > left and top < min(_GROUPS_WITHIN, len(cells) - 1)
    ]
    for top in sorted({top for top, _, _ in across}):
        groups = [(left, right) for row, left, right in across if row == top]
        above, below = cells[top], cells[top + 1]
        names = [below[at] for left, right in groups for at in range(left, min(right + 1, len(below)))]
        if not all(any(letter.isalpha() for letter in name) for name in names):
            continue
        for left, right in groups:
            for at in range(left, min(right + 1, len(below))):
                if names.count(below[at]) > 1:
                    below[at] = f"{above[left]} {below[at]}"
        for at, name in enumerate(above):
            below[at] = below[at] or name
        return top + 2
    return None


def _fill_merged(cells: list[list[str]], sheet: CalamineSheet) -> None:
    """Write the value of a cell that is merged over several rows into each of them."""
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in range(top + 1, min(bottom + 1, len(cells))):
            if left < len(cells[row]) and not cells[row][left]:
                cells[row][left] = cells[top][left]
