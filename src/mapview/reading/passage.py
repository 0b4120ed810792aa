"""A claim out of a passage that a person has selected: what the passage and its sentence say, filled in."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from mapview.domain.drafts import ClaimDraft
from mapview.domain.model import Project, Source
from mapview.errors import UnknownIdError
from mapview.reading.accept import InWords, draft_of, project_cues
from mapview.reading.date_expressions import DateMention
from mapview.reading.names import shared
from mapview.reading.project_places import ProjectPlaces, draft_of_place
from mapview.reading.suggest import Suggestion, from_publication, read_document
from mapview.reading.tokens import sentences
from mapview.reading.toponyms import PlaceMention

#: So much of a paragraph without end is looked at on either side of a passage.
_AROUND = 1_000


def draft_of_passage(
    text: str, start: int, end: int, source: Source, project: Project, in_words: InWords
) -> ClaimDraft:
    """Return a claim to be completed: place, date, topic, value and who speaks as far as the words tell.

    If the passage names a place, it is about that; if it names none, about the nearest one of its sentence. The same
    holds for days.

    Parameters
    ----------
    text
        The document's normalised text.
    start, end
        Of the passage, in code points, end exclusive.
    in_words
        Says a value of a topic in the words of a language, for the statement.
    """
    first, last = sentence_around(text, start, end)
    reading = read_document(text[first:last], source.published, None, project_cues(project))
    here = start - first, end - first
    named = [each for each in reading.places if each.place is not None]
    places = _within(named, _span, here) or named
    about = {(each.start, each.end) for each in places}
    claims = [each for each in reading.claims if each.named in about]
    suggested: Suggestion | None = _nearest(claims, lambda each: each.named, here)
    if suggested is not None:
        draft = draft_of(_dated(suggested, reading.dates, here), text, source, project, in_words)
        return replace(draft, start=start, end=end)
    date: DateMention | None = _nearest([each for each in reading.dates if each.edtf], _span, here)
    when = (date and date.edtf) or from_publication(source.published)
    draft = ClaimDraft(source.id, start, end, when=when)
    mention: PlaceMention | None = _nearest(places, _span, here)
    return draft if mention is None or mention.place is None else _placed(draft, mention.place.id, project)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences begin and end that a passage stands in, in code points.

    Examples
    --------
    >>> text = "It began. They left Erbil on Monday. It ended."
    >>> text[slice(*sentence_around(text, 20, 25))].strip()
    'They left Erbil on Monday.'
    """
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    line_end = text.find("\n", end)
    last = min(len(text) if line_end < 0 else line_end, end + _AROUND)
    bounds = [(first + each.start, first + each.end) for each in sentences(text[first:last])]
    met = [bound for bound in bounds if bound[0] < max(end, start + 1) and bound[1] > start]
    return (met[0][0], met[-1][1]) if met else (first, last)


def _span(mention: PlaceMention | DateMention) -> tuple[int, int]:
    return mention.start, mention.end


def _within(found: Iterable[Any], span: Callable[[Any], tuple[int, int]], passage: tuple[int, int]) -> list[Any]:
    return [each for each in found if passage[0] <= span(each)[0] and span(each)[1] <= passage[1]]


def _nearest(found: Iterable[Any], span: Callable[[Any], tuple[int, int]], passage: tuple[int, int]) -> Any:
    def away(each: Any) -> int:
        start, end = span(each)
        return max(start - passage[1], passage[0] - end, 0)

    return min(found, key=away, default=None)


def _dated(suggestion: Suggestion, dates: Iterable[DateMention], passage: tuple[int, int]) -> Suggestion:
    """Return a suggestion with the day that the passage itself names, if it names one."""
    named = _within((date for date in dates if date.edtf), _span, passage)
    if not named or any(date.edtf == suggestion.date for date in named):
        return suggestion
    return replace(suggestion, date=named[0].edtf, when=named[0].edtf or suggestion.when)


def _placed(draft: ClaimDraft, place: str, project: Project) -> ClaimDraft:
    try:
        entry = shared().by_id(place)
    except UnknownIdError:
        return draft
    own = ProjectPlaces(project.places.values()).match(entry)
    return replace(draft, place=own) if own else replace(draft, new_place=draft_of_place(entry))
