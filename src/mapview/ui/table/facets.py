"""The values of a column of the claims table, for each row one; knows no toolkit."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapview.domain.columns import OPEN_END, OPEN_START
from mapview.domain.dates import civil
from mapview.domain.model import Place, Topic
from mapview.domain.snapshot import Language
from mapview.render.texts import date_words
from mapview.ui.widgets import words

Rows = NDArray[np.int64]

#: Longer timelines are offered by year.
_MOST_MONTHS = 60
_MONTH = re.compile(r"(-?\d+)(-\d\d)?")


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a column: ``codes`` of shape (rows,) point into ``keys`` and ``labels``."""

    codes: NDArray[np.int64]
    keys: Sequence[str]
    labels: Callable[[int], str]


def modality_words(name: str, language: Language) -> str:
    """Return a modality in words."""
    return words.page_word(f"modality_{name}", language)


def status_names(name: str, language: Language) -> str:
    """Return a status in words."""
    return words.page_word(f"status_{name}", language)


def of_codes(
    codes: NDArray[Any], names: Sequence[str], say: Callable[[str, Language], str], language: Language
) -> Facet:
    """Return values that are positions in a list of names."""
    return Facet(codes.astype(np.int64), names, lambda code: say(names[code], language))


def of_ids(
    codes: NDArray[Any], ids: Sequence[str], entities: Mapping[str, Place] | Mapping[str, Topic], language: Language
) -> Facet:
    """Return values that are things with names."""
    return Facet(codes.astype(np.int64), ids, lambda code: entities[ids[code]].names.in_language(language))


def by_time(days: Rows, language: Language) -> Facet:
    """Group days by month, over a long time by year; open ones are without a date."""
    open_ = (days == OPEN_START) | (days == OPEN_END)
    used, of_row = np.unique(np.where(open_, OPEN_START, days), return_inverse=True)
    civils = [None if day == OPEN_START else civil(day) for day in used.tolist()]
    months = ["" if date is None else f"{date[0]:05d}-{date[1]:02d}" for date in civils]
    if len(set(months)) > _MOST_MONTHS:
        months = [month.rpartition("-")[0] for month in months]
    keys = list(dict.fromkeys(months))
    place = {key: code for code, key in enumerate(keys)}
    codes = np.array([place[month] for month in months], np.int64)[of_row.reshape(-1)]

    def label(code: int) -> str:
        found = _MONTH.fullmatch(keys[code])
        if found is None:
            return ""
        year = int(found[1])
        edtf = f"{'-' if year < 0 else ''}{abs(year):04d}{found[2] or ''}"
        return date_words(edtf, language)

    return Facet(codes, keys, label)


def or_end(day: int | None, open_: int) -> int:
    """Return a day, or what stands for an open one."""
    return open_ if day is None else day
