"""Names that may mean several places: which to ask about, once a document, and what an answer changes."""

from dataclasses import replace

from mapview.gazetteer.normalise import fold
from mapview.reading.suggest import Reading, ranked
from mapview.reading.toponyms import Place, PlaceMention

#: A second place is worth a question if it is this likely beside the first.
_RIVAL = 0.35


def to_ask(reading: Reading) -> tuple[PlaceMention, ...]:
    """Return the first mention of each name that may well mean another place than the one taken."""
    asked: dict[str, PlaceMention] = {}
    for mention in reading.places:
        rivals = [each.score for each in mention.candidates if mention.place and each.id != mention.place.id]
        if mention.place and max(rivals, default=0.0) >= _RIVAL * mention.place.score:
            asked.setdefault(fold(mention.text), mention)
    return tuple(asked.values())


def chosen(reading: Reading, mention: PlaceMention, place: Place) -> Reading:
    """Return a reading in which a name means the place that a person chose, in all its mentions and claims.

    A person's choice is certain: the score becomes 1, and what else the name could mean stays among the candidates.
    """
    name = fold(mention.text)
    certain = replace(place, score=1.0)
    spans = {(each.start, each.end): each.score for each in reading.places if fold(each.text) == name}
    places = tuple(
        replace(each, place=certain, score=1.0) if (each.start, each.end) in spans else each for each in reading.places
    )
    claims = [
        replace(each, place=place.id, rank=min(1.0, round(each.rank / max(spans[each.named], 0.01), 3)))
        if each.named in spans
        else each
        for each in reading.claims
    ]
    return replace(reading, places=places, claims=ranked(claims))
