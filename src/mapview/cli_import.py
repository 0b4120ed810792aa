"""The commands that change a project file: files taken in."""

import sys
from pathlib import Path
from typing import Any

import click

from mapview.cli_options import EDTF, as_json_option, print_json
from mapview.errors import FileProblemError

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
@as_json_option
def import_(project: Path, files: tuple[Path, ...], *, adopt: bool, as_json: bool, **stated: str | None) -> None:
    """Take reports into a project file, which is made if it is not there: text, HTML, PDF and DOCX.

    Each becomes a source, in one step of undo. The text of a source whose original is missing is attached to it. What
    cannot be read is left out, with the reason, and the exit status is 1. A project folder keeps no documents: pack it.

    Example: mapview import my.mapview reports/*.html --obtained 2026-01-20
    """
    from mapview.reading.import_documents import import_documents  # noqa: PLC0415
    from mapview.reading.intake import Facts  # noqa: PLC0415
    from mapview.store.database import SUFFIX  # noqa: PLC0415

    if project.is_dir():
        raise FileProblemError(f"{project} is a folder, which keeps no documents: pack it and import into the file.")
    if not project.exists() and project.suffix != SUFFIX:
        raise FileProblemError(f"{project} is not there: check the path, or give a new file the ending {SUFFIX}.")
    facts = Facts(**{name: value.strip() for name, value in stated.items() if value})
    document = import_documents(project, files, facts, adopt=adopt)
    if as_json:
        print_json(document)
    else:
        _tell(document)
    sys.exit(1 if document["left_out"] else 0)


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
    for row in document["left_out"]:
        click.echo(f"{row['file']}: left out. {row['reason']}")
