"""What a document seems to say: its places, its dates, and claims made of both, sentence by sentence."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO, cast

from mapview.domain.dates import iso, parse
from mapview.domain.model import MAX_ANCHOR_LENGTH, MODALITIES, Modality
from mapview.errors import BadDateError
from mapview.reading import cues as cue_words
from mapview.reading.cues import Cue, CueIndex, Cues
from mapview.reading.date_expressions import DateMention, find_dates
from mapview.reading.quantities import Amount, find_amounts
from mapview.reading.speech import Speech, speech_of
from mapview.reading.tokens import Token, sentences, tokens
from mapview.reading.toponyms import Place, PlaceMention, find_places

#: A place that is only named in passing is seldom what a sentence is about.
_ASIDE = 0.25
_ASKED = ("id", "text", "published", "language")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A claim that a sentence suggests; ``start`` and ``end`` anchor it in the text as given.

    ``place`` is the id of a place and ``named`` where its name stands, ``when`` EDTF and ``date`` the day that the
    sentence names, if it names one; ``state`` is what the words say of the topic, ``amount`` the quantity beside them;
    ``speaker`` are the words that name who is quoted, ``rank`` 0 to 1: how sure the place is and how much of a claim
    there is.
    """

    start: int
    end: int
    place: str
    named: tuple[int, int]
    when: str
    date: str | None
    topic: str | None
    modality: Modality
    state: str | None
    amount: Amount | None
    speaker: str | None
    rank: float

    @property
    def value(self) -> str | dict[str, Any] | None:
        """The quantity, else the state."""
        return self.amount.value() if self.amount else self.state


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in a document, in the order of the text; claims the surest first.

    ``amounts`` and ``speakers`` (where they are named, in code points) stand here whether a claim has them or not;
    ``language`` is ``ar`` or ``en`` or what the caller said it is.
    """

    language: str
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    claims: tuple[Suggestion, ...]
    amounts: tuple[Amount, ...] = ()
    speakers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: Sequence[Token]
    topics: Sequence[tuple[Token, Cue]]
    amounts: Sequence[Amount]
    speech: Speech | None


def read_document(
    text: str, published: str | None = None, language: str | None = None, cues: Cues | None = None
) -> Reading:
    """Return places, dates and suggested claims of a text.

    Parameters
    ----------
    text
        Arabic, English or both; offsets are code points of it.
    published
        The day of the words in EDTF, from which relative dates count; None if nobody knows.
    language
        Its language, if known; else it is told by the letters.
    cues
        The words that suggest topics, modalities and units; by default those that MapView brings along.

    Raises
    ------
    BadDateError
        If ``published`` is no EDTF.

    Examples
    --------
    >>> reading = read_document("Troops withdrew from Erbil on 5 May 2024.")
    >>> [(claim.place, claim.when, claim.topic) for claim in reading.claims]
    [('erbil', '2024-05-05', 'movements')]
    """
    places, dates = find_places(text, language), find_dates(text, published, language)
    claims, amounts, speakers = _said(text, places, dates, published, cues or cue_words.load())
    return Reading(
        language or told_language(text), tuple(places), tuple(dates), ranked(claims), tuple(amounts), tuple(speakers)
    )


def ranked(claims: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return suggestions with the surest first."""
    return tuple(sorted(claims, key=lambda claim: (-claim.rank, claim.start)))


def suggest_document(
    text: str, published: str | None = None, language: str | None = None, identity: str | None = None
) -> dict[str, Any]:
    """Return places, dates and suggested claims of a text in the shape of ``mapview suggest --json``.

    Parameters
    ----------
    text
        Arabic, English or both; offsets are code points of it.
    published
        The day of the words in EDTF, from which relative dates count; None if nobody knows.
    language
        Its language, if known; else it is told by the letters.
    identity
        What the result carries as its id.

    Raises
    ------
    BadDateError
        If ``published`` is no EDTF.

    Examples
    --------
    >>> found = suggest_document("Troops withdrew from Erbil on 5 May 2024.")
    >>> [(claim["place"], claim["when"], claim["topic"]) for claim in found["claims"]]
    [('erbil', '2024-05-05', 'movements')]
    """
    return reading_json(read_document(text, published, language), identity)


def reading_json(reading: Reading, identity: str | None = None) -> dict[str, Any]:
    """Return a reading in the shape of ``mapview suggest --json``; its claims are in the order of the text."""
    return {
        "id": identity,
        "language": reading.language,
        "places": [_place_json(mention) for mention in reading.places],
        "dates": [_date_json(mention) for mention in reading.dates],
        "claims": [_claim_json(claim) for claim in sorted(reading.claims, key=lambda claim: claim.start)],
    }


def suggest_lines(stream_in: TextIO, stream_out: TextIO) -> tuple[int, int]:
    """Read one JSON document ``{"id", "text", "published"?, "language"?}`` a line and write one result a line.

    A line that is no such document does not end the run: its result is ``{"id", "line", "error"}``, with the number
    of the line and a sentence that says what to do. Empty lines are passed over.

    Returns
    -------
    read, refused
        How many lines were read and how many of them were refused.
    """
    read = refused = 0
    for number, line in enumerate(stream_in, 1):
        if not line.strip():
            continue
        read += 1
        result = _line_result(line, number)
        refused += "error" in result
        stream_out.write(json.dumps(result, ensure_ascii=not _is_encodable(result)) + "\n")
        stream_out.flush()
    return read, refused


def told_language(text: str) -> str:
    """Return ``ar`` or ``en``, whichever has more letters in the text.

    Examples
    --------
    >>> told_language("قاعدة Harir في أربيل"), told_language("")
    ('ar', 'en')
    """
    arabic = sum("\u0620" <= c <= "\u06ff" for c in text)
    latin = sum("a" <= c <= "z" or "A" <= c <= "Z" for c in text)
    return "ar" if arabic > latin else "en"


def _line_result(line: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        return _refused(None, number, f"is no JSON ({error}): write one document a line")
    if not isinstance(record, dict):
        return _refused(None, number, 'is no JSON object: write {"id": …, "text": …}')
    for key in _ASKED[1:]:
        if not isinstance(record.get(key), str) and (key == "text" or record.get(key) is not None):
            return _refused(record.get("id"), number, f"has no string under {key}: give one")
    try:
        return suggest_document(record["text"], record.get("published"), record.get("language"), record.get("id"))
    except BadDateError as error:
        return _refused(record.get("id"), number, f"has a bad published date: {error}")


def _refused(identity: Any, number: int, what: str) -> dict[str, Any]:
    return {"id": identity, "line": number, "error": f"Line {number} {what}."}


def _is_encodable(result: Mapping[str, Any]) -> bool:
    """Tell whether the texts have no lone surrogates, which JSON can only escape."""
    try:
        json.dumps(result, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _said(
    text: str, places: Sequence[PlaceMention], dates: Sequence[DateMention], published: str | None, cues: Cues
) -> tuple[list[Suggestion], list[Amount], list[tuple[int, int]]]:
    """Return claims, quantities, and where speakers are named."""
    claims: list[Suggestion] = []
    amounts: list[Amount] = []
    speakers: list[tuple[int, int]] = []
    place_starts = [mention.start for mention in places]
    date_starts = [mention.start for mention in dates]
    otherwise = from_publication(published)
    for sentence in sentences(text):
        here = places[bisect_left(place_starts, sentence.start) : bisect_left(place_starts, sentence.end)]
        when = dates[bisect_left(date_starts, sentence.start) : bisect_left(date_starts, sentence.end)]
        found = tokens(text, sentence.start, sentence.end)
        counted = find_amounts(found, cues.units, [(date.start, date.end) for date in when])
        topics = list(_matches(found, cues.topics))
        speech = speech_of(found, cues, topics)
        amounts += counted
        if speech and speech.sure:
            speakers.append(speech.named)
        if here:
            claims += _of_sentence(text, _Sentence(found, topics, counted, speech), here, when, cues, otherwise)
    return claims, amounts, speakers


def from_publication(published: str | None) -> str:
    """Return in EDTF when a claim without a date of its own is in force: from the report on, else who knows."""
    latest = parse(published).latest if published else None
    return f"{iso(latest) or ''}/.."


def _of_sentence(
    text: str,
    sentence: _Sentence,
    places: Sequence[PlaceMention],
    dates: Sequence[DateMention],
    cues: Cues,
    otherwise: str,
) -> Iterator[Suggestion]:
    """Yield a claim for each place of a sentence that says something: a topic, a date or a quantity.

    Where a sentence names several topics, quantities or dates, each place gets the nearest.
    """
    modality = _modality(sentence.words, cues.modalities)
    speaker = text[slice(*sentence.speech.named)] if sentence.speech else None
    brackets = _brackets(sentence.words)
    dated = [date for date in dates if date.edtf]
    told = set()
    for mention in places:
        if not mention.place or mention.place.id in told:
            continue
        topic = _nearest(sentence.topics, mention, lambda pair: (pair[0].start, pair[0].end))
        date = _nearest(dated, mention, lambda each: (each.start, each.end))
        amount = _nearest(sentence.amounts, mention, lambda each: (each.start, each.end))
        if not (topic or date or amount):
            continue
        told.add(mention.place.id)
        cue = topic[1] if topic else None
        spans = [(mention.start, mention.end)]
        spans += [(topic[0].start, topic[0].end)] if topic else []
        spans += [(each.start, each.end) for each in (date, amount) if each]
        start, end = _anchor(spans)
        is_aside = _is_aside(mention, sentence.speech, brackets)
        complete = (bool(cue) + bool(date) + bool(amount)) / 3
        yield Suggestion(
            start, end, mention.place.id, (mention.start, mention.end), date.edtf if date else otherwise,
            date.edtf if date else None, cue.id if cue else None, modality, cue.value if cue else None, amount, speaker,
            round(mention.score * (0.4 + 0.6 * complete) * (_ASIDE if is_aside else 1.0), 3),
        )  # fmt: skip


def _nearest(found: Sequence[Any], mention: PlaceMention, span: Any) -> Any:
    def away(each: Any) -> int:
        start, end = span(each)
        return int(max(start - mention.end, mention.start - end, 0))

    return min(found, key=away, default=None)


def _anchor(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the shortest passage that holds all, or from the place on as much as an anchor may hold."""
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    if end - start <= MAX_ANCHOR_LENGTH:
        return start, end
    place_start, place_end = spans[0]
    return (place_start, min(end, place_start + MAX_ANCHOR_LENGTH)) if start >= place_start else (
        max(start, place_end - MAX_ANCHOR_LENGTH), place_end
    )  # fmt: skip


def _matches(found: Sequence[Token], cues: CueIndex) -> Iterator[tuple[Token, Cue]]:
    """Yield where the phrases of cues stand in a sentence, by their first word; the first cue of a place counts."""
    for i, token in enumerate(found):
        match = cues.at(found, i)
        if match:
            yield token, match[1]


def _modality(found: Sequence[Token], cues: CueIndex) -> Modality:
    """Return the modality of which a cue stands anywhere in a sentence, the first of the list."""
    matches = [match for i in range(len(found)) if (match := cues.at(found, i))]
    known = [match for match in matches if match[1].id in MODALITIES]
    return cast("Modality", min(known, key=lambda match: match[0])[1].id) if known else "reported"


def _is_aside(mention: PlaceMention, speech: Speech | None, brackets: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a place is only named in passing: between brackets, or where it is told who said it where."""
    spans = [*brackets, *([speech.attribution] if speech and speech.sure else [])]
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def _brackets(found: Sequence[Token]) -> list[tuple[int, int]]:
    spans, opened = [], None
    for token in found:
        if token.raw == "(":
            opened = token.start
        elif token.raw == ")" and opened is not None:
            spans.append((opened, token.end))
            opened = None
    return spans


def _place_json(mention: PlaceMention) -> dict[str, Any]:
    place = mention.place
    return {
        "start": mention.start, "end": mention.end, "text": mention.text,
        "place": {"id": place.id, "name": place.name, "lat": place.lat, "lon": place.lon} if place else None,
        "score": mention.score, "candidates": [_candidate_json(each) for each in mention.candidates],
    }  # fmt: skip


def _candidate_json(place: Place) -> dict[str, Any]:
    return {"id": place.id, "name": place.name, "lat": place.lat, "lon": place.lon, "score": place.score}


def _date_json(mention: DateMention) -> dict[str, Any]:
    return {name: getattr(mention, name) for name in ("start", "end", "text", "edtf", "earliest", "latest")}


def _claim_json(claim: Suggestion) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in ("start", "end", "place", "when", "topic", "modality", "value")}
