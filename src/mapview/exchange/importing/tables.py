"""A table as text: the rows of a file, each with its number and where it stands in the normalised text.

The text is what a claim's evidence anchor points into. That of a CSV or TSV file is the file's own, so that whoever
holds the file can verify every claim; what has no text of its own (a spreadsheet, a map) is written as CSV first.
``csv`` reads it rather than pandas, which skips bad lines and does not say where a row stands.
"""

import csv
import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from mapview.errors import BadInputError, FileProblemError
from mapview.exchange.table import as_meant
from mapview.store.documents import Document
from mapview.store.encodings import decode, decode_as, normalised_text

#: With these begins a table of the rows that an import left out; MapView writes its cells so that none is a formula.
LEFT_OUT_COLUMNS = ("row", "column to check", "reason")
#: What has more bytes or rows than this is given in parts.
LARGEST, MOST_ROWS = 500_000_000, 2_000_000
_LARGEST_UNPACKED, _PACKED_MOST = 1_000_000_000, 200
_SMALL = 10_000_000
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 100
_HEADER_WITHIN = 20
#: Rows between two yields; they take some milliseconds.
_AT_ONCE = 5000
_QUOTES = "a quotation mark in it is not closed, or stands within a cell: double those that belong to it"
_TOO_LONG = "a cell of it has more than {} characters, which no report's words take: shorten it"


class Row(NamedTuple):
    """One row of a table: its number as a spreadsheet counts, its cells, and its place in the table's text.

    ``start`` and ``end`` are code points of the text, end exclusive and without the line's end. ``problem`` says why
    its cells could not be told apart. ``was`` are the cells as they stand in the file, if a person corrected some.
    """

    number: int
    cells: tuple[str, ...]
    start: int
    end: int
    problem: str = ""
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the names of its columns; ``header`` is the number of the row in which they stand.

    ``corrections`` are cells that a person corrected, by the row's key (see :func:`row_keys`) and the column's name;
    the text stays the file's. ``sheet`` is the one that was read of a file with several, ``others`` are those with
    rows that were not.
    """

    name: str
    text: str = field(repr=False)
    delimiter: str
    header: int
    columns: tuple[str, ...]
    original: bytes = field(default=b"", repr=False)
    media_type: str = "text/csv"
    encoding: str = "utf-8"
    corrections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheet: str = ""
    others: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header that are not blank.

        Raises
        ------
        BadInputError
            If there are more than :data:`MOST_ROWS`.
        """
        width = len(self.columns)
        seen: Counter[str] = Counter()
        neutral = _is_left_out(self.columns)
        for row in islice(_records(self.text, self.delimiter), self.header, None):
            if row.number > MOST_ROWS + self.header:
                raise BadInputError(f"{self.name} has more than {MOST_ROWS} rows: give it in parts.")
            if row.problem or "".join(row.cells).strip():
                fitted = row if row.problem else _fitted(row, width)
                if neutral:
                    fitted = fitted._replace(cells=tuple(map(as_meant, fitted.cells)))
                yield self._corrected(fitted, seen) if self.corrections else fitted

    def document(self) -> Document:
        """Return the table as a document whose text the anchors of its claims point into."""
        return Document(self.text, self.original, self.media_type, self.name)

    def _corrected(self, row: Row, seen: Counter[str]) -> Row:
        said = self.corrections.get(_row_key(self.text, row, seen))
        if said is None or row.problem:
            return row
        cells = tuple(said.get(name, cell) for name, cell in zip(self.columns, row.cells, strict=True))
        return row if cells == row.cells else row._replace(cells=cells, was=row.cells)


def row_keys(table: Table, wanted: Collection[int]) -> Generator[None, None, dict[int, str]]:
    """Return what rows are known by, whatever their numbers: their text, and how many before them have the same.

    Parameters
    ----------
    wanted
        The numbers of the rows.
    """
    found: dict[int, str] = {}
    seen: Counter[str] = Counter()
    last = max(wanted, default=0)
    for row in table.rows():
        if row.number > last:
            break
        key = _row_key(table.text, row, seen)
        if row.number in wanted:
            found[row.number] = key
        if row.number % _AT_ONCE == 0:
            yield
    return found


def _row_key(text: str, row: Row, seen: Counter[str]) -> str:
    digest = hashlib.blake2b(text[row.start : row.end].encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def read_text_table(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, header: int | None = None
) -> Table:
    """Read a CSV, TSV or like file.

    Parameters
    ----------
    encoding, delimiter, header
        What tells how it is to be read; None to tell it by its contents.

    Raises
    ------
    FileProblemError
        If it cannot be opened.
    BadInputError
        If it is no table, or too large.
    """
    raw = raw_bytes(path)
    try:
        text, found = decode(raw) if encoding is None else (decode_as(raw, encoding), encoding)
    except BadInputError as error:
        raise BadInputError(f"{path.name}: {error}") from error
    media_type = "text/tab-separated-values" if path.suffix.lower() in {".tsv", ".tab"} else "text/csv"
    return table_of(
        path.name,
        normalised_text(text),
        raw,
        media_type,
        encoding=found,
        delimiter=delimiter,
        header=header,
    )


def table_of(
    name: str,
    text: str,
    original: bytes = b"",
    media_type: str = "text/csv",
    *,
    encoding: str = "utf-8",
    delimiter: str | None = None,
    header: int | None = None,
) -> Table:
    r"""Return the table that a normalised text holds.

    Raises
    ------
    BadInputError
        If there is no row with names of columns.

    Examples
    --------
    >>> table = table_of("a.csv", "place;day\nHarir;2024\n")
    >>> table.columns, [(row.number, row.cells, table.text[row.start : row.end]) for row in table.rows()]
    (('place', 'day'), [(2, ('Harir', '2024'), 'Harir;2024')])
    """
    delimiter = delimiter or _likely_delimiter(text)
    first = list(islice(_records(text, delimiter), _SAMPLE_ROWS))
    number = header or _likely_header(first)
    if number is None or number > len(first):
        raise BadInputError(f"{name} has no row with the names of its columns: say which it is by header_row.")
    columns = _named(first[number - 1].cells)
    if _is_left_out(columns):
        columns = tuple(map(as_meant, columns))
    return Table(name, text, delimiter, number, columns, original, media_type, encoding)


def _is_left_out(columns: Sequence[str]) -> bool:
    return tuple(columns[: len(LEFT_OUT_COLUMNS)]) == LEFT_OUT_COLUMNS


def written(name: str, rows: Iterable[Sequence[str]], original: bytes, media_type: str, header: int | None) -> Table:
    """Return a table made of rows of cells, the header among them; its text is those rows as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise BadInputError(f"{name} has more than {MOST_ROWS} rows: give it in parts.")
        # A row without cells would be a line that no reader counts.
        # Nor is a carriage return quoted, which the normalised text has as a line's end.
        writer.writerow(
            [cell.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n") for cell in row] or [""]
        )
    return table_of(name, normalised_text(buffer.getvalue()), original, media_type, delimiter=",", header=header)


def _cell(text: str) -> str:
    # The writer quotes no carriage return, which the normalised text has as a line's end.
    return text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")


def raw_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    FileProblemError
        If it cannot be opened.
    BadInputError
        If it is empty or too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadInputError(f"{path.name} has more than {LARGEST // 10**6} MB: give it in parts.")
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblemError(f"{path} cannot be read ({error.strerror or error}): check that it is there.") from error
    if not raw.strip(b"\0 \t\r\n"):
        raise BadInputError(f"{path.name} is empty: choose another file.")
    return raw


def refuse_zip_bomb(raw: bytes, name: str) -> None:
    """Refuse a packed file that would unpack to far more than any table has.

    Raises
    ------
    BadInputError
        If it is such, or no ZIP file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as error:
        raise BadInputError(f"{name} is damaged: it is no whole ZIP file; save it again.") from error
    if size > _LARGEST_UNPACKED or (size > _SMALL and size > _PACKED_MOST * len(raw)):
        raise BadInputError(f"{name} would unpack to {size // 10**6} MB, which no table has: it is not opened.")


def _records(text: str, delimiter: str) -> Iterator[Row]:
    position = number = 0

    def lines() -> Iterator[str]:
        nonlocal position
        while position < len(text):
            end = text.find("\n", position) + 1 or len(text)
            line, position = text[position:end], end
            yield line

    limit = csv.field_size_limit()
    while position < len(text):
        start, number = position, number + 1
        end = text.find("\n", position)
        line = text[position : end if end >= 0 else len(text)]
        problem = ""
        if '"' not in line and len(line) <= limit:
            position += len(line) + 1
            yield Row(number, tuple(line.split(delimiter)) if line else (), start, start + len(line))
            continue
        try:
            cells: tuple[str, ...] = tuple(next(csv.reader(lines(), delimiter=delimiter, strict=True)))
        except csv.Error as error:
            # What the mark ran on into are rows of their own, so this one ends with its line.
            position = min(start + len(line) + 1, len(text))
            cells = (line[:300],)
            problem = _QUOTES if "field larger" not in str(error) or len(line) <= limit else _TOO_LONG.format(limit)
        end = position - 1 if position > start and text[position - 1] == "\n" else position
        yield Row(number, cells, start, end, problem)


def _fitted(row: Row, width: int) -> Row:
    missing = width - len(row.cells)
    if missing == 0:
        return row
    if missing > 0:
        return Row(row.number, row.cells + ("",) * missing, row.start, row.end)
    if any(cell.strip() for cell in row.cells[width:]):
        problem = f"it has {len(row.cells)} cells where the header has {width}: quote the cell that holds the delimiter"
        return Row(row.number, row.cells, row.start, row.end, problem)
    return Row(row.number, row.cells[:width], row.start, row.end)


def _likely_delimiter(text: str) -> str:
    """Return the delimiter that cuts most of the first rows into equally many cells, more than one."""

    def share(delimiter: str) -> tuple[float, int]:
        widths = [len(row.cells) for row in islice(_records(text, delimiter), _SAMPLE_ROWS) if row.cells]
        often, count = Counter(width for width in widths if width > 1).most_common(1)[0] if max(widths, default=0) > 1 \
            else (0, 0)  # fmt: skip
        return (round(count / len(widths), 1) if widths else 0, often)

    return max(_DELIMITERS, key=share)


def _likely_header(first: Sequence[Row]) -> int | None:
    """Return the number of the first row that is about as full as those after it; titles stand above it."""
    filled = [sum(bool(cell.strip()) for cell in row.cells) for row in first]
    counted = Counter(count for count in filled if count)
    if not counted:
        return None
    # Of two as frequent the wider, since what stands above a short table is narrow.
    usual, _ = max(counted.items(), key=lambda pair: (pair[1], pair[0]))
    # Fewer than all: a column may lack its name, and cells of a row may be blank.
    enough = max(1, round(usual * 0.7))
    return next((number for number, count in enumerate(filled[:_HEADER_WITHIN], 1) if count >= enough), 1)


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return tuple(names)
