"""The reports themselves, which a project points into and does not hold: found by hash, held against the anchors."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mapview.domain.model import Claim, Project
from mapview.errors import FileProblemError

Verdict = Literal["verified", "changed", "not available"]


@dataclass(frozen=True, slots=True)
class AnchorCheck:
    """How a claim's anchor stands against the original of its source; ``detail`` says why it does not hold."""

    claim: str
    source: str
    verdict: Verdict
    detail: str = ""


def normalised(raw: bytes) -> str:
    r"""Return a document's normalised text, in whose code points anchors count.

    UTF-8 is decoded, CR LF and CR become LF, the result is in NFC, and nothing is stripped.

    Raises
    ------
    UnicodeDecodeError
        If the bytes are no UTF-8.

    Examples
    --------
    >>> normalised(b"one\r\ntwo\r")
    'one\ntwo\n'
    """
    return unicodedata.normalize("NFC", raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"))


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in hexadecimal digits.

    Examples
    --------
    >>> sha256_of("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_originals(folder: Path) -> dict[str, str]:
    """Return the normalised texts of a folder's files by their SHA-256; what is no UTF-8 text is passed over.

    Raises
    ------
    FileProblemError
        If the folder or a file of it cannot be read.
    """
    if not folder.is_dir():
        raise FileProblemError(f"{folder} is no folder: give the folder that holds the reports' texts.")
    texts: dict[str, str] = {}
    try:
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            try:
                text = normalised(path.read_bytes())
            except UnicodeDecodeError:
                continue
            texts[sha256_of(text)] = text
    except OSError as error:
        raise FileProblemError(f"{error.filename} cannot be read ({error.strerror}): check its permissions.") from error
    return texts


def check_anchors(project: Project, originals: Mapping[str, str]) -> list[AnchorCheck]:
    """Hold every claim's anchor against the original of its source, matched by hash, not by name."""
    return [_check(claim, project, originals) for claim in project.claims.values()]


def _check(claim: Claim, project: Project, originals: Mapping[str, str]) -> AnchorCheck:
    source, anchor = project.sources[claim.source], claim.anchor
    text = originals.get(source.sha256)
    if text is None:
        detail = f"no file has the SHA-256 of source {source.id!r}"
        return AnchorCheck(claim.id, source.id, "not available", detail)
    passage = text[anchor.start : anchor.end]
    if anchor.end > len(text):
        detail = f"the passage ends at {anchor.end}, after the text's end at {len(text)}"
    elif sha256_of(passage) != anchor.sha256:
        detail = f"the passage from {anchor.start} to {anchor.end} has another SHA-256"
    elif anchor.cue not in passage:
        detail = "the cue does not stand in the passage"
    else:
        return AnchorCheck(claim.id, source.id, "verified")
    return AnchorCheck(claim.id, source.id, "changed", detail)
