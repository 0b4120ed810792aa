"""The commands about names and texts, which need no project."""

import contextlib
import sys
from pathlib import Path
from typing import Any

import click

from mapview.cli_options import EDTF, LAT_LON, as_json_option, print_json
from mapview.errors import BadInputError, MapviewError


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--limit", type=click.IntRange(min=1), default=5, show_default=True, help="Matches of each name.")
@click.option("--near", type=LAT_LON, help="Prefer places near this point, in degrees.")
@as_json_option
def geocode(names: tuple[str, ...], *, limit: int, near: tuple[float, float] | None, as_json: bool) -> None:
    """Find places by their names, offline.

    Example: mapview geocode "التون كوبري" Erbil --limit 3
    """
    geocoder = _geocoder()
    found: list[dict[str, Any]] = [
        {"query": name, "matches": _raw(geocoder.geocode(name, exactly_one=False, limit=limit, near=near))}
        for name in names
    ]
    if as_json:
        print_json(found)
        return
    for answer in found:
        click.echo(f"{answer['query']}:" if answer["matches"] else f"{answer['query']}: no place of this name")
        _print_matches(answer["matches"])


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("point", type=LAT_LON, metavar="LAT,LON")
@click.option("--limit", type=click.IntRange(min=1), default=5, show_default=True, help="Places to print.")
@as_json_option
def reverse(point: tuple[float, float], *, limit: int, as_json: bool) -> None:
    """Find the named places nearest to a point, offline.

    Example: mapview reverse 33.79,42.44
    """
    matches = _raw(_geocoder().reverse(point, exactly_one=False, limit=limit))
    if as_json:
        print_json([{"query": f"{point[0]:g},{point[1]:g}", "matches": matches}])
        return
    _print_matches(matches)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--published", type=EDTF, help="The day of the words, from which relative dates count.")
@click.option("--jsonl", is_flag=True, help="Read one JSON document a line from standard input instead of files.")
@as_json_option
def suggest(files: tuple[Path, ...], *, published: str | None, jsonl: bool, as_json: bool) -> None:
    """Print the places, dates and claims that documents seem to hold, in Arabic and English.

    Example: mapview suggest report.txt --published 2026-01-14 --json
    """
    from mapview.reading import suggest as reading  # noqa: PLC0415

    if bool(files) == jsonl:
        raise BadInputError("Give files, or --jsonl to read documents from standard input.")
    if jsonl:
        # Windows' own encoding would break Arabic.
        for stream in (sys.stdin, sys.stdout):
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        _, refused = reading.suggest_lines(sys.stdin, sys.stdout)
        sys.exit(1 if refused else 0)
    texts, unread = _texts_of(files)
    found = [reading.suggest_document(text, published or stated, None, path.name) for path, text, stated in texts]
    if as_json:
        print_json(found if len(files) > 1 else found[0])
    else:
        for (path, text, _), document in zip(texts, found, strict=True):
            _tell(path, text, document)
    for words in unread:
        click.echo(words, err=True)
    if unread:
        sys.exit(2)


@click.command()
@click.argument("what", type=click.Choice(["places", "dates"]))
@click.option("--corpus", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The annotated texts.")
@as_json_option
def evaluate(what: str, *, corpus: Path, as_json: bool) -> None:
    """Measure how well places or dates are read: precision, recall, F1, mean error, share within 161 km.

    Example: mapview evaluate places --corpus corpora
    """
    from mapview.reading import evaluate as measuring  # noqa: PLC0415

    if what == "places":
        columns, rows = measuring.PLACE_COLUMNS, measuring.evaluate_places(corpus)
    else:
        columns, rows = measuring.DATE_COLUMNS, measuring.evaluate_dates(corpus)
    if as_json:
        print_json(rows)
    else:
        click.echo(measuring.table(columns, rows))


def _tell(path: Path, text: str, document: dict[str, Any]) -> None:
    click.echo(f"{path}: {document['language']}")
    for place in document["places"]:
        known = place["place"]["name"] if place["place"] else "unknown"
        click.echo(f"  {place['start']}-{place['end']}  {place['text']}: {known} ({place['score']:.2f})")
    for date in document["dates"]:
        click.echo(f"  {date['start']}-{date['end']}  {date['text']}: {date['edtf'] or 'needs a publication date'}")
    for claim in document["claims"]:
        what = " ".join(str(claim[key]) for key in ("topic", "value", "modality") if claim[key] is not None)
        click.echo(f"  {claim['place']}, {claim['when']}: {what or 'mentioned'}")
        click.echo(f"      {' '.join(text[claim['start'] : claim['end']].split())}")


def _texts_of(files: tuple[Path, ...]) -> tuple[list[tuple[Path, str, str | None]], list[str]]:
    """Return each file with its text and the day that it states, and what keeps the others from being read."""
    texts, unread = [], []
    for path in files:
        try:
            texts.append((path, *_text_of(path)))
        except MapviewError as error:
            if len(files) == 1:
                raise
            unread.append(str(error))
    return texts, unread


def _text_of(path: Path) -> tuple[str, str | None]:
    """Return a document's text and the day that it states: of plain text in UTF-8 as given, so that offsets count."""
    from mapview.reading.documents import read_report  # noqa: PLC0415

    if path.suffix.lower() == ".txt":
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return path.read_bytes().decode("utf-8"), None
    report = read_report(path)
    return report.document.text, report.stated.published


def _geocoder() -> Any:
    from mapview.gazetteer.geocoder import GazetteerGeocoder  # noqa: PLC0415

    return GazetteerGeocoder()


def _raw(locations: Any) -> list[dict[str, Any]]:
    return [location.raw for location in locations or []]


def _print_matches(matches: list[dict[str, Any]]) -> None:
    for match in matches:
        names = " · ".join(dict.fromkeys(name for name in match["names"].values() if name))
        where = f"{match['lat']:.4f}, {match['lon']:.4f}"
        click.echo(f"  {names} ({match['kind']}, {match['country']})  {where}  {match['score']:.2f}  {match['id']}")
