"""A filter in words, part by part; knows no toolkit."""

from dataclasses import dataclass, replace

from mapview.domain.filters import Filter
from mapview.domain.model import Project, Text
from mapview.domain.snapshot import Language
from mapview.render.clash_words import isolated
from mapview.render.facet_words import FACETS, facet_words, value_words
from mapview.render.texts import number_words

_HIDDEN = Text("{} of {} claims hidden by filters", "حجبت المرشّحات {} من {} إفادة")
_AREA = Text("Only an area", "منطقة محددة")
_DRAWN = Text("Only the area drawn", "المنطقة المرسومة فقط")
_CORNERS = Text("{} ({} corners)", "{} (الزوايا: {})")
_HOLDS = Text("“{}”", "«{}»")
_MOST_VALUES = 2


@dataclass(frozen=True, slots=True)
class FilterPart:
    """A part of a filter: in words, with all its values in words, and the filter without it."""

    words: str
    tip: str
    without: Filter


def filter_parts(wanted: Filter, project: Project, language: Language) -> list[FilterPart]:
    """Return what a filter asks for, part by part."""
    parts = []
    for facet in FACETS:
        values = [isolated(value_words(facet, value, project, language)) for value in getattr(wanted, facet)]
        if values:
            comma = "، " if language == "ar" else ", "
            said = comma.join(values[:_MOST_VALUES])
            if len(values) > _MOST_VALUES:
                said += f" +{number_words(len(values) - _MOST_VALUES, language)}"
            named = facet_words(facet, language)
            without = replace(wanted, **{facet: ()})  # type: ignore[arg-type]
            parts.append(FilterPart(f"{named}: {said}", f"{named}: {comma.join(values)}", without))
    if wanted.bbox is not None:
        box = ", ".join(f"{degrees:.2f}" for degrees in wanted.bbox)
        named = _AREA.in_language(language)
        parts.append(FilterPart(named, f"{named}: {isolated(box)}", replace(wanted, bbox=None)))
    if wanted.area:
        named = _DRAWN.in_language(language)
        corners = _CORNERS.in_language(language).format(named, number_words(len(wanted.area), language))
        parts.append(FilterPart(named, corners, replace(wanted, area=())))
    if wanted.text:
        words = _HOLDS.in_language(language).format(isolated(wanted.text))
        parts.append(FilterPart(words, words, replace(wanted, text="")))
    return parts


def filter_words(wanted: Filter, project: Project, language: Language) -> str:
    """Return all that a filter asks for, in one line; nothing if it asks for nothing."""
    return "; ".join(part.tip for part in filter_parts(wanted, project, language))


def hidden_words(hidden: int, there: int, language: Language) -> str:
    """Return how many of the claims there are the filter hides; nothing if none."""
    if not hidden:
        return ""
    return _HIDDEN.in_language(language).format(number_words(hidden, language), number_words(there, language))
