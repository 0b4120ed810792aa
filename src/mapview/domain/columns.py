"""The claims of a project as numpy columns, one row a claim, sorted by place and topic.

These columns are what the timeline computes on, what the page receives and what a million claims fit into.
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast, overload, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from mapview.domain import buffers, spans
from mapview.domain.coded import Coded, Numbering, coded, fields_of
from mapview.domain.model import CERTAINTIES, MODALITIES, Claim, Project, Topic
from mapview.domain.register import Register, known_from, known_from_is_uncertain
from mapview.domain.spans import OPEN_END, OPEN_START

__all__ = [
    "APPROXIMATE_SHARE", "ARRAYS", "DENIED", "OPEN_END", "OPEN_START", "PLANNED", "UNCERTAIN", "UNCERTAIN_END",
    "UNCERTAIN_START", "Columns", "columns", "columns_of", "group_numbers", "known_from", "known_from_is_uncertain",
]  # fmt: skip

UNCERTAIN, PLANNED, DENIED = 1, 2, 4
#: Beside :data:`UNCERTAIN`, which end of the date is doubtful; 8 is the page's.
UNCERTAIN_START, UNCERTAIN_END = 16, 32

#: "About 2500" is compared as 2500 give or take a tenth.
APPROXIMATE_SHARE = 0.1

#: The columns that hold one item a row.
ARRAYS = (
    "record", "place", "topic", "earliest", "latest", "known", "voice", "source", "utterance", "low", "high",
    "value", "middle", "flags", "modality", "certainty",
)  # fmt: skip

_MODALITY = {name: code for code, name in enumerate(MODALITIES)}
_CERTAINTY = {name: code for code, name in enumerate(CERTAINTIES)}
_FLAGS_OF_MODALITY = np.array([{"planned": PLANNED, "denied": DENIED}.get(name, 0) for name in MODALITIES], np.uint8)


@dataclass(frozen=True, slots=True)
class ClaimIds(Sequence[str]):
    """The ids of claims by row; ``record`` says where each row's id stands among ``names``.

    Edits add to ``names``, which all columns of a project share, so that a million strings are not copied with each.
    """

    names: list[str]
    record: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.record)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[str, ...]: ...
    def __getitem__(self, row: int | slice) -> str | tuple[str, ...]:
        if isinstance(row, slice):
            return tuple(map(self.names.__getitem__, self.record[row].tolist()))
        return self.names[int(self.record[row])]

    def __iter__(self) -> Iterator[str]:
        return map(self.names.__getitem__, self.record.tolist())

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """Return the row of a claim.

        Raises
        ------
        ValueError
            If there is none.
        """
        number = -1
        while True:
            # A claim that was taken out and put back has two numbers, the later one counts.
            number = self.names.index(value, number + 1)  # type: ignore[arg-type]
            rows = np.flatnonzero(self.record[start:stop] == number)
            if len(rows):
                return start + int(rows[0])


@dataclass(frozen=True, slots=True)
class Columns:
    """Claims as arrays of one length; row ``i`` is the claim ``ids[i]``.

    Rows are sorted by place, topic, first day and id. ``place``, ``topic`` and ``source`` are positions in
    ``place_ids``, ``topic_ids`` and ``source_ids``, ``utterance`` one among the project's utterances or -1; ``group``
    numbers the pairs of place and topic in row order. ``earliest``, ``latest`` and ``known`` are days from
    1970-01-01, both ends included, :data:`OPEN_START` and :data:`OPEN_END` where open. Rows with one ``voice`` are
    not independent. ``low`` and ``high`` are the value as a range: days for dates, units for quantities, a code
    twice for states and texts. ``value`` is a position in ``values`` and of no meaning for quantities, which have
    their ``middle`` (of the range as claimed, or its one end). ``flags`` adds :data:`UNCERTAIN` with
    :data:`UNCERTAIN_START` and :data:`UNCERTAIN_END`, :data:`PLANNED` and :data:`DENIED`. ``modality`` and
    ``certainty`` are positions in ``MODALITIES`` and ``CERTAINTIES``.
    """

    names: list[str] = field(repr=False)
    record: NDArray[np.uint32]
    place: NDArray[np.uint32]
    topic: NDArray[np.uint16]
    group: NDArray[np.int64]
    earliest: NDArray[np.int32]
    latest: NDArray[np.int32]
    known: NDArray[np.int32]
    voice: NDArray[np.uint32]
    source: NDArray[np.uint32]
    utterance: NDArray[np.int32]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    value: NDArray[np.int32]
    middle: NDArray[np.float64]
    flags: NDArray[np.uint8]
    modality: NDArray[np.uint8]
    certainty: NDArray[np.uint8]
    register: Register = field(repr=False)
    #: Every state, date and text that was ever claimed, and the codes of texts; later columns of a project add to them.
    said: dict[str | None, int] = field(repr=False)
    text_codes: dict[str, int] = field(repr=False)

    def __len__(self) -> int:
        return len(self.record)

    @property
    def ids(self) -> ClaimIds:
        """The ids of the claims."""
        return ClaimIds(self.names, self.record)

    @property
    def place_ids(self) -> tuple[str, ...]:
        """The ids of the project's places, in its order."""
        return self.register.places.ids

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """The ids of the project's topics, in its order."""
        return self.register.topics.ids

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The ids of the project's sources, in its order."""
        return self.register.sources.ids

    @property
    def values(self) -> tuple[str | None, ...]:
        """The states, dates and texts that were ever claimed."""
        return tuple(self.said)

    @property
    def planned(self) -> NDArray[np.bool_]:
        """Rows that state a plan."""
        return (self.flags & PLANNED) > 0

    @property
    def denied(self) -> NDArray[np.bool_]:
        """Rows that deny their value."""
        return (self.flags & DENIED) > 0

    def says_as(self, other: "Columns") -> bool:
        """Whether an edit that led from one to the other has changed nothing but texts that no column holds."""
        return all(getattr(self, name) is getattr(other, name) for name in ("group", *ARRAYS) if name != "record")

    def rows_of_place(self, place: int) -> slice:
        """Return the rows on a place, given by its position."""
        first, end = np.searchsorted(self.place, np.array([place, place + 1], np.uint32))
        return slice(int(first), int(end))

    def row_of(self, claim: Claim) -> int | None:
        """Return the row of a claim of the project that the columns were made of, None if there is none."""
        place, topic = self.register.places.at.get(claim.place), self.register.topics.at.get(claim.topic)
        if place is None or topic is None:
            return None
        rows = self.rows_of_place(place)
        first, end = (np.searchsorted(self.topic[rows], np.array([topic, topic + 1], np.uint16)) + rows.start).tolist()
        ids = self.ids[first:end]
        return first + ids.index(claim.id) if claim.id in ids else None


@runtime_checkable
class TellsCoded(Protocol):
    """Claims that can tell what the columns are made of without building a claim each."""

    def coded(self) -> Coded:
        """Return the claims as numbers."""


def columns(project: Project) -> Columns:
    """Build the columns of a project; it must be consistent, which the store sees to.

    Raises
    ------
    BadDateError
        If a date is no EDTF.
    """
    claims = project.claims
    # Millions of strings come and go and none of them is garbage; looking for it takes a fifth of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        told = claims.coded() if isinstance(claims, TellsCoded) else coded(fields_of(claims.values()))
        return columns_of(told, list(project.topics.values()), Register.of(project), [], Numbering(), {})
    finally:
        if collecting:
            gc.enable()


def columns_of(
    told: Coded,
    topics: Sequence[Topic],
    register: Register,
    names: list[str],
    said: dict[str | None, int],
    text_codes: dict[str, int],
) -> Columns:
    """Build the columns of some claims.

    Parameters
    ----------
    told
        The claims.
    topics
        The topics of the project, in its order.
    register
        Of the project.
    names, said, text_codes
        The claims, the values (a :class:`Numbering`) and the codes of texts so far, which new ones are added to.

    Raises
    ------
    BadDateError
        If a date is no EDTF.
    """
    before = len(names)
    names += told.names
    found = _placed(told, register, said)
    found["record"] = np.arange(before, len(names), dtype=np.uint32)
    when, when_spans = told.numbers["when"], spans.of(cast("list[str]", told.words["when"]))
    found["earliest"], found["latest"] = when_spans.earliest[when], when_spans.latest[when]
    starts, ends = when_spans.doubtful
    doubts = starts * np.uint8(UNCERTAIN_START) | ends * np.uint8(UNCERTAIN_END) | (starts | ends) * np.uint8(UNCERTAIN)
    found["flags"] = doubts[when]
    found["flags"] |= _FLAGS_OF_MODALITY[found["modality"]]
    found["known"] = register.known[found["source"]]
    found["voice"] = register.voices(found["source"], found["utterance"])
    found["low"], found["high"], found["middle"] = _ranges(told, found["topic"], topics, text_codes)
    order = _order(found, names)
    arrays: dict[str, Any] = {name: _taken(found[name], order) for name in ARRAYS}
    return Columns(
        names=names,
        group=group_numbers(arrays["place"], arrays["topic"]),
        register=register,
        said=said,
        text_codes=text_codes,
        **arrays,
    )


def group_numbers(place: NDArray[np.uint32], topic: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Number the runs of equal place and topic in sorted rows, from 0."""
    numbers = buffers.empty(len(place), np.int64)
    if len(place):
        numbers[0] = 0
        np.cumsum((place[1:] != place[:-1]) | (topic[1:] != topic[:-1]), out=numbers[1:])
    return numbers


def _placed(told: Coded, register: Register, said: dict[str | None, int]) -> dict[str, NDArray[Any]]:
    """Return the words of claims as positions in the project."""
    reads: tuple[tuple[str, type[Any], Mapping[Any, int]], ...] = (
        ("place", np.uint32, register.places.at),
        ("topic", np.uint16, register.topics.at),
        ("value", np.int32, said),
        ("source", np.uint32, register.sources.at),
        ("utterance", np.int32, register.utterances.at),
        ("modality", np.uint8, _MODALITY),
        ("certainty", np.uint8, _CERTAINTY),
    )
    found: dict[str, NDArray[Any]] = {}
    for name, dtype, at in reads:
        words = told.words[name]
        found[name] = np.fromiter(map(at.__getitem__, words), dtype, len(words))[told.numbers[name]]
    return found


def _ranges(
    told: Coded, topic_of_row: NDArray[np.uint16], topics: Sequence[Topic], text_codes: dict[str, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the values as ranges (low, high), infinite where open, and the middle of what was claimed.

    A state is its position in the topic's list, a text one code per distinct string, a date its days; "about" widens
    a quantity by :data:`APPROXIMATE_SHARE`.
    """
    value, values = told.numbers["value"], told.words["value"]
    low, high = told.numbers["least"].copy(), told.numbers["most"].copy()
    middle = np.full(len(value), np.nan)
    for position, topic in enumerate(topics):
        rows = np.flatnonzero(topic_of_row == position)
        if topic.type == "quantity":
            least, most = low[rows], high[rows]
            middle[rows] = _middles(least, most)
            about = told.numbers["about"][rows] > 0
            low[rows] = np.where(about, least - np.abs(least) * APPROXIMATE_SHARE, least)
            high[rows] = np.where(about, most + np.abs(most) * APPROXIMATE_SHARE, most)
            continue
        of_row = value[rows]
        used = np.flatnonzero(np.bincount(of_row, minlength=len(values)))
        said = [str(values[number]) for number in used.tolist()]
        if topic.type == "date":
            days = spans.of(said)
            starts = np.where(days.earliest == OPEN_START, -np.inf, days.earliest)
            ends = np.where(days.latest == OPEN_END, np.inf, days.latest)
        else:
            starts = ends = np.array(_codes(said, topic, text_codes), np.float64)
        table = np.empty((2, len(values)))
        table[:, used] = starts, ends
        low[rows], high[rows] = table[0][of_row], table[1][of_row]
    return low, high, middle


def _middles(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middles of ranges, their one end where the other is open."""
    least, most = np.where(np.isinf(low), high, low), np.where(np.isinf(high), low, high)
    with np.errstate(invalid="ignore"):
        return (least + most) / 2


def _codes(said: list[str], topic: Topic, text_codes: dict[str, int]) -> list[int]:
    if topic.type == "state":
        codes = {state.id: code for code, state in enumerate(topic.states)}
        return [codes[state] for state in said]
    return [text_codes.setdefault(text.strip().casefold(), len(text_codes)) for text in said]


def _taken(column: NDArray[Any], order: NDArray[np.int64]) -> NDArray[Any]:
    taken = buffers.empty(len(order), column.dtype)
    # With its own check of bounds numpy would fill a copy first.
    np.take(column, order, out=taken, mode="clip")
    return taken


def _order(found: dict[str, NDArray[Any]], names: list[str]) -> NDArray[np.int64]:
    """Return the order of rows by place, topic, first day and id."""
    # One number is sorted in an eighth of the time of three.
    topics = int(found["topic"].max(initial=0)) + 1
    groups = found["place"].astype(np.int64) * topics + found["topic"]
    if groups.max(initial=0) >= 1 << 31:
        groups = np.unique(groups, return_inverse=True)[1]
    keys = (groups << 32) + found["earliest"]
    order = np.argsort(keys)
    in_order = keys[order]
    same = in_order[1:] == in_order[:-1]
    # Few rows share all three, so that comparing strings is left to them.
    edges = np.flatnonzero(np.diff(np.concatenate([[False], same, [False]]).astype(np.int8)))
    first_name = len(names) - len(order)
    for first, last in edges.reshape(-1, 2).tolist():
        tied = order[first : last + 1].tolist()
        order[first : last + 1] = sorted(tied, key=lambda row: names[first_name + row])
    return order
