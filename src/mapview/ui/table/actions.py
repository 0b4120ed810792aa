"""What is done to claims from the table: edits of one or several, deleting, drafts, copying."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from mapview.domain.changes import Change
from mapview.domain.model import Claim
from mapview.domain.removal import remove_claims
from mapview.ui.session import Session, Several
from mapview.ui.table.clipboard import html_table, tab_separated
from mapview.ui.table.columns import ColumnKey, plain_cell, status_words
from mapview.ui.table.edits import Editor, change_of, duplicate, short_statement, split
from mapview.ui.table.model import TableModel, column_title


class TableActions(QObject):
    """Edits the project of a session; every edit is one step of undo."""

    def __init__(self, session: Session, model: TableModel) -> None:
        super().__init__(model)
        self._session = session
        self._model = model

    @property
    def editor(self) -> Editor:
        """Reads what is typed, in the present project and language."""
        session = self._session

        def text_of(sha256: str) -> str | None:
            document = session.file.document(sha256)
            return None if document is None else document.text

        return Editor(session.project, session.language, text_of)

    def set_cells(self, claims: Sequence[str], column: ColumnKey, typed: str) -> bool:
        """Give a column of some claims another content; return whether anything changed.

        Raises
        ------
        MapviewError
            If it cannot be; nothing is changed.
        """
        editor, project = self.editor, self._session.project
        edited = [editor.edited(project.claims[claim], column, typed) for claim in claims]
        change = change_of(edited, project)
        if change is None:
            return False
        self._session.edit(change, self._label(column, [project.claims[claim] for claim in claims]))
        return True

    def delete(self, claims: Sequence[str]) -> str:
        """Delete claims with the judgements that name nothing without them; return in words what went.

        Raises
        ------
        MapviewError
            If they cannot be deleted; nothing is changed.
        """
        project = self._session.project
        removal = remove_claims(project, claims)
        if len(claims) == 1:
            what = short_statement(project.claims[claims[0]], self._session.language)
        else:
            what = self.tr("{} claims").format(len(claims))
        changes = removal.change.changes
        change: Change = changes[0] if len(changes) == 1 else removal.change
        self._session.edit(change, self.tr("deletion of {}").format(what))
        said = self.tr("Deleted {}").format(what)
        judgements = removal.conflicts + removal.decisions
        if judgements:
            said += self.tr(", and with it {} judgements that named it").format(judgements)
        return said

    def open_form(self, claims: Sequence[str]) -> None:
        """Open the form of a claim, or that of several."""
        session = self._session
        session.form_asked_for.emit(session.project.claims[claims[0]] if len(claims) == 1 else Several(tuple(claims)))

    def duplicate(self, claim: str) -> None:
        """Open the form of a new claim that is like this one."""
        self._session.form_asked_for.emit(duplicate(self._session.project.claims[claim]))

    def split(self, claim: str) -> None:
        """Open the form of another claim on the same passage."""
        self._session.form_asked_for.emit(split(self._session.project.claims[claim]))

    def read_passage(self, claim: str) -> None:
        """Read the passage on which a claim stands."""
        found = self._session.project.claims[claim]
        self._session.passage_asked_for.emit(found.source, found.anchor.start, found.anchor.end)

    def copy(self, rows: Sequence[int], columns: Sequence[ColumnKey]) -> None:
        """Put rows of the table on the clipboard, for a spreadsheet."""
        header = [column_title(column) for column in columns]
        cells = [[self._plain(row, column) for column in columns] for row in rows]
        data = QMimeData()
        data.setText(tab_separated(header, cells))
        data.setHtml(html_table(header, cells))
        QGuiApplication.clipboard().setMimeData(data)

    def _plain(self, row: int, column: ColumnKey) -> str | float:
        session = self._session
        if column == "status":
            return status_words(self._model.status(row), 0, session.language)
        return plain_cell(self._model.claim(row), session.project, column, session.language)

    def _label(self, column: ColumnKey, claims: Sequence[Claim]) -> str:
        if len(claims) == 1:
            whose = short_statement(claims[0], self._session.language)
        else:
            whose = self.tr("{} claims").format(len(claims))
        return self._change_words(column).format(whose)

    def _change_words(self, column: ColumnKey) -> str:
        words: dict[ColumnKey, str] = {
            "place": self.tr("change of the place of {}"),
            "topic": self.tr("change of the topic of {}"),
            "value": self.tr("change of the value of {}"),
            "statement": self.tr("change of the statement {}"),
            "when": self.tr("change of the date of {}"),
            "source": self.tr("change of the source of {}"),
            "quoted": self.tr("change of who is quoted in {}"),
            "modality": self.tr("change of the modality of {}"),
            "certainty": self.tr("change of the certainty of {}"),
            "note": self.tr("change of the note on {}"),
        }
        return words[column]
