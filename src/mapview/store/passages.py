"""The words in which claims stand in their reports, where a project file holds these."""

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path

from mapview.domain.model import Project
from mapview.store.database import connect, told, up_to_date


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
