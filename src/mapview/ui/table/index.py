"""Orders, values and matches of the claims table, computed on the timeline's columns; knows no toolkit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapview.domain.columns import OPEN_END, OPEN_START
from mapview.domain.dates import civil, parse
from mapview.domain.model import CERTAINTIES, MODALITIES, STATUSES, Source, Text
from mapview.domain.snapshot import Language
from mapview.domain.timeline import SUPERSEDED, Timeline, View
from mapview.gazetteer.normalise import fold
from mapview.render.texts import date_words, month_names
from mapview.ui.table import columns as table_columns
from mapview.ui.table.columns import ColumnKey
from mapview.ui.table.facets import Facet, by_time, modality_words, of_codes, of_ids, or_end, status_names
from mapview.ui.table.text import MOST_REMEMBERED, ClaimTexts, Folder, Haystack, Texts, texts_of
from mapview.ui.table.text_order import takes_long
from mapview.ui.widgets import words

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: A column with more values than this offers the most frequent ones.
MOST_VALUES = 1000
_PREPARED_AT_ONCE = 1000
_NEVER = np.iinfo(np.int32).min


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the reader of the table asks for: words, and for some columns the values that may pass.

    A value is named by its key in the :class:`Facet` of its column.
    """

    text: str = ""
    chosen: Mapping[ColumnKey, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.chosen)


class TableIndex:
    """One timeline in one language as the table needs it. Everything is computed when it is first asked for.

    Parameters
    ----------
    view
        The view by which statuses are judged.
    folder
        Outlives the index, so that an edit folds only what is new.
    before
        The index of the project before an edit.
    """

    def __init__(
        self, timeline: Timeline, view: View, language: Language, folder: Folder, before: "TableIndex | None" = None
    ) -> None:
        self.timeline = timeline
        self.language = language
        self._view = view
        self._folder = folder
        self._texts_before: ClaimTexts | None = None if before is None else before.__dict__.get("_texts")
        self._orders: dict[tuple[ColumnKey, bool], Rows] = {}
        self._learnt: dict[ColumnKey, NDArray[np.float64]] = {}
        self._facets: dict[ColumnKey, Facet | None] = {}

    def judge_by(self, view: View) -> None:
        """Judge statuses by another view of the same timeline."""
        self._view = view
        for name in ("status", "clashes"):
            self.__dict__.pop(name, None)
        self._facets.pop("status", None)
        for descending in (False, True):
            self._orders.pop(("status", descending), None)

    @cached_property
    def _texts(self) -> ClaimTexts:
        """The texts of the claims."""
        found, self._texts_before = ClaimTexts.of(self.timeline.project.claims, self._texts_before), None
        return found

    @cached_property
    def status(self) -> NDArray[np.uint8]:
        """The status of each row's place and topic, as positions in ``STATUSES``; plans overtaken are superseded."""
        found = self._view.topic_statuses()[self.timeline.columns.group]
        found[self._view.superseded() & self._view.shown] = SUPERSEDED
        return found

    @cached_property
    def clashes(self) -> Rows:
        """With how many rows each row that is shown cannot hold together."""
        pairs = self.timeline.conflict_pairs
        pairs = pairs[self._view.shown[pairs].all(axis=1)]
        return np.bincount(pairs.ravel(), minlength=len(self.timeline.columns)).astype(np.int64)

    def preparing(self) -> Iterator[None]:
        """Read and fold what the filter and the order of statements need, some claims from one yield to the next."""
        if "_texts" in self.__dict__ or self._texts_before is not None:
            return
        if len(self.timeline.columns) > MOST_REMEMBERED:
            return
        claims = self.timeline.project.claims
        found: dict[str, Texts] = {}
        left = texts_of(claims)
        while some := dict(islice(left, _PREPARED_AT_ONCE)):
            found |= some
            part = ClaimTexts(claims, some)
            self._folder.folded(part.together(tuple(some)))
            self._folder.folded(part.statements(tuple(some), self.language))
            yield
        self.__dict__["_texts"] = ClaimTexts(claims, found)

    def must_learn(self, column: ColumnKey | None) -> bool:
        """Whether the ranks of a column are to be found in a thread and told to :meth:`learn` before it can order."""
        return column is not None and column not in self._learnt and takes_long(self.timeline, column)

    def learn(self, column: ColumnKey, ranks: NDArray[np.float64]) -> None:
        """Take the ranks of a column, as :func:`mapview.ui.table.text_order.text_ranks` finds them."""
        self._learnt[column] = ranks

    def order(self, column: ColumnKey | None, *, descending: bool = False) -> Rows:
        """Return all rows in the order of a column, equal ones in the timeline's order; None: the timeline's order.

        Texts are ordered by their folded spelling, dates by day, quantities by number; what is absent comes last.
        """
        if column is None:
            return np.arange(len(self.timeline.columns))
        key = column, descending
        if key not in self._orders:
            ranks = self._learnt[column] if column in self._learnt else self._ranks(column)
            present, absent = np.flatnonzero(ranks >= 0), np.flatnonzero(ranks < 0)
            of_present = -ranks[present] if descending else ranks[present]
            self._orders[key] = np.concatenate([present[np.argsort(of_present, kind="stable")], absent])
        return self._orders[key]

    def facet(self, column: ColumnKey) -> Facet | None:
        """Return the values of a column, None if it has none to choose among."""
        if column not in self._facets:
            self._facets[column] = self._facet(column)
        return self._facets[column]

    def matches(self, narrowing: Narrowing, *, without: ColumnKey | None = None) -> Mask:
        """Return which rows pass.

        Parameters
        ----------
        without
            A column whose chosen values are left out of account.
        """
        passing = np.ones(len(self.timeline.columns), bool)
        for word in fold(narrowing.text).split():
            passing &= self._holding(word)
        for column, keys in narrowing.chosen.items():
            facet = self.facet(column)
            if column != without and facet is not None:
                wanted = np.fromiter((key in keys for key in facet.keys), bool, len(facet.keys))
                passing &= wanted[facet.codes]
        return passing

    def counts(self, column: ColumnKey, rows: Mask) -> list[tuple[str, str, int]]:
        """Return key, label and number of rows of each value of a column, in the order of the labels.

        Parameters
        ----------
        rows
            The rows to count; values that none of them has come along with 0.
        """
        facet = self.facet(column)
        if facet is None:
            return []
        found = np.bincount(facet.codes[rows], minlength=len(facet.keys))
        often = np.argsort(-found, kind="stable")[:MOST_VALUES].tolist()
        values = [(facet.keys[code], facet.labels(code), int(found[code])) for code in often]
        if column in {"when", "published"}:
            # The codes rise with time.
            in_time = [value for _, value in sorted(zip(often, values, strict=True))]
            return sorted(in_time, key=lambda value: value[0] == "")
        return sorted(values, key=lambda value: (value[0] == "", fold(value[1])))

    def _ranks(self, column: ColumnKey) -> NDArray[np.float64]:
        """Return a number for each row that orders it; negative where there is nothing to order by."""
        columns = self.timeline.columns
        if column in {"place", "topic", "source", "quoted"}:
            facet = self.facet(column)
            assert facet is not None  # noqa: S101 - each of these has one
            return self._collated([facet.labels(code) for code in range(len(facet.keys))])[facet.codes]
        computed: dict[ColumnKey, Callable[[], NDArray[np.float64]]] = {
            "value": self._value_ranks,
            "when": lambda: _dense(columns.earliest, columns.latest),
            "published": lambda: self._published_ranks()[columns.source],
            "modality": lambda: columns.modality.astype(np.float64),
            "certainty": lambda: columns.certainty.astype(np.float64),
            "status": lambda: self.status.astype(np.float64) * 1e9 + self.clashes,
            "statement": lambda: self._collated(self._texts.statements(columns.ids, self.language)),
            "note": lambda: self._collated(self._texts.notes(columns.ids)),
            "id": lambda: _ranked(list(columns.ids)),
        }
        return computed[column]()

    def _collated(self, texts: list[str]) -> NDArray[np.float64]:
        """Return the place of each text among the others by folded spelling, -1 for empty ones."""
        return _ranked(self._folder.folded(texts))

    def _published_ranks(self) -> NDArray[np.float64]:
        spans = [
            None if source.published is None else parse(source.published)
            for source in self.timeline.project.sources.values()
        ]
        first = np.array([_NEVER if span is None else or_end(span.earliest, OPEN_START) for span in spans], np.int64)
        last = np.array([_NEVER if span is None else or_end(span.latest, OPEN_END) for span in spans], np.int64)
        ranks = _dense(first, last)
        ranks[[span is None for span in spans]] = -1
        return ranks

    def _value_ranks(self) -> NDArray[np.float64]:
        """Order states by their words, then quantities by number, dates by day, and texts by their spelling."""
        columns = self.timeline.columns
        ranks = np.zeros(len(columns), np.float64)
        texts: list[str] = []
        for topic in self.timeline.project.topics.values():
            if topic.type == "state":
                texts += [state.names.in_language(self.language) for state in topic.states]
        collated = self._collated(texts)
        first_state = 0
        for position, topic in enumerate(self.timeline.project.topics.values()):
            rows = np.flatnonzero(columns.topic == position)
            if topic.type == "state":
                ranks[rows] = collated[first_state + columns.low[rows].astype(np.int64)]
                first_state += len(topic.states)
        offset = float(len(texts))
        for kind in ("quantity", "date"):
            rows = self._rows_of(kind)
            ranks[rows] = offset + _dense(columns.low[rows], columns.high[rows])
            offset += len(rows)
        rows = self._rows_of("text")
        ranks[rows] = offset + self._collated(self._texts_by_code)[columns.low[rows].astype(np.int64)]
        return ranks

    def _rows_of(self, kind: str) -> Rows:
        topics = [topic.type == kind for topic in self.timeline.project.topics.values()]
        return np.flatnonzero(np.array([*topics, False], bool)[self.timeline.columns.topic])

    def _facet(self, column: ColumnKey) -> Facet | None:
        columns, project, language = self.timeline.columns, self.timeline.project, self.language
        made: dict[ColumnKey, Callable[[], Facet]] = {
            "place": lambda: of_ids(columns.place, columns.place_ids, project.places, language),
            "topic": lambda: of_ids(columns.topic, columns.topic_ids, project.topics, language),
            "source": self._sources,
            "quoted": self._quoted,
            "modality": lambda: of_codes(columns.modality, MODALITIES, modality_words, language),
            "certainty": lambda: of_codes(columns.certainty, CERTAINTIES, table_columns.certainty_words, language),
            "status": lambda: of_codes(self.status, STATUSES, status_names, language),
            "when": lambda: by_time(columns.earliest.astype(np.int64), language),
            "published": self._published,
            "value": self._values,
        }
        return made[column]() if column in made else None

    def _sources(self) -> Facet:
        columns, sources = self.timeline.columns, self.timeline.project.sources
        return Facet(
            columns.source.astype(np.int64),
            columns.source_ids,
            lambda code: table_columns.source_words(sources[columns.source_ids[code]], self.language),
        )

    def _quoted(self) -> Facet:
        columns, project = self.timeline.columns, self.timeline.project
        ids = (*project.utterances, "")
        codes = np.where(columns.utterance < 0, len(ids) - 1, columns.utterance).astype(np.int64)
        return Facet(codes, ids, lambda code: table_columns.quoted_words(project, ids[code] or None, self.language))

    def _published(self) -> Facet:
        sources = self.timeline.project.sources.values()
        spans = [parse(source.published) if source.published else None for source in sources]
        first = [OPEN_START if span is None else or_end(span.earliest, OPEN_START) for span in spans]
        return by_time(np.array(first, np.int64)[self.timeline.columns.source], self.language)

    def _values(self) -> Facet:
        """The values by topic, as they are said."""
        columns = self.timeline.columns
        alike = np.stack([columns.topic.astype(np.float64), columns.low, columns.high])
        _, first, codes = np.unique(alike, axis=1, return_index=True, return_inverse=True)
        rows = first.tolist()
        keys = [self._value_key(row) for row in rows]
        claims, ids = self.timeline.project.claims, columns.ids

        def label(code: int) -> str:
            return words.value_words(claims[ids[rows[code]]], self.timeline.project, self.language)

        return Facet(codes.reshape(-1).astype(np.int64), keys, label)

    def _value_key(self, row: int) -> str:
        columns = self.timeline.columns
        topic = self.timeline.project.topics[self.timeline.topic_of(row)]
        low, high = float(columns.low[row]), float(columns.high[row])
        if topic.type == "state":
            return f"{topic.id}\n{topic.states[int(low)].id}"
        if topic.type == "text":
            return f"{topic.id}\n{self._texts_by_code[int(low)]}"
        return f"{topic.id}\n{low:.15g}\n{high:.15g}"

    @cached_property
    def _texts_by_code(self) -> list[str]:
        """The texts that are claimed, by their codes in the columns."""
        return list(self.timeline.columns.text_codes)

    @cached_property
    def _haystacks(self) -> list[tuple[Haystack, NDArray[Any]]]:
        """What can be searched, with the position in it that each row points to."""
        project, columns = self.timeline.project, self.timeline.columns
        ids = np.arange(len(columns))
        days, day_of = np.unique(np.concatenate([columns.earliest, columns.latest]), return_inverse=True)
        named = Haystack(self._folder.folded([_day_text(day) for day in days.tolist()]))
        first, last = day_of.reshape(2, -1)
        return [
            (self._haystack(self._texts.together(columns.ids)), ids),
            (self._haystack([_both(place.names, *place.aliases) for place in project.places.values()]), columns.place),
            (self._haystack([_both(topic.names) for topic in project.topics.values()]), columns.topic),
            (self._haystack([_source_text(source) for source in project.sources.values()]), columns.source),
            (
                self._haystack([*(_both(said.speaker) for said in project.utterances.values()), ""]),
                np.where(columns.utterance < 0, len(project.utterances), columns.utterance),
            ),
            (self._haystack([_page_texts(f"modality_{name}") for name in MODALITIES]), columns.modality),
            (self._haystack([_certainties(name) for name in CERTAINTIES]), columns.certainty),
            (named, first),
            (named, last),
            *self._state_haystacks(),
        ]

    def _state_haystacks(self) -> list[tuple[Haystack, NDArray[Any]]]:
        columns = self.timeline.columns
        names, of_row = [""], np.zeros(len(columns), np.int64)
        for position, topic in enumerate(self.timeline.project.topics.values()):
            if topic.type == "state":
                rows = np.flatnonzero(columns.topic == position)
                of_row[rows] = len(names) + columns.low[rows].astype(np.int64)
                names += [_both(state.names) for state in topic.states]
        return [(self._haystack(names), of_row)]

    def _haystack(self, texts: list[str]) -> Haystack:
        return Haystack(self._folder.folded(texts))

    def _holding(self, word: str) -> Mask:
        found = np.zeros(len(self.timeline.columns), bool)
        for haystack, position in self._haystacks:
            found |= haystack.holding(word)[position]
        return found


def _source_text(source: Source) -> str:
    dates = [date_words(source.published, language) for language in ("en", "ar") if source.published]
    return _both(source.publisher or Text(), source.title, *dates)


def _day_text(day: int) -> str:
    if day in {OPEN_START, OPEN_END}:
        return ""
    year, month, of_month = civil(day)
    return f"{of_month} {month_names('en')[month - 1]} {year} {month_names('ar')[month - 1]}"


def _both(text: Text, *more: str) -> str:
    return " ".join((text.en, text.ar, *more))


def _page_texts(key: str) -> str:
    return f"{words.page_word(key, 'en')} {words.page_word(key, 'ar')}"


def _certainties(name: str) -> str:
    return f"{table_columns.certainty_words(name, 'en')} {table_columns.certainty_words(name, 'ar')}"


def _ranked(folded: list[str]) -> NDArray[np.float64]:
    ranks = np.full(len(folded), -1.0)
    rank, before = -1, None
    for row in sorted(range(len(folded)), key=folded.__getitem__):
        text = folded[row]
        if not text:
            continue
        if text != before:
            rank, before = rank + 1, text
        ranks[row] = rank
    return ranks


def _dense(first: NDArray[Any], then: NDArray[Any]) -> NDArray[np.float64]:
    """Return the place of each pair among the others, by the first and then by the second."""
    ranks: NDArray[np.float64] = np.zeros(len(first), np.float64)
    order = np.lexsort((then, first))
    one, other = first[order], then[order]
    ranks[order[1:]] = np.cumsum((one[1:] != one[:-1]) | (other[1:] != other[:-1]))
    return ranks
