"""Measures reading on annotated corpora: places by where they are, dates by their value.

A mention counts as found when spans overlap. The distance is measured on found mentions with coordinates: its mean in
kilometres and the share within 161 km (100 miles). A point inside the gold bounding box counts as within.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from mapview.errors import BadInputError
from mapview.reading import recognizers
from mapview.reading.date_expressions import DateMention, find_dates
from mapview.reading.toponyms import PlaceMention, find_places

_NEAR_KM = 161.0
_EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """An annotated mention; ``box`` is (west, south, east, north) in degrees, where there is one."""

    start: int
    end: int
    lat: float | None
    lon: float | None
    box: tuple[float, float, float, float] | None = None


@dataclass(slots=True)
class Tally:
    """Counts of one corpus, and the figures that follow from them."""

    name: str
    gold: int = 0
    predicted: int = 0
    found: int = 0
    right: int = 0
    strict: int = 0
    errors_km: list[float] = field(default_factory=list)
    near: int = 0

    @property
    def precision(self) -> float:
        """Share of what was predicted that overlaps a gold mention."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold mentions that were found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _harmonic(self.precision, self.recall)

    @property
    def strict_f1(self) -> float:
        """F1 of mentions with the very same span."""
        exact = self.strict
        return _harmonic(exact / self.predicted if self.predicted else 0, exact / self.gold if self.gold else 0)

    @property
    def mean_km(self) -> float:
        """Mean distance of the found mentions in kilometres."""
        return sum(self.errors_km) / len(self.errors_km) if self.errors_km else 0.0

    @property
    def acc161(self) -> float:
        """Share of the found mentions within 161 km or inside the gold bounding box."""
        return self.near / len(self.errors_km) if self.errors_km else 0.0

    @property
    def near_of_all(self) -> float:
        """Share of all gold mentions within 161 km or inside the gold bounding box."""
        return self.near / self.gold if self.gold else 0.0


PLACE_COLUMNS = ("corpus", "gold", "precision", "recall", "F1", "mean km", "acc@161", "near of all")
DATE_COLUMNS = ("set", "gold", "precision", "recall", "F1", "strict F1", "value F1", "value accuracy")


def evaluate_places(folder: Path) -> list[dict[str, Any]]:
    """Return a row of :data:`PLACE_COLUMNS` for each corpus of places in a folder, and the Arabic sets' mean.

    Parameters
    ----------
    folder
        Holds ``GeoVirus.xml`` and ``idrisi_ar/<event>/*.jsonl``, or either.

    Raises
    ------
    BadInputError
        If it holds neither.
    """
    tallies = (
        [score_places("GeoVirus", geovirus(folder / "GeoVirus.xml"))] if (folder / "GeoVirus.xml").exists() else []
    )
    events = sorted(path for path in (folder / "idrisi_ar").glob("*") if path.is_dir())
    arabic = [score_places(event.name, idrisi(event)) for event in events]
    if not tallies and not arabic:
        raise BadInputError(f"{folder} holds neither GeoVirus.xml nor idrisi_ar: name the folder with the corpora.")
    rows = [_place_row(tally) for tally in (*tallies, *arabic)]
    if arabic:
        of_events = rows[len(tallies) :]
        mean = {column: sum(row[column] for row in of_events) / len(of_events) for column in PLACE_COLUMNS[2:]}
        rows.append({"corpus": "Arabic events, mean", "gold": sum(row["gold"] for row in of_events), **mean})
    return rows


def evaluate_dates(folder: Path) -> list[dict[str, Any]]:
    """Return a row of :data:`DATE_COLUMNS` for each set of dates in a folder.

    Parameters
    ----------
    folder
        Holds ``recognizers/<Language>/*Parser.json``, or files ``dates_*.jsonl`` in the form of ``tests/data``.

    Raises
    ------
    BadInputError
        If it holds neither.
    """
    sets = {path.stem: list(phrases(path)) for path in sorted(folder.glob("dates_*.jsonl"))}
    for path in sorted((folder / "recognizers").glob("*/Date*Parser.json")):
        if "Time" not in path.stem:
            sets[f"{path.parent.name} {path.stem}"] = list(recognizers.read(path))
    if not sets:
        raise BadInputError(f"{folder} holds neither recognizers nor dates_*.jsonl: name the folder with the corpora.")
    return [_date_row(name, examples) for name, examples in sets.items()]


def score_places(
    name: str,
    documents: Iterable[tuple[str, Sequence[GoldPlace]]],
    find: Callable[[str], list[PlaceMention]] = find_places,
) -> Tally:
    """Return the counts over documents, each a text and its gold mentions."""
    tally = Tally(name)
    for text, gold in documents:
        predicted = [mention for mention in find(text) if mention.place]
        tally.gold += len(gold)
        tally.predicted += len(predicted)
        tally.right += sum(any(_overlap(mention, each) for each in gold) for mention in predicted)
        for each in gold:
            hit = next((mention for mention in predicted if _overlap(mention, each)), None)
            tally.found += hit is not None
            if hit and hit.place and each.lat is not None and each.lon is not None:
                away = distance_km((hit.place.lat, hit.place.lon), (each.lat, each.lon))
                tally.errors_km.append(away)
                tally.near += away <= _NEAR_KM or _in_box(hit.place.lat, hit.place.lon, each.box)
    return tally


def geovirus(path: Path) -> Iterator[tuple[str, list[GoldPlace]]]:
    """Yield the texts of GeoVirus with their mentions."""
    # The file is the measurer's own; nothing is read from strangers here.
    for article in ET.parse(path).getroot():  # noqa: S314
        text = article.findtext("text") or ""
        yield (
            text,
            [
                GoldPlace(int(each.findtext("start") or 0), int(each.findtext("end") or 0), *_point(each))
                for each in article.iter("location")
            ],
        )


def idrisi(folder: Path) -> Iterator[tuple[str, list[GoldPlace]]]:
    """Yield the texts of one event of IDRISI with their mentions."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield record["text"], [_idrisi_place(mention) for mention in record["location_mentions"]]


def phrases(path: Path) -> Iterator[tuple[str, str | None, list[dict[str, Any]]]]:
    """Yield text, publication day and gold dates of a file of hand-made phrases."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield record["text"], record["published"], record["dates"]


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two points ``lat, lon`` in degrees (haversine, mean radius)."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))


def table(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    """Return rows as a table in Markdown, shares with three places and kilometres without."""
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    for row in rows:
        cells = [_cell(column, row[column]) for column in columns]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(column: str, value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if column == "mean km" else f"{value:.3f}"
    return str(value)


def _place_row(tally: Tally) -> dict[str, Any]:
    values = (tally.name, tally.gold, tally.precision, tally.recall, tally.f1, tally.mean_km, tally.acc161,
              tally.near_of_all)  # fmt: skip
    return dict(zip(PLACE_COLUMNS, values, strict=True))


def _date_row(name: str, examples: Iterable[tuple[str, str | None, list[dict[str, Any]]]]) -> dict[str, Any]:
    tally = Tally(name)
    values = 0
    for text, published, gold in examples:
        predicted = find_dates(text, published)
        tally.gold += len(gold)
        tally.predicted += len(predicted)
        tally.right += sum(any(_meets(mention, each) for each in gold) for mention in predicted)
        for each in gold:
            hits = [mention for mention in predicted if _meets(mention, each)]
            tally.found += bool(hits)
            tally.strict += any((hit.start, hit.end) == (each["start"], each["end"]) for hit in hits)
            values += any(_same_value(hit, each) for hit in hits)
    precision = values / tally.predicted if tally.predicted else 0.0
    recall = values / tally.gold if tally.gold else 0.0
    figures = (name, tally.gold, tally.precision, tally.recall, tally.f1, tally.strict_f1,
               _harmonic(precision, recall), recall)  # fmt: skip
    return dict(zip(DATE_COLUMNS, figures, strict=True))


def _same_value(mention: DateMention, gold: dict[str, Any]) -> bool:
    """Tell whether a date has the gold value: the same EDTF, or one of the spans of days that the gold admits."""
    if "spans" in gold:
        return (mention.earliest, mention.latest) in gold["spans"]
    same: bool = mention.edtf == gold["edtf"]
    return same


def _meets(mention: DateMention, gold: dict[str, Any]) -> bool:
    return bool(mention.start < gold["end"] and gold["start"] < mention.end)


def _overlap(mention: PlaceMention, gold: GoldPlace) -> bool:
    return mention.start < gold.end and gold.start < mention.end


def _in_box(lat: float, lon: float, box: tuple[float, float, float, float] | None) -> bool:
    return box is not None and box[0] <= lon <= box[2] and box[1] <= lat <= box[3]


def _point(element: ET.Element) -> tuple[float | None, float | None]:
    lat, lon = element.findtext("lat"), element.findtext("lon")
    return (float(lat), float(lon)) if lat and lon else (None, None)


def _idrisi_place(mention: dict[str, Any]) -> GoldPlace:
    record = mention.get("osm_json") or {}
    start, end = mention["start_offset"], mention["end_offset"]
    if not record.get("lat"):
        return GoldPlace(start, end, None, None)
    south, north, west, east = map(float, record["boundingbox"])
    return GoldPlace(start, end, float(record["lat"]), float(record["lon"]), (west, south, east, north))


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0
