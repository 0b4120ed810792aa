"""What a file says of itself: the view that it shows, and what its format has no place for."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal
from urllib.parse import quote

from mapview.domain.dates import civil, iso
from mapview.domain.filters import Filter
from mapview.domain.model import Project, Text
from mapview.domain.records import Record, records
from mapview.domain.snapshot import Snapshot

Part = Literal[
    "other names of places", "gazetteer ids of places", "containing places", "notes on places",
    "origins of coordinates",
    "notes on sources", "days of utterances", "rules of topics", "names of topics", "reasons of asserted conflicts",
    "decisions on conflicts",
]  # fmt: skip


_IN_ARABIC: Mapping[Part, str] = {
    "other names of places": "أسماء أخرى للأماكن",
    "gazetteer ids of places": "معرّفات الأماكن في المعاجم",
    "containing places": "الأماكن الحاوية",
    "notes on places": "ملاحظات على الأماكن",
    "origins of coordinates": "مصادر الإحداثيات",
    "notes on sources": "ملاحظات على المصادر",
    "days of utterances": "أيام الأقوال",
    "rules of topics": "قواعد المواضيع",
    "names of topics": "أسماء المواضيع",
    "reasons of asserted conflicts": "أسباب التعارضات المقررة",
    "decisions on conflicts": "القرارات في التعارضات",
}


def described(snapshot: Snapshot) -> str:
    """Return in a sentence which view of which project a file shows."""
    at, known = snapshot.at, snapshot.known
    event = "at any time"
    if at is not None:
        first, last = iso(at.earliest) or "an open start", iso(at.latest) or "an open end"
        event = f"on {first}" if first == last else f"on any day from {first} to {last}"
    day = f"by sources known on {iso(known)}" if known is not None else "by all sources"
    title = snapshot.timeline.project.title.in_language("en")
    where = f", place {snapshot.place}" if snapshot.place is not None else ""
    if snapshot.bbox is not None:
        where += ", area west {}, south {}, east {}, north {}".format(*snapshot.bbox)
    filtered = ""
    if snapshot.narrowed_by != Filter():
        whole = len(snapshot.timeline.columns) + snapshot.left_out
        filtered = f" Filtered by {snapshot.narrowed_by}: {snapshot.left_out} of {whole} claims are left out."
    return f"{title}: claims in force {event}, {day}{where}.{filtered}"


def left_out(snapshot: Snapshot, kind: str | Text, held: Collection[Part] = (), language: str = "en") -> list[str]:
    """Return, in a sentence, how much of what belongs to the claims shown has no place in a format.

    Parameters
    ----------
    kind
        What the file is called in the sentence, such as ``KML``.
    held
        What the format has a place for.
    language
        ``en`` or ``ar``.
    """
    counts = [(part, number) for part, number in _counts(snapshot).items() if number and part not in held]
    if not counts:
        return []
    named = kind if isinstance(kind, str) else kind.in_language(language)
    if language == "ar":
        listed = "، ".join(f"{_IN_ARABIC[part]} ({number})" for part, number in counts)
        return [f"لا موضع في {named} لما يلي: {listed}. يحتفظ بها المشروع."]
    listed = ", ".join(f"{part} ({number})" for part, number in counts)
    return [f"{named} has no place for: {listed}. The project keeps them."]


def outside_our_era(snapshot: Snapshot, kind: str) -> list[str]:
    """Say of how many claims a format cannot hold the days, since they lie before the year 1."""
    number = sum(
        not in_our_era(day) for record in records(snapshot) for day in (record.span.earliest, record.span.latest)
    )
    return (
        [f"{kind} counts no days before the year 1: {number} of them stand in the field when alone."] if number else []
    )


def days_without_doubt(snapshot: Snapshot, kind: str) -> list[str]:
    """Say how many claims have a date whose doubt a format's fields for time cannot hold."""
    spans = [record.span for record in records(snapshot)]
    doubted = sum(span.uncertain or span.approximate for span in spans)
    unknown = sum(span.unknown_start or span.unknown_end for span in spans)
    said = [f"{doubted} dates are uncertain or approximate"] if doubted else []
    said += [f"{unknown} have an unknown bound, which stands as an open one"] if unknown else []
    return [f"The times of {kind} know no doubt: {', '.join(said)}; the field when tells."] if said else []


def in_our_era(day: int | None) -> bool:
    """Whether a day is open or lies in the years 1 to 9999, beyond which most programs read no dates."""
    return day is None or civil(day)[0] >= 1


def _counts(snapshot: Snapshot) -> dict[Part, int]:
    project, found = snapshot.timeline.project, records(snapshot)
    places = {record.place.id: record.place for record in found}.values()
    sources = {record.source.id: record.source for record in found}.values()
    utterances = {record.utterance.id: record.utterance for record in found if record.utterance is not None}.values()
    topics = {record.topic.id: record.topic for record in found}.values()
    return {
        "other names of places": sum(len(place.aliases) for place in places),
        "gazetteer ids of places": sum(len(place.ids) for place in places),
        "containing places": sum(place.parent is not None for place in places),
        "notes on places": sum(bool(place.note) for place in places),
        "origins of coordinates": sum(bool(place.coordinates_from) for place in places),
        "notes on sources": sum(bool(source.note) for source in sources),
        "days of utterances": sum(utterance.date is not None for utterance in utterances),
        "names of topics": len(topics),
        "rules of topics": sum(bool(topic.exclusive) or topic.apart for topic in topics),
        **_judgements(project, found),
    }


def _judgements(project: Project, found: Sequence[Record]) -> dict[Part, int]:
    shown = {record.claim.id for record in found}
    return {
        "reasons of asserted conflicts": sum(
            sum(bool(shown & set(side)) for side in conflict.sides) > 1 for conflict in project.conflicts.values()
        ),
        "decisions on conflicts": sum(len(shown & set(one.claims)) > 1 for one in project.decisions.values()),
    }


def iri(kind: str, name: str) -> str:
    """Return a name for a thing of the project that no other file uses, for formats that need an IRI.

    Examples
    --------
    >>> iri("place", "ain-al-asad")
    'urn:x-mapview:place:ain-al-asad'
    """
    return f"urn:x-mapview:{kind}:{quote(name)}"
