"""The columns of the claims table and what their cells say; knows no toolkit."""

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from mapview.domain.model import Claim, Project, Quantity, Source, Status
from mapview.domain.snapshot import Language
from mapview.render.texts import date_words, number_words
from mapview.ui.widgets import words

ColumnKey = Literal[
    "place", "topic", "value", "statement", "when", "source", "published", "quoted", "modality", "certainty", "status",
    "note", "id",
]  # fmt: skip
COLUMNS: tuple[ColumnKey, ...] = get_args(ColumnKey)

#: Columns whose cells can be edited in place; the others belong to the source or follow from the claims.
EDITABLE: frozenset[ColumnKey] = frozenset(COLUMNS) - {"published", "status", "id"}


def cell_words(claim: Claim, project: Project, column: ColumnKey, language: Language) -> str:
    """Return what a cell says; the column ``status`` is not the claim's alone and says nothing here."""
    say = _WORDS.get(column)
    return "" if say is None else say(claim, project, language)


def plain_cell(claim: Claim, project: Project, column: ColumnKey, language: Language) -> str | float:
    """Return what a cell gives to a spreadsheet: dates as EDTF, numbers as numbers, the rest as it is said."""
    if column == "when":
        return claim.when
    if column == "published":
        return project.sources[claim.source].published or ""
    if column == "value" and isinstance(claim.value, Quantity):
        return plain_quantity(claim.value)
    if column == "value" and project.topics[claim.topic].type == "date":
        return str(claim.value)
    return cell_words(claim, project, column, language)


def plain_quantity(value: Quantity) -> str | float:
    """Return a quantity as a number, or as short as a range can be typed.

    Examples
    --------
    >>> plain_quantity(Quantity(2500, 2500)), plain_quantity(Quantity(100, 200, approximate=True))
    (2500.0, 'about 100 to 200')
    >>> plain_quantity(Quantity(None, 50))
    'at most 50'
    """
    if value.min is not None and value.min == value.max and not value.approximate:
        return float(value.min)
    low, high = (None if end is None else f"{end:.15g}" for end in (value.min, value.max))
    if low is not None and high is not None:
        said = low if low == high else f"{low} to {high}"
    else:
        said = f"at least {low}" if high is None else f"at most {high}"
    return f"about {said}" if value.approximate else said


def source_words(source: Source, language: Language) -> str:
    """Return publisher and title of a source."""
    if source.publisher is None:
        return source.title
    return f"{words.isolated(source.publisher.in_language(language))} · {words.isolated(source.title)}"


def quoted_words(project: Project, utterance: str | None, language: Language) -> str:
    """Return who is quoted and on which day the words were said, empty if nobody."""
    if utterance is None:
        return ""
    said = project.utterances[utterance]
    speaker = said.speaker.in_language(language)
    return speaker if said.date is None else f"{speaker} · {words.isolated(date_words(said.date, language))}"


def certainty_words(certainty: str, language: Language) -> str:
    """Return a certainty in words; that of a plain claim too, which cards leave unsaid."""
    if certainty == "certain":
        return "مؤكد" if language == "ar" else "certain"
    return words.page_word(f"certainty_{certainty}", language)


def status_words(status: Status, clashes: int, language: Language) -> str:
    """Return the status of a claim's place and topic, and how many claims it contradicts."""
    said = words.page_word(f"status_{status}", language)
    if not clashes:
        return said
    return f"{said} · {words.say('contradicts', language, number_words(clashes, language))}"


def _published_words(claim: Claim, project: Project, language: Language) -> str:
    published = project.sources[claim.source].published
    return "" if published is None else date_words(published, language)


_WORDS: Mapping[ColumnKey, Callable[[Claim, Project, Language], str]] = {
    "place": lambda claim, project, language: project.places[claim.place].names.in_language(language),
    "topic": lambda claim, project, language: project.topics[claim.topic].names.in_language(language),
    "value": words.value_words,
    "statement": lambda claim, _project, language: claim.statement.in_language(language),
    "when": lambda claim, _project, language: date_words(claim.when, language),
    "source": lambda claim, project, language: source_words(project.sources[claim.source], language),
    "published": _published_words,
    "quoted": lambda claim, project, language: quoted_words(project, claim.utterance, language),
    "modality": lambda claim, _project, language: words.page_word(f"modality_{claim.modality}", language),
    "certainty": lambda claim, _project, language: certainty_words(claim.certainty, language),
    "note": lambda claim, _project, _language: claim.note,
    "id": lambda claim, _project, _language: claim.id,
}
