"""Rows of a table into one change: claims with their places, topics and sources, and a list of what was not taken.

Every claim is anchored in the row that it comes from. The same row has the same ids whenever it comes again: those of
the column of ids, else of what identifies it (where, when, about what, from whom), so that an import that is made
again updates and never doubles.
"""

import csv
import gc
import hashlib
import io
import re
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mapview.domain.changes import Change, Macro, Put
from mapview.domain.model import (
    CERTAINTIES,
    MAX_ANCHOR_LENGTH,
    MAX_CUE_WORDS,
    MODALITIES,
    PLACE_KINDS,
    Anchor,
    Claim,
    Project,
    Text,
    Topic,
    Value,
)
from mapview.domain.rules import value_faults
from mapview.errors import BadInputError
from mapview.exchange.importing.cells import (
    read_quantity,
    read_span,
)
from mapview.exchange.importing.mapping import TableMapping, mapping_faults
from mapview.exchange.importing.own import OwnRowError, OwnRows
from mapview.exchange.importing.places import PlaceFinder, candidate
from mapview.exchange.importing.rows import CellError, Cells, in_role, order_of_days
from mapview.exchange.importing.sources import Cited, SourceFinder
from mapview.exchange.importing.tables import Row, Table
from mapview.gazetteer.index import Gazetteer
from mapview.gazetteer.naming import free_id
from mapview.gazetteer.normalise import fold, is_arabic
from mapview.store.documents import Document

#: Rows between two yields; they take some milliseconds.
_AT_ONCE = 500
_CUE_LENGTH = 60
_SLUG_LENGTH = 40


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was not taken: its number, the column to look at (empty for the whole row), why, and its cells.

    ``candidates`` are the places that a name may mean, as plain data.
    """

    row: int
    column: str
    reason: str
    cells: tuple[str, ...]
    candidates: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table became: one change, None if it changes nothing, and the document that its anchors point into.

    ``gone`` are claims that an earlier version of the table made and this one does not; they stay.
    """

    change: Macro | None
    document: Document | None
    added: int
    updated: int
    unchanged: int
    places: tuple[str, ...]
    sources: tuple[str, ...]
    gone: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


#: Yields how far it is, 0 to 1; returns what the table became.
Taking = Generator[float, None, Taken]


def take(
    table: Table, mapping: TableMapping, project: Project, gazetteer: Gazetteer, *, obtained: str | None = None
) -> Taking:
    """Read a table into a project, in steps that can be given up between any two.

    Parameters
    ----------
    table
        The table.
    mapping
        How it is to be read.
    project
        What it goes into; nothing is changed in it.
    gazetteer
        Knows the places that the project lacks.
    obtained
        The day on which the table was obtained, today if None.

    Raises
    ------
    BadInputError
        If the mapping does not fit the table, or leaves open what the table needs decided.
    """
    table = replace(table, corrections=mapping.corrections)
    faults = list(mapping_faults(mapping, table.columns))
    if faults:
        raise BadInputError(f"The mapping does not fit {table.name}: {'; '.join(faults)}.")
    if mapping.own:
        return (yield from _take_own(table, project))
    order = mapping.date_order
    if order is None:
        order = yield from order_of_days(table, mapping)
    taker = _Taker(table, replace(mapping, date_order=order), project, gazetteer, obtained)
    length = max(len(table.text), 1)
    # Nothing of what is made can be garbage yet, and looking for it among a million claims stops a window for a second.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for number, row in enumerate(table.rows()):
            taker.take(row)
            if number % _AT_ONCE == 0:
                yield min(row.end / length, 1.0)
    finally:
        if collecting:
            gc.enable()
    return taker.taken()


def preview(table: Table, mapping: TableMapping, project: Project, gazetteer: Gazetteer, count: int = 20) -> Taken:
    """Return what the first rows of a table become.

    Raises
    ------
    BadInputError
        If the mapping does not fit the table, or leaves open what these rows need decided.
    """
    first: list[Row] = []
    for row in table.rows():
        if len(first) == count:
            break
        first.append(row)
    text = table.text[: first[-1].end] if first else table.text
    steps = take(replace(table, text=text), mapping, project, gazetteer)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Taken = end.value
            return found


def left_out_csv(table: Table, left_out: Iterable[LeftOut]) -> str:
    """Return the rows that were not taken as CSV under the table's header, with number, column and reason before them.

    Once put right the file can be read by the same mapping.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(("row", "column to check", "reason", *table.columns))
    for one in left_out:
        writer.writerow((one.row, one.column, one.reason, *one.cells))
    return buffer.getvalue()


def _take_own(table: Table, project: Project) -> Taking:
    rows, left_out = OwnRows(table, project), []
    length = max(len(table.text), 1)
    for number, row in enumerate(table.rows()):
        try:
            rows.take(row)
        except OwnRowError as error:
            left_out.append(LeftOut(row.number, error.column, str(error), row.cells))
        if number % _AT_ONCE == 0:
            yield min(row.end / length, 1.0)
    return Taken(
        rows.change(),
        None,
        **rows.counts(),
        places=rows.ids("places"),
        sources=rows.ids("sources"),
        gone=(),
        left_out=tuple(left_out),
    )


class _Taker:
    """Takes rows one after another."""

    def __init__(
        self, table: Table, mapping: TableMapping, project: Project, gazetteer: Gazetteer, obtained: str | None
    ) -> None:
        self.table, self.mapping, self.project = table, mapping, project
        self.document = table.document()
        day = obtained or datetime.now(UTC).date().isoformat()
        self.places = PlaceFinder.of(project, gazetteer, mapping.places.items(), f"the table {table.name}")
        self.sources = SourceFinder(
            project,
            mapping.table,
            table.name,
            self.document.sha256,
            obtained=day,
            separator=mapping.separator,
            order=mapping.date_order,
        )
        self.topics: dict[str, Topic] = {}
        self._topic_ids: dict[str, str] = {}
        self.cells = Cells(table, mapping)
        self._rows: dict[int, tuple[int, int]] = {}
        self._ids: dict[str, int] = {}
        self._more: set[str] = set()
        self._changes: list[Change] = []
        self._counts = {"added": 0, "updated": 0, "unchanged": 0}
        self._left_out: list[LeftOut] = []

    def take(self, row: Row) -> None:
        """Take a row, or write down why it was not."""
        try:
            self._take(row)
        except CellError as error:
            column = self.mapping.columns.get(error.role, "") if error.role else ""
            candidates = tuple(candidate(place) for place in error.candidates)
            self._left_out.append(LeftOut(row.number, column, str(error), row.cells, candidates))

    def taken(self) -> Taken:
        """Return what all rows became."""
        sources = [
            source for name, source in self.sources.made.items() if self.project.sources.get(name) != source
        ]  # fmt: skip
        of_table = f"{self.mapping.table}-"
        gone = tuple(
            name
            for name in self.project.claims
            if name.startswith(of_table) and name not in self._ids and name not in self._more and self._is_ours(name)
        )
        changes: tuple[Change, ...] = (
            *map(Put, self.places.made.values()),
            *map(Put, self.topics.values()),
            *self._earlier(gone),
            *map(Put, sources),
            *self._changes,
        )
        return Taken(
            Macro(changes) if changes else None,
            self.document,
            **self._counts,
            places=tuple(self.places.made),
            sources=tuple(source.id for source in sources),
            gone=gone,
            left_out=tuple(self._left_out),
        )

    def _earlier(self, gone: Iterable[str]) -> Iterable[Change]:
        """Keep the sources, and so the text, in which claims stand that this version of the table no longer has."""
        for name in gone:
            claim = self.project.claims[name]
            before = self.project.sources[claim.source]
            now = self.sources.made.get(before.id)
            if now is not None and now.sha256 != before.sha256:
                kept = replace(before, id=f"{before.id}-{before.sha256[:8]}")
                yield from (Put(kept), Put(replace(claim, source=kept.id)))

    def _is_ours(self, name: str) -> bool:
        source = self.project.claims[name].source
        return source == self.mapping.table or source.startswith(f"{self.mapping.table}-")

    def _take(self, row: Row) -> None:
        if row.problem:
            raise CellError(None, row.problem)
        passage = self.table.text[row.start : row.end]
        if "id" not in self.cells.at and not row.was:
            self._refuse_twin(row, passage)
        when = self.cells.when(row)
        place = self._place(row)
        topic = self._topic(row)
        value, doubted = self._value(row, topic)
        cited = Cited(*(self.cells.cell(row, role) for role in ("source", "publisher", "published", "url", "language")))
        sources = in_role("url" if cited.url else "published", self.sources.find, cited)
        claim = Claim(
            id=self._identity(row, topic.id, when, cited),
            place=place,
            topic=topic.id,
            value=value,
            statement=self._statement(row),
            when=when,
            source=sources[0],
            anchor=_anchor(passage, row.start),
            modality=self.cells.one_of(row, "modality", MODALITIES) or "reported",  # type: ignore[arg-type]
            certainty=self.cells.one_of(row, "certainty", CERTAINTIES) or ("possible" if doubted else "certain"),  # type: ignore[arg-type]
            note=self.cells.note(row),
        )
        name = claim.id
        for number, source in enumerate(sources):
            if number > 0:
                claim = replace(claim, id=f"{name}-source-{number + 1}", source=source)
                self._more.add(claim.id)
            self._put(claim)

    def _refuse_twin(self, row: Row, passage: str) -> None:
        number, start = self._rows.setdefault(hash(passage), (row.number, row.start))
        if number != row.number and self.table.text.startswith(passage, start):
            raise CellError(None, f"it is the same as row {number}: take one of them out")

    def _put(self, claim: Claim) -> None:
        before = self.project.claims.get(claim.id)
        if before is not None:
            # What the table does not say is left as people made it.
            kept: dict[str, object] = {"utterance": before.utterance}
            for role in ("modality", "certainty", "note"):
                if role not in self.mapping.columns and role not in self.mapping.fixed:
                    kept[role] = getattr(before, role)
            claim = replace(claim, **kept)  # type: ignore[arg-type]
        self._counts["added" if before is None else "unchanged" if before == claim else "updated"] += 1
        if before != claim:
            self._changes.append(Put(claim))

    def _place(self, row: Row) -> str:
        name = self.cells.cell(row, "place")
        kind = self.cells.one_of(row, "kind", PLACE_KINDS)
        point = self.cells.point(row)
        return in_role("place" if point is None else self.cells.where_role, self.places.find, name, point, kind)

    def _topic(self, row: Row) -> Topic:
        said = self.cells.cell(row, "topic")
        if not said:
            raise CellError("topic", "it does not say what it is about: give a topic")
        found = self._topic_ids.get(said)
        if found is None:
            found = self._topic_ids[said] = self._topic_named(said)
        return self.topics[found] if found in self.topics else self.project.topics[found]

    def _topic_named(self, said: str) -> str:
        for topic in (*self.project.topics.values(), *self.topics.values()):
            if said == topic.id or fold(said) in {fold(name) for name in (topic.names.en, topic.names.ar) if name}:
                return topic.id
        names = _text(said)
        taken = {*self.project.topics, *self.topics}
        name = said if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", said) else free_id(names, taken, "topic")
        kind = self.mapping.value_type
        unit = _text(self.mapping.unit) if kind == "quantity" else None
        self.topics[name] = Topic(name, names, kind, apart=kind in {"quantity", "date"}, unit=unit)
        return name

    def _value(self, row: Row, topic: Topic) -> tuple[Value, bool]:
        """Return the value of a row, and whether a question mark doubts it."""
        said = self.cells.cell(row, "value") or (self.cells.cell(row, "statement") if topic.type == "text" else "")
        if not said:
            raise CellError("value" if "value" in self.cells.at else "statement", "it does not say what is claimed")
        value: Value = said
        doubted = False
        if topic.type == "quantity":
            value, doubted = in_role("value", read_quantity, said)
        elif topic.type == "date":
            value = in_role("value", read_span, said, self.mapping.date_order)
        elif topic.type == "state":
            value = _state(said, topic)
        for fault in value_faults(value, topic):
            raise CellError("value", fault.message)
        return value, doubted

    def _statement(self, row: Row) -> Text:
        return _text(self.cells.cell(row, "statement") or self.cells.cell(row, "value"))

    def _identity(self, row: Row, topic: str, when: str, cited: Cited) -> str:
        said = self.cells.cell(row, "id")
        if said:
            name = f"{self.mapping.table}-{_slug(said)}"
            first = self._ids.setdefault(name, row.number)
            if first != row.number:
                raise CellError("id", f"row {first} has the id {said!r} too: give each row its own")
            return name
        where = self.cells.cell(row, "place") or [
            self.cells.cell(row, role) for role in ("coordinates", "lat", "lon") if role in self.cells.at
        ]
        what = repr((where, topic, when, cited.title, cited.publisher, cited.url))
        digest = hashlib.blake2b(what.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        name, number = f"{self.mapping.table}-{digest}", 1
        while name in self._ids:
            number += 1
            name = f"{self.mapping.table}-{digest}-{number}"
        self._ids[name] = row.number
        return name


def _state(said: str, topic: Topic) -> str:
    folded = fold(said)
    for state in topic.states:
        if said == state.id or folded in {fold(state.id), fold(state.names.en), fold(state.names.ar)}:
            return state.id
    raise CellError("value", f"{said!r} is no state of {topic.id}: use one of {', '.join(s.id for s in topic.states)}")


def _anchor(passage: str, start: int) -> Anchor:
    """Return the anchor of a row, or of as much of its beginning as an anchor takes."""
    passage = passage[:MAX_ANCHOR_LENGTH]
    cue = " ".join(passage[:_CUE_LENGTH].split()[:MAX_CUE_WORDS])
    digest = hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()
    return Anchor(start, start + len(passage), digest, cue)


def _slug(said: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", said.lower()).strip("-")[:_SLUG_LENGTH].strip("-")
    if slug == said:
        return slug
    # What a slug leaves out must not make two ids one.
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{slug}-{digest}" if slug else digest


def _text(said: str) -> Text:
    return Text(ar=said) if is_arabic(said) else Text(en=said)
