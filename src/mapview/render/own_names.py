"""Which labels of the basemap repeat a name that the claims on top of it bear.

>>> own = frozenset({("Kuwait", 29.5, 47.75)})
>>> [is_repeated(label, position(29.4, 47.9, 0), 6, own) for label in ("Kuwait", "Kuwait City", "Basra")]
[True, True, False]
"""

from collections import defaultdict
from functools import lru_cache
from math import hypot

from mapview.render.mercator import position

#: Name, latitude and longitude in degrees of each place that has claims, in each language.
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
    words = label.split()
    if " ".join(words) in points:
        return True
    near = _NEAR_PX / _TILE_PX / 2**zoom
    parts = (
        " ".join(words[first:end])
        for first in range(len(words))
        for end in range(first + 1, min(len(words), first + _MOST_WORDS) + 1)
    )
    return any(hypot(x - at[0], y - at[1]) < near for part in parts for x, y in points.get(part, ()))


@lru_cache(maxsize=2)
def _points(own: OwnNames) -> dict[str, list[tuple[float, float]]]:
    found = defaultdict(list)
    for name, lat, lon in own:
        found[name].append(position(lat, lon, 0))
    return dict(found)
