"""The rows of the claims panel: headings and cards of what is read, at the time of the session."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mapview.domain.conflicts import Rows
from mapview.domain.decisions import decision_on
from mapview.domain.model import ConflictKind, Status, Text
from mapview.render.clash_words import voices_words
from mapview.render.texts import in_digits
from mapview.ui.claims.cards import Card, Clash, spoken
from mapview.ui.disputes.words import judgement
from mapview.ui.session import Session
from mapview.ui.tally import clashes
from mapview.ui.widgets.words import as_tip

#: A source may have said a hundred thousand things; more cards than these nobody reads through.
_MOST_OF_SOURCE = 200

ROW_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Heading:
    """Stands above the cards of a topic (of a place) or of a place (of a source); ``voices`` says who speaks there.

    Without an id it stands below all cards, and ``voices`` says how many there are besides.
    """

    id: str
    status: Status
    voices: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the panel. ``rank`` orders rows whatever is shown; ``fresh`` is set for rows that just appeared."""

    rank: tuple[int, int]
    content: Heading | Card

    @property
    def key(self) -> str:
        """Names the row whatever its present look."""
        return self.content.claim if isinstance(self.content, Card) else f"heading {self.content.id}"


class ClaimsModel(QAbstractListModel):
    """Follows the session's focus and time; rows come and go one run at a time, so that views keep their place."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[Row] = []
        self._clashes: Mapping[int, tuple[tuple[int, ConflictKind, Text], ...]] = {}
        self._clashes_of: int | None = None
        session.project_changed.connect(self._forget_clashes)

    @property
    def rows(self) -> list[Row]:
        """The rows that are shown."""
        return self._rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row, or what a screen reader says of it."""
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            content = row.content
            language = self._session.language
            if isinstance(content, Card):
                return spoken(content, self._session.project, language)
            voices = content.voices.replace("\u2068", "").replace("\u2069", "") if content.id else ""
            return ". ".join(part for part in (self.heading_words(content), voices) if part)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row.content, Heading) and row.content.voices:
            return as_tip(row.content.voices)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if isinstance(self._rows[index.row()].content, Heading):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def heading_words(self, heading: Heading) -> str:
        """Return the name of the topic or the place that a heading stands for."""
        if not heading.id:
            return heading.voices
        project, focus = self._session.project, self._session.focus
        by_place = focus is not None and focus.kind == "source"
        names = project.places[heading.id].names if by_place else project.topics[heading.id].names
        return names.in_language(self._session.language)

    def row_of(self, claim: str) -> int | None:
        """Return the row of a claim's card."""
        return next((at for at, row in enumerate(self._rows) if row.key == claim), None)

    def refill(self) -> None:
        """Show what is read now, from nothing."""
        self.beginResetModel()
        self._rows = self.wanted()
        self.endResetModel()

    def follow(self) -> set[str]:
        """Show the same at another time; returns the keys of the rows that appeared."""
        wanted = self.wanted()
        keys = {row.key for row in wanted}
        for first, last in reversed(_runs([row.key not in keys for row in self._rows])):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        held = {row.key for row in self._rows}
        for first, last in _runs([row.key not in held for row in wanted]):
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = wanted[first : last + 1]
            self.endInsertRows()
        for at, row in enumerate(wanted):
            if row != self._rows[at]:
                self._rows[at] = row
                self.dataChanged.emit(self.index(at), self.index(at))
        return keys - held

    def wanted(self) -> list[Row]:
        """Return the rows of what is read at the session's time."""
        session = self._session
        focus = session.focus
        if focus is None:
            return []
        columns, rows = session.timeline.columns, session.tally.rows
        if focus.kind == "place":
            of = columns.rows_of_place(columns.register.places.at[focus.id])
            rows = rows[slice(*np.searchsorted(rows, [of.start, of.stop]))]
            groups = columns.topic[rows]
            ids = columns.topic_ids
        else:
            rows = rows[columns.source[rows] == columns.register.sources.at[focus.id]]
            groups = columns.place[rows[:_MOST_OF_SOURCE]]
            ids = columns.place_ids
        found: list[Row] = []
        for row, group in zip(rows[: len(groups)].tolist(), groups.tolist(), strict=True):
            if not found or found[-1].rank[0] != group:
                of_place = focus.kind == "place"
                code = session.tally.status_of_row(row) if of_place else "unreported"
                said = self._voices(rows[groups == group], code) if of_place else ""
                found.append(Row((group, -1), Heading(ids[group], code, said)))
            found.append(Row((group, row), self._card(row)))
        if len(groups) < len(rows):
            more = in_digits(str(len(rows) - len(groups)), session.language)
            said = self.tr("{} more claims of this source: the table lists all of them.").format(more)
            found.append(Row((len(ids), -1), Heading("", "unreported", said)))
        return found

    def _forget_clashes(self) -> None:
        self._clashes_of = None

    def _card(self, row: int) -> Card:
        session = self._session
        columns = session.timeline.columns
        place = int(columns.place[row])
        if place != self._clashes_of:
            self._clashes, self._clashes_of = clashes(session.timeline, place), place
        shown, decisions = session.view.shown, session.project.decisions
        claim = columns.ids[row]
        others = tuple(
            Clash(columns.ids[other], kind, reason, decision_on((claim, columns.ids[other]), decisions))
            for other, kind, reason in self._clashes.get(row, ())
            if shown[other]
        )
        verdict = session.anchors.verdict(claim)
        superseded = session.tally.is_superseded(row)
        judged = judgement(session.view, row, [other.claim for other in others])
        return Card(claim, int(columns.flags[row]), superseded, others, verdict, judged)

    def _voices(self, rows: Rows, status: Status) -> str:
        """Say who speaks on one place and topic."""
        session = self._session
        standing = [row for row in rows.tolist() if not session.tally.is_superseded(row)]
        return voices_words(session.view, np.array(standing, np.int64), status, session.language)


def _runs(marks: list[bool]) -> list[tuple[int, int]]:
    """Return the first and last position of each run of marks."""
    edges = np.flatnonzero(np.diff(np.array([False, *marks, False], np.int8)))
    return [(int(first), int(end) - 1) for first, end in edges.reshape(-1, 2)]
