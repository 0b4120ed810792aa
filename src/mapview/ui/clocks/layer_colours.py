"""The layers of the time axis: which are drawn by themselves, in which order and with which names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mapview.domain.course import Course
from mapview.domain.histogram import Layer
from mapview.domain.model import Project, Text
from mapview.domain.snapshot import Language
from mapview.render import facet_words
from mapview.ui.widgets.theme import COLOURS

N = TypeVar("N", np.int64, np.float64)

#: What the histogram can be stacked by, with the part of a filter that names the same.
STACKS: Mapping[Layer, str] = {"publisher": "publishers", "topic": "topics", "modality": "modalities"}

#: More colours than these are not told apart; the rest goes together.
_MOST = len(COLOURS["light"].series)
_OTHERS = Text("others", "غيرها")


@dataclass(frozen=True, slots=True)
class ShownLayer:
    """One or several layers of the histogram that are drawn as one.

    ``members`` are their positions; ``colour`` a position among the theme's series, None for those that go together.
    """

    words: str
    members: tuple[int, ...]
    colour: int | None


def shown_layers(course: Course, by: Layer, project: Project, language: Language) -> tuple[ShownLayer, ...]:
    """Return the layers with claims, the one with the most first; what has no colour of its own comes last."""
    numbers = course.layers(by)
    ranked = sorted(
        (position for position, (_, number) in enumerate(numbers) if number),
        key=lambda position: -numbers[position][1],
    )
    own = ranked if len(ranked) <= _MOST else ranked[: _MOST - 1]
    shown = [
        ShownLayer(facet_words.value_words(STACKS[by], numbers[position][0], project, language), (position,), colour)
        for colour, position in enumerate(own)
    ]
    if len(own) < len(ranked):
        shown.append(ShownLayer(_OTHERS.in_language(language), tuple(ranked[len(own) :]), None))
    return tuple(shown)


def gathered(layers: tuple[ShownLayer, ...], counts: NDArray[N]) -> NDArray[N]:
    """Add up what is given by layer for the layers that are drawn as one, shape (shown layers, stretches)."""
    found = np.empty((len(layers), counts.shape[1]), counts.dtype)
    for row, layer in enumerate(layers):
        found[row] = counts[list(layer.members)].sum(axis=0)
    return found
