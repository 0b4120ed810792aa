"""Which labels of the basemap repeat a name that the claims on top of it bear.

>>> own = frozenset({("Kuwait", 29.5, 47.75)})
>>> [is_repeated(label, position(29.4, 47.9, 0), 6, own) for label in ("Kuwait", "Kuwait City", "Basra")]
[True, True, False]
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from math import hypot

from mapview.render.mercator import position

#: Name, latitude and longitude in degrees of places that have claims, in each language, as far as labels may say them.
OwnNames = frozenset[tuple[str, float, float]]

# Nearer to a mark than this its name and a longer one read as one name said twice.
_NEAR_PX = 160
_TILE_PX = 256
_MOST_WORDS = 6


def is_repeated(label: str, at: tuple[float, float], zoom: int, own: OwnNames) -> bool:
    """Whether a label says a name again: the very same one, or one that it holds and whose mark is near.

    Parameters
    ----------
    label
        What the basemap would write.
    at
        Where, as x and y in a world of side 1.
    zoom
        Of 256-pixel tiles, in which nearness is measured.
    """
    if not own:
        return False
    points = _points(own)
    if " ".join(label.split()) in points:
        return True
    near = _NEAR_PX / _TILE_PX / 2**zoom
    return any(hypot(x - at[0], y - at[1]) < near for part in parts_of(label) for x, y in points.get(part, ()))


def parts_of(label: str) -> Iterator[str]:
    """Yield the names that a label may say: the words of it, and each few that follow one another."""
    words = label.split()
    for first in range(len(words)):
        for end in range(first + 1, min(len(words), first + _MOST_WORDS) + 1):
            yield " ".join(words[first:end])
    if len(words) > _MOST_WORDS:
        yield " ".join(words)


@lru_cache(maxsize=2)
def _points(own: OwnNames) -> dict[str, list[tuple[float, float]]]:
    found = defaultdict(list)
    for name, lat, lon in own:
        found[name].append(position(lat, lon, 0))
    return dict(found)
