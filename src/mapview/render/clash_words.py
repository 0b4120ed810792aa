"""What exactly clashes in a conflict, and who speaks independently, in sentences in English and Arabic."""

from collections.abc import Mapping

import numpy as np

from mapview.domain.columns import DENIED, PLANNED, Columns
from mapview.domain.conflicts import Rows, ranges_meet
from mapview.domain.copies import Offer
from mapview.domain.dates import Span
from mapview.domain.disputes import Dispute, common_days
from mapview.domain.model import Claim, Project, Quantity, Source, Status, Text
from mapview.domain.view import View
from mapview.render.texts import day_words, number_words, span_words, value_words

_TEXTS: Mapping[str, Text] = {
    "state": Text("{a} excludes {b}, and both are claimed {when}.", "{a} ينفي {b}، وكلاهما مذكور {when}."),
    "quantity": Text(
        "{a} and {b} cannot both hold: their ranges do not meet, and both are claimed {when}.",
        "لا يصح {a} و{b} معاً: لا يلتقي مجالاهما، وكلاهما مذكور {when}.",
    ),
    "date": Text(
        "{a} and {b} share no day, and both are claimed {when}.", "لا يجمع {a} و{b} يوم، وكلاهما مذكور {when}."
    ),
    "denied": Text("One claim denies {a} and another states {b} {when}.", "إفادة تنفي {a} وأخرى تثبت {b} {when}."),
    "about": Text("“About” counts as a tenth more or less.", "«نحو» تعني زيادة العُشر أو نقصانه."),
    "more": Text("And further pairs: {}.", "وأزواج أخرى: {}."),
    "on": Text("on {}", "في {}"),
    "in": Text("in {}", "في {}"),
    "from_to": Text("from {} to {}", "من {} إلى {}"),
    "since": Text("from {} on", "منذ {}"),
    "until": Text("until {}", "حتى {}"),
    "always": Text("for all time", "لكل وقت"),
    "via": Text("{}, via {}", "{} عن طريق {}"),
    "reporter": Text("{}’s own words", "كلام {} نفسها"),
    "unnamed": Text("a report without a stated publisher", "تقرير بلا ناشر مذكور"),
    "list": Text(" and ", " و"),
    "then": Text("; ", "؛ "),
    "others": Text("{} more", "{} غيرها"),
    "one_voice": Text("One voice, carried by {n} sources: {}.", "صوت واحد تنقله مصادر ({n}): {}."),
    "agree": Text(
        "{n} independent voices, each borne out by another: {}.", "أصوات مستقلة يؤيد كلاً منها آخر ({n}): {}."
    ),
    "differ": Text("{n} independent voices, no two of which agree: {}.", "أصوات مستقلة لا يتفق منها اثنان ({n}): {}."),
    "voices": Text("{n} independent voices: {}.", "أصوات مستقلة ({n}): {}."),
    "copies": Text(
        "{} and {} share {}% of a text; nobody has counted them as one.",
        "يشترك {} و{} في {}٪ من النص، ولم يعدّهما أحد واحداً.",
    ),
}
#: What says who speaks.
_OF_VOICES = ("via", "reporter", "unnamed", "list", "then", "others", "one_voice", "agree", "differ", "voices")
#: So many pairs are told one by one.
_MOST = 6
#: So many voices are named.
_MOST_VOICES = 4


def clash_sentences(dispute: Dispute, columns: Columns, project: Project, language: str, at: Span | None) -> list[str]:
    """Say for each pair of values of a conflict by rule what cannot be; one asserted says so by its reason.

    Parameters
    ----------
    at
        The days that are looked at: clashes are told of within them; None: whenever they last.
    """
    if dispute.assertion is not None:
        return [dispute.assertion.reason.in_language(language)]
    said: dict[tuple[str, str], str] = {}
    about = False
    for pair_of_rows in dispute.pairs.tolist():
        row, other = sorted(pair_of_rows, key=lambda row: float(columns.low[row]))
        pair = project.claims[columns.ids[row]], project.claims[columns.ids[other]]
        values = _values(pair, project, language)
        if values not in said and values[::-1] not in said:
            when = days_words(_within(common_days(columns, (row, other)), at), language)
            said[values] = _sentence(pair, values, when, project, language)
            about |= any(isinstance(claim.value, Quantity) and claim.value.approximate for claim in pair)
    sentences = list(said.values())
    if len(sentences) > _MOST:
        more = number_words(len(sentences) - _MOST, language)
        sentences = [*sentences[:_MOST], _say("more", language).format(more)]
    return [*sentences, _say("about", language)] if about else sentences


def days_words(span: Span, language: str) -> str:
    """Say on which days something holds, as a part of a sentence.

    Examples
    --------
    >>> from mapview.domain.dates import parse
    >>> days_words(parse("2026-01-14"), "en"), days_words(parse("2026-01"), "en")
    ('on 14 January 2026', 'in January 2026')
    >>> days_words(parse("2026-01-14/.."), "en"), days_words(Span(None, None), "en")
    ('from 14 January 2026 on', 'for all time')
    """
    first, last = span.earliest, span.latest
    if first is None and last is None:
        return _say("always", language)
    if first is None or last is None:
        key, bound = ("since", first) if first is not None else ("until", last)
        return _say(key, language).format(day_words(bound or 0, language))
    if first == last:
        return _say("on", language).format(day_words(first, language))
    short = span_words(span, language)
    if day_words(first, language) not in short:
        return _say("in", language).format(short)
    return _say("from_to", language).format(day_words(first, language), day_words(last, language))


def voices_words(view: View, rows: Rows, status: Status, language: str) -> str:
    """Say who speaks independently on one place and topic, and by way of which sources; nothing of one source alone.

    Parameters
    ----------
    rows
        The claims of the view on that place and topic that count, so no plan that has been overtaken.
    status
        Theirs; of what is corroborated, only those are named who agree.
    """
    columns, project = view.timeline.columns, view.timeline.project
    if status == "corroborated":
        rows = _agreeing(columns, rows)
    sources: dict[int, dict[str, Source]] = {}
    speakers: dict[int, str] = {}
    for row in rows.tolist():
        claim, voice = project.claims[columns.ids[row]], int(columns.voice[row])
        sources.setdefault(voice, {})[claim.source] = project.sources[claim.source]
        if claim.utterance is not None:
            speakers[voice] = project.utterances[claim.utterance].speaker.in_language(language)
    named = [_voice(speakers.get(voice), list(found.values()), language) for voice, found in sources.items()]
    if len(named) > 1:
        key = {"corroborated": "agree", "single-source": "differ"}.get(status, "voices")
        return _say(key, language).format(_shortened(named, language), n=number_words(len(named), language))
    carriers = sum(len(found) for found in sources.values())
    return _say("one_voice", language).format(named[0], n=number_words(carriers, language)) if carriers > 1 else ""


def voice_texts(language: str) -> dict[str, str]:
    """Return the words of :func:`voices_words` by their names, for a page that says the same of other views."""
    return {key: _say(key, language) for key in _OF_VOICES}


def copies_words(offered: Offer, sources: Mapping[str, Source], language: str) -> str:
    """Say that two sources share so much of their text that they may be one voice."""
    both = [sources[name] for name in (offered.copy, offered.original)]
    names = [_publisher(source, language) for source in both]
    if names[0] == names[1]:
        names = [f"{name}, {source.title}" for name, source in zip(names, both, strict=True)]
    share = number_words(round(offered.share * 100), language)
    return _begun(_say("copies", language).format(*map(isolated, names), share))


def isolated(text: str) -> str:
    """Return a text whose direction leaves its neighbours alone (Unicode FSI and PDI)."""
    return f"\u2068{text}\u2069"


def _agreeing(columns: Columns, rows: Rows) -> Rows:
    """Those of some rows of one place and topic that another voice agrees with."""
    standing = rows[(columns.flags[rows] & DENIED) == 0]
    first, second = np.triu_indices(len(standing), 1)
    one, other = standing[first], standing[second]
    agree = (columns.voice[one] != columns.voice[other]) & ranges_meet(columns, one, other)
    agree &= ((columns.flags[one] ^ columns.flags[other]) & PLANNED) == 0
    found: Rows = np.unique(np.concatenate([one[agree], other[agree]]))
    return found


def _shortened(named: list[str], language: str) -> str:
    if len(named) > _MOST_VOICES:
        more = number_words(len(named) - _MOST_VOICES, language)
        named = [*named[:_MOST_VOICES], _say("others", language).format(more)]
    return _say("then", language).join(named)


def _voice(speaker: str | None, sources: list[Source], language: str) -> str:
    publishers = dict.fromkeys(_publisher(source, language) for source in sources)
    named = _say("list", language).join(isolated(publisher) for publisher in publishers)
    if speaker is not None:
        return _say("via", language).format(isolated(speaker), named)
    if sources[0].publisher is None and len(sources) == 1:
        return named
    return _say("reporter", language).format(named)


def _publisher(source: Source, language: str) -> str:
    return source.publisher.in_language(language) if source.publisher else _say("unnamed", language)


def _values(pair: tuple[Claim, Claim], project: Project, language: str) -> tuple[str, str]:
    one, other = (isolated(value_words(claim.value, project.topics[claim.topic], language)) for claim in pair)
    return one, other


def _sentence(pair: tuple[Claim, Claim], values: tuple[str, str], when: str, project: Project, language: str) -> str:
    a, b = values
    key: str = project.topics[pair[0].topic].type
    if (pair[0].modality == "denied") != (pair[1].modality == "denied"):
        key = "denied"
        if pair[1].modality == "denied":
            a, b = b, a
    said = _say(key, language).format(a=a, b=b, when=when)
    return _begun(said)


def _begun(said: str) -> str:
    """Return a sentence with a capital in front."""
    # A value or a name there is isolated by a mark.
    start = 1 if said.startswith("\u2068") else 0
    return said[:start] + said[start : start + 1].upper() + said[start + 1 :]


def _within(days: tuple[int | None, int | None], at: Span | None) -> Span:
    first, last = days
    if at is not None and at.earliest is not None:
        first = at.earliest if first is None else max(first, at.earliest)
    if at is not None and at.latest is not None:
        last = at.latest if last is None else min(last, at.latest)
    # Over a stretch of days that the two share none of, what is said is of the days that they share.
    if first is not None and last is not None and first > last:
        return Span(*days)
    return Span(first, last)


def _say(key: str, language: str) -> str:
    return _TEXTS[key].in_language(language)
