"""A project's places, sources, topics and utterances by name, found by any spelling; knows no toolkit.

At 100,000 places putting all names in order takes a third of a second, so that it is done once, and an edit moves
only what it touches.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from functools import cached_property
from typing import Any

from mapview.domain.model import Place, Project, Source, Topic
from mapview.domain.snapshot import Language
from mapview.ui.table.text import folded_texts

#: An edit of more places than this is not worth moving the others.
_MANY = 500
_REMEMBERED = 8


class Catalogue:
    """Things of one kind in the order in which they are listed; ``keys`` gives their folded names if asked for them."""

    def __init__(self, ids: Sequence[str], keys: Sequence[str] | Callable[[], Sequence[str]]) -> None:
        self.ids = ids
        self._keys = keys
        self._found: dict[tuple[str, ...], list[int]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def keys(self) -> Sequence[str]:
        """The folded names of each, one a line."""
        keys, self._keys = self._keys, ()
        return keys() if callable(keys) else keys

    def row_of(self, name: str) -> int | None:
        """Return where something stands, by its id."""
        return self._rows.get(name)

    def holding(self, words: Sequence[str]) -> Sequence[int]:
        """Return, rising, the rows whose names hold all of some folded words."""
        if not words:
            return range(len(self.ids))
        asked = tuple(words)
        if asked not in self._found:
            first, *rest = asked
            rows = [row for row, key in enumerate(self.keys) if first in key]
            for word in rest:
                rows = [row for row in rows if word in self.keys[row]]
            self._remember(asked, rows)
        return self._found[asked]

    def _remember(self, asked: tuple[str, ...], rows: list[int]) -> None:
        if len(self._found) == _REMEMBERED:
            del self._found[next(iter(self._found))]
        self._found[asked] = rows

    def named(self, name: str) -> list[int]:
        """Return the rows of which one of the names is a folded one."""
        asked = (name, "\n")
        if asked not in self._found:
            line = f"\n{name}\n"
            self._remember(asked, [row for row in self.holding((name,)) if line in f"\n{self.keys[row]}\n"])
        return self._found[asked]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return dict(zip(self.ids, range(len(self.ids)), strict=True))


class Worded(Catalogue):
    """A catalogue with the words that stand for each thing in a field."""

    def __init__(
        self, ids: Sequence[str], keys: Sequence[str] | Callable[[], Sequence[str]], words: Sequence[str]
    ) -> None:
        super().__init__(ids, keys)
        self.words = words

    def only(self, wanted: Collection[str]) -> "Worded":
        """Return those of some ids."""
        rows = [row for row, name in enumerate(self.ids) if name in wanted]
        return Worded(*([column[row] for row in rows] for column in (self.ids, self.keys, self.words)))


class PlaceCatalogue(Worded):
    """Places in the order of their names in a language, those of one name in the order of their ids."""

    def __init__(
        self,
        ids: Sequence[str],
        keys: Sequence[str] | Callable[[], Sequence[str]],
        words: Sequence[str],
        ranks: Sequence[str],
        language: Language,
    ) -> None:
        super().__init__(ids, keys, words)
        self._ranks = ranks
        self.language = language

    @classmethod
    def of(cls, places: Mapping[str, Place], language: Language) -> "PlaceCatalogue":
        """Put places in order."""
        ids = list(places)
        words = [place.names.in_language(language) for place in places.values()]
        ranks = _folded(words)
        order = sorted(range(len(ids)), key=list(zip(ranks, ids, strict=True)).__getitem__)
        ids, words, ranks = ([column[row] for row in order] for column in (ids, words, ranks))
        return cls(ids, lambda: place_keys([places[name] for name in ids]), words, ranks, language)

    def after(self, was: Mapping[str, Place], now: Mapping[str, Place]) -> "PlaceCatalogue":
        """Put places in order after an edit; return this very order if no name came, went or changed."""
        gone = [place for name, place in was.items() if now.get(name) is not place]
        come = [place for name, place in now.items() if was.get(name) is not place]
        if len(gone) + len(come) > _MANY:
            return PlaceCatalogue.of(now, self.language)
        if [(one.id, one.names, one.aliases) for one in gone] == [(one.id, one.names, one.aliases) for one in come]:
            return self
        ids, keys, words, ranks = (list(column) for column in (self.ids, self.keys, self.words, self._ranks))
        for place in gone:
            row = _row(place.id, self._rank(place), ids, ranks)
            del ids[row], keys[row], words[row], ranks[row]
        for place, key in zip(come, place_keys(come), strict=True):
            rank = self._rank(place)
            row = _row(place.id, rank, ids, ranks)
            ids.insert(row, place.id)
            keys.insert(row, key)
            words.insert(row, place.names.in_language(self.language))
            ranks.insert(row, rank)
        return PlaceCatalogue(ids, keys, words, ranks, self.language)

    def _rank(self, place: Place) -> str:
        return _folded([place.names.in_language(self.language)])[0]


class Catalogues:
    """The catalogues of a session's project as it is now; each is made when it is asked for."""

    def __init__(self) -> None:
        self._places: tuple[Mapping[str, Place], PlaceCatalogue] | None = None
        self._others: dict[str, tuple[Mapping[str, Any], Catalogue]] = {}
        self._worded: dict[tuple[str, str], tuple[Any, dict[str, tuple[Any, str, str]], Worded | None]] = {}

    def places(self, project: Project, language: Language) -> PlaceCatalogue:
        """Return the places in the order of their names."""
        now, before = project.places, self._places
        if before is None or before[1].language != language:
            found = PlaceCatalogue.of(now, language)
        else:
            found = before[1] if before[0] is now else before[1].after(before[0], now)
        self._places = now, found
        return found

    def sources(self, project: Project) -> Catalogue:
        """Return the sources in the project's order."""
        return self._other("sources", project.sources, source_keys)

    def topics(self, project: Project) -> Catalogue:
        """Return the topics in the project's order."""
        return self._other("topics", project.topics, topic_keys)

    def worded(
        self, kind: str, now: Mapping[str, Any], language: Language, say: Callable[[Any], tuple[str, ...]]
    ) -> Worded:
        """Return things of a kind in the project's order; ``say`` returns the words of one, then its other names."""
        before, made, found = self._worded.get((kind, language), (None, {}, None))
        if found is None or before is not now:
            others = [(name, thing) for name, thing in now.items() if made.get(name, (None,))[0] is not thing]
            said = [say(thing) for _, thing in others]
            fresh = zip(others, said, folded_keys(said), strict=True)
            made = made | {name: (thing, of_one[0], key) for (name, thing), of_one, key in fresh}
            made = {name: made[name] for name in now}
            found = Worded(list(now), [key for _, _, key in made.values()], [words for _, words, _ in made.values()])
            self._worded[kind, language] = now, made, found
        return found

    def _other(self, kind: str, now: Mapping[str, Any], keys: Callable[[list[Any]], list[str]]) -> Catalogue:
        before = self._others.get(kind)
        if before is None or before[0] is not now:
            before = self._others[kind] = now, Catalogue(list(now), keys(list(now.values())))
        return before[1]


def folding(catalogue: Catalogue) -> Generator[float, None, None]:
    """Return the steps that make the keys of a catalogue, so that nobody waits for them later."""
    yield 0.0
    len(catalogue.keys)


def place_keys(places: Sequence[Place]) -> list[str]:
    """Return the folded names of places."""
    return folded_keys([(place.names.en, place.names.ar, *place.aliases, place.id) for place in places])


def source_keys(sources: Sequence[Source]) -> list[str]:
    """Return the folded names of sources: publishers and titles."""
    return folded_keys(
        [
            (*((source.publisher.en, source.publisher.ar) if source.publisher else ()), source.title, source.id)
            for source in sources
        ]
    )


def topic_keys(topics: Sequence[Topic]) -> list[str]:
    """Return the folded names of topics."""
    return folded_keys([(topic.names.en, topic.names.ar) for topic in topics])


def folded_keys(names: Sequence[Sequence[str]]) -> list[str]:
    """Return the folded names of several things, those of each one a line."""
    folded = iter(_folded([name for some in names for name in some]))
    return ["\n".join(dict.fromkeys(name for name in [next(folded) for _ in some] if name)) for some in names]


def _folded(texts: Sequence[str]) -> list[str]:
    return [" ".join(text.split()) for text in folded_texts(texts)]


def _row(name: str, rank: str, ids: Sequence[str], ranks: Sequence[str]) -> int:
    """Return where a place stands, or is to stand, among others."""
    return bisect_left(ids, name, bisect_left(ranks, rank), bisect_right(ranks, rank))
