"""The panel that holds the form that is open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mapview.ui.session import Session


class FormsPanel(QWidget):
    """Opens the form that the session is asked for, one at a time."""

    #: The form was finished or given up.
    done = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
