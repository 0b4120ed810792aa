"""What is not yet in the project: claims and places with some fields filled, for a person to complete."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mapview.domain.model import Certainty, Modality, PlaceKind, Text, Value


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A place to be made; ``lat`` and ``lon`` in WGS 84 degrees, ``precision_m`` its radius in metres."""

    names: Text
    kind: PlaceKind = "site"
    lat: float | None = None
    lon: float | None = None
    precision_m: float | None = None
    coordinates_from: str = ""
    aliases: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A claim to be made out of a passage, from ``start`` to ``end`` in code points of the source's text.

    ``place`` is a place of the project; ``new_place`` one that it does not have yet. ``speaker`` is who is quoted, if
    the project has no such utterance yet.
    """

    source: str | None = None
    start: int | None = None
    end: int | None = None
    place: str | None = None
    new_place: PlaceDraft | None = None
    topic: str | None = None
    value: Value | None = None
    statement: Text = field(default_factory=Text)
    when: str | None = None
    modality: Modality = "reported"
    certainty: Certainty = "certain"
    utterance: str | None = None
    speaker: Text | None = None
    note: str = ""
