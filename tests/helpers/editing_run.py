"""A scripted editing run in a process of its own, made to be killed: ``python -m tests.helpers.editing_run FILE SEED``.

After every edit that the file has taken it prints a line: the number of entries in the log, and the SHA-256 of the
project. Whoever kills it knows by the last whole line what must be there.
"""

import hashlib
import random
import sys
from dataclasses import replace
from pathlib import Path

from mapview.domain.changes import Change, Macro, Put, Remove
from mapview.domain.model import Project
from mapview.store.bulk import finished
from mapview.store.documents import Document
from mapview.store.project_file import ProjectFile


def fingerprint(project: Project) -> str:
    """Return a hash of all that a project holds, its order included."""
    return hashlib.sha256(repr(project).encode()).hexdigest()


def some_change(project: Project, chance: random.Random) -> tuple[Change, list[Document]]:
    """Return an edit: a claim written, changed or taken out, a place moved, a report with claims brought in."""
    claims = list(project.claims.values())
    claim = chance.choice(claims)
    in_conflict = {name for conflict in project.conflicts.values() for side in conflict.sides for name in side}
    kind = chance.randrange(5)
    number = chance.randrange(10**9)
    if kind == 0:
        return Put(replace(claim, id=f"new-{number}"), chance.choice([None, 0, 5])), []
    if kind == 1 and claim.id not in in_conflict:
        return Remove("claims", claim.id), []
    if kind == 2:
        place = chance.choice(list(project.places.values()))
        return Put(replace(place, lat=chance.uniform(30, 36), aliases=(f"Alias {number}",))), []
    if kind == 3:
        text = f"Report {number} on what happened. " * chance.randrange(1, 2000)
        document = Document(text, text.encode(), "text/plain", "report.txt")
        source = replace(chance.choice(list(project.sources.values())), id=f"report-{number}", repeats=None)
        source = replace(source, sha256=document.sha256)
        brought = [Put(replace(claim, id=f"of-{number}-{n}", source=source.id)) for n in range(chance.randrange(40))]
        return Macro((Put(source), *brought)), [document]
    return Put(replace(claim, note=f"Note {number}")), []


def edit_many(file: ProjectFile, chance: random.Random) -> None:
    """Change all claims and add as many, in a copy of the file that takes its place."""
    number = chance.randrange(10**9)
    claims = [replace(claim, note=f"Note {number}") for claim in file.project.claims.values()]
    claims += [replace(claim, id=f"many-{number}-{n}") for n, claim in enumerate(claims[:200])]
    with file.bulk() as edit:
        edit.put(claims, file.project)
        finished(edit.store(Macro(()), "Bulk edit"))
        stored = edit.result()
    file.adopt(stored)


def main() -> None:
    """Edit until killed."""
    path, chance = Path(sys.argv[1]), random.Random(sys.argv[2])  # noqa: S311
    with ProjectFile.open(path) as file:
        assert file.read_only == "", file.read_only
        while True:
            what = chance.random()
            if what < 0.15:
                file.undo()
            elif what < 0.25:
                file.redo()
            elif what < 0.35:
                edit_many(file, chance)
            else:
                file.apply(*_labelled(some_change(file.project, chance)))
            newest = file.log(limit=1)
            print(newest[0][0] if newest else 0, fingerprint(file.project), flush=True)


def _labelled(edit: tuple[Change, list[Document]]) -> tuple[Change, str, list[Document]]:
    return edit[0], "Edit", edit[1]


if __name__ == "__main__":
    main()
