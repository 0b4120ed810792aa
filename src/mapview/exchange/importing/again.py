"""Rows of a table that comes again otherwise: read by another mapping, or with a cell corrected, they update.

A row without an id is known by what it says. Where that changed, it is known by its text, or as the only row of which
nothing but one part differs from the only claim that lost its row.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import replace
from typing import Any

from mapview.domain.model import MAX_ANCHOR_LENGTH, Claim, Project
from mapview.store.stored_claims import some_of

#: What sets the claims apart that one row makes, one for each of its sources.
BESIDE = "-source-"
_AT_ONCE = 50_000
#: What is the same of a claim before and after one part was corrected: its time, its place, its topic or its source.
_SAME: tuple[Callable[[Claim], Hashable], ...] = (
    lambda claim: (claim.place, claim.topic, claim.value, claim.statement, claim.source),
    lambda claim: (claim.when, claim.topic, claim.value, claim.statement, claim.source),
    lambda claim: (claim.place, claim.when, claim.value, claim.statement),
)


def is_source_of(table: str, source: str) -> bool:
    """Whether a source is one that a table made, or that keeps the text of an earlier version of it."""
    return re.fullmatch(rf"{re.escape(table)}(?:-[0-9a-f]{{10}})?(?:-[0-9a-f]{{8}})?", source) is not None


def anchor_sum(passage: str) -> str:
    """Return the SHA-256 of a row, or of as much of its beginning as an anchor takes."""
    return hashlib.sha256(passage[:MAX_ANCHOR_LENGTH].encode("utf-8", "surrogatepass")).hexdigest()


class EarlierRows:
    """The claims of a table's rows without ids in a project, by the text of their rows; read when first asked for."""

    def __init__(self, project: Project, table: str) -> None:
        self._project, self._table = project, table
        self._by_text: dict[str, str] | None = None

    def with_text(self, text: str) -> str | None:
        """Return the id of the claim of a row with this text, None if there is none or several."""
        if self._by_text is None:
            self._by_text = self._read()
        # Of a table that is new there is none, and summing a million rows takes seconds.
        return self._by_text.get(anchor_sum(text)) or None if self._by_text else None

    def _read(self) -> dict[str, str]:
        ours = re.compile(rf"{re.escape(self._table)}-[0-9a-f]{{16}}(?:-\d+)?")
        names = [name for name in self._project.claims if ours.fullmatch(name)]
        found: dict[str, str] = {}
        for some in _batched(names):
            for name, claim in some_of(self._project.claims, some).items():
                if is_source_of(self._table, claim.source):
                    found[claim.anchor.sha256] = "" if claim.anchor.sha256 in found else name
        return found


def renamed(project: Project, table: str, claims: Iterable[Claim], gone: Collection[str]) -> dict[str, str]:
    """Return the ids of claims that came anew, each with that of the claim that lost its row and differs in one part.

    Parameters
    ----------
    claims
        Those that the table makes and the project lacks or has otherwise.
    gone
        The claims whose rows the table no longer has.
    """
    ours = re.compile(rf"{re.escape(table)}-[0-9a-f]{{16}}(?:-\d+)?")
    fresh = {claim.id: claim for claim in claims if ours.fullmatch(claim.id) and claim.id not in project.claims}
    lost = some_of(project.claims, [name for name in gone if ours.fullmatch(name)]) if fresh else {}
    found: dict[str, str] = {}
    for key in _SAME:
        before, now = _alone(lost.values(), key), _alone(fresh.values(), key)
        for same, name in now.items():
            if same in before:
                found[name] = before[same]
                del lost[before[same]], fresh[name]
    return found


def under(claim: Claim, names: dict[str, str]) -> Claim:
    """Return a claim under the id that its row had before, as one of several sources too."""
    row, beside, number = claim.id.partition(BESIDE)
    return replace(claim, id=f"{names[row]}{beside}{number}") if row in names else claim


def _alone(claims: Iterable[Claim], key: Callable[[Claim], Any]) -> dict[Any, str]:
    """Return the ids of the claims that no other has the key of."""
    found: dict[Any, str | None] = {}
    for claim in claims:
        same = key(claim)
        found[same] = None if same in found else claim.id
    return {same: name for same, name in found.items() if name is not None}


def _batched(names: list[str]) -> Iterable[list[str]]:
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))
