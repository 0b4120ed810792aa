"""What the export command takes for a picture that is to be printed: the size of its paper, and dots per inch."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from mapview.cli_options import NumbersType
from mapview.domain.snapshot import PAPER_SIZES, PAPER_SUFFIXES, Paper, checked_paper
from mapview.errors import BadInputError

Command = Callable[..., None]

_DPI = 300


class PaperType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.5 on only
    """Width and height in millimetres, or the name of a size."""

    name = "paper"

    def convert(
        self, value: str | tuple[float, float], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Return width and height in millimetres."""
        if not isinstance(value, str):
            return value
        if value.lower() in PAPER_SIZES:
            return PAPER_SIZES[value.lower()]
        if "x" not in value.lower():
            raise BadInputError(f"{value!r} is no paper: use {', '.join(PAPER_SIZES)}, or millimetres such as 180x120.")
        width, height = NumbersType("WIDTHxHEIGHT", "x").convert(value.lower(), param, ctx)
        return width, height


_OPTIONS = (
    click.option(
        "--paper",
        type=PaperType(),
        metavar="180x120|a4|…",
        help=f"Of a picture that is printed: millimetres, or one of {', '.join(PAPER_SIZES)}. Default of a PDF: "
        "a4-landscape.",
    ),
    click.option("--dpi", type=int, help=f"Dots per inch of that paper.  [default: {_DPI}]"),
    click.option("--caption", metavar="TEXT", help="Said with the picture or page. Default: what the --view says."),
)


def paper_options(command: Command) -> Command:
    """Give a command the options of printed pictures, and the caption."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def paper_of(out: Path, size: tuple[float, float] | None, dpi: int | None, scale: float) -> Paper | None:
    """Return the paper that a file is to fill, None if its size is in pixels.

    Raises
    ------
    BadInputError
        If the file has no paper, or the paper is out of reach.
    """
    is_pdf = out.suffix.lower() == ".pdf"
    if size is None and dpi is None and not is_pdf:
        return None
    if out.suffix.lower() not in PAPER_SUFFIXES:
        raise BadInputError(f"{out} is not printed: --paper and --dpi are for {' and '.join(PAPER_SUFFIXES)}.")
    source: Any = click.get_current_context().get_parameter_source("size")
    if source is ParameterSource.COMMANDLINE:
        raise BadInputError("Give the size either in pixels by --size, or on paper by --paper and --dpi.")
    width, height = size or PAPER_SIZES["a4-landscape"]
    return checked_paper(Paper(width, height, _DPI if dpi is None else dpi), scale)
