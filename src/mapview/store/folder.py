"""A project as a folder of TOML, in the format of docs/format.md."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from mapview.domain import rules
from mapview.domain.model import (
    Anchor,
    AssertedConflict,
    Certainty,
    Claim,
    Modality,
    Place,
    PlaceKind,
    Project,
    Quantity,
    Source,
    State,
    Text,
    Topic,
    Utterance,
    Value,
    ValueType,
)
from mapview.errors import BadInputError, FileProblemError
from mapview.store.toml_reader import Problem, ProblemError, Table, read_toml

E = TypeVar("E", Place, Topic, Utterance, Source, Claim, AssertedConflict)

PROJECT_FILE, PLACES_FILE, UTTERANCES_FILE, SOURCES_FOLDER = "project.toml", "places.toml", "utterances.toml", "sources"


def load_folder(folder: Path) -> Project:
    """Read a project folder.

    Raises
    ------
    BadInputError
        With the file and line of the first problem.
    FileProblemError
        If the folder or a file of it is missing or cannot be read.
    """
    project, problems = read_folder(folder)
    if problems:
        more = f" ({len(problems) - 1} more: mapview check lists them)" if len(problems) > 1 else ""
        raise BadInputError(f"{folder / str(problems[0])}{more}")
    return project


def read_folder(folder: Path) -> tuple[Project, list[Problem]]:
    """Read a project folder as far as it can be read, with every problem found.

    What has a problem is left out of the project, and so is what refers to it. Problems that keep something from
    being read come before those that follow from them.

    Raises
    ------
    FileProblemError
        If the folder is missing, holds no project or cannot be read.
    """
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "is not there"
        raise FileProblemError(f"{folder} {what}: give the path of a project folder, which holds a {PROJECT_FILE}.")
    if not (folder / PROJECT_FILE).is_file():
        raise FileProblemError(f"{folder} holds no {PROJECT_FILE}: give the path of a project folder.")
    return _FolderReader(folder).read()


@dataclass(frozen=True, slots=True)
class _Found:
    """An entity, the table that it was read from, and how to judge it."""

    entity: Any
    table: Table
    faults: Callable[[Any, Project], Iterator[rules.Fault]]
    kind: str


class _FolderReader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.found: list[_Found] = []

    def read(self) -> tuple[Project, list[Problem]]:
        title, start_topic, top = self._project_file()
        self._entities(self._file(PLACES_FILE), "places", _place, rules.place_faults)
        self._entities(self._file(UTTERANCES_FILE), "utterances", _utterance, rules.utterance_faults)
        for path in sorted((self.folder / SOURCES_FOLDER).glob("*.toml")):
            self._source_file(path)
        project = self._consistent(Project(title, start_topic))
        # A project without a topic to start with is one that is not far yet.
        if top is not None and start_topic and start_topic not in project.topics:
            message = f"there is no topic {start_topic!r}: name one of the topics"
            self.problems.append(top.problem("start_topic", message))
        return project, self.problems

    def _file(self, name: str) -> Table | None:
        """Open a file of the folder; None if it is absent, which only the project file must not be, or broken."""
        path = self.folder / name
        if not path.exists():
            return None
        try:
            return read_toml(path, name)
        except ProblemError as error:
            self.problems.append(error.problem)
            return None

    def _project_file(self) -> tuple[Text, str, Table | None]:
        top = self._file(PROJECT_FILE)
        title, start_topic = Text(self.folder.name), ""
        if top is not None:
            topics, conflicts = self._tables(top, "topics"), self._tables(top, "conflicts")
            try:
                title, start_topic = top.text("title"), top.take("start_topic", str)
                top.done()
            except ProblemError as error:
                self.problems.append(error.problem)
            self._read_all(topics, "topics", _topic, rules.topic_faults)
            self._read_all(conflicts, "conflicts", _conflict, rules.conflict_faults)
        return title, start_topic, top

    def _source_file(self, path: Path) -> None:
        top = self._file(f"{SOURCES_FOLDER}/{path.name}")
        if top is None:
            return
        claims = self._tables(top, "claims")
        before = len(self.found)
        self._read_all([top], "sources", lambda table: _source(table, path.stem), rules.source_faults)
        if len(self.found) == before:
            return
        self._read_all(claims, "claims", lambda table: _claim(table, path.stem), rules.claim_faults)

    def _entities(
        self,
        top: Table | None,
        kind: str,
        read: Callable[[Table], E],
        faults: Callable[[E, Project], Iterator[rules.Fault]],
    ) -> None:
        if top is None:
            return
        tables = self._tables(top, kind)
        try:
            top.done()
        except ProblemError as error:
            self.problems.append(error.problem)
        self._read_all(tables, kind, read, faults)

    def _tables(self, top: Table, kind: str) -> list[Table]:
        try:
            return top.tables(kind)
        except ProblemError as error:
            self.problems.append(error.problem)
            return []

    def _read_all(
        self,
        tables: list[Table],
        kind: str,
        read: Callable[[Table], E],
        faults: Callable[[E, Project], Iterator[rules.Fault]],
    ) -> None:
        for table in tables:
            try:
                entity = read(table)
                table.done()
            except ProblemError as error:
                self.problems.append(error.problem)
            else:
                self.found.append(_Found(entity, table, faults, kind))

    def _consistent(self, empty: Project) -> Project:
        """Put together what has no fault; what refers to something faulty goes with it, without a complaint."""
        kept = sorted(self._without_doubles(), key=lambda item: item.kind == "conflicts")
        everything = _assemble(empty, kept)
        unread = bool(self.problems)
        for item in kept:
            faults = item.faults(item.entity, everything)
            # While something could not be read, an id that names nothing may well name that.
            told = [fault for fault in faults if not (unread and isinstance(fault, rules.DanglingId))]
            self.problems += [item.table.problem(fault.key, fault.message) for fault in told]
        while True:
            project = _assemble(empty, kept)
            sound = [item for item in kept if not any(item.faults(item.entity, project))]
            if len(sound) == len(kept):
                return project
            kept = sound

    def _without_doubles(self) -> list[_Found]:
        seen: dict[tuple[str, str], _Found] = {}
        for item in self.found:
            key = (item.kind, item.entity.id)
            if key in seen:
                message = f"the id {item.entity.id!r} stands twice among the {item.kind}: give each its own"
                self.problems.append(item.table.problem("id", message))
            else:
                seen[key] = item
        return list(seen.values())


def _assemble(empty: Project, items: list[_Found]) -> Project:
    parts: dict[str, dict[str, Any]] = {
        kind: {} for kind in ("places", "topics", "utterances", "sources", "claims", "conflicts")
    }
    for item in items:
        parts[item.kind][item.entity.id] = item.entity
    return Project(empty.title, empty.start_topic, **parts)


def _place(table: Table) -> Place:
    ids = table.find("ids", dict) or {}
    return Place(
        id=table.take("id", str),
        names=table.text("names"),
        kind=cast("PlaceKind", table.take("kind", str)),
        lat=table.take("lat", float),
        lon=table.take("lon", float),
        precision_m=table.take("precision_m", float),
        coordinates_from=table.take("coordinates_from", str),
        aliases=table.strings("aliases"),
        ids={key: str(value) for key, value in ids.items()},
        parent=table.find("parent", str),
        note=table.find("note", str) or "",
    )


def _topic(table: Table) -> Topic:
    return Topic(
        id=table.take("id", str),
        names=table.text("names"),
        type=cast("ValueType", table.take("type", str)),
        states=tuple(_state(state) for state in table.inlines("states")),
        exclusive=cast("tuple[tuple[str, str], ...]", table.lists("exclusive")),
        apart=table.find("apart", bool) or False,
        unit=table.text("unit") if table.has("unit") else None,
    )


def _state(table: Table) -> State:
    state = State(table.take("id", str), table.text("names"), table.take("colour", str))
    table.done()
    return state


def _utterance(table: Table) -> Utterance:
    return Utterance(
        id=table.take("id", str),
        speaker=table.text("speaker"),
        date=table.find("date", str),
        note=table.find("note", str) or "",
    )


def _source(table: Table, name: str) -> Source:
    return Source(
        id=name,
        title=table.take("title", str),
        publisher=table.text("publisher") if table.has("publisher") else None,
        url=table.find("url", str),
        language=table.take("language", str),
        published=table.find("published", str),
        obtained=table.take("obtained", str),
        how=table.take("how", str),
        sha256=table.take("sha256", str),
        repeats=table.find("repeats", str),
        note=table.find("note", str) or "",
    )


def _claim(table: Table, source: str) -> Claim:
    return Claim(
        id=table.take("id", str),
        place=table.take("place", str),
        topic=table.take("topic", str),
        value=_value(table),
        statement=table.text("statement"),
        when=table.take("when", str),
        source=source,
        anchor=_anchor(table.inline("anchor")),
        utterance=table.find("utterance", str),
        modality=cast("Modality", table.take("modality", str)),
        certainty=cast("Certainty", table.find("certainty", str) or "certain"),
        note=table.find("note", str) or "",
    )


def _value(table: Table) -> Value:
    if not isinstance(table.peek("value"), dict):
        return table.take("value", str)
    quantity = table.inline("value")
    value = Quantity(
        min=quantity.find("min", float),
        max=quantity.find("max", float),
        approximate=quantity.find("approximate", bool) or False,
    )
    quantity.done()
    return value


def _anchor(table: Table) -> Anchor:
    anchor = Anchor(
        start=table.take("start", int),
        end=table.take("end", int),
        sha256=table.take("sha256", str),
        cue=table.take("cue", str),
    )
    table.done()
    return anchor


def _conflict(table: Table) -> AssertedConflict:
    return AssertedConflict(
        id=table.take("id", str),
        place=table.take("place", str),
        topic=table.take("topic", str),
        sides=table.lists("sides"),
        reason=table.text("reason"),
    )
