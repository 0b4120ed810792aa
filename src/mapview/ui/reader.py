"""The reader: the text of a source beside the map."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from mapview.ui.session import Session


class Reader(QWidget):
    """Shows the document of one source."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("panel")
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Document"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        session.passage_asked_for.connect(self.read)

    def read(self, source: str, start: int, end: int) -> None:
        """Show a passage of a source, in code points of its text."""
        document = self._session.file.document(self._session.project.sources[source].sha256)
        text = document.text if document else ""
        self.text.setPlainText(text)
        cursor = self.text.textCursor()
        # Qt counts UTF-16 code units.
        cursor.setPosition(len(text[:start].encode("utf-16-le")) // 2)
        cursor.setPosition(len(text[:end].encode("utf-16-le")) // 2, QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)
