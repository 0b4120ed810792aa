"""Full-text search over what a project says and over the texts of its reports, with the gazetteer's folding.

Every word is indexed folded, and again without its article and the one-letter words written on to it, and so is every
word that is looked for: ``بالأنبار`` finds ``الأنبار``, and ``الاسد`` finds ``الأسد``.
"""

import re
import sqlite3
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from mapview.domain.changes import Entity, Kind
from mapview.domain.model import AssertedConflict, Claim, Place, Project, Source, Text, Topic, Utterance
from mapview.gazetteer.normalise import fold, keys
from mapview.store.database import told

HitKind = Kind | Literal["documents"]

#: What can be found. Decisions, views, cues and rejections have lists of their own.
KINDS: tuple[HitKind, ...] = ("places", "topics", "utterances", "sources", "claims", "conflicts", "documents")

#: Of each kind, so many matches are ranked. Whoever types a word that more of them hold has to type more anyway, and
#: ranking each of 100,000 takes 80 ms.
MOST_RANKED = 2000

#: A document of more code points is not indexed: no report is so long, and the rows of a table are claims, which are.
LONGEST = 5_000_000

#: Each kind has a range of numbers of its own, so that the index can be asked for one kind alone.
_RANGE = 1 << 40

_FIND = """
    SELECT score, number, kind, id
    FROM (
        SELECT rowid, bm25(search_words, 4.0, 1.0) AS score FROM search_words
        WHERE search_words MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?
    ) AS matched
    JOIN search_entries ON number = matched.rowid
    WHERE kind <> 'documents' OR EXISTS (SELECT 1 FROM sources WHERE sha256 = search_entries.id)
    ORDER BY score, number LIMIT ?
"""

#: A snippet shows about this many code points before and after its first mark.
_BEFORE, _AFTER = 40, 110
#: How much of a document is looked through for its snippet.
_LOOKED_THROUGH = 20_000

# A word of a text as people write it: with its marks, apostrophes and bidi marks, all of which folding takes off.
_WORD = re.compile(
    "(?:\\w|['`´\u02b0-\u02ff\u2018-\u201b\u2032\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u200d-\u200f\u202a-\u202e\u2066-\u2069])+"
)
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|«([^»]*)»')
# Written apart in Latin script, and said or left out at will.
_ARTICLES = frozenset({"al", "el", "ul", "ad", "as", "ash", "an", "ar", "at", "az", "the"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: an entity, or a document by the SHA-256 of its text.

    ``field`` names the text in which the words stand (``statement.ar``, ``names.en``, ``text``…). ``start`` and
    ``end`` are the bounds of ``snippet`` in that text, ``marks`` those of the words in it: code points of the field's
    text, ends exclusive.
    """

    kind: HitKind
    id: str
    field: str
    snippet: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One word that is looked for: its spellings, any of which will do, and whether they may go on."""

    spellings: tuple[str, ...]
    open_ended: bool = False

    def met_by(self, found: tuple[str, ...]) -> bool:
        return any(
            spelling == word or (self.open_ended and word.startswith(spelling))
            for spelling in self.spellings
            for word in found
        )


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: words that must all be there, and phrases."""

    words: tuple[_Wanted, ...]
    phrases: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, text: str) -> "Query":
        """Read what a person typed; quotation marks hold words together, and the last word may still be unfinished."""
        phrases = [tuple(fold("".join(match)).split()) for match in _QUOTED.findall(text)]
        rest = _QUOTED.sub(" ", text)
        typed = fold(rest).split()
        unfinished = bool(typed) and not rest[-1].isspace()
        # An unfinished word may be going on: what looks like an article may begin a name.
        said = [word for word in typed[:-1] if word not in _ARTICLES]
        said += [word for word in typed[-1:] if word not in _ARTICLES or unfinished or not said]
        words = [
            _Wanted(keys(word), open_ended=unfinished and number == len(said) and len(word) > 1)
            for number, word in enumerate(said, 1)
        ]
        return cls(tuple(words), tuple(phrase for phrase in phrases if phrase))

    def expression(self) -> str:
        """Return the query in the language of FTS5, empty if nothing is looked for."""
        parts = [f'words : "{" ".join(phrase)}"' for phrase in self.phrases]
        for word in self.words:
            star = "*" if word.open_ended else ""
            parts.append(f"({' OR '.join(f'{_quoted(spelling)}{star}' for spelling in word.spellings)})")
        return " AND ".join(parts)

    def marks(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield where the words stand in a text: start, end, and which of the words it is."""
        wanted = (*self.words, *(_Wanted((word,)) for phrase in self.phrases for word in phrase))
        for match in _WORD.finditer(text):
            spellings = _spellings(match[0])
            for number, word in enumerate(wanted):
                if word.met_by(spellings):
                    yield match.start(), match.end(), number
                    break


def search(
    connection: sqlite3.Connection,
    project: Project,
    text: str,
    limit: int = 20,
    kinds: Iterable[HitKind] | None = None,
) -> list[Hit]:
    """Return what holds all words of a text, the likeliest first.

    Parameters
    ----------
    text
        What was typed. Words in quotation marks must follow one another; the last word may be unfinished.
    limit
        The most hits to return.
    kinds
        What to look among; everything if None. Documents are found if a source has them.
    """
    query = Query.of(text)
    expression = query.expression()
    if not expression:
        return []
    found: list[tuple[float, int, HitKind, str]] = []
    for kind in KINDS if kinds is None else kinds:
        found += connection.execute(_FIND, (expression, *numbers_of(kind), MOST_RANKED, limit))
    found.sort()
    return [
        _hit(query, kind, name, list(_texts_of(connection, project, kind, name))) for _, _, kind, name in found[:limit]
    ]


def search_steps(
    path: Path, project: Project, text: str, wanted: Mapping[HitKind, int]
) -> Generator[float, None, list[tuple[HitKind, Hit]]]:
    """Look through a project file kind after kind, in whatever thread; yield how far it is, 0 to 1.

    Parameters
    ----------
    wanted
        The kinds to look among, and the most hits of each.

    Raises
    ------
    FileProblemError
        If the file cannot be read.
    """
    found: list[tuple[HitKind, Hit]] = []
    with told(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for number, (kind, most) in enumerate(wanted.items(), 1):
            found += [(kind, hit) for hit in search(connection, project, text, most, (kind,))]
            yield number / len(wanted)
    return found


def put_entity(connection: sqlite3.Connection, kind: Kind, entity: Entity) -> None:
    """Index an entity's texts, in place of what was indexed for it; nothing if its kind is not searched."""
    if kind in KINDS:
        _put(connection, kind, entity.id, (text for _, text in fields_of(entity)))


def put_document(connection: sqlite3.Connection, sha256: str, text: str) -> None:
    """Index a document's text, in place of what was indexed for it; nothing if it is longer than :data:`LONGEST`."""
    if len(text) <= LONGEST:
        _put(connection, "documents", sha256, [text])


def take_out(connection: sqlite3.Connection, kind: HitKind, name: str) -> None:
    """Forget what was indexed for an entity."""
    row = connection.execute("SELECT number FROM search_entries WHERE kind = ? AND id = ?", (kind, name)).fetchone()
    if row is not None:
        connection.execute("DELETE FROM search_words WHERE rowid = ?", row)
        connection.execute("DELETE FROM search_entries WHERE number = ?", row)


def is_stale(connection: sqlite3.Connection) -> bool:
    """Whether the index was made with another folding than this MapView's."""
    row = connection.execute("SELECT folding FROM search_index").fetchone()
    return row is None or int(row[0]) != folding_version()


@lru_cache(maxsize=1)
def folding_version() -> int:
    """Return a number that changes when the gazetteer folds or cuts words otherwise than before."""
    letters = " ".join(chr(code) for span in ((0xC0, 0x250), (0x600, 0x700), (0x1E00, 0x1F00)) for code in range(*span))
    words = "بالأنبار والأسد للكويت وبغداد فالموصل كالعراق وبالبصرة ولل al-Asad Ḩarīr"
    cut = [keys(word) for word in words.split()]
    return zlib.crc32(f"{fold.__wrapped__(letters)} {cut}".encode())


def fields_of(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield the texts of an entity that can be searched, with their names."""
    match entity:
        case Claim():
            yield from _both("statement", entity.statement)
            yield "anchor.cue", entity.anchor.cue
        case Place():
            yield from _both("names", entity.names)
            yield from (("aliases", alias) for alias in entity.aliases)
        case Source():
            yield "title", entity.title
            yield from _both("publisher", entity.publisher or Text())
            yield "url", entity.url or ""
        case Utterance():
            yield from _both("speaker", entity.speaker)
        case Topic():
            yield from _both("names", entity.names)
            for state in entity.states:
                yield from _both("states", state.names)
        case AssertedConflict():
            yield from _both("reason", entity.reason)
    if isinstance(entity, Claim | Place | Source | Utterance):
        yield "note", entity.note


def _both(name: str, text: Text) -> Iterator[tuple[str, str]]:
    yield f"{name}.en", text.en
    yield f"{name}.ar", text.ar


def _texts_of(connection: sqlite3.Connection, project: Project, kind: HitKind, name: str) -> Iterator[tuple[str, str]]:
    if kind == "documents":
        row = connection.execute("SELECT text FROM documents WHERE sha256 = ?", (name,)).fetchone()
        yield "text", row[0]
    else:
        yield from fields_of(getattr(project, kind)[name])


def _put(connection: sqlite3.Connection, kind: HitKind, name: str, texts: Iterable[str]) -> None:
    words, roots = folded(texts)
    row = connection.execute("SELECT number FROM search_entries WHERE kind = ? AND id = ?", (kind, name)).fetchone()
    if row is None:
        first, last = numbers_of(kind)
        (number,) = connection.execute(
            "SELECT coalesce(max(number), ?) + 1 FROM search_entries WHERE number BETWEEN ? AND ?", (first, first, last)
        ).fetchone()
        connection.execute("INSERT INTO search_entries VALUES (?, ?, ?)", (number, kind, name))
        connection.execute("INSERT INTO search_words (rowid, words, roots) VALUES (?, ?, ?)", (number, words, roots))
    else:
        connection.execute("UPDATE search_words SET words = ?, roots = ? WHERE rowid = ?", (words, roots, *row))


def folded(texts: Iterable[str]) -> tuple[str, str]:
    """Return the words of texts as they are indexed, and their roots."""
    said = [text for text in texts if text]
    whole = " ".join(said)
    # What is folded letter by letter is folded faster at once. Whole documents would only push names out of the cache.
    if whole.isascii():
        return fold.__wrapped__(whole), ""
    words = " ".join(fold(text) if len(text) < 200 else fold.__wrapped__(text) for text in said)
    return words, " ".join(dict.fromkeys(root for word in dict.fromkeys(words.split()) for root in _roots(word)))


def numbers_of(kind: HitKind) -> tuple[int, int]:
    """Return the first and the last number that entries of a kind can have."""
    first = KINDS.index(kind) * _RANGE
    return first, first + _RANGE - 1


@lru_cache(maxsize=65536)
def _roots(word: str) -> tuple[str, ...]:
    """Return the other keys of a folded word; Latin words have none."""
    return () if word.isascii() else keys(word)[1:]


@lru_cache(maxsize=65536)
def _spellings(written: str) -> tuple[str, ...]:
    return tuple(spelling for word in fold(written).split() for spelling in (word, *_roots(word)))


def _hit(query: Query, kind: HitKind, name: str, texts: list[tuple[str, str]]) -> Hit:
    """Show what was found in the field that holds the most of the words."""
    best: tuple[int, str, str, list[tuple[int, int, int]]] = (0, *(texts[0] if texts else ("", "")), [])
    for field, text in texts:
        marks = list(query.marks(text[:_LOOKED_THROUGH]))
        different = len({number for _, _, number in marks})
        if different > best[0]:
            best = (different, field, text, marks)
    _, field, text, marks = best
    first = _best_mark(marks)
    start = _at_word(text, max(0, first - _BEFORE))
    end = _at_word(text, min(len(text), first + _AFTER))
    shown = tuple((left, right) for left, right, _ in marks if start <= left and right <= end)
    return Hit(kind, name, field, text[start:end], start, end, shown)


def _best_mark(marks: list[tuple[int, int, int]]) -> int:
    """Return where the snippet should begin to show: at the mark after which most different words stand."""
    best, found = 0, marks[0][0] if marks else 0
    for number, (start, _, _) in enumerate(marks):
        near = set()
        for left, _, word in marks[number:]:
            if left > start + _AFTER:
                break
            near.add(word)
        if len(near) > best:
            best, found = len(near), start
    return found


def _at_word(text: str, position: int) -> int:
    """Move a bound to the nearest space before it, unless that is far."""
    if position in {0, len(text)}:
        return position
    space = max(text.rfind(" ", position - 15, position), text.rfind("\n", position - 15, position))
    return position if space < 0 else space + 1


def _quoted(word: str) -> str:
    return f'"{word}"'
