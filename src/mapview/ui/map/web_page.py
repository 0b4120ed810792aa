"""A web view that loads nothing but what the program serves, and how it is taken apart."""

import atexit
import logging
import weakref
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from shiboken6 import delete, isValid

from mapview.ui.map.bridge import MapLine
from mapview.ui.map.scheme import NAME, PAGE_URL, OnlyOurs, Route, SchemeHandler

_log = logging.getLogger(__name__)


class MapPage(QWebEnginePage):
    """A page that stays where it is, opens nothing and logs what its scripts complain of."""

    def acceptNavigationRequest(  # noqa: N802
        self,
        url: QUrl | str,
        kind: QWebEnginePage.NavigationType,  # noqa: ARG002
        isMainFrame: bool,  # noqa: ARG002, N803
    ) -> bool:
        """Refuse to go anywhere but to the program's own page."""
        return QUrl(url).scheme() == NAME

    def javaScriptConsoleMessage(  # noqa: N802
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        """Log what a script prints."""
        levels = QWebEnginePage.JavaScriptConsoleMessageLevel
        of_log = {
            levels.InfoMessageLevel: logging.INFO,
            levels.WarningMessageLevel: logging.WARNING,
            levels.ErrorMessageLevel: logging.ERROR,
        }
        _log.log(of_log[level], "%s (%s, line %d)", message, source, line)


_open: "weakref.WeakSet[WebMap]" = weakref.WeakSet()


class WebMap(QObject):
    """A view with its own page, profile off the record, scheme handler and line to the page."""

    gone = Signal()

    def __init__(self, view: QWebEngineView, routes: list[Route]) -> None:
        super().__init__()
        self.view = view
        self.line = MapLine(self)
        self._handler = SchemeHandler(routes)
        self._interceptor = OnlyOurs()
        self._profile = QWebEngineProfile()
        self._profile.installUrlSchemeHandler(NAME.encode(), self._handler)
        self._profile.setUrlRequestInterceptor(self._interceptor)
        self.page = MapPage(self._profile, view)
        self._channel = QWebChannel(self.page)
        self._channel.registerObject("bridge", self.line.bridge)
        self.page.setWebChannel(self._channel)
        self._restrict(self.page.settings())
        self.page.renderProcessTerminated.connect(lambda _status, _code: self.gone.emit())
        view.setPage(self.page)
        # A window that goes takes the view along, which takes the page along; workers wait for nobody then.
        view.destroyed.connect(partial(self._handler.close))
        _open.add(self)

    def load(self) -> None:
        """Load the page, from its start."""
        self.line.hang_up()
        self.page.setUrl(QUrl(PAGE_URL))

    def close(self) -> None:
        """Take everything apart; a profile must outlive its pages."""
        if not isValid(self._profile):
            return
        self._handler.close()
        for part in (self.page, self.view, self._profile):
            if isValid(part):
                delete(part)

    def _restrict(self, settings: QWebEngineSettings) -> None:
        attribute = QWebEngineSettings.WebAttribute
        for which in (
            attribute.LocalContentCanAccessRemoteUrls,
            attribute.JavascriptCanOpenWindows,
            attribute.JavascriptCanAccessClipboard,
            attribute.LocalStorageEnabled,
            attribute.HyperlinkAuditingEnabled,
            attribute.PdfViewerEnabled,
            attribute.NavigateOnDropEnabled,
        ):
            settings.setAttribute(which, False)
        settings.setAttribute(attribute.ShowScrollBars, False)


@atexit.register
def _close_all() -> None:
    """Take apart what is open when the program ends, such as after Control-C: PySide does so in any order."""
    for web in list(_open):
        web.close()
