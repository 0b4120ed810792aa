"""The commands that edit a project file by lines of JSON, and take edits back."""

import sys
from pathlib import Path
from uuid import uuid4

import click

from mapview.cli_options import as_json_option, print_json
from mapview.errors import BadInputError, FileProblemError

_project = click.argument("project", type=click.Path(path_type=Path))


@click.command()
@_project
@click.option("--label", default="edit by command", show_default=True, help="What the window calls it in its history.")
@as_json_option
def edit(project: Path, *, label: str, as_json: bool) -> None:
    """Change a project file by lines of JSON from standard input: all of them in one step of undo, or none.

    A line holds one thing by its kind, with the keys of docs/format.md: {"topic": {"id": "troops", …}}. What is not
    there is added; of what is, the keys given are changed, and null takes a key out. Whatever a line refers to comes
    before it. A place may be {"place": {"id": "erbil", "gazetteer": "Erbil"}}, and a claim's anchor may be given as
    "passage": the words themselves, where they stand first in the source's document. Further lines:
    {"remove": "claim", "id": "a"}, {"title": {"en": "…"}}, {"start_topic": "troops"}. The file is made if it is not
    there.

    Example: mapview edit my.mapview < changes.jsonl
    """
    from mapview.domain.model import Project, Text  # noqa: PLC0415
    from mapview.reading.edit_lines import change_of_lines  # noqa: PLC0415
    from mapview.store.database import SUFFIX  # noqa: PLC0415
    from mapview.store.project_file import ProjectFile  # noqa: PLC0415

    new = not project.exists()
    if new and project.suffix != SUFFIX:
        raise FileProblemError(f"{project} is not there: check the path, or give a new file the ending {SUFFIX}.")
    # Windows' own encoding would break Arabic.
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    lines = _lines()
    if new:
        # Judged first, so that a wrong line leaves no file behind.
        empty = Project(Text(project.stem), "", id=str(uuid4()))
        change_of_lines(empty, lines, lambda _: None)
        ProjectFile.create(project, empty).close()
    with ProjectFile.open(_file(project)) as file:
        change, ids = change_of_lines(file.project, lines, file.document)
        file.apply(change, label)
    if as_json:
        print_json({"put": ids})
    else:
        click.echo(f"{len(ids)} put in place, in one step: {', '.join(ids)}" if ids else "Done, in one step.")


@click.command()
@_project
def undo(project: Path) -> None:
    """Take the last change of a project file back. Exit status 1 if there is nothing to undo.

    Example: mapview undo my.mapview
    """
    from mapview.store.project_file import ProjectFile  # noqa: PLC0415

    with ProjectFile.open(_file(project)) as file:
        many = file.many_to_move("undo")
        _say("Undid", file.undo(), "Nothing to undo.", many)


@click.command()
@_project
def redo(project: Path) -> None:
    """Make the change of a project file that was undone last again. Exit status 1 if there is nothing to redo.

    Example: mapview redo my.mapview
    """
    from mapview.store.project_file import ProjectFile  # noqa: PLC0415

    with ProjectFile.open(_file(project)) as file:
        many = file.many_to_move("redo")
        _say("Did again", file.redo(), "Nothing to redo.", many)


def _lines() -> list[str]:
    try:
        lines = sys.stdin.read().splitlines()
    except UnicodeDecodeError as error:
        raise BadInputError(f"The lines are no UTF-8 (byte {error.start}): save them as UTF-8.") from error
    if not any(line.strip() for line in lines):
        raise BadInputError("There are no lines on standard input: write one JSON object a line.")
    return lines


def _file(project: Path) -> Path:
    if project.is_dir():
        raise FileProblemError(f"{project} is a folder, whose files are edited by hand: pack it to edit it here.")
    return project


def _say(done: str, label: str | None, nothing: str, claims: int) -> None:
    many = f", {claims:,} claims" if claims else ""
    click.echo(nothing if label is None else f"{done}: {label}{many}")
    sys.exit(1 if label is None else 0)
