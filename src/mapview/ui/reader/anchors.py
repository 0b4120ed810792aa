"""How the passages of claims stand in the texts at hand, found out as it is asked for."""

import time
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from mapview.domain.model import Anchor, Claim, Project
from mapview.store.originals import AnchorCheck, Verdict, check_anchor, matched_originals
from mapview.store.project_file import ProjectFile

_MOMENT_S = 0.02


class Anchors(QObject):
    """The texts of a project's sources, and the verdicts on the anchors into them."""

    #: Verdicts that were asked for are there.
    told = Signal()

    def __init__(self, file: ProjectFile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._checks: dict[tuple[str, Anchor], AnchorCheck] = {}
        self._waiting: dict[str, None] = {}
        #: The text that claims are held against, with its hash: it is read once for all its claims.
        self._text = ("", "")
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._check_next)
        self.look_again()

    def look_again(self) -> None:
        """Take notice that the project or its documents have changed."""
        self._texts: dict[str, str] | None = None
        self._claims: dict[str, list[Claim]] | None = None

    def hash_of(self, source: str) -> str | None:
        """Return the SHA-256 of the text at hand of a source, None if there is none.

        It is another than the source's own if the text is the original, changed since.
        """
        if self._texts is None:
            self._texts = _texts(self._file, self._project)
        return self._texts.get(source)

    def checks(self, source: str) -> Mapping[str, AnchorCheck]:
        """Return how the claims of a source stand in its text, by claim, as far as it is known.

        What takes longer than a moment is told later; without a text nothing is known.
        """
        sha256 = self.hash_of(source)
        if sha256 is None:
            return {}
        if not self._check_some(source, sha256):
            self._wait_for(source)
        return {
            claim.id: check for claim in self._claims_of(source) if (check := self._checks.get((sha256, claim.anchor)))
        }

    def verdict(self, claim: str) -> Verdict | None:
        """Return how a claim stands in the text of its source; None if that is still to be told."""
        found = self._project.claims[claim]
        sha256 = self.hash_of(found.source)
        if sha256 is None:
            return "not available"
        check = self._checks.get((sha256, found.anchor))
        if check is None:
            self._wait_for(found.source)
            return None
        return check.verdict

    @property
    def _project(self) -> Project:
        return self._file.project

    def _claims_of(self, source: str) -> list[Claim]:
        if self._claims is None:
            self._claims = {}
            for claim in self._project.claims.values():
                self._claims.setdefault(claim.source, []).append(claim)
        return self._claims.get(source, [])

    def _wait_for(self, source: str) -> None:
        self._waiting[source] = None
        self._timer.start()

    def _check_next(self) -> None:
        """Hold claims against a text for a moment, so that the window stays live."""
        if not self._file.is_open:
            self._timer.stop()
            return
        source = next(iter(self._waiting), None)
        if source is not None:
            sha256 = self.hash_of(source) if source in self._project.sources else None
            if sha256 is None or self._check_some(source, sha256):
                del self._waiting[source]
        if not self._waiting:
            self._timer.stop()
            self._text = ("", "")
            self.told.emit()

    def _check_some(self, source: str, sha256: str) -> bool:
        """Hold claims of a source against its text for a moment; tell whether all are done."""
        new = [claim for claim in self._claims_of(source) if (sha256, claim.anchor) not in self._checks]
        if not new:
            return True
        if self._text[0] != sha256:
            document = self._file.document(sha256)
            self._text = (sha256, document.text if document else "")
        end = time.monotonic() + _MOMENT_S
        for number, claim in enumerate(new, 1):
            self._checks[sha256, claim.anchor] = check_anchor(claim, self._project.sources[source], self._text[1])
            if time.monotonic() > end:
                return number == len(new)
        return True


def _texts(file: ProjectFile, project: Project) -> dict[str, str]:
    held = file.document_hashes()
    found = {source.id: source.sha256 for source in project.sources.values() if source.sha256 in held}
    strangers = held.difference(found.values())
    if strangers and len(found) < len(project.sources):
        documents = {sha256: document.text for sha256 in strangers if (document := file.document(sha256))}
        hashes = {text: sha256 for sha256, text in documents.items()}
        matched = matched_originals(project, documents)
        found |= {source: hashes[text] for source, text in matched.items()}
    return found
