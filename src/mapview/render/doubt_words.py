"""What is doubtful about a date, in a few words for a badge."""

from collections.abc import Mapping

from mapview.domain.dates import Doubt, doubts
from mapview.domain.model import Text

_OF_BOTH: Mapping[Doubt, Text] = {
    "uncertain": Text("uncertain date", "تاريخ غير مؤكد"),
    "approximate": Text("approximate date", "تاريخ تقريبي"),
    "unknown": Text("unknown date", "تاريخ غير معروف"),
}
_OF_START: Mapping[Doubt, Text] = {
    "uncertain": Text("uncertain start", "بداية غير مؤكدة"),
    "approximate": Text("approximate start", "بداية تقريبية"),
    "unknown": Text("unknown start", "بداية غير معروفة"),
}
_OF_END: Mapping[Doubt, Text] = {
    "uncertain": Text("uncertain end", "نهاية غير مؤكدة"),
    "approximate": Text("approximate end", "نهاية تقريبية"),
    "unknown": Text("unknown end", "نهاية غير معروفة"),
}


def doubt_words(when: str, language: str) -> str:
    """Return which end of an EDTF date is doubtful, and how; nothing if none is.

    Raises
    ------
    BadDateError
        If it is no EDTF date.

    Examples
    --------
    >>> doubt_words("2025-09?/2026-01", "en"), doubt_words("2025-09~/", "en"), doubt_words("2026~", "en")
    ('uncertain start', 'approximate start, unknown end', 'approximate date')
    >>> doubt_words("2026-01-14", "en")
    ''
    """
    start, end = doubts(when)
    if start == end:
        return _OF_BOTH[start].in_language(language) if start else ""
    said = [words[doubt] for words, doubt in ((_OF_START, start), (_OF_END, end)) if doubt]
    return ("، " if language == "ar" else ", ").join(text.in_language(language) for text in said)
