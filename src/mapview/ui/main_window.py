"""The window: map, panels, time bar, and what holds them together."""

from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from mapview.ui.map_view import MapView
from mapview.ui.session import Session
from mapview.ui.time_bar import TimeBar


class MainWindow(QMainWindow):
    """One open timeline."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.map = MapView(session, self)
        self.time_bar = TimeBar(session, self)
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.map, 1)
        layout.addWidget(self.time_bar)
        self.setCentralWidget(central)
        self.resize(1600, 1000)

    def closeEvent(self, event) -> None:
        self.map.close_page()
        super().closeEvent(event)
