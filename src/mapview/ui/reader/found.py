"""What was read in a document, as marks with words for the mouse, and as places to ask about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from mapview.domain.model import PlaceKind, Text
from mapview.domain.snapshot import Language
from mapview.errors import UnknownIdError
from mapview.gazetteer.index import Entry
from mapview.gazetteer.normalise import fold
from mapview.reading.date_expressions import DateMention
from mapview.reading.names import shared
from mapview.reading.project_places import ProjectPlaces
from mapview.reading.quantities import Amount
from mapview.reading.suggest import Reading, Suggestion
from mapview.reading.toponyms import Place, PlaceMention
from mapview.render.texts import date_words, number_words
from mapview.ui.reader.marks import Mark
from mapview.ui.widgets.words import kind_words

#: A place is in doubt if the next one is more than so likely, beside the likeliest; less will do if that is unsure.
_RIVAL, _WEAK_RIVAL, _UNSURE = 0.5, 0.25, 0.3
#: So many code points are a few sentences.
_NEARBY = 600
#: Names of places by where they stand.
Mentions = Mapping[tuple[int, int], PlaceMention]
_WORDS: Mapping[str, Text] = {
    "undated": Text("a date that cannot be told without the day of publication", "تاريخ لا يُعرف من غير يوم النشر"),
    "or": Text("or: {}", "أو: {}"),
    "speaks": Text("speaks here", "المتحدث هنا"),
    "most": Text("fewer than {}", "أقل من {}"),
    "least": Text("more than {}", "أكثر من {}"),
}

_UNITS: Mapping[str, Text] = {
    "personnel": Text("soldiers", "عسكري"),
    "people": Text("people", "شخص"),
    "killed": Text("killed", "قتيل"),
    "injured": Text("injured", "جريح"),
    "vehicles": Text("vehicles", "مركبة"),
    "attacks": Text("attacks", "هجوم"),
    "cases": Text("cases", "إصابة"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A name of a document that may mean several places, the likeliest first; asked once for the whole document."""

    key: str
    name: str
    start: int
    end: int
    candidates: tuple[Place, ...]


def found_marks(reading: Reading, text: str, language: Language) -> list[Mark]:
    """Return what was read in a text as marks that say what it is read as."""
    marks = [
        Mark(each.start, each.end, "place", each.place.id, _place_tip(each, language), is_doubtful(each))
        for each in reading.places
        if each.place is not None
    ]
    marks += [Mark(each.start, each.end, "date", "", _date_tip(each, language)) for each in reading.dates]
    marks += [Mark(each.start, each.end, "quantity", "", _amount_tip(each, language)) for each in reading.amounts]
    said = _WORDS["speaks"].in_language(language)
    return [
        *marks,
        *(Mark(start, end, "speaker", "", f"{text[start:end]} — {said}") for start, end in reading.speakers),
    ]


def unit_words(unit: str, language: Language) -> str:
    """Return what is counted, in words."""
    return _UNITS[unit].in_language(language) if unit in _UNITS else unit


def is_doubtful(mention: PlaceMention) -> bool:
    """Whether a name may well mean another place than the likeliest."""
    scores = [place.score for place in mention.candidates[:2]]
    if len(scores) < 2:
        return False
    return scores[1] > (_WEAK_RIVAL if scores[0] < _UNSURE else _RIVAL) * scores[0] > 0


def questions(
    claims: Iterable[Suggestion], mentions: Mentions, own: ProjectPlaces, answers: Mapping[str, str]
) -> list[Question]:
    """Return which names of suggestions must be asked about, each once, in the order of the text.

    A name of which one candidate alone is a place of the project means that one, and is not asked about.
    """
    asked: dict[str, Question] = {}
    for claim in sorted(claims, key=lambda claim: claim.named):
        mention = mentions.get(claim.named)
        if mention is None or not is_doubtful(mention):
            continue
        key = fold(mention.text)
        if key not in answers and key not in asked and _known(mention, own) is None:
            asked[key] = Question(key, mention.text, mention.start, mention.end, mention.candidates)
    return list(asked.values())


def answered(
    claims: Iterable[Suggestion], mentions: Mentions, own: ProjectPlaces, answers: Mapping[str, str]
) -> list[Suggestion]:
    """Return suggestions with the places that a person has chosen for their names, or the project tells."""
    found = []
    for claim in claims:
        mention = mentions.get(claim.named)
        place = None
        if mention is not None:
            place = answers.get(fold(mention.text)) or (_known(mention, own) if is_doubtful(mention) else None)
        found.append(claim if place is None else replace(claim, place=place))
    return found


def once_each(claims: Iterable[Suggestion], text: str) -> dict[Suggestion, int]:
    """Return suggestions without those that only repeat another one, with how many passages repeat each.

    Reports say the same in the same words again, and in other words in sentences nearby. Of each the surest is kept,
    the earliest of several, so that the same one is kept when it has been accepted or turned down.
    """
    groups: list[list[Suggestion]] = []
    verbatim: dict[tuple[object, ...], list[Suggestion]] = {}
    nearby: dict[tuple[object, ...], list[Suggestion]] = {}
    for claim in sorted(claims, key=lambda claim: claim.start):
        words = fold(text[claim.start : claim.end]), claim.place, claim.topic, claim.when
        amount = claim.amount and (claim.amount.min, claim.amount.max, claim.amount.unit)
        meaning = claim.place, claim.topic, claim.state, claim.when, claim.modality, amount
        group = verbatim.get(words) or nearby.get(meaning)
        if group is None or (words not in verbatim and claim.start - group[-1].end > _NEARBY):
            group = []
            groups.append(group)
        group.append(claim)
        verbatim.setdefault(words, group)
        nearby[meaning] = group
    return {max(group, key=lambda claim: (claim.rank, -claim.start)): len(group) - 1 for group in groups}


def place_name(identity: str, language: Language) -> str:
    """Return what a place of the gazetteer is called."""
    entry = _entry(identity)
    return identity if entry is None else entry.names.get(language) or entry.name


def own_place(identity: str, own: ProjectPlaces) -> str | None:
    """Return the id of the project's place that a place of the gazetteer is, None if it has none."""
    entry = _entry(identity)
    return None if entry is None else own.match(entry)


def place_words(place: Place, language: Language) -> str:
    """Return a place with its kind and its country, enough to tell it from others of its name."""
    country = place_name(f"country-{place.country.lower()}", language) if place.country else ""
    comma = "، " if language == "ar" else ", "
    kind = kind_words(cast("PlaceKind", place.kind), language)
    name = place_name(place.id, language)
    return f"{name} · {kind}" if not country or place.kind == "country" else f"{name} · {kind}{comma}{country}"


def _known(mention: PlaceMention, own: ProjectPlaces) -> str | None:
    """The one candidate that is a place of the project, if there is one and no other."""
    found = [place.id for place in mention.candidates if (entry := _entry(place.id)) and own.match(entry)]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _entry(identity: str) -> Entry | None:
    try:
        return shared().by_id(identity)
    except UnknownIdError:
        return None


def _place_tip(mention: PlaceMention, language: Language) -> str:
    if mention.place is None:
        return ""
    said = [place_words(mention.place, language)]
    if is_doubtful(mention):
        others = "; ".join(place_words(place, language) for place in mention.candidates[1:3])
        said.append(_WORDS["or"].in_language(language).format(others))
    return "\n".join(said)


def _date_tip(mention: DateMention, language: Language) -> str:
    return date_words(mention.edtf, language) if mention.edtf else _WORDS["undated"].in_language(language)


def _amount_tip(amount: Amount, language: Language) -> str:
    ends = [number_words(end, language) for end in (amount.min, amount.max) if end is not None]
    said = "–".join(dict.fromkeys(ends))
    if amount.min is None or amount.max is None:
        said = _WORDS["most" if amount.min is None else "least"].in_language(language).format(said)
    return f"{'≈ ' if amount.approximate else ''}{said} {unit_words(amount.unit, language)}"
