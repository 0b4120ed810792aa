"""TimelineJS: its JSON, and the columns of its spreadsheet template as CSV.

https://timeline.knightlab.com/docs. An event starts; it may lack a month, a day and an end, so that a stated precision
is kept and nothing becomes 1 January. Its texts are HTML, so that ours are escaped. TimelineJS has no field for where
it happened; the ``location`` that stands beside is for those who read the file again.
"""

import csv
import html
import io
import re
from typing import BinaryIO

from mapview.domain.dates import Span, civil
from mapview.domain.export_notes import described, left_out
from mapview.domain.records import Record, records
from mapview.domain.snapshot import Snapshot
from mapview.exchange.exporting.geojson import Json, as_json
from mapview.exchange.table import neutralised

TABLE_COLUMNS = (
    "Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline", "Text",
    "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background",
    "Location", "Latitude", "Longitude",
)  # fmt: skip
#: So many claims are named that an event cannot be made of.
_MOST_NAMED = 5
_PLAIN = re.compile(r"(-?\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?[?~%]?")


def write_timelinejs(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the claims of a snapshot that have a start as the JSON of TimelineJS."""
    found = [record for record in records(snapshot) if record.span.earliest is not None]
    document = {
        "title": {"text": _title(snapshot)},
        "events": [_event(record, snapshot.language) for record in found],
    }
    stream.write(as_json(document))


def write_timelinejs_table(snapshot: Snapshot, stream: BinaryIO) -> None:
    """Write the claims of a snapshot that have a start as the table that TimelineJS reads."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    table = csv.DictWriter(text, TABLE_COLUMNS)
    table.writeheader()
    title = _title(snapshot)
    table.writerow({"Headline": neutralised(title["headline"]), "Text": title["text"], "Type": "title"})
    for record in records(snapshot):
        if record.span.earliest is not None:
            event = _event(record, snapshot.language)
            start, end = event["start_date"], event.get("end_date", {})
            row = {
                **{name.title(): start.get(name) for name in ("year", "month", "day")},
                **{f"End {name.title()}": end.get(name) for name in ("year", "month", "day")},
                "Display Date": event.get("display_date"),
                "Headline": event["text"]["headline"],
                "Text": event["text"]["text"],
                "Group": event["group"],
                "Location": record.place.names.in_language(snapshot.language),
                "Latitude": record.place.lat,
                "Longitude": record.place.lon,
            }
            table.writerow({name: neutralised(cell) for name, cell in row.items()})
    text.detach()


def timelinejs_left_out(snapshot: Snapshot) -> list[str]:
    """Return what TimelineJS has no place for."""
    found = records(snapshot)
    timeless = [record.claim.id for record in found if record.span.earliest is None]
    said = left_out(snapshot, "TimelineJS")
    if timeless:
        said.append(
            f"An event of TimelineJS has a start: {len(timeless)} claims without one are not in it"
            f" ({', '.join(timeless[:_MOST_NAMED])}{', …' if len(timeless) > _MOST_NAMED else ''})."
        )
    if len(timeless) < len(found):
        said.append("Values, anchors, modality and certainty of claims have no field in TimelineJS.")
    return said


def timelinejs_table_left_out(snapshot: Snapshot) -> list[str]:
    """Return what the table of TimelineJS has no place for."""
    return timelinejs_left_out(snapshot)


def _title(snapshot: Snapshot) -> Json:
    notes = (described(snapshot), *timelinejs_left_out(snapshot))
    return {
        "headline": html.escape(snapshot.timeline.project.title.in_language(snapshot.language)),
        "text": "".join(f"<p>{html.escape(note)}</p>" for note in notes),
    }


def _event(record: Record, language: str) -> Json:
    claim, source = record.claim, record.source
    name = html.escape(source.title)
    if source.url is not None and source.url.startswith(("https://", "http://")):
        name = f'<a href="{html.escape(source.url)}">{name}</a>'
    publisher = source.publisher.in_language(language) if source.publisher is not None else ""
    credit = html.escape(", ".join(filter(None, (publisher, source.published or ""))))
    start, end = _ends(claim.when, record.span)
    event: Json = {
        "unique_id": claim.id,
        "start_date": start,
        "group": html.escape(record.place.names.in_language(language)),
        "location": {
            "name": record.place.names.in_language(language),
            "lat": record.place.lat,
            "lon": record.place.lon,
        },
        "text": {
            "headline": html.escape(record.place.names.in_language(language)),
            "text": f"<p>{html.escape(claim.statement.in_language(language))}</p><p>{name} {credit}</p>",
        },
    }
    if end is not None:
        event["end_date"] = end
    shown = _shown(claim.when, language)
    if shown:
        event["display_date"] = html.escape(shown)
    return event


def _shown(edtf: str, language: str) -> str:
    """Return what an event says of its date where its two dates would say too much: in EDTF, or since when."""
    first, slash, last = edtf.partition("/")
    if _is_sure(first) and (not slash or _is_sure(last)):
        return ""
    if last == ".." and _is_sure(first):
        return f"منذ {first}" if language == "ar" else f"since {first}"
    return edtf


def _is_sure(edtf: str) -> bool:
    return _PLAIN.fullmatch(edtf) is not None and edtf[-1] not in "?~%"


def _ends(edtf: str, span: Span) -> tuple[Json, Json | None]:
    first, slash, last = edtf.partition("/")
    start = _as_written(first) or _of_day(span.earliest)
    if not slash:
        # A day, a month or a year by itself covers itself; anything rarer is given by its two ends.
        return start, None if _as_written(first) else _of_day(span.latest)
    return start, (_as_written(last) or _of_day(span.latest)) if span.latest is not None else None


def _as_written(edtf: str) -> Json | None:
    """Return a day, a month or a year with no more than was said; None for anything rarer."""
    match = _PLAIN.fullmatch(edtf)
    if match is None:
        return None
    return {name: int(said) for name, said in zip(("year", "month", "day"), match.groups(), strict=True) if said}


def _of_day(day: int | None) -> Json:
    return {} if day is None else dict(zip(("year", "month", "day"), civil(day), strict=True))
