"""The claims of a project as numpy columns, one row a claim, sorted by place and topic.

These columns are what the timeline computes on, what the page receives and what a million claims fit into.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapview.domain import dates
from mapview.domain.model import Claim, Project, Quantity, Source, Topic, Value

OPEN_START, OPEN_END = -(2**31), 2**31 - 1

UNCERTAIN, PLANNED, DENIED = 1, 2, 4

#: "About 2500" is compared as 2500 give or take a tenth.
APPROXIMATE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Columns:
    """Claims as arrays of one length; row ``i`` is the claim ``ids[i]``.

    ``place`` and ``topic`` are positions in ``place_ids`` and ``topic_ids``; ``group`` numbers the pairs of place
    and topic in row order. ``earliest``, ``latest`` and ``known`` are days from 1970-01-01, both ends included,
    :data:`OPEN_START` and :data:`OPEN_END` where open. Rows with one ``voice`` are not independent. ``low`` and
    ``high`` are the value as a range: days for dates, units for quantities, a code twice for states and
    texts.
    ``flags`` adds :data:`UNCERTAIN`, :data:`PLANNED` and :data:`DENIED`. ``source`` is a position in
    ``source_ids``.
    """

    ids: tuple[str, ...]
    place_ids: tuple[str, ...]
    topic_ids: tuple[str, ...]
    source_ids: tuple[str, ...]
    place: NDArray[np.uint32]
    topic: NDArray[np.uint16]
    group: NDArray[np.int64]
    earliest: NDArray[np.int32]
    latest: NDArray[np.int32]
    known: NDArray[np.int32]
    voice: NDArray[np.uint32]
    source: NDArray[np.uint32]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    flags: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def planned(self) -> NDArray[np.bool_]:
        """Rows that state a plan."""
        return (self.flags & PLANNED) > 0

    @property
    def denied(self) -> NDArray[np.bool_]:
        """Rows that deny their value."""
        return (self.flags & DENIED) > 0


def known_from(source: Source) -> int:
    """Return the day from which a source counts as known.

    It is the last day of its stated publication span, whatever ``?`` and ``~`` say; if that is open or absent, the
    day on which the source was obtained.
    """
    published = dates.parse(source.published).latest if source.published else None
    if published is not None:
        return published
    obtained = dates.parse(source.obtained).latest
    assert obtained is not None, "the store refuses a source whose day of obtaining is open"  # noqa: S101
    return obtained


def known_from_is_uncertain(source: Source) -> bool:
    """Whether the day from which a source is known is more a bound than a date."""
    if source.published is None:
        return True
    span = dates.parse(source.published)
    return span.doubtful or span.latest is None or span.earliest != span.latest


def columns(project: Project) -> Columns:
    """Build the columns of a project; it must be consistent, which the store sees to.

    Raises
    ------
    BadDateError
        If a date is no EDTF.
    """
    place_ids, topic_ids, source_ids = tuple(project.places), tuple(project.topics), tuple(project.sources)
    place_at, topic_at = _positions(place_ids), _positions(topic_ids)
    spans = {claim.id: dates.parse(claim.when) for claim in project.claims.values()}
    rows = sorted(
        project.claims.values(),
        key=lambda claim: (
            place_at[claim.place], topic_at[claim.topic], _or_open(spans[claim.id].earliest, OPEN_START)
        ),
    )  # fmt: skip
    voices: dict[str, int] = {}
    codes: dict[str, int] = {}
    ranges = [value_range(claim.value, project.topics[claim.topic], codes) for claim in rows]
    known = {source.id: known_from(source) for source in project.sources.values()}
    source_at = _positions(source_ids)
    place = np.array([place_at[claim.place] for claim in rows], np.uint32)
    topic = np.array([topic_at[claim.topic] for claim in rows], np.uint16)
    return Columns(
        ids=tuple(claim.id for claim in rows),
        place_ids=place_ids,
        topic_ids=topic_ids,
        source_ids=source_ids,
        place=place,
        topic=topic,
        group=group_numbers(place, topic),
        earliest=np.array([_or_open(spans[claim.id].earliest, OPEN_START) for claim in rows], np.int32),
        latest=np.array([_or_open(spans[claim.id].latest, OPEN_END) for claim in rows], np.int32),
        known=np.array([known[claim.source] for claim in rows], np.int32),
        voice=np.array([voices.setdefault(voice(claim, project), len(voices)) for claim in rows], np.uint32),
        source=np.array([source_at[claim.source] for claim in rows], np.uint32),
        low=np.array([low for low, _ in ranges], np.float64),
        high=np.array([high for _, high in ranges], np.float64),
        flags=np.array([_flags(claim, spans[claim.id]) for claim in rows], np.uint8),
    )


def group_numbers(place: NDArray[np.uint32], topic: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Number the runs of equal place and topic in sorted rows, from 0."""
    changes = np.ones(len(place), bool)
    changes[1:] = (place[1:] != place[:-1]) | (topic[1:] != topic[:-1])
    return np.cumsum(changes).astype(np.int64) - 1


def voice(claim: Claim, project: Project) -> str:
    """Name who speaks: the utterance that a claim quotes, else the reporter, who is the publisher if known.

    A source that repeats another speaks with the other's voice.
    """
    if claim.utterance is not None:
        return f"utterance {claim.utterance}"
    source = project.sources[claim.source]
    seen = {source.id}
    while source.repeats is not None and source.repeats in project.sources and source.repeats not in seen:
        seen.add(source.repeats)
        source = project.sources[source.repeats]
    if source.publisher is not None:
        return f"publisher {source.publisher.en or source.publisher.ar}"
    return f"source {source.id}"


def value_range(value: Value, topic: Topic, codes: dict[str, int]) -> tuple[float, float]:
    """Return a value as a range (low, high), infinite where open.

    A state is its position in the topic's list, a text one code per distinct string, kept in ``codes``, a date its
    days; "about" widens a quantity by :data:`APPROXIMATE_SHARE`.
    """
    if isinstance(value, Quantity):
        slack = APPROXIMATE_SHARE if value.approximate else 0.0
        low = -math.inf if value.min is None else value.min - abs(value.min) * slack
        high = math.inf if value.max is None else value.max + abs(value.max) * slack
        return low, high
    if topic.type == "date":
        span = dates.parse(value)
        return _or_infinite(span.earliest, -math.inf), _or_infinite(span.latest, math.inf)
    if topic.type == "state":
        code = [state.id for state in topic.states].index(value)
    else:
        code = codes.setdefault(value.strip().casefold(), len(codes))
    return float(code), float(code)


def _flags(claim: Claim, span: dates.Span) -> int:
    return (
        (UNCERTAIN if span.doubtful else 0)
        | (PLANNED if claim.modality == "planned" else 0)
        | (DENIED if claim.modality == "denied" else 0)
    )


def _positions(ids: tuple[str, ...]) -> dict[str, int]:
    return {name: position for position, name in enumerate(ids)}


def _or_open(day: int | None, open_day: int) -> int:
    return open_day if day is None else day


def _or_infinite(day: int | None, infinite: float) -> float:
    return infinite if day is None else float(day)
