"""The table of all claims that are shown."""

from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from mapview.ui.session import Session


class ClaimsTable(QWidget):
    """One row a claim."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("panel")
        self.view = QTableView(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
