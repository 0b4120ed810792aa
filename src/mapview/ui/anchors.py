"""How the passages of claims stand in the texts at hand, found out as it is asked for."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from mapview.domain.model import Anchor, Claim, Project
from mapview.store.originals import AnchorCheck, Verdict, check_anchors, matched_originals
from mapview.store.project_file import ProjectFile


class Anchors(QObject):
    """The texts of a project's sources, and the verdicts on the anchors into them."""

    #: Verdicts that were asked for are there.
    told = Signal()

    def __init__(self, file: ProjectFile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._checks: dict[tuple[str, Anchor], AnchorCheck] = {}
        self._waiting: dict[str, None] = {}
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
        """Return how each claim of a source stands in its text, by claim; nothing if there is no text."""
        sha256 = self.hash_of(source)
        if sha256 is None:
            return {}
        claims = self._claims_of(source)
        new = [claim for claim in claims if (sha256, claim.anchor) not in self._checks]
        document = self._file.document(sha256) if new else None
        if document is not None:
            alone = replace(
                self._project,
                sources={source: replace(self._project.sources[source], sha256=sha256)},
                claims={claim.id: claim for claim in new},
            )
            found = {check.claim: check for check in check_anchors(alone, {sha256: document.text})}
            self._checks |= {(sha256, claim.anchor): found[claim.id] for claim in new}
        return {claim.id: self._checks[sha256, claim.anchor] for claim in claims}

    def verdict(self, claim: str) -> Verdict | None:
        """Return how a claim stands in the text of its source; None if that is still to be told."""
        found = self._project.claims[claim]
        sha256 = self.hash_of(found.source)
        if sha256 is None:
            return "not available"
        check = self._checks.get((sha256, found.anchor))
        if check is None:
            self._waiting[found.source] = None
            self._timer.start()
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

    def _check_next(self) -> None:
        """Hold one source against its text; one at a time, so that the window stays live."""
        source = next(iter(self._waiting), None)
        if source is not None:
            del self._waiting[source]
            if source in self._project.sources:
                self.checks(source)
        if not self._waiting:
            self._timer.stop()
            self.told.emit()


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
