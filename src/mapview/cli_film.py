"""What the export command takes for pictures of many event times: films, and several maps on one sheet."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from mapview.cli_options import EDTF, day_of, span_of
from mapview.domain.dates import Span, iso, parse
from mapview.domain.film import MOST_FRAMES, MOST_MAPS, Film, Step, days_between, evenly_spread, usual_step
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import Timeline
from mapview.errors import BadInputError

Command = Callable[..., None]
Progress = Callable[[int, int], None]

_OPTIONS = (
    click.option(
        "--from",
        "begin",
        type=EDTF,
        help="The first day of a film or of --multiples. Default: that of the stretch in which most changes.",
    ),
    click.option("--to", "end", type=EDTF, help="Its last day. Default: that of this stretch."),
    click.option(
        "--step",
        metavar="1d|7d|1m|1y",
        help=f"From one frame to the next, at most {MOST_FRAMES} of them. Default: one that makes about a hundred.",
    ),
    click.option(
        "--window",
        metavar="1d|30d|all",
        help="The days that a frame shows, from the first one of its step; all: everything so far. Default: the step.",
    ),
    click.option("--fps", type=float, help="Frames per second.  [default: 4]"),
    click.option("--skip-unchanged", is_flag=True, help="Leave out frames on which no claim comes or goes."),
    click.option("--known-follows", is_flag=True, help="Each frame counts only sources known by its last day."),
    click.option(
        "--dates",
        metavar="DATE,DATE,…",
        help="Event times, each with a map of its own on one picture.",
    ),
    click.option("--multiples", type=click.IntRange(2, MOST_MAPS), help="As --dates: so many days, evenly spread."),
)
_OF_FILMS = ("begin", "end", "step", "window", "fps", "skip_unchanged", "known_follows")
_OF_SHEETS = ("dates", "multiples")
#: Both take them.
_OF_SPREADS = ("begin", "end")


def film_options(command: Command) -> Command:
    """Give a command the options of films and sheets; it gets their values as a mapping."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def is_film(out: Path) -> bool:
    """Whether a file is a film, by its extension."""
    from mapview.exchange.films import FILM_EXTENSIONS  # noqa: PLC0415

    return out.name.lower().endswith(tuple(f".{extension}" for extension in FILM_EXTENSIONS))


def checked_kind(out: Path, times: Mapping[str, Any]) -> None:
    """See to it that a file takes the options that are given.

    Raises
    ------
    BadInputError
        If one of them is not for it.
    """
    given = [name for name, value in times.items() if value]
    wants_sheet = any(name in _OF_SHEETS for name in given)
    if wants_sheet and (is_film(out) or out.suffix.lower() not in {".png", ".pdf"}):
        raise BadInputError(f"{out} cannot show several maps: --dates and --multiples are for pictures.")
    if times["dates"] and times["multiples"]:
        raise BadInputError("Give either --dates or --multiples.")
    allowed = _OF_SPREADS if times["multiples"] else ()
    others = [name for name in given if name in _OF_FILMS and name not in allowed]
    if others and not is_film(out):
        option = {"begin": "from", "end": "to"}.get(others[0], others[0]).replace("_", "-")
        raise BadInputError(f"--{option} is for films: write a .gif, .webp, .mp4 or .frames.zip.")


def film_of(out: Path, timeline: Timeline, at: str | None, known: str | None, times: Mapping[str, Any]) -> Film | None:
    """Return the film that the options ask for; None if the file is none.

    Raises
    ------
    BadInputError
        If they ask for what cannot be.
    """
    if not is_film(out):
        return None
    if times["known_follows"] and known is not None:
        raise BadInputError("Give either --known or --known-follows.")
    first, last = _reach(timeline, at, known, times)
    window = times["window"]
    return Film(
        first,
        last,
        step=Step.parse(times["step"]) if times["step"] else usual_step(first, last),
        frames_per_second=4.0 if times["fps"] is None else times["fps"],
        skip_unchanged=times["skip_unchanged"],
        window="all" if window == "all" else Step.parse(window) if window else None,
        known_follows=times["known_follows"],
    )


def dates_of(timeline: Timeline, at: str | None, known: str | None, times: Mapping[str, Any]) -> tuple[Span, ...]:
    """Return the event times of a sheet; none if the options ask for none.

    Raises
    ------
    BadInputError
        If there are too many, or one is no date.
    """
    if times["multiples"]:
        first, last = _reach(timeline, at, known, times)
        return evenly_spread(first, last, times["multiples"])
    found = tuple(parse(text.strip()) for text in (times["dates"] or "").split(",") if text.strip())
    if len(found) > MOST_MAPS:
        raise BadInputError(f"A sheet holds at most {MOST_MAPS} maps, not {len(found)}: give fewer --dates.")
    return found


def span_taken(snapshot: Snapshot, at: str | None, times: Mapping[str, Any]) -> list[str]:
    """Return from when to when a film or several maps go, in a sentence, if nobody has said both."""
    if None not in _asked_for(at, times) or not (snapshot.film or times["multiples"]):
        return []
    first, last = (snapshot.film.first, snapshot.film.last) if snapshot.film else _ends(snapshot.dates)
    return [f"It goes from {iso(first)} to {iso(last)}, where most changes: --from and --to say otherwise."]


def _ends(dates: tuple[Span, ...]) -> tuple[int | None, int | None]:
    return dates[0].earliest, dates[-1].latest


def _reach(timeline: Timeline, at: str | None, known: str | None, times: Mapping[str, Any]) -> tuple[int, int]:
    """Return first and last day: those that are asked for, else those of the busiest stretch."""
    known_on = None if times["known_follows"] else day_of(known)
    first, last = days_between(timeline, *_asked_for(at, times), known_on)
    if last < first:
        raise BadInputError("The film ends before it begins: give --from and --to in the order of time.")
    return first, last


def _asked_for(at: str | None, times: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return first and last day that are given, else those of the event time; None for an end that is not said."""
    begin, end, whole = (span_of(one) or Span(None, None) for one in (times["begin"], times["end"], at))
    first = whole.earliest if begin.earliest is None else begin.earliest
    return first, whole.latest if end.latest is None else end.latest


def progress() -> Progress | None:
    """Return what tells on standard error how far a film is; None if that is no terminal."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, count: int) -> None:
        click.echo(f"\rFrame {done} of {count}", err=True, nl=done == count)

    return tell
