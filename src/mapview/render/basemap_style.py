"""Colours and strokes of the basemap: quiet, so that the claims carry the colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mapview.render.basemap_file import Kind
from mapview.render.basemap_labels import LabelColours, LabelKind
from mapview.render.own_names import OwnNames

Theme = Literal["light", "dark"]
Language = Literal["en", "ar"]


@dataclass(frozen=True, slots=True)
class TileStyle:
    """What a tile looks like; two tiles with equal styles fit together.

    ``omit`` are names that the basemap does not repeat, since the claims on top of it bear them. A tile that is shown
    ``enlarged`` times its size has lines and names that much smaller, so that they look as they do elsewhere.
    ``covered`` are boxes (left, top, right, bottom) in CSS pixels from the tile's corner, which marks and names of the
    claims take up: what would stand there is left out.
    """

    theme: Theme
    lang: Language
    labels: bool = True
    omit: OwnNames = frozenset()
    enlarged: float = 1.0
    covered: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: colour ``#rrggbb``, width and dashes (on, off, …) in CSS pixels."""

    colour: str
    width: float
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a theme, ``#rrggbb``; text keeps a contrast of 4.5:1 or better on land."""

    water: str
    land: str
    coast: Stroke
    strokes: Mapping[Kind, Stroke]
    labels: Mapping[LabelKind, LabelColours]


def _labels(land: str, country: str, region: str, town: str, dot: str) -> dict[LabelKind, LabelColours]:
    return {
        LabelKind.COUNTRY: LabelColours(country, land, dot),
        LabelKind.REGION: LabelColours(region, land, dot),
        LabelKind.CAPITAL: LabelColours(town, land, dot),
        LabelKind.CITY: LabelColours(town, land, dot),
        LabelKind.TOWN: LabelColours(town, land, dot),
    }


# At twice the density a coast of 0.5 CSS pixels is one device pixel wide, which Qt strokes some fifty times faster.
PALETTES: Mapping[Theme, Palette] = {
    "light": Palette(
        water="#d3dee6",
        land="#f1eee8",
        coast=Stroke("#a7b9c6", 0.5),
        strokes={
            Kind.RIVER: Stroke("#bccfdb", 0.9),
            Kind.REGION_BORDER: Stroke("#d6d0c6", 0.7),
            Kind.CLAIMED_BORDER: Stroke("#c2bab0", 0.7, (2.0, 3.0)),
            Kind.DISPUTED_BORDER: Stroke("#a39a90", 1.0, (4.0, 3.0)),
            Kind.BORDER: Stroke("#a39a90", 1.0),
        },
        labels=_labels("#f1eee8", country="#5d564e", region="#6d665d", town="#3f3a35", dot="#6b645c"),
    ),
    "dark": Palette(
        water="#1a2025",
        land="#2b2a29",
        coast=Stroke("#455058", 0.5),
        strokes={
            Kind.RIVER: Stroke("#304048", 0.9),
            Kind.REGION_BORDER: Stroke("#484644", 0.7),
            Kind.CLAIMED_BORDER: Stroke("#5c5851", 0.7, (2.0, 3.0)),
            Kind.DISPUTED_BORDER: Stroke("#736d66", 1.0, (4.0, 3.0)),
            Kind.BORDER: Stroke("#736d66", 1.0),
        },
        labels=_labels("#2b2a29", country="#b5aea5", region="#999289", town="#d0cbc4", dot="#aaa399"),
    ),
}


def river_width(min_zoom: int, zoom: int) -> float:
    """Return the width in CSS pixels of a river that shows from one zoom, at another."""
    return min(2.2, 0.6 + 0.22 * (zoom - min_zoom))
