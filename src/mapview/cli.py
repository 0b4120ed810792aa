"""The commands. Their options, JSON shapes and exit statuses are a contract: see docs/cli.md."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

import mapview
from mapview import cli_editing, cli_import, cli_reading
from mapview.cli_options import (
    BBOX,
    EDTF,
    FILTER,
    SIZE,
    as_json_option,
    checked_bbox,
    checked_filter,
    checked_scale,
    checked_size,
    day_of,
    place_id,
    print_json,
    span_of,
    topic_id,
)
from mapview.domain.filters import Filter
from mapview.domain.snapshot import Snapshot
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


_project = click.argument("project", type=click.Path(path_type=Path))
_at = click.option("--at", type=EDTF, help="Event time: claims in force on any day of it. Default: all.")
_known = click.option("--known", type=EDTF, help="Known time: sources known by its last day. Default: all.")
_filter = click.option(
    "--filter",
    "narrow",
    type=FILTER,
    default=Filter(),
    metavar="FILTER",
    help='Only the claims that pass, such as "modality=planned,denied; topic=us-personnel"; see docs/format.md.',
)


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
    from mapview.ui import app  # noqa: PLC0415 - Qt is loaded only where a window or a picture is wanted

    sys.exit(app.open_window(project))


@commands.command()
@_project
@click.argument("out", type=click.Path(path_type=Path))
@_at
@_known
@_filter
@click.option("--place", metavar="NAME_OR_ID", help="Select this place and show its claims.")
@click.option("--topic", metavar="ID", help="The topic whose values colour the marks. Default: the project's.")
@click.option("--bbox", type=BBOX, help="The area: west, south, east, north in degrees. Default: all places.")
@click.option(
    "--size",
    type=SIZE,
    metavar="WIDTHxHEIGHT",
    default="1600x1000",
    show_default=True,
    help="Of a picture, in pixels.",
)
@click.option("--scale", type=float, default=1.0, show_default=True, help="Enlarges text, marks and tiles alike.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True)
def export(
    project: Path,
    out: Path,
    *,
    at: str | None,
    known: str | None,
    narrow: Filter,
    place: str | None,
    topic: str | None,
    bbox: tuple[float, float, float, float] | None,
    size: tuple[float, float],
    scale: float,
    theme: Any,
    lang: Any,
) -> None:
    """Write a snapshot or its claims to a file, by its extension. Works without a display.

    \b
    .png .html                         the map, as a picture and as a page
    .docx .report.html                 a dated account with disagreements and sources; of one place with --place
    .csv .xlsx .parquet                one row a claim
    .geojson .gpkg .kml                one feature a claim, with its time
    .lpf.json                          Linked Places Format
    .timeline.json .timeline.csv       TimelineJS
    .annotations.json                  Web Annotations of the evidence
    .bib .csl.json                     the sources

    What a format has no place for is said on standard error, and in the file where it has a place for notes.
    docs/format.md lists the columns.

    Example: mapview export seeds out/map.png --at 2026-01-15 --known 2026-01-14
    """  # noqa: D301 - click takes a backspace for a list whose lines stay
    from mapview.exchange import registry  # noqa: PLC0415

    _register_exporters()
    registry.exporter_for(out)
    timeline = _timeline(project)
    snapshot = Snapshot(
        timeline=timeline,
        at=span_of(at),
        known=day_of(known),
        place=place_id(timeline, place),
        bbox=checked_bbox(bbox),
        topic=topic_id(timeline, topic),
        size=checked_size(size),
        scale=checked_scale(scale),
        theme=theme,
        language=lang,
        filter=checked_filter(timeline, narrow),
    )
    for sentence in registry.export(snapshot, out):
        click.echo(sentence, err=True)


@commands.command()
@_project
@_at
@_known
@_filter
@click.option("--place", metavar="NAME_OR_ID", help="Only this place, by its id or by a name of it.")
@as_json_option
def claims(
    project: Path, *, at: str | None, known: str | None, narrow: Filter, place: str | None, as_json: bool
) -> None:
    """Print the claims in force.

    Example: mapview claims seeds --at 2026-01-15 --place "Ain al-Asad"
    """
    from mapview.exchange.claims_json import claims_document  # noqa: PLC0415

    timeline = _timeline(project)
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
@_project
@_at
@_known
@_filter
@as_json_option
def conflicts(project: Path, *, at: str | None, known: str | None, narrow: Filter, as_json: bool) -> None:
    """Print what cannot all hold.

    Example: mapview conflicts seeds --known 2026-01-14
    """
    from mapview.exchange.claims_json import conflicts_document  # noqa: PLC0415

    document = conflicts_document(_view(_timeline(project), at, known, narrow))
    if as_json:
        print_json(document)
        return
    for found in document["conflicts"]:
        click.echo(f"{found['place']} · {found['topic']} [{found['kind']}]: {', '.join(found['claims'])}")
        click.echo(f"  {found['reason']}")


@commands.command()
@_project
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


def _timeline(project: Path) -> Timeline:
    from mapview.store.packing import load_project  # noqa: PLC0415

    return Timeline.of(load_project(project))


def _view(timeline: Timeline, at: str | None, known: str | None, narrow: Filter) -> View:
    from mapview.gazetteer.normalise import fold  # noqa: PLC0415

    wanted = checked_filter(timeline, narrow)
    narrowed = None if wanted == Filter() else timeline.facets.narrowed(wanted, fold)
    return timeline.view(span_of(at), day_of(known), narrowed)


def _register_exporters() -> None:
    """Tell the registry what renders a page and what needs a window, loading Qt only when a picture is written."""
    from mapview.exchange import registry  # noqa: PLC0415
    from mapview.exchange.exporting.formats import register_formats  # noqa: PLC0415
    from mapview.render.report import report_left_out  # noqa: PLC0415
    from mapview.render.snapshot import write_html  # noqa: PLC0415

    def write_png(snapshot: Snapshot, stream: Any) -> None:
        from mapview.ui import app  # noqa: PLC0415

        app.start_log()
        app.export_png(snapshot, stream)

    def write_docx(snapshot: Snapshot, stream: Any) -> None:
        from mapview.render.report_docx import write_report_docx  # noqa: PLC0415

        write_report_docx(snapshot, stream)

    def write_report(snapshot: Snapshot, stream: Any) -> None:
        from mapview.render.report_html import write_report_html  # noqa: PLC0415

        write_report_html(snapshot, stream)

    register_formats()
    registry.register("docx", write_docx, report_left_out)
    registry.register("report.html", write_report, report_left_out)
    registry.register("html", write_html)
    registry.register("png", write_png)
