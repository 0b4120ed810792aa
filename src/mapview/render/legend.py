"""Which colours a topic's values get: categories for the marks and for the legend."""

import bisect
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapview.domain import dates
from mapview.domain.columns import Columns
from mapview.domain.conflicts import Rows
from mapview.domain.model import Text, Topic
from mapview.domain.snapshot import Theme
from mapview.errors import BadInputError
from mapview.render.texts import date_words, number_words

#: Okabe and Ito, "Color Universal Design" (2008): eight colours that people with any colour vision tell apart.
OKABE_ITO: Mapping[str, str] = {
    "black": "#000000",
    "orange": "#e69f00",
    "sky-blue": "#56b4e9",
    "bluish-green": "#009e73",
    "yellow": "#f0e442",
    "blue": "#0072b2",
    "vermillion": "#d55e00",
    "reddish-purple": "#cc79a7",
}
# Black marks vanish on a dark map; light grey takes the place that black has on a light one.
_DARK: Mapping[str, str] = {"black": "#dfe3e8"}
_OTHER: Mapping[Theme, str] = {"light": "#878d96", "dark": "#9aa1ab"}
_DISTINCT = ("blue", "orange", "bluish-green", "vermillion", "sky-blue", "reddish-purple", "yellow")
# Viridis (van der Walt and Smith, CC0), from its dark end: lightness rises evenly, also without colour vision.
_RAMP = ("#440154", "#443983", "#31688e", "#21918c", "#35b779", "#90d743", "#fde725")

#: What values are sorted by.
Key = str | float

MAX_CATEGORIES = 8
_MAX_BINS = 6


@dataclass(frozen=True, slots=True)
class Category:
    """A colour ``#rrggbb`` and what it stands for."""

    label: Text
    colour: str


@dataclass(frozen=True, slots=True, eq=False)
class ClaimedCategories:
    """The categories of a topic, at most :data:`MAX_CATEGORIES`, the rows of its claims, and the category of each."""

    categories: tuple[Category, ...]
    rows: Rows
    of_row: NDArray[np.uint8]

    def of(self, row: int) -> Category:
        """Return the category of a row of the topic."""
        return self.categories[int(self.of_row[np.searchsorted(self.rows, row)])]


def palette_colour(name: str, theme: Theme) -> str:
    """Return a colour of the palette as ``#rrggbb``.

    Raises
    ------
    BadInputError
        If the palette has no such name.
    """
    if name not in OKABE_ITO:
        raise BadInputError(f"{name} is no colour of the palette: use one of {', '.join(OKABE_ITO)}.")
    return _DARK.get(name, OKABE_ITO[name]) if theme == "dark" else OKABE_ITO[name]


def claimed_categories(columns: Columns, topic: Topic, theme: Theme) -> ClaimedCategories:
    """Sort the claims of a topic into categories, as :func:`categories_of` does their values.

    Parameters
    ----------
    columns
        All claims, whatever their time, so that colours do not change with the view.
    topic
        What the claims are about.
    theme
        Of the page.

    Raises
    ------
    BadInputError
        If a state's colour is not in the palette.
    """
    rows = np.flatnonzero(columns.topic == columns.register.topics.at[topic.id])
    if topic.type == "quantity":
        numbers, which = np.unique(columns.middle[rows], return_inverse=True)
        keys: list[Key] = numbers.tolist()
    else:
        codes, which = np.unique(columns.value[rows], return_inverse=True)
        # Made anew whenever it is asked for.
        values = columns.values
        keys = [values[code] or "" for code in codes.tolist()]
    categories, of_key = categories_of(topic, keys, theme)
    return ClaimedCategories(categories, rows, np.array(of_key, np.uint8)[which])


def categories_of(topic: Topic, keys: Sequence[Key], theme: Theme) -> tuple[tuple[Category, ...], list[int]]:
    """Sort the values of a topic into categories; return these, and which each value has.

    States keep their own colours. Quantities fall into bins between round numbers, on a ramp whose lightness follows
    the number. Dates take a colour per distinct date, in the order of time. Texts share one. What exceeds
    :data:`MAX_CATEGORIES` is gathered under "other".

    Parameters
    ----------
    topic
        What the values are claimed of.
    keys
        The values that are claimed; of a quantity the middle of its range, or its one end.
    theme
        Of the page.

    Raises
    ------
    BadInputError
        If a state's colour is not in the palette.
    """
    if topic.type == "quantity":
        return _quantities(topic, [float(key) for key in keys], theme)
    words = [str(key) for key in keys]
    if topic.type == "state":
        entries = {state.id: Category(state.names, palette_colour(state.colour, theme)) for state in topic.states}
        return _by_key(entries, words, theme)
    if topic.type == "date":
        return _by_key(_dates(words, theme), words, theme)
    category = Category(Text("a statement", "إفادة"), palette_colour("blue", theme))
    return (category,), [0] * len(keys)


def _dates(words: Sequence[str], theme: Theme) -> dict[str, Category]:
    values = sorted(set(words), key=_date_order)
    colours = [palette_colour(name, theme) for name in _DISTINCT] + [_OTHER[theme]] * len(values)
    return {
        value: Category(Text(date_words(value, "en"), date_words(value, "ar")), colour)
        for value, colour in zip(values, colours, strict=False)
    }


def _by_key(
    entries: Mapping[str, Category], words: Sequence[str], theme: Theme
) -> tuple[tuple[Category, ...], list[int]]:
    keys = list(entries)
    categories = list(entries.values())
    if len(keys) > MAX_CATEGORIES:
        other = Category(Text("other", "غير ذلك"), _OTHER[theme])
        categories = [*categories[: MAX_CATEGORIES - 1], other]
    position = {key: min(number, len(categories) - 1) for number, key in enumerate(keys)}
    return tuple(categories), [position[word] for word in words]


def _date_order(value: str) -> tuple[float, float]:
    span = dates.parse(value)
    return (
        -math.inf if span.earliest is None else span.earliest,
        math.inf if span.latest is None else span.latest,
    )


def _quantities(topic: Topic, numbers: Sequence[float], theme: Theme) -> tuple[tuple[Category, ...], list[int]]:
    edges = _round_edges(sorted(set(numbers)))
    count = len(edges) + 1
    steps = [round(number * (len(_RAMP) - 1) / max(1, count - 1)) for number in range(count)]
    ramp = _RAMP if theme == "dark" else _RAMP[::-1]
    labels = [_bin_label(low, high, topic.unit) for low, high in zip([None, *edges], [*edges, None], strict=True)]
    categories = tuple(Category(label, ramp[step]) for label, step in zip(labels, steps, strict=True))
    return categories, [bisect.bisect_right(edges, number) for number in numbers]


def _round_edges(numbers: Sequence[float]) -> list[float]:
    """Return rising round numbers (1, 2 or 5 times a power of ten) that part the numbers into at most six bins."""
    if len(numbers) < 2:
        return []
    positive = [number for number in numbers if number > 0]
    powers = range(math.floor(math.log10(positive[0])), math.ceil(math.log10(positive[-1])) + 1)
    for steps in ((1, 2, 5), (1, 5), (1,)):
        ladder = [step * 10.0**power for power in powers for step in steps]
        # An edge is of use only where a number lies between it and the next one.
        edges = sorted(
            {ladder[position - 1] for number in numbers if (position := bisect.bisect_right(ladder, number))}
        )
        if bisect.bisect_left(numbers, edges[0]) == 0:
            edges = edges[1:]
        if len(edges) < _MAX_BINS:
            return edges
    return edges[-(_MAX_BINS - 1) :]


def _bin_label(low: float | None, high: float | None, unit: Text | None) -> Text:
    def words(language: str) -> str:
        name = f" {unit.in_language(language)}" if unit else ""
        under, more = ("أقل من {}", "{} فأكثر") if language == "ar" else ("under {}", "{} or more")
        if low is None and high is None:
            return ("كل القيم" if language == "ar" else "all values") + (f" ({name.strip()})" if unit else "")
        if low is None:
            return under.format(number_words(high or 0, language)) + name
        if high is None:
            return more.format(number_words(low, language)) + name
        to = "من {} إلى أقل من {}" if language == "ar" else "{} to under {}"
        return to.format(number_words(low, language), number_words(high, language)) + name

    return Text(words("en"), words("ar"))
