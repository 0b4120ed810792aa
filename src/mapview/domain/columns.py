"""The claims of a project as numpy columns, one row a claim, sorted by place and topic.

These columns are what the timeline computes on, what the page receives and what a million claims fit into.
"""

import gc
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol, overload, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from mapview.domain import spans
from mapview.domain.model import CERTAINTIES, MODALITIES, Claim, Project, Quantity, Topic
from mapview.domain.register import Register, known_from, known_from_is_uncertain
from mapview.domain.spans import OPEN_END, OPEN_START

__all__ = [
    "APPROXIMATE_SHARE", "ARRAYS", "DENIED", "OPEN_END", "OPEN_START", "PLANNED", "UNCERTAIN", "Columns", "columns",
    "columns_of", "group_numbers", "known_from", "known_from_is_uncertain",
]  # fmt: skip

UNCERTAIN, PLANNED, DENIED = 1, 2, 4

#: "About 2500" is compared as 2500 give or take a tenth.
APPROXIMATE_SHARE = 0.1

#: The columns that hold one item a row.
ARRAYS = (
    "record", "place", "topic", "earliest", "latest", "known", "voice", "source", "utterance", "low", "high",
    "value", "middle", "flags", "modality", "certainty",
)  # fmt: skip

#: What columns are made of: one sequence each of id, place, topic, value (None for a quantity), its least and its most
#: (infinite where open, of no meaning for other values), whether "about", when, source, utterance, modality, certainty.
Fields = Sequence[Sequence[Any]]
_AT_ONCE = 50_000

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
    their ``middle`` (of the range as claimed, or its one end). ``flags`` adds :data:`UNCERTAIN`, :data:`PLANNED` and
    :data:`DENIED`. ``modality`` and ``certainty`` are positions in ``MODALITIES`` and ``CERTAINTIES``.
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
class TellsFields(Protocol):
    """Claims that can tell what the columns are made of without building a claim each."""

    def fields(self) -> Iterator[Fields]:
        """Yield the fields of all claims, some thousand at a time."""


def columns(project: Project) -> Columns:
    """Build the columns of a project; it must be consistent, which the store sees to.

    Raises
    ------
    BadDateError
        If a date is no EDTF.
    """
    claims = project.claims
    told = claims.fields() if isinstance(claims, TellsFields) else fields_of(claims.values())
    # Millions of strings come and go and none of them is garbage; looking for it takes a fifth of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return columns_of(told, list(project.topics.values()), Register.of(project), [], Numbering(), {})
    finally:
        if collecting:
            gc.enable()


def columns_of(
    fields: Iterable[Fields],
    topics: Sequence[Topic],
    register: Register,
    names: list[str],
    said: dict[str | None, int],
    text_codes: dict[str, int],
) -> Columns:
    """Build the columns of some claims.

    Parameters
    ----------
    fields
        What the claims are made of.
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
    found, whens = _encoded(fields, register, names, said)
    found["record"] = np.arange(before, len(names), dtype=np.uint32)
    when_spans = spans.of(whens)
    when = found.pop("when")
    found["earliest"], found["latest"] = when_spans.earliest[when], when_spans.latest[when]
    found["flags"] = np.where(when_spans.doubtful[when], np.uint8(UNCERTAIN), np.uint8(0))
    found["flags"] |= _FLAGS_OF_MODALITY[found["modality"]]
    found["known"] = register.known[found["source"]]
    found["voice"] = register.voices(found["source"], found["utterance"])
    found["low"], found["high"] = _ranges(found, list(said), topics, text_codes)
    order = _order(found, names)
    arrays: dict[str, Any] = {name: found[name][order] for name in ARRAYS}
    return Columns(
        names=names,
        group=group_numbers(arrays["place"], arrays["topic"]),
        register=register,
        said=said,
        text_codes=text_codes,
        **arrays,
    )


def fields_of(claims: Iterable[Claim]) -> Iterator[Fields]:
    """Yield what the columns of claims are made of."""
    left = iter(claims)
    while some := list(islice(left, _AT_ONCE)):
        ranges = [claim.value if isinstance(claim.value, Quantity) else None for claim in some]
        yield (
            [claim.id for claim in some],
            [claim.place for claim in some],
            [claim.topic for claim in some],
            [claim.value if one is None else None for claim, one in zip(some, ranges, strict=True)],
            [-math.inf if one is None or one.min is None else one.min for one in ranges],
            [math.inf if one is None or one.max is None else one.max for one in ranges],
            [one is not None and one.approximate for one in ranges],
            [claim.when for claim in some],
            [claim.source for claim in some],
            [claim.utterance for claim in some],
            [claim.modality for claim in some],
            [claim.certainty for claim in some],
        )


def group_numbers(place: NDArray[np.uint32], topic: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Number the runs of equal place and topic in sorted rows, from 0."""
    changes = np.ones(len(place), bool)
    changes[1:] = (place[1:] != place[:-1]) | (topic[1:] != topic[:-1])
    return np.cumsum(changes, dtype=np.int64) - 1


class Numbering(dict[Any, int]):
    """Numbers keys from 0 in the order in which they are first asked for."""

    def __missing__(self, key: Any) -> int:
        self[key] = number = len(self)
        return number


def _encoded(
    fields: Iterable[Fields], register: Register, names: list[str], said: dict[str | None, int]
) -> tuple[dict[str, NDArray[Any]], list[str]]:
    """Add the ids to the names; return the other fields as numbers, and what those of ``when`` mean."""
    whens = Numbering()
    reads: tuple[tuple[str, type[Any], Mapping[Any, int] | None], ...] = (
        ("place", np.uint32, register.places.at),
        ("topic", np.uint16, register.topics.at),
        ("value", np.int32, said),
        ("least", np.float64, None),
        ("most", np.float64, None),
        ("about", np.float64, None),
        ("when", np.int32, whens),
        ("source", np.uint32, register.sources.at),
        ("utterance", np.int32, register.utterances.at),
        ("modality", np.uint8, _MODALITY),
        ("certainty", np.uint8, _CERTAINTY),
    )
    parts: dict[str, list[NDArray[Any]]] = {name: [np.empty(0, dtype)] for name, dtype, _ in reads}
    for some in fields:
        names += some[0]
        for (name, dtype, numbers), found in zip(reads, some[1:], strict=True):
            told = found if numbers is None else map(numbers.__getitem__, found)
            parts[name].append(np.fromiter(told, dtype, len(found)))
    return {name: np.concatenate(arrays) for name, arrays in parts.items()}, list(whens)


def _ranges(
    found: dict[str, NDArray[Any]], values: list[str | None], topics: Sequence[Topic], text_codes: dict[str, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the values as ranges (low, high), infinite where open.

    A state is its position in the topic's list, a text one code per distinct string, a date its days; "about" widens
    a quantity by :data:`APPROXIMATE_SHARE`.
    """
    low, high, slack = found.pop("least"), found.pop("most"), found.pop("about") * APPROXIMATE_SHARE
    least, most = np.where(np.isinf(low), high, low), np.where(np.isinf(high), low, high)
    with np.errstate(invalid="ignore"):
        found["middle"] = (least + most) / 2
    about = np.flatnonzero(slack)
    low[about] -= np.abs(low[about]) * slack[about]
    high[about] += np.abs(high[about]) * slack[about]
    value = found["value"]
    for position, topic in enumerate(topics):
        if topic.type == "quantity":
            continue
        rows = np.flatnonzero(found["topic"] == position)
        used, of_row = np.unique(value[rows], return_inverse=True)
        said = [str(values[number]) for number in used.tolist()]
        if topic.type == "date":
            days = spans.of(said)
            starts = np.where(days.earliest == OPEN_START, -np.inf, days.earliest)
            ends = np.where(days.latest == OPEN_END, np.inf, days.latest)
        else:
            starts = ends = np.array(_codes(said, topic, text_codes), np.float64)
        low[rows], high[rows] = starts[of_row], ends[of_row]
    return low, high


def _codes(said: list[str], topic: Topic, text_codes: dict[str, int]) -> list[int]:
    if topic.type == "state":
        codes = {state.id: code for code, state in enumerate(topic.states)}
        return [codes[state] for state in said]
    return [text_codes.setdefault(text.strip().casefold(), len(text_codes)) for text in said]


def _order(found: dict[str, NDArray[Any]], names: list[str]) -> NDArray[np.int64]:
    """Return the order of rows by place, topic, first day and id."""
    order = np.lexsort((found["earliest"], found["topic"], found["place"]))
    same = np.ones(max(len(order) - 1, 0), bool)
    for name in ("place", "topic", "earliest"):
        sorted_column = found[name][order]
        same &= sorted_column[1:] == sorted_column[:-1]
    # Few rows share all three, so that comparing strings is left to them.
    edges = np.flatnonzero(np.diff(np.concatenate([[False], same, [False]]).astype(np.int8)))
    first_name = len(names) - len(order)
    for first, last in edges.reshape(-1, 2).tolist():
        tied = order[first : last + 1].tolist()
        order[first : last + 1] = sorted(tied, key=lambda row: names[first_name + row])
    return order
