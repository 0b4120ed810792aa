"""A field for a date, typed in words or in EDTF, and what it covers in words."""

from PySide6.QtWidgets import QWidget

from mapview.domain.dates import Span, parse
from mapview.domain.snapshot import Language
from mapview.errors import BadDateError
from mapview.reading.typed_dates import typed_edtf
from mapview.render.texts import date_words, span_words
from mapview.ui.forms.fields.texts import Line


class DateLine(Line):
    """A date in words or notation; ``today`` is the day from which relative words count, in EDTF."""

    def __init__(self, parent: QWidget | None = None, *, prompt: str = "") -> None:
        super().__init__(parent, prompt=prompt)
        self.today: str | None = None

    def edtf(self) -> str | None:
        """Return the date in EDTF, None if nothing is written.

        Raises
        ------
        BadDateError
            If what is written is no date.
        """
        return typed_edtf(self.value(), self.today) if self.value() else None

    def problem(self) -> str:
        """Return why what is written is no date, empty if it is one or nothing is written."""
        try:
            self.edtf()
        except BadDateError as error:
            return str(error)
        return ""

    def known(self) -> str | None:
        """Return the date in EDTF, None if what is written is none."""
        try:
            return self.edtf()
        except BadDateError:
            return None


def coverage(edtf: str, language: Language) -> str:
    """Return in words which days a date covers, and its notation.

    Examples
    --------
    >>> coverage("2025-09", "en")
    'all of September 2025 · 2025-09'
    >>> coverage("2025-09-2X?", "en")
    'late September 2025, uncertain: 20 September 2025 to 29 September 2025 · 2025-09-2X?'
    """
    words, span = date_words(edtf, language), parse(edtf)
    days = span_words(Span(span.earliest, span.latest), language)
    closed = span.earliest is not None and span.latest is not None
    if closed and words == days and span.earliest != span.latest and "/" not in edtf:
        words = f"كل أيام {words}" if language == "ar" else f"all of {words}"
    elif closed and days not in words:
        words = f"{words}: {days}"
    # The notation keeps its order among Arabic words, and an interval stays on one line.
    notation = "\u2066{}\u2069".format(edtf.replace("/", "\u2060/\u2060")) if "/" in edtf else edtf
    return f"{words} · {notation}"
