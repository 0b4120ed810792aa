"""What the cards and headers of the claims panel say; knows no widget."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapview.domain.columns import UNCERTAIN
from mapview.domain.model import Claim, ConflictKind, Decision, Place, Project, Source, Status, Text
from mapview.domain.snapshot import Language
from mapview.render.doubt_words import doubt_words
from mapview.render.texts import date_words, in_digits, number_words
from mapview.store.originals import Verdict
from mapview.ui.claims.card_layout import Badge, Badges, Block, Paragraph, Piece, quiet
from mapview.ui.disputes.words import Verdict as Judgement
from mapview.ui.disputes.words import claim_in_short, decision_words, phrase
from mapview.ui.widgets import words
from mapview.ui.widgets.theme import S
from mapview.ui.widgets.words import isolated, page_word, say

_DOT = " · "
#: Links: what a click does, and to what.
CLAIM_LINK, SOURCE_LINK, PLACE_LINK, URL_LINK, EXPAND_LINK = "claim:", "source:", "place:", "url:", "expand:"
#: To the passage of a claim, and to the document of a source.
PASSAGE_LINK, DOCUMENT_LINK = "passage:", "document:"
#: To the conflict that a claim is in, and to those of a place.
CONFLICT_LINK, CONFLICTS_LINK = "conflict:", "conflicts:"


@dataclass(frozen=True, slots=True)
class Clash:
    """Another claim that cannot hold together with this one, who says so and why, and what was decided on the two."""

    claim: str
    kind: ConflictKind
    reason: Text
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A claim as the panel shows it at a time; equal cards look alike. ``anchor`` is None while nobody knows.

    ``judged`` is what a person's decision makes of the claim.
    """

    claim: str
    flags: int
    superseded: bool
    clashes: tuple[Clash, ...]
    anchor: Verdict | None = None
    judged: tuple[Judgement, Decision] | None = None


def claim_blocks(card: Card, project: Project, language: Language, *, open_: bool) -> list[Block]:
    """Return what a card says; an open one adds what supports and contradicts the claim."""
    claim = project.claims[card.claim]
    source = project.sources[claim.source]
    mirrored = language == "ar"
    blocks: list[Block] = [
        quiet(
            Piece(isolated(words.value_words(claim, project, language)), bold=True),
            Piece(_DOT + isolated(date_words(claim.when, language)), "quiet"),
            right_to_left=mirrored,
        ),
        Paragraph((Piece(claim.statement.in_language(language)),)),
        who_and_when(claim, source, project, language),
        Badges(badges_of(card, claim, language), mirrored),
    ]
    if card.judged is not None and card.judged[0] == "set_aside":
        other = claim_in_short(project.claims[card.judged[1].prefers or ""], project, language)
        blocks.append(quiet(Piece(phrase("against", language, other), "quiet"), right_to_left=mirrored))
    if open_:
        blocks += _details(claim, source, language)
        for clash in card.clashes:
            blocks += _clash_blocks(clash, project, language)
    return blocks


def spoken(card: Card, project: Project, language: Language) -> str:
    """Return what a screen reader says of a card."""
    blocks = claim_blocks(card, project, language, open_=True)
    said = (
        block.text if isinstance(block, Paragraph) else ", ".join(badge.text for badge in block.badges)
        for block in blocks
    )
    return ". ".join(said).replace("\u2068", "").replace("\u2069", "")


def place_blocks(
    place: Place, status: Status, count: int, language: Language, conflicts: tuple[int, int] = (0, 0)
) -> list[Block]:
    """Return what the header of a place says; ``conflicts`` are the number of its conflicts, and of those decided."""
    mirrored = language == "ar"
    other = place.names.in_language("en" if mirrored else "ar")
    blocks: list[Block] = [Paragraph((Piece(place.names.in_language(language), bold=True),), right_to_left=mirrored)]
    if other != place.names.in_language(language):
        blocks.append(Paragraph((Piece(other, "quiet"),), right_to_left=mirrored, gap=0))
    blocks += [
        Badges((Badge(page_word(f"status_{status}", language), status), Badge(_count(count, language))), mirrored),
        quiet(
            Piece(words.kind_words(place.kind, language), "quiet"),
            Piece(_DOT + isolated(words.coordinates_words(place, language)), "quiet"),
            right_to_left=mirrored,
            gap=S,
        ),
        quiet(
            Piece(say("coordinates_from", language, isolated(place.coordinates_from)), "quiet"),
            right_to_left=mirrored,
            gap=0,
        ),
    ]
    if conflicts[0]:
        found, decided = (number_words(number, language) for number in conflicts)
        said = phrase("conflicts_here", language, found)
        said = phrase("of_which", language, said, decided) if conflicts[1] else said
        link = CONFLICTS_LINK + place.id
        blocks.append(quiet(Piece(isolated(said), "accent", link=link), right_to_left=mirrored))
    if place.note:
        blocks.append(quiet(Piece(place.note, "quiet")))
    return blocks


def source_blocks(source: Source, count: int, project: Project, language: Language) -> list[Block]:
    """Return what the header of a source says."""
    mirrored = language == "ar"
    known = words.known_words(source, language)
    blocks: list[Block] = [
        Paragraph((Piece(words.publisher_words(source, language), bold=True),), right_to_left=mirrored),
        Paragraph((Piece(source.title, "quiet"),), gap=0),
        Badges((Badge(_count(count, language)),), mirrored),
        quiet(
            Piece(isolated(words.published_words(source, language)), "quiet"),
            Piece(_DOT + isolated(known), "quiet"),
            right_to_left=mirrored,
            gap=S,
        ),
        quiet(Piece(words.obtained_words(source, language), "quiet"), right_to_left=mirrored, gap=0),
    ]
    if source.repeats:
        other = words.publisher_words(project.sources[source.repeats], language)
        blocks.append(quiet(Piece(page_word("repeats", language).format(isolated(other)), "quiet"), gap=0))
    if source.note:
        blocks.append(quiet(Piece(source.note, "quiet")))
    links = [Piece(isolated(say("read_document", language)), "accent", link=DOCUMENT_LINK + source.id)]
    if source.url:
        links += [Piece(_DOT, "quiet"), Piece(say("open_source", language), "accent", link=URL_LINK + source.id)]
    blocks.append(quiet(*links, right_to_left=mirrored))
    return blocks


def heading_blocks(
    title: str, status: Status | None, language: Language, *, place: str = "", voices: str = ""
) -> list[Block]:
    """Return what stands above the cards of a topic, or of a place, which is then gone to by a click.

    ``voices`` says who bears out what is corroborated.
    """
    mirrored = language == "ar"
    piece = Piece(title, "accent", bold=True, link=PLACE_LINK + place) if place else Piece(title, "quiet", bold=True)
    blocks: list[Block] = [quiet(piece, right_to_left=mirrored)]
    if status is not None and status not in {"unreported", "single-source"}:
        blocks.append(Badges((Badge(page_word(f"status_{status}", language), status),), mirrored, gap=4))
    if status == "corroborated" and voices:
        blocks.append(quiet(Piece(voices, "quiet"), right_to_left=mirrored))
    return blocks


def who_and_when(claim: Claim, source: Source, project: Project, language: Language) -> Paragraph:
    """Return who publishes a claim, since when, who is quoted, and the way to the passage."""
    publisher = words.publisher_words(source, language)
    pieces = [
        Piece(isolated(publisher), "accent", link=SOURCE_LINK + source.id),
        Piece(_DOT + isolated(words.published_words(source, language)), "quiet"),
    ]
    if claim.utterance is not None:
        speaker = project.utterances[claim.utterance].speaker.in_language(language)
        pieces.append(Piece(_DOT + isolated(page_word("quoted", language).format(speaker)), "quiet"))
    pieces.append(Piece(_DOT, "quiet"))
    pieces.append(Piece(isolated(say("passage", language)), "accent", link=PASSAGE_LINK + claim.id))
    return quiet(*pieces, right_to_left=language == "ar")


def badges_of(card: Card, claim: Claim, language: Language) -> tuple[Badge, ...]:
    """Return how a claim is said, how sure it is, and what speaks against it."""
    found = [Badge(page_word(f"modality_{claim.modality}", language))]
    if claim.certainty != "certain":
        found.append(Badge(page_word(f"certainty_{claim.certainty}", language)))
    if card.flags & UNCERTAIN:
        found.append(Badge(doubt_words(claim.when, language)))
    if card.superseded:
        found.append(Badge(page_word("superseded", language), "superseded"))
    if card.anchor in {"moved", "changed", "lost"}:
        found.append(Badge(say(f"anchor_{card.anchor}", language), None, PASSAGE_LINK + claim.id))
    if card.clashes:
        count = in_digits(str(len({clash.claim for clash in card.clashes})), language)
        found.append(Badge(say("contradicts", language, count), "disputed", CONFLICT_LINK + claim.id))
    if card.judged is not None and card.judged[0] == "preferred":
        found.append(Badge(phrase("preferred", language)))
    return tuple(found)


def _details(claim: Claim, source: Source, language: Language) -> list[Block]:
    mirrored = language == "ar"
    other = claim.statement.in_language("en" if mirrored else "ar")
    blocks: list[Block] = []
    if other != claim.statement.in_language(language):
        blocks.append(Paragraph((Piece(other, "quiet"),), gap=S))
    cue = page_word("cue", language).format(isolated(claim.anchor.cue))
    known = words.known_words(source, language)
    blocks.append(
        quiet(Piece(isolated(cue), "quiet"), Piece(_DOT + isolated(known), "quiet"), right_to_left=mirrored, gap=S)
    )
    if claim.note:
        blocks.append(quiet(Piece(say("note", language, isolated(claim.note)), "quiet"), right_to_left=mirrored))
    if source.url:
        blocks.append(
            quiet(Piece(say("open_source", language), "accent", link=URL_LINK + source.id), right_to_left=mirrored)
        )
    return blocks


def _clash_blocks(clash: Clash, project: Project, language: Language) -> Sequence[Block]:
    mirrored = language == "ar"
    other = project.claims[clash.claim]
    publisher = words.publisher_words(project.sources[other.source], language)
    value = words.value_words(other, project, language)
    heading = page_word("contradicts", language)
    blocks = [
        quiet(
            Piece(heading + " ", "quiet", bold=True),
            Piece(f"{isolated(publisher)}: {isolated(value)}", "accent", link=CLAIM_LINK + other.id),
            right_to_left=mirrored,
            gap=S,
        ),
        quiet(
            Piece(isolated(say(clash.kind, language)) + ": ", "quiet"),
            Piece(clash.reason.in_language(language), "quiet"),
            right_to_left=mirrored,
            gap=0,
        ),
    ]
    if clash.decision is not None:
        said = decision_words(clash.decision, project, language)
        blocks.append(quiet(Piece(said), right_to_left=mirrored, gap=0))
    return blocks


def _count(count: int, language: Language) -> str:
    return page_word("claims_count", language).replace("{n}", in_digits(str(count), language))
