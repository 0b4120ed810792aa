"""The commands that take files into a project file, and that say how a table may be read."""

import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from mapview.cli_options import EDTF, as_json_option, print_json
from mapview.errors import BadInputError, FileProblemError

_BECAME = {"source": "source {}", "original": "the original of {}", "adopted": "the original of {}, in another version"}


@click.command("import")
@click.argument("project", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--title", help="The title of a document that states none.")
@click.option("--publisher", help="The publisher of a document that states none.")
@click.option("--published", type=EDTF, help="The day or span of publication of a document that states none.")
@click.option("--url", help="The address of a document that states none.")
@click.option("--language", metavar="CODE", help="The language of a document that states none, such as ar.")
@click.option("--obtained", metavar="DAY", help="The day on which the files were obtained. Default: today.")
@click.option("--adopt", is_flag=True, help="Attach a text to the source whose passages it holds in another version.")
@click.option(
    "--mapping", type=click.Path(path_type=Path), metavar="FILE", help="How tables are read; see mapview mapping."
)
@click.option(
    "--left-out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the rows of a table that were not taken, and why, as CSV.",
)
@as_json_option
def import_(
    project: Path,
    files: tuple[Path, ...],
    *,
    adopt: bool,
    mapping: Path | None,
    left_out: Path | None,
    as_json: bool,
    **stated: str | None,
) -> None:
    """Take reports and tables into a project file, which is made if it is not there.

    Reports are text, HTML, PDF and DOCX. Each becomes a source, in one step of undo. The text of a source whose
    original is missing is attached to it.

    Tables are CSV, TSV, XLSX, XLS, ODS, Parquet and what maps are kept in. Each row becomes a claim, each table one
    step of undo; the same rows again are updated. Without a mapping a table is read as one with this header was last,
    or as its header says if that leaves nothing open.

    What cannot be taken is left out, with the reason, and the exit status is 1. A project folder keeps no documents:
    pack it.

    Example: mapview import my.mapview reports/*.html events.csv --mapping events.toml
    """
    from mapview.exchange.import_tables import import_tables, is_table  # noqa: PLC0415
    from mapview.reading.import_documents import import_documents  # noqa: PLC0415
    from mapview.reading.intake import Facts  # noqa: PLC0415
    from mapview.store.database import SUFFIX  # noqa: PLC0415

    if project.is_dir():
        raise FileProblemError(f"{project} is a folder, which keeps no documents: pack it and import into the file.")
    if not project.exists() and project.suffix != SUFFIX:
        raise FileProblemError(f"{project} is not there: check the path, or give a new file the ending {SUFFIX}.")
    facts = Facts(**{name: value.strip() for name, value in stated.items() if value})
    tables = [path for path in files if is_table(path)]
    reports = [path for path in files if path not in tables]
    if mapping is not None and not tables:
        raise BadInputError("A mapping says how tables are read, and there is none among the files.")
    document: dict[str, Any] = {"imported": [], "duplicates": [], "tables": [], "left_out": []}
    if reports:
        document |= import_documents(project, reports, facts, adopt=adopt)
    if tables:
        progress = _say_how_far if sys.stderr.isatty() else None
        taken = import_tables(
            project, tables, mapping, obtained=facts.obtained or None, left_out=left_out, progress=progress
        )
        document |= {"tables": taken["tables"], "left_out": [*document["left_out"], *taken["left_out"]]}
    if as_json:
        print_json(document)
    else:
        _tell(document)
    sys.exit(1 if document["left_out"] else 0)


def _say_how_far(name: str, share: float) -> None:
    # One line that is written over; the last time it is wiped out.
    said = f"{name}: {share:.0%}" if share < 1 else ""
    click.echo(f"\r\033[K{said}", err=True, nl=False)


def _tell(document: dict[str, Any]) -> None:
    for row in document["imported"]:
        click.echo(f"{row['file']}: {_BECAME[row['became']].format(row['source'])}")
        for near in row["repeats"]:
            click.echo(
                f"  {max(near['share'], near['covered']):.0%} of it stands in {near['source']} too: it may repeat that."
            )
        if row["original_of"] and row["became"] == "source":
            click.echo(f"  It may be the original of {row['original_of']['source']} in another version: see --adopt.")
    for row in document["duplicates"]:
        click.echo(f"{row['file']}: there already as {row['source']}")
    for row in document["tables"]:
        counts = ", ".join(f"{row[name]} {name}" for name in ("added", "updated", "unchanged"))
        click.echo(f"{row['file']}: claims {counts}; places made {len(row['places'])}; rows left out {row['left_out']}")
        if row["gone"]:
            click.echo(f"  The table no longer has {len(row['gone'])} of its claims; they stay: {row['gone'][0]}…")
    for row in document["left_out"]:
        if row["row"] is None:
            click.echo(f"{row['file']}: left out. {row['reason']}")
        else:
            column = f", column {row['column']}" if row["column"] else ""
            click.echo(f"{row['file']}, row {row['row']}{column}: left out: {row['reason']}")
            for place in row["candidates"]:
                click.echo(
                    f"  {place['id']}: {place['name']}, {place['kind']}, {place['country'] or 'of the project'},"
                    f" {place['lat']:g}, {place['lon']:g}"
                )


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--write", type=click.Path(path_type=Path), metavar="FILE", help="Where the mapping goes.")
def mapping(file: Path, write: Path | None) -> None:
    """Propose how a table may be read: which column says what, why, and what there is to decide.

    The mapping is TOML, to be completed in an editor and given to mapview import by --mapping.

    Example: mapview mapping events.csv --write events.toml
    """
    from mapview.exchange.import_tables import propose_for  # noqa: PLC0415
    from mapview.store.files import write_whole  # noqa: PLC0415

    proposal = propose_for(file)
    if write is None:
        click.echo(proposal.as_toml(), nl=False)
        return

    def written(stream: BinaryIO) -> None:
        stream.write(proposal.as_toml().encode("utf-8"))

    write_whole(write, written)
    for question in proposal.questions:
        click.echo(f"To decide: {question}.")
