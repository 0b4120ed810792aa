"""The account of a place or of a whole timeline as a document: what is claimed when, what disagrees, and by whom.

It is made of plain parts that :mod:`mapview.render.report_html` and :mod:`mapview.render.report_docx` set in type.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from mapview.domain.columns import known_from
from mapview.domain.disputes import Dispute, Disputes, decisions_within
from mapview.domain.export_notes import Part, left_out
from mapview.domain.filters import Filter
from mapview.domain.model import Decision, Place, Source, Text
from mapview.domain.records import Record, records, sources_of
from mapview.domain.snapshot import Snapshot
from mapview.domain.timeline import worst
from mapview.domain.view import View
from mapview.render.clash_words import clash_sentences, isolated
from mapview.render.filter_words import filter_words
from mapview.render.page_texts import export_texts, page_texts
from mapview.render.snapshot_data import linked
from mapview.render.texts import date_words, day_words, number_words, span_words, value_words

_TEXTS: Mapping[str, Text] = {
    "account": Text("Account", "السرد"),
    "disagreements": Text("Disagreements", "التعارضات"),
    "sources": Text("Sources", "المصادر"),
    "notes": Text("Notes", "الحواشي"),
    "left_out": Text("What this document leaves out", "ما لا تضمه هذه الوثيقة"),
    "undated": Text("undated", "بلا تاريخ"),
    "at": Text("Claims in force: {}", "الإفادات السارية: {}"),
    "any_time": Text("at any time", "في أي وقت"),
    "known": Text("As known on {}", "وفق المعلوم في {}"),
    "known_all": Text("by all sources", "بحسب كل المصادر"),
    "area": Text("Area: west {}, south {}, east {}, north {}", "النطاق: غرباً {}، جنوباً {}، شرقاً {}، شمالاً {}"),
    "hidden": Text("Claims that a filter leaves out: {}", "إفادات استبعدها المرشّح: {}"),
    "where": Text("{lat}°, {lon}° (within {m} m)", "{lat}°، {lon}° (في حدود {m} م)"),
    "according": Text("according to {}", "نقلاً عن {}"),
    "cue": Text("at “{}”", "عند «{}»"),
    "characters": Text("characters {} to {}", "الأحرف {} إلى {}"),
    "obtained": Text("obtained {}", "تاريخ الحصول عليه {}"),
    "asserted": Text("Asserted by a person", "تعارض يقرره شخص"),
    "derived": Text("By the rule of the topic", "بحسب قاعدة الموضوع"),
    "prefer": Text("Decided on {}: one claim is preferred (note {}).", "قرار {}: تُفضَّل إفادة (حاشية {})."),
    "both-stand": Text("Decided on {}: both stand.", "قرار {}: تبقى كلتاهما قائمة."),
    "explained": Text("Decided on {}: the clash is explained.", "قرار {}: للتعارض تفسير."),
    "nothing": Text("No claim is in force in this view.", "لا إفادة سارية في هذا العرض."),
    "comma": Text(", ", "، "),
}
_HELD: tuple[Part, ...] = (
    "names of topics", "reasons of asserted conflicts", "decisions on conflicts", "notes on sources",
)  # fmt: skip


_KIND = Text("A report", "التقرير")


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim: when, what, how it is meant, what was remarked, and the number of the note that says by whom."""

    lead: str
    text: str
    quiet: str
    remark: str
    note: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims that cannot all hold: on which topic, who says so, why, which they are, and what was decided."""

    title: str
    quiet: str
    sentences: tuple[str, ...]
    claims: tuple[Entry, ...]
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What is said of one place."""

    title: str
    quiet: str
    account: tuple[Entry, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A note or a source: its words, and its address if it has one that may be linked to."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """A document; ``notes`` are numbered from 1 in the order in which the accounts of its sections use them."""

    title: str
    quiet: tuple[str, ...]
    language: str
    sections: tuple[Section, ...]
    notes: tuple[Reference, ...]
    sources: tuple[Reference, ...]
    left_out: tuple[str, ...]


def report(snapshot: Snapshot) -> Report:
    """Return the document of a snapshot: of its place if it has one, else of every place with claims."""
    by_place = groupby(records(snapshot), lambda record: record.place.id)
    found = [record for _, members in by_place for record in _dated(members)]
    project, language = snapshot.timeline.project, snapshot.language
    number = {record.claim.id: at for at, record in enumerate(found, 1)}
    by_id = {record.claim.id: record for record in found}
    view = snapshot.timeline.view(snapshot.at, snapshot.known)
    disputes: dict[str, list[Dispute]] = {}
    for dispute in Disputes(view, snapshot.place):
        disputes.setdefault(dispute.conflict.place, []).append(dispute)
    sections = []
    for place, members in groupby(found, lambda record: record.place.id):
        of_place = list(members)
        sections.append(
            Section(
                title=of_place[0].place.names.in_language(language),
                quiet=_place_words(of_place[0].place, of_place, language),
                account=tuple(_entry(record, number, language) for record in of_place),
                disagreements=tuple(
                    _disagreement(dispute, view, by_id, number, language) for dispute in disputes.get(place, ())
                ),
            )
        )
    titles = [project.title] if snapshot.place is None else [project.places[snapshot.place].names, project.title]
    return Report(
        title=" · ".join(title.in_language(language) for title in titles),
        quiet=tuple(_view_words(snapshot)) + (() if found else (say("nothing", language),)),
        language=language,
        sections=tuple(sections),
        notes=tuple(_note(record, language) for record in found),
        sources=tuple(_source(source, language) for source in sources_of(found)),
        left_out=tuple(left_out(snapshot, _KIND, _HELD, language)),
    )


def report_left_out(snapshot: Snapshot) -> list[str]:
    """Return what a report has no place for."""
    return left_out(snapshot, _KIND, _HELD)


def say(key: str, language: str) -> str:
    """Return one of the phrases of a report."""
    return _TEXTS[key].in_language(language)


def _dated(found: Iterable[Record]) -> list[Record]:
    """Order the claims of a place by their first day, those without one at the end."""
    return sorted(
        found,
        key=lambda record: (
            record.span.earliest is None and record.span.latest is None,
            record.span.earliest if record.span.earliest is not None else record.span.latest or 0,
            record.claim.id,
        ),
    )


def _entry(record: Record, number: Mapping[str, int], language: str) -> Entry:
    claim, texts = record.claim, export_texts("ar" if language == "ar" else "en")
    quiet = [
        record.topic.names.in_language(language),
        isolated(value_words(claim.value, record.topic, language)),
        texts[f"modality_{claim.modality}"],
    ]
    if claim.certainty != "certain":
        quiet.append(texts[f"certainty_{claim.certainty}"])
    return Entry(
        lead=date_words(claim.when, language),
        text=claim.statement.in_language(language),
        quiet=" · ".join(filter(None, quiet)),
        remark=claim.note,
        note=number[claim.id],
    )


def _disagreement(
    dispute: Dispute, view: View, by_id: Mapping[str, Record], number: Mapping[str, int], language: str
) -> Disagreement:
    timeline, conflict = view.timeline, dispute.conflict
    decisions = decisions_within(conflict, timeline.project.decisions)
    return Disagreement(
        title=timeline.project.topics[conflict.topic].names.in_language(language),
        quiet=say(conflict.kind, language),
        sentences=tuple(clash_sentences(dispute, timeline.columns, timeline.project, language, view.at)),
        claims=tuple(_entry(by_id[claim], number, language) for claim in conflict.claims),
        decisions=tuple(_decision(decision, number, language) for decision in decisions),
    )


def _decision(decision: Decision, number: Mapping[str, int], language: str) -> str:
    preferred = number_words(number.get(decision.prefers or "", 0), language)
    made = say(decision.kind, language).format(date_words(decision.made, language), preferred)
    return f"{made} {decision.note.in_language(language)}".rstrip()


def _note(record: Record, language: str) -> Reference:
    """Say who says it: the source, the speaker, and where in the text it stands."""
    anchor, source = record.claim.anchor, record.source
    parts = [_source_words(source, language)]
    if record.utterance is not None:
        parts.append(say("according", language).format(isolated(record.utterance.speaker.in_language(language))))
    if anchor.cue:
        parts.append(say("cue", language).format(isolated(anchor.cue)))
    ends = number_words(anchor.start, language), number_words(anchor.end, language)
    parts.append(say("characters", language).format(*ends))
    return Reference(say("comma", language).join(parts) + ".", linked(source.url))


def _source(source: Source, language: str) -> Reference:
    texts = export_texts("ar" if language == "ar" else "en")
    parts = [
        _source_words(source, language),
        str(texts["known_from"]).format(day_words(known_from(source), language)),
        say("obtained", language).format(date_words(source.obtained, language)),
        isolated(f"SHA-256 {source.sha256}"),
    ]
    words = say("comma", language).join(parts) + "."
    return Reference(f"{words} {isolated(source.note)}" if source.note else words, linked(source.url))


def _source_words(source: Source, language: str) -> str:
    publisher = isolated(source.publisher.in_language(language)) if source.publisher is not None else ""
    published = date_words(source.published, language) if source.published else say("undated", language)
    return say("comma", language).join(filter(None, (publisher, isolated(source.title), published)))


def _place_words(place: Place, found: Sequence[Record], language: str) -> str:
    texts = page_texts("ar" if language == "ar" else "en")
    other = place.names.in_language("en" if language == "ar" else "ar")
    status = worst([record.status for record in found])
    where = say("where", language).format(
        lat=number_words(round(place.lat, 4), language),
        lon=number_words(round(place.lon, 4), language),
        m=number_words(place.precision_m, language),
    )
    names = [] if other == place.names.in_language(language) else [isolated(other)]
    return " · ".join([*names, where, texts[f"status_{status}"]])


def _view_words(snapshot: Snapshot) -> Iterable[str]:
    language = snapshot.language
    at = span_words(snapshot.at, language) if snapshot.at is not None else say("any_time", language)
    yield say("at", language).format(at)
    known = snapshot.known
    yield say("known_all", language) if known is None else say("known", language).format(day_words(known, language))
    if snapshot.bbox is not None:
        yield say("area", language).format(*(number_words(degrees, language) for degrees in snapshot.bbox))
    if snapshot.narrowed_by != Filter():
        said = filter_words(snapshot.narrowed_by, snapshot.timeline.project, language)
        yield say("hidden", language).format(number_words(snapshot.left_out, language)) + f" ({said})"
