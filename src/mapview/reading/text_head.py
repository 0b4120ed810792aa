"""What a plain text states of itself in its first lines: the day after a label, and its address."""

import re

from mapview.reading.html import Stated

_LINES = 5
_LABELS = r"(?:date|published|publication date|نشر في|تاريخ النشر|تاريخ|التاريخ)"
_DAY = re.compile(rf"^\s*{_LABELS}\s*[:：]?\s*(\d{{4}}-\d{{2}}-\d{{2}})(?!\d)", re.IGNORECASE)
_URL = re.compile(r"https?://\S+")
#: Signs that end a sentence or a bracket, not an address.
_AFTER = ".,;:!?)]>»”\"'،؛؟"


def text_statements(text: str) -> Stated:
    r"""Return the day and the address that a text's first lines state.

    A day counts only after a label and in ISO 8601, an address only if it is the only one there: others are the
    report's own words.

    Examples
    --------
    >>> text_statements("date 2026-01-18 https://example.org/a\nThe troops left.")
    Stated(title=None, publisher=None, published='2026-01-18', url='https://example.org/a', language=None)
    >>> text_statements("On 2026-01-18 the troops left.").published is None
    True
    """
    lines = [line for line in text[:5000].splitlines() if line.strip()][:_LINES]
    days = [match[1] for line in lines if (match := _DAY.search(line))]
    addresses = {address.rstrip(_AFTER) for line in lines for address in _URL.findall(line)}
    return Stated(published=days[0] if days else None, url=addresses.pop() if len(addresses) == 1 else None)
