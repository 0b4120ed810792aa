"""TimelineJS read again: the rows of its spreadsheet template, and the events of its JSON.

https://timeline.knightlab.com/docs. Its dates are three numbers each, its texts HTML. It has no field for a place;
a ``location`` is taken where there is one, and MapView writes it.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from mapview.domain import dates
from mapview.errors import BadDateError
from mapview.exchange.importing.mapping import Role
from mapview.exchange.importing.records import Record
from mapview.exchange.importing.tables import Table
from mapview.exchange.table import as_meant
from mapview.gazetteer.normalise import fold

_PLACE = ("location", "place")
_LAT, _LON = ("latitude", "lat"), ("longitude", "lon", "lng")
_PARAGRAPH = re.compile(r"</p>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"""<a\s[^>]*?href=["'](?P<url>https?://[^"']+)["'][^>]*>(?P<words>[^<]*)</a>""", re.IGNORECASE)
#: A display date that is EDTF and says more than two dates can, as MapView writes it, or since when; any other may be
#: less exact than the date itself.
_EDTF = re.compile(r"(?=.*[?~%X\[{/]|-?\d{4}-[2-4]\d$)[-0-9XYES.,/?~%\[\]{}]+")
_SINCE = re.compile(r"(?:since|منذ) -?\d{4}(?:-\d\d){0,2}")


def is_slides(columns: Mapping[str, str]) -> bool:
    """Whether the folded names of a table's columns are those of the template."""
    return {"year", "month", "day", "headline"} <= columns.keys()


def slides(table: Table, names: Mapping[str, str]) -> Iterator[Record]:
    """Yield the rows of the template but its title, which has no date; ``names`` are its columns by folded names."""
    for row in table.rows():
        cells = dict(zip(table.columns, row.cells, strict=False))
        said = {folded: as_meant(cells.get(name, "").strip()) for folded, name in names.items()}
        if not said["year"] and said.get("type") == "title":
            continue
        yield Record(
            _said(
                start=_date(*(said.get(part, "") for part in ("year", "month", "day"))),
                end=_date(*(said.get(f"end {part}", "") for part in ("year", "month", "day"))),
                shown=said.get("display date", ""),
                place=_first(said, _PLACE),
                point=(_first(said, _LAT), _first(said, _LON)),
                headline=said["headline"],
                text=said.get("text", ""),
                media=said.get("media", ""),
            ),
            cells,
        )


def is_event(entry: Mapping[str, Any]) -> bool:
    """Whether an entry of a JSON file is an event of TimelineJS."""
    return isinstance(entry.get("start_date"), dict) and not isinstance(entry.get("properties"), dict)


def event(entry: Mapping[str, Any]) -> Record:
    """Return what an event of the JSON says."""
    text, media, where = (_object(entry.get(name)) for name in ("text", "media", "location"))
    location = entry.get("location", "")
    said = _said(
        start=_of_json(entry.get("start_date")),
        end=_of_json(entry.get("end_date")),
        shown=_words(entry.get("display_date")),
        place=_words(where.get("name")) or (location if isinstance(location, str) else ""),
        point=(_first(where, _LAT), _first(where, _LON)),
        headline=_words(text.get("headline")),
        text=_words(text.get("text")),
        media=_words(media.get("url")),
    )
    if said["start"] and not said["end"]:
        # Without an end an event is on that day, month or year; other formats of JSON leave the end open then.
        said = {**said, "when": said.get("when") or said["start"], "start": ""}
    more = {"group": _words(entry.get("group")), "credit": _words(media.get("credit"))}
    return Record({"id": _words(entry.get("unique_id")), **said}, {name: said for name, said in more.items() if said})


def _said(
    *, start: str, end: str, shown: str, place: str, point: tuple[str, str], headline: str, text: str, media: str
) -> dict[Role, str]:
    link = _LINK.search(text)
    url = media if media.startswith(("https://", "http://")) else html.unescape(link["url"]) if link else ""
    place, headline = _plain(place), _plain(headline)
    first = next(filter(None, map(_plain, _PARAGRAPH.split(text))), "")
    # A headline that only says where leaves what happened to the text.
    statement = first if first and (not headline or fold(headline) == fold(place)) else headline
    found: dict[Role, str] = {
        "start": start,
        "end": end,
        "place": place,
        "coordinates": ", ".join(point) if all(point) else "",
        "statement": statement,
        "source": _plain(link["words"]) if link and url != media else "",
        "url": url,
    }
    return {**found, "when": shown} if _says_more(shown) else found


def _says_more(shown: str) -> bool:
    if _EDTF.fullmatch(shown) is None:
        return _SINCE.fullmatch(shown) is not None
    try:
        dates.parse(shown)
    except BadDateError:
        return False
    return True


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def _of_json(date: Any) -> str:
    said = _object(date)
    return _date(*(_words(said.get(part)) for part in ("year", "month", "day")))


def _date(year: str, month: str, day: str) -> str:
    if not year:
        return ""
    sign, digits = ("-", year[1:]) if year.startswith("-") else ("", year)
    return "-".join([sign + digits.zfill(4), *(part.zfill(2) for part in (month, day) if part)])


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(said: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((found for name in names if (found := _words(said.get(name)))), "")


def _words(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
