"""Edits of a project as lines of JSON, one thing a line, with the keys of docs/format.md.

What a line names is added, or changed where it stands, and then only the keys that are given. Two things are filled in:
a place from the gazetteer (``gazetteer``, its id there or a name) and the anchor of a claim from its words
(``passage``) in the source's document.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from mapview.domain.changes import Change, Draft, Entity, Kind, Macro, Put, Remove, Retitle
from mapview.domain.model import Project
from mapview.domain.rules import CALLED, FAULTS
from mapview.errors import BadInputError, UnknownIdError
from mapview.gazetteer.index import Entry, Gazetteer
from mapview.reading.project_places import draft_of_place, free_id
from mapview.store import toml_entities
from mapview.store.documents import Document
from mapview.store.folder_writer import as_table
from mapview.store.passages import anchor_of
from mapview.store.toml_reader import ProblemError, Table

_KINDS: dict[str, Kind] = {called: kind for kind, called in CALLED.items()}
_READ: dict[Kind, Callable[[Table], Entity]] = {
    "places": toml_entities.read_place,
    "topics": toml_entities.read_topic,
    "utterances": toml_entities.read_utterance,
    "conflicts": toml_entities.read_conflict,
    "decisions": toml_entities.read_decision,
    "views": toml_entities.read_view,
    "cues": toml_entities.read_cue,
    "rejections": toml_entities.read_rejection,
}

Members = dict[str, Any]


def change_of_lines(
    project: Project, lines: Iterable[str], document: Callable[[str], Document | None]
) -> tuple[Change, list[str]]:
    """Return the change that lines of JSON ask for, and the ids of what they put in place, line by line.

    Parameters
    ----------
    document
        Returns the document with a text of this SHA-256, for passages.

    Raises
    ------
    BadInputError
        With the number of the first line that is wrong.
    """
    reader = _Reader(project, document)
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                reader.read(_members(line))
            except ProblemError as error:
                raise BadInputError(f"Line {number}: {error.problem.message}.") from error
            except (BadInputError, UnknownIdError) as error:
                raise BadInputError(f"Line {number}: {error}") from error
    return Macro(tuple(reader.changes)), reader.ids


class _Reader:
    """A project as the lines so far have changed it."""

    def __init__(self, project: Project, document: Callable[[str], Document | None]) -> None:
        self._draft = Draft(project)
        self._document = document
        self.changes: list[Change] = []
        self.ids: list[str] = []

    def read(self, members: Members) -> None:
        what = next(iter(members), "")
        if what == "remove":
            self._remove(members)
        elif what in {"title", "start_topic"}:
            self._retitle(members)
        elif what in _KINDS and len(members) == 1 and isinstance(members[what], dict):
            self._put(_KINDS[what], dict(members[what]))
        else:
            known = ", ".join(f'{{"{name}": {{…}}}}' for name in _KINDS)
            raise BadInputError(f'This is no edit: write {known}, {{"title": …}} or {{"remove": kind, "id": id}}.')

    def _remove(self, members: Members) -> None:
        kind = _KINDS.get(str(members["remove"]))
        if kind is None or set(members) != {"remove", "id"}:
            raise BadInputError(f'Write {{"remove": kind, "id": id}}, the kind one of {", ".join(_KINDS)}.')
        self._do(Remove(kind, str(members["id"])))

    def _retitle(self, members: Members) -> None:
        table = _table(members)
        before = self._draft.project()
        title = table.text("title") if table.has("title") else before.title
        topic = table.find("start_topic", str)
        table.done()
        self._do(Retitle(title, before.start_topic if topic is None else topic))

    def _put(self, kind: Kind, members: Members) -> None:
        present: Mapping[str, Entity] = self._draft.entities(kind)
        name = members.get("id")
        known = present.get(name) if isinstance(name, str) else None
        keys = _keys_of(known) if known is not None else {}
        entity = self._entity(kind, self._filled(kind, keys, members))
        self._do(Put(entity))
        for key, message in FAULTS[kind](entity, self._draft.project()):
            raise BadInputError(f"{CALLED[kind]} {entity.id!r}, {key}: {message}.")
        self.ids.append(entity.id)

    def _filled(self, kind: Kind, keys: Members, members: Members) -> Members:
        """Return the keys that stand, with those given over them and with what these ask to be filled in."""
        if kind == "places" and "gazetteer" in members:
            keys |= _place_keys(str(members.pop("gazetteer")), self._draft.entities("places"))
        if kind == "claims" and "passage" in members:
            source = str(members.get("source", keys.get("source", "")))
            members["anchor"] = self._anchor(source, members.pop("passage"))
        if kind == "claims" and "id" not in members:
            members["id"] = free_id(f"{members.get('source', 'claim')} 1", self._draft.entities("claims"))
        return keys | members

    def _anchor(self, source: str, passage: object) -> Members:
        if source not in self._draft.entities("sources"):
            raise UnknownIdError(f"there is no source {source!r}: correct the id or add the source before this line.")
        document = self._document(self._draft.entities("sources")[source].sha256)
        if document is None:
            raise BadInputError(f"the project keeps no document of source {source!r}: import it first.")
        start = document.text.find(passage) if isinstance(passage, str) and passage.strip() else -1
        if start < 0:
            raise BadInputError(f"the passage does not stand in the document of {source!r}: copy it from there.")
        anchor = anchor_of(document.text, start, start + len(str(passage)))
        return {"start": anchor.start, "end": anchor.end, "sha256": anchor.sha256, "cue": anchor.cue}

    def _entity(self, kind: Kind, members: Members) -> Entity:
        table = _table(members)
        entity: Entity
        if kind == "sources":
            entity = toml_entities.read_source(table, table.take("id", str))
        elif kind == "claims":
            entity = toml_entities.read_claim(table, table.take("source", str))
        else:
            entity = _READ[kind](table)
        table.done()
        return entity

    def _do(self, change: Change) -> None:
        change.edit(self._draft)
        self.changes.append(change)


def _members(line: str) -> Members:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise BadInputError(f"this is no JSON ({error}): write one object a line.") from error
    if not isinstance(found, dict):
        raise BadInputError("this is no object: write one object a line.")
    return cast("Members", found)


def _table(members: Members) -> Table:
    return Table({key: value for key, value in members.items() if value is not None}, "", "")


def _keys_of(entity: Entity) -> Members:
    keys = as_table(entity)
    for name in ("id", "source"):
        if hasattr(entity, name):
            keys[name] = getattr(entity, name)
    return keys


def _place_keys(wanted: str, places: Mapping[str, Any]) -> Members:
    """Return the keys of a place of the gazetteer: of the one with this id, else of the first with this name."""
    gazetteer = Gazetteer.load()
    entry = _entry(gazetteer, wanted)
    draft = draft_of_place(entry)
    keys: Members = {
        "id": free_id(draft.names.en or entry.id, places),
        "names": {name: words for name, words in (("en", draft.names.en), ("ar", draft.names.ar)) if words},
        "kind": draft.kind,
        "lat": draft.lat,
        "lon": draft.lon,
        "precision_m": draft.precision_m,
        "coordinates_from": draft.coordinates_from,
    }
    return keys | {"aliases": list(draft.aliases), "ids": dict(draft.ids)}


def _entry(gazetteer: Gazetteer, wanted: str) -> Entry:
    try:
        return gazetteer.by_id(wanted)
    except UnknownIdError:
        matches = gazetteer.search(wanted, 1)
    if not matches:
        raise UnknownIdError(f"the gazetteer has no place {wanted!r}: look it up with mapview geocode.")
    return matches[0].entry
