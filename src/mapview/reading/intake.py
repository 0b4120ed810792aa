"""Reports on their way into a project: what it has of them already, and the one change that takes them in.

Nothing is decided here: :func:`weigh` says what a project knows of a report, a person or a command says what is to
become of it, and :func:`change_of` makes the change.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

from mapview.domain import dates
from mapview.domain.changes import Change, Macro, Put
from mapview.domain.model import Project, Source, Text
from mapview.domain.rules import is_web_address
from mapview.errors import BadDateError
from mapview.reading.documents import ReadReport
from mapview.store.copies import NearCopy, overlap, runs_of
from mapview.store.documents import Document
from mapview.store.originals import Verdict, adopted, check_anchor, matched_originals

#: How many code points tell the script that a text is in.
_SAMPLE = 20_000
_ID_LENGTH = 48
#: From which share of common runs of words on a report may repeat another.
_REPEATS = 0.5
#: Of the runs of reports that come together one in so many is indexed, so that thousands need not be compared each with
#: each; two that share half of fifty runs are missed once in 1,300 times.
_ONE_IN = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """What is written down of a source; empty where nobody knows. ``published`` is EDTF, ``obtained`` an ISO day."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    obtained: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Adoption:
    """A source without its original that a text seems to be, in other words in places; anchors by their verdict."""

    source: str
    verdicts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A report and what the project has of it.

    ``twin`` is the source with the same text and ``kept`` whether the project has that text already; ``again``
    whether a report before it, of those that come together, has the same text. ``adoption`` is offered for a source
    without its original, ``copies`` as what the report may repeat: documents of the project or of reports before it.
    """

    report: ReadReport
    twin: str | None = None
    kept: bool = False
    again: bool = False
    adoption: Adoption | None = None
    copies: tuple[NearCopy, ...] = ()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the report's text."""
        return self.report.document.sha256


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to become of a report: a new source, the original of one that has the same text, or of one adopted.

    ``repeats`` is the SHA-256 of the text that a new source copies.
    """

    report: ReadReport
    become: Literal["source", "original", "adopted"]
    facts: Facts = Facts()
    repeats: str | None = None
    source: str | None = None


class Shelf:
    """What a project has, for reports to be held against one after another.

    Parameters
    ----------
    kept
        The SHA-256 of the texts that it keeps.
    near
        Returns the documents of the project that share much with a text.
    """

    def __init__(self, project: Project, kept: frozenset[str], near: Callable[[str], list[NearCopy]]) -> None:
        self.project, self.kept, self._near = project, kept, near
        self._before: dict[str, frozenset[tuple[str, ...]]] = {}
        #: The reports before that hold a run of words, for one run in a few.
        self._holders: dict[tuple[str, ...], list[str]] = {}

    def weigh(self, report: ReadReport, wanted: str | None = None) -> Incoming:
        """Return what the project has of a report, and remember it for those that come after.

        ``wanted`` is a source of which the report is said to be the original.
        """
        text, sha256 = report.document.text, report.document.sha256
        if sha256 in self._before:
            return Incoming(report, again=True)
        twin = next((source.id for source in self.project.sources.values() if source.sha256 == sha256), None)
        runs = runs_of(text)
        copies = [] if twin else self._copies(text, runs)
        self._before[sha256] = runs
        for run in runs:
            if hash(run) % _ONE_IN == 0:
                self._holders.setdefault(run, []).append(sha256)
        return Incoming(
            report,
            twin=twin,
            kept=sha256 in self.kept,
            adoption=None if twin else self._adoption(text, sha256, wanted),
            copies=tuple(copies),
        )

    def _copies(self, text: str, runs: frozenset[tuple[str, ...]]) -> list[NearCopy]:
        stored = {source.sha256 for source in self.project.sources.values()}
        found = [near for near in self._near(text) if near.sha256 in stored]
        # In the order in which they came, so that the same files give the same answer.
        sharing = {sha256 for run in runs for sha256 in self._holders.get(run, ())}
        found += [overlap(sha256, runs, self._before[sha256]) for sha256 in self._before if sha256 in sharing]
        close = [near for near in found if max(near.share, near.covered) >= _REPEATS]
        return sorted(close, key=lambda near: -max(near.share, near.covered))

    def _adoption(self, text: str, sha256: str, wanted: str | None) -> Adoption | None:
        lacking = self._without_originals
        if not lacking.sources:
            return None
        source = wanted or next(iter(matched_originals(lacking, {sha256: text})), None)
        if source is None or source not in lacking.sources:
            return None
        verdicts: dict[Verdict, int] = {"verified": 0, "moved": 0, "changed": 0, "lost": 0}
        for claim in lacking.claims.values():
            if claim.source == source:
                verdicts[check_anchor(claim, lacking.sources[source], text).verdict] += 1
        return Adoption(source, verdicts)

    @cached_property
    def _without_originals(self) -> Project:
        """The sources whose text the project does not keep, and their claims."""
        project = self.project
        sources = {source.id: source for source in project.sources.values() if source.sha256 not in self.kept}
        claims = {claim.id: claim for claim in project.claims.values() if claim.source in sources} if sources else {}
        return replace(project, sources=sources, claims=claims)


def stated_facts(report: ReadReport, how: str) -> Facts:
    """Return what a report states of itself, obtained today; nothing else is filled in."""
    stated = report.stated
    return Facts(
        title=stated.title or "",
        publisher=stated.publisher or "",
        published=_if_date(stated.published),
        url=stated.url if stated.url and is_web_address(stated.url) else "",
        language=stated.language or "",
        obtained=datetime.now(UTC).date().isoformat(),
        how=how,
    )


def _if_date(value: str | None) -> str:
    # Pages state days such as 2026-02-31 too.
    try:
        return value if value and dates.parse(value) else ""
    except BadDateError:
        return ""


def filled_up(facts: Facts, more: Facts) -> Facts:
    """Return facts with their gaps filled from others.

    Examples
    --------
    >>> filled_up(Facts(title="A"), Facts(title="B", publisher="C")).publisher
    'C'
    """
    names = ("title", "publisher", "published", "url", "language", "obtained", "how")
    return Facts(**{name: getattr(facts, name) or getattr(more, name) for name in names})


def script_language(text: str) -> str:
    """Return ``ar`` for a text mostly in the Arabic script, else nothing: Latin letters are those of many languages.

    Examples
    --------
    >>> script_language("قاعدة Harir في أربيل"), script_language("Harir")
    ('ar', '')
    """
    letters = [letter for letter in text[:_SAMPLE] if letter.isalpha()]
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in letters)
    # Letters of Persian, Urdu and Kurdish that Arabic does not have.
    others = sum(letter in "پچژگکیۆێەڕڵڤےٹڈ" for letter in letters)
    return "ar" if arabic * 2 > len(letters) and others * 50 < arabic else ""


def change_of(project: Project, taken: Iterable[Taken]) -> tuple[Change | None, list[Document], list[str]]:
    """Return the change that takes reports in, their documents, and the source of each.

    There is no change if every text is that of a source already: its documents are to be kept, nothing else.
    """
    sources = dict(project.sources)
    by_text = {source.sha256: source.id for source in project.sources.values()}
    changes: list[Change] = []
    documents: list[Document] = []
    ids: list[str] = []
    for one in taken:
        document = one.report.document
        documents.append(document)
        if one.become == "source":
            source = _new_source(one, document, sources, by_text)
            changes.append(Put(source))
        else:
            source = project.sources[one.source or by_text[document.sha256]]
            if one.become == "adopted":
                changes.append(adopted(project, source.id, document.text))
        sources[source.id] = source
        by_text.setdefault(document.sha256, source.id)
        ids.append(source.id)
    return (Macro(tuple(changes)) if changes else None), documents, ids


def _new_source(one: Taken, document: Document, sources: Mapping[str, Source], by_text: Mapping[str, str]) -> Source:
    facts = one.facts
    return Source(
        id=_free_id(facts, document.name, sources),
        title=facts.title or f"[{document.name or 'Pasted text'}]",
        publisher=_in_its_script(facts.publisher) if facts.publisher else None,
        url=facts.url or None,
        language=facts.language,
        published=facts.published or None,
        obtained=facts.obtained,
        how=facts.how,
        sha256=document.sha256,
        repeats=by_text.get(one.repeats) if one.repeats else None,
    )


def _in_its_script(name: str) -> Text:
    return Text(ar=name) if script_language(name) else Text(en=name)


def _free_id(facts: Facts, name: str, sources: Mapping[str, Source]) -> str:
    """Return an id that no source has: of publisher and day, else of the title, else of the file's name."""
    stem = name.rsplit(".", 1)[0]
    who = (_slug(words) for words in (facts.publisher, facts.title, stem))
    day = facts.published if re.fullmatch(r"\d{4}(-\d{2}){0,2}", facts.published) else ""
    first = "-".join(filter(None, (next(filter(None, who), "report"), day)))
    found, number = first, 1
    while found in sources:
        number += 1
        found = f"{first}-{number}"
    return found


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii").lower()
    # What is left of a title in another script, such as a year, is no name.
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_ID_LENGTH].strip("-")
    return slug if re.search("[a-z]", slug) else ""
