"""Dates in Arabic and English text, as EDTF with the place where each stands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mapview.domain.dates import iso, parse
from mapview.errors import BadDateError
from mapview.reading.dates.grammar import begins, expression
from mapview.reading.dates.nodes import Node
from mapview.reading.dates.resolve import Context, NeedsReferenceError, NoDateError, resolve
from mapview.reading.dates.spans import Stamp
from mapview.reading.dates.stream import Word, read
from mapview.reading.dates.tense import is_future, is_unfinished, refers_to_statement, speaks, speech_marker
from mapview.reading.tokens import Token, sentences, tokens


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression: ``start`` and ``end`` in code points of the text as given.

    ``edtf`` is None where the expression has no value without the day on which it was written; ``needs_reference``
    says so. ``earliest`` and ``latest`` are ISO days, None where open or unknown.
    """

    start: int
    end: int
    text: str
    edtf: str | None
    earliest: str | None
    latest: str | None
    needs_reference: bool


def find_dates(text: str, published: str | None = None, language: str | None = None) -> list[DateMention]:
    """Return the date expressions of a text in the order in which they stand.

    Parameters
    ----------
    text
        Arabic, English or both; any string.
    published
        The day of the words, in EDTF; of a longer span its last day counts. Without it relative expressions are
        found but have no value.
    language
        Not needed, since both languages are read at once; a wrong one does no harm.

    Raises
    ------
    BadDateError
        If ``published`` is no EDTF.

    Examples
    --------
    >>> [mention.edtf for mention in find_dates("في أواخر سبتمبر/ أيلول 2024")]
    ['2024-09-2X']
    >>> [mention.edtf for mention in find_dates("It was agreed three days ago.", "2026-01-14")]
    ['2026-01-11']
    """
    del language
    latest = parse(published).latest if published else None
    return list(_found(text, latest))


def _found(text: str, today: int | None) -> Iterator[DateMention]:
    before: Stamp | None = None
    told: Stamp | None = None
    for sentence in sentences(text):
        found = tokens(text, sentence.start, sentence.end)
        said = told if refers_to_statement(found) else None
        reference = _Reference(_first_day(said), coarse=True) if said else _Reference(today)
        told = said
        reported = speaks(found)
        for mention, stamp in _in_sentence(text, found, reference, before):
            told = told or (stamp if reported and stamp and stamp.month else None)
            before = stamp or before
            yield mention


@dataclass(frozen=True, slots=True)
class _Reference:
    """The day that relative words count from; ``coarse`` if only its month is known."""

    today: int | None
    coarse: bool = False


def _first_day(stamp: Stamp) -> int | None:
    return parse(stamp.edtf).earliest


def _in_sentence(
    text: str, found: list[Token], reference: _Reference, before: Stamp | None
) -> Iterator[tuple[DateMention, Stamp | None]]:
    expressions = _expressions(found)
    spoken = _spoken(found, expressions, reference.today)
    for node, words, i, j in expressions:
        today = next((day for start, end, day in spoken if start <= i < end), reference.today)
        future = is_future(found, i, j)
        if words[i - 1].text not in {"منذ", "since"}:
            future = future or is_unfinished(found, i)
        stamp, needed = _resolved(_nightly(node, words), Context(today, future, before, reference.coarse))
        if stamp is None and not needed:
            continue
        before = stamp or before
        yield _mention(text, words[i].start, words[j - 1].end, stamp), stamp


def _expressions(found: list[Token]) -> list[tuple[Node, list[Word], int, int]]:
    words = read(found)
    expressions = []
    i = 0
    while i < len(words):
        best = expression(words, i) if begins(words[i]) else None
        if best:
            node, start, end = best
            expressions.append((node, words, start, end))
            i = end
        else:
            i += 1
    return expressions


def _spoken(
    found: list[Token], expressions: list[tuple[Node, list[Word], int, int]], today: int | None
) -> list[tuple[int, int, int]]:
    """Return the stretches of a sentence that repeat words of another day: first token, last, the day."""
    stretches = []
    for node, _, i, j in expressions:
        if node.kind == "date" and node.day and node.month:
            marker = speech_marker(found, i, j)
            stamp = _resolved(node, Context(today, future=False))[0] if marker else None
            if marker and stamp and stamp.day:
                stretches.append((*marker, parse(stamp.edtf).earliest or 0))
    return stretches


def _nightly(node: Node, words: list[Word]) -> Node:
    """English says next Monday of a day in the next week, Arabic of the nearest one to come."""
    if node.weekday and node.relation == "next" and words[0].kind != "arabic":
        return replace(node, night=True)
    return node


def _resolved(node: Node, context: Context) -> tuple[Stamp | None, bool]:
    try:
        stamp = resolve(node, context)
        parse(stamp.edtf)
    except NeedsReferenceError:
        return None, True
    except (NoDateError, BadDateError):
        return None, False
    return stamp, False


def _mention(text: str, start: int, end: int, stamp: Stamp | None) -> DateMention:
    if stamp is None:
        return DateMention(start, end, text[start:end], None, None, None, needs_reference=True)
    span = parse(stamp.edtf)
    return DateMention(
        start, end, text[start:end], stamp.edtf, iso(span.earliest), iso(span.latest), needs_reference=False
    )
