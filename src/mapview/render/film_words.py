"""What a picture's page is told of the event times that it is taken at, in words."""

from collections.abc import Sequence

from mapview.domain.dates import Span
from mapview.domain.film import Film, Frame, frame_of, frames, without_unchanged
from mapview.domain.snapshot import Language, Snapshot
from mapview.errors import BadInputError
from mapview.render.map_data import Json
from mapview.render.page_texts import export_texts
from mapview.render.texts import day_words, span_words


def film_frames(snapshot: Snapshot, film: Film) -> tuple[Frame, ...]:
    """Return the frames of a film of a snapshot, without the unchanged ones if it skips them.

    Raises
    ------
    BadInputError
        If the film is out of reach.
    """
    found = frames(film, snapshot.known)
    return without_unchanged(found, snapshot.timeline) if film.skip_unchanged else found


def views_of_dates(snapshot: Snapshot) -> list[Json]:
    """Return the views of a sheet of small multiples; none if the snapshot has one event time.

    Raises
    ------
    BadInputError
        If a date is open on a side on which the timeline has no end either.
    """
    return views(snapshot, [frame_of(_closed(at, snapshot), snapshot.known) for at in snapshot.dates])


def views(snapshot: Snapshot, shown: Sequence[Frame]) -> list[Json]:
    """Return what ``picture.js`` calls views: the days of each frame, and what is said of them.

    Parameters
    ----------
    snapshot
        Its timeline and language.
    shown
        The frames; each says all the days that it stands for.
    """
    language, texts = snapshot.language, export_texts(snapshot.language)
    span = snapshot.timeline.span
    return [
        {
            "day0": frame.first,
            "day1": frame.last,
            "known": frame.known,
            "event": span_words(frame.stands_for, language),
            "knownWords": known_words(frame, language),
            "outside": texts["outside"] if span and (frame.last < span[0] or frame.first > span[1]) else "",
        }
        for frame in shown
    ]


def known_words(frame: Frame, language: Language) -> str:
    """Return the known time of a frame in words: nothing if all sources count."""
    if frame.known is None or frame.known_until is None:
        return ""
    first, last = frame.known, frame.known_until
    words = day_words(last, language) if first == last else span_words(Span(first, last), language)
    return f"{export_texts(language)['known_on']}: {words}"


def _closed(at: Span, snapshot: Snapshot) -> Span:
    """Return an event time whose open ends are those of the timeline."""
    span = snapshot.timeline.span
    if at.earliest is not None and at.latest is not None:
        return at
    if span is None:
        raise BadInputError("The timeline has no dates, so that an open date has no end: give dates with two ends.")
    first = at.earliest if at.earliest is not None else min(span[0], at.latest if at.latest is not None else span[0])
    last = at.latest if at.latest is not None else max(span[1], first)
    return Span(first, last)
