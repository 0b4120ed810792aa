"""The commands. Their options, JSON shapes and exit statuses are a contract: see docs/cli.md."""

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

import mapview
from mapview import cli_editing, cli_export, cli_import, cli_reading
from mapview.cli_options import (
    as_json_option,
    at_option,
    checked_filter,
    day_of,
    filter_option,
    known_option,
    open_timeline,
    place_id,
    print_json,
    project_argument,
    span_of,
)
from mapview.domain.filters import Filter
from mapview.domain.timeline import Timeline, View
from mapview.errors import MapviewError
from mapview.store.documents import Document

F = TypeVar("F", bound=Callable[..., Any])

WINDOW_COMMAND = "window"


class _Commands(click.Group):
    """Takes a first word that is no command for the project to open in the window."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and not args[0].startswith("-")):
            args = [WINDOW_COMMAND, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="COMMAND|PROJECT [ARGS]…",
)
@click.version_option(mapview.__version__, prog_name="mapview", message="%(prog)s %(version)s")
def commands() -> None:
    """Geographic timelines from sources: who says what was where, and when.

    With a PROJECT, or nothing, the window opens.
    """


@commands.command(WINDOW_COMMAND, hidden=True)
@click.argument("project", type=click.Path(path_type=Path), required=False)
def window(project: Path | None) -> None:
    """Open the window on a project, else on the last one, else on the first timeline."""
    # Nothing that is loaded is garbage, and the window looks for it by itself.
    gc.disable()
    from mapview.ui import program  # noqa: PLC0415 - Qt is loaded only where a window or a picture is wanted

    sys.exit(program.open_window(project))


@commands.command()
@project_argument
@at_option
@known_option
@filter_option
@click.option("--place", metavar="NAME_OR_ID", help="Only this place, by its id or by a name of it.")
@as_json_option
def claims(
    project: Path, *, at: str | None, known: str | None, narrow: Filter, place: str | None, as_json: bool
) -> None:
    """Print the claims in force.

    Example: mapview claims seeds --at 2026-01-15 --place "Ain al-Asad"
    """
    from mapview.exchange.claims_json import claims_document  # noqa: PLC0415

    timeline = open_timeline(project)
    document = claims_document(_view(timeline, at, known, narrow), at, known, place_id(timeline, place))
    if as_json:
        print_json(document)
        return
    for found in document["places"]:
        click.echo(f"{found['names']['en']} · {found['names']['ar']} [{found['status']}]")
        for claim in found["claims"]:
            against = f" (against {', '.join(claim['conflicts_with'])})" if claim["conflicts_with"] else ""
            click.echo(f"  {claim['when']}  {claim['statement']['en'] or claim['statement']['ar']}{against}")
            said = claim["attributed_to"] or "own words"
            publisher = claim["source"]["publisher"] or claim["source"]["title"]
            click.echo(f"      {publisher}, {claim['source']['published'] or 'undated'}; {said}; {claim['modality']}")


@commands.command()
@project_argument
@at_option
@known_option
@filter_option
@as_json_option
def conflicts(project: Path, *, at: str | None, known: str | None, narrow: Filter, as_json: bool) -> None:
    """Print what cannot all hold.

    Example: mapview conflicts seeds --known 2026-01-14
    """
    from mapview.exchange.claims_json import conflicts_document  # noqa: PLC0415

    document = conflicts_document(_view(open_timeline(project), at, known, narrow))
    if as_json:
        print_json(document)
        return
    for found in document["conflicts"]:
        click.echo(f"{found['place']} · {found['topic']} [{found['kind']}]: {', '.join(found['claims'])}")
        click.echo(f"  {found['reason']}")


@commands.command()
@project_argument
@click.option(
    "--originals",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The reports; every anchor is held against the one whose hash its source names.",
)
@as_json_option
def check(project: Path, *, originals: Path | None, as_json: bool) -> None:
    """Check a project: ids, dates, coordinates, rules, and with --originals every anchor. Exit status 1 if it fails.

    Remarks say what is accepted and may still be a slip: topics without a rule, sources and claims without a date.

    Example: mapview check seeds --originals reports
    """
    from mapview.domain.remarks import remarks_on  # noqa: PLC0415
    from mapview.domain.rules import CALLED  # noqa: PLC0415
    from mapview.store.originals import check_anchors  # noqa: PLC0415
    from mapview.store.packing import read_with_problems  # noqa: PLC0415

    found, problems = read_with_problems(project)
    remarks = [(CALLED[remark.kind], remark.id, remark.message) for remark in remarks_on(found)]
    unread: list[tuple[str, str]] = []
    texts = {document.sha256: document.text for document in _reports(originals, unread)}
    anchors = check_anchors(found, texts) if originals is not None else []
    failed = [anchor for anchor in anchors if anchor.verdict != "verified"]
    if as_json:
        print_json(
            {
                "problems": [{"file": p.file, "line": p.line, "message": p.message} for p in problems],
                "remarks": [{"kind": kind, "id": name, "message": message} for kind, name, message in remarks],
                "claims": len(found.claims),
                "anchors": [
                    {"claim": a.claim, "source": a.source, "verdict": a.verdict, "detail": a.detail} for a in anchors
                ],
                "unread": [{"file": file, "message": message} for file, message in unread],
            }
        )
    else:
        for problem in problems:
            click.echo(str(problem))
        for kind, name, message in remarks:
            click.echo(f"Remark: {kind} {name!r}: {message}.")
        for _, message in unread:
            click.echo(f"Not read: {message}")
        for anchor in failed:
            click.echo(f"{anchor.claim} ({anchor.source}): {anchor.verdict}: {anchor.detail}.")
        held = f", {len(anchors) - len(failed)} of {len(anchors)} anchors verified" if originals is not None else ""
        count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        click.echo(f"{len(found.places)} places, {len(found.claims)} claims: {count}{held}.")
    if problems or failed:
        sys.exit(1)


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--originals", type=click.Path(path_type=Path), metavar="DIR", help="The reports, to keep inside.")
@click.option("--replace", is_flag=True, help="Write over a FILE that is there.")
def pack(folder: Path, file: Path, *, originals: Path | None, replace: bool) -> None:
    """Make one project file of a project folder: FOLDER FILE.mapview.

    Example: mapview pack seeds first.mapview --originals reports
    """
    from mapview.store import packing  # noqa: PLC0415

    unread: list[tuple[str, str]] = []
    documents = packing.pack(folder, file, _reports(originals, unread), replacing=replace)
    for _, message in unread:
        click.echo(f"Not read: {message}")
    click.echo(f"{file} holds the project of {folder} and {documents} documents.")


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Rewrite a project that FOLDER holds; comments in its files are lost.")
def unpack(file: Path, folder: Path, *, replace: bool) -> None:
    """Make a project folder of a project file: FILE.mapview FOLDER.

    Example: mapview unpack first.mapview first
    """
    from mapview.store import packing  # noqa: PLC0415

    left = packing.unpack(file, folder, replacing=replace)
    click.echo(f"{folder} holds the project of {file}.")
    if left.documents or left.steps:
        click.echo(f"A folder holds no texts and no history: {left.documents} documents and {left.steps} steps stay.")


@commands.command()
@as_json_option
def doctor(*, as_json: bool) -> None:
    """Name what this machine lacks for the window, with the command that installs it. Exit status 1 if anything."""
    from mapview.doctor import findings  # noqa: PLC0415

    found = findings()
    if as_json:
        print_json({"missing": [{"what": item.what, "remedy": item.remedy} for item in found]})
    elif not found:
        click.echo("Nothing is missing: the window and every export can run.")
    else:
        for item in found:
            click.echo(f"{item.what}: {item.remedy}" if item.remedy else item.what)
    if found:
        sys.exit(1)


for _command in (
    cli_export.export,
    cli_import.import_,
    cli_import.mapping,
    cli_editing.edit,
    cli_editing.undo,
    cli_editing.redo,
    cli_reading.geocode,
    cli_reading.reverse,
    cli_reading.suggest,
    cli_reading.evaluate,
):
    commands.add_command(_command)


def main() -> None:
    """Run a command; what goes wrong is one sentence on standard error and an exit status."""
    try:
        status = commands.main(prog_name="mapview", standalone_mode=False)
    except click.ClickException as error:
        _fail(error.format_message(), error.exit_code)
    except click.Abort:
        _fail("Stopped.", 130)
    except MapviewError as error:
        _fail(str(error), 2)
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str, status: int) -> None:
    click.echo(" ".join(message.split()), err=True)
    sys.exit(status)


def _reports(folder: Path | None, unread: list[tuple[str, str]]) -> Iterator[Document]:
    """Yield the reports of a folder; what cannot be read comes to ``unread``, by its name and with the reason."""
    if folder is None:
        return
    from mapview.reading.documents import Unread  # noqa: PLC0415
    from mapview.reading.originals import reports_in  # noqa: PLC0415

    for found in reports_in(folder):
        if isinstance(found, Unread):
            unread.append((found.path.name, found.why))
        else:
            yield found.document


def _view(timeline: Timeline, at: str | None, known: str | None, narrow: Filter) -> View:
    from mapview.gazetteer.normalise import fold  # noqa: PLC0415

    wanted = checked_filter(timeline, narrow)
    narrowed = None if wanted == Filter() else timeline.facets.narrowed(wanted, fold)
    return timeline.view(span_of(at), day_of(known), narrowed)
