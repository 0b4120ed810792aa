"""What a search finds, as the search field shows it; knows no toolkit."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mapview.domain.model import Claim, Source
from mapview.domain.snapshot import Language
from mapview.render.texts import date_words, number_words
from mapview.store.search import Hit, HitKind, Query, search_steps
from mapview.ui.session import Focus, Session
from mapview.ui.widgets import words

#: The kinds that are looked through, in the order in which they are shown, and how many of each.
SHOWN: Mapping[HitKind, int] = {
    "places": 4,
    "sources": 3,
    "topics": 3,
    "claims": 5,
    "documents": 4,
    "utterances": 3,
    "conflicts": 2,
}

#: In a project of more claims a search may take more than a frame.
_MANY = 20_000

#: Bounds of words that are marked, in code points.
Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Find:
    """Something to go to: two lines, the words of the search marked in them."""

    kind: HitKind
    title: str
    marks: Marks
    quiet: str
    quiet_marks: Marks
    go: Callable[[], None]


class Finder:
    """Looks through the project of a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def takes_long(self) -> bool:
        """Whether a search may hold the window up."""
        return len(self._session.timeline.columns) > _MANY

    def finds(self, text: str) -> list[Find]:
        """Return what holds all words of a text, kind after kind, the likeliest first.

        Raises
        ------
        FileProblemError
            If the project file cannot be read.
        """
        file = self._session.file
        return self.shown(
            text, [(kind, hit) for kind, most in SHOWN.items() for hit in file.search(text, most, (kind,))]
        )

    def steps(self, text: str) -> Generator[float, None, tuple[str, list[tuple[HitKind, Hit]]]]:
        """Search in whatever thread; return the text and what :meth:`shown` makes finds of."""
        hits = yield from search_steps(self._session.file.path, self._session.project, text, SHOWN)
        return text, hits

    def shown(self, text: str, hits: Sequence[tuple[HitKind, Hit]]) -> list[Find]:
        """Return hits as they are shown."""
        query = Query.of(text)
        made: Mapping[HitKind, Callable[[Hit], tuple[str, str, Callable[[], None]] | None]] = {
            "places": self._place,
            "sources": self._source,
            "topics": self._topic,
            "claims": lambda hit: self._claim(hit, query),
            "documents": self._document,
            "utterances": self._utterance,
            "conflicts": self._conflict,
        }
        found = []
        for kind, hit in hits:
            shown = made[kind](hit)
            if shown is not None:
                title, quiet, go = shown
                found.append(Find(kind, title, _marks(query, title), quiet, _marks(query, quiet), go))
        return found

    @property
    def _language(self) -> Language:
        return self._session.language

    def _place(self, hit: Hit) -> tuple[str, str, Callable[[], None]]:
        session = self._session
        place = session.project.places[hit.id]
        name = place.names.in_language(self._language)
        quiet = words.kind_words(place.kind, self._language)
        if hit.snippet != name and hit.field != "note":
            quiet = f"{quiet} · {words.isolated(hit.snippet)}"
        return name, quiet, lambda: session.set_focus(Focus("place", place.id))

    def _source(self, hit: Hit) -> tuple[str, str, Callable[[], None]]:
        session = self._session
        source = session.project.sources[hit.id]
        quiet = f"{words.isolated(source.title)} · {words.published_words(source, self._language)}"
        return (
            words.publisher_words(source, self._language),
            quiet,
            lambda: session.set_focus(Focus("source", source.id)),
        )

    def _topic(self, hit: Hit) -> tuple[str, str, Callable[[], None]]:
        session = self._session
        topic = session.project.topics[hit.id]
        states = " · ".join(state.names.in_language(self._language) for state in topic.states)
        return topic.names.in_language(self._language), states, lambda: session.set_topic(topic.id)

    def _claim(self, hit: Hit, query: Query) -> tuple[str, str, Callable[[], None]]:
        session = self._session
        claim = session.project.claims[hit.id]
        said = claim.statement.in_language(self._language)
        if hit.field != f"statement.{self._language}" and not any(query.marks(said)):
            # It is the other language, the note or the cue that holds the words.
            said = hit.snippet
        return said, self._about(claim), lambda: session.show_claim(claim.id)

    def _document(self, hit: Hit) -> tuple[str, str, Callable[[], None]] | None:
        session = self._session
        source = next((one for one in session.project.sources.values() if one.sha256 == hit.id), None)
        if source is None:
            return None
        start, end = (hit.marks[0][0], hit.marks[-1][1]) if hit.marks else (hit.start, hit.end)
        said = " ".join(hit.snippet.split())
        said = ("…" if hit.start else "") + said + "…"
        return said, self._report(source), lambda: session.passage_asked_for.emit(source.id, start, end)

    def _utterance(self, hit: Hit) -> tuple[str, str, Callable[[], None]] | None:
        session = self._session
        utterance = session.project.utterances[hit.id]
        columns = session.timeline.columns
        rows = np.flatnonzero(columns.utterance == list(session.project.utterances).index(hit.id))
        if not len(rows):
            return None
        claim = columns.ids[int(rows[0])]
        said = [words.page_word("claims_count", self._language).replace("{n}", number_words(len(rows), self._language))]
        if utterance.date:
            said.insert(0, date_words(utterance.date, self._language))
        return utterance.speaker.in_language(self._language), " · ".join(said), lambda: session.show_claim(claim)

    def _conflict(self, hit: Hit) -> tuple[str, str, Callable[[], None]]:
        session = self._session
        conflict = session.project.conflicts[hit.id]
        place = session.project.places[conflict.place].names.in_language(self._language)
        quiet = f"{words.isolated(place)} · {words.say('asserted', self._language)}"
        claim = conflict.sides[0][0]
        return conflict.reason.in_language(self._language), quiet, lambda: session.show_claim(claim)

    def _about(self, claim: Claim) -> str:
        project = self._session.project
        place = project.places[claim.place].names.in_language(self._language)
        return f"{words.isolated(place)} · {words.isolated(date_words(claim.when, self._language))}"

    def _report(self, source: Source) -> str:
        publisher = words.publisher_words(source, self._language)
        return f"{words.isolated(publisher)} · {words.published_words(source, self._language)}"


def _marks(query: Query, text: str) -> Marks:
    return tuple((start, end) for start, end, _ in query.marks(text))
