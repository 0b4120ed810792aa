"""The words in which claims stand in their reports, where a project file holds these, and anchors made of them."""

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path

from mapview.domain.model import MAX_CUE_WORDS, Anchor, Project
from mapview.store.database import connect, told, up_to_date
from mapview.store.originals import sha256_of


def texts_in(path: Path) -> dict[str, str]:
    """Return the texts of the documents that a project holds, by their SHA-256; a folder holds none.

    Raises
    ------
    FileProblemError
        If the file cannot be read.
    """
    if not path.is_file():
        return {}
    with contextlib.closing(up_to_date(connect(path, writing=False), path)) as connection, told(path):
        return dict(connection.execute("SELECT sha256, text FROM documents"))


def passages(project: Project, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the passage of each claim whose report is at hand and says there what the anchor's hash is of.

    Parameters
    ----------
    project
        The claims with their anchors.
    texts
        Normalised texts by their SHA-256.
    """
    found = {}
    for claim in project.claims.values():
        text = texts.get(project.sources[claim.source].sha256)
        if text is None:
            continue
        passage = text[claim.anchor.start : claim.anchor.end]
        if hashlib.sha256(passage.encode("utf-8")).hexdigest() == claim.anchor.sha256:
            found[claim.id] = passage
    return found


def anchor_of(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of a passage of a normalised text, from ``start`` to ``end`` in code points.

    White space at its ends is left out. The cue is its first words.

    Raises
    ------
    ValueError
        If the passage is empty, holds only white space, or ends beyond the text.

    Examples
    --------
    >>> anchor = anchor_of("The last convoy left the base at dawn.", 3, 38)
    >>> anchor.start, anchor.cue
    (4, 'last convoy left the base')
    """
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise ValueError(f"no passage stands at {start} to {end} of a text of {len(text)} code points")
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    passage = text[start:end]
    return Anchor(start, end, sha256_of(passage), " ".join(passage.split()[:MAX_CUE_WORDS]))
