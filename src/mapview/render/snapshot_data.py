"""What a page that stands alone is given: the map's data, and cards, conflicts and sources in words."""

from collections import defaultdict
from urllib.parse import urlsplit

import numpy as np

from mapview import __version__
from mapview.domain.columns import UNCERTAIN, known_from, known_from_is_uncertain
from mapview.domain.disputes import Dispute, Disputes, decisions_within
from mapview.domain.filters import Filter
from mapview.domain.model import CERTAINTIES, MODALITIES, Claim, Decision, Source
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.gazetteer.normalise import letter_tables
from mapview.render.clash_words import clash_sentences, copies_words, voice_texts
from mapview.render.doubt_words import doubt_words
from mapview.render.filter_words import filter_words
from mapview.render.legend import claimed_categories
from mapview.render.map_data import Json, meta, pack
from mapview.render.page_texts import export_texts
from mapview.render.texts import date_words, day_words, number_words, span_words, value_words
from mapview.render.tour import tour_entries

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
        claim = timeline.project.claims[name]
        found[row] = _card(claim, timeline, language, source, uncertain=doubt)
        if snapshot.passages == "whole" and name in snapshot.words:
            found[row] = {**found[row], "passage": snapshot.words[name]}  # type: ignore[dict-item]
    return found


def pack_meta(snapshot: Snapshot, attribution: str, data_hash: str) -> tuple[Json, bytes]:
    """Return what a page needs beyond :func:`snapshot_meta`: its filters' values, its tour, and what it is.

    Parameters
    ----------
    snapshot, attribution
        As of :func:`snapshot_meta`.
    data_hash
        The SHA-256 of all claims as CSV, empty if the page does not carry them.
    """
    found, block = snapshot_meta(snapshot, attribution)
    timeline = snapshot.timeline
    # The columns of the map and these begin at multiples of 8.
    descriptors, more = columns_of(timeline, len(block))
    found["columns"] = [*found["columns"], *descriptors]
    if snapshot.theme == "dark":
        _add_paper_colours(found["topics"], timeline)
    return found | {
        "modalities": list(MODALITIES),
        "certainties": list(CERTAINTIES),
        "tour": tour_entries(snapshot),
        "letters": letter_tables(),
        "voices": voice_texts(snapshot.language),
        "copies": _copies(snapshot),
        "about": {
            "version": __version__,
            "project": timeline.project.id,
            "hash": data_hash,
            "leftOutCount": snapshot.left_out,
            "filter": str(snapshot.narrowed_by),
            "leftOut": left_out_words(snapshot),
        },
    }, block + more


def _copies(snapshot: Snapshot) -> list[Json]:
    """Return what is said of pairs of sources that share most of their text, as far as the page has both."""
    sources = snapshot.timeline.project.sources
    position = {name: number for number, name in enumerate(sources)}
    return [
        {
            "words": copies_words(offered, sources, snapshot.language),
            "sources": [position[offered.copy], position[offered.original]],
        }
        for offered in snapshot.copies
        if offered.copy in sources and offered.original in sources
    ]


def _add_paper_colours(topics: list[Json], timeline: Timeline) -> None:
    """Tell a dark page the colours of its categories on paper, which is light."""
    for told, topic in zip(topics, timeline.project.topics.values(), strict=True):
        light = claimed_categories(timeline.columns, topic, "light").categories
        for category, on_paper in zip(told["categories"], light, strict=True):
            category["paper"] = on_paper.colour


def columns_of(timeline: Timeline, offset: int) -> tuple[list[Json], bytes]:
    """Return the columns by which the page filters and lists conflicts, and their descriptors.

    ``modality`` and ``certainty`` have one item a claim; ``dispute_a`` and ``dispute_b`` are the rows of pairs that
    clash, by the conflicts of ``dispute``, whose numbers are those of :func:`conflict_entries`.

    Parameters
    ----------
    offset
        Where the block will stand, in bytes.
    """
    pairs = [(dispute.pairs, number) for number, dispute in enumerate(Disputes(timeline.view()))]
    rows = np.concatenate([np.empty((0, 2), np.int64), *(each for each, _ in pairs)]).astype(np.uint32)
    return pack(
        {
            "modality": timeline.columns.modality,
            "certainty": timeline.columns.certainty,
            "dispute_a": rows[:, 0].copy(),
            "dispute_b": rows[:, 1].copy(),
            "dispute": np.repeat([number for _, number in pairs], [len(each) for each, _ in pairs]).astype(np.uint32),
        },
        offset,
    )


def left_out_words(snapshot: Snapshot) -> str:
    """Return how many claims a filter has left out of the timeline, and which filter; nothing if there is none."""
    wanted, left_out, language = snapshot.narrowed_by, snapshot.left_out, snapshot.language
    if wanted == Filter():
        return ""
    whole = left_out + len(snapshot.timeline.columns)
    said = str(export_texts(language)["left_out"]).format(
        number_words(left_out, language), number_words(whole, language)
    )
    return f"{said}: {filter_words(wanted, snapshot.timeline.project, language)}"


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
        "mode": snapshot.mode,
        "locked": snapshot.locked,
        "atWords": at_words,
        "known": snapshot.known,
        "knownWords": None if snapshot.known is None else day_words(snapshot.known, language),
    }


def source_entries(timeline: Timeline, language: str) -> list[Json]:
    """Return the sources with everything said in words, in the project's order."""
    sources = list(timeline.project.sources.values())
    position = {source.id: number for number, source in enumerate(sources)}
    texts = export_texts("ar" if language == "ar" else "en")
    copies: dict[str, list[int]] = defaultdict(list)
    for source in sources:
        if source.repeats:
            copies[source.repeats].append(position[source.id])
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
            "publisherKey": (source.publisher.en or source.publisher.ar) if source.publisher else "",
            "language": source.language,
            "how": str(texts["obtained"]).format(date_words(source.obtained, language), source.how),
            "note": source.note,
            "repeats": position.get(source.repeats) if source.repeats else None,
            "repeatedBy": copies[source.id],
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
        "uncertain": doubt_words(claim.when, language) if uncertain else "",
        "cue": claim.anchor.cue,
        "note": claim.note,
    }


def conflict_entries(timeline: Timeline, language: str) -> list[Json]:
    """Return the conflicts among all claims in words, those of a place and topic side by side.

    Returns
    -------
    For each ``kind``, ``place`` and ``topic`` (numbers), ``reason``, ``clash`` (sentences that say what cannot be),
    ``sides`` (the rows of each, if a person told them apart) and ``decisions`` on it, the newest first: ``kind``,
    ``made``, ``note`` and ``prefers`` (a row, or null).
    """
    row = {claim: number for number, claim in enumerate(timeline.columns.ids)}
    return [_conflict(dispute, timeline, row, language) for dispute in Disputes(timeline.view())]


def _conflict(dispute: Dispute, timeline: Timeline, row: dict[str, int], language: str) -> Json:
    conflict, register = dispute.conflict, timeline.columns.register
    decisions = decisions_within(conflict, timeline.project.decisions)
    sides = dispute.assertion.sides if dispute.assertion else ()
    return {
        "kind": conflict.kind,
        "place": register.places.at[conflict.place],
        "topic": register.topics.at[conflict.topic],
        "reason": conflict.reason.in_language(language),
        "sides": [[row[claim] for claim in side if claim in row] for side in sides],
        "clash": clash_sentences(dispute, timeline.columns, timeline.project, language, None),
        "decisions": [_decision(decision, row, language) for decision in decisions],
    }


def _decision(decision: Decision, row: dict[str, int], language: str) -> Json:
    return {
        "kind": decision.kind,
        "made": date_words(decision.made, language),
        "note": decision.note.in_language(language),
        "prefers": None if decision.prefers is None else row.get(decision.prefers),
    }
