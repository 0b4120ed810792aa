"""The claims of a view as one table, one row a claim; and as CSV."""

import csv
import io
from collections.abc import Collection, Sequence
from types import NoneType
from typing import TYPE_CHECKING, BinaryIO

from mapview.domain import dates
from mapview.domain.export_notes import Part, left_out
from mapview.domain.model import Quantity
from mapview.domain.records import Record, records, records_of
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import View

if TYPE_CHECKING:
    import pandas as pd

Cell = str | float | bool | int | None

#: The columns of the table, in order; docs/format.md describes them.
COLUMNS = (
    "claim", "place", "place_en", "place_ar", "kind", "lat", "lon", "precision_m", "topic", "value", "value_min",
    "value_max", "unit", "approximate", "statement_en", "statement_ar", "when", "earliest", "latest", "source",
    "source_title", "publisher", "published", "known_from", "url", "utterance", "attributed_to", "modality",
    "certainty", "anchor_start", "anchor_end", "anchor_sha256", "cue", "status", "conflicts_with", "note",
    "place_note", "coordinates_from", "topic_type", "topic_en", "topic_ar", "unit_en", "unit_ar", "publisher_en",
    "publisher_ar", "language", "obtained", "source_how", "source_sha256", "repeats", "source_note",
    "attributed_to_en", "attributed_to_ar", "utterance_date", "utterance_note",
)  # fmt: skip

#: Those of which a claim is made again; the others are made anew for every view, or said in two languages beside.
READ_AGAIN = tuple(
    name
    for name in COLUMNS
    if name
    not in {"earliest", "latest", "known_from", "status", "conflicts_with", "publisher", "attributed_to", "unit"}
)
#: What the columns hold besides claims.
HELD: tuple[Part, ...] = (
    "notes on places", "origins of coordinates", "notes on sources", "days of utterances", "names of topics",
)  # fmt: skip
#: Beside a column that an importer fills by itself stands the property of the same name.
BESIDE = "{} (property)"

#: A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def claims_table(view: View) -> "pd.DataFrame":
    """Return the claims that are shown, one row each, with the columns :data:`COLUMNS`.

    Days are ISO strings, ``lat`` and ``lon`` WGS 84 degrees, ``precision_m`` metres; what is absent or open is missing.
    """
    import pandas as pd  # noqa: PLC0415 - takes half a second

    return pd.DataFrame([cells(record) for record in records_of(view)], columns=list(COLUMNS))


def is_own(columns: Collection[str]) -> bool:
    """Whether a table with these columns is one that MapView has exported."""
    return all(name in columns or BESIDE.format(name) in columns for name in READ_AGAIN)


def write_csv(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the claims of a snapshot as CSV in UTF-8; its place and area leave out the other places."""
    rows = [cells(record) for record in records(snapshot)]
    columns = [_texts([row[name] for row in rows]) for name in COLUMNS]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(zip(*columns, strict=True))
    stream.write(text.getvalue().encode("utf-8"))


def _texts(column: Sequence[Cell]) -> list[str]:
    """Return the cells of a column as CSV says them; numbers have a point each if one of them has, or none is there."""
    types = set(map(type, column))
    if types <= {int, float, NoneType} and types not in ({int}, {NoneType}):
        return ["" if cell is None else repr(float(cell)) for cell in column]
    return ["" if cell is None else _safe(cell) if isinstance(cell, str) else str(cell) for cell in column]


def _safe(cell: str) -> str:
    """Return a text without NUL and neutralised; most are words, which are looked at just once."""
    if cell[:1].isalnum() and "\0" not in cell:
        return cell
    return str(neutralised(without_nul(cell)))


def csv_left_out(snapshot: Snapshot) -> list[str]:
    """Return what CSV has no place for."""
    return left_out(snapshot, "CSV", HELD)


def without_nul(cell: object) -> object:
    r"""Return a cell's value with U+FFFD for NUL, at which some readers stop.

    Examples
    --------
    >>> without_nul("a\0b") == "a\ufffdb"
    True
    """
    return cell.replace("\0", "\ufffd") if isinstance(cell, str) else cell


def neutralised(cell: object) -> object:
    """Return a cell's value such that no spreadsheet runs it: a text that looks like a formula gets an apostrophe.

    So does one that would look so without its apostrophes; :func:`as_meant` takes it off.

    Examples
    --------
    >>> neutralised("=1+1"), neutralised("plain"), neutralised(-1.5), neutralised("'=1")
    ("'=1+1", 'plain', -1.5, "''=1")
    """
    return f"'{cell}" if isinstance(cell, str) and _looks_like_a_formula(cell) else cell


def as_meant(cell: str) -> str:
    """Return the text that :func:`neutralised` was given.

    Examples
    --------
    >>> as_meant("'=1+1"), as_meant("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _looks_like_a_formula(cell) else cell


def _looks_like_a_formula(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA_STARTS)


def cells(record: Record) -> dict[str, Cell]:
    """Return the cells of a claim by the names :data:`COLUMNS`; days are ISO, what is absent or open is None."""
    claim, place, topic, source, span = record.claim, record.place, record.topic, record.source, record.span
    publisher, utterance = source.publisher, record.utterance
    quantity = claim.value if isinstance(claim.value, Quantity) else None
    return {
        "claim": claim.id,
        "place": place.id,
        "place_en": place.names.en,
        "place_ar": place.names.ar,
        "kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "precision_m": place.precision_m,
        "topic": topic.id,
        "value": None if isinstance(claim.value, Quantity) else claim.value,
        "value_min": quantity.min if quantity is not None else None,
        "value_max": quantity.max if quantity is not None else None,
        "unit": topic.unit.in_language("en") if topic.unit is not None else None,
        "approximate": quantity.approximate if quantity is not None else None,
        "statement_en": claim.statement.en,
        "statement_ar": claim.statement.ar,
        "when": claim.when,
        "earliest": dates.iso(span.earliest),
        "latest": dates.iso(span.latest),
        "source": source.id,
        "source_title": source.title,
        "publisher": publisher.in_language("en") if publisher is not None else None,
        "published": source.published,
        "known_from": dates.iso(record.known_from),
        "url": source.url,
        "utterance": claim.utterance,
        "attributed_to": utterance.speaker.in_language("en") if utterance is not None else None,
        "modality": claim.modality,
        "certainty": claim.certainty,
        "anchor_start": claim.anchor.start,
        "anchor_end": claim.anchor.end,
        "anchor_sha256": claim.anchor.sha256,
        "cue": claim.anchor.cue,
        "status": record.status,
        "conflicts_with": " ".join(record.conflicts_with),
        "note": claim.note,
        "place_note": place.note,
        "coordinates_from": place.coordinates_from,
        "topic_type": topic.type,
        "topic_en": topic.names.en,
        "topic_ar": topic.names.ar,
        "unit_en": topic.unit.en if topic.unit is not None else None,
        "unit_ar": topic.unit.ar if topic.unit is not None else None,
        "publisher_en": publisher.en if publisher is not None else None,
        "publisher_ar": publisher.ar if publisher is not None else None,
        "language": source.language,
        "obtained": source.obtained,
        "source_how": source.how,
        "source_sha256": source.sha256,
        "repeats": source.repeats,
        "source_note": source.note,
        "attributed_to_en": utterance.speaker.en if utterance is not None else None,
        "attributed_to_ar": utterance.speaker.ar if utterance is not None else None,
        "utterance_date": utterance.date if utterance is not None else None,
        "utterance_note": utterance.note if utterance is not None else None,
    }
