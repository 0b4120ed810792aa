"""The command that writes a view to a file."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from mapview.cli_film import checked_kind, dates_of, film_of, film_options, progress, span_taken
from mapview.cli_options import (
    BBOX,
    SIZE,
    at_option,
    checked_bbox,
    checked_filter,
    checked_scale,
    checked_size,
    day_of,
    filter_option,
    known_option,
    open_timeline,
    place_id,
    project_argument,
    span_of,
    topic_id,
)
from mapview.cli_paper import paper_of, paper_options
from mapview.cli_views import Shown, with_view
from mapview.domain.clocks import mode_of
from mapview.domain.copies import Offer
from mapview.domain.filters import Filter
from mapview.domain.model import Text
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.errors import UnknownIdError

_ALL_VIEWS = "*"


@click.command()
@project_argument
@click.argument("out", type=click.Path(path_type=Path))
@at_option
@known_option
@filter_option
@click.option(
    "--view",
    "saved",
    metavar="ID_OR_NAME",
    help="A saved view: its times, place, topic, area and filter, as far as no other option says them.",
)
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
@click.option(
    "--passages",
    type=click.Choice(["none", "cue", "whole"]),
    default="cue",
    show_default=True,
    help="Of a page: which of the sources' words it holds. Whole passages come from the reports in a .mapview file.",
)
@click.option(
    "--tour",
    is_flag=False,
    flag_value=_ALL_VIEWS,
    metavar="ID,ID,…",
    help="Of a page: the saved views that it leads through; at the command's end alone, all of them in their order.",
)
@click.option(
    "--basemap",
    type=click.Path(path_type=Path),
    help="A file of your own tiles, .mbtiles with pictures, to be the ground of the map.",
)
@paper_options
@film_options
def export(
    project: Path,
    out: Path,
    *,
    at: str | None,
    known: str | None,
    narrow: Filter,
    saved: str | None,
    place: str | None,
    topic: str | None,
    bbox: tuple[float, float, float, float] | None,
    size: tuple[float, float],
    scale: float,
    theme: Any,
    lang: Any,
    passages: Any,
    tour: str | None,
    basemap: Path | None,
    paper: tuple[float, float] | None,
    dpi: int | None,
    caption: str | None,
    **times: Any,
) -> None:
    """Write a snapshot or its claims to a file, by its extension. Works without a display.

    \b
    .png .pdf .html                    the map, as a picture, on paper and as a page
    .gif .webp .mp4                    the map as it changes from day to day; also .frames.zip: its numbered pictures
    .docx .report.html                 a dated account with disagreements and sources; of one place with --place
    .csv .xlsx .parquet                one row a claim
    .geojson .gpkg .kml                one feature a claim, with its time
    .lpf.json                          Linked Places Format
    .timeline.json .timeline.csv       TimelineJS
    .annotations.json                  Web Annotations of the evidence
    .bib .csl.json                     the sources

    A film goes from --from to --to in steps; without these, through the stretch in which most changes, which is said on
    standard error. Each frame shows all claims in force on any day of its step, and says its date. With --dates or
    --multiples a picture has several maps of one area.

    On paper an inch has 120 of the pixels in which text is set, so that a legend's is of 7 points; --scale enlarges it.
    Opening a PNG or PDF in MapView goes back to its view.

    What a format has no place for is said on standard error, and in the file where it has a place for notes.
    docs/format.md lists the columns.

    Example: mapview export seeds out/map.png --at 2026-01-15 --known 2026-01-14
    """  # noqa: D301 - click takes a backspace for a list whose lines stay
    from mapview.exchange import registry  # noqa: PLC0415
    from mapview.export_formats import is_page  # noqa: PLC0415

    register_exporters()
    registry.exporter_for(out)
    checked_kind(out, times)
    timeline = open_timeline(project)
    shown = with_view(Shown(at, known, place_id(timeline, place), topic, bbox, narrow), timeline, saved)
    snapshot = Snapshot(
        timeline=timeline,
        at=span_of(shown.at),
        known=day_of(shown.known),
        place=shown.place,
        bbox=checked_bbox(shown.bbox),
        topic=topic_id(timeline, shown.topic),
        size=checked_size(size),
        scale=checked_scale(scale),
        theme=theme,
        language=lang,
        filter=checked_filter(timeline, shown.filter),
        paper=paper_of(out, paper, dpi, checked_scale(scale)),
        caption=shown.caption if caption is None else Text(caption),
        mode="instant" if shown.at is None else mode_of(shown.at),
        locked=shown.locked,
        passages=passages,
        tour=_tour(timeline, tour),
        words=_passages(project, timeline) if passages == "whole" else {},
        copies=_copies(project, timeline) if is_page(out) else (),
        film=film_of(out, timeline, shown.at, shown.known, times),
        dates=dates_of(timeline, shown.at, shown.known, times),
        basemap=_checked_basemap(basemap),
    )
    for sentence in (*registry.export(snapshot, out), *span_taken(snapshot, shown.at, times)):
        click.echo(sentence, err=True)


def _tour(timeline: Timeline, tour: str | None) -> tuple[str, ...]:
    """Return the ids of saved views that are named with commas between them, or of all."""
    if tour is None:
        return ()
    from mapview.render.tour import checked_view  # noqa: PLC0415

    views = timeline.project.views
    wanted = list(views) if tour == _ALL_VIEWS else [name.strip() for name in tour.split(",")]
    if not wanted:
        raise UnknownIdError("The project has no saved views for a tour: save some in the window.")
    return tuple(checked_view(timeline, name).id for name in wanted)


def _passages(project: Path, timeline: Timeline) -> dict[str, str]:
    from mapview.store.passages import passages, texts_in  # noqa: PLC0415

    return passages(timeline.project, texts_in(project))


def _copies(project: Path, timeline: Timeline) -> tuple[Offer, ...]:
    from mapview.store.bulk import finished  # noqa: PLC0415
    from mapview.store.copies import offers_steps  # noqa: PLC0415

    return finished(offers_steps(project, timeline.project))


def _checked_basemap(file: Path | None) -> str | None:
    """Return a basemap's file as an absolute path, once it is known to be one."""
    if file is None:
        return None
    from mapview.render.mbtiles import MbTiles  # noqa: PLC0415

    MbTiles(file)
    return str(file.resolve())


def register_exporters() -> None:
    """Tell the registry what can be written, loading Qt's widgets only when a picture is."""
    from mapview.exchange import registry  # noqa: PLC0415
    from mapview.exchange.films import FILM_EXTENSIONS  # noqa: PLC0415
    from mapview.export_formats import register_formats  # noqa: PLC0415

    def write_film(kind: str, snapshot: Snapshot, stream: Any) -> None:
        from mapview.ui import app, log  # noqa: PLC0415

        log.start_log()
        app.export_film(snapshot, stream, kind, progress())

    def write_png(snapshot: Snapshot, stream: Any) -> None:
        from mapview.ui import app, log  # noqa: PLC0415

        log.start_log()
        app.export_png(snapshot, stream)

    def write_pdf(snapshot: Snapshot, stream: Any) -> None:
        from mapview.ui import app, log  # noqa: PLC0415

        log.start_log()
        app.export_pdf(snapshot, stream)

    register_formats()
    registry.register("png", write_png)
    registry.register("pdf", write_pdf)
    for kind in FILM_EXTENSIONS:
        registry.register(kind, partial(write_film, kind))
