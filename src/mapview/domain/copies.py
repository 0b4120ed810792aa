"""Sources whose texts share so much that they may be one voice: which of two may repeat the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from mapview.domain.model import Source
from mapview.domain.register import known_from, speaker_of

#: From this share on, of one text or of the other, two sources are offered as one voice.
AT_LEAST = 0.8


@dataclass(frozen=True, slots=True)
class Offer:
    """A source that may repeat another one; ``share`` is how much of one text stands in the other, 0 to 1."""

    copy: str
    original: str
    share: float


def offer(sources: Mapping[str, Source], one: str, other: str, share: float) -> Offer | None:
    """Name the one that became known later a copy of the other.

    Returns
    -------
    None if they speak with one voice already, or the later one is known to repeat a third.
    """
    if speaker_of(sources[one], sources) == speaker_of(sources[other], sources):
        return None
    original, copy = sorted((one, other), key=lambda name: (known_from(sources[name]), name))
    return None if sources[copy].repeats is not None else Offer(copy, original, share)
