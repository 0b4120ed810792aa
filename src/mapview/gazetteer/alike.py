"""Places of a project that may be the one that somebody is about to add."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from mapview.domain.model import Place
from mapview.gazetteer.coordinates import distance_m
from mapview.gazetteer.kind_words import strip_kind_words
from mapview.gazetteer.normalise import bare, fold, skeletons

_NEAR_M = 100.0
_LEAST_LIKE = 0.8


def alike(place: Place, others: Iterable[Place]) -> Place | None:
    """Return a place that is likely the same: of like name within 100 metres, or of the same id in a gazetteer."""
    names = _names(place)
    for other in others:
        if other.id == place.id:
            continue
        if any(other.ids.get(gazetteer) == known for gazetteer, known in place.ids.items()):
            return other
        near = distance_m((place.lat, place.lon), (other.lat, other.lon)) <= _NEAR_M
        if near and any(_like(one, two) for one in names for two in _names(other)):
            return other
    return None


def _names(place: Place) -> set[str]:
    folded = (fold(name) for name in (place.names.en, place.names.ar, *place.aliases) if name)
    return {bare(strip_kind_words(name)[0]) for name in folded}


def _like(one: str, two: str) -> bool:
    if not one or not two:
        return False
    sounds = not set(skeletons(one)).isdisjoint(skeletons(two))
    return sounds or OSA.normalized_similarity(one, two) >= _LEAST_LIKE
