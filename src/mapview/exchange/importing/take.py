"""Rows of a table into one change: claims with their places, topics and sources, and a list of what was not taken.

Every claim is anchored in the row that it comes from. The same row has the same ids whenever it comes again: those of
the column of ids, else of what identifies it (where, when, about what, from whom), so that an import that is made
again updates and never doubles.
"""

import csv
import gc
import io
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from itertools import islice

from mapview.domain.changes import Macro, Put
from mapview.domain.model import Claim, Project
from mapview.errors import BadInputError
from mapview.exchange.importing.mapping import TableMapping, mapping_faults
from mapview.exchange.importing.own import OwnRowError, OwnRows
from mapview.exchange.importing.rows import order_of_days
from mapview.exchange.importing.tables import LEFT_OUT_COLUMNS, Row, Table
from mapview.exchange.importing.taker import LeftOut, Taker
from mapview.exchange.table import neutralised
from mapview.gazetteer.index import Gazetteer
from mapview.store.documents import Document

#: Rows between two yields; they take some milliseconds.
_AT_ONCE = 500
#: They set directions apart where a sentence is shown; in a file they are only in the way.
_WITHOUT_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table became: one change, None if it changes nothing, and the document that its anchors point into.

    There is none where the claims keep the anchors that they had when MapView exported them.
    ``gone`` are claims that an earlier version of the table made and this one does not; they stay.
    """

    change: Macro | None
    document: Document | None
    added: int
    updated: int
    unchanged: int
    places: tuple[str, ...]
    sources: tuple[str, ...]
    gone: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


#: Yields how far it is, 0 to 1; returns what the table became.
Taking = Generator[float, None, Taken]


def take(
    table: Table, mapping: TableMapping, project: Project, gazetteer: Gazetteer, *, obtained: str | None = None
) -> Taking:
    """Read a table into a project, in steps that can be given up between any two.

    Parameters
    ----------
    table
        The table.
    mapping
        How it is to be read.
    project
        What it goes into; nothing is changed in it.
    gazetteer
        Knows the places that the project lacks.
    obtained
        The day on which the table was obtained, today if None.

    Raises
    ------
    BadInputError
        If the mapping does not fit the table, or leaves open what the table needs decided.
    """
    if mapping.own:
        return (yield from _take_own(_fitting(table, mapping), project))
    taker = yield from begun(table, mapping, project, gazetteer, obtained)
    length = max(len(table.text), 1)
    claims: list[Claim] = []
    # Nothing of what is made can be garbage yet, and looking for it among a million claims stops a window for a second.
    collecting = gc.isenabled()
    gc.disable()
    try:
        rows = taker.table.rows()
        while some := list(islice(rows, _AT_ONCE)):
            claims += taker.take(some)
            yield min(some[-1].end / length, 1.0)
    finally:
        if collecting:
            gc.enable()
    claims, gone = taker.known_again(claims, taker.gone())
    changes, earlier = taker.around(gone)
    changes += map(Put, (*earlier, *claims))
    return taken_by(taker, gone, Macro(tuple(changes)) if changes else None)


def begun(
    table: Table, mapping: TableMapping, project: Project, gazetteer: Gazetteer, obtained: str | None
) -> Generator[float, None, Taker]:
    """Return what takes the rows of a table, once the order of its days is known; see :func:`take`."""
    table = _fitting(table, mapping)
    order = mapping.date_order
    if order is None:
        order = yield from order_of_days(table, mapping)
    return Taker(table, replace(mapping, date_order=order), project, gazetteer, obtained)


def _fitting(table: Table, mapping: TableMapping) -> Table:
    """Return a table as its mapping has it corrected, if the mapping fits it."""
    faults = list(mapping_faults(mapping, table.columns))
    if faults:
        raise BadInputError(f"The mapping does not fit {table.name}: {'; '.join(faults)}.")
    return replace(table, corrections=mapping.corrections)


def taken_by(taker: Taker, gone: tuple[str, ...], change: Macro | None) -> Taken:
    """Return what the rows that a taker has taken became."""
    return Taken(
        change,
        taker.document,
        taker.added,
        taker.updated,
        taker.unchanged,
        places=taker.places_made(),
        sources=taker.sources_made(),
        gone=gone,
        left_out=tuple(taker.left_out),
    )


def preview(table: Table, mapping: TableMapping, project: Project, gazetteer: Gazetteer, count: int = 20) -> Taken:
    """Return what the first rows of a table become.

    Raises
    ------
    BadInputError
        If the mapping does not fit the table, or leaves open what these rows need decided.
    """
    first: list[Row] = []
    for row in table.rows():
        if len(first) == count:
            break
        first.append(row)
    text = table.text[: first[-1].end] if first else table.text
    steps = take(replace(table, text=text), mapping, project, gazetteer)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Taken = end.value
            return found


def left_out_csv(table: Table, left_out: Iterable[LeftOut]) -> str:
    """Return the rows that were not taken as CSV under the table's header, with number, column and reason before them.

    Once put right the file can be read by the same mapping. No cell of it is a formula to a spreadsheet;
    :class:`Table` takes off again what is written for that.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow((*LEFT_OUT_COLUMNS, *map(neutralised, table.columns)))
    for one in left_out:
        reason = one.reason.translate(_WITHOUT_ISOLATES)
        writer.writerow((one.row, *map(neutralised, (one.column, reason, *one.cells))))
    return buffer.getvalue()


def _take_own(table: Table, project: Project) -> Taking:
    rows, left_out = OwnRows(table, project), []
    length = max(len(table.text), 1)
    for number, row in enumerate(table.rows()):
        try:
            rows.take(row)
        except OwnRowError as error:
            left_out.append(LeftOut(row.number, error.column, str(error), row.cells))
        if number % _AT_ONCE == 0:
            yield min(row.end / length, 1.0)
    return Taken(
        rows.change(),
        None,
        **rows.counts(),
        places=rows.ids("places"),
        sources=rows.ids("sources"),
        gone=(),
        left_out=tuple(left_out),
    )
