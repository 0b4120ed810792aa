"""Reads the test sets of Recognizers-Text into texts with the spans of days that each expression may mean."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from mapview.errors import BadInputError

_DAY = timedelta(days=1)
#: First month and last month of the seasons' codes.
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 12)}


def read(path: Path) -> Iterator[tuple[str, str | None, list[dict[str, Any]]]]:
    """Yield text, reference day and gold dates of a ``*Parser.json``.

    A gold date's ``spans`` are pairs of ISO days; past and future readings both count, as the set allows either. The
    ends of periods, which the set excludes, become the last day within.

    Raises
    ------
    BadInputError
        If the file is none of these sets.
    """
    try:
        examples = json.loads(path.read_text(encoding="utf-8-sig"))
        for example in examples:
            reference = (example.get("Context") or {}).get("ReferenceDateTime", "")[:10] or None
            gold = [_gold(result) for result in example["Results"]]
            yield example["Input"], reference, gold
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise BadInputError(f"{path} is no test set of Recognizers-Text ({error}): name another folder.") from error


def _gold(result: dict[str, Any]) -> dict[str, Any]:
    value = result.get("Value") or {}
    spans = set()
    for reading in (value.get("PastResolution") or {}, value.get("FutureResolution") or {}):
        if "date" in reading:
            spans.add((reading["date"], reading["date"]))
        elif "startDate" in reading and "endDate" in reading:
            last = date.fromisoformat(reading["endDate"]) - _DAY
            spans |= {(reading["startDate"], last.isoformat()), (reading["startDate"], reading["endDate"])}
    spans |= _season(value.get("Timex") or "")
    start = result["Start"]
    return {"start": start, "end": start + result["Length"], "spans": spans}


def _season(timex: str) -> set[tuple[str, str]]:
    year, _, season = timex.partition("-")
    if season not in _SEASONS or not year.isdecimal():
        return set()
    first, last = _SEASONS[season]
    end = date(int(year) + last // 12, last % 12 + 1, 1) - _DAY
    return {(f"{year}-{first:02d}-01", end.isoformat())}
