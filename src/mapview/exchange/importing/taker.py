"""Rows of a table into claims, one after another, with the places, topics and sources that they need.

Of a million rows most cells were there before, so what a part of a row means is found out once for the same cells.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, Generic, TypeVar, cast

from mapview.domain.changes import Change, Put
from mapview.domain.model import (
    CERTAINTIES,
    MAX_ANCHOR_LENGTH,
    MAX_CUE_WORDS,
    MODALITIES,
    PLACE_KINDS,
    Anchor,
    Certainty,
    Claim,
    Modality,
    Project,
    Source,
    Text,
    Topic,
    Value,
)
from mapview.domain.rules import value_faults
from mapview.exchange.importing.again import BESIDE, EarlierRows, anchor_sum, is_source_of, renamed, under
from mapview.exchange.importing.cell_dates import read_span
from mapview.exchange.importing.cells import read_quantity
from mapview.exchange.importing.mapping import Role, TableMapping
from mapview.exchange.importing.places import PlaceFinder, candidate
from mapview.exchange.importing.rows import CellError, Cells, in_role
from mapview.exchange.importing.sources import Cited, SourceFinder
from mapview.exchange.importing.tables import Row, Table
from mapview.gazetteer.index import Gazetteer
from mapview.gazetteer.naming import free_id
from mapview.gazetteer.normalise import fold, is_arabic
from mapview.store.stored_claims import some_of

_CUE_LENGTH = 60
_SLUG_LENGTH = 40
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: So many different cells are remembered; a column in which nearly all differ would only fill the memory.
_REMEMBERED = 50_000

R = TypeVar("R")


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


class _Known(Generic[R]):
    """What a part of a row means, read once for the same cells, and so is why it means nothing."""

    def __init__(self, cells: Cells, roles: Iterable[Role], read: Callable[[Row], R]) -> None:
        at = sorted({cells.at[role] for role in roles if role in cells.at})
        self._key: Callable[[tuple[str, ...]], object] = itemgetter(*at) if at else lambda _cells: None
        self._read = read
        self._found: dict[object, R] = {}
        self._refused: dict[object, CellError] = {}

    def of(self, row: Row) -> R:
        found = self._found.get(self._key(row.cells))
        return self._first(row) if found is None else found

    def _first(self, row: Row) -> R:
        key = self._key(row.cells)
        refused = self._refused.get(key)
        if refused is not None:
            raise refused.with_traceback(None)
        if len(self._found) + len(self._refused) >= _REMEMBERED:
            self._found.clear()
            self._refused.clear()
        try:
            found = self._found[key] = self._read(row)
        except CellError as error:
            self._refused[key] = error
            raise
        return found


class Taker:
    """Takes rows of a table by a mapping that fits it and leaves no order of day and month open.

    :attr:`places`, :attr:`topics` and :attr:`sources` hold what the project lacks, :attr:`left_out` the rows that were
    not taken; :attr:`added`, :attr:`updated` and :attr:`unchanged` count claims.
    """

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
        self.left_out: list[LeftOut] = []
        self.added = self.updated = self.unchanged = 0
        self._topic_ids: dict[str, str] = {}
        #: The number of each row and where it starts, in one number, by the hash of its text.
        self._rows: dict[int, int] = {}
        self._ids: dict[str, int] = {}
        self._more: set[str] = set()
        #: The ids of places, topics and sources that claims refer to; what a row needed that was left out is not made.
        self._of_claims: tuple[set[str], set[str], set[str]] = (set(), set(), set())
        self._earlier = EarlierRows(project, mapping.table)
        #: What the table does not say is left as people made it.
        self._kept = (
            "utterance",
            *(
                role
                for role in ("modality", "certainty", "note")
                if role not in mapping.columns and role not in mapping.fixed
            ),
        )
        self._cells = cells = Cells(table, mapping)
        self._when = _Known(cells, ("when", "start", "end"), cells.when)
        self._place = _Known(cells, ("place", "within", "kind", "coordinates", "lat", "lon"), self._find_place)
        self._topic = _Known(cells, ("topic",), self._find_topic)
        self._value = _Known(cells, ("topic", "value"), self._read_value)
        self._cited = _Known(cells, ("source", "publisher", "published", "url", "language"), self._find_sources)
        self._sure = _Known(cells, ("modality", "certainty"), self._read_sureness)
        self._notes = "note" in cells.at or bool(mapping.fixed.get("note"))

    def take(self, rows: Iterable[Row]) -> list[Claim]:
        """Return the claims of some rows that are not in the project just so, and write down which rows make none."""
        claims: list[Claim] = []
        for row in rows:
            try:
                claims += self._claims(row)
            except CellError as error:
                column = self.mapping.columns.get(error.role, "") if error.role else ""
                candidates = tuple(candidate(place) for place in error.candidates)
                self.left_out.append(LeftOut(row.number, column, str(error), row.cells, candidates))
        if not self.project.claims:
            self.added += len(claims)
            return claims
        before = some_of(self.project.claims, [claim.id for claim in claims])
        return [found for claim in claims if (found := self._differing(claim, before.get(claim.id))) is not None]

    def gone(self) -> tuple[str, ...]:
        """Return the claims that an earlier version of the table made and this one does not."""
        of_table = f"{self.mapping.table}-"
        names = [
            name
            for name in self.project.claims
            if name.startswith(of_table) and name not in self._ids and name not in self._more
        ]
        return tuple(
            name
            for start in range(0, len(names), _REMEMBERED)
            for name, claim in some_of(self.project.claims, names[start : start + _REMEMBERED]).items()
            if is_source_of(self.mapping.table, claim.source)
        )

    def known_again(self, claims: list[Claim], gone: tuple[str, ...]) -> tuple[list[Claim], tuple[str, ...]]:
        """Return claims under the ids of those that lost their rows and differ in one part, and the others of these."""
        names = renamed(self.project, self.mapping.table, claims, gone)
        if not names:
            return claims, gone
        now = [under(claim, names) for claim in claims]
        before = some_of(self.project.claims, [claim.id for claim in now])
        kept = []
        for claim, one in zip(claims, now, strict=True):
            if one.id != claim.id and one.id in before:
                self.added -= 1
                found = self._differing(one, before[one.id])
                kept += [found] if found is not None else []
            else:
                kept.append(one)
        again = {claim.id for claim in now}
        return kept, tuple(name for name in gone if name not in again)

    def around(self, gone: Iterable[str]) -> tuple[list[Change], list[Claim]]:
        """Return what the claims need, and claims that are gone with a source that keeps the text they stand in."""
        changes: list[Change] = [Put(self.places.made[name]) for name in self.places_made()]
        changes += [Put(topic) for name, topic in self.topics.items() if name in self._of_claims[1]]
        earlier: list[Claim] = []
        sources: dict[str, Source] = {}
        for claim in some_of(self.project.claims, list(gone)).values():
            before = self.project.sources[claim.source]
            now = self.sources.made.get(before.id) if before.id in self._of_claims[2] else None
            if now is not None and now.sha256 != before.sha256:
                kept = f"{before.id}-{before.sha256[:8]}"
                sources.setdefault(kept, replace(before, id=kept))
                earlier.append(replace(claim, source=kept))
        changes += map(Put, sources.values())
        changes += [Put(self.sources.made[name]) for name in self.sources_made()]
        return changes, earlier

    def places_made(self) -> tuple[str, ...]:
        """Return the ids of places that the claims are of and the project lacks."""
        return tuple(name for name in self.places.made if name in self._of_claims[0])

    def sources_made(self) -> tuple[str, ...]:
        """Return the ids of sources that the claims have and the project lacks or has otherwise."""
        cited = self._of_claims[2]
        return tuple(
            name for name, one in self.sources.made.items() if name in cited and self.project.sources.get(name) != one
        )

    def _claims(self, row: Row) -> list[Claim]:
        if row.problem:
            raise CellError(None, row.problem)
        passage = self.table.text[row.start : row.end]
        if "id" not in self._cells.at and not row.was:
            self._refuse_twin(row, passage)
        when = self._when.of(row)
        place = self._place.of(row)
        topic = self._topic.of(row)
        value, doubted = self._read_value(row) if topic.type == "text" else self._value.of(row)
        cited, sources = self._cited.of(row)
        modality, certainty = self._sure.of(row)
        claim = Claim(
            self._identity(row, topic.id, when, cited),
            place,
            topic.id,
            value,
            _text(self._cells.cell(row, "statement") or self._cells.cell(row, "value")),
            when,
            sources[0],
            _anchor(passage, row.start),
            None,
            modality or "reported",
            certainty or ("possible" if doubted else "certain"),
            self._cells.note(row) if self._notes or row.was else "",
        )
        found = [claim]
        for number, source in enumerate(sources[1:], 2):
            found.append(replace(claim, id=f"{claim.id}{BESIDE}{number}", source=source))
            self._more.add(found[-1].id)
        places, topics, cited_by = self._of_claims
        places.add(claim.place)
        topics.add(claim.topic)
        cited_by.update(sources)
        return found

    def _refuse_twin(self, row: Row, passage: str) -> None:
        number, start = divmod(self._rows.setdefault(hash(passage), row.number << 32 | row.start), 1 << 32)
        if number != row.number and self.table.text.startswith(passage, start):
            raise CellError(None, f"it is the same as row {number}: take one of them out")

    def _differing(self, claim: Claim, before: Claim | None) -> Claim | None:
        if before is None:
            self.added += 1
            return claim
        kept: dict[str, Any] = {
            name: said for name in self._kept if (said := getattr(before, name)) != getattr(claim, name)
        }
        now = replace(claim, **kept) if kept else claim
        if now == before:
            self.unchanged += 1
            return None
        self.updated += 1
        return now

    def _find_place(self, row: Row) -> str:
        name = self._cells.cell(row, "place")
        kind = self._cells.one_of(row, "kind", PLACE_KINDS)
        point = self._cells.point(row)
        role = "place" if point is None else self._cells.where_role
        return in_role(role, self.places.find, name, point, kind, self._cells.cell(row, "within"))

    def _find_sources(self, row: Row) -> tuple[Cited, tuple[str, ...]]:
        roles: tuple[Role, ...] = ("source", "publisher", "published", "url", "language")
        cited = Cited(*(self._cells.cell(row, role) for role in roles))
        return cited, in_role("url" if cited.url else "published", self.sources.find, cited)

    def _read_sureness(self, row: Row) -> tuple[Modality | None, Certainty | None]:
        modality = self._cells.one_of(row, "modality", MODALITIES)
        certainty = self._cells.one_of(row, "certainty", CERTAINTIES)
        return cast("Modality", modality) or None, cast("Certainty", certainty) or None

    def _find_topic(self, row: Row) -> Topic:
        said = self._cells.cell(row, "topic")
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
        name = said if _SLUG.fullmatch(said) else free_id(names, taken, "topic")
        kind = self.mapping.value_type
        unit = _text(self.mapping.unit) if kind == "quantity" else None
        self.topics[name] = Topic(name, names, kind, apart=kind in {"quantity", "date"}, unit=unit)
        return name

    def _read_value(self, row: Row) -> tuple[Value, bool]:
        """Return the value of a row, and whether a question mark doubts it."""
        topic = self._topic.of(row)
        said = self._cells.cell(row, "value") or (self._cells.cell(row, "statement") if topic.type == "text" else "")
        if not said:
            raise CellError("value" if "value" in self._cells.at else "statement", "it does not say what is claimed")
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

    def _identity(self, row: Row, topic: str, when: str, cited: Cited) -> str:
        said = self._cells.cell(row, "id")
        if said:
            name = f"{self.mapping.table}-{_slug(said)}"
            first = self._ids.setdefault(name, row.number)
            if first != row.number:
                raise CellError("id", f"row {first} has the id {said!r} too: give each row its own")
            return name
        where = self._cells.cell(row, "place") or [
            self._cells.cell(row, role) for role in ("coordinates", "lat", "lon") if role in self._cells.at
        ]
        what = repr((where, topic, when, cited.title, cited.publisher, cited.url))
        digest = hashlib.blake2b(what.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        name, number = f"{self.mapping.table}-{digest}", 1
        while name in self._ids:
            number += 1
            name = f"{self.mapping.table}-{digest}-{number}"
        if name not in self.project.claims:
            earlier = self._earlier.with_text(self.table.text[row.start : row.end])
            name = earlier if earlier is not None and earlier not in self._ids else name
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
    cue = " ".join(passage[:_CUE_LENGTH].split(None, MAX_CUE_WORDS)[:MAX_CUE_WORDS])
    return Anchor(start, start + len(passage), anchor_sum(passage), cue)


def _slug(said: str) -> str:
    if len(said) <= _SLUG_LENGTH and _SLUG.fullmatch(said):
        return said
    slug = re.sub(r"[^a-z0-9]+", "-", said.lower()).strip("-")[:_SLUG_LENGTH].strip("-")
    # What a slug leaves out must not make two ids one.
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{slug}-{digest}" if slug else digest


def _text(said: str) -> Text:
    return Text(en=said) if said.isascii() or not is_arabic(said) else Text(ar=said)
