"""A project as a folder of TOML, in the format of docs/format.md."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapview.domain import rules
from mapview.domain.changes import KINDS, Kind
from mapview.domain.model import Project, Text
from mapview.errors import BadInputError, FileProblemError
from mapview.store import toml_entities
from mapview.store.toml_reader import Problem, ProblemError, Table, read_toml

PROJECT_FILE, PLACES_FILE, UTTERANCES_FILE, SOURCES_FOLDER = "project.toml", "places.toml", "utterances.toml", "sources"
#: There only if a suggestion was rejected.
REJECTIONS_FILE = "rejections.toml"

Read = Callable[[Table], Any]


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


#: What project.toml holds, kind by kind.
_IN_PROJECT_FILE: dict[Kind, Read] = {
    "topics": toml_entities.read_topic,
    "conflicts": toml_entities.read_conflict,
    "decisions": toml_entities.read_decision,
    "views": toml_entities.read_view,
    "cues": toml_entities.read_cue,
}


@dataclass(frozen=True, slots=True)
class _Found:
    """An entity and the table that it was read from."""

    entity: Any
    table: Table
    kind: Kind

    def faults(self, project: Project) -> Iterator[rules.Fault]:
        return rules.FAULTS[self.kind](self.entity, project)


class _FolderReader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.found: list[_Found] = []

    def read(self) -> tuple[Project, list[Problem]]:
        empty, top = self._project_file()
        self._entities(PLACES_FILE, "places", toml_entities.read_place)
        self._entities(UTTERANCES_FILE, "utterances", toml_entities.read_utterance)
        self._entities(REJECTIONS_FILE, "rejections", toml_entities.read_rejection)
        for path in sorted((self.folder / SOURCES_FOLDER).glob("*.toml")):
            self._source_file(path)
        project = self._consistent(empty)
        # A project without a topic to start with is one that is not far yet.
        if top is not None and empty.start_topic and empty.start_topic not in project.topics:
            message = f"there is no topic {empty.start_topic!r}: name one of the topics"
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

    def _project_file(self) -> tuple[Project, Table | None]:
        top = self._file(PROJECT_FILE)
        project = Project(Text(self.folder.name), "")
        if top is not None:
            tables = {kind: self._tables(top, kind) for kind in _IN_PROJECT_FILE}
            try:
                project = Project(top.text("title"), top.take("start_topic", str), id=top.find("id", str))
                top.done()
            except ProblemError as error:
                self.problems.append(error.problem)
            for kind, read in _IN_PROJECT_FILE.items():
                self._read_all(tables[kind], kind, read)
        return project, top

    def _source_file(self, path: Path) -> None:
        top = self._file(f"{SOURCES_FOLDER}/{path.name}")
        if top is None:
            return
        claims = self._tables(top, "claims")
        before = len(self.found)
        self._read_all([top], "sources", lambda table: toml_entities.read_source(table, path.stem))
        if len(self.found) == before:
            return
        self._read_all(claims, "claims", lambda table: toml_entities.read_claim(table, path.stem))

    def _entities(self, name: str, kind: Kind, read: Read) -> None:
        top = self._file(name)
        if top is None:
            return
        tables = self._tables(top, kind)
        try:
            top.done()
        except ProblemError as error:
            self.problems.append(error.problem)
        self._read_all(tables, kind, read)

    def _tables(self, top: Table, kind: Kind) -> list[Table]:
        try:
            return top.tables(kind)
        except ProblemError as error:
            self.problems.append(error.problem)
            return []

    def _read_all(self, tables: list[Table], kind: Kind, read: Read) -> None:
        for table in tables:
            try:
                entity = read(table)
                table.done()
            except ProblemError as error:
                self.problems.append(error.problem)
            else:
                self.found.append(_Found(entity, table, kind))

    def _consistent(self, empty: Project) -> Project:
        """Put together what has no fault; what refers to something faulty goes with it, without a complaint."""
        kept = sorted(self._without_doubles(), key=lambda item: KINDS.index(item.kind) >= KINDS.index("conflicts"))
        everything = _assemble(empty, kept)
        unread = bool(self.problems)
        for item in kept:
            faults = item.faults(everything)
            # While something could not be read, an id that names nothing may well name that.
            told = [fault for fault in faults if not (unread and isinstance(fault, rules.DanglingId))]
            self.problems += [item.table.problem(fault.key, fault.message) for fault in told]
        while True:
            project = _assemble(empty, kept)
            sound = [item for item in kept if not any(item.faults(project))]
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
    parts: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for item in items:
        parts[item.kind][item.entity.id] = item.entity
    return Project(empty.title, empty.start_topic, **parts, id=empty.id)
