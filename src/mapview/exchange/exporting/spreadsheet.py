"""XLSX by XlsxWriter: sheets of the claims, their sources and their conflicts, and one that says what they are.

Every text is written as text, never read as a formula or a link, and marked as such (``quotePrefix``), so that it
stays text when its cell is edited. Days of the years 1901 to 9999 are dates, which a spreadsheet can sort.
"""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mapview.domain.dates import civil, iso, to_date
from mapview.domain.export_notes import Part, described, left_out
from mapview.domain.records import Record, records, sources_of
from mapview.domain.snapshot import Snapshot
from mapview.exchange.table import COLUMNS, FORMULA_STARTS, HELD, cells

SOURCE_COLUMNS = (
    "source", "title", "publisher_en", "publisher_ar", "url", "language", "published", "obtained", "how", "sha256",
    "repeats", "note",
)  # fmt: skip
CONFLICT_COLUMNS = ("place", "topic", "kind", "claims", "reason_en", "reason_ar")
#: The most characters of a cell (Excel's specifications and limits).
MOST_CHARACTERS = 32_767
_HELD: tuple[Part, ...] = (*HELD, "reasons of asserted conflicts")
_WIDTHS = {"statement_en": 60, "statement_ar": 60, "source_title": 40, "title": 60, "reason_en": 60, "reason_ar": 60}


class _Book:
    """A workbook with the few formats that its cells have."""

    def __init__(self, stream: BinaryIO) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book = xlsxwriter.Workbook(stream, {**options, "in_memory": True})
        self.head: Format = self.book.add_format({"bold": True, "bottom": 1})
        self.day: Format = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.quoted: Format = self.book.add_format({"quote_prefix": True})

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        sheet = self.book.add_worksheet(name)
        for column, said in enumerate(columns):
            sheet.write_string(0, column, said, self.head)
            sheet.set_column(column, column, _WIDTHS.get(said, max(12, len(said) + 2)))
        last = 0
        for last, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                self._put(sheet, last, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)

    def _put(self, sheet: Worksheet, row: int, column: int, cell: object) -> None:
        if isinstance(cell, _Day):
            if 1901 <= civil(cell)[0] <= 9999:
                sheet.write_datetime(row, column, to_date(cell), self.day)
            else:
                sheet.write_string(row, column, iso(cell) or "")
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, column, cell)
        elif cell:
            text = str(cell)[:MOST_CHARACTERS]
            sheet.write_string(row, column, text, self.quoted if text.startswith(FORMULA_STARTS) else None)


class _Day(int):
    """A day counted from 1970-01-01."""


def write_spreadsheet(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the claims of a snapshot as an XLSX workbook."""
    found = records(snapshot)
    book = _Book(stream)
    book.table("Claims", COLUMNS, (_claim(record) for record in found))
    book.table("Sources", SOURCE_COLUMNS, _sources(found))
    book.table("Conflicts", CONFLICT_COLUMNS, _conflicts(snapshot, found))
    book.table("About", ("note",), [[said] for said in (described(snapshot), *spreadsheet_left_out(snapshot))])
    book.book.close()


def spreadsheet_left_out(snapshot: Snapshot) -> list[str]:
    """Return what a workbook has no place for."""
    said = left_out(snapshot, "XLSX", _HELD)
    cut = sum(
        isinstance(cell, str) and len(cell) > MOST_CHARACTERS
        for record in records(snapshot)
        for cell in cells(record).values()
    )
    return [*said, f"XLSX holds {MOST_CHARACTERS:,} characters a cell: {cut} texts are cut."] if cut else said


def _claim(record: Record) -> list[object]:
    row: dict[str, object] = dict(cells(record))
    for name, day in (("earliest", record.span.earliest), ("latest", record.span.latest)):
        row[name] = None if day is None else _Day(day)
    row["known_from"] = _Day(record.known_from)
    return [row[name] for name in COLUMNS]


def _sources(found: list[Record]) -> Iterable[Sequence[object]]:
    for source in sources_of(found):
        publisher = (source.publisher.en, source.publisher.ar) if source.publisher is not None else (None, None)
        yield (
            source.id, source.title, *publisher, source.url, source.language, source.published, source.obtained,
            source.how, source.sha256, source.repeats, source.note,
        )  # fmt: skip


def _conflicts(snapshot: Snapshot, found: list[Record]) -> Iterable[Sequence[object]]:
    shown = {record.claim.id for record in found}
    for conflict in snapshot.timeline.view(snapshot.at, snapshot.known).conflicts():
        if shown.issuperset(conflict.claims):
            claims = " ".join(conflict.claims)
            yield conflict.place, conflict.topic, conflict.kind, claims, conflict.reason.en, conflict.reason.ar
