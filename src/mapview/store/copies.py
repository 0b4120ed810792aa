"""Reports that copy each other: the share of a text's runs of five words that stand in another one too."""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from mapview.domain.copies import AT_LEAST, Offer, offer
from mapview.domain.model import Project
from mapview.gazetteer.normalise import fold
from mapview.store.database import connect, told, up_to_date
from mapview.store.documents import read_document
from mapview.store.search import numbers_of

#: Words in a run, and how many runs of a text are looked up to find candidates. A text that shares half of its runs
#: with another is missed by all of them once in 4,000 times.
_RUN, _PROBES = 5, 12
#: Candidates that are compared in full.
_CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class NearCopy:
    """A document that a text shares runs of words with.

    ``share`` is how much of the text stands in the document, ``covered`` how much of the document in the text; both
    0 to 1. A text that copies a report whole and adds to it has a low ``share`` and ``covered`` near 1.
    """

    sha256: str
    share: float
    covered: float


def near_copies(connection: sqlite3.Connection, text: str, at_least: float = 0.5) -> list[NearCopy]:
    """Return the documents of a project file that share much with a text, the closest first.

    Parameters
    ----------
    at_least
        The share, of the text or of the document, from which on they count.
    """
    words = _folded(text)
    runs = _runs(words)
    compared = (overlap(sha256, runs, runs_of(other)) for sha256, other in _candidates(connection, words))
    found = [near for near in compared if max(near.share, near.covered) >= at_least]
    return sorted(found, key=lambda near: (-max(near.share, near.covered), near.sha256))


def near_copies_steps(
    path: Path, wanted: Sequence[str], at_least: float
) -> Generator[float, None, dict[str, list[NearCopy]]]:
    """Find the near copies of documents of a project file, in whatever thread; yield how far it is, 0 to 1.

    Parameters
    ----------
    wanted
        The documents, by the SHA-256 of their texts; one that the file does not have has no copies.

    Raises
    ------
    FileProblemError
        If the file cannot be read.
    """
    found: dict[str, list[NearCopy]] = {}
    with told(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for number, sha256 in enumerate(wanted, 1):
            document = read_document(connection, sha256)
            found[sha256] = near_copies(connection, document.text, at_least) if document else []
            yield number / len(wanted)
    return found


def offers_steps(path: Path, project: Project) -> Generator[float, None, tuple[Offer, ...]]:
    """Find which sources of a project may be one voice, by the documents of its file; yield how far it is, 0 to 1.

    Parameters
    ----------
    path
        The project, of any version; a folder holds no documents, so that nothing is found.

    Returns
    -------
    Those that share the most first, each pair once.

    Raises
    ------
    FileProblemError
        If the file cannot be read.
    """
    if not path.is_file():
        return ()
    sources = project.sources
    of_hash: dict[str, list[str]] = {}
    for source in sources.values():
        of_hash.setdefault(source.sha256, []).append(source.id)
    found: dict[tuple[str, str], Offer] = {}
    with closing(up_to_date(connect(path, writing=False), path)) as connection, told(path):
        for number, (sha256, names) in enumerate(of_hash.items(), 1):
            document = read_document(connection, sha256)
            for near in near_copies(connection, document.text, AT_LEAST) if document else ():
                share = max(near.share, near.covered)
                pairs = ((one, other) for one in names for other in of_hash.get(near.sha256, ()) if one != other)
                for offered in (offer(sources, one, other, share) for one, other in pairs):
                    if offered is not None:
                        found[offered.copy, offered.original] = offered
            yield number / len(of_hash)
    return tuple(sorted(found.values(), key=lambda offered: (-offered.share, offered.copy, offered.original)))


def runs_of(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of five words that stand in a text, folded."""
    return _runs(_folded(text))


def overlap(sha256: str, runs: frozenset[tuple[str, ...]], theirs: frozenset[tuple[str, ...]]) -> NearCopy:
    """Return how much the runs of a text share with those of a document."""
    common = len(runs & theirs)
    return NearCopy(sha256, common / max(len(runs), 1), common / max(len(theirs), 1))


def _candidates(connection: sqlite3.Connection, words: list[str]) -> list[tuple[str, str]]:
    """Return the documents that hold most of some runs of words taken evenly from a text."""
    last = len(words) - _RUN
    starts = sorted({last * number // (_PROBES - 1) for number in range(_PROBES)}) if last >= 0 else []
    met: dict[int, int] = {}
    for start in starts:
        rows = connection.execute(
            "SELECT rowid FROM search_words WHERE search_words MATCH ? AND rowid BETWEEN ? AND ? LIMIT 1000",
            (f'words : "{" ".join(words[start : start + _RUN])}"', *numbers_of("documents")),
        )
        for (number,) in rows:
            met[number] = met.get(number, 0) + 1
    best = sorted(met, key=lambda number: (-met[number], number))[:_CANDIDATES]
    marks = ", ".join("?" * len(best))
    return connection.execute(
        "SELECT sha256, text FROM search_entries JOIN documents ON sha256 = search_entries.id"  # noqa: S608 - marks only
        f" WHERE number IN ({marks})",
        best,
    ).fetchall()


def _folded(text: str) -> list[str]:
    # Not through the cache of names: a report would push thousands of them out.
    return fold.__wrapped__(text).split()


def _runs(words: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))
