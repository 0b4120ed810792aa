"""The claim model: places, sources, utterances, topics, claims and the project that holds them.

The shape is Wikidata's statement: an item (place), a property (topic), a value, qualifiers (``when``, modality,
certainty) and a reference (source, evidence anchor, utterance). Everything here is immutable; edits are the
change objects of :mod:`mapview.domain.changes`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from mapview.domain.filters import BoundingBox, Filter

PlaceKind = Literal[
    "country", "region", "governorate", "district", "city", "town", "village", "neighbourhood", "area",
    "air_base", "base", "camp", "headquarters", "airport", "port", "crossing", "site",
]  # fmt: skip
ValueType = Literal["state", "quantity", "date", "text"]
Modality = Literal["reported", "announced", "planned", "denied", "estimated"]
Certainty = Literal["certain", "likely", "possible", "doubtful"]
ConflictKind = Literal["derived", "asserted"]
DecisionKind = Literal["prefer", "both-stand", "explained"]
Status = Literal["unreported", "single-source", "corroborated", "disputed", "superseded"]

PLACE_KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
VALUE_TYPES: tuple[ValueType, ...] = get_args(ValueType)
MODALITIES: tuple[Modality, ...] = get_args(Modality)
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
DECISION_KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
#: From the least to the worst; a place shows the worst status of its topics.
STATUSES: tuple[Status, ...] = ("unreported", "superseded", "corroborated", "single-source", "disputed")

MAX_ANCHOR_LENGTH = 300
MAX_CUE_WORDS = 5
#: A known time that follows the event time.
LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and in Arabic; either may be empty, not both.

    Examples
    --------
    >>> Text("Iraq", "العراق").in_language("ar")
    'العراق'
    >>> Text("Iraq", "").in_language("ar")
    'Iraq'
    """

    en: str = ""
    ar: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in a language (``en`` or ``ar``), else in the other one."""
        return (self.ar or self.en) if language == "ar" else (self.en or self.ar)


@dataclass(frozen=True, slots=True)
class Place:
    """A site or an area with names, coordinates in WGS 84 degrees, and where these come from.

    ``precision_m`` is the radius in metres within which the place lies; ``ids`` holds ids in other gazetteers
    by name: ``geonames``, ``wof``, ``wikidata``, ``icao``.
    """

    id: str
    names: Text
    kind: PlaceKind
    lat: float
    lon: float
    precision_m: float
    coordinates_from: str
    aliases: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One report. ``published`` is EDTF or absent; ``obtained`` is the ISO day on which it was obtained."""

    id: str
    title: str
    publisher: Text | None
    url: str | None
    language: str
    published: str | None
    obtained: str
    how: str
    sha256: str
    repeats: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something said once, by a speaker on a day (EDTF), and carried by one or more sources."""

    id: str
    speaker: Text
    date: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """One of the values of a state topic, with its colour name in the palette of the legend."""

    id: str
    names: Text
    colour: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What a claim is about, and the rule by which two of its values cannot both hold.

    ``exclusive`` lists the pairs of states that exclude each other. For quantities and dates ``apart`` says
    whether values whose ranges do not meet exclude each other. Text values never conflict by rule.
    """

    id: str
    names: Text
    type: ValueType
    states: tuple[State, ...] = ()
    exclusive: tuple[tuple[str, str], ...] = ()
    apart: bool = False
    unit: Text | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A range in the unit of its topic; an open end is None. ``approximate`` stands for "about"."""

    min: float | None
    max: float | None
    approximate: bool = False


#: A state id, an EDTF date or a text is a string.
Value = str | Quantity


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where in the normalised text of the source a claim stands: code points, end exclusive."""

    start: int
    end: int
    sha256: str
    cue: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One place, one topic, one value, one statement in our own words, and everything that supports it."""

    id: str
    place: str
    topic: str
    value: Value
    statement: Text
    when: str
    source: str
    anchor: Anchor
    utterance: str | None = None
    modality: Modality = "reported"
    certainty: Certainty = "certain"
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssertedConflict:
    """A person's judgement that claims cannot all hold, with the reason.

    ``sides`` are groups of claim ids: claims of one side agree, claims of different sides clash. All are on one
    place; ``topic`` is the one under which the conflict is filed.
    """

    id: str
    place: str
    topic: str
    sides: tuple[tuple[str, ...], ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's judgement of claims that clash, made on a day (ISO).

    A derived conflict has no id, so that a decision names the claims, in the order of their ids, and holds for every
    conflict among them. ``prefers`` is the claim preferred, if the kind is ``prefer``; a decision that explains the
    clash does so in its note.
    """

    id: str
    claims: tuple[str, ...]
    kind: DecisionKind
    made: str
    prefers: str | None = None
    note: Text = Text()


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named view to come back to; what is None or empty is left as it is.

    ``at`` is the event time and ``known`` the known time, both EDTF; ``known`` is ``locked`` if it follows the event
    time. ``bbox`` is what the map shows: west, south, east, north in WGS 84 degrees. ``caption`` is said with it.
    """

    id: str
    name: Text
    caption: Text = Text()
    at: str | None = None
    known: str | None = None
    place: str | None = None
    topic: str | None = None
    bbox: BoundingBox | None = None
    filter: Filter = field(default_factory=Filter)


@dataclass(frozen=True, slots=True)
class CueWords:
    """Words of a language that suggest a topic, one of its states, or a modality, on top of those built in.

    Each of ``words`` is a word or a phrase; a final ``*`` stands for any ending.
    """

    id: str
    language: str
    words: tuple[str, ...]
    topic: str | None = None
    state: str | None = None
    modality: Modality | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A suggested claim that a person has turned down, so that it is not suggested again.

    ``sha256`` is the document's; ``start`` and ``end`` are code points of its text, end exclusive. ``place`` and
    ``topic`` are ids as the suggestion gave them, and need not be in the project.
    """

    id: str
    sha256: str
    start: int
    end: int
    place: str
    topic: str | None = None


def rejection_of(sha256: str, start: int, end: int, place: str, topic: str | None) -> Rejection:
    """Return the rejection of a suggested claim; the same suggestion has the same id."""
    digest = hashlib.sha256(repr((sha256, start, end, place, topic)).encode("utf-8", "backslashreplace")).hexdigest()
    return Rejection(f"rejected-{digest[:16]}", sha256, start, end, place, topic)


@dataclass(frozen=True, slots=True)
class Project:
    """A whole timeline. The mappings are keyed by id and keep the order in which things were written.

    ``id`` stays with the project in every form and copy of it; None in one that was made without.
    """

    title: Text
    start_topic: str
    places: Mapping[str, Place] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    utterances: Mapping[str, Utterance] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    conflicts: Mapping[str, AssertedConflict] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    views: Mapping[str, SavedView] = field(default_factory=dict)
    cues: Mapping[str, CueWords] = field(default_factory=dict)
    rejections: Mapping[str, Rejection] = field(default_factory=dict)
    id: str | None = None
