"""Entities read from their TOML tables; the keys are those of docs/format.md.

Each function raises :class:`ProblemError` at the first key that is missing, unknown or of another type.
"""

from typing import cast

from mapview.domain import filters
from mapview.domain.model import (
    Anchor,
    AssertedConflict,
    Certainty,
    Claim,
    CueWords,
    Decision,
    DecisionKind,
    Modality,
    Place,
    PlaceKind,
    Quantity,
    Rejection,
    SavedView,
    Source,
    State,
    Text,
    Topic,
    Utterance,
    Value,
    ValueType,
)
from mapview.errors import BadInputError
from mapview.store.toml_reader import ProblemError, Table


def read_place(table: Table) -> Place:
    """Read a ``[[places]]``."""
    ids = table.find("ids", dict) or {}
    return Place(
        id=table.take("id", str),
        names=table.text("names"),
        kind=cast("PlaceKind", table.take("kind", str)),
        lat=table.take("lat", float),
        lon=table.take("lon", float),
        precision_m=table.take("precision_m", float),
        coordinates_from=table.take("coordinates_from", str),
        aliases=table.strings("aliases"),
        ids={key: str(value) for key, value in ids.items()},
        parent=table.find("parent", str),
        note=table.find("note", str) or "",
    )


def read_topic(table: Table) -> Topic:
    """Read a ``[[topics]]``."""
    return Topic(
        id=table.take("id", str),
        names=table.text("names"),
        type=cast("ValueType", table.take("type", str)),
        states=tuple(_state(state) for state in table.inlines("states")),
        exclusive=cast("tuple[tuple[str, str], ...]", table.lists("exclusive")),
        apart=table.find("apart", bool) or False,
        unit=table.text("unit") if table.has("unit") else None,
    )


def _state(table: Table) -> State:
    state = State(table.take("id", str), table.text("names"), table.take("colour", str))
    table.done()
    return state


def read_utterance(table: Table) -> Utterance:
    """Read an ``[[utterances]]``."""
    return Utterance(
        id=table.take("id", str),
        speaker=table.text("speaker"),
        date=table.find("date", str),
        note=table.find("note", str) or "",
    )


def read_source(table: Table, name: str) -> Source:
    """Read the top of a source's file, which has the source's id for its name."""
    return Source(
        id=name,
        title=table.take("title", str),
        publisher=table.text("publisher") if table.has("publisher") else None,
        url=table.find("url", str),
        language=table.take("language", str),
        published=table.find("published", str),
        obtained=table.take("obtained", str),
        how=table.take("how", str),
        sha256=table.take("sha256", str),
        repeats=table.find("repeats", str),
        note=table.find("note", str) or "",
    )


def read_claim(table: Table, source: str) -> Claim:
    """Read a ``[[claims]]`` of a source."""
    return Claim(
        id=table.take("id", str),
        place=table.take("place", str),
        topic=table.take("topic", str),
        value=_value(table),
        statement=table.text("statement"),
        when=table.take("when", str),
        source=source,
        anchor=_anchor(table.inline("anchor")),
        utterance=table.find("utterance", str),
        modality=cast("Modality", table.take("modality", str)),
        certainty=cast("Certainty", table.find("certainty", str) or "certain"),
        note=table.find("note", str) or "",
    )


def _value(table: Table) -> Value:
    if not isinstance(table.peek("value"), dict):
        return table.take("value", str)
    quantity = table.inline("value")
    value = Quantity(
        min=quantity.find("min", float),
        max=quantity.find("max", float),
        approximate=quantity.find("approximate", bool) or False,
    )
    quantity.done()
    return value


def _anchor(table: Table) -> Anchor:
    anchor = Anchor(
        start=table.take("start", int),
        end=table.take("end", int),
        sha256=table.take("sha256", str),
        cue=table.take("cue", str),
    )
    table.done()
    return anchor


def read_conflict(table: Table) -> AssertedConflict:
    """Read a ``[[conflicts]]``."""
    return AssertedConflict(
        id=table.take("id", str),
        place=table.take("place", str),
        topic=table.take("topic", str),
        sides=table.lists("sides"),
        reason=table.text("reason"),
    )


def read_decision(table: Table) -> Decision:
    """Read a ``[[decisions]]``."""
    return Decision(
        id=table.take("id", str),
        claims=table.strings("claims"),
        kind=cast("DecisionKind", table.take("kind", str)),
        made=table.take("made", str),
        prefers=table.find("prefers", str),
        note=_optional_text(table, "note"),
    )


def read_view(table: Table) -> SavedView:
    """Read a ``[[views]]``."""
    return SavedView(
        id=table.take("id", str),
        name=table.text("name"),
        caption=_optional_text(table, "caption"),
        at=table.find("at", str),
        known=table.find("known", str),
        place=table.find("place", str),
        topic=table.find("topic", str),
        bbox=_bbox(table),
        filter=_filter(table),
    )


def read_cue(table: Table) -> CueWords:
    """Read a ``[[cues]]``."""
    return CueWords(
        id=table.take("id", str),
        language=table.take("language", str),
        words=table.strings("words"),
        topic=table.find("topic", str),
        state=table.find("state", str),
        modality=cast("Modality | None", table.find("modality", str)),
    )


def read_rejection(table: Table) -> Rejection:
    """Read a ``[[rejections]]``."""
    return Rejection(
        id=table.take("id", str),
        sha256=table.take("sha256", str),
        start=table.take("start", int),
        end=table.take("end", int),
        place=table.take("place", str),
        topic=table.find("topic", str),
    )


def _optional_text(table: Table, key: str) -> Text:
    return table.text(key) if table.has(key) else Text()


def _bbox(table: Table) -> filters.BoundingBox | None:
    if not table.has("bbox"):
        return None
    degrees = table.numbers("bbox")
    if len(degrees) != 4:
        raise ProblemError(table.problem("bbox", "'bbox' must be four numbers: west, south, east, north"))
    west, south, east, north = degrees
    return west, south, east, north


def _filter(table: Table) -> filters.Filter:
    try:
        return filters.parse(table.find("filter", str) or "")
    except BadInputError as error:
        raise ProblemError(table.problem("filter", str(error).removesuffix("."))) from error
