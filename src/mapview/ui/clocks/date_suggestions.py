"""What a date that is being typed may become: days on which something happens, months of these, and bookmarks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from mapview.domain.dates import civil, iso
from mapview.gazetteer.normalise import fold
from mapview.render.texts import date_words, day_words
from mapview.ui.clocks import saved_views
from mapview.ui.clocks.typed_date import western_digits
from mapview.ui.session import Session

_MOST_DAYS, _MOST_MONTHS, _MOST_BOOKMARKS = 6, 4, 4
#: Of more days, those nearest to the event time are looked through.
_LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class DateSuggestion:
    """A date in words with its EDTF text, or a bookmark by its name and its id."""

    words: str
    edtf: str | None = None
    bookmark: str | None = None


def date_suggestions(typed: str, session: Session) -> list[DateSuggestion]:
    """Return what begins as it was typed: bookmarks, months, then days, these in their order.

    Each word that was typed begins a word of the date in the language of the texts, or the date in EDTF.
    """
    wanted = _words(typed)
    if not wanted:
        return []
    language = session.language
    days = _nearest(session)
    names = (
        DateSuggestion(view.name.in_language(language), bookmark=view.id) for view in saved_views.bookmarks(session)
    )
    months = dict.fromkeys(f"{year:04d}-{month:02d}" for year, month, _ in map(civil, days) if year >= 0)
    in_months = (DateSuggestion(date_words(month, language), month) for month in months)
    on_days = (DateSuggestion(day_words(day, language), iso(day)) for day in days)
    return [
        *islice(_matching(names, wanted), _MOST_BOOKMARKS),
        *islice(_matching(in_months, wanted), _MOST_MONTHS),
        *islice(_matching(on_days, wanted), _MOST_DAYS),
    ]


def _matching(suggestions: Iterable[DateSuggestion], wanted: list[str]) -> Iterator[DateSuggestion]:
    for suggestion in suggestions:
        said = _words(suggestion.words)
        if suggestion.edtf is not None:
            said += _words(suggestion.edtf)
        if all(any(word.startswith(part) for word in said) for part in wanted):
            yield suggestion


def _nearest(session: Session) -> list[int]:
    days = session.course.days("change")
    if len(days) > _LOOKED_AT:
        at = int(np.searchsorted(days, session.days[1]))
        start = min(max(at - _LOOKED_AT // 2, 0), len(days) - _LOOKED_AT)
        days = days[start : start + _LOOKED_AT]
    return [int(day) for day in days]


def _words(text: str) -> list[str]:
    return fold(western_digits(text)).split()
