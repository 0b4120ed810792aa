"""What a page that stands alone is given: the map's data, and cards and sources in words."""

from typing import Any
from urllib.parse import urlsplit

from mapview.domain.columns import UNCERTAIN, known_from, known_from_is_uncertain
from mapview.domain.model import Claim, Source
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.render.map_data import Json, meta
from mapview.render.page_texts import export_texts
from mapview.render.texts import date_words, day_words, span_words, value_words

_LINKED_SCHEMES = {"http", "https"}


def snapshot_meta(snapshot: Snapshot, attribution: str) -> tuple[Json, bytes]:
    """Return the page's data with its sources and the view in words, and its columns.

    Parameters
    ----------
    snapshot
        The view; :func:`start_days` says which days it shows at first.
    attribution
        What the basemap asks a map to say.
    """
    timeline, language = snapshot.timeline, snapshot.language
    found, columns = meta(timeline, language, snapshot.theme, attribution)
    return found | {
        "texts": export_texts(language),
        "startTopic": snapshot.topic or timeline.project.start_topic,
        "snapshot": view_in_words(snapshot),
        "sources": source_entries(timeline, language),
    }, columns


def cards(snapshot: Snapshot, place: str | None = None) -> list[Json | None]:
    """Return what the page says of each claim, by row, as ``export.js`` describes it.

    Parameters
    ----------
    snapshot
        The view.
    place
        None stands for the claims on all other places than this; without it nothing is left out.
    """
    timeline, language = snapshot.timeline, snapshot.language
    columns = timeline.columns
    found: list[Json | None] = [None] * len(columns)
    rows = slice(0, len(columns)) if place is None else columns.rows_of_place(columns.register.places.at[place])
    uncertain = (columns.flags[rows] & UNCERTAIN) > 0
    sources = columns.source[rows].tolist()
    for row, name, source, doubt in zip(
        range(rows.start, rows.stop), columns.ids[rows], sources, uncertain.tolist(), strict=True
    ):
        found[row] = _card(timeline.project.claims[name], timeline, language, source, uncertain=doubt)
    return found


def start_days(snapshot: Snapshot) -> tuple[int, int] | None:
    """Return the first and the last day that a snapshot shows when it is opened.

    None, without a date or with one that is open on both sides: all claims whatever their time. A date that is open
    on one side ends where the timeline does.
    """
    span = snapshot.timeline.span
    at = snapshot.at
    if at is None or (at.earliest is None and at.latest is None):
        return None
    first = at.earliest if at.earliest is not None else min(at.latest or 0, span[0] if span else at.latest or 0)
    last = at.latest if at.latest is not None else max(first, span[1] if span else first)
    return first, last


def view_in_words(snapshot: Snapshot) -> Json:
    """Return the two clocks of a snapshot as days and in words."""
    days, language = start_days(snapshot), snapshot.language
    at_words = None if snapshot.at is None else span_words(snapshot.at, language)
    return {
        "day0": None if days is None else days[0],
        "day1": None if days is None else days[1],
        "atWords": at_words,
        "known": snapshot.known,
        "knownWords": None if snapshot.known is None else day_words(snapshot.known, language),
    }


def source_entries(timeline: Timeline, language: str) -> list[Json]:
    """Return the sources with everything said in words, in the project's order."""
    sources = list(timeline.project.sources.values())
    position = {source.id: number for number, source in enumerate(sources)}
    texts = export_texts("ar" if language == "ar" else "en")
    return [
        {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher.in_language(language) if source.publisher else None,
            "published": date_words(source.published, language) if source.published else None,
            "known": _known_words(source, texts, language),
            "knownDay": known_from(source),
            "url": linked(source.url),
            "sha256": source.sha256,
            "how": source.how,
            "note": source.note,
            "repeats": position.get(source.repeats) if source.repeats else None,
        }
        for source in sources
    ]


def linked(url: str | None) -> str | None:
    """Return an address that a page may link to, None for any other than ``http`` and ``https``.

    Examples
    --------
    >>> linked("javascript:alert(1)") is None
    True
    """
    if url is None:
        return None
    try:
        scheme = urlsplit(url.strip()).scheme.lower()
    except ValueError:
        return None
    return url.strip() if scheme in _LINKED_SCHEMES else None


def _known_words(source: Source, texts: Json, language: str) -> str:
    key = "known_uncertain" if known_from_is_uncertain(source) else "known_from"
    return str(texts[key]).format(day_words(known_from(source), language))


def _card(claim: Claim, timeline: Timeline, language: str, source: int, *, uncertain: bool) -> Json:
    project = timeline.project
    utterance = project.utterances[claim.utterance] if claim.utterance is not None else None
    return {
        "id": claim.id,
        "value": value_words(claim.value, project.topics[claim.topic], language),
        "statement": claim.statement.in_language(language),
        "when": date_words(claim.when, language),
        "source": source,
        "quoted": utterance.speaker.in_language(language) if utterance else None,
        "modality": claim.modality,
        "certainty": claim.certainty,
        "uncertain": uncertain,
        "cue": claim.anchor.cue,
        "note": claim.note,
    }


def conflict_entries(timeline: Timeline, language: str) -> list[dict[str, Any]]:
    """Return the conflicts with their reasons in words and the pairs of rows that clash."""
    row = {claim: number for number, claim in enumerate(timeline.columns.ids)}
    return [
        {
            "kind": conflict.kind,
            "reason": conflict.reason.in_language(language),
            "pairs": [[row[one], row[other]] for one, other in conflict.pairs],
        }
        for conflict in timeline.view().conflicts()
    ]
