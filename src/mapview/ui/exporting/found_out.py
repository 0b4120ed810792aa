"""What is found out of an export in the background before it is written: how it begins, and what it cannot hold."""

import io
import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from mapview.domain.dates import Span
from mapview.domain.excerpt import excerpt
from mapview.domain.records import records
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.exchange import registry
from mapview.export_formats import register_formats
from mapview.gazetteer.normalise import fold
from mapview.render.film_words import film_frames
from mapview.render.report_html import write_report_html
from mapview.render.texts import number_words, span_words
from mapview.store.passages import passages
from mapview.ui.exporting.kinds import ExportKind
from mapview.ui.jobs import Steps
from mapview.ui.map.film import usual_film

_CLAIMS, _LINES = 24, 60
#: A page, or a report, of more claims is shown with so many of them.
_MOST_OF_PAGE = 1000
#: Files that are no text are shown as the table that they hold.
_AS_TABLE = frozenset({"xlsx", "parquet", "gpkg"})
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Told:
    """What is found out: how a file of data begins, or the page; and what is to be said."""

    narrowed: Snapshot
    text: str = ""
    page: bytes = b""
    words: tuple[str, ...] = ()


def found_out(snapshot: Snapshot, kind: ExportKind, texts: Mapping[str, str]) -> Steps:
    """Find out how an export will look and what is to be said of it; the result is a :class:`Told`.

    Parameters
    ----------
    texts
        Of the reports by their SHA-256, for whole passages.
    """
    yield 0.0
    register_formats()
    if snapshot.passages == "whole":
        snapshot = replace(snapshot, words=passages(snapshot.timeline.project, texts))
    narrowed = snapshot.narrowed(fold)
    yield 0.2
    path = Path(f"preview.{kind.extension}")
    words = tuple(registry.left_out_of(narrowed, path))
    yield 0.5
    if kind.group in {"data", "sources"}:
        if kind.extension in _AS_TABLE:
            words = (_tr("Shown are the first rows of the table that it holds."), *words)
        return Told(narrowed, _first_lines(narrowed, path), words=words)
    if kind.group in {"page", "report"}:
        return (yield from _page(narrowed, path, kind, words))
    return Told(narrowed, words=(*_said_of_film(narrowed, kind), _not_in_picture(narrowed)))


def _page(snapshot: Snapshot, path: Path, kind: ExportKind, words: tuple[str, ...]) -> Generator[float, None, Told]:
    count = len(snapshot.timeline.columns)
    few = _with_first(snapshot, _MOST_OF_PAGE) if count > _MOST_OF_PAGE else snapshot
    body = io.BytesIO()
    if kind.group == "page":
        registry.exporter_for(path)(few, body)
    else:
        write_report_html(few, body)
    yield 0.9
    shown = number_words(min(count, _MOST_OF_PAGE), "en")
    if few is not snapshot:
        about = _tr("Shown with the first {} of {} claims.").format(shown, number_words(count, "en"))
    elif kind.extension == "docx":
        about = _tr("The document has this text, set in Word's own way.")
    elif kind.group == "report":
        about = _tr("This is the report itself.")
    else:
        about = _tr("This is the page itself, with {} claims: try it.").format(shown)
    return Told(snapshot, page=body.getvalue(), words=(about, *words))


def _said_of_film(snapshot: Snapshot, kind: ExportKind) -> tuple[str, ...]:
    if kind.group != "film":
        return ()
    film = snapshot.film or usual_film(snapshot)
    frames = film_frames(snapshot, film)
    seconds = sum(frame.count for frame in frames) / film.frames_per_second
    length = _tr("{} frames, {:.0f} seconds").format(len(frames), seconds)
    return (_tr("{}, {}.").format(length, span_words(Span(film.first, film.last), "en")),)


def _not_in_picture(snapshot: Snapshot) -> str:
    """Say what of the claims a picture cannot hold."""
    if snapshot.place is not None and not snapshot.dates:
        return _tr("It has what is claimed of the chosen place, as far as there is room; of others only their values.")
    return _tr("It shows values and sources; what each claim says, and where that stands, is in a page or a table.")


def _first_lines(snapshot: Snapshot, path: Path) -> str:
    """Return how a file begins, made of the first claims alone."""
    few = _with_first(snapshot, _CLAIMS)
    body = io.BytesIO()
    as_table = path.suffix.removeprefix(".") in _AS_TABLE
    registry.exporter_for(Path("preview.csv") if as_table else path)(few, body)
    text = body.getvalue().decode("utf-8", "replace").lstrip("\ufeff")
    if path.suffix in {".json", ".geojson"}:
        # Such a file is one line.
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    lines = text.splitlines()[:_LINES]
    return "\n".join(line[:_LONGEST_LINE] for line in lines)


def _with_first(snapshot: Snapshot, count: int) -> Snapshot:
    """Return a snapshot with the first claims of its time alone, or with the first of all if its time has too few."""
    found = [record.claim.id for record in records(snapshot)]
    if len(found) < count:
        found += [record.claim.id for record in records(replace(snapshot, at=None))]
    first = set(list(dict.fromkeys(found))[:count])
    return replace(snapshot, timeline=Timeline.of(excerpt(snapshot.timeline.project, first)))


def _tr(words: str) -> str:
    return QCoreApplication.translate("Preview", words)
