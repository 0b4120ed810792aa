"""What the window says of a chapter in the account of a place, in the language of the texts; knows no widget."""

from collections.abc import Mapping
from dataclasses import dataclass

from mapview.domain.account import Chapter
from mapview.domain.model import Project, Status, Text
from mapview.domain.snapshot import Language
from mapview.domain.view import worst
from mapview.render.texts import day_words, number_words
from mapview.ui.claims.card_layout import Badge, Badges, Block, Ink, Paragraph, Piece, quiet
from mapview.ui.widgets import words
from mapview.ui.widgets.theme import S
from mapview.ui.widgets.words import isolated, page_word

_TEXTS: Mapping[str, Text] = {
    "new": Text("New: {new} of {all} claims", "الجديد: {new} من {all} إفادة"),
    "value": Text("{topic}: {value}", "{topic}: {value}"),
    "more": Text("and {} more", "و{} غيرها"),
    "first": Text("{topic} {status}", "{topic}: {status}"),
    "now": Text("{topic} now {status}, before {before}", "{topic}: {status} الآن، قبلاً {before}"),
    "same": Text("No status changed.", "لم تتغير حالة."),
    "uncertain": Text("uncertain day", "يوم غير مؤكد"),
    "not_yet": Text("not known yet", "لم يُعرف بعد"),
}
#: So many new claims and changes of status are told of a chapter.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A chapter as it is shown: all claims up to it, the statuses before it, and whether it is known yet."""

    chapter: Chapter
    claims: int
    before: Mapping[str, Status]
    is_known: bool = True


def chapter_blocks(entry: Entry, project: Project, language: Language) -> list[Block]:
    """Return what a chapter says: when and who, what was new, how statuses stood then."""
    chapter, mirrored = entry.chapter, language == "ar"
    publishers = dict.fromkeys(words.publisher_words(project.sources[source], language) for source in chapter.sources)
    ink: Ink = "text" if entry.is_known else "quiet"
    blocks: list[Block] = [
        Paragraph((Piece(day_words(chapter.day, language), ink, bold=True),), right_to_left=mirrored),
        quiet(
            Piece(" · ".join(isolated(publisher) for publisher in publishers), "quiet"),
            right_to_left=mirrored,
            gap=0,
        ),
    ]
    counts = {"new": number_words(len(chapter.claims), language), "all": number_words(entry.claims, language)}
    blocks.append(quiet(Piece(_say("new", language, **counts), ink), right_to_left=mirrored))
    values = dict.fromkeys(_value(claim, project, language) for claim in chapter.claims)
    blocks += [quiet(Piece(said, "quiet"), right_to_left=mirrored, gap=2) for said in _some(list(values), language)]
    changes = [
        _change(topic, status, entry.before, project, language)
        for topic, status in chapter.statuses.items()
        if entry.before.get(topic, "unreported") != status
    ]
    changed = _some(changes, language) or [_say("same", language)]
    blocks += [
        quiet(Piece(said, ink), right_to_left=mirrored, gap=S if place == 0 else 2)
        for place, said in enumerate(changed)
    ]
    status = worst(list(chapter.statuses.values()))
    badges = [Badge(page_word(f"status_{status}", language), status)]
    if chapter.uncertain:
        badges.append(Badge(_say("uncertain", language)))
    if not entry.is_known:
        badges.append(Badge(_say("not_yet", language)))
    blocks.append(Badges(tuple(badges), mirrored))
    return blocks


def _value(claim: str, project: Project, language: Language) -> str:
    found = project.claims[claim]
    topic = project.topics[found.topic].names.in_language(language)
    value = words.value_words(found, project, language)
    return _say("value", language, topic=isolated(topic), value=isolated(value))


def _change(topic: str, status: Status, before: Mapping[str, Status], project: Project, language: Language) -> str:
    named = isolated(project.topics[topic].names.in_language(language))
    said = page_word(f"status_{status}", language)
    if topic not in before:
        return _say("first", language, topic=named, status=said)
    return _say("now", language, topic=named, status=said, before=page_word(f"status_{before[topic]}", language))


def _some(said: list[str], language: Language) -> list[str]:
    if len(said) <= _MOST + 1:
        return said
    more = _TEXTS["more"].in_language(language).format(number_words(len(said) - _MOST, language))
    return [*said[:_MOST], more]


def _say(key: str, language: Language, **parts: str) -> str:
    return _TEXTS[key].in_language(language).format(**parts)
