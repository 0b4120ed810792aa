"""Which of the places of one name a reader means: how the name matched, what the place is, and where."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Literal

How = Literal["exact", "folded", "bare", "prefix", "sound", "typing", "near"]

# A match of the whole name is worth at least this much; a prominent place may overtake a better match of these,
# but a match by sound or with typing errors never overtakes them.
_WORTH: dict[How, float] = {"exact": 0.72, "folded": 0.72, "bare": 0.68, "prefix": 0.64, "sound": 0.5, "typing": 0.48}
_PROMINENCE_SHARE = 0.25
_SECOND_CHANCE_SHARE = 0.12
# Subtracted for a main name, an alias, a main name without articles, an alias without them, a name without its
# kind word: whoever says Tal Afar means the town before Tal Afar air base.
_WAY = (0.0, 0.01, 0.03, 0.04, 0.08)
_KIND_MEANT, _KIND_NOT_MEANT = 0.06, -0.12
_COUNTRY_MEANT, _COUNTRY_NOT_MEANT = 0.06, -0.15
_HOME = frozenset({"IQ", "SY", "KW", "JO"})
_REGION_BONUS = 0.04
_NEAR_BONUS = 0.15
_NEAR_KM = 150.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place found by one key, with the columns that ranking needs."""

    tier: int
    number: int
    how: How
    way: int
    similarity: float
    lat: float
    lon: float
    kind: str
    prominence: int
    country: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a query says besides the name."""

    near: tuple[float, float] | None = None
    kinds_meant: frozenset[str] = frozenset()
    countries_meant: frozenset[str] = frozenset()
    kinds: Collection[str] | None = None
    countries: Collection[str] | None = None

    def admits(self, candidate: Candidate) -> bool:
        """Tell whether the filters let a place through."""
        if self.kinds is not None and candidate.kind not in self.kinds:
            return False
        return self.countries is None or candidate.country in self.countries


def rank(candidates: Iterable[Candidate], context: Context, limit: int) -> list[tuple[float, Candidate]]:
    """Return the best candidates, each place once, with scores 0 to 1, best first."""
    best: dict[tuple[int, int], tuple[float, Candidate]] = {}
    for candidate in candidates:
        place = (candidate.tier, candidate.number)
        scored = (score(candidate, context), candidate)
        if place not in best or scored[0] > best[place][0]:
            best[place] = scored
    order = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].tier, pair[1].number))
    return [(round(value, 4), candidate) for value, candidate in order[:limit]]


def score(candidate: Candidate, context: Context) -> float:
    """Return how likely a place is meant, 0 to 1."""
    prominence = candidate.prominence / 100
    if candidate.how in {"sound", "typing"}:
        value = _WORTH[candidate.how] * candidate.similarity**2 + _SECOND_CHANCE_SHARE * prominence
    else:
        value = _WORTH[candidate.how] + _PROMINENCE_SHARE * prominence
    value -= _WAY[candidate.way]
    if candidate.country in _HOME:
        value += _REGION_BONUS
    if context.kinds_meant:
        value += _KIND_MEANT if candidate.kind in context.kinds_meant else _KIND_NOT_MEANT
    if context.countries_meant:
        value += _COUNTRY_MEANT if candidate.country in context.countries_meant else _COUNTRY_NOT_MEANT
    if context.near:
        value += _NEAR_BONUS * _nearness(candidate, context.near)
    return max(0.0, min(1.0, value))


def _nearness(candidate: Candidate, near: tuple[float, float]) -> float:
    """Return 1 at the point, a half at 150 km, towards 0 far away."""
    lat, lon = near
    east = (candidate.lon - lon + 180) % 360 - 180
    away_km = hypot(candidate.lat - lat, east * cos(radians(lat))) * 111.195
    return _NEAR_KM / (_NEAR_KM + away_km)
