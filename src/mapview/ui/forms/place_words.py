"""What is said of places of the gazetteer, in the two languages of the timeline's texts."""

from collections.abc import Mapping
from typing import cast

from mapview.domain.model import PlaceKind, Text
from mapview.domain.snapshot import Language
from mapview.gazetteer.index import Entry
from mapview.gazetteer.nearby import Compass, Nearby
from mapview.render.texts import number_words
from mapview.ui.widgets.words import kind_words, page_word

_TOWARDS: Mapping[Compass, str] = {
    "N": "شمال", "NE": "شمال شرق", "E": "شرق", "SE": "جنوب شرق",
    "S": "جنوب", "SW": "جنوب غرب", "W": "غرب", "NW": "شمال غرب",
}  # fmt: skip
_BESIDE = Text("{distance} {towards} of {place}", "على بعد {distance} {towards} {place}")
_INSIDE = Text("in {place}", "في {place}")


def entry_name(entry: Entry, language: Language) -> str:
    """Return the name of an entry in a language, else in the other, else in any."""
    other = "en" if language == "ar" else "ar"
    return entry.names.get(language) or entry.names.get(other) or entry.name


def both_names(entry: Entry, language: Language) -> str:
    """Return the names of an entry in the two languages, that of the reader first."""
    names = (entry_name(entry, language), entry.names.get("en" if language == "ar" else "ar", ""))
    return " · ".join(dict.fromkeys(f"\u2068{name}\u2069" for name in names if name))


def entry_kind(entry: Entry, language: Language) -> str:
    """Return what kind of place an entry is."""
    return kind_words(cast("PlaceKind", entry.kind), language)


def distance_words(kilometres: float, language: Language) -> str:
    """Return a distance: to a hundred metres below ten kilometres, to whole ones above."""
    if kilometres < 1:
        return f"{number_words(round(kilometres * 10) * 100, language)} {page_word('metres', language)}"
    near = round(kilometres, 1 if kilometres < 10 else 0)
    whole = int(near) if near == int(near) else near
    return f"{number_words(whole, language)} {page_word('kilometres', language)}"


def nearby_words(found: Nearby, language: Language) -> str:
    """Return where a point lies: ``4 km NE of Hit, Al-Anbar``."""
    place = entry_name(found.entry, language)
    if found.region is not None:
        place += ("، " if language == "ar" else ", ") + entry_name(found.region, language)
    if found.inside:
        return _INSIDE.in_language(language).format(place=place)
    towards = _TOWARDS[found.towards] if language == "ar" else found.towards
    distance = distance_words(found.distance_km, language)
    return _BESIDE.in_language(language).format(distance=distance, towards=towards, place=place)
