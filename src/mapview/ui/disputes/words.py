"""What the window says of conflicts and of decisions on them, in the language of the texts; knows no widget."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mapview.domain.decisions import decision_on
from mapview.domain.disputes import Dispute, Judged, judged
from mapview.domain.model import AssertedConflict, Claim, Decision, Project, Text
from mapview.domain.snapshot import Language
from mapview.domain.view import View
from mapview.render.texts import date_words, number_words
from mapview.ui.widgets import words
from mapview.ui.widgets.words import isolated, page_word, say

#: What a decision makes of a claim.
Verdict = Literal["preferred", "set_aside"]

_TEXTS: Mapping[str, Text] = {
    "decided": Text("decided", "بُتّ فيه"),
    "partly": Text("partly decided", "بُتّ في بعضه"),
    "open": Text("undecided", "لم يُبتّ فيه"),
    "conflict": Text("{place} · {topic}", "{place} · {topic}"),
    "claims": Text("{} claims", "إفادات: {}"),
    "prefer": Text("Decided on {day}. Preferred: {claim}.", "قرار {day}. المفضَّل: {claim}."),
    "both-stand": Text("Decided on {day}: both stand.", "قرار {day}: تبقى كلتاهما قائمة."),
    "explained": Text("Decided on {day}: the clash is explained.", "قرار {day}: للتعارض تفسير."),
    "preferred": Text("preferred by a decision", "مفضَّلة بقرار"),
    "set_aside": Text("set aside by a decision", "نُحِّيت بقرار"),
    "against": Text("Set aside by a decision. Preferred: {}.", "نُحِّيت بقرار. المفضَّل: {}."),
    "says": Text("{value}, {publisher}", "{value}، {publisher}"),
    "in_force": Text("In force: {}", "سارية: {}"),
    "not_at_hand": Text("The passage is not at hand. It begins: {}", "المقطع ليس في المتناول. يبدأ بـ: {}"),
    "show": Text("Show in Claims", "أظهرها في الإفادات"),
    "prefer_this": Text("Prefer this", "فضّل هذه"),
    "side": Text("Side {}", "الجانب {}"),
    "conflicts_here": Text("Conflicts: {}", "تعارضات: {}"),
    "of_which": Text("{}, decided: {}", "{}، بُتّ في {}"),
}


def phrase(key: str, language: Language, *parts: str, **named: str) -> str:
    """Return one of the phrases about conflicts, with its parts filled in."""
    return _TEXTS[key].in_language(language).format(*parts, **named)


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a list says of a conflict: its place and topic, and what is known of it."""

    title: str
    quiet: str
    judged: Judged


def row_words(dispute: Dispute, project: Project, language: Language) -> RowWords:
    """Return what a list says of a conflict."""
    conflict = dispute.conflict
    state = judged(conflict.pairs, project.decisions)
    count = phrase("claims", language, number_words(len(conflict.claims), language))
    said = [count, say(conflict.kind, language), phrase(state, language)]
    return RowWords(title_of(dispute, project, language), " · ".join(said), state)


def title_of(dispute: Dispute, project: Project, language: Language) -> str:
    """Return the place and the topic of a conflict."""
    place = project.places[dispute.conflict.place].names.in_language(language)
    topic = project.topics[dispute.conflict.topic].names.in_language(language)
    return phrase("conflict", language, place=isolated(place), topic=isolated(topic))


def claim_in_short(claim: Claim, project: Project, language: Language) -> str:
    """Return the value of a claim, who publishes it, and who is quoted."""
    value = isolated(words.value_words(claim, project, language))
    publisher = isolated(words.publisher_words(project.sources[claim.source], language))
    said = phrase("says", language, value=value, publisher=publisher)
    if claim.utterance is None:
        return said
    speaker = isolated(project.utterances[claim.utterance].speaker.in_language(language))
    return f"{said} ({page_word('quoted', language).format(speaker)})"


def decision_words(decision: Decision, project: Project, language: Language) -> str:
    """Return what was decided, when, and the note."""
    preferred = project.claims.get(decision.prefers or "")
    said = phrase(
        decision.kind,
        language,
        day=isolated(date_words(decision.made, language)),
        claim=claim_in_short(preferred, project, language) if preferred else "",
    )
    note = decision.note.in_language(language)
    return f"{said} {isolated(note)}" if note else said


def assertion_draft(claims: Sequence[str], project: Project) -> AssertedConflict | None:
    """Return a judgement to be made that some claims cannot all hold, each on its own side; None if they lie apart."""
    found = [project.claims[claim] for claim in claims]
    if len(found) < 2 or len({claim.place for claim in found}) > 1:
        return None
    return AssertedConflict("", found[0].place, found[0].topic, tuple((claim.id,) for claim in found), Text())


def judgement(view: View, row: int, partners: Iterable[str]) -> tuple[Verdict, Decision] | None:
    """Return what decisions make of the claim of a row, with the one that does; None if they make nothing of it.

    Parameters
    ----------
    partners
        The claims shown that it clashes with.
    """
    timeline = view.timeline
    decisions = timeline.project.decisions
    if not decisions:
        return None
    claim = timeline.columns.ids[row]
    on_pairs = [decision_on((claim, partner), decisions) for partner in partners]
    preferring = [decision for decision in on_pairs if decision is not None and decision.kind == "prefer"]
    for decision in preferring:
        if decision.prefers == claim:
            return "preferred", decision
    by = timeline.aside[timeline.aside[:, 0] == row, 1]
    return ("set_aside", preferring[0]) if preferring and view.shown[by].any() else None
