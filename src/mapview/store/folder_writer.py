"""A project written as a folder of TOML, in the format of docs/format.md, so that reading it gives the project back.

A folder has its own order of sources and claims: sources by the name of their file, claims by source. Comments and the
layout of a folder that was read are not kept, because a project does not hold them.
"""

import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from mapview.domain import rules
from mapview.domain.changes import Entity, Kind, kind_of
from mapview.domain.model import (
    AssertedConflict,
    Claim,
    CueWords,
    Decision,
    Place,
    Project,
    Quantity,
    Rejection,
    SavedView,
    Source,
    Text,
    Topic,
    Utterance,
)
from mapview.errors import BadInputError, FileProblemError
from mapview.store.files import write_whole
from mapview.store.folder import PLACES_FILE, PROJECT_FILE, REJECTIONS_FILE, SOURCES_FOLDER, UTTERANCES_FILE
from mapview.store.toml_writer import Inline, pair, text_pair

Lines = Iterator[str]


def write_folder(project: Project, folder: Path, *, replacing: bool = False) -> None:
    """Write a project as a folder.

    Parameters
    ----------
    project
        A consistent project; :func:`in_folder_order` of it is what reading the folder gives.
    folder
        Where: a new folder or an empty one.
    replacing
        Whether the folder may hold a project that this one takes the place of. Its project files are rewritten,
        those of sources that are gone are deleted, and everything else in the folder stays.

    Raises
    ------
    FileProblemError
        If the folder holds something else or cannot be written.
    BadInputError
        If a source's id is no id, since it names a file, or a claim's source is missing.
    """
    files = folder_files(project)
    present = folder.exists()
    if present and not folder.is_dir():
        raise FileProblemError(f"{folder} is a file: give the path of a new folder.")
    try:
        if not present or not any(folder.iterdir()):
            _write_new(files, folder)
            return
    except OSError as error:
        raise _unwritable(folder, error) from error
    if not (replacing and (folder / PROJECT_FILE).is_file()):
        raise FileProblemError(f"{folder} is not empty: give the path of a new or an empty folder.")
    _rewrite(files, folder)


def folder_files(project: Project) -> dict[str, str]:
    """Return the texts of a project folder's files by their names, with forward slashes.

    Raises
    ------
    BadInputError
        If a source's id is no id, since it names a file, or a claim's source is missing.
    """
    claims: dict[str, list[Claim]] = {name: [] for name in project.sources}
    for claim in project.claims.values():
        if claim.source not in claims:
            raise BadInputError(f"Claim {claim.id!r} has no source {claim.source!r}: add the source or correct the id.")
        claims[claim.source].append(claim)
    files = {
        PROJECT_FILE: _document(_project_lines(project)),
        PLACES_FILE: _document(_tables("places", map(_place, project.places.values()))),
        UTTERANCES_FILE: _document(_tables("utterances", map(_utterance, project.utterances.values()))),
    }
    if project.rejections:
        files[REJECTIONS_FILE] = _document(_tables("rejections", map(_rejection, project.rejections.values())))
    for source in project.sources.values():
        for key, message in rules.source_faults(source, project):
            if key == "id":
                raise BadInputError(f"{message}.")
        lines = [*_source(source), *_tables("claims", map(_claim, claims[source.id]))]
        files[f"{SOURCES_FOLDER}/{source.id}.toml"] = _document(lines)
    return files


def as_table(entity: Entity) -> dict[str, Any]:
    """Return an entity as the table that a project folder has of it.

    Examples
    --------
    >>> as_table(Utterance("first", Text("A spokesman")))
    {'id': 'first', 'speaker': {'en': 'A spokesman'}}
    """
    lines: dict[Kind, Callable[[Any], Lines]] = {
        "places": _place,
        "topics": _topic,
        "utterances": _utterance,
        "sources": _source,
        "claims": _claim,
        "conflicts": _conflict,
        "decisions": _decision,
        "views": _view,
        "cues": _cue,
        "rejections": _rejection,
    }
    return tomllib.loads("\n".join(lines[kind_of(entity)](entity)))


def in_folder_order(project: Project) -> Project:
    """Return a project with its sources and claims in the order that a folder gives them."""
    sources = dict(sorted(project.sources.items(), key=lambda item: f"{item[0]}.toml"))
    position = {name: number for number, name in enumerate(sources)}
    claims = dict(sorted(project.claims.items(), key=lambda item: position[item[1].source]))
    return replace(project, sources=sources, claims=claims)


def _write_new(files: dict[str, str], folder: Path) -> None:
    """Write the folder beside its place and move it there once it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        whole = beside / "project"
        (whole / SOURCES_FOLDER).mkdir(parents=True)
        for name, text in files.items():
            (whole / name).write_text(text, encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        whole.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _rewrite(files: dict[str, str], folder: Path) -> None:
    try:
        (folder / SOURCES_FOLDER).mkdir(exist_ok=True)
        for name, text in files.items():
            _rewrite_file(folder / name, text.encode("utf-8"))
        for path in (folder / REJECTIONS_FILE, *(folder / SOURCES_FOLDER).glob("*.toml")):
            if path.relative_to(folder).as_posix() not in files:
                path.unlink(missing_ok=True)
    except FileProblemError:
        raise
    except OSError as error:
        raise _unwritable(folder, error) from error


def _rewrite_file(path: Path, raw: bytes) -> None:
    def put(stream: BinaryIO) -> None:
        stream.write(raw)

    if not path.is_file() or path.read_bytes() != raw:
        write_whole(path, put)


def _unwritable(folder: Path, error: OSError) -> FileProblemError:
    return FileProblemError(f"{folder} cannot be written ({error.strerror or error}): choose another place.")


def _document(lines: Iterable[str]) -> str:
    text = "\n".join(lines).strip("\n")
    return f"{text}\n" if text else ""


def _tables(header: str, tables: Iterable[Lines]) -> Lines:
    for lines in tables:
        yield ""
        yield f"[[{header}]]"
        yield from lines


def _project_lines(project: Project) -> Lines:
    yield from text_pair("title", project.title)
    yield from pair("start_topic", project.start_topic)
    if project.id is not None:
        yield from pair("id", project.id)
    yield from _tables("topics", map(_topic, project.topics.values()))
    yield from _tables("conflicts", map(_conflict, project.conflicts.values()))
    yield from _tables("decisions", map(_decision, project.decisions.values()))
    yield from _tables("views", map(_view, project.views.values()))
    yield from _tables("cues", map(_cue, project.cues.values()))


def _optional(**values: str | None) -> Lines:
    """Yield the keys that have something to say."""
    for key, value in values.items():
        if value is not None and not (key == "note" and not value):
            yield from pair(key, value)


def _place(place: Place) -> Lines:
    yield from pair("id", place.id)
    yield from text_pair("names", place.names)
    if place.aliases:
        yield from pair("aliases", list(place.aliases))
    yield from pair("kind", place.kind)
    yield from pair("lat", place.lat)
    yield from pair("lon", place.lon)
    yield from pair("precision_m", place.precision_m)
    yield from pair("coordinates_from", place.coordinates_from)
    if place.ids:
        yield from pair("ids", dict(place.ids))
    yield from _optional(parent=place.parent, note=place.note)


def _topic(topic: Topic) -> Lines:
    yield from pair("id", topic.id)
    yield from text_pair("names", topic.names)
    yield from pair("type", topic.type)
    if topic.states:
        states: list[Inline] = [
            {"id": state.id, "names": _texts(state.names.en, state.names.ar), "colour": state.colour}
            for state in topic.states
        ]
        yield from pair("states", states, tall=True)
    if topic.exclusive:
        yield from pair("exclusive", [list(states) for states in topic.exclusive])
    if topic.unit is not None:
        yield from text_pair("unit", topic.unit)
    if topic.apart:
        yield from pair("apart", value=True)


def _utterance(utterance: Utterance) -> Lines:
    yield from pair("id", utterance.id)
    yield from text_pair("speaker", utterance.speaker)
    yield from _optional(date=utterance.date, note=utterance.note)


def _source(source: Source) -> Lines:
    yield from pair("title", source.title)
    if source.publisher is not None:
        yield from text_pair("publisher", source.publisher)
    yield from _optional(url=source.url)
    yield from pair("language", source.language)
    yield from _optional(published=source.published)
    yield from pair("obtained", source.obtained)
    yield from pair("how", source.how)
    yield from pair("sha256", source.sha256)
    yield from _optional(repeats=source.repeats, note=source.note)


def _claim(claim: Claim) -> Lines:
    yield from pair("id", claim.id)
    yield from pair("place", claim.place)
    yield from pair("topic", claim.topic)
    yield from pair("value", _quantity(claim.value) if isinstance(claim.value, Quantity) else claim.value)
    yield from text_pair("statement", claim.statement, tall=True)
    yield from pair("when", claim.when)
    anchor = claim.anchor
    yield from pair("anchor", {"start": anchor.start, "end": anchor.end, "sha256": anchor.sha256, "cue": anchor.cue})
    yield from _optional(utterance=claim.utterance)
    yield from pair("modality", claim.modality)
    if claim.certainty != "certain":
        yield from pair("certainty", claim.certainty)
    yield from _optional(note=claim.note)


def _quantity(value: Quantity) -> Inline:
    ends: dict[str, Inline] = {key: end for key, end in (("min", value.min), ("max", value.max)) if end is not None}
    return ends | {"approximate": True} if value.approximate else ends


def _conflict(conflict: AssertedConflict) -> Lines:
    yield from pair("id", conflict.id)
    yield from pair("place", conflict.place)
    yield from pair("topic", conflict.topic)
    yield from pair("sides", [list(side) for side in conflict.sides], tall=True)
    yield from text_pair("reason", conflict.reason, tall=True)


def _decision(decision: Decision) -> Lines:
    yield from pair("id", decision.id)
    yield from pair("claims", list(decision.claims))
    yield from pair("kind", decision.kind)
    yield from _optional(prefers=decision.prefers)
    yield from pair("made", decision.made)
    yield from _optional_text("note", decision.note)


def _view(view: SavedView) -> Lines:
    yield from pair("id", view.id)
    yield from text_pair("name", view.name)
    yield from _optional_text("caption", view.caption)
    yield from _optional(at=view.at, known=view.known, place=view.place, topic=view.topic)
    if view.bbox is not None:
        yield from pair("bbox", list(view.bbox))
    yield from _optional(filter=str(view.filter) or None)


def _cue(cue: CueWords) -> Lines:
    yield from pair("id", cue.id)
    yield from pair("language", cue.language)
    yield from pair("words", list(cue.words))
    yield from _optional(topic=cue.topic, state=cue.state, modality=cue.modality)


def _rejection(rejection: Rejection) -> Lines:
    yield from pair("id", rejection.id)
    yield from pair("sha256", rejection.sha256)
    yield from pair("start", rejection.start)
    yield from pair("end", rejection.end)
    yield from pair("place", rejection.place)
    yield from _optional(topic=rejection.topic)


def _optional_text(key: str, text: Text) -> Lines:
    if text != Text():
        yield from text_pair(key, text, tall=True)


def _texts(en: str, ar: str) -> Inline:
    return {name: said for name, said in (("en", en), ("ar", ar)) if said}
