"""How long frames stay, in ticks."""

from collections.abc import Iterable, Iterator

from mapview.exchange.films.shots import Shot


def stays(shots: Iterable[Shot], ticks_per_second: int) -> Iterator[tuple[Shot, int]]:
    """Yield frames and for how many ticks each stays, rounded so that the film as a whole keeps its length."""
    ended = 0.0
    told = 0
    for shot in shots:
        ended += shot.seconds
        ticks = max(1, round(ended * ticks_per_second) - told)
        told += ticks
        yield shot, ticks
