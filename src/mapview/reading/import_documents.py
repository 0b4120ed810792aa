"""Documents taken into a project file without a window: what became of each file, as the command line tells it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mapview.domain.model import Project
from mapview.domain.starter import starter_project
from mapview.errors import BadInputError, FileProblemError, MapviewError
from mapview.reading.documents import ReadReport, files_in, read_report
from mapview.reading.intake import Facts, Incoming, Shelf, Taken, change_of, filled_up, stated_facts
from mapview.store.project_file import ProjectFile


@dataclass(frozen=True, slots=True)
class _File:
    """A report that was read, and what the project has of it."""

    path: Path
    incoming: Incoming

    @property
    def is_there(self) -> bool:
        return self.incoming.again or (self.incoming.twin is not None and self.incoming.kept)


def import_documents(project: Path, paths: Iterable[Path], facts: Facts, *, adopt: bool = False) -> dict[str, Any]:
    """Take documents into a project file, which is made if it is not there; return what became of each.

    Parameters
    ----------
    facts
        What is written down where a document does not state it.
    adopt
        Whether a text that holds the passages of a source without its original becomes that original.

    Returns
    -------
    dict
        ``imported``, ``duplicates`` and ``left_out``, in the shapes of docs/cli.md.

    Raises
    ------
    FileProblemError
        If the project cannot be opened, made or edited.
    BadInputError
        If the facts are wrong, such as a day that is none.
    """
    read: list[tuple[Path, ReadReport]] = []
    left_out: list[dict[str, Any]] = []
    for path in files_in(paths):
        try:
            read.append((path, read_report(path)))
        except (BadInputError, FileProblemError) as error:
            left_out.append({"file": str(path), "row": None, "reason": str(error)})
    taken = _stored(project, read, facts, adopt=adopt) if read else {"imported": [], "duplicates": []}
    return taken | {"left_out": left_out}


def _stored(project: Path, read: list[tuple[Path, ReadReport]], facts: Facts, *, adopt: bool) -> dict[str, Any]:
    new = not project.exists()
    try:
        with ProjectFile.create(project, starter_project(project.stem)) if new else ProjectFile.open(project) as file:
            return _taken_in(file, read, facts, adopt=adopt)
    except MapviewError:
        if new:
            project.unlink(missing_ok=True)
        raise


def _taken_in(file: ProjectFile, read: list[tuple[Path, ReadReport]], facts: Facts, *, adopt: bool) -> dict[str, Any]:
    shelf = Shelf(file.project, file.document_hashes(), file.near_copies)
    files = [_File(path, shelf.weigh(report)) for path, report in read]
    taken = [(one, _taken(one, facts, adopt=adopt)) for one in files if not one.is_there]
    change, documents, ids = change_of(file.project, (item for _, item in taken))
    if change is not None:
        what = taken[0][0].path.name if len(taken) == 1 else f"{len(taken)} documents"
        file.apply(change, f"import of {what}", documents)
    elif documents:
        file.add_documents(documents)
    by_text = {source.sha256: source.id for source in file.project.sources.values()}
    rows = [_row(one, item, file.project, name, by_text) for (one, item), name in zip(taken, ids, strict=True)]
    there = [
        {"file": str(one.path), "source": by_text[one.incoming.sha256], "sha256": one.incoming.sha256}
        for one in files
        if one.is_there
    ]
    return {"imported": rows, "duplicates": there}


def _taken(file: _File, facts: Facts, *, adopt: bool) -> Taken:
    incoming = file.incoming
    if incoming.twin is not None:
        return Taken(incoming.report, "original", source=incoming.twin)
    if adopt and incoming.adoption is not None:
        return Taken(incoming.report, "adopted", source=incoming.adoption.source)
    stated = stated_facts(incoming.report, f"file {file.path.name}")
    return Taken(
        incoming.report, "source", replace(filled_up(stated, facts), obtained=facts.obtained or stated.obtained)
    )


def _row(file: _File, taken: Taken, project: Project, name: str, by_text: dict[str, str]) -> dict[str, Any]:
    source, incoming = project.sources[name], file.incoming
    adoption = incoming.adoption
    return {
        "file": str(file.path),
        "source": name,
        "became": taken.become,
        "sha256": source.sha256,
        "title": source.title,
        "publisher": source.publisher.in_language("en") if source.publisher else None,
        "published": source.published,
        "url": source.url,
        "language": source.language or None,
        "repeats": [
            {"source": by_text[near.sha256], "share": round(near.share, 3), "covered": round(near.covered, 3)}
            for near in incoming.copies
            if near.sha256 in by_text
        ],
        "original_of": {"source": adoption.source, "anchors": dict(adoption.verdicts)} if adoption else None,
    }
