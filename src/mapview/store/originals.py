"""The reports themselves, which a project points into and does not hold: found by hash, held against the anchors."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from mapview.domain.changes import Change, Macro, Put
from mapview.domain.model import Anchor, Claim, Project, Source

#: The passage stands where the anchor says; stands elsewhere in the text; stands there in other words; is gone; or no
#: text of the source is at hand.
Verdict = Literal["verified", "moved", "changed", "lost", "not available"]

#: How alike a cue and the words of a text must be, of 100, to count as the same words altered.
_ALIKE = 80
#: A text with another hash is taken for a source's if it holds at least this share of its passages, a passage of
#: which the cue alone is left counting half.
_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class AnchorCheck:
    """How a claim's anchor stands against the original of its source; ``detail`` says why it does not hold.

    ``start`` is where the passage begins in the text at hand, in code points; None if it does not stand there.
    """

    claim: str
    source: str
    verdict: Verdict
    detail: str = ""
    start: int | None = None


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in hexadecimal digits.

    Examples
    --------
    >>> sha256_of("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check_anchors(project: Project, originals: Mapping[str, str]) -> list[AnchorCheck]:
    """Hold every claim's anchor against the original of its source.

    Originals are matched by hash, not by name. A source that none has the hash of gets the text that holds most of
    its passages, if one holds enough of them: its original, changed since.
    """
    texts = matched_originals(project, originals)
    return [
        check_anchor(claim, project.sources[claim.source], texts.get(claim.source)) for claim in project.claims.values()
    ]


def matched_originals(project: Project, originals: Mapping[str, str]) -> dict[str, str]:
    """Return the text at hand of each source that has one, by the source's id; it may be another than it was."""
    texts = {source.id: originals[source.sha256] for source in project.sources.values() if source.sha256 in originals}
    claims: dict[str, list[Claim]] = {}
    for claim in project.claims.values():
        if claim.source not in texts:
            claims.setdefault(claim.source, []).append(claim)
    known = {source.sha256 for source in project.sources.values()}
    unknown = {sha256: text for sha256, text in originals.items() if sha256 not in known}
    scores = (
        (_share(anchored, text), source, sha256)
        for source, anchored in claims.items()
        for sha256, text in unknown.items()
    )
    # A text is one report's: the one that it holds most of.
    for share, source, sha256 in sorted(scores, key=lambda score: (-score[0], *score[1:])):
        if share >= _SHARE and source not in texts and sha256 in unknown:
            texts[source] = unknown.pop(sha256)
    return texts


def find_passage(text: str, anchor: Anchor) -> int | None:
    """Return where the passage of an anchor begins in a text: at the anchor, else at its first occurrence.

    Only stretches that hold the cue are tried, since the passage does.
    """
    length = anchor.end - anchor.start
    if _stands_at(text, anchor, anchor.start):
        return anchor.start
    tried = 0
    cue = text.find(anchor.cue)
    while cue >= 0:
        for start in range(max(tried, cue + len(anchor.cue) - length), min(cue, len(text) - length) + 1):
            if _stands_at(text, anchor, start):
                return start
        tried = cue + 1
        cue = text.find(anchor.cue, tried)
    return None


def adopted(project: Project, source: str, text: str) -> Change:
    """Return the change that takes a text for a source's original: its hash, and anchors to passages that have moved.

    Anchors to passages that the text does not hold stay as they are, and check as changed or lost.
    """
    changes: list[Change] = [Put(replace(project.sources[source], sha256=sha256_of(text)))]
    for claim in project.claims.values():
        start = find_passage(text, claim.anchor) if claim.source == source else None
        if start is not None and start != claim.anchor.start:
            length = claim.anchor.end - claim.anchor.start
            changes.append(Put(replace(claim, anchor=replace(claim.anchor, start=start, end=start + length))))
    return Macro(tuple(changes))


def _stands_at(text: str, anchor: Anchor, start: int) -> bool:
    passage = text[start : start + anchor.end - anchor.start]
    # Comparing hashes is the costly part, and the cue rules most stretches out.
    return len(passage) == anchor.end - anchor.start and anchor.cue in passage and sha256_of(passage) == anchor.sha256


def _share(claims: list[Claim], text: str) -> float:
    found = 0.0
    for claim in claims:
        if find_passage(text, claim.anchor) is not None:
            found += 1
        elif claim.anchor.cue and claim.anchor.cue in text:
            found += 0.5
    return found / len(claims)


def check_anchor(claim: Claim, source: Source, text: str | None) -> AnchorCheck:
    """Hold a claim's anchor against a text of its source; None if no text is at hand."""
    if text is None:
        return AnchorCheck(claim.id, source.id, "not available", f"no file has the text of source {source.id!r}")
    anchor = claim.anchor
    start = find_passage(text, anchor)
    if start == anchor.start:
        return AnchorCheck(claim.id, source.id, "verified", start=start)
    if start is not None:
        detail = f"the passage stands from {start} to {start + anchor.end - anchor.start}, not at {anchor.start}"
        return AnchorCheck(claim.id, source.id, "moved", detail, start)
    if _stands_altered(anchor, text):
        detail = f"the passage at {anchor.start} stands there no longer, but words like its cue do"
        return AnchorCheck(claim.id, source.id, "changed", detail)
    return AnchorCheck(claim.id, source.id, "lost", "neither the passage nor words like its cue stand in the text")


def _stands_altered(anchor: Anchor, text: str) -> bool:
    if not anchor.cue:
        return False
    return anchor.cue in text or fuzz.partial_ratio(anchor.cue, text, score_cutoff=_ALIKE) > 0
