"""Places in Arabic and English text: which words name one, and which place each names."""

import csv
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import cos, exp, hypot, radians

from mapview.config import resource_path
from mapview.gazetteer.normalise import bare, fold, is_arabic
from mapview.reading import cues as cue_words
from mapview.reading import mentions
from mapview.reading.mentions import Mention
from mapview.reading.names import Candidate, Names, shared
from mapview.reading.tokens import sentences
from mapview.reading.units import units

_KM_PER_DEGREE = 111.195
#: Weights of the resolution, in log odds: prominence from 0 to 100 counts a tenth each.
_PROMINENCE, _KIND, _FOCUS, _NEAR, _INSIDE, _NOT_MAIN = 0.12, 2.5, 4.0, 1.6, 5.0, -1.2
_WRONG_KIND, _HOLDS = -1.5, 3.0
#: What a name is worth that is a person's somewhere in the document, unless the place is as well known as this.
_SURNAME, _FAMOUS = -2.5, 62
#: Countries are known better than what else has their name, but not by as much as their prominence says.
_COUNTRY_PROMINENCE = 84
_NEAR_KM = 120.0
_FAR_DEGREES, _FAR_KM = 15.0, 5_000.0
#: Evidence beneath which nothing saves a name, what a near place adds, and the prominence of a town.
_HOPELESS, _RESCUE, _TOWN = -1.3, 1.3, 28
_WEAK = 0.4
_ROUNDS = 2
_SHOWN = 5
_ANCHORS = 30
_FACILITY = 0.25
_WIDE = frozenset({"country", "area"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a mention may mean; ``lat, lon`` in WGS 84 degrees, ``score`` 0 to 1."""

    id: str
    name: str
    lat: float
    lon: float
    kind: str
    country: str
    score: float


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A name in the text: ``start`` and ``end`` in code points of the text as given.

    ``score`` is how likely the words name this very place; ``candidates`` are the places that they may name, the
    likeliest first.
    """

    start: int
    end: int
    text: str
    place: Place | None
    score: float
    candidates: tuple[Place, ...]


def find_places(text: str, language: str | None = None, names: Names | None = None) -> list[PlaceMention]:
    """Return the names of places in a text in the order in which they stand.

    Parameters
    ----------
    text
        Arabic, English or both; any string.
    language
        Not needed, since both languages are read at once; a wrong one does no harm.
    names
        Opened names; by default those that MapView brings along, opened once.

    Examples
    --------
    >>> [(m.text, m.place.id) for m in find_places("غادر الرتل قاعدة عين الأسد") if m.place]
    [('قاعدة عين الأسد', 'ain-al-asad')]
    """
    del language
    opened = names or shared()
    draft = _read(text, opened)
    chosen = _resolve(draft.mentions, draft.hints)
    named = [_output(text, mention, chosen[mention.key], opened) for mention in draft.mentions]
    return sorted([*named, *_facilities(text, draft.facilities, named)], key=lambda mention: mention.start)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What one pass over the text finds: names, phrases of facilities, and how often a country's people are named."""

    mentions: list[Mention]
    facilities: list[tuple[int, int]]
    hints: Counter[str]


def _read(text: str, names: Names) -> _Draft:
    cues = cue_words.load()
    found: list[Mention] = []
    facilities: list[tuple[int, int]] = []
    hints: Counter[str] = Counter()
    demonyms = _demonyms()
    for number, sentence in enumerate(sentences(text)):
        words = units(text, sentence)
        found += mentions.find(words, number, names, cues)
        facilities += mentions.facilities(words, cues)
        hints.update(demonyms[word.folded] for word in words if word.folded in demonyms)
    return _Draft(_holding(found, demonyms), facilities, hints)


def _facilities(text: str, found: Sequence[tuple[int, int]], named: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Yield what stands in a place that the text names without being in the gazetteer: a hospital, a bridge, a wadi.

    It gets the place of the mention nearest to it, a town before a country, with a low score.
    """
    taken = [(mention.start, mention.end) for mention in named]
    for start, end in found if named else ():
        at = bisect_left(taken, (start, end))
        if any(s < end and start < e for s, e in taken[max(0, at - 1) : at + 1]):
            continue
        around = named[max(0, at - 4) : at + 4]
        nearest = min(
            around, key=lambda each: (each.place is None or each.place.kind in _WIDE, abs(each.start - start))
        )
        if nearest.place:
            place = replace(nearest.place, score=_FACILITY)
            yield PlaceMention(start, end, text[start:end], place, _FACILITY, (place,))


def _holding(found: list[Mention], demonyms: Mapping[str, str]) -> list[Mention]:
    """Return the mentions with evidence enough; a name that is certain once lends its certainty to its repeats."""
    best: dict[str, float] = defaultdict(lambda: -9.0)
    persons: Counter[str] = Counter()
    for mention in found:
        best[mention.key] = max(best[mention.key], mention.evidence)
        persons[mention.key] += 1 if mention.person else 0
    held: list[Mention] = []
    doubtful: list[Mention] = []
    for mention in found:
        if mention.key in demonyms and mention.candidates[0].kind != "country":
            continue
        evidence = mention.evidence + (1.0 if best[mention.key] > max(1.5, mention.evidence) else 0.0)
        if persons[mention.key] and mention.candidates[0].prominence < _FAMOUS:
            evidence += _SURNAME
        (held if evidence > 0 else doubtful).append(replace(mention, evidence=evidence))
    return _rescued(held, doubtful)


def _rescued(held: list[Mention], doubtful: list[Mention]) -> list[Mention]:
    """Add to the mentions those little-known names that lie near a place that the document names anyway."""
    anchors = [each.candidates[0] for each in held[:_ANCHORS] if each.candidates[0].kind not in _WIDE]
    countries = {each.candidates[0].country for each in held if each.candidates[0].kind == "country"}
    for mention in doubtful:
        if mention.evidence < _HOPELESS or not is_arabic(mention.key):
            continue
        for candidate in mention.candidates[:_SHOWN]:
            near = any(distance_km(candidate, anchor) < _NEAR_KM for anchor in anchors)
            if near or (candidate.country in countries and candidate.prominence >= _TOWN):
                held.append(replace(mention, evidence=mention.evidence + _RESCUE))
                break
    return sorted(held, key=lambda mention: mention.start)


@dataclass(slots=True)
class _Sense:
    """A name of the document with all its mentions: one sense for all of them."""

    key: str
    candidates: Sequence[Candidate]
    kinds: frozenset[str]
    count: int
    scores: list[float]

    @property
    def best(self) -> Candidate:
        return self.candidates[max(range(len(self.scores)), key=self.scores.__getitem__)]


def _resolve(found: Sequence[Mention], hints: Counter[str]) -> dict[str, _Sense]:
    """Return for each name which place it means in this document."""
    senses: dict[str, _Sense] = {}
    for mention in found:
        sense = senses.get(mention.key)
        if sense:
            sense.count += 1
            sense.kinds |= mention.kinds
        else:
            senses[mention.key] = _Sense(mention.key, mention.candidates, mention.kinds, 1, [])
    inside = _containers(found)
    contents: dict[str, set[str]] = defaultdict(set)
    for name, outer in inside.items():
        for key in outer:
            contents[key].add(name)
    for sense in senses.values():
        sense.scores = [_alone(each, sense.kinds) for each in sense.candidates]
    for _ in range(_ROUNDS):
        weights = _weights(senses.values(), hints)
        anchors = _anchors(senses.values())
        fresh = {}
        for key, sense in senses.items():
            focus = _focus(weights, sense)
            around = [senses[name] for name in inside[key]]
            inner = [other for name in contents[key] for other in senses[name].candidates[:_SHOWN]]
            fresh[key] = [
                _alone(each, sense.kinds)
                + _in_context(each, key, focus, anchors, around)
                + _HOLDS * any(_holds(each, other) for other in inner)
                for each in sense.candidates
            ]
        for key, scores in fresh.items():
            senses[key].scores = scores
    return senses


def _containers(found: Sequence[Mention]) -> dict[str, set[str]]:
    """Return the names that stand right behind a name and may tell where it lies: Pandi, Bulacan."""
    inside: dict[str, set[str]] = defaultdict(set)
    for first, second in pairwise(found):
        if first.sentence == second.sentence and 0 <= second.first - first.last <= 2 and first.key != second.key:
            inside[first.key].add(second.key)
    return inside


def _alone(candidate: Candidate, kinds: frozenset[str]) -> float:
    prominence = candidate.prominence if candidate.kind != "country" else _COUNTRY_PROMINENCE
    score = _PROMINENCE * prominence + (0 if candidate.main else _NOT_MAIN)
    if kinds:
        score += _KIND if candidate.kind in kinds else _WRONG_KIND
    return score


def _weights(senses: Iterable[_Sense], hints: Counter[str]) -> dict[str, float]:
    """Return how much the document speaks of each country."""
    weights: dict[str, float] = defaultdict(float)
    for sense in senses:
        weights[sense.best.country] += _weight(sense)
    for country, count in hints.items():
        weights[country] += _WEAK * min(3, count)
    return weights


def _weight(sense: _Sense) -> float:
    if not sense.best.country:
        return 0.0
    return min(3, sense.count) * (1.5 if sense.best.kind == "country" else 1.0)


def _focus(weights: Mapping[str, float], but: _Sense) -> dict[str, float]:
    """Return each country's share of the document, as the other names tell it."""
    own = _weight(but)
    total = max(sum(weights.values()) - own, 1.0)
    return {
        country: max(0.0, weight - (own if country == but.best.country else 0.0)) / total
        for country, weight in weights.items()
    }


def _anchors(senses: Iterable[_Sense]) -> list[tuple[str, Candidate]]:
    """Return the places by which others are judged near: the ones named most, countries and areas aside."""
    ordered = sorted(senses, key=lambda sense: -sense.count)[:_ANCHORS]
    return [(sense.key, sense.best) for sense in ordered if sense.best.kind not in _WIDE]


def _in_context(
    candidate: Candidate, key: str, focus: dict[str, float], anchors: Sequence[tuple[str, Candidate]],
    containers: Sequence[_Sense],
) -> float:  # fmt: skip
    share = focus.get(candidate.country, 0.0)
    score: float = _FOCUS * share**0.7
    near = [other for name, other in anchors if name != key and abs(other.lat - candidate.lat) < _FAR_DEGREES]
    away = min((distance_km(candidate, other) for other in near), default=_FAR_KM)
    score += _NEAR * _NEAR_KM / (_NEAR_KM + away)
    for sense in containers:
        if any(_holds(other, candidate) for other in sense.candidates[:6]):
            score += _INSIDE
            break
    return score


def _holds(outer: Candidate, inner: Candidate) -> bool:
    """Tell whether a country or region may contain a place."""
    if outer.country != inner.country or outer.prominence < 20:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    reach = {"region": 450.0, "governorate": 250.0, "area": 300.0, "district": 80.0, "city": 60.0}.get(outer.kind)
    return reach is not None and inner.kind != "country" and distance_km(outer, inner) < reach


def distance_km(a: Candidate, b: Candidate) -> float:
    """Return the distance of two places in kilometres, near enough for comparing."""
    east = (a.lon - b.lon + 180) % 360 - 180
    away: float = hypot(a.lat - b.lat, east * cos(radians((a.lat + b.lat) / 2)))
    return away * _KM_PER_DEGREE


def _output(text: str, mention: Mention, sense: _Sense, names: Names) -> PlaceMention:
    order = sorted(range(len(sense.scores)), key=lambda i: -sense.scores[i])
    order = order[:_SHOWN]
    top = sense.scores[order[0]]
    weights = [exp(sense.scores[i] - top) for i in order]
    total = sum(exp(score - top) for score in sense.scores)
    certain = 1 / (1 + exp(-mention.evidence))
    places = []
    for i, weight in zip(order, weights, strict=True):
        candidate = sense.candidates[i]
        identity, name = names.identity(candidate)
        score = round(certain * weight / total, 3)
        places.append(Place(identity, name, candidate.lat, candidate.lon, candidate.kind, candidate.country, score))
    start, end = mention.start, mention.end
    return PlaceMention(start, end, text[start:end], places[0], places[0].score, tuple(places))


@lru_cache(maxsize=1)
def _demonyms() -> dict[str, str]:
    """Return folded names of peoples to ISO codes: English by a list, Arabic made from the country's name."""
    found: dict[str, str] = {}
    with resource_path("resources/reading/demonyms.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found |= {fold(word): row["country"] for word in row["words"].split("|")}
            for name in row["arabic"].split("|"):
                found |= dict.fromkeys(_nisbas(bare(fold(name))), row["country"])
    return found


def _nisbas(name: str) -> Iterable[str]:
    """Return the forms of the adjective made from a country's Arabic name: عراق gives عراقي and العراقية."""
    stem = name.removesuffix("ا").removesuffix("ه").removesuffix("ي")
    for ending in ("ي", "يه", "يين", "يون", "يات"):
        yield from (f"{lead}{stem}{ending}" for lead in ("", "ال", "وال", "لل", "بال"))
