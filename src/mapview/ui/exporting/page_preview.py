"""A web page that is to be exported, shown as it will be: the page itself, made smaller."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mapview.errors import BadInputError
from mapview.ui.map.scheme import Answer, Route
from mapview.ui.map.web_page import WebMap

#: As wide as a page is laid out, in its pixels: on a computer, not on a telephone.
_WIDTH = 1180
_LEAST_ZOOM = 0.4


class PagePreview(QWidget):
    """Shows one page; its links lead nowhere."""

    loaded = Signal()
    failed = Signal(str)

    def __init__(self, html: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = QWebEngineView(self)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.view.setAccessibleName(self.tr("Preview of the page"))
        self.setFocusProxy(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

        def page(rest: str, _query: object) -> Answer:
            if rest:
                raise BadInputError(f"The page asks for {rest}, though it has everything inside.")
            return "text/html; charset=utf-8", html

        self.web = WebMap(self.view, [Route("", page)])
        self.web.page.loadFinished.connect(self._tell)
        self.web.gone.connect(self._die)

    def load(self) -> None:
        """Load the page, which looks at its room as it begins: once it is shown, therefore."""
        self.web.load()

    def close_page(self) -> None:
        """Take the page apart."""
        self.web.close()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the page as wide as it is laid out."""
        super().resizeEvent(event)
        self.view.setZoomFactor(max(_LEAST_ZOOM, min(1.0, event.size().width() / _WIDTH)))

    def _die(self) -> None:
        self._tell(is_well=False)

    def _tell(self, is_well: bool) -> None:
        if is_well:
            self.loaded.emit()
        else:
            self.failed.emit(self.tr("The page could not be shown here; it may be written all the same."))
